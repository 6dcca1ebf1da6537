//! The list of documents.
//!
//! Knows one row per document: its title and date, and which one is open.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::state::Focus;
use crate::shown::Shown;

/// Draws the list.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.area() == 0 {
        return;
    }
    let focused = state.focus == Focus::Documents;
    let count = state.corpus.len();
    let percent = |(done, all): (usize, usize)| done * 100 / all.max(1);
    let title = match (state.looked_into, state.indexed) {
        (Some(part), _) => format!("Documents {count} · reading {} %", percent(part)),
        (None, Some(part)) => format!("Documents {count} · indexing {} %", percent(part)),
        (None, None) => format!("Documents {count}"),
    };
    super::title(area, &title, focused, canvas);
    let open = state.reading.as_ref().map(|reading| reading.index);
    let rows = usize::from(area.height - 1);
    let listings = state.corpus.listings().iter().enumerate();
    for (line, (index, listing)) in listings.skip(state.documents.first).take(rows).enumerate() {
        let y = area.y + 1 + line as u16;
        let here = open == Some(index);
        let chosen = focused && index == state.documents.chosen;
        let role = if chosen {
            Role::ChosenFocus
        } else if here {
            Role::Chosen
        } else {
            Role::Text
        };
        let mark = if here { "▸" } else { " " };
        let date = listing
            .date
            .as_ref()
            .map_or("", |date| date.iso.get(..4).unwrap_or(&date.iso));
        let room = usize::from(area.width).saturating_sub(3 + if date.is_empty() { 0 } else { 5 });
        let title = Shown::new(&listing.title).elided(room);
        canvas.text(area.x, y, area.width, &Shown::new(mark), Role::CursorBar);
        canvas.text(area.x + 2, y, area.width - 2, &title, role);
        if !date.is_empty() && area.width > 12 {
            canvas.text(area.x + area.width - 5, y, 4, &Shown::new(date), Role::Dim);
        }
        if chosen {
            let style = canvas.theme().style(role);
            canvas.tint(Rect::new(area.x + 1, y, area.width - 1, 1), style);
        }
    }
}
