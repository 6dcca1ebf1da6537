//! The lesson: the reading task, step by step, on the reader's own screen.
//!
//! Knows what each step asks for and by what it is told that it was done. Does not know how it is
//! shown; the reader does everything else as ever.

use super::cursor::Unit;
use super::overlay::Overlay;
use super::state::{Focus, State};
use crate::corpus::BlockKind;

/// What the state was like when a step began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Before {
    document: usize,
    start: usize,
    tagged: usize,
    noted: usize,
    links: usize,
}

impl Before {
    fn of(state: &State) -> Self {
        let reading = state.reading.as_ref();
        let annotations = || state.library.annotations();
        Self {
            document: reading.map_or(0, |it| it.index),
            start: reading.map_or(0, |it| it.cursor.range.start),
            tagged: annotations().filter(|it| !it.tags.is_empty()).count(),
            noted: annotations().filter(|it| !it.note.is_empty()).count(),
            links: state.library.links().count(),
        }
    }
}

/// A step: what it asks, and whether it was done.
struct Step {
    says: &'static str,
    done: fn(&State, &Before) -> bool,
}

/// The steps. What they say is about the default keys.
const STEPS: [Step; 15] = [
    Step {
        says: "The bar at the left marks the current passage. Press j until you are past the next heading. (k goes back.)",
        done: |state, before| is_paragraph(state) && Before::of(state).start > before.start,
    },
    Step {
        says: "Now sentence by sentence: press l. (h goes back, w and b go by words.)",
        done: |state, _| unit(state) == Some(Unit::Sentence),
    },
    Step {
        says: "Press + to take the whole paragraph again.",
        done: |state, _| matches!(unit(state), Some(Unit::Paragraph | Unit::Section)),
    },
    Step {
        says: "Search: press /, type declaration, press Enter. > goes to the next match.",
        done: |state, _| {
            let found = state.reading.as_ref().and_then(|it| it.found.as_ref());
            state.overlay.is_none() && found.is_some_and(|it| !it.hits.is_empty())
        },
    },
    Step {
        says: "Tag the match: press t, type a name such as treaty/1956, press Enter.",
        done: |state, before| Before::of(state).tagged > before.tagged,
    },
    Step {
        says: "Write a note on it: press n, type some words, press Esc. Esc saves.",
        done: |state, before| Before::of(state).noted > before.noted,
    },
    Step {
        says: "Take the note back: press u. What was undone comes again with U.",
        done: |state, before| Before::of(state).noted < before.noted,
    },
    Step {
        says: "And again: press U.",
        done: |state, before| Before::of(state).noted > before.noted,
    },
    Step {
        says: "Begin a link: press L. The last line says where it begins until it is tied.",
        done: |state, _| state.link_from.is_some(),
    },
    Step {
        says: "Go to another document: press ] and then d.",
        done: |state, before| Before::of(state).document != before.document,
    },
    Step {
        says: "Find a passage that answers the first one (j, l) and press L. Choose how they are tied, press Enter.",
        done: |state, before| Before::of(state).links > before.links,
    },
    Step {
        says: "Follow the link to its other end: press Enter. Ctrl-o would bring you back.",
        done: |state, before| Before::of(state).document != before.document,
    },
    Step {
        says: "See all that you made: press Space, then a. The blank opens a menu of everything.",
        done: |state, _| state.focus == Focus::List,
    },
    Step {
        says: "Enter goes to what a row stands for; q closes the list. Close it.",
        done: |state, _| state.list.is_none(),
    },
    Step {
        says: "Look at the help: press F1 (or Space and ?). Any other key closes it.",
        done: |state, _| matches!(state.overlay, Some(Overlay::Help(_))),
    },
];

/// What is said when all is done.
const END: &str = "That is all of it. Space e takes it away; q leaves. \
                   Your own documents wait: glossator FOLDER.";

/// Whether the current passage begins in running text.
fn is_paragraph(state: &State) -> bool {
    let reading = state.reading.as_ref();
    let block = reading.and_then(|it| it.document.blocks.get(it.block()));
    block.is_some_and(|block| block.kind == BlockKind::Paragraph)
}

fn unit(state: &State) -> Option<Unit> {
    let cursor = &state.reading.as_ref()?.cursor;
    cursor.extending.is_none().then_some(cursor.unit)
}

/// Where the reader is in the lesson.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lesson {
    step: usize,
    before: Before,
}

impl Lesson {
    /// The lesson at its first step.
    pub fn begin(state: &State) -> Self {
        Self {
            step: 0,
            before: Before::of(state),
        }
    }

    /// What the present step asks for.
    pub fn says(&self) -> &'static str {
        STEPS.get(self.step).map_or(END, |step| step.says)
    }

    /// The number of the present step, from 1, and how many there are; None at the end.
    pub fn at(&self) -> Option<(usize, usize)> {
        (self.step < STEPS.len()).then_some((self.step + 1, STEPS.len()))
    }
}

impl State {
    /// Goes on to the next step of the lesson, if the present one was done.
    pub(super) fn learn(&mut self) {
        let Some(lesson) = &self.lesson else { return };
        let done = STEPS
            .get(lesson.step)
            .is_some_and(|step| (step.done)(self, &lesson.before));
        if done {
            let next = Lesson {
                step: lesson.step + 1,
                before: Before::of(self),
            };
            self.lesson = Some(next);
        }
    }
}
