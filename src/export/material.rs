//! What an export is made from: passages in the order of their texts, with what is attached to each.
//!
//! Knows documents, their passages, and for every passage its words, its address, its annotations and
//! the links at it with their other ends. Which part of a library that is, where its passages stand
//! and how they are gathered is told in the files below. Knows no format.

mod finding;
mod gathering;
mod place;
mod scope;
mod standing;

use std::sync::Arc;

use crate::corpus::{Document, DocumentId};
use crate::library::{Annotation, End, Link};
use crate::passage::place::PlacedState;

pub use finding::Findings;
pub use place::{Place, Places, opening};
pub use scope::Scope;
pub use standing::{Placing, Standing};

/// All passages of a scope, by document.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// The documents that have passages, in the order of the corpus; those that are not in the
    /// corpus any more come last, by id.
    pub sheets: Vec<Sheet>,
}

/// One document with its passages.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The document's id.
    pub id: DocumentId,
    /// The document, unless it is not in the corpus any more.
    pub document: Option<Arc<Document>>,
    /// The passages in the order of the text; orphans last, in the order of the text they were
    /// made in.
    pub passages: Vec<Passage>,
}

/// A passage with everything attached to exactly these words.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Where it stands.
    pub place: Place,
    /// The annotations on it, by time of making.
    pub notes: Vec<Attached>,
    /// The ends of links on it, by time of making.
    pub ties: Vec<Tie>,
}

/// An annotation with the paths of its tags.
#[derive(Debug, Clone)]
pub struct Attached {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// The paths of its tags, in order.
    pub tags: Vec<String>,
}

/// One end of a link, seen from its passage.
#[derive(Debug, Clone)]
pub struct Tie {
    /// The link.
    pub link: Arc<Link>,
    /// Which end this is.
    pub end: End,
    /// The relation as read from this end: `cites`, `is cited by`.
    pub relation: String,
    /// The other end.
    pub other: Place,
    /// The name of the passage at the other end (see [`Passage::key`]), if it is in the material.
    pub other_key: Option<String>,
}

impl Passage {
    /// Its name in every export: the first annotation on it, else the first end of a link.
    pub fn key(&self) -> String {
        if let Some(note) = self.notes.first() {
            return format!("a={}", note.annotation.id);
        }
        match self.ties.first() {
            Some(tie) => {
                let end = match tie.end {
                    End::From => "from",
                    End::To => "to",
                };
                format!("l={}:{end}", tie.link.id)
            }
            None => format!("q={}", self.place.derived_name()),
        }
    }
}

impl Material {
    /// Only passages at which links begin or end.
    #[must_use]
    pub fn linked(mut self) -> Self {
        for sheet in &mut self.sheets {
            sheet.passages.retain(|passage| !passage.ties.is_empty());
        }
        self.sheets.retain(|sheet| !sheet.passages.is_empty());
        self
    }

    /// The same documents without their passages.
    pub(super) fn bare(&self) -> Self {
        let sheets = self.sheets.iter().map(|sheet| Sheet {
            id: sheet.id.clone(),
            document: sheet.document.clone(),
            passages: Vec::new(),
        });
        Self {
            sheets: sheets.collect(),
        }
    }

    /// How many annotations there are.
    pub fn annotations(&self) -> usize {
        self.passages().map(|passage| passage.notes.len()).sum()
    }

    /// How many links have an end in it.
    pub fn links(&self) -> usize {
        self.links_with_ends().len()
    }

    /// How many passages are not where and what they were made, and want to be looked at.
    pub fn doubtful(&self) -> usize {
        self.passages()
            .filter(|passage| {
                matches!(
                    passage.place.standing.state,
                    PlacedState::Uncertain | PlacedState::Orphaned
                )
            })
            .count()
    }

    /// Every link with an end in it, once, by time of making, with the places of its ends.
    pub fn links_with_ends(&self) -> Vec<(&Arc<Link>, &Place, &Place)> {
        let mut links: Vec<_> = self
            .passages()
            .flat_map(|passage| {
                passage.ties.iter().map(|tie| match tie.end {
                    End::From => (&tie.link, &passage.place, &tie.other),
                    End::To => (&tie.link, &tie.other, &passage.place),
                })
            })
            .collect();
        links.sort_by_key(|(link, _, _)| link.id);
        links.dedup_by_key(|(link, _, _)| link.id);
        links
    }

    /// Every passage, document after document.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.sheets.iter().flat_map(|sheet| &sheet.passages)
    }
}
