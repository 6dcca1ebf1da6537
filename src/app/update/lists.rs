//! Lists in the place of the text: opening them, their own keys, and what they ask for.
//!
//! Knows that a list left for a passage is kept as it was, so that the same key brings the reader
//! back to the same row.

use std::sync::Arc;

use crate::app::event::{Effect, Found, SearchId};
use crate::app::key::{Code, Key, Named};
use crate::app::list::{self, Arranged, Kind, ListView, Row, Token};
use crate::app::mentions::Touched;
use crate::app::state::{Focus, State};
use crate::app::update::follow::Goal;
use crate::library::{RecordId, counted};
use crate::search::{Options, Query};

/// Records up to which the lists of a library are made within a stroke.
const AT_ONCE: usize = 2_000;

impl State {
    /// Opens a list, or the one of that kind that was left.
    pub(super) fn list(&mut self, kind: Kind) {
        // The list that is open is put aside for the other one.
        let (open, aside) = (self.list.take(), self.aside.take());
        let (found, other): (Vec<_>, Vec<_>) = [open, aside]
            .into_iter()
            .flatten()
            .partition(|view| view.kind == kind);
        self.aside = other.into_iter().next();
        let mut view = found.into_iter().next().unwrap_or_else(|| {
            // What an earlier search may still bring is not for this list.
            self.search_id = SearchId(self.search_id.0 + 1);
            ListView::new(kind)
        });
        if kind == Kind::Search {
            view.typing = view.rows.is_empty();
        } else if !matches!(
            kind,
            Kind::Timeline | Kind::Documents | Kind::Mentions | Kind::Dossier | Kind::Suggestions
        ) {
            if self.is_made_behind(kind) {
                view.stale.all = true;
            } else {
                view.fill(list::rows(self, kind));
            }
            if kind == Kind::History && view.place.chosen == 0 {
                let head = self.history.head();
                let at = view
                    .rows
                    .iter()
                    .position(|row| row.token == Token::Entry(head));
                view.place.chosen = at.unwrap_or(0);
            }
        }
        self.list = Some(view);
        self.focus = Focus::List;
    }

    /// Opens the timeline, and asks for its rows unless they are here.
    pub(super) fn timeline(&mut self) -> Vec<Effect> {
        self.list(Kind::Timeline);
        match &mut self.list {
            Some(view) if view.rows.is_empty() => {
                view.working = Some("reading dates …".to_owned());
                vec![Effect::Timeline(self.edition)]
            }
            _ => Vec::new(),
        }
    }

    /// Opens the list of documents with its field, and asks for its rows unless they are here.
    fn titles(&mut self) -> Vec<Effect> {
        self.list(Kind::Documents);
        let Some(view) = &mut self.list else {
            return Vec::new();
        };
        view.typing = true;
        view.field.choose_all();
        if view.rows.is_empty() {
            view.working = Some("reading titles …".to_owned());
            return vec![Effect::Titles(self.edition)];
        }
        Vec::new()
    }

    /// Opens the search through the corpus, ready for other words in the place of those before.
    pub(super) fn search_corpus(&mut self) {
        self.list(Kind::Search);
        if let Some(view) = &mut self.list {
            view.typing = true;
            view.field.choose_all();
        }
    }

    /// Takes in the rows of a list that a job makes of the corpus.
    pub(super) fn listed(&mut self, kind: Kind, edition: u64, rows: &Arc<Vec<Row>>) {
        if edition != self.edition {
            return;
        }
        let view = [&mut self.list, &mut self.aside]
            .into_iter()
            .flatten()
            .find(|view| view.kind == kind);
        if let Some(view) = view {
            view.working = None;
            view.fill(Arc::clone(rows));
        }
    }

    /// Puts the list aside, to be found again as it was.
    pub(super) fn leave_list(&mut self) {
        if let Some(mut view) = self.list.take() {
            view.typing = false;
            self.aside = Some(view);
        }
        self.focus = Focus::Text;
    }

    /// Opens the list that was left last, at the row where it was left.
    pub(super) fn back_to_list(&mut self) {
        match self.aside.as_ref().map(|view| view.kind) {
            Some(kind) => self.list(kind),
            None => self.say("no list was left: Space shows which there are"),
        }
    }

    /// Works the rows out anew after the library changed.
    pub(super) fn refill_list(&mut self) {
        let Some(kind) = self.list.as_ref().map(|view| view.kind) else {
            return;
        };
        if kind == Kind::Dossier {
            self.set_pages();
            return;
        }
        if matches!(
            kind,
            Kind::Search | Kind::Timeline | Kind::Documents | Kind::Mentions | Kind::Suggestions
        ) {
            return;
        }
        if self.is_made_behind(kind) {
            if let Some(view) = &mut self.list {
                view.stale.all = true;
            }
            return;
        }
        let rows = list::rows(self, kind);
        if let Some(view) = &mut self.list {
            view.fill(rows);
        }
    }

