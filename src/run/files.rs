//! Files that exports write: kept in step, never overwritten unasked, not touched when unchanged.
//!
//! Knows how a file is replaced as a whole, so that a fault never leaves half of one, and why one is
//! left alone: it is not Glossator's, or holds passages that this library never had. Knows nothing of
//! what is in it beyond that.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::export::edition::Content;
use crate::export::sync::{Marks, Page, SyncError, is_own, records};
use crate::library::{Library, RecordId};

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// It is left as it is.
    #[error("{} is left as it is: {why}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        why: Refusal,
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

/// Why a file is left alone. Says nothing of what to do, which is not the same on the screen and on the
/// command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Somebody else's writing, or a block without its end.
    #[error("{0}")]
    NotInStep(#[from] SyncError),
    /// So many of its blocks are of passages that were never in this library.
    #[error(
        "{} of another library {} in it",
        if *.0 == 1 { "a passage".to_owned() } else { format!("{} passages", .0) },
        if *.0 == 1 { "stands" } else { "stand" }
    )]
    OtherLibrary(usize),
}

/// Which records a library has, and which it ever had.
pub(crate) struct Memory<'a> {
    library: &'a Library,
    ever: &'a dyn Fn() -> HashSet<RecordId>,
    known: OnceCell<HashSet<RecordId>>,
}

impl<'a> Memory<'a> {
    /// Of a library; `ever` tells every record that its history names, and is asked only where a file
    /// names one that is not there now.
    pub(crate) fn of(library: &'a Library, ever: &'a dyn Fn() -> HashSet<RecordId>) -> Self {
        Self {
            library,
            ever,
            known: OnceCell::new(),
        }
    }

    fn knows(&self, id: RecordId) -> bool {
        self.library.annotation(id).is_some()
            || self.library.link(id).is_some()
            || self.known.get_or_init(self.ever).contains(&id)
    }

    /// How many blocks of a file are of records that were never in the library.
    fn strange(&self, text: &str, marks: Marks) -> usize {
        let ids = records(text, marks).into_iter();
        ids.filter(|id| !self.knows(*id)).count()
    }
}

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
    pub(crate) fn prepare(&self, memory: &Memory, force: bool) -> Result<Prepared, FileError> {
        let old = match fs::read(&self.path) {
            Ok(bytes) => Some(String::from_utf8(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(fault(&self.path, "read", error)),
        };
        if let Content::Binary { bytes, own } = &self.content {
            return self.prepare_binary(bytes, *own, old, force);
        }
        let (old, readable) = match old {
            None => (None, true),
            Some(Ok(text)) => (Some(text), true),
            Some(Err(_)) => (Some(String::new()), false),
        };
        if !readable && !force {
            return Err(refused(&self.path, SyncError::Foreign));
        }
        let (new, edited) = match (&self.content, &old) {
            (Content::Whole { text, own }, Some(there)) => {
                let same = there == text;
                if !force && !same && !own(there) && !there.trim().is_empty() {
                    return Err(refused(&self.path, SyncError::Foreign));
                }
                (text.clone(), Vec::new())
            }
            (Content::Whole { text, .. }, None) => (text.clone(), Vec::new()),
            (Content::Page(page), Some(there)) if readable && !there.trim().is_empty() => {
                self.merged(page, there, memory, force)?
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

    /// A page put into the file that is there, and the blocks in it that were edited by hand.
    fn merged(
        &self,
        page: &Page,
        there: &str,
        memory: &Memory,
        force: bool,
    ) -> Result<(String, Vec<String>), FileError> {
        let merged = match page.merged_into(there, force) {
            Ok(merged) => merged,
            Err(_) if force => return Ok((page.written(), Vec::new())),
            Err(error) => return Err(refused(&self.path, error)),
        };
        // A file in which nothing changes cannot lose anything.
        if !force && merged.text != there {
            match memory.strange(there, page.marks) {
                0 => {}
                strange => return Err(refused(&self.path, Refusal::OtherLibrary(strange))),
            }
        }
        Ok((merged.text, merged.edited))
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
            Some(_) => return Err(refused(&self.path, SyncError::Foreign)),
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
    /// What the file holds once it is written.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or(self.new.as_bytes())
    }

    /// Writes the file, unless it says the same already.
    pub(crate) fn write(&self) -> Result<(), FileError> {
        if self.outcome == Outcome::Same {
            return Ok(());
        }
        replace(&self.path, self.bytes()).map_err(|error| fault(&self.path, "written", error))
    }
}

/// Puts a new text in the place of a file, as a whole or not at all. A link is followed, so that it
/// stays a link.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
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

fn refused(path: &Path, why: impl Into<Refusal>) -> FileError {
    FileError::Refused {
        path: path.to_owned(),
        why: why.into(),
    }
}

/// A fault with a file.
fn fault(path: &Path, what: &'static str, error: io::Error) -> FileError {
    FileError::System {
        path: path.to_owned(),
        what,
        error,
    }
}

/// Pages of an earlier export in a folder that this one does not write, to be emptied of own blocks. A
/// page of another library is none of them: with it in the folder nothing is written, since the page
/// that leads to the others would lead to those of one library only; `force` passes it over.
pub(crate) fn left_over(
    folder: &Path,
    wanted: &[Wanted],
    memory: &Memory,
    force: bool,
) -> Result<Vec<Wanted>, FileError> {
    let written = wanted.iter().map(|file| file.path.as_path()).collect();
    let mut emptied = Vec::new();
    for (path, text) in own_pages(folder, &written) {
        let marks = marks_of(&path);
        match memory.strange(&text, marks) {
            0 => {}
            _ if force => continue,
            strange => return Err(refused(&path, Refusal::OtherLibrary(strange))),
        }
        let page = Page {
            marks,
            ..Page::default()
        };
        emptied.push(Wanted {
            path,
            content: Content::Page(page),
        });
    }
    Ok(emptied)
}

/// The pages in a folder that Glossator wrote and that are not among these, by path, with their texts:
/// such as end in the same way as one of these.
pub(super) fn own_pages(folder: &Path, known: &HashSet<&Path>) -> Vec<(PathBuf, String)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let ends: HashSet<_> = known.iter().map(|path| path.extension()).collect();
    let mut pages: Vec<(PathBuf, String)> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "md" || it == "org"))
        .filter(|path| ends.contains(&path.extension()) && !known.contains(path.as_path()))
        .filter_map(|path| fs::read_to_string(&path).ok().map(|text| (path, text)))
        .filter(|(_, text)| !text.trim().is_empty() && is_own(text))
        .collect();
    pages.sort();
    pages
}

fn marks_of(path: &Path) -> Marks {
    match path.extension() {
        Some(end) if end == "org" => Marks::Org,
        _ => Marks::Html,
    }
}
