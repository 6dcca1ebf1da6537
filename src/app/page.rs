//! The page: a document laid out in rows for a width, a screenful at a time.
//!
//! Knows how blocks become rows of cells and where each byte of the text stands. Does not know
//! colours, annotations or the terminal. Nothing here grows with the document: rows are made for
//! the blocks around a place, and a very long block is laid out in chunks, so the end of a book is
//! as near as its beginning.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::corpus::{Block, BlockKind, Document, NoteCall};
use crate::shown;

/// Bytes after which a long block is laid out anew, at the next blank.
const CHUNK: usize = 8192;
/// How far beyond [`CHUNK`] a blank is looked for.
const SEEK: usize = 512;
/// Rows of a table cell, or of prose, are never narrower than this many cells.
const LEAST: usize = 8;

/// A stretch of text on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes in the document's text.
    pub range: Range<usize>,
    /// First cell, counted from the left edge of the page.
    pub x: usize,
    /// The mark of the footnote that is called at its end, as it is shown; it is not in the text.
    pub mark: Option<String>,
}

/// What stands before the text of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// Nothing.
    None,
    /// The block's label, in the gutter.
    Label(String),
    /// The marker of a list item.
    Marker(String),
    /// The bar beside a quotation.
    Bar,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// A row of text.
    Text,
    /// The space between two blocks.
    Blank,
    /// A line that stands for blocks folded away; `lines` tells how much text it hides.
    Folded {
        /// How many blocks are folded into it.
        blocks: usize,
        /// What they are.
        kind: BlockKind,
    },
    /// A rule.
    Rule,
}

/// One row of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index of the block in the document's `blocks`.
    pub block: usize,
    /// What the row is.
    pub kind: RowKind,
    /// Whether it is the block's first row of text.
    pub first: bool,
    /// What stands before the text.
    pub lead: Lead,
    /// Where `lead` stands, in cells from the left edge of the page.
    pub lead_x: usize,
    /// The text on it, by position.
    pub pieces: Vec<Piece>,
}

impl Row {
    /// The bytes that the row shows, from its first piece to its last; None for rows without text.
    pub fn range(&self) -> Option<Range<usize>> {
        let first = self.pieces.first()?;
        let last = self.pieces.last()?;
        Some(first.range.start..last.range.end)
    }
}

/// A place in the layout: a row, by block, chunk of the block, and row of the chunk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Index of the block.
    pub block: usize,
    /// Which chunk of it.
    pub chunk: usize,
    /// Which row of the chunk.
    pub row: usize,
}

/// Which blocks are folded, against what the document proposes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds {
    changed: BTreeSet<usize>,
    /// Where only some blocks are read: these.
    only: Option<BTreeSet<usize>>,
}

impl Folds {
    /// Whether a block is folded away now.
    pub fn is_folded(&self, document: &Document, block: usize) -> bool {
        if let Some(only) = &self.only {
            return !only.contains(&block);
        }
        document
            .blocks
            .get(block)
            .is_some_and(|b| b.folded != self.changed.contains(&block))
    }

    /// Has all but these blocks folded away, or, if None, what else is folded.
    pub fn read_only(&mut self, only: Option<BTreeSet<usize>>) {
        self.only = only;
    }

    /// Whether only some blocks are read.
    pub fn reads_only(&self) -> bool {
        self.only.is_some()
    }

    /// The blocks that are folded or unfolded against what the document proposes, by index.
    pub fn changed(&self) -> impl Iterator<Item = usize> {
        self.changed.iter().copied()
    }

    /// Folds a block that is unfolded, and the reverse.
    pub fn toggle(&mut self, block: usize) {
        let blocks = self.only.as_mut().unwrap_or(&mut self.changed);
        if !blocks.remove(&block) {
            blocks.insert(block);
        }
    }
}

/// The page of a document at a width.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    document: &'a Document,
    folds: &'a Folds,
    gutter: usize,
    width: usize,
}

impl<'a> Page<'a> {
    /// A page whose rows take at most `width` cells, the gutter for labels included.
    pub fn new(document: &'a Document, folds: &'a Folds, gutter: usize, width: usize) -> Self {
        Self {
            document,
            folds,
            gutter: gutter.min(width.saturating_sub(LEAST)),
            width: width.max(LEAST),
        }
    }

