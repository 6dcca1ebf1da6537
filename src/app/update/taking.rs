//! Taking away: the sheet is opened, and what it says is asked for.
//!
//! Knows what can be taken where the reader stands: everything, the open document, the tag of the open
//! page or of the passage, what the open search finds.

use std::path::Path;

use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::list::Kind;
use crate::app::overlay::{Overlay, Sheet, sheet};
use crate::app::state::State;
use crate::app::taking::{Habit, What};

impl State {
    /// Opens the sheet.
    pub(super) fn take_away(&mut self) {
        let mut whats = vec![What::Everything];
        if let Some(reading) = &self.reading {
            whats.push(What::Document(reading.document.id.to_string()));
        }
        let list = self.list.as_ref();
        let tag = list
            .filter(|view| view.kind == Kind::Dossier)
            .and_then(|view| view.about);
        let mut paths: Vec<String> = tag.map(|tag| self.path_of(tag)).into_iter().collect();
        paths.extend(self.tags_here().into_iter().map(|tag| self.path_of(tag)));
        paths.dedup();
        whats.extend(
            paths
                .into_iter()
                .filter(|path| !path.is_empty())
                .map(What::Tag),
        );
        let search = list.filter(|view| view.kind == Kind::Search);
        let query = search.map(|view| view.field.text().trim().to_owned());
        whats.extend(query.filter(|it| !it.is_empty()).map(What::Query));
        let sheet = Sheet::new(&self.habit, whats, &self.taking_home);
        self.overlay = Some(Overlay::Sheet(Box::new(sheet)));
    }

    /// Gives a stroke to the sheet.
    pub(super) fn sheet_key(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Sheet(sheet)) = &mut self.overlay else {
            return Vec::new();
        };
        match sheet.key(key) {
            sheet::Answer::Open => Vec::new(),
            sheet::Answer::Left => {
                self.overlay = None;
                Vec::new()
            }
            sheet::Answer::Done(taking) => {
                self.overlay = None;
                let folder = if taking.place.to_string_lossy().ends_with('/') {
                    Some(taking.place.clone())
                } else {
                    taking.place.parent().map(Path::to_path_buf)
                };
                self.habit = Habit {
                    form: taking.form,
                    what: taking.what.id().to_owned(),
                    around: taking.around,
                    order: taking.order,
                    folder: folder.filter(|folder| *folder != self.taking_home.folder),
                };
                self.say("exporting…");
                vec![Effect::Take(Box::new(taking), None)]
            }
        }
    }
}
