//! Jobs: work in the background that must not hold up a key.
//!
//! Knows threads, their reports, and how one is given up. Decides nothing about what a report
//! means: it becomes an event.

mod indexes;
mod lists;
mod mentions;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::app::event::{Found, SearchId};
use crate::app::ground::Ground;
use crate::app::list::rows_of_hits;
use crate::app::references::ids_of;
use crate::app::taking::Taking;
use crate::app::{Event, State};
use crate::corpus::structure::references::Known;
use crate::corpus::{Corpus, Document, TextHash};
use crate::library::placing::found::FoundPlaces;
use crate::library::whereabouts::{Finder, KeptText, find_ahead, former};
use crate::search::{FoldCache, Hit, Query, count, first as first_of};
use crate::store::{self, KeptTexts};

use super::Renewal;
use super::taking::{self, Sources};
use indexes::Indexes;

/// Rows of hits that are reported together, after the first few.
const BATCH: usize = 500;

/// No more rows of hits are made for a list: the total goes on.
const MOST: usize = 200_000;

/// How often it is told how far the files have been looked into.
const STEP: Duration = Duration::from_millis(200);

/// The jobs under way.
#[derive(Debug)]
pub(super) struct Jobs {
    sender: Sender<Event>,
    receiver: Receiver<Event>,
    running: Arc<AtomicUsize>,
    /// What gives the search under way up.
    cancel: Arc<AtomicBool>,
    /// What gives the timeline under way up.
    cancel_timeline: Arc<AtomicBool>,
    /// What gives the arranging of rows under way up.
    cancel_arranging: Arc<AtomicBool>,
    /// What gives work on mentions up.
    cancels: mentions::Cancels,
    folded: Arc<FoldCache>,
    indexes: Arc<Indexes>,
    /// Whether the files are being looked at.
    renewing: Arc<AtomicBool>,
    /// How often it was asked where passages stand, and under which ids documents were known: only
    /// the answer to the last question counts.
    placed: Arc<AtomicUsize>,
    renamed: Arc<AtomicUsize>,
    /// What placing found out.
    recalled: Arc<Recalled>,
}

/// What placing found out, brought in when it is first asked for, and where it is kept.
#[derive(Debug, Default)]
struct Recalled {
    /// The folder of the cache, and the sign of its corpus.
    home: OnceLock<(PathBuf, [u8; 24])>,
    found: OnceLock<FoundPlaces>,
}

impl Recalled {
    fn found(&self) -> &FoundPlaces {
        self.found.get_or_init(|| {
            let home = self.home.get();
            home.map_or_else(FoundPlaces::default, |(cache, sign)| {
                store::found(cache, *sign)
            })
        })
    }

    fn keep(&self) {
        if let (Some((cache, sign)), Some(found)) = (self.home.get(), self.found.get()) {
            store::keep_found(cache, *sign, found);
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            running: Arc::default(),
            cancel: Arc::default(),
            cancel_timeline: Arc::default(),
            cancel_arranging: Arc::default(),
            cancels: mentions::Cancels::default(),
            folded: Arc::default(),
            indexes: Arc::default(),
            renewing: Arc::default(),
            placed: Arc::default(),
            renamed: Arc::default(),
            recalled: Arc::default(),
        }
    }
}

