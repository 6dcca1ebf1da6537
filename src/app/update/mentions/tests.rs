//! Mentions while reading, driven by keys, with jobs done at once and a disk that takes everything.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::event::{Effect, Event};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::mentions::{Inquiry, Report, found};
use crate::app::state::State;
use crate::corpus::Corpus;
use crate::library::acts::{self, By, TagLook};
use crate::library::{Form, FormKind, TagPath};
use crate::search::sample::document;
use crate::search::{Dossiers, Folded};

pub(in crate::app) struct Desk {
    pub(in crate::app) state: State,
}

impl Desk {
    /// A reader over texts, each a name and its paragraphs.
    pub(in crate::app) fn over(texts: &[(&str, &str)]) -> Self {
        let documents = texts.iter().map(|(id, text)| document(id, text)).collect();
        let corpus = Arc::new(Corpus::of(PathBuf::new(), documents, Vec::new()));
        Self {
            state: State::new(corpus, Arc::new(Keymap::default()), (120, 40)),
        }
    }

    /// Gives a tag with forms to the library.
    pub(in crate::app) fn tag(mut self, path: &str, forms: &[&str]) -> Self {
        let by = By::here();
        let look = TagLook {
            forms: forms
                .iter()
                .map(|pattern| Form {
                    pattern: (*pattern).to_owned(),
                    kind: FormKind::Phrase,
                    case: false,
                })
                .collect(),
            ..TagLook::default()
        };
        let path = TagPath::parse(path).expect("a good path");
        let act = acts::add_tag(&self.state.library, &by, &path, look).expect("a new tag");
        let entry = Arc::new(self.state.history.sign(act, &by));
        self.take(&Event::Saved(entry));
        self
    }

    pub(in crate::app) fn press(&mut self, script: &str) -> &mut Self {
        for key in Key::parse_script(script).expect("a script") {
            self.take(&Event::Key(key));
        }
        self
    }

    pub(in crate::app) fn take(&mut self, event: &Event) {
        let mut effects = VecDeque::from(self.state.update(event));
        while let Some(effect) = effects.pop_front() {
            for answer in self.done(effect) {
                effects.extend(self.state.update(&answer));
            }
        }
    }

    /// What a shell without a screen answers to an effect.
    fn done(&self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Commit(entry) => vec![Event::Saved(entry)],
            Effect::Travel(journey) => {
                let changes = self.state.history.changes(&journey).expect("in memory");
                vec![Event::Travelled(journey, changes)]
            }
            Effect::Mentions(Inquiry::Here(stamp)) => {
                let document = self.state.corpus.document(stamp.document).expect("it");
                let (dossiers, _) = Dossiers::of(self.state.library.tags().map(AsRef::as_ref));
                let found = found(
                    stamp.document,
                    &document,
                    &Folded::of(&document),
                    &dossiers,
                    &self.state.library,
                    &self.state.standings,
                );
                vec![Event::Mentions(Report::Here(stamp, found))]
            }
            _ => Vec::new(),
        }
    }

    pub(in crate::app) fn passage(&self) -> &str {
        let reading = self.state.reading.as_ref().expect("a document");
        reading.document.slice(&reading.cursor.range)
    }

    pub(in crate::app) fn waiting(&self) -> (usize, usize) {
        let waiting = &self.state.reading.as_ref().expect("a document").waiting;
        (waiting.undecided(), waiting.possible())
    }

    pub(in crate::app) fn said(&self) -> &str {
        self.state.message.as_ref().map_or("", |it| &it.text)
    }
}

const TALK: &str = "The Joint Declaration was signed. The Declaration ended a war.\n\n\
    Nobody spoke of boats.\n\nA joint declaration was read again, and then a joint declaration.";

fn desk() -> Desk {
    Desk::over(&[("A", TALK), ("B", "One joint declaration more.")])
        .tag("treaty/1956", &["joint declaration"])
}

#[test]
fn mentions_that_wait_are_walked_and_decided_in_the_text() {
    let mut desk = desk();
    assert_eq!(desk.waiting(), (3, 0));
    desk.press("]m");
    assert_eq!(desk.passage(), "Joint Declaration");
    desk.press("gg[m");
    assert_eq!(desk.said(), "no further mention waits in this document");
    // The first is confirmed: what points back to it is possible now, and the reader has gone on.
    desk.press("c");
    assert_eq!(desk.waiting(), (2, 1));
    assert!(desk.said().starts_with("saved: confirm"), "{}", desk.said());
    desk.press("[m");
    assert_eq!(desk.passage(), "The Declaration");
    desk.press("r");
    assert_eq!(desk.waiting(), (2, 0));
    desk.press("u");
    assert_eq!(desk.waiting(), (2, 1));
}

#[test]
fn several_on_one_passage_are_asked_about() {
    let mut desk = desk();
    desk.press("G");
    desk.press("c");
    assert!(desk.state.overlay.is_some(), "which of the two is asked");
    desk.press("2");
    assert_eq!(desk.waiting(), (2, 0));
    desk.press("gg]a");
    assert_eq!(desk.passage(), "joint declaration");
}

#[test]
fn rejecting_what_was_confirmed_takes_the_tag_off() {
    let mut desk = desk();
    desk.press("]m");
    desk.press("c");
    assert_eq!(desk.state.library.annotations().count(), 1);
    let first = desk.state.library.annotations().next().expect("one");
    let place = first.target.anchor().clone();
    let act = acts::reject(&desk.state.library, &By::here(), "treaty/1956", &[place]);
    let act = act.expect("an act");
    desk.state.library.apply(&act.changes);
    assert_eq!(desk.state.library.annotations().count(), 0);
    assert_eq!(desk.state.library.rejections().count(), 1);
}

#[test]
fn another_document_has_its_own() {
    let mut desk = desk();
    desk.press("]d");
    assert_eq!(desk.waiting(), (1, 0));
    desk.press("]m");
    assert_eq!(desk.passage(), "joint declaration");
    desk.press("K");
    assert!(desk.state.overlay.is_some(), "a look at the mention");
}
