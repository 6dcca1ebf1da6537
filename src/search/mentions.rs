//! Mentions: where texts speak of what a tag stands for, and what the reader decided on each.
//!
//! Knows the four states of a mention and how they follow from forms, annotations and rejections.
//! Does not know how decisions are kept or placed in a changed text: the caller says which
//! stretches are confirmed (an annotation carries the tag there) and which rejected.

mod forms;
mod nouns;
mod possible;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use super::across::{FoldCache, in_order};
use super::find::Hit;
use super::fold::{Case, Folded, fold};
use super::scope::Stretches;
use crate::corpus::{Corpus, Document};
use crate::library::placing::{Part, Placements};
use crate::library::{Library, RecordId};

pub use forms::{Dossiers, FormError, check_form};

/// What is decided on a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionState {
    /// A form stands there; nobody has decided yet.
    Undecided,
    /// The reader said it is one: an annotation carries the tag there.
    Confirmed,
    /// The reader said it is none.
    Rejected,
    /// It may be an indirect mention; offered, never decided by itself.
    Possible,
}

impl MentionState {
    /// Every state, in the order of the documentation.
    pub const ALL: [Self; 4] = [
        Self::Undecided,
        Self::Confirmed,
        Self::Rejected,
        Self::Possible,
    ];

    /// The name in JSON and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Possible => "possible",
        }
    }

    /// The state of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What the reader decided in one document on one tag, where it stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// Passages annotated with the tag, in bytes of the document's text.
    pub confirmed: Vec<Range<usize>>,
    /// Places rejected for the tag.
    pub rejected: Vec<Range<usize>>,
}

impl Decided {
    /// What a library holds on a tag in the document whose records were placed.
    pub fn of(library: &Library, placements: &Placements, tag: RecordId) -> Self {
        let mut decided = Self::default();
        for placement in placements.standing() {
            let Some(range) = placement.stands() else {
                continue;
            };
            match placement.part {
                Part::Annotation => {
                    let annotation = library.annotation(placement.record);
                    if annotation.is_some_and(|it| it.tags.contains(&tag)) {
                        decided.confirmed.push(range.clone());
                    }
                }
                Part::Rejection => {
                    let rejection = library.rejection(placement.record);
                    if rejection.is_some_and(|it| it.tag == tag) {
                        decided.rejected.push(range.clone());
                    }
                }
                Part::Link(_) => {}
            }
        }
        decided
    }
}

/// A place where a text speaks, or may speak, of a tag's thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// A short name for scripts: it follows from the tag, the document, the words and what stands
    /// around them, so that changes elsewhere in the document leave it as it is.
    pub id: String,
    /// The tag.
    pub tag: RecordId,
    /// What is decided on it.
    pub state: MentionState,
    /// The form that stands there; empty for an annotation where none does; for an indirect
    /// mention its own words, folded.
    pub form: Arc<str>,
    /// Where it stands.
    pub hit: Hit,
}

/// The mentions of all tags of `dossiers` in a document, by place and tag. `decided` tells what the
/// reader decided on each tag in this document.
pub fn mentions(
    document: &Document,
    folded: &Folded,
    dossiers: &Dossiers,
    mut decided: impl FnMut(RecordId) -> Decided,
) -> Vec<Mention> {
    let mut all = Vec::new();
    let found = dossiers.explicit(document, folded);
    for (wanted, (explicit, excluded)) in dossiers.tags.iter().zip(found) {
        let decided = decided(wanted.tag);
        let mut places = Places::of(document, decided);
        for found in explicit {
            places.explicit(found.block, found.range, found.form);
        }
        places.annotated();
        let mut taken: Vec<Range<usize>> = places.found.iter().map(|p| p.range.clone()).collect();
        let mut near: Vec<Range<usize>> = places
            .found
            .iter()
            .filter(|place| place.state == MentionState::Confirmed)
            .map(|place| place.range.clone())
            .collect();
        near.sort_by_key(|range| range.start);
        taken.extend(excluded);
        for (block, range) in wanted
            .heads
            .pointing(document, folded, &near, &Stretches::of(taken))
        {
            places.possible(block, range);
        }
        all.extend(places.named(wanted.tag));
    }
    all.sort_by_key(|mention| (mention.hit.range.start, mention.hit.range.end));
    all
}

/// The mentions of all tags of `dossiers` in those documents of a corpus that `wanted` lists by
/// index. `each` is called on this thread with the mentions in one document after the other in that
/// order, as soon as they are known, also for documents without any; `decided` tells on several
/// threads what the reader decided in a document. Setting `cancel` ends it soon after.
pub fn mentions_across(
    (corpus, wanted): (&Corpus, &[usize]),
    dossiers: &Dossiers,
    cache: &FoldCache,
    cancel: &AtomicBool,
    decided: impl Fn(usize, &Document) -> HashMap<RecordId, Decided> + Sync,
    mut each: impl FnMut(usize, &Document, Vec<Mention>),
) {
    in_order(
        wanted,
        cancel,
        |index| {
            let document = corpus.document(index)?;
            let folded = cache.get(&document);
            let mut decided = decided(index, &document);
            let found = mentions(&document, &folded, dossiers, |tag| {
                decided.remove(&tag).unwrap_or_default()
            });
            Some((index, document, found))
        },
        |(index, document, found)| each(index, &document, found),
    );
}

