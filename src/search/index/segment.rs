//! A segment of the index: for each word the documents in which it stands, and where.
//!
//! All numbers are little-endian, or (where said) in seven bits to a byte, the lowest first. A head
//! of [`HEAD`] bytes with its checksum and that of the table; the lists of the words; the table,
//! which is held in memory: the words in order with a line end after each, where each ends, where
//! its list ends, and for each document its version, its nature, and where its blocks begin.
//!
//! A list has for each document how many documents it is after the one before, times two, and one
//! more if the word stands there once; if it stands there more often, how many bytes follow; then the
//! places: how many words after the one before, times four, and what stands before the word
//! ([`Joint`]); all in seven bits to a byte. After it stands its checksum.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::Path;

use super::words::Joint;
use crate::corpus::read_at;

/// What the file begins with.
const MAGIC: [u8; 8] = *b"glosswrd";
/// The form; another one is not read.
const FORMAT: u32 = 2;
/// Bytes of the head.
const HEAD: usize = 72;

/// What sort of a text a document has, as far as the index minds.
pub(super) mod nature {
    /// Nothing but ASCII: words are counted in it as the index counts them.
    pub(in crate::search::index) const PLAIN: u8 = 1;
    /// Letters that folding makes something else of than one letter each: what stands in the text
    /// as it is may not be found by its folded words.
    pub(in crate::search::index) const ODD: u8 = 2;
    /// It is not in the lists; only looking at it tells what it holds.
    pub(in crate::search::index) const UNREAD: u8 = 4;
}

/// Writes a number in seven bits to a byte.
pub(super) fn put(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Reads such a number; None at the end and where it is damaged.
#[inline]
fn take(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    if first < 0x80 {
        return Some(u64::from(first));
    }
    let mut number = u64::from(first & 0x7f);
    let mut shift = 7;
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Adds to a list a document that is so many after the one before, with its places.
pub(super) fn enter(more: u64, single: bool, places: &[u8], list: &mut Vec<u8>) {
    put(more << 1 | u64::from(single), list);
    if !single {
        put(places.len() as u64, list);
    }
    list.extend(places);
}

/// What is written of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) version: u64,
    pub(super) nature: u8,
    /// How many words stand before each block, in seven bits to a byte, each less the one before.
    pub(super) blocks: Vec<u8>,
}

/// Writes a segment into a file. `words` stand in order, each with its list.
pub(super) fn write(
    path: &Path,
    sign: [u8; 24],
    words: &[(&str, &[u8])],
    documents: &[Entry],
) -> io::Result<()> {
    let small = |length: usize| u32::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge);
    let mut text = Vec::new();
    let mut ends = Vec::with_capacity(words.len() * 4);
    let mut lists = Vec::with_capacity(words.len() * 4);
    let mut at = 0;
    for (word, list) in words {
        text.extend(word.as_bytes());
        ends.extend(small(text.len())?.to_le_bytes());
        text.push(b'\n');
        at += list.len() + 4;
        lists.extend(small(at)?.to_le_bytes());
    }
    let mut table = text;
    let length = small(table.len())?;
    table.append(&mut ends);
    table.append(&mut lists);
    let mut blocks = Vec::new();
    let mut block_ends = Vec::with_capacity(documents.len() * 4);
    for document in documents {
        table.extend(document.version.to_le_bytes());
        blocks.extend(&document.blocks);
        block_ends.extend(small(blocks.len())?.to_le_bytes());
    }
    table.extend(documents.iter().map(|document| document.nature));
    table.append(&mut block_ends);
    table.append(&mut blocks);
    let mut head = Vec::with_capacity(HEAD);
    head.extend(MAGIC);
    head.extend(FORMAT.to_le_bytes());
    head.extend(sign);
    for number in [documents.len(), words.len(), at, length as usize] {
        head.extend(small(number)?.to_le_bytes());
    }
    head.extend((table.len() as u64).to_le_bytes());
    head.extend(crc32fast::hash(&table).to_le_bytes());
    head.resize(HEAD - 4, 0);
    head.extend(crc32fast::hash(&head).to_le_bytes());
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    out.write_all(&head)?;
    for (_, list) in words {
        out.write_all(list)?;
        out.write_all(&crc32fast::hash(list).to_le_bytes())?;
    }
    out.write_all(&table)?;
    out.flush()
}

/// A segment, open.
#[derive(Debug)]
pub(super) struct Segment {
    file: File,
    table: Vec<u8>,
    words: usize,
    documents: usize,
    /// Bytes of the words, with line ends.
    length: usize,
}

