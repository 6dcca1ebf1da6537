//! Where a placed span begins and ends: its matched characters, exchanged words at its edges, word borders, blanks.
//!
//! Knows an alignment and one span. Does not judge whether the place is the right one (see `evidence`).

use std::ops::Range;

use super::super::align::Alignment;
use super::super::fold::{Border, Folded, weight};

/// What an alignment says about a span: the segment that holds most of it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) segment: u32,
    /// First and last old character of the span with a counterpart in the segment.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) equal: usize,
    /// Weight of equal characters in runs of four and more.
    pub(super) in_runs: u32,
    pub(super) weight: u32,
}

impl Found {
    pub(super) fn best(alignment: &Alignment, span: &Range<usize>) -> Option<Self> {
        let mut founds: Vec<(Self, u32, usize)> = Vec::new();
        let (old, new) = (alignment.old().chars(), alignment.new_text().chars());
        let total: u32 = old[span.clone()].iter().map(|&c| weight(c)).sum();
        for at in span.clone() {
            let Some(to) = alignment.counterpart(at) else {
                continue;
            };
            let segment = alignment.segment(at);
            let index = founds
                .iter()
                .position(|(found, ..)| found.segment == segment)
                .unwrap_or_else(|| {
                    founds.push((
                        Self {
                            segment,
                            first: at,
                            last: at,
                            equal: 0,
                            in_runs: 0,
                            weight: total,
                        },
                        0,
                        to,
                    ));
                    founds.len() - 1
                });
            let (found, run, expected) = &mut founds[index];
            found.last = at;
            if *expected != to {
                found.in_runs += if *run >= 4 { *run } else { 0 };
                *run = 0;
            }
            *expected = to + 1;
            if old[at] == new[to] {
                found.equal += 1;
                *run += weight(old[at]);
            } else {
                found.in_runs += if *run >= 4 { *run } else { 0 };
                *run = 0;
            }
        }
        founds
            .into_iter()
            .map(|(mut found, run, _)| {
                found.in_runs += if run >= 4 { run } else { 0 };
                found
            })
            .max_by_key(|found| (found.equal, std::cmp::Reverse(found.segment)))
            .filter(|found| found.equal > 0)
    }
}

/// The passage without a few last (or first) characters that stand behind (or before) much added text: they continue the text
/// there, and the passage ended before it.
pub(super) fn without_far_ends(alignment: &Alignment, mut found: Found) -> Found {
    let new_place = |at: usize| {
        alignment
            .counterpart(at)
            .filter(|_| alignment.segment(at) == found.segment)
    };
    let matched: Vec<(usize, usize)> = (found.first..=found.last)
        .filter_map(|at| new_place(at).map(|to| (at, to)))
        .collect();
    let is_far =
        |count: usize, jump: usize| jump > 40 && count * 8 < jump && count * 5 < matched.len();
    let gap = |pair: &[(usize, usize)]| pair[1].1.saturating_sub(pair[0].1 + pair[1].0 - pair[0].0);
    let (mut from, mut to) = (0, matched.len());
    for (index, pair) in matched.windows(2).enumerate() {
        if is_far(index + 1, gap(pair)) {
            from = index + 1;
        }
        if is_far(matched.len() - index - 1, gap(pair)) {
            to = index + 1;
            break;
        }
    }
    if let Some((first, last)) = matched
        .get(from..to)
        .and_then(|kept| Some((kept.first()?.0, kept.last()?.0)))
    {
        (found.first, found.last) = (first, last);
    }
    found
}

