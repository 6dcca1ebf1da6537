//! Where a passage of an old text stands in a new one, how sure that is, and why.
//!
//! Judges what an [`Alignment`] says about one span. Placing never guesses unseen: what is not the same words in the same
//! surroundings is *uncertain* (perhaps up for review), and what is gone is *orphaned*, at most with a suggestion.
//! Offsets are code points. Knows nothing of documents or of what is attached to the passage.

mod lost;

use std::fmt;
use std::ops::Range;

use super::align::Alignment;
use super::fold::{Border, Folded, fraction, weight};

/// A passage placed in a new text.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// How the passage was carried over.
    pub state: PlacedState,
    /// Code points in the new text. For an orphan: where it may belong, never more than a suggestion; an empty range is the
    /// point between its old neighbours.
    pub span: Option<Range<usize>>,
    /// Share of the passage that was found again, 0 to 1.
    pub score: f32,
    /// True if the reader is to be asked.
    pub review: bool,
    /// The reason, as a sentence through `Display`.
    pub why: Why,
}

/// What became of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlacedState {
    /// The same code points at the same offsets.
    Exact,
    /// The same words at other offsets or in another typographic form (wrapping, hyphens, case, quotes, normal form).
    Moved,
    /// Found, but some of its characters changed.
    Uncertain,
    /// Not found.
    Orphaned,
}

/// Why a passage was placed as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Nothing changed.
    Unchanged,
    /// The text before it became longer or shorter.
    Shifted,
    /// The same words, wrapped, hyphenated or typed differently.
    Retyped,
    /// It was carried to another part of the text.
    Carried,
    /// Some characters or words in it changed.
    Changed,
    /// Little of it is left, between neighbours that stayed.
    Reworded,
    /// An identical passage stands where it could as well belong.
    Twin,
    /// Its words occur more than once and its surroundings are gone.
    Repeated,
    /// The words were found in new text, away from their old surroundings.
    Elsewhere,
    /// Other words stand in its place.
    Replaced,
    /// It was taken out.
    Removed,
    /// Neither the words nor their surroundings are there.
    Missing,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unchanged => "the passage and its place are unchanged",
            Self::Shifted => "the same words; the text before them became longer or shorter",
            Self::Retyped => "the same words, wrapped or typed differently",
            Self::Carried => "the same words, carried to another part of the text",
            Self::Changed => "some characters or words of the passage changed",
            Self::Reworded => "little of the passage is left between the same neighbours",
            Self::Twin => "an identical passage stands where this one could as well belong",
            Self::Repeated => "the words occur more than once and their surroundings are gone",
            Self::Elsewhere => {
                "the words were found again in new text, away from their old surroundings"
            }
            Self::Replaced => "other words stand where the passage was",
            Self::Removed => "the passage was taken out",
            Self::Missing => "neither the words nor their surroundings were found",
        })
    }
}

/// From this share of equal characters a passage is the same passage with changes.
const SAME_PASSAGE: f32 = 0.6;
/// Below it the passage may still be recognised by its neighbours if this share stands in runs of four and more. Runs cover
/// under 8 % of unrelated text and over 25 % of text in which two words of five were exchanged.
const TRACE: f32 = 0.15;
/// Folded characters (by weight) up to which a passage is too short for runs: a word or two.
const SHORT: u32 = 14;
/// A long passage of which this share is left in runs, and at least [`LONG`] characters of it, is found by itself.
const PART: f32 = 0.25;
/// See [`PART`].
const LONG: u32 = 40;
/// How far around a passage its neighbours are looked at.
const NEAR: usize = 16;
/// How far around a short passage its neighbours have to be the same.
const CLOSE: usize = 6;

impl Alignment {
    /// Places a span of the old text, given in code points. Spans beyond the text are cut to it.
    pub fn place(&self, span: Range<usize>) -> Placed {
        let end = span.end.min(self.old().source().len());
        let span = span.start.min(end)..end;
        if self.is_same_text() {
            return Placed {
                state: PlacedState::Exact,
                span: Some(span),
                score: 1.0,
                review: false,
                why: Why::Unchanged,
            };
        }
        let folded = self.old().folded(&span);
        if folded.is_empty() {
            return place_blank(self, &span, folded.start);
        }
        let Some(found) = Found::best(self, &folded) else {
            return lost::place(self, &folded, None);
        };
        judge(self, &span, &folded, &without_far_ends(self, found))
    }
}

