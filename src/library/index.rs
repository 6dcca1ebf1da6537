//! The index: which records belong to a document, to a tag, to a path.
//!
//! Knows ids and the places they are sorted by, and is kept by the library with every change.
//! Does not hold the records themselves.

use imbl::{OrdMap, OrdSet};
use uuid::Uuid;

use super::End;
use super::record::{Annotation, Correction, Link, Record, RecordId, Rejection, Tag, Target};
use crate::corpus::DocumentId;

/// Where a passage stands in its version of the text: first code point, last, and whose it is.
type Place<T> = (usize, usize, T);

/// Sets of places by document.
type ByDocument<T> = OrdMap<DocumentId, OrdSet<Place<T>>>;

/// Sets of ids by something.
type Ids<K> = OrdMap<K, OrdSet<RecordId>>;

/// What finds records without looking at all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Index {
    annotations: ByDocument<RecordId>,
    links: ByDocument<(RecordId, End)>,
    rejections: ByDocument<RecordId>,
    corrections: Ids<DocumentId>,
    tagged: Ids<RecordId>,
    rejected: Ids<RecordId>,
    paths: OrdSet<(String, RecordId)>,
}

impl Index {
    /// Takes a record in.
    pub(super) fn add(&mut self, record: &Record) {
        match record {
            Record::Annotation(it) => {
                add_place(&mut self.annotations, &it.target, it.id);
                for tag in &it.tags {
                    self.tagged.entry(*tag).or_default().insert(it.id);
                }
            }
            Record::Link(it) => {
                add_place(&mut self.links, &it.from, (it.id, End::From));
                add_place(&mut self.links, &it.to, (it.id, End::To));
            }
            Record::Tag(it) => {
                self.paths.insert((it.path.clone(), it.id));
            }
            Record::Rejection(it) => {
                add_place(&mut self.rejections, &it.target, it.id);
                self.rejected.entry(it.tag).or_default().insert(it.id);
            }
            Record::Correction(it) => {
                let of_document = self.corrections.entry(it.document.clone()).or_default();
                of_document.insert(it.id);
            }
            Record::Query(_) => {}
        }
    }

    /// Takes an annotation out.
    pub(super) fn remove_annotation(&mut self, it: &Annotation) {
        remove_place(&mut self.annotations, &it.target, it.id);
        for tag in &it.tags {
            remove_id(&mut self.tagged, tag, it.id);
        }
    }

    /// Takes both ends of a link out.
    pub(super) fn remove_link(&mut self, it: &Link) {
        remove_place(&mut self.links, &it.from, (it.id, End::From));
        remove_place(&mut self.links, &it.to, (it.id, End::To));
    }

    /// Takes a tag out.
    pub(super) fn remove_tag(&mut self, it: &Tag) {
        self.paths.remove(&(it.path.clone(), it.id));
    }

    /// Takes a rejected mention out.
    pub(super) fn remove_rejection(&mut self, it: &Rejection) {
        remove_place(&mut self.rejections, &it.target, it.id);
        remove_id(&mut self.rejected, &it.tag, it.id);
    }

    /// Takes a correction out.
    pub(super) fn remove_correction(&mut self, it: &Correction) {
        remove_id(&mut self.corrections, &it.document, it.id);
    }

    /// The annotations of a document, by place.
    pub(super) fn annotations_in(&self, of: &DocumentId) -> impl Iterator<Item = RecordId> {
        self.annotations
            .get(of)
            .into_iter()
            .flatten()
            .map(|place| place.2)
    }

    /// The annotations of a document on exactly these code points.
    pub(super) fn annotations_at(
        &self,
        of: &DocumentId,
        span: (usize, usize),
    ) -> impl Iterator<Item = RecordId> {
        at(&self.annotations, of, span)
    }

    /// The rejected mentions in a document on exactly these code points.
    pub(super) fn rejections_at(
        &self,
        of: &DocumentId,
        span: (usize, usize),
    ) -> impl Iterator<Item = RecordId> {
        at(&self.rejections, of, span)
    }

    /// The link ends in a document, by place.
    pub(super) fn links_in(&self, of: &DocumentId) -> impl Iterator<Item = (RecordId, End)> {
        self.links
            .get(of)
            .into_iter()
            .flatten()
            .map(|place| place.2)
    }

    /// The rejected mentions in a document, by place.
    pub(super) fn rejections_in(&self, of: &DocumentId) -> impl Iterator<Item = RecordId> {
        self.rejections
            .get(of)
            .into_iter()
            .flatten()
            .map(|place| place.2)
    }

    /// The rejected mentions of a tag.
    pub(super) fn rejections_of(&self, tag: RecordId) -> impl Iterator<Item = RecordId> {
        self.rejected.get(&tag).into_iter().flatten().copied()
    }

    /// The corrections of a document.
    pub(super) fn corrections_of(&self, of: &DocumentId) -> impl Iterator<Item = RecordId> {
        self.corrections.get(of).into_iter().flatten().copied()
    }

    /// The annotations with a tag.
    pub(super) fn tagged(&self, tag: RecordId) -> impl Iterator<Item = RecordId> {
        self.tagged.get(&tag).into_iter().flatten().copied()
    }

    /// How many annotations have a tag.
    pub(super) fn tagged_count(&self, tag: RecordId) -> usize {
        self.tagged.get(&tag).map_or(0, OrdSet::len)
    }

    /// The tag with a path; the oldest, should several have it.
    pub(super) fn tag_at(&self, path: &str) -> Option<RecordId> {
        let first = (path.to_owned(), RecordId(Uuid::nil()));
        let (found, id) = self.paths.range(first..).next()?;
        (found == path).then_some(*id)
    }

    /// The tags, by path.
    pub(super) fn paths(&self) -> impl Iterator<Item = RecordId> {
        self.paths.iter().map(|(_, id)| *id)
    }

    /// Every document of which something is known.
    pub(super) fn documents(&self) -> Vec<DocumentId> {
        let mut all: Vec<DocumentId> = self
            .annotations
            .keys()
            .chain(self.links.keys())
            .chain(self.rejections.keys())
            .chain(self.corrections.keys())
            .cloned()
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn place<T>(target: &Target, of: T) -> Place<T> {
    let anchor = target.anchor();
    (anchor.start, anchor.end, of)
}

/// The records on exactly these code points of a document.
fn at<'a>(
    from: &'a ByDocument<RecordId>,
    of: &DocumentId,
    (start, end): (usize, usize),
) -> impl Iterator<Item = RecordId> + 'a {
    let first = (start, end, RecordId(Uuid::nil()));
    let last = (start, end, RecordId(Uuid::max()));
    let places = from.get(of).into_iter();
    places
        .flat_map(move |places| places.range(first..=last))
        .map(|place| place.2)
}

fn add_place<T: Ord + Clone>(to: &mut ByDocument<T>, target: &Target, of: T) {
    let document = target.anchor().document.clone();
    to.entry(document).or_default().insert(place(target, of));
}

fn remove_place<T: Ord + Clone>(from: &mut ByDocument<T>, target: &Target, of: T) {
    let document = &target.anchor().document;
    if let Some(places) = from.get_mut(document) {
        places.remove(&place(target, of));
        if places.is_empty() {
            from.remove(document);
        }
    }
}

fn remove_id<K: Ord + Clone>(from: &mut Ids<K>, key: &K, id: RecordId) {
    if let Some(ids) = from.get_mut(key) {
        ids.remove(&id);
        if ids.is_empty() {
            from.remove(key);
        }
    }
}
