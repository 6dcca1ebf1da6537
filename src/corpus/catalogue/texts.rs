//! Documents as they were read, so that they need not be read and recognised again.
//!
//! Knows the file of the cache in which they lie, packed, one after the other, and how one is found
//! there by its place, whole or its text only. What is damaged, or was written by another program, counts as not there: the
//! source is read instead. Does not know whether a source has changed.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
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

    /// The place as bytes; all of them 0 where there is none.
    pub(super) fn to_bytes(kept: Option<Self>) -> [u8; PLACE] {
        let mut bytes = [0; PLACE];
        if let Some(Self { at, length }) = kept {
            let (first, last) = bytes.split_at_mut(8);
            first.copy_from_slice(&at.to_le_bytes());
            last.copy_from_slice(&length.to_le_bytes());
        }
        bytes
    }

    /// The place that such bytes tell.
    pub(super) fn of_bytes(bytes: [u8; PLACE]) -> Option<Self> {
        let (at, length) = bytes.split_at(8);
        let kept = Self {
            at: u64::from_le_bytes(at.try_into().ok()?),
            length: u32::from_le_bytes(length.try_into().ok()?),
        };
        (kept.length > 0).then_some(kept)
    }
}

/// Bytes of a place.
pub(super) const PLACE: usize = 12;
/// Bytes before a packed document: how long its first part is, and the checksums of both.
const HEAD: usize = 12;

/// The text of a document and where its blocks stand in it, without anything else: all that is looked
/// at when very many documents are searched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skim {
    /// The canonical text.
    pub text: String,
    /// The bytes of each block in it, in reading order.
    pub blocks: Vec<Range<usize>>,
}

impl Skim {
    /// That of a document at hand.
    pub fn of(document: &Document) -> Self {
        Self {
            text: document.text.clone(),
            blocks: document.blocks.iter().map(|it| it.range.clone()).collect(),
        }
    }
}

/// A document as it is kept, in two parts: the places of its blocks with its text, then all the rest.
/// None for one that cannot be written so, such as one whose path is not Unicode.
pub(in crate::corpus) fn pack(document: &mut Document) -> Option<Vec<u8>> {
    let mut first = Vec::with_capacity(document.text.len() + document.blocks.len() * 2 + 8);
    put(document.blocks.len(), &mut first);
    let mut before = 0;
    for block in &document.blocks {
        put(block.range.start.checked_sub(before)?, &mut first);
        put(block.range.len(), &mut first);
        before = block.range.end;
    }
    first.extend(document.text.as_bytes());
    // The text is not written twice.
    let text = std::mem::take(&mut document.text);
    let rest = postcard::to_allocvec(document);
    document.text = text;
    let parts = [first, rest.ok()?].map(|part| lz4_flex::compress_prepend_size(&part));
    let [first, rest] = &parts;
    let mut bytes = u32::try_from(first.len()).ok()?.to_le_bytes().to_vec();
    for part in [first, rest] {
        bytes.extend(crc32fast::hash(part).to_le_bytes());
    }
    bytes.extend(first);
    bytes.extend(rest);
    Some(bytes)
}

/// What a packed first part holds, if it is whole.
fn unpack_text(packed: &[u8], sum: u32) -> Option<Skim> {
    let mut plain = unpack(packed, sum)?;
    let mut at = 0;
    let blocks = take(&plain, &mut at)?;
    // No block takes fewer than two bytes.
    let mut skim = Skim {
        blocks: Vec::with_capacity(blocks.min(plain.len() / 2)),
        ..Skim::default()
    };
    let mut before = 0_usize;
    for _ in 0..blocks {
        let start = before.checked_add(take(&plain, &mut at)?)?;
        before = start.checked_add(take(&plain, &mut at)?)?;
        skim.blocks.push(start..before);
    }
    plain.drain(..at);
    skim.text = String::from_utf8(plain).ok()?;
    Some(skim)
}

fn unpack(packed: &[u8], sum: u32) -> Option<Vec<u8>> {
    if crc32fast::hash(packed) != sum {
        return None;
    }
    lz4_flex::decompress_size_prepended(packed).ok()
}

/// Writes a number in seven bits to a byte, the lowest first.
fn put(mut number: usize, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Reads such a number; None at the end and where it is damaged.
fn take(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let (mut number, mut shift) = (0_usize, 0);
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
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
        let bytes = self.bytes_at(kept)?;
        let (head, packed) = bytes.split_at_checked(HEAD)?;
        let (first, rest) = packed.split_at_checked(number(head, 0)? as usize)?;
        let skim = unpack_text(first, number(head, 4)?)?;
        let mut document: Document = postcard::from_bytes(&unpack(rest, number(head, 8)?)?).ok()?;
        document.text = skim.text;
        Some(document)
    }

    /// The text of the document at a place, if it is whole.
    pub(in crate::corpus) fn skim(&self, kept: Kept) -> Option<Skim> {
        // Most of what is kept of a document is its text, so that both parts are read at once.
        let bytes = self.bytes_at(kept)?;
        let (head, packed) = bytes.split_at_checked(HEAD)?;
        let first = packed.get(..number(head, 0)? as usize)?;
        unpack_text(first, number(head, 4)?)
    }

    fn bytes_at(&self, kept: Kept) -> Option<Vec<u8>> {
        let file = self.file.get_or_init(|| File::open(&self.path).ok());
        if kept.length > LONGEST {
            return None;
        }
        let mut bytes = vec![0; kept.length as usize];
        read_at(file.as_ref()?, &mut bytes, kept.at).ok()?;
        Some(bytes)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
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
