//! The tables: what the database holds, and that it agrees with the journal.
//!
//! The one file that names sled. Knows values: JSON with a version, so that they can be read by
//! eye and by later programs. Every write goes in one atomic batch with the summary that says up
//! to which line of the journal the tables are true, how many pairs they hold, and the sum of
//! these pairs' checksums; so a database that came up empty, rolled back or with holes is known.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::key;
use crate::library::history::Node;
use crate::library::{Author, Change, Entry, EntryId, History, Library, Record, Timestamp};
use crate::store::journal::Mark;
use crate::store::line::Version;
use crate::store::state::Place;

/// The format of the tables.
const FORMAT: u32 = 1;
/// Bytes of pages held in memory. The library's own memory holds the records.
const CACHE: u64 = 32 << 20;
/// How sled says that its files are locked.
const LOCKED: &str = "could not acquire lock";
/// How often a lock is tried again, and after how long: 30 seconds in all.
const LOCK_TRIES: u32 = 1500;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(20);
/// How many of the journal's last lines are held word for word.
const LAST_LINES: u64 = 256;
/// Longer lines are not held.
const LONGEST_LINE: usize = 1 << 20;

/// What goes wrong with the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Fault {
    /// The disk is full or refuses writing: nothing is wrong with what is there.
    Disk(String),
    /// It is damaged, or does not agree with itself.
    Broken(String),
}

impl Fault {
    /// In words.
    pub(in crate::store) fn words(&self) -> &str {
        match self {
            Self::Disk(words) | Self::Broken(words) => words,
        }
    }
}

impl From<sled::Error> for Fault {
    fn from(error: sled::Error) -> Self {
        use std::io::ErrorKind;
        let words = error.to_string();
        match error {
            sled::Error::Io(source)
                if matches!(
                    source.kind(),
                    ErrorKind::StorageFull
                        | ErrorKind::QuotaExceeded
                        | ErrorKind::FileTooLarge
                        | ErrorKind::PermissionDenied
                        | ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                Self::Disk(words)
            }
            _ => Self::Broken(words),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(format!("a value cannot be read: {error}"))
    }
}

/// The summary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Meta {
    format: u32,
    /// Up to which line of the journal the tables are true.
    pub(in crate::store) mark: Mark,
    /// Where the head of the history is.
    pub(in crate::store) head: Option<EntryId>,
    /// Pairs under `r`, `h` and `v`.
    count: u64,
    /// The sum of their checksums.
    sum: u64,
}

/// An entry by name, or a movement of the head.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::store) enum Past {
    /// An entry.
    Entry {
        id: EntryId,
        parent: Option<EntryId>,
        title: String,
        time: Timestamp,
        author: Author,
        changes: usize,
        place: Place,
    },
    /// A movement.
    Head(Option<EntryId>),
}

impl Past {
    pub(in crate::store) fn of(entry: &Entry, place: Place) -> Self {
        Self::Entry {
            id: entry.id,
            parent: entry.parent,
            title: entry.title.clone(),
            time: entry.time.clone(),
            author: entry.author.clone(),
            changes: entry.changes.len(),
            place,
        }
    }

    /// Takes it into a history.
    pub(in crate::store) fn enter(
        self,
        history: &mut History,
        places: &mut HashMap<EntryId, Place>,
    ) {
        match self {
            Self::Entry {
                id,
                parent,
                title,
                time,
                author,
                changes,
                place,
            } => {
                places.insert(id, place);
                let node = Node::of_parts(id, parent, title, changes);
                history.push_node(node.signed(time, author));
            }
            Self::Head(to) => {
                history.set_head(to);
            }
        }
    }
}

#[derive(Serialize)]
struct Sealed<'a> {
    v: u32,
    record: &'a Record,
}

#[derive(Deserialize)]
struct Opened {
    record: Record,
}

/// Writes that are not made yet, by key.
#[derive(Debug, Default)]
pub(in crate::store) struct Pending {
    writes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    /// Bytes in it, roughly.
    pub(in crate::store) size: usize,
}

impl Pending {
    fn put(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.size += key.len() + value.as_ref().map_or(0, Vec::len);
        self.writes.insert(key, value);
    }

    /// Changes of records.
    pub(in crate::store) fn change(&mut self, changes: &[Change]) -> Result<(), Fault> {
        for change in changes {
            if let Some(before) = &change.before {
                let (key, end) = key::of(before);
                self.put(key, None);
                if let Some(end) = end {
                    self.put(end, None);
                }
            }
            if let Some(after) = &change.after {
                self.record(after)?;
            }
        }
        Ok(())
    }

