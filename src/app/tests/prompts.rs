//! What is typed where a prompt is expected never acts as keys.

use super::*;
use crate::app::list::Kind;

fn kind(desk: &Desk) -> Option<Kind> {
    desk.state.list.as_ref().map(|view| view.kind)
}

fn searched(desk: &Desk) -> &str {
    desk.state
        .list
        .as_ref()
        .map_or("", |view| view.field.text())
}

#[test]
fn mentions_are_asked_for_where_there_are_no_tags_too() {
    let mut desk = Desk::new((80, 24));
    desk.press("ggj<space>m");
    let screen = desk.shown();
    assert!(screen.contains("there are no tags yet"), "{screen}");
    desk.press("treaty");
    assert_eq!(
        desk.passage(),
        "The treaty was signed in spring. Nobody doubts it."
    );
    desk.press("<enter>");
    assert_eq!(
        (kind(&desk), searched(&desk)),
        (Some(Kind::Search), "treaty")
    );
}

#[test]
fn a_name_between_tags_is_given_a_form_and_so_becomes_a_tag() {
    let mut desk = Desk::new((80, 24));
    desk.press("ggjttreaty/1956<enter><space>tgg");
    desk.press("fthe treaty<enter>");
    let tag = desk.state.library.tag_at("treaty").expect("a tag");
    assert_eq!(tag.forms[0].pattern, "the treaty");
    desk.press("u");
    assert!(desk.state.library.tag_at("treaty").is_none());
    desk.press("gge what it is about<enter>");
    let tag = desk.state.library.tag_at("treaty").expect("a tag");
    assert_eq!(tag.description, "what it is about");
    desk.press("ugg");
    desk.press("c<enter>");
    assert!(desk.state.library.tag_at("treaty").is_some());
}

#[test]
fn an_empty_tree_says_what_to_do() {
    for key in ["r", "f", "e", "i"] {
        let mut desk = Desk::new((80, 24));
        desk.press("<space>t").press(key).press("quick<enter>");
        assert_eq!(kind(&desk), Some(Kind::Tags), "after {key}");
        assert!(!desk.left && desk.state.library.tags().count() == 0);
    }
}

#[test]
fn the_documents_are_found_by_their_titles() {
    let mut desk = Desk::new((80, 24));
    desk.press("<space>d/");
    assert_eq!(kind(&desk), Some(Kind::Documents));
    let rows = crate::app::list::rows_of_documents(&desk.state.corpus);
    desk.take(Event::Titles(desk.state.edition, rows.into()));
    desk.press("answ<enter>");
    assert_eq!(desk.passage(), "An answer");
    assert_eq!((kind(&desk), desk.state.focus), (None, Focus::Text));
}

#[test]
fn a_search_that_is_opened_again_takes_other_words() {
    let mut desk = Desk::new((80, 24));
    desk.press("<space>/treaty<tab>q<space>/islands");
    assert_eq!(searched(&desk), "islands");
    // A motion keeps what was searched for.
    desk.press("<tab>q<space>/<end> two");
    assert_eq!(searched(&desk), "islands two");
}

#[test]
fn what_holds_now_gives_way_to_what_is_typed() {
    let mut desk = Desk::new((80, 24));
    desk.press("gg<space>ct");
    let screen = desk.shown();
    assert!(screen.contains("typing replaces it"), "{screen}");
    desk.press("Another<enter>");
    let title = |desk: &Desk| desk.state.corpus.listing(0).map(|it| it.title);
    assert_eq!(title(&desk).as_deref(), Some("Another"));
    desk.press("<space>ct<end> claim<enter>");
    assert_eq!(title(&desk).as_deref(), Some("Another claim"));
    desk.press("ggjtdate<enter><space>trwhen<enter>");
    assert!(desk.state.library.tag_at("when").is_some());
}

#[test]
fn an_unfinished_note_is_one_step_away() {
    let mut desk = Desk::new((100, 24));
    desk.press("ggjl]d");
    let text = &desk.state.corpus.document(0).expect("it").text.clone();
    let from = text.find("It names").expect("a sentence");
    let name = format!("claim {from}..{}", from + "It names two islands.".len());
    desk.state.drafts.insert(name, "which ones".to_owned());
    desk.state.tell_unfinished();
    assert_eq!(
        desk.said(),
        "a note on claim#p3 was left unfinished: Space n takes it up again"
    );
    desk.press("<space>n");
    assert_eq!(desk.passage(), "It names two islands.");
    let Some(Overlay::Note(editor)) = &desk.state.overlay else {
        panic!("the note is open: {}", desk.said());
    };
    assert_eq!(editor.text(), "which ones");
}

#[test]
fn the_help_begins_with_what_applies_and_is_found_from_the_question_mark() {
    let first = |desk: &mut Desk, keys: &str| {
        let screen = desk.press(keys).shown();
        let line = screen.lines().find(|it| it.contains("Help"));
        let at = screen.lines().position(|it| Some(it) == line).unwrap_or(0);
        screen.lines().nth(at + 1).unwrap_or_default().to_owned()
    };
    let mut desk = Desk::new((80, 24));
    assert!(first(&mut desk, "<f1>").contains("Moving"));
    assert!(first(&mut desk, "<esc><space>t?").contains("In the tree of tags"));
    assert!(first(&mut desk, "<esc>q<space>o<f1>").contains("In the outline"));
    let screen = desk.press("<esc><esc>?").shown();
    assert!(screen.contains("F1 is help"), "{screen}");
    assert!(first(&mut desk, "<f1>").contains("Moving"));
}

#[test]
fn a_long_message_has_the_line_to_itself() {
    let mut desk = Desk::new((80, 24));
    desk.press("ggj");
    let status = |desk: &Desk| {
        let screen = desk.shown();
        let rows: Vec<&str> = screen.lines().collect();
        rows[rows.len() - 2].to_owned()
    };
    assert!(status(&desk).contains("claim#p2"));
    desk.state
        .say("saved: merge the tag treaty/1956-declaration into treaty/1956");
    assert!(
        status(&desk).contains("into treaty/1956"),
        "{}",
        status(&desk)
    );
    let long = format!("saved: merge the tag {} into fish", "treaty/".repeat(20));
    desk.state.say(long);
    let line = status(&desk);
    assert!(
        line.contains("saved: merge the tag") && line.trim_end().ends_with("into fish"),
        "{line}"
    );
}
