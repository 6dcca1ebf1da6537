//! The status line: where the reader is, and what was said last.
//!
//! Knows its parts and their order: the place is seen, however long a document's id is, and makes way
//! only for a message that finds no room beside it. What is said is the state's.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::naming;
use crate::app::state::Tone;
use crate::library::counted;
use crate::shown::Shown;

/// Draws the status line.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.fill(area, Role::Status);
    let (Some(reading), Some(here)) = (&state.reading, state.here()) else {
        let text = match &state.message {
            Some(message) => format!(" {}", message.text),
            None => " no document is open".to_owned(),
        };
        canvas.text(area.x, area.y, area.width, &Shown::new(&text), Role::Status);
        return;
    };
    let size = if reading.cursor.extending.is_some() {
        "extending"
    } else {
        &here.size
    };
    let waiting = match reading.waiting.undecided() {
        0 => String::new(),
        many => format!("? {}  ", counted(many, "mention")),
    };
    let right = Shown::new(&format!(" {waiting}{size}  {}% ", reading.percent()));
    let right_width = right.width() as u16;
    let room = area.width.saturating_sub(right_width);
    if room > 0 {
        canvas.text(area.x + room, area.y, right_width, &right, Role::Status);
    }
    let said = match (&state.message, here.remarks.first()) {
        (Some(message), _) => Some((
            message.text.clone(),
            match message.tone {
                Tone::Plain => Role::Message,
                Tone::Warning => Role::Warning,
            },
        )),
        (None, Some(remark)) => Some((remark.clone(), Role::Doubt)),
        (None, None) => None,
    };
    let all = usize::from(room.saturating_sub(2));
    let Some((said, role)) = said else {
        let place = naming::short(&state.corpus, &here.address, all);
        canvas.text(area.x + 1, area.y, room, &place, Role::Status);
        return;
    };
    let style = canvas.theme().style(Role::Status);
    let style = style.patch(canvas.theme().style(role));
    let said = Shown::new(&said);
    // What is said has two thirds of the line at least, and more where the place needs less.
    let limit = all.saturating_sub(said.width() + 2).max(all / 3);
    let place = here.address.split(":\"").next().unwrap_or_default();
    let place = naming::short(&state.corpus, place, limit);
    let left = all.saturating_sub(place.width() + 2);
    if state.message.is_none() || said.width() <= left {
        let x = area.x + 1 + canvas.text(area.x + 1, area.y, room, &place, Role::Status) + 2;
        canvas.styled(x, area.y, left as u16, &said.elided(left), style);
        return;
    }
    // A message that finds no room beside the place has the line to itself: the next stroke, which
    // ends it, brings the place back.
    let whole = usize::from(area.width.saturating_sub(2));
    let room = if said.width() <= all { all } else { whole };
    canvas.fill(area, Role::Status);
    if room == all {
        canvas.text(
            area.right().saturating_sub(right_width),
            area.y,
            right_width,
            &right,
            Role::Status,
        );
    }
    canvas.styled(area.x + 1, area.y, whole as u16, &said.within(room), style);
}
