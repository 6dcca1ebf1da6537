//! Two rows of words compared from a common run outwards.
//!
//! Knows numbers that stand for words. The walk is greedy: where the rows part, it looks for the
//! cheapest way to where two words agree again, and gives up when what it gained is spent.

use std::ops::Range;

use super::{MOST_CHANGED, SEED, SHORTEST};

/// How many words one place may skip in either row.
const SKIP: usize = 6;
/// What a changed word costs; a word that agrees is worth one.
const COST: i64 = 2;
/// How far below its best a walk may fall before it ends.
const PATIENCE: i64 = 12;

/// Rows that agree, but for some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Words of the left row.
    pub(super) left: Range<usize>,
    /// Words of the right row.
    pub(super) right: Range<usize>,
    /// How many words the longer has, and how many differ.
    pub(super) words: usize,
    pub(super) changed: usize,
    /// What differs.
    pub(super) edits: Vec<(Range<usize>, Range<usize>)>,
}

/// What a comparison found.
pub(super) struct Aligned {
    /// The stretch, if it is long and like enough.
    pub(super) stretch: Option<Stretch>,
    /// Up to where the left row ran along the seed's own diagonal.
    pub(super) straight: usize,
}

/// A step outwards: words that agree, or words that differ before others agree again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Same(usize),
    Other(usize, usize),
}

/// Compares two rows around a run that stands at `at` in the left and at `there` in the right one.
/// `count` says how many words two parts have.
pub(super) fn align(
    left: &[u32],
    right: &[u32],
    at: usize,
    there: usize,
    count: &dyn Fn(&Range<usize>, &Range<usize>) -> usize,
) -> Aligned {
    let back = |row: &[u32], from: usize, n: usize| -> Option<u32> {
        row.get(from.checked_sub(n + 1)?).copied()
    };
    let backward = walk(&|n| back(left, at, n), &|n| back(right, there, n));
    let forward = walk(&|n| left.get(at + SEED + n).copied(), &|n| {
        right.get(there + SEED + n).copied()
    });
    let straight = match forward.first() {
        Some(Step::Same(n)) => at + SEED + n,
        _ => at + SEED,
    };
    let mut segments = Segments::of(at, there, &backward, &forward);
    let stretch = segments.best(count).or_else(|| segments.longest(count));
    Aligned { stretch, straight }
}

/// Walks outwards from a run.
fn walk(left: &dyn Fn(usize) -> Option<u32>, right: &dyn Fn(usize) -> Option<u32>) -> Vec<Step> {
    let same = |i: usize, j: usize| matches!((left(i), right(j)), (Some(a), Some(b)) if a == b);
    let (mut i, mut j) = (0, 0);
    let (mut score, mut best) = (0_i64, 0_i64);
    let mut steps = Vec::new();
    loop {
        let mut run = 0;
        while same(i + run, j + run) {
            run += 1;
        }
        if run > 0 {
            steps.push(Step::Same(run));
            i += run;
            j += run;
            score += i64::try_from(run).unwrap_or(i64::MAX / 4);
            best = best.max(score);
        }
        let Some((a, b)) = rejoin(i, j, &same) else {
            return steps;
        };
        score -= COST * i64::try_from(a.max(b)).unwrap_or(0);
        if score < best - PATIENCE {
            return steps;
        }
        steps.push(Step::Other(a, b));
        i += a;
        j += b;
    }
}

/// The cheapest way from where two rows part to where they agree again: in two words, or in one
/// after one changed word.
fn rejoin(i: usize, j: usize, same: &dyn Fn(usize, usize) -> bool) -> Option<(usize, usize)> {
    (1..=SKIP).find_map(|cost| {
        let ways = std::iter::once((cost, cost)).chain(
            (0..cost)
                .rev()
                .flat_map(|less| [(cost, less), (less, cost)]),
        );
        ways.into_iter()
            .find(|(a, b)| same(i + a, j + b) && (same(i + a + 1, j + b + 1) || (*a, *b) == (1, 1)))
    })
}

/// The stretches that agree, in order, with what lies between them.
struct Segments {
    /// Left start, right start, length.
    parts: Vec<(usize, usize, usize)>,
    /// The part that holds the seed.
    seed: usize,
}

