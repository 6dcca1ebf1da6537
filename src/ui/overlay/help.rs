//! Drawing the help screen.
//!
//! Knows its two columns of keys and words.

use super::{centred, frame};
use crate::app::overlay::Help;
use crate::app::overlay::help::Line;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Cells for the keys.
const KEYS: u16 = 22;

/// Draws it.
pub(super) fn draw(help: &Help, canvas: &mut Canvas<'_>) {
    let screen = canvas.area();
    let area = centred(92, screen.height.saturating_sub(2), canvas);
    let inner = frame(area, "Help", "j k scroll · any other key closes", canvas);
    let most = help.lines.len().saturating_sub(usize::from(inner.height));
    let first = help.scroll.min(most);
    let keys = KEYS.min(inner.width / 2);
    for (row, line) in help
        .lines
        .iter()
        .skip(first)
        .take(usize::from(inner.height))
        .enumerate()
    {
        let y = inner.y + row as u16;
        match line {
            Line::Blank => {}
            Line::Heading(title) => {
                canvas.text(inner.x, y, inner.width, &Shown::new(title), Role::Heading);
            }
            Line::Keys(text, words) => {
                canvas.text(
                    inner.x + 1,
                    y,
                    keys,
                    &Shown::new(text).elided(usize::from(keys)),
                    Role::Key,
                );
                let room = inner.width.saturating_sub(keys + 2);
                canvas.text(
                    inner.x + keys + 2,
                    y,
                    room,
                    &Shown::new(words).elided(usize::from(room)),
                    Role::Text,
                );
            }
        }
    }
    if most > first {
        let more = Shown::new(&format!(" {} more ", most - first));
        let at = inner.right().saturating_sub(more.width() as u16);
        canvas.text(
            at,
            area.bottom().saturating_sub(1),
            inner.width,
            &more,
            Role::Dim,
        );
    }
}
