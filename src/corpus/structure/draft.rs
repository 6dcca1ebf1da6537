//! Drafts: blocks in the making, which the passes hand on to one another.
//!
//! Knows what a pass may know or decide about a block. Offsets are bytes of the draft's own text;
//! they become offsets of the document when the drafts are assembled.

use crate::corpus::block::{BlockKind, Join, Label, NoteCall};
use crate::corpus::date::DateValue;
use crate::corpus::document::Inline;
use crate::corpus::raw::RawBlock;

/// A block in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) text: String,
    /// None until a pass decides; a draft still open at the end is a paragraph.
    pub(crate) kind: Option<BlockKind>,
    pub(crate) level: u8,
    pub(crate) label: Option<Label>,
    pub(crate) marker: Option<String>,
    /// The label of the footnote whose text begins here.
    pub(crate) note: Option<String>,
    pub(crate) calls: Vec<NoteCall>,
    pub(crate) inlines: Vec<Inline>,
    pub(crate) joins: Vec<Join>,
    pub(crate) date: Option<DateValue>,
    /// None: as the kind has it.
    pub(crate) folded: Option<bool>,
    pub(crate) doubt: Option<String>,
    pub(crate) page: Option<u32>,
}

impl Draft {
    /// A draft as a format gives the block.
    pub(crate) fn of(raw: RawBlock) -> Self {
        Self {
            text: raw.text,
            kind: raw.kind,
            level: raw.level,
            marker: raw.marker,
            note: raw.note,
            calls: raw.calls,
            inlines: raw.inlines,
            folded: raw.folded,
            page: raw.page,
            ..Self::default()
        }
    }
}
