//! Corrections: what a reader says of a document's structure and metadata against the rules.
//!
//! Knows the corrections in the corpus's own terms and applies them to a document, as values; who
//! made them and where they are kept is the library's part. The source is never touched. Each
//! correction finds its block by its name or, where that has changed, by its words.

use super::block::{BlockId, BlockKind};
use super::date::DateValue;
use super::document::{Document, DocumentId};
use super::structure;

/// A block as a correction names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockPlace {
    /// The block's name, if it is known.
    pub id: Option<BlockId>,
    /// Words of the block: the whole text, or, for a split, those with which the new block begins.
    pub words: String,
    /// What stood before the words, by which words that stand several times are told apart.
    pub before: String,
    /// What stood after them.
    pub after: String,
}

impl BlockPlace {
    /// The block with these words, whatever it is called and wherever it stands.
    pub fn of_words(words: impl Into<String>) -> Self {
        Self {
            id: None,
            words: words.into(),
            before: String::new(),
            after: String::new(),
        }
    }
}

/// One correction of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// The block is of another kind.
    Kind {
        /// The block.
        at: BlockPlace,
        /// What it is.
        kind: BlockKind,
        /// Its depth, for headings and list items.
        level: u8,
    },
    /// The block has another label, or none.
    Label {
        /// The block.
        at: BlockPlace,
        /// The label.
        label: Option<String>,
    },
    /// The block is folded away, or is not.
    Folded {
        /// The block.
        at: BlockPlace,
        /// Whether it is folded.
        folded: bool,
    },
    /// The block continues the one before it.
    Join {
        /// The second block.
        at: BlockPlace,
    },
    /// A new block begins at these words.
    Split {
        /// The block and the words.
        at: BlockPlace,
    },
    /// The document has another title, or none.
    Title(Option<String>),
    /// The document has another date, or none.
    Date(Option<DateValue>),
    /// The document has another origin, or none.
    Origin(Option<String>),
    /// The document has another id.
    Id(DocumentId),
}

/// A document with corrections applied in their order, and the indices of those whose block was
/// not found or could not be changed so. The canonical text changes only where blocks are joined or split.
pub fn correct(document: Document, fixes: &[Fix]) -> (Document, Vec<usize>) {
    structure::correct(document, fixes)
}
