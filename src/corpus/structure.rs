//! Structure: from blocks as a format gives them to a document as a reader sees it.
//!
//! A chain of passes, one file each, every one a function over drafts that can be tested alone:
//! nothing is deleted on the way; what leaves the text (labels, markers, note marks) is kept
//! beside it. Rules are about kinds of documents, never about one document.

mod assemble;
pub mod dates;
mod draft;
pub(crate) mod notes;
pub mod references;
pub(crate) mod words;

use std::path::Path;

use super::block::BlockKind;
use super::document::Document;
use super::raw::RawDocument;
use assemble::{About, assemble};
use draft::Draft;

/// The document that a source is, as its format and the rules of structure have it. Its id is
/// its reference or its file's stem; the corpus sees to it that ids differ.
pub fn recognise(raw: RawDocument, path: &Path) -> Document {
    let about = About {
        format: raw.format,
        encoding: raw.encoding,
        meta: raw.meta,
        warnings: raw.warnings,
    };
    let drafts = raw
        .blocks
        .into_iter()
        .map(|block| {
            let mut draft = Draft::of(block);
            if draft.kind.is_none() {
                let mut text = String::with_capacity(draft.text.len());
                for line in draft.text.lines() {
                    words::push_joined(&mut text, line);
                }
                if draft.text.contains('\n') {
                    draft.inlines.clear();
                    draft.calls.clear();
                }
                draft.text = text;
                draft.kind = Some(BlockKind::Paragraph);
            }
            draft
        })
        .collect();
    assemble(drafts, about, path)
}