    /// Cells before the text, where labels hang.
    pub fn gutter(&self) -> usize {
        self.gutter
    }

    /// The first block of the folded group that a block belongs to; the block itself if unfolded.
    pub fn group_start(&self, block: usize) -> usize {
        if !self.folds.is_folded(self.document, block) {
            return block;
        }
        let mut start = block;
        while start > 0 && self.same_group(start - 1, block) {
            start -= 1;
        }
        start
    }

    /// Whether a block is the first of its folded group.
    pub fn begins_group(&self, block: usize) -> bool {
        block == 0 || !self.same_group(block - 1, block)
    }

    /// One past the last block of the folded group that a block belongs to.
    pub fn group_end(&self, block: usize) -> usize {
        if !self.folds.is_folded(self.document, block) {
            return block + 1;
        }
        let mut end = block + 1;
        while end < self.document.blocks.len() && self.same_group(end, block) {
            end += 1;
        }
        end
    }

    fn same_group(&self, other: usize, block: usize) -> bool {
        let alike = self.folds.reads_only() || self.kind(other) == self.kind(block);
        self.folds.is_folded(self.document, other) && alike
    }

    fn kind(&self, block: usize) -> Option<BlockKind> {
        self.document.blocks.get(block).map(|b| b.kind)
    }

    /// How many chunks a block is laid out in; at least one.
    fn chunks(&self, block: usize) -> usize {
        match self.document.blocks.get(block) {
            Some(b) if chunked(b.kind) && !self.folds.is_folded(self.document, block) => {
                (b.range.len() / CHUNK).max(1)
            }
            _ => 1,
        }
    }

    /// The bytes of a chunk of a block.
    fn chunk_range(&self, block: &Block, chunk: usize, chunks: usize) -> Range<usize> {
        let border = |index: usize| {
            if index == 0 {
                block.range.start
            } else if index >= chunks {
                block.range.end
            } else {
                self.border_near(block.range.start + index * CHUNK, block.range.end)
            }
        };
        border(chunk)..border(chunk + 1)
    }

    /// The first blank after a byte offset, or a character border where none is near.
    fn border_near(&self, at: usize, end: usize) -> usize {
        let text = self.document.text.as_bytes();
        let stop = (at + SEEK).min(end);
        if let Some(found) = (at..stop).find(|i| text[*i] == b' ') {
            return found + 1;
        }
        (at..=end)
            .find(|i| self.document.text.is_char_boundary(*i))
            .unwrap_or(end)
    }

    /// The rows of one chunk of a block, the space before the block included.
    pub fn rows(&self, block: usize, chunk: usize) -> Vec<Row> {
        let Some(b) = self.document.blocks.get(block) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        if self.group_start(block) != block {
            return rows;
        }
        if chunk == 0 && block > 0 && self.spaced(block) {
            rows.push(Row {
                block,
                kind: RowKind::Blank,
                first: false,
                lead: Lead::None,
                lead_x: 0,
                pieces: Vec::new(),
            });
        }
        if self.folds.is_folded(self.document, block) {
            rows.push(Row {
                block,
                kind: RowKind::Folded {
                    blocks: self.group_end(block) - block,
                    kind: b.kind,
                },
                first: true,
                lead: Lead::None,
                lead_x: 0,
                pieces: vec![Piece {
                    range: b.range.start..b.range.start,
                    x: self.gutter,
                    mark: None,
                }],
            });
            return rows;
        }
        if b.kind == BlockKind::Rule {
            rows.push(Row {
                block,
                kind: RowKind::Rule,
                first: true,
                lead: Lead::None,
                lead_x: self.gutter,
                pieces: vec![Piece {
                    range: b.range.clone(),
                    x: self.gutter,
                    mark: None,
                }],
            });
            return rows;
        }
        self.text_rows(block, b, chunk, &mut rows);
        rows
    }

    /// Whether a blank row stands before a block: not between the items of one list, nor the rows
    /// of one header.
    fn spaced(&self, block: usize) -> bool {
        let (Some(before), Some(here)) = (self.kind(block - 1), self.kind(block)) else {
            return false;
        };
        !(before == here && matches!(here, BlockKind::ListItem | BlockKind::Header))
    }

