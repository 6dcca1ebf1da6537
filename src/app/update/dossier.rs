//! The page of a tag: opening it, walking its strips, what its rows lead to.
//!
//! Knows that the page is made anew from the mentions whenever these or the library change, and which
//! act a row stands for.

use crate::app::event::Effect;
use crate::app::list::{Body, Kind, ListView, Order, Token, rows_of_page};
use crate::app::mentions::Inquiry;
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::library::RecordId;
use crate::library::acts::{self, By};
use crate::search::MentionState;
use crate::search::tables::Collocate;

/// Mentions up to which the page of a tag is made within a stroke.
const AT_ONCE: usize = 500;

impl State {
    /// Opens the page of a tag, as it was left or anew.
    pub(super) fn dossier(&mut self, tag: RecordId) -> Vec<Effect> {
        let from = self.list.as_ref().map(|view| view.kind);
        self.list(Kind::Dossier);
        if let Some(view) = &mut self.list
            && view.about != Some(tag)
        {
            *view = ListView::new(Kind::Dossier);
            view.about = Some(tag);
            view.stale.all = true;
        }
        self.opened_from(from);
        self.set_pages();
        Vec::new()
    }

    /// Notes from which list the open one was opened.
    pub(super) fn opened_from(&mut self, from: Option<Kind>) {
        if let Some(view) = &mut self.list {
            view.opened_from = from.filter(|kind| *kind != view.kind);
        }
    }

    /// Goes back to the list that the open one was opened from; tells whether there is one.
    pub(super) fn back_to_opener(&mut self) -> bool {
        let from = self.list.as_ref().and_then(|view| view.opened_from);
        let left = self.aside.as_ref().map(|view| view.kind);
        match from.filter(|kind| Some(*kind) == left) {
            Some(kind) => {
                self.list(kind);
                true
            }
            None => false,
        }
    }

    /// The list that is open, or the one that was left.
    pub(super) fn view(&mut self, open: bool) -> Option<&mut ListView> {
        if open {
            self.list.as_mut()
        } else {
            self.aside.as_mut()
        }
    }

    /// Makes the rows of pages anew: at once where a tag has few mentions, else in the background.
    pub(super) fn set_pages(&mut self) {
        for open in [true, false] {
            let Some(view) = self.view(open).filter(|it| it.kind == Kind::Dossier) else {
                continue;
            };
            let Some(tag) = view.about else { continue };
            let tally = view.dossier.tally();
            let few = view.dossier.mentions.len() <= AT_ONCE;
            view.dossier.due = !few;
            let made = few.then(|| (view.dossier.clone(), view.order));
            let title = format!("{}  {}", self.path_of(tag), tally.told());
            let rows = made.map(|(found, order)| rows_of_page(&self.ground(), tag, &found, order));
            let Some(view) = self.view(open) else {
                continue;
            };
            view.title = Some(title);
            if let Some(rows) = rows {
                view.dossier.asked = None;
                view.fill(rows);
            }
        }
    }

    /// Asks for the rows of a long page that may be others than they were, unless they are being made.
    pub(super) fn ask_page(&mut self) -> Option<Effect> {
        let number = self.inquiry + 1;
        let view = self.list.as_mut().filter(|it| it.kind == Kind::Dossier)?;
        if !view.dossier.due || view.dossier.asked.is_some() {
            return None;
        }
        let tag = view.about?;
        view.dossier.due = false;
        view.dossier.asked = Some(number);
        let effect = Effect::Page(number, tag, Box::new(view.dossier.clone()), view.order);
        self.inquiry = number;
        Some(effect)
    }

    /// Asks which words stand near the confirmed mentions of the open page.
    pub(super) fn ask_company(&mut self, number: u64) -> Vec<Effect> {
        let view = self.list.as_ref().filter(|view| view.kind == Kind::Dossier);
        let Some(view) = view.filter(|view| view.number == number) else {
            return Vec::new();
        };
        let places = view.dossier.places();
        vec![Effect::Mentions(Inquiry::Company(number, places))]
    }

