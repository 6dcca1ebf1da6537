//! Tables: annotations, links, tags and mentions as rows, for spreadsheets and statistics.
//!
//! Knows how cells are quoted (RFC 4180), and that a spreadsheet takes a cell which begins with `=`
//! for a formula, so that such a cell gets an apostrophe in front.

use std::collections::HashMap;

use super::dossier::{Chapter, Dossier};
use super::harmless;
use super::material::{Material, Place};
use super::offsets::Offsets;
use crate::library::Library;
use crate::library::tag::form_shown;
use crate::passage::address::Addresser;

/// How cells are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Divider {
    /// A comma; cells with commas, quotation marks or line ends are quoted.
    Comma,
    /// A tab; tabs and line ends in cells become `\t` and `\n`.
    Tab,
}

/// The columns of the table of annotations.
const ANNOTATIONS: [&str; 18] = [
    "id", "document", "title", "date", "block", "label", "address", "start", "end", "quote",
    "before", "after", "tags", "note", "state", "score", "author", "created",
];

/// The columns of the table of links.
const LINKS: [&str; 12] = [
    "id",
    "relation",
    "note",
    "from_document",
    "from_label",
    "from_address",
    "from_quote",
    "to_document",
    "to_label",
    "to_address",
    "to_quote",
    "author",
];

/// The columns of the table of tags.
const TAGS: [&str; 6] = ["id", "tag", "description", "colour", "forms", "annotations"];

/// The columns of the table of mentions.
const MENTIONS: [&str; 12] = [
    "tag", "document", "date", "block", "label", "address", "start", "end", "words", "before",
    "after", "state",
];

/// Characters of context on each side of a mention.
const CONTEXT: usize = 60;

/// One row for each annotation. Tags of one stand in one cell, divided by `; `.
pub fn annotations(material: &Material, divider: Divider) -> String {
    let mut out = row(&ANNOTATIONS.map(str::to_owned), divider);
    for sheet in &material.sheets {
        let document = sheet.document.as_deref();
        let offsets = document.map(|document| Offsets::new(document.text.as_str()));
        let title = document.map_or("", |document| document.title());
        let date = document.and_then(|document| document.meta.date.as_ref());
        for passage in &sheet.passages {
            let place = &passage.place;
            let at = |byte: Option<usize>| match (&offsets, byte) {
                (Some(offsets), Some(byte)) => offsets.code_point(byte).to_string(),
                _ => String::new(),
            };
            let range = place.standing.range.as_ref();
            for note in &passage.notes {
                let annotation = &note.annotation;
                let quote = &annotation.target.anchor().quote;
                out.push_str(&row(
                    &[
                        annotation.id.to_string(),
                        place.document.to_string(),
                        title.to_owned(),
                        date.map(ToString::to_string).unwrap_or_default(),
                        place.block.map(|n| n.to_string()).unwrap_or_default(),
                        place.label.clone().unwrap_or_default(),
                        address(place),
                        at(range.map(|range| range.start)),
                        at(range.map(|range| range.end)),
                        place.words.clone(),
                        quote.before.clone(),
                        quote.after.clone(),
                        note.tags.join("; "),
                        annotation.note.clone(),
                        place.standing.name().to_owned(),
                        format!("{:.2}", place.standing.score),
                        annotation.creator.0.clone(),
                        annotation.created.0.clone(),
                    ],
                    divider,
                ));
            }
        }
    }
    out
}

/// One row for each link.
pub fn links(material: &Material, divider: Divider) -> String {
    let mut out = row(&LINKS.map(str::to_owned), divider);
    let label = |place: &Place| place.label.clone().unwrap_or_default();
    for (link, from, to) in material.links_with_ends() {
        let cells = [
            link.id.to_string(),
            link.relation.clone(),
            link.note.clone(),
            from.document.to_string(),
            label(from),
            address(from),
            from.words.clone(),
            to.document.to_string(),
            label(to),
            address(to),
            to.words.clone(),
            link.creator.0.clone(),
        ];
        out.push_str(&row(&cells, divider));
    }
    out
}

