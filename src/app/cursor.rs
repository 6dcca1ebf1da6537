//! The cursor: the current passage, and how motions move, grow and shrink it.
//!
//! Knows the units of a document (word, sentence, paragraph, section) as byte ranges. Does not
//! know the screen. Every function is about the neighbourhood of a place, never the whole text.

use std::ops::Range;

use crate::corpus::{BlockKind, Document};
use crate::passage::units;

/// Bytes of a block that are cut into units around a place; longer blocks are seen in windows.
const WINDOW: usize = 32 * 1024;

/// A size of passage, from small to large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A word.
    Word,
    /// Some words that are no unit of the text: a match of a search, a marked passage.
    Words,
    /// A sentence.
    Sentence,
    /// A block.
    Paragraph,
    /// A heading with all that stands under it.
    Section,
}

/// The current passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Its bytes in the document's text.
    pub range: Range<usize>,
    /// The unit of the motion last used.
    pub unit: Unit,
    /// While extending: the passage it grows from and the unit that moves.
    pub extending: Option<Extending>,
}

/// The two ends of a passage that is being extended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extending {
    /// Where it began.
    pub origin: Range<usize>,
    /// The unit that the motions move.
    pub head: Range<usize>,
}

impl Cursor {
    /// The first paragraph that a reader reads: the first block that is not folded.
    pub fn start(document: &Document) -> Self {
        let block = document
            .blocks
            .iter()
            .find(|block| !block.folded && has_words(document, block.kind, &block.range))
            .or(document.blocks.first());
        Self {
            range: block.map_or(0..0, |block| block.range.clone()),
            unit: Unit::Paragraph,
            extending: None,
        }
    }

    /// Puts the cursor on a passage; an extension that goes on takes it in.
    pub fn put(&mut self, range: Range<usize>, unit: Unit) {
        self.unit = unit;
        if let Some(extending) = &mut self.extending {
            extending.head = range;
            self.range = extending.origin.start.min(extending.head.start)
                ..extending.origin.end.max(extending.head.end);
        } else {
            self.range = range;
        }
    }

    /// The passage that motions start from.
    pub fn head(&self) -> &Range<usize> {
        self.extending
            .as_ref()
            .map_or(&self.range, |extending| &extending.head)
    }

    /// Starts extending, or stops and keeps the passage.
    pub fn toggle_extending(&mut self) {
        self.extending = match self.extending.take() {
            Some(_) => None,
            None => Some(Extending {
                origin: self.range.clone(),
                head: self.range.clone(),
            }),
        };
    }
}

/// Whether a block can be the current passage: rules and empty blocks cannot.
fn has_words(document: &Document, kind: BlockKind, range: &Range<usize>) -> bool {
    kind != BlockKind::Rule && !document.slice(range).trim().is_empty()
}

/// Whether the block of that index can be the current passage.
pub fn readable(document: &Document, block: usize) -> bool {
    document
        .blocks
        .get(block)
        .is_some_and(|b| has_words(document, b.kind, &b.range))
}

/// The part of a block around a place that is cut into units.
fn window(document: &Document, block: usize, at: usize) -> Range<usize> {
    let Some(b) = document.blocks.get(block) else {
        return 0..0;
    };
    if b.range.len() <= WINDOW {
        return b.range.clone();
    }
    let border = |mut byte: usize| {
        while !document.text.is_char_boundary(byte) {
            byte += 1;
        }
        byte
    };
    let start = at.saturating_sub(WINDOW / 2).max(b.range.start);
    let end = (at + WINDOW / 2).min(b.range.end);
    border(start)..border(end)
}

/// The words or sentences of a block around a place, or the block itself.
fn units_near(document: &Document, block: usize, at: usize, unit: Unit) -> Vec<Range<usize>> {
    let window = window(document, block, at);
    let text = document.slice(&window);
    let found = match unit {
        Unit::Word => units::words(text),
        Unit::Words | Unit::Sentence => units::sentences(text),
        Unit::Paragraph | Unit::Section => {
            return document
                .blocks
                .get(block)
                .map(|b| b.range.clone())
                .into_iter()
                .collect();
        }
    };
    found
        .into_iter()
        .map(|range| window.start + range.start..window.start + range.end)
        .collect()
}

