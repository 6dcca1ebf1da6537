//! Quotation: passages of different documents that have the same words, or nearly.
//!
//! Knows words and their order. A common run of [`SEED`] words starts a comparison, which goes on
//! to both sides over changed, added and missing words. What is found is a passage of at least
//! [`SHORTEST`] words of which at most [`MOST_CHANGED`] per cent differ. Transmission headers and page
//! furniture are left out: they are alike everywhere. Does not say who quotes whom.

mod align;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::across::in_order;
use super::find::Hit;
use super::fold::{Case, fold};
use super::words::{is_unspaced, is_word};
use crate::corpus::{BlockKind, Document};
use align::{Stretch, align};

/// How many words in a row must be alike to begin with. A passage of twelve words with one changed
/// has five in a row that are not; fourteen with two changed have four.
pub const SEED: usize = 4;
/// The shortest passage that is told, in words. (In scripts without blanks two letters are a word.)
pub const SHORTEST: usize = 12;
/// The most that may differ, in per cent of the words.
pub const MOST_CHANGED: usize = 15;
/// A run of words that stands in more places than this is a formula and starts nothing.
const FORMULA: usize = 48;

/// Two passages that quote one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The passage in the document that comes first in reading order.
    pub left: Hit,
    /// The passage in the other.
    pub right: Hit,
    /// How many words the longer one has.
    pub words: usize,
    /// How many of them differ.
    pub changed: usize,
    /// Where they differ, in order.
    pub differences: Vec<Difference>,
}

/// Words that differ: bytes in the text of each document; empty where words are only in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In the left document.
    pub left: Range<usize>,
    /// In the right one.
    pub right: Range<usize>,
}

/// A document as a row of words.
struct Words {
    /// Numbers that stand for the words.
    ids: Vec<u32>,
    /// Where each stands, in bytes.
    places: Vec<Range<usize>>,
    /// Whether it is a letter of a script without blanks.
    halves: Vec<bool>,
}

/// All passages in which two of the documents quote one another, by document and place.
pub fn quotations(documents: &[&Document], cancel: &AtomicBool) -> Vec<Quotation> {
    let mut known = HashMap::new();
    let texts: Vec<Words> = documents
        .iter()
        .map(|document| Words::of(document, &mut known))
        .collect();
    drop(known);
    let pairs: Vec<Seeded> = seeds(&texts).into_iter().collect();
    let numbers: Vec<usize> = (0..pairs.len()).collect();
    let mut found = Vec::new();
    in_order(
        &numbers,
        cancel,
        |number| {
            let ((left, right), seeds) = pairs.get(number)?;
            let (a, b) = (*left as usize, *right as usize);
            let stretches = compare(texts.get(a)?, texts.get(b)?, seeds);
            let told = stretches
                .into_iter()
                .filter_map(|stretch| {
                    told(
                        &stretch,
                        (documents.get(a)?, texts.get(a)?),
                        (documents.get(b)?, texts.get(b)?),
                    )
                })
                .collect::<Vec<_>>();
            Some(told)
        },
        |told| found.extend(told),
    );
    found
}

impl Words {
    fn of(document: &Document, known: &mut HashMap<String, u32>) -> Self {
        let mut words = Self {
            ids: Vec::new(),
            places: Vec::new(),
            halves: Vec::new(),
        };
        for block in &document.blocks {
            let outside = matches!(
                block.kind,
                BlockKind::Header | BlockKind::Boilerplate | BlockKind::Rule
            );
            if !outside {
                words.read(document.block_text(block), block.range.start, known);
            }
        }
        words
    }

    fn read(&mut self, text: &str, base: usize, known: &mut HashMap<String, u32>) {
        let mut start = None;
        let mut push = |range: Range<usize>, half: bool| {
            let word = fold(text.get(range.clone()).unwrap_or(""), Case::Folded);
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            self.ids.push(*known.entry(word).or_insert(next));
            self.places.push(base + range.start..base + range.end);
            self.halves.push(half);
        };
        for (at, c) in text.char_indices() {
            let inside = is_word(c) && !is_unspaced(c);
            if !inside && let Some(from) = start.take() {
                push(from..at, false);
            }
            if inside && start.is_none() {
                start = Some(at);
            } else if is_unspaced(c) && is_word(c) {
                push(at..at + c.len_utf8(), true);
            }
        }
        if let Some(from) = start {
            push(from..text.len(), false);
        }
    }

    /// How many words a stretch has.
    fn count(&self, stretch: &Range<usize>) -> usize {
        let halves = self
            .halves
            .get(stretch.clone())
            .map_or(0, |halves| halves.iter().filter(|half| **half).count());
        stretch.len() - halves + halves.div_ceil(2)
    }
}

