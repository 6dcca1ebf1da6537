//! Agreement: how far people who tagged the same documents tagged them alike, and where they did not.
//!
//! Knows the question that is compared, which is asked of every unit of text and every tag: is there
//! a passage with the tag that touches this unit? Units are paragraphs, sentences or words, those that
//! the reader sees at first, of documents in which at least two people annotated anything; in a document in
//! which somebody annotated nothing, nothing is known of their opinion, and it does not count as a no. How
//! answers become a number is [`measure`]'s part.

pub mod measure;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::corpus::{Document, DocumentId};
use crate::passage::units::{sentences, words};
use measure::{Answers, Crossed, alpha, kappa};

/// The stretches of text that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Paragraphs, headings and the like, as the reader walks them.
    #[default]
    Paragraph,
    /// Sentences.
    Sentence,
    /// Words, which makes the borders of passages count.
    Word,
}

/// A passage that somebody tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Who.
    pub by: String,
    /// The document.
    pub document: DocumentId,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its tags, by path; a note without tags has none and shows that the document was read.
    pub tags: Vec<String>,
}

/// What came of the comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agreement {
    /// Who is compared, by name.
    pub people: Vec<String>,
    /// Documents that two or more of them annotated.
    pub documents: usize,
    /// Units of text in these.
    pub units: usize,
    /// Each tag, by path.
    pub tags: Vec<OfTag>,
    /// Where they differ, in reading order.
    pub differences: Vec<Difference>,
}

/// The agreement on one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct OfTag {
    /// Its path.
    pub tag: String,
    /// Units to which everybody who read them gave it.
    pub given: usize,
    /// Units to which some gave it and others did not.
    pub differing: usize,
    /// Cohen's kappa of each two people, by their indices; None where neither varies.
    pub kappas: Vec<(usize, usize, Option<f64>)>,
    /// Krippendorff's alpha of all of them; None where nobody varies.
    pub alpha: Option<f64>,
}

/// A unit on which people differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The tag.
    pub tag: String,
    /// The document.
    pub document: DocumentId,
    /// The unit's bytes in its text.
    pub range: Range<usize>,
    /// Who gave the tag.
    pub with: Vec<String>,
    /// Who read the document and did not.
    pub without: Vec<String>,
}

/// Compares. `wanted` gives for the path of a tag the name under which it is compared, or None where
/// it is not: so that a tag can stand for those below it.
pub fn agreement(
    documents: impl IntoIterator<Item = Arc<Document>>,
    judgements: &[Judgement],
    unit: Unit,
    wanted: impl Fn(&str) -> Option<String>,
) -> Agreement {
    let people: BTreeSet<&str> = judgements.iter().map(|it| it.by.as_str()).collect();
    let people: Vec<String> = people.into_iter().map(str::to_owned).collect();
    let mut comparison = Comparison {
        found: Agreement {
            people,
            ..Agreement::default()
        },
        answers: BTreeMap::new(),
        sizes: Vec::new(),
    };
    // A tag that is used somewhere is asked about everywhere.
    for tag in judgements
        .iter()
        .flat_map(|it| &it.tags)
        .filter_map(|tag| wanted(tag))
    {
        comparison.answers.entry(tag).or_default();
    }
    let mut by_document: BTreeMap<&DocumentId, Vec<&Judgement>> = BTreeMap::new();
    for judgement in judgements {
        by_document
            .entry(&judgement.document)
            .or_default()
            .push(judgement);
    }
    for document in documents {
        if let Some(judgements) = by_document.get(&document.id) {
            comparison.document(&document, judgements, unit, &wanted);
        }
    }
    comparison.finished()
}

/// A document that is compared: who read it, and how many units it has.
struct Size {
    readers: Vec<usize>,
    units: usize,
}

/// The units that anybody gave a tag, by document: which of its readers did.
type Given = BTreeMap<(usize, usize), BTreeSet<usize>>;

struct Comparison {
    found: Agreement,
    answers: BTreeMap<String, Given>,
    sizes: Vec<Size>,
}

impl Comparison {
    fn document(
        &mut self,
        document: &Document,
        judgements: &[&Judgement],
        unit: Unit,
        wanted: &impl Fn(&str) -> Option<String>,
    ) {
        let index = |name: &str| self.found.people.iter().position(|it| it == name);
        let readers: BTreeSet<usize> = judgements.iter().filter_map(|it| index(&it.by)).collect();
        if readers.len() < 2 {
            return;
        }
        let units = units(document, unit);
        let number = self.sizes.len();
        for judgement in judgements {
            let Some(person) = index(&judgement.by) else {
                continue;
            };
            let first = units.partition_point(|it| it.end <= judgement.range.start);
            let touched = units.iter().enumerate().skip(first);
            let touched = touched.take_while(|(_, it)| it.start < judgement.range.end);
            for (at, _) in touched {
                for tag in judgement.tags.iter().filter_map(|tag| wanted(tag)) {
                    let given = self.answers.entry(tag).or_default();
                    given.entry((number, at)).or_default().insert(person);
                }
            }
        }
        self.differences(document, &units, number, &readers);
        self.found.documents += 1;
        self.found.units += units.len();
        self.sizes.push(Size {
            readers: readers.into_iter().collect(),
            units: units.len(),
        });
    }

