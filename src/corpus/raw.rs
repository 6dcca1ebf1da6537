//! What a format's reader hands to the recogniser of structure.
//!
//! Knows the blocks as the format gives them: what it says for certain, and what it leaves open.
//! Does not know labels repaired, wraps undone or pages joined: that is `structure`.

use serde::{Deserialize, Serialize};

use super::block::{BlockKind, NoteCall};
use super::document::{Format, Inline, Meta};

/// A source as its format gives it, before structure is recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct RawDocument {
    /// The format.
    pub format: Format,
    /// The character encoding it was decoded from.
    pub encoding: String,
    /// What the format itself says: title, authors, date, fields of a front matter.
    pub meta: Meta,
    /// The blocks in reading order.
    pub blocks: Vec<RawBlock>,
    /// What went wrong or was cut while reading, in sentences.
    pub warnings: Vec<String>,
}

/// One block as its format gives it. In plain text a block is a run of lines between blank lines.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawBlock {
    /// The text. Plain text keeps its line ends (`\n`) here; formats that wrap softly have none.
    pub text: String,
    /// What the format says the block is; None leaves it to the recogniser.
    pub kind: Option<BlockKind>,
    /// Depth of a heading or list item, 0 where the format says none.
    pub level: u8,
    /// What stands before a list item: `•`, `1.`.
    pub marker: Option<String>,
    /// Styled stretches, in bytes of `text`.
    pub inlines: Vec<Inline>,
    /// Footnotes called, at byte offsets of `text`; the marks are not in `text`.
    pub calls: Vec<NoteCall>,
    /// The label of the footnote whose text this is.
    pub note: Option<String>,
    /// Whether the format (or a judgement on the page) folds it away.
    pub folded: Option<bool>,
    /// Which of the parts around the text a folded block belongs to, where the format tells them
    /// apart: blocks of one part are one.
    pub part: Option<u32>,
    /// The page it begins on, where the format has pages.
    pub page: Option<u32>,
}

#[cfg(test)]
impl RawDocument {
    /// A Markdown document for tests, of blocks of these kinds; headings are of the first level.
    pub(crate) fn made(blocks: &[(BlockKind, &str)]) -> Self {
        Self {
            format: Format::Markdown,
            encoding: "UTF-8".into(),
            meta: Meta::default(),
            blocks: blocks
                .iter()
                .map(|(kind, text)| RawBlock {
                    kind: Some(*kind),
                    level: u8::from(*kind == BlockKind::Heading),
                    ..RawBlock::of(*text)
                })
                .collect(),
            warnings: Vec::new(),
        }
    }

    /// A Markdown document for tests, of paragraphs.
    pub(crate) fn paragraphs(texts: &[&str]) -> Self {
        let blocks: Vec<_> = texts
            .iter()
            .map(|text| (BlockKind::Paragraph, *text))
            .collect();
        Self::made(&blocks)
    }
}

impl RawBlock {
    /// A block of which only the words are known.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}
