//! Opening a corpus: from paths to documents.
//!
//! Knows the ways to open one: whole, with every file looked into; from what the catalogue in the
//! cache says, before any file is looked at; or by the names of the files alone. The latter two
//! are put right by [`Corpus::renew`], in the background. No source is written; one broken file is
//! a [`Problem`], and the rest opens.

mod gather;
mod naming;
mod walk;

use std::collections::HashMap;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::catalogue::{Catalogue, Entry, Log, Stamp};
use super::document::Document;
use super::format::{self, ReadError};
use super::shelf::Shelf;
use super::structure;
use super::{Corpus, Format, Listing, Problem};
use gather::{Gathered, gather};
pub use naming::{is_id, stem_name};

/// Why nothing could be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// A path that was named does not exist.
    #[error("there is no file or folder {}; check the spelling", .path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A path that was named cannot be looked into.
    #[error("{} cannot be read: {source}", .path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is no document at all.
    #[error("{} holds no document; put texts, Markdown or web pages into it, or name another folder", .path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// There are files, but none of them could be read.
    #[error("nothing could be opened: {}", list(.problems))]
    Nothing {
        /// What was wrong with each.
        problems: Vec<Problem>,
    },
    /// No path was given.
    #[error("no folder or file was named; name one")]
    NoPath,
}

/// The first problems of a list, in one line.
fn list(problems: &[Problem]) -> String {
    let shown: Vec<String> = problems
        .iter()
        .take(3)
        .map(|problem| format!("{}: {}", problem.path.display(), problem.message))
        .collect();
    let more = problems.len().saturating_sub(shown.len());
    if more == 0 {
        shown.join("; ")
    } else {
        format!("{}; and {more} more", shown.join("; "))
    }
}

/// A corpus whose files were looked at again, where something in it changed.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// The corpus as it is now.
    pub corpus: Arc<Corpus>,
    /// Where each document of the former corpus is in it, by index.
    pub moved: Arc<[Option<usize>]>,
}

impl PartialEq for Renewed {
    /// Whether it is the very same corpus.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.corpus, &other.corpus)
    }
}

/// How far a reading has come: files done, files in all. Gives false to end it.
pub type Step<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// So many files are looked into before the first picture, if their texts are short.
const FEW: usize = 64;
/// So many bytes are.
const LITTLE: u64 = 1 << 20;
/// A text of more bytes takes longer to be read than anybody wants to wait for the first picture.
const LONG: u64 = 1 << 20;
/// So many bytes of it are read for the first picture.
const BEGINNING: u64 = 128 << 10;

impl Corpus {
    /// Opens folders (walked in name order, hidden files left out) and files, and looks into every
    /// file.
    ///
    /// Files that cannot be read become [`Corpus::problems`]; it is an error only when a path
    /// named does not exist or when nothing at all can be opened.
    pub fn open(paths: &[PathBuf]) -> Result<Self, CorpusError> {
        Self::open_with(paths, None)
    }

    /// The same, with a folder for a cache: only files that changed since they were catalogued
    /// there are looked into. The folder is made if need be; if it cannot be written, that is no
    /// fault.
    pub fn open_with(paths: &[PathBuf], cache: Option<&Path>) -> Result<Self, CorpusError> {
        let cache = cache.filter(|_| is_folder(paths));
        let found = walk::files(paths)?;
        let old = cache.and_then(|cache| Catalogue::load(cache, &found.root));
        let old = match old {
            Some(old) if old.is_current(stamped(&found), &found.problems) => {
                return Ok(Self::over(found.root, old, Shelf::default()));
            }
            old => old.filter(|old| !old.is_littered()),
        };
        let known = old.as_ref().map(Catalogue::by_path).unwrap_or_default();
        let gathered = gather(&found, known, cache, &|_, _| true).unwrap_or_default();
        gathered.into_corpus(found.root, cache, old)
    }

