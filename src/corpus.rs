//! The corpus: documents that are read together, as text with structure.
//!
//! Knows files, formats and the structure of texts. Knows nothing of annotations, of the
//! database or of the terminal. Everything here is read-only: no function writes to a source.

pub mod block;
mod catalogue;
pub mod correction;
pub mod date;
pub mod document;
pub mod encoding;
pub mod format;
pub mod listing;
mod lots;
pub mod open;
pub mod outline;
pub mod raw;
mod shelf;
pub mod structure;
pub mod timeline;
pub mod worker;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use block::{Block, BlockId, BlockKind, Label, NoteCall};
pub use date::{DateValue, Precision};
pub use document::{
    Corrected, Document, DocumentId, Footnote, Format, Inline, Meta, Style, TextHash,
};
pub use listing::{Listing, Listings};
pub use open::{CorpusError, Renewed};

pub use catalogue::Skim;
use catalogue::{Catalogue, Place};
pub(crate) use catalogue::{make_folder, read_at};
pub(crate) use lots::share;
use shelf::Shelf;

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
/// What lists show of each is in a catalogue; a document itself is read when it is asked for
/// first, and kept as long as there is room. Cheap to share in an [`Arc`]; immutable once opened.
#[derive(Debug, Default)]
pub struct Corpus {
    root: PathBuf,
    catalogue: Arc<Catalogue>,
    shelf: Arc<Shelf>,
    replaced: Replaced,
    problems: OnceLock<Vec<Problem>>,
}

/// Which opening of a corpus something is of: indexes of documents mean the same in all that is of the
/// same one.
#[derive(Debug, Clone)]
pub struct Edition(Arc<Catalogue>);

impl PartialEq for Edition {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Documents in the place of those in the files, such as a reader's corrections make.
#[derive(Debug, Default, Clone)]
struct Replaced {
    by_index: HashMap<usize, (Listing, Arc<Document>)>,
    names: HashMap<DocumentId, usize>,
}

impl Corpus {
    /// A corpus of documents already read; `root` is the folder their paths are relative to.
    pub fn of(root: PathBuf, documents: Vec<Document>, problems: Vec<Problem>) -> Self {
        let entries: Vec<_> = documents.iter().map(catalogue::Entry::of).collect();
        Self {
            root,
            catalogue: Arc::new(Catalogue::of(&entries, &[])),
            shelf: Arc::new(Shelf::of(documents.into_iter().map(Arc::new))),
            replaced: Replaced::default(),
            problems: OnceLock::from(problems),
        }
    }

    /// The same corpus with other documents in the place of some, by index, and with these
    /// problems. An id that another document has is not taken; that is a problem too.
    #[must_use]
    pub fn replaced(&self, documents: Vec<(usize, Document)>, mut problems: Vec<Problem>) -> Self {
        let mut other = Self {
            root: self.root.clone(),
            catalogue: Arc::clone(&self.catalogue),
            shelf: Arc::clone(&self.shelf),
            replaced: self.replaced.clone(),
            problems: OnceLock::new(),
        };
        for (index, mut document) in documents {
            let Some(listing) = other.listing(index) else {
                continue;
            };
            if document.id != listing.id && other.index_of(&document.id).is_some() {
                problems.push(Problem {
                    path: document.path.clone(),
                    message: format!(
                        "the id {} is that of another document; {} stays",
                        document.id, listing.id
                    ),
                });
                document.id = listing.id.clone();
            }
            let replaced = &mut other.replaced;
            replaced.names.remove(&listing.id);
            replaced.names.insert(document.id.clone(), index);
            let listing = Listing::of(&document);
            let document = Arc::new(document);
            replaced.by_index.insert(index, (listing, document));
        }
        Self {
            problems: OnceLock::from(problems),
            ..other
        }
    }

    /// A corpus whose documents are read when they are asked for.
    fn over(root: PathBuf, catalogue: Catalogue, shelf: Shelf) -> Self {
        Self {
            root,
            catalogue: Arc::new(catalogue),
            shelf: Arc::new(shelf),
            replaced: Replaced::default(),
            problems: OnceLock::new(),
        }
    }

    /// The folder that paths are relative to, where `.glossator/` lies unless told otherwise.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What is known of each document without its text, in reading order.
    pub fn listings(&self) -> Listings<'_> {
        Listings::of(self)
    }

    /// What is known of the document at an index without its text.
    pub fn listing(&self, index: usize) -> Option<Listing> {
        match self.replaced.by_index.get(&index) {
            Some((listing, _)) => Some(listing.clone()),
            None => self.catalogue.listing(index),
        }
    }

