//! Small documents for the tests of search: paragraphs as they are written in the test.

use std::path::PathBuf;

use crate::corpus::{Block, BlockId, BlockKind, Document, DocumentId, Format, Meta, TextHash};

/// A document of paragraphs separated by blank lines; `# ` begins a heading.
pub(crate) fn document(id: &str, source: &str) -> Document {
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (index, part) in source.split("\n\n").enumerate() {
        if index > 0 {
            text.push_str("\n\n");
        }
        let (kind, part) = part
            .strip_prefix("# ")
            .map_or((BlockKind::Paragraph, part), |title| {
                (BlockKind::Heading, title)
            });
        let start = text.len();
        text.push_str(part);
        blocks.push(Block {
            number: u32::try_from(index + 1).unwrap(),
            id: BlockId::new(format!("b{index}")),
            kind,
            range: start..text.len(),
            label: None,
            level: 0,
            date: None,
            folded: false,
            marker: None,
            calls: Vec::new(),
            joins: Vec::new(),
            doubt: None,
        });
    }
    Document {
        id: DocumentId::new(id),
        path: PathBuf::from(format!("{id}.txt")),
        format: Format::Text,
        encoding: "UTF-8".into(),
        meta: Meta::default(),
        hash: TextHash::of(&text),
        text,
        blocks,
        inlines: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
        corrected: Vec::new(),
    }
}
