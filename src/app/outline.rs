//! The outline: which blocks of a document have a row in the map of it.
//!
//! Knows the rows by block index, cheaply, so that a long document costs nothing to open. What a
//! row says is worked out for the rows on screen only.

use crate::corpus::{Block, BlockKind, Document};

/// Bytes of a block's text that are enough for the opening words of a row.
const OPENING: usize = 240;

/// The blocks that have a row, in reading order.
pub fn rows(document: &Document) -> Vec<u32> {
    let mut rows = Vec::new();
    let mut folded = false;
    for (index, block) in document.blocks.iter().enumerate() {
        let has_row = match block.kind {
            BlockKind::Rule => false,
            // A run of folded blocks has one row.
            _ if block.folded => !folded,
            _ => true,
        };
        folded = block.folded;
        if has_row {
            rows.push(index as u32);
        }
    }
    rows
}

/// How far a row is indented: the depth of the heading above it. `depth` runs along while rows
/// are walked from the top.
pub fn depth(block: &Block, heading: u8) -> u8 {
    match block.kind {
        BlockKind::Heading => block.level.saturating_sub(1),
        _ => heading,
    }
}

/// The opening words of a block, for a row to show and cut.
pub fn opening<'a>(document: &'a Document, block: &Block) -> &'a str {
    let text = document.block_text(block);
    let mut end = OPENING.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
