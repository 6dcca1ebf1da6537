//! The library: what the reader made of the corpus, as plain values.
//!
//! Knows annotations, tags with their forms, links, rejected mentions, corrections and saved
//! queries, how they are found (by id, by document, by tag), and the history of changes to them.
//! Knows no database and no terminal: a change is a pair of values, before and after, that
//! `store` writes down and `app` asks for.

pub mod acts;
pub mod change;
pub mod correction;
pub mod history;
pub mod identity;
mod index;
pub mod merging;
pub mod placing;
pub mod record;
pub mod relation;
pub mod tag;
pub mod whereabouts;

use std::sync::Arc;

use imbl::OrdMap;
use uuid::Uuid;

use crate::corpus::DocumentId;
use index::Index;

pub use acts::{Act, ActError, By, counted};
pub use change::{Change, Entry, EntryId};
pub use history::{History, Journey};
pub use placing::{Part, Placement, Placements};
pub use record::{
    Annotation, Author, Correction, Fix, Form, FormKind, Link, Record, RecordId, Rejection,
    SavedQuery, Tag, Target, Timestamp,
};
pub use tag::{TagPath, TagPathError};

/// Which end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// The end from which the relation is read.
    From,
    /// The other end.
    To,
}

impl End {
    /// The opposite end.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::From => Self::To,
            Self::To => Self::From,
        }
    }
}

impl Link {
    /// The passage at one end.
    pub fn end(&self, end: End) -> &Target {
        match end {
            End::From => &self.from,
            End::To => &self.to,
        }
    }
}

/// Why the beginning of an id does not lead to one record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing has such an id.
    #[error("nothing in this library has an id that begins with “{0}”")]
    Unknown(String),
    /// Several records have.
    #[error("“{prefix}” could be {count} records; write more of the id")]
    Several {
        /// What was asked for.
        prefix: String,
        /// How many records begin so.
        count: usize,
    },
}

/// All records, with what finds them.
///
/// A clone shares everything with its original and costs next to nothing, so that a job may look
/// at the library as it was when the job began.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Library {
    annotations: OrdMap<RecordId, Arc<Annotation>>,
    links: OrdMap<RecordId, Arc<Link>>,
    tags: OrdMap<RecordId, Arc<Tag>>,
    rejections: OrdMap<RecordId, Arc<Rejection>>,
    corrections: OrdMap<RecordId, Arc<Correction>>,
    queries: OrdMap<RecordId, Arc<SavedQuery>>,
    index: Index,
}

impl Library {
    /// A library of these records. Of two with the same id the later one stays.
    pub fn of(records: impl IntoIterator<Item = Record>) -> Self {
        let mut library = Self::default();
        for record in records {
            library.put(record);
        }
        library
    }

