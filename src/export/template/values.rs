//! What a template may name: the passages and documents of an export, as plain values.
//!
//! Knows the names and what each means; the tables here are those of the page about templates, and a
//! test holds them to the values. Everything that can be missing is there and empty, so that a slip of
//! the pen is a fault and a document without a date is none.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::corpus::Document;
use crate::export::markdown::citation;
use crate::export::material::{Material, Passage, Place, Sheet, Tie};
use crate::library::tag::form_shown;
use crate::library::{End, Library};
use crate::passage::Address;

/// A table of names: what it is about, a sentence on it, and its rows.
pub type Table = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Every name, by what it belongs to.
pub const TABLES: &[Table] = &[
    (
        "Everywhere",
        "In a template of the whole text; in one of passages, in what stands outside its macros, where documents have no passages.",
        &[
            ("title", "what the export is called"),
            ("documents", "the documents, each as below"),
            ("passages", "all passages, document after document"),
            ("tags", "the tags of the library, each as below"),
        ],
    ),
    (
        "A document",
        "Given to the macro `document(d)`.",
        &[
            ("id", "its id"),
            ("title", "its title, else its id"),
            (
                "date",
                "its date: `1956-10-19`, `1956`; empty where unknown",
            ),
            ("origin", "where it comes from"),
            ("reference", "its own reference"),
            ("authors", "who wrote it, a list"),
            ("path", "its file"),
            ("link", "a link that opens it in Glossator"),
            ("passages", "its passages"),
        ],
    ),
    (
        "A passage",
        "Given to the macro `passage(p)`.",
        &[
            ("key", "its name in the export"),
            (
                "words",
                "the words, as they stand now or, where these differ, as they were marked",
            ),
            (
                "now",
                "what stands in the text now where that is not the words, else empty",
            ),
            ("before", "what stands before it, with `--context`"),
            ("after", "what stands after it, with `--context`"),
            ("document", "the id of its document"),
            ("title", "the title of its document"),
            ("date", "the date of its document"),
            ("name", "how a person reads the place: `06TOKYO5712 ¶7`"),
            ("place", "the same without the document: `¶7`"),
            (
                "label",
                "the label of its paragraph: `¶7`, `Article 9`; empty where there is none",
            ),
            ("block", "the number of its paragraph"),
            ("section", "the nearest heading above it"),
            ("address", "its address, for `glossator open`"),
            (
                "link",
                "a link that opens it in Glossator; empty for an orphan",
            ),
            ("cite", "a citation for Pandoc: `[@06TOKYO5712, para. 7]`"),
            ("state", "`exact`, `moved`, `uncertain` or `orphaned`"),
            ("score", "the share of it that was found again, 0 to 1"),
            (
                "footnotes",
                "the footnotes it calls, each with `label` and `text`",
            ),
            ("tags", "all its tags, a list"),
            ("note", "all its notes, one below the other"),
            ("notes", "its annotations, each as below"),
            ("links", "the links at it, each as below"),
        ],
    ),
    (
        "An annotation",
        "One of a passage's `notes`; two people may have annotated the same words.",
        &[
            ("id", "its id"),
            ("text", "its note, in Markdown; may be empty"),
            ("tags", "its tags, a list"),
            ("author", "who made it"),
            ("created", "when"),
            ("updated", "when it was changed last"),
        ],
    ),
    (
        "A link",
        "One of a passage's `links`, as it reads from there.",
        &[
            (
                "relation",
                "the relation: `contradicts`, `is contradicted by`",
            ),
            (
                "arrow",
                "`→` where it begins at the passage, `←` where it ends there",
            ),
            ("name", "the place at the other end"),
            ("words", "the words there"),
            ("opening", "the first of these, on one line"),
            ("link", "a link that opens them in Glossator"),
            (
                "key",
                "the passage's `key`, where it is exported too, else empty",
            ),
            ("note", "the link's note"),
        ],
    ),
    (
        "A tag",
        "One of `tags`.",
        &[
            ("path", "its path"),
            ("meaning", "what it means"),
            ("colour", "the name of its colour, or empty"),
            ("forms", "the wordings by which texts call it, a list"),
            ("passages", "how many of the exported passages carry it"),
        ],
    ),
];

/// Every name once, for advice.
pub(super) fn names() -> Vec<&'static str> {
    let rows = TABLES.iter().flat_map(|(_, _, rows)| rows.iter());
    rows.map(|(name, _)| *name).collect()
}

#[derive(Serialize)]
struct Everything<'a> {
    title: &'a str,
    documents: Vec<DocumentValue<'a>>,
    passages: Vec<PassageValue<'a>>,
    tags: Vec<TagValue<'a>>,
}

#[derive(Serialize)]
struct DocumentValue<'a> {
    id: &'a str,
    title: &'a str,
    date: &'a str,
    origin: &'a str,
    reference: &'a str,
    authors: &'a [String],
    path: String,
    link: String,
    passages: Vec<PassageValue<'a>>,
}

#[derive(Serialize)]
struct PassageValue<'a> {
    key: String,
    words: &'a str,
    now: &'a str,
    before: &'a str,
    after: &'a str,
    document: &'a str,
    title: &'a str,
    date: &'a str,
    name: String,
    place: String,
    label: &'a str,
    block: Option<u32>,
    section: &'a str,
    address: String,
    link: String,
    cite: String,
    state: &'static str,
    score: f32,
    footnotes: Vec<FootnoteValue<'a>>,
    tags: Vec<&'a str>,
    note: String,
    notes: Vec<NoteValue<'a>>,
    links: Vec<LinkValue<'a>>,
}

