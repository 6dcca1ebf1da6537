//! What is known of a document without its text, and the list of it for a corpus.
//!
//! Knows what lists, pickers and filters show. Holds nothing in memory: each listing is taken from
//! the corpus's catalogue when it is asked for.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Corpus, DateValue, Document, DocumentId, Format};

/// What a list of documents shows of each without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The document's name.
    pub id: DocumentId,
    /// Its title, or its id where it has none.
    pub title: String,
    /// When it was written.
    pub date: Option<DateValue>,
    /// Where it comes from.
    pub origin: Option<String>,
    /// Its file, relative to the root where it lies inside it.
    #[serde(with = "super::catalogue::path")]
    pub path: PathBuf,
    /// The format it is read from.
    pub format: Format,
    /// How many blocks it has.
    pub blocks: usize,
}

impl Listing {
    /// What a list shows of a document.
    pub fn of(document: &Document) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title().to_owned(),
            date: document.meta.date.clone(),
            origin: document.meta.origin.clone(),
            path: document.path.clone(),
            format: document.format,
            blocks: document.blocks.len(),
        }
    }
}

/// The listings of a corpus, in reading order.
#[derive(Debug, Clone, Copy)]
pub struct Listings<'a> {
    corpus: &'a Corpus,
}

impl<'a> Listings<'a> {
    pub(super) fn of(corpus: &'a Corpus) -> Self {
        Self { corpus }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.corpus.len()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.corpus.is_empty()
    }

    /// The one at an index.
    pub fn get(self, index: usize) -> Option<Listing> {
        self.corpus.listing(index)
    }

    /// The one of that very id; found without looking at the others.
    pub fn called(self, id: &DocumentId) -> Option<Listing> {
        self.get(self.corpus.index_of(id)?)
    }

    /// The first one.
    pub fn first(self) -> Option<Listing> {
        self.get(0)
    }

    /// All of them. Skipping costs nothing: only what is given out is looked up.
    pub fn iter(self) -> Iter<'a> {
        Iter {
            corpus: self.corpus,
            next: 0,
        }
    }
}

impl<'a> IntoIterator for Listings<'a> {
    type Item = Listing;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Gives the listings of a corpus one after the other.
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    corpus: &'a Corpus,
    next: usize,
}

impl Iterator for Iter<'_> {
    type Item = Listing;

    fn next(&mut self) -> Option<Listing> {
        let listing = self.corpus.listing(self.next)?;
        self.next += 1;
        Some(listing)
    }

    fn nth(&mut self, n: usize) -> Option<Listing> {
        self.next = self.next.saturating_add(n);
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.corpus.len().saturating_sub(self.next);
        (0, Some(left))
    }
}