    /// Takes in which words stand near the confirmed mentions.
    pub(super) fn take_company(&mut self, number: u64, company: &[Collocate]) {
        for open in [true, false] {
            if let Some(view) = self.view(open).filter(|view| view.number == number) {
                view.dossier.company = company.to_vec();
            }
        }
        self.set_pages();
    }

    /// Walks the strip of the chosen row from mention to mention; elsewhere opens the row, going right.
    pub(super) fn walk(&mut self, forward: bool) -> Vec<Effect> {
        let Some(view) = &mut self.list else {
            return Vec::new();
        };
        let strip = view.chosen().and_then(|row| match (&row.body, row.token) {
            (Body::Strip(strip), Token::Strip(index)) => Some((index, strip.places.len())),
            _ => None,
        });
        let Some((index, count)) = strip else {
            return if forward { self.list_go() } else { Vec::new() };
        };
        let before = view.dossier.walked.get(&index).copied();
        let now = match (before, forward) {
            (None, _) => 0,
            (Some(at), true) => (at + 1).min(count.saturating_sub(1)),
            (Some(at), false) => at.saturating_sub(1),
        };
        view.dossier.walked.insert(index, now);
        self.set_pages();
        self.say(format!("mention {} of {count}; Enter goes there", now + 1));
        Vec::new()
    }

    /// Goes to what the chosen row of a page stands for.
    pub(super) fn page_go(&mut self) -> Vec<Effect> {
        let Some(row) = self.list.as_ref().and_then(ListView::chosen).cloned() else {
            return Vec::new();
        };
        let about = self.list.as_ref().and_then(|view| view.about);
        match (row.token, &row.body, about) {
            (Token::Waiting, _, Some(tag)) => {
                let view = self.list.as_ref();
                let tally = view.map(|view| view.dossier.tally()).unwrap_or_default();
                let effects = self.concordance(tag);
                if let Some(view) = &mut self.list {
                    view.only = Some(match tally.of(MentionState::Undecided) {
                        0 => MentionState::Possible,
                        _ => MentionState::Undecided,
                    });
                    view.filter();
                }
                self.entitle();
                return effects;
            }
            (Token::Strip(index), Body::Strip(strip), _) => {
                let at = strip.walked.unwrap_or(0);
                let places = self.list.as_ref().map(|view| view.dossier.places());
                let range = places.and_then(|all| all.get(&index)?.get(at).cloned());
                if let Some(range) = range {
                    self.leave_list();
                    self.go_to(Goal::Passage(index, range));
                }
            }
            (_, _, _) => match row.goal {
                Some(goal) => {
                    self.leave_list();
                    self.go_to(goal);
                }
                None => self.say("this row leads nowhere"),
            },
        }
        Vec::new()
    }

    /// Removes what the chosen row of a page stands for: a form, a note, a link; of a mention, its tag.
    pub(super) fn page_remove(&mut self) -> Vec<Effect> {
        let Some(row) = self.list.as_ref().and_then(ListView::chosen).cloned() else {
            return Vec::new();
        };
        if !self.may_write() {
            return Vec::new();
        }
        match row.token {
            Token::Form(tag, index) => {
                let Some(tag) = self.library.tag(tag).cloned() else {
                    return Vec::new();
                };
                let Some(form) = tag.forms.get(index) else {
                    return Vec::new();
                };
                let by = By::here();
                let gone = [form.pattern.clone()];
                let act = acts::set_forms(&self.library, &by, &tag.path, &[], &gone);
                self.perform(act, &by)
            }
            Token::Mention(..) => self.decide_rows(false),
            Token::Record(id) => self.remove_records(&[id]),
            _ => Vec::new(),
        }
    }

    /// Orders the page by document or by date.
    pub(super) fn order_page(&mut self, order: Order) {
        if let Some(view) = &mut self.list {
            view.order = order;
        }
        self.set_pages();
        self.say(format!("sorted {}", order.name()));
    }
}
