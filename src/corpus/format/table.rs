//! What several paragraphs of a word processor are together: tables, listings.
//!
//! Knows when rows and columns mean something and when a table only arranges a page; gives one
//! table block, or the blocks of its cells one after the other. Shared by DOCX, ODT and RTF.

use crate::corpus::block::{BlockKind, NoteCall};
use crate::corpus::document::Inline;
use crate::corpus::raw::RawBlock;

/// A cell longer than this holds running text, not data (bytes).
const LONG_CELL: usize = 2000;

/// A table being gathered.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    rows: Vec<Vec<Vec<RawBlock>>>,
}

impl Cells {
    /// Begins a row.
    pub(crate) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Begins a cell.
    pub(crate) fn begin_cell(&mut self) {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Ends a cell; what is added before the next begins still belongs to it.
    #[expect(
        clippy::unused_self,
        clippy::needless_pass_by_ref_mut,
        reason = "readers say both ends of a cell"
    )]
    pub(crate) fn end_cell(&mut self) {}

    /// Adds blocks to the cell that is open.
    pub(crate) fn add(&mut self, blocks: Vec<RawBlock>) {
        if self.rows.last().is_none_or(Vec::is_empty) {
            self.begin_cell();
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.extend(blocks);
        }
    }

    /// Whether rows and columns mean something.
    fn is_data(&self) -> bool {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let longest = self
            .rows
            .iter()
            .flatten()
            .map(|cell| cell.iter().map(|block| block.text.len()).sum::<usize>())
            .max()
            .unwrap_or(0);
        let holds_headings = self
            .rows
            .iter()
            .flatten()
            .flatten()
            .any(|block| block.kind == Some(BlockKind::Heading));
        width >= 2 && longest <= LONG_CELL && !holds_headings
    }

    /// The table's blocks.
    pub(crate) fn finish(self) -> Vec<RawBlock> {
        if !self.is_data() {
            return self.rows.into_iter().flatten().flatten().collect();
        }
        let mut table = RawBlock {
            kind: Some(BlockKind::Table),
            ..RawBlock::default()
        };
        for row in self.rows {
            if !table.text.is_empty() {
                table.text.push('\n');
            }
            for (column, cell) in row.into_iter().enumerate() {
                if column > 0 {
                    table.text.push('\t');
                }
                for (index, block) in cell.into_iter().enumerate() {
                    if index > 0 {
                        table.text.push(' ');
                    }
                    table.page = table.page.or(block.page);
                    append(&mut table, block);
                }
            }
        }
        if table.text.trim().is_empty() {
            return Vec::new();
        }
        vec![table]
    }
}

/// Adds a block's words, styles and calls to another.
fn append(table: &mut RawBlock, block: RawBlock) {
    let in_table = table.kind == Some(BlockKind::Table);
    if let Some(marker) = &block.marker {
        table.text.push_str(marker);
        table.text.push(' ');
    }
    let at = table.text.len();
    // Inside a table tabs and line ends have their meaning.
    if in_table {
        table.text.push_str(&block.text.replace(['\n', '\t'], " "));
    } else {
        table.text.push_str(&block.text);
    }
    table
        .inlines
        .extend(block.inlines.into_iter().map(|inline| Inline {
            range: inline.range.start + at..inline.range.end + at,
            style: inline.style,
        }));
    table
        .calls
        .extend(block.calls.into_iter().map(|call| NoteCall {
            at: call.at + at,
            label: call.label,
        }));
}

/// Word processors set every line of a listing as a paragraph of its own; here they are one block.
pub(crate) fn joined_code(blocks: Vec<RawBlock>) -> Vec<RawBlock> {
    let mut joined: Vec<RawBlock> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let plain = |block: &RawBlock| {
            block.kind == Some(BlockKind::Code) && block.note.is_none() && block.calls.is_empty()
        };
        match joined.last_mut() {
            Some(before) if plain(before) && plain(&block) => {
                before.text.push('\n');
                append(before, block);
            }
            _ => joined.push(block),
        }
    }
    joined
}
