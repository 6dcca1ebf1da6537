//! Counts for seeing: how places spread over a document, which words stand near them, which tags
//! stand together.
//!
//! Knows ranges, documents and numbers; every function is a pure one. Does not draw.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::find::Hit;
use super::fold::{Case, fold};
use super::words::is_word;
use crate::corpus::{Document, DocumentId};

/// How many of the places begin in each of `cells` equal parts of a text of `length` bytes. The
/// sum is the number of places.
pub fn dispersion(places: &[Range<usize>], length: usize, cells: usize) -> Vec<usize> {
    let mut counts = vec![0; cells];
    for place in places {
        let start = place.start.min(length.saturating_sub(1)) as u128;
        let cell = (start * cells as u128 / length.max(1) as u128) as usize;
        if let Some(count) = counts.get_mut(cell) {
            *count += 1;
        }
    }
    counts
}

/// A word that stands near hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Collocate {
    /// The word, folded.
    pub word: String,
    /// How often it stands near a hit, before and after it.
    pub before: usize,
    /// How often after it.
    pub after: usize,
    /// How often in all the documents looked at.
    pub total: usize,
    /// Log-likelihood ratio (Dunning): how far from chance its company is; from 3.84 on it is
    /// chance in less than one case of twenty. Zero where it is rarer than by chance.
    pub score: f64,
}

/// The words within `span` words of the hits, in their blocks, those furthest from chance first,
/// equal ones by word. `hits` are the hits in each document.
pub fn collocates(hits: &[(&Document, &[Hit])], span: usize) -> Vec<Collocate> {
    let mut near: HashMap<String, (usize, usize)> = HashMap::new();
    let mut totals: HashMap<String, usize> = HashMap::new();
    let mut all = 0;
    for (document, hits) in hits {
        for word in words(&document.text) {
            *totals.entry(word).or_default() += 1;
            all += 1;
        }
        for hit in *hits {
            let block = document.blocks.get((hit.block as usize).wrapping_sub(1));
            let bounds = block.map_or(0..document.text.len(), |block| block.range.clone());
            let before = document.slice(&(bounds.start..hit.range.start));
            let after = document.slice(&(hit.range.end..bounds.end));
            for word in before
                .rsplit(|c| !is_word(c))
                .filter(|w| !w.is_empty())
                .take(span)
            {
                near.entry(fold(word, Case::Folded)).or_default().0 += 1;
            }
            for word in words(after).take(span) {
                near.entry(word).or_default().1 += 1;
            }
        }
    }
    let around: usize = near.values().map(|(before, after)| before + after).sum();
    let mut collocates: Vec<Collocate> = near
        .into_iter()
        .map(|(word, (before, after))| {
            let total = totals.get(&word).copied().unwrap_or(before + after);
            Collocate {
                score: likelihood(before + after, around, total, all),
                word,
                before,
                after,
                total,
            }
        })
        .collect();
    collocates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.word.cmp(&b.word)));
    collocates
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(|word| fold(word, Case::Folded))
}

/// The log-likelihood ratio of a word that stands `near` times among the `around` words near hits
/// and `total` times among `all`.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words are far below 2^52"
)]
fn likelihood(near: usize, around: usize, total: usize, all: usize) -> f64 {
    let elsewhere = total.saturating_sub(near) as f64;
    let rest = all.saturating_sub(around) as f64;
    let (near, around) = (near as f64, around as f64);
    let share = (near + elsewhere) / (around + rest).max(1.0);
    let (here, there) = (around * share, rest * share);
    if near <= here {
        return 0.0;
    }
    let part = |seen: f64, expected: f64| {
        if seen > 0.0 && expected > 0.0 {
            seen * (seen / expected).ln()
        } else {
            0.0
        }
    };
    (2.0 * (part(near, here) + part(elsewhere, there))).max(0.0)
}

