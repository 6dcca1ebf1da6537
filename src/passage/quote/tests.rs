//! Quotes drawn in the text they were taken from and in the text they are looked for in.

use super::*;

fn quote(drawn: &str) -> Quote {
    let (before, rest) = drawn.split_once('«').expect("a marked quote");
    let (exact, after) = rest.split_once('»').expect("a marked quote");
    Quote {
        before: before.to_owned(),
        exact: exact.to_owned(),
        after: after.to_owned(),
    }
}

fn assert_lands(old: &str, new: &str, state: PlacedState) {
    let text = new.replace(['«', '»'], "");
    let start = new.chars().position(|c| c == '«').expect("a marked quote");
    let end = new.chars().position(|c| c == '»').expect("a marked quote") - 1;
    let found = find(&text, &quote(old), None);
    assert_eq!(
        (found.state, found.span),
        (state, Some(start..end)),
        "{}",
        found.why
    );
}

#[test]
fn the_context_tells_two_occurrences_apart() {
    let old = "on the first day «he was ill» and stayed in his room";
    assert_lands(
        old,
        "On Sunday he was ill in Rome. But on the first day «he was ill» and stayed in his room.",
        PlacedState::Exact,
    );
}

#[test]
fn words_with_errors_are_found_whole() {
    let old = "and in the evening «the ambassador signed the treaty» with a borrowed pen";
    assert_lands(
        old,
        "and in tbe evening «tho ambassad0r signed the treatv» with a borrowed pen",
        PlacedState::Uncertain,
    );
}

#[test]
fn a_word_that_only_occurs_elsewhere_is_not_taken() {
    let found = find(
        "The cook bought onions. Nobody said a word about the ministry.",
        &quote("it was signed by the «ministry» of foreign trade in Berlin"),
        None,
    );
    assert_eq!(found.state, PlacedState::Orphaned, "{found:?}");
}

#[test]
fn two_equal_places_are_asked_about() {
    let found = find(
        "I swear it. So help me. I swear it. So help me.",
        &quote("«I swear it»"),
        None,
    );
    assert!(found.review, "{found:?}");
    assert_eq!(found.why, Why::Twin);
}

#[test]
fn nothing_is_found_in_nothing() {
    for (text, drawn) in [("", "«a»"), ("abc", "«»"), ("abc", "«xyz»")] {
        assert_eq!(
            find(text, &quote(drawn), Some(7)).state,
            PlacedState::Orphaned
        );
    }
}
