//! The address of a passage: the shortest that leads back to exactly these words.
//!
//! Knows when a label suffices, how much of a long passage must be quoted, and when words must be
//! counted. White space at the ends of a passage belongs to no address.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::{Deref, Range};

use unicode_segmentation::UnicodeSegmentation;

use super::quotation::{ELISION, places};
use super::resolve::label_key;
use super::{Address, Place};
use crate::corpus::{Block, Document};

/// Passages up to this many characters are quoted whole.
const QUOTED_WHOLE: usize = 80;

/// Characters taken at least from each end of a longer passage.
const QUOTED_END: usize = 24;

/// The address of a byte range of a document. Many addresses in one document are cheaper with an
/// [`Addresser`].
pub fn of(document: &Document, range: &Range<usize>) -> Address {
    Addresser::new(document).of(range)
}

/// Gives the addresses of passages in one document.
#[derive(Debug)]
pub struct Addresser<D> {
    document: D,
    /// How many blocks carry each label.
    labels: HashMap<String, u32>,
    /// The places of the words that were counted last: the hits of a search are the same words
    /// again and again, and counting each from the beginning of a long block takes for ever.
    counted: RefCell<Counted>,
}

/// Where words stand in a block: their number among its places by the place's start and end.
#[derive(Debug, Default)]
struct Counted {
    block: u32,
    /// The end of the text that was looked through, in bytes.
    far: usize,
    words: String,
    places: HashMap<Range<usize>, usize>,
}

impl<D: Deref<Target = Document>> Addresser<D> {
    /// An addresser for a document; looks at every label once.
    pub fn new(document: D) -> Self {
        let mut labels = HashMap::new();
        for label in document.blocks.iter().filter_map(Block::label) {
            *labels.entry(label_key(label)).or_insert(0) += 1;
        }
        Self {
            document,
            labels,
            counted: RefCell::default(),
        }
    }

    /// The address of a block: its label if that is single and readable, else its number.
    pub fn block(&self, block: &Block) -> Address {
        let numbered = Address {
            document: self.document.id.to_string(),
            place: Place::Block(block.number),
            quotation: None,
            occurrence: None,
        };
        let Some(label) = block.label() else {
            return numbered;
        };
        let labelled = Address {
            place: Place::Label(label.to_owned()),
            ..numbered.clone()
        };
        let single = self.labels.get(&label_key(label)) == Some(&1);
        let reads_back =
            labelled
                .to_string()
                .parse()
                .is_ok_and(|read: Address| match &read.place {
                    Place::Label(read) => label_key(read) == label_key(label),
                    _ => false,
                });
        if single && reads_back {
            labelled
        } else {
            numbered
        }
    }

    /// The shortest address that leads back to `range` (bytes in the document's text), less white
    /// space at its ends. An empty range has the address of its block.
    pub fn of(&self, range: &Range<usize>) -> Address {
        let text = &self.document.text;
        let range = trimmed(text, range);
        let block = self
            .document
            .block_at(range.start)
            .and_then(|index| self.document.blocks.get(index));
        let Some(block) = block else {
            return Address::whole(self.document.id.to_string());
        };
        if range == (0..text.len()) && self.document.blocks.len() > 1 {
            return Address::whole(self.document.id.to_string());
        }
        let mut address = self.block(block);
        if !range.is_empty() && range != block.range {
            let (quotation, occurrence) = self.quoted(block, &range);
            address.quotation = Some(quotation);
            address.occurrence = occurrence;
        }
        address
    }

    /// The quotation that leads to a range in a block, and its count where it is not the first
    /// place.
    fn quoted(&self, block: &Block, range: &Range<usize>) -> (String, Option<u32>) {
        let text = &self.document.text;
        // What lies beyond the passage by more than its own length cannot hold an earlier place of
        // it.
        let far = block.range.end.max(range.end) + 2 * range.len() + 256;
        let far = text.floor_char_boundary(far.min(text.len()));
        let words = single_spaced(text.get(range.clone()).unwrap_or(""));
        if words.chars().count() > QUOTED_WHOLE {
            let mut length = QUOTED_END;
            while 2 * length < words.chars().count() {
                let short = elided(&words, length);
                if let Some(short) = short
                    && self.count(block, range, far, &short) == Some(0)
                {
                    return (short, None);
                }
                length *= 2;
            }
        }
        let occurrence = match self.count(block, range, far, &words) {
            None | Some(0) => None,
            Some(index) => u32::try_from(index + 1).ok(),
        };
        (words, occurrence)
    }

    /// How many places of these words in a block come before `range`; None where it is not one.
    fn count(&self, block: &Block, range: &Range<usize>, far: usize, words: &str) -> Option<usize> {
        let wanted = range.start - block.range.start..range.end - block.range.start;
        let mut counted = self.counted.borrow_mut();
        if counted.block != block.number || counted.far != far || counted.words != words {
            let near = self.document.text.get(block.range.start..far).unwrap_or("");
            *counted = Counted {
                block: block.number,
                far,
                words: words.to_owned(),
                places: places(near, block.range.len(), words)
                    .into_iter()
                    .enumerate()
                    .map(|(index, place)| (place, index))
                    .collect(),
            };
        }
        counted.places.get(&wanted).copied()
    }
}

/// A range without white space at its ends, on character boundaries within the text.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let end = text.floor_char_boundary(range.end.min(text.len()));
    let start = text.floor_char_boundary(range.start.min(end));
    let words = text.get(start..end).unwrap_or("");
    let start = start + (words.len() - words.trim_start().len());
    start..start.max(start + words.trim().len())
}

/// A text with each run of white space as one blank.
fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first and last words of a text, at least `length` characters each, with the sign of
/// elision between them. None where nothing would be left out.
fn elided(words: &str, length: usize) -> Option<String> {
    let mut head = 0;
    for (at, segment) in words.split_word_bound_indices() {
        head = at + segment.len();
        if words.get(..head)?.trim_end().chars().count() >= length {
            break;
        }
    }
    let mut tail = words.len();
    for (at, _) in words.split_word_bound_indices().rev() {
        tail = at;
        if words.get(at..)?.trim_start().chars().count() >= length {
            break;
        }
    }
    if head >= tail {
        return None;
    }
    let (head, tail) = (
        words.get(..head)?.trim_end(),
        words.get(tail..)?.trim_start(),
    );
    Some(format!("{head} {ELISION} {tail}"))
}
