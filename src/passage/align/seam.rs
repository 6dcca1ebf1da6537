//! Clean-up of a filled alignment: chance islands forgotten, cuts moved to where a writer or an editor would cut, twins marked.
//!
//! Knows a draft and the borders of the texts. Where a loss or an addition could slide over equal characters, the texts alone
//! cannot say which copy is meant; the cut goes to the strongest border, and the copies are returned as twins.

use std::ops::Range;

use super::draft::{Draft, NONE};
use super::likely_by_chance;
use crate::passage::fold::weight;

/// No slide looks further than this; longer repetitions are decided by order.
const SLIDE: usize = 3_000;

/// Forgets matched islands that gaps of their size offer by chance.
pub(super) fn forget_islands(draft: &mut Draft<'_>) {
    let mut kept: Vec<Island> = Vec::new();
    let islands = islands(draft);
    for (at, here) in islands.iter().enumerate() {
        let left = kept.last().filter(|left| left.segment == here.segment);
        let right = islands
            .get(at + 1)
            .filter(|right| right.segment == here.segment);
        let (old_left, new_left) = left.map_or((0, 0), |left| left.gap_to(here));
        let (old_right, new_right) = right.map_or((0, 0), |right| here.gap_to(right));
        let (old_room, new_room) = (
            (old_left + old_right) as usize,
            (new_left + new_right) as usize,
        );
        let alone = left.is_some() || right.is_some();
        if alone && likely_by_chance(here.evidence, old_room, new_room) {
            for old in here.old..here.old_end {
                if draft.segment[old as usize] == here.segment {
                    draft.part(old);
                }
            }
        } else {
            kept.push(*here);
        }
    }
}

