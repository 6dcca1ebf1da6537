//! Suggested links: passages that quote, cite or paraphrase one another.
//!
//! Knows why two passages may belong together and says so with each suggestion. Makes no link:
//! the reader accepts or passes over. Of two passages the one in the later document is taken to
//! quote the other; without dates, the one later in reading order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::find::Hit;
use super::fold::{Case, fold};
use super::mentions::{Mention, MentionState};
use super::quotation::{Quotation, quotations};
use super::scope::overlap;
use super::words::is_word;
use crate::corpus::structure::references::{self, Known};
use crate::corpus::{Document, DocumentId};
use crate::library::RecordId;
use crate::library::relation;

/// How much two passages must have in common to be told as paraphrase: the cosine of their words,
/// rare ones counting more.
const ALIKE: f64 = 0.30;
/// How many words they must share that stand in few passages.
const RARE_SHARED: usize = 3;

/// Why two passages may belong together.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// They have the same words.
    Quotation {
        /// How many words.
        words: usize,
        /// How many of them differ.
        changed: usize,
        /// Where they differ: bytes in the passage that quotes, and in the one that is quoted.
        differences: Vec<(Range<usize>, Range<usize>)>,
    },
    /// One names the other's document, and perhaps its part.
    Reference,
    /// They speak of the same thing in like words.
    Mention {
        /// The tag of the thing.
        tag: RecordId,
        /// How alike they are, from 0 to 1.
        alike: f64,
        /// Rare words they share, folded, the rarest first.
        shared: Vec<String>,
    },
}

/// A link that the reader may accept.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Where the link would begin.
    pub from: Hit,
    /// Where it would end.
    pub to: Hit,
    /// The relation read from `from` to `to`.
    pub relation: &'static str,
    /// Why.
    pub reason: Reason,
}

/// Every link that may be accepted, those for quotations first, then references, then passages in like
/// words; of two with the same ends only the first. `tied` tells which are made already.
pub fn all(
    documents: &[&Document],
    mentions: &[Mention],
    cancel: &AtomicBool,
    tied: impl Fn(&Hit, &Hit) -> bool,
) -> Vec<Suggestion> {
    let quoted = by_quotation(&quotations(documents, cancel), documents);
    let mut kept: Vec<Suggestion> = Vec::new();
    let mut by_ends: HashMap<(DocumentId, DocumentId), Vec<usize>> = HashMap::new();
    let more = by_reference(documents)
        .into_iter()
        .chain(by_mention(documents, mentions));
    for found in quoted.into_iter().chain(more) {
        let (from, to) = (&found.from, &found.to);
        let ends = (from.document.clone(), to.document.clone());
        let known = by_ends.entry(ends).or_default();
        let twice = known
            .iter()
            .filter_map(|index| kept.get(*index))
            .any(|it| overlap(&it.from.range, &from.range) && overlap(&it.to.range, &to.range));
        if !twice && !tied(from, to) {
            known.push(kept.len());
            kept.push(found);
        }
    }
    kept
}

/// Links for quotations: the later document quotes the earlier.
pub fn by_quotation(quotations: &[Quotation], documents: &[&Document]) -> Vec<Suggestion> {
    let dates: HashMap<&DocumentId, Option<&str>> = documents
        .iter()
        .map(|document| (&document.id, date(document)))
        .collect();
    let date = |hit: &Hit| dates.get(&hit.document).copied().flatten();
    quotations
        .iter()
        .map(|quotation| {
            let (left, right) = (&quotation.left, &quotation.right);
            let later = matches!((date(left), date(right)), (Some(a), Some(b)) if a > b);
            let (from, to) = if later { (left, right) } else { (right, left) };
            Suggestion {
                from: from.clone(),
                to: to.clone(),
                relation: "quotes",
                reason: Reason::Quotation {
                    words: quotation.words,
                    changed: quotation.changed,
                    differences: quotation
                        .differences
                        .iter()
                        .map(|it| {
                            if later {
                                (it.left.clone(), it.right.clone())
                            } else {
                                (it.right.clone(), it.left.clone())
                            }
                        })
                        .collect(),
                },
            }
        })
        .collect()
}

