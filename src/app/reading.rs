//! The open document: the text, the current passage, and the part of it that is on screen.
//!
//! Knows one document and where the reader is in it. Does not know the other panels.

use std::ops::Range;
use std::sync::Arc;

use super::cursor::{self, Cursor, Unit};
use super::here::Here;
use super::left::{self, Seen};
use super::map::Map;
use super::marks::Marks;
use super::mentions::Waiting;
use super::outline;
use super::page::{Folds, Page, Row, Spot};
use super::references::Referrals;
use super::trail::Stop;
use crate::corpus::structure::references::Known;
use crate::corpus::{BlockKind, Document};
use crate::search::{self, Folded, Options, Query, QueryError};
use crate::shown::Shown;

/// Rows around the current passage that are kept on screen with it, where there is room.
const AROUND: isize = 3;

/// The widest gutter for labels, in cells.
const GUTTER: usize = 7;

/// A document open for reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Index of the document in the corpus.
    pub index: usize,
    /// The document.
    pub document: Arc<Document>,
    /// What is folded away.
    pub folds: Folds,
    /// What was read.
    pub seen: Seen,
    /// The current passage.
    pub cursor: Cursor,
    /// The row at the top of the screen.
    pub top: Spot,
    /// The width in cells for which the rows were laid out.
    laid_out: u16,
    /// The first byte on the screen: what stays in place when the width changes.
    top_byte: usize,
    /// The rows on screen, laid out for the present size.
    pub rows: Vec<Row>,
    /// The blocks that have a row in the outline as it is shown.
    pub outline: Vec<u32>,
    /// The blocks that have a row in the whole outline.
    pub(super) whole: Vec<u32>,
    /// Which rows of the outline are shown.
    pub map: Map,
    /// Cells before the text, where labels hang.
    pub gutter: u16,
    /// What the library holds on this document.
    pub marks: Marks,
    /// The mentions in it that wait for a decision.
    pub waiting: Waiting,
    /// What is known of the current passage, once it was laid out.
    pub(super) here: Option<Here>,
    /// The search in this document, if there is one.
    pub found: Option<Matches>,
    /// References on the screen and where they lead.
    pub referrals: Referrals,
    /// What references in this document are recognised by, once they were asked for.
    pub(super) known: Option<Known>,
    /// The text made ready for searching, once it was searched.
    folded: Option<Arc<Folded>>,
    /// How it was left, while only its beginning is here.
    pub(super) waits: Option<Arc<left::Waiting>>,
}

/// What a search found in the open document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matches {
    /// The query as typed.
    pub query: String,
    /// Bytes of each match, by start.
    pub hits: Vec<Range<usize>>,
    /// Whether the search went forward.
    pub forward: bool,
}

impl Matches {
    /// Index of the match that begins at a byte or holds it.
    pub fn at(&self, byte: usize) -> Option<usize> {
        let after = self.hits.partition_point(|hit| hit.start <= byte);
        let index = after.checked_sub(1)?;
        (self.hits[index].end > byte).then_some(index)
    }
}

impl Reading {
    /// Looks for a query in the whole document. A last word that no blank ends is the
    /// beginning of one, so that matches come while it is typed.
    pub fn search(&mut self, query: &str, forward: bool) -> Result<(), QueryError> {
        let read = Query::unfinished(query, Options::default())?;
        let document = Arc::clone(&self.document);
        let hits = search::find(&document, self.folded_text(), &read, &[]);
        self.found = Some(Matches {
            query: query.to_owned(),
            hits: hits.into_iter().map(|hit| hit.range).collect(),
            forward,
        });
        Ok(())
    }
}

impl Reading {
    /// The text made ready for searching.
    pub(super) fn folded_text(&mut self) -> &Folded {
        self.folded
            .get_or_insert_with(|| Arc::new(Folded::of(&self.document)))
    }

    /// Opens a document at its first paragraph.
    pub fn new(index: usize, document: Arc<Document>) -> Self {
        let outline = outline::rows(&document);
        let gutter = gutter(&document);
        Self {
            index,
            folds: Folds::default(),
            seen: Seen::default(),
            cursor: Cursor::start(&document),
            top: Spot::default(),
            laid_out: 0,
            top_byte: 0,
            rows: Vec::new(),
            whole: outline.clone(),
            outline,
            map: Map::default(),
            gutter,
            marks: Marks::default(),
            waiting: Waiting::default(),
            here: None,
            found: None,
            referrals: Referrals::default(),
            known: None,
            folded: None,
            waits: None,
            document,
        }
    }

    /// The width in cells for which the rows were laid out.
    pub(super) fn laid_out_for(&self) -> u16 {
        self.laid_out
    }

    /// The first byte on the screen.
    pub(super) fn top_byte(&self) -> usize {
        self.top_byte
    }

    /// Has the screen begin at a byte when it is laid out next, or with the space before it.
    pub(super) fn show_from(&mut self, byte: usize, spaced: bool) {
        self.top_byte = byte;
        let block = self.document.block_at(byte).unwrap_or(0);
        // Told apart from the block's first row when the screen is laid out for its size.
        self.top = Spot {
            block,
            chunk: 0,
            row: usize::from(!spaced),
        };
    }