/// Counts a question, and tells later whether none was asked after it.
fn last(asked: &Arc<AtomicUsize>) -> impl Fn() -> bool + Send + 'static {
    let asked = Arc::clone(asked);
    let number = asked.fetch_add(1, Ordering::AcqRel) + 1;
    move || asked.load(Ordering::Acquire) == number
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
            events.extend(self.receiver.recv_timeout(Duration::from_millis(5)));
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

    /// Keeps in a folder of the cache, of the corpus with that sign, what placing finds out.
    pub(super) fn remember(&self, cache: PathBuf, sign: [u8; 24]) {
        // Said once, before anything is placed.
        let _ = self.recalled.home.set((cache, sign));
    }

    /// Works out where passages stand that were made in other versions of their texts, for every
    /// document that has such.
    pub(super) fn place(&self, state: &State, texts: KeptTexts, kept: Vec<KeptText>) {
        let corpus = Arc::clone(&state.corpus);
        let library = state.library.clone();
        let former = state.standings.former().clone();
        let edition = state.edition;
        let is_last = last(&self.placed);
        let recalled = Arc::clone(&self.recalled);
        self.start(move |sender| {
            let version = |hash: &TextHash| texts.text(hash);
            let found = recalled.found();
            find_ahead(&corpus, &library, (&kept, &former), &version, found);
            let mut finder = Finder::new(&corpus, &kept, former, &version).recalling(found);
            finder.carry(&library, |id, placed| {
                if let Some(index) = corpus.index_of(id).filter(|_| is_last()) {
                    // Nobody to report to means that the reader has left.
                    let _ = sender.send(Event::Placed(edition, index, Arc::new(placed)));
                }
            });
            recalled.keep();
        });
    }

    /// Writes an export.
    pub(super) fn take(&self, sources: Sources, taking: Taking, documents: Option<Vec<usize>>) {
        let recalled = Arc::clone(&self.recalled);
        self.start(move |sender| {
            // Nobody to report to means that the reader has left.
            let _ = sender.send(taking::take(&sources, recalled.found(), &taking, documents));
            recalled.keep();
        });
    }

    /// Finds out under which ids documents were known before.
    pub(super) fn rename(&self, corpus: Arc<Corpus>, texts: KeptTexts, kept: Vec<KeptText>) {
        let is_last = last(&self.renamed);
        self.start(move |sender| {
            let version = |hash: &TextHash| texts.text(hash);
            let former = former(&corpus, &kept, &version);
            if is_last() {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Renamed(former));
            }
        });
    }

    /// Makes the ids of the documents ready to be recognised in texts.
    pub(super) fn know(&self, corpus: Arc<Corpus>, known: Arc<OnceLock<Known>>) {
        self.start(move |sender| {
            known.get_or_init(|| ids_of(&corpus));
            let _ = sender.send(Event::Known);
        });
    }

    /// Whether the files are being looked at.
    pub(super) fn renewing(&self) -> bool {
        self.renewing.load(Ordering::Acquire)
    }

    /// Looks at the files of the corpus again, and indexes them.
    pub(super) fn renew(&self, corpus: Arc<Corpus>, renewal: Renewal) {
        let indexes = Arc::clone(&self.indexes);
        if renewal.cache.is_some() {
            indexes.expect();
        }
        let renewing = Arc::clone(&self.renewing);
        renewing.store(true, Ordering::Release);
        self.start(move |sender| {
            let renewing = Lowered(renewing);
            let last = Mutex::new(Instant::now());
            let due = || {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                let due = last.elapsed() >= STEP;
                if due {
                    *last = Instant::now();
                }
                due
            };
            let reading =
                |done: usize, all: usize| !due() || sender.send(Event::Reading(done, all)).is_ok();
            let cache = renewal.cache.as_deref();
            if let Some(cache) = cache {
                indexes.open(cache, &corpus);
            }
            let renewed = corpus.renew(&renewal.paths, cache, &reading);
            let renewed = renewed.unwrap_or_else(|error| {
                let _ = sender.send(Event::Failed(error.to_string()));
                None
            });
            let now = (renewed.as_ref()).map_or(corpus, |renewed| Arc::clone(&renewed.corpus));
            if let (Some(cache), Some(_)) = (cache, &renewed) {
                // Before anybody searches the new corpus.
                indexes.open(cache, &now);
            }
            // Nobody to report to means that the reader has left.
            let _ = sender.send(Event::Corpus(renewed));
            if let Some(cache) = cache {
                let indexing = |done: usize, all: usize| {
                    !due() || sender.send(Event::Indexing(done, all)).is_ok()
                };
                indexes.complete(cache, &now, &indexing);
            }
            // Before the last report: with it the reader sees whether more changed meanwhile.
            drop(renewing);
            let _ = sender.send(Event::Indexed);
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
        marked: Option<Ground>,
    ) {
        self.cancel_search();
        let cancel = Arc::clone(&self.cancel);
        let folded = Arc::clone(&self.folded);
        let indexes = Arc::clone(&self.indexes);
        self.start(move |sender| {
            let marks = marked
                .map(|ground| ground.search_marks())
                .unwrap_or_default();
            let index = indexes.of(&corpus, &cancel);
            let report = |found| {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Found(id, found));
            };
            let known = (&*folded, &*index);
            let tells = index.can_count(&corpus, &query);
            let total = tells.then(|| count(&corpus, &query, &marks, known, &cancel));
            let total = total.filter(|total| !total.cancelled);
            if let Some(total) = total {
                report(Found::Total(total));
            }
            let mut waiting = Vec::new();
            let mut first = true;
            let mut rows = 0;
            let enough = Arc::clone(&cancel);
            let each = |document: &Document, hits: Vec<Hit>| {
                if rows >= MOST {
                    return;
                }
                rows += hits.len();
                // What is left is counted only; where that is done already, this is the end.
                if rows >= MOST && total.is_some() {
                    enough.store(true, Ordering::Release);
                }
                if let Some(index) = corpus.index_of(&document.id) {
                    waiting.extend(rows_of_hits(index, document, &hits));
                }
                if first || waiting.len() >= BATCH {
                    first = false;
                    report(Found::Rows(std::mem::take(&mut waiting)));
                }
            };
            let outcome = first_of(&corpus, &query, &marks, known, (&cancel, MOST), each);
            let listed = rows >= MOST;
            if !outcome.cancelled || listed && total.is_some() {
                report(Found::Rows(waiting));
                report(Found::Done(total.unwrap_or(outcome)));
            }
        });
    }
}

/// Lowers a sign in the end, also after a panic.
struct Lowered(Arc<AtomicBool>);

impl Drop for Lowered {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Counts a job as ended, also when it panicked.
struct Ended(Arc<AtomicUsize>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
