//! Front matter: the lines between `---` (or `+++`) at the head of a Markdown file.
//!
//! Knows `key: value`, `key = value` and simple lists, which is what people write there; it is
//! no YAML parser. A front matter that does not close is text.

use crate::corpus::date::{DateValue, Precision};
use crate::corpus::document::Meta;

/// The metadata of a text's front matter, its lines, and the text after it.
pub(super) fn split(text: &str) -> (Meta, &str, &str) {
    let none = || (Meta::default(), "", text);
    let Some((first, rest)) = text.split_once('\n') else {
        return none();
    };
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return none();
    }
    let mut lines = Vec::new();
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            let head = rest.get(..begin).unwrap_or_default();
            return (
                meta_of(&fields(&lines)),
                head,
                rest.get(at..).unwrap_or_default(),
            );
        }
        if lines.len() > 200 {
            break;
        }
        lines.push(line);
    }
    none()
}

/// Keys with their values; a list gives one pair for each of its items.
fn fields(lines: &[&str]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut key = String::new();
    for line in lines {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let inner = line.trim_start();
        let indented = inner.len() < line.len();
        if let Some(item) = inner.strip_prefix("- ") {
            push(&mut found, &key, item);
        } else if indented {
            // A value that goes on over several lines.
            if let Some((_, value)) = found.last_mut().filter(|(last, _)| *last == key) {
                value.push(' ');
                value.push_str(inner);
            } else {
                push(&mut found, &key, inner);
            }
        } else if let Some((name, value)) = line.split_once(':').or_else(|| line.split_once('=')) {
            name.trim().to_lowercase().clone_into(&mut key);
            let value = value.trim();
            if let Some(list) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
                for item in list.split(',') {
                    push(&mut found, &key, item);
                }
            } else {
                push(&mut found, &key, value);
            }
        }
    }
    found
}

fn push(found: &mut Vec<(String, String)>, key: &str, value: &str) {
    let value = value.trim();
    let value = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value);
    if !value.is_empty() && value != ">" && value != "|" {
        found.push((key.to_owned(), value.to_owned()));
    }
}

/// Sorts the fields under the names that every document has.
fn meta_of(fields: &[(String, String)]) -> Meta {
    let mut meta = Meta::default();
    for (key, value) in fields {
        match key.as_str() {
            "title" if meta.title.is_none() => meta.title = Some(value.clone()),
            "date" if meta.date.is_none() => {
                meta.date = iso_date(value);
                if meta.date.is_none() {
                    meta.fields.push((key.clone(), value.clone()));
                }
            }
            "author" | "authors" | "by" => meta.authors.push(value.clone()),
            "origin" | "publisher" | "publication" | "site" => {
                meta.origin.get_or_insert_with(|| value.clone());
                meta.fields.push((key.clone(), value.clone()));
            }
            "reference" | "ref" | "ref_id" | "reference_id" | "id" if meta.reference.is_none() => {
                meta.reference = Some(value.clone());
            }
            _ => meta.fields.push((key.clone(), value.clone())),
        }
    }
    // A house that signs as author is where the text comes from.
    if meta.origin.is_none() {
        meta.origin = meta.authors.iter().find(|name| is_house(name)).cloned();
    }
    meta
}

/// Whether a name is that of an institution rather than of a person.
fn is_house(name: &str) -> bool {
    const WORDS: [&str; 26] = [
        "Group",
        "Room",
        "Institute",
        "University",
        "Council",
        "Centre",
        "Center",
        "Office",
        "Department",
        "Ministry",
        "Embassy",
        "Association",
        "Society",
        "Committee",
        "Press",
        "Library",
        "Archive",
        "Archives",
        "Foundation",
        "Agency",
        "Court",
        "Commission",
        "Academy",
        "Institut",
        "Институт",
        "Министерство",
    ];
    name.split(|c: char| !c.is_alphabetic())
        .any(|word| WORDS.contains(&word))
}

/// A date in the notation of ISO 8601: year, month or day, with or without a time.
fn iso_date(value: &str) -> Option<DateValue> {
    let (day, time) = match value.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (value, None),
    };
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let valid = parts
        .iter()
        .zip([4, 2, 2])
        .all(|(part, length)| digits(part, length));
    let precision = match (valid, parts.len()) {
        (true, 1) => Precision::Year,
        (true, 2) => Precision::Month,
        (true, 3) => Precision::Day,
        _ => return None,
    };
    match time {
        Some(time) if precision == Precision::Day && time.len() >= 5 => {
            Some(DateValue::new(format!("{day}T{time}"), Precision::Time))
        }
        _ => Some(DateValue::new(day, precision)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_find_their_names() {
        let (meta, _, body) = split(
            "---\ntitle: \"A: report\"\ndate: 1956-10\nauthors:\n  - A. Panov\n  - D. Streltsov\nsources: [one, two]\n---\nText",
        );
        assert_eq!(meta.title.as_deref(), Some("A: report"));
        assert_eq!(meta.date, Some(DateValue::new("1956-10", Precision::Month)));
        assert_eq!(meta.authors, ["A. Panov", "D. Streltsov"]);
        assert_eq!(meta.fields.len(), 2);
        assert_eq!(body, "Text");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        let text = "---\nwords\nand more";
        assert_eq!(split(text).2, text);
    }
}