    /// Whether the rows of a list are so many that they are made in the background.
    fn is_made_behind(&self, kind: Kind) -> bool {
        let grows = matches!(kind, Kind::Annotations | Kind::Links | Kind::Differences);
        grows && self.library.len() > AT_ONCE
    }

    /// Asks for the rows of the open list, where they are made in the background and may be others
    /// than they were.
    pub(super) fn ask_rows(&mut self) -> Option<Effect> {
        let kind = self.list.as_ref()?.kind;
        let behind = self.is_made_behind(kind);
        let view = self.list.as_mut().filter(|view| behind && view.stale.all)?;
        view.stale = Touched::default();
        self.inquiry += 1;
        view.number = self.inquiry;
        view.working = Some("reading …".to_owned());
        Some(Effect::Rows(self.inquiry, kind))
    }

    /// Takes in the rows that were made in the background, unless others were asked for since. Further ones
    /// may come, if they are not the `last`.
    pub(super) fn made(&mut self, number: u64, rows: &Arc<Vec<Row>>, last: bool) {
        let view = [&mut self.list, &mut self.aside]
            .into_iter()
            .flatten()
            .find(|view| match view.kind {
                Kind::Annotations | Kind::Links => view.number == number,
                Kind::Dossier => view.dossier.asked == Some(number),
                _ => false,
            });
        let Some(view) = view else { return };
        if last {
            view.dossier.asked = None;
            view.working = view.working.take().filter(|_| view.kind == Kind::Dossier);
        }
        view.fill(Arc::clone(rows));
    }

    /// Whether the keys go to the field of a list.
    pub(super) fn list_types(&self) -> bool {
        self.focus == Focus::List && self.list.as_ref().is_some_and(|view| view.typing)
    }

