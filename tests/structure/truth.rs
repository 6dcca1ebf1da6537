//! Truth files: what a careful person sees in a document.
//!
//! Knows two schemas, the detailed one of the seeds (finer kinds, offsets) and the flat one of
//! this project's own truths, and turns both into one value.

use std::path::Path;

use serde_json::Value;

/// A block as a person sees it.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: String,
    /// Other kinds that a careful person might as well give.
    pub(crate) or_kinds: Vec<String>,
    pub(crate) label: Option<String>,
    /// Other labels that are as good.
    pub(crate) or_labels: Vec<Option<String>>,
    pub(crate) date: Option<String>,
    pub(crate) text: String,
    /// Footnotes called, each with the text of the block before the mark.
    pub(crate) calls: Vec<(String, String)>,
}

/// What is true of a document.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(crate) file: Option<String>,
    /// Values of the metadata by name; None where the document has none. Names that a truth does
    /// not give are not compared.
    pub(crate) meta: Vec<(String, Option<String>)>,
    pub(crate) blocks: Vec<Block>,
}

impl Truth {
    /// Reads a truth file.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let value: Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let about = &value["document"];
        if about["blocks"].is_array() {
            seed(about)
        } else {
            flat(&value)
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn listed(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The kind of the reader's interface for one of the finer kinds of the seeds' truth.
fn kind_of(block: &Value) -> &'static str {
    let role = block["role"].as_str().unwrap_or("");
    match block["kind"].as_str().unwrap_or("") {
        "title" | "heading" => "heading",
        "list_item" => "list_item",
        "quote" => "quote",
        "table" if role == "metadata_table" => "header",
        "table" => "table",
        "chronology_entry" => "entry",
        "footnote" => "footnote",
        "byline"
        | "attribution"
        | "author_note"
        | "front_matter"
        | "meta"
        | "caption"
        | "transmission_header" => "header",
        "boilerplate" | "toc" | "page_marker" => "boilerplate",
        "rule" | "page_break" | "separator" => "rule",
        _ => "paragraph",
    }
}

fn seed(about: &Value) -> Truth {
    let mut meta = vec![
        ("title".to_owned(), text_of(&about["title"])),
        ("date".to_owned(), text_of(&about["date"])),
        ("origin".to_owned(), text_of(&about["origin"])),
        ("reference".to_owned(), text_of(&about["ref_id"])),
    ];
    for name in [
        "classification",
        "classified_by",
        "classification_reasons",
        "declassify_on",
        "released",
        "datetime",
        "precedence",
    ] {
        if about[name].is_string() {
            meta.push((name.to_owned(), text_of(&about[name])));
        }
    }
    let authors: Vec<String> = match (&about["authors"], &about["author"]) {
        (Value::Array(list), _) => list.iter().filter_map(text_of).collect(),
        (_, author) => text_of(author).into_iter().collect(),
    };
    meta.push((
        "authors".to_owned(),
        (!authors.is_empty()).then(|| authors.join("; ")),
    ));
    let blocks = about["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| {
            let text = text_of(&block["text"]).unwrap_or_default();
            let calls = block["anchors"].as_array().into_iter().flatten();
            Block {
                kind: kind_of(block).to_owned(),
                or_kinds: Vec::new(),
                or_labels: Vec::new(),
                label: text_of(&block["label"])
                    .or_else(|| block["n"].as_u64().map(|n| format!("fn {n}"))),
                date: text_of(&block["date"]),
                calls: calls
                    .map(|call| {
                        let at = usize::try_from(call["at"].as_u64().unwrap()).unwrap();
                        (call["n"].to_string(), text.chars().take(at).collect())
                    })
                    .collect(),
                text,
            }
        })
        .collect();
    Truth {
        file: text_of(&about["file"]),
        meta,
        blocks,
    }
}

fn flat(value: &Value) -> Truth {
    let about = &value["document"];
    let mut meta = Vec::new();
    for name in ["title", "date", "origin"] {
        if !about[name].is_null() || about.get(name).is_some() {
            meta.push((name.to_owned(), text_of(&about[name])));
        }
    }
    for (name, given) in about["metadata"].as_object().into_iter().flatten() {
        let name = if name == "author" { "authors" } else { name };
        meta.push((name.to_owned(), text_of(given)));
    }
    let mut blocks: Vec<Block> = value["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| Block {
            kind: text_of(&block["kind"]).unwrap(),
            or_kinds: listed(&block["kind_any"]).filter_map(text_of).collect(),
            label: text_of(&block["label"]),
            or_labels: listed(&block["label_any"]).map(text_of).collect(),
            date: text_of(&block["date"]),
            text: text_of(&block["text"]).unwrap_or_default(),
            calls: Vec::new(),
        })
        .collect();
    for note in value["notes"].as_array().into_iter().flatten() {
        let label = note["label"]
            .as_str()
            .unwrap()
            .trim_start_matches("fn ")
            .to_owned();
        let at = usize::try_from(note["block"].as_u64().unwrap()).unwrap();
        let after = note["after"].as_str().unwrap();
        let block = &mut blocks[at];
        let Some(found) = block.text.find(after) else {
            panic!("“{after}” is not in block {at}");
        };
        block
            .calls
            .push((label, block.text[..found + after.len()].to_owned()));
    }
    Truth {
        file: text_of(&about["file"]),
        meta,
        blocks,
    }
}
