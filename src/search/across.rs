//! Searching a whole corpus: several documents at a time, hits in reading order as they come.
//!
//! Knows workers, cancelling and the order of results; keeps folded texts within a bound of
//! memory. Does not know what a query means.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use super::find::{self, Hit};
use super::fold::Folded;
use super::index::Index;
use super::query::{Asked, Query};
use super::scope::Mark;
use crate::corpus::{Corpus, Document, DocumentId, TextHash};

/// The passages marked in each document.
pub type Marks = HashMap<DocumentId, Vec<Mark>>;

/// What a search through a corpus came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// How many hits there are; exact unless cancelled.
    pub total: usize,
    /// In how many documents.
    pub documents: usize,
    /// Whether it was cancelled before the end.
    pub cancelled: bool,
}

/// Folded texts that are kept as long as they fit into a bound, the longest unused going first.
/// Shared by any number of threads.
#[derive(Debug)]
pub struct FoldCache {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    texts: HashMap<TextHash, (Arc<Folded>, u64)>,
    by_use: BTreeMap<u64, TextHash>,
    weight: usize,
    clock: u64,
}

impl Default for FoldCache {
    /// A cache of 64 MiB.
    fn default() -> Self {
        Self::new(64 << 20)
    }
}

impl FoldCache {
    /// A cache of at most `limit` bytes. A single larger text is folded anew each time.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: Mutex::default(),
        }
    }

    /// The folded text of a document, from the cache or made now.
    pub fn get(&self, document: &Document) -> Arc<Folded> {
        if let Some(found) = self.kept().touch(&document.hash) {
            return found;
        }
        // Folding is done outside the lock: other threads go on meanwhile.
        let folded = Arc::new(Folded::of(document));
        if folded.weight() <= self.limit {
            self.kept()
                .keep(document.hash.clone(), Arc::clone(&folded), self.limit);
        }
        folded
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing in here can panic half way, so that a poisoned lock still guards a sound value.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn touch(&mut self, hash: &TextHash) -> Option<Arc<Folded>> {
        self.clock += 1;
        let (folded, used) = self.texts.get_mut(hash)?;
        self.by_use.remove(used);
        *used = self.clock;
        self.by_use.insert(self.clock, hash.clone());
        Some(Arc::clone(folded))
    }

    fn keep(&mut self, hash: TextHash, folded: Arc<Folded>, limit: usize) {
        self.clock += 1;
        self.weight += folded.weight();
        self.by_use.insert(self.clock, hash.clone());
        if let Some((old, used)) = self.texts.insert(hash, (folded, self.clock)) {
            self.weight -= old.weight();
            self.by_use.remove(&used);
        }
        while self.weight > limit {
            let Some((_, oldest)) = self.by_use.pop_first() else {
                break;
            };
            if let Some((old, _)) = self.texts.remove(&oldest) {
                self.weight -= old.weight();
            }
        }
    }
}

/// What is known of a corpus before a search: texts made ready for searching, and the index.
type Known<'a> = (&'a FoldCache, &'a Index);

/// Searches a corpus. `each` is called on this thread with the hits of one document after the other in
/// reading order, documents without hits left out, as soon as they are known. Only documents are
/// looked at in which the index does not rule hits out. Setting `cancel` ends the search soon after.
pub fn across(
    corpus: &Corpus,
    query: &Query,
    marks: &Marks,
    known: Known<'_>,
    cancel: &AtomicBool,
    each: impl FnMut(&Document, Vec<Hit>),
) -> Outcome {
    first(corpus, query, marks, known, (cancel, usize::MAX), each)
}

/// The same for who does not want more than about so many hits: the others are counted only, which is
/// sooner done.
pub fn first(
    corpus: &Corpus,
    query: &Query,
    marks: &Marks,
    (cache, index): Known<'_>,
    (cancel, most): (&AtomicBool, usize),
    each: impl FnMut(&Document, Vec<Hit>),
) -> Outcome {
    let query = &query.in_corpus(corpus.listings());
    let wanted = wanted(corpus, query, marks);
    let answer = index.answer(corpus, query, wanted.as_deref(), cancel);
    let search = Search {
        corpus,
        query,
        marks,
        cache,
        words_only: query.asks_for_words_only(),
    };
    search.look(&answer.all(), cancel, most, each)
}

