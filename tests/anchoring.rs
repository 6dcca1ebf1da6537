//! What placing passages in changed texts promises, for any texts: properties, and every kind of change of the benchmark in
//! small. The benchmark itself is `cargo run --release --example anchoring -- --generate`.

#[path = "../examples/anchoring/changes.rs"]
mod changes;
#[path = "../examples/anchoring/kinds.rs"]
mod kinds;
#[path = "../examples/anchoring/report.rs"]
#[allow(dead_code, reason = "the tests measure, the example also prints")]
mod report;
#[path = "../examples/anchoring/texts.rs"]
#[allow(dead_code, reason = "the tests measure, the example also prints")]
mod texts;

use std::ops::Range;
use std::time::{Duration, Instant};

use changes::Dice;
use glossator::passage::align::Alignment;
use glossator::passage::anchor::Quote;
use glossator::passage::place::{Placed, PlacedState};
use glossator::passage::quote;
use proptest::prelude::*;

/// Words that hardly repeat, so that every stretch of the text tells its place. They come from a seed: shrinking makes fewer
/// of them, not all the same.
fn words(count: Range<usize>) -> impl Strategy<Value = Vec<String>> {
    (count, any::<u64>()).prop_map(|(count, seed)| some_words(count, &mut Dice(seed)))
}

fn some_words(count: usize, dice: &mut Dice) -> Vec<String> {
    let letters: Vec<char> = "aeioubcdfghklmnprstvwzàéöß".chars().collect();
    let mut word = || {
        (0..3 + dice.below(7))
            .map(|_| *dice.pick(&letters))
            .collect()
    };
    (0..count).map(|_| word()).collect()
}

/// Paragraphs of several such words.
fn paragraphs() -> impl Strategy<Value = Vec<String>> {
    (3..7_usize, any::<u64>()).prop_map(|(count, seed)| {
        let mut dice = Dice(seed);
        let mut paragraph = || some_words(12 + dice.below(12), &mut dice).join(" ") + ".";
        (0..count).map(|_| paragraph()).collect()
    })
}

/// Any text at all, and texts made of few signs, which repeat themselves.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ab \n]{0,200}",
        "(the |cat |sat |on |mat\\. |\n\n){0,60}",
        "[a\u{301}\u{AD}ﬁ한日\\-\n ‐—“»\u{200D}😀]{0,80}",
    ]
}

fn code_points(text: &str) -> usize {
    text.chars().count()
}

/// The words of a list as one text, and the code points of the words `range`.
fn joined(words: &[String], range: Range<usize>) -> (String, Range<usize>) {
    let start = words[..range.start]
        .iter()
        .map(|word| code_points(word) + 1)
        .sum();
    let len = code_points(&words[range].join(" "));
    (words.join(" "), start..start + len)
}