/// A place that belongs to a row of a table: usually a mention or annotation of a tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tagged {
    /// The tag's path.
    pub tag: String,
    /// The document.
    pub document: DocumentId,
    /// The number of its block.
    pub block: u32,
}

/// Tags by documents: how many places of each tag each document has, tags by path and documents by
/// id. Every row has a count for every document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The columns.
    pub documents: Vec<DocumentId>,
    /// The rows: a tag and its counts.
    pub rows: Vec<(String, Vec<usize>)>,
}

/// Counts tags by documents.
pub fn by_document(places: &[Tagged]) -> Table {
    let documents: BTreeSet<&DocumentId> = places.iter().map(|place| &place.document).collect();
    let documents: Vec<DocumentId> = documents.into_iter().cloned().collect();
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for place in places {
        let counts = rows
            .entry(&place.tag)
            .or_insert_with(|| vec![0; documents.len()]);
        let column = documents.binary_search(&place.document);
        if let Some(count) = column.ok().and_then(|column| counts.get_mut(column)) {
            *count += 1;
        }
    }
    Table {
        rows: rows
            .into_iter()
            .map(|(tag, counts)| (tag.to_owned(), counts))
            .collect(),
        documents,
    }
}

/// How often two tags stand in one block: pairs in the order of their paths, the most frequent
/// first, each pair once.
pub fn co_occurrence(places: &[Tagged]) -> Vec<((String, String), usize)> {
    let mut blocks: BTreeMap<(&DocumentId, u32), BTreeSet<&str>> = BTreeMap::new();
    for place in places {
        blocks
            .entry((&place.document, place.block))
            .or_default()
            .insert(&place.tag);
    }
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for tags in blocks.values() {
        for (index, first) in tags.iter().enumerate() {
            for second in tags.iter().skip(index + 1) {
                *pairs.entry((first, second)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<((String, String), usize)> = pairs
        .into_iter()
        .map(|((a, b), count)| ((a.to_owned(), b.to_owned()), count))
        .collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Tagged, by_document, co_occurrence, collocates, dispersion};
    use crate::corpus::DocumentId;
    use crate::search::query::{Options, Query};
    use crate::search::{find::find_in, sample::document};

    fn places() -> Vec<Tagged> {
        [
            ("a", "D1", 1),
            ("a", "D1", 2),
            ("b", "D1", 1),
            ("b", "D2", 1),
            ("c", "D1", 1),
        ]
        .into_iter()
        .map(|(tag, document, block)| Tagged {
            tag: tag.into(),
            document: DocumentId::new(document),
            block,
        })
        .collect()
    }

    #[test]
    fn places_spread_over_equal_parts() {
        assert_eq!(
            dispersion(&[0..1, 49..50, 50..60, 99..100, 100..100], 100, 4),
            [1, 1, 1, 2]
        );
        assert_eq!(dispersion(&[0..1, 1..2], 0, 2), [2, 0]);
        assert!(dispersion(&[0..1, 1..2], 9, 0).is_empty());
    }

    #[test]
    fn words_in_company_stand_out_from_common_ones() {
        let text = "the peace treaty of the day\n\nthe peace treaty and the sea\n\nthe end of the the the day and the sea";
        let document = document("D", text);
        let hits = find_in(
            &document,
            &Query::read("treaty", Options::default()).unwrap(),
        );
        let found = collocates(&[(&document, &hits)], 2);
        assert_eq!(found[0].word, "peace");
        assert_eq!((found[0].before, found[0].after, found[0].total), (2, 0, 2));
        assert!(found[0].score > 0.0);
    }

    #[test]
    fn tags_are_counted_by_document_and_in_company() {
        let table = by_document(&places());
        assert_eq!(table.rows[0], ("a".into(), vec![2, 0]));
        assert_eq!(table.rows[1], ("b".into(), vec![1, 1]));
        let pairs = co_occurrence(&places());
        assert_eq!(pairs[0], (("a".into(), "b".into()), 1));
        assert_eq!(pairs.len(), 3);
    }
}
