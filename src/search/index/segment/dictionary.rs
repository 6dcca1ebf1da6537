//! The words of a segment, in order: which there are, and where the list of each lies.
//!
//! They stay in the file; in memory is only the first word of every block of them. Knows how a word is
//! found in its block, and all that hold something by going through the blocks. Everything that is read
//! is checked; None stands for what is damaged.

use std::ops::Range;

use memchr::{memchr_iter, memmem};
use regex::Regex;

use super::{BLOCK, ROWS, Segment};
use crate::corpus::read_at;

/// So many blocks are read together when all words are gone through.
const TOGETHER: usize = 512;

impl Segment {
    pub(super) fn blocks_of_words(&self) -> usize {
        self.words.div_ceil(BLOCK)
    }

    /// A number of the table of blocks: of a block, in one of the rows.
    fn of_block(&self, row: usize, block: usize) -> usize {
        self.number((row * self.blocks_of_words() + block) * 4)
    }

    /// The first word of a block.
    fn head(&self, block: usize) -> &[u8] {
        let from = match block {
            0 => 0,
            _ => self.of_block(4, block - 1),
        };
        let heads = self.blocks_of_words() * ROWS * 4;
        let head = heads + from..heads + self.of_block(4, block);
        self.table.get(head).unwrap_or_default()
    }

