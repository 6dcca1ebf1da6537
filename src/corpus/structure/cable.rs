//! Cables: the header of a diplomatic telegram, and what it says.
//!
//! Knows transmission lines, the classification line, the fields before the text (E.O., TAGS,
//! SUBJECT, REF, Classified By), and page markers within it. Every part of the header is kept as
//! a block; what it says goes into the metadata as well.

mod meta;

use std::collections::HashSet;

use super::draft::Draft;
use super::line::Page;
use super::numbering::candidate;
use super::shape;
use crate::corpus::block::BlockKind;
use crate::corpus::document::Meta;

/// Recognises the header of a cable and reads it. Texts that are no cables stay as they are.
pub(crate) fn recognise(page: &mut Page<'_>, meta: &mut Meta) {
    let limit = page.lines.len().min(200);
    let classified = (0..limit).find(|at| is_classification(page.words(*at)));
    let transmitted = (0..limit).find(|at| is_transmission(page.words(*at)));
    let ordered = (0..limit).any(|at| {
        let words = page.words(at);
        words.starts_with("E.O. 12958")
            || words.starts_with("E.O. 13526")
            || words.starts_with("EO 12958")
    });
    let is_cable = match (classified, transmitted) {
        (Some(_), Some(_)) => true,
        (Some(_), None) => ordered || has_numbers(page),
        (None, Some(at)) => is_sent(page.words(at)) || ordered,
        (None, None) => ordered && has_numbers(page),
    };
    if !is_cable {
        marked(page, meta);
        return;
    }
    page.cable = true;
    let mut from = table(page, limit, meta);
    if let Some(first) = transmitted.filter(|first| classified.is_none_or(|line| *first < line)) {
        let end = classified.unwrap_or_else(|| {
            (first..limit)
                .find(|at| !is_transmission(page.words(*at)))
                .unwrap_or(limit)
        });
        for at in first..end {
            meta::transmission(page.words(at), meta);
        }
        page.gather(first..end, BlockKind::Header, true);
        from = Some(from.unwrap_or(first).min(first));
    }
    if classified.is_none() {
        alone(page, limit, meta);
    }
    if let (Some(table), Some(line)) = (from, classified) {
        // Remarks of the archive and the date-time group, which stand between.
        for at in table..line {
            if page.lines.get(at).is_some_and(|line| line.group.is_none()) {
                meta::transmission(page.words(at), meta);
                let end = page.run_end(at).min(line);
                page.gather(at..end, BlockKind::Header, true);
            }
        }
    }
    if let Some(at) = classified {
        meta::classification(page.words(at), meta);
        page.gather(at..at + 1, BlockKind::Header, false);
        from = Some(from.unwrap_or(at).min(at));
    }
    let begin = classified.map_or_else(|| from.unwrap_or(0), |at| at + 1);
    fields(page, begin, meta);
    classifier(page, limit, meta);
    meta::complete(meta);
    chrome_before(page, from.unwrap_or(0));
    markers(page);
}

/// Who classified a cable, where its first paragraph says so: "1. (U) CLASSIFIED BY …. REASON: …".
fn classifier(page: &Page<'_>, limit: usize, meta: &mut Meta) {
    if meta.field("classified_by").is_some() {
        return;
    }
    for at in 0..limit {
        let words = page.words(at);
        let Some(found) = candidate::of(words).filter(|found| found.portion && found.value <= 2)
        else {
            continue;
        };
        let text = words.get(found.skip..).unwrap_or("");
        let text = text.split_once(')').map_or("", |(_, rest)| rest.trim());
        if field_name(text) != Some("CLASSIFIED BY") {
            continue;
        }
        // The name is parted from the words before it as in a field of its own.
        let name = text.get("CLASSIFIED BY".len()..).unwrap_or("");
        let mut value = format!("CLASSIFIED BY: {}", name.trim_start_matches([':', ' ']));
        for line in at + 1..page.run_end(at) {
            super::words::push_joined(&mut value, page.words(line));
        }
        meta::field("CLASSIFIED BY", &value, meta);
        return;
    }
}

