//! The form of the catalogue's bytes.
//!
//! All numbers are little-endian. A head of [`HEAD`] bytes with its checksum and that of all the rest;
//! the places of the records, and of their end (eight bytes each); the first place in the table of
//! names for each value of the leading bits of a name's hash (four bytes each); the table of names, by
//! hash: the hash and the record's index (four bytes each); the versions of the documents (eight bytes
//! each, 0 where unknown); where the documents are kept (twelve bytes each); the records, each after its checksum: documents in reading order, then files
//! that could not be read.

use std::borrow::Borrow;
use std::fs::File;
use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::stamp::Place;
use super::texts::{Kept, PLACE};
use super::{Entry, Failed};

/// What the file begins with.
const MAGIC: [u8; 8] = *b"glosscat";
/// The form; another one is not read.
const FORMAT: u32 = 5;
/// Bytes of the head.
const HEAD: usize = 64;
/// No record is longer; a place that says so is damaged.
const LONGEST: u64 = 1 << 20;
/// So many bytes are looked at together when all are.
const CHUNK: u64 = 1 << 20;

/// Where the bytes lie.
#[derive(Debug)]
pub(super) enum Bytes {
    /// In memory.
    Memory(Vec<u8>),
    /// In a file of which parts are read.
    File(File),
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Memory(Vec::new())
    }
}

impl Bytes {
    /// Fills a buffer with the bytes at a place.
    fn fill(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => {
                let from = usize::try_from(at).unwrap_or(usize::MAX);
                let part = bytes.get(from..).and_then(|rest| rest.get(..buffer.len()));
                buffer.copy_from_slice(part.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Self::File(file) => read_at(file, buffer, at),
        }
    }

    fn numbers<const N: usize>(&self, at: u64) -> Option<[u64; N]> {
        let mut buffer = vec![0; N * 8];
        self.fill(&mut buffer, at).ok()?;
        let mut numbers = [0; N];
        for (number, bytes) in numbers.iter_mut().zip(buffer.chunks_exact(8)) {
            *number = u64::from_le_bytes(bytes.try_into().ok()?);
        }
        Some(numbers)
    }
}

#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(not(unix))]
pub(crate) fn read_at(mut file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    use std::io::{Read as _, Seek as _};
    // The place in the file is shared, but on these systems only one thread asks at a time.
    file.seek(io::SeekFrom::Start(at))?;
    file.read_exact(buffer)
}

/// What the head says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) place: Place,
    documents: u32,
    failed: u32,
    /// Leading bits of a name's hash by which the table of names is entered.
    bits: u32,
    /// Bytes of the whole.
    length: u64,
    /// Checksum of all that comes after the head.
    sum: u32,
}

impl Head {
    pub(super) fn documents(&self) -> usize {
        self.documents as usize
    }

    pub(super) fn failed(&self) -> usize {
        self.failed as usize
    }

    /// Reads and checks the head of so many bytes.
    pub(super) fn read(bytes: &Bytes, length: u64) -> Option<Self> {
        let mut head = [0; HEAD];
        bytes.fill(&mut head, 0).ok()?;
        let word = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let long = |at: usize| Some(u64::from_le_bytes(head.get(at..at + 8)?.try_into().ok()?));
        let sound = head.starts_with(&MAGIC)
            && word(8)? == FORMAT
            && word(HEAD - 4)? == crc32fast::hash(head.get(..HEAD - 4)?);
        let read = Self {
            place: Place {
                folder: [long(24)?, long(32)?],
                program: long(40)?,
            },
            documents: word(12)?,
            failed: word(16)?,
            bits: word(20)?,
            length: long(48)?,
            sum: word(56)?,
        };
        (sound && read.length == length && read.bits < 32).then_some(read)
    }

    fn bytes(&self) -> [u8; HEAD] {
        let mut head = Vec::with_capacity(HEAD);
        head.extend(MAGIC);
        for word in [FORMAT, self.documents, self.failed, self.bits] {
            head.extend(word.to_le_bytes());
        }
        let [device, folder] = self.place.folder;
        for long in [device, folder, self.place.program, self.length] {
            head.extend(long.to_le_bytes());
        }
        head.extend(self.sum.to_le_bytes());
        head.resize(HEAD - 4, 0);
        head.extend(crc32fast::hash(&head).to_le_bytes());
        let mut bytes = [0; HEAD];
        bytes.copy_from_slice(&head);
        bytes
    }

    /// Whether no byte after the head is damaged. Reads all of them.
    pub(super) fn is_whole(&self, bytes: &Bytes) -> bool {
        let mut sum = crc32fast::Hasher::new();
        let mut at = HEAD as u64;
        while at < self.length {
            let mut chunk = vec![0; CHUNK.min(self.length - at) as usize];
            if bytes.fill(&mut chunk, at).is_err() {
                return false;
            }
            sum.update(&chunk);
            at += chunk.len() as u64;
        }
        sum.finalize() == self.sum
    }

    fn records(&self) -> u64 {
        u64::from(self.documents) + u64::from(self.failed)
    }

    fn buckets_at(&self) -> u64 {
        HEAD as u64 + (self.records() + 1) * 8
    }

    fn names_at(&self) -> u64 {
        self.buckets_at() + ((1 << self.bits) + 1) * 4
    }

    fn versions_at(&self) -> u64 {
        self.names_at() + u64::from(self.documents) * 8
    }

    fn kept_at(&self) -> u64 {
        self.versions_at() + u64::from(self.documents) * 8
    }

    fn records_at(&self) -> u64 {
        self.kept_at() + u64::from(self.documents) * PLACE as u64
    }

