//! Marks: what the library holds on the open document, by place.
//!
//! Knows where each annotation and link end stands now, and answers what lies on a passage. Does
//! not know how marks are drawn, nor how a place is found again in a changed text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::corpus::{Corpus, Document, DocumentId};
use crate::library::placing::{Part, Placements};
use crate::library::{Annotation, End, Library, Link, RecordId};
use crate::passage::{Anchor, Walk};

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

/// Where the passages of documents stand that were made in other versions of their texts: worked
/// out in the background, by document.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    placed: BTreeMap<usize, Arc<Placements>>,
    /// Documents under the ids that they had when records were made in them.
    former: BTreeMap<DocumentId, DocumentId>,
    /// Passages in a document that holds a part of the one their records name, and which.
    guests: BTreeMap<(RecordId, Part), usize>,
}

impl Standings {
    /// Takes in what was worked out for a document.
    pub fn put(&mut self, document: usize, placements: Arc<Placements>) {
        self.guests.retain(|_, index| *index != document);
        let guests = placements.standing().filter(|it| it.guest);
        self.guests
            .extend(guests.map(|it| ((it.record, it.part), document)));
        self.placed.insert(document, placements);
    }

    /// Forgets what was worked out for a document: its text has changed.
    pub fn forget(&mut self, document: usize) {
        self.placed.remove(&document);
        self.guests.retain(|_, index| *index != document);
    }

    /// Under which ids documents were known before.
    pub fn former(&self) -> &BTreeMap<DocumentId, DocumentId> {
        &self.former
    }

    /// The records whose passages stand in a document that they do not name.
    pub fn guests_of(&self, document: usize) -> impl Iterator<Item = (RecordId, Part)> {
        let placed = self.placed.get(&document);
        placed
            .into_iter()
            .flat_map(|it| it.standing())
            .filter(|it| it.guest)
            .map(|it| (it.record, it.part))
    }

    /// The documents in which passages stand that name another one, by index.
    pub fn hosts(&self) -> impl Iterator<Item = usize> {
        self.guests.values().copied()
    }

    /// Where a record's passage stands in the corpus: the document's index and the bytes.
    pub fn find(
        &self,
        corpus: &Corpus,
        of: (RecordId, Part),
        anchor: &Anchor,
    ) -> Option<(usize, Range<usize>)> {
        let stands = |index: usize| {
            let document = corpus.document(index)?;
            let (range, _) = self.stand(index, &document, of, anchor)?;
            Some((index, range))
        };
        let home = self.index_of(corpus, &anchor.document);
        let guest = || self.guests.get(&of).copied();
        home.and_then(stands).or_else(|| guest().and_then(stands))
    }

    /// Goes on with the documents where they are now.
    pub fn moved(&mut self, at: impl Fn(usize) -> Option<usize>) {
        self.placed = std::mem::take(&mut self.placed)
            .into_iter()
            .filter_map(|(index, placements)| Some((at(index)?, placements)))
            .collect();
        self.guests = std::mem::take(&mut self.guests)
            .into_iter()
            .filter_map(|(of, index)| Some((of, at(index)?)))
            .collect();
    }

    /// Takes in under which ids documents were known before.
    pub fn rename(&mut self, former: BTreeMap<DocumentId, DocumentId>) {
        self.former = former;
    }

    /// The index of the document that records call so.
    pub fn index_of(&self, corpus: &Corpus, id: &DocumentId) -> Option<usize> {
        corpus.index_of(self.former.get(id).unwrap_or(id))
    }

    /// The ids that a document had before.
    pub fn former_ids<'a>(&'a self, id: &'a DocumentId) -> impl Iterator<Item = &'a DocumentId> {
        self.former
            .iter()
            .filter(move |(_, now)| *now == id)
            .map(|(was, _)| was)
    }

    /// Every document's placements, by index.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Placements)> {
        self.placed.iter().map(|(index, it)| (*index, it.as_ref()))
    }

    /// Where a record's passage stands in a document, and whether that is doubtful.
    pub fn stand(
        &self,
        index: usize,
        document: &Document,
        (record, part): (RecordId, Part),
        anchor: &Anchor,
    ) -> Option<(Range<usize>, bool)> {
        let walk = &mut Walk::of(&document.text);
        self.stand_on(index, (document, walk), (record, part), anchor)
    }

    /// The same, with a walk over the document's text: records asked in the order of the text cost one
    /// walk through it together.
    pub fn stand_on(
        &self,
        index: usize,
        (document, walk): (&Document, &mut Walk<'_>),
        (record, part): (RecordId, Part),
        anchor: &Anchor,
    ) -> Option<(Range<usize>, bool)> {
        if let Some(range) = anchor.exact_on(document, walk) {
            return Some((range, false));
        }
        let placement = self.placed.get(&index)?.get(record, part)?;
        Some((placement.stands()?.clone(), placement.review))
    }
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
    pub fn of(index: usize, document: &Document, library: &Library, standings: &Standings) -> Self {
        let mut list = Vec::new();
        let mut walk = Walk::of(&document.text);
        let mut put = |part: Part, id: RecordId, anchor: &Anchor, what: What| {
            let place = (document, &mut walk);
            let found = standings.stand_on(index, place, (id, part), anchor);
            if let Some((range, doubtful)) = found {
                list.push(Mark {
                    range,
                    what,
                    doubtful,
                });
            }
        };
        for id in std::iter::once(&document.id).chain(standings.former_ids(&document.id)) {
            for it in library.annotations_in(id) {
                let what = What::Annotation(Arc::clone(it));
                put(Part::Annotation, it.id, it.target.anchor(), what);
            }
            for (end, it) in library.links_in(id) {
                let what = What::Link(Arc::clone(it), end);
                put(Part::Link(end), it.id, it.end(end).anchor(), what);
            }
        }
        for (id, part) in standings.guests_of(index) {
            match part {
                Part::Annotation => {
                    if let Some(it) = library.annotation(id) {
                        let what = What::Annotation(Arc::clone(it));
                        put(part, id, it.target.anchor(), what);
                    }
                }
                Part::Link(end) => {
                    if let Some(it) = library.link(id) {
                        let what = What::Link(Arc::clone(it), end);
                        put(part, id, it.end(end).anchor(), what);
                    }
                }
                Part::Rejection => {}
            }
        }
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
