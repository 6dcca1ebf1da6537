//! The documents as a bibliography: CSL-JSON for citation programs, BibTeX for LaTeX and the rest.
//!
//! Knows what of a document's description each form has a field for, and that ids are the keys by which
//! pages cite. Dates that are no plain day, month or year stand as they are written.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::harmless;
use super::material::{Material, Sheet};
use crate::corpus::Document;

/// The first line of a bibliography in the form of BibTeX, which takes what stands between entries for
/// a remark.
const HEAD: &str = "% Documents that Glossator cites";

/// A mark by which a list in CSL-JSON is known as this program's; citation programs pass it over.
const OWN: &str = "glossator";

/// The documents of the material in CSL-JSON.
pub fn csl(material: &Material) -> String {
    let items: Vec<Value> = material.sheets.iter().map(item).collect();
    let text = serde_json::to_string_pretty(&items).expect("plain values can be written as JSON");
    format!("{}\n", harmless::json(&text))
}

/// Whether a text is a list of this module.
pub fn is_own_csl(text: &str) -> bool {
    let items: Option<Vec<Map<String, Value>>> = serde_json::from_str(text).ok();
    items.is_some_and(|items| {
        items
            .iter()
            .all(|item| item.get("source") == Some(&json!(OWN)))
    })
}

fn item(sheet: &Sheet) -> Value {
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| item.insert(name.to_owned(), value);
    put("id", sheet.id.as_str().into());
    put("type", "document".into());
    put("source", OWN.into());
    let Some(document) = sheet.document.as_deref() else {
        put("title", sheet.id.as_str().into());
        return item.into();
    };
    let meta = &document.meta;
    put("title", document.title().into());
    if !meta.authors.is_empty() {
        let names: Vec<Value> = meta
            .authors
            .iter()
            .map(|it| json!({ "literal": it }))
            .collect();
        put("author", names.into());
    }
    if let Some(date) = &meta.date {
        let issued = match parts(&date.iso) {
            Some(parts) => json!({ "date-parts": [parts] }),
            None => json!({ "raw": date.iso }),
        };
        put("issued", issued);
    }
    if let Some(origin) = &meta.origin {
        put("publisher", origin.as_str().into());
    }
    if let Some(reference) = &meta.reference {
        put("number", reference.as_str().into());
    }
    item.into()
}

/// Year, month and day of a plain date: `1956-10-19`, `1956-10`, `1956`.
fn parts(iso: &str) -> Option<Vec<u32>> {
    let day = iso.split_once('T').map_or(iso, |(day, _)| day);
    let parts: Vec<u32> = day
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    (parts.len() <= 3).then_some(parts)
}

/// The same in the form of BibTeX.
pub fn bibtex(material: &Material) -> String {
    let mut out = format!("{HEAD}\n");
    for sheet in &material.sheets {
        entry(&mut out, sheet);
    }
    out
}

/// Whether a text is a bibliography of this module.
pub fn is_own_bibtex(text: &str) -> bool {
    text.starts_with(HEAD)
}

fn entry(out: &mut String, sheet: &Sheet) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "\n@misc{{{},", key(sheet.id.as_str()));
    let title = sheet
        .document
        .as_deref()
        .map_or(sheet.id.as_str(), Document::title);
    // A second pair of braces keeps capitals as they are.
    let _ = writeln!(out, "  title = {{{{{}}}}},", latex(title));
    if let Some(Document { meta, .. }) = sheet.document.as_deref() {
        if !meta.authors.is_empty() {
            // In braces of its own a name is not taken apart.
            let names: Vec<String> = meta
                .authors
                .iter()
                .map(|it| format!("{{{}}}", latex(it)))
                .collect();
            let _ = writeln!(out, "  author = {{{}}},", names.join(" and "));
        }
        if let Some(date) = &meta.date {
            let _ = writeln!(out, "  date = {{{}}},", latex(&date.iso));
        }
        if let Some(origin) = &meta.origin {
            let _ = writeln!(out, "  publisher = {{{{{}}}}},", latex(origin));
        }
        if let Some(reference) = &meta.reference {
            let _ = writeln!(out, "  number = {{{{{}}}}},", latex(reference));
        }
    }
    out.push_str("}\n");
}

/// An id as a key; BibTeX's own signs have no place in one.
fn key(id: &str) -> String {
    let bad = |c: char| c.is_whitespace() || "{}(),=\"#%\\~'".contains(c);
    id.chars().map(|c| if bad(c) { '-' } else { c }).collect()
}

/// A text on one line in which nothing is a sign of LaTeX.
pub(super) fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless::plain(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_parts_where_they_are_plain() {
        for (iso, expected) in [
            ("1956-10-19", Some(vec![1956, 10, 19])),
            ("2007-02-09T15:54Z", Some(vec![2007, 2, 9])),
            ("1956", Some(vec![1956])),
            ("199X", None),
            ("2018-05-25/2018-05-26", None),
        ] {
            assert_eq!(parts(iso), expected, "{iso}");
        }
    }

    #[test]
    fn signs_of_latex_are_escaped() {
        assert_eq!(
            latex("50 % of {A}_1\nat ~ & \\"),
            "50 \\% of \\{A\\}\\_1 at \\textasciitilde{} \\& \\textbackslash{}"
        );
        assert_eq!(key("a b,c"), "a-b-c");
    }
}
