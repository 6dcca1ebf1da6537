//! Two people, one text: what the list says, and what taking the others' side does.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::event::{Effect, Event};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::list::Body;
use crate::app::state::State;
use crate::corpus::raw::RawDocument;
use crate::corpus::structure::recognise;
use crate::corpus::{BlockKind, Corpus};
use crate::library::acts::{self, By};
use crate::library::{Author, TagPath, Timestamp};
use crate::passage::Anchor;

fn by(name: &str) -> By {
    By {
        author: Author(name.into()),
        time: Timestamp::now(),
    }
}

fn press(state: &mut State, script: &str) {
    for key in Key::parse_script(script).expect("a script") {
        let mut events = VecDeque::from([Event::Key(key)]);
        while let Some(event) = events.pop_front() {
            for effect in state.update(&event) {
                if let Effect::Commit(entry) = effect {
                    events.push_back(Event::Saved(entry));
                }
            }
        }
    }
}

/// Ada and Ben tagged a text: each has a claim that the other has not, and one they share.
fn reader() -> State {
    use BlockKind::Paragraph;
    let raw = RawDocument::made(&[
        (Paragraph, "Both saw this claim."),
        (Paragraph, "Ada alone saw this one."),
        (Paragraph, "And this one Ben alone."),
    ]);
    let document = recognise(raw, &PathBuf::from("text.md"));
    let corpus = Corpus::of(PathBuf::new(), vec![document], Vec::new());
    let mut state = State::new(Arc::new(corpus), Arc::new(Keymap::default()), (100, 30));
    state.author = Author("Ada".into());
    let document = state.corpus.document(0).expect("it");
    for (name, words) in [
        ("Ada", "Both saw"),
        ("Ben", "this claim"),
        ("Ada", "alone saw"),
        ("Ben", "Ben alone"),
    ] {
        let at = document.text.find(words).expect("they stand there");
        let anchor = Anchor::of(&document, &(at..at + words.len())).expect("words");
        let tag = TagPath::parse("claim").expect("a path");
        let act = acts::tag_own(&state.library, &by(name), &[anchor], &tag).expect("an act");
        state.library.apply(&act.changes);
    }
    state
}

fn rows(state: &State) -> Vec<String> {
    let view = state.list.as_ref().expect("a list");
    let said = |index: &usize| match &view.rows[*index].body {
        Body::Apart(it) => format!("{} {}", view.rows[*index].at, it.said()),
        other => panic!("{other:?}"),
    };
    view.shown.iter().map(said).collect()
}

#[test]
fn what_is_settled_leaves_the_list() {
    let mut state = reader();
    press(&mut state, "<space>w");
    assert_eq!(
        rows(&state),
        [
            "text#p2 [claim] Ada yes, Ben no",
            "text#p3 [claim] Ben yes, Ada no"
        ]
    );
    // The tag that Ada alone gave comes off; what Ben gave is given in her name too.
    press(&mut state, "a");
    assert_eq!(rows(&state), ["text#p3 [claim] Ben yes, Ada no"]);
    press(&mut state, "a");
    assert_eq!(rows(&state), Vec::<String>::new());
    let by_whom: Vec<&str> = state
        .library
        .annotations()
        .filter(|it| it.target.anchor().quote.exact == "Ben alone")
        .map(|it| it.creator.0.as_str())
        .collect();
    assert_eq!(by_whom.len(), 2);
    assert!(by_whom.contains(&"Ada") && by_whom.contains(&"Ben"));
}

#[test]
fn what_is_left_as_it_is_stays_away_and_nothing_of_others_changes() {
    let mut state = reader();
    press(&mut state, "<space>wx");
    assert_eq!(rows(&state), ["text#p3 [claim] Ben yes, Ada no"]);
    // The list made anew after an act does not bring it back.
    press(&mut state, "a");
    assert_eq!(rows(&state), Vec::<String>::new());
    let mut other = reader();
    other.author = Author("Cleo".into());
    let before: Vec<_> = other.library.annotations().cloned().collect();
    press(&mut other, "<space>wa");
    let after: Vec<_> = other.library.annotations().cloned().collect();
    assert_eq!(after, before);
    let said = other.message.as_ref().map(|it| it.text.clone());
    assert!(
        said.is_some_and(|it| it.contains("Cleo")),
        "{said:?}",
        said = other.message
    );
}
