//! Front matter: what a page says of its sources, as YAML.
//!
//! Glossator's own facts stand under `glossator:` (and `references:` for Pandoc); these two it keeps
//! up to date. The other keys are written once and belong to the reader. No date of export is among
//! them, so that the same library gives the same bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::text::inline;
use super::{Flavour, Job, sheet_title};
use crate::corpus::Document;
use crate::export::harmless;
use crate::export::material::{Place, Scope, Sheet};
use crate::export::sync::Front;

/// The version of the form of pages.
const FORMAT: u32 = 1;

/// The front matter of a page with these documents.
pub(super) fn of(job: &Job, sheets: &[Sheet]) -> Front {
    let marks = || sheets.iter().flat_map(|sheet| &sheet.passages);
    let annotations: usize = marks().map(|it| it.notes.len()).sum();
    // A link within a page stands there twice, at each of its ends, and is one.
    let links: BTreeSet<_> = marks()
        .flat_map(|it| &it.ties)
        .map(|tie| tie.link.id)
        .collect();
    let links = links.len();
    let mut first = String::new();
    let mut kept = glossator(job);
    if let [sheet] = sheets {
        facts(&mut first, "", sheet);
        if let Some(document) = &sheet.document {
            let _ = writeln!(kept, "  text: sha256:{}", document.hash.as_str());
        }
    } else {
        let _ = writeln!(first, "title: {}", quoted(&job.scope.title()));
    }
    let _ = writeln!(kept, "  annotations: {annotations}\n  links: {links}");
    if sheets.len() > 1 {
        kept.push_str("  documents:\n");
        for sheet in sheets {
            let mut text = String::new();
            facts(&mut text, "      ", sheet);
            if let Some(document) = &sheet.document {
                let _ = writeln!(text, "      text: sha256:{}", document.hash.as_str());
            }
            let _ = write!(kept, "    - {}", text.trim_start());
        }
    }
    Front {
        first,
        own: finished(job, kept, sheets),
    }
}

/// The front matter of an index.
pub(super) fn of_index(job: &Job) -> Front {
    let mut own = glossator(job);
    let _ = writeln!(
        own,
        "  annotations: {}\n  links: {}\n  documents: {}",
        job.material.annotations(),
        job.material.links(),
        job.material.sheets.len()
    );
    Front {
        first: format!("title: {}\n", quoted(&job.scope.title())),
        own: vec![("glossator".into(), own)],
    }
}

/// The beginning of Glossator's own facts.
fn glossator(job: &Job) -> String {
    let mut own = format!(
        "glossator:\n  format: {FORMAT}\n  flavour: {}\n",
        job.flavour.name()
    );
    let Scope {
        documents,
        tags,
        query,
        linked,
    } = job.scope;
    if !documents.is_empty() {
        let ids: Vec<String> = documents.iter().map(|id| quoted(id.as_str())).collect();
        let _ = writeln!(own, "  only: [{}]", ids.join(", "));
    }
    if !tags.is_empty() {
        let paths: Vec<String> = tags.iter().map(|path| quoted(path)).collect();
        let _ = writeln!(own, "  tags: [{}]", paths.join(", "));
    }
    if let Some(query) = query {
        let _ = writeln!(own, "  query: {}", quoted(query));
    }
    if *linked {
        own.push_str("  linked: true\n");
    }
    own
}

/// The keys that Glossator keeps up to date, with the bibliography where Pandoc wants one.
fn finished(job: &Job, own: String, sheets: &[Sheet]) -> Vec<(String, String)> {
    let mut keys = vec![("glossator".to_owned(), own)];
    if job.flavour == Flavour::Pandoc && !sheets.is_empty() {
        let mut list = String::from("references:\n");
        for sheet in sheets {
            reference(&mut list, sheet);
        }
        keys.push(("references".to_owned(), list));
    }
    keys
}

/// Title, id, reference, date and origin of a document, one a line.
fn facts(out: &mut String, indent: &str, sheet: &Sheet) {
    let _ = writeln!(out, "{indent}title: {}", quoted(sheet_title(sheet)));
    let _ = writeln!(out, "{indent}id: {}", quoted(sheet.id.as_str()));
    let Some(document) = &sheet.document else {
        return;
    };
    let meta = &document.meta;
    let facts = [
        ("reference", meta.reference.as_deref()),
        ("date", meta.date.as_ref().map(|date| date.iso.as_str())),
        ("origin", meta.origin.as_deref()),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            let _ = writeln!(out, "{indent}{name}: {}", quoted(value));
        }
    }
    if !meta.authors.is_empty() {
        let names: Vec<String> = meta.authors.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(out, "{indent}authors: [{}]", names.join(", "));
    }
}

/// A document as an entry of a CSL bibliography.
fn reference(out: &mut String, sheet: &Sheet) {
    let _ = writeln!(out, "  - id: {}", quoted(sheet.id.as_str()));
    out.push_str("    type: document\n");
    // Pandoc reads these values as Markdown, and changes the case of titles unless told not to.
    let marked = |text: &str| quoted(&inline(text, Flavour::Pandoc));
    let title = inline(sheet_title(sheet), Flavour::Pandoc);
    let title = quoted(&format!("[{title}]{{.nocase}}"));
    let _ = writeln!(out, "    title: {title}");
    let Some(Document { meta, .. }) = sheet.document.as_deref() else {
        return;
    };
    if let Some(date) = &meta.date {
        // CSL takes plain days, months and years; everything else stands as it is written.
        let _ = writeln!(out, "    issued: {}", quoted(&date.iso));
    }
    if let Some(origin) = &meta.origin {
        let _ = writeln!(out, "    publisher: {}", marked(origin));
    }
    if let Some(reference) = &meta.reference {
        let _ = writeln!(out, "    number: {}", marked(reference));
    }
    if !meta.authors.is_empty() {
        out.push_str("    author:\n");
        for name in &meta.authors {
            let _ = writeln!(out, "      - literal: {}", marked(name));
        }
    }
}

/// A citation that Pandoc resolves: `[@07MOSCOW601, para. 7]`.
pub(in crate::export) fn citation(place: &Place) -> String {
    let id = place.document.as_str();
    let simple = id.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && id.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && !id.contains("..")
        && !id.contains("--");
    let key = if simple {
        format!("@{id}")
    } else {
        format!("@{{{id}}}")
    };
    let locator = place.label.as_deref().map(|label| {
        match (label.strip_prefix('¶'), label.strip_prefix('§')) {
            (Some(number), _) => format!(", para. {}", number.trim()),
            (_, Some(number)) => format!(", sec. {}", number.trim()),
            _ => format!(", {label}"),
        }
    });
    format!("[{key}{}]", locator.unwrap_or_default())
}

/// A text as a YAML string in double quotation marks. JSON's escapes are YAML's too.
fn quoted(text: &str) -> String {
    harmless::json(&serde_json::Value::from(text).to_string()).into_owned()
}
