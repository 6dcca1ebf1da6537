//! Drawing what lies over the panels.
//!
//! Knows the frame of a pop-up and where it stands. The contents are drawn by the files below.

mod ask;
mod help;
mod link;
mod note;
mod peek;
mod pick;
mod sheet;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::overlay::{FindPrompt, Notice, Overlay};
use crate::library::counted;
use crate::shown::Shown;

/// Draws the overlay, if there is one. Gives the cell of the caret, if something is typed in it.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    match state.overlay.as_ref()? {
        Overlay::Tag(prompt) => pick::tags(state, prompt, canvas),
        Overlay::Note(editor) => note::draw(state, editor, canvas),
        Overlay::Link(prompt) => link::draw(state, prompt, canvas),
        Overlay::Find(prompt) => Some(find(state, prompt, canvas)),
        Overlay::Palette(palette) => pick::palette(palette, canvas),
        Overlay::Ask(prompt) => ask::draw(state, prompt, canvas),
        Overlay::Sheet(it) => sheet::draw(it, canvas),
        Overlay::Choose(it) => pick::choose(state, it, canvas),
        Overlay::Line(it) => pick::line(state, it, canvas),
        Overlay::Menu(menu) => {
            pick::menu(menu, canvas);
            None
        }
        Overlay::Notice(it) => {
            notice(state, it, canvas);
            None
        }
        Overlay::Peek(it) => {
            peek::draw(it, canvas);
            None
        }
        Overlay::Help(it) => {
            help::draw(it, canvas);
            None
        }
    }
}

/// Why something cannot be asked for.
fn notice(state: &State, notice: &Notice, canvas: &mut Canvas<'_>) {
    let lines = super::text::wrap(&notice.why, 66);
    let area = low(state, 70, lines.len().min(6) as u16 + 2, canvas);
    let inner = frame(area, &notice.title, "Enter or Esc closes", canvas);
    let lines = super::text::wrap(&notice.why, usize::from(inner.width));
    for (y, line) in (inner.y..inner.bottom()).zip(&lines) {
        canvas.text(inner.x, y, inner.width, line, Role::Warning);
    }
}

/// The search prompt takes the line of hints, so that the text stays in view.
fn find(state: &State, prompt: &FindPrompt, canvas: &mut Canvas<'_>) -> (u16, u16) {
    let area = state.panes().hints;
    canvas.fill(area, Role::Text);
    let found = state
        .reading
        .as_ref()
        .and_then(|reading| reading.found.as_ref());
    let (told, role) = match (&prompt.error, found) {
        (Some(error), _) => (error.clone(), Role::Warning),
        (None, Some(found)) if found.hits.is_empty() => ("no match".to_owned(), Role::Warning),
        (None, Some(found)) => (
            match found.hits.len() {
                1 => "1 match · Enter stays".to_owned(),
                many => format!("{} · ↑↓ next · Enter stays", counted(many, "match")),
            },
            Role::Hint,
        ),
        // Elsewhere this key opens the help; so it is said where that is.
        (None, None) if !prompt.forward && prompt.field.is_empty() => (
            "searches backwards · F1 is help · Esc leaves".to_owned(),
            Role::Hint,
        ),
        (None, None) => (
            "words, \"a phrase\", word*, a OR b, /regex/ · Esc leaves".to_owned(),
            Role::Hint,
        ),
    };
    let told = Shown::new(&told).elided(usize::from(area.width) * 2 / 3);
    let at = area.right().saturating_sub(told.width() as u16 + 1);
    canvas.text(at, area.y, area.width, &told, role);
    let sign = if prompt.forward { "/" } else { "?" };
    let room = Rect::new(area.x + 1, area.y, at.saturating_sub(area.x + 2), 1);
    field(sign, &prompt.field, room, true, canvas)
}