    /// Does what the changes say, in order. A change is done for what it leaves behind, whatever
    /// stood there before: so a library read from a damaged journal still takes what follows.
    pub fn apply<'a>(&mut self, changes: impl IntoIterator<Item = &'a Change>) {
        for change in changes {
            match (&change.before, &change.after) {
                (_, Some(after)) => self.put(after.clone()),
                (Some(before), None) => self.take(before.id()),
                (None, None) => {}
            }
        }
    }

    /// Puts a record in the place of the one with its id.
    fn put(&mut self, record: Record) {
        let id = record.id();
        self.take(id);
        self.index.add(&record);
        match record {
            Record::Annotation(it) => drop(self.annotations.insert(id, Arc::from(it))),
            Record::Link(it) => drop(self.links.insert(id, Arc::from(it))),
            Record::Tag(it) => drop(self.tags.insert(id, Arc::from(it))),
            Record::Rejection(it) => drop(self.rejections.insert(id, Arc::from(it))),
            Record::Correction(it) => drop(self.corrections.insert(id, Arc::from(it))),
            Record::Query(it) => drop(self.queries.insert(id, Arc::new(it))),
        }
    }

    /// Takes a record out, if it is there.
    fn take(&mut self, id: RecordId) {
        if let Some(old) = self.annotations.remove(&id) {
            self.index.remove_annotation(&old);
        } else if let Some(old) = self.links.remove(&id) {
            self.index.remove_link(&old);
        } else if let Some(old) = self.tags.remove(&id) {
            self.index.remove_tag(&old);
        } else if let Some(old) = self.rejections.remove(&id) {
            self.index.remove_rejection(&old);
        } else if let Some(old) = self.corrections.remove(&id) {
            self.index.remove_correction(&old);
        } else {
            self.queries.remove(&id);
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.annotations.len()
            + self.links.len()
            + self.tags.len()
            + self.rejections.len()
            + self.corrections.len()
            + self.queries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every record: tags first, then by kind, by id within each.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        let tags = self.tags.values().map(|it| (**it).clone().into());
        let annotations = self.annotations.values().map(|it| (**it).clone().into());
        let links = self.links.values().map(|it| (**it).clone().into());
        let rejections = self.rejections.values().map(|it| (**it).clone().into());
        let corrections = self.corrections.values().map(|it| (**it).clone().into());
        let queries = self.queries.values().map(|it| (**it).clone().into());
        tags.chain(annotations)
            .chain(links)
            .chain(rejections)
            .chain(corrections)
            .chain(queries)
    }

    /// The record of that id.
    pub fn record(&self, id: RecordId) -> Option<Record> {
        None.or_else(|| Some((**self.annotations.get(&id)?).clone().into()))
            .or_else(|| Some((**self.links.get(&id)?).clone().into()))
            .or_else(|| Some((**self.tags.get(&id)?).clone().into()))
            .or_else(|| Some((**self.rejections.get(&id)?).clone().into()))
            .or_else(|| Some((**self.corrections.get(&id)?).clone().into()))
            .or_else(|| Some((**self.queries.get(&id)?).clone().into()))
    }

    /// The annotation of that id.
    pub fn annotation(&self, id: RecordId) -> Option<&Arc<Annotation>> {
        self.annotations.get(&id)
    }

    /// The link of that id.
    pub fn link(&self, id: RecordId) -> Option<&Arc<Link>> {
        self.links.get(&id)
    }

    /// The tag of that id.
    pub fn tag(&self, id: RecordId) -> Option<&Arc<Tag>> {
        self.tags.get(&id)
    }

    /// The tag with that path; none where there is no such tag.
    pub fn tag_at(&self, path: &str) -> Option<&Arc<Tag>> {
        self.tags.get(&self.index.tag_at(path)?)
    }

    /// Every tag, by path.
    pub fn tags(&self) -> impl Iterator<Item = &Arc<Tag>> {
        self.index.paths().filter_map(|id| self.tags.get(&id))
    }

    /// The tags at and below a path, by path: for `treaty` also `treaty/1956-declaration`.
    pub fn tags_under<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Arc<Tag>> {
        self.tags()
            .filter(move |tag| tag::is_within(&tag.path, path))
    }

    /// The paths of an annotation's tags, in order.
    pub fn tag_paths(&self, annotation: &Annotation) -> Vec<&str> {
        let mut paths: Vec<&str> = annotation
            .tags
            .iter()
            .filter_map(|id| self.tags.get(id))
            .map(|tag| tag.path.as_str())
            .collect();
        paths.sort_unstable();
        paths
    }

    /// Every annotation, by time of making.
    pub fn annotations(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.annotations.values()
    }

    /// The annotations of a document, in the order in which their passages began in the version
    /// of the text they were made in. (Where the text has changed since, `placing` tells where
    /// they stand now.)
    pub fn annotations_in(&self, document: &DocumentId) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index
            .annotations_in(document)
            .filter_map(|id| self.annotations.get(&id))
    }

    /// The annotations of a document that were made on exactly these code points, in whatever version
    /// of its text.
    pub fn annotations_at(
        &self,
        document: &DocumentId,
        span: (usize, usize),
    ) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index
            .annotations_at(document, span)
            .filter_map(|id| self.annotations.get(&id))
    }

    /// The annotations that carry a tag, by time of making.
    pub fn tagged(&self, tag: RecordId) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index
            .tagged(tag)
            .filter_map(|id| self.annotations.get(&id))
    }

    /// How many annotations carry a tag.
    pub fn tagged_count(&self, tag: RecordId) -> usize {
        self.index.tagged_count(tag)
    }

    /// Every link, by time of making.
    pub fn links(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.links.values()
    }

    /// The links with an end in a document, and which end, in document order. A link within one
    /// document comes twice.
    pub fn links_in(&self, document: &DocumentId) -> impl Iterator<Item = (End, &Arc<Link>)> {
        self.index
            .links_in(document)
            .filter_map(|(id, end)| Some((end, self.links.get(&id)?)))
    }

    /// Every rejected mention, by time.
    pub fn rejections(&self) -> impl Iterator<Item = &Arc<Rejection>> {
        self.rejections.values()
    }

    /// The rejected mention of that id.
    pub fn rejection(&self, id: RecordId) -> Option<&Arc<Rejection>> {
        self.rejections.get(&id)
    }

    /// The rejected mentions in a document, in document order.
    pub fn rejections_in(&self, document: &DocumentId) -> impl Iterator<Item = &Arc<Rejection>> {
        self.index
            .rejections_in(document)
            .filter_map(|id| self.rejections.get(&id))
    }

    /// The rejected mentions in a document that were made on exactly these code points, in whatever
    /// version of its text.
    pub fn rejections_at(
        &self,
        document: &DocumentId,
        span: (usize, usize),
    ) -> impl Iterator<Item = &Arc<Rejection>> {
        self.index
            .rejections_at(document, span)
            .filter_map(|id| self.rejections.get(&id))
    }

    /// The rejected mentions of a tag, by time.
    pub fn rejections_of(&self, tag: RecordId) -> impl Iterator<Item = &Arc<Rejection>> {
        self.index
            .rejections_of(tag)
            .filter_map(|id| self.rejections.get(&id))
    }

    /// Every correction, by time.
    pub fn corrections(&self) -> impl Iterator<Item = &Arc<Correction>> {
        self.corrections.values()
    }

    /// The corrections of a document, by time: a later one goes before an earlier one.
    pub fn corrections_of(&self, document: &DocumentId) -> impl Iterator<Item = &Arc<Correction>> {
        self.index
            .corrections_of(document)
            .filter_map(|id| self.corrections.get(&id))
    }

    /// Every saved query, by name.
    pub fn queries(&self) -> Vec<&Arc<SavedQuery>> {
        let mut all: Vec<_> = self.queries.values().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        all
    }

    /// The documents of which the library knows something, by id.
    pub fn documents(&self) -> Vec<DocumentId> {
        self.index.documents()
    }

    /// The id that a person means by its beginning, with or without hyphens; case does not matter.
    pub fn find(&self, prefix: &str) -> Result<RecordId, IdError> {
        let unknown = || IdError::Unknown(prefix.to_owned());
        let digits: String = prefix
            .chars()
            .filter(|c| *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if digits.is_empty() || digits.len() > 32 || !digits.chars().all(|c| c.is_ascii_hexdigit())
        {
            return Err(unknown());
        }
        let bound = |fill: char| {
            let whole: String = digits
                .chars()
                .chain(std::iter::repeat(fill))
                .take(32)
                .collect();
            Uuid::parse_str(&whole).map(RecordId)
        };
        let (Ok(low), Ok(high)) = (bound('0'), bound('f')) else {
            return Err(unknown());
        };
        let mut found = self.ids_between(low, high);
        match (found.pop(), found.len()) {
            (None, _) => Err(unknown()),
            (Some(one), 0) => Ok(one),
            (Some(_), more) => Err(IdError::Several {
                prefix: prefix.to_owned(),
                count: more + 1,
            }),
        }
    }

    /// The ids from `low` to `high`, both included.
    fn ids_between(&self, low: RecordId, high: RecordId) -> Vec<RecordId> {
        let mut ids: Vec<RecordId> = Vec::new();
        ids.extend(self.annotations.range(low..=high).map(|(id, _)| *id));
        ids.extend(self.links.range(low..=high).map(|(id, _)| *id));
        ids.extend(self.tags.range(low..=high).map(|(id, _)| *id));
        ids.extend(self.rejections.range(low..=high).map(|(id, _)| *id));
        ids.extend(self.corrections.range(low..=high).map(|(id, _)| *id));
        ids.extend(self.queries.range(low..=high).map(|(id, _)| *id));
        ids
    }
}

impl From<Annotation> for Record {
    fn from(record: Annotation) -> Self {
        Self::Annotation(Box::new(record))
    }
}

impl From<Link> for Record {
    fn from(record: Link) -> Self {
        Self::Link(Box::new(record))
    }
}

impl From<Tag> for Record {
    fn from(record: Tag) -> Self {
        Self::Tag(Box::new(record))
    }
}

impl From<Rejection> for Record {
    fn from(record: Rejection) -> Self {
        Self::Rejection(Box::new(record))
    }
}

impl From<Correction> for Record {
    fn from(record: Correction) -> Self {
        Self::Correction(Box::new(record))
    }
}

impl From<SavedQuery> for Record {
    fn from(record: SavedQuery) -> Self {
        Self::Query(record)
    }
}

#[cfg(test)]
pub(crate) mod random;
#[cfg(test)]
mod tests;