    /// Opens for reading with the eyes, as fast as may be. What the cache says is taken at its
    /// word; without it, a small corpus is looked into whole, and of a large one only the files'
    /// names are known at first. Then [`Corpus::renew`] is to be called.
    pub fn begin(paths: &[PathBuf], cache: Option<&Path>) -> Result<Self, CorpusError> {
        if let ([root], Some(cache)) = (paths, cache)
            && let Some(catalogue) = Catalogue::load(cache, root)
            && catalogue.len() > 0
        {
            return Ok(Self::over(root.clone(), catalogue, Shelf::default()));
        }
        let found = walk::files(paths)?;
        let few = found.files.len() <= FEW;
        let bytes = |path: &PathBuf| Stamp::of(path).bytes();
        if few && found.files.iter().map(bytes).sum::<u64>() <= LITTLE {
            let gathered = gather(&found, HashMap::new(), None, &|_, _| true);
            return gathered
                .unwrap_or_default()
                .into_corpus(found.root, None, None);
        }
        let mut entries: Vec<Entry> = found
            .files
            .iter()
            .map(|path| by_name(relative(&found.root, path)))
            .collect();
        naming::name_all(&mut entries);
        let catalogue = Catalogue::unsettled(&entries);
        Ok(Self::over(found.root, catalogue, Shelf::default()))
    }

    /// Looks at the files again and reads those that changed, on all cores; long work for a large
    /// corpus. None where nothing is to be put right, or where `step` ended it; what was read until
    /// then is in the cache for the next time.
    pub fn renew(
        &self,
        paths: &[PathBuf],
        cache: Option<&Path>,
        step: Step<'_>,
    ) -> Result<Option<Renewed>, CorpusError> {
        let cache = cache.filter(|_| is_folder(paths));
        let found = walk::files(paths)?;
        if self.catalogue.is_saved() && self.catalogue.is_current(stamped(&found), &found.problems)
        {
            return Ok(None);
        }
        let mut known = if self.catalogue.is_saved() && !self.catalogue.is_littered() {
            self.catalogue.by_path()
        } else {
            HashMap::new()
        };
        if let Some(cache) = cache {
            let logged = Log::read(cache, &found.root).into_iter();
            known.extend(logged.map(|found| (found.path().to_path_buf(), found)));
        }
        let Some(gathered) = gather(&found, known, cache, step) else {
            return Ok(None);
        };
        let same = self.is_settled() && gathered.is_like(&self.catalogue);
        if same && (self.catalogue.is_saved() && gathered.read == 0 || cache.is_none()) {
            return Ok(None);
        }
        let corpus = gathered.into_corpus(found.root, cache, None)?;
        if same {
            return Ok(None);
        }
        let now: HashMap<PathBuf, usize> = (corpus.listings().iter().enumerate())
            .map(|(index, listing)| (listing.path, index))
            .collect();
        let moved = self.listings().iter();
        let moved = moved.map(|listing| now.get(&listing.path).copied());
        Ok(Some(Renewed {
            moved: moved.collect(),
            corpus: Arc::new(corpus),
        }))
    }
}

impl Gathered {
    /// The corpus of what was gathered; written into the cache, if there is one, unless it is as
    /// the cache has it already.
    fn into_corpus(
        self,
        root: PathBuf,
        cache: Option<&Path>,
        old: Option<Catalogue>,
    ) -> Result<Corpus, CorpusError> {
        let Self {
            entries,
            failed,
            documents,
            read,
        } = self;
        if entries.is_empty() {
            let problems: Vec<Problem> = failed.into_iter().map(Problem::from).collect();
            return Err(if problems.is_empty() {
                CorpusError::Empty { path: root }
            } else {
                CorpusError::Nothing { problems }
            });
        }
        let unchanged = |old: &Catalogue| {
            read == 0 && old.len() == entries.len() && old.failed().len() == failed.len()
        };
        let catalogue = match (old, cache) {
            (Some(old), _) if unchanged(&old) => old,
            (_, Some(cache)) => match Catalogue::save(cache, &root, &entries, &failed) {
                Ok(saved) => {
                    Log::remove(cache);
                    saved
                }
                Err(_) => Catalogue::of(&entries, &failed),
            },
            (_, None) => Catalogue::of(&entries, &failed),
        };
        let shelf = Shelf::default();
        for (index, mut document) in documents {
            if let Some(entry) = entries.get(index) {
                document.id = entry.listing.id.clone();
                shelf.put(index, Arc::from(document));
            }
        }
        Ok(Corpus::over(root, catalogue, shelf))
    }
}

