//! Fills a gap between two fixed points: equal ends, then shorter unique stretches, then character by character.
//!
//! Knows two slices and a budget of work; returns diagonals in their coordinates. Knows nothing of moved text: what stands
//! elsewhere has been taken out of the slices before.

use std::ops::Range;

use super::affine::{self, Run};
use super::{chain, kmers};

/// Work still allowed, in table cells: two texts that have nothing in common must not take minutes to say so.
#[derive(Debug)]
pub(super) struct Budget {
    cells: u64,
}

impl Budget {
    /// Enough for any two versions of one text; unrelated texts run dry and stay unaligned.
    pub(super) fn for_texts(old: usize, new: usize) -> Self {
        Self {
            cells: 40_000_000 + 60 * (old + new) as u64,
        }
    }

    /// Takes the cells of a table of this size, or says that they are not left.
    pub(super) fn take(&mut self, old: usize, new: usize) -> bool {
        let wanted = (old as u64 + 1) * (new as u64 + 1);
        let granted = wanted <= self.cells;
        if granted {
            self.cells -= wanted;
        }
        granted
    }
}

/// Up to this many cells one table is best; above, shorter fixed points are looked for first.
const ONE_TABLE: usize = 160_000;
/// No single table is larger than this.
const LARGEST: usize = 3_000_000;
/// How far each step of [`grow`] looks ahead.
const WINDOW: usize = 160;

/// Diagonals between the stretches, in order, in their own coordinates.
pub(super) fn fill(old: &[char], new: &[char], budget: &mut Budget) -> Vec<Run> {
    let mut work = Work {
        budget,
        runs: Vec::new(),
    };
    work.fill(
        &Gap {
            old,
            new,
            at: (0, 0),
        },
        0,
    );
    work.runs
}

/// Two stretches that stand opposite each other, and where they begin.
struct Gap<'a> {
    old: &'a [char],
    new: &'a [char],
    at: (u32, u32),
}

impl<'a> Gap<'a> {
    fn part(&self, old: Range<usize>, new: Range<usize>) -> Gap<'a> {
        let at = (self.at.0 + old.start as u32, self.at.1 + new.start as u32);
        Gap {
            old: &self.old[old],
            new: &self.new[new],
            at,
        }
    }

    fn is_one_sided(&self) -> bool {
        self.old.is_empty() || self.new.is_empty()
    }
}

struct Work<'b> {
    budget: &'b mut Budget,
    runs: Vec<Run>,
}

impl Work<'_> {
    fn push(&mut self, gap: &Gap<'_>, run: Run) {
        if run.len > 0 {
            self.runs.push(Run {
                old: run.old + gap.at.0,
                new: run.new + gap.at.1,
                len: run.len,
            });
        }
    }

    fn fill(&mut self, gap: &Gap<'_>, depth: u32) {
        if gap.is_one_sided() {
            return;
        }
        let start = equal_start(gap.old, gap.new);
        let end = equal_end(&gap.old[start..], &gap.new[start..]);
        let (old_end, new_end) = (gap.old.len() - end, gap.new.len() - end);
        self.push(
            gap,
            Run {
                old: 0,
                new: 0,
                len: start as u32,
            },
        );
        self.fill_inner(&gap.part(start..old_end, start..new_end), depth);
        self.push(
            gap,
            Run {
                old: old_end as u32,
                new: new_end as u32,
                len: end as u32,
            },
        );
    }

    fn fill_inner(&mut self, gap: &Gap<'_>, depth: u32) {
        if gap.is_one_sided() {
            return;
        }
        let cells = gap.old.len().saturating_mul(gap.new.len());
        if cells > ONE_TABLE && depth < 4 {
            let k = kmers::fitting_length(gap.old).max(if cells > LARGEST { 10 } else { 6 });
            let anchors = kmers::anchors(gap.old, gap.new, k);
            let chain = chain::heaviest(&anchors);
            let chain = chain::without_strays(
                &anchors,
                &chain,
                k,
                (gap.old.len() as u32, gap.new.len() as u32),
            );
            if !chain.is_empty() {
                self.fill_between(gap, chain.iter().map(|&index| anchors[index]), depth);
                return;
            }
        }
        if cells <= LARGEST && self.budget.take(gap.old.len(), gap.new.len()) {
            for run in affine::global(gap.old, gap.new).runs {
                self.push(gap, run);
            }
        } else {
            self.fill_ends(gap);
        }
    }

    fn fill_between(
        &mut self,
        gap: &Gap<'_>,
        anchors: impl Iterator<Item = kmers::Anchor>,
        depth: u32,
    ) {
        let (mut done_old, mut done_new) = (0_u32, 0_u32);
        for anchor in anchors {
            let overlap = done_old
                .saturating_sub(anchor.old)
                .max(done_new.saturating_sub(anchor.new));
            if overlap >= anchor.len {
                continue;
            }
            let run = Run {
                old: anchor.old + overlap,
                new: anchor.new + overlap,
                len: anchor.len - overlap,
            };
            self.fill(
                &gap.part(
                    done_old as usize..run.old as usize,
                    done_new as usize..run.new as usize,
                ),
                depth + 1,
            );
            self.push(gap, run);
            (done_old, done_new) = (run.old + run.len, run.new + run.len);
        }
        self.fill(
            &gap.part(
                done_old as usize..gap.old.len(),
                done_new as usize..gap.new.len(),
            ),
            depth + 1,
        );
    }

    /// Stretches too large for a table and without fixed points: aligned inwards from both ends for as long as it pays.
    fn fill_ends(&mut self, gap: &Gap<'_>) {
        let head = grow(gap.old, gap.new, self.budget);
        let (old_done, new_done) = head.last().map_or((0, 0), |run| {
            ((run.old + run.len) as usize, (run.new + run.len) as usize)
        });
        for run in head {
            self.push(gap, run);
        }
        let rest = gap.part(old_done..gap.old.len(), new_done..gap.new.len());
        for run in grow_back(rest.old, rest.new, self.budget) {
            self.push(&rest, run);
        }
    }
}