/// Frees unequal pairs at the ends of diagonals: beside a gap they are part of what was exchanged, not misread letters.
pub(super) fn trim_ends(draft: &mut Draft<'_>) {
    let ends_run = |draft: &Draft<'_>, at: usize, next: Option<usize>, step: u32| {
        next.and_then(|next| draft.map.get(next).copied())
            .is_none_or(|to| to == NONE || to != draft.map[at].wrapping_add(step))
    };
    for at in 0..draft.map.len() {
        if draft.map[at] != NONE
            && !draft.equal(at as u32)
            && ends_run(draft, at, at.checked_sub(1), u32::MAX)
        {
            draft.part(at as u32);
        }
    }
    for at in (0..draft.map.len()).rev() {
        if draft.map[at] != NONE && !draft.equal(at as u32) && ends_run(draft, at, Some(at + 1), 1)
        {
            draft.part(at as u32);
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Island {
    segment: u32,
    old: u32,
    old_end: u32,
    new: u32,
    new_end: u32,
    evidence: u32,
}

impl Island {
    /// Free characters between this island and a later one of its segment.
    fn gap_to(&self, later: &Self) -> (u32, u32) {
        (
            later.old.saturating_sub(self.old_end),
            later.new.saturating_sub(self.new_end),
        )
    }
}

/// Matched stretches in the order of the old text; a letter or three lost or added do not part them.
fn islands(draft: &Draft<'_>) -> Vec<Island> {
    const NOISE: u32 = 3;
    let mut islands: Vec<Island> = Vec::new();
    for old in 0..draft.map.len() as u32 {
        let new = draft.map[old as usize];
        if new == NONE {
            continue;
        }
        let segment = draft.segment[old as usize];
        let evidence = if draft.equal(old) {
            weight(draft.old.chars()[old as usize])
        } else {
            0
        };
        let here = Island {
            segment,
            old,
            old_end: old + 1,
            new,
            new_end: new + 1,
            evidence,
        };
        match islands.last_mut() {
            Some(last)
                if last.segment == segment
                    && new >= last.new_end
                    && last.gap_to(&here).0 <= NOISE
                    && last.gap_to(&here).1 <= NOISE =>
            {
                last.old_end = old + 1;
                last.new_end = new + 1;
                last.evidence += evidence;
            }
            _ => islands.push(here),
        }
    }
    islands
}

/// No seam between two segments is moved further than this.
const SEAM: usize = 200;

/// Moves seams between segments that touch each other in the old text (or, with `in_new`, in the new one) to the strongest
/// border they can reach: a fixed point often takes along the full stop of the sentence before, because all sentences end so.
pub(super) fn settle_seams(draft: &mut Draft<'_>, in_new: bool) {
    let len = if in_new {
        draft.back.len()
    } else {
        draft.map.len()
    };
    let mut at = 1;
    while at < len {
        if let (Some(left), Some(right)) =
            (across(draft, at - 1, in_new), across(draft, at, in_new))
            && segment_at(draft, at - 1, in_new) != segment_at(draft, at, in_new)
        {
            at = settle_seam(draft, at, (left, right), in_new);
        }
        at += 1;
    }
}

/// The counterpart of a character of one text in the other.
fn across(draft: &Draft<'_>, at: usize, in_new: bool) -> Option<usize> {
    let to = *if in_new {
        draft.back.get(at)
    } else {
        draft.map.get(at)
    }?;
    (to != NONE).then_some(to as usize)
}

fn segment_at(draft: &Draft<'_>, at: usize, in_new: bool) -> u32 {
    let old = if in_new { draft.back[at] as usize } else { at };
    draft.segment[old]
}

/// Moves the seam before `at`, whose left neighbour stands opposite `left` and itself opposite `right`; returns where it is now.
fn settle_seam(
    draft: &mut Draft<'_>,
    at: usize,
    (left, right): (usize, usize),
    in_new: bool,
) -> usize {
    let (here, there) = if in_new {
        (draft.new, draft.old)
    } else {
        (draft.old, draft.new)
    };
    let is_free = |to: usize| across(draft, to, !in_new).is_none();
    let fits = |at: usize, to: usize| {
        here.chars()
            .get(at)
            .is_some_and(|c| there.chars().get(to) == Some(c))
            && is_free(to)
    };
    let (left_segment, right_segment) = (
        segment_at(draft, at - 1, in_new),
        segment_at(draft, at, in_new),
    );
    let belongs = |at: usize, to: usize, segment: u32| {
        across(draft, at, in_new) == Some(to) && segment_at(draft, at, in_new) == segment
    };
    let forth = (0..SEAM)
        .take_while(|&step| {
            belongs(at + step, right + step, right_segment) && fits(at + step, left + 1 + step)
        })
        .count();
    let back = (0..SEAM.min(at).min(left + 1).min(right))
        .take_while(|&step| {
            belongs(at - 1 - step, left - step, left_segment)
                && fits(at - 1 - step, right - 1 - step)
        })
        .count();
    let strength = |cut: usize| (here.border(cut), std::cmp::Reverse(cut.abs_diff(at)));
    let cut = (at - back..=at + forth)
        .max_by_key(|&cut| strength(cut))
        .unwrap_or(at);
    let mut give = |at: usize, to: usize, segment: u32| {
        let (old, new) = if in_new { (to, at) } else { (at, to) };
        let given = if in_new { draft.back[at] } else { at as u32 };
        draft.part(given);
        draft.pair(old as u32, new as u32, segment);
    };
    for at_now in at..cut {
        give(at_now, left + 1 + at_now - at, left_segment);
    }
    for at_now in cut..at {
        give(at_now, right + at_now - at, right_segment);
    }
    cut.max(at)
}

/// Moves pure losses and additions to the strongest border they can reach. Returns the old stretches that have a twin.
pub(super) fn settle_cuts(draft: &mut Draft<'_>) -> Vec<Range<u32>> {
    let mut twins = Vec::new();
    let mut work = 40 * (draft.map.len() + draft.back.len()) + 1_000_000;
    let mut at = 1;
    while at < draft.map.len() {
        let before = at - 1;
        if draft.map[before] == NONE {
            at += 1;
            continue;
        }
        // What moved away counts as lost here.
        let segment = draft.segment[before];
        let end = at
            + draft.map[at..]
                .iter()
                .zip(&draft.segment[at..])
                .take_while(|(to, other)| **to == NONE || **other != segment)
                .count();
        if end >= draft.map.len() {
            at = at + draft.map[at..].iter().take_while(|to| **to == NONE).count() + 1;
            continue;
        }
        let (left, right) = (draft.map[before] as usize, draft.map[end] as usize);
        if end > at && right == left + 1 && work > 0 {
            work = work.saturating_sub(slide_loss(draft, at, end, &mut twins));
        } else if end == at
            && right > left + 1
            && work > 0
            && draft.back[left + 1..right].iter().all(|&to| to == NONE)
        {
            work = work.saturating_sub(slide_addition(draft, at, left + 1, right, &mut twins));
        }
        at += draft.map[at..]
            .iter()
            .take_while(|to| **to == NONE)
            .count()
            .max(1);
    }
    twins
}

/// The old stretch `at..end` is lost between two neighbours in the new text.
fn slide_loss(draft: &mut Draft<'_>, at: usize, end: usize, twins: &mut Vec<Range<u32>>) -> usize {
    let segment = draft.segment[end];
    let old = draft.old.chars();
    let same_run = |draft: &Draft<'_>, a: usize, b: usize| {
        draft.map[a] != NONE
            && draft.map[b] != NONE
            && draft.map[a].wrapping_add(1) == draft.map[b]
            && draft.segment[a] == draft.segment[b]
    };
    let back = (0..at.min(SLIDE))
        .take_while(|&step| {
            old[at - 1 - step] == old[end - 1 - step]
                && draft.map[end - 1 - step] == NONE
                && draft.equal((at - 1 - step) as u32)
                && (step == 0 || same_run(draft, at - 1 - step, at - step))
        })
        .count();
    let forth = (0..(old.len() - end).min(SLIDE))
        .take_while(|&step| {
            old[at + step] == old[end + step]
                && draft.map[at + step] == NONE
                && draft.equal((end + step) as u32)
                && (step == 0 || same_run(draft, end + step - 1, end + step))
        })
        .count();
    if back + forth == 0 {
        return 1;
    }
    let strength =
        |cut: usize| draft.old.border(cut) as u32 + draft.old.border(cut + end - at) as u32;
    let cut = best_cut(at - back, at + forth, strength);
    twins.push((at - back) as u32..(at + forth) as u32);
    twins.push((end - back) as u32..(end + forth) as u32);
    if cut < at {
        for step in 0..at - cut {
            let (from, to) = ((at - 1 - step) as u32, (end - 1 - step) as u32);
            let new = draft.map[from as usize];
            draft.part(from);
            draft.pair(to, new, segment);
        }
    } else {
        for step in 0..cut - at {
            let (from, to) = ((end + step) as u32, (at + step) as u32);
            let new = draft.map[from as usize];
            draft.part(from);
            draft.pair(to, new, segment);
        }
    }
    back + forth
}

/// The new stretch `from..to` is added before old character `at`.
fn slide_addition(
    draft: &mut Draft<'_>,
    at: usize,
    from: usize,
    to: usize,
    twins: &mut Vec<Range<u32>>,
) -> usize {
    let segment = draft.segment[at];
    let new = draft.new.chars();
    let linked = |draft: &Draft<'_>, a: usize| {
        draft.back[a] != NONE
            && draft.equal(draft.back[a])
            && draft.segment[draft.back[a] as usize] == segment
    };
    let back = (0..from.min(SLIDE).min(at))
        .take_while(|&step| {
            new[from - 1 - step] == new[to - 1 - step]
                && draft.back[to - 1 - step] == NONE
                && linked(draft, from - 1 - step)
                && draft.back[from - 1 - step] as usize == at - 1 - step
        })
        .count();
    let forth = (0..(new.len() - to).min(SLIDE))
        .take_while(|&step| {
            new[from + step] == new[to + step]
                && draft.back[from + step] == NONE
                && linked(draft, to + step)
                && draft.back[to + step] as usize == at + step
        })
        .count();
    if back + forth == 0 {
        return 1;
    }
    let strength =
        |cut: usize| draft.new.border(cut) as u32 + draft.new.border(cut + to - from) as u32;
    let cut = best_cut(from - back, from + forth, strength);
    twins.push((at - back) as u32..(at + forth) as u32);
    if cut < from {
        for step in 0..from - cut {
            let old = draft.back[from - 1 - step];
            draft.part(old);
            draft.pair(old, (to - 1 - step) as u32, segment);
        }
    } else {
        for step in 0..cut - from {
            let old = draft.back[to + step];
            draft.part(old);
            draft.pair(old, (from + step) as u32, segment);
        }
    }
    back + forth
}

/// The cut with the strongest border. Of equal ones the last: a repetition follows what it repeats.
fn best_cut(first: usize, last: usize, strength: impl Fn(usize) -> u32) -> usize {
    (first..=last)
        .max_by_key(|&cut| strength(cut))
        .unwrap_or(last)
}