/// The totals of a search. Where the index can tell them ([`Index::can_count`]) most documents are not
/// looked at.
pub fn count(
    corpus: &Corpus,
    query: &Query,
    marks: &Marks,
    known: Known<'_>,
    cancel: &AtomicBool,
) -> Outcome {
    let (cache, index) = known;
    if !index.can_count(corpus, query) {
        return first(corpus, query, marks, known, (cancel, 0), |_, _| ());
    }
    let query = &query.in_corpus(corpus.listings());
    let wanted = wanted(corpus, query, marks);
    let answer = index.answer(corpus, query, wanted.as_deref(), cancel);
    let search = Search {
        corpus,
        query,
        marks,
        cache,
        words_only: query.asks_for_words_only(),
    };
    let mut outcome = search.look(&answer.open, cancel, 0, |_, _| ());
    outcome.total += answer.total;
    outcome.documents += answer.certain.len();
    outcome
}

/// A search through documents of a corpus.
struct Search<'a> {
    corpus: &'a Corpus,
    query: &'a Query,
    marks: &'a Marks,
    cache: &'a FoldCache,
    /// Whether the text of a document is enough to know how many hits it has.
    words_only: bool,
}

/// What was found in a document.
enum InDocument {
    /// So many hits.
    Counted(usize),
    /// These.
    Listed(Arc<Document>, Vec<Hit>),
}

impl Search<'_> {
    /// Looks for the hits in some documents; only about the first so many are listed.
    fn look(
        &self,
        wanted: &[usize],
        cancel: &AtomicBool,
        most: usize,
        mut each: impl FnMut(&Document, Vec<Hit>),
    ) -> Outcome {
        let mut outcome = Outcome::default();
        let listed = AtomicUsize::new(0);
        in_order(
            wanted,
            cancel,
            |index| {
                let lists = listed.load(Ordering::Relaxed) < most;
                let found = self.in_document(index, lists)?;
                if let InDocument::Listed(_, hits) = &found {
                    listed.fetch_add(hits.len(), Ordering::Relaxed);
                }
                Some(found)
            },
            |found| {
                outcome.documents += 1;
                match found {
                    InDocument::Counted(hits) => outcome.total += hits,
                    InDocument::Listed(document, hits) => {
                        outcome.total += hits.len();
                        each(&document, hits);
                    }
                }
            },
        );
        outcome.cancelled = cancel.load(Ordering::Relaxed);
        outcome
    }

    /// The hits in a document; None where there are none.
    fn in_document(&self, index: usize, lists: bool) -> Option<InDocument> {
        let skim = || self.corpus.skim(index);
        if let Some(skim) = self.words_only.then(skim).flatten() {
            let folded = Folded::of_blocks(&skim.text, skim.blocks.iter().cloned());
            let count = find::count(&skim, &folded, self.query);
            if count == 0 {
                return None;
            }
            if !lists {
                return Some(InDocument::Counted(count));
            }
            // What is listed is told from the whole document, in case it changed just now.
            let document = self.corpus.read(index)?;
            if document.text == skim.text {
                return self.listed(document, &folded);
            }
        }
        let document = self.corpus.document(index)?;
        let folded = self.cache.get(&document);
        self.listed(document, &folded)
    }

    fn listed(&self, document: Arc<Document>, folded: &Folded) -> Option<InDocument> {
        let marked = self.marks.get(&document.id).map_or(&[][..], Vec::as_slice);
        let hits = find::find(&document, folded, self.query, marked);
        (!hits.is_empty()).then_some(InDocument::Listed(document, hits))
    }
}

/// The documents that come into question by their names and by what is marked in them, by index,
/// rising; None for all.
fn wanted(corpus: &Corpus, query: &Query, marks: &Marks) -> Option<Vec<usize>> {
    // Names are looked up only where they are asked for.
    let named = match query.asks_for() {
        Asked::All => None,
        Asked::These(ids) => Some(ids.iter().filter_map(|id| corpus.index_of(id)).collect()),
        Asked::Some => {
            let listings = corpus.listings().iter().enumerate();
            let takes = listings.filter(|(_, listing)| {
                query.takes_name(listing.id.as_str(), &listing.path.to_string_lossy())
            });
            Some(takes.map(|(index, _)| index).collect())
        }
    };
    // Only where something is marked a mark can be met.
    let marked: Option<Vec<usize>> = query.asks_for_marks().then(|| {
        let marked = marks.keys().filter_map(|id| corpus.index_of(id));
        marked.collect()
    });
    let mut wanted: Vec<usize> = match (named, marked) {
        (None, None) => return None,
        (Some(one), None) | (None, Some(one)) => one,
        (Some(mut named), Some(mut marked)) => {
            marked.sort_unstable();
            named.retain(|index| marked.binary_search(index).is_ok());
            named
        }
    };
    wanted.sort_unstable();
    wanted.dedup();
    Some(wanted)
}

