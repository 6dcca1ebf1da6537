//! Drawing the help screen.
//!
//! Knows its two columns of keys and words; words that find no room in a row go on in the next.

use super::{centred, frame};
use crate::app::overlay::Help;
use crate::app::overlay::help::Line;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::text::wrap;
use crate::ui::theme::Role;

/// Cells for the keys.
const KEYS: u16 = 24;

/// Draws it.
pub(super) fn draw(help: &Help, canvas: &mut Canvas<'_>) {
    let screen = canvas.area();
    let area = centred(92, screen.height.saturating_sub(2), canvas);
    let inner = frame(area, "Help", "j k scroll · any other key closes", canvas);
    let first = help.scroll.min(help.lines.len().saturating_sub(1));
    let keys = KEYS.min(inner.width / 2);
    let room = inner.width.saturating_sub(keys + 2);
    let mut y = inner.y;
    let mut shown = 0;
    for line in help.lines.iter().skip(first) {
        let words = match line {
            Line::Blank | Line::Heading(_) => Vec::new(),
            Line::Keys(_, words) => wrap(words, usize::from(room)),
        };
        if y + words.len().max(1) as u16 > inner.bottom() {
            break;
        }
        match line {
            Line::Blank => {}
            Line::Heading(title) => {
                canvas.text(inner.x, y, inner.width, &Shown::new(title), Role::Heading);
            }
            Line::Keys(text, _) => {
                let text = Shown::new(text).elided(usize::from(keys));
                canvas.text(inner.x + 1, y, keys, &text, Role::Key);
            }
        }
        for (row, words) in words.iter().enumerate() {
            canvas.text(inner.x + keys + 2, y + row as u16, room, words, Role::Text);
        }
        y += words.len().max(1) as u16;
        shown += 1;
    }
    let left = help.lines.len().saturating_sub(first + shown);
    if left > 0 {
        let more = Shown::new(&format!(" {left} more "));
        let at = inner.right().saturating_sub(more.width() as u16);
        let y = area.bottom().saturating_sub(1);
        canvas.text(at, y, inner.width, &more, Role::Dim);
    }
}
