//! Mentions as the reader meets them: those of the open document that wait for a decision, and
//! what was decided in a document by where it stands now.
//!
//! Knows how decisions are gathered for `search`, and answers what waits on a passage. Finds no
//! mention itself and does not know how one is drawn.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::list::Row;
use super::marks::Standings;
use crate::corpus::Document;
use crate::library::placing::Part;
use crate::library::{Library, RecordId, Tag, counted};
use crate::passage::Walk;
use crate::search::tables::Collocate;
use crate::search::{Decided, Dossiers, Folded, Mention, MentionState, mentions};

/// What the reader decided on each tag in one document.
pub type Decisions = HashMap<RecordId, Decided>;

/// Gathers what was decided in the document of that index, by tag.
pub fn decisions(
    index: usize,
    document: &Document,
    library: &Library,
    standings: &Standings,
) -> Decisions {
    let mut all = Decisions::new();
    let mut walk = Walk::of(&document.text);
    for id in std::iter::once(&document.id).chain(standings.former_ids(&document.id)) {
        for it in library.annotations_in(id).filter(|it| !it.tags.is_empty()) {
            let (on, part) = ((document, &mut walk), (it.id, Part::Annotation));
            if let Some((range, _)) = standings.stand_on(index, on, part, it.target.anchor()) {
                for tag in &it.tags {
                    let decided = all.entry(*tag).or_default();
                    decided.confirmed.push(range.clone());
                }
            }
        }
        for it in library.rejections_in(id) {
            let (on, part) = ((document, &mut walk), (it.id, Part::Rejection));
            if let Some((range, _)) = standings.stand_on(index, on, part, it.target.anchor()) {
                all.entry(it.tag).or_default().rejected.push(range);
            }
        }
    }
    for (id, part) in standings.guests_of(index) {
        if let Some(it) = library.annotation(id)
            && let Some((range, _)) =
                standings.stand(index, document, (id, part), it.target.anchor())
        {
            for tag in &it.tags {
                let decided = all.entry(*tag).or_default();
                decided.confirmed.push(range.clone());
            }
        }
        if let Some(it) = library.rejection(id)
            && let Some((range, _)) =
                standings.stand(index, document, (id, part), it.target.anchor())
        {
            all.entry(it.tag).or_default().rejected.push(range);
        }
    }
    all
}

/// The mentions of all tags of `dossiers` in a document, as they are decided now.
pub fn found(
    index: usize,
    document: &Document,
    folded: &Folded,
    dossiers: &Dossiers,
    library: &Library,
    standings: &Standings,
) -> Vec<Mention> {
    let mut decided = decisions(index, document, library, standings);
    mentions(document, folded, dossiers, |tag| {
        decided.remove(&tag).unwrap_or_default()
    })
}

/// The mentions in the open document that wait for a decision, by start: undecided and possible.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waiting {
    list: Arc<[Mention]>,
    undecided: usize,
    /// The longest one, in bytes: lets a look-up start in the right place.
    longest: usize,
}

impl Waiting {
    /// Those of a document's mentions that wait. `all` is sorted by start.
    pub fn of(all: impl IntoIterator<Item = Mention>) -> Self {
        let list: Arc<[Mention]> = all
            .into_iter()
            .filter(|it| matches!(it.state, MentionState::Undecided | MentionState::Possible))
            .collect();
        Self {
            undecided: list
                .iter()
                .filter(|it| it.state == MentionState::Undecided)
                .count(),
            longest: list.iter().map(|it| it.hit.range.len()).max().unwrap_or(0),
            list,
        }
    }

    /// How many are undecided.
    pub fn undecided(&self) -> usize {
        self.undecided
    }

    /// How many may be mentions, but only point back to one.
    pub fn possible(&self) -> usize {
        self.list.len() - self.undecided
    }

    /// All of them, by start.
    pub fn all(&self) -> &[Mention] {
        &self.list
    }

