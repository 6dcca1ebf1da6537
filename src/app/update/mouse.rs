//! The mouse: turning pages, pointing at passages and rows.
//!
//! Knows which panel lies under the pointer. Does nothing that keys cannot do.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::cursor::{self, Extending, Unit};
use crate::app::event::{Effect, Mouse};
use crate::app::page;
use crate::app::state::{Focus, State};

/// Rows that one step of the wheel turns.
const STEP: usize = 3;

impl State {
    /// Switches the mouse on or off.
    pub(super) fn switch_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        self.say(if self.mouse {
            "the mouse works; with Shift the terminal selects"
        } else {
            "the mouse is the terminal's own"
        });
        vec![Effect::Mouse(self.mouse)]
    }

    /// Takes a movement of the mouse in. What lies over the panels is left to the keys.
    pub(super) fn mouse_at(&mut self, mouse: Mouse, column: u16, row: u16) {
        if self.overlay.is_some() {
            return;
        }
        let over = |state: &Self| state.panes().beside.contains(Position::new(column, row));
        if self.beside.is_some() && over(self) && self.list.is_none() {
            self.other_side();
        }
        let panes = self.panes();
        let inside = |area: Rect| area.contains(Position::new(column, row));
        let list = if inside(panes.documents) {
            Some((Focus::Documents, panes.documents))
        } else if inside(panes.outline) {
            Some((Focus::Outline, panes.outline))
        } else {
            None
        };
        match (mouse, list) {
            (Mouse::Wheel(down), Some((focus, area))) => self.wheel_list(focus, area, down),
            // A list covers the text, which then takes nothing.
            (Mouse::Wheel(down), None) if self.list.is_some() => {
                let by = if down { STEP } else { STEP.wrapping_neg() };
                self.shift(by.cast_signed());
            }
            (Mouse::Wheel(down), None) => {
                self.count = Some(STEP);
                self.scroll(if down { 1 } else { -1 });
                self.count = None;
            }
            (Mouse::Press, Some((focus, area))) => self.point_at_row(focus, area, row),
            (Mouse::Press | Mouse::Drag, None) if inside(panes.text) && self.list.is_none() => {
                self.focus = Focus::Text;
                self.point(mouse, panes.page, column, row);
            }
            _ => {}
        }
    }

    /// Turns a list under the pointer; its choice stays where it is as long as it is in sight.
    fn wheel_list(&mut self, focus: Focus, area: Rect, down: bool) {
        let before = std::mem::replace(&mut self.focus, focus);
        let by = if down { STEP } else { STEP.wrapping_neg() };
        self.shift(by.cast_signed());
        // The outline follows the text unless it has the keys.
        if before != focus && area.width > 0 && focus == Focus::Documents {
            self.focus = before;
        }
    }

    /// Chooses and opens the row under the pointer.
    fn point_at_row(&mut self, focus: Focus, area: Rect, row: u16) {
        self.focus = focus;
        let Some(line) = row.checked_sub(area.y + 1).map(usize::from) else {
            return;
        };
        let rows = match focus {
            Focus::Documents => self.corpus.len(),
            _ => self.reading.as_ref().map_or(0, |it| it.outline.len()),
        };
        let place = match focus {
            Focus::Documents => &mut self.documents,
            _ => &mut self.outline,
        };
        if place.first + line < rows {
            place.chosen = place.first + line;
            self.open_chosen();
        }
    }

    /// Takes the passage under the pointer: a sentence at a press, as much as the pointer passes
    /// over, word by word, in a drag.
    fn point(&mut self, mouse: Mouse, page: Rect, column: u16, row: u16) {
        let Some(byte) = self.byte_under(page, column, row) else {
            return;
        };
        let Some(reading) = &mut self.reading else {
            return;
        };
        let document = reading.document.clone();
        if mouse == Mouse::Press {
            if let Some(range) = cursor::at(&document, byte, Unit::Sentence) {
                reading.cursor.extending = None;
                reading.cursor.put(range, Unit::Sentence);
                self.pressed = Some(byte);
            }
            return;
        }
        let Some(word) = cursor::at(&document, byte, Unit::Word) else {
            return;
        };
        if reading.cursor.extending.is_none() {
            let from = self.pressed.unwrap_or(byte);
            let origin = cursor::at(&document, from, Unit::Word).unwrap_or_else(|| word.clone());
            reading.cursor.extending = Some(Extending {
                head: origin.clone(),
                origin,
            });
        }
        reading.cursor.put(word, Unit::Word);
    }

    /// The byte of the text under the pointer, or the nearest in its row.
    fn byte_under(&self, page: Rect, column: u16, row: u16) -> Option<usize> {
        let reading = self.reading.as_ref()?;
        let line = usize::from(row.checked_sub(page.y)?);
        let row = reading.rows.get(line)?;
        let x = usize::from(column.saturating_sub(page.x));
        let piece = row
            .pieces
            .iter()
            .rev()
            .find(|piece| piece.x <= x)
            .or(row.pieces.first())?;
        let mut at = piece.x;
        let mut last = piece.range.start;
        for (offset, cluster) in reading.document.slice(&piece.range).grapheme_indices(true) {
            last = piece.range.start + offset;
            at += page::cells(cluster);
            if at > x {
                break;
            }
        }
        Some(last)
    }
}
