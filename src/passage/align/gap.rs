//! Fills a gap between two fixed points: equal ends, then shorter unique stretches, then character by character.
//!
//! Knows two slices and a budget of work; returns diagonals in their coordinates. Knows nothing of moved text: what stands
//! elsewhere has been taken out of the slices before.

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
        Self { cells: 40_000_000 + 60 * (old + new) as u64 }
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
    let mut runs = Vec::new();
    fill_at(old, new, (0, 0), 0, budget, &mut runs);
    runs
}

fn fill_at(old: &[char], new: &[char], at: (u32, u32), depth: u32, budget: &mut Budget, runs: &mut Vec<Run>) {
    if old.is_empty() || new.is_empty() {
        return;
    }
    let start = equal_start(old, new);
    let end = equal_end(&old[start..], &new[start..]);
    if start > 0 {
        runs.push(Run { old: at.0, new: at.1, len: start as u32 });
    }
    let (inner_old, inner_new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let inner_at = (at.0 + start as u32, at.1 + start as u32);
    fill_inner(inner_old, inner_new, inner_at, depth, budget, runs);
    if end > 0 {
        runs.push(Run { old: at.0 + (old.len() - end) as u32, new: at.1 + (new.len() - end) as u32, len: end as u32 });
    }
}

fn fill_inner(old: &[char], new: &[char], at: (u32, u32), depth: u32, budget: &mut Budget, runs: &mut Vec<Run>) {
    if old.is_empty() || new.is_empty() {
        return;
    }
    let cells = old.len().saturating_mul(new.len());
    if cells > ONE_TABLE && depth < 4 {
        let k = kmers::fitting_length(old).max(if cells > LARGEST { 10 } else { 6 });
        let anchors = kmers::anchors(old, new, k);
        let chain = chain::heaviest(&anchors);
        let chain = chain::without_strays(&anchors, &chain, k, (old.len() as u32, new.len() as u32));
        if !chain.is_empty() {
            fill_between(old, new, at, chain.iter().map(|&index| anchors[index]), depth, budget, runs);
            return;
        }
    }
    if cells <= LARGEST && budget.take(old.len(), new.len()) {
        shift(affine::global(old, new).runs, at, runs);
    } else {
        fill_ends(old, new, at, budget, runs);
    }
}

fn fill_between(
    old: &[char], new: &[char], at: (u32, u32), anchors: impl Iterator<Item = kmers::Anchor>, depth: u32, budget: &mut Budget,
    runs: &mut Vec<Run>,
) {
    let (mut done_old, mut done_new) = (0_u32, 0_u32);
    for anchor in anchors {
        let overlap = done_old.saturating_sub(anchor.old).max(done_new.saturating_sub(anchor.new));
        if overlap >= anchor.len {
            continue;
        }
        let (from_old, from_new) = (anchor.old + overlap, anchor.new + overlap);
        let (gap_old, gap_new) = (&old[done_old as usize..from_old as usize], &new[done_new as usize..from_new as usize]);
        fill_at(gap_old, gap_new, (at.0 + done_old, at.1 + done_new), depth + 1, budget, runs);
        runs.push(Run { old: at.0 + from_old, new: at.1 + from_new, len: anchor.len - overlap });
        (done_old, done_new) = (anchor.old + anchor.len, anchor.new + anchor.len);
    }
    let (rest_old, rest_new) = (&old[done_old as usize..], &new[done_new as usize..]);
    fill_at(rest_old, rest_new, (at.0 + done_old, at.1 + done_new), depth + 1, budget, runs);
}

/// Stretches too large for a table and without fixed points: aligned inwards from both ends for as long as it pays.
fn fill_ends(old: &[char], new: &[char], at: (u32, u32), budget: &mut Budget, runs: &mut Vec<Run>) {
    let head = grow(old, new, budget);
    let (old_done, new_done) = head.last().map_or((0, 0), |run| ((run.old + run.len) as usize, (run.new + run.len) as usize));
    let (old_rest, new_rest) = (&old[old_done..], &new[new_done..]);
    shift(head, at, runs);
    let tail = grow_back(old_rest, new_rest, budget);
    shift(tail, (at.0 + old_done as u32, at.1 + new_done as u32), runs);
}

fn shift(found: Vec<Run>, at: (u32, u32), runs: &mut Vec<Run>) {
    runs.extend(found.into_iter().map(|run| Run { old: run.old + at.0, new: run.new + at.1, len: run.len }));
}

/// Diagonals from the start of both stretches for as long as going on pays.
pub(super) fn grow(old: &[char], new: &[char], budget: &mut Budget) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut old_at, mut new_at) = (0_usize, 0_usize);
    loop {
        let equal = equal_start(&old[old_at..], &new[new_at..]);
        if equal > 0 {
            runs.push(Run { old: old_at as u32, new: new_at as u32, len: equal as u32 });
            old_at += equal;
            new_at += equal;
        }
        let window_old = &old[old_at..old.len().min(old_at + WINDOW)];
        let window_new = &new[new_at..new.len().min(new_at + WINDOW)];
        if window_old.is_empty() || window_new.is_empty() || !budget.take(window_old.len(), window_new.len()) {
            return runs;
        }
        let filled = affine::prefix(window_old, window_new);
        let full = old.len().min(old_at + WINDOW) - old_at == WINDOW && new.len().min(new_at + WINDOW) - new_at == WINDOW;
        let goes_on = full && (filled.old_end as usize) > WINDOW * 3 / 4 && (filled.new_end as usize) > WINDOW * 3 / 4;
        // The last part of a window is decided by where it was cut: only what lies before is kept, if there is more to come.
        let keep = if goes_on { (WINDOW / 2) as u32 } else { u32::MAX };
        let (mut old_end, mut new_end) = (0, 0);
        for run in filled.runs {
            if run.old >= keep {
                break;
            }
            let len = run.len.min(keep - run.old);
            runs.push(Run { old: run.old + old_at as u32, new: run.new + new_at as u32, len });
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
    old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count()
}
