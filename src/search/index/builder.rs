//! Putting a segment of the index together, document by document.
//!
//! Knows how words are gathered and when a segment is full. Does not know where documents come from
//! or where segments go.

use std::io;
use std::path::Path;

use super::expression::is_strange;
use super::growing::Growing;
use super::segment::{self, Entry, enter, nature, put};
use super::words::words;
use crate::corpus::Document;
use crate::search::fold::{Folded, is_odd};

/// Bytes of lists at which a segment is full, those of about 80 MB of text. Larger ones are searched
/// faster, smaller ones take less memory while they are made.
const FULL: usize = 24 << 20;
/// A longer word is none that anybody looks for: the document is not put into the lists.
const LONGEST: usize = 1 << 12;

/// A segment that grows.
#[derive(Debug, Default)]
pub(super) struct Builder {
    words: Growing,
    documents: Vec<Entry>,
    weight: usize,
    /// The words of the document at hand: their number, place and joint as one number.
    found: Vec<u64>,
    inner: Vec<u8>,
    entry: Vec<u8>,
}

impl Builder {
    /// Whether it is time to write it.
    pub(super) fn is_full(&self) -> bool {
        self.weight >= FULL
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Adds a document of that version.
    pub(super) fn add(&mut self, document: &Document, version: u64) {
        let folded = Folded::of(document);
        let mut blocks = Vec::new();
        let (mut count, mut before) = (0_u64, 0);
        let mut fits = folded.blocks().len() == document.blocks.len();
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        for block in folded.blocks() {
            put(count - before, &mut blocks);
            before = count;
            let text = folded.text().get(block.clone()).unwrap_or("");
            words(text, |word| {
                fits &= word.text.len() <= LONGEST && count < 1 << 30;
                if fits {
                    let number = self.number(word.text);
                    found.push(u64::from(number) << 32 | count << 2 | word.joint as u64);
                }
                count += 1;
            });
        }
        if fits {
            let plain = document.text.is_ascii();
            let odd = !plain && is_odd(&document.text);
            let strange = !plain && folded.text().chars().any(is_strange);
            self.list(&mut found);
            self.documents.push(Entry {
                version,
                nature: [
                    (plain, nature::PLAIN),
                    (odd, nature::ODD),
                    (strange, nature::STRANGE),
                ]
                .into_iter()
                .fold(0, |all, (has, one)| if has { all | one } else { all }),
                blocks,
            });
        } else {
            self.pass(version);
        }
        self.found = found;
    }

    /// Notes a document that is not to be put into the lists.
    pub(super) fn pass(&mut self, version: u64) {
        self.documents.push(Entry {
            version,
            nature: nature::UNREAD,
            blocks: Vec::new(),
        });
    }

    fn number(&mut self, word: &str) -> u32 {
        let (number, new) = self.words.number(word);
        if new {
            self.weight += word.len() + 8;
        }
        number
    }

    /// Adds the words found in a document to their lists.
    fn list(&mut self, found: &mut [u64]) {
        let document = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        found.sort_unstable();
        for same in found.chunk_by(|a, b| a >> 32 == b >> 32) {
            let number = same.first().map_or(0, |first| (first >> 32) as u32);
            self.inner.clear();
            let mut last = 0;
            for place in same {
                let (count, joint) = (place >> 2 & ((1 << 30) - 1), place & 3);
                put((count - last) << 2 | joint, &mut self.inner);
                last = count;
            }
            self.entry.clear();
            let more = u64::from(document - self.words.note(number));
            enter(more, same.len() == 1, &self.inner, &mut self.entry);
            self.words.add(number, &self.entry, document);
            self.weight += self.entry.len();
        }
    }

    /// Writes what was added into a file and begins anew.
    pub(super) fn write(&mut self, path: &Path, sign: [u8; 24]) -> io::Result<()> {
        let mut order = self.words.in_order();
        // A word of a document that was passed over in the end.
        order.retain(|number| self.words.is_listed(*number));
        segment::write(path, sign, (&self.words, &order), &self.documents)?;
        *self = Self::default();
        Ok(())
    }
}
