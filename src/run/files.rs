//! Files that exports write: kept in step, never overwritten unasked, not touched when unchanged.
//!
//! Knows how a file is replaced as a whole, so that a fault never leaves half of one. Knows nothing
//! of what is in it.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::export::edition::Content;
use crate::export::sync::{Marks, Page, is_own};

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// It is left as it is.
    #[error("{} is left as it is: {why}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// The system does not let it be read or written.
    #[error("{} cannot be {what}: {error}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// What the system says.
        error: io::Error,
    },
}

/// Why a file is left alone.
const FOREIGN: &str =
    "it was not written by Glossator; choose another name, or replace it with --force";

/// A file to be written.
pub(crate) struct Wanted {
    pub(crate) path: PathBuf,
    pub(crate) content: Content,
}

/// What became of a file, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was not there.
    New,
    /// It was brought up to date.
    Changed,
    /// It says the same already.
    Same,
}

/// A file with its new text, worked out and not yet written.
pub(crate) struct Prepared {
    pub(crate) path: PathBuf,
    pub(crate) outcome: Outcome,
    pub(crate) old: String,
    pub(crate) new: String,
    /// The new content where it is no text.
    bytes: Option<Vec<u8>>,
    /// Blocks left alone because they were edited by hand.
    pub(crate) edited: Vec<String>,
}

impl Wanted {
    /// Works out what the file would become; nothing is written.
    pub(crate) fn prepare(&self, force: bool) -> Result<Prepared, FileError> {
        let old = match fs::read(&self.path) {
            Ok(bytes) => Some(String::from_utf8(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(fault(&self.path, "read", error)),
        };
        if let Content::Binary { bytes, own } = &self.content {
            return self.prepare_binary(bytes, *own, old, force);
        }
        let refuse = |why: &str| FileError::Refused {
            path: self.path.clone(),
            why: why.to_owned(),
        };
        let (old, readable) = match old {
            None => (None, true),
            Some(Ok(text)) => (Some(text), true),
            Some(Err(_)) => (Some(String::new()), false),
        };
        if !readable && !force {
            return Err(refuse(FOREIGN));
        }
        let (new, edited) = match (&self.content, &old) {
            (Content::Whole { text, own }, Some(there)) => {
                let same = there == text;
                if !force && !same && !own(there) && !there.trim().is_empty() {
                    return Err(refuse(FOREIGN));
                }
                (text.clone(), Vec::new())
            }
            (Content::Whole { text, .. }, None) => (text.clone(), Vec::new()),
            (Content::Page(page), Some(there)) if readable && !there.trim().is_empty() => {
                match page.merged_into(there, force) {
                    Ok(merged) => (merged.text, merged.edited),
                    Err(_) if force => (page.written(), Vec::new()),
                    Err(error) => return Err(refuse(&error.to_string())),
                }
            }
            (Content::Page(page), _) => (page.written(), Vec::new()),
            (Content::Binary { .. }, _) => (String::new(), Vec::new()),
        };
        let outcome = match &old {
            None => Outcome::New,
            Some(there) if readable && *there == new => Outcome::Same,
            Some(_) => Outcome::Changed,
        };
        Ok(Prepared {
            path: self.path.clone(),
            outcome,
            old: old.unwrap_or_default(),
            new,
            bytes: None,
            edited,
        })
    }

    /// The same for what is no text.
    fn prepare_binary(
        &self,
        bytes: &[u8],
        own: fn(&[u8]) -> bool,
        old: Option<Result<String, FromUtf8Error>>,
        force: bool,
    ) -> Result<Prepared, FileError> {
        let old = old.map(|old| match old {
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        });
        let outcome = match &old {
            None => Outcome::New,
            Some(old) if *old == bytes => Outcome::Same,
            Some(old) if force || old.is_empty() || own(old) => Outcome::Changed,
            Some(_) => {
                return Err(FileError::Refused {
                    path: self.path.clone(),
                    why: FOREIGN.to_owned(),
                });
            }
        };
        Ok(Prepared {
            path: self.path.clone(),
            outcome,
            old: String::new(),
            new: String::new(),
            bytes: Some(bytes.to_vec()),
            edited: Vec::new(),
        })
    }
}

impl Prepared {
    /// Writes the file, unless it says the same already.
    pub(crate) fn write(&self) -> Result<(), FileError> {
        if self.outcome == Outcome::Same {
            return Ok(());
        }
        let bytes = self.bytes.as_deref().unwrap_or(self.new.as_bytes());
        replace(&self.path, bytes).map_err(|error| fault(&self.path, "written", error))
    }
}

/// Puts a new text in the place of a file, as a whole or not at all. A link is followed, so that it
/// stays a link.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = fs::write(&part, bytes).and_then(|()| {
        if let Ok(there) = fs::metadata(&path) {
            fs::set_permissions(&part, there.permissions())?;
        }
        fs::rename(&part, &path)
    });
    if written.is_err() {
        // What was begun is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&part);
    }
    written
}

/// A fault with a file.
fn fault(path: &Path, what: &'static str, error: io::Error) -> FileError {
    FileError::System {
        path: path.to_owned(),
        what,
        error,
    }
}

/// Pages of an earlier export in a folder that this one does not write, to be emptied of own blocks.
pub(crate) fn left_over(folder: &Path, wanted: &[Wanted]) -> Vec<Wanted> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let written: HashSet<&Path> = wanted.iter().map(|file| file.path.as_path()).collect();
    let ends: HashSet<_> = wanted.iter().map(|file| file.path.extension()).collect();
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "md" || it == "org"))
        .filter(|path| ends.contains(&path.extension()) && !written.contains(path.as_path()))
        .filter(|path| {
            fs::read_to_string(path).is_ok_and(|text| !text.trim().is_empty() && is_own(&text))
        })
        .collect();
    paths.sort();
    let emptied = paths.into_iter().map(|path| {
        let marks = match path.extension() {
            Some(end) if end == "org" => Marks::Org,
            _ => Marks::Html,
        };
        let page = Page {
            marks,
            ..Page::default()
        };
        Wanted {
            path,
            content: Content::Page(page),
        }
    });
    emptied.collect()
}
