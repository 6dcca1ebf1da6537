//! Choosing by typing: a heading or paragraph of the document, a query that was kept.
//!
//! Knows which rows are offered and what each leads to. How what is typed is matched is known to the
//! picker.

use crate::app::event::Effect;
use crate::app::list::Kind;
use crate::app::outline;
use crate::app::overlay::line::Purpose;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Choose, Overlay};
use crate::app::state::State;
use crate::app::taking::{self, Around, Form, Taking, What};
use crate::app::update::follow::Goal;

impl State {
    /// Asks for a heading or a paragraph of the open document, by its label or opening words.
    pub(super) fn go_to_block(&mut self) {
        let Some(reading) = &self.reading else {
            self.cannot_ask("A heading or paragraph", "No document is open.");
            return;
        };
        let document = &reading.document;
        let rows: Vec<(String, String, Choice)> = reading
            .outline
            .iter()
            .filter_map(|index| document.blocks.get(*index as usize))
            .map(|block| {
                let words: Vec<&str> = outline::opening(document, block)
                    .split_whitespace()
                    .collect();
                let label = match block.label() {
                    Some(label) => format!("{label} {}", words.join(" ")),
                    None => words.join(" "),
                };
                let goal = Goal::Passage(reading.index, block.range.clone());
                (label, block.kind.name().to_owned(), Choice::Follow(goal))
            })
            .collect();
        let hints = "Enter goes there · Esc leaves";
        let choose = Choose::new("A heading or paragraph", hints, rows);
        self.overlay = Some(Overlay::Choose(Box::new(choose)));
    }

    /// Asks under which name the query of the open search is to be kept.
    pub(super) fn keep_query(&mut self) {
        let view = self.list.as_ref().filter(|view| view.kind == Kind::Search);
        let query = view.map(|view| view.field.text().trim().to_owned());
        match query.filter(|query| !query.is_empty()) {
            Some(query) if self.may_ask("Keep the query") => {
                let title = format!("Keep the query {query} as");
                self.line(&title, "", Purpose::Query(query));
            }
            Some(_) => {}
            None => self.cannot_ask(
                "Keep the query",
                "Only a search through the corpus can be kept: Space / searches.",
            ),
        }
    }

    /// Asks for a query that was kept, and searches for it.
    pub(super) fn kept_queries(&mut self) {
        let rows: Vec<(String, String, Choice)> = self
            .library
            .queries()
            .into_iter()
            .map(|it| {
                let choice = Choice::Search(it.query.clone());
                (it.name.clone(), it.query.clone(), choice)
            })
            .collect();
        if rows.is_empty() {
            let why = "No query is kept yet: Space / searches, and S keeps what was searched for.";
            self.cannot_ask("Search again", why);
            return;
        }
        let choose = Choose::new("Search again for", "Enter searches · Esc leaves", rows);
        self.overlay = Some(Overlay::Choose(Box::new(choose)));
    }

    /// Writes the open page of a tag to Markdown.
    pub(super) fn export_page(&mut self) -> Vec<Effect> {
        let view = self.list.as_ref().filter(|view| view.kind == Kind::Dossier);
        let Some((view, tag)) = view.and_then(|view| Some((view, view.about?))) else {
            return Vec::new();
        };
        let mut documents: Vec<usize> = view
            .dossier
            .mentions
            .iter()
            .filter_map(crate::app::list::Row::document)
            .collect();
        documents.dedup();
        let what = What::Tag(self.path_of(tag));
        let taking = Taking {
            form: Form::Markdown,
            around: Around::Fitting,
            order: taking::Order::Text,
            place: taking::place(&self.taking_home, Form::Markdown, &what),
            what,
        };
        self.say("exporting…");
        vec![Effect::Take(Box::new(taking), Some(documents))]
    }
}
