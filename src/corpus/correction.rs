//! Corrections: what a reader says of a document's structure and metadata against the rules.
//!
//! Knows the corrections in the corpus's own terms and applies them to a document, as values; who
//! made them and where they are kept is the library's part. The source is never touched. Each
//! correction finds its block by its name or, where that has changed, by its words.

use std::collections::HashMap;

use super::block::{BlockId, BlockKind};
use super::date::DateValue;
use super::document::{Document, DocumentId};
use super::{Corpus, Problem, structure};

/// A block as a correction names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockPlace {
    /// The block's name, if it is known.
    pub id: Option<BlockId>,
    /// Words of the block: the whole text, or, for a split, those with which the new block begins.
    pub words: String,
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
/// not found. The canonical text changes only where blocks are joined or split.
pub fn correct(document: Document, fixes: &[Fix]) -> (Document, Vec<usize>) {
    structure::correct(document, fixes)
}

impl Corpus {
    /// This corpus with corrections applied, by the ids that its documents have now. Corrections
    /// whose place is not found, and ids that are taken, are listed among the problems.
    #[must_use]
    pub fn corrected(&self, fixes: &HashMap<DocumentId, Vec<Fix>>) -> Self {
        let mut problems = self.problems().to_vec();
        let mut documents: Vec<Document> = Vec::with_capacity(self.len());
        for index in 0..self.len() {
            let Some(document) = self.document(index) else {
                continue;
            };
            let mut document = Document::clone(&document);
            if let Some(fixes) = fixes.get(&document.id) {
                let old = document.id.clone();
                let (mut corrected, lost) = correct(document, fixes);
                if corrected.id != old && self.index_of(&corrected.id).is_some() {
                    problems.push(Problem {
                        path: corrected.path.clone(),
                        message: format!(
                            "the id {} is taken by another document; {old} stays",
                            corrected.id
                        ),
                    });
                    corrected.id = old;
                }
                if !lost.is_empty() {
                    problems.push(Problem {
                        path: corrected.path.clone(),
                        message: format!(
                            "{} of {} corrections of its structure found no place in the text; look at them and remove or renew them",
                            lost.len(),
                            fixes.len()
                        ),
                    });
                }
                document = corrected;
            }
            documents.push(document);
        }
        Self::of(self.root().to_path_buf(), documents, problems)
    }
}
