//! How a document was left: the passage, the screen, the folds and what was read, to be found so
//! again.
//!
//! Knows all of it in code points and block numbers, which outlive the session. Where the text has
//! changed since, only the passage's beginning is trusted. Does not know where it is kept.

use std::ops::Range;
use std::sync::Arc;

use super::cursor::{self, Unit};
use super::reading::Reading;
use crate::corpus::{Document, DocumentId, TextHash};
use crate::passage::{byte_of, code_point_of};

/// How a document was left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// The current passage, in code points.
    pub passage: Range<usize>,
    /// The first code point on the screen.
    pub top: usize,
    /// Whether the space before it was on the screen too.
    pub spaced: bool,
    /// Blocks that were folded or unfolded against what the document proposes, by index.
    pub folds: Vec<usize>,
    /// Blocks that were read, in runs by index.
    pub read: Vec<(u32, u32)>,
    /// The version of the text; None where it is not known.
    pub version: Option<TextHash>,
}

/// The blocks of a document that were read: runs of indexes, first and last, in order and apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen(Vec<(u32, u32)>);

impl Seen {
    /// Counts blocks as read.
    pub fn add(&mut self, blocks: Range<usize>) {
        if blocks.is_empty() {
            return;
        }
        let (mut first, mut last) = (blocks.start as u32, blocks.end as u32 - 1);
        // Runs that touch the new one become part of it.
        let from = self
            .0
            .partition_point(|run| run.1.saturating_add(1) < first);
        let to = self
            .0
            .partition_point(|run| run.0 <= last.saturating_add(1));
        if let Some(touched) = self.0.get(from..to).filter(|it| !it.is_empty()) {
            first = first.min(touched[0].0);
            last = last.max(touched[touched.len() - 1].1);
        }
        self.0.splice(from..to, [(first, last)]);
    }

    /// Whether a block was read.
    pub fn holds(&self, block: u32) -> bool {
        let after = self.0.partition_point(|run| run.0 <= block);
        let run = after.checked_sub(1).and_then(|at| self.0.get(at));
        run.is_some_and(|run| run.1 >= block)
    }

    /// How many of these blocks, given in order, were read.
    pub fn among(&self, blocks: &[u32]) -> usize {
        let before = |end: u32| blocks.partition_point(|block| *block < end);
        let runs = self.0.iter();
        runs.map(|run| before(run.1.saturating_add(1)) - before(run.0))
            .sum()
    }

    /// The blocks in runs: first and last.
    pub fn runs(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// The blocks of runs, as far as a document of `len` blocks has them.
    pub fn of_runs(runs: &[(u32, u32)], len: usize) -> Self {
        let mut seen = Self::default();
        for (from, to) in runs {
            let end = (*to as usize).saturating_add(1).min(len);
            seen.add(*from as usize..end);
        }
        seen
    }
}

/// How a document is left, as cheaply as it can be noted: in bytes of a text that is shared.
#[derive(Debug, Clone)]
pub struct Noted {
    document: Arc<Document>,
    passage: Range<usize>,
    top: usize,
    spaced: bool,
    folds: Vec<usize>,
    seen: Seen,
    waits: Option<Arc<Waiting>>,
}

/// How a document was left of which only the beginning, or the end, is here as yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    left: Left,
    /// Whether it is the end: no place in it is one in the whole.
    ending: bool,
    /// The passage that is current until the reader moves, in bytes.
    at: Range<usize>,
}

impl PartialEq for Noted {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
            && self.passage == other.passage
            && (self.top, self.spaced) == (other.top, other.spaced)
            && self.folds == other.folds
            && self.seen == other.seen
    }
}

impl Noted {
    /// The same in code points.
    pub fn left(&self) -> Left {
        let stays = |it: &&Arc<Waiting>| it.ending || it.at == self.passage;
        if let Some(waits) = self.waits.as_ref().filter(stays) {
            return waits.left.clone();
        }
        let text = &self.document.text;
        let left = Left {
            passage: code_point_of(text, self.passage.start)..code_point_of(text, self.passage.end),
            top: code_point_of(text, self.top),
            spaced: self.spaced,
            folds: self.folds.clone(),
            read: self.seen.runs().to_vec(),
            version: Some(self.document.hash.clone()),
        };
        match &self.waits {
            // The beginning stands at the same place in the whole.
            Some(waits) => Left {
                folds: waits.left.folds.clone(),
                read: waits.left.read.clone(),
                version: waits.left.version.clone(),
                ..left
            },
            None => left,
        }
    }