    /// Those that share at least one byte with a range, by start.
    pub fn on(&self, range: &Range<usize>) -> impl Iterator<Item = &Mention> {
        let from = self
            .list
            .partition_point(|it| it.hit.range.start + self.longest <= range.start);
        let (start, end) = (range.start, range.end.max(range.start + 1));
        self.list
            .iter()
            .skip(from)
            .take_while(move |it| it.hit.range.start < end)
            .filter(move |it| it.hit.range.end > start)
    }

    /// The next one that begins after a byte, or the last that begins before it.
    pub fn next(&self, at: usize, forward: bool) -> Option<&Mention> {
        if forward {
            let from = self.list.partition_point(|it| it.hit.range.start <= at);
            self.list.get(from)
        } else {
            let to = self.list.partition_point(|it| it.hit.range.start < at);
            self.list.get(to.checked_sub(1)?)
        }
    }
}

/// What mentions follow from: where one of these is another, they are to be found anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The document's index in the corpus.
    pub document: usize,
    /// How often the library or the standing of its passages changed.
    pub changes: u64,
    /// The edition of the corpus.
    pub edition: u64,
}

/// What is to be found out about mentions, in the background. Each takes the place of any of its kind
/// that is under way; the number tells late answers from those to the last question.
#[derive(Debug, Clone)]
pub enum Inquiry {
    /// The mentions of all tags in the open document.
    Here(Stamp),
    /// The concordance of a tag: in all documents, or again in these.
    Concordance(u64, RecordId, Option<Vec<usize>>),
    /// Which words stand near these places, by document; with the number of the concordance they are of.
    Company(u64, BTreeMap<usize, Vec<Range<usize>>>),
    /// Links that may be made, over the whole corpus.
    Suggest(u64),
    /// How many mentions each tag has: in all documents, or again in these.
    Tallies(u64, Option<Vec<usize>>),
    /// What a form of a tag brings.
    Brings(u64, Arc<Tag>, String),
}

/// What was found out about mentions.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// Those in the open document as they stood at that stamp, by start.
    Here(Stamp, Vec<Mention>),
    /// Further rows of a concordance, in the order of the corpus; true with the last ones.
    Rows(u64, Vec<Row>, bool),
    /// The rows of these documents anew.
    Again(u64, Vec<usize>, Vec<Row>),
    /// The words that stand near the confirmed mentions, the most telling first.
    Company(u64, Vec<Collocate>),
    /// Links that may be made, as rows.
    Suggested(u64, Vec<Row>),
    /// How many mentions tags have, by document; true with the last ones.
    Tallies(u64, Vec<(usize, Vec<(RecordId, Tally)>)>, bool),
    /// What a form brings, as far as it was counted; true when it was counted to the end.
    Brings(u64, Brings, bool),
}

/// How many mentions there are in each state, in the order of [`MentionState::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally(pub [usize; 4]);

impl Tally {
    /// How many are in a state.
    pub fn of(self, state: MentionState) -> usize {
        self.0.get(place(state)).copied().unwrap_or(0)
    }

    /// Counts one more.
    pub fn add(&mut self, state: MentionState) {
        if let Some(count) = self.0.get_mut(place(state)) {
            *count += 1;
        }
    }

    /// The counts of each state, those without any left out: `? 12 undecided  ● 3 confirmed`.
    pub fn told(self) -> String {
        let parts: Vec<String> = MentionState::ALL
            .into_iter()
            .filter(|state| self.of(*state) > 0)
            .map(|state| format!("{} {} {}", sign(state), self.of(state), state.name()))
            .collect();
        parts.join("  ")
    }
}

/// A state's place in the order of all.
fn place(state: MentionState) -> usize {
    MentionState::ALL
        .iter()
        .position(|it| *it == state)
        .unwrap_or(0)
}

/// What a form brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brings {
    /// Mentions by this form.
    pub mentions: usize,
    /// In how many documents.
    pub documents: usize,
    /// How many of them are undecided.
    pub undecided: usize,
}

