//! Drawing the editor for notes.
//!
//! Knows where it stands and which rows of a long note are on screen.

use super::{frame, low};
use crate::app::State;
use crate::app::overlay::NoteEditor;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the editor and gives the cell of the caret.
pub(super) fn draw(
    state: &State,
    editor: &NoteEditor,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let rows = editor.wrapped(64).rows.len() as u16;
    let area = low(state, 70, rows.clamp(4, 14) + 3, canvas);
    let title = format!("Note on “{}”", Shown::new(&editor.words).elided(44));
    let hints = if editor.throwing {
        "Ctrl-g again throws away what you wrote · any other key goes on"
    } else {
        "Esc saves and closes · Ctrl-o opens $EDITOR · Ctrl-g throws away"
    };
    let inner = frame(area, &title, hints, canvas);
    if inner.width == 0 || inner.height == 0 {
        return None;
    }
    let wrapped = editor.wrapped(usize::from(inner.width));
    let height = usize::from(inner.height)
        .saturating_sub(usize::from(editor.error.is_some()))
        .max(1);
    let first = (wrapped.row + 1).saturating_sub(height);
    for (line, row) in wrapped.rows.iter().skip(first).take(height).enumerate() {
        canvas.text(
            inner.x,
            inner.y + line as u16,
            inner.width,
            &Shown::new(row),
            Role::Text,
        );
    }
    if let Some(error) = &editor.error {
        let text = Shown::new(&format!("not saved: {error}")).elided(usize::from(inner.width));
        canvas.text(
            inner.x,
            inner.bottom() - 1,
            inner.width,
            &text,
            Role::Warning,
        );
    }
    let x = inner.x + wrapped.column.min(usize::from(inner.width) - 1) as u16;
    Some((x, inner.y + (wrapped.row - first) as u16))
}
