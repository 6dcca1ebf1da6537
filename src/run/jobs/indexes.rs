//! The index of the corpus as jobs share it.
//!
//! Knows which index is of which corpus, and that a search waits for one that is about to be opened.
//! Does not know what an index holds.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::corpus::Corpus;
use crate::search::Index;
use crate::search::index::WORTH;

/// How often a search that waits asks whether it was given up.
const PAUSE: Duration = Duration::from_millis(10);
/// So many documents are indexed before the index is opened again with what was added.
const ROUND: usize = 20_000;

/// The indexes of the corpus on the screen and of the one that takes its place.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    kept: Mutex<Kept>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Kept {
    /// The last one is the newest.
    indexes: Vec<Arc<Index>>,
    opening: bool,
}

/// Says that nothing is about to be opened any more, also after a panic.
struct Opening<'a>(&'a Indexes);

impl Drop for Opening<'_> {
    fn drop(&mut self) {
        self.0.kept().opening = false;
        self.0.changed.notify_all();
    }
}

impl Indexes {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here panics half way, so that a poisoned lock still guards a sound value.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that an index will be opened soon; to be followed by [`Indexes::open`].
    pub(super) fn expect(&self) {
        self.kept().opening = true;
    }

    /// Opens the index of a corpus for all jobs.
    pub(super) fn open(&self, cache: &Path, corpus: &Corpus) -> Arc<Index> {
        let opening = Opening(self);
        let index = Arc::new(if corpus.len() < WORTH {
            Index::default()
        } else {
            Index::open(cache, corpus)
        });
        let mut kept = self.kept();
        kept.indexes.retain(|it| !it.is_of(corpus));
        let old = kept.indexes.len().saturating_sub(1);
        kept.indexes.drain(..old);
        kept.indexes.push(Arc::clone(&index));
        drop(kept);
        drop(opening);
        index
    }

    /// The index of a corpus; waits if one is about to be opened. One that knows nothing where there is
    /// none, or where `cancel` says that nobody waits any more.
    pub(super) fn of(&self, corpus: &Corpus, cancel: &AtomicBool) -> Arc<Index> {
        let mut kept = self.kept();
        loop {
            if let Some(found) = kept.indexes.iter().rev().find(|it| it.is_of(corpus)) {
                return Arc::clone(found);
            }
            if !kept.opening || cancel.load(Ordering::Acquire) {
                return Arc::default();
            }
            let waited = self.changed.wait_timeout(kept, PAUSE);
            kept = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The index of a corpus, if it is open.
    fn newest(&self, corpus: &Corpus) -> Option<Arc<Index>> {
        let kept = self.kept();
        let mut indexes = kept.indexes.iter().rev();
        indexes.find(|it| it.is_of(corpus)).map(Arc::clone)
    }

    /// Indexes what is missing in the index of a corpus, which is opened unless it is. `step` is told how many of how
    /// many documents are done, and gives false to end it.
    pub(super) fn complete(
        &self,
        cache: &Path,
        corpus: &Corpus,
        step: &(dyn Fn(usize, usize) -> bool + Sync),
    ) {
        if corpus.len() < WORTH {
            return;
        }
        // Not opened again: for a while there would be two of it in memory.
        let mut index = match self.newest(corpus) {
            Some(index) => index,
            None => self.open(cache, corpus),
        };
        let all = index.unknown();
        while index.unknown() > 0 {
            let left = index.unknown();
            let done = all.saturating_sub(left);
            let step = |more: usize, _: usize| step(done + more, all);
            if !index.build(cache, corpus, ROUND, &step) {
                break;
            }
            index = self.open(cache, corpus);
            if index.unknown() >= left {
                break;
            }
        }
    }
}
