//! What the header of a cable says, as metadata.
//!
//! Knows date-time groups, precedences, classifications, names of posts, and how reference ids
//! are made of year, post and number.

use crate::corpus::date::DateValue;
use crate::corpus::document::Meta;

/// Adds a field once.
fn put(meta: &mut Meta, name: &str, value: &str) {
    let value = value.trim();
    if !value.is_empty() && meta.field(name).is_none() {
        meta.fields.push((name.to_owned(), value.to_owned()));
    }
}

/// Levels of classification as they are printed, and the line after them.
pub(super) fn level(words: &str) -> Option<(&'static str, &str)> {
    const LEVELS: [(&str, &str); 13] = [
        ("C O N F I D E N T I A L", "CONFIDENTIAL"),
        ("T O P S E C R E T", "TOP SECRET"),
        ("T O P  S E C R E T", "TOP SECRET"),
        ("S E C R E T", "SECRET"),
        ("U N C L A S S I F I E D", "UNCLASSIFIED"),
        ("U N C L A S", "UNCLASSIFIED"),
        ("R E S T R I C T E D", "RESTRICTED"),
        ("CONFIDENTIAL", "CONFIDENTIAL"),
        ("TOP SECRET", "TOP SECRET"),
        ("SECRET", "SECRET"),
        ("UNCLASSIFIED", "UNCLASSIFIED"),
        ("UNCLAS", "UNCLASSIFIED"),
        ("RESTRICTED", "RESTRICTED"),
    ];
    LEVELS.into_iter().find_map(|(printed, level)| {
        let rest = words.strip_prefix(printed)?;
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((level, rest))
    })
}

/// One line of the transmission.
pub(super) fn transmission(words: &str, meta: &mut Meta) {
    if let Some((letter, date, time)) = date_group(words) {
        let precedence = match letter {
            'Z' => "FLASH (Z)",
            'O' => "IMMEDIATE (O)",
            'P' => "PRIORITY (P)",
            _ => "ROUTINE (R)",
        };
        put(meta, "precedence", precedence);
        put(meta, "datetime", &format!("{}T{time}Z", date.iso));
        meta.date.get_or_insert(date);
        return;
    }
    let Some((first, rest)) = words.split_once(' ') else {
        return;
    };
    let rest = rest.trim();
    match first {
        "FM" => {
            put(meta, "from", rest);
            if meta.origin.is_none() {
                meta.origin = Some(post_name(rest));
            }
        }
        "TO" => put(meta, "to", addressee(rest)),
        "INFO" => put(meta, "info", addressee(rest)),
        "DE" => {
            let number = rest
                .split_whitespace()
                .nth(1)
                .and_then(|token| token.strip_prefix('#'))
                .and_then(|token| token.split('/').next());
            if let Some(number) = number {
                put(meta, "message_number", number);
            }
        }
        _ if first.contains('/') => {
            // A further addressee of the kind that was named last.
            let last = meta
                .fields
                .iter_mut()
                .rev()
                .find(|(name, _)| name == "info" || name == "to");
            if let Some((_, value)) = last {
                value.push_str("; ");
                value.push_str(addressee(words));
            }
        }
        _ => {}
    }
}

/// An addressee without its routing indicator.
fn addressee(words: &str) -> &str {
    match words.split_once('/') {
        Some((routing, rest)) if super::is_routing(routing) => rest.trim(),
        _ => words.trim(),
    }
}

/// `O 091554Z FEB 07`: the precedence, the day, the time.
pub(super) fn date_group(words: &str) -> Option<(char, DateValue, String)> {
    let mut tokens = words.split_whitespace();
    let precedence = tokens.next()?;
    let group = tokens.next()?.strip_suffix('Z')?;
    let month = tokens.next()?;
    let year = tokens.next()?;
    let letter = precedence.chars().next().filter(|c| "ZOPR".contains(*c))?;
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(group, 6) || month.len() < 3 {
        return None;
    }
    let year: i32 = match year.len() {
        2 if digits(year, 2) => {
            let year: i32 = year.parse().ok()?;
            if year < 45 { 2000 + year } else { 1900 + year }
        }
        4 if digits(year, 4) => year.parse().ok()?,
        _ => return None,
    };
    let printed = format!("{} {month} {year}", group.get(..2)?);
    let date = super::super::printed_date::whole(&printed)?;
    let time = format!("{}:{}", group.get(2..4)?, group.get(4..6)?);
    Some((letter, date, time))
}

/// The classification line: level, sections, post and number.
pub(super) fn classification(words: &str, meta: &mut Meta) {
    let Some((name, rest)) = level(words) else {
        return;
    };
    put(meta, "classification", name);
    sections(rest, meta);
}

