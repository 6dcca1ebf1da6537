//! Fields at the head of a document: `Key: value` lines that say what it is.
//!
//! Knows the names under which archives, memoranda and press notes give a reference, a date, an
//! origin, an author, a title. The lines stay in the text as header blocks; their values become
//! metadata, each under the name that is printed as well.

use super::line::Page;
use super::{printed_date, shape};
use crate::corpus::block::BlockKind;
use crate::corpus::date::{DateValue, Precision};
use crate::corpus::document::Meta;

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Reference,
    Date,
    Origin,
    Journal,
    Author,
    Title,
    Sources,
    Tags,
    Classification,
    /// Known, but without a place of its own.
    Other,
}

/// Names of fields, in small letters.
const NAMES: &[(&str, About)] = &[
    ("reference", About::Reference),
    ("reference id", About::Reference),
    ("ref id", About::Reference),
    ("cable id", About::Reference),
    ("document id", About::Reference),
    ("id", About::Reference),
    ("canonical id", About::Reference),
    ("номер", About::Reference),
    ("整理番号", About::Reference),
    ("文書番号", About::Reference),
    ("date", About::Date),
    ("dated", About::Date),
    ("created", About::Date),
    ("published", About::Date),
    ("дата", About::Date),
    ("datum", About::Date),
    ("ausfertigungsdatum", About::Date),
    ("作成日", About::Date),
    ("日付", About::Date),
    ("年月日", About::Date),
    ("origin", About::Origin),
    ("publisher", About::Origin),
    ("office", About::Origin),
    ("institution", About::Origin),
    ("издатель", About::Origin),
    ("作成", About::Origin),
    ("発行", About::Origin),
    ("発行者", About::Origin),
    ("herausgeber", About::Origin),
    ("journal", About::Journal),
    ("publication", About::Journal),
    ("журнал", About::Journal),
    ("author", About::Author),
    ("authors", About::Author),
    ("автор", About::Author),
    ("авторы", About::Author),
    ("著者", About::Author),
    ("筆者", About::Author),
    ("title", About::Title),
    ("subject", About::Title),
    ("re", About::Title),
    ("тема", About::Title),
    ("название", About::Title),
    ("betreff", About::Title),
    ("objet", About::Title),
    ("件名", About::Title),
    ("題名", About::Title),
    ("sources", About::Sources),
    ("source", About::Sources),
    ("источники", About::Sources),
    ("источник", About::Sources),
    ("出典", About::Sources),
    ("tags", About::Tags),
    ("classification", About::Classification),
    ("from", About::Other),
    ("to", About::Other),
    ("cc", About::Other),
    ("via", About::Other),
    ("through", About::Other),
    ("place", About::Other),
    ("time", About::Other),
    ("participants", About::Other),
    ("present", About::Other),
    ("before", About::Other),
    ("coram", About::Other),
    ("counsel", About::Other),
    ("status", About::Other),
    ("copies to", About::Other),
    ("distribution", About::Other),
    ("released", About::Other),
    ("corrects", About::Other),
    ("note", About::Other),
    ("от", About::Other),
    ("кому", About::Other),
    ("примечание", About::Other),
    ("注記", About::Other),
];

/// Runs before the text within which fields are looked for.
const RUNS: u32 = 14;

/// Recognises the fields at the head of a document.
pub(crate) fn recognise(page: &mut Page<'_>, meta: &mut Meta) {
    let mut at = 0;
    while at < page.lines.len() {
        let end = page.run_end(at);
        let Some(line) = page.lines.get(at) else {
            return;
        };
        if line.run >= RUNS || is_body(page, at, end) {
            return;
        }
        if page.is_free(at) && line.given.is_none() {
            run(page, at, end, meta);
        }
        at = end;
    }
}

/// Whether a run is text already: long lines that are no fields, or a numbered paragraph.
fn is_body(page: &Page<'_>, at: usize, end: usize) -> bool {
    let words: usize = (at..end)
        .map(|line| shape::word_count(page.words(line)))
        .sum();
    field(page.words(at)).is_none() && words > 45
}

