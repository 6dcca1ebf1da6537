//! For tests: a text, and what is seen in it, one line for each block.

use std::path::Path;

use crate::corpus::Document;
use crate::corpus::open::document_of;

/// A text as a document.
pub(crate) fn document(text: &str) -> Document {
    document_of(Path::new("made.txt"), text.as_bytes(), None).unwrap()
}

/// Each block as `kind label: text`, the text in one line.
pub(crate) fn seen(text: &str) -> Vec<String> {
    let document = document(text);
    document
        .blocks
        .iter()
        .map(|block| {
            let label = block
                .label()
                .map(|label| format!(" {label}"))
                .unwrap_or_default();
            let text = document.block_text(block).replace('\n', " / ");
            format!("{}{label}: {text}", block.kind)
        })
        .collect()
}
