//! The corpus: documents that are read together, as text with structure.
//!
//! Knows files, formats and the structure of texts. Knows nothing of annotations, of the
//! database or of the terminal. Everything here is read-only: no function writes to a source.

pub mod block;
pub mod correction;
pub mod date;
pub mod document;
pub mod encoding;
pub mod format;
pub mod open;
pub mod outline;
pub mod raw;
pub mod structure;
pub mod timeline;
pub mod worker;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use block::{Block, BlockId, BlockKind, Label, NoteCall};
pub use date::{DateValue, Precision};
pub use document::{
    Corrected, Document, DocumentId, Footnote, Format, Inline, Meta, Style, TextHash,
};
pub use open::CorpusError;

/// What a list of documents shows of each without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The document's name.
    pub id: DocumentId,
    /// Its title, or its id where it has none.
    pub title: String,
    /// When it was written.
    pub date: Option<DateValue>,
    /// Where it comes from.
    pub origin: Option<String>,
    /// Its file, relative to the root where it lies inside it.
    pub path: PathBuf,
    /// The format it is read from.
    pub format: Format,
    /// How many blocks it has.
    pub blocks: usize,
}

impl Listing {
    /// What a list shows of a document.
    pub fn of(document: &Document) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title().to_owned(),
            date: document.meta.date.clone(),
            origin: document.meta.origin.clone(),
            path: document.path.clone(),
            format: document.format,
            blocks: document.blocks.len(),
        }
    }
}

/// A file of the corpus that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// What was wrong and what can be done, in a sentence.
    pub message: String,
}

/// Why a name does not lead to one document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// No document is called so.
    #[error("no document “{name}” in this corpus")]
    Unknown {
        /// The name asked for.
        name: String,
    },
    /// Several documents begin so.
    #[error("“{name}” could be {}", .candidates.join(", "))]
    Several {
        /// The name asked for.
        name: String,
        /// The ids that begin with it.
        candidates: Vec<String>,
    },
}

/// The documents that are read together, in reading order.
///
/// Cheap to share in an [`Arc`]; immutable once opened.
#[derive(Debug, Default)]
pub struct Corpus {
    root: PathBuf,
    listings: Vec<Listing>,
    documents: Vec<Arc<Document>>,
    by_id: HashMap<DocumentId, usize>,
    problems: Vec<Problem>,
}

impl Corpus {
    /// A corpus of documents already read; `root` is the folder their paths are relative to.
    pub fn of(root: PathBuf, documents: Vec<Document>, problems: Vec<Problem>) -> Self {
        let listings: Vec<Listing> = documents.iter().map(Listing::of).collect();
        let by_id = listings
            .iter()
            .enumerate()
            .map(|(index, listing)| (listing.id.clone(), index))
            .collect();
        Self {
            root,
            listings,
            documents: documents.into_iter().map(Arc::new).collect(),
            by_id,
            problems,
        }
    }

    /// The same corpus with other documents in the place of some, by index, and with these
    /// problems. An id that another document has is not taken; that is a problem too.
    #[must_use]
    pub fn replaced(&self, documents: Vec<(usize, Document)>, problems: Vec<Problem>) -> Self {
        let mut other = Self {
            root: self.root.clone(),
            listings: self.listings.clone(),
            documents: self.documents.clone(),
            by_id: self.by_id.clone(),
            problems,
        };
        for (index, mut document) in documents {
            let (Some(listing), Some(place)) = (
                other.listings.get_mut(index),
                other.documents.get_mut(index),
            ) else {
                continue;
            };
            if document.id != listing.id {
                if other.by_id.contains_key(&document.id) {
                    other.problems.push(Problem {
                        path: document.path.clone(),
                        message: format!(
                            "the id {} is that of another document; {} stays",
                            document.id, listing.id
                        ),
                    });
                    document.id = listing.id.clone();
                } else {
                    other.by_id.remove(&listing.id);
                    other.by_id.insert(document.id.clone(), index);
                }
            }
            *listing = Listing::of(&document);
            *place = Arc::new(document);
        }
        other
    }

    /// The folder that paths are relative to, where `.glossator/` lies unless told otherwise.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What is known of each document without its text, in reading order.
    pub fn listings(&self) -> &[Listing] {
        &self.listings
    }

    /// Files that could not be read.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.listings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.listings.is_empty()
    }

    /// The document at an index of [`Corpus::listings`].
    pub fn document(&self, index: usize) -> Option<Arc<Document>> {
        self.documents.get(index).cloned()
    }

    /// The index of the document of that id.
    pub fn index_of(&self, id: &DocumentId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The document of that id.
    pub fn get(&self, id: &DocumentId) -> Option<Arc<Document>> {
        self.document(self.index_of(id)?)
    }

    /// The index of the document that a person means by `name`: its id, an unambiguous beginning
    /// of it (case does not matter), or its path.
    pub fn find(&self, name: &str) -> Result<usize, FindError> {
        if let Some(index) = self.by_id.get(&DocumentId::new(name)) {
            return Ok(*index);
        }
        let path = Path::new(name);
        if let Some(index) = self
            .listings
            .iter()
            .position(|listing| listing.path == path || self.root.join(&listing.path) == path)
        {
            return Ok(index);
        }
        let wanted = name.to_lowercase();
        let begins: Vec<usize> = (0..self.listings.len())
            .filter(|index| {
                self.listings[*index]
                    .id
                    .as_str()
                    .to_lowercase()
                    .starts_with(&wanted)
            })
            .collect();
        match begins.as_slice() {
            [one] if !wanted.is_empty() => Ok(*one),
            [] => Err(FindError::Unknown { name: name.into() }),
            _ => Err(FindError::Several {
                name: name.into(),
                candidates: begins
                    .iter()
                    .map(|index| self.listings[*index].id.to_string())
                    .collect(),
            }),
        }
    }
}
