//! The store: the only door to the disk for what the reader made.
//!
//! Knows the library's folder: the journal, which is written and synced before anything is
//! confirmed; the texts that were annotated; the lock; the session. Does not decide what is
//! written: it gets entries and movements in the history, and says when they are safe.
//!
//! `docs/storage.md` tells what is promised and how it was measured.

mod backup;
mod database;
mod doctor;
mod error;
mod folder;
mod journal;
mod line;
mod lock;
mod medium;
mod migrate;
mod open;
mod opening;
mod placements;
mod renamed;
mod rescue;
pub mod session;
mod sign;
mod state;
mod versions;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use database::Database;
use folder::Folder;
use journal::{Fault, Journal, Mark};
use line::{HeadMove, Said, Versions};
use lock::Lock;
use open::take_lock;
use state::Place;

use crate::corpus::{Document, DocumentId, TextHash};
use crate::library::whereabouts::KeptText;
use crate::library::{Change, Entry, EntryId, History, Journey, Library, Record, Timestamp};

pub use database::is_contained;
pub use doctor::{Finding, Health, doctor, doctor_telling, repair};
pub use error::StoreError;
pub use line::Version;
pub use open::{Opened, Rest};
pub use placements::{found, keep_found};
pub use session::{DocumentPlace, ReadingPlace, Session, SessionFile};
pub use sign::Ever;

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

/// The door to a library on the disk. Dropping it waits until the database is closed.
#[derive(Debug)]
pub struct Store {
    folder: Folder,
    access: Access,
    journal: Journal,
    places: HashMap<EntryId, Place>,
    versions: Versions,
    /// What is being found out about a journal that was not read.
    checked: Option<Receiver<String>>,
    /// Begun when it is first needed. (Dropped before the lock: the order of the fields.)
    database: Option<Database>,
    lock: Option<Lock>,
}

/// The texts of all versions that are kept.
#[derive(Debug, Clone)]
pub struct KeptTexts(PathBuf);

impl KeptTexts {
    /// The text of a version, if it is kept and whole.
    pub fn text(&self, hash: &TextHash) -> Option<String> {
        versions::text(&self.0, hash)
    }
}

impl Store {
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
        let name = (hash.clone(), document.clone(), path.to_owned());
        if self.versions.contains_key(&name) {
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
        self.versions.insert(name, version);
        Ok(())
    }

    /// The kept texts, for a job that reads them on another thread.
    pub fn texts(&self) -> KeptTexts {
        KeptTexts(self.folder.snapshots())
    }

    /// The text of a version, if it is kept and whole.
    pub fn version_text(&self, hash: &TextHash) -> Option<String> {
        versions::text(&self.folder.snapshots(), hash)
    }

