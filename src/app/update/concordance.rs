//! The concordance of a tag: opening it, ordering and narrowing it, taking its rows in.
//!
//! Knows which tag a stroke means and which documents are to be looked through again after a change.
//! Rows are found in the background and come in as they are known.

mod decide;

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::event::Effect;
use crate::app::list::{Kind, ListView, Order, Row, Token};
use crate::app::marks::What;
use crate::app::mentions::{Inquiry, Tally};
use crate::app::overlay::choose::Other;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Choose, Menu, Overlay};
use crate::app::state::{Focus, State};
use crate::app::update::follow::Goal;
use crate::library::{Change, Record, RecordId, counted};
use crate::search::MentionState;

impl State {
    /// Opens the concordance of the tag that the passage is about, or of the selected words; asks
    /// where there are several tags, or none.
    pub(super) fn mentions(&mut self) -> Vec<Effect> {
        let in_list = self.list.as_ref().map(|view| view.kind) == Some(Kind::Mentions);
        let selected = self
            .reading
            .as_ref()
            .is_some_and(|it| self.focus == Focus::Text && it.cursor.extending.is_some());
        if selected {
            return self.search_selected();
        }
        let here = self.tags_here();
        let known = [&self.list, &self.aside]
            .into_iter()
            .flatten()
            .find(|view| view.kind == Kind::Mentions)
            .and_then(|view| view.about);
        match (here.as_slice(), known) {
            _ if in_list => self.choose_tag(),
            // The one that was left is come back to.
            (here, Some(known)) if here.is_empty() || here.contains(&known) => {
                return self.concordance(known);
            }
            ([one], _) => return self.concordance(*one),
            ([], _) => self.choose_tag(),
            (several, _) => {
                let rows = several
                    .iter()
                    .map(|tag| (self.path_of(*tag), Choice::Mentions(*tag)))
                    .collect();
                self.overlay = Some(Overlay::Menu(Menu::new("Mentions of", rows)));
            }
        }
        Vec::new()
    }