/// Diagonals from the start of both stretches for as long as going on pays.
pub(super) fn grow(old: &[char], new: &[char], budget: &mut Budget) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut old_at, mut new_at) = (0_usize, 0_usize);
    loop {
        let equal = equal_start(&old[old_at..], &new[new_at..]);
        if equal > 0 {
            runs.push(Run {
                old: old_at as u32,
                new: new_at as u32,
                len: equal as u32,
            });
            old_at += equal;
            new_at += equal;
        }
        let window_old = &old[old_at..old.len().min(old_at + WINDOW)];
        let window_new = &new[new_at..new.len().min(new_at + WINDOW)];
        if window_old.is_empty()
            || window_new.is_empty()
            || !budget.take(window_old.len(), window_new.len())
        {
            return runs;
        }
        let filled = affine::prefix(window_old, window_new);
        let full = old.len().min(old_at + WINDOW) - old_at == WINDOW
            && new.len().min(new_at + WINDOW) - new_at == WINDOW;
        let goes_on = full
            && (filled.old_end as usize) > WINDOW * 3 / 4
            && (filled.new_end as usize) > WINDOW * 3 / 4;
        // The last part of a window is decided by where it was cut: only what lies before is kept, if there is more to come.
        let keep = if goes_on {
            (WINDOW / 2) as u32
        } else {
            u32::MAX
        };
        let (mut old_end, mut new_end) = (0, 0);
        for run in filled.runs {
            if run.old >= keep {
                break;
            }
            let len = run.len.min(keep - run.old);
            runs.push(Run {
                old: run.old + old_at as u32,
                new: run.new + new_at as u32,
                len,
            });
            (old_end, new_end) = ((run.old + len) as usize, (run.new + len) as usize);
        }
        if !goes_on || old_end == 0 {
            return runs;
        }
        old_at += old_end;
        new_at += new_end;
    }
}

/// Diagonals from the end of both stretches backwards for as long as going on pays, in order.
pub(super) fn grow_back(old: &[char], new: &[char], budget: &mut Budget) -> Vec<Run> {
    let old_back: Vec<char> = old.iter().rev().copied().collect();
    let new_back: Vec<char> = new.iter().rev().copied().collect();
    let mut runs = grow(&old_back, &new_back, budget);
    for run in &mut runs {
        run.old = old.len() as u32 - run.old - run.len;
        run.new = new.len() as u32 - run.new - run.len;
    }
    runs.reverse();
    runs
}

/// Number of equal characters at the start of both.
pub(super) fn equal_start(old: &[char], new: &[char]) -> usize {
    old.iter().zip(new).take_while(|(a, b)| a == b).count()
}

/// Number of equal characters at the end of both.
pub(super) fn equal_end(old: &[char], new: &[char]) -> usize {
    old.iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count()
}