    /// Files that could not be read.
    pub fn problems(&self) -> &[Problem] {
        self.problems.get_or_init(|| self.catalogue.problems())
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.catalogue.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every document has been looked into, so that its name, title and date are known.
    /// Until then documents are called by their files.
    pub fn is_settled(&self) -> bool {
        self.catalogue.is_settled()
    }

    /// The document at an index of [`Corpus::listings`]; read now, unless it was lately. None
    /// where there is none, or where its file cannot be read any more.
    pub fn document(&self, index: usize) -> Option<Arc<Document>> {
        if let Some((_, document)) = self.replaced.by_index.get(&index) {
            return Some(Arc::clone(document));
        }
        self.shelf.get(index, || self.fetched(index))
    }

    /// The same for work that goes through many documents once: what is read does not push out
    /// what is at hand.
    pub fn read(&self, index: usize) -> Option<Arc<Document>> {
        if let Some((_, document)) = self.replaced.by_index.get(&index) {
            return Some(Arc::clone(document));
        }
        let at_hand = self.shelf.at_hand(index);
        at_hand.or_else(|| self.fetched(index).map(Arc::new))
    }

    /// The text of the document at an index as the cache has it, for work that goes through very many.
    /// It may be that of a file that has changed since the files were looked at. None where it is to be
    /// had from [`Corpus::read`] only, or as soon from there.
    pub fn skim(&self, index: usize) -> Option<Skim> {
        let apart = self.replaced.by_index.contains_key(&index);
        if apart || self.shelf.has(index) {
            return None;
        }
        self.catalogue.skim(index)
    }

    /// The document at an index from the cache or its file.
    fn fetched(&self, index: usize) -> Option<Document> {
        let entry = self.catalogue.entry(index)?;
        let kept = self.catalogue.document(&entry, &self.root);
        let path = self.root.join(&entry.listing.path);
        let beginning = || (!self.is_settled()).then(|| open::beginning(&self.root, &path))?;
        let read = || open::read_one(&self.root, &path).ok();
        let mut document = kept.or_else(beginning).or_else(read)?;
        document.id = entry.listing.id;
        Some(document)
    }

    /// Whether only the beginning of a document is given as yet: its file is long, and
    /// [`Corpus::renew`], which reads it whole, is under way.
    pub fn is_beginning(&self, index: usize) -> bool {
        let apart = || self.replaced.by_index.contains_key(&index);
        let path = || Some(self.root.join(self.catalogue.listing(index)?.path));
        !self.is_settled() && !apart() && path().is_some_and(|path| open::is_long(&path))
    }

    /// The end of a document of which only the beginning is given as yet, as a document of its own: to be
    /// read until the whole is there. None for any other.
    pub fn ending(&self, index: usize) -> Option<Arc<Document>> {
        if !self.is_beginning(index) {
            return None;
        }
        let listing = self.catalogue.listing(index)?;
        let mut document = open::ending(&self.root, &self.root.join(&listing.path))?;
        document.id = listing.id;
        Some(Arc::new(document))
    }

    /// A number for the version of each document's file, by index: the same number means the same text
    /// with the same structure, but for what was corrected. 0 where that cannot be known.
    pub fn versions(&self) -> Vec<u64> {
        self.catalogue.versions()
    }

    /// What tells this corpus from one opened anew, whatever was corrected in them.
    pub fn edition(&self) -> Edition {
        Edition(Arc::clone(&self.catalogue))
    }

    /// The documents that are not as they are in their files, by index, rising.
    pub fn apart(&self) -> Vec<usize> {
        let mut apart: Vec<usize> = self.replaced.by_index.keys().copied().collect();
        apart.sort_unstable();
        apart
    }

    /// Of which folder and by which program the versions are: numbers of another sign mean nothing.
    /// None where the folder is not there.
    pub fn sign(&self) -> Option<[u8; 24]> {
        Place::of(&self.root).map(Place::bytes)
    }

    /// The index of the document of that id.
    pub fn index_of(&self, id: &DocumentId) -> Option<usize> {
        if let Some(found) = self.replaced.names.get(id) {
            return Some(*found);
        }
        let found = self.catalogue.index_of(id)?;
        // A document that was given another id is not called by its first one any more.
        let replaced = self.replaced.by_index.get(&found);
        replaced
            .is_none_or(|(listing, _)| listing.id == *id)
            .then_some(found)
    }

    /// The document of that id.
    pub fn get(&self, id: &DocumentId) -> Option<Arc<Document>> {
        self.document(self.index_of(id)?)
    }

    /// The index of the document that a person means by `name`: its id, an unambiguous beginning
    /// of it (case does not matter), or its path. Where no id begins so, an unambiguous beginning of
    /// the file's name or of the title, as the screen shows it: with `…` where it was cut.
    pub fn find(&self, name: &str) -> Result<usize, FindError> {
        if let Some(index) = self.index_of(&DocumentId::new(name)) {
            return Ok(index);
        }
        let path = Path::new(name);
        let wanted = name.to_lowercase();
        let shown = wanted.trim().trim_end_matches('…').trim();
        let mut begins = Vec::new();
        let mut called = Vec::new();
        for (index, listing) in self.listings().iter().enumerate() {
            if listing.path == path || self.root.join(&listing.path) == path {
                return Ok(index);
            }
            if listing.id.as_str().to_lowercase().starts_with(&wanted) {
                begins.push((index, listing.id));
            } else if listing.title.to_lowercase().starts_with(shown)
                || listing
                    .path
                    .file_name()
                    .is_some_and(|file| file.to_string_lossy().to_lowercase().starts_with(shown))
            {
                called.push((index, listing.id));
            }
        }
        if begins.is_empty() && !shown.is_empty() {
            begins = called;
        }
        match begins.as_slice() {
            [(one, _)] if !wanted.is_empty() => Ok(*one),
            [] => Err(FindError::Unknown { name: name.into() }),
            _ => Err(FindError::Several {
                name: name.into(),
                candidates: begins.iter().map(|(_, id)| id.to_string()).collect(),
            }),
        }
    }
}
