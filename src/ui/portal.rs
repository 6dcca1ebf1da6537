//! Drawing what others say of the current paragraph.
//!
//! Knows how its entries are set one below the other. Which there are is the state's.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::text::wrap;
use super::theme::Role;
use crate::app::State;
use crate::library::counted;
use crate::shown::Shown;

/// Rows of the words of an entry, where there are others to show too.
const ROWS: usize = 6;

/// Draws the pane.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(portal) = state.portal.as_ref().filter(|_| area.area() > 0) else {
        return;
    };
    let heading = match portal.entries.len() {
        0 => "Nothing elsewhere on this paragraph".to_owned(),
        many => format!("{} on this paragraph", counted(many, "place")),
    };
    super::title(area, &heading, false, canvas);
    let width = usize::from(area.width.saturating_sub(3));
    let mut y = area.y + 2;
    if portal.entries.is_empty() {
        let words = "Links, references and passages of other documents with the same tags come here \
                     as you move.";
        for row in wrap(words, width) {
            canvas.text(area.x + 1, y, area.width, &row, Role::Dim);
            y += 1;
        }
        return;
    }
    let alone = portal.entries.len() == 1;
    for (index, entry) in portal.entries.iter().enumerate() {
        for row in wrap(&format!("{} {}", entry.sign, entry.head), width) {
            if y >= area.bottom() {
                return;
            }
            canvas.text(area.x + 1, y, area.width - 1, &row, Role::Label);
            y += 1;
        }
        let mut rows = wrap(&entry.words, width);
        if !alone && rows.len() > ROWS {
            rows.truncate(ROWS);
            if let Some(last) = rows.last_mut() {
                *last = Shown::new(&format!("{last} …")).elided(width);
            }
        }
        for row in rows {
            if y + 1 >= area.bottom() {
                let left = portal.entries.len() - index;
                let more = Shown::new(&format!("▾ {left} more: Enter lists them"));
                canvas.text(area.x + 1, y, area.width - 1, &more, Role::Dim);
                return;
            }
            canvas.text(area.x + 1, y, area.width - 1, &row, Role::Text);
            y += 1;
        }
        y += 1;
    }
}
