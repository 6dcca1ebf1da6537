//! What can follow: after the first stroke of a longer sequence, the strokes that continue it.
//!
//! Knows how the menu is set in columns. Which rows there are follows from the keymap.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::keymap;
use crate::shown::Shown;

/// Cells of one column of the menu.
const COLUMN: usize = 38;

/// Draws the menu above the line of hints, if a sequence has begun.
pub(super) fn draw(state: &State, hints: Rect, canvas: &mut Canvas<'_>) {
    if state.typed.is_empty() || hints.width == 0 {
        return;
    }
    let rows: Vec<(String, &'static str)> = state
        .keymap
        .following(state.place(), &state.typed)
        .filter(|binding| state.offers(binding.action))
        .filter_map(|binding| {
            let rest = binding.keys.get(state.typed.len()..)?;
            Some((keymap::print(rest), binding.action.row().help))
        })
        .collect();
    let columns = (usize::from(hints.width) / COLUMN).clamp(1, 3);
    let height = rows.len().div_ceil(columns);
    let room = usize::from(hints.y.saturating_sub(1));
    let height = height.min(room.saturating_sub(1));
    if height == 0 {
        return;
    }
    let top = hints.y - 1 - height as u16;
    let area = Rect::new(hints.x, top - 1, hints.width, height as u16 + 2);
    canvas.fill(area, Role::Popup);
    super::title(
        Rect::new(area.x, area.y, area.width, 1),
        &format!("{} …", keymap::print(&state.typed)),
        true,
        canvas,
    );
    let wide = usize::from(hints.width) / columns;
    for (index, (key, help)) in rows.iter().take(height * columns).enumerate() {
        let x = hints.x + 2 + ((index / height) * wide) as u16;
        let y = top + (index % height) as u16;
        let used = canvas.text(x, y, wide as u16, &Shown::new(key), Role::Key);
        let left = (wide as u16).saturating_sub(used.max(3) + 4);
        canvas.text(
            x + used.max(3) + 1,
            y,
            left,
            &Shown::new(help).elided(usize::from(left)),
            Role::Text,
        );
    }
}
