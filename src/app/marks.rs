//! Marks: what the library holds on the open document, by place.
//!
//! Knows where each annotation and link end stands now, and answers what lies on a passage. Does
//! not know how marks are drawn, nor how a place is found again in a changed text.

use std::ops::Range;
use std::sync::Arc;

use crate::corpus::Document;
use crate::library::{Annotation, End, Library, Link, RecordId};
use crate::passage::Anchor;

/// What stands at a mark.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// An annotation.
    Annotation(Arc<Annotation>),
    /// One end of a link.
    Link(Arc<Link>, End),
}

/// A record on a stretch of the open document.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Bytes in the document's text.
    pub range: Range<usize>,
    /// The record.
    pub what: What,
    /// Whether the place asks to be looked at again.
    pub doubtful: bool,
}

impl Mark {
    /// The record's id.
    pub fn id(&self) -> RecordId {
        match &self.what {
            What::Annotation(annotation) => annotation.id,
            What::Link(link, _) => link.id,
        }
    }
}

/// The marks of a document, by start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    list: Vec<Mark>,
    /// The farthest end among a mark and all before it: lets a look-up start in the right place.
    reach: Vec<usize>,
}

impl Marks {
    /// The marks of a document as the library stands.
    pub fn of(document: &Document, library: &Library) -> Self {
        let mut found: Vec<(&Anchor, What)> = library
            .annotations_in(&document.id)
            .map(|it| (it.target.anchor(), What::Annotation(Arc::clone(it))))
            .collect();
        found.extend(
            library
                .links_in(&document.id)
                .map(|(end, it)| (it.end(end).anchor(), What::Link(Arc::clone(it), end))),
        );
        let list = found
            .into_iter()
            .filter_map(|(anchor, what)| {
                Some(Mark {
                    range: anchor.exact_in(document)?,
                    what,
                    doubtful: false,
                })
            })
            .collect();
        Self::from_list(list)
    }

    /// Marks from a list in any order.
    pub fn from_list(mut list: Vec<Mark>) -> Self {
        list.sort_by(|a, b| {
            (a.range.start, std::cmp::Reverse(a.range.end), a.id()).cmp(&(
                b.range.start,
                std::cmp::Reverse(b.range.end),
                b.id(),
            ))
        });
        let mut far = 0;
        let reach = list
            .iter()
            .map(|mark| {
                far = far.max(mark.range.end);
                far
            })
            .collect();
        Self { list, reach }
    }

    /// Every mark, by start.
    pub fn all(&self) -> &[Mark] {
        &self.list
    }

    /// The marks that share at least one byte with a range, by start.
    pub fn on(&self, range: &Range<usize>) -> impl Iterator<Item = &Mark> {
        let from = self.reach.partition_point(|reach| *reach <= range.start);
        let (start, end) = (range.start, range.end.max(range.start + 1));
        self.list
            .iter()
            .skip(from)
            .take_while(move |mark| mark.range.start < end)
            .filter(move |mark| mark.range.end > start)
    }

    /// The next mark after a byte (or the last before it) that a test lets pass.
    pub fn next(&self, at: usize, forward: bool, test: impl Fn(&Mark) -> bool) -> Option<&Mark> {
        if forward {
            let from = self.list.partition_point(|mark| mark.range.start <= at);
            self.list.iter().skip(from).find(|mark| test(mark))
        } else {
            let to = self.list.partition_point(|mark| mark.range.start < at);
            self.list.iter().take(to).rfind(|mark| test(mark))
        }
    }
}
