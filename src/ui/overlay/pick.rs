//! Drawing pickers: tags, the palette, menus.
//!
//! Knows how candidates stand in rows. What a candidate is, is not known here.

use ratatui::layout::Rect;

use super::{centred, field, frame, low};
use crate::app::State;
use crate::app::overlay::choose::Other;
use crate::app::overlay::picker::{Picker, ROWS};
use crate::app::overlay::{Choose, LinePrompt, Menu, Palette, TagPrompt};
use crate::shown::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::text::wrap;
use crate::ui::theme::Role;

/// Draws the candidates that fit, from a row down.
pub(super) fn rows(picker: &Picker, area: Rect, canvas: &mut Canvas<'_>) {
    let visible = picker
        .fitting()
        .enumerate()
        .skip(picker.place.first)
        .take(usize::from(area.height));
    for (line, (index, candidate)) in visible.enumerate() {
        let y = area.y + line as u16;
        let detail = Shown::new(&candidate.detail).elided(usize::from(area.width / 2));
        let room = usize::from(area.width).saturating_sub(detail.width() + 2);
        let label = Shown::new(&candidate.label).elided(room);
        canvas.text(area.x, y, area.width, &label, Role::Text);
        let at = area.right().saturating_sub(detail.width() as u16);
        canvas.text(at, y, area.width, &detail, Role::Dim);
        if index == picker.place.chosen {
            let style = canvas.theme().style(Role::ChosenFocus);
            canvas.tint(Rect::new(area.x, y, area.width, 1), style);
        }
    }
}

/// The prompt for tags.
pub(super) fn tags(
    state: &State,
    prompt: &TagPrompt,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let shown = prompt.picker.len().min(ROWS) as u16;
    let area = low(state, 64, shown + 4, canvas);
    let hints = if prompt.is_new() {
        "Enter makes it and tags · Tab one more · Esc leaves"
    } else {
        "Enter tags · Tab one more · ↑↓ choose · Esc leaves"
    };
    let inner = frame(area, "Tag the passage", hints, canvas);
    if inner.height < 2 {
        return None;
    }
    let mut line = Rect::new(inner.x, inner.y, inner.width, 1);
    for tag in &prompt.chosen {
        let used = canvas.text(
            line.x,
            line.y,
            line.width,
            &Shown::new(&format!("[{}]", tag.as_str())),
            Role::Label,
        );
        let step = (used + 1).min(line.width);
        line.x += step;
        line.width -= step;
    }
    let caret = field("", &prompt.picker.field, line, true, canvas);
    let list = Rect::new(inner.x, inner.y + 1, inner.width, inner.height - 1);
    if let Some(error) = &prompt.error {
        let text = Shown::new(error).elided(usize::from(inner.width));
        canvas.text(list.x, list.y, list.width, &text, Role::Warning);
    } else if prompt.picker.is_empty() && prompt.picker.field.is_empty() {
        let text = Shown::new("no tags yet: type a path such as treaty/1956-declaration");
        canvas.text(list.x, list.y, list.width, &text, Role::Dim);
    } else {
        rows(&prompt.picker, list, canvas);
    }
    Some(caret)
}

/// The palette of all actions.
pub(super) fn palette(palette: &Palette, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = centred(84, ROWS as u16 + 4, canvas);
    let inner = frame(
        area,
        "Everything that can be done here",
        "Enter does it · Esc leaves",
        canvas,
    );
    if inner.height < 2 {
        return None;
    }
    let caret = field(
        ":",
        &palette.picker.field,
        Rect::new(inner.x, inner.y, inner.width, 1),
        true,
        canvas,
    );
    let list = Rect::new(
        inner.x,
        inner.y + 1,
        inner.width,
        (inner.height - 1).min(ROWS as u16),
    );
    rows(&palette.picker, list, canvas);
    Some(caret)
}

