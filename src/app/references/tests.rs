//! References by keys: where they lead, what is absent, and from one to the next.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::keymap::Keymap;
use crate::app::overlay::Overlay;
use crate::app::{Event, Key, State};
use crate::corpus::raw::RawDocument;
use crate::corpus::{Corpus, Document};

fn document(name: &str, texts: &[&str]) -> Document {
    let raw = RawDocument::paragraphs(texts);
    crate::corpus::structure::recognise(raw, Path::new(name))
}

fn reader(documents: Vec<Document>) -> State {
    let corpus = Corpus::of(PathBuf::from("/"), documents, Vec::new());
    State::new(Arc::new(corpus), Arc::new(Keymap::default()), (100, 30))
}

fn press(state: &mut State, script: &str) {
    for key in Key::parse_script(script).expect("a script") {
        state.update(&Event::Key(key));
    }
}

fn open(state: &State) -> &str {
    let reading = state.reading.as_ref().expect("an open document");
    reading.document.id.as_str()
}

fn passage(state: &State) -> &str {
    let reading = state.reading.as_ref().expect("an open document");
    reading.document.slice(&reading.cursor.range)
}

#[test]
fn an_id_in_another_spelling_leads_to_its_document() {
    let mut state = reader(vec![
        document("07MOSCOW601.md", &["It was so in 08 Moscow 0042."]),
        document("08MOSCOW42.md", &["The other one."]),
    ]);
    assert_eq!(state.ways().len(), 1, "{:?}", state.ways());
    press(&mut state, "<enter>");
    assert_eq!(open(&state), "08MOSCOW42");
    press(&mut state, "<c-o>");
    assert_eq!(open(&state), "07MOSCOW601");
}

#[test]
fn what_is_not_in_the_corpus_is_said_to_be_absent() {
    let mut state = reader(vec![document("a.md", &["See 07TOKYO2690 for more."])]);
    let ways = state.ways();
    assert_eq!(ways.len(), 1, "{ways:?}");
    press(&mut state, "K");
    let Some(Overlay::Peek(peek)) = &state.overlay else {
        panic!("nothing is shown");
    };
    assert!(peek.text.contains("07TOKYO2690"), "{}", peek.text);
    assert!(peek.text.contains("not in this corpus"), "{}", peek.text);
    press(&mut state, "<esc><enter>");
    let message = state.message.as_ref().expect("a message");
    assert!(message.text.contains("07TOKYO2690"), "{}", message.text);
    assert_eq!(open(&state), "a");
}

#[test]
fn a_part_that_the_document_does_not_have_is_no_way() {
    let state = reader(vec![document("a.md", &["As paragraph 77 says."])]);
    assert!(state.ways().is_empty(), "{:?}", state.ways());
}

#[test]
fn keys_go_from_reference_to_reference() {
    let mut state = reader(vec![
        document(
            "07MOSCOW601.md",
            &["Nothing.", "First 08MOSCOW42, then 07TOKYO2690.", "End."],
        ),
        document("08MOSCOW42.md", &["The other one."]),
    ]);
    press(&mut state, "]r");
    assert_eq!(passage(&state), "08MOSCOW42");
    press(&mut state, "]r");
    assert_eq!(passage(&state), "07TOKYO2690");
    assert_eq!(state.ways().len(), 1, "{:?}", state.ways());
    press(&mut state, "]r");
    assert_eq!(passage(&state), "07TOKYO2690");
    press(&mut state, "[r");
    assert_eq!(passage(&state), "08MOSCOW42");
}

#[test]
fn the_timeline_asks_for_its_rows_and_leads_to_what_is_dated() {
    let mut state = reader(vec![
        document(
            "b.md",
            &["Signed on 19 October 1956.", "Then on 5 March 1953."],
        ),
        document("a.md", &["In 1855 it began."]),
    ]);
    let mut asked = Vec::new();
    for key in Key::parse_script("<space>y").expect("a script") {
        asked.extend(state.update(&Event::Key(key)));
    }
    let [crate::app::Effect::Timeline(edition)] = asked.as_slice() else {
        panic!("asked for {asked:?}");
    };
    let rows = crate::app::list::rows_of_timeline(&state.corpus, || false).expect("rows");
    state.update(&Event::Timeline(edition + 1, Vec::new().into()));
    state.update(&Event::Timeline(*edition, rows.into()));
    let dates = |state: &State| -> Vec<String> {
        let view = state.list.as_ref().expect("a list");
        let shown = view
            .shown
            .iter()
            .map(|index| view.rows[*index].right.clone());
        shown.collect()
    };
    assert_eq!(dates(&state), ["1855", "1953-03-05", "1956-10-19"]);
    press(&mut state, "s");
    assert_eq!(dates(&state), ["1956-10-19", "1953-03-05", "1855"]);
    press(&mut state, "sss/1953<tab>");
    assert_eq!(dates(&state), ["1953-03-05"]);
    press(&mut state, "<enter>");
    assert_eq!((open(&state), passage(&state)), ("b", "5 March 1953"));
}