/// A mention before it has a name.
struct Place {
    block: usize,
    range: Range<usize>,
    form: Arc<str>,
    state: MentionState,
}

/// The mentions of one tag in one document while they are put together.
struct Places<'a> {
    document: &'a Document,
    annotated: BTreeSet<(usize, usize)>,
    very_rejected: BTreeSet<(usize, usize)>,
    confirmed: Stretches,
    rejected: Stretches,
    found: Vec<Place>,
}

fn ends(ranges: &[Range<usize>]) -> BTreeSet<(usize, usize)> {
    ranges
        .iter()
        .map(|range| (range.start, range.end))
        .collect()
}

impl<'a> Places<'a> {
    fn of(document: &'a Document, decided: Decided) -> Self {
        Self {
            document,
            confirmed: Stretches::of(decided.confirmed.clone()),
            annotated: ends(&decided.confirmed),
            very_rejected: ends(&decided.rejected),
            rejected: Stretches::of(decided.rejected),
            found: Vec::new(),
        }
    }

    fn explicit(&mut self, block: usize, range: Range<usize>, form: Arc<str>) {
        // A decision on these very words goes before one that only touches them: a rejection inside a
        // tagged paragraph, or a confirmation after the form has grown. Confirming takes the
        // rejection of the same words back, so that of two the rejection is the later word.
        let state = if self.very_rejected.contains(&(range.start, range.end)) {
            MentionState::Rejected
        } else if self.annotated.contains(&(range.start, range.end)) {
            MentionState::Confirmed
        } else if self.rejected.touch(&range) {
            MentionState::Rejected
        } else if self.confirmed.touch(&range) {
            MentionState::Confirmed
        } else {
            MentionState::Undecided
        };
        self.found.push(Place {
            block,
            range,
            form,
            state,
        });
    }

    /// Annotations with the tag where no form stands are mentions, too: the reader said so.
    fn annotated(&mut self) {
        let explicit = Stretches::of(self.found.iter().map(|p| p.range.clone()).collect());
        let alone: Vec<Range<usize>> = self
            .annotated
            .iter()
            .map(|(start, end)| *start..*end)
            .filter(|own| !own.is_empty() && !explicit.touch(own))
            .collect();
        for range in alone {
            let block = self.document.block_at(range.start).unwrap_or(0);
            self.found.push(Place {
                block,
                range,
                form: Arc::from(""),
                state: MentionState::Confirmed,
            });
        }
    }

    fn possible(&mut self, block: usize, range: Range<usize>) {
        let rejected = self.rejected.touch(&range);
        let form = fold(self.document.slice(&range), Case::Folded);
        self.found.push(Place {
            block,
            range,
            form: form.into(),
            state: if rejected {
                MentionState::Rejected
            } else {
                MentionState::Possible
            },
        });
    }

    fn named(mut self, tag: RecordId) -> Vec<Mention> {
        self.found
            .sort_by_key(|place| (place.range.start, place.range.end));
        let mut names: HashMap<String, usize> = HashMap::new();
        let document = self.document;
        self.found
            .into_iter()
            .filter_map(|place| {
                let block = document.blocks.get(place.block)?;
                let hit = Hit {
                    document: document.id.clone(),
                    block: block.number,
                    range: place.range,
                };
                let mut id = name(tag, document, &hit);
                let same = names.entry(id.clone()).or_default();
                *same += 1;
                if *same > 1 {
                    // Writing to a String cannot fail.
                    let _ = write!(id, "-{same}");
                }
                Some(Mention {
                    id,
                    tag,
                    state: place.state,
                    form: place.form,
                    hit,
                })
            })
            .collect()
    }
}

/// How much of the context goes into a mention's name, in characters on each side.
const NAMED_BY: usize = 24;
/// The bytes of the hash that are shown: ten hexadecimal digits, enough for a hundred thousand
/// mentions, few enough to type.
const NAME_BYTES: usize = 5;

fn name(tag: RecordId, document: &Document, hit: &Hit) -> String {
    let context = hit.context(document, NAMED_BY);
    let mut hash = Sha256::new();
    hash.update(tag.0.as_bytes());
    for part in [
        document.id.as_str(),
        &context.before,
        &context.text,
        &context.after,
    ] {
        hash.update([0]);
        hash.update(part.as_bytes());
    }
    let mut id = String::with_capacity(2 * NAME_BYTES);
    for byte in hash.finalize().iter().take(NAME_BYTES) {
        // Writing to a String cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}

#[cfg(test)]
mod tests;