/// One row for each tag of the library: what it means, its forms, and how many annotations of the
/// material carry it.
pub fn tags(library: &Library, material: &Material, divider: Divider) -> String {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let notes = material.passages().flat_map(|it| &it.notes);
    for tag in notes.flat_map(|note| &note.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<_> = library.tags().collect();
    tags.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = row(&TAGS.map(str::to_owned), divider);
    for tag in tags {
        let forms: Vec<String> = tag.forms.iter().map(form_shown).collect();
        let cells = [
            tag.id.to_string(),
            tag.path.clone(),
            tag.description.clone(),
            tag.colour.clone().unwrap_or_default(),
            forms.join("; "),
            counts.get(tag.path.as_str()).unwrap_or(&0).to_string(),
        ];
        out.push_str(&row(&cells, divider));
    }
    out
}

/// One row for each mention of each tag, decided or not.
pub fn mentions(dossiers: &[Dossier], divider: Divider) -> String {
    let mut out = row(&MENTIONS.map(str::to_owned), divider);
    for dossier in dossiers {
        for Chapter { document, mentions } in &dossier.chapters {
            let offsets = Offsets::new(document.text.as_str());
            let addresser = Addresser::new(document.as_ref());
            let date = document.meta.date.as_ref();
            for mention in mentions {
                let range = &mention.hit.range;
                let context = mention.hit.context(document, CONTEXT);
                let cells = [
                    dossier.tag.path.clone(),
                    document.id.to_string(),
                    date.map(ToString::to_string).unwrap_or_default(),
                    mention.hit.block.to_string(),
                    context.label.unwrap_or_default(),
                    addresser.of(range).to_string(),
                    offsets.code_point(range.start).to_string(),
                    offsets.code_point(range.end).to_string(),
                    context.text,
                    context.before,
                    context.after,
                    mention.state.name().to_owned(),
                ];
                out.push_str(&row(&cells, divider));
            }
        }
    }
    out
}

/// Whether a text is a table of this module.
pub fn is_own(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let heads: [&[&str]; 4] = [&ANNOTATIONS, &LINKS, &TAGS, &MENTIONS];
    heads.iter().any(|head| {
        let cells: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
        [Divider::Comma, Divider::Tab]
            .iter()
            .any(|divider| text.starts_with(&row(&cells, *divider)))
    })
}

fn address(place: &Place) -> String {
    place
        .address
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// One line of a table.
pub(super) fn row(cells: &[String], divider: Divider) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| written(cell, divider)).collect();
    match divider {
        Divider::Comma => format!("{}\r\n", cells.join(",")),
        Divider::Tab => format!("{}\n", cells.join("\t")),
    }
}

/// A cell, safe from being taken for a formula and divided from its neighbours.
fn written(cell: &str, divider: Divider) -> String {
    let cell = harmless::plain(cell);
    let cell = cell.as_ref();
    let formula = cell
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
        && cell.parse::<f64>().is_err();
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    match divider {
        Divider::Comma if cell.contains([',', '"', '\n', '\r']) => {
            format!("\"{}\"", cell.replace('"', "\"\""))
        }
        Divider::Comma => cell,
        Divider::Tab => cell
            .replace('\\', "\\\\")
            .replace('\t', "\\t")
            .replace("\r\n", "\\n")
            .replace(['\n', '\r'], "\\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Divider, written};

    #[test]
    fn cells_are_divided_and_no_formula() {
        for (cell, comma, tab) in [
            ("plain", "plain", "plain"),
            ("a,b", "\"a,b\"", "a,b"),
            (
                "say \"so\"\nnow",
                "\"say \"\"so\"\"\nnow\"",
                "say \"so\"\\nnow",
            ),
            ("=1+1", "'=1+1", "'=1+1"),
            (" @cmd", "' @cmd", "' @cmd"),
            ("-- a list", "'-- a list", "'-- a list"),
            ("-0.5", "-0.5", "-0.5"),
            ("a\tb\\", "a\tb\\", "a\\tb\\\\"),
        ] {
            assert_eq!(written(cell, Divider::Comma), comma);
            assert_eq!(written(cell, Divider::Tab), tab);
        }
    }
}
