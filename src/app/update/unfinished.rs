//! Notes that were left unfinished when a session was cut off: where they belong, and the way there.
//!
//! Knows the names under which they are kept. Their texts are the state's, from the library's folder.

use std::ops::Range;

use crate::app::list::anchor_of;
use crate::app::naming;
use crate::app::overlay::note::Subject;
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::corpus::DocumentId;
use crate::library::placing::Part;
use crate::library::{RecordId, counted};
use crate::passage::{Span, address};

impl State {
    /// Says that notes were left unfinished, where the first of them belongs, and what leads there.
    pub fn tell_unfinished(&mut self) {
        let count = self.drafts.len();
        if count == 0 {
            return;
        }
        let place = self.first_unfinished().and_then(|(_, index, range)| {
            let document = self.corpus.document(index)?;
            let place = address::of(&document, &range).to_string();
            let place = place.split(":\"").next().unwrap_or_default();
            Some(naming::short(&self.corpus, place, 28).to_string())
        });
        let on = place.map_or_else(String::new, |place| format!(" on {place}"));
        let keys = self.keymap.keys_of(crate::app::Action::Unfinished);
        let key = keys.into_iter().next();
        let key = key.unwrap_or_else(|| ": unfinished-note".to_owned());
        let notes = match count {
            1 => format!("a note{on} was left unfinished"),
            many => format!("{} were left unfinished, one{on}", counted(many, "note")),
        };
        self.say(format!("{notes}: {key} takes it up again"));
    }

    /// Goes to the passage of the first unfinished note, and opens it as it was left.
    pub(super) fn unfinished(&mut self) {
        let Some((subject, index, range)) = self.first_unfinished() else {
            let why = if self.drafts.is_empty() {
                "no note was left unfinished"
            } else {
                "the passage of the unfinished note is not in the corpus any more"
            };
            self.say(why);
            return;
        };
        if !self.may_ask("The unfinished note") {
            return;
        }
        if self.list.is_some() {
            self.leave_list();
        }
        self.jump(index, range);
        match subject {
            Subject::Passage(_) => self.new_note(),
            Subject::Annotation(id) => self.edit_note(id),
        }
    }

    /// The first unfinished note whose passage is there: what it belongs to, and where that stands.
    fn first_unfinished(&self) -> Option<(Subject, usize, Range<usize>)> {
        self.drafts.keys().find_map(|name| self.draft_place(name))
    }

    fn draft_place(&self, name: &str) -> Option<(Subject, usize, Range<usize>)> {
        if let Some((document, places)) = name.rsplit_once(' ')
            && let Some((from, to)) = places.split_once("..")
            && let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>())
        {
            let id = DocumentId::new(document);
            let index = self.corpus.index_of(&id)?;
            let there = self.corpus.document(index)?;
            there.text.get(from..to).filter(|it| !it.is_empty())?;
            return Some((Subject::Passage(Span::new(id, from..to)), index, from..to));
        }
        let id = RecordId::read(name)?;
        let anchor = anchor_of(self, id, Part::Annotation)?;
        match self.place_of(id, Part::Annotation, anchor) {
            Goal::Passage(index, range) => Some((Subject::Annotation(id), index, range)),
            _ => None,
        }
    }
}
