//! Jobs on mentions: those of the open document, the concordance of a tag, how many there are.
//!
//! Knows what a job takes with it (the library costs next to nothing to clone) and when it is
//! given up. What a mention is, is `search`'s part; what the reader sees of it is `app`'s.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Jobs;
use crate::app::mentions::{self, Inquiry, Report, Stamp};
use crate::app::{Event, State};
use crate::search::Dossiers;

impl Jobs {
    /// Finds something out about mentions.
    pub(in crate::run) fn mentions(&mut self, state: &State, inquiry: &Inquiry) {
        match inquiry {
            Inquiry::Here(stamp) => self.spoken(state, *stamp),
        }
    }

    /// Finds the mentions of all tags in the open document.
    fn spoken(&mut self, state: &State, stamp: Stamp) {
        let cancel = renewed(&mut self.cancel_spoken);
        let Some(document) = state.corpus.document(stamp.document) else {
            return;
        };
        let library = state.library.clone();
        let standings = state.standings.clone();
        let cache = Arc::clone(&self.folded);
        self.start(move |sender| {
            let with_forms = library.tags().filter(|tag| !tag.forms.is_empty());
            let (dossiers, _) = Dossiers::of(with_forms.map(AsRef::as_ref));
            let folded = cache.get(&document);
            if cancel.load(Ordering::Acquire) {
                return;
            }
            let found = mentions::found(
                stamp.document,
                &document,
                &folded,
                &dossiers,
                &library,
                &standings,
            );
            // Nobody to report to means that the reader has left.
            let _ = sender.send(Event::Mentions(Report::Here(stamp, found)));
        });
    }
}

/// Gives the work under way up, and a sign for the next.
fn renewed(cancel: &mut Arc<AtomicBool>) -> Arc<AtomicBool> {
    cancel.store(true, Ordering::Release);
    *cancel = Arc::default();
    Arc::clone(cancel)
}