    fn text_rows(&self, block: usize, b: &Block, chunk: usize, rows: &mut Vec<Row>) {
        let (lead, lead_x, first_x, x) = self.indents(b);
        let range = self.chunk_range(b, chunk, self.chunks(block));
        let start = rows.len();
        let lines = if b.kind == BlockKind::Table {
            self.table_lines(b, x)
        } else {
            self.prose_lines(&range, if chunk == 0 { first_x } else { x }, x)
        };
        for pieces in lines {
            rows.push(Row {
                block,
                kind: RowKind::Text,
                first: false,
                lead: if lead == Lead::Bar {
                    Lead::Bar
                } else {
                    Lead::None
                },
                lead_x,
                pieces,
            });
        }
        if chunk == 0
            && let Some(row) = rows.get_mut(start)
        {
            row.first = true;
            row.lead = lead;
        }
    }

    /// Lead of the first row, its cell, the first cell of text on the first row and on the others.
    fn indents(&self, b: &Block) -> (Lead, usize, usize, usize) {
        let depth = usize::from(b.level.saturating_sub(1)).min(6) * 2;
        let base = self.gutter;
        if let Some(label) = b.label() {
            let wide = shown::Shown::new(label).width();
            if wide < self.gutter {
                let x = self.gutter - 1 - wide;
                let text = if b.kind == BlockKind::ListItem {
                    base + depth
                } else {
                    base
                };
                return (Lead::Label(label.to_owned()), x, text, text);
            }
            // A label wider than the gutter stands before the text of the first row.
            let first = base + (wide + 2).min(self.width.saturating_sub(base + LEAST));
            return (Lead::Label(label.to_owned()), base, first, base);
        }
        match b.kind {
            BlockKind::ListItem => {
                let marker = b.marker.clone().unwrap_or_else(|| "•".to_owned());
                let wide = shown::Shown::new(&marker).width();
                let room = self.width.saturating_sub(base + LEAST);
                let at = base + depth.min(room);
                let x = base + (depth + wide + 1).min(room);
                (Lead::Marker(marker), at, x, x)
            }
            BlockKind::Quote => {
                let x = base + 2.min(self.width.saturating_sub(base + LEAST));
                (Lead::Bar, base, x, x)
            }
            _ => match &b.marker {
                Some(marker) => {
                    let wide = shown::Shown::new(marker).width();
                    let first = base + (wide + 1).min(self.width.saturating_sub(base + LEAST));
                    (Lead::Marker(marker.clone()), base, first, base)
                }
                None => (Lead::None, 0, base, base),
            },
        }
    }

    /// Breaks running text into rows at the opportunities of UAX #14.
    fn prose_lines(&self, range: &Range<usize>, first_x: usize, x: usize) -> Vec<Vec<Piece>> {
        let mut lines = Vec::new();
        let mut at = range.start;
        let text = self.document.slice(range);
        for line in text.split('\n') {
            let here = at..at + line.len();
            let indent = if lines.is_empty() { first_x } else { x };
            self.wrap(&here, indent, x, &mut lines);
            at = here.end + 1;
        }
        lines
    }

    fn wrap(&self, line: &Range<usize>, first_x: usize, x: usize, lines: &mut Vec<Vec<Piece>>) {
        let text = self.document.slice(line);
        let mut indent = first_x;
        let mut start = 0;
        let mut used = 0;
        let mut push = |range: Range<usize>, indent: usize| {
            let whole = line.start + range.start..line.start + range.end;
            lines.push(self.pieces(&whole, indent));
        };
        let mut from = 0;
        for (to, _) in unicode_linebreak::linebreaks(text) {
            let word = text.get(from..to).unwrap_or("");
            let solid = word.trim_end();
            let marks = self.marks_width(&(line.start + from..line.start + to));
            let width = cells(solid) + marks;
            if used > 0 && indent + used + width > self.width {
                push(start..from, indent);
                indent = x;
                start = from;
                used = 0;
            }
            if indent + used + width > self.width {
                // A word longer than the row is cut at cluster borders.
                for (offset, cluster) in word.grapheme_indices(true) {
                    let wide = shown::cell(cluster).1;
                    if indent + used + wide > self.width && used > 0 {
                        push(start..from + offset, indent);
                        indent = x;
                        start = from + offset;
                        used = 0;
                    }
                    used += wide;
                }
                used += marks;
            } else {
                used += cells(word) + marks;
            }
            from = to;
        }
        if start < text.len() || text.is_empty() {
            push(start..text.len(), indent);
        }
    }

