//! Passages that an alignment does not hold: looked for once more, else orphaned with the place where they stood.
//!
//! Only new text that no old text claims is searched. What is claimed is some other passage, however much it looks like this
//! one; that rule keeps a lost passage from landing on its look-alike.

use std::ops::Range;

use super::super::align::Alignment;
use super::super::quote::bits::{self, Hit};
use super::{Placed, PlacedState, Why};
use crate::passage::fold::fraction;

/// Longer passages than this are found as moved text, or not at all.
const LONGEST: usize = 320;
/// Shorter ones turn up anywhere.
const SHORTEST: usize = 12;
/// No more unclaimed text than this is searched for one passage.
const SEARCHED: usize = 200_000;

pub(super) fn place(
    alignment: &Alignment,
    folded: &Range<usize>,
    instead: Option<Range<usize>>,
) -> Placed {
    if let Some(placed) = search_unclaimed(alignment, folded) {
        return placed;
    }
    let (place, why) = match instead {
        Some(place) => (Some(place), Why::Replaced),
        None => stood(alignment, folded),
    };
    Placed {
        state: PlacedState::Orphaned,
        span: place,
        score: 0.0,
        review: false,
        why,
    }
}

fn search_unclaimed(alignment: &Alignment, folded: &Range<usize>) -> Option<Placed> {
    let pattern = &alignment.old().chars()[folded.clone()];
    if !(SHORTEST..=LONGEST).contains(&pattern.len()) || !alignment.is_related() {
        return None;
    }
    let new = alignment.new_text();
    let most = pattern.len() * 3 / 10;
    let mut best: Option<Hit> = None;
    let mut second = usize::MAX;
    let mut searched = 0;
    for free in alignment
        .free()
        .iter()
        .filter(|free| free.len() + most >= pattern.len())
    {
        searched += free.len();
        if searched > SEARCHED {
            break;
        }
        let text = &new.chars()[free.start as usize..free.end as usize];
        for hit in bits::search(pattern, text, most) {
            let hit = Hit {
                start: hit.start + free.start as usize,
                end: hit.end + free.start as usize,
                errors: hit.errors,
            };
            if best.is_none_or(|best| hit.errors < best.errors) {
                second = best.map_or(usize::MAX, |best| best.errors);
                best = Some(hit);
            } else {
                second = second.min(hit.errors);
            }
        }
    }
    let best = best.filter(|best| second > best.errors + 1)?;
    let twins = bits::search(pattern, alignment.old().chars(), best.errors);
    if twins.len() > 1 {
        return None;
    }
    let span = new.unfolded(&(best.start..best.end))?;
    let score = 1.0 - fraction(best.errors, pattern.len());
    let state = if best.errors == 0 {
        PlacedState::Moved
    } else {
        PlacedState::Uncertain
    };
    let review = best.errors > 0 || pattern.len() < 24;
    Some(Placed {
        state,
        span: Some(span),
        score,
        review,
        why: Why::Elsewhere,
    })
}

/// Where a lost passage stood: what is now between its nearest neighbours.
fn stood(alignment: &Alignment, folded: &Range<usize>) -> (Option<Range<usize>>, Why) {
    let (old, new) = (alignment.old(), alignment.new_text());
    let reach = 200;
    let left = (folded.start.saturating_sub(reach)..folded.start)
        .rev()
        .find_map(|at| {
            alignment
                .counterpart(at)
                .map(|to| (alignment.segment(at), to))
        });
    let right = (folded.end..(folded.end + reach).min(old.len())).find_map(|at| {
        alignment
            .counterpart(at)
            .map(|to| (alignment.segment(at), to))
    });
    match (left, right) {
        (Some((segment, left)), Some((same, right))) if segment == same && left < right => {
            let between = left + 1..right;
            match new.unfolded(&between) {
                Some(place) => (Some(place), Why::Replaced),
                None => (Some(new.after(left + 1)..new.after(left + 1)), Why::Removed),
            }
        }
        (Some((_, left)), _) => (Some(new.after(left + 1)..new.after(left + 1)), Why::Removed),
        (None, Some((_, right))) => (Some(new.before(right)..new.before(right)), Why::Removed),
        (None, None) => (None, Why::Missing),
    }
}
