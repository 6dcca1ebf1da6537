//! Where a passage of an old text stands in a new one, how sure that is, and why.
//!
//! Judges what an [`Alignment`] says about one span. Placing never guesses unseen: what is not the same words in the same
//! surroundings is *uncertain* (perhaps up for review), and what is gone is *orphaned*, at most with a suggestion.
//! Offsets are code points. Knows nothing of documents or of what is attached to the passage.

mod edges;
mod evidence;
mod lost;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::align::Alignment;
use super::fold::fraction;
use edges::{Found, widen, with_blanks, without_far_ends};
use evidence::{Neighbours, numbers_kept, stands_in_its_place};

/// A passage placed in a new text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// A part of it was carried elsewhere.
    Torn,
    /// Other words stand in its place.
    Replaced,
    /// It was taken out.
    Removed,
    /// Neither the words nor their surroundings are there.
    Missing,
    /// It is in another document, which holds a part of the text it was made in.
    Apart,
    /// The document is not there.
    NoDocument,
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
            Self::Torn => "a part of the passage was carried to another place",
            Self::Replaced => "other words stand where the passage was",
            Self::Removed => "the passage was taken out",
            Self::Missing => "neither the words nor their surroundings were found",
            Self::Apart => "found in another document that holds a part of the old text",
            Self::NoDocument => "its document is not in the corpus",
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
    if from > to {
        return lost::place(alignment, folded, None);
    }
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
        let torn = is_torn(alignment, folded, &widened).then_some(Why::Torn);
        let doubt = doubt.or(renumbered).or(torn);
        return placed(doubt.is_some(), doubt.unwrap_or(Why::Changed));
    }
    let recognised = near.both() && (share >= TRACE || (short && score >= 0.34));
    if recognised || (share >= PART && found.in_runs >= LONG) {
        return placed(true, Why::Reworded);
    }
    lost::place(alignment, folded, Some(place.clone()))
}

/// Whether a part of the passage that could stand by itself is elsewhere in the new text: then what
/// was found is not all that is left of it.
fn is_torn(alignment: &Alignment, folded: &Range<usize>, found: &Range<usize>) -> bool {
    let elsewhere = folded
        .clone()
        .filter_map(|at| alignment.counterpart(at))
        .filter(|to| !found.contains(to))
        .count();
    elsewhere >= LONG as usize && elsewhere * 10 >= folded.len()
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