impl Segments {
    fn of(at: usize, there: usize, backward: &[Step], forward: &[Step]) -> Self {
        let mut before: Vec<(usize, usize, usize)> = Vec::new();
        let (mut i, mut j) = (at, there);
        let mut own = (at, there, SEED);
        for (index, step) in backward.iter().enumerate() {
            match step {
                Step::Same(n) => {
                    i -= n;
                    j -= n;
                    if index == 0 {
                        own = (i, j, SEED + n);
                    } else {
                        before.push((i, j, *n));
                    }
                }
                Step::Other(a, b) => {
                    i -= a;
                    j -= b;
                }
            }
        }
        before.reverse();
        let seed = before.len();
        let mut parts = before;
        let (mut i, mut j) = (at + SEED, there + SEED);
        let mut after = Vec::new();
        for (index, step) in forward.iter().enumerate() {
            match step {
                Step::Same(n) => {
                    if index == 0 {
                        own.2 += n;
                    } else {
                        after.push((i, j, *n));
                    }
                    i += n;
                    j += n;
                }
                Step::Other(a, b) => {
                    i += a;
                    j += b;
                }
            }
        }
        parts.push(own);
        parts.extend(after);
        Self { parts, seed }
    }

    /// How many words differ between a part and the next.
    fn between(&self, index: usize) -> i64 {
        match (self.parts.get(index), self.parts.get(index + 1)) {
            (Some(a), Some(b)) => {
                let left = b.0 - (a.0 + a.2);
                let right = b.1 - (a.1 + a.2);
                i64::try_from(left.max(right)).unwrap_or(0)
            }
            _ => 0,
        }
    }

    /// The parts around the seed that are worth most, if they make a quotation.
    fn best(&mut self, count: &dyn Fn(&Range<usize>, &Range<usize>) -> usize) -> Option<Stretch> {
        let length = |index: usize| {
            self.parts
                .get(index)
                .map_or(0, |part| i64::try_from(part.2).unwrap_or(0))
        };
        let reach = |steps: &mut dyn Iterator<Item = usize>, forward: bool| {
            let (mut score, mut best, mut end) = (0, 0, self.seed);
            for index in steps {
                let gap = if forward { index - 1 } else { index };
                score += length(index) - COST * self.between(gap);
                if score > best {
                    best = score;
                    end = index;
                }
            }
            end
        };
        let first = reach(&mut (0..self.seed).rev(), false);
        let last = reach(&mut (self.seed + 1..self.parts.len()), true);
        self.stretch(first, last, count)
    }

    /// The longest run of parts around the seed that makes a quotation.
    fn longest(&self, count: &dyn Fn(&Range<usize>, &Range<usize>) -> usize) -> Option<Stretch> {
        // Parts far from the seed were walked to over many changes; eight on each side are plenty.
        let from = self.seed.saturating_sub(8);
        let to = (self.seed + 8).min(self.parts.len().saturating_sub(1));
        (from..=self.seed)
            .flat_map(|first| (self.seed..=to).map(move |last| (first, last)))
            .filter_map(|(first, last)| self.stretch(first, last, count))
            .max_by_key(|stretch| (stretch.words, std::cmp::Reverse(stretch.changed)))
    }

    fn stretch(
        &self,
        first: usize,
        last: usize,
        count: &dyn Fn(&Range<usize>, &Range<usize>) -> usize,
    ) -> Option<Stretch> {
        let (head, tail) = (self.parts.get(first)?, self.parts.get(last)?);
        let left = head.0..tail.0 + tail.2;
        let right = head.1..tail.1 + tail.2;
        let words = count(&left, &right);
        let edits: Vec<(Range<usize>, Range<usize>)> = self
            .parts
            .get(first..=last)?
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some((a.0 + a.2..b.0, a.1 + a.2..b.1)),
                _ => None,
            })
            .collect();
        let changed: usize = edits.iter().map(|(a, b)| count(a, b)).sum();
        let good = words >= SHORTEST && changed * 100 <= words * MOST_CHANGED;
        good.then_some(Stretch {
            left,
            right,
            words,
            changed,
            edits,
        })
    }
}