impl Segment {
    /// The segment in a file, if it is whole and of that sign.
    pub(super) fn open(path: &Path, sign: [u8; 24]) -> Option<Self> {
        let file = File::open(path).ok()?;
        let mut head = [0; HEAD];
        read_at(&file, &mut head, 0).ok()?;
        let word = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let sound = head.starts_with(&MAGIC)
            && word(8)? == FORMAT
            && head.get(12..36)? == sign
            && word(HEAD - 4)? == crc32fast::hash(head.get(..HEAD - 4)?);
        if !sound {
            return None;
        }
        let long = u64::from_le_bytes(head.get(52..60)?.try_into().ok()?);
        let at = HEAD as u64 + u64::from(word(44)?);
        // A file cut short is told before room is made for what it should hold.
        if fs::metadata(path).ok()?.len() != at + long {
            return None;
        }
        let mut table = vec![0; usize::try_from(long).ok()?];
        read_at(&file, &mut table, at).ok()?;
        if crc32fast::hash(&table) != word(60)? {
            return None;
        }
        Some(Self {
            file,
            table,
            documents: word(36)? as usize,
            words: word(40)? as usize,
            length: word(48)? as usize,
        })
    }

    /// How many documents are in it.
    pub(super) fn documents(&self) -> usize {
        self.documents
    }

    fn number(&self, at: usize) -> usize {
        let bytes = self.table.get(at..at + 4).and_then(|it| it.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    }

    /// The bytes before and after an entry of a row of ends.
    fn part(&self, row: usize, index: usize) -> Range<usize> {
        let from = match index {
            0 => 0,
            _ => self.number(row + (index - 1) * 4),
        };
        from..self.number(row + index * 4)
    }

    fn documents_at(&self) -> usize {
        self.length + self.words * 8
    }

    /// The version of a document.
    pub(super) fn version(&self, document: usize) -> u64 {
        let at = self.documents_at() + document * 8;
        let bytes = self.table.get(at..at + 8).and_then(|it| it.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    }

    /// What sort of a text a document has.
    pub(super) fn nature(&self, document: usize) -> u8 {
        let at = self.documents_at() + self.documents * 8 + document;
        self.table.get(at).copied().unwrap_or(nature::UNREAD)
    }

    /// How many words stand before each block of a document.
    pub(super) fn blocks(&self, document: usize, into: &mut Vec<u32>) {
        into.clear();
        let row = self.documents_at() + self.documents * 9;
        let part = self.part(row, document);
        let from = row + self.documents * 4;
        let bytes = self.table.get(from + part.start..from + part.end);
        let bytes = bytes.unwrap_or_default();
        let (mut at, mut before) = (0, 0);
        while let Some(more) = take(bytes, &mut at) {
            before += more;
            into.push(u32::try_from(before).unwrap_or(u32::MAX));
        }
    }

    fn word(&self, index: usize) -> &[u8] {
        let part = self.part(self.length, index);
        let start = part.start + usize::from(index > 0);
        self.table.get(start..part.end).unwrap_or_default()
    }

    /// The words of the whole segment, with a line end after each.
    fn text(&self) -> &[u8] {
        self.table.get(..self.length).unwrap_or_default()
    }

    /// The first word for which `before` does not hold; it holds for all before that one.
    fn first(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.words);
        while low < high {
            let middle = usize::midpoint(low, high);
            if before(self.word(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The number of a word, if it stands anywhere.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let at = self.first(|other| other < word.as_bytes());
        (at < self.words && self.word(at) == word.as_bytes()).then_some(at)
    }

    /// The numbers of the words that begin so.
    pub(super) fn beginning(&self, head: &str) -> Range<usize> {
        let head = head.as_bytes();
        let from = self.first(|other| other < head);
        let to = self.first(|other| other < head || other.starts_with(head));
        from..to.max(from)
    }

    /// What stands after a beginning in a word of that number.
    pub(super) fn rest(&self, index: usize, head: &str) -> &str {
        let rest = self.word(index).get(head.len()..);
        rest.and_then(|rest| std::str::from_utf8(rest).ok())
            .unwrap_or("")
    }

    /// The numbers of the words that hold this.
    pub(super) fn holding(&self, part: &str) -> Vec<usize> {
        let finder = memchr::memmem::Finder::new(part.as_bytes());
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = (self.text().get(from..)).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            let index = self.at(at);
            found.push(index);
            from = self.part(self.length, index).end;
        }
        found
    }

    /// The number of the word at a byte of the words.
    fn at(&self, at: usize) -> usize {
        let (mut low, mut high) = (0, self.words);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.number(self.length + middle * 4) <= at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn list_at(&self, index: usize) -> Range<usize> {
        self.part(self.length + self.words * 4, index)
    }

    /// How many bytes the list of a word takes.
    pub(super) fn weight(&self, index: usize) -> usize {
        self.list_at(index).len()
    }

    /// The list of a word; None where it is damaged.
    pub(super) fn list(&self, index: usize) -> Option<List> {
        let part = self.list_at(index);
        let mut bytes = vec![0; part.len()];
        read_at(&self.file, &mut bytes, (HEAD + part.start) as u64).ok()?;
        let (_, sum) = bytes.split_last_chunk::<4>()?;
        let sum = u32::from_le_bytes(*sum);
        bytes.truncate(bytes.len() - 4);
        (crc32fast::hash(&bytes) == sum).then_some(List(bytes))
    }
}

/// The list of a word.
#[derive(Debug, Default)]
pub(super) struct List(Vec<u8>);

impl List {
    /// The documents, each with its places.
    pub(super) fn documents(&self) -> Documents<'_> {
        Documents {
            bytes: &self.0,
            at: 0,
            document: 0,
        }
    }
}

/// The documents of a list, from first to last.
pub(super) struct Documents<'a> {
    bytes: &'a [u8],
    at: usize,
    document: u32,
}

impl<'a> Iterator for Documents<'a> {
    type Item = (u32, Places<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let more = take(self.bytes, &mut self.at)?;
        let length = if more & 1 == 1 {
            let rest = self.bytes.get(self.at..)?;
            rest.iter().position(|byte| *byte < 0x80)? + 1
        } else {
            usize::try_from(take(self.bytes, &mut self.at)?).ok()?
        };
        let places = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        self.document = self.document.checked_add(u32::try_from(more >> 1).ok()?)?;
        let places = Places {
            bytes: places,
            at: 0,
            before: 0,
        };
        Some((self.document, places))
    }
}

/// Where a word stands in a document: how many words before it, and what stands right before it.
#[derive(Debug, Clone)]
pub(super) struct Places<'a> {
    bytes: &'a [u8],
    at: usize,
    before: u32,
}

impl Places<'_> {
    /// How many there are.
    pub(super) fn number(&self) -> usize {
        // The last byte of each number is a small one.
        self.bytes.iter().filter(|byte| **byte < 0x80).count()
    }
}

