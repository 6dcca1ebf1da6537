//! Drawing a look at something without leaving.
//!
//! Knows how its text is wrapped and scrolled.

use super::{centred, frame};
use crate::app::overlay::Peek;
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::text::wrap;
use crate::ui::theme::Role;

/// Draws it.
pub(super) fn draw(peek: &Peek, canvas: &mut Canvas<'_>) {
    let width = 76.min(canvas.area().width.saturating_sub(2));
    let lines = wrap(&peek.text, usize::from(width.saturating_sub(4)));
    let height = (lines.len() as u16)
        .saturating_add(2)
        .min(canvas.area().height.saturating_sub(4));
    let area = centred(width, height, canvas);
    let hints = if peek.goal.is_some() {
        "Enter follows it · j k scroll · Esc closes"
    } else {
        "j k scroll · Esc closes"
    };
    let inner = frame(area, &peek.title, hints, canvas);
    let most = lines.len().saturating_sub(usize::from(inner.height));
    let first = peek.scroll.min(most);
    for (line, text) in lines
        .iter()
        .skip(first)
        .take(usize::from(inner.height))
        .enumerate()
    {
        let role = if text.as_str().starts_with(['●', '→']) {
            Role::Label
        } else {
            Role::Text
        };
        canvas.text(inner.x, inner.y + line as u16, inner.width, text, role);
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
