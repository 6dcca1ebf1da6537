//! Corrections by keys: what is asked, what is kept, and what the document is afterwards.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::keymap::Keymap;
use crate::app::{Effect, Event, Key, State};
use crate::corpus::Corpus;
use crate::corpus::raw::RawDocument;
use crate::library::{Change, Entry};

fn reader(texts: &[&str]) -> State {
    let raw = RawDocument::paragraphs(texts);
    let document = crate::corpus::structure::recognise(raw, Path::new("d.md"));
    let corpus = Corpus::of(PathBuf::from("/"), vec![document], Vec::new());
    State::new(Arc::new(corpus), Arc::new(Keymap::default()), (100, 30))
}

/// Presses keys; what is to be kept is kept, and the last of `done` is what `u` undoes.
fn press_all(state: &mut State, script: &str, done: &mut Vec<Arc<Entry>>) {
    for key in Key::parse_script(script).expect("a script") {
        for effect in state.update(&Event::Key(key)) {
            match effect {
                Effect::Commit(entry) => {
                    done.push(Arc::clone(&entry));
                    state.update(&Event::Saved(entry));
                }
                Effect::Travel(journey) => {
                    let last: &Arc<Entry> = done.last().expect("something to undo");
                    let changes = last.changes.iter().rev();
                    let changes = changes.map(Change::inverted).collect();
                    state.update(&Event::Travelled(journey, changes));
                }
                _ => {}
            }
        }
    }
}

fn press(state: &mut State, script: &str) {
    press_all(state, script, &mut Vec::new());
}

fn blocks(state: &State) -> Vec<String> {
    let document = &state.reading.as_ref().expect("a document").document;
    let blocks = document.blocks.iter();
    blocks
        .map(|block| format!("{} {}", block.kind, document.block_text(block)))
        .collect()
}

#[test]
fn a_paragraph_is_joined_with_its_annotation() {
    let mut state = reader(&["It was, they say, bright.", "A cold day.", "The clocks."]);
    press(&mut state, "jtweather<enter>");
    assert_eq!(state.library.annotations().count(), 1);
    press(&mut state, "<space>cj");
    assert_eq!(
        blocks(&state),
        [
            "paragraph It was, they say, bright. A cold day.",
            "paragraph The clocks."
        ]
    );
    let reading = state.reading.as_ref().expect("a document");
    let block = &reading.document.blocks[0];
    assert!(reading.document.corrected_at(block).next().is_some());
    assert_eq!(reading.document.slice(&reading.cursor.range), "A cold day.");
}

#[test]
fn a_kind_is_chosen_and_a_title_typed() {
    let mut state = reader(&["A Title In Capitals", "Words."]);
    press(&mut state, "<space>ck1");
    assert_eq!(blocks(&state)[0], "heading A Title In Capitals");
    press(&mut state, "<space>ct<home><c-k>Another<enter>");
    let title = |state: &State| state.corpus.listing(0).unwrap().title;
    assert_eq!(title(&state), "Another");
    press(&mut state, "<space>cdnever<enter>");
    assert!(state.overlay.is_some(), "the prompt says why and stays");
    press(&mut state, "<esc>");
    press(&mut state, "<space>cd2006-10<enter>");
    let date = state.corpus.listing(0).unwrap().date;
    assert_eq!(date.map(|date| date.iso), Some("2006-10".to_owned()));
}

#[test]
fn what_cannot_be_done_is_not_kept() {
    let mut state = reader(&["One.", "Two."]);
    press(&mut state, "<space>cj");
    assert_eq!(state.library.corrections().count(), 0);
    assert!(state.message.is_some());
    press(&mut state, "<space>cs");
    assert_eq!(state.library.corrections().count(), 0);
}

#[test]
fn what_was_corrected_is_undone() {
    let mut state = reader(&["It was one.", "It was two."]);
    let mut done = Vec::new();
    press_all(&mut state, "j<space>cj", &mut done);
    assert_eq!(blocks(&state), ["paragraph It was one. It was two."]);
    press_all(&mut state, "u", &mut done);
    assert_eq!(
        blocks(&state),
        ["paragraph It was one.", "paragraph It was two."]
    );
}

#[test]
fn a_split_begins_at_the_passage() {
    let mut state = reader(&["First thought. Second thought."]);
    press(&mut state, "ll<space>cs");
    assert_eq!(
        blocks(&state),
        ["paragraph First thought.", "paragraph Second thought."]
    );
}
