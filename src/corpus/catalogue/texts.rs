//! Documents as they were read, so that they need not be read and recognised again.
//!
//! Knows the file of the cache in which they lie, packed, one after the other, and how one is found
//! there by its place. What is damaged, or was written by another program, counts as not there: the
//! source is read instead. Does not know whether a source has changed.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::form::read_at;
use super::make_folder;
use super::stamp::Place;
use crate::corpus::Document;

/// The name of the file in the folder of the cache.
const NAME: &str = "documents";
/// No document packed is longer, in bytes; a place that says so is damaged.
const LONGEST: u32 = 1 << 30;

/// Where a document lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::corpus) struct Kept {
    at: u64,
    length: u32,
}

impl Kept {
    /// The bytes it takes.
    pub(in crate::corpus) fn bytes(self) -> u64 {
        u64::from(self.length)
    }
}

/// A document as it is kept; None for one that cannot be written so, such as one whose path is not
/// Unicode.
pub(in crate::corpus) fn pack(document: &Document) -> Option<Vec<u8>> {
    let plain = postcard::to_allocvec(document).ok()?;
    let packed = lz4_flex::compress_prepend_size(&plain);
    let mut bytes = crc32fast::hash(&packed).to_le_bytes().to_vec();
    bytes.extend(packed);
    Some(bytes)
}

/// The documents kept in a folder of the cache.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Texts {
    path: PathBuf,
    file: OnceLock<Option<File>>,
}

impl Texts {
    /// Those in a folder of the cache; nothing is opened before one is asked for.
    pub(in crate::corpus) fn of(cache: &Path) -> Self {
        Self {
            path: cache.join(NAME),
            file: OnceLock::new(),
        }
    }

    /// Bytes of the whole file.
    pub(in crate::corpus) fn bytes(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |about| about.len())
    }

    /// The document at a place, if it is whole.
    pub(in crate::corpus) fn get(&self, kept: Kept) -> Option<Document> {
        let file = self.file.get_or_init(|| File::open(&self.path).ok());
        if kept.length > LONGEST {
            return None;
        }
        let mut bytes = vec![0; kept.length as usize];
        read_at(file.as_ref()?, &mut bytes, kept.at).ok()?;
        let (sum, packed) = bytes.split_at_checked(4)?;
        if crc32fast::hash(packed) != u32::from_le_bytes(sum.try_into().ok()?) {
            return None;
        }
        let plain = lz4_flex::decompress_size_prepended(packed).ok()?;
        postcard::from_bytes(&plain).ok()
    }
}

/// Adds documents to those in a folder of the cache.
#[derive(Debug)]
pub(in crate::corpus) struct Keeper {
    out: BufWriter<File>,
    end: u64,
}

impl Keeper {
    /// Goes on with the file there, or begins it where it is of another folder of documents or of
    /// another program, or where it is to be begun `anew`. None where it cannot be written.
    pub(in crate::corpus) fn open(cache: &Path, root: &Path, anew: bool) -> Option<Self> {
        make_folder(cache).ok()?;
        let head = Place::of(root)?.bytes();
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        let mut file = options.open(cache.join(NAME)).ok()?;
        let mut there = [0; 24];
        let sound = file.read_exact(&mut there).is_ok() && there == head && !anew;
        if !sound {
            file.set_len(0).ok()?;
            file.seek(SeekFrom::Start(0)).ok()?;
            file.write_all(&head).ok()?;
        }
        let end = file.seek(SeekFrom::End(0)).ok()?;
        Some(Self {
            out: BufWriter::with_capacity(1 << 18, file),
            end,
        })
    }

    /// Adds a packed document.
    pub(in crate::corpus) fn add(&mut self, packed: &[u8]) -> Option<Kept> {
        let kept = Kept {
            at: self.end,
            length: u32::try_from(packed.len()).ok()?,
        };
        self.out.write_all(packed).ok()?;
        self.end += packed.len() as u64;
        Some(kept)
    }
}
