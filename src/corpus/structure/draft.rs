//! Drafts: blocks in the making, which the passes hand on to one another.
//!
//! Knows what a pass may know or decide about a block. Offsets are bytes of the draft's own text;
//! they become offsets of the document when the drafts are assembled.

use std::ops::Range;

use crate::corpus::block::{BlockKind, Join, JoinCause, Label, NoteCall};
use crate::corpus::date::DateValue;
use crate::corpus::document::Inline;
use crate::corpus::raw::RawBlock;

/// A block in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) text: String,
    /// None until a pass decides; a draft still open at the end is a paragraph.
    pub(crate) kind: Option<BlockKind>,
    pub(crate) level: u8,
    pub(crate) label: Option<Label>,
    pub(crate) marker: Option<String>,
    /// The label of the footnote whose text begins here.
    pub(crate) note: Option<String>,
    pub(crate) calls: Vec<NoteCall>,
    pub(crate) inlines: Vec<Inline>,
    pub(crate) joins: Vec<Join>,
    pub(crate) date: Option<DateValue>,
    /// None: as the kind has it.
    pub(crate) folded: Option<bool>,
    /// The part of a page around the text that it belongs to, where the format tells.
    pub(crate) part: Option<u32>,
    pub(crate) doubt: Option<String>,
    /// What the reader corrected in it, a few words each: what was so before.
    pub(crate) corrected: Vec<String>,
    pub(crate) page: Option<u32>,
    /// Whether the block was recognised whole and is not to be merged with its neighbours.
    pub(crate) whole: bool,
}

impl Draft {
    /// A draft as a format gives the block.
    pub(crate) fn of(raw: RawBlock) -> Self {
        Self {
            text: raw.text,
            kind: raw.kind,
            level: raw.level,
            marker: raw.marker,
            note: raw.note,
            calls: raw.calls,
            inlines: raw.inlines,
            folded: raw.folded,
            part: raw.part,
            page: raw.page,
            // Chrome that a page gives in pieces is put together.
            whole: raw.kind.is_some_and(|kind| kind != BlockKind::Boilerplate),
            ..Self::default()
        }
    }

    /// Whether the draft is running text, or may still become it.
    pub(crate) fn is_prose(&self) -> bool {
        matches!(self.kind, None | Some(BlockKind::Paragraph))
    }

    /// Puts the words of another draft after those of this one; `glue` stands between.
    pub(crate) fn append(&mut self, other: Self, glue: &str, cause: Option<JoinCause>) {
        self.text.push_str(glue);
        let shift = self.text.len();
        self.text.push_str(&other.text);
        if let Some(cause) = cause {
            self.joins.push(Join { at: shift, cause });
        }
        self.calls
            .extend(other.calls.into_iter().map(|call| NoteCall {
                at: call.at + shift,
                ..call
            }));
        self.inlines
            .extend(other.inlines.into_iter().map(|inline| Inline {
                range: inline.range.start + shift..inline.range.end + shift,
                ..inline
            }));
        self.joins.extend(other.joins.into_iter().map(|join| Join {
            at: join.at + shift,
            ..join
        }));
        if self.doubt.is_none() {
            self.doubt = other.doubt;
        }
        self.corrected.extend(other.corrected);
    }

    /// Takes bytes out of the text and moves every offset behind them along.
    pub(crate) fn remove(&mut self, gone: Range<usize>) {
        self.remove_all(&[gone]);
    }

    /// Takes stretches out of the text, which rise and do not overlap, in one pass.
    pub(crate) fn remove_all(&mut self, gone: &[Range<usize>]) {
        let valid = gone
            .iter()
            .all(|range| self.text.get(range.clone()).is_some());
        if !valid || gone.iter().all(Range::is_empty) {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for range in gone {
            text.push_str(self.text.get(from..range.start).unwrap_or(""));
            from = range.end;
        }
        text.push_str(self.text.get(from..).unwrap_or(""));
        self.text = text;
        // Bytes gone before the end of each stretch.
        let mut sums = Vec::with_capacity(gone.len());
        let mut sum = 0;
        for range in gone {
            sum += range.len();
            sums.push(sum);
        }
        let moved = |at: usize| {
            let index = gone.partition_point(|range| range.end <= at);
            let before = index
                .checked_sub(1)
                .and_then(|i| sums.get(i))
                .copied()
                .unwrap_or(0);
            let within = gone
                .get(index)
                .map_or(0, |range| at.saturating_sub(range.start));
            at - before - within
        };
        for call in &mut self.calls {
            call.at = moved(call.at);
        }
        for join in &mut self.joins {
            join.at = moved(join.at);
        }
        for inline in &mut self.inlines {
            inline.range = moved(inline.range.start)..moved(inline.range.end);
        }
        self.inlines.retain(|inline| !inline.range.is_empty());
    }

    /// Adds the call of a note; calls stay in the order of the text.
    pub(crate) fn call(&mut self, label: String, at: usize) {
        let place = self.calls.partition_point(|call| call.at <= at);
        self.calls.insert(place, NoteCall { label, at });
    }
}
