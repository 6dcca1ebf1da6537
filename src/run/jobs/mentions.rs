//! Jobs on mentions: those of the open document, the concordance of a tag, how many there are.
//!
//! Knows what a job takes with it (the library costs next to nothing to clone), when it is given up
//! and how often it reports. What a mention is, is `search`'s part; what the reader sees of it is
//! `app`'s.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Jobs;
use super::indexes::Indexes;
use crate::app::list::{rows_of_mentions, rows_of_pairs};
use crate::app::marks::Standings;
use crate::app::mentions::{self, Brings, Inquiry, Report, Stamp, Tally};
use crate::app::{Event, State};
use crate::corpus::{Corpus, Document, DocumentId};
use crate::library::{End, Library, Link, Part, RecordId, Tag};
use crate::search::suggest;
use crate::search::tables::collocates;
use crate::search::{Dossiers, FoldCache, Hit, Mention, mentions_across};

/// How long a job goes on before it reports again.
const PAUSE: Duration = Duration::from_millis(80);

/// Words to each side of a mention that are its company.
const SPAN: usize = 5;
/// How many words of company are told.
const COMPANY: usize = 100;

/// What gives each kind of work under way up.
#[derive(Debug, Default)]
pub(super) struct Cancels {
    here: Arc<AtomicBool>,
    concordance: Arc<AtomicBool>,
    tallies: Arc<AtomicBool>,
    brings: Arc<AtomicBool>,
    company: Arc<AtomicBool>,
    suggest: Arc<AtomicBool>,
}

/// What a job looks through, as it was when the job began.
struct Desk {
    corpus: Arc<Corpus>,
    library: Library,
    standings: Standings,
    cache: Arc<FoldCache>,
    indexes: Arc<Indexes>,
    cancel: Arc<AtomicBool>,
}

impl Desk {
    /// Calls `each` with the mentions of tags in documents, or in all that may have some, as they are
    /// found. Tells whether it came to the end.
    fn across<'a>(
        &self,
        tags: impl IntoIterator<Item = &'a Tag>,
        documents: Option<&[usize]>,
        each: impl FnMut(usize, &Document, Vec<Mention>),
    ) -> bool {
        let tags: Vec<&Tag> = tags.into_iter().collect();
        let (dossiers, _) = Dossiers::of(tags.iter().copied());
        let all: Vec<usize>;
        let wanted = if let Some(some) = documents {
            some
        } else {
            all = self.candidates(&tags, &dossiers);
            &all
        };
        mentions_across(
            (&self.corpus, wanted),
            &dossiers,
            &self.cache,
            &self.cancel,
            |index, document| mentions::decisions(index, document, &self.library, &self.standings),
            each,
        );
        !self.cancel.load(Ordering::Acquire)
    }
}

impl Desk {
    /// The documents that may have mentions of tags: where a form may stand, and where something was
    /// decided.
    fn candidates(&self, tags: &[&Tag], dossiers: &Dossiers) -> Vec<usize> {
        let index = self.indexes.of(&self.corpus, &self.cancel);
        let mut all = dossiers.candidates(&self.corpus, &index, &self.cancel);
        let wanted = |tag: &RecordId| tags.iter().any(|it| it.id == *tag);
        let annotations = tags.iter().flat_map(|tag| self.library.tagged(tag.id));
        let rejections = self.library.rejections().filter(|it| wanted(&it.tag));
        let targets = annotations
            .map(|it| &it.target)
            .chain(rejections.map(|it| &it.target));
        let decided: HashSet<&DocumentId> =
            targets.map(|target| &target.anchor().document).collect();
        all.extend(
            decided
                .into_iter()
                .filter_map(|id| self.standings.index_of(&self.corpus, id)),
        );
        all.extend(self.standings.hosts());
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Where the ends of links stand: index of the document and bytes, from and to.
    fn ties(&self) -> Vec<[(usize, Range<usize>); 2]> {
        let stand = |link: &Link, end: End| {
            let anchor = link.end(end).anchor();
            let index = self.standings.index_of(&self.corpus, &anchor.document)?;
            let document = self.corpus.document(index)?;
            let part = (link.id, Part::Link(end));
            let stands = self.standings.stand(index, &document, part, anchor)?;
            Some((index, stands.0))
        };
        let links = self.library.links();
        links
            .filter_map(|it| Some([stand(it, End::From)?, stand(it, End::To)?]))
            .collect()
    }
}

/// When the next report is due: the first at once, then in intervals.
struct Due(Option<Instant>);

impl Due {
    fn now(&mut self) -> bool {
        let due = self.0.is_none_or(|last| last.elapsed() >= PAUSE);
        if due {
            self.0 = Some(Instant::now());
        }
        due
    }
}

impl Jobs {
    /// Finds something out about mentions.
    pub(in crate::run) fn mentions(&mut self, state: &State, inquiry: Inquiry) {
        match inquiry {
            Inquiry::Here(stamp) => self.spoken(state, stamp),
            Inquiry::Concordance(number, tag, documents) => {
                self.concordance(state, number, tag, documents);
            }
            Inquiry::Suggest(number) => self.suggest(state, number),
            Inquiry::Company(number, places) => self.company(state, number, places),
            Inquiry::Tallies(number, documents) => self.tallies(state, number, documents),
            Inquiry::Brings(number, tag, pattern) => self.brings(state, number, tag, pattern),
        }
    }