    /// Enters where the readers of a document differ.
    fn differences(
        &mut self,
        document: &Document,
        units: &[Range<usize>],
        number: usize,
        readers: &BTreeSet<usize>,
    ) {
        let mut rows: Vec<(usize, Difference)> = Vec::new();
        let names = |of: &mut dyn Iterator<Item = &usize>| {
            let names = of.filter_map(|it| self.found.people.get(*it).cloned());
            names.collect::<Vec<_>>()
        };
        for (tag, given) in &self.answers {
            for ((_, at), with) in given.range((number, 0)..(number + 1, 0)) {
                if with.len() == readers.len() {
                    continue;
                }
                let difference = Difference {
                    tag: tag.clone(),
                    document: document.id.clone(),
                    range: units.get(*at).cloned().unwrap_or_default(),
                    with: names(&mut with.iter()),
                    without: names(&mut readers.difference(with)),
                };
                rows.push((*at, difference));
            }
        }
        rows.sort_by(|(a, x), (b, y)| (a, &x.tag).cmp(&(b, &y.tag)));
        self.found
            .differences
            .extend(rows.into_iter().map(|(_, row)| row));
    }

    fn finished(mut self) -> Agreement {
        for (tag, given) in std::mem::take(&mut self.answers) {
            let row = self.of_tag(tag, &given);
            self.found.tags.push(row);
        }
        self.found
    }

    fn of_tag(&self, tag: String, given: &Given) -> OfTag {
        let mut answers = Answers::default();
        let mut all = 0;
        for (number, size) in self.sizes.iter().enumerate() {
            let given = given.range((number, 0)..(number + 1, 0));
            let mut left = size.units;
            for (_, with) in given {
                answers.add(with.len(), size.readers.len() - with.len(), 1);
                all += usize::from(with.len() == size.readers.len());
                left -= 1;
            }
            answers.add(0, size.readers.len(), left);
        }
        let people = self.found.people.len();
        let pairs = (0..people).flat_map(|a| (a + 1..people).map(move |b| (a, b)));
        OfTag {
            tag,
            given: all,
            differing: answers.differing,
            kappas: pairs
                .map(|(a, b)| (a, b, kappa(&self.crossed(given, a, b))))
                .collect(),
            alpha: alpha(&answers),
        }
    }

    /// The answers of two people on the units that both read.
    fn crossed(&self, given: &Given, a: usize, b: usize) -> Crossed {
        let mut crossed = Crossed::default();
        for (number, size) in self.sizes.iter().enumerate() {
            if !(size.readers.contains(&a) && size.readers.contains(&b)) {
                continue;
            }
            let mut neither = size.units;
            for (_, with) in given.range((number, 0)..(number + 1, 0)) {
                match (with.contains(&a), with.contains(&b)) {
                    (true, true) => crossed.both += 1,
                    (true, false) => crossed.first += 1,
                    (false, true) => crossed.second += 1,
                    (false, false) => continue,
                }
                neither -= 1;
            }
            crossed.neither += neither;
        }
        crossed
    }
}

/// The units of a document, in order.
fn units(document: &Document, unit: Unit) -> Vec<Range<usize>> {
    let blocks = document.blocks.iter().filter(|block| !block.folded);
    let within = |text: fn(&str) -> Vec<Range<usize>>| {
        let pieces = |block: &Range<usize>| {
            let start = block.start;
            let found = text(document.slice(block)).into_iter();
            found
                .map(move |it| it.start + start..it.end + start)
                .collect::<Vec<_>>()
        };
        blocks
            .clone()
            .flat_map(|block| pieces(&block.range))
            .collect()
    };
    match unit {
        Unit::Paragraph => blocks.map(|block| block.range.clone()).collect(),
        Unit::Sentence => within(sentences),
        Unit::Word => within(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::sample::document;

    fn judged(by: &str, document: &Document, words: &str, tags: &[&str]) -> Judgement {
        let at = document.text.find(words).unwrap();
        Judgement {
            by: by.into(),
            document: document.id.clone(),
            range: at..at + words.len(),
            tags: tags.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    #[test]
    fn units_that_only_one_tagged_are_listed_and_counted() {
        let shared = document(
            "A",
            "One claim here.\n\nAnother claim.\n\nNothing.\n\nMore.",
        );
        let alone = document("B", "Only Ada read this.");
        let judgements = [
            judged("Ada", &shared, "claim here", &["claim/legal"]),
            judged("Ben", &shared, "One", &["claim/legal"]),
            judged("Ada", &shared, "Another", &["claim/legal"]),
            judged("Ben", &shared, "More", &["aside"]),
            judged("Ada", &alone, "Only", &["claim/legal"]),
        ];
        let documents = [Arc::new(shared), Arc::new(alone)];
        let found = agreement(documents.clone(), &judgements, Unit::Paragraph, |tag| {
            tag.starts_with("claim").then(|| "claim".to_owned())
        });
        assert_eq!((found.documents, found.units), (1, 4));
        let [claim] = found.tags.as_slice() else {
            panic!("one tag is wanted: {:?}", found.tags)
        };
        assert_eq!(
            (claim.tag.as_str(), claim.given, claim.differing),
            ("claim", 1, 1)
        );
        // Two of four units by Ada, one of them by Ben: observed 3/4, by chance 1/2·1/4 + 1/2·3/4.
        assert_eq!(claim.kappas, [(0, 1, Some(0.5))]);
        let [difference] = found.differences.as_slice() else {
            panic!("one difference is wanted: {:?}", found.differences)
        };
        assert_eq!(difference.with, ["Ada"]);
        assert_eq!(difference.without, ["Ben"]);
        assert_eq!(documents[0].slice(&difference.range), "Another claim.");
        // Word by word the borders of passages count.
        let words = agreement(documents, &judgements, Unit::Word, |tag| {
            Some(tag.to_owned())
        });
        assert_eq!(
            words
                .differences
                .iter()
                .filter(|it| it.tag == "claim/legal")
                .count(),
            4
        );
    }
}