/// Two documents, by their places in the list, and where runs of words stand in both.
type Seeded = ((u32, u32), Vec<(u32, u32)>);
type Seeds = BTreeMap<(u32, u32), Vec<(u32, u32)>>;

/// The places where two documents have [`SEED`] words in a row in common, by pair of documents.
fn seeds(texts: &[Words]) -> Seeds {
    let mut runs: Vec<(u64, u32, u32)> = Vec::new();
    for (text, words) in (0_u32..).zip(texts) {
        for (place, run) in (0_u32..).zip(words.ids.windows(SEED)) {
            runs.push((hash(run), text, place));
        }
    }
    runs.sort_unstable();
    let mut seeds = Seeds::new();
    for same in runs.chunk_by(|a, b| a.0 == b.0) {
        if same.len() > FORMULA {
            continue;
        }
        for (index, (_, left, at)) in same.iter().enumerate() {
            for (_, right, there) in same.iter().skip(index + 1).filter(|run| run.1 != *left) {
                seeds
                    .entry((*left, *right))
                    .or_default()
                    .push((*at, *there));
            }
        }
    }
    for places in seeds.values_mut() {
        places.sort_unstable();
    }
    seeds
}

/// A hash of a run of words (FNV-1a over their numbers): equal runs have equal hashes, and what
/// collides is weeded out when the words are compared.
fn hash(run: &[u32]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The stretches in which two texts agree, none inside another.
fn compare(left: &Words, right: &Words, seeds: &[(u32, u32)]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    // Where each diagonal was last walked to: seeds inside a walk that led nowhere lead nowhere.
    let mut walked: HashMap<i64, usize> = HashMap::new();
    for (at, there) in seeds {
        let diagonal = i64::from(*at) - i64::from(*there);
        let (at, there) = (*at as usize, *there as usize);
        if walked.get(&diagonal).is_some_and(|end| at < *end) {
            continue;
        }
        let covered = found
            .iter()
            .rev()
            .take(16)
            .any(|own| own.left.contains(&at) && own.right.contains(&there));
        if covered || left.ids.get(at..at + SEED) != right.ids.get(there..there + SEED) {
            continue;
        }
        let count = |a: &Range<usize>, b: &Range<usize>| left.count(a).max(right.count(b));
        let aligned = align(&left.ids, &right.ids, at, there, &count);
        walked.insert(diagonal, aligned.straight);
        if let Some(stretch) = aligned.stretch
            && !found
                .iter()
                .any(|own| own.left == stretch.left && own.right == stretch.right)
        {
            found.push(stretch);
        }
    }
    found.sort_by_key(|stretch| (stretch.left.start, std::cmp::Reverse(stretch.left.end)));
    let mut kept: Vec<Stretch> = Vec::with_capacity(found.len());
    for stretch in found {
        let inside = kept.iter().any(|own| {
            own.left.start <= stretch.left.start
                && stretch.left.end <= own.left.end
                && own.right.start <= stretch.right.start
                && stretch.right.end <= own.right.end
        });
        if !inside {
            kept.push(stretch);
        }
    }
    kept
}

/// A stretch of words as passages of the documents.
fn told(
    stretch: &Stretch,
    left: (&&Document, &Words),
    right: (&&Document, &Words),
) -> Option<Quotation> {
    let hit = |(document, words): (&&Document, &Words), part: &Range<usize>| {
        let range = bytes(words, part)?;
        let block = document.blocks.get(document.block_at(range.start)?)?;
        Some(Hit {
            document: document.id.clone(),
            block: block.number,
            range,
        })
    };
    let differences = stretch
        .edits
        .iter()
        .map(|(a, b)| Difference {
            left: bytes(left.1, a).unwrap_or_default(),
            right: bytes(right.1, b).unwrap_or_default(),
        })
        .collect();
    Some(Quotation {
        left: hit(left, &stretch.left)?,
        right: hit(right, &stretch.right)?,
        words: stretch.words,
        changed: stretch.changed,
        differences,
    })
}

/// The bytes that words stand on; for no words the place where they would stand.
fn bytes(words: &Words, part: &Range<usize>) -> Option<Range<usize>> {
    if part.is_empty() {
        let before = part
            .start
            .checked_sub(1)
            .and_then(|at| words.places.get(at));
        let at = before.map_or(0, |place| place.end);
        return Some(at..at);
    }
    Some(words.places.get(part.start)?.start..words.places.get(part.end - 1)?.end)
}

#[cfg(test)]
mod tests;