/// Other papers of a government bear their classification alone on a line at their head.
fn marked(page: &mut Page<'_>, meta: &mut Meta) {
    let head = page.lines.len().min(30);
    let found = (0..head).find(|at| {
        page.is_free(*at)
            && page.begins_run(*at)
            && page.ends_run(*at)
            && page.lines.get(*at).is_some_and(|line| line.given.is_none())
            && is_marking(page.words(*at))
    });
    let Some(at) = found else { return };
    // Behind a text that has begun it is the foot of a page.
    if (0..at).any(|line| shape::is_closed(page.words(line)) && page.words(line).len() > 40) {
        return;
    }
    meta::classification(page.words(at), meta);
    page.gather(at..at + 1, BlockKind::Header, false);
}

/// Whether a line is nothing but a marking of secrecy, with a caveat at most: `SECRET/NODIS`,
/// `S E C R E T`, `CONFIDENTIAL NOFORN`.
pub(super) fn is_marking(words: &str) -> bool {
    let words = words.replace("  ", " ").replace('/', " / ");
    meta::level(words.trim()).is_some_and(|(_, caveat)| {
        caveat.len() <= 24
            && caveat
                .chars()
                .all(|c| c.is_ascii_uppercase() || matches!(c, ' ' | '/' | '-'))
    })
}

/// A classification that stands alone above the fields, and the line of sections with post and
/// number below it.
fn alone(page: &Page<'_>, limit: usize, meta: &mut Meta) {
    for at in 0..limit {
        let words = page.words(at);
        if candidate::of(words).is_some_and(|found| found.portion) || words.starts_with("SUBJ") {
            return;
        }
        if let Some((name, rest)) = meta::level(words)
            && rest.trim().is_empty()
        {
            meta::classification(name, meta);
        } else if words.starts_with("SECTION ") {
            meta::sections(words, meta);
        }
    }
}

/// The sender's name behind the last paragraph, where telegrams put it on the same line: a word in
/// capitals after the last stop.
pub(crate) fn signature(drafts: &mut Vec<Draft>) {
    let Some(at) = drafts.iter().rposition(|draft| draft.label.is_some()) else {
        return;
    };
    let Some(draft) = drafts.get_mut(at) else {
        return;
    };
    let text = draft.text.as_str();
    let Some((before, name)) = text.rsplit_once(' ') else {
        return;
    };
    let is_name = (3..=16).contains(&name.len())
        && name
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '-' | '\''));
    if !is_name || !before.ends_with(['.', '"', ')']) || !shape::is_closed(before) {
        return;
    }
    let (start, end) = (before.len(), text.len());
    let name = Draft {
        text: name.to_owned(),
        kind: Some(BlockKind::Paragraph),
        page: draft.page,
        ..Draft::default()
    };
    draft.remove(start..end);
    drafts.insert(at + 1, name);
}

/// Whatever stands before the first line of a cable's header belongs to the page it was copied
/// from, except fields that describe the document.
fn chrome_before(page: &mut Page<'_>, from: usize) {
    let mut at = 0;
    while at < from {
        let start = at;
        while at < from && page.lines.get(at).is_some_and(|line| line.group.is_none()) {
            at += 1;
        }
        if start < at {
            page.gather(start..at, BlockKind::Boilerplate, true);
        }
        at += 1;
    }
}

/// Whether the text has paragraphs with portion marks.
fn has_numbers(page: &Page<'_>) -> bool {
    page.lines
        .iter()
        .filter_map(|line| candidate::of(line.text))
        .filter(|found| found.portion)
        .take(2)
        .count()
        == 2
}

/// The table that archives put before a cable: a line of names, a line of values.
fn table(page: &mut Page<'_>, limit: usize, meta: &mut Meta) -> Option<usize> {
    let at = (0..limit).find(|at| {
        let words = page.words(*at);
        words.len() < 200
            && (words.starts_with("Reference ID") || words.starts_with("Cable ID"))
            && words.contains("Classification")
            && words.contains("Origin")
    })?;
    let end = page.run_end(at).min(at + 3);
    for values in at + 1..end {
        meta::table(page.words(values), meta);
    }
    page.gather(at..end, BlockKind::Header, true);
    Some(at)
}

