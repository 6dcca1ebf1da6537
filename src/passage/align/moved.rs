//! Text that was carried elsewhere: anchors outside the backbone, gathered into segments and grown to their full extent.
//!
//! Knows anchors and a draft; claims only characters that nothing else claims, and only stretches that chance would not
//! offer between texts of this size. Knows nothing of spans.

use super::affine::Run;
use super::draft::{Draft, NONE};
use super::gap::{self, Budget};
use super::kmers::Anchor;
use super::likely_by_chance;
use crate::passage::fold::weight;

/// How far apart, in characters, two anchors of one moved segment may lie.
const REACH: u32 = 400;

/// What a moved segment has to show: enough matched characters that stand in telling stretches. Records and set phrases
/// share long runs that are found everywhere; those do not prove that this one moved there.
pub(super) struct Proof<'a> {
    /// For each old character whether its place can be told by it.
    pub telling: &'a [bool],
    /// So many of them have to be matched.
    pub least: usize,
}

/// Finds moved segments among the anchors the backbone left over and pairs their characters.
pub(super) fn place_segments(
    draft: &mut Draft<'_>,
    left_over: &[Anchor],
    proof: &Proof<'_>,
    budget: &mut Budget,
) {
    let mut clusters = clusters(left_over);
    clusters.sort_by_key(|cluster| {
        std::cmp::Reverse(
            cluster
                .iter()
                .map(|anchor| u64::from(anchor.hits))
                .sum::<u64>(),
        )
    });
    let mut segment = 0;
    for cluster in clusters {
        let runs = grown(draft, &cluster, budget);
        let (mut evidence, mut told) = (0, 0);
        for run in &runs {
            for old in matched(draft, *run) {
                evidence += weight(draft.old.chars()[old]);
                told += usize::from(proof.telling[old]);
            }
        }
        if told >= proof.least && !likely_by_chance(evidence, draft.old.len(), draft.new.len()) {
            segment += 1;
            for run in runs {
                draft.pair_run(run, segment);
            }
        }
    }
}

/// The old characters of a diagonal that stand opposite equal ones.
fn matched<'a>(draft: &'a Draft<'_>, run: Run) -> impl Iterator<Item = usize> + 'a {
    let pairs = (run.old as usize..)
        .zip(run.new as usize..)
        .take(run.len as usize);
    pairs
        .filter(|&(old, new)| draft.old.chars()[old] == draft.new.chars()[new])
        .map(|(old, _)| old)
}

/// Anchors in the order of the old text join the cluster they continue: close by, and without a jump as long as the way.
fn clusters(left_over: &[Anchor]) -> Vec<Vec<Anchor>> {
    let mut open: Vec<Vec<Anchor>> = Vec::new();
    let mut done: Vec<Vec<Anchor>> = Vec::new();
    for &anchor in left_over {
        let mut joined = None;
        let mut at = 0;
        while at < open.len() {
            let last = *open[at].last().unwrap_or(&anchor);
            let (old_end, new_end) = (last.old + last.len, last.new + last.len);
            if anchor.old > old_end + REACH {
                done.push(open.swap_remove(at));
                continue;
            }
            let way = anchor
                .old
                .abs_diff(old_end)
                .max(anchor.new.abs_diff(new_end));
            let jump = (i64::from(anchor.old) - i64::from(last.old))
                .abs_diff(i64::from(anchor.new) - i64::from(last.new));
            if anchor.new > last.new
                && way <= REACH
                && jump <= u64::from(16.max(way / 3))
                && joined.is_none_or(|(_, best)| jump < best)
            {
                joined = Some((at, jump));
            }
            at += 1;
        }
        match joined {
            Some((at, _)) => open[at].push(anchor),
            None => open.push(vec![anchor]),
        }
    }
    done.append(&mut open);
    done
}

/// The diagonals of a cluster: its anchors as far as they are free, the gaps between them, and what can be grown at both ends.
fn grown(draft: &Draft<'_>, cluster: &[Anchor], budget: &mut Budget) -> Vec<Run> {
    let (old, new) = (draft.old.chars(), draft.new.chars());
    let mut runs: Vec<Run> = Vec::new();
    for anchor in cluster {
        let Some(free) = free_part(draft, anchor, runs.last()) else {
            continue;
        };
        if let Some(last) = runs.last() {
            let (from_old, from_new) = (last.old + last.len, last.new + last.len);
            let (gap_old, gap_new) = (
                from_old as usize..free.old as usize,
                from_new as usize..free.new as usize,
            );
            let untouched = draft.map[gap_old.clone()]
                .iter()
                .chain(&draft.back[gap_new.clone()])
                .all(|&to| to == NONE);
            if untouched {
                let filled = gap::fill(&old[gap_old], &new[gap_new], budget);
                runs.extend(filled.into_iter().map(|run| Run {
                    old: run.old + from_old,
                    new: run.new + from_new,
                    len: run.len,
                }));
            }
        }
        runs.push(free);
    }
    let (Some(&first), Some(&last)) = (runs.first(), runs.last()) else {
        return runs;
    };
    let (old_room, new_room) = (
        room_before(&draft.map, first.old),
        room_before(&draft.back, first.new),
    );
    let (old_from, new_from) = (first.old as usize - old_room, first.new as usize - new_room);
    let before = gap::grow_back(
        &old[old_from..first.old as usize],
        &new[new_from..first.new as usize],
        budget,
    );
    let (old_end, new_end) = (
        (last.old + last.len) as usize,
        (last.new + last.len) as usize,
    );
    let (old_room, new_room) = (
        room_after(&draft.map, old_end),
        room_after(&draft.back, new_end),
    );
    let behind = gap::grow(
        &old[old_end..old_end + old_room],
        &new[new_end..new_end + new_room],
        budget,
    );
    let shifted = |runs: Vec<Run>, by: (usize, usize)| {
        runs.into_iter().map(move |run| Run {
            old: run.old + by.0 as u32,
            new: run.new + by.1 as u32,
            len: run.len,
        })
    };
    shifted(before, (old_from, new_from))
        .chain(runs)
        .chain(shifted(behind, (old_end, new_end)))
        .collect()
}

/// The longest stretch of an anchor that nothing claims and that lies behind `last` in both texts.
fn free_part(draft: &Draft<'_>, anchor: &Anchor, last: Option<&Run>) -> Option<Run> {
    let (old_done, new_done) = last.map_or((0, 0), |run| (run.old + run.len, run.new + run.len));
    let mut best: Option<Run> = None;
    let mut open: Option<Run> = None;
    for step in 0..anchor.len {
        let (old, new) = (anchor.old + step, anchor.new + step);
        let free = old >= old_done
            && new >= new_done
            && draft.map[old as usize] == NONE
            && draft.back[new as usize] == NONE;
        open = match open {
            _ if !free => None,
            Some(run) => Some(Run {
                len: run.len + 1,
                ..run
            }),
            None => Some(Run { old, new, len: 1 }),
        };
        if open.is_some_and(|run| best.is_none_or(|longest| run.len > longest.len)) {
            best = open;
        }
    }
    best.filter(|run| run.len >= 4)
}

/// A moved segment grows over free characters only. The limit keeps one cluster from copying the whole text.
const ROOM: usize = 4_000;

fn room_before(map: &[u32], at: u32) -> usize {
    map[..at as usize]
        .iter()
        .rev()
        .take(ROOM)
        .take_while(|&&to| to == NONE)
        .count()
}

fn room_after(map: &[u32], at: usize) -> usize {
    map[at..]
        .iter()
        .take(ROOM)
        .take_while(|&&to| to == NONE)
        .count()
}
