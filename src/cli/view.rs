//! What the command line prints as JSON: the shapes that scripts rely on.
//!
//! Knows names and units: offsets are Unicode code points in the document's text. Fields may be
//! added; those that are here keep their names and meanings.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::corpus::{Block, Document, Listing};
use crate::export::Offsets;

/// One row of `documents`.
#[derive(Debug, Serialize)]
pub(super) struct DocumentRow<'a> {
    id: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    origin: Option<&'a str>,
    path: &'a Path,
    format: &'static str,
    blocks: usize,
    annotations: usize,
}

impl<'a> DocumentRow<'a> {
    /// A document of the list with the number of its annotations.
    pub(super) fn of(listing: &'a Listing, annotations: usize) -> Self {
        Self {
            id: listing.id.as_str(),
            title: &listing.title,
            date: listing.date.as_ref().map(|date| date.iso.as_str()),
            origin: listing.origin.as_deref(),
            path: &listing.path,
            format: listing.format.name(),
            blocks: listing.blocks,
            annotations,
        }
    }
}

/// One block of `outline`.
#[derive(Debug, Serialize)]
pub(super) struct BlockRow<'a> {
    n: u32,
    kind: &'static str,
    label: Option<&'a str>,
    printed: Option<&'a str>,
    level: u8,
    text: &'a str,
    start: usize,
    end: usize,
    date: Option<&'a str>,
    folded: bool,
    notes: Vec<NoteRow<'a>>,
    doubt: Option<&'a str>,
}

/// A footnote called in a block.
#[derive(Debug, Serialize)]
pub(super) struct NoteRow<'a> {
    label: &'a str,
    at: usize,
}

impl<'a> BlockRow<'a> {
    fn of(document: &'a Document, block: &'a Block, offsets: &Offsets) -> Self {
        Self {
            n: block.number,
            kind: block.kind.name(),
            label: block.label(),
            printed: block
                .label
                .as_ref()
                .and_then(|label| label.printed.as_deref()),
            level: block.level,
            text: document.block_text(block),
            start: offsets.code_point(block.range.start),
            end: offsets.code_point(block.range.end),
            date: block.date.as_ref().map(|date| date.iso.as_str()),
            folded: block.folded,
            notes: block
                .calls
                .iter()
                .map(|call| NoteRow {
                    label: &call.label,
                    at: offsets.code_point(call.at),
                })
                .collect(),
            doubt: block.doubt.as_deref(),
        }
    }
}

/// All of `outline`.
#[derive(Debug, Serialize)]
pub(super) struct OutlineView<'a> {
    id: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    origin: Option<&'a str>,
    metadata: Map<String, Value>,
    blocks: Vec<BlockRow<'a>>,
    warnings: &'a [String],
}

impl<'a> OutlineView<'a> {
    /// A document's structure.
    pub(super) fn of(document: &'a Document) -> Self {
        let offsets = Offsets::new(&document.text);
        let meta = &document.meta;
        Self {
            id: document.id.as_str(),
            title: document.title(),
            date: meta.date.as_ref().map(|date| date.iso.as_str()),
            origin: meta.origin.as_deref(),
            metadata: metadata(document),
            blocks: document
                .blocks
                .iter()
                .map(|block| BlockRow::of(document, block, &offsets))
                .collect(),
            warnings: &document.warnings,
        }
    }
}

/// Everything a document says about itself besides title, date and origin. A field that comes
/// several times is a list.
fn metadata(document: &Document) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Some(reference) = &document.meta.reference {
        fields.insert("reference".into(), json!(reference));
    }
    if !document.meta.authors.is_empty() {
        fields.insert("authors".into(), json!(document.meta.authors));
    }
    for (name, value) in &document.meta.fields {
        match fields.get_mut(name) {
            None => drop(fields.insert(name.clone(), json!(value))),
            Some(Value::Array(values)) => values.push(json!(value)),
            Some(first) => *first = json!([first.clone(), value]),
        }
    }
    fields
}
