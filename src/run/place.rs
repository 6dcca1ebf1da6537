//! The reading place: kept for the next session, also when this one is cut off.
//!
//! Knows what is to be written and when. The place in the open document is noted after each stroke,
//! which costs nothing; it is worked out and written when the reader rests, now and then in long
//! reading, and by whoever ends the program.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::app::State;
use crate::app::left::{Left, Noted};
use crate::app::reading::Reading;
use crate::app::taking::Habit;
use crate::app::trail::Stop;
use crate::store::{DocumentPlace, ReadingPlace, Session, SessionFile};

/// How long the reader rests before the place is written.
pub(super) const REST: Duration = Duration::from_secs(3);
/// How long it stays unwritten at most while the reader goes on.
const LONGEST: Duration = Duration::from_secs(30);

/// Marks by document and letter.
type Marks = BTreeMap<(Option<usize>, char), Stop>;

/// Tags by digit.
type Quick = BTreeMap<char, String>;

/// Under what name the session keeps the tag of a digit.
const QUICK: &str = "quick-tag-";
/// What the names of choices for exports begin with.
const EXPORT: &str = "export-";

/// What is left for the next session.
#[derive(Debug, Clone)]
pub(super) struct Places(Arc<Mutex<Kept>>);

#[derive(Debug)]
struct Kept {
    file: SessionFile,
    /// All of the session but the place in the open document.
    rest: Session,
    /// Beside which document, and with which marks and quick tags, `rest` was made.
    made_of: (Option<usize>, Marks, Quick),
    /// With which choices of an export.
    habit: Habit,
    /// The place in the open document.
    here: Option<Noted>,
    /// The place that was written last, and when.
    written: Option<Noted>,
    at: Instant,
}

impl Places {
    /// Nothing noted yet; `before` is what the last session left.
    pub(super) fn new(file: SessionFile, before: Session) -> Self {
        Self(Arc::new(Mutex::new(Kept {
            file,
            rest: before,
            made_of: (None, Marks::new(), Quick::new()),
            habit: Habit::default(),
            here: None,
            written: None,
            at: Instant::now(),
        })))
    }

    /// Notes where the reader is. Tells whether it is not written yet.
    pub(super) fn note(&self, state: &State) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *kept;
        let open = state.reading.as_ref().map(|reading| reading.index);
        let made_of = &kept.made_of;
        if (made_of.0, &made_of.1, &made_of.2) != (open, &state.marks, &state.quick)
            || kept.habit != state.habit
        {
            kept.made_of = (open, state.marks.clone(), state.quick.clone());
            kept.habit = state.habit.clone();
            kept.rest = rest_of(state, std::mem::take(&mut kept.rest));
        }
        kept.here = state.reading.as_ref().map(Reading::noted);
        if kept.written.is_none() {
            // What was found at the beginning need not be written again.
            kept.written.clone_from(&kept.here);
        }
        if kept.here != kept.written && kept.at.elapsed() > LONGEST {
            kept.write();
        }
        kept.here != kept.written
    }

    /// Writes what is noted, if it is not written yet.
    pub(super) fn write(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.write();
    }

    /// Writes what is noted from another thread, while the one that notes may hang.
    pub(super) fn write_at_the_end(&self) {
        if let Ok(mut kept) = self.0.try_lock() {
            kept.write();
        }
    }
}

impl Kept {
    fn write(&mut self) {
        self.at = Instant::now();
        let Some(here) = &self.here else { return };
        let mut session = self.rest.clone();
        session.open = Some(here.document().clone());
        session
            .places
            .insert(here.document().clone(), to_disk(here.left()));
        // Said to nobody: its loss is a nuisance, and nothing that the reader made is in it.
        if self.file.save(&session).is_ok() {
            self.written.clone_from(&self.here);
        }
    }
}

/// The session but for the place in the open document; what it holds besides is kept.
fn rest_of(state: &State, before: Session) -> Session {
    let id = |index: usize| state.corpus.listings().get(index).map(|it| it.id.clone());
    let places = state.places.iter();
    let mut settings = before.settings;
    settings.retain(|name, _| !name.starts_with(QUICK) && !name.starts_with(EXPORT));
    let habit = state.habit.written().into_iter();
    settings.extend(habit.map(|(name, value)| (format!("{EXPORT}{name}"), value)));
    let quick = state.quick.iter();
    settings.extend(quick.map(|(digit, path)| (format!("{QUICK}{digit}"), path.clone())));
    Session {
        settings,
        open: None,
        places: places
            .filter_map(|(index, left)| Some((id(*index)?, to_disk(left.clone()))))
            .collect(),
        marks: state
            .global_marks()
            .filter_map(|(letter, index, at)| {
                let document = id(index)?;
                Some((letter, ReadingPlace { document, at }))
            })
            .collect(),
        recent: before.recent,
    }
}

/// The tags of digits that a session kept.
pub(super) fn quick_of(session: &Session) -> Quick {
    let kept = session.settings.iter();
    kept.filter_map(|(name, path)| {
        let digit = name.strip_prefix(QUICK)?.chars().next()?;
        Some((digit, path.clone()))
    })
    .collect()
}

/// What a session kept of the last export.
pub(super) fn habit_of(session: &Session) -> Habit {
    let kept = session.settings.iter();
    Habit::read(kept.filter_map(|(name, value)| Some((name.strip_prefix(EXPORT)?, value.as_str()))))
}

/// How a document was left, as the store keeps it.
fn to_disk(left: Left) -> DocumentPlace {
    DocumentPlace {
        from: left.passage.start,
        to: left.passage.end,
        top: left.top,
        spaced: left.spaced,
        folds: left.folds,
        read: left.read,
        version: left.version,
    }
}

/// The same, as the reader takes it up.
pub(super) fn from_disk(place: DocumentPlace) -> Left {
    Left {
        passage: place.from..place.to,
        top: place.top,
        spaced: place.spaced,
        folds: place.folds,
        read: place.read,
        version: place.version,
    }
}
