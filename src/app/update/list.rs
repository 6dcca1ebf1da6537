//! Lists: moving the choice, opening what is chosen, passing the keys from panel to panel.
//!
//! Knows how long each list is. What a row says is drawn by `ui`.

use crate::app::event::Effect;
use crate::app::list::ListView;
use crate::app::state::{Focus, State, list_rows};

impl State {
    /// Gives the keys to a panel.
    pub(super) fn focus_on(&mut self, focus: Focus) {
        if self.reading_panes().documents.width == 0 {
            self.wish.panels = true;
            if self.reading_panes().documents.width == 0 {
                self.warn("the window is too narrow for the left column");
                return;
            }
        }
        self.focus = focus;
    }

    /// Gives the keys to the next or previous panel.
    pub(super) fn turn_panel(&mut self, forward: bool) {
        let middle = if self.list.is_some() {
            Focus::List
        } else {
            Focus::Text
        };
        // The second text comes after the first; the keys reach it from the text only.
        if self.focus == middle && self.beside.is_some() && self.left_side() == forward {
            self.other_side();
            return;
        }
        let order = [Focus::Documents, Focus::Outline, middle];
        if self.reading_panes().documents.width == 0 {
            if self.beside.is_some() {
                self.other_side();
                return;
            }
            self.focus = middle;
            return;
        }
        let here = order
            .iter()
            .position(|focus| *focus == self.focus)
            .unwrap_or(0);
        let by = if forward { 1 } else { order.len() - 1 };
        self.focus = order[(here + by) % order.len()];
    }

    /// Rows of the list that has the keys, and rows of it on screen.
    fn list_size(&self) -> (usize, usize) {
        let panes = self.reading_panes();
        let rows = |height: u16| usize::from(height.saturating_sub(1));
        match self.focus {
            Focus::Documents => (self.corpus.len(), rows(panes.documents.height)),
            Focus::Outline => (
                self.reading
                    .as_ref()
                    .map_or(0, |reading| reading.outline.len()),
                rows(panes.outline.height).saturating_sub(
                    self.reading
                        .as_ref()
                        .map_or(0, |reading| reading.map.field_rows()),
                ),
            ),
            Focus::List => (
                self.list.as_ref().map_or(0, |view| view.shown.len()),
                list_rows(panes.text.height)
                    .saturating_sub(self.list.as_ref().map_or(0, ListView::field_rows)),
            ),
            Focus::Text => (0, 0),
        }
    }

    /// Moves the choice in the list by rows, as often as the count says.
    pub(super) fn shift(&mut self, by: isize) {
        let (len, height) = self.list_size();
        let count = self.count.unwrap_or(1).min(100_000).cast_signed();
        let by = by.saturating_mul(count);
        match self.focus {
            Focus::Documents => self.documents.shift(by, len, height),
            Focus::Outline => self.outline.shift(by, len, height),
            Focus::List => {
                if let Some(view) = &mut self.list {
                    view.place.shift(by, len, height);
                }
            }
            Focus::Text => {}
        }
    }

    /// Moves the choice in the list by pages.
    pub(super) fn shift_page(&mut self, direction: isize) {
        let (_, height) = self.list_size();
        self.shift(direction * height.saturating_sub(1).max(1).cast_signed());
    }

    /// Goes to what the chosen row stands for.
    pub(super) fn open_chosen(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Documents => {
                let chosen = self.documents.chosen;
                self.leave();
                self.leave_list();
                self.open(chosen);
                self.lay_out(true);
            }
            Focus::Outline => {
                let Some(reading) = &self.reading else {
                    return Vec::new();
                };
                let Some(block) = reading.outline.get(self.outline.chosen) else {
                    return Vec::new();
                };
                let range = reading.document.blocks[*block as usize].range.clone();
                let index = reading.index;
                self.leave_list();
                self.jump(index, range);
            }
            Focus::List => return self.list_go(),
            Focus::Text => {}
        }
        Vec::new()
    }
}
