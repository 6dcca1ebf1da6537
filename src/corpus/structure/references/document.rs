//! References as they stand in a document: read with its own year and its own list of references.
//!
//! Knows where a document keeps the list that gives letters to others (`REF: A. …`), and how the
//! text is searched block by block. Does not know whether a target is there.

use std::ops::Range;

use super::{Known, Reference, find};
use crate::corpus::Document;

/// Blocks at the beginning among which a list of references is looked for.
const HEAD: usize = 40;

/// The same ids, read as `document` writes them: in its year, with the letters of its list.
#[must_use]
pub fn known_in(document: &Document, ids: &Known) -> Known {
    let date = document.meta.date.as_ref();
    let year = date.and_then(|date| date.iso.get(..4)?.parse().ok());
    let mut known = ids.clone().in_year(year);
    let fields = document.meta.fields.iter();
    let listed: Vec<&str> = fields
        .filter(|(name, _)| name == "references")
        .map(|(_, value)| value.as_str())
        .collect();
    if !listed.is_empty() {
        known = known.with_list(&format!("REF: {}", listed.join(" ")));
    }
    for block in document.blocks.iter().take(HEAD) {
        if !known.letters().is_empty() {
            break;
        }
        known = known.with_list(document.block_text(block));
    }
    known
}

/// The references that stand in a stretch of a document, in order, with ranges in its text. Each
/// block is read by itself; a stretch that cuts a block reads what is inside of it.
pub fn in_range(document: &Document, range: &Range<usize>, known: &Known) -> Vec<Reference> {
    let from = document.block_at(range.start).unwrap_or(0);
    let mut found = Vec::new();
    for block in document.blocks.iter().skip(from) {
        if block.range.start >= range.end {
            break;
        }
        let start = block.range.start.max(range.start);
        let end = block.range.end.min(range.end);
        let references = find(document.slice(&(start..end)), known);
        found.extend(references.into_iter().map(|reference| Reference {
            range: reference.range.start + start..reference.range.end + start,
            ..reference
        }));
    }
    found
}
