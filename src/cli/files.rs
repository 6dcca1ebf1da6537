//! Files that exports write: kept in step, never overwritten unasked, not touched when unchanged.
//!
//! Knows how a file is replaced as a whole, so that a fault never leaves half of one. Knows nothing
//! of what is in it.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use super::failure::Failure;
use crate::export::sync::{Block, Page};

/// Why a file is left alone.
const FOREIGN: &str =
    "it was not written by Glossator; choose another name, or replace it with --force";

/// What a file would hold.
pub(super) enum Content {
    /// A page that is kept in step with the reader's prose.
    Page(Page),
    /// A text that is written as a whole; `own` tells whether a file there is one of its kind.
    Whole { text: String, own: fn(&str) -> bool },
    /// The same for what is no text.
    Binary {
        bytes: Vec<u8>,
        own: fn(&[u8]) -> bool,
    },
}

impl Content {
    /// The same with blocks before all others, where it is a page.
    pub(super) fn led_by(mut self, blocks: Vec<Block>) -> Self {
        if let Self::Page(page) = &mut self {
            page.blocks.splice(0..0, blocks);
        }
        self
    }
}

/// A file to be written.
pub(super) struct Wanted {
    pub(super) path: PathBuf,
    pub(super) content: Content,
}

/// What became of a file, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was not there.
    New,
    /// It was brought up to date.
    Changed,
    /// It says the same already.
    Same,
}

/// A file with its new text, worked out and not yet written.
pub(super) struct Prepared {
    pub(super) path: PathBuf,
    pub(super) outcome: Outcome,
    pub(super) old: String,
    pub(super) new: String,
    /// The new content where it is no text.
    bytes: Option<Vec<u8>>,
    /// Blocks left alone because they were edited by hand.
    pub(super) edited: Vec<String>,
}

impl Wanted {
    /// Works out what the file would become; nothing is written.
    pub(super) fn prepare(&self, force: bool) -> Result<Prepared, Failure> {
        let old = match fs::read(&self.path) {
            Ok(bytes) => Some(String::from_utf8(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(fault(&self.path, "read", &error)),
        };
        if let Content::Binary { bytes, own } = &self.content {
            return self.prepare_binary(bytes, *own, old, force);
        }
        let refuse =
            |why: &str| Failure::Usage(format!("{} is left as it is: {why}", self.path.display()));
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
                if !force && !own(there) && !there.trim().is_empty() {
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
    ) -> Result<Prepared, Failure> {
        let old = old.map(|old| match old {
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        });
        let outcome = match &old {
            None => Outcome::New,
            Some(old) if *old == bytes => Outcome::Same,
            Some(old) if force || old.is_empty() || own(old) => Outcome::Changed,
            Some(_) => {
                return Err(Failure::Usage(format!(
                    "{} is left as it is: {FOREIGN}",
                    self.path.display()
                )));
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
    pub(super) fn write(&self) -> Result<(), Failure> {
        if self.outcome == Outcome::Same {
            return Ok(());
        }
        let bytes = self.bytes.as_deref().unwrap_or(self.new.as_bytes());
        replace(&self.path, bytes).map_err(|error| fault(&self.path, "written", &error))
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
fn fault(path: &Path, what: &str, error: &io::Error) -> Failure {
    Failure::Unusable(format!("{} cannot be {what}: {error}", path.display()))
}