/// Makes a run of fields header blocks: one for all, or, in a memorandum, whose fields are set in
/// capitals, one for each.
fn run(page: &mut Page<'_>, at: usize, end: usize, meta: &mut Meta) {
    let begins: Vec<usize> = (at..end)
        .filter(|line| field(page.words(*line)).is_some())
        .collect();
    let known = begins
        .iter()
        .filter(|line| field(page.words(**line)).is_some_and(|found| found.about.is_some()))
        .count();
    if begins.first() != Some(&at) || known == 0 || known * 2 < begins.len() {
        return;
    }
    // A line alone is a field only under a known name with a short value.
    let lone = begins.len() == 1;
    if lone && (at..end).map(|line| page.words(line).len()).sum::<usize>() > 400 {
        return;
    }
    let capitals = begins
        .iter()
        .all(|line| field(page.words(*line)).is_some_and(|found| shape::is_capitals(found.name)));
    for (index, from) in begins.iter().enumerate() {
        let to = begins.get(index + 1).copied().unwrap_or(end);
        let mut value = String::new();
        let Some(found) = field(page.words(*from)) else {
            continue;
        };
        super::words::push_joined(&mut value, found.value);
        for line in *from + 1..to {
            super::words::push_joined(&mut value, page.words(line));
        }
        let (name, about) = (found.name.to_owned(), found.about);
        keep(&name, about, value.trim(), meta);
        if capitals {
            page.gather(*from..to, BlockKind::Header, true);
        }
    }
    if !capitals {
        page.gather(at..end, BlockKind::Header, true);
    }
    let last = begins.last().copied().unwrap_or(at);
    if end == last + 1
        && let Some(found) = field(page.words(last)).filter(|found| found.value.is_empty())
    {
        let name = found.name.to_owned();
        below(page, &name, end, meta);
    }
}

/// Lines that a field may have below it.
const BELOW: usize = 24;

/// The lines set in below a field that stands alone, such as the persons at a meeting.
fn below(page: &mut Page<'_>, name: &str, from: usize, meta: &mut Meta) {
    let set_in = |page: &Page<'_>, at: usize| {
        page.is_free(at)
            && page.lines.get(at).is_some_and(|line| {
                line.given.is_none()
                    && shape::indent(line.text) >= 2
                    && line.text.len() <= 100
                    && !shape::is_closed(line.text)
            })
            && field(page.words(at)).is_none_or(|found| found.about.is_none())
    };
    let to = (from..page.lines.len().min(from + BELOW))
        .find(|at| !set_in(page, *at))
        .unwrap_or(from + BELOW);
    let to = to.min(page.lines.len());
    // Where the text itself is set in, nothing tells the list from it.
    let ended = page.lines.get(to).is_none_or(|line| {
        shape::indent(line.text) == 0 || field(line.text.trim_start()).is_some()
    });
    if to == from || !ended {
        return;
    }
    let names: Vec<&str> = (from..to).map(|at| page.words(at)).collect();
    keep(name, None, &names.join("; "), meta);
    page.gather(from..to, BlockKind::Header, true);
}

/// A field as it stands in a line.
struct Found<'a> {
    name: &'a str,
    value: &'a str,
    about: Option<About>,
}

