//! RTF: Rich Text Format, as word processors and wire services write it.
//!
//! Knows the control words that carry text, paragraphs, styles, notes and tables, and steps over
//! the rest. Groups may nest as deep as they like: their state lies in a list of bounded length.

mod reader;
mod tokens;

use super::ReadError;
use super::table::joined_code;
use crate::corpus::document::Format;
use crate::corpus::raw::RawDocument;
use reader::Reader;

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Result<RawDocument, ReadError> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(ReadError::Damaged(
            "the file is no RTF document: it does not begin as one".to_owned(),
        ));
    }
    let mut reader = Reader::default();
    for token in tokens::Tokens::of(bytes) {
        reader.take(token);
    }
    let mut document = reader.finish(Format::Rtf);
    document.blocks = joined_code(document.blocks);
    Ok(document)
}

#[cfg(test)]
mod tests;
