//! Another corpus in the place of the one that was opened: files changed, or all have been read.
//!
//! Knows everything in the state that names a document by its place in the corpus, and moves it to
//! where that document is now. What is being read stays on the screen as it is.

use std::sync::Arc;

use crate::app::event::Effect;
use crate::app::list::{Kind, ListView};
use crate::app::panes::Split;
use crate::app::reading::Reading;
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::corpus::Renewed;

impl State {
    /// Goes on in another corpus.
    pub(super) fn renewed(&mut self, renewed: &Renewed) -> Vec<Effect> {
        let at = |old: usize| renewed.moved.get(old).copied().flatten();
        let places = self.all_places();
        let former = std::mem::replace(&mut self.corpus, Arc::clone(&renewed.corpus));
        self.source = Arc::clone(&renewed.corpus);
        self.misfits.clear();
        self.touch_documents(true, &[]);
        self.wish.documents = u16::try_from(self.corpus.len()).unwrap_or(u16::MAX);
        self.edition += 1;
        self.known = Arc::default();
        self.link_from = self.link_from.take().and_then(|mut start| {
            let was = former.index_of(&start.span.document)?;
            start.span.document = self.corpus.listing(at(was)?)?.id;
            Some(start)
        });
        self.places = (places.into_iter())
            .filter_map(|(index, place)| Some((at(index)?, place)))
            .collect();
        self.marks = std::mem::take(&mut self.marks)
            .into_iter()
            .filter_map(|((document, letter), mut stop)| {
                stop.document = at(stop.document)?;
                let document = match document {
                    Some(document) => Some(at(document)?),
                    None => None,
                };
                Some(((document, letter), stop))
            })
            .collect();
        self.trail.moved(at);
        self.standings.moved(at);
        for view in [&mut self.list, &mut self.aside].into_iter().flatten() {
            move_rows(view, at);
        }
        let chosen = at(self.documents.chosen);
        self.keep_beside(at);
        let begun = (self.reading.as_ref()).is_some_and(|it| former.is_beginning(it.index));
        self.go_on_reading(at, begun);
        self.correct_all();
        if let Some(chosen) = chosen {
            self.documents.chosen = chosen;
        }
        let mut effects = vec![Effect::Rename, Effect::Place, Effect::Know];
        effects.extend(match self.list.as_mut().map(|view| (view.kind, view)) {
            // What was under way was about the former corpus.
            Some((Kind::Search, view)) if !view.field.is_empty() => self.list_typed(),
            Some((Kind::Documents, view)) => {
                view.working = Some("reading titles …".to_owned());
                vec![Effect::Titles(self.edition)]
            }
            Some((Kind::Timeline, view)) => {
                view.working = Some("reading dates …".to_owned());
                vec![Effect::Timeline(self.edition)]
            }
            Some(_) => {
                self.refill_list();
                Vec::new()
            }
            None => Vec::new(),
        });
        effects
    }

    /// Keeps the text that stands beside the open one, at its place.
    fn keep_beside(&mut self, at: impl Fn(usize) -> Option<usize>) {
        self.portal = None;
        let Some(beside) = self.beside.take() else {
            return;
        };
        let index = at(beside.index);
        let document = index.and_then(|index| Some((index, self.corpus.document(index)?)));
        match document {
            Some((index, document)) => {
                let mut now = Reading::new(index, document);
                now.take_up(&beside.noted().left());
                self.beside = Some(now);
            }
            None => self.wish.split = Split::None,
        }
    }

    /// Keeps the open document open; if its text is another now, at the same place. Where only its
    /// beginning was open, that is no change.
    fn go_on_reading(&mut self, at: impl Fn(usize) -> Option<usize>, begun: bool) {
        let Some(mut reading) = self.reading.take() else {
            self.open(0);
            return;
        };
        let now = at(reading.index);
        let document = now.and_then(|index| Some((index, self.corpus.document(index)?)));
        match document {
            Some((index, document)) if document.text == reading.document.text => {
                reading.index = index;
                // The structure may be another where a reader corrected it.
                let same = document.blocks == reading.document.blocks;
                reading.document = document;
                reading.forget_references();
                self.reading = Some(reading);
                if same {
                    self.mark_anew();
                } else {
                    self.open(index);
                }
            }
            Some((index, _)) => {
                self.open(index);
                if reading.is_ending() {
                    self.last();
                }
                if begun {
                    self.say("the whole file is here now");
                } else {
                    self.say("this document has changed; it is shown as it is now");
                }
            }
            None => {
                let name = reading.document.id.clone();
                self.open(reading.index.min(self.corpus.len().saturating_sub(1)));
                self.warn(format!("{name} is not in the folder any more"));
            }
        }
    }
}

/// Moves the rows of a list; those of documents that are gone are left out.
fn move_rows(view: &mut ListView, at: impl Fn(usize) -> Option<usize>) {
    view.rows_mut().retain_mut(|row| match &mut row.goal {
        Some(Goal::Passage(index, _)) => match at(*index) {
            Some(now) => {
                *index = now;
                true
            }
            None => false,
        },
        _ => true,
    });
    view.filter();
}