    /// The versions that are kept, in no order: which document each was, and its file then.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        self.versions.values()
    }

    /// The versions that are kept, as passages are found by them; the oldest first.
    pub fn kept_texts(&self) -> Vec<KeptText> {
        let mut versions: Vec<&Version> = self.versions.values().collect();
        versions.sort_unstable_by(|a, b| (&a.time, &a.hash).cmp(&(&b.time, &b.hash)));
        versions
            .into_iter()
            .map(|it| KeptText {
                document: it.document.clone(),
                path: it.path.clone().into(),
                version: it.hash.clone(),
            })
            .collect()
    }

    /// Every entry of the history, branches left behind included, in the order they were made.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let path = self.journal.path();
        let mut entries = Vec::new();
        let until = self.journal.end().bytes;
        journal::read(path, Mark::default(), until, |line, _, _| {
            if let Some(line::Event::Entry(entry)) = line.event {
                entries.push(*entry);
            }
        })
        .map_err(|source| StoreError::io("read", path, source))?;
        Ok(entries)
    }

    /// Takes over which texts another library keeps, and the texts themselves where it has them.
    /// To be called before the commit of an entry that refers to them.
    pub fn keep_of(&mut self, other: &Self) -> Result<(), StoreError> {
        for version in other.versions.values() {
            if self.versions.contains_key(&version.name()) {
                continue;
            }
            if let Some(text) = other.version_text(&version.hash) {
                self.keep_version(&version.hash, &version.document, &version.path, &text)?;
                continue;
            }
            self.begin_writing()?;
            self.journal
                .append_later(Said::Version(version))
                .map_err(|source| StoreError::io("written", self.journal.path(), source))?;
            self.versions.insert(version.name(), version.clone());
        }
        Ok(())
    }

    /// What the last session left in a library that is not opened yet.
    pub fn last_session(dir: &Path) -> Session {
        session::load(&Folder::new(dir).session())
    }

    /// What the last session left.
    pub fn session(&self) -> Session {
        session::load(&self.folder.session())
    }

    /// Leaves a session for the next one. Nothing is written where there is no library yet.
    pub fn save_session(&self, session: &Session) -> Result<(), StoreError> {
        let path = self.folder.session();
        let saved = self.session_file().save(session);
        saved.map_err(|source| StoreError::io("written", &path, source))
    }

    /// The file of the session, to be written by whoever ends the program.
    pub fn session_file(&self) -> SessionFile {
        let folder = (self.access == Access::Write).then(|| self.folder.dir().to_owned());
        SessionFile::new(self.folder.session(), folder)
    }

    /// Keeps a note that is being written, under a name of the caller's choosing.
    pub fn save_draft(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.begin_writing()?;
        let dir = self.folder.drafts();
        session::save_draft(&dir, name, text)
            .map_err(|source| StoreError::io("written", &dir, source))
    }

    /// What keeps a draft later, when the store itself is out of reach: as the process ends.
    pub fn draft_keeper(
        &mut self,
        name: String,
    ) -> Result<impl FnOnce(&str) -> std::io::Result<()> + Send + use<>, StoreError> {
        self.begin_writing()?;
        let dir = self.folder.drafts();
        Ok(move |text: &str| session::save_draft(&dir, &name, text))
    }

    /// The notes that were being written: name and text.
    pub fn drafts(&self) -> std::collections::BTreeMap<String, String> {
        session::drafts(&self.folder.drafts())
    }

    /// Forgets a note that was being written.
    pub fn drop_draft(&self, name: &str) {
        session::drop_draft(&self.folder.drafts(), name);
    }

    /// The records of a document, and all tags and saved queries, from the database: for a first
    /// picture before everything is loaded. None where the database cannot be had.
    pub fn document_records(&mut self, document: &DocumentId) -> Option<Vec<Record>> {
        self.database()?.document(document)
    }

    /// Leaves what is needed for a quick first picture of a document next time. Costs little and
    /// does nothing where the library is small; to be called before closing.
    pub fn prepare_opening(
        &self,
        library: &Library,
        history: &History,
        document: &DocumentId,
    ) -> Result<(), StoreError> {
        let end = self.journal.end();
        if self.access == Access::Read || self.lock.is_none() || end.bytes <= open::SMALL {
            return Ok(());
        }
        opening::save(&self.folder, end, history.head(), library, document)
            .map_err(|source| StoreError::io("written", &self.folder.opening(), source))
    }

    /// Writes the whole library into one file: entries with their history, kept texts, session.
    pub fn backup(&self, file: &Path) -> Result<(), StoreError> {
        backup::write(&self.folder, self.journal.end(), file, true)
            .map_err(|source| StoreError::io("written", file, source))
    }

    /// Puts a backup in the place of the library in a folder. What was there is set aside; the
    /// report says where.
    pub fn restore(dir: &Path, file: &Path) -> Result<Report, StoreError> {
        let folder = Folder::new(dir);
        // Before anything is touched.
        if let Some((path, why)) = folder.refuses_writing() {
            return Err(StoreError::ReadOnly { path, why });
        }
        folder
            .make()
            .map_err(|source| StoreError::io("made", dir, source))?;
        let _lock = take_lock(&folder)?;
        let mut report = Report::default();
        for path in backup::restore(&folder, file)? {
            report.say(format!("what was there before is in {}", path.display()));
        }
        Ok(report)
    }

    /// What went on in the background that the reader should know, in sentences.
    pub fn news(&self) -> Vec<String> {
        let mut news: Vec<String> = self.checked.iter().flat_map(Receiver::try_iter).collect();
        news.extend(
            self.database
                .as_ref()
                .map(Database::news)
                .unwrap_or_default(),
        );
        news
    }

    /// Waits until the database has taken in everything and is closed; only its news are lost by
    /// not calling this.
    pub fn close(mut self) -> Vec<String> {
        self.settle()
    }

    /// The same where the store is used further: the database is opened again when it is needed.
    pub fn settle(&mut self) -> Vec<String> {
        let mut news: Vec<String> = self.checked.iter().flat_map(Receiver::try_iter).collect();
        news.extend(
            self.database
                .take()
                .map(Database::close)
                .unwrap_or_default(),
        );
        news
    }

    fn database(&mut self) -> Option<&Database> {
        self.lock.as_ref()?;
        if self.database.is_none() {
            self.database = Database::start(&self.folder, self.journal.end());
        }
        self.database.as_ref()
    }

    fn append(&mut self, said: Said<'_>, title: &str) -> Result<(Mark, usize), StoreError> {
        self.begin_writing()?;
        let (end, text) = self.journal.append(said).map_err(|fault| match fault {
            Fault::Changed => StoreError::Changed {
                dir: self.folder.dir().to_owned(),
            },
            Fault::Io(source) if error::is_read_only(&source) => {
                StoreError::io("written", self.journal.path(), source)
            }
            Fault::Io(source) => StoreError::Unsaved {
                title: title.to_owned(),
                path: self.journal.path().to_owned(),
                source,
            },
        })?;
        if let Some(database) = self.database() {
            database.grown(end);
        }
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

#[cfg(test)]
mod tests;