/// The files of a walk, each with what the system says of it now.
fn stamped(found: &walk::Found) -> impl Iterator<Item = (Stamp, PathBuf)> + '_ {
    let files = found.files.iter();
    files.map(|path| (Stamp::of(path), relative(&found.root, path)))
}

/// Whether the paths are one folder: only of such a corpus there is a catalogue.
fn is_folder(paths: &[PathBuf]) -> bool {
    matches!(paths, [one] if one.is_dir())
}

/// What is known of a document by its file's name.
fn by_name(path: PathBuf) -> Entry {
    let id = super::DocumentId::new(stem_name(&path));
    Entry {
        listing: Listing {
            title: id.to_string(),
            id,
            date: None,
            origin: None,
            path,
            format: Format::Text,
            blocks: 0,
        },
        reference: None,
        titled: false,
        stamp: Stamp::default(),
        kept: None,
    }
}

impl Corpus {
    /// The document at an index, its file read again in the character encoding of that name; why
    /// it cannot be, in a sentence. Its id stays.
    pub fn decoded(&self, index: usize, encoding: &str) -> Result<Document, String> {
        let listing = self
            .listings()
            .get(index)
            .ok_or("there is no such document")?;
        if !listing.format.is_encoded() {
            return Err(format!(
                "a file of the format {} says itself how its characters are written",
                listing.format.name()
            ));
        }
        let bytes = bytes_of(&self.root().join(&listing.path))?;
        let mut document = document_of(&listing.path, &bytes, Some(encoding))
            .map_err(|error| error.to_string())?;
        document.id = listing.id.clone();
        Ok(document)
    }
}

/// A path as it is shown: relative to the root where it lies inside it.
fn relative(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

/// Reads one file into a document whose id is not yet checked against the others.
pub(super) fn read_one(root: &Path, path: &Path) -> Result<Document, String> {
    let bytes = bytes_of(path)?;
    document_of(&relative(root, path), &bytes, None).map_err(|error| error.to_string())
}

/// Whether a file is so long, and such, that its beginning is shown before it is read whole.
pub(super) fn is_long(path: &Path) -> bool {
    Stamp::of(path).bytes() > LONG && format::begins_anywhere(path)
}

/// The beginning of a long text as a document of its own, up to the end of a paragraph. None where the
/// file is not such, or is better read whole.
pub(super) fn beginning(root: &Path, path: &Path) -> Option<Document> {
    if !is_long(path) {
        return None;
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(BEGINNING).read_to_end(&mut bytes).ok()?;
    // In an encoding of two bytes to a letter, a byte says nothing of where a line ends.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return None;
    }
    let paragraph = memchr::memmem::rfind(&bytes, b"\n\n").map(|at| at + 1);
    let end = paragraph.or_else(|| memchr::memrchr(b'\n', &bytes))?;
    document_of(&relative(root, path), bytes.get(..end)?, None).ok()
}

/// The end of a long text as a document of its own, from the beginning of a paragraph on. None where the
/// file is not such.
pub(super) fn ending(root: &Path, path: &Path) -> Option<Document> {
    if !is_long(path) {
        return None;
    }
    let mut file = std::fs::File::open(path).ok()?;
    let mut mark = [0; 2];
    file.read_exact(&mut mark).ok()?;
    if mark == [0xff, 0xfe] || mark == [0xfe, 0xff] {
        return None;
    }
    let start = file.metadata().ok()?.len().checked_sub(BEGINNING)?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut bytes = Vec::new();
    file.take(BEGINNING).read_to_end(&mut bytes).ok()?;
    let paragraph = memchr::memmem::find(&bytes, b"\n\n").map(|at| at + 2);
    let start = paragraph.or_else(|| Some(memchr::memchr(b'\n', &bytes)? + 1))?;
    document_of(&relative(root, path), bytes.get(start..)?, None).ok()
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path)
        .map_err(|error| format!("the file cannot be read: {error}; check its permissions"))
}

/// A document from a file's bytes; `encoding` is the reader's word on the character encoding.
pub fn document_of(
    path: &Path,
    bytes: &[u8],
    encoding: Option<&str>,
) -> Result<Document, ReadError> {
    let raw = format::read_in(path, bytes, encoding)?;
    let document = structure::recognise(raw, path);
    if document.blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(document)
}

#[cfg(test)]
mod tests;
