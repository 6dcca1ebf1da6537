//! Two texts, what others say, recorded strokes, the lesson.

use super::*;
use crate::app::lesson::Lesson;
use crate::app::panes::Split;

#[test]
fn two_texts_have_places_of_their_own() {
    let mut desk = Desk::new((160, 40));
    desk.press("ggj<space>s]dgg");
    assert_eq!(desk.passage(), "An answer");
    let screen = desk.shown();
    assert!(
        screen.contains("names two islands") && screen.contains("autumn"),
        "{screen}"
    );
    desk.press("<ctrl-w>");
    assert!(
        desk.passage()
            .starts_with("The treaty was signed in spring")
    );
    assert_eq!(desk.state.wish.split, Split::Left);
    // A link between two visible passages takes four strokes.
    desk.press("L<ctrl-w>L<enter>");
    assert_eq!(desk.state.library.links().count(), 1);
    desk.press("<space>s");
    assert!(desk.state.beside.is_none());
    assert_eq!(desk.passage(), "An answer");
}

#[test]
fn the_keys_pass_from_panel_to_panel_and_side_to_side() {
    let mut desk = Desk::new((160, 40));
    desk.press("ggj<space>s]d<ctrl-w>");
    let index = |desk: &Desk| desk.state.reading.as_ref().map(|it| it.index);
    assert_eq!((desk.state.focus, index(&desk)), (Focus::Text, Some(0)));
    desk.press("<tab>");
    assert_eq!((desk.state.focus, index(&desk)), (Focus::Text, Some(1)));
    desk.press("<tab>");
    assert_eq!(desk.state.focus, Focus::Documents);
}

#[test]
fn a_window_too_narrow_for_two_says_so() {
    let mut desk = Desk::new((44, 20));
    desk.press("<space>s");
    assert!(
        desk.state.beside.is_none() && desk.said().contains("too narrow"),
        "{}",
        desk.said()
    );
    // One that becomes too narrow shows the text that has the keys.
    let mut desk = Desk::new((160, 40));
    desk.press("ggj<space>s");
    desk.take(Event::Resize(44, 20));
    let screen = desk.shown();
    assert!(screen.contains("signed in spring"), "{screen}");
}

#[test]
fn the_portal_shows_what_others_say() {
    let mut desk = Desk::new((160, 40));
    desk.press("ggjtdate<enter>L]dggjtdate<enter>Lcontra<enter>[d<space>S");
    let portal = desk.state.portal.as_ref().expect("a portal");
    let heads: Vec<&str> = portal.entries.iter().map(|it| it.head.as_str()).collect();
    assert_eq!(heads, ["contradicts answer#p2", "date, answer#p2"]);
    let screen = desk.shown();
    assert!(screen.contains("2 places on this paragraph"), "{screen}");
    desk.press("j");
    let portal = desk.state.portal.as_ref().expect("a portal");
    assert!(portal.entries.is_empty());
}

#[test]
fn recorded_strokes_are_pressed_again() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjQtseen<enter>jQ");
    assert!(
        desk.said().starts_with("7 strokes recorded"),
        "{}",
        desk.said()
    );
    desk.press("@");
    let tag = desk.state.library.tag_at("seen").expect("a tag");
    assert_eq!(desk.state.library.tagged_count(tag.id), 2);
    // A replay within the recording does not press itself for ever.
    desk.press("Q@Q9@");
}

#[test]
fn the_lesson_goes_on_when_a_step_is_done() {
    let mut desk = Desk::new((80, 24));
    desk.state.lesson = Some(Lesson::begin(&desk.state));
    desk.state.wish.lesson = 3;
    let step = |desk: &Desk| {
        desk.state
            .lesson
            .as_ref()
            .and_then(Lesson::at)
            .map(|it| it.0)
    };
    assert_eq!(step(&desk), Some(1));
    desk.press("k");
    assert_eq!(step(&desk), Some(1), "only what was asked for counts");
    for (keys, next) in [
        ("j", Some(2)),
        ("l", Some(3)),
        ("+", Some(4)),
        ("/islands<enter>", Some(5)),
        ("ttreaty<enter>", Some(6)),
        ("nwhich?<esc>", Some(7)),
        ("u", Some(8)),
        ("U", Some(9)),
        ("L", Some(10)),
        ("]d", Some(11)),
        ("jL<enter>", Some(12)),
        ("<enter>", Some(13)),
        ("<space>a", Some(14)),
        ("q", Some(15)),
        ("<f1>", None),
    ] {
        desk.press(keys);
        assert_eq!(step(&desk), next, "after {keys}: {}", desk.said());
    }
    let screen = desk.press("<esc>").shown();
    assert!(screen.contains("That is all of it"), "{screen}");
}