fn in_range(placed: &Placed, text: &str) -> bool {
    placed
        .span
        .as_ref()
        .is_none_or(|span| span.start <= span.end && span.end <= code_points(text))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_elsewhere_leaves_a_passage_its_words(
        before in words(12..30), passage in words(1..8), after in words(12..30),
        new_start in words(0..6), new_end in words(0..6), cut in 0..4_usize,
    ) {
        let words = [before.clone(), passage.clone(), after.clone()].concat();
        let (old, span) = joined(&words, before.len()..before.len() + passage.len());
        // Ten words on each side stay; what is further away may be lost or exchanged.
        let kept_before = &before[cut.min(before.len() - 10)..];
        let kept_after = &after[..after.len() - cut.min(after.len() - 10)];
        let words = [new_start.clone(), kept_before.to_vec(), passage.clone(), kept_after.to_vec(), new_end].concat();
        let first = new_start.len() + kept_before.len();
        let (new, wanted) = joined(&words, first..first + passage.len());
        let placed = Alignment::between(&old, &new).place(span);
        prop_assert!(matches!(placed.state, PlacedState::Exact | PlacedState::Moved), "{:?} in {:?}", placed, new);
        prop_assert_eq!(placed.span, Some(wanted));
    }

    #[test]
    fn there_and_back_again(paragraphs in paragraphs(), order in any::<u64>(), added in words(8..20), at in any::<prop::sample::Index>()) {
        let old = paragraphs.join("\n\n");
        let mut moved = paragraphs.clone();
        let mut dice = Dice(order);
        let (from, to) = (dice.below(moved.len()), dice.below(moved.len()));
        let paragraph = moved.remove(from);
        moved.insert(to, paragraph);
        moved.insert(dice.below(moved.len()), added.join(" ") + ".");
        let new = moved.join("\n\n");
        let wanted = at.get(&paragraphs);
        let start = code_points(old.split(wanted.as_str()).next().unwrap_or_default());
        let span = start..start + code_points(wanted);
        let there = Alignment::between(&old, &new).place(span.clone());
        let place = there.span.clone();
        prop_assert!(there.state != PlacedState::Orphaned, "{:?}", there);
        let back = Alignment::between(&new, &old).place(place.unwrap_or(0..0));
        prop_assert_eq!(back.span.clone(), Some(span), "{:?} {:?} {:?}", there, back, new);
    }

    #[test]
    fn any_two_texts_give_places_within_the_text(old in any_text(), new in any_text(), start in 0..220_usize, len in 0..90_usize) {
        let alignment = Alignment::between(&old, &new);
        let placed = alignment.place(start..start + len);
        prop_assert!(in_range(&placed, &new), "{:?}", placed);
        prop_assert!((0.0..=1.0).contains(&placed.score));
        prop_assert!(!placed.review || placed.state == PlacedState::Uncertain);
        prop_assert_eq!(&placed, &alignment.place(start..start + len));
        prop_assert_eq!(placed, Alignment::between(&old, &new).place(start..start + len));
    }

    #[test]
    fn a_text_against_itself_is_exact(text in any_text(), start in 0..220_usize, len in 0..90_usize) {
        let end = code_points(&text);
        let span = start.min(end)..(start + len).min(end);
        let placed = Alignment::between(&text, &text).place(span.clone());
        prop_assert_eq!((placed.state, placed.span), (PlacedState::Exact, Some(span)));
    }

    #[test]
    fn any_quote_gives_a_place_within_the_text(text in any_text(), before in any_text(), exact in any_text(), after in any_text(), near in prop::option::of(0..300_usize)) {
        let placed = quote::find(&text, &Quote { before, exact, after }, near);
        prop_assert!(in_range(&placed, &text), "{:?}", placed);
    }
}

#[test]
fn every_kind_of_change_is_survived() {
    for (number, kind) in kinds::ALL.iter().enumerate() {
        let mut dice = Dice(40 + number as u64);
        let records = kind.name.starts_with("records");
        let text = if records {
            texts::forms(12, &mut dice)
        } else {
            texts::prose("english", 4_000, &mut dice)
        };
        let tally = report::measure(kind, &text, 24, 7 + number as u64);
        assert!(
            tally.right * 100 >= tally.there * 75,
            "{}: {:#?}",
            kind.name,
            tally
        );
        assert!(tally.silent <= 1, "{}: {:#?}", kind.name, tally);
    }
}

/// Texts made to be slow. Run with `cargo test --release --test anchoring -- --ignored`.
#[test]
#[ignore = "takes long in a debug build"]
fn hostile_texts_take_bounded_time() {
    let equal = "a".repeat(100_000);
    let one = texts::babble(1_000_000, &mut Dice(1));
    let other = texts::babble(1_000_000, &mut Dice(2));
    for (old, new) in [
        (&equal, &(equal.clone() + "a")),
        (&equal, &"b".repeat(100_000)),
        (&one, &other),
    ] {
        let started = Instant::now();
        let alignment = Alignment::between(old, new);
        for start in (0..100_000).step_by(1_000) {
            let _ = alignment.place(start..start + 60);
        }
        assert!(
            started.elapsed() < Duration::from_secs(4),
            "{:?}",
            started.elapsed()
        );
    }
}
