//! Looking again at passages whose text changed.
//!
//! Knows the reader's three answers: it stands here, it stands elsewhere, it is gone. Where a
//! passage may stand is worked out in the background; nothing moves by itself.

use std::sync::Arc;

use crate::app::event::Effect;
use crate::app::list::{Kind, ListView, Token, anchor_of};
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::library::acts::{self, Settled};
use crate::library::placing::{Part, Placements};
use crate::library::{Change, Record, RecordId, counted};
use crate::passage::Anchor;
use crate::passage::place::PlacedState;

impl State {
    /// Takes in where the passages of a document stand in an edition of the corpus, and tells what
    /// became of them.
    pub(super) fn placed(&mut self, edition: u64, index: usize, placements: &Arc<Placements>) {
        if edition != self.edition {
            return;
        }
        let (mut moved, mut lost) = (0, 0);
        for it in placements.standing() {
            moved += usize::from(it.state == PlacedState::Moved);
        }
        lost += placements.orphans().len();
        let asked = placements.to_review().count();
        self.standings.put(index, Arc::clone(placements));
        self.touch_documents(false, &[index]);
        self.mark_anew();
        self.refill_list();
        let document = self.corpus.document(index);
        // Joining and splitting move passages too; that they stay where they were is no news.
        let corrected = document.is_some_and(|it| !it.corrected.is_empty());
        if corrected && lost + asked == 0 {
            return;
        }
        let id = self
            .corpus
            .listings()
            .get(index)
            .map(|it| it.id.to_string());
        if let (Some(id), true) = (id, moved + lost + asked > 0) {
            let keys = self.keymap.keys_of(crate::app::Action::Review);
            let key = keys.first().map_or("", String::as_str);
            let ask = if asked > 0 {
                format!("; {asked} to look at: {key}")
            } else {
                String::new()
            };
            self.say(format!(
                "{id} has changed: {} moved, {lost} not found{ask}",
                counted(moved, "passage")
            ));
        }
    }

    /// Asks for placing anew where changes bring back records made in other versions of a text.
    pub(super) fn place_again(&self, changes: &[Change]) -> Vec<Effect> {
        // A document that is not there may be in parts.
        let other = |anchor: &Anchor| {
            let document = self.standings.index_of(&self.corpus, &anchor.document);
            let document = document.and_then(|index| self.corpus.document(index));
            document.is_none_or(|it| it.hash != anchor.version)
        };
        let stale = changes
            .iter()
            .filter_map(|it| it.after.as_ref())
            .any(|record| match record {
                Record::Annotation(it) => other(it.target.anchor()),
                Record::Link(it) => other(it.from.anchor()) || other(it.to.anchor()),
                Record::Rejection(it) => other(it.target.anchor()),
                Record::Tag(_) | Record::Correction(_) | Record::Query(_) => false,
            });
        if stale {
            vec![Effect::Place]
        } else {
            Vec::new()
        }
    }

    /// The passage of the chosen row, and where it may stand.
    fn asked(&self) -> Option<(RecordId, Part, Goal)> {
        let row = self.list.as_ref().and_then(ListView::chosen)?;
        match (row.token, row.goal.clone()) {
            (Token::Passage(record, part), Some(goal)) => Some((record, part, goal)),
            _ => None,
        }
    }

    fn settle(&mut self, record: RecordId, part: Part, settled: Settled) -> Vec<Effect> {
        let by = self.by();
        let act = acts::settle(&self.library, &by, &[(record, part.end(), settled)]);
        self.perform(act, &by)
    }

    /// Yes, it stands where it was found.
    pub(super) fn accept_place(&mut self) -> Vec<Effect> {
        let Some((record, part, Goal::Passage(index, range))) = self.asked() else {
            return Vec::new();
        };
        let anchor = self
            .corpus
            .document(index)
            .and_then(|document| Anchor::of(&document, &range))
            .filter(|anchor| anchor.end > anchor.start);
        if let Some(anchor) = anchor {
            return self.settle(record, part, Settled::Here(Box::new(anchor)));
        }
        self.say("it was not found; c chooses a place for it, o keeps it as an orphan");
        Vec::new()
    }

    /// It is gone: it is kept, listed and exported as an orphan.
    pub(super) fn keep_orphan(&mut self) -> Vec<Effect> {
        let Some((record, part, Goal::Passage(index, _))) = self.asked() else {
            return Vec::new();
        };
        match self.corpus.document(index) {
            Some(document) => self.settle(record, part, Settled::Nowhere(document.hash.clone())),
            None => Vec::new(),
        }
    }

    /// Goes to where it may stand, to choose the place by hand.
    pub(super) fn seek(&mut self) {
        let Some((record, part, goal)) = self.asked() else {
            return;
        };
        self.seeking = Some((record, part));
        self.leave_list();
        self.go_to(goal);
        let words = anchor_of(self, record, part).map(|it| it.quote.exact.clone());
        self.say(format!(
            "choose the place of “{}”, then p puts it there",
            words.unwrap_or_default()
        ));
    }

    /// Puts the passage being looked for on the current one.
    pub(super) fn put_here(&mut self) -> Vec<Effect> {
        let Some((record, part)) = self.seeking else {
            self.say("no passage is being looked for");
            return Vec::new();
        };
        let Some(anchor) = self.passage() else {
            self.say("there are no words here to put it on");
            return Vec::new();
        };
        self.seeking = None;
        self.list(Kind::Review);
        self.settle(record, part, Settled::Here(Box::new(anchor)))
    }
}