impl Brings {
    /// Counts those of a document's mentions that stand there by a form.
    pub fn count(&mut self, found: &[Mention], pattern: &str) {
        let mut any = false;
        for mention in found.iter().filter(|it| *it.form == *pattern) {
            any = true;
            self.mentions += 1;
            self.undecided += usize::from(mention.state == MentionState::Undecided);
        }
        self.documents += usize::from(any);
    }

    /// In words: `37 mentions in 12 documents`.
    pub fn told(self) -> String {
        format!(
            "{} in {}",
            counted(self.mentions, "mention"),
            counted(self.documents, "document")
        )
    }
}

/// How many mentions each tag has, as far as they were counted.
#[derive(Debug, Clone, Default)]
pub struct Tallies {
    by_document: BTreeMap<usize, Vec<(RecordId, Tally)>>,
    totals: HashMap<RecordId, Tally>,
    /// For what they were asked last; None where never.
    pub number: Option<u64>,
    /// Whether they are still being counted.
    pub working: bool,
    /// What has changed since.
    pub touched: Touched,
}

impl Tallies {
    /// Takes in how many there are in some documents, in the place of what was known of these.
    pub fn put(&mut self, counts: &[(usize, Vec<(RecordId, Tally)>)]) {
        for (document, new) in counts {
            let old = if new.is_empty() {
                self.by_document.remove(document)
            } else {
                self.by_document.insert(*document, new.clone())
            };
            for (tag, tally) in old.into_iter().flatten() {
                let total = self.totals.entry(tag).or_default();
                for (sum, part) in total.0.iter_mut().zip(tally.0) {
                    *sum = sum.saturating_sub(part);
                }
            }
            for (tag, tally) in new {
                let total = self.totals.entry(*tag).or_default();
                for (sum, part) in total.0.iter_mut().zip(tally.0) {
                    *sum += part;
                }
            }
        }
    }

    /// How many mentions a tag has.
    pub fn total(&self, tag: RecordId) -> Tally {
        self.totals.get(&tag).copied().unwrap_or_default()
    }

    /// Forgets everything: it is counted anew.
    pub fn clear(&mut self) {
        self.by_document.clear();
        self.totals.clear();
    }
}

/// Documents in which mentions may be other than they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// All of them: forms have changed.
    pub all: bool,
    /// These, by index.
    pub documents: BTreeSet<usize>,
}

impl Touched {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        !self.all && self.documents.is_empty()
    }

    /// What is to be asked for, None being all documents; nothing is touched afterwards.
    pub fn take(&mut self) -> Option<Vec<usize>> {
        let taken = std::mem::take(self);
        (!taken.all).then(|| taken.documents.into_iter().collect())
    }
}

/// The sign of a state, so that it is seen without colour.
pub const fn sign(state: MentionState) -> char {
    match state {
        MentionState::Undecided => '?',
        MentionState::Confirmed => '●',
        MentionState::Rejected => '✗',
        MentionState::Possible => '~',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::DocumentId;
    use crate::search::Hit;

    fn mention(range: Range<usize>, state: MentionState) -> Mention {
        Mention {
            id: format!("{range:?}"),
            tag: RecordId(uuid::Uuid::nil()),
            state,
            form: Arc::from(""),
            hit: Hit {
                document: DocumentId::new("D"),
                block: 1,
                range,
            },
        }
    }

    #[test]
    fn only_what_waits_is_kept_and_found_by_place() {
        let waiting = Waiting::of([
            mention(0..4, MentionState::Undecided),
            mention(5..9, MentionState::Confirmed),
            mention(10..30, MentionState::Possible),
            mention(40..44, MentionState::Undecided),
        ]);
        assert_eq!((waiting.undecided(), waiting.possible()), (2, 1));
        let on = |range| waiting.on(&range).count();
        assert_eq!((on(0..1), on(4..10), on(29..41), on(44..99)), (1, 0, 2, 0));
        let start = |at, forward| waiting.next(at, forward).map(|it| it.hit.range.start);
        assert_eq!(start(0, true), Some(10));
        assert_eq!(start(40, false), Some(10));
        assert_eq!(start(40, true), None);
        assert_eq!(start(0, false), None);
    }
}
