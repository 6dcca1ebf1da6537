//! The store: the only door to the disk for what the reader made.
//!
//! Knows the library's folder: the journal, which is written and synced before anything is
//! confirmed; the texts that were annotated; the lock; the session. Does not decide what is
//! written: it gets entries and movements in the history, and says when they are safe.
//!
//! `docs/storage.md` tells what is promised and how it was measured.

mod error;
mod folder;
mod journal;
mod line;
mod lock;
pub mod session;
mod state;
mod versions;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use folder::{Folder, replace};
use journal::{FORMAT, Journal, Mark, Reading};
use line::{HeadMove, Said};
use lock::{Lock, Refused};
use state::{Place, State};

use crate::corpus::{Document, DocumentId, TextHash};
use crate::library::{Change, Entry, EntryId, History, Journey, Library, Timestamp};

pub use error::StoreError;
pub use line::Version;
pub use session::{ReadingPlace, Session};

/// What a library is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; one process at a time.
    Write,
    /// Reading only: what is saved at this moment.
    Read,
}

/// What opening found out that the reader should know, in sentences. Empty when all is well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The sentences.
    pub notes: Vec<String>,
}

impl Report {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    fn say(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

/// A library, opened.
#[derive(Debug)]
pub struct Opened {
    /// The door to the disk.
    pub store: Store,
    /// All records.
    pub library: Library,
    /// All entries.
    pub history: History,
    /// What went wrong before and was put right.
    pub report: Report,
}

/// The door to a library on the disk.
#[derive(Debug)]
pub struct Store {
    folder: Folder,
    access: Access,
    lock: Option<Lock>,
    journal: Journal,
    places: HashMap<EntryId, Place>,
    versions: HashMap<TextHash, Version>,
}

impl Store {
    /// Opens the library in a folder (usually `.glossator` in the corpus). A folder that is not
    /// there is an empty library; it is made when the first entry is committed.
    pub fn open(dir: &Path, access: Access) -> Result<Opened, StoreError> {
        let folder = Folder::new(dir);
        let lock = match access {
            Access::Write => take_lock(&folder)?,
            Access::Read => None,
        };
        let path = folder.journal();
        let mut report = Report::default();
        let (mut state, reading) = read_all(&folder)?;
        let end = if access == Access::Write {
            mend(&folder, &reading, &mut report)?
        } else {
            tell(&path, &reading, &mut report);
            reading.end
        };
        let store = Self {
            access,
            lock,
            journal: Journal::new(path, end),
            places: std::mem::take(&mut state.places),
            versions: std::mem::take(&mut state.versions),
            folder,
        };
        Ok(Opened {
            store,
            library: state.library,
            history: state.history,
            report,
        })
    }

    /// The library's folder.
    pub fn dir(&self) -> &Path {
        self.folder.dir()
    }

    /// What the library was opened for.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Puts an entry on the disk. When this returns `Ok`, it is there and may be confirmed; when
    /// it fails, it is not in the library and may be committed again.
    pub fn commit(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let (end, length) = self.append(Said::Entry(entry), &entry.title)?;
        self.places
            .insert(entry.id, state::place_before(end, length));
        Ok(())
    }

    /// Puts a movement of the head on the disk: undo, redo, or a jump (see [`Journey::to`]).
    pub fn move_head(&mut self, to: Option<EntryId>) -> Result<(), StoreError> {
        let time = Timestamp::now();
        self.append(Said::Head(&HeadMove { to, time }), "a step in the history")?;
        Ok(())
    }

    /// What a journey does to the library; entries that are not in memory are read back.
    pub fn changes(&self, history: &History, way: &Journey) -> Result<Vec<Change>, StoreError> {
        state::recall(self.journal.path(), history, &self.places, way)
            .map_err(|source| StoreError::io("read", self.journal.path(), source))
    }

    /// Keeps the text of a document as it is now, unless this version is kept already. To be
    /// called before the commit of an entry that refers to it, which also secures this.
    pub fn keep(&mut self, document: &Document) -> Result<(), StoreError> {
        let path = document.path.display().to_string();
        self.keep_version(&document.hash, &document.id, &path, &document.text)
    }

    /// The same for a text of which the parts are at hand.
    pub fn keep_version(
        &mut self,
        hash: &TextHash,
        document: &DocumentId,
        path: &str,
        text: &str,
    ) -> Result<(), StoreError> {
        let known = self.versions.get(hash);
        if known.is_some_and(|it| it.document == *document && it.path == path) {
            return Ok(());
        }
        self.begin_writing()?;
        let dir = self.folder.snapshots();
        versions::keep(&dir, hash, text)
            .map_err(|source| StoreError::io("written", &versions::file(&dir, hash), source))?;
        let version = Version {
            hash: hash.clone(),
            document: document.clone(),
            path: path.to_owned(),
            bytes: text.len(),
            time: Timestamp::now(),
        };
        self.journal
            .append_later(Said::Version(&version))
            .map_err(|source| StoreError::io("written", self.journal.path(), source))?;
        self.versions.insert(hash.clone(), version);
        Ok(())
    }

    /// The text of a version, if it is kept and whole.
    pub fn version_text(&self, hash: &TextHash) -> Option<String> {
        versions::text(&self.folder.snapshots(), hash)
    }

    /// The versions that are kept, in no order: which document each was, and its file then.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        self.versions.values()
    }

    /// What the last session left.
    pub fn session(&self) -> Session {
        session::load(&self.folder.session())
    }

    /// Leaves a session for the next one. Nothing is written where there is no library yet.
    pub fn save_session(&self, session: &Session) -> Result<(), StoreError> {
        let path = self.folder.session();
        if self.access == Access::Read || !self.folder.dir().is_dir() {
            return Ok(());
        }
        session::save(&path, session).map_err(|source| StoreError::io("written", &path, source))
    }

    /// Keeps a note that is being written, under a name of the caller's choosing.
    pub fn save_draft(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.begin_writing()?;
        let dir = self.folder.drafts();
        session::save_draft(&dir, name, text)
            .map_err(|source| StoreError::io("written", &dir, source))
    }

    /// The notes that were being written: name and text.
    pub fn drafts(&self) -> std::collections::BTreeMap<String, String> {
        session::drafts(&self.folder.drafts())
    }

    /// Forgets a note that was being written.
    pub fn drop_draft(&self, name: &str) {
        session::drop_draft(&self.folder.drafts(), name);
    }

    fn append(&mut self, said: Said<'_>, title: &str) -> Result<(Mark, usize), StoreError> {
        self.begin_writing()?;
        let (end, text) = self.journal.append(said).map_err(|source| {
            if error::is_read_only(&source) {
                return StoreError::io("written", self.journal.path(), source);
            }
            StoreError::Unsaved {
                title: title.to_owned(),
                path: self.journal.path().to_owned(),
                source,
            }
        })?;
        Ok((end, text.len() - 1))
    }

    /// Makes sure that this process may write: the folder is there and the lock is held.
    fn begin_writing(&mut self) -> Result<(), StoreError> {
        if self.access == Access::Read {
            return Err(StoreError::ForReading {
                dir: self.dir().to_owned(),
            });
        }
        if self.lock.is_some() {
            return Ok(());
        }
        self.folder
            .make()
            .map_err(|source| StoreError::io("made", self.dir(), source))?;
        self.lock = take_lock(&self.folder)?;
        // Between opening and now another process may have begun a library here.
        let there = fs::metadata(self.journal.path()).map_or(0, |it| it.len());
        if there > 0 && self.journal.end() == Mark::default() {
            self.lock = None;
            return Err(StoreError::Changed {
                dir: self.dir().to_owned(),
            });
        }
        Ok(())
    }
}

/// Takes the lock of a folder; none where there is no folder yet.
fn take_lock(folder: &Folder) -> Result<Option<Lock>, StoreError> {
    if let Some((path, why)) = folder.refuses_writing() {
        return Err(StoreError::ReadOnly { path, why });
    }
    if !folder.dir().is_dir() {
        return Ok(None);
    }
    let path = folder.lock();
    match Lock::take(&path) {
        Ok(lock) => Ok(Some(lock)),
        Err(Refused::Held(pid)) => Err(StoreError::Held {
            dir: folder.dir().to_owned(),
            pid,
        }),
        Err(Refused::Io(source)) => Err(StoreError::io("locked", &path, source)),
    }
}

/// Reads the whole journal.
fn read_all(folder: &Folder) -> Result<(State, Reading), StoreError> {
    let path = folder.journal();
    let fault = |source| StoreError::io("read", &path, source);
    let mut state = State::before(&path);
    let mut failed = None;
    let reading = journal::read(&path, Mark::default(), |line, end, text| {
        if failed.is_none() {
            failed = state.take(line, end, text.len()).err();
        }
    })
    .map_err(fault)?;
    if let Some(header) = &reading.header
        && header.format > FORMAT
    {
        return Err(StoreError::Newer {
            dir: folder.dir().to_owned(),
            found: header.format,
            known: FORMAT,
        });
    }
    failed.map_or(Ok((state, reading)), |source| Err(fault(source)))
}

/// Says what a reading found, without touching anything.
fn tell(path: &Path, reading: &Reading, report: &mut Report) {
    let name = path.display();
    if !reading.damaged.is_empty() {
        report.say(format!(
            "{name}: {} damaged and not read; the rest is",
            lines(reading.damaged.len())
        ));
    }
    if reading.missing > 0 {
        report.say(format!(
            "{name}: {} missing by their numbers",
            lines(usize::try_from(reading.missing).unwrap_or(usize::MAX))
        ));
    }
    if reading.unknown > 0 {
        report.say(format!(
            "{name}: {} of a kind that this program does not know",
            lines(usize::try_from(reading.unknown).unwrap_or(usize::MAX))
        ));
    }
}

fn lines(count: usize) -> String {
    if count == 1 {
        "1 line is".to_owned()
    } else {
        format!("{count} lines are")
    }
}

/// Puts the journal's end in order before anything is written after it: what was cut short or
/// is damaged is set aside. Returns the end.
fn mend(folder: &Folder, reading: &Reading, report: &mut Report) -> Result<Mark, StoreError> {
    let path = folder.journal();
    tell(&path, reading, report);
    if reading.tail.is_empty() && !reading.no_line_feed {
        return Ok(reading.end);
    }
    let fault = |source| StoreError::io("mended", &path, source);
    if !reading.tail.is_empty() {
        let aside: PathBuf = folder.aside(&path, "torn");
        replace(&aside, &reading.tail).map_err(fault)?;
        report.say(format!(
            "the end of the journal was cut short or damaged: {} bytes that hold no whole entry were set aside in {}",
            reading.tail.len(),
            aside.display()
        ));
    }
    journal::mend_end(&path, reading).map_err(fault)
}

#[cfg(test)]
mod tests;