/// The passage without a few last (or first) characters that stand behind (or before) much added text: they continue the text
/// there, and the passage ended before it.
fn without_far_ends(alignment: &Alignment, mut found: Found) -> Found {
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

/// What an alignment says about a span: the segment that holds most of it.
#[derive(Clone, Debug)]
struct Found {
    segment: u32,
    /// First and last old character of the span with a counterpart in the segment.
    first: usize,
    last: usize,
    equal: usize,
    /// Weight of equal characters in runs of four and more.
    in_runs: u32,
    weight: u32,
}

impl Found {
    fn best(alignment: &Alignment, span: &Range<usize>) -> Option<Self> {
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

fn judge(
    alignment: &Alignment,
    span: &Range<usize>,
    folded: &Range<usize>,
    found: &Found,
) -> Placed {
    let (Some(from), Some(to)) = (
        alignment.counterpart(found.first),
        alignment.counterpart(found.last),
    ) else {
        return lost::place(alignment, folded, None);
    };
    let (old, new) = (alignment.old(), alignment.new_text());
    let hull = from..to + 1;
    let all = found.equal == folded.len();
    let score = fraction(found.equal, folded.len());
    let near = Neighbours::of(alignment, folded, found.segment, &hull);
    let doubt = doubt(alignment, folded, found, &hull, near);
    if all && hull.len() == folded.len() {
        let place = with_blanks(old, new, span, folded, &hull);
        let same = old.source()[span.clone()] == new.source()[place.clone()];
        let (state, why) = match doubt {
            Some(doubt) => (PlacedState::Uncertain, doubt),
            None if same && place == *span && found.segment == 0 => {
                (PlacedState::Exact, Why::Unchanged)
            }
            None if found.segment != 0 => (PlacedState::Moved, Why::Carried),
            None if same => (PlacedState::Moved, Why::Shifted),
            None => (PlacedState::Moved, Why::Retyped),
        };
        return Placed {
            state,
            span: Some(place),
            score: 1.0,
            review: doubt.is_some(),
            why,
        };
    }
    let widened = widen(alignment, folded, found, hull);
    let place = with_blanks(old, new, span, folded, &widened);
    let share = fraction(found.in_runs as usize, found.weight as usize);
    let placed = |review: bool, why: Why| Placed {
        state: PlacedState::Uncertain,
        span: Some(place.clone()),
        score,
        review,
        why,
    };
    let short = found.weight <= SHORT;
    if score >= SAME_PASSAGE && short && !near.close {
        // Two letters of three are no evidence unless the words on both sides did not change either.
        return placed(true, doubt.unwrap_or(Why::Reworded));
    }
    if score >= SAME_PASSAGE {
        let (numbers, same) = numbers_kept(alignment, folded);
        let renumbered = (numbers >= 2 && same == 0).then_some(Why::Reworded);
        let doubt = doubt.or(renumbered);
        return placed(doubt.is_some(), doubt.unwrap_or(Why::Changed));
    }
    let recognised = near.both() && (share >= TRACE || (short && score >= 0.34));
    if recognised || (share >= PART && found.in_runs >= LONG) {
        return placed(true, Why::Reworded);
    }
    lost::place(alignment, folded, Some(place.clone()))
}

/// A reason to ask although the words are there.
fn doubt(
    alignment: &Alignment,
    folded: &Range<usize>,
    found: &Found,
    hull: &Range<usize>,
    near: Neighbours,
) -> Option<Why> {
    if alignment.has_twin(folded) {
        return Some(Why::Twin);
    }
    (!stands_in_its_place(alignment, folded, found, hull, near)).then_some(Why::Repeated)
}

/// How far from a passage the text that tells its place is looked for.
const FAR: usize = 1_500;

/// True if text that occurs nowhere else says that the passage is this one and not a copy of it: in the passage itself, or
/// the nearest such text before it, or behind it in the same paragraph. What stands before a passage (a heading, the number
/// of a record) tells which one it is; what stands behind it, in the next paragraph, belongs to the next.
fn stands_in_its_place(
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
fn numbers_kept(alignment: &Alignment, stretch: &Range<usize>) -> (usize, usize) {
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
struct Neighbours {
    left: bool,
    right: bool,
    /// The nearest few characters on both sides stand directly beside it.
    close: bool,
}

impl Neighbours {
    fn of(alignment: &Alignment, folded: &Range<usize>, segment: u32, hull: &Range<usize>) -> Self {
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

    fn both(self) -> bool {
        self.left && self.right
    }

    fn any(self) -> bool {
        self.left || self.right
    }
}

/// Takes in words that were exchanged at the edges of a span, and keeps its edges on word borders if they were on them.
fn widen(
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
fn with_blanks(
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

/// A span of blanks only stands between its neighbours, if these still stand side by side.
fn place_blank(alignment: &Alignment, span: &Range<usize>, at: usize) -> Placed {
    let (old, new) = (alignment.old(), alignment.new_text());
    let left = if at == 0 {
        Some(0)
    } else {
        alignment.counterpart(at - 1).map(|to| to + 1)
    };
    let right = if at == old.len() {
        Some(new.len())
    } else {
        alignment.counterpart(at)
    };
    let gone = Placed {
        state: PlacedState::Orphaned,
        span: None,
        score: 0.0,
        review: false,
        why: Why::Removed,
    };
    let (Some(left), Some(right)) = (left, right) else {
        return gone;
    };
    if left != right {
        return gone;
    }
    let room = new.after(left)..new.before(right).max(new.after(left));
    let lead = span.start.saturating_sub(old.after(at)).min(room.len());
    let place = room.start + lead..(room.start + lead + span.len()).min(room.end);
    let same = new.source()[place.clone()] == old.source()[span.clone()];
    let (state, why) = match () {
        () if same && place == *span => (PlacedState::Exact, Why::Unchanged),
        () if same => (PlacedState::Moved, Why::Shifted),
        () => (PlacedState::Moved, Why::Retyped),
    };
    Placed {
        state,
        span: Some(place),
        score: 1.0,
        review: false,
        why,
    }
}

#[cfg(test)]
mod tests;
