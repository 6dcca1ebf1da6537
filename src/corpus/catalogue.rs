//! The catalogue: what is known of every file of a corpus without reading it.
//!
//! Knows each document's listing by its place in reading order and by its id, each file that could
//! not be read, and what the system said of the file when it was read. Lies in a file of the cache
//! of which only what is asked for is looked at, so that a large one costs no more to open than a
//! small one; or in memory, where there is no such file. Whatever is damaged in it counts as not
//! known. Does not know how documents are read or named.

mod form;
mod log;
pub(super) mod path;
mod stamp;
mod texts;

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Document, DocumentId, Listing, Problem};
pub(crate) use form::read_at;
use form::{Bytes, Head};
pub(super) use log::{FROM as LOG_FROM, Log};
pub(super) use stamp::{Place, Stamp};
pub use texts::Skim;
pub(super) use texts::{Keeper, Kept, Texts, pack};

/// The name of the catalogue's file in the folder of the cache.
const NAME: &str = "catalogue";
/// A catalogue of so many bytes is read whole at once.
const SMALL: u64 = 1 << 17;

/// A document as the catalogue has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) listing: Listing,
    /// Its own reference, by which it is called if no other document has the same.
    pub(super) reference: Option<String>,
    /// Whether its title is its own; without one, it is its id.
    pub(super) titled: bool,
    pub(super) stamp: Stamp,
    /// Where the document lies as it was read, if it is kept.
    pub(super) kept: Option<Kept>,
}

impl Entry {
    /// What the catalogue has of a document; nothing is known of its file yet.
    pub(super) fn of(document: &Document) -> Self {
        Self {
            listing: Listing::of(document),
            reference: document.meta.reference.clone(),
            titled: document.meta.title.is_some(),
            stamp: Stamp::default(),
            kept: None,
        }
    }

    /// A number for this version of the file, by which what was made from it is known again; 0 where
    /// the file may change without being seen to.
    pub(super) fn version(&self) -> u64 {
        self.stamp.number_with(&self.listing.path)
    }

    /// Gives the document its name.
    pub(super) fn call(&mut self, id: DocumentId) {
        if !self.titled {
            id.as_str().clone_into(&mut self.listing.title);
        }
        self.listing.id = id;
    }
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failed {
    #[serde(with = "path")]
    pub(super) path: PathBuf,
    pub(super) message: String,
    pub(super) stamp: Stamp,
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        Self {
            path: failed.path,
            message: failed.message,
        }
    }
}

/// What is known of the files of a corpus.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    head: Head,
    bytes: Bytes,
    texts: Texts,
    saved: bool,
    settled: bool,
}

impl Catalogue {
    /// A catalogue in memory of documents in reading order and of files that could not be read.
    pub(super) fn of(entries: &[impl Borrow<Entry>], failed: &[Failed]) -> Self {
        let (head, bytes) = form::assemble(Place::default(), entries, failed);
        Self {
            head,
            bytes: Bytes::Memory(bytes),
            texts: Texts::default(),
            saved: false,
            settled: true,
        }
    }

    /// The same, of documents that were not looked into yet.
    pub(super) fn unsettled(entries: &[impl Borrow<Entry>]) -> Self {
        Self {
            settled: false,
            ..Self::of(entries, &[])
        }
    }