#[derive(Serialize)]
struct FootnoteValue<'a> {
    label: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct NoteValue<'a> {
    id: String,
    text: &'a str,
    tags: &'a [String],
    author: &'a str,
    created: &'a str,
    updated: &'a str,
}

#[derive(Serialize)]
struct LinkValue<'a> {
    relation: &'a str,
    arrow: &'static str,
    name: String,
    words: &'a str,
    opening: String,
    link: String,
    key: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct TagValue<'a> {
    path: &'a str,
    meaning: &'a str,
    colour: &'a str,
    forms: Vec<String>,
    passages: usize,
}

/// Everything that was gathered.
pub(super) fn everything(title: &str, material: &Material, library: &Library) -> Value {
    let sheets = &material.sheets;
    let passages = sheets
        .iter()
        .flat_map(|sheet| sheet.passages.iter().map(|it| passage_value(sheet, it)));
    let mut tags: Vec<TagValue> = library
        .tags()
        .map(|tag| TagValue {
            path: &tag.path,
            meaning: &tag.description,
            colour: tag.colour.as_deref().unwrap_or(""),
            forms: tag.forms.iter().map(form_shown).collect(),
            passages: material
                .passages()
                .filter(|it| carries(it, &tag.path))
                .count(),
        })
        .collect();
    tags.sort_by_key(|tag| tag.path);
    Value::from(Serde(Everything {
        title,
        documents: sheets.iter().map(document_value).collect(),
        passages: passages.collect(),
        tags,
    }))
}

fn carries(passage: &Passage, path: &str) -> bool {
    passage
        .notes
        .iter()
        .any(|note| note.tags.iter().any(|it| it == path))
}

/// A document with its passages.
pub(super) fn document(sheet: &Sheet) -> Value {
    Value::from(Serde(document_value(sheet)))
}

/// A passage.
pub(super) fn passage(sheet: &Sheet, passage: &Passage) -> Value {
    Value::from(Serde(passage_value(sheet, passage)))
}

fn document_value(sheet: &Sheet) -> DocumentValue<'_> {
    let meta = sheet.document.as_deref().map(|it| &it.meta);
    DocumentValue {
        id: sheet.id.as_str(),
        title: title(sheet),
        date: date(sheet),
        origin: meta.and_then(|it| it.origin.as_deref()).unwrap_or(""),
        reference: meta.and_then(|it| it.reference.as_deref()).unwrap_or(""),
        authors: meta.map_or(&[], |it| it.authors.as_slice()),
        path: (sheet.document.as_deref())
            .map_or_else(String::new, |it| it.path.to_string_lossy().into_owned()),
        link: Address::whole(sheet.id.as_str()).link(),
        passages: sheet
            .passages
            .iter()
            .map(|it| passage_value(sheet, it))
            .collect(),
    }
}

fn title(sheet: &Sheet) -> &str {
    sheet
        .document
        .as_deref()
        .map_or(sheet.id.as_str(), Document::title)
}

fn date(sheet: &Sheet) -> &str {
    let date = sheet
        .document
        .as_deref()
        .and_then(|it| it.meta.date.as_ref());
    date.map_or("", |date| date.iso.as_str())
}

fn passage_value<'a>(sheet: &'a Sheet, passage: &'a Passage) -> PassageValue<'a> {
    let place = &passage.place;
    let (before, after) = place.context.as_ref().map_or(("", ""), |(a, b)| (a, b));
    let mut tags: Vec<&str> = passage
        .notes
        .iter()
        .flat_map(|note| note.tags.iter().map(String::as_str))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let texts = passage.notes.iter().map(|it| it.annotation.note.trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    PassageValue {
        key: passage.key(),
        words: &place.words,
        now: place.now.as_deref().unwrap_or(""),
        before,
        after,
        document: place.document.as_str(),
        title: title(sheet),
        date: date(sheet),
        name: place.name(),
        place: place
            .block_address
            .as_ref()
            .map_or_else(String::new, Address::within),
        label: place.label.as_deref().unwrap_or(""),
        block: place.block,
        section: place.section.as_deref().unwrap_or(""),
        address: place
            .address
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        link: link(place),
        cite: citation(place),
        state: place.standing.name(),
        score: place.standing.score,
        footnotes: place
            .footnotes
            .iter()
            .map(|(label, text)| FootnoteValue {
                label,
                text: text.as_deref().unwrap_or(""),
            })
            .collect(),
        tags,
        note: texts.join("\n\n"),
        notes: passage
            .notes
            .iter()
            .map(|note| NoteValue {
                id: note.annotation.id.to_string(),
                text: note.annotation.note.trim_end(),
                tags: &note.tags,
                author: &note.annotation.creator.0,
                created: &note.annotation.created.0,
                updated: &note.annotation.updated.0,
            })
            .collect(),
        links: passage.ties.iter().map(link_value).collect(),
    }
}

fn link(place: &Place) -> String {
    place
        .address
        .as_ref()
        .map_or_else(String::new, Address::link)
}

fn link_value(tie: &Tie) -> LinkValue<'_> {
    LinkValue {
        relation: &tie.relation,
        arrow: match tie.end {
            End::From => "→",
            End::To => "←",
        },
        name: tie.other.name(),
        words: &tie.other.words,
        opening: tie.other.opening(),
        link: link(&tie.other),
        key: tie.other_key.as_deref().unwrap_or(""),
        note: tie.link.note.trim_end(),
    }
}
