//! Files made for the tests of readers.
//!
//! Knows how archives are put together and how blocks are drawn in an assertion. Is not part of
//! the program.

#[expect(unreachable_pub, reason = "the tests of the program use the same file")]
#[path = "../../../tests/common/made_pdf.rs"]
pub(crate) mod pdf;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::corpus::block::BlockKind;
use crate::corpus::raw::RawDocument;

/// An archive of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Kind, level, note, marker and text of every block, one a line; calls stand in `⟦⟧`.
pub(crate) fn drawn(document: &RawDocument) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        let kind = block.kind.map_or("-", BlockKind::name);
        let fold = if block.folded == Some(true) {
            "▸ "
        } else {
            ""
        };
        let level = if block.level > 0 {
            format!(" {}", block.level)
        } else {
            String::new()
        };
        let marker = block
            .marker
            .as_deref()
            .map(|marker| format!("{marker} "))
            .unwrap_or_default();
        let note = block
            .note
            .as_deref()
            .map(|note| format!("[{note}] "))
            .unwrap_or_default();
        let mut text = block.text.clone();
        for call in block.calls.iter().rev() {
            text.insert_str(call.at, &format!("⟦{}⟧", call.label));
        }
        let text = text.replace('\n', "⏎").replace('\t', "⇥");
        let _ = writeln!(out, "{fold}{kind}{level}: {note}{marker}{text}");
    }
    out
}

/// What holds of every document: ranges lie in their text, on borders of characters.
pub(crate) fn check(document: &RawDocument) {
    for block in &document.blocks {
        for inline in &block.inlines {
            let set = block.text.get(inline.range.clone());
            assert!(set.is_some_and(|set| !set.is_empty()), "{block:?}");
        }
        for call in &block.calls {
            assert!(block.text.is_char_boundary(call.at), "{block:?}");
        }
    }
}

/// The bytes with some of them changed, or cut off, as damage would.
pub(crate) fn damaged(bytes: &[u8], faults: &[(usize, u8)], keep: usize) -> Vec<u8> {
    let mut bytes = bytes.get(..keep.min(bytes.len())).unwrap_or(bytes).to_vec();
    for (at, value) in faults {
        let length = bytes.len();
        if let Some(byte) = bytes.get_mut(at % length.max(1)) {
            *byte = *value;
        }
    }
    bytes
}