    /// Takes a stroke in the field of a list.
    pub(super) fn list_field_key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        let Some(view) = &mut self.list else {
            return Vec::new();
        };
        match key.code {
            Code::Named(Named::Enter) => {
                view.typing = false;
                // In the concordance the stroke would decide; what was typed only narrows it.
                if view.chosen().is_some() && view.kind != Kind::Mentions {
                    return self.list_go();
                }
            }
            Code::Named(Named::Tab) => view.typing = false,
            Code::Named(Named::Down) => {
                view.typing = false;
                self.shift(1);
            }
            Code::Named(Named::Up) => {
                view.typing = false;
                self.shift(-1);
            }
            Code::Named(Named::Esc) => {
                view.typing = false;
                if view.kind == Kind::Search && view.rows.is_empty() {
                    self.leave_list();
                } else if view.kind != Kind::Search {
                    view.field.clear();
                    view.rearrange(false);
                }
            }
            _ => {
                if view.field.key(key) {
                    return self.list_typed();
                }
            }
        }
        Vec::new()
    }

    /// Takes text pasted into the field of a list.
    pub(super) fn list_paste(&mut self, text: &str) -> Vec<Effect> {
        let Some(view) = &mut self.list else {
            return Vec::new();
        };
        view.field.paste(text);
        self.list_typed()
    }

    /// Filters by what is typed, or asks the corpus for it.
    pub(super) fn list_typed(&mut self) -> Vec<Effect> {
        let Some(view) = &mut self.list else {
            return Vec::new();
        };
        view.error = None;
        if view.kind != Kind::Search {
            view.rearrange(false);
            return Vec::new();
        }
        self.search_id = SearchId(self.search_id.0 + 1);
        // A blank at the end closes the last word.
        let typed = view.field.text().trim_start().to_owned();
        view.fill(Vec::new());
        view.place = crate::app::state::Place::default();
        view.working = None;
        if typed.is_empty() {
            return vec![Effect::CancelSearch];
        }
        match Query::unfinished(&typed, Options::default()) {
            Ok(query) => {
                view.working = Some("searching …".to_owned());
                vec![Effect::Search(self.search_id, Arc::new(query))]
            }
            Err(error) => {
                view.error = Some(error.to_string());
                vec![Effect::CancelSearch]
            }
        }
    }

    /// Takes in what a search has found so far.
    pub(super) fn found(&mut self, id: SearchId, found: &Found) {
        if id != self.search_id {
            return;
        }
        let view = [&mut self.list, &mut self.aside]
            .into_iter()
            .flatten()
            .find(|view| view.kind == Kind::Search);
        let Some(view) = view else { return };
        match found {
            Found::Rows(rows) => view.extend(rows.clone()),
            Found::Total(outcome) => {
                let found = counted(outcome.total, "match");
                let places = counted(outcome.documents, "document");
                view.working = Some(format!("{found} in {places} …"));
            }
            Found::Done(outcome) => {
                view.working = None;
                let (total, documents) = (outcome.total, outcome.documents);
                let (order, listed) = (view.order, view.rows.len());
                if order != list::Order::Place {
                    view.rearrange(true);
                }
                let found = counted(total, "match");
                let places = counted(documents, "document");
                self.say(if total == 0 {
                    "no match in the corpus".to_owned()
                } else if listed < total {
                    format!("{found} in {places}; the first {listed} are listed")
                } else {
                    format!("{found} in {places}")
                });
            }
        }
    }

    /// Gives the keys to the field: to filter the list, or to search for something else.
    pub(super) fn list_filter(&mut self) -> Vec<Effect> {
        match (self.focus, &mut self.list) {
            (Focus::Documents, _) => return self.titles(),
            (Focus::Outline, _) => self.outline_filter(),
            (Focus::List, Some(view)) => {
                view.typing = true;
                if view.kind == Kind::Search {
                    view.field.choose_all();
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Orders the list another way.
    pub(super) fn list_order(&mut self) {
        let Some(view) = &mut self.list else { return };
        view.order = view.order.next(view.kind);
        let name = view.order.name();
        view.rearrange(false);
        if matches!(view.kind, Kind::Tags | Kind::Dossier) {
            self.refill_list();
        }
        self.say(format!("sorted {name}"));
    }

    /// Puts the rows of the list together another way, each group under a heading.
    pub(super) fn list_group(&mut self) {
        let Some(view) = &mut self.list else { return };
        match view.group.next(view.kind) {
            Some(group) => {
                view.group = group;
                view.rearrange(true);
                self.say(group.name());
            }
            None => self.say("the rows of this list do not stand in groups"),
        }
    }

    /// Asks for what is to be shown of a long list, where that is to be worked out anew.
    pub(super) fn ask_arranged(&mut self) -> Option<Effect> {
        let number = self.inquiry + 1;
        let (rows, arrangement) = self.list.as_mut()?.asks(number)?;
        self.inquiry = number;
        Some(Effect::Arrange(number, rows, arrangement))
    }

    /// Takes in what is to be shown of a list, unless something else was asked since.
    pub(super) fn arranged(&mut self, number: u64, arranged: &Arranged) {
        let views = [&mut self.list, &mut self.aside];
        let taken = (views.into_iter().flatten()).any(|view| view.answer(number, arranged));
        if taken {
            self.entitle();
        }
    }

    /// Marks the chosen row for an act on several, or takes the mark off, and goes on.
    pub(super) fn list_mark(&mut self) {
        let Some(view) = &mut self.list else { return };
        let Some(token) = view
            .chosen()
            .map(|row| row.token)
            .filter(|it| *it != Token::None)
        else {
            return;
        };
        if !view.marked.remove(&token) {
            view.marked.insert(token);
        }
        self.shift(1);
    }

    /// Marks every row shown, or takes all marks off.
    pub(super) fn list_mark_all(&mut self) {
        let Some(view) = &mut self.list else { return };
        if view.marked.is_empty() {
            let tokens: Vec<Token> = view
                .shown
                .iter()
                .filter_map(|index| Some(view.row(*index)?.token))
                .collect();
            view.marked
                .extend(tokens.into_iter().filter(|it| *it != Token::None));
        } else {
            view.marked.clear();
        }
    }

    /// Removes what the marked rows, or the chosen one, stand for.
    pub(super) fn list_remove(&mut self) -> Vec<Effect> {
        let ids: Vec<RecordId> = self
            .list
            .as_ref()
            .map(ListView::records)
            .unwrap_or_default();
        if ids.is_empty() || !self.may_write() {
            return Vec::new();
        }
        self.remove_records(&ids)
    }

    /// Goes to what the chosen row stands for.
    pub(super) fn list_go(&mut self) -> Vec<Effect> {
        if self.list.as_ref().map(|view| view.kind) == Some(Kind::Dossier) {
            return self.page_go();
        }
        let Some(row) = self.list.as_ref().and_then(ListView::chosen) else {
            return Vec::new();
        };
        match (row.token, row.goal.clone()) {
            (Token::Record(tag), None) if self.library.tag(tag).is_some() => {
                return self.dossier(tag);
            }
            (Token::Entry(entry), _) => match self.history.journey(entry) {
                Some(journey) if journey.steps.is_empty() => {
                    self.say("the library stands at this point already");
                }
                Some(journey) if self.may_write() => return vec![Effect::Travel(journey)],
                _ => {}
            },
            (_, Some(Goal::Passage(index, _)))
                if self.list.as_ref().map(|view| view.kind) == Some(Kind::Documents) =>
            {
                // A document opens where it was left.
                self.leave();
                self.leave_list();
                self.open(index);
                self.lay_out(true);
            }
            (_, Some(goal)) => {
                self.leave_list();
                self.go_to(goal);
            }
            (_, None) => self.say("this row leads nowhere"),
        }
        Vec::new()
    }
}
