//! Assembly: from drafts to a document.
//!
//! Knows how the canonical text is laid out, how blocks are numbered and named, and that ranges
//! rise. A block's name rests on its label or its words, never on its position.

use std::collections::HashMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::draft::Draft;
use crate::corpus::block::{Block, BlockId, BlockKind, Join, NoteCall};
use crate::corpus::document::{
    Corrected, Document, DocumentId, Footnote, Format, Inline, Meta, TextHash,
};
use crate::corpus::open::stem_name;

/// What stands between two blocks.
const BETWEEN: &str = "\n\n";

/// What a document is besides its blocks.
pub(crate) struct About {
    pub(crate) format: Format,
    pub(crate) encoding: String,
    pub(crate) meta: Meta,
    pub(crate) warnings: Vec<String>,
}

/// Lays the drafts out as one text and numbers the blocks.
pub(crate) fn assemble(drafts: Vec<Draft>, about: About, path: &Path) -> Document {
    let length = drafts.iter().map(|draft| draft.text.len() + 2).sum();
    let mut text = String::with_capacity(length);
    let mut blocks = Vec::with_capacity(drafts.len());
    let mut inlines = Vec::new();
    let mut notes: Vec<Footnote> = Vec::new();
    let mut names = Names::default();
    let mut corrected = Vec::new();
    for (number, draft) in (1u32..).zip(drafts) {
        if !blocks.is_empty() {
            text.push_str(BETWEEN);
        }
        let start = text.len();
        text.push_str(&draft.text);
        let id = names.name(&draft);
        if let Some(label) = &draft.note {
            notes.push(Footnote {
                label: label.clone(),
                called_at: None,
                block: Some(number),
                doubt: None,
            });
        }
        corrected.extend(draft.corrected.into_iter().map(|was| Corrected {
            block: Some(number),
            was,
        }));
        inlines.extend(draft.inlines.into_iter().map(|inline| Inline {
            range: on_character(&text, inline.range.start + start)
                ..on_character(&text, inline.range.end + start),
            ..inline
        }));
        let kind = draft.kind.unwrap_or(BlockKind::Paragraph);
        blocks.push(Block {
            number,
            id,
            kind,
            range: start..text.len(),
            label: draft.label,
            level: draft.level,
            date: draft.date,
            folded: draft.folded.unwrap_or(kind == BlockKind::Boilerplate),
            marker: draft.marker,
            calls: shifted_calls(draft.calls, start, &text),
            joins: draft
                .joins
                .into_iter()
                .map(|join| Join {
                    at: on_character(&text, join.at + start).max(start),
                    ..join
                })
                .collect(),
            doubt: draft.doubt,
        });
    }
    inlines.sort_by_key(|inline| (inline.range.start, inline.range.end));
    let marked = !matches!(about.format, Format::Text | Format::Pdf);
    let notes = super::notes::pair(&blocks, notes, marked);
    Document {
        id: DocumentId::new(
            about
                .meta
                .reference
                .clone()
                .unwrap_or_else(|| stem_name(path)),
        ),
        path: path.to_path_buf(),
        format: about.format,
        encoding: about.encoding,
        meta: about.meta,
        hash: TextHash::of(&text),
        text,
        blocks,
        inlines,
        notes,
        warnings: about.warnings,
        corrected,
    }
}

/// The nearest character border at or before a byte. Passes that take markup out of a text move the
/// places in it; where markup stood inside a join, the join is where the markup began.
fn on_character(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Calls at their places in the text. Blanks at the end of a block are taken away under a call
/// behind them.
fn shifted_calls(calls: Vec<NoteCall>, start: usize, text: &str) -> Vec<NoteCall> {
    calls
        .into_iter()
        .map(|call| NoteCall {
            at: on_character(text, call.at + start).max(start),
            ..call
        })
        .collect()
}

/// Gives each block a name that an edit elsewhere does not change.
#[derive(Default)]
struct Names {
    seen: HashMap<String, u32>,
}

impl Names {
    fn name(&mut self, draft: &Draft) -> BlockId {
        let path = match (&draft.label, &draft.date) {
            (Some(label), _) => label.shown.replace(' ', ""),
            // Entries of one day are told apart by their running number.
            (None, Some(date)) => format!("{}/", date.iso),
            (None, None) => word_hash(&draft.text),
        };
        let count = self.seen.entry(path.clone()).or_default();
        *count += 1;
        let name = match (path.ends_with('/'), *count) {
            (true, number) => format!("{path}{number}"),
            (false, 1) => path,
            (false, number) => format!("{path}.{number}"),
        };
        BlockId::new(name)
    }
}

/// A short hash of a text's first twelve and last four words, letters and digits only, lower case.
fn word_hash(text: &str) -> String {
    let fold = |word: &str| -> String {
        word.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(40)
            .collect()
    };
    let mut digest = Sha256::new();
    let mut last: Vec<String> = text.split_whitespace().rev().take(4).map(fold).collect();
    last.reverse();
    for word in text.split_whitespace().take(12).map(fold).chain(last) {
        digest.update(word.as_bytes());
        digest.update(b" ");
    }
    let first: [u8; 4] = digest
        .finalize()
        .iter()
        .take(4)
        .fold([0; 4], |[_, b, c, d], byte| [b, c, d, *byte]);
    format!("{:08x}", u32::from_be_bytes(first))
}