    fn desk(&self, state: &State, cancel: Arc<AtomicBool>) -> Desk {
        Desk {
            corpus: Arc::clone(&state.corpus),
            library: state.library.clone(),
            standings: state.standings.clone(),
            cache: Arc::clone(&self.folded),
            indexes: Arc::clone(&self.indexes),
            cancel,
        }
    }

    /// Finds the mentions of all tags in the open document.
    fn spoken(&mut self, state: &State, stamp: Stamp) {
        let cancel = renewed(&mut self.cancels.here);
        let desk = self.desk(state, cancel);
        self.start(move |sender| {
            let with_forms = desk.library.tags().filter(|tag| !tag.forms.is_empty());
            let tags: Vec<&Tag> = with_forms.map(AsRef::as_ref).collect();
            let mut all = Vec::new();
            let whole = desk.across(tags, Some(&[stamp.document]), |_, _, found| {
                all.extend(found);
            });
            if whole {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Mentions(Report::Here(stamp, all)));
            }
        });
    }

    /// Makes the rows of a tag's concordance.
    fn concordance(
        &mut self,
        state: &State,
        number: u64,
        tag: RecordId,
        documents: Option<Vec<usize>>,
    ) {
        // Documents looked through again add to what the first look brings; another tag ends it.
        let cancel = match documents {
            None => renewed(&mut self.cancels.concordance),
            Some(_) => Arc::clone(&self.cancels.concordance),
        };
        let desk = self.desk(state, cancel);
        self.start(move |sender| {
            let Some(tag) = desk.library.tag(tag) else {
                return;
            };
            let report = |report| {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Mentions(report));
            };
            let mut due = Due(None);
            let mut waiting = Vec::new();
            let again = documents.is_some();
            let whole = desk.across([tag.as_ref()], documents.as_deref(), |index, it, found| {
                waiting.extend(rows_of_mentions(index, it, &found));
                if !again && !waiting.is_empty() && due.now() {
                    report(Report::Rows(number, std::mem::take(&mut waiting), false));
                }
            });
            match (whole, documents) {
                (true, Some(documents)) => report(Report::Again(number, documents, waiting)),
                (true, None) => report(Report::Rows(number, waiting, true)),
                (false, _) => {}
            }
        });
    }

    /// Looks for links that may be made.
    fn suggest(&mut self, state: &State, number: u64) {
        let cancel = renewed(&mut self.cancels.suggest);
        let desk = self.desk(state, cancel);
        self.start(move |sender| {
            let mut mentions = Vec::new();
            let with_forms = desk.library.tags().filter(|tag| !tag.forms.is_empty());
            let tags: Vec<&Tag> = with_forms.map(AsRef::as_ref).collect();
            if !desk.across(tags, None, |_, _, found| mentions.extend(found)) {
                return;
            }
            let all = 0..desk.corpus.len();
            let documents: Vec<_> = all
                .filter_map(|index| desk.corpus.document(index))
                .collect();
            let documents: Vec<&Document> = documents.iter().map(AsRef::as_ref).collect();
            let ties = desk.ties();
            let meets = |hit: &Hit, (index, range): &(usize, Range<usize>)| {
                desk.corpus.index_of(&hit.document) == Some(*index)
                    && hit.range.start < range.end
                    && range.start < hit.range.end
            };
            let found = suggest::all(&documents, &mentions, &desk.cancel, |a, b| {
                ties.iter().any(|[from, to]| {
                    meets(a, from) && meets(b, to) || meets(a, to) && meets(b, from)
                })
            });
            if !desk.cancel.load(Ordering::Acquire) {
                let rows = rows_of_pairs(&desk.corpus, &found);
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Mentions(Report::Suggested(number, rows)));
            }
        });
    }

    /// Counts the words near places.
    fn company(&mut self, state: &State, number: u64, places: BTreeMap<usize, Vec<Range<usize>>>) {
        let cancel = renewed(&mut self.cancels.company);
        let corpus = Arc::clone(&state.corpus);
        self.start(move |sender| {
            let mut found = Vec::new();
            for (index, ranges) in places {
                if cancel.load(Ordering::Acquire) {
                    return;
                }
                let Some(document) = corpus.document(index) else {
                    continue;
                };
                let hits: Vec<Hit> = ranges
                    .into_iter()
                    .filter_map(|range| {
                        let block = document.blocks.get(document.block_at(range.start)?)?;
                        Some(Hit {
                            document: document.id.clone(),
                            block: block.number,
                            range,
                        })
                    })
                    .collect();
                found.push((document, hits));
            }
            let hits: Vec<(&Document, &[Hit])> = found
                .iter()
                .map(|(document, hits)| (document.as_ref(), hits.as_slice()))
                .collect();
            let company = collocates(&hits, SPAN);
            let company = company.into_iter().take(COMPANY).collect();
            // Nobody to report to means that the reader has left.
            let _ = sender.send(Event::Mentions(Report::Company(number, company)));
        });
    }

    /// Counts the mentions of every tag.
    fn tallies(&mut self, state: &State, number: u64, documents: Option<Vec<usize>>) {
        let cancel = match documents {
            None => renewed(&mut self.cancels.tallies),
            Some(_) => Arc::clone(&self.cancels.tallies),
        };
        let desk = self.desk(state, cancel);
        self.start(move |sender| {
            let report = |counts, last| {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Mentions(Report::Tallies(number, counts, last)));
            };
            let mut due = Due(None);
            let mut waiting = Vec::new();
            let again = documents.is_some();
            let tags = desk.library.tags().map(AsRef::as_ref);
            let whole = desk.across(tags, documents.as_deref(), |index, _, found| {
                let mut counts: HashMap<RecordId, Tally> = HashMap::new();
                for mention in found {
                    counts.entry(mention.tag).or_default().add(mention.state);
                }
                if again || !counts.is_empty() {
                    waiting.push((index, counts.into_iter().collect()));
                }
                if !waiting.is_empty() && due.now() {
                    report(std::mem::take(&mut waiting), false);
                }
            });
            if whole {
                report(waiting, true);
            }
        });
    }

    /// Counts what a form of a tag brings.
    fn brings(&mut self, state: &State, number: u64, tag: Arc<Tag>, pattern: String) {
        let cancel = renewed(&mut self.cancels.brings);
        let desk = self.desk(state, cancel);
        self.start(move |sender| {
            let report = |brings, last| {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Mentions(Report::Brings(number, brings, last)));
            };
            let mut due = Due(None);
            let mut brings = Brings::default();
            let whole = desk.across([tag.as_ref()], None, |_, _, found| {
                brings.count(&found, &pattern);
                if due.now() {
                    report(brings, false);
                }
            });
            if whole {
                report(brings, true);
            }
        });
    }
}

/// Gives the work under way up, and a sign for the next.
fn renewed(cancel: &mut Arc<AtomicBool>) -> Arc<AtomicBool> {
    cancel.store(true, Ordering::Release);
    *cancel = Arc::default();
    Arc::clone(cancel)
}