/// Draws an empty frame with a heading and a line of hints, and gives the room inside of it.
fn frame(area: Rect, title: &str, hints: &str, canvas: &mut Canvas<'_>) -> Rect {
    let area = area.intersection(canvas.area());
    if area.width < 4 || area.height < 3 {
        canvas.fill(area, Role::Popup);
        return Rect::new(area.x, area.y, 0, 0);
    }
    canvas.fill(area, Role::Popup);
    let right = area.right() - 1;
    let bottom = area.bottom() - 1;
    let line = "─".repeat(usize::from(area.width - 2));
    for (y, left, end) in [(area.y, "╭", "╮"), (bottom, "╰", "╯")] {
        canvas.text(area.x, y, 1, &Shown::new(left), Role::Border);
        canvas.text(
            area.x + 1,
            y,
            area.width - 2,
            &Shown::new(&line),
            Role::Border,
        );
        canvas.text(right, y, 1, &Shown::new(end), Role::Border);
    }
    for y in area.y + 1..bottom {
        canvas.text(area.x, y, 1, &Shown::new("│"), Role::Border);
        canvas.text(right, y, 1, &Shown::new("│"), Role::Border);
    }
    let room = area.width.saturating_sub(4);
    let title = Shown::new(&format!(" {title} ")).elided(usize::from(room));
    canvas.text(area.x + 2, area.y, room, &title, Role::TitleFocus);
    if !hints.is_empty() {
        let hints = Shown::new(&format!(" {hints} ")).elided(usize::from(room));
        canvas.text(area.x + 2, bottom, room, &hints, Role::Hint);
    }
    Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
}

/// A frame of about this size in the middle of the screen, a little above it.
fn centred(width: u16, height: u16, canvas: &Canvas<'_>) -> Rect {
    let screen = canvas.area();
    let width = width.min(screen.width.saturating_sub(2));
    let height = height.min(screen.height.saturating_sub(2));
    Rect::new(
        screen.x + (screen.width - width) / 2,
        screen.y + (screen.height - height) / 3,
        width,
        height,
    )
}

/// A frame at the bottom of the screen, above the status line, so that the passage stays in view.
fn low(state: &State, width: u16, height: u16, canvas: &Canvas<'_>) -> Rect {
    let text = state.panes().text;
    let screen = canvas.area();
    let width = width.min(screen.width.saturating_sub(2));
    let height = height.min(screen.height.saturating_sub(3));
    let x = (text.x + 1).min(screen.width.saturating_sub(width + 1));
    // Above, where the passage stands in the lower half.
    let page = state.panes().page;
    let cursor_low = state.reading.as_ref().is_some_and(|reading| {
        let row = reading.rows.iter().position(|row| {
            row.range().is_some_and(|range| {
                range.start <= reading.cursor.range.start && reading.cursor.range.start < range.end
            })
        });
        row.is_some_and(|row| row + usize::from(height) + 4 > usize::from(page.height))
    });
    let y = if cursor_low {
        1
    } else {
        screen.height.saturating_sub(height + 2)
    };
    Rect::new(x, y, width, height)
}

/// Draws a field and gives the cell of its caret.
pub(super) fn field(
    label: &str,
    field: &crate::app::overlay::field::Field,
    area: Rect,
    focused: bool,
    canvas: &mut Canvas<'_>,
) -> (u16, u16) {
    let used = canvas.text(
        area.x,
        area.y,
        area.width,
        &Shown::new(label),
        if focused { Role::Key } else { Role::Dim },
    );
    let x = area.x + used + u16::from(used > 0);
    let room = usize::from((area.right()).saturating_sub(x));
    let before = Shown::new(field.before_caret());
    let all = Shown::new(field.text());
    // The end of a long text is shown, up to the caret.
    let skip = (before.width() + 1).saturating_sub(room.max(1));
    let mut dropped = 0;
    let mut text = String::new();
    for cluster in unicode_segmentation::UnicodeSegmentation::graphemes(all.as_str(), true) {
        if dropped < skip {
            dropped += crate::app::page::cells(cluster);
        } else {
            text.push_str(cluster);
        }
    }
    canvas.text(x, area.y, room as u16, &Shown::new(&text), Role::Text);
    if let Some(chosen) = field.chosen().filter(|_| focused) {
        let cell = |byte: usize| {
            let before = Shown::new(field.text().get(..byte).unwrap_or_default());
            x + before.width().saturating_sub(dropped).min(room) as u16
        };
        let (from, to) = (cell(chosen.start), cell(chosen.end));
        let style = canvas.theme().style(Role::ChosenFocus);
        canvas.tint(Rect::new(from, area.y, to - from, 1), style);
    }
    (
        (x + before.width().saturating_sub(dropped) as u16).min(area.right().saturating_sub(1)),
        area.y,
    )
}