/// So many items at the beginning are handed out one by one, so that the first results come at once;
const SINGLE: usize = 64;
/// … those after them so many at a time, so that handing over costs little.
const LOT: usize = 32;

/// Where the lot of a number begins.
fn start_of(lot: usize) -> usize {
    if lot < SINGLE {
        lot
    } else {
        SINGLE.saturating_add((lot - SINGLE).saturating_mul(LOT))
    }
}

/// Does `work` for each item on all cores and hands the results over in the items' order.
pub(crate) fn in_order<T: Copy + Sync, R: Send>(
    items: &[T],
    cancel: &AtomicBool,
    work: impl Fn(T) -> Option<R> + Sync,
    mut each: impl FnMut(R),
) {
    let workers = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(items.len());
    if workers < 2 {
        for item in items {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            work(*item).map(&mut each);
        }
        return;
    }
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers {
            let sender = sender.clone();
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                while !cancel.load(Ordering::Relaxed) {
                    let lot = next.fetch_add(1, Ordering::Relaxed);
                    let until = start_of(lot + 1).min(items.len());
                    let Some(items) = items.get(start_of(lot)..until) else {
                        break;
                    };
                    let done = items.iter().take_while(|_| !cancel.load(Ordering::Relaxed));
                    let done: Vec<R> = done.filter_map(|item| work(*item)).collect();
                    if sender.send((lot, done)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (lot, done) in results {
            waiting.insert(lot, done);
            while let Some(done) = waiting.remove(&due) {
                due += 1;
                done.into_iter().for_each(&mut each);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::{FoldCache, Index, Marks, across};
    use crate::corpus::Corpus;
    use crate::search::query::{Options, Query};
    use crate::search::sample::document;

    fn corpus(count: usize) -> Corpus {
        let documents = (0..count)
            .map(|n| document(&format!("D{n}"), &"a treaty\n\n".repeat(n % 3)))
            .collect();
        Corpus::of(PathBuf::new(), documents, Vec::new())
    }

    #[test]
    fn hits_come_in_reading_order_and_are_counted() {
        let corpus = corpus(50);
        let query = Query::read("treaty", Options::default()).unwrap();
        let mut seen = Vec::new();
        let outcome = across(
            &corpus,
            &query,
            &Marks::new(),
            (&FoldCache::new(400), &Index::default()),
            &AtomicBool::new(false),
            |document, hits| seen.push((document.id.to_string(), hits.len())),
        );
        let expected: Vec<_> = (0..50)
            .filter(|n| n % 3 > 0)
            .map(|n| (format!("D{n}"), n % 3))
            .collect();
        assert_eq!(seen, expected);
        assert_eq!((outcome.total, outcome.documents), (49, 33));
        assert!(!outcome.cancelled);
    }

    #[test]
    fn a_whole_id_means_that_document_only() {
        let corpus = corpus(50);
        let count = |source: &str| {
            let query = Query::read(source, Options::default()).unwrap();
            let cancel = AtomicBool::new(false);
            across(
                &corpus,
                &query,
                &Marks::new(),
                (&FoldCache::default(), &Index::default()),
                &cancel,
                |_, _| (),
            )
            .total
        };
        assert_eq!(count("treaty doc:d1"), 1);
        assert_eq!(count("treaty doc:D10"), 1);
        assert_eq!(count("treaty doc:D"), 49);
    }

    #[test]
    fn cancelling_ends_it() {
        let corpus = corpus(50);
        let query = Query::read("treaty", Options::default()).unwrap();
        let cancel = AtomicBool::new(false);
        let outcome = across(
            &corpus,
            &query,
            &Marks::new(),
            (&FoldCache::default(), &Index::default()),
            &cancel,
            |_, _| cancel.store(true, Ordering::Relaxed),
        );
        assert!(outcome.cancelled);
    }

    #[test]
    fn the_cache_stays_within_its_bound() {
        let cache = FoldCache::new(300);
        for n in 0..9 {
            let document = document("D", &format!("{n} ").repeat(30));
            assert_eq!(cache.get(&document), cache.get(&document));
        }
        let kept = cache.kept();
        assert!(kept.weight <= 300);
        assert_eq!(kept.texts.len(), kept.by_use.len());
        assert!(!kept.texts.is_empty());
    }
}
