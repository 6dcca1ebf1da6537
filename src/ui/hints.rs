//! The line of hints: the keys that apply now.
//!
//! Knows how hints are set in a line. Which actions are offered follows from the table.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::action::Action;
use crate::app::keymap;
use crate::shown::Shown;

/// Draws the line.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let mut x = area.x + 1;
    let end = area.x + area.width;
    if let Some(count) = state.count {
        x += canvas.text(
            x,
            area.y,
            end.saturating_sub(x),
            &Shown::new(&format!("{count} ")),
            Role::Key,
        );
    }
    if !state.typed.is_empty() {
        let typed = format!("{} …", keymap::print(&state.typed));
        canvas.text(
            x,
            area.y,
            end.saturating_sub(x),
            &Shown::new(&typed),
            Role::Key,
        );
        return;
    }
    if state.awaiting.is_some() {
        canvas.text(
            x,
            area.y,
            end.saturating_sub(x),
            &Shown::new("a letter … (Esc: none)"),
            Role::Hint,
        );
        return;
    }
    for action in offered(state) {
        let row = action.row();
        let Some(key) = state.keymap.keys_of(action).into_iter().next() else {
            continue;
        };
        let (key, hint) = (Shown::new(&key), Shown::new(row.hint));
        let needed = (key.width() + hint.width() + 3) as u16;
        if x + needed > end {
            break;
        }
        x += canvas.text(x, area.y, end.saturating_sub(x), &key, Role::Key) + 1;
        x += canvas.text(x, area.y, end.saturating_sub(x), &hint, Role::Hint) + 2;
    }
}

/// The actions that the line offers.
fn offered(state: &State) -> impl Iterator<Item = Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(|action| !action.row().hint.is_empty() && state.offers(*action))
}