/// A menu.
pub(super) fn menu(menu: &Menu, canvas: &mut Canvas<'_>) {
    let widest = menu
        .rows
        .iter()
        .map(|(words, _)| Shown::new(words).width())
        .max()
        .unwrap_or(0);
    let width = (widest + 8).clamp(36, 90) as u16;
    let area = centred(width, menu.rows.len() as u16 + 2, canvas);
    let inner = frame(area, &menu.title, "Enter or a digit · Esc leaves", canvas);
    for (index, (words, _)) in menu.rows.iter().enumerate().take(usize::from(inner.height)) {
        let y = inner.y + index as u16;
        let digit = if index < 9 {
            (index + 1).to_string()
        } else {
            " ".to_owned()
        };
        canvas.text(inner.x, y, 2, &Shown::new(&digit), Role::Key);
        let room = inner.width.saturating_sub(2);
        canvas.text(
            inner.x + 2,
            y,
            room,
            &Shown::new(words).elided(usize::from(room)),
            Role::Text,
        );
        if index == menu.place.chosen {
            let style = canvas.theme().style(Role::ChosenFocus);
            canvas.tint(Rect::new(inner.x, y, inner.width, 1), style);
        }
    }
}

/// A choice found by typing.
pub(super) fn choose(
    state: &State,
    choose: &Choose,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let shown = choose.picker.len().clamp(1, ROWS) as u16;
    let noted = u16::from(!choose.note.is_empty() || choose.error.is_some());
    let area = low(state, 76, shown + 3 + noted, canvas);
    let inner = frame(area, &choose.title, &choose.hints, canvas);
    if inner.height < 2 {
        return None;
    }
    let line = Rect::new(inner.x, inner.y, inner.width, 1);
    let caret = field("", &choose.picker.field, line, true, canvas);
    let mut list = Rect::new(inner.x, inner.y + 1, inner.width, inner.height - 1);
    if noted > 0 {
        let (text, role) = match &choose.error {
            Some(error) => (error, Role::Warning),
            None => (&choose.note, Role::Message),
        };
        let text = Shown::new(text).elided(usize::from(list.width));
        canvas.text(list.x, list.y, list.width, &text, role);
        list.y += 1;
        list.height -= 1;
    }
    if choose.is_new() {
        let typed = choose.picker.field.text().trim();
        let does = match choose.other {
            Other::Words => "Enter searches the texts for it",
            _ => "new tag: Enter makes it",
        };
        let text = Shown::new(&format!("{typed}  {does}"));
        let text = text.elided(usize::from(list.width));
        canvas.text(list.x, list.y, list.width, &text, Role::Key);
    } else if choose.picker.is_empty() && choose.picker.field.is_empty() {
        // What can be typed is said above.
    } else if choose.picker.is_empty() {
        canvas.text(
            list.x,
            list.y,
            list.width,
            &Shown::new("nothing fits"),
            Role::Dim,
        );
    } else {
        rows(&choose.picker, list, canvas);
    }
    Some(caret)
}

/// A line that is asked for.
pub(super) fn line(state: &State, ask: &LinePrompt, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = low(state, 76, 5, canvas);
    let hints = if ask.field.chosen().is_some() {
        "typing replaces it · ← → End change it · Esc leaves"
    } else {
        "Enter takes it · Esc leaves"
    };
    let inner = frame(area, &ask.title, hints, canvas);
    if inner.height < 2 {
        return None;
    }
    let line = Rect::new(inner.x, inner.y, inner.width, 1);
    let caret = field("", &ask.field, line, true, canvas);
    let (text, role) = match &ask.error {
        Some(error) => (error, Role::Warning),
        None => (&ask.effect, Role::Hint),
    };
    for (row, text) in wrap(text, usize::from(inner.width)).iter().enumerate() {
        let y = inner.y + 1 + row as u16;
        if y >= inner.bottom() {
            break;
        }
        canvas.text(inner.x, y, inner.width, text, role);
    }
    Some(caret)
}
