//! Drawing the prompt for one line.
//!
//! Knows its frame, and where it says why an answer cannot be used.

use ratatui::layout::Rect;

use super::{field, frame, low};
use crate::app::State;
use crate::app::overlay::Ask;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the prompt and gives the cell of the caret.
pub(super) fn draw(state: &State, ask: &Ask, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = low(state, 70, 4, canvas);
    let hints = if ask.field.chosen().is_some() {
        "typing replaces it · ← → End change it · Esc leaves"
    } else {
        "Enter keeps it · empty: there is none · Esc leaves"
    };
    let inner = frame(area, ask.asked.title(), hints, canvas);
    if inner.height == 0 {
        return None;
    }
    let line = Rect::new(inner.x, inner.y, inner.width, 1);
    let caret = field("", &ask.field, line, true, canvas);
    if let Some(error) = ask.error.as_ref().filter(|_| inner.height > 1) {
        let text = Shown::new(error).elided(usize::from(inner.width));
        canvas.text(inner.x, inner.y + 1, inner.width, &text, Role::Warning);
    }
    Some(caret)
}
