//! Keeping: how what the reader asks to be written gets to the disk.
//!
//! Knows the store and which texts an entry needs kept. Decides nothing: a wish goes in, what
//! became of it comes out as an event.

use std::path::Path;
use std::sync::Arc;

use crate::app::overlay::Overlay;
use crate::app::{Event, State};
use crate::corpus::DocumentId;
use crate::library::whereabouts::KeptText;
use crate::library::{Entry, Journey, Record};
use crate::passage::Anchor;
use crate::store::{Access, Ever, KeptTexts, Rest, Session, Store, StoreError};

use super::place::{Places, from_disk, habit_of, quick_of};

/// The store while the reader is open.
#[derive(Debug)]
pub(super) struct Keeping {
    store: Store,
    /// What of a large library is still being loaded.
    rest: Option<Rest>,
    /// Where the reader is.
    places: Places,
    /// What the last session left, until it is taken up.
    session: Option<Session>,
    /// The unfinished note that is on the disk: its name and its text.
    draft: Option<(String, String)>,
}

impl Keeping {
    /// Opens the library in a folder and gives it to the state: of a large one at first what the
    /// document at `first` needs. Where it cannot be written, it is read, and the state says why.
    pub(super) fn open(
        dir: &Path,
        first: Option<&DocumentId>,
        state: &mut State,
    ) -> Result<Self, StoreError> {
        let open = |access| match first {
            Some(first) => Store::open_for(dir, access, first),
            None => Store::open(dir, access),
        };
        let opened = match open(Access::Write) {
            Ok(opened) => opened,
            Err(error @ (StoreError::Held { .. } | StoreError::ReadOnly { .. })) => {
                state.read_only = Some(sentence(&error));
                open(Access::Read)?
            }
            Err(error) => return Err(error),
        };
        state.take_library(opened.library, opened.history);
        state.drafts = opened.store.drafts();
        state.tell_unfinished();
        if let Some(why) = state.read_only.clone() {
            state.warn(why);
        }
        for note in opened.report.notes {
            state.warn(note);
        }
        let session = opened.store.session();
        let places = Places::new(opened.store.session_file(), session.clone());
        Ok(Self {
            places,
            session: Some(session),
            store: opened.store,
            rest: opened.rest,
            draft: None,
        })
    }

    /// Whether a part of the library is still being loaded.
    pub(super) fn loading(&self) -> bool {
        self.rest.is_some()
    }

    /// Begins to load the rest of a large library, in the background.
    pub(super) fn load(&mut self) {
        if let Some(rest) = &mut self.rest {
            self.store.load(rest);
        }
    }

    /// The whole library, once it is loaded.
    pub(super) fn loaded(&mut self) -> Option<Event> {
        let loaded = self.rest.as_ref()?.poll()?;
        self.rest = None;
        let whole = loaded
            .map_err(|error| error.to_string())
            .and_then(|loaded| {
                self.store
                    .complete(loaded)
                    .map_err(|error| sentence(&error))
            });
        Some(match whole {
            Ok(both) => Event::Library(Box::new(both)),
            Err(why) => Event::Failed(format!("the library could not be read whole: {why}")),
        })
    }

    /// Which documents records know by another id; only texts that are not at their old place are
    /// read for it.
    pub(super) fn renamed(&self, state: &State) -> Event {
        Event::Renamed(self.store.former_ids(&state.corpus))
    }

    /// What the store found out in the background.
    pub(super) fn news(&self) -> impl Iterator<Item = Event> + use<> {
        self.store.news().into_iter().map(Event::Failed)
    }

    /// The library's folder.
    pub(super) fn dir(&self) -> &Path {
        self.store.dir()
    }

    /// The kept texts, for a job.
    pub(super) fn texts(&self) -> KeptTexts {
        self.store.texts()
    }

    /// The records that were ever in the library, for a job.
    pub(super) fn ever(&self) -> Ever {
        self.store.ever()
    }

    /// Which texts are kept, and of which documents.
    pub(super) fn kept(&self) -> Vec<KeptText> {
        self.store.kept_texts()
    }

    /// Keeps the note being written, as it stands on the screen, or forgets it once it is saved or
    /// thrown away: a killed process loses no sentence.
    pub(super) fn keep_draft(&mut self, state: &mut State) {
        let writing = match &state.overlay {
            Some(Overlay::Note(editor)) if editor.changed() => {
                Some((editor.subject.draft_name(), editor.text()))
            }
            _ => None,
        };
        if writing == self.draft {
            return;
        }
        if let Some((name, _)) = &self.draft
            && writing.as_ref().is_none_or(|(now, _)| now != name)
        {
            self.store.drop_draft(name);
            state.drafts.remove(name);
        }
        if let Some((name, text)) = &writing {
            // What cannot be kept now is tried again with the next stroke; saving says what is wrong.
            let _ = self.store.save_draft(name, text);
        }
        self.draft = writing;
    }

    /// What keeps a text as the draft of the note being written, from wherever the process ends.
    pub(super) fn keeper(&mut self, state: &State) -> impl FnOnce(&str) + Send + use<> {
        let name = match &state.overlay {
            Some(Overlay::Note(editor)) => Some(editor.subject.draft_name()),
            _ => None,
        };
        let keep = name.and_then(|name| self.store.draft_keeper(name).ok());
        move |text| {
            if let Some(keep) = keep {
                // Nobody is left to be told.
                let _ = keep(text);
            }
        }
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
            // By its text a document is known again whose file is called otherwise one day.
            if let Some(Record::Correction(it)) = &change.after
                && let Some(index) = state.standings.index_of(&state.corpus, &it.document)
                && let Some(document) = state.corpus.document(index)
            {
                self.store.keep(&document)?;
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

    /// The document that was open when the last session ended, read before the library is.
    pub(super) fn last_open(dir: &Path) -> Option<DocumentId> {
        Store::last_session(dir).open
    }

    /// Takes the reader back to where the last session ended.
    pub(super) fn resume(&mut self, state: &mut State) {
        let session = self.session.take().unwrap_or_default();
        state.quick = quick_of(&session);
        state.habit = habit_of(&session);
        state.places = session
            .places
            .iter()
            .filter_map(|(id, at)| Some((state.corpus.index_of(id)?, from_disk(at.clone()))))
            .collect();
        let open = session.open.and_then(|id| state.corpus.index_of(&id));
        if let Some(index) = open {
            // It stands open at its beginning, which is no place to come back to.
            state.reading = None;
            state.open(index);
            state.lay_out(true);
            state.show_passage();
        }
        for (letter, place) in session.marks {
            state.recall_mark(letter, &place.document, place.at);
        }
    }

    /// Notes where the reader is; tells whether that is not written yet.
    pub(super) fn note_place(&self, state: &State) -> bool {
        self.places.note(state)
    }

    /// What writes the place.
    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    /// Leaves the session for the next time. Its loss is a nuisance, so a fault is not said.
    pub(super) fn leave(&self, state: &State) {
        if let Some(reading) = &state.reading
            && !state.corpus.is_beginning(reading.index)
        {
            let document = &reading.document.id;
            let _ = self
                .store
                .prepare_opening(&state.library, &state.history, document);
        }
        self.places.note(state);
        self.places.write();
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
