//! What the command line prints as JSON: the shapes that scripts rely on.
//!
//! Knows names and units: offsets are Unicode code points in the document's text. Fields may be
//! added; those that are here keep their names and meanings.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::opened::Study;
use crate::corpus::{Block, Corpus, Document, DocumentId, Listing};
use crate::export::material::Places;
use crate::export::{Offsets, Place, Placing, Whole};
use crate::library::{Annotation, Form, Library, Link, Tag, Target};

/// One row of `documents`.
#[derive(Debug, Serialize)]
pub(super) struct DocumentRow<'a> {
    id: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    origin: Option<&'a str>,
    path: Cow<'a, str>,
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
            path: listing.path.to_string_lossy(),
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
    doubts: Vec<String>,
    corrected: Vec<&'a str>,
}

/// A footnote called in a block.
#[derive(Debug, Serialize)]
pub(super) struct NoteRow<'a> {
    label: &'a str,
    at: usize,
}

impl<'a> BlockRow<'a> {
    fn of(document: &'a Document, block: &'a Block, offsets: &Offsets<&str>) -> Self {
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
            doubts: document.doubts_at(block),
            corrected: document.corrected_at(block).collect(),
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
    format: &'static str,
    encoding: Option<&'a str>,
    corrected: Vec<&'a str>,
}

impl<'a> OutlineView<'a> {
    /// A document's structure.
    pub(super) fn of(document: &'a Document) -> Self {
        let offsets = Offsets::new(document.text.as_str());
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
            format: document.format.name(),
            encoding: document
                .format
                .is_encoded()
                .then_some(document.encoding.as_str()),
            corrected: document
                .corrected
                .iter()
                .filter(|it| it.block.is_none())
                .map(|it| it.was.as_str())
                .collect(),
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

/// A passage: where it is and its words. An orphan has words only.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PassageRow {
    doc: String,
    block: Option<u32>,
    label: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    text: String,
    address: Option<String>,
    state: &'static str,
}

/// One row of `annotations`.
#[derive(Debug, Serialize)]
pub(super) struct AnnotationRow {
    id: String,
    #[serde(flatten)]
    passage: PassageRow,
    tags: Vec<String>,
    note: String,
    colour: Option<String>,
    score: f32,
    why: Option<String>,
    now: Option<String>,
    created: String,
    updated: String,
    creator: String,
}

/// One row of `links`.
#[derive(Debug, Serialize)]
pub(super) struct LinkRow {
    id: String,
    relation: String,
    note: String,
    from: PassageRow,
    to: PassageRow,
    created: String,
    updated: String,
    creator: String,
}

/// One row of `tags`.
#[derive(Debug, Serialize)]
pub(super) struct TagRow<'a> {
    pub(super) id: String,
    pub(super) path: &'a str,
    pub(super) description: &'a str,
    pub(super) colour: Option<&'a str>,
    pub(super) forms: &'a [Form],
    pub(super) annotations: usize,
    pub(super) mentions: usize,
}

/// Makes rows of records, for one library; what it learns of a document it keeps.
pub(super) struct Viewer<'a> {
    library: &'a Library,
    corpus: &'a Corpus,
    places: Places<'a>,
    offsets: HashMap<DocumentId, Option<Offsets<Whole>>>,
}

impl<'a> Viewer<'a> {
    /// A viewer of a library.
    pub(super) fn new(study: &'a Study, placing: Placing<'a>) -> Self {
        Self {
            library: &study.library,
            corpus: &study.corpus,
            places: Places::new(&study.corpus, placing),
            offsets: HashMap::new(),
        }
    }

    /// Where a kept passage is.
    pub(super) fn place(&mut self, target: &Target) -> Place {
        self.places.of(target)
    }

    /// A place as a row.
    pub(super) fn passage(&mut self, place: &Place) -> PassageRow {
        let range = place.standing.range.as_ref();
        let corpus = self.corpus;
        let offsets = self
            .offsets
            .entry(place.document.clone())
            .or_insert_with(|| Some(Offsets::new(Whole(corpus.get(&place.document)?))));
        let at = |byte: usize| Some(offsets.as_ref()?.code_point(byte));
        PassageRow {
            doc: place.document.to_string(),
            block: place.block,
            label: place.label.clone(),
            start: range.and_then(|range| at(range.start)),
            end: range.and_then(|range| at(range.end)),
            text: place.words.clone(),
            address: place.address.as_ref().map(ToString::to_string),
            state: place.standing.name(),
        }
    }

    /// An annotation as a row.
    pub(super) fn annotation(&mut self, annotation: &Annotation, place: &Place) -> AnnotationRow {
        let tags = self.library.tag_paths(annotation);
        AnnotationRow {
            id: annotation.id.to_string(),
            passage: self.passage(place),
            tags: tags.into_iter().map(str::to_owned).collect(),
            note: annotation.note.clone(),
            colour: annotation.colour.clone(),
            score: place.standing.score,
            why: place.standing.why.map(|why| why.to_string()),
            now: place.now.clone(),
            created: annotation.created.0.clone(),
            updated: annotation.updated.0.clone(),
            creator: annotation.creator.0.clone(),
        }
    }

    /// A link as a row.
    pub(super) fn link(&mut self, link: &Link) -> LinkRow {
        let (from, to) = (self.place(&link.from), self.place(&link.to));
        LinkRow {
            id: link.id.to_string(),
            relation: link.relation.clone(),
            note: link.note.clone(),
            from: self.passage(&from),
            to: self.passage(&to),
            created: link.created.0.clone(),
            updated: link.updated.0.clone(),
            creator: link.creator.0.clone(),
        }
    }
}

impl<'a> TagRow<'a> {
    /// A tag with the number of its annotations and mentions.
    pub(super) fn of(tag: &'a Tag, annotations: usize, mentions: usize) -> Self {
        Self {
            id: tag.id.to_string(),
            path: &tag.path,
            description: &tag.description,
            colour: tag.colour.as_deref(),
            forms: &tag.forms,
            annotations,
            mentions,
        }
    }
}