/// The fields between the classification line and the text, one block each.
fn fields(page: &mut Page<'_>, begin: usize, meta: &mut Meta) {
    let limit = page.lines.len().min(begin + 80);
    let mut at = begin;
    while at < limit {
        let words = page.words(at);
        if candidate::of(words).is_some_and(|found| found.value == 1) {
            break;
        }
        let end = if field_name(words).is_some() {
            field_end(page, at, limit)
        } else if is_flag(words) {
            at + 1
        } else {
            break;
        };
        if page.lines.get(at).is_some_and(|line| line.group.is_none()) {
            if let Some(name) = field_name(words) {
                let mut value = String::new();
                for line in at..end {
                    super::words::push_joined(&mut value, page.words(line));
                }
                meta::field(name, &value, meta);
            }
            page.gather(at..end, BlockKind::Header, false);
        }
        at = end;
    }
}

/// Where a field ends: at the next field, at the text, or with its run.
fn field_end(page: &Page<'_>, at: usize, limit: usize) -> usize {
    (at + 1..limit)
        .find(|next| {
            let words = page.words(*next);
            page.begins_run(*next)
                || field_name(words).is_some()
                || is_handling(words)
                || candidate::of(words).is_some_and(|found| found.value == 1)
        })
        .unwrap_or(limit)
}

/// The name of the field that a line begins, in capitals.
fn field_name(words: &str) -> Option<&'static str> {
    const NAMES: [&str; 14] = [
        "E.O.",
        "EO 1",
        "TAGS",
        "SUBJECT:",
        "SUBJ:",
        "REFS:",
        "REF:",
        "REF ",
        "REF(S)",
        "REFTEL",
        "CLASSIFIED BY",
        "DECL:",
        "REASON",
        "DERIVED FROM",
    ];
    let head: String = words
        .chars()
        .take(16)
        .flat_map(char::to_uppercase)
        .collect();
    NAMES.into_iter().find(|name| head.starts_with(name))
}

/// Whether a line is one of the handling marks that stand alone.
fn is_handling(words: &str) -> bool {
    matches!(
        words,
        "SIPDIS"
            | "SENSITIVE"
            | "NOFORN"
            | "NODIS"
            | "EXDIS"
            | "STADIS"
            | "LIMDIS"
            | "NOCONTRACT"
            | "ORCON"
    )
}

/// Whether a line is a handling mark or a routing remark: capitals only, and few words.
fn is_flag(words: &str) -> bool {
    shape::is_capitals(words)
        && words.len() <= 70
        && !shape::is_rule(words)
        && (shape::word_count(words) <= 2
            || words.contains(" FOR ")
            || words.contains(" PASS ")
            || words.starts_with("SECTION "))
}

/// Whether a line is the spaced or plain classification with the post and the number.
fn is_classification(words: &str) -> bool {
    if words.len() > 120 {
        return false;
    }
    let Some(rest) = meta::level(words).map(|(_, rest)| rest) else {
        return false;
    };
    // A number of at least three digits ends the line, after the name of the post.
    let last = rest.split_whitespace().next_back().unwrap_or("");
    last.len() >= 3
        && last.bytes().all(|byte| byte.is_ascii_digit())
        && rest.split_whitespace().count() >= 2
}

