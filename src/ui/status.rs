//! The status line: where the reader is, and what was said last.
//!
//! Knows its parts and their order. What is said is the state's.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::cursor::Unit;
use crate::app::state::Tone;
use crate::shown::Shown;

/// Draws the status line.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.fill(area, Role::Status);
    let Some(reading) = &state.reading else {
        let text = Shown::new(" no document is open");
        canvas.text(area.x, area.y, area.width, &text, Role::Status);
        return;
    };
    let unit = if reading.cursor.extending.is_some() {
        "extending"
    } else {
        match reading.cursor.unit {
            Unit::Word => "word",
            Unit::Sentence => "sentence",
            Unit::Paragraph => "paragraph",
            Unit::Section => "section",
        }
    };
    let waiting = match reading.waiting.undecided() {
        0 => String::new(),
        1 => "? 1 mention  ".to_owned(),
        many => format!("? {many} mentions  "),
    };
    let right = Shown::new(&format!(" {waiting}{unit}  {}% ", reading.percent()));
    let right_width = right.width() as u16;
    let room = area.width.saturating_sub(right_width);
    let address = state.address().unwrap_or_default();
    let address = Shown::new(&format!(" {address}"));
    let mut x = area.x;
    // A message needs its room more than the address does.
    let limit = match &state.message {
        Some(message) => usize::from(room)
            .saturating_sub(Shown::new(&message.text).width() + 3)
            .max(usize::from(room / 3)),
        None => usize::from(room),
    };
    x += canvas.text(x, area.y, room, &address.elided(limit), Role::Status);
    if state.message.is_none() {
        let block = reading.document.blocks.get(reading.block());
        let doubts = block.map(|block| reading.document.doubts_at(block));
        let doubt = doubts.as_ref().and_then(|it| it.first());
        let corrected = block.and_then(|block| reading.document.corrected_at(block).last());
        let said = match (doubt, corrected) {
            (Some(doubt), _) => Some(format!("? {doubt}")),
            (None, Some(was)) => Some(format!("Δ corrected: {was}")),
            (None, None) => None,
        };
        if let Some(said) = said {
            let left = (area.x + room).saturating_sub(x + 2);
            let doubt = Shown::new(&said).elided(usize::from(left));
            let style = canvas.theme().style(Role::Status);
            let style = style.patch(canvas.theme().style(Role::Doubt));
            canvas.styled(x + 2, area.y, left, &doubt, style);
        }
    }
    if let Some(message) = &state.message {
        let role = match message.tone {
            Tone::Plain => Role::Message,
            Tone::Warning => Role::Warning,
        };
        let style = canvas
            .theme()
            .style(Role::Status)
            .patch(canvas.theme().style(role));
        let left = (area.x + room).saturating_sub(x + 2);
        canvas.styled(
            x + 2,
            area.y,
            left,
            &Shown::new(&message.text).elided(usize::from(left)),
            style,
        );
    }
    if room > 0 {
        canvas.text(area.x + room, area.y, right_width, &right, Role::Status);
    }
}
