//! Anchors: what is kept of a passage so that it can be found again.
//!
//! Knows the words, their surroundings, their offsets and the version of the text these are true
//! in. Does not know how a changed text is searched (see `align` and `place`).

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Walk, byte_of};
use crate::corpus::{Document, DocumentId, TextHash};

/// Code points of context kept on each side. Sixty-four did best when look-alike passages had to
/// be told apart without the old text; longer contexts gained nothing.
pub const CONTEXT: usize = 64;

/// The words of a passage with their surroundings (W3C Web Annotation: `TextQuoteSelector`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// Up to [`CONTEXT`] code points before the passage.
    pub before: String,
    /// The words themselves, whole.
    pub exact: String,
    /// Up to [`CONTEXT`] code points after it.
    pub after: String,
}

/// A passage as it is kept: never rewritten once made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// The document's id when the anchor was made.
    pub document: DocumentId,
    /// The version of its text in which the offsets are true.
    pub version: TextHash,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words and their context in that version.
    pub quote: Quote,
}

impl Anchor {
    /// The anchor of a byte range of a document's present text; None where the range is not valid in it.
    pub fn of(document: &Document, range: &Range<usize>) -> Option<Self> {
        Self::on(document, range, &mut Walk::of(&document.text))
    }

    /// The anchors of byte ranges of a document's present text, in the order in which these are given;
    /// those that are not valid in it are left out. Any number of them costs one walk through the text.
    pub fn all_of(document: &Document, ranges: &[Range<usize>]) -> Vec<Self> {
        let mut order: Vec<usize> = (0..ranges.len()).collect();
        order.sort_by_key(|index| ranges.get(*index).map(|range| range.start));
        let mut walk = Walk::of(&document.text);
        let mut made: Vec<(usize, Self)> = order
            .into_iter()
            .filter_map(|index| Some((index, Self::on(document, ranges.get(index)?, &mut walk)?)))
            .collect();
        made.sort_by_key(|(index, _)| *index);
        made.into_iter().map(|(_, anchor)| anchor).collect()
    }

    /// The same, with a walk over the document's text.
    fn on(document: &Document, range: &Range<usize>, walk: &mut Walk<'_>) -> Option<Self> {
        let exact = document.text.get(range.clone())?;
        let before = document.text.get(..range.start)?;
        let after = document.text.get(range.end..)?;
        let start = walk.code_point(range.start);
        Some(Self {
            document: document.id.clone(),
            version: document.hash.clone(),
            start,
            end: start + exact.chars().count(),
            quote: Quote {
                before: tail(before, CONTEXT).to_owned(),
                exact: exact.to_owned(),
                after: head(after, CONTEXT).to_owned(),
            },
        })
    }

    /// The byte range in `document`, if its text is still the version the anchor was made in.
    pub fn exact_in(&self, document: &Document) -> Option<Range<usize>> {
        self.exact_on(document, &mut Walk::of(&document.text))
    }

    /// The same, with a walk over the document's text: anchors asked in the order of the text cost
    /// one walk through it together.
    pub fn exact_on(&self, document: &Document, walk: &mut Walk<'_>) -> Option<Range<usize>> {
        if self.version != document.hash {
            return None;
        }
        let start = walk.byte(self.start);
        let end = start + self.quote.exact.len();
        (document.text.get(start..end)? == self.quote.exact).then_some(start..end)
    }
}

/// The first `count` code points of a text.
fn head(text: &str, count: usize) -> &str {
    text.get(..byte_of(text, count)).unwrap_or(text)
}

/// The last `count` code points of a text.
fn tail(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text)
}
