//! Keeping: how what the reader asks to be written gets to the disk.
//!
//! Knows the store and which texts an entry needs kept. Decides nothing: a wish goes in, what
//! became of it comes out as an event.

use std::path::Path;
use std::sync::Arc;

use crate::app::{Event, State};
use crate::library::{Entry, Journey, Record};
use crate::passage::Anchor;
use crate::store::{Access, ReadingPlace, Session, Store, StoreError};

/// The store while the reader is open.
#[derive(Debug)]
pub(super) struct Keeping {
    store: Store,
}

impl Keeping {
    /// Opens the library in a folder and gives it to the state. Where it cannot be written, it is
    /// read, and the state says why.
    pub(super) fn open(dir: &Path, state: &mut State) -> Result<Self, StoreError> {
        let opened = match Store::open(dir, Access::Write) {
            Ok(opened) => opened,
            Err(error @ (StoreError::Held { .. } | StoreError::ReadOnly { .. })) => {
                state.read_only = Some(sentence(&error));
                Store::open(dir, Access::Read)?
            }
            Err(error) => return Err(error),
        };
        state.take_library(opened.library, opened.history);
        if let Some(why) = state.read_only.clone() {
            state.warn(why);
        }
        for note in opened.report.notes {
            state.warn(note);
        }
        Ok(Self {
            store: opened.store,
        })
    }

    /// Writes an entry, and before it the texts that it refers to.
    pub(super) fn commit(&mut self, state: &State, entry: Arc<Entry>) -> Event {
        let written = self
            .keep_texts(state, &entry)
            .and_then(|()| self.store.commit(&entry));
        match written {
            Ok(()) => Event::Saved(entry),
            Err(error) => {
                let why = sentence(&error);
                Event::NotSaved(entry, why)
            }
        }
    }

    fn keep_texts(&mut self, state: &State, entry: &Entry) -> Result<(), StoreError> {
        for change in &entry.changes {
            for anchor in change.after.iter().flat_map(anchors) {
                if let Some(document) = state.corpus.get(&anchor.document)
                    && document.hash == anchor.version
                {
                    self.store.keep(&document)?;
                }
            }
        }
        Ok(())
    }

    /// Moves the head of the history.
    pub(super) fn travel(&mut self, state: &State, journey: Journey) -> Event {
        let moved = self
            .store
            .changes(&state.history, &journey)
            .and_then(|changes| self.store.move_head(journey.to).map(|()| changes));
        match moved {
            Ok(changes) => Event::Travelled(journey, changes),
            Err(error) => Event::Failed(sentence(&error)),
        }
    }

    /// Takes the reader back to where the last session ended.
    pub(super) fn resume(&self, state: &mut State) {
        let session = self.store.session();
        state.places = session
            .places
            .iter()
            .filter_map(|(id, at)| Some((state.corpus.index_of(id)?, *at)))
            .collect();
        let open = session.open.and_then(|id| state.corpus.index_of(&id));
        if let Some(index) = open {
            state.open(index);
            state.lay_out(true);
        }
        for (letter, place) in session.marks {
            state.recall_mark(letter, &place.document, place.at);
        }
    }

    /// Leaves the session for the next time. Its loss is a nuisance, so a fault is not said.
    pub(super) fn leave(&self, state: &State) {
        let id = |index: usize| state.corpus.listings().get(index).map(|it| it.id.clone());
        let session = Session {
            open: state.reading.as_ref().and_then(|it| id(it.index)),
            places: state
                .all_places()
                .into_iter()
                .filter_map(|(index, at)| Some((id(index)?, at)))
                .collect(),
            marks: state
                .global_marks()
                .filter_map(|(letter, index, at)| {
                    let document = id(index)?;
                    Some((letter, ReadingPlace { document, at }))
                })
                .collect(),
            ..self.store.session()
        };
        // Said to nobody: there is no screen any more, and nothing of the reader's is lost.
        let _ = self.store.save_session(&session);
    }
}

/// The passages a record is about.
fn anchors(record: &Record) -> Vec<&Anchor> {
    match record {
        Record::Annotation(it) => vec![it.target.anchor()],
        Record::Link(it) => vec![it.from.anchor(), it.to.anchor()],
        Record::Rejection(it) => vec![it.target.anchor()],
        Record::Tag(_) | Record::Correction(_) | Record::Query(_) => Vec::new(),
    }
}

/// A fault with what can be done about it, on one line.
fn sentence(error: &StoreError) -> String {
    match error.advice() {
        Some(advice) => format!("{error}; {advice}"),
        None => error.to_string(),
    }
}