/// The field that a line is.
fn field(words: &str) -> Option<Found<'_>> {
    let at = words
        .char_indices()
        .take(32)
        .find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = words.get(..at.0)?.trim().trim_matches('*');
    let rest = words.get(at.0 + at.1.len_utf8()..)?;
    // An address on the web is no field, nor is a time of day.
    if rest.starts_with("//") || name.is_empty() || name.split_whitespace().count() > 4 {
        return None;
    }
    // Orders that cables begin their header with: that header is read by `cable`.
    if name.starts_with("E.O.") || name.starts_with("EO 1") {
        return None;
    }
    let first = name.chars().next()?;
    let plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '.' | '\''));
    if !plain || first.is_lowercase() || first.is_ascii_digit() {
        return None;
    }
    if at.1 == ':' && !rest.is_empty() && !rest.starts_with([' ', '\t', '*', '\u{A0}']) {
        return None;
    }
    let small = name.to_lowercase();
    let about = NAMES
        .iter()
        .find(|(known, _)| *known == small)
        .map(|(_, about)| *about);
    Some(Found {
        name,
        value: rest.trim_start_matches(['*', ' ']),
        about,
    })
}

/// Puts a field where it belongs. Also serves the front matter of other formats.
fn keep(name: &str, about: Option<About>, value: &str, meta: &mut Meta) {
    let value = super::markup::plain(value);
    let value = value.as_str();
    if value.is_empty() {
        return;
    }
    let key = name.to_lowercase().replace(' ', "_");
    let canonical = match about {
        Some(About::Sources) => "sources".to_owned(),
        Some(About::Tags) => "tags".to_owned(),
        _ => key.clone(),
    };
    match about {
        Some(About::Reference) if meta.reference.is_none() => {
            meta.reference = Some(value.to_owned());
        }
        Some(About::Date) if meta.date.is_none() => meta.date = date_of(value),
        Some(About::Origin | About::Journal) if meta.origin.is_none() => {
            meta.origin = Some(bare_origin(value).to_owned());
        }
        Some(About::Author) => meta.authors.extend(names(value)),
        Some(About::Title) if meta.title.is_none() => meta.title = Some(value.to_owned()),
        _ => {}
    }
    if about == Some(About::Journal) && meta.date.is_none() {
        // "vol. 4, no. 1, January 2007"
        meta.date = value
            .rsplit(',')
            .next()
            .and_then(|last| printed_date::whole(last.trim()));
    }
    if meta.field(&canonical).is_none() {
        meta.fields.push((canonical, value.to_owned()));
    }
}

/// The date that a field gives: its own, or the one that its value begins with; a time of day
/// after it is left to the field.
fn date_of(value: &str) -> Option<DateValue> {
    printed_date::whole(value).or_else(|| {
        let printed = printed_date::leading(value, None)?;
        (printed.value.precision != Precision::Year).then_some(printed.value)
    })
}

/// An origin without remarks in brackets and without volume and number.
fn bare_origin(value: &str) -> &str {
    let end = [" (", "（", ", vol", ", no. ", ", Vol", ", №", "; "]
        .iter()
        .filter_map(|mark| value.find(mark))
        .min()
        .unwrap_or(value.len());
    value.get(..end).unwrap_or(value).trim()
}

/// The persons of a value: separated by semicolons, "and", or commas between full names.
pub(crate) fn names(value: &str) -> Vec<String> {
    let value = value.trim().trim_end_matches('.');
    let parts: Vec<&str> = if value.contains(';') {
        value.split(';').collect()
    } else if value.contains(" and ") {
        value
            .split(" and ")
            .flat_map(|part| part.split(", "))
            .collect()
    } else {
        vec![value]
    };
    parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches(',').to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_from_other_colons() {
        for line in [
            "Date: 28 May 2001",
            "整理番号：x",
            "Reference ID: 07X1",
            "SUBJECT: A Thing",
            "**Author:** B",
        ] {
            assert!(
                field(line).is_some_and(|found| found.about.is_some()),
                "{line}"
            );
        }
        for line in [
            "http://example.org",
            "12:30 was the hour",
            "He said what everybody knew: no",
            "so: it",
        ] {
            assert!(field(line).is_none(), "{line}");
        }
    }

    #[test]
    fn origins_lose_their_remarks() {
        assert_eq!(bare_origin("Quarterly (invented), vol. 4"), "Quarterly");
        assert_eq!(bare_origin("北の海を読む会（架空の会）"), "北の海を読む会");
    }
}