    /// The document.
    pub fn document(&self) -> &DocumentId {
        &self.document.id
    }
}

impl Reading {
    /// How the document is left now.
    pub fn noted(&self) -> Noted {
        let first = self.rows.first();
        Noted {
            document: Arc::clone(&self.document),
            passage: self.cursor.range.clone(),
            top: self.top_byte(),
            spaced: first.is_some_and(|row| row.pieces.is_empty()),
            folds: self.folds.changed().collect(),
            seen: self.seen.clone(),
            waits: self.waits.clone(),
        }
    }

    /// Takes reading up in the beginning of a document as well as that can be; how it was left is kept
    /// until the whole of it is here.
    pub(super) fn await_the_rest(&mut self, left: &Left) {
        if byte_of(&self.document.text, left.passage.start) < self.document.text.len() {
            self.take_up(left);
        }
        self.waits = Some(Arc::new(Waiting {
            left: left.clone(),
            ending: false,
            at: self.cursor.range.clone(),
        }));
    }

    /// Keeps how a document was left of which the end is shown until the whole of it is here.
    pub(super) fn await_the_whole(&mut self, left: Left) {
        self.waits = Some(Arc::new(Waiting {
            left,
            ending: true,
            at: self.cursor.range.clone(),
        }));
    }

    /// Whether this is the end of a document of which the whole is not here yet.
    pub(super) fn is_ending(&self) -> bool {
        self.waits.as_ref().is_some_and(|waits| waits.ending)
    }

    /// Counts the blocks from one that was current up to the present one as read: the reader moved
    /// on from them. At the end of the text the present one counts too.
    pub(super) fn pass(&mut self, from: usize, end: bool) {
        let here = self.block();
        self.seen.add(from..here.max(from) + usize::from(end));
    }

    /// Takes reading up as it was left. In another version of the text the paragraph at the same
    /// place becomes current.
    pub fn take_up(&mut self, left: &Left) {
        let text = &self.document.text;
        let start = byte_of(text, left.passage.start);
        let end = byte_of(text, left.passage.end).max(start);
        let top = byte_of(text, left.top);
        if left.version.as_ref() == Some(&self.document.hash) {
            for block in &left.folds {
                self.folds.toggle(*block);
            }
            self.seen = Seen::of_runs(&left.read, self.document.blocks.len());
            self.go(start..end);
            self.show_from(top, left.spaced);
        } else if let Some(range) = cursor::at(&self.document, start, Unit::Paragraph) {
            self.show_from(range.start, false);
            self.go(range);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_give_the_same_blocks_back() {
        let mut seen = Seen::default();
        seen.add(0..3);
        seen.add(7..8);
        assert_eq!(seen.runs(), [(0, 2), (7, 7)]);
        assert_eq!(Seen::of_runs(seen.runs(), 100), seen);
        assert_eq!(Seen::of_runs(&[(5, u32::MAX - 1)], 7).runs(), [(5, 6)]);
        assert_eq!(seen.among(&[0, 5, 7]), 2);
        assert!(seen.holds(2) && !seen.holds(3) && seen.holds(7));
    }

    proptest! {
        #[test]
        fn runs_hold_what_was_added(added in prop::collection::vec((0usize..40, 0usize..5), 0..20)) {
            let mut seen = Seen::default();
            let mut wanted = BTreeSet::new();
            for (from, len) in added {
                seen.add(from..from + len);
                wanted.extend(from..from + len);
            }
            let all: Vec<u32> = (0..50).collect();
            for block in &all {
                prop_assert_eq!(seen.holds(*block), wanted.contains(&(*block as usize)));
            }
            prop_assert_eq!(seen.among(&all), wanted.len());
            let apart = seen.runs().windows(2).all(|two| two[0].1 + 1 < two[1].0);
            prop_assert!(apart, "{:?}", seen);
        }
    }
}
