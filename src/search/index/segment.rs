//! A segment of the index: for each word the documents in which it stands, and where.
//!
//! All numbers are little-endian, or (where said) in seven bits to a byte, the lowest first. A head
//! of [`HEAD`] bytes with its checksum and that of the table; the lists of the words; the words in order
//! with a line end after each; where the list of each ends; the table, which is held in memory. Words are
//! in blocks of [`BLOCK`]. The table has for each block where its words begin, their checksum, where the
//! list of the first begins, the checksum of the ends of its lists, and where its first word ends among
//! the first words, which come next; then for each document its version, its nature, and where its
//! blocks begin.
//!
//! A list has for each document how many documents it is after the one before, times two, and one
//! more if the word stands there once; if it stands there more often, how many bytes follow; then the
//! places: how many words after the one before, times four, and what stands before the word
//! ([`Joint`](super::words::Joint)); all in seven bits to a byte. After it stands its checksum.

mod dictionary;
mod lists;

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::growing::Growing;
use crate::corpus::read_at;
pub(super) use lists::{enter, put};

/// What the file begins with.
const MAGIC: [u8; 8] = *b"glosswrd";
/// The form; another one is not read.
const FORMAT: u32 = 3;
/// Bytes of the head.
const HEAD: usize = 72;
/// Words of a block.
const BLOCK: usize = 64;
/// Numbers of a block in the table.
const ROWS: usize = 5;

/// What sort of a text a document has, as far as the index minds.
pub(super) mod nature {
    /// Nothing but ASCII: words are counted in it as the index counts them.
    pub(in crate::search::index) const PLAIN: u8 = 1;
    /// Letters that folding makes something else of than one letter each: what stands in the text
    /// as it is may not be found by its folded words.
    pub(in crate::search::index) const ODD: u8 = 2;
    /// It is not in the lists; only looking at it tells what it holds.
    pub(in crate::search::index) const UNREAD: u8 = 4;
    /// Letters of words by the rules of expressions that are none by those of the index, or the other
    /// way round.
    pub(in crate::search::index) const STRANGE: u8 = 8;
}

/// What is written of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) version: u64,
    pub(super) nature: u8,
    /// How many words stand before each block, in seven bits to a byte, each less the one before.
    pub(super) blocks: Vec<u8>,
}

/// Writes a segment into a file, of the words of those numbers, which are in the order of the words.
pub(super) fn write(
    path: &Path,
    sign: [u8; 24],
    (words, order): (&Growing, &[u32]),
    documents: &[Entry],
) -> io::Result<()> {
    let small = |length: usize| u32::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge);
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    // The head is written last: its place is left free.
    out.write_all(&[0; HEAD])?;
    let mut list = Vec::new();
    let mut text = Vec::new();
    let mut ends = Vec::with_capacity(order.len() * 4);
    let mut rows: [Vec<u8>; ROWS] = Default::default();
    let mut heads = Vec::new();
    let mut at = 0;
    for block in order.chunks(BLOCK) {
        let (text_from, ends_from, list_from) = (text.len(), ends.len(), at);
        for number in block {
            words.list(*number, &mut list);
            out.write_all(&list)?;
            out.write_all(&crc32fast::hash(&list).to_le_bytes())?;
            text.extend(words.word(*number).as_bytes());
            text.push(b'\n');
            at += list.len() + 4;
            ends.extend(small(at)?.to_le_bytes());
        }
        let own = |all: &[u8], from: usize| crc32fast::hash(all.get(from..).unwrap_or_default());
        let head = block.first().map_or("", |number| words.word(*number));
        heads.extend(head.as_bytes());
        let numbers = [
            small(text_from)?,
            own(&text, text_from),
            small(list_from)?,
            own(&ends, ends_from),
            small(heads.len())?,
        ];
        for (row, number) in rows.iter_mut().zip(numbers) {
            row.extend(number.to_le_bytes());
        }
    }
    let mut table = rows.concat();
    table.append(&mut heads);
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
    for number in [documents.len(), order.len(), at, text.len()] {
        head.extend(small(number)?.to_le_bytes());
    }
    head.extend((table.len() as u64).to_le_bytes());
    head.extend(crc32fast::hash(&table).to_le_bytes());
    head.resize(HEAD - 4, 0);
    head.extend(crc32fast::hash(&head).to_le_bytes());
    for part in [text, ends, table] {
        out.write_all(&part)?;
    }
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&head)?;
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
    /// Where the words begin in the file.
    text_at: u64,
    /// Where what is told of the documents begins in the table.
    documents_at: usize,
}