/// Links for references by id: from the words of the reference to the part that is named, or to
/// the beginning of the document.
pub fn by_reference(documents: &[&Document]) -> Vec<Suggestion> {
    let by_id: HashMap<&str, &Document> = documents
        .iter()
        .map(|document| (document.id.as_str(), *document))
        .collect();
    let known = Known::new(documents.iter().map(|document| document.id.as_str()));
    let mut all = Vec::new();
    for document in documents {
        let year = date(document).and_then(|iso| iso.get(..4)?.parse().ok());
        let known = known.clone().in_year(year);
        for reference in references::find(&document.text, &known) {
            let target = reference.target.as_deref().and_then(|id| by_id.get(id));
            let Some(target) = target.filter(|target| target.id != document.id) else {
                continue;
            };
            let part = target
                .blocks
                .iter()
                .find(|block| {
                    reference.paragraph.is_some() && block.label() == reference.paragraph.as_deref()
                })
                .or_else(|| target.blocks.first());
            if let (Some(from), Some(part)) = (hit(document, reference.range.clone()), part) {
                all.push(Suggestion {
                    from,
                    to: Hit {
                        document: target.id.clone(),
                        block: part.number,
                        range: part.range.clone(),
                    },
                    relation: "cites",
                    reason: Reason::Reference,
                });
            }
        }
    }
    all
}

/// Links between blocks of different documents that speak of the same thing in like words. Mentions
/// that are rejected or only possible do not count.
pub fn by_mention(documents: &[&Document], mentions: &[Mention]) -> Vec<Suggestion> {
    let rarity = Rarity::of(documents);
    let by_id: HashMap<&DocumentId, (usize, &Document)> = documents
        .iter()
        .enumerate()
        .map(|(order, document)| (&document.id, (order, *document)))
        .collect();
    let mut spoken: BTreeMap<RecordId, BTreeSet<(usize, u32)>> = BTreeMap::new();
    for mention in mentions {
        let counts = matches!(
            mention.state,
            MentionState::Confirmed | MentionState::Undecided
        );
        if let (true, Some((order, _))) = (counts, by_id.get(&mention.hit.document)) {
            spoken
                .entry(mention.tag)
                .or_default()
                .insert((*order, mention.hit.block));
        }
    }
    let mut all = Vec::new();
    for (tag, blocks) in spoken {
        let passages: Vec<Passage> = blocks
            .into_iter()
            .filter_map(|(order, number)| {
                Passage::of(documents.get(order)?, order, number, &rarity)
            })
            .collect();
        for (first, second) in Passage::candidates(&passages, &rarity) {
            if let (Some(a), Some(b)) = (passages.get(first), passages.get(second)) {
                all.extend(a.linked(b, tag, &rarity));
            }
        }
    }
    all.sort_by(|a, b| score(b).total_cmp(&score(a)));
    all
}

fn score(suggestion: &Suggestion) -> f64 {
    match &suggestion.reason {
        Reason::Mention { alike, .. } => *alike,
        _ => 1.0,
    }
}

fn date(document: &Document) -> Option<&str> {
    document.meta.date.as_ref().map(|date| date.iso.as_str())
}

fn hit(document: &Document, range: Range<usize>) -> Option<Hit> {
    let block = document.blocks.get(document.block_at(range.start)?)?;
    Some(Hit {
        document: document.id.clone(),
        block: block.number,
        range,
    })
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(|word| fold(word, Case::Folded))
}

/// In how many blocks each word stands.
struct Rarity {
    blocks: HashMap<String, usize>,
    all: usize,
}

impl Rarity {
    fn of(documents: &[&Document]) -> Self {
        let mut rarity = Self {
            blocks: HashMap::new(),
            all: 0,
        };
        for document in documents {
            for block in &document.blocks {
                rarity.all += 1;
                let once: BTreeSet<String> = words(document.block_text(block)).collect();
                for word in once {
                    *rarity.blocks.entry(word).or_default() += 1;
                }
            }
        }
        rarity
    }

    fn count(&self, word: &str) -> usize {
        self.blocks.get(word).copied().unwrap_or(1)
    }

    /// The weight of a word (inverse document frequency).
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of blocks are far below 2^52"
    )]
    fn weight(&self, word: &str) -> f64 {
        ((1 + self.all) as f64 / self.count(word) as f64)
            .ln()
            .max(0.0)
    }

    /// Whether a word stands in few blocks: in one of twenty at most, but two at least.
    fn is_rare(&self, word: &str) -> bool {
        self.count(word) <= (self.all / 20).max(2)
    }
}

/// A block that speaks of a tag's thing.
struct Passage<'a> {
    document: &'a Document,
    order: usize,
    block: u32,
    range: Range<usize>,
    words: BTreeSet<String>,
    weight: f64,
}

impl<'a> Passage<'a> {
    fn of(document: &'a Document, order: usize, number: u32, rarity: &Rarity) -> Option<Self> {
        let block = document.blocks.get((number as usize).checked_sub(1)?)?;
        let words: BTreeSet<String> = words(document.block_text(block)).collect();
        let weight = words
            .iter()
            .map(|word| rarity.weight(word).powi(2))
            .sum::<f64>()
            .sqrt();
        Some(Self {
            document,
            order,
            block: number,
            range: block.range.clone(),
            words,
            weight,
        })
    }

