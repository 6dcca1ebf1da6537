//! Placing: where the passages that records are about stand in a document as it is now.
//!
//! Knows which old version each passage was made in, aligns that version with the present text
//! once, and says of each passage whether it is exact, moved, uncertain or orphaned. Changes no
//! record: what the reader says about a doubtful one is an act (see `acts::settle`).

pub mod found;

use std::collections::{HashMap, HashSet};
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::record::{RecordId, Target};
use super::{End, Library};
use crate::corpus::{Document, DocumentId, TextHash};
use crate::passage::Anchor;
use crate::passage::align::Alignment;
use crate::passage::place::{Placed, PlacedState, Why};
use crate::passage::quote::Haystack;
use found::FoundPlaces;

/// Which passage of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// What an annotation is about.
    Annotation,
    /// One end of a link.
    Link(End),
    /// The place of a rejected mention.
    Rejection,
}

impl Part {
    /// The end that `acts::settle` is to be told.
    pub fn end(self) -> End {
        match self {
            Self::Link(end) => end,
            Self::Annotation | Self::Rejection => End::From,
        }
    }
}

/// Where one passage stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// The record.
    pub record: RecordId,
    /// Which passage of it.
    pub part: Part,
    /// How it was carried over.
    pub state: PlacedState,
    /// Bytes in the document's text. For an orphan: where it may belong, a suggestion only.
    pub range: Option<Range<usize>>,
    /// Share of the passage that was found again, 0 to 1.
    pub score: f32,
    /// Whether the reader is to be asked.
    pub review: bool,
    /// The reason.
    pub why: Why,
    /// Whether the record calls its document otherwise: the passage is in a document that holds a
    /// part of the one it was made in.
    pub guest: bool,
}

impl Placement {
    /// What was found out about one passage of a record; `range` is in bytes.
    pub fn of(of: (RecordId, Part), found: &Placed, range: Option<Range<usize>>) -> Self {
        Self {
            record: of.0,
            part: of.1,
            state: found.state,
            range,
            score: found.score,
            review: found.review,
            why: found.why,
            guest: false,
        }
    }

    /// Where it stands; none for an orphan, whose range is a suggestion.
    pub fn stands(&self) -> Option<&Range<usize>> {
        self.range
            .as_ref()
            .filter(|_| self.state != PlacedState::Orphaned)
    }
}

/// Places passages in one document; each old version is aligned once.
pub struct Placer<'a, D = &'a Document> {
    document: D,
    offsets: Offsets,
    version_text: &'a dyn Fn(&TextHash) -> Option<String>,
    alignments: HashMap<TextHash, Option<Alignment>>,
    haystack: Option<Haystack>,
    recall: Option<Recall<'a>>,
}

/// What was found out before, and which versions of texts are kept.
#[derive(Debug, Clone)]
pub(super) struct Recall<'a> {
    pub(super) found: &'a FoundPlaces,
    pub(super) kept: Arc<HashSet<TextHash>>,
}

impl<'a, D: Deref<Target = Document>> Placer<'a, D> {
    /// For a document; `version_text` gives the text of a version that was kept.
    pub fn new(document: D, version_text: &'a dyn Fn(&TextHash) -> Option<String>) -> Self {
        Self {
            offsets: Offsets::of(&document.text),
            document,
            version_text,
            alignments: HashMap::new(),
            haystack: None,
            recall: None,
        }
    }

    /// The same, where what was found out before need not be found out again.
    pub(super) fn recalling(self, recall: Option<Recall<'a>>) -> Self {
        Self { recall, ..self }
    }

    /// Where a record's passage stands, and the bytes.
    pub fn place(&mut self, target: &Target) -> (Placed, Option<Range<usize>>) {
        let mut placed = self.place_code_points(target.anchor());
        // An orphan waits for the reader's word, however sure it is that the passage is gone.
        placed.review |= placed.state == PlacedState::Orphaned;
        let confirmed = target.confirmed.as_ref();
        if confirmed.is_some_and(|it| it.version == self.document.hash) {
            placed.review = false;
        }
        if let Some(absent) = &target.absent {
            let back = placed.state != PlacedState::Orphaned && *absent != self.document.hash;
            if !back {
                placed.state = PlacedState::Orphaned;
            }
            // The reader said that it is gone: said again only when it seems to be back.
            placed.review = back;
        }
        let range = placed
            .span
            .clone()
            .map(|span| self.offsets.bytes(&self.document.text, &span));
        (placed, range)
    }