impl Segment {
    /// The segment in a file, if it is whole, as far as it is held in memory, and of that sign.
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
        let (words, length) = (word(40)? as usize, word(48)? as usize);
        let text_at = HEAD as u64 + u64::from(word(44)?);
        let at = text_at + length as u64 + words as u64 * 4;
        // A file cut short is told before room is made for what it should hold.
        if fs::metadata(path).ok()?.len() != at + long {
            return None;
        }
        let mut table = vec![0; usize::try_from(long).ok()?];
        read_at(&file, &mut table, at).ok()?;
        if crc32fast::hash(&table) != word(60)? {
            return None;
        }
        let mut segment = Self {
            file,
            table,
            documents: word(36)? as usize,
            words,
            length,
            text_at,
            documents_at: 0,
        };
        let rows = segment.blocks_of_words() * ROWS * 4;
        let heads = rows.checked_sub(4).map_or(0, |last| segment.number(last));
        segment.documents_at = rows + heads;
        Some(segment)
    }

    /// How many documents are in it.
    pub(super) fn documents(&self) -> usize {
        self.documents
    }

    fn number(&self, at: usize) -> usize {
        let bytes = self.table.get(at..at + 4).and_then(|it| it.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    }

    /// The version of a document.
    pub(super) fn version(&self, document: usize) -> u64 {
        let at = self.documents_at + document * 8;
        let bytes = self.table.get(at..at + 8).and_then(|it| it.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    }

    /// What sort of a text a document has.
    pub(super) fn nature(&self, document: usize) -> u8 {
        let at = self.documents_at + self.documents * 8 + document;
        self.table.get(at).copied().unwrap_or(nature::UNREAD)
    }

    /// How many words stand before each block of a document.
    pub(super) fn blocks(&self, document: usize, into: &mut Vec<u32>) {
        into.clear();
        let row = self.documents_at + self.documents * 9;
        let end = |document: usize| self.number(row + document * 4);
        let start = document.checked_sub(1).map_or(0, end);
        let from = row + self.documents * 4;
        let bytes = self.table.get(from + start..from + end(document));
        let bytes = bytes.unwrap_or_default();
        let (mut at, mut before) = (0, 0);
        while let Some(more) = lists::take(bytes, &mut at) {
            before += more;
            into.push(u32::try_from(before).unwrap_or(u32::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;
    use crate::search::index::words::Joint;

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
        let words = growing([("decl", &b), ("declare", &a), ("été", &b)]);
        let documents: Vec<Entry> = (0..3)
            .map(|n| Entry {
                version: 10 + n,
                nature: nature::PLAIN,
                blocks: vec![0, n as u8],
            })
            .collect();
        write(&path, SIGN, (&words, &words.in_order()), &documents).unwrap();
        path
    }

    fn growing<'a>(words: impl IntoIterator<Item = (&'a str, &'a Vec<u8>)>) -> Growing {
        let mut growing = Growing::default();
        for (word, list) in words {
            let (number, _) = growing.number(word);
            growing.add(number, list, 0);
        }
        growing
    }

    #[test]
    fn a_segment_gives_back_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let segment = Segment::open(&written(folder.path()), SIGN).unwrap();
        assert_eq!(segment.find("declare"), Some(vec![1]));
        assert_eq!(segment.find("declar"), Some(Vec::new()));
        assert_eq!(segment.find("a"), Some(Vec::new()));
        let beginning = |head: &str| segment.beginning(head, |_| true).unwrap();
        assert_eq!(beginning("decl"), [0, 1]);
        assert_eq!(beginning(""), [0, 1, 2]);
        assert!(beginning("x").is_empty());
        assert_eq!(segment.holding("lar"), Some(vec![1]));
        assert_eq!(segment.holding("t"), Some(vec![2]));
        assert_eq!(segment.holding("e"), Some(vec![0, 1]));
        let regex = Regex::new(r"e|\bd").unwrap();
        assert_eq!(segment.like(&regex, 9), Some(vec![(0, 2), (1, 3)]));
        let mut found: Vec<(u32, Vec<(u32, Joint)>)> = Vec::new();
        let each = |_, list: lists::List<'_>| {
            let documents = list.documents();
            found.extend(documents.map(|(document, places)| (document, places.collect())));
        };
        segment.lists(&[1], each).unwrap();
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
            // Then a list or a word is damaged, and that one is not read.
            let lists = segment.lists(&[0, 1, 2], |_, _| ());
            let words = segment.beginning("", |_| true);
            assert!(lists.is_none() || words.is_none(), "byte {at}");
        }
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(Segment::open(&path, SIGN).is_none());
    }

    #[test]
    fn words_are_found_in_blocks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let lists: Vec<Vec<u8>> = (0..1000).map(|n| list(&[(n, &[n])])).collect();
        let names: Vec<String> = (0..1000).map(|n| format!("w{n:04}")).collect();
        let words = growing(names.iter().map(String::as_str).zip(&lists));
        write(&path, SIGN, (&words, &words.in_order()), &[]).unwrap();
        let segment = Segment::open(&path, SIGN).unwrap();
        for number in [0, 63, 64, 65, 127, 128, 500, 999] {
            let name = format!("w{number:04}");
            assert_eq!(segment.find(&name), Some(vec![number]), "{name}");
            assert_eq!(segment.find(&format!("{name}x")), Some(Vec::new()));
            assert_eq!(segment.beginning(&name, |_| true), Some(vec![number]));
        }
        let tens: Vec<u32> = (120..130).collect();
        assert_eq!(segment.beginning("w012", |_| true), Some(tens));
        assert_eq!(segment.holding("01").unwrap().len(), 119);
        let some: Vec<u32> = vec![0, 1, 63, 64, 300, 999];
        let mut found = Vec::new();
        let each = |_, list: lists::List<'_>| found.extend(list.documents().map(|it| it.0));
        segment.lists(&some, each).unwrap();
        assert_eq!(found, some);
        assert_eq!(segment.weight(&[7]), Some(lists[7].len() + 4));
    }
}
