//! Jobs that make the rows of lists, or work out what is shown of them.
//!
//! Knows which of them takes the place of which. What a row says and how rows are arranged is `app`'s
//! part.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Jobs;
use crate::app::event::Effect;
use crate::app::ground::Ground;
use crate::app::list::{
    Arrangement, Dossier, Kind, Order, Row, rows_of_documents, rows_of_library, rows_of_page,
    rows_of_timeline,
};
use crate::app::{Event, State};
use crate::corpus::Corpus;
use crate::library::RecordId;

impl Jobs {
    /// Does what is asked for a list; anything else is not done here.
    pub(in crate::run) fn list(&mut self, state: &State, effect: Effect) {
        match effect {
            Effect::Rows(number, kind) => self.rows(number, kind, state.ground()),
            Effect::Page(number, tag, found, order) => {
                self.page(number, state.ground(), (tag, found, order));
            }
            Effect::Arrange(number, rows, arrangement) => self.arrange(number, rows, arrangement),
            Effect::Titles(edition) => self.titles(edition, Arc::clone(&state.corpus)),
            Effect::Timeline(edition) => self.timeline(edition, Arc::clone(&state.corpus)),
            _ => {}
        }
    }

    /// Makes the rows of a list of the library.
    fn rows(&self, number: u64, kind: Kind, ground: Ground) {
        self.start(move |sender| {
            let report = |rows: Vec<Row>, last| {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Rows(number, Arc::new(rows), last));
            };
            let rows = rows_of_library(&ground, kind, &|first| report(first, false));
            report(rows, true);
        });
    }

    /// Makes the rows of a tag's page.
    fn page(
        &self,
        number: u64,
        ground: Ground,
        (tag, found, order): (RecordId, Box<Dossier>, Order),
    ) {
        self.start(move |sender| {
            let rows = rows_of_page(&ground, tag, &found, order);
            // Nobody to report to means that the reader has left.
            let _ = sender.send(Event::Rows(number, Arc::new(rows), true));
        });
    }

    /// Works out what is to be shown of rows, in the place of any such work under way.
    fn arrange(&mut self, number: u64, rows: Arc<Vec<Row>>, arrangement: Arrangement) {
        self.cancel_arranging.store(true, Ordering::Release);
        self.cancel_arranging = Arc::default();
        let cancel = Arc::clone(&self.cancel_arranging);
        self.start(move |sender| {
            let arranged = arrangement.among(&rows, &|| cancel.load(Ordering::Acquire));
            // Whoever changes the rows then need not take a copy.
            drop(rows);
            if let Some(arranged) = arranged {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Arranged(number, arranged));
            }
        });
    }

    /// Puts everything dated in order of time, in the place of any such work under way.
    fn timeline(&mut self, edition: u64, corpus: Arc<Corpus>) {
        self.cancel_timeline.store(true, Ordering::Release);
        self.cancel_timeline = Arc::default();
        let cancel = Arc::clone(&self.cancel_timeline);
        self.start(move |sender| {
            let rows = rows_of_timeline(&corpus, || cancel.load(Ordering::Acquire));
            if let Some(rows) = rows {
                // Nobody to report to means that the reader has left.
                let _ = sender.send(Event::Timeline(edition, Arc::new(rows)));
            }
        });
    }

    /// Lists the documents of an edition of the corpus.
    fn titles(&self, edition: u64, corpus: Arc<Corpus>) {
        self.start(move |sender| {
            // Nobody to report to means that the reader has left.
            let _ = sender.send(Event::Titles(edition, Arc::new(rows_of_documents(&corpus))));
        });
    }
}