/// Takes in words that were exchanged at the edges of a span, and keeps its edges on word borders if they were on them.
pub(super) fn widen(
    alignment: &Alignment,
    folded: &Range<usize>,
    found: &Found,
    hull: Range<usize>,
) -> Range<usize> {
    let (old, new) = (alignment.old(), alignment.new_text());
    let mut hull = hull;
    let same = |at: usize| {
        alignment
            .counterpart(at)
            .filter(|_| alignment.segment(at) == found.segment)
    };
    let reach = 400;
    if found.first > folded.start {
        let anchor = (found.first.saturating_sub(reach)..found.first)
            .rev()
            .find_map(|at| same(at).map(|to| (at + 1, to + 1)));
        let edge = anchor.or((found.segment == 0 && found.first <= reach).then_some((0, 0)));
        if let Some((old_from, new_from)) =
            edge.filter(|&(from, to)| to <= hull.start && from < found.first)
        {
            let room = (new_from..hull.start)
                .rev()
                .take_while(|&at| !alignment.claimed(at))
                .count();
            let part = share_of_gap(
                room,
                found.first - folded.start.max(old_from),
                found.first - old_from,
            );
            hull.start = fitting_border(
                new,
                hull.start - part,
                hull.start - room..hull.start,
                old.border(folded.start),
            );
        }
    }
    if found.last + 1 < folded.end {
        let anchor = (found.last + 1..(found.last + reach).min(old.len()))
            .find_map(|at| same(at).map(|to| (at, to)));
        let edge = anchor.or((found.segment == 0 && found.last + reach >= old.len())
            .then_some((old.len(), new.len())));
        if let Some((old_to, new_to)) =
            edge.filter(|&(from, to)| to >= hull.end && from > found.last + 1)
        {
            let room = (hull.end..new_to)
                .take_while(|&at| !alignment.claimed(at))
                .count();
            let part = share_of_gap(
                room,
                folded.end.min(old_to) - found.last - 1,
                old_to - found.last - 1,
            );
            hull.end = fitting_border(
                new,
                hull.end + part,
                hull.end..hull.end + room,
                old.border(folded.end),
            );
        }
    }
    if old.border(folded.start) >= Border::Word {
        let steps = (0..hull.start)
            .rev()
            .take(24)
            .take_while(|&at| new.border(at + 1) == Border::None && !alignment.claimed(at))
            .count();
        if new.border(hull.start - steps) >= Border::Word {
            hull.start -= steps;
        }
    }
    if old.border(folded.end) >= Border::Word {
        let steps = (hull.end..new.len())
            .take(24)
            .take_while(|&at| new.border(at) == Border::None && !alignment.claimed(at))
            .count();
        if new.border(hull.end + steps) >= Border::Word {
            hull.end += steps;
        }
    }
    hull
}

/// How much of the `room` new characters in a gap belongs to the span, whose edge is `mine` of the `all` old ones there.
/// A gap much longer than what was lost also holds added text: then only as much as was lost is taken.
fn share_of_gap(room: usize, mine: usize, all: usize) -> usize {
    let room = if room > 3 * all + 24 {
        all.min(room)
    } else {
        room
    };
    (room * mine + all / 2).checked_div(all).unwrap_or(0)
}

/// The border in `range` nearest to `at`: one as strong as the passage had at this edge if there is one, else between words.
fn fitting_border(text: &Folded, at: usize, range: Range<usize>, wanted: Border) -> usize {
    let nearest = |least: Border| {
        (range.start..=range.end)
            .filter(|&at| text.border(at) >= least)
            .min_by_key(|&border| border.abs_diff(at))
    };
    let strong = (wanted >= Border::Sentence)
        .then(|| nearest(Border::Sentence))
        .flatten();
    strong.or_else(|| nearest(Border::Word)).unwrap_or(at)
}

/// The code points of a folded range, with the blanks that the old span had at its edges if the new text has them too.
pub(super) fn with_blanks(
    old: &Folded,
    new: &Folded,
    span: &Range<usize>,
    folded: &Range<usize>,
    hull: &Range<usize>,
) -> Range<usize> {
    let Some(mut place) = new.unfolded(hull) else {
        return 0..0;
    };
    let (lead, trail) = (
        span.start..old.before(folded.start),
        old.after(folded.end)..span.end,
    );
    if !lead.is_empty()
        && lead.len() <= place.start
        && new.source()[place.start - lead.len()..place.start] == old.source()[lead.clone()]
    {
        place.start -= lead.len();
    }
    if !trail.is_empty()
        && new.source().get(place.end..place.end + trail.len())
            == Some(&old.source()[trail.clone()])
    {
        place.end += trail.len();
    }
    // A span that ends before the mark of its last letter does so again.
    let cut = span.end.min(old.after(folded.end))..old.after(folded.end);
    if cut.len() < place.len()
        && new.source()[place.end - cut.len()..place.end] == old.source()[cut.clone()]
    {
        place.end -= cut.len();
    }
    place
}