    /// The footnotes called in a stretch: after its first byte, up to its end.
    fn calls(&self, range: &Range<usize>) -> &[NoteCall] {
        let block = self.document.block_at(range.start);
        let calls = block
            .and_then(|block| self.document.blocks.get(block))
            .map_or(&[][..], |block| block.calls.as_slice());
        let from = calls.partition_point(|call| call.at <= range.start);
        let to = calls.partition_point(|call| call.at <= range.end);
        calls.get(from..to).unwrap_or_default()
    }

    /// Cells that the marks of footnotes called in a stretch take.
    fn marks_width(&self, range: &Range<usize>) -> usize {
        let calls = self.calls(range).iter();
        calls.map(|call| cells(&note_mark(&call.label))).sum()
    }

    /// A row's text in pieces, one ending wherever a footnote is called.
    fn pieces(&self, range: &Range<usize>, x: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut x = x;
        let mut from = range.start;
        for call in self.calls(range) {
            let mark = note_mark(&call.label);
            let here = from..call.at;
            let width = cells(self.document.slice(&here)) + cells(&mark);
            pieces.push(Piece {
                range: here,
                x,
                mark: Some(mark),
            });
            x += width;
            from = call.at;
        }
        if from < range.end || pieces.is_empty() {
            pieces.push(Piece {
                range: from..range.end,
                x,
                mark: None,
            });
        }
        pieces
    }

