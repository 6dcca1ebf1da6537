//! Drawing the prompt that ties a link.
//!
//! Knows the order of its parts: both passages, the relation, the note.

use ratatui::layout::Rect;

use super::pick::rows;
use super::{field, frame, low};
use crate::app::State;
use crate::app::naming;
use crate::app::overlay::LinkPrompt;
use crate::app::overlay::link::LinkStart;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the prompt and gives the cell of the caret.
pub(super) fn draw(
    state: &State,
    prompt: &LinkPrompt,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let area = low(state, 70, 14, canvas);
    let inner = frame(
        area,
        "Tie the link",
        "Enter ties it · Tab relation or note · Esc leaves",
        canvas,
    );
    if inner.height < 5 {
        return None;
    }
    let line = |row: u16| Rect::new(inner.x, inner.y + row, inner.width, 1);
    let put = |row: u16, end: &LinkStart, canvas: &mut Canvas<'_>| {
        let y = inner.y + row;
        let place = naming::short(&state.corpus, &end.address, usize::from(inner.width / 2));
        let used = canvas.text(inner.x, y, inner.width, &place, Role::Label) + 2;
        let room = inner.width.saturating_sub(used);
        let words = Shown::new(&end.words).elided(usize::from(room.saturating_sub(2)));
        let words = Shown::new(&format!("“{words}”"));
        canvas.text(inner.x + used, y, room, &words, Role::Text);
    };
    put(0, &prompt.from, canvas);
    let relation = Shown::new(&format!("   {} ↓", prompt.chosen()));
    canvas.text(inner.x, inner.y + 1, inner.width, &relation, Role::Label);
    put(2, &prompt.to, canvas);
    let at_relation = field(
        "relation",
        &prompt.relation.field,
        line(3),
        !prompt.in_note,
        canvas,
    );
    let last = inner.height - 1;
    let list = Rect::new(
        inner.x + 2,
        inner.y + 4,
        inner.width.saturating_sub(2),
        last.saturating_sub(4),
    );
    rows(&prompt.relation, list, canvas);
    let at_note = field("note", &prompt.note, line(last), prompt.in_note, canvas);
    Some(if prompt.in_note { at_note } else { at_relation })
}
