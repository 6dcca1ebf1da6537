//! What speaks for a place: neighbours that stayed, text that occurs nowhere else, numbers.
//!
//! Knows an alignment, a span and where its characters went. Does not move the span.

use std::ops::Range;

use super::super::align::Alignment;
use super::super::fold::{Border, weight};
use super::edges::Found;

/// How far around a passage its neighbours are looked at.
const NEAR: usize = 16;
/// How far around a short passage its neighbours have to be the same.
const CLOSE: usize = 6;

/// How far from a passage the text that tells its place is looked for.
const FAR: usize = 1_500;

/// True if text that occurs nowhere else says that the passage is this one and not a copy of it: in the passage itself, or
/// the nearest such text before it, or behind it in the same paragraph. What stands before a passage (a heading, the number
/// of a record) tells which one it is; what stands behind it, in the next paragraph, belongs to the next.
pub(super) fn stands_in_its_place(
    alignment: &Alignment,
    folded: &Range<usize>,
    found: &Found,
    hull: &Range<usize>,
    near: Neighbours,
) -> bool {
    let (old, own) = (alignment.old(), |at: usize| {
        alignment.segment(at) == found.segment && alignment.is_kept(at)
    });
    let needed = alignment.telling_length();
    let in_passage = folded
        .clone()
        .filter(|&at| alignment.is_telling(at) && own(at));
    if in_passage.take(needed).count() == needed {
        return true;
    }
    let kept_beside = |at: usize, from: usize, edge: usize| {
        let way = at.abs_diff(from);
        let new_way = alignment.counterpart(at).map(|to| to.abs_diff(edge));
        own(at) && new_way.is_some_and(|new_way| new_way.abs_diff(way) <= 24 + way / 3)
    };
    let share = |telling: &[usize], from: usize, edge: usize| {
        let kept = telling
            .iter()
            .filter(|&&at| kept_beside(at, from, edge))
            .count();
        let (first, last) = (*telling.iter().min()?, *telling.iter().max()?);
        let (numbers, same) = numbers_kept(alignment, &(first..last + 1));
        Some(kept * 3 >= telling.len() * 2 && same * 2 >= numbers)
    };
    let left: Vec<usize> = (folded.start.saturating_sub(FAR)..folded.start)
        .rev()
        .filter(|&at| alignment.is_telling(at))
        .take(3 * needed)
        .collect();
    let left = share(&left, folded.start, hull.start);
    if left == Some(true) {
        return true;
    }
    let right: Vec<usize> = (folded.end..(folded.end + FAR).min(old.len()))
        .filter(|&at| alignment.is_telling(at))
        .take(3 * needed)
        .collect();
    let same_paragraph = right
        .first()
        .is_some_and(|&first| (folded.end..=first).all(|at| old.border(at) < Border::Paragraph));
    match share(&right, folded.end, hull.end.saturating_sub(1)) {
        Some(kept) => kept && (same_paragraph || left.is_none()),
        None => left.is_none() && near.any(),
    }
}

/// How many numbers stand in an old stretch, and how many of them are the same in the new text. A number is read as a whole:
/// records, articles and dates that differ in one digit are different ones, however alike their words are.
pub(super) fn numbers_kept(alignment: &Alignment, stretch: &Range<usize>) -> (usize, usize) {
    let old = alignment.old().chars();
    let (mut numbers, mut same) = (0, 0);
    let mut at = stretch.start;
    while at < stretch.end {
        let digits = old[at..stretch.end]
            .iter()
            .take_while(|c| c.is_numeric())
            .count();
        if digits > 0 {
            let first = alignment.counterpart(at);
            let stays = |step: usize| {
                alignment.is_kept(at + step)
                    && alignment.counterpart(at + step) == first.map(|to| to + step)
            };
            numbers += 1;
            same += usize::from((0..digits).all(stays));
        }
        at += digits.max(1);
    }
    (numbers, same)
}

/// Which neighbours of a span still stand beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neighbours {
    pub(super) left: bool,
    pub(super) right: bool,
    /// The nearest few characters on both sides stand directly beside it.
    pub(super) close: bool,
}

impl Neighbours {
    pub(super) fn of(
        alignment: &Alignment,
        folded: &Range<usize>,
        segment: u32,
        hull: &Range<usize>,
    ) -> Self {
        let (old, new) = (alignment.old().chars(), alignment.new_text().chars());
        let evidence = |at: usize, beside: &dyn Fn(usize) -> bool| {
            let to = alignment
                .counterpart(at)
                .filter(|&to| alignment.segment(at) == segment && old[at] == new[to] && beside(to));
            to.map_or(0, |_| weight(old[at]))
        };
        let before = folded.start.saturating_sub(NEAR)..folded.start;
        let behind = folded.end..(folded.end + NEAR).min(old.len());
        let enough = |sum: u32, room: usize| sum >= 6.min(room as u32);
        let left = before
            .clone()
            .map(|at| evidence(at, &|to| to < hull.start && hull.start - to <= 2 * NEAR))
            .sum();
        let right = behind
            .clone()
            .map(|at| evidence(at, &|to| to >= hull.end && to - hull.end < 2 * NEAR))
            .sum();
        let close_at = |at: usize, way: usize, edge: usize| {
            let to = alignment
                .counterpart(at)
                .filter(|&to| alignment.segment(at) == segment && old[at] == new[to]);
            to.is_some_and(|to| to.abs_diff(edge).abs_diff(way) <= 2)
        };
        let close_left = (1..=CLOSE.min(folded.start))
            .filter(|&way| close_at(folded.start - way, way, hull.start))
            .count();
        let close_right = (0..CLOSE.min(old.len() - folded.end))
            .filter(|&way| close_at(folded.end + way, way, hull.end))
            .count();
        let most = |count: usize, room: usize| count * 3 >= CLOSE.min(room) * 2;
        Self {
            left: enough(left, before.len()),
            right: enough(right, behind.len()),
            close: most(close_left, folded.start) && most(close_right, old.len() - folded.end),
        }
    }

    pub(super) fn both(self) -> bool {
        self.left && self.right
    }

    pub(super) fn any(self) -> bool {
        self.left || self.right
    }
}
