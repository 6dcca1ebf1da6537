//! Finding: the hits of a query in one document.
//!
//! Knows how the parts of a query hold in a block and which stretches are hits. Does not walk a
//! corpus and keeps nothing: the folded text comes from whoever keeps it.

use std::cell::OnceCell;
use std::ops::Range;

use super::fold::Folded;
use super::query::{FilterKind, Node, Query, Reach, accepted};
use super::scope::Mark;
use super::terms::{Occurrence, Paged};
use super::words;
use crate::corpus::{Block, Document, DocumentId, Skim};
use crate::passage::units;

/// A place where a query is answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// The number of the block (1, 2, 3 …) it begins in.
    pub block: u32,
    /// Bytes in the document's text.
    pub range: Range<usize>,
}

/// A hit with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The block's label, if it has one.
    pub label: Option<String>,
    /// What stands before it in its block, at most so many characters, line ends as blanks.
    pub before: String,
    /// The words themselves.
    pub text: String,
    /// What stands after it in its block.
    pub after: String,
}

impl Hit {
    /// What stands around it, at most `width` characters on each side, within its block.
    pub fn context(&self, document: &Document, width: usize) -> Context {
        let block = document.blocks.get((self.block as usize).wrapping_sub(1));
        let bounds = block.map_or(0..document.text.len(), |block| block.range.clone());
        let before = document.slice(&(bounds.start.min(self.range.start)..self.range.start));
        let after = document.slice(&(self.range.end..bounds.end.max(self.range.end)));
        let from = before
            .char_indices()
            .rev()
            .nth(width.saturating_sub(1))
            .map_or(0, |(at, _)| at);
        let to = after
            .char_indices()
            .nth(width)
            .map_or(after.len(), |(at, _)| at);
        let line = |text: &str| text.replace(['\n', '\t'], " ");
        Context {
            label: block.and_then(Block::label).map(ToOwned::to_owned),
            before: line(if width == 0 {
                ""
            } else {
                before.get(from..).unwrap_or("")
            }),
            text: document.slice(&self.range).to_owned(),
            after: line(after.get(..to).unwrap_or("")),
        }
    }
}

/// The hits of a query in a document, in reading order. `marks` are the passages marked in it.
pub fn find(document: &Document, folded: &Folded, query: &Query, marks: &[Mark]) -> Vec<Hit> {
    if !query.takes_name(document.id.as_str(), &document.path.to_string_lossy()) {
        return Vec::new();
    }
    let Some(node) = &query.node else {
        return without_words(document, query, marks);
    };
    let mut hits = Vec::new();
    stretches(document, folded, (query, node), |index, ranges| {
        let block = document.blocks.get(index);
        let Some(block) = block.filter(|block| takes_block(query, document, block)) else {
            return;
        };
        let taken = ranges.into_iter();
        let taken = taken.filter(|range| takes_marks(query, marks, range));
        hits.extend(taken.map(|range| Hit {
            document: document.id.clone(),
            block: block.number,
            range,
        }));
    });
    hits
}

/// How many hits a query has in a text of which nothing else is known; only for one that asks for
/// nothing else (see [`Query::asks_for_words_only`]), in a document that it takes by its name.
pub(super) fn count(source: &Skim, folded: &Folded, query: &Query) -> usize {
    let mut count = 0;
    if let Some(node) = &query.node {
        stretches(source, folded, (query, node), |_, ranges| {
            count += ranges.len();
        });
    }
    count
}

/// Calls `each` with the index of every block in which a node of a query holds and with the stretches
/// in it that are hits.
fn stretches<T: Paged>(
    source: &T,
    folded: &Folded,
    (query, node): (&Query, &Node),
    mut each: impl FnMut(usize, Vec<Range<usize>>),
) {
    let occurrences = query.terms.occurrences(source, folded);
    let nothing_needed = query.terms.len() > 0 && holds_empty(node);
    let mut blocks: Vec<usize> = if nothing_needed {
        (0..source.blocks()).collect()
    } else {
        occurrences.iter().map(|found| found.block).collect()
    };
    blocks.dedup();
    for index in blocks {
        let Some(block) = source.block(index) else {
            continue;
        };
        let ground = Text {
            words: source.words(&block),
            start: block.start,
            sentences: OnceCell::new(),
        };
        let Some(mut ranges) = holds(node, &ground, in_block(&occurrences, index)) else {
            continue;
        };
        if ranges.is_empty() {
            ranges.push(block);
        }
        each(index, ranges);
    }
}

/// The hits of a query in a document whose folded text nobody has kept, nothing being marked in it.
pub fn find_in(document: &Document, query: &Query) -> Vec<Hit> {
    find(document, &Folded::of(document), query, &[])
}

pub(super) fn in_block(occurrences: &[Occurrence], block: usize) -> &[Occurrence] {
    let start = occurrences.partition_point(|found| found.block < block);
    let end = occurrences.partition_point(|found| found.block <= block);
    occurrences.get(start..end).unwrap_or(&[])
}

/// Whether a node holds in a block where no term occurs.
pub(super) fn holds_empty(node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(..) => false,
        Node::Not(inner) => !holds_empty(inner),
        Node::And(nodes) => nodes.iter().all(holds_empty),
        Node::Or(nodes) => nodes.iter().any(holds_empty),
    }
}

/// What tells how near stretches of a block are to one another. Offsets may count anything that rises
/// with the text.
pub(super) trait Ground {
    /// Whether what begins at `to` is within reach of what ends at `from` and began at `start`.
    fn is_near(&self, start: usize, from: usize, to: usize, reach: Reach) -> bool;
}

/// A block of a text; offsets are bytes of the text.
struct Text<'a> {
    /// The words of the block.
    words: &'a str,
    /// Where it begins.
    start: usize,
    /// Where its sentences begin, once that was asked for.
    sentences: OnceCell<Vec<usize>>,
}