/// Whether a line belongs to the transmission: routing, date-time group, addressees.
fn is_transmission(words: &str) -> bool {
    if words.len() > 120 {
        return false;
    }
    let mut tokens = words.split_whitespace();
    let (Some(first), second) = (tokens.next(), tokens.next()) else {
        return false;
    };
    match first {
        "ZNY" | "ZNR" | "BT" => true,
        "ACTION" => second.is_some_and(|token| token.contains('-') && shape::is_capitals(token)),
        "PAGE" => second.is_some_and(|token| token.bytes().all(|byte| byte.is_ascii_digit())),
        "FM" | "TO" | "INFO" => second.is_some_and(shape::is_capitals),
        "DE" => second.is_some_and(is_routing),
        "OO" | "PP" | "RR" | "ZZ" | "O" | "P" | "R" | "Z" => {
            second.is_some_and(|token| is_routing(token) || meta::date_group(words).is_some())
        }
        _ => {
            (first.contains("ZC")
                && first.len() >= 6
                && first.starts_with(['V', 'Z'])
                && second.is_none())
                || (is_routing(first.split('/').next().unwrap_or("")) && first.contains('/'))
        }
    }
}

/// Whether a line gives the station of origin and the number: `DE RUEHMO #3177/01 3031304`.
fn is_sent(words: &str) -> bool {
    words.starts_with("DE R") || words.starts_with("VZCZ") || words.contains("RUEH")
}

/// Whether a word is a routing indicator, such as RUEHMO.
fn is_routing(word: &str) -> bool {
    (4..=8).contains(&word.len())
        && word.starts_with('R')
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Page markers within the text: `MOSCOW 00000601  002 OF 002`.
fn markers(page: &mut Page<'_>) {
    sections(page);
    for at in 0..page.lines.len() {
        if page.is_free(at) && is_marker(page.words(at)) {
            page.gather(at..at + 1, BlockKind::Boilerplate, false);
        }
    }
    trailer(page);
}

/// The head of a further section: its line of classification and number, with what is repeated
/// below it from the head of the first one.
fn sections(page: &mut Page<'_>) {
    let fold = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut head: HashSet<String> = HashSet::new();
    let mut begun = false;
    let mut at = 0;
    while at < page.lines.len() {
        let words = page.words(at);
        begun = begun || candidate::of(words).is_some() && page.is_free(at);
        if !begun {
            head.insert(fold(words));
            at += 1;
            continue;
        }
        let opens = page.is_free(at)
            && meta::level(words).is_some_and(|(_, rest)| {
                rest.trim_start().starts_with("SECTION ") && rest.contains(" OF ")
            });
        if !opens {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < page.lines.len() && page.is_free(end) && head.contains(&fold(page.words(end))) {
            end += 1;
        }
        page.gather(at..end, BlockKind::Boilerplate, true);
        at = end;
    }
}

/// The end of the transmission: "BT", "#1234", "NNNN", in the last lines.
fn trailer(page: &mut Page<'_>) {
    let last = page.lines.len();
    let ends = |at: usize| {
        let words = page.words(at);
        let number = words.strip_prefix('#').is_some_and(|it| {
            (3..=5).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit())
        });
        words == "BT" || number
    };
    let Some(first) = (last.saturating_sub(4)..last).find(|at| page.is_free(*at) && ends(*at))
    else {
        return;
    };
    page.gather(first..last, BlockKind::Boilerplate, true);
}

fn is_marker(words: &str) -> bool {
    if words.len() > 60 {
        return false;
    }
    // The classification, repeated at the edges of pages, and the end of the transmission.
    if matches!(words, "NNN" | "NNNN")
        || meta::level(words).is_some_and(|(_, rest)| rest.is_empty())
    {
        return true;
    }
    let tokens: Vec<&str> = words.split_whitespace().collect();
    let digits = |token: &str, least: usize| {
        token.len() >= least && token.bytes().all(|byte| byte.is_ascii_digit())
    };
    match tokens.as_slice() {
        // PAGE 02        OSLO  02211  171522Z
        ["PAGE", page, post @ .., number, time] => {
            digits(page, 1) && !post.is_empty() && digits(number, 3) && time.ends_with('Z')
        }
        [post @ .., number, page, of, pages] => {
            !post.is_empty()
                && post.iter().all(|word| shape::is_capitals(word))
                && digits(number, 5)
                // 001 OF 002, and 001.2 OF 002
                && digits(page.split('.').next().unwrap_or(""), 2)
                && page.split('.').skip(1).all(|part| digits(part, 1))
                && *of == "OF"
                && digits(pages, 2)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