    /// The tags that the current passage is about: those of mentions that wait on it, and of annotations.
    pub(super) fn tags_here(&self) -> Vec<RecordId> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let here = &reading.cursor.range;
        let mut tags: Vec<RecordId> = reading.waiting.on(here).map(|it| it.tag).collect();
        for mark in reading.marks.on(here) {
            if let What::Annotation(it) = &mark.what {
                tags.extend(it.tags.iter().copied());
            }
        }
        let mut seen = Vec::new();
        tags.retain(|tag| {
            let new = !seen.contains(tag);
            seen.push(*tag);
            new
        });
        tags
    }

    /// Asks for a tag, to see its concordance.
    fn choose_tag(&mut self) {
        let rows = self
            .library
            .tags()
            .map(|tag| {
                let detail = counted(tag.forms.len(), "form");
                (tag.path.clone(), detail, Choice::Mentions(tag.id))
            })
            .collect::<Vec<_>>();
        let none = rows.is_empty();
        let hints = "Enter shows them · other words are searched for · Esc leaves";
        let mut choose = Choose::new("Mentions of a tag, or of words", hints, rows);
        choose.other = Other::Words;
        if none {
            "there are no tags yet: type words, and Enter finds them in the texts"
                .clone_into(&mut choose.note);
        }
        self.overlay = Some(Overlay::Choose(Box::new(choose)));
    }

    /// Opens the concordance of a tag, as it was left or anew.
    pub(super) fn concordance(&mut self, tag: RecordId) -> Vec<Effect> {
        let from = self.list.as_ref().map(|view| view.kind);
        self.list(Kind::Mentions);
        if let Some(view) = &mut self.list
            && view.about != Some(tag)
        {
            *view = ListView::new(Kind::Mentions);
            view.about = Some(tag);
            view.stale.all = true;
        }
        self.opened_from(from);
        Vec::new()
    }

    /// The list whose rows answer the question of that number.
    fn asked_by(&mut self, number: u64) -> Option<&mut ListView> {
        [&mut self.list, &mut self.aside]
            .into_iter()
            .flatten()
            .find(|view| is_of_mentions(view) && view.number == number)
    }

    /// Asks for the mentions that the open list shows and that may be other than they were found,
    /// unless the first ones are still coming.
    pub(super) fn ask_concordance(&mut self) -> Option<Effect> {
        let number = self.inquiry + 1;
        let view = self.list.as_mut().filter(|view| is_of_mentions(view))?;
        if view.stale.is_empty() || (view.working.is_some() && !view.stale.all) {
            return None;
        }
        let tag = view.about?;
        view.number = number;
        let documents = view.stale.take();
        if documents.is_none() {
            view.clear();
            view.dossier.mentions = Arc::default();
            view.dossier.asked = None;
            view.working = Some("reading …".to_owned());
            // The work for the list that was left is given up: it is done when that is opened again.
            if let Some(left) = self.aside.as_mut().filter(|view| view.working.is_some()) {
                left.stale.all |= is_of_mentions(left);
            }
        }
        self.inquiry = number;
        self.set_pages();
        self.entitle();
        Some(Effect::Mentions(Inquiry::Concordance(
            number, tag, documents,
        )))
    }

    /// Takes further rows in.
    pub(super) fn take_rows(&mut self, number: u64, rows: &[Row], last: bool) -> Vec<Effect> {
        let Some(view) = self.asked_by(number) else {
            return Vec::new();
        };
        if last {
            view.working = None;
        }
        if view.kind == Kind::Dossier {
            Arc::make_mut(&mut view.dossier.mentions).extend_from_slice(rows);
            self.set_pages();
            return if last {
                self.ask_company(number)
            } else {
                Vec::new()
            };
        }
        let from = view.rows.len();
        view.rows_mut().extend_from_slice(rows);
        if last {
            view.rearrange(true);
        } else {
            view.admit(from);
        }
        self.entitle();
        Vec::new()
    }

    /// Takes the rows of some documents in, in the place of those that were known.
    pub(super) fn take_again(
        &mut self,
        number: u64,
        documents: &[usize],
        rows: &[Row],
    ) -> Vec<Effect> {
        let Some(view) = self.asked_by(number) else {
            return Vec::new();
        };
        if view.kind == Kind::Dossier {
            let mentions = Arc::make_mut(&mut view.dossier.mentions);
            renew(mentions, documents, rows);
            let in_order = |row: &Row| match &row.goal {
                Some(Goal::Passage(index, range)) => (*index, range.start),
                _ => (usize::MAX, 0),
            };
            mentions.sort_by_key(in_order);
            self.set_pages();
            return self.ask_company(number);
        }
        let moved = renew(view.rows_mut(), documents, rows);
        if moved || view.only.is_some() || !view.field.is_empty() {
            view.arrange();
        }
        self.entitle();
        Vec::new()
    }

    /// The heading: the tag, and how many mentions are in each state.
    pub(super) fn entitle(&mut self) {
        for open in [true, false] {
            let view = self.view(open).filter(|it| it.kind == Kind::Mentions);
            let Some(tag) = view.and_then(|view| view.about) else {
                continue;
            };
            let path = self.path_of(tag);
            let Some(view) = self.view(open) else {
                continue;
            };
            let mut tally = Tally::default();
            for spoken in view.rows.iter().filter_map(Row::spoken) {
                tally.add(spoken.state);
            }
            let only = view.only.map(MentionState::name);
            let only = only.map_or_else(String::new, |name| format!(" · only {name}"));
            view.title = Some(format!("{path}  {}{only} ·", tally.told()));
        }
    }

    /// Notes in which documents mentions may be others after changes of the library.
    pub(super) fn touch(&mut self, changes: &[Change]) {
        let mut all = false;
        let mut documents = Vec::new();
        for change in changes {
            for record in [&change.before, &change.after].into_iter().flatten() {
                match record {
                    Record::Annotation(it) => documents.push(it.target.anchor().document.clone()),
                    Record::Rejection(it) => documents.push(it.target.anchor().document.clone()),
                    Record::Tag(_) | Record::Link(_) | Record::Correction(_) | Record::Query(_) => {
                    }
                }
            }
            all |= match (&change.before, &change.after) {
                (Some(Record::Tag(old)), Some(Record::Tag(new))) => old.forms != new.forms,
                (Some(Record::Tag(old)), None) => !old.forms.is_empty(),
                (None, Some(Record::Tag(new))) => !new.forms.is_empty(),
                _ => false,
            };
        }
        let found: Vec<usize> = documents
            .iter()
            .filter_map(|id| self.standings.index_of(&self.corpus, id))
            .collect();
        self.touch_documents(all, &found);
    }

    /// Notes that mentions may be others in these documents, or in all.
    pub(super) fn touch_documents(&mut self, all: bool, documents: &[usize]) {
        let views = [&mut self.list, &mut self.aside].into_iter().flatten();
        let views = views.map(|view| &mut view.stale);
        for touched in views.chain([&mut self.tallies.touched]) {
            touched.all |= all;
            touched.documents.extend(documents.iter().copied());
        }
    }

    /// Orders the concordance.
    pub(super) fn order_by(&mut self, order: Order) {
        let Some(view) = &mut self.list else { return };
        view.order = order;
        view.rearrange(false);
        self.say(format!("sorted {}", order.name()));
    }

    /// Shows only the mentions in the next state, or all again.
    pub(super) fn narrow(&mut self) {
        let Some(view) = &mut self.list else { return };
        view.only = match view.only {
            None => Some(MentionState::Undecided),
            Some(MentionState::Undecided) => Some(MentionState::Confirmed),
            Some(MentionState::Confirmed) => Some(MentionState::Rejected),
            Some(MentionState::Rejected) => Some(MentionState::Possible),
            Some(MentionState::Possible) => None,
        };
        let shown = view.only.map_or("all", MentionState::name);
        view.rearrange(false);
        self.entitle();
        self.say(format!("shown: {shown}; v shows the next kind"));
    }
}

/// Whether a list shows the mentions of one tag.
fn is_of_mentions(view: &ListView) -> bool {
    matches!(view.kind, Kind::Mentions | Kind::Dossier)
}

/// Puts the rows of some documents in the place of those that were known. Tells whether any came or
/// went; where none did, the others stay in their order.
fn renew(known: &mut Vec<Row>, documents: &[usize], rows: &[Row]) -> bool {
    let mut new: HashMap<Token, &Row> = rows.iter().map(|row| (row.token, row)).collect();
    let before = known.len();
    known.retain_mut(|row| {
        if !row.document().is_some_and(|it| documents.contains(&it)) {
            return true;
        }
        let now = new.remove(&row.token);
        if let Some(now) = now {
            row.clone_from(now);
        }
        now.is_some()
    });
    let gone = known.len() < before;
    let more = rows.iter().filter(|row| new.contains_key(&row.token));
    known.extend(more.cloned());
    gone || !new.is_empty()
}
