//! Links: started on one passage, tied on another.
//!
//! Knows the two steps and the prompt between them.

use crate::app::event::Effect;
use crate::app::overlay::{LinkPrompt, Overlay};
use crate::app::state::State;
use crate::library::acts::{self, ActError, By};
use crate::library::relation;
use crate::passage::{Anchor, Span};

impl State {
    /// Starts a link at the current passage, or asks for the relation to the one where it was
    /// started.
    pub(super) fn link(&mut self) {
        if !self.may_write() {
            return;
        }
        let Some(passage) = self.passage() else {
            return;
        };
        let Some(reading) = &self.reading else { return };
        let here = Span::new(reading.document.id.clone(), reading.cursor.range.clone());
        let Some(from) = self.link_from.clone() else {
            self.link_from = Some(here);
            self.settle_passage();
            self.say("a link starts here; go to the other passage and press L again");
            return;
        };
        if from == here {
            self.say(
                "the link starts on this very passage; go to another one, or Esc to let it go",
            );
            return;
        }
        let words = self
            .corpus
            .get(&from.document)
            .map(|document| document.slice(&from.range).to_owned())
            .unwrap_or_default();
        let mut own: Vec<String> = self
            .library
            .links()
            .map(|link| link.relation.clone())
            .filter(|it| relation::COMMON.iter().all(|known| known.forward != it))
            .take(10_000)
            .collect();
        own.sort();
        own.dedup();
        let prompt = LinkPrompt::new(from, here, (words, passage.quote.exact), &own);
        self.overlay = Some(Overlay::Link(Box::new(prompt)));
    }

    /// Ties the link that the prompt asked about.
    pub(super) fn tie(&mut self, relation: &str, note: &str) -> Vec<Effect> {
        let Some(Overlay::Link(prompt)) = &self.overlay else {
            return Vec::new();
        };
        let anchor = |span: &Span| {
            let document = self.corpus.get(&span.document)?;
            Anchor::of(&document, &span.range)
        };
        let (Some(from), Some(to)) = (anchor(&prompt.from), anchor(&prompt.to)) else {
            self.overlay = None;
            self.warn("one of the passages is not in the corpus any more");
            return Vec::new();
        };
        let by = By::here();
        let act = acts::link(&self.library, &by, (&from, &to), relation, note);
        if matches!(act, Err(ActError::Nothing(_))) {
            self.overlay = None;
        }
        self.perform(act, &by)
    }
}