    /// Where the passage of an anchor stands, and the bytes.
    pub fn place_anchor(&mut self, anchor: &Anchor) -> (Placed, Option<Range<usize>>) {
        self.place(&Target::new(anchor.clone()))
    }

    fn place_code_points(&mut self, anchor: &Anchor) -> Placed {
        let span = anchor.start..anchor.end.max(anchor.start);
        let current = anchor.version == self.document.hash;
        if current {
            let text = &self.document.text;
            let bytes = self.offsets.bytes(text, &span);
            if text.get(bytes) == Some(anchor.quote.exact.as_str()) {
                return Placed {
                    state: PlacedState::Exact,
                    span: Some(span),
                    score: 1.0,
                    review: false,
                    why: Why::Unchanged,
                };
            }
        }
        let Some(recall) = self.recall.clone() else {
            return self.find_out(anchor, current).0;
        };
        let name = |aligned| found::name(&self.document.hash, anchor, aligned);
        let expected = name(!current && recall.kept.contains(&anchor.version));
        if let Some(placed) = recall.found.get(&expected) {
            return placed;
        }
        let (placed, aligned) = self.find_out(anchor, current);
        let name = found::name(&self.document.hash, anchor, aligned);
        recall.found.put(name, placed.clone());
        placed
    }

    /// Where a passage stands that is not where it was, and whether its old text was at hand to tell.
    fn find_out(&mut self, anchor: &Anchor, current: bool) -> (Placed, bool) {
        if !current && let Some(alignment) = self.alignment(&anchor.version) {
            return (
                alignment.place(anchor.start..anchor.end.max(anchor.start)),
                true,
            );
        }
        let text = &self.document.text;
        let haystack = self.haystack.get_or_insert_with(|| Haystack::new(text));
        (haystack.find(&anchor.quote, Some(anchor.start)), false)
    }

    fn alignment(&mut self, version: &TextHash) -> Option<&Alignment> {
        if !self.alignments.contains_key(version) {
            let old = (self.version_text)(version);
            let made = old.map(|old| Alignment::between(&old, &self.document.text));
            self.alignments.insert(version.clone(), made);
        }
        self.alignments.get(version)?.as_ref()
    }
}

/// Where all passages of a document stand now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placements {
    /// Those that stand somewhere, by start, the longer one first.
    standing: Vec<(Range<usize>, Placement)>,
    /// Those that do not.
    orphans: Vec<Placement>,
    /// Bytes of the longest one.
    longest: usize,
    /// Where each one is in the lists above, those that stand first.
    by_record: HashMap<(RecordId, Part), usize>,
}

impl Placements {
    /// Places all passages of a document's records, those included that were made when it had
    /// another id (`formerly`, see `identity`).
    pub fn of(
        document: &Document,
        library: &Library,
        formerly: &[DocumentId],
        version_text: &dyn Fn(&TextHash) -> Option<String>,
    ) -> Self {
        let mut placer = Placer::new(document, version_text);
        let mut all = Vec::new();
        let others = formerly.iter().filter(|id| **id != document.id);
        for id in std::iter::once(&document.id).chain(others) {
            for it in library.annotations_in(id) {
                all.push(placement(&mut placer, it.id, Part::Annotation, &it.target));
            }
            for (end, it) in library.links_in(id) {
                all.push(placement(&mut placer, it.id, Part::Link(end), it.end(end)));
            }
            for it in library.rejections_in(id) {
                all.push(placement(&mut placer, it.id, Part::Rejection, &it.target));
            }
        }
        Self::sorted(all)
    }