impl Iterator for Places<'_> {
    type Item = (u32, Joint);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let number = take(self.bytes, &mut self.at)?;
        self.before = self.before.checked_add(u32::try_from(number >> 2).ok()?)?;
        Some((self.before, Joint::of(number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGN: [u8; 24] = [7; 24];

    fn list(documents: &[(u64, &[u64])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (more, places) in documents {
            let mut inner = Vec::new();
            places.iter().for_each(|number| put(*number, &mut inner));
            enter(*more, places.len() == 1, &inner, &mut bytes);
        }
        bytes
    }

    fn written(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("s");
        let (a, b) = (
            list(&[(0, &[0]), (2, &[4 * 300 + 1, 5])]),
            list(&[(1, &[3])]),
        );
        let words: Vec<(&str, &[u8])> = vec![("decl", &b), ("declare", &a), ("été", &b)];
        let documents: Vec<Entry> = (0..3)
            .map(|n| Entry {
                version: 10 + n,
                nature: nature::PLAIN,
                blocks: vec![0, n as u8],
            })
            .collect();
        write(&path, SIGN, &words, &documents).unwrap();
        path
    }

    #[test]
    fn a_segment_gives_back_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let segment = Segment::open(&written(folder.path()), SIGN).unwrap();
        assert_eq!(segment.find("declare"), Some(1));
        assert_eq!(segment.find("declar"), None);
        assert_eq!(segment.beginning("decl"), 0..2);
        assert_eq!(segment.beginning(""), 0..3);
        assert_eq!(segment.holding("lar"), [1]);
        assert_eq!(segment.holding("t"), [2]);
        assert_eq!(segment.holding("e"), [0, 1]);
        let list = segment.list(1).unwrap();
        let found: Vec<(u32, Vec<(u32, Joint)>)> = list
            .documents()
            .map(|(document, places)| (document, places.collect()))
            .collect();
        let expected = vec![
            (0, vec![(0, Joint::Other)]),
            (2, vec![(300, Joint::Blank), (301, Joint::Blank)]),
        ];
        assert_eq!(found, expected);
        assert_eq!(segment.version(2), 12);
        let mut blocks = Vec::new();
        segment.blocks(2, &mut blocks);
        assert_eq!(blocks, [0, 2]);
    }

    #[test]
    fn what_is_damaged_or_of_another_corpus_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path());
        assert!(Segment::open(&path, [8; 24]).is_none());
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0x55;
            fs::write(&path, &other).unwrap();
            let Some(segment) = Segment::open(&path, SIGN) else {
                continue;
            };
            // Then a list is damaged, and that one is not read.
            assert!((0..3).any(|word| segment.list(word).is_none()), "byte {at}");
        }
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(Segment::open(&path, SIGN).is_none());
    }
}