impl Ground for Text<'_> {
    fn is_near(&self, start: usize, from: usize, to: usize, reach: Reach) -> bool {
        match reach {
            Reach::Block => true,
            Reach::Sentence => {
                let starts = self.sentences.get_or_init(|| self.sentence_starts());
                let sentence = |at: usize| starts.partition_point(|start| *start <= at);
                sentence(start) == sentence(to)
            }
            Reach::Words(most) => {
                let between = from.saturating_sub(self.start)..to.saturating_sub(self.start);
                words::count(self.words.get(between).unwrap_or("")) < most
            }
        }
    }
}

impl Text<'_> {
    /// Where its sentences begin.
    fn sentence_starts(&self) -> Vec<usize> {
        let sentences = units::sentences(self.words).into_iter();
        sentences.map(|it| self.start + it.start).collect()
    }
}

/// Where a node holds in a block: None where it does not, no ranges where only something denied
/// makes it hold.
pub(super) fn holds(
    node: &Node,
    ground: &impl Ground,
    inside: &[Occurrence],
) -> Option<Vec<Range<usize>>> {
    match node {
        Node::Term(term) => {
            let ranges: Vec<Range<usize>> = inside
                .iter()
                .filter(|found| found.term == *term)
                .map(|found| found.range.clone())
                .collect();
            (!ranges.is_empty()).then_some(ranges)
        }
        Node::Not(inner) => match holds(inner, ground, inside) {
            Some(_) => None,
            None => Some(Vec::new()),
        },
        Node::And(nodes) => {
            let mut all = Vec::new();
            for node in nodes {
                all.extend(holds(node, ground, inside)?);
            }
            Some(longest_first(all))
        }
        Node::Or(nodes) => {
            let held: Vec<_> = nodes
                .iter()
                .filter_map(|node| holds(node, ground, inside))
                .collect();
            if held.is_empty() {
                return None;
            }
            Some(longest_first(held.into_iter().flatten().collect()))
        }
        Node::Near(left, right, reach) => {
            let left = holds(left, ground, inside)?;
            let right = holds(right, ground, inside)?;
            let pairs = pairs(ground, &left, &right, *reach);
            (!pairs.is_empty()).then_some(pairs)
        }
    }
}

/// Sorts stretches and drops those that begin inside an earlier or longer one.
fn longest_first(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let free = range.start >= end;
        if free {
            end = range.end;
        }
        free
    });
    ranges
}

/// From one to the other wherever they stand near enough: each place is used once, with its
/// nearest partner after it.
fn pairs(
    ground: &impl Ground,
    left: &[Range<usize>],
    right: &[Range<usize>],
    reach: Reach,
) -> Vec<Range<usize>> {
    let mut all: Vec<(Range<usize>, bool)> = left
        .iter()
        .map(|range| (range.clone(), true))
        .chain(right.iter().map(|range| (range.clone(), false)))
        .collect();
    all.sort_by(|a, b| a.0.start.cmp(&b.0.start).then(a.0.end.cmp(&b.0.end)));
    let mut pairs: Vec<Range<usize>> = Vec::new();
    for (index, (first, side)) in all.iter().enumerate() {
        if pairs.last().is_some_and(|pair| first.start < pair.end) {
            continue;
        }
        // A nearer start of the same side makes the shorter pair.
        let Some((second, _)) = all
            .iter()
            .skip(index + 1)
            .find(|(range, other)| other != side && range.start >= first.end)
        else {
            continue;
        };
        let nearer = all
            .iter()
            .skip(index + 1)
            .any(|(range, other)| other == side && range.end <= second.start);
        if nearer {
            continue;
        }
        let near = ground.is_near(first.start, first.end, second.start, reach);
        if near {
            pairs.push(first.start..second.end);
        }
    }
    pairs
}

/// Hits of a query that has only filters: the marked passages it asks for, else whole blocks.
fn without_words(document: &Document, query: &Query, marks: &[Mark]) -> Vec<Hit> {
    let of_marks = query
        .filters
        .iter()
        .any(|filter| filter.kind.is_of_marks() && !filter.negated);
    let blocks = document
        .blocks
        .iter()
        .filter(|block| takes_block(query, document, block));
    let hit = |block: &Block, range: Range<usize>| Hit {
        document: document.id.clone(),
        block: block.number,
        range,
    };
    if !of_marks {
        return blocks
            .filter(|block| takes_marks(query, marks, &block.range))
            .map(|block| hit(block, block.range.clone()))
            .collect();
    }
    let mut hits: Vec<Hit> = marks
        .iter()
        .filter(|mark| {
            accepted(&query.filters, &|kind| {
                kind.is_of_marks().then(|| kind.takes_mark(mark))
            })
        })
        .filter_map(|mark| {
            let block = document.blocks.get(document.block_at(mark.range.start)?)?;
            takes_block(query, document, block).then(|| hit(block, mark.range.clone()))
        })
        .collect();
    hits.sort_by_key(|hit| (hit.range.start, hit.range.end));
    hits.dedup();
    hits
}

fn takes_block(query: &Query, document: &Document, block: &Block) -> bool {
    accepted(&query.filters, &|kind| {
        matches!(kind, FilterKind::Kind(_) | FilterKind::Date(_))
            .then(|| kind.takes_block(document, block))
    })
}

fn takes_marks(query: &Query, marks: &[Mark], range: &Range<usize>) -> bool {
    accepted(&query.filters, &|kind| {
        kind.is_of_marks().then(|| {
            marks
                .iter()
                .any(|mark| mark.overlaps(range) && kind.takes_mark(mark))
        })
    })
}

#[cfg(test)]
mod tests;
