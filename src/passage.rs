//! Passages: stretches of text in one document, how they are addressed and found again.
//!
//! Knows documents as text. Knows nothing of tags, notes or links, which only carry passages.
//! Inside the program a passage is a byte range of a document's text; whatever is stored or
//! leaves the program counts Unicode code points.

pub mod address;
pub mod align;
pub mod anchor;
pub mod fold;
pub mod place;
pub mod quote;
pub mod units;
pub mod walk;

use std::ops::Range;

use crate::corpus::DocumentId;

pub use address::Address;
pub use anchor::{Anchor, Quote};
pub use walk::Walk;

/// A stretch of text as the program holds it at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The document.
    pub document: DocumentId,
    /// Bytes in its text, on character boundaries.
    pub range: Range<usize>,
}

impl Span {
    /// A span of a document.
    pub fn new(document: DocumentId, range: Range<usize>) -> Self {
        Self { document, range }
    }
}

/// The byte offset of a code point offset, clamped to the end of the text.
pub fn byte_of(text: &str, code_point: usize) -> usize {
    text.char_indices()
        .nth(code_point)
        .map_or(text.len(), |(at, _)| at)
}

/// The code point offset of a byte offset, which is taken down to a character boundary.
pub fn code_point_of(text: &str, byte: usize) -> usize {
    let end = text.floor_char_boundary(byte.min(text.len()));
    text.get(..end).map_or(0, |head| head.chars().count())
}
