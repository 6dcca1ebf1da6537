//! Finds a passage by its words and their context, when the text it was taken from was not kept: imports, quotations.
//!
//! Knows one text and one quote. Every place where the words occur, exactly or with errors, is weighed by the words and by
//! the context on both sides; a place is taken only if it stands out. Without the old text a look-alike cannot be excluded,
//! so this asks more often than an alignment does, and the first placement should be kept as the new text's own anchor.
//! Offsets are code points.

pub(crate) mod bits;

use std::ops::Range;

use super::align::Alignment;
use super::anchor::Quote;
use super::fold::{Border, Folded, fraction, weight};
use super::place::{Placed, PlacedState, Why};
use bits::Pattern;

/// Folded characters of context looked at on each side. More than 64 brought nothing in measurements.
const CONTEXT: usize = 64;
/// Longer quotes are searched by their two ends, each of this length.
const END: usize = 256;
/// No more places than this are weighed for one quote.
const PLACES: usize = 2_000;
/// A place that leads by less than this is one of several.
const NARROW: f32 = 0.06;
/// A place that leads by this much needs no context.
const CLEAR: f32 = 0.1;

/// A text made ready for the search of many quotes.
#[derive(Clone, Debug)]
pub struct Haystack {
    text: Folded,
}

/// Finds one quote in a text; `near` is the code point where it is expected, if that is known.
/// To find several quotes in one text, make a [`Haystack`] once.
pub fn find(text: &str, quote: &Quote, near: Option<usize>) -> Placed {
    Haystack::new(text).find(quote, near)
}

/// A place where the quote may stand, in folded characters.
#[derive(Clone, Debug)]
struct Candidate {
    range: Range<usize>,
    words: f32,
    context: Option<f32>,
    total: f32,
}

/// A quote, folded.
struct Wanted {
    exact: Vec<char>,
    before: Vec<char>,
    after: Vec<char>,
    /// What stands before, read backwards, and what stands after, ready to be searched for.
    context: (Pattern, Pattern),
    whole_words: (bool, bool),
}

impl Wanted {
    fn of(quote: &Quote) -> Self {
        let fold = |text: &str| Folded::new(text).chars().to_vec();
        let (before, mut after) = (fold(&quote.before), fold(&quote.after));
        let before = before[before.len().saturating_sub(CONTEXT)..].to_vec();
        after.truncate(CONTEXT);
        let inside = |left: Option<char>, right: Option<char>| {
            left.zip(right)
                .is_some_and(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric())
        };
        let starts_inside = inside(quote.before.chars().next_back(), quote.exact.chars().next());
        let ends_inside = inside(quote.exact.chars().next_back(), quote.after.chars().next());
        Self {
            exact: fold(&quote.exact),
            context: (
                Pattern::new(before.iter().rev().copied()),
                Pattern::new(after.iter().copied()),
            ),
            before,
            after,
            whole_words: (!starts_inside, !ends_inside),
        }
    }
}

