//! Opening a corpus: from paths to documents.
//!
//! Knows how a folder is walked, which files are documents, and how documents get their ids.
//! Reads and never writes. One broken file is a [`Problem`]; the rest opens.

mod walk;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::document::{Document, DocumentId};
use super::format::{self, ReadError};
use super::structure;
use super::{Corpus, Problem};

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

impl Corpus {
    /// Opens folders (walked in name order, hidden files left out) and files.
    ///
    /// Files that cannot be read become [`Corpus::problems`]; it is an error only when a path
    /// named does not exist or when nothing at all can be opened.
    pub fn open(paths: &[PathBuf]) -> Result<Self, CorpusError> {
        let found = walk::files(paths)?;
        let read = read_all(&found.root, &found.files);
        let mut documents = Vec::new();
        let mut problems = found.problems;
        for (path, result) in found.files.iter().zip(read) {
            match result {
                Ok(document) => documents.push(document),
                Err(message) => problems.push(Problem {
                    path: relative(&found.root, path),
                    message,
                }),
            }
        }
        if documents.is_empty() {
            return Err(if problems.is_empty() {
                CorpusError::Empty { path: found.root }
            } else {
                CorpusError::Nothing { problems }
            });
        }
        name_all(&mut documents);
        problems.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self::of(found.root, documents, problems))
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

/// Reads every file, on as many threads as the machine has; the results stand in the files' order.
fn read_all(root: &Path, files: &[PathBuf]) -> Vec<Result<Document, String>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    if workers == 1 || files.len() < 2 {
        return files.iter().map(|path| read_one(root, path)).collect();
    }
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<Document, String>)>> =
        Mutex::new(Vec::with_capacity(files.len()));
    thread::scope(|scope| {
        for _ in 0..workers.min(files.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = files.get(index) else {
                        break;
                    };
                    let read = read_one(root, path);
                    results
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((index, read));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, read)| read).collect()
}

/// Reads one file into a document whose id is not yet checked against the others.
fn read_one(root: &Path, path: &Path) -> Result<Document, String> {
    let bytes = bytes_of(path)?;
    document_of(&relative(root, path), &bytes, None).map_err(|error| error.to_string())
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

/// Gives each document its id: its reference where no other document has the same, else its
/// file's stem; a name that is taken gets `-2`, `-3` … in reading order.
fn name_all(documents: &mut [Document]) {
    let mut references: HashMap<String, usize> = HashMap::new();
    for document in documents.iter() {
        if let Some(reference) = reference_name(document) {
            *references.entry(reference).or_default() += 1;
        }
    }
    let mut taken: HashSet<String> = HashSet::new();
    let mut last: HashMap<String, usize> = HashMap::new();
    for document in documents.iter_mut() {
        let wanted = reference_name(document)
            .filter(|reference| references.get(reference) == Some(&1))
            .unwrap_or_else(|| stem_name(&document.path));
        let mut name = wanted.clone();
        let count = last.entry(wanted.clone()).or_insert(1);
        while !taken.insert(name.clone()) {
            *count += 1;
            name = format!("{wanted}-{count}");
        }
        document.id = DocumentId::new(name);
    }
}

/// The document's reference, if it can stand in an address as it is.
fn reference_name(document: &Document) -> Option<String> {
    let reference = document.meta.reference.as_deref()?;
    is_id(reference).then(|| reference.to_owned())
}

/// Whether a text can be a document's id: something, and nothing that addresses use otherwise.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_safe)
}

/// Whether a character may stand in an id (see `passage::address`).
fn is_safe(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '#' | '¶' | '§' | ':' | '"' | '/' | '\\')
}

/// A file's stem with whatever cannot stand in an address replaced by `-`.
pub fn stem_name(path: &Path) -> String {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut name = String::with_capacity(stem.len());
    for character in stem.chars() {
        if is_safe(character) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    if name.is_empty() {
        "document".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests;