    /// A record as it is.
    pub(in crate::store) fn record(&mut self, record: &Record) -> Result<(), Fault> {
        let (key, end) = key::of(record);
        let value = serde_json::to_vec(&Sealed { v: FORMAT, record })?;
        self.put(key, Some(value));
        if let (Some(end), Record::Link(link)) = (end, record) {
            self.put(end, Some(link.from.anchor().document.as_str().into()));
        }
        Ok(())
    }

    /// A line of the history.
    pub(in crate::store) fn past(&mut self, n: u64, past: &Past) -> Result<(), Fault> {
        let value = serde_json::to_vec(past)?;
        self.put(key::numbered(key::HISTORY, n), Some(value));
        Ok(())
    }

    /// A text that was kept.
    pub(in crate::store) fn version(&mut self, version: &Version) -> Result<(), Fault> {
        let value = serde_json::to_vec(version)?;
        self.put(key::version(version), Some(value));
        Ok(())
    }

    /// A line of the journal, word for word; the oldest held one makes room for it.
    pub(in crate::store) fn line(&mut self, n: u64, text: &[u8]) {
        if text.len() <= LONGEST_LINE {
            self.put(key::numbered(key::LINES, n), Some(text.to_vec()));
        }
        if let Some(old) = n.checked_sub(LAST_LINES) {
            self.put(key::numbered(key::LINES, old), None);
        }
    }
}

/// The open database.
#[derive(Debug)]
pub(in crate::store) struct Tables {
    db: sled::Db,
    pub(in crate::store) meta: Meta,
}

impl Tables {
    /// Opens the database in a folder, or makes an empty one.
    pub(in crate::store) fn open(path: &Path) -> Result<Self, Fault> {
        let config = sled::Config::new()
            .path(path)
            .cache_capacity(CACHE)
            .flush_every_ms(None);
        let db = unlocked(&config)?;
        let meta = match db.get(key::META)? {
            Some(bytes) => serde_json::from_slice(&bytes)?,
            None => Meta {
                format: FORMAT,
                ..Meta::default()
            },
        };
        if meta.format != FORMAT {
            return Err(Fault::Broken(format!("it has format {}", meta.format)));
        }
        Ok(Self { db, meta })
    }

