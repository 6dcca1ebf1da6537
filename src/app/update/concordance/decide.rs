//! Deciding on the rows of a concordance: one, the marked ones, or all undecided that are shown.
//!
//! Knows which rows a decision is for, and that what many rows change is said before it is done. The
//! decision itself is an act of the library.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::list::Row;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Menu, Overlay};
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::library::acts;
use crate::library::{Part, RecordId, Rejection, counted};
use crate::passage::Anchor;
use crate::search::MentionState;

impl State {
    /// The rows of the concordance that a decision is for: the marked ones, else the chosen one.
    fn rows_meant(&self) -> Vec<&Row> {
        let Some(view) = &self.list else {
            return Vec::new();
        };
        if view.marked.is_empty() {
            // A heading is no mention.
            let chosen = view.chosen().filter(|row| row.spoken().is_some());
            return chosen.into_iter().collect();
        }
        let shown = view.shown.iter().filter_map(|index| view.rows.get(*index));
        shown
            .filter(|row| view.marked.contains(&row.token))
            .collect()
    }

    /// The anchors of rows, by document.
    fn anchors(&self, rows: &[&Row]) -> Vec<Anchor> {
        let mut places: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        for row in rows {
            if let Some(Goal::Passage(index, range)) = &row.goal {
                places.entry(*index).or_default().push(range.clone());
            }
        }
        let of = |(index, ranges): (usize, Vec<Range<usize>>)| {
            let document = self.corpus.document(index)?;
            Some(Anchor::all_of(&document, &ranges))
        };
        places.into_iter().filter_map(of).flatten().collect()
    }

    /// Decides on the rows meant, and goes on to the next that waits. A rejection of what is rejected
    /// takes that back.
    pub(in crate::app::update) fn decide_rows(&mut self, confirm: bool) -> Vec<Effect> {
        let wanted = |row: &&Row| {
            let state = row.spoken().map(|it| it.state);
            state.is_some_and(|it| {
                it != if confirm {
                    MentionState::Confirmed
                } else {
                    MentionState::Rejected
                }
            })
        };
        let meant = self.rows_meant();
        if meant.is_empty() {
            return Vec::new();
        }
        let Some(tag) = self.list.as_ref().and_then(|view| view.about) else {
            return Vec::new();
        };
        let rows: Vec<&Row> = meant.iter().copied().filter(wanted).collect();
        let words = rows.first().and_then(|row| row.spoken());
        let words = words.map_or_else(String::new, |it| it.text.clone());
        let decided = rows.len();
        let effects = if rows.is_empty() && confirm {
            self.say("confirmed already; x rejects it, and takes the tag off");
            return Vec::new();
        } else if rows.is_empty() {
            let places = self.anchors(&meant);
            return self.take_back(tag, &places);
        } else {
            let places = self.anchors(&rows);
            self.decided(tag, &places, confirm)
        };
        if !effects.is_empty()
            && let Some(view) = &mut self.list
        {
            view.marked.clear();
            let from = view.place.chosen;
            view.go_on();
            let went = view.place.chosen != from;
            let waits = view.waiting().saturating_sub(decided);
            let next = view.chosen().map(|row| row.at.clone()).filter(|_| went);
            self.tell_decision(confirm, (decided, &words), next.as_deref(), waits);
            self.gone_on = went.then_some(Action::ListDown);
        }
        effects
    }

    /// Takes rejections of these places back.
    fn take_back(&mut self, tag: RecordId, places: &[Anchor]) -> Vec<Effect> {
        let ids: Vec<RecordId> = places
            .iter()
            .flat_map(|place| {
                let own = self.library.rejections_in(&place.document);
                own.filter(|it| it.tag == tag && self.touches(it, place))
                    .map(|it| it.id)
                    .collect::<Vec<_>>()
            })
            .collect();
        if ids.is_empty() || !self.may_write() {
            return Vec::new();
        }
        let by = self.by();
        let act = acts::unreject(&self.library, &ids);
        self.perform(act, &by)
    }

    /// Whether a rejection stands on a place now.
    fn touches(&self, rejection: &Rejection, place: &Anchor) -> bool {
        let index = self.standings.index_of(&self.corpus, &place.document);
        let Some((index, document)) =
            index.and_then(|index| Some((index, self.corpus.document(index)?)))
        else {
            return false;
        };
        let part = (rejection.id, Part::Rejection);
        let anchor = rejection.target.anchor();
        let stands = self.standings.stand(index, &document, part, anchor);
        let own = place.exact_in(&document);
        matches!((stands, own), (Some((a, _)), Some(b)) if a.start < b.end && b.start < a.end)
    }

    /// Confirms every undecided mention that is shown, once the reader has seen how many there are.
    pub(in crate::app::update) fn confirm_shown(&mut self) -> Vec<Effect> {
        let Some(view) = &self.list else {
            return Vec::new();
        };
        let undecided = view.undecided();
        let documents: BTreeSet<usize> =
            undecided.iter().filter_map(|row| row.document()).collect();
        let count = undecided.len();
        if count == 0 {
            self.say("no undecided mention is shown");
            return Vec::new();
        }
        let Some(tag) = view.about else {
            return Vec::new();
        };
        if !self.may_write() {
            return Vec::new();
        }
        let path = self.path_of(tag);
        let yes = format!(
            "confirm {} in {}: each is tagged {path}",
            counted(count, "mention"),
            counted(documents.len(), "document")
        );
        let rows = vec![
            (yes, Choice::ConfirmShown),
            ("no, leave them undecided".to_owned(), Choice::Nothing),
        ];
        let menu = Menu::new(format!("Confirm all {count} undecided"), rows);
        self.overlay = Some(Overlay::Menu(menu));
        Vec::new()
    }

    /// Confirms every undecided mention that is shown.
    pub(in crate::app::update) fn confirm_all(&mut self) -> Vec<Effect> {
        let Some(view) = &self.list else {
            return Vec::new();
        };
        let Some(tag) = view.about else {
            return Vec::new();
        };
        let places = self.anchors(&view.undecided());
        self.decided(tag, &places, true)
    }
}