/// The sections of a cable with its post and number: `SECTION 01 OF 02 MOSCOW 000601`.
pub(super) fn sections(rest: &str, meta: &mut Meta) {
    let mut tokens: Vec<&str> = rest.split_whitespace().collect();
    if let Some(at) = tokens.iter().position(|token| *token == "SECTION") {
        // SECTION 01 OF 02
        if let Some(sections) = tokens.get(at + 3) {
            let sections = sections.trim_start_matches('0').to_owned();
            put(meta, "sections", &sections);
        }
        tokens.drain(at..(at + 4).min(tokens.len()));
    }
    if let [post @ .., number] = tokens.as_slice() {
        let post: String = post.concat();
        put(meta, "post_number", &format!("{post} {number}"));
    }
}

/// One of the fields before the text.
pub(super) fn field(name: &str, value: &str, meta: &mut Meta) {
    let rest = |value: &str| {
        value
            .split_once(':')
            .map_or(value, |(_, rest)| rest)
            .trim()
            .to_owned()
    };
    match name {
        "E.O." | "EO 1" | "DECL:" => {
            let date = value.rsplit(':').next().unwrap_or("").trim();
            let iso = super::super::printed_date::whole(date).map(|date| date.iso);
            put(meta, "declassify_on", iso.as_deref().unwrap_or(date));
        }
        "TAGS" => put(meta, "tags", &super::super::markup::plain(&rest(value))),
        "SUBJECT:" | "SUBJ:" => {
            let subject = super::super::markup::plain(&rest(value));
            put(meta, "subject", &subject);
            if meta.title.is_none() && !subject.is_empty() {
                meta.title = Some(subject);
            }
        }
        "CLASSIFIED BY" => {
            let value = rest(value);
            let lower = value.to_lowercase();
            let cut = ["for reason", "reason"]
                .iter()
                .find_map(|word| lower.find(word))
                .filter(|at| value.is_char_boundary(*at));
            match cut.and_then(|at| Some((value.get(..at)?, value.get(at..)?))) {
                Some((by, reasons)) => {
                    put(
                        meta,
                        "classified_by",
                        by.trim().trim_end_matches([',', '.', ';']),
                    );
                    let from = reasons.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
                    let reasons = reasons.get(from..).unwrap_or("").trim_end_matches('.');
                    put(meta, "classification_reasons", reasons);
                }
                None => put(meta, "classified_by", value.trim_end_matches('.')),
            }
        }
        "REASON" => put(meta, "classification_reasons", &rest(value)),
        "DERIVED FROM" => put(meta, "derived_from", &rest(value)),
        _ => {
            let value = value.split_once([':', ' ']).map_or("", |(_, rest)| rest);
            put(meta, "references", value);
        }
    }
}

/// The values of an archive's table: `07MOSCOW601 2007-02-09 15:54 2011-08-30 01:44 CONFIDENTIAL
/// Embassy Moscow`.
pub(super) fn table(words: &str, meta: &mut Meta) {
    let mut dates = Vec::new();
    let mut rest = Vec::new();
    for token in words.split_whitespace() {
        match super::super::printed_date::whole(token) {
            Some(date) if token.len() == 10 => dates.push(date),
            _ if token.len() == 5 && token.as_bytes().get(2) == Some(&b':') => {}
            _ if meta.reference.is_none() && dates.is_empty() => {
                meta.reference = Some(token.to_owned());
            }
            _ => rest.push(token),
        }
    }
    let mut dates = dates.into_iter();
    if let Some(created) = dates.next() {
        meta.date.get_or_insert(created);
    }
    if let Some(released) = dates.next() {
        put(meta, "released", &released.iso);
    }
    let levels = rest
        .iter()
        .take_while(|token| super::super::shape::is_capitals(token))
        .count();
    if let Some((level, origin)) = rest.split_at_checked(levels) {
        put(meta, "classification", &level.join(" "));
        if !origin.is_empty() {
            meta.origin = Some(origin.join(" "));
        }
    }
}

/// Makes the reference id of the post and the number, once the year is known.
pub(super) fn complete(meta: &mut Meta) {
    if meta.reference.is_some() {
        return;
    }
    let year = meta
        .date
        .as_ref()
        .and_then(|date| date.iso.get(2..4))
        .map(str::to_owned);
    let made = meta.field("post_number").and_then(|printed| {
        let (post, number) = printed.split_once(' ')?;
        let number = number.trim_start_matches('0');
        Some(format!("{}{post}{number}", year?))
    });
    meta.reference = made;
}

/// `AMEMBASSY MOSCOW` as `Embassy Moscow`.
fn post_name(words: &str) -> String {
    let mut tokens = words.split_whitespace();
    let kind = match tokens.next() {
        Some("AMEMBASSY") => "Embassy",
        Some("AMCONSUL" | "AMCONGEN") => "Consulate",
        Some("USMISSION") => "Mission",
        Some("USDEL") => "Delegation",
        Some("USINT") => "Interests Section",
        Some("SECSTATE") => return "Secretary of State".to_owned(),
        _ => return words.to_owned(),
    };
    let place: Vec<String> = tokens
        .take_while(|token| !token.bytes().any(|b| b.is_ascii_digit()))
        .map(capitalised)
        .collect();
    format!("{kind} {}", place.join(" "))
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first
            .to_uppercase()
            .chain(characters.flat_map(char::to_lowercase))
            .collect()
    })
}
