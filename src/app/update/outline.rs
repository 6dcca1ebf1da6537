//! Working in the outline: its filter, its folds, and reading only what it shows.
//!
//! Knows the strokes of the field and what follows from them. Which rows fit a filter is the
//! business of `map`.

use crate::app::event::Effect;
use crate::app::key::{Code, Key, Named};
use crate::app::state::{Focus, State};

impl State {
    /// Whether the keys go to the field of the outline.
    pub(super) fn outline_types(&self) -> bool {
        let typing = self.reading.as_ref().is_some_and(|it| it.map.typing);
        self.focus == Focus::Outline && typing
    }

    /// Gives the keys to the field.
    pub(super) fn outline_filter(&mut self) {
        if let Some(reading) = &mut self.reading {
            reading.map.typing = true;
        }
    }

    /// Takes a stroke in the field.
    pub(super) fn outline_field_key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        let Some(reading) = &mut self.reading else {
            return Vec::new();
        };
        match key.code {
            Code::Named(Named::Enter) => {
                reading.map.typing = false;
                return self.open_chosen();
            }
            Code::Named(Named::Tab) => reading.map.typing = false,
            Code::Named(named @ (Named::Down | Named::Up)) => {
                reading.map.typing = false;
                self.shift(if named == Named::Down { 1 } else { -1 });
            }
            Code::Named(Named::Esc) => {
                reading.map.typing = false;
                reading.map.field.clear();
                self.outline_typed();
            }
            _ => {
                if reading.map.field.key(key) {
                    self.outline_typed();
                }
            }
        }
        Vec::new()
    }

    /// Takes the filter away; whether there was one.
    pub(super) fn show_whole_outline(&mut self) -> bool {
        let Some(reading) = &mut self.reading else {
            return false;
        };
        if reading.map.field.is_empty() {
            return false;
        }
        reading.map.field.clear();
        self.outline_typed();
        true
    }

    /// Takes pasted text in the field.
    pub(super) fn outline_paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(reading) = &mut self.reading {
            reading.map.field.paste(text);
        }
        self.outline_typed();
        Vec::new()
    }

    /// Shows what fits what is typed; the choice goes to the first row of the text that does.
    fn outline_typed(&mut self) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        reading.map_anew(&self.library);
        let here = reading.block() as u32;
        let at = reading.outline.partition_point(|block| *block < here);
        self.outline.chosen = at.min(reading.outline.len().saturating_sub(1));
    }

    /// Folds the section of the chosen row, or unfolds it.
    pub(super) fn fold_section(&mut self) {
        let row = self.outline.chosen;
        let Some(reading) = &mut self.reading else {
            return;
        };
        if reading.map.field_rows() > 0 {
            self.say("the outline is filtered: Esc shows all of it");
            return;
        }
        match reading.fold_section(row, &self.library) {
            Some(heading) => {
                let at = reading.outline.iter().position(|it| *it == heading);
                self.outline.chosen = at.unwrap_or(row);
            }
            None => self.say("no heading stands above this row"),
        }
    }

    /// Folds everything away but what the outline shows, or shows everything again.
    pub(super) fn read_only_shown(&mut self) {
        let (width, height) = self.page_size();
        let chosen = self.outline.chosen;
        let Some(reading) = &mut self.reading else {
            return;
        };
        if reading.folds.reads_only() {
            reading.folds.read_only(None);
            reading.centre(width, height);
            self.say("the whole text again");
            return;
        }
        if reading.map.field.is_empty() {
            self.say("filter the outline first: / then tag:x, note:, link:, unread: or words");
            return;
        }
        let shown = reading.outline.iter().map(|block| *block as usize);
        reading.folds.read_only(Some(shown.collect()));
        let block = reading.outline.get(chosen).copied().unwrap_or(0) as usize;
        if let Some(range) = reading
            .document
            .blocks
            .get(block)
            .map(|it| it.range.clone())
        {
            reading.go(range);
        }
        reading.centre(width, height);
        self.focus = Focus::Text;
        self.say("only what the outline shows; Space O shows all again");
    }
}