    /// Lets the references on the screen be looked for anew.
    pub(super) fn forget_references(&mut self) {
        self.known = None;
        self.referrals = Referrals::default();
    }

    /// The page at a width in cells, gutter included.
    pub fn page(&self, width: u16) -> Page<'_> {
        Page::new(
            &self.document,
            &self.folds,
            usize::from(self.gutter),
            usize::from(width),
        )
    }

    /// Where the reader is.
    pub fn stop(&self) -> Stop {
        Stop {
            document: self.index,
            range: self.cursor.range.clone(),
        }
    }

    /// Index of the block in which the current passage begins.
    pub fn block(&self) -> usize {
        self.document
            .block_at(self.cursor.head().start)
            .unwrap_or(0)
    }

    /// Lays the screen out anew. Where the size has changed, the text at the top stays.
    pub fn lay_out(&mut self, width: u16, height: u16, resized: bool) {
        if resized {
            let before = self.top;
            self.top = self.page(width).spot(self.top_byte);
            // The space before a block, if that was at the top, stays with it.
            if before.row == 0 && before.block == self.top.block && self.top.row == 1 {
                self.top.row = 0;
            }
        }
        let page = self.page(width);
        let mut top = self.top;
        let mut rows = page.screen(top, usize::from(height));
        if rows.len() < usize::from(height.max(1)) {
            // The last row does not rise above the bottom of the screen.
            let lowest = page.step(page.last(), 1 - isize::from(height.cast_signed().max(1)));
            if lowest < top {
                top = lowest;
                rows = page.screen(top, usize::from(height));
            }
        }
        let byte = page.byte(top);
        self.top = top;
        self.top_byte = byte;
        self.rows = rows;
        self.laid_out = width;
    }

    /// Scrolls until the current passage is on screen; whole, if it fits, and with some rows around
    /// it, if these fit too.
    pub fn reveal(&mut self, width: u16, height: u16) {
        let height = isize::from(height.cast_signed().max(1));
        let page = self.page(width);
        let head = self.cursor.head();
        let mut first = page.spot(head.start);
        let last = page.spot(head.end.saturating_sub(1).max(head.start));
        // The space before a block comes with it.
        if first.row == 1 {
            first.row = 0;
        }
        let around = AROUND.min(height / 6);
        let (before, after) = (page.step(first, -around), page.step(last, around));
        let (first, last) = if page.step(before, height - 1) >= after {
            (before, after)
        } else {
            (first, last)
        };
        let mut top = self.top;
        // Not just far enough, but so far that the next few motions find their rows on the screen:
        // a text that moves at every stroke is hard to read, and costs much to draw.
        if first < top {
            let below = page.step(last, -(height - 1 - height / 3));
            top = first.min(below);
        } else if last > page.step(top, height - 1) {
            let above = page.step(first, -(height / 3));
            top = page.step(last, 1 - height).max(above).min(first);
        }
        if first > page.step(top, height - 1) {
            top = first;
        }
        self.top = top;
    }

    /// Puts the current passage a third down the screen, as after a jump.
    pub fn centre(&mut self, width: u16, height: u16) {
        let page = self.page(width);
        let first = page.spot(self.cursor.head().start);
        self.top = page.step(first, -isize::from(height.cast_signed() / 3));
        self.reveal(width, height);
    }

    /// Scrolls by rows. If the current passage leaves the screen, the nearest one on it becomes
    /// current.
    pub fn scroll(&mut self, rows: isize, width: u16, height: u16) {
        let page = self.page(width);
        let down = isize::from(height.cast_signed().max(1)) - 1;
        let lowest = page.step(page.last(), -down);
        let top = page.step(self.top, rows).min(lowest);
        let screen = page.screen(top, usize::from(height));
        self.top = top;
        let shown = |row: &&Row| row.range().is_some_and(|range| !range.is_empty());
        let (Some(first), Some(last)) = (
            screen.iter().find(shown).and_then(Row::range),
            screen.iter().rfind(shown).and_then(Row::range),
        ) else {
            return;
        };
        let head = self.cursor.head().clone();
        if head.end <= first.start {
            self.land(first.start, true);
        } else if head.start >= last.end {
            self.land(last.start, false);
        }
    }

    /// Scrolls and takes the current passage along, so that it keeps its place on the screen.
    pub fn turn(&mut self, rows: isize, width: u16, height: u16) {
        let before = self.top;
        let page = self.page(width);
        let row = page.spot(self.cursor.head().start);
        let target = page.byte(page.step(row, rows));
        self.scroll(rows, width, height);
        if self.top == before {
            // No further to scroll: the passage itself goes to the end.
            self.land(target, rows > 0);
        } else if target != self.cursor.head().start {
            self.land(target, rows > 0);
        }
    }

    /// Makes the unit at a byte current, or the nearest one in a direction.
    fn land(&mut self, byte: usize, forward: bool) {
        let unit = self.cursor.unit;
        let start = self
            .document
            .block_at(byte)
            .and_then(|block| self.document.blocks.get(block))
            .map_or(byte, |block| match unit {
                Unit::Paragraph | Unit::Section => block.range.start,
                Unit::Word | Unit::Words | Unit::Sentence => byte,
            });
        let found = if forward {
            self.after(start, unit).or_else(|| self.before(start, unit))
        } else {
            cursor::at(&self.document, byte, unit)
                .filter(|range| self.is_open_at(range.start))
                .or_else(|| self.before(byte, unit))
                .or_else(|| self.after(start, unit))
        };
        if let Some(range) = found {
            self.cursor.put(range, unit);
        }
    }

    /// Whether the block at a byte is not hidden inside a fold.
    fn is_open_at(&self, byte: usize) -> bool {
        self.document
            .block_at(byte)
            .is_some_and(|block| self.opens(block))
    }

    /// Whether the cursor may stand on a block: it is not folded, or is the line of its fold.
    fn opens(&self, block: usize) -> bool {
        !self.folds.is_folded(&self.document, block) || self.page(80).begins_group(block)
    }

    /// The unit that begins at or after a byte.
    fn after(&self, byte: usize, unit: Unit) -> Option<Range<usize>> {
        cursor::next(&self.document, byte, unit, |block| self.opens(block))
    }

    /// The unit that ends at or before a byte.
    fn before(&self, byte: usize, unit: Unit) -> Option<Range<usize>> {
        cursor::previous(&self.document, byte, unit, |block| self.opens(block))
    }

    /// Moves to the next (or previous) unit, `count` times. Going forward from a larger passage
    /// begins inside it. Tells whether there was anywhere to go.
    pub fn move_by(&mut self, unit: Unit, forward: bool, count: usize) -> bool {
        let mut moved = false;
        for _ in 0..count {
            let head = self.cursor.head().clone();
            let inside = forward && unit < self.cursor.unit && self.cursor.extending.is_none();
            let found = if inside {
                self.after(head.start, unit)
            } else if forward {
                let past = head.end.max(head.start + 1);
                self.after(past, unit)
            } else {
                self.before(head.start, unit)
            };
            let Some(range) = found else { break };
            self.cursor.put(range, unit);
            moved = true;
        }
        moved
    }

    /// Widens or narrows the current passage.
    pub fn resize_passage(&mut self, wider: bool) -> bool {
        let small = matches!(self.cursor.unit, Unit::Word | Unit::Words | Unit::Sentence);
        let whole = cursor::at(&self.document, self.cursor.range.start, Unit::Paragraph);
        if wider && small && whole.as_ref() == Some(&self.cursor.range) {
            // The only sentence of a paragraph: one step to the paragraph, none to a whole section.
            let range = self.cursor.range.clone();
            self.cursor.put(range, Unit::Paragraph);
            return true;
        }
        let found = if wider {
            cursor::wider(&self.document, &self.cursor.range)
        } else {
            cursor::narrower(&self.document, &self.cursor.range)
        };
        if let Some((range, unit)) = found {
            self.cursor.extending = None;
            self.cursor.put(range, unit);
            return true;
        }
        false
    }

    /// Makes a passage current. One that was left before the text was read otherwise (a join moved its
    /// end, an edit shortened it) is cut to what the text has.
    pub fn go(&mut self, range: Range<usize>) {
        let text = &self.document.text;
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.floor_char_boundary(range.end.clamp(start, text.len()));
        let range = start..end;
        if let Some(block) = self.document.block_at(range.start) {
            if !self.opens(block) {
                self.folds.toggle(block);
            }
            let unit = cursor::unit_of(&self.document, &range);
            self.cursor.put(range, unit);
        }
    }

    /// The block that a count names: `¶count` where the document numbers so, else the
    /// `count`-th block.
    pub fn block_named(&self, count: usize) -> Option<usize> {
        let label = format!("¶{count}");
        self.document
            .blocks
            .iter()
            .position(|block| block.label() == Some(label.as_str()))
            .or_else(|| (count >= 1 && count <= self.document.blocks.len()).then(|| count - 1))
    }

    /// The nearest block of a kind after (or before) the current one.
    pub fn block_of_kind(&self, kind: BlockKind, forward: bool) -> Option<usize> {
        let here = self.block();
        let blocks = &self.document.blocks;
        if forward {
            (here + 1..blocks.len()).find(|index| blocks[*index].kind == kind)
        } else {
            (0..here).rev().find(|index| blocks[*index].kind == kind)
        }
    }

    /// How far the reader has come: the share of the text before the end of the passage, in percent.
    pub fn percent(&self) -> usize {
        let len = self.document.text.len().max(1);
        self.cursor.range.end.min(len) * 100 / len
    }
}

/// Cells for labels: as wide as the widest label that fits, so that labels hang before the text.
fn gutter(document: &Document) -> u16 {
    let widest = document
        .blocks
        .iter()
        .filter_map(|block| block.label())
        .take(5000)
        .map(|label| Shown::new(label).width())
        .filter(|width| *width < GUTTER)
        .max()
        .unwrap_or(1);
    widest.max(2) as u16 + 1
}
