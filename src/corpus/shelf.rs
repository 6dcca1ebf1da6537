//! The shelf: documents that were read and are kept at hand.
//!
//! Knows how much they weigh and lets go of those unused longest. Documents that come from no file
//! stay. Does not know how a document is read.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::{Block, Document};

/// Bytes that the documents kept may take; one that is open elsewhere is not freed by leaving.
const LIMIT: usize = 48 << 20;

/// Documents at hand, by their index in the corpus. May be asked from any thread.
#[derive(Debug)]
pub(super) struct Shelf {
    /// Bytes that may be kept.
    limit: usize,
    /// Those that come from no file.
    held: Vec<Arc<Document>>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    documents: Option<LruCache<usize, Arc<Document>>>,
    weight: usize,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            limit: LIMIT,
            held: Vec::new(),
            kept: Mutex::default(),
        }
    }
}

impl Shelf {
    /// A shelf of documents that stay.
    pub(super) fn of(documents: impl Iterator<Item = Arc<Document>>) -> Self {
        Self {
            held: documents.collect(),
            ..Self::default()
        }
    }

    /// The document at an index: the one at hand, else the one that `read` gives.
    pub(super) fn get(
        &self,
        index: usize,
        read: impl FnOnce() -> Option<Document>,
    ) -> Option<Arc<Document>> {
        if !self.held.is_empty() {
            return self.held.get(index).cloned();
        }
        if let Some(found) = self.kept().documents().get(&index) {
            return Some(Arc::clone(found));
        }
        // Read without the lock: other threads go on meanwhile. Two may read the same.
        let document = Arc::new(read()?);
        self.put(index, Arc::clone(&document));
        Some(document)
    }

    /// The document at an index, if it is at hand.
    pub(super) fn at_hand(&self, index: usize) -> Option<Arc<Document>> {
        if !self.held.is_empty() {
            return self.held.get(index).cloned();
        }
        self.kept().documents().peek(&index).map(Arc::clone)
    }

    /// Whether the document at an index is at hand.
    pub(super) fn has(&self, index: usize) -> bool {
        !self.held.is_empty() || self.kept().documents().contains(&index)
    }

    /// Puts a document on the shelf.
    pub(super) fn put(&self, index: usize, document: Arc<Document>) {
        let mut kept = self.kept();
        kept.weight += weight(&document);
        if let Some(old) = kept.documents().put(index, document) {
            kept.weight -= weight(&old);
        }
        // One longer than the bound is the only one, and is not read anew for each who asks.
        while kept.weight > self.limit && kept.documents().len() > 1 {
            let Some((_, old)) = kept.documents().pop_lru() else {
                break;
            };
            kept.weight -= weight(&old);
        }
    }

    /// Whether a text of `bytes` would fit beside others of `before` bytes, with the structure of the
    /// texts. A first one always does.
    pub(super) fn has_room_for(bytes: u64, before: u64) -> bool {
        before == 0 || before + bytes < (LIMIT / 4) as u64
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here panics half way, so that a poisoned lock still guards a sound value.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn documents(&mut self) -> &mut LruCache<usize, Arc<Document>> {
        self.documents.get_or_insert_with(LruCache::unbounded)
    }
}

/// Bytes that a document takes, about.
fn weight(document: &Document) -> usize {
    let blocks = document.blocks.len() * (size_of::<Block>() + 64);
    document.text.len() + blocks + document.inlines.len() * 64 + document.notes.len() * 96 + 1024
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::corpus::open::document_of;

    fn document(text: &str) -> Document {
        document_of(Path::new("a.txt"), text.as_bytes(), None).unwrap()
    }

    #[test]
    fn a_document_is_read_once_while_there_is_room() {
        let shelf = Shelf::default();
        let first = shelf.get(3, || Some(document("Words."))).unwrap();
        let again = shelf.get(3, || panic!("read twice")).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        assert!(shelf.get(4, || None).is_none());
    }

    #[test]
    fn one_that_is_longer_than_the_bound_stays_until_another_comes() {
        let shelf = Shelf {
            limit: 10,
            ..Shelf::default()
        };
        shelf.put(0, Arc::new(document("Words.")));
        assert!(shelf.get(0, || None).is_some());
        shelf.put(1, Arc::new(document("Other words.")));
        assert!(shelf.get(0, || None).is_none());
        assert!(shelf.get(1, || None).is_some());
    }

    #[test]
    fn the_longest_unused_goes_first() {
        let shelf = Shelf {
            limit: 10_000,
            ..Shelf::default()
        };
        let long = "word ".repeat(500);
        for index in 0..6 {
            shelf.put(index, Arc::new(document(&long)));
        }
        assert!(shelf.kept().weight <= shelf.limit);
        assert!(shelf.get(0, || None).is_none());
        assert!(shelf.get(5, || None).is_some());
    }
}
