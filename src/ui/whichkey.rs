//! What can follow: after the first stroke of a longer sequence, the strokes that continue it.
//!
//! Knows how the menu is set in columns, so that no word is cut where there is room for all of
//! them. Which rows there are follows from the keymap.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::keymap;
use crate::shown::Shown;

/// Cells beside the words of a row: the key, and blanks around both.
const BESIDE: usize = 8;

/// A stroke and what it leads to.
struct Row {
    key: String,
    does: String,
}

/// Draws the menu above the line of hints, if a sequence has begun.
pub(super) fn draw(state: &State, hints: Rect, canvas: &mut Canvas<'_>) {
    if state.typed.is_empty() || hints.width == 0 {
        return;
    }
    let rows = rows(state);
    let room = usize::from(hints.y).saturating_sub(2);
    if rows.is_empty() || room == 0 {
        return;
    }
    let longest = rows.iter().map(|row| Shown::new(&row.does).width()).max();
    let fitting = usize::from(hints.width) / (longest.unwrap_or(0) + BESIDE);
    // Where the rows do not fit one below the other, their words are cut rather than left out.
    let columns = fitting.clamp(1, 3).max(rows.len().div_ceil(room));
    let height = rows.len().div_ceil(columns).min(room);
    let top = hints.y - 1 - height as u16;
    let area = Rect::new(hints.x, top - 1, hints.width, height as u16 + 2);
    canvas.fill(area, Role::Popup);
    super::title(
        Rect::new(area.x, area.y, area.width, 1),
        &format!("{} …", keymap::print(&state.typed)),
        true,
        canvas,
    );
    let wide = (usize::from(hints.width) / columns) as u16;
    for (index, row) in rows.iter().take(height * columns).enumerate() {
        let x = hints.x + 2 + (index / height) as u16 * wide;
        let y = top + (index % height) as u16;
        let used = canvas
            .text(x, y, wide, &Shown::new(&row.key), Role::Key)
            .max(3)
            + 1;
        let left = wide.saturating_sub(used + 2);
        let does = Shown::new(&row.does).elided(usize::from(left));
        canvas.text(x + used, y, left, &does, Role::Text);
    }
}

/// The strokes that can follow; those that begin a menu of their own stand once.
fn rows(state: &State) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let at = state.typed.len();
    let following = state.keymap.following(state.place(), &state.typed);
    for binding in following.filter(|binding| state.offers(binding.action)) {
        let Some(key) = binding.keys.get(at).map(ToString::to_string) else {
            continue;
        };
        if binding.keys.len() == at + 1 {
            let does = binding.action.row().help.to_owned();
            rows.push(Row { key, does });
        } else if rows.iter().all(|row| row.key != key) {
            let menu = binding.keys.get(..=at).unwrap_or_default();
            let does = keymap::menu(menu).unwrap_or("more").to_owned();
            rows.push(Row {
                key,
                does: format!("{does} …"),
            });
        }
    }
    rows
}
