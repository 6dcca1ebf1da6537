//! The log of a first reading: what was found in each file so far, for when it is interrupted.
//!
//! Knows how findings are added and read back, the last one cut short left out. It is taken away
//! when the catalogue is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::form::put;
use super::stamp::Place;
use super::{Found, make_folder};

/// The name of the log's file in the folder of the cache.
const NAME: &str = "catalogue.part";
/// A log is begun when so many files are to be read.
pub(in crate::corpus) const FROM: usize = 2_000;

/// The log of a reading under way.
#[derive(Debug)]
pub(in crate::corpus) struct Log {
    out: BufWriter<File>,
}

impl Log {
    /// Goes on with the log in a folder of the cache, or begins it. None where it cannot be
    /// written: the reading is then begun anew when it was interrupted.
    pub(in crate::corpus) fn open(cache: &Path, root: &Path) -> Option<Self> {
        make_folder(cache).ok()?;
        let path = cache.join(NAME);
        let fresh = left(&path, root).is_none();
        let file = OpenOptions::new()
            .create(true)
            .append(!fresh)
            .write(true)
            .truncate(fresh)
            .open(path)
            .ok()?;
        let mut log = Self {
            out: BufWriter::with_capacity(1 << 16, file),
        };
        if fresh {
            log.write(&Place::of(root)?.bytes())?;
        }
        Some(log)
    }

    /// Adds what was found in a file.
    pub(in crate::corpus) fn add(&mut self, found: &Found) -> Option<()> {
        let mut record = Vec::new();
        put(found, &mut record);
        let length = u32::try_from(record.len()).ok()?;
        self.write(&length.to_le_bytes())?;
        self.write(&record)
    }

    fn write(&mut self, bytes: &[u8]) -> Option<()> {
        self.out.write_all(bytes).ok()
    }

    /// What the log in a folder of the cache has, if it is of this folder of documents.
    pub(in crate::corpus) fn read(cache: &Path, root: &Path) -> Vec<Found> {
        let bytes = left(&cache.join(NAME), root).unwrap_or_default();
        let mut rest = bytes.as_slice();
        std::iter::from_fn(|| {
            let (length, more) = rest.split_at_checked(4)?;
            let length = u32::from_le_bytes(length.try_into().ok()?);
            let (record, more) = more.split_at_checked(length as usize)?;
            let (sum, record) = record.split_at_checked(4)?;
            let sound = crc32fast::hash(record) == u32::from_le_bytes(sum.try_into().ok()?);
            rest = more;
            sound.then(|| postcard::from_bytes(record).ok()).flatten()
        })
        .collect()
    }

    /// Takes the log away.
    pub(in crate::corpus) fn remove(cache: &Path) {
        let path: PathBuf = cache.join(NAME);
        // One that stays is not read again: its findings are in the catalogue.
        let _ = fs::remove_file(path);
    }
}

/// The bytes after the head of a log of this folder and program.
fn left(path: &Path, root: &Path) -> Option<Vec<u8>> {
    let head = Place::of(root)?.bytes();
    let mut file = File::open(path).ok()?;
    let mut there = [0; 24];
    file.read_exact(&mut there).ok()?;
    if there != head {
        return None;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