    /// Pairs in different documents that share a rare word, found by that word.
    fn candidates(passages: &[Self], rarity: &Rarity) -> BTreeSet<(usize, usize)> {
        let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, passage) in passages.iter().enumerate() {
            for word in passage.words.iter().filter(|word| rarity.is_rare(word)) {
                by_word.entry(word).or_default().push(index);
            }
        }
        let mut pairs = BTreeSet::new();
        for places in by_word.values() {
            for (index, first) in places.iter().enumerate() {
                for second in places.iter().skip(index + 1) {
                    pairs.insert((*first, *second));
                }
            }
        }
        pairs
    }

    fn linked(&self, other: &Self, tag: RecordId, rarity: &Rarity) -> Option<Suggestion> {
        if self.order == other.order {
            return None;
        }
        let shared: Vec<&String> = self.words.intersection(&other.words).collect();
        let common: f64 = shared.iter().map(|word| rarity.weight(word).powi(2)).sum();
        let alike = common / (self.weight * other.weight).max(f64::MIN_POSITIVE);
        let mut rare: Vec<&String> = shared
            .into_iter()
            .filter(|word| rarity.is_rare(word))
            .collect();
        if alike < ALIKE || rare.len() < RARE_SHARED {
            return None;
        }
        rare.sort_by_key(|word| rarity.count(word));
        let later =
            matches!((date(self.document), date(other.document)), (Some(a), Some(b)) if a > b);
        let (from, to) = if later { (self, other) } else { (other, self) };
        let hit = |passage: &Self| Hit {
            document: passage.document.id.clone(),
            block: passage.block,
            range: passage.range.clone(),
        };
        Some(Suggestion {
            from: hit(from),
            to: hit(to),
            relation: relation::PLAIN,
            reason: Reason::Mention {
                tag,
                alike,
                shared: rare.into_iter().take(8).cloned().collect(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use uuid::Uuid;

    use super::{Reason, all, by_mention, by_quotation};
    use crate::corpus::DateValue;
    use crate::library::{Form, FormKind, RecordId, Tag, Timestamp};
    use crate::search::mentions::{Decided, Dossiers, mentions};
    use crate::search::quotation::quotations;
    use crate::search::{Folded, sample::document};

    #[test]
    fn the_later_document_quotes_the_earlier() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let mut a = document("A", words);
        let b = document("B", words);
        let suggest = |a: &_, b: &_| {
            let documents = [a, b];
            let found = quotations(&documents, &AtomicBool::new(false));
            by_quotation(&found, &documents)
                .remove(0)
                .from
                .document
                .to_string()
        };
        assert_eq!(suggest(&a, &b), "B");
        let mut b = b;
        a.meta.date = Some(DateValue::day(1960, 1, 1));
        b.meta.date = Some(DateValue::day(1956, 1, 1));
        assert_eq!(suggest(&a, &b), "A");
    }

    #[test]
    fn what_is_tied_is_not_suggested_again() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let (a, b) = (
            document("A", words),
            document("B", &words.replace("six", "half")),
        );
        let never = AtomicBool::new(false);
        let found = all(&[&a, &b], &[], &never, |_, _| false);
        assert_eq!(found.len(), 1);
        let Reason::Quotation { differences, .. } = &found[0].reason else {
            panic!("{found:?}");
        };
        let (in_b, in_a) = &differences[0];
        assert_eq!((b.slice(in_b), a.slice(in_a)), ("half", "six"));
        assert!(all(&[&a, &b], &[], &never, |_, _| true).is_empty());
    }

    #[test]
    fn passages_on_one_thing_in_like_words_are_told() {
        let filler = "\n\nthe weather was fine and the sea calm on that day".repeat(40);
        let a = document(
            "A",
            &format!("Habomai and Shikotan would pass to Tokyo under the treaty.{filler}"),
        );
        let b = document(
            "B",
            &format!("By the treaty Tokyo was promised Shikotan and Habomai.{filler}"),
        );
        let c = document(
            "C",
            &format!("The treaty was debated for years in many rooms.{filler}"),
        );
        let tag = Tag {
            id: RecordId(Uuid::nil()),
            path: "treaty".into(),
            description: String::new(),
            colour: None,
            forms: vec![Form {
                pattern: "treaty".into(),
                kind: FormKind::Phrase,
                case: false,
            }],
            created: Timestamp(String::new()),
            updated: Timestamp(String::new()),
        };
        let (dossiers, _) = Dossiers::of([&tag]);
        let documents = [&a, &b, &c];
        let mentions: Vec<_> = documents
            .iter()
            .flat_map(|d| mentions(d, &Folded::of(d), &dossiers, |_| Decided::default()))
            .collect();
        let told = by_mention(&documents, &mentions);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].from.document.as_str(), "B");
        let Reason::Mention { shared, .. } = &told[0].reason else {
            panic!("{told:?}");
        };
        assert!(shared.contains(&"shikotan".to_owned()));
    }
}
