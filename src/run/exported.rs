//! Exported: what an export was made from and which files it left, so that one that would say the same
//! is known without being made.
//!
//! Knows the folder of these memories in the cache. A memory is of one place and one choice; it is
//! believed only where the library, the documents, the program and the choice are those it was made from
//! and every file still has the bytes that were left in it, so that an edit by hand is seen whatever the
//! clock says. Any of it may be deleted: then the export is made and compared, as at first.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::files::{Outcome, Prepared, own_pages, replace};
use crate::corpus::{Corpus, make_folder};
use crate::store::Store;

/// The folder of the memories in that of the cache.
const FOLDER: &str = "exports";
/// What a memory begins with; another form of memories has another number.
const FORM: &str = "glossator export 1";
/// No more memories are kept; the oldest go first.
const MOST: usize = 32;

/// What is asked for: all that an export is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The folder of the cache.
    pub(crate) cache: &'a Path,
    /// The folder of the library.
    pub(crate) library: &'a Path,
    /// The documents as their files are.
    pub(crate) corpus: &'a Corpus,
    /// The file or the folder that is written.
    pub(crate) place: &'a Path,
    /// Every choice that makes a difference, in words.
    pub(crate) choice: &'a str,
}

/// Where an export of that kind is remembered, and what it is made from now.
#[derive(Debug)]
pub(crate) struct Exported {
    folder: PathBuf,
    name: String,
    /// A digest of the library, the documents and the program.
    source: String,
    place: PathBuf,
}

/// A file that an export left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Left {
    /// Its path as it was asked for.
    pub(crate) path: PathBuf,
    /// Its bytes, as a digest.
    digest: String,
    /// Blocks in it that were edited by hand and were left as they are.
    pub(crate) edited: Vec<String>,
}

/// A memory as it lies in its file, below the line with its form and its digest.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    source: String,
    files: Vec<Left>,
}

impl Exported {
    /// Where an export is remembered. To be asked before the library is opened, so that a change while
    /// it is being read is one that comes after. None where it cannot be known for certain whether
    /// anything changes: there is no library, or a document changed just now.
    pub(crate) fn of(asked: Asked) -> Option<Self> {
        let versions = asked.corpus.versions();
        if versions.contains(&0) {
            return None;
        }
        let mut source = Sha256::new();
        source.update(asked.corpus.sign()?);
        source.update(env!("CARGO_PKG_VERSION"));
        source.update(Store::sign(asked.library)?);
        for version in versions {
            source.update(version.to_le_bytes());
        }
        let place = std::path::absolute(asked.place).ok()?;
        let mut name = Sha256::new();
        // The place as it was written too: the paths of the files are told in the same way.
        let places = [place.as_os_str(), asked.place.as_os_str()].map(OsStr::as_encoded_bytes);
        for part in places.into_iter().chain([asked.choice.as_bytes()]) {
            name.update(part.len().to_le_bytes());
            name.update(part);
        }
        let mut name = written(&name.finalize());
        name.truncate(24);
        Some(Self {
            folder: asked.cache.join(FOLDER),
            name,
            source: written(&source.finalize()),
            place: asked.place.to_owned(),
        })
    }

    /// The files of the last such export, if one now would leave every one of them as it is.
    pub(crate) fn unchanged(&self) -> Option<Vec<Left>> {
        let text = fs::read_to_string(self.file()).ok()?;
        let (head, body) = text.split_once('\n')?;
        if head != format!("{FORM} {}", digest(body.as_bytes())) {
            return None;
        }
        let record: Record = serde_json::from_str(body).ok()?;
        if record.source != self.source {
            return None;
        }
        let is_there =
            |file: &Left| fs::read(&file.path).is_ok_and(|bytes| digest(&bytes) == file.digest);
        if !record.files.iter().all(is_there) {
            return None;
        }
        if self.place.is_dir() {
            // A page that came into the folder since then is not known.
            let known: HashSet<&Path> = record.files.iter().map(|it| it.path.as_path()).collect();
            if !own_pages(&self.place, &known).is_empty() {
                return None;
            }
        }
        Some(record.files)
    }

    /// Remembers the files as they are after an export. What cannot be written is not remembered, which
    /// is no fault: the next export takes longer.
    pub(crate) fn keep(&self, files: &[Prepared]) {
        let left = |file: &Prepared| Left {
            path: file.path.clone(),
            digest: digest(file.bytes()),
            edited: file.edited.clone(),
        };
        let record = Record {
            source: self.source.clone(),
            files: files.iter().map(left).collect(),
        };
        let Ok(body) = serde_json::to_string(&record) else {
            return;
        };
        let text = format!("{FORM} {}\n{body}", digest(body.as_bytes()));
        if make_folder(&self.folder).is_ok() && replace(&self.file(), text.as_bytes()).is_ok() {
            self.tidy();
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Removes the oldest memories where there are too many.
    fn tidy(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let aged = entries.flatten().filter_map(|entry| {
            let time = entry.metadata().and_then(|it| it.modified()).ok()?;
            Some((time, entry.path()))
        });
        let mut aged: Vec<_> = aged.collect();
        aged.sort_unstable();
        let many = aged.len().saturating_sub(MOST);
        for (_, path) in aged.into_iter().take(many) {
            // One that stays does no harm.
            let _ = fs::remove_file(path);
        }
    }
}

impl Prepared {
    /// Whether the file is as the export wants it without being written.
    pub(crate) fn is_same(&self) -> bool {
        self.outcome == Outcome::Same
    }
}

fn digest(bytes: &[u8]) -> String {
    written(&Sha256::digest(bytes))
}

fn written(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
