//! The sign of a library, and what it ever held: for those who ask whether anything changed since they
//! last looked.
//!
//! Knows what the system says of the journal and of the folder of kept texts. Takes in no record for the
//! sign; the journal is read only where somebody wants to know what was ever in it.

use std::collections::HashSet;
use std::fs::{self, File, Metadata};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Store;
use super::folder::Folder;
use super::journal::{self, Mark};
use super::line;
use crate::library::RecordId;

/// So many bytes at the end of the journal are part of the sign: whatever was added to it is told by
/// them and by its length, however coarse the times of the system are.
const TAIL: u64 = 4096;

/// The records that a library's history names, to be asked on any thread.
#[derive(Debug, Clone)]
pub struct Ever {
    journal: PathBuf,
    until: u64,
}

impl Ever {
    /// Every record that was ever made, removed ones and those of branches left behind included. As far
    /// as the journal can be read.
    pub fn records(&self) -> HashSet<RecordId> {
        let mut records = HashSet::new();
        let read = journal::read(&self.journal, Mark::default(), self.until, |line, _, _| {
            if let Some(line::Event::Entry(entry)) = line.event {
                let changed = entry.changes.iter().flat_map(|it| [&it.before, &it.after]);
                records.extend(changed.flatten().map(crate::library::Record::id));
            }
        });
        // A record that is not known makes whoever asks more careful, which is what is wanted here.
        drop(read);
        records
    }
}

impl Store {
    /// What tells the state of the library in a folder from any other, as bytes. None where there is no
    /// library.
    pub fn sign(dir: &Path) -> Option<Vec<u8>> {
        let folder = Folder::new(dir);
        let mut journal = File::open(folder.journal()).ok()?;
        let about = journal.metadata().ok()?;
        let mut sign = stamp(&about)?;
        let from = about.len().saturating_sub(TAIL);
        journal.seek(SeekFrom::Start(from)).ok()?;
        journal.take(TAIL).read_to_end(&mut sign).ok()?;
        // Texts that came or went: passages are found by them.
        let texts = fs::metadata(folder.snapshots()).ok();
        sign.extend(texts.and_then(|it| stamp(&it)).unwrap_or_default());
        Some(sign)
    }

    /// The records that were ever in the library, to be asked later.
    pub fn ever(&self) -> Ever {
        Ever {
            journal: self.journal.path().to_owned(),
            until: self.journal.end().bytes,
        }
    }
}

/// Length, time and number of a file or folder; None where the system tells no time.
fn stamp(about: &Metadata) -> Option<Vec<u8>> {
    let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut stamp = about.len().to_le_bytes().to_vec();
    stamp.extend(modified.as_nanos().to_le_bytes());
    stamp.extend(number(about).to_le_bytes());
    Some(stamp)
}

#[cfg(unix)]
fn number(about: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    about.ino()
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}
