//! Settling where several people tagged the same paragraph otherwise.
//!
//! Knows what it means to take the others' side: their passages get the tag in the reader's own name, or
//! the reader's own lose it. What others made is never changed. A difference that is passed over stays
//! out of the list as long as the program runs.

use std::ops::Range;

use crate::app::event::Effect;
use crate::app::list::{Apart, Body, ListView};
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::library::acts::{self, ActError};
use crate::library::placing::Part;
use crate::library::{RecordId, TagPath};
use crate::passage::Anchor;

impl State {
    /// Takes the others' side in the chosen difference.
    pub(super) fn take_theirs(&mut self) -> Vec<Effect> {
        let Some((index, range, apart)) = self.chosen_difference() else {
            return Vec::new();
        };
        if !self.may_write() {
            return Vec::new();
        }
        let by = self.by();
        let me = &by.author.0;
        let act = if apart.with.contains(me) {
            let mine = self.tagged(index, &range, &apart.tag, |name| name == me);
            let ids: Vec<RecordId> = mine.into_iter().map(|(id, _)| id).collect();
            acts::untag(&self.library, &by, &ids, &apart.tag)
        } else if apart.without.contains(me) {
            let theirs = self.tagged(index, &range, &apart.tag, |name| name != me);
            let document = self.corpus.document(index);
            let anchors: Vec<Anchor> = document
                .map(|document| {
                    let ranges: Vec<_> = theirs.into_iter().map(|(_, range)| range).collect();
                    Anchor::all_of(&document, &ranges)
                })
                .unwrap_or_default();
            TagPath::parse(&apart.tag)
                .map_err(ActError::from)
                .and_then(|tag| acts::tag_own(&self.library, &by, &anchors, &tag))
        } else {
            self.say(format!(
                "you, {me}, marked nothing in this document: Enter goes there"
            ));
            return Vec::new();
        };
        self.perform(act, &by)
    }

    /// Passes the chosen difference over.
    pub(super) fn keep_own(&mut self) {
        let Some(view) = &mut self.list else { return };
        if let Some(token) = view.chosen().map(|row| row.token) {
            view.passed.insert(token);
            view.rows_mut().retain(|row| row.token != token);
            view.filter();
            self.say("left as it is; it comes up again when the program is started anew");
        }
    }

    fn chosen_difference(&self) -> Option<(usize, Range<usize>, Apart)> {
        let row = self.list.as_ref().and_then(ListView::chosen)?;
        match (&row.body, &row.goal) {
            (Body::Apart(apart), Some(Goal::Passage(index, range))) => {
                Some((*index, range.clone(), (**apart).clone()))
            }
            _ => None,
        }
    }

    /// The annotations with a tag, of people whom a test lets pass, that touch a stretch of a document,
    /// and where each stands.
    fn tagged(
        &self,
        index: usize,
        range: &Range<usize>,
        tag: &str,
        by: impl Fn(&str) -> bool,
    ) -> Vec<(RecordId, Range<usize>)> {
        let mut found = Vec::new();
        for it in self.library.annotations() {
            if !by(&it.creator.0) || !self.library.tag_paths(it).contains(&tag) {
                continue;
            }
            let goal = self.place_of(it.id, Part::Annotation, it.target.anchor());
            if let Goal::Passage(there, place) = goal
                && there == index
                && place.start < range.end
                && range.start < place.end
            {
                found.push((it.id, place));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
