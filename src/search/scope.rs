//! What the reader marked in a document, as search sees it, to narrow hits by it.
//!
//! Knows stretches of text with tags, relations and a state. Does not know records or how they
//! are placed in a changed text: who calls a search says where each stands now.

use std::ops::Range;
use std::sync::Arc;

/// How surely a marked passage was found again in the present text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkState {
    /// Where it was.
    Exact,
    /// Elsewhere, with the same words.
    Moved,
    /// Probably here.
    Uncertain,
    /// Nowhere.
    Orphaned,
}

impl MarkState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Moved, Self::Uncertain, Self::Orphaned];

    /// The name in queries and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Uncertain => "uncertain",
            Self::Orphaned => "orphaned",
        }
    }
}

/// A marked passage: an annotation, or the end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands now, in bytes of the document's text; for an orphan where it last stood, cut
    /// to the text.
    pub range: Range<usize>,
    /// Paths of its tags.
    pub tags: Vec<Arc<str>>,
    /// Relations of links that begin or end here.
    pub relations: Vec<Arc<str>>,
    /// How surely it stands here.
    pub state: MarkState,
}

impl Mark {
    /// Whether it has a tag of that path, or one below it (`treaty` holds `treaty/1956`).
    pub fn has_tag(&self, path: &str) -> bool {
        self.tags.iter().any(|tag| {
            tag.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether a link of that relation begins or ends here.
    pub fn has_relation(&self, relation: &str) -> bool {
        self.relations.iter().any(|own| **own == *relation)
    }

    /// Whether it shares text with a stretch.
    pub fn overlaps(&self, range: &Range<usize>) -> bool {
        overlap(&self.range, range)
    }
}

/// Whether two stretches share text.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Stretches of a text, those that touch or overlap made one, sorted: to ask quickly whether
/// something shares text with any of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stretches(Vec<Range<usize>>);

impl Stretches {
    pub(crate) fn of(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self(merged)
    }

    /// Whether a stretch shares text with one of them.
    pub(crate) fn touch(&self, range: &Range<usize>) -> bool {
        let until = self.0.partition_point(|other| other.start < range.end);
        until
            .checked_sub(1)
            .and_then(|last| self.0.get(last))
            .is_some_and(|last| overlap(last, range))
    }
}
