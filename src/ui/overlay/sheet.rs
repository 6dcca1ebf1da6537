//! Drawing the sheet on which an export is chosen.
//!
//! Knows where its rows stand and that the chosen one can be turned. What they say is the sheet's.

use ratatui::layout::Rect;

use super::{centred, field, frame};
use crate::app::overlay::Sheet;
use crate::app::overlay::sheet::ROWS;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Cells of the names of rows, with the room after them.
const NAMES: u16 = 10;

/// Draws the sheet and gives the cell of the caret, where the place is typed.
pub(super) fn draw(sheet: &Sheet, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = centred(76, ROWS.len() as u16 + 2, canvas);
    let hints = if sheet.types() {
        "Enter writes · ↑↓ rows · type the place · Esc leaves"
    } else {
        "Enter writes · j k rows · h l change it · Esc leaves"
    };
    let inner = frame(area, "Take away", hints, canvas);
    let mut caret = None;
    for (row, name) in ROWS.iter().enumerate().take(usize::from(inner.height)) {
        let y = inner.y + row as u16;
        let chosen = row == sheet.row;
        let role = if chosen { Role::Key } else { Role::Dim };
        canvas.text(inner.x, y, NAMES, &Shown::new(name), role);
        let room = Rect::new(
            inner.x + NAMES.min(inner.width),
            y,
            inner.width.saturating_sub(NAMES),
            1,
        );
        if chosen && sheet.types() {
            caret = Some(field("", &sheet.place, room, true, canvas));
            continue;
        }
        let says = sheet.says(row);
        let words = if chosen {
            format!("‹ {says} ›")
        } else {
            format!("  {says}")
        };
        let words = Shown::new(&words).elided(usize::from(room.width));
        canvas.text(room.x, y, room.width, &words, Role::Text);
    }
    caret
}