    /// Placements from a list in any order.
    pub fn sorted(all: Vec<Placement>) -> Self {
        let mut placements = Self::default();
        for placement in all {
            match placement.stands() {
                Some(range) => placements.standing.push((range.clone(), placement)),
                None => placements.orphans.push(placement),
            }
        }
        placements.standing.sort_by(|(a, x), (b, y)| {
            (a.start, std::cmp::Reverse(a.end), x.record, x.part).cmp(&(
                b.start,
                std::cmp::Reverse(b.end),
                y.record,
                y.part,
            ))
        });
        placements.orphans.sort_by_key(|it| (it.record, it.part));
        let lengths = placements.standing.iter().map(|(range, _)| range.len());
        placements.longest = lengths.max().unwrap_or(0);
        placements.by_record = placements
            .standing()
            .chain(&placements.orphans)
            .map(|it| (it.record, it.part))
            .zip(0..)
            .collect();
        placements
    }

    /// Those that stand somewhere, in the order of the text.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &Placement> {
        self.standing.iter().map(|(_, placement)| placement)
    }

    /// Those whose passage is gone.
    pub fn orphans(&self) -> &[Placement] {
        &self.orphans
    }

    /// Those that the reader is to be asked about, in the order of the text, orphans last.
    pub fn to_review(&self) -> impl Iterator<Item = &Placement> {
        self.standing().chain(&self.orphans).filter(|it| it.review)
    }

    /// The placement of one passage of a record.
    pub fn get(&self, record: RecordId, part: Part) -> Option<&Placement> {
        let index = *self.by_record.get(&(record, part))?;
        match self.standing.get(index) {
            Some((_, placement)) => Some(placement),
            None => self.orphans.get(index - self.standing.len()),
        }
    }

    /// Those that a byte lies in, longest first.
    pub fn at(&self, byte: usize) -> impl Iterator<Item = &Placement> {
        self.within(byte..byte + 1)
    }

    /// Those that share at least a byte with a range, in the order of the text.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = &Placement> {
        let first = self
            .standing
            .partition_point(|(it, _)| it.start + self.longest < range.start);
        let Range { start, end } = range;
        self.standing
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(move |(it, _)| it.start < end)
            .filter(move |(it, _)| it.end.max(it.start + 1) > start)
            .map(|(_, placement)| placement)
    }

    /// Those that begin after a byte, in the order of the text.
    pub fn after(&self, byte: usize) -> impl Iterator<Item = &Placement> {
        let first = self.standing.partition_point(|(it, _)| it.start <= byte);
        let rest = self.standing.get(first..).unwrap_or_default();
        rest.iter().map(|(_, placement)| placement)
    }

    /// Those that begin before a byte, the nearest first.
    pub fn before(&self, byte: usize) -> impl Iterator<Item = &Placement> {
        let first = self.standing.partition_point(|(it, _)| it.start < byte);
        let rest = self.standing.get(..first).unwrap_or_default();
        rest.iter().rev().map(|(_, placement)| placement)
    }
}

fn placement(placer: &mut Placer<'_>, record: RecordId, part: Part, target: &Target) -> Placement {
    let (found, range) = placer.place(target);
    Placement::of((record, part), &found, range)
}

/// Bytes by code points, without counting from the beginning each time.
struct Offsets {
    /// The byte of every [`STRIDE`]th code point.
    known: Vec<usize>,
}

/// Code points between two known ones.
const STRIDE: usize = 128;

impl Offsets {
    fn of(text: &str) -> Self {
        let known = text.char_indices().step_by(STRIDE).map(|(at, _)| at);
        Self {
            known: known.collect(),
        }
    }

    fn bytes(&self, text: &str, span: &Range<usize>) -> Range<usize> {
        let start = self.byte(text, span.start);
        start..self.byte(text, span.end).max(start)
    }

    fn byte(&self, text: &str, code_point: usize) -> usize {
        let Some(from) = self.known.get(code_point / STRIDE) else {
            return text.len();
        };
        let rest = text.get(*from..).unwrap_or_default();
        from + crate::passage::byte_of(rest, code_point % STRIDE)
    }
}

#[cfg(test)]
mod tests;
