//! Structure: from blocks as a format gives them to a document as a reader sees it.
//!
//! A chain of passes, one file each, first over lines and then over blocks, that can be tested
//! alone. Nothing is deleted on the way: what leaves the text (labels, markers, note marks) is
//! kept beside it. Rules are about kinds of documents, never about one document.

mod assemble;
mod cable;
mod chrome;
mod correct;
pub mod dates;
mod draft;
mod entries;
mod fields;
mod front;
mod furniture;
mod headings;
mod joining;
mod line;
mod lists;
mod markup;
pub(crate) mod notes;
mod numbering;
mod printed_date;
mod quotes;
pub mod references;
#[cfg(test)]
mod seen;
mod segment;
mod shape;
mod tables;
pub(crate) mod words;

use std::path::Path;

use super::block::{BlockKind, Label};
use super::date::{DateValue, Precision};
use super::document::{Document, Format, Meta};
use super::raw::RawDocument;
use assemble::{About, assemble};
pub(crate) use correct::correct;
use draft::Draft;
use line::Page;

/// The document that a source is, as its format and the rules of structure have it. Its id is
/// its reference or its file's stem; the corpus sees to it that ids differ.
pub fn recognise(raw: RawDocument, path: &Path) -> Document {
    let mut meta = raw.meta;
    let (mut drafts, cable) = blocks(&raw.blocks, raw.format, &mut meta);
    if raw.format == Format::Text {
        markup::clear(&mut drafts);
    }
    notes::calls::take_out(&mut drafts);
    chrome::recognise(&mut drafts);
    if cable {
        cable::signature(&mut drafts);
    }
    headings::in_blocks(&mut drafts, raw.format);
    let title = front::recognise(&mut drafts, &mut meta, cable);
    headings::even_levels(&mut drafts, title);
    front::merge_bylines(&mut drafts);
    quotes::in_marks(&mut drafts);
    lists::unmarked(&mut drafts);
    joining::over_pages(&mut drafts);
    label_notes(&mut drafts);
    finish(&mut drafts);
    plain_day(&mut meta);
    let about = About {
        format: raw.format,
        encoding: raw.encoding,
        meta,
        warnings: raw.warnings,
    };
    assemble(drafts, about, path)
}

/// The passes over lines, and the cut into blocks; says as well whether the text is a cable.
fn blocks(raw: &[super::raw::RawBlock], format: Format, meta: &mut Meta) -> (Vec<Draft>, bool) {
    let mut page = Page::of(raw, format);
    fields::recognise(&mut page, meta);
    cable::recognise(&mut page, meta);
    front::licence(&mut page);
    furniture::recognise(&mut page);
    quotes::recognise(&mut page);
    tables::recognise(&mut page);
    headings::in_lines(&mut page);
    headings::parts(&mut page);
    headings::centred(&mut page);
    front::in_lines(&mut page);
    chrome::in_lines(&mut page);
    headings::turns(&mut page);
    notes::recognise(&mut page);
    entries::recognise(&mut page);
    numbering::recognise(&mut page);
    lists::recognise(&mut page);
    headings::within_runs(&mut page);
    let drafts = segment::drafts(&page);
    (drafts, page.cable)
}

/// A document's date is a day: a time of day goes to the field `datetime`.
fn plain_day(meta: &mut Meta) {
    let Some(date) = meta
        .date
        .as_mut()
        .filter(|date| date.precision == Precision::Time)
    else {
        return;
    };
    let Some((day, _)) = date.iso.split_once('T') else {
        return;
    };
    let day = DateValue::new(day, Precision::Day);
    let time = std::mem::replace(date, day);
    if meta.field("datetime").is_none() {
        meta.fields.push(("datetime".to_owned(), time.iso));
    }
}

/// Gives the texts of notes their labels.
fn label_notes(drafts: &mut [Draft]) {
    for draft in drafts {
        if let Some(note) = &draft.note {
            draft.label = Some(Label::new(format!("fn {note}")));
        }
    }
}

/// What no pass decided is a paragraph; headers and chrome are folded.
fn finish(drafts: &mut Vec<Draft>) {
    drafts.retain(|draft| {
        !draft.text.trim().is_empty()
            || draft.kind == Some(BlockKind::Rule)
            || draft.label.is_some()
    });
    for draft in drafts {
        let kind = *draft.kind.get_or_insert(BlockKind::Paragraph);
        if matches!(kind, BlockKind::Header | BlockKind::Boilerplate) {
            draft.folded = Some(true);
        }
    }
}