    /// The first block for whose first word `before` does not hold; it holds for all before that one.
    fn first_block(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.blocks_of_words());
        while low < high {
            let middle = usize::midpoint(low, high);
            if before(self.head(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The words of some blocks, a line end after each.
    fn text(&self, blocks: Range<usize>) -> Option<Vec<u8>> {
        let start = |block: usize| {
            if block < self.blocks_of_words() {
                self.of_block(0, block)
            } else {
                self.length
            }
        };
        let first = start(blocks.start);
        let mut text = vec![0; start(blocks.end).checked_sub(first)?];
        read_at(&self.file, &mut text, self.text_at + first as u64).ok()?;
        for block in blocks {
            let own = text.get(start(block).checked_sub(first)?..start(block + 1) - first)?;
            if crc32fast::hash(own) as usize != self.of_block(1, block) {
                return None;
            }
        }
        Some(text)
    }

    /// The number of a word, if it stands anywhere; else none.
    pub(in crate::search::index) fn find(&self, word: &str) -> Option<Vec<u32>> {
        let word = word.as_bytes();
        let Some(block) = self.first_block(|head| head <= word).checked_sub(1) else {
            return Some(Vec::new());
        };
        let text = self.text(block..block + 1)?;
        let place = lines(&text).position(|line| line == word);
        let found = place.map(|place| number(block, place));
        Some(found.into_iter().collect())
    }

    /// The numbers of the words that begin so and whose rest `goes_on` takes.
    pub(in crate::search::index) fn beginning(
        &self,
        head: &str,
        goes_on: impl Fn(&str) -> bool,
    ) -> Option<Vec<u32>> {
        let head = head.as_bytes();
        let from = self.first_block(|other| other < head).saturating_sub(1);
        let until = self.first_block(|other| other < head || other.starts_with(head));
        let mut found = Vec::new();
        if until <= from {
            return Some(found);
        }
        let text = self.text(from..until)?;
        for (place, line) in lines(&text).enumerate() {
            let rest = line.strip_prefix(head);
            let rest = rest.and_then(|rest| std::str::from_utf8(rest).ok());
            if rest.is_some_and(&goes_on) {
                found.push(number(from, place));
            }
        }
        Some(found)
    }

    /// The numbers of the words that hold this.
    pub(in crate::search::index) fn holding(&self, part: &str) -> Option<Vec<u32>> {
        let finder = memmem::Finder::new(part.as_bytes());
        let mut found = Vec::new();
        self.each_stretch(|first, text| {
            let mut count = Counter::new(text, first);
            for at in finder.find_iter(text) {
                let word = count.at(at);
                if found.last() != Some(&word) {
                    found.push(word);
                }
            }
            Some(())
        })?;
        Some(found)
    }

    /// The numbers of the words in which an expression finds something, and how often it does in each; it
    /// must be one in which nothing runs over a line end. Of more than `most` words only so many.
    pub(in crate::search::index) fn like(
        &self,
        regex: &Regex,
        most: usize,
    ) -> Option<Vec<(u32, u32)>> {
        let mut found: Vec<(u32, u32)> = Vec::new();
        self.each_stretch(|first, text| {
            if found.len() > most {
                return Some(());
            }
            let mut count = Counter::new(text, first);
            let text = std::str::from_utf8(text).ok()?;
            for hit in regex.find_iter(text).filter(|hit| !hit.is_empty()) {
                let word = count.at(hit.start());
                match found.last_mut() {
                    Some((last, times)) if *last == word => *times += 1,
                    _ => found.push((word, 1)),
                }
            }
            Some(())
        })?;
        found.truncate(most);
        Some(found)
    }

    /// Goes through all words: `each` is given the number of the first word of a stretch, and the
    /// stretch.
    fn each_stretch(&self, mut each: impl FnMut(u32, &[u8]) -> Option<()>) -> Option<()> {
        let all = self.blocks_of_words();
        for from in (0..all).step_by(TOGETHER) {
            let text = self.text(from..(from + TOGETHER).min(all))?;
            each(number(from, 0), &text)?;
        }
        Some(())
    }

    /// Where the lists of words lie, whose numbers rise.
    pub(in crate::search::index) fn places_of_lists(
        &self,
        words: &[u32],
    ) -> Option<Vec<Range<usize>>> {
        let mut places = Vec::with_capacity(words.len());
        let mut read: (Range<usize>, Vec<usize>) = (0..0, Vec::new());
        for (index, word) in words.iter().enumerate() {
            let block = *word as usize / BLOCK;
            if !read.0.contains(&block) {
                // Those of the words after it that lie near are read with it.
                let rest = words.get(index..).unwrap_or_default();
                let near = rest.iter().map(|word| *word as usize / BLOCK);
                let mut until = block + 1;
                for other in near.take(TOGETHER * BLOCK) {
                    if other > until + 8 || other >= block + TOGETHER {
                        break;
                    }
                    until = other + 1;
                }
                read = (block..until, self.ends(block..until)?);
            }
            let place = *word as usize - read.0.start * BLOCK;
            let end = *read.1.get(place)?;
            let start = match *word as usize % BLOCK {
                0 => self.of_block(2, block),
                _ => *read.1.get(place - 1)?,
            };
            places.push(start..end.max(start));
        }
        Some(places)
    }

    /// How many bytes the lists of words take, whose numbers rise.
    pub(in crate::search::index) fn weight(&self, words: &[u32]) -> Option<usize> {
        let places = self.places_of_lists(words)?;
        Some(places.iter().map(ExactSizeIterator::len).sum())
    }

    /// Where the lists of the words of some blocks end.
    fn ends(&self, blocks: Range<usize>) -> Option<Vec<usize>> {
        let words = blocks.start * BLOCK..(blocks.end * BLOCK).min(self.words);
        let mut bytes = vec![0; words.len() * 4];
        let at = self.text_at + (self.length + words.start * 4) as u64;
        read_at(&self.file, &mut bytes, at).ok()?;
        for (block, own) in blocks.zip(bytes.chunks(BLOCK * 4)) {
            if crc32fast::hash(own) as usize != self.of_block(3, block) {
                return None;
            }
        }
        let ends = bytes.chunks_exact(4);
        let ends = ends.map(|end| Some(u32::from_le_bytes(end.try_into().ok()?) as usize));
        ends.collect()
    }
}

/// The number of a word by its place after the beginning of a block.
fn number(block: usize, place: usize) -> u32 {
    u32::try_from(block * BLOCK + place).unwrap_or(u32::MAX)
}

/// The lines of a text in which each is ended.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ended = text.strip_suffix(b"\n").unwrap_or(text);
    ended.split(|byte| *byte == b'\n')
}

/// Tells which word stands at a place; places must rise.
struct Counter<'a> {
    text: &'a [u8],
    counted: usize,
    word: u32,
}

impl<'a> Counter<'a> {
    fn new(text: &'a [u8], first: u32) -> Self {
        Self {
            text,
            counted: 0,
            word: first,
        }
    }

    fn at(&mut self, at: usize) -> u32 {
        let between = self.text.get(self.counted..at).unwrap_or_default();
        self.word += memchr_iter(b'\n', between).count() as u32;
        self.counted = at;
        self.word
    }
}