    /// The catalogue in a folder of the cache, if it is whole, is of this folder of documents, and
    /// was made by this program.
    pub(super) fn load(cache: &Path, root: &Path) -> Option<Self> {
        let mut file = File::open(cache.join(NAME)).ok()?;
        let length = file.metadata().ok()?.len();
        let bytes = if length <= SMALL {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).ok()?;
            Bytes::Memory(bytes)
        } else {
            Bytes::File(file)
        };
        let head = Head::read(&bytes, length)?;
        (head.place == Place::of(root)?).then_some(Self {
            head,
            bytes,
            texts: Texts::of(cache),
            saved: true,
            settled: true,
        })
    }

    /// Writes a catalogue into a folder of the cache and gives it as it lies there.
    pub(super) fn save(
        cache: &Path,
        root: &Path,
        entries: &[impl Borrow<Entry>],
        failed: &[Failed],
    ) -> io::Result<Self> {
        let place = Place::of(root).ok_or(io::ErrorKind::NotFound)?;
        let (head, bytes) = form::assemble(place, entries, failed);
        make_folder(cache)?;
        let path = cache.join(NAME);
        // Another process may be at the same: each writes a file of its own, the last one stays.
        let new = cache.join(format!("{NAME}.{}.new", std::process::id()));
        let written = fs::write(&new, &bytes).and_then(|()| fs::rename(&new, &path));
        if let Err(error) = written {
            let _ = fs::remove_file(&new);
            return Err(error);
        }
        Ok(Self {
            head,
            bytes: Bytes::File(File::open(&path)?),
            texts: Texts::of(cache),
            saved: true,
            settled: true,
        })
    }

    /// Whether it lies in a file of the cache.
    pub(super) fn is_saved(&self) -> bool {
        self.saved
    }

    /// Whether the documents have been looked into.
    pub(super) fn is_settled(&self) -> bool {
        self.settled
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.head.documents()
    }

    /// The document at an index.
    pub(super) fn entry(&self, index: usize) -> Option<Entry> {
        if index >= self.len() {
            return None;
        }
        self.head.record(&self.bytes, index)
    }

    /// The listing of the document at an index.
    pub(super) fn listing(&self, index: usize) -> Option<Listing> {
        Some(self.entry(index)?.listing)
    }

    /// The document at an index as it was read, if it is kept and its file has not changed since.
    pub(super) fn document(&self, entry: &Entry, root: &Path) -> Option<Document> {
        let kept = entry.kept?;
        let now = Stamp::of(&root.join(&entry.listing.path));
        entry.stamp.is_like(now).then(|| self.texts.get(kept))?
    }

    /// The text of the document at an index as it was read, if it is kept. Whether its file has changed
    /// since is not asked: that is found out when the files are looked at.
    pub(super) fn skim(&self, index: usize) -> Option<Skim> {
        self.texts.skim(self.head.kept(&self.bytes, index)?)
    }

    /// Whether most of what is kept is of files as they were before: then everything is to be read
    /// and kept anew.
    pub(super) fn is_littered(&self) -> bool {
        let entries = (0..self.len()).filter_map(|index| self.entry(index)?.kept);
        let used: u64 = entries.map(Kept::bytes).sum();
        self.texts.bytes() > 2 * used + (1 << 24)
    }

    /// The versions of all documents, 0 where unknown.
    pub(super) fn versions(&self) -> Vec<u64> {
        let versions = self.head.versions(&self.bytes);
        versions.unwrap_or_else(|| vec![0; self.len()])
    }

    /// The index of the document of that id.
    pub(super) fn index_of(&self, id: &DocumentId) -> Option<usize> {
        self.head
            .candidates(&self.bytes, id.as_str())
            .into_iter()
            .find(|index| self.listing(*index).is_some_and(|it| it.id == *id))
    }

    /// The files that could not be read.
    pub(super) fn failed(&self) -> Vec<Failed> {
        let failed = self.len()..self.len() + self.head.failed();
        failed
            .filter_map(|at| self.head.record(&self.bytes, at))
            .collect()
    }

    /// The files that could not be read, as they are shown.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.failed().into_iter().map(Problem::from).collect()
    }

    /// Whether it says of these files in reading order, and of what was passed over in the walk, all
    /// there is to say, and is whole: nothing is to be read again. Holds none of its records.
    pub(super) fn is_current(
        &self,
        files: impl Iterator<Item = (Stamp, PathBuf)>,
        passed_over: &[Problem],
    ) -> bool {
        if !self.head.is_whole(&self.bytes) {
            return false;
        }
        let versions = self.versions();
        let mut documents = versions.iter().copied().peekable();
        let mut failed: HashMap<PathBuf, Failed> = (self.failed().into_iter())
            .map(|failed| (failed.path.clone(), failed))
            .collect();
        for (stamp, path) in files {
            let version = stamp.number_with(&path);
            if version != 0 && documents.next_if_eq(&version).is_some() {
                continue;
            }
            let known = failed.remove(&path);
            if !known.is_some_and(|failed| failed.stamp.is_like(stamp)) {
                return false;
            }
        }
        for problem in passed_over {
            let known = failed.remove(&problem.path);
            if known.is_none_or(|failed| failed.message != problem.message) {
                return false;
            }
        }
        documents.next().is_none() && failed.is_empty()
    }

    /// Everything in it, by file.
    pub(super) fn by_path(&self) -> HashMap<PathBuf, Found> {
        let entries = (0..self.len()).filter_map(|index| {
            let entry = self.entry(index)?;
            Some((entry.listing.path.clone(), Found::Document(Box::new(entry))))
        });
        let failed = self.failed().into_iter();
        let failed = failed.map(|it| (it.path.clone(), Found::Failed(Box::new(it))));
        entries.chain(failed).collect()
    }
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Found {
    Document(Box<Entry>),
    Failed(Box<Failed>),
}

impl Found {
    /// What the system said of the file.
    pub(super) fn stamp(&self) -> Stamp {
        match self {
            Self::Document(entry) => entry.stamp,
            Self::Failed(failed) => failed.stamp,
        }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Document(entry) => &entry.listing.path,
            Self::Failed(failed) => &failed.path,
        }
    }
}

/// Makes the folder of the cache, for its owner alone, as the library's is.
pub(crate) fn make_folder(cache: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(cache)
}

#[cfg(test)]
mod tests;