    /// Makes the writes, in one atomic step with the summary.
    pub(in crate::store) fn write(
        &mut self,
        pending: Pending,
        mark: Mark,
        head: Option<EntryId>,
    ) -> Result<(), Fault> {
        let mut meta = Meta {
            mark,
            head,
            ..self.meta
        };
        let mut batch = sled::Batch::default();
        for (key, value) in pending.writes {
            if !key.starts_with(key::LINES) {
                if let Some(old) = self.db.get(&key)? {
                    meta.count = meta.count.wrapping_sub(1);
                    meta.sum = meta.sum.wrapping_sub(checksum(&key, &old));
                }
                if let Some(new) = &value {
                    meta.count = meta.count.wrapping_add(1);
                    meta.sum = meta.sum.wrapping_add(checksum(&key, new));
                }
            }
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch.insert(key::META, serde_json::to_vec(&meta)?);
        self.db.apply_batch(batch)?;
        self.meta = meta;
        Ok(())
    }

    /// Puts what was written on the disk, as well as sled can.
    pub(in crate::store) fn flush(&self) -> Result<(), Fault> {
        self.db.flush().map(drop).map_err(Fault::from)
    }

    /// The records of a document (links with either end in it), and all tags and saved queries.
    pub(in crate::store) fn document(&self, document: &str) -> Result<Vec<Record>, Fault> {
        let mut records = Vec::new();
        for prefix in [key::of_document(""), key::of_document(document)] {
            for pair in self.db.scan_prefix(&prefix) {
                let (key, value) = pair?;
                let Some(id) = key::link_end(&key) else {
                    records.push(opened(&value)?);
                    continue;
                };
                let from =
                    std::str::from_utf8(&value).map_err(|_| broken("a link points nowhere"))?;
                if from != document {
                    let key = key::in_document(from, key::Kind::Link, id);
                    let link = self.db.get(key)?;
                    records.push(opened(&link.ok_or_else(|| broken("a link is missing"))?)?);
                }
            }
        }
        Ok(records)
    }

    /// Everything, checked against the summary.
    pub(in crate::store) fn whole(&self) -> Result<Whole, Fault> {
        let mut whole = Whole::default();
        let (mut count, mut sum) = (0_u64, 0_u64);
        for pair in &*self.db {
            let (key, value) = pair?;
            if key.starts_with(key::LINES) || key.as_ref() == key::META {
                continue;
            }
            count += 1;
            whole.bytes += (key.len() + value.len()) as u64;
            sum = sum.wrapping_add(checksum(&key, &value));
            if key.starts_with(key::HISTORY) {
                let past: Past = serde_json::from_slice(&value)?;
                past.enter(&mut whole.history, &mut whole.places);
            } else if key.starts_with(key::VERSIONS) {
                whole.versions.push(serde_json::from_slice(&value)?);
            } else if key::link_end(&key).is_none() {
                whole.records.push(opened(&value)?);
            }
        }
        if (count, sum) != (self.meta.count, self.meta.sum) {
            return Err(Fault::Broken(format!(
                "it holds {count} of {} pairs or has changed some",
                self.meta.count
            )));
        }
        if whole.history.head() != self.meta.head {
            return Err(broken("its history ends elsewhere than it says"));
        }
        Ok(whole)
    }

    /// The history alone: entries by name, and where each stands in the journal.
    pub(in crate::store) fn history(&self) -> Result<(History, HashMap<EntryId, Place>), Fault> {
        let (mut history, mut places) = (History::default(), HashMap::new());
        for pair in self.db.scan_prefix(key::HISTORY) {
            let past: Past = serde_json::from_slice(&pair?.1)?;
            past.enter(&mut history, &mut places);
        }
        Ok((history, places))
    }

    /// The last lines of the journal, by number.
    pub(in crate::store) fn lines(&self) -> Result<BTreeMap<u64, Vec<u8>>, Fault> {
        let mut lines = BTreeMap::new();
        for pair in self.db.scan_prefix(key::LINES) {
            let (key, value) = pair?;
            if let Some((_, n)) = key.split_last_chunk::<8>() {
                lines.insert(u64::from_be_bytes(*n), value.to_vec());
            }
        }
        Ok(lines)
    }

    /// Bytes on the disk.
    pub(in crate::store) fn size(&self) -> Result<u64, Fault> {
        Ok(self.db.size_on_disk()?)
    }
}

/// Everything that is in the tables.
#[derive(Debug, Default)]
pub(in crate::store) struct Whole {
    pub(in crate::store) records: Vec<Record>,
    pub(in crate::store) history: History,
    pub(in crate::store) places: HashMap<EntryId, Place>,
    pub(in crate::store) versions: Vec<Version>,
    /// Bytes of all keys and values.
    pub(in crate::store) bytes: u64,
}

impl Whole {
    /// The records as a library.
    pub(in crate::store) fn library(&mut self) -> Library {
        Library::of(std::mem::take(&mut self.records))
    }
}

/// Opens sled, waiting for its own lock. sled gives its files up a little after it was closed, in
/// threads of its own, and says only in words that they are still locked. Another process cannot
/// have them: it would hold the library's lock.
fn unlocked(config: &sled::Config) -> Result<sled::Db, Fault> {
    let mut tries = 0;
    loop {
        match config.open() {
            Err(sled::Error::Io(error)) if error.to_string().contains(LOCKED) => {
                tries += 1;
                if tries > LOCK_TRIES {
                    return Err(Fault::Disk(error.to_string()));
                }
                std::thread::sleep(LOCK_PAUSE);
            }
            other => return Ok(other?),
        }
    }
}

fn broken(words: &str) -> Fault {
    Fault::Broken(words.to_owned())
}

fn opened(value: &[u8]) -> Result<Record, Fault> {
    let opened: Opened = serde_json::from_slice(value)?;
    Ok(opened.record)
}

/// A checksum of a pair: two CRCs of differently ordered halves, as one number.
fn checksum(key: &[u8], value: &[u8]) -> u64 {
    let crc = |first: &[u8], second: &[u8]| {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(first);
        hasher.update(second);
        u64::from(hasher.finalize())
    };
    crc(key, value) << 32 | crc(value, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words by which a locked database is known, and that it is waited for.
    #[test]
    fn a_locked_database_is_waited_for() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("database");
        let first = Tables::open(&path).unwrap();
        let Err(error) = sled::open(&path) else {
            panic!("opened twice");
        };
        assert!(error.to_string().contains(LOCKED), "{error}");
        let wait = std::thread::spawn(move || Tables::open(&path).map(drop));
        drop(first);
        assert_eq!(wait.join().unwrap(), Ok(()));
    }
}
