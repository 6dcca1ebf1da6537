//! Suggested links: looking for them, accepting one, passing one over.
//!
//! Knows what a row stands for. Accepting is an act like any other; what was passed over is forgotten
//! with the list, and comes up again when passages are looked for anew.

use crate::app::event::Effect;
use crate::app::list::{Body, Kind, ListView, Row, Token};
use crate::app::mentions::Inquiry;
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::library::acts::{self, By};
use crate::passage::Anchor;

impl State {
    /// Opens the list of suggested links; looks for them the first time, and again where it is open.
    pub(super) fn suggestions(&mut self) -> Vec<Effect> {
        let again = self.list.as_ref().map(|view| view.kind) == Some(Kind::Suggestions);
        self.list(Kind::Suggestions);
        let number = self.inquiry + 1;
        let Some(view) = &mut self.list else {
            return Vec::new();
        };
        if (view.number > 0 && !again) || view.working.is_some() {
            return Vec::new();
        }
        *view = ListView::new(Kind::Suggestions);
        view.number = number;
        view.working = Some("comparing documents …".to_owned());
        self.inquiry = number;
        vec![Effect::Mentions(Inquiry::Suggest(number))]
    }

    /// Takes suggested links in.
    pub(super) fn take_suggested(&mut self, number: u64, rows: &[Row]) {
        for open in [true, false] {
            let view = self.view(open).filter(|it| it.kind == Kind::Suggestions);
            if let Some(view) = view.filter(|view| view.number == number) {
                view.working = None;
                view.fill(rows.to_vec());
            }
        }
    }

    /// Ties the passages of the chosen row.
    pub(super) fn accept_pair(&mut self) -> Vec<Effect> {
        let Some((from, pair)) = self.chosen_pair() else {
            return Vec::new();
        };
        let anchor = |goal: &Goal| match goal {
            Goal::Passage(index, range) => Anchor::of(&*self.corpus.document(*index)?, range),
            _ => None,
        };
        let (Some(from), Some(to)) = (anchor(&from), anchor(&pair.other)) else {
            return Vec::new();
        };
        if !self.may_write() {
            return Vec::new();
        }
        let by = By::here();
        let act = acts::link(&self.library, &by, (&from, &to), pair.relation, "");
        let effects = self.perform(act, &by);
        if !effects.is_empty() {
            self.drop_pair();
        }
        effects
    }

    /// Passes the chosen row over.
    pub(super) fn pass_over(&mut self) {
        self.drop_pair();
        self.say("passed over; it comes up again when passages are compared anew");
    }

    /// Goes to the other passage of the chosen row.
    pub(super) fn other_end(&mut self) {
        if let Some((_, pair)) = self.chosen_pair() {
            self.leave_list();
            self.go_to(pair.other);
        }
    }

    fn chosen_pair(&self) -> Option<(Goal, super::super::list::Pair)> {
        let row = self.list.as_ref().and_then(ListView::chosen)?;
        match (&row.body, &row.goal) {
            (Body::Pair(pair), Some(goal)) => Some((goal.clone(), (**pair).clone())),
            _ => None,
        }
    }

    /// Takes the chosen row out of the list.
    fn drop_pair(&mut self) {
        let Some(view) = &mut self.list else { return };
        let Some(token) = view.chosen().map(|row| row.token) else {
            return;
        };
        if matches!(token, Token::Pair(_)) {
            view.rows_mut().retain(|row| row.token != token);
            view.filter();
        }
    }
}
