//! Links: started on one passage, tied on another.
//!
//! Knows the two steps and the prompt between them.

use crate::app::event::Effect;
use crate::app::overlay::link::LinkStart;
use crate::app::overlay::{LinkPrompt, Overlay};
use crate::app::state::State;
use crate::library::acts::{self, ActError};
use crate::library::relation;
use crate::passage::{Anchor, Span};

impl State {
    /// Starts a link at the current passage, or asks for the relation to the one where it was
    /// started.
    pub(super) fn link(&mut self) {
        if !self.may_ask("Tie the link") {
            return;
        }
        let Some(passage) = self.passage() else {
            return;
        };
        let Some(reading) = &self.reading else { return };
        let address = self.address().unwrap_or_default();
        let place = address.split(":\"").next().unwrap_or(&address);
        let here = LinkStart {
            span: Span::new(reading.document.id.clone(), reading.cursor.range.clone()),
            address: place.to_owned(),
            words: passage.quote.exact,
        };
        let Some(from) = self.link_from.clone() else {
            self.link_from = Some(here);
            self.settle_passage();
            self.say("a link starts here; go to the other passage and press L again");
            return;
        };
        if from.span == here.span {
            let why = "The link starts on this very passage: go to another one, then press L.";
            self.cannot_ask("Tie the link", why);
            return;
        }
        let mut own: Vec<String> = self
            .library
            .links()
            .map(|link| link.relation.clone())
            .filter(|it| relation::COMMON.iter().all(|known| known.forward != it))
            .take(10_000)
            .collect();
        own.sort();
        own.dedup();
        let prompt = LinkPrompt::new(from, here, &own);
        self.overlay = Some(Overlay::Link(Box::new(prompt)));
    }

    /// Lets the start of the link go, once that was asked for twice.
    pub(super) fn let_go(&mut self, asked: bool) {
        if asked {
            self.link_from = None;
            self.say("the start of the link is let go: L starts one anywhere");
        } else {
            self.letting_go = true;
            self.say("a link is started: L ties it here; Esc once more lets it go");
        }
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
        let (Some(from), Some(to)) = (anchor(&prompt.from.span), anchor(&prompt.to.span)) else {
            self.overlay = None;
            self.warn("one of the passages is not in the corpus any more");
            return Vec::new();
        };
        let by = self.by();
        let act = acts::link(&self.library, &by, (&from, &to), relation, note);
        if matches!(act, Err(ActError::Nothing(_))) {
            self.overlay = None;
        }
        self.perform(act, &by)
    }
}
