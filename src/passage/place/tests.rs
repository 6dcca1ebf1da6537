//! Placements drawn in the text: `«` and `»` mark the passage in both versions.

use super::*;

/// The text without its marks, and the code points between them.
fn marked(drawn: &str) -> (String, Option<Range<usize>>) {
    let text = drawn.replace(['«', '»'], "");
    let start = drawn.chars().position(|c| c == '«');
    let end = drawn.chars().position(|c| c == '»');
    (text, start.zip(end).map(|(start, end)| start..end - 1))
}

fn placed(old: &str, new: &str) -> (Placed, Option<Range<usize>>) {
    let ((old, span), (new, wanted)) = (marked(old), marked(new));
    (
        Alignment::between(&old, &new).place(span.expect("a marked passage")),
        wanted,
    )
}

/// Places the marked passage of `old` and expects it where `new` is marked.
fn assert_lands(old: &str, new: &str, state: PlacedState) -> Placed {
    let (found, wanted) = placed(old, new);
    assert_eq!(
        (found.state, found.span.clone()),
        (state, wanted),
        "{}: {old:?} in {new:?}",
        found.why
    );
    found
}

#[test]
fn an_unchanged_text_keeps_its_passages() {
    let text = "It was a «bright cold» day in April.";
    let found = assert_lands(text, text, PlacedState::Exact);
    assert_eq!(
        (found.score, found.review, found.why),
        (1.0, false, Why::Unchanged)
    );
}

#[test]
fn a_change_behind_the_passage_leaves_it_exact() {
    assert_lands(
        "It was a «bright cold» day in April.",
        "It was a «bright cold» day in late March.",
        PlacedState::Exact,
    );
}

#[test]
fn words_added_before_it_move_a_passage() {
    let found = assert_lands(
        "It was a «bright cold» day in April.",
        "Chapter one. It was a «bright cold» day in April.",
        PlacedState::Moved,
    );
    assert_eq!(found.why, Why::Shifted);
}

#[test]
fn wrapping_and_hyphens_at_line_ends_change_nothing() {
    assert_lands(
        "It was a «bright, uncommonly cold day» in April.",
        "It was a «bright, uncom-\nmonly\ncold day» in\nApril.",
        PlacedState::Moved,
    );
}

#[test]
fn other_forms_of_the_same_letters_change_nothing() {
    assert_lands(
        "Die «größte Öffnung “hier”» ist zu.",
        "Die «GRO\u{308}SSTE OFFNUNG \"hier\"» ist zu.",
        PlacedState::Moved,
    );
    assert_lands(
        "an of\u{FB01}ce «e\u{FB03}cient\u{2014}and» cheap",
        "an office «efficient--and» cheap",
        PlacedState::Moved,
    );
}

#[test]
fn misread_letters_leave_a_passage_found() {
    let found = assert_lands(
        "Before the trial «the witness had seen the letter» and burnt it.",
        "Bofore the trial «the wltness had seen tbe 1etter» and burnt it.",
        PlacedState::Uncertain,
    );
    assert!(!found.review && found.score > 0.85, "{found:?}");
}

#[test]
fn a_paragraph_carried_elsewhere_takes_its_passages_along() {
    let found = assert_lands(
        "The harbour was empty that morning.\n\nAn old man «sold maps of the coast» from a barrow.\n\nNobody had asked for the ferry since the war.",
        "An old man «sold maps of the coast» from a barrow.\n\nThe harbour was empty that morning.\n\nNobody had asked for the ferry since the war.",
        PlacedState::Moved,
    );
    assert!(!found.review);
}

#[test]
fn a_deleted_passage_is_an_orphan_and_its_look_alike_is_left_alone() {
    let (found, _) = placed(
        "The council met on Monday to vote. «The council met on Tuesday to vote.» Then it rained for a week.",
        "The council met on Monday to vote. Then it rained for a week.",
    );
    assert_eq!(found.state, PlacedState::Orphaned);
}

#[test]
fn words_exchanged_for_others_are_an_orphan_with_a_suggestion() {
    let (found, wanted) = placed(
        "She said the «treaty» was signed in the spring of that year.",
        "She said the «lunch» was signed in the spring of that year.",
    );
    assert_eq!(
        (found.state, found.why),
        (PlacedState::Orphaned, Why::Replaced)
    );
    assert_eq!(found.span, wanted);
}

#[test]
fn half_reworded_passages_are_asked_about() {
    let (found, _) = placed(
        "At noon they left. «Several vessels reported having encountered a whale of uncommon size and malice.» The crew fell silent at the news.",
        "At noon they left. Several ships say they met a whale of rather great bulk and evil temper. The crew fell silent at the news.",
    );
    assert!(
        found.review || found.state == PlacedState::Orphaned,
        "{found:?}"
    );
}

#[test]
fn spans_out_of_range_and_empty_texts_are_no_panic() {
    for (old, new) in [
        ("", ""),
        ("abc", ""),
        ("", "abc"),
        ("abc", "abd"),
        (" \n ", "\n"),
    ] {
        let alignment = Alignment::between(old, new);
        for span in [0..0, 0..2, 1..9, 7..9] {
            let found = alignment.place(span);
            assert!(
                found
                    .span
                    .is_none_or(|span| span.start <= span.end && span.end <= new.chars().count())
            );
        }
    }
}

#[test]
fn a_passage_of_which_a_part_was_carried_off_is_asked_about() {
    let first = "The Ambassador said that the Joint Declaration of that year remained the only \
        treaty in force between the two countries, whatever was said of it since.";
    let second = "Fishing quotas in the northern waters were discussed at length by both sides.";
    let rest: String = (1..9)
        .map(|n| ["In paragraph ", &n.to_string(), " of the protocol the delegates returned to older questions of trade and of travel.\n\n"].concat())
        .collect();
    let old = ["«", first, "\n\n", second, "»\n\n", &rest].concat();
    let new = [first, "\n\n", &rest, second].concat();
    let (found, _) = placed(&old, &new);
    assert_eq!(
        (found.state, found.review, found.why),
        (PlacedState::Uncertain, true, Why::Torn)
    );
}