    /// Where the document at an index is kept. A damaged place leads to what is no document.
    pub(super) fn kept(&self, bytes: &Bytes, index: usize) -> Option<Kept> {
        if index >= self.documents() {
            return None;
        }
        let mut place = [0; PLACE];
        let at = self.kept_at() + index as u64 * PLACE as u64;
        bytes.fill(&mut place, at).ok()?;
        Kept::of_bytes(place)
    }

    /// The versions of all documents. A damaged one is like none that anybody knows.
    pub(super) fn versions(&self, bytes: &Bytes) -> Option<Vec<u64>> {
        let mut versions = vec![0; self.documents() * 8];
        bytes.fill(&mut versions, self.versions_at()).ok()?;
        let versions = versions.chunks_exact(8);
        versions
            .map(|version| version.try_into().ok().map(u64::from_le_bytes))
            .collect()
    }

    /// The record at an index; None where there is none or it is damaged.
    pub(super) fn record<T: DeserializeOwned>(&self, bytes: &Bytes, index: usize) -> Option<T> {
        if index as u64 >= self.records() {
            return None;
        }
        let [from, to] = bytes.numbers(HEAD as u64 + index as u64 * 8)?;
        let length = to
            .checked_sub(from)
            .filter(|it| (5..LONGEST).contains(it))?;
        let mut record = vec![0; usize::try_from(length).ok()?];
        bytes.fill(&mut record, from).ok()?;
        let (sum, record) = record.split_at_checked(4)?;
        let sum = u32::from_le_bytes(sum.try_into().ok()?);
        if sum != crc32fast::hash(record) {
            return None;
        }
        postcard::from_bytes(record).ok()
    }

    /// The indexes of documents that may have that name.
    pub(super) fn candidates(&self, bytes: &Bytes, name: &str) -> Vec<usize> {
        self.candidates_of(bytes, hash(name)).unwrap_or_default()
    }

    fn candidates_of(&self, bytes: &Bytes, hash: u32) -> Option<Vec<usize>> {
        let bucket = u64::from(hash.checked_shr(32 - self.bits).unwrap_or(0));
        let mut bounds = [0; 8];
        bytes
            .fill(&mut bounds, self.buckets_at() + bucket * 4)
            .ok()?;
        let (from, to) = bounds.split_at(4);
        let from = u32::from_le_bytes(from.try_into().ok()?);
        let to = u32::from_le_bytes(to.try_into().ok()?);
        let count = to.checked_sub(from).filter(|_| to <= self.documents)?;
        let mut names = vec![0; count as usize * 8];
        bytes
            .fill(&mut names, self.names_at() + u64::from(from) * 8)
            .ok()?;
        let found = names.chunks_exact(8).filter_map(|name| {
            let (there, index) = name.split_at(4);
            let there = u32::from_le_bytes(there.try_into().ok()?);
            let index = u32::from_le_bytes(index.try_into().ok()?);
            (there == hash).then_some(index as usize)
        });
        Some(found.collect())
    }
}

/// FNV-1a, its halves folded together.
fn hash(name: &str) -> u32 {
    let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash ^ (hash >> 32)) as u32
}

/// Puts a catalogue together.
pub(super) fn assemble(
    place: Place,
    entries: &[impl Borrow<Entry>],
    failed: &[Failed],
) -> (Head, Vec<u8>) {
    let entries = entries.iter().map(Borrow::borrow);
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut head = Head {
        place,
        documents: count(entries.len()),
        failed: count(failed.len()),
        // About sixteen names to a value.
        bits: (entries.len() / 16)
            .checked_ilog2()
            .map_or(0, |it| it + 1)
            .min(24),
        length: 0,
        sum: 0,
    };
    let mut names: Vec<(u32, u32)> = entries
        .clone()
        .zip(0..)
        .map(|(entry, index): (&Entry, u32)| (hash(entry.listing.id.as_str()), index))
        .collect();
    names.sort_unstable();
    let mut bytes = vec![0; HEAD];
    let mut records = Vec::new();
    let start = head.records_at();
    for entry in entries.clone() {
        bytes.extend((start + records.len() as u64).to_le_bytes());
        put(entry, &mut records);
    }
    for failed in failed {
        bytes.extend((start + records.len() as u64).to_le_bytes());
        put(failed, &mut records);
    }
    bytes.extend((start + records.len() as u64).to_le_bytes());
    for bucket in 0..=1_u64 << head.bits {
        let first = names.partition_point(|(hash, _)| {
            u64::from(hash.checked_shr(32 - head.bits).unwrap_or(0)) < bucket
        });
        bytes.extend(count(first).to_le_bytes());
    }
    for (hash, index) in names {
        bytes.extend(hash.to_le_bytes());
        bytes.extend(index.to_le_bytes());
    }
    for entry in entries.clone() {
        bytes.extend(entry.version().to_le_bytes());
    }
    for entry in entries {
        bytes.extend(Kept::to_bytes(entry.kept));
    }
    bytes.append(&mut records);
    head.length = bytes.len() as u64;
    head.sum = crc32fast::hash(bytes.get(HEAD..).unwrap_or_default());
    if let Some(room) = bytes.get_mut(..HEAD) {
        room.copy_from_slice(&head.bytes());
    }
    (head, bytes)
}

/// Adds a record after its checksum.
pub(super) fn put(record: &impl Serialize, to: &mut Vec<u8>) {
    // Values in memory always can be written; an empty record would be read as damaged.
    let record = postcard::to_allocvec(record).unwrap_or_default();
    to.extend(crc32fast::hash(&record).to_le_bytes());
    to.extend(record);
}
