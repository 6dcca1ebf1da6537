//! Jobs: work in the background that must not hold up a key.
//!
//! Knows threads, their reports, and how one is given up. Decides nothing about what a report
//! means: it becomes an event.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::app::Event;
use crate::app::event::{Found, SearchId};
use crate::app::list::rows_of_hits;
use crate::corpus::Corpus;
use crate::search::{FoldCache, Marks, Query, across};

/// Rows of hits that are reported together, after the first few.
const BATCH: usize = 500;

/// The jobs under way.
#[derive(Debug)]
pub(super) struct Jobs {
    sender: Sender<Event>,
    receiver: Receiver<Event>,
    running: Arc<AtomicUsize>,
    /// What gives the search under way up.
    cancel: Arc<AtomicBool>,
    folded: Arc<FoldCache>,
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            running: Arc::default(),
            cancel: Arc::default(),
            folded: Arc::default(),
        }
    }
}

impl Jobs {
    /// Whether a job is under way, or has reported what was not taken yet.
    pub(super) fn running(&self) -> bool {
        self.running.load(Ordering::Acquire) > 0
    }

    /// What was reported since this was asked last.
    pub(super) fn reports(&self) -> Vec<Event> {
        self.receiver.try_iter().collect()
    }

    /// Waits for all jobs to end and gives what they reported.
    pub(super) fn finish(&self) -> Vec<Event> {
        let mut events = Vec::new();
        while self.running() {
            events.extend(
                self.receiver
                    .recv_timeout(std::time::Duration::from_millis(5)),
            );
        }
        events.extend(self.reports());
        events
    }

    /// Starts work on a thread of its own.
    fn start(&self, work: impl FnOnce(&Sender<Event>) + Send + 'static) {
        let sender = self.sender.clone();
        let running = Arc::clone(&self.running);
        running.fetch_add(1, Ordering::AcqRel);
        std::thread::spawn(move || {
            let ended = Ended(running);
            work(&sender);
            drop(ended);
        });
    }

    /// Gives the search under way up.
    pub(super) fn cancel_search(&mut self) {
        self.cancel.store(true, Ordering::Release);
        self.cancel = Arc::default();
    }

    /// Searches the corpus, in the place of any search under way.
    pub(super) fn search(
        &mut self,
        id: SearchId,
        query: Arc<Query>,
        corpus: Arc<Corpus>,
        marks: Marks,
    ) {
        self.cancel_search();
        let cancel = Arc::clone(&self.cancel);
        let folded = Arc::clone(&self.folded);
        self.start(move |sender| {
            let mut waiting = Vec::new();
            let mut first = true;
            let report = |found| {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Found(id, found));
            };
            let outcome = across(
                &corpus,
                &query,
                &marks,
                &folded,
                &cancel,
                |document, hits| {
                    if let Some(index) = corpus.index_of(&document.id) {
                        waiting.extend(rows_of_hits(index, document, &hits));
                    }
                    if first || waiting.len() >= BATCH {
                        first = false;
                        report(Found::Rows(std::mem::take(&mut waiting)));
                    }
                },
            );
            if !outcome.cancelled {
                report(Found::Rows(waiting));
                report(Found::Done(outcome));
            }
        });
    }
}

/// Counts a job as ended, also when it panicked.
struct Ended(Arc<AtomicUsize>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