/// The unit that begins at or after a place, searched through the blocks that `open` allows.
pub fn next(
    document: &Document,
    at: usize,
    unit: Unit,
    open: impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let from = document.block_at(at)?;
    (from..document.blocks.len())
        .filter(|block| readable(document, *block) && open(*block))
        .find_map(|block| {
            let start = document.blocks[block].range.start.max(at);
            units_near(document, block, start, unit)
                .into_iter()
                .find(|range| range.start >= at)
        })
}

/// The unit that ends at or before a place, searched backwards through the blocks that `open` allows.
pub fn previous(
    document: &Document,
    at: usize,
    unit: Unit,
    open: impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let from = document.block_at(at)?;
    (0..=from)
        .rev()
        .filter(|block| readable(document, *block) && open(*block))
        .find_map(|block| {
            let end = document.blocks[block].range.end.min(at);
            units_near(document, block, end, unit)
                .into_iter()
                .rev()
                .find(|range| range.end <= at && range.start < at)
        })
}

/// The unit at a place; None where no word stands there.
pub fn at(document: &Document, byte: usize, unit: Unit) -> Option<Range<usize>> {
    let block = document.block_at(byte)?;
    if unit == Unit::Section {
        return Some(section(document, block));
    }
    let near = units_near(document, block, byte, unit);
    near.iter()
        .find(|range| range.end > byte)
        .or(near.last())
        .cloned()
}

/// The section that a block stands in: from its heading to the next one as high, the whole text
/// where no heading stands above it.
pub fn section(document: &Document, block: usize) -> Range<usize> {
    let heading = (0..=block)
        .rev()
        .find(|index| document.blocks[*index].kind == BlockKind::Heading);
    let (start, level) = heading.map_or((0, u8::MAX), |index| {
        (
            document.blocks[index].range.start,
            document.blocks[index].level,
        )
    });
    let after = heading.map_or(block + 1, |index| index + 1).max(1);
    let end = document
        .blocks
        .iter()
        .skip(after)
        .find(|b| b.kind == BlockKind::Heading && b.level <= level)
        .map_or(document.text.len(), |b| b.range.start);
    let last = document
        .blocks
        .iter()
        .rev()
        .find(|b| b.range.end <= end && b.range.start >= start)
        .map_or(end, |b| b.range.end);
    start..last
}

/// What a passage is: the largest unit that it is exactly, a paragraph at most; else some words.
pub fn unit_of(document: &Document, range: &Range<usize>) -> Unit {
    let whole = |unit: &Unit| at(document, range.start, *unit).as_ref() == Some(range);
    [Unit::Paragraph, Unit::Sentence, Unit::Word]
        .into_iter()
        .find(whole)
        .unwrap_or(Unit::Words)
}

/// The next larger passage around a range, with its unit.
pub fn wider(document: &Document, range: &Range<usize>) -> Option<(Range<usize>, Unit)> {
    [Unit::Word, Unit::Sentence, Unit::Paragraph, Unit::Section]
        .into_iter()
        .find_map(|unit| {
            let found = at(document, range.start, unit)?;
            let around = found.start <= range.start && found.end >= range.end;
            (around && found != *range).then_some((found, unit))
        })
}

/// The next smaller passage at the beginning of a range, with its unit.
pub fn narrower(document: &Document, range: &Range<usize>) -> Option<(Range<usize>, Unit)> {
    [Unit::Section, Unit::Paragraph, Unit::Sentence, Unit::Word]
        .into_iter()
        .find_map(|unit| {
            let found = at(document, range.start, unit)?;
            let inside = found.start >= range.start && found.end <= range.end;
            (inside && found != *range).then_some((found, unit))
        })
}
