//! Drawing the step of a lesson, above the status line.
//!
//! Knows how its words are set. What is asked is the state's.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::text::wrap;
use super::theme::Role;
use crate::app::State;
use crate::shown::Shown;

/// Draws it.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(lesson) = state.lesson.as_ref().filter(|_| area.area() > 0) else {
        return;
    };
    canvas.fill(area, Role::Popup);
    let head = match lesson.at() {
        Some((step, all)) => format!("Step {step} of {all}"),
        None => "Done".to_owned(),
    };
    super::title(
        Rect::new(area.x, area.y, area.width, 1),
        &head,
        true,
        canvas,
    );
    let width = usize::from(area.width.saturating_sub(2));
    let rows = wrap(lesson.says(), width);
    for (y, row) in (area.y + 1..area.bottom()).zip(rows) {
        canvas.text(
            area.x + 1,
            y,
            area.width - 1,
            &Shown::new(row.as_str()),
            Role::Text,
        );
    }
}
