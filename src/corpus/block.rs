//! Blocks: the units of a document in reading order.
//!
//! Knows what kinds of block there are and what is known about each. Does not know how a block
//! was recognised (that is `structure`) nor how it is drawn.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::date::DateValue;

/// What a block is. The names in JSON and on the command line are the snake-case ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A title or section heading.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A quotation set apart from the text.
    Quote,
    /// A table; rows are lines, cells are separated by tabs.
    Table,
    /// A dated entry of a chronology.
    Entry,
    /// The text of a footnote or endnote.
    Footnote,
    /// Header matter: transmission lines, by-lines, captions, front matter.
    Header,
    /// Matter that belongs to the page and not to the document: site chrome, running heads.
    Boilerplate,
    /// A rule or separator; its text is empty or the rule as printed.
    Rule,
    /// Preformatted text, line breaks kept.
    Code,
}

impl BlockKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Heading,
        Self::Paragraph,
        Self::ListItem,
        Self::Quote,
        Self::Table,
        Self::Entry,
        Self::Footnote,
        Self::Header,
        Self::Boilerplate,
        Self::Rule,
        Self::Code,
    ];

    /// The name used in JSON, queries and corrections, such as `list_item`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Quote => "quote",
            Self::Table => "table",
            Self::Entry => "entry",
            Self::Footnote => "footnote",
            Self::Header => "header",
            Self::Boilerplate => "boilerplate",
            Self::Rule => "rule",
            Self::Code => "code",
        }
    }

    /// The kind of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The label by which a document itself numbers a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The normalised label: `¶7`, `Article 9`, `§ 3`, `fn 3`.
    pub shown: String,
    /// What the page prints, where that differs from what `shown` stands for (`15.` for ¶5);
    /// then the number was repaired and the reader is told so.
    pub printed: Option<String>,
}

impl Label {
    /// A label that the page prints in agreement with its place in the sequence.
    pub fn new(shown: impl Into<String>) -> Self {
        Self {
            shown: shown.into(),
            printed: None,
        }
    }
}

/// A stable name for a block: derived from its label path or its words, never from its position,
/// so that an edit elsewhere in the file does not change it. A display and link aid; anchors do
/// not rest on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlockId(Arc<str>);

impl BlockId {
    /// Wraps a name that the structure pass derived.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A place where a footnote is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCall {
    /// The note's label without its brackets: `3`, `*`, `a`.
    pub label: String,
    /// Where the mark stood: byte offset in the document's text (the mark itself is not in the text).
    pub at: usize,
}

/// Why the lines of a block, separated in the source, were joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinCause {
    /// A sentence cut by a page break, page number, running head or footnote block.
    PageBreak,
    /// A word cut by a line end, with or without a hyphen.
    SplitWord,
}

/// A place inside a block where the source was discontinuous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// Byte offset in the document's text of the first byte after the join.
    pub at: usize,
    /// Why the parts were joined.
    pub cause: JoinCause,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// 1, 2, 3 … in reading order.
    pub number: u32,
    /// A name that does not depend on the position.
    pub id: BlockId,
    /// What the block is.
    pub kind: BlockKind,
    /// Its bytes in the document's text.
    pub range: Range<usize>,
    /// The document's own label for it.
    pub label: Option<Label>,
    /// Depth: 1… for headings and list items, 0 where there is no depth.
    pub level: u8,
    /// The date of a chronology entry.
    pub date: Option<DateValue>,
    /// Whether the reader folds it away at first. Folded text is in the text and is searched.
    pub folded: bool,
    /// What stands before the text instead of a label: `•`, `--`, `1.`; drawn, not part of the text.
    pub marker: Option<String>,
    /// The footnotes called in it, in order.
    pub calls: Vec<NoteCall>,
    /// Where parts of the source were joined for reasons other than a plain line wrap.
    pub joins: Vec<Join>,
    /// What the reader should know about a guess: a repaired number, a text cut off in the source.
    pub doubt: Option<String>,
}

impl Block {
    /// The normalised label, if the document has one for this block.
    pub fn label(&self) -> Option<&str> {
        self.label.as_ref().map(|label| label.shown.as_str())
    }
}
