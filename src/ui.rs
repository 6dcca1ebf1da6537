//! Drawing: the screen as a function of the state.
//!
//! Knows how the state looks in a theme. Changes nothing, remembers nothing. All text reaches the
//! screen through [`canvas`], which takes only text made fit for a terminal.

pub mod canvas;
pub mod documents;
pub mod hints;
mod hyperlink;
mod lesson;
mod list;
pub mod margin;
pub mod outline;
mod overlay;
mod portal;
pub mod reader;
pub mod status;
pub mod text;
pub mod theme;
pub mod whichkey;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::panes::{self, Split};
use crate::shown::Shown;
use canvas::Canvas;
pub use hyperlink::{Hyperlink, hyperlinks};
use theme::{Role, Theme};

/// Draws the whole screen. `buffer` covers the terminal; its size is the state's. Gives the cell
/// of the caret where something is typed: input methods and screen readers look there.
pub fn draw(state: &State, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let mut canvas = Canvas::new(buffer, theme);
    canvas.clear();
    let area = canvas.area();
    if panes::too_small(area.width, area.height) {
        let (columns, rows) = panes::LEAST;
        let size = format!("{columns}×{rows} needed; q leaves");
        for (line, text) in ["window too small", &size].into_iter().enumerate() {
            let y = area.y + line as u16;
            canvas.text(area.x, y, area.width, &Shown::new(text), Role::Text);
        }
        return None;
    }
    let panes = state.panes();
    documents::draw(state, panes.documents, &mut canvas);
    let mut caret = outline::draw(state, panes.outline, &mut canvas);
    if let Some(view) = &state.list {
        // What stands beside the text stays in sight.
        let margin = if panes.beside.width > 0 {
            0
        } else {
            panes.margin.width
        };
        let wide = panes.text.width + margin + u16::from(margin > 0);
        let area = Rect::new(panes.text.x, panes.text.y, wide, panes.text.height);
        caret = list::draw(state, view, area, &mut canvas).or(caret);
    } else {
        reader::draw(state, panes.text, panes.page, &mut canvas);
        margin::draw(state, panes.margin, &mut canvas);
    }
    match state.wish.split {
        Split::Portal => portal::draw(state, panes.beside, &mut canvas),
        _ => reader::beside(state, panes.beside, &mut canvas),
    }
    if panes.beside.width > 0 {
        let x = panes.beside.x.max(panes.text.x) - 1;
        for y in panes.text.top()..panes.text.bottom() {
            canvas.text(x, y, 1, &Shown::new("│"), Role::Border);
        }
    }
    divider(
        panes.documents,
        panes.outline,
        if state.list.is_some() && panes.beside.width == 0 {
            Rect::default()
        } else {
            panes.margin
        },
        panes.text,
        &mut canvas,
    );
    lesson::draw(state, panes.lesson, &mut canvas);
    status::draw(state, panes.status, &mut canvas);
    hints::draw(state, panes.hints, &mut canvas);
    whichkey::draw(state, panes.hints, &mut canvas);
    overlay::draw(state, &mut canvas).or(caret)
}

/// The lines between the columns.
fn divider(documents: Rect, outline: Rect, margin: Rect, text: Rect, canvas: &mut Canvas<'_>) {
    for row in text.y..text.y + text.height {
        if outline.width > 0 {
            canvas.text(
                documents.x + documents.width,
                row,
                1,
                &Shown::new("│"),
                Role::Border,
            );
        }
        if margin.width > 0 {
            canvas.text(margin.x - 1, row, 1, &Shown::new("│"), Role::Border);
        }
    }
}

/// The heading row of a panel.
fn title(area: Rect, text: &str, focused: bool, canvas: &mut Canvas<'_>) {
    if area.area() == 0 {
        return;
    }
    let role = if focused {
        Role::TitleFocus
    } else {
        Role::Title
    };
    let text = Shown::new(text).elided(usize::from(area.width.saturating_sub(2)));
    let used = canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &text,
        role,
    );
    let from = area.x + 1 + used + 1;
    let line = "─".repeat(usize::from((area.x + area.width).saturating_sub(from)));
    canvas.text(from, area.y, area.width, &Shown::new(&line), Role::Border);
}
