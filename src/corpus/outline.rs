//! The outline: the map of a document, one row for each heading and each block of text.
//!
//! Knows how headings nest and which words open a block. Does not know what the reader attached
//! to a block; marks for that are the screen's part.

use unicode_segmentation::UnicodeSegmentation;

use super::block::BlockKind;
use super::document::Document;

/// Characters (grapheme clusters) of a block that its row shows.
const OPENING: usize = 80;

/// One row of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The index of the block in [`Document::blocks`].
    pub block: usize,
    /// What the block is.
    pub kind: BlockKind,
    /// How deep the row stands: 0 for what stands under no heading.
    pub depth: usize,
    /// The document's own label for the block.
    pub label: Option<String>,
    /// The opening words, on one line; the date of an entry is not among them.
    pub opening: String,
    /// The row of the heading under which this row stands.
    pub parent: Option<usize>,
}

/// The rows of a document in reading order. Rules and folded matter have none; list items stand
/// one step deeper than the text that leads to them.
pub fn rows(document: &Document) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    // The headings that are open: their levels and rows.
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind == BlockKind::Rule || block.folded {
            continue;
        }
        if block.kind == BlockKind::Heading {
            while open.last().is_some_and(|(level, _)| *level >= block.level) {
                open.pop();
            }
        }
        let items = if block.kind == BlockKind::ListItem {
            usize::from(block.level.max(1))
        } else {
            0
        };
        rows.push(Row {
            block: index,
            kind: block.kind,
            depth: open.len() + items,
            label: block.label().map(str::to_owned),
            opening: opening(document.block_text(block)),
            parent: open.last().map(|(_, row)| *row),
        });
        if block.kind == BlockKind::Heading {
            open.push((block.level, rows.len() - 1));
        }
    }
    rows
}

/// The first words of a text, at most `OPENING` characters, white space as single blanks.
pub fn opening(text: &str) -> String {
    let mut words = String::new();
    let mut room = OPENING;
    for grapheme in text.trim_start().graphemes(true) {
        if room == 0 {
            break;
        }
        if grapheme.chars().all(char::is_whitespace) {
            if !words.ends_with(' ') {
                words.push(' ');
                room -= 1;
            }
        } else {
            words.push_str(grapheme);
            room -= 1;
        }
    }
    words.truncate(words.trim_end().len());
    words
}