impl Haystack {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        Self {
            text: Folded::new(text),
        }
    }

    /// Finds a quote; `near` is the code point where it is expected, if that is known.
    pub fn find(&self, quote: &Quote, near: Option<usize>) -> Placed {
        let wanted = Wanted::of(quote);
        if wanted.exact.is_empty() {
            return missing(None);
        }
        let mut places = self.exact_places(&wanted);
        if places.is_empty() {
            places = self.near_places(&wanted);
            places.extend(self.between_contexts(&wanted));
        }
        let mut candidates: Vec<Candidate> = places
            .into_iter()
            .map(|(range, words)| self.weigh(&wanted, range, words, near))
            .collect();
        candidates.sort_by(|a, b| b.total.total_cmp(&a.total));
        let Some(best) = candidates.first() else {
            return missing(None);
        };
        let apart = |other: &&Candidate| {
            other.range.end <= best.range.start || other.range.start >= best.range.end
        };
        let margin = candidates
            .iter()
            .skip(1)
            .find(apart)
            .map_or(1.0, |second| best.total - second.total);
        self.decide(quote, &wanted, best, margin, near)
    }

    fn decide(
        &self,
        quote: &Quote,
        wanted: &Wanted,
        best: &Candidate,
        margin: f32,
        near: Option<usize>,
    ) -> Placed {
        let context = best.context.unwrap_or(0.6);
        if best.words < 1.0 {
            return self.decide_changed(quote, wanted, best, margin);
        }
        let Some(span) = self.text.unfolded(&best.range) else {
            return missing(None);
        };
        let evidence: u32 = wanted.exact.iter().map(|&c| weight(c)).sum();
        if context < 0.55 && !(evidence >= 24 && margin >= CLEAR) {
            return missing(Some(span));
        }
        let same_code_points = self.text.source()[span.clone()]
            .iter()
            .copied()
            .eq(quote.exact.trim().chars());
        let doubt = (margin < NARROW)
            .then_some(Why::Twin)
            .or((context < 0.6).then_some(Why::Elsewhere));
        let (state, why) = match doubt {
            Some(doubt) => (PlacedState::Uncertain, doubt),
            None if same_code_points && near.is_none_or(|near| near == span.start) => {
                (PlacedState::Exact, Why::Unchanged)
            }
            None if same_code_points => (PlacedState::Moved, Why::Shifted),
            None => (PlacedState::Moved, Why::Retyped),
        };
        Placed {
            state,
            span: Some(span),
            score: 1.0,
            review: doubt.is_some(),
            why,
        }
    }

    /// The words changed: the quote with its context is aligned with the text around the best place, which finds its edges
    /// better than a count of errors does, and knows a reworded passage by its neighbours.
    fn decide_changed(
        &self,
        quote: &Quote,
        wanted: &Wanted,
        best: &Candidate,
        margin: f32,
    ) -> Placed {
        let context = best.context.unwrap_or(0.6);
        let fallback = self.text.unfolded(&self.on_word_borders(wanted, best));
        let reach = CONTEXT + CONTEXT / 2;
        let around =
            best.range.start.saturating_sub(reach)..(best.range.end + reach).min(self.text.len());
        let Some(window) = self.text.unfolded(&around) else {
            return missing(fallback);
        };
        let text: String = self.text.source()[window.clone()].iter().collect();
        let start = quote.before.chars().count();
        let old = [quote.before.as_str(), &quote.exact, &quote.after].concat();
        let aligned =
            Alignment::between(&old, &text).place(start..start + quote.exact.chars().count());
        let by_alignment = aligned.state != PlacedState::Orphaned;
        let words = if by_alignment {
            best.words.max(aligned.score)
        } else {
            best.words
        };
        let by_errors = (words >= 0.45 && context >= 0.8)
            || (words >= 0.55 && context >= 0.5)
            || (words >= 0.75 && context >= 0.42);
        let by_neighbours = by_alignment && context >= 0.55 && margin >= NARROW;
        let span = aligned
            .span
            .filter(|span| by_alignment && !span.is_empty())
            .map(|span| span.start + window.start..span.end + window.start);
        let Some(span) = span.or(fallback) else {
            return missing(None);
        };
        if !by_errors && !by_neighbours {
            return missing(Some(span));
        }
        let doubt = (margin < NARROW)
            .then_some(Why::Twin)
            .or((words < 0.62 || context < 0.6).then_some(Why::Reworded));
        Placed {
            state: PlacedState::Uncertain,
            span: Some(span),
            score: words,
            review: doubt.is_some(),
            why: doubt.unwrap_or(Why::Changed),
        }
    }

    fn exact_places(&self, wanted: &Wanted) -> Vec<(Range<usize>, f32)> {
        let (text, exact) = (self.text.chars(), &wanted.exact);
        let first = exact[0];
        let starts = text
            .iter()
            .enumerate()
            .filter(|(at, c)| **c == first && text[*at..].starts_with(exact))
            .map(|(at, _)| at);
        starts
            .take(PLACES)
            .map(|at| (at..at + exact.len(), 1.0))
            .collect()
    }

    fn near_places(&self, wanted: &Wanted) -> Vec<(Range<usize>, f32)> {
        let (text, exact) = (self.text.chars(), &wanted.exact);
        let share = |errors: usize, len: usize| 1.0 - fraction(errors, len);
        if exact.len() <= 2 * END {
            let hits = bits::search(exact, text, exact.len() / 2);
            return hits
                .into_iter()
                .take(PLACES)
                .map(|hit| (hit.start..hit.end, share(hit.errors, exact.len())))
                .collect();
        }
        let heads = bits::search(&exact[..END], text, END * 9 / 20);
        let tails = bits::search(&exact[exact.len() - END..], text, END * 9 / 20);
        let (least, most) = (exact.len() / 2, exact.len() * 2);
        let pair = |head: &bits::Hit| {
            let fits =
                |tail: &&bits::Hit| tail.end >= head.start + least && tail.end <= head.start + most;
            let tail = tails.iter().filter(fits).min_by_key(|tail| tail.errors)?;
            Some((
                head.start..tail.end,
                share(head.errors + tail.errors, 2 * END),
            ))
        };
        heads.iter().take(PLACES).filter_map(pair).collect()
    }

    /// Words between the quote's context, if both sides of it are found close together: a passage that was largely reworded.
    fn between_contexts(&self, wanted: &Wanted) -> Option<(Range<usize>, f32)> {
        let (text, exact) = (self.text.chars(), &wanted.exact);
        if wanted.before.len() < 16 || wanted.after.len() < 16 {
            return None;
        }
        let best = |pattern: &[char]| {
            bits::search(pattern, text, pattern.len() / 5)
                .into_iter()
                .min_by_key(|hit| hit.errors)
        };
        let (before, after) = (best(&wanted.before)?, best(&wanted.after)?);
        let range = before.end..after.start;
        if range.is_empty()
            || range.len() > 2 * exact.len() + 16
            || range.len() * 3 < exact.len()
            || range.len() > 2_000
        {
            return None;
        }
        let (errors, _) = Pattern::new(exact.iter().copied())
            .nearest_beginning(text[range.clone()].iter().copied());
        Some((range, 1.0 - fraction(errors, exact.len())))
    }

    fn weigh(
        &self,
        wanted: &Wanted,
        range: Range<usize>,
        words: f32,
        near: Option<usize>,
    ) -> Candidate {
        let text = self.text.chars();
        let reach = CONTEXT + CONTEXT / 4;
        let sides = wanted.before.len() + wanted.after.len();
        let (backwards, onwards) = &wanted.context;
        let before = backwards
            .nearest_beginning(text[..range.start].iter().rev().take(reach).copied())
            .0;
        let after = onwards
            .nearest_beginning(text[range.end..].iter().take(reach).copied())
            .0;
        let context = (sides > 0).then(|| 1.0 - fraction(before + after, sides));
        // Nearness only decides between places that are otherwise equal.
        let distance = near.map_or(0, |near| self.text.before(range.start).abs_diff(near));
        let nearness = 1.0
            - fraction(
                distance.min(self.text.source().len()),
                self.text.source().len().max(1),
            );
        let total = 0.58 * words
            + 0.38 * context.unwrap_or(0.6)
            + if near.is_some() { 0.04 * nearness } else { 0.0 };
        Candidate {
            range,
            words,
            context,
            total,
        }
    }

    /// An approximate match may begin or end a letter too early or too late: whole words stay whole.
    fn on_word_borders(&self, wanted: &Wanted, best: &Candidate) -> Range<usize> {
        let mut range = best.range.clone();
        let is_border = |at: usize| self.text.border(at) >= Border::Word;
        if best.words < 1.0 {
            let nearest = |at: usize| {
                (0..=6)
                    .flat_map(|by| [at.saturating_sub(by), at + by])
                    .find(|&at| at <= self.text.len() && is_border(at))
            };
            if let Some(start) =
                nearest(range.start).filter(|&start| wanted.whole_words.0 && start < range.end)
            {
                range.start = start;
            }
            if let Some(end) =
                nearest(range.end).filter(|&end| wanted.whole_words.1 && end > range.start)
            {
                range.end = end;
            }
        }
        range
    }
}

fn missing(suggestion: Option<Range<usize>>) -> Placed {
    Placed {
        state: PlacedState::Orphaned,
        span: suggestion,
        score: 0.0,
        review: false,
        why: Why::Missing,
    }
}

#[cfg(test)]
mod tests;