    /// Sets a table's rows in columns where they fit, else as running text.
    fn table_lines(&self, b: &Block, x: usize) -> Vec<Vec<Piece>> {
        let text = self.document.block_text(b);
        let rows: Vec<Vec<Range<usize>>> = text
            .split('\n')
            .scan(b.range.start, |at, line| {
                let mut cell_at = *at;
                *at += line.len() + 1;
                Some(
                    line.split('\t')
                        .map(|cell| {
                            let range = cell_at..cell_at + cell.len();
                            cell_at = range.end + 1;
                            range
                        })
                        .collect(),
                )
            })
            .take(2000)
            .collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; columns];
        for row in &rows {
            for (index, cell) in row.iter().enumerate() {
                widths[index] = widths[index].max(cells(self.document.slice(cell)));
            }
        }
        let total: usize = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        if x + total > self.width || columns < 2 {
            return self.prose_lines(&b.range, x, x);
        }
        rows.into_iter()
            .map(|row| {
                let mut at = x;
                row.into_iter()
                    .enumerate()
                    .map(|(index, range)| {
                        let piece = Piece {
                            range,
                            x: at,
                            mark: None,
                        };
                        at += widths[index] + 2;
                        piece
                    })
                    .collect()
            })
            .collect()
    }

    /// The spot of the row on which a byte of the text stands.
    pub fn spot(&self, byte: usize) -> Spot {
        let Some(found) = self.document.block_at(byte) else {
            return Spot::default();
        };
        let block = self.group_start(found);
        let chunks = self.chunks(block);
        let mut chunk = 0;
        if block == found
            && chunks > 1
            && let Some(b) = self.document.blocks.get(block)
        {
            chunk = (byte.saturating_sub(b.range.start) / CHUNK).min(chunks - 1);
            if chunk > 0 && self.chunk_range(b, chunk, chunks).start > byte {
                chunk -= 1;
            }
        }
        let rows = self.rows(block, chunk);
        let row = rows
            .iter()
            .rposition(|row| row.range().is_some_and(|range| range.start <= byte))
            .or_else(|| rows.iter().position(|row| row.kind != RowKind::Blank))
            .unwrap_or(0);
        Spot { block, chunk, row }
    }

    /// The spot `rows` rows further down (or up, if negative), stopping at either end.
    pub fn step(&self, from: Spot, rows: isize) -> Spot {
        if rows < 0 {
            self.step_up(from, rows.unsigned_abs())
        } else {
            self.step_down(from, rows.unsigned_abs())
        }
    }

    fn step_down(&self, mut at: Spot, mut rows: usize) -> Spot {
        let mut here = self.rows(at.block, at.chunk).len();
        while rows > 0 {
            if at.row + 1 < here {
                let most = rows.min(here - 1 - at.row);
                at.row += most;
                rows -= most;
                continue;
            }
            let Some((next, below)) = self.next_chunk(at) else {
                return at;
            };
            at = next;
            here = below.len();
            rows -= 1;
        }
        at
    }

    fn step_up(&self, mut at: Spot, mut rows: usize) -> Spot {
        while rows > 0 {
            let most = rows.min(at.row);
            at.row -= most;
            rows -= most;
            if rows == 0 {
                break;
            }
            let Some((before, len)) = self.chunk_before(at) else {
                return at;
            };
            at = Spot {
                row: len - 1,
                ..before
            };
            rows -= 1;
        }
        at
    }

    /// The next chunk that has rows, with them.
    fn next_chunk(&self, mut at: Spot) -> Option<(Spot, Vec<Row>)> {
        loop {
            at = if at.chunk + 1 < self.chunks(at.block) {
                Spot {
                    chunk: at.chunk + 1,
                    row: 0,
                    ..at
                }
            } else {
                let block = self.group_end(at.block);
                if block >= self.document.blocks.len() {
                    return None;
                }
                Spot {
                    block,
                    chunk: 0,
                    row: 0,
                }
            };
            let rows = self.rows(at.block, at.chunk);
            if !rows.is_empty() {
                return Some((at, rows));
            }
        }
    }

    /// The chunk before, if it has rows, with their number.
    fn chunk_before(&self, mut at: Spot) -> Option<(Spot, usize)> {
        loop {
            at = if at.chunk > 0 {
                Spot {
                    chunk: at.chunk - 1,
                    row: 0,
                    ..at
                }
            } else {
                let block = self.group_start(at.block.checked_sub(1)?);
                Spot {
                    block,
                    chunk: self.chunks(block) - 1,
                    row: 0,
                }
            };
            let len = self.rows(at.block, at.chunk).len();
            if len > 0 {
                return Some((at, len));
            }
        }
    }

    /// The rows of a screenful from a spot.
    pub fn screen(&self, top: Spot, height: usize) -> Vec<Row> {
        let mut rows = Vec::with_capacity(height);
        let mut at = top;
        let mut chunk = self.rows(at.block, at.chunk);
        let mut skip = at.row;
        loop {
            for row in chunk.drain(..).skip(skip) {
                if rows.len() == height {
                    return rows;
                }
                rows.push(row);
            }
            skip = 0;
            let Some((next, below)) = self.next_chunk(at) else {
                return rows;
            };
            at = next;
            chunk = below;
        }
    }

    /// The spot of the last row of the document.
    pub fn last(&self) -> Spot {
        let Some(last) = self.document.blocks.len().checked_sub(1) else {
            return Spot::default();
        };
        let block = self.group_start(last);
        let chunk = self.chunks(block) - 1;
        Spot {
            block,
            chunk,
            row: self.rows(block, chunk).len().saturating_sub(1),
        }
    }

    /// The first byte that a spot shows.
    pub fn byte(&self, spot: Spot) -> usize {
        let rows = self.rows(spot.block, spot.chunk);
        rows.iter()
            .skip(spot.row)
            .find_map(Row::range)
            .or_else(|| rows.iter().rev().find_map(Row::range))
            .map_or(0, |range| range.start)
    }
}

/// The mark of a footnote as it is shown in the text: raised digits, or the label in brackets.
pub fn note_mark(label: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits: Option<String> = label
        .chars()
        .map(|c| RAISED.get(c.to_digit(10)? as usize).copied())
        .collect();
    match digits {
        Some(digits) if !digits.is_empty() => digits,
        _ => format!("[{label}]"),
    }
}

/// Whether a block of that kind may be laid out in chunks.
fn chunked(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Table | BlockKind::Rule)
}

/// The width of a stretch of text in cells, as it is shown.
pub fn cells(text: &str) -> usize {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.len();
    }
    text.graphemes(true)
        .map(|cluster| shown::cell(cluster).1)
        .sum()
}

#[cfg(test)]
mod tests;
