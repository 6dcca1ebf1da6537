//! The outline: a map of the open document, one row per heading and per paragraph.
//!
//! Knows how a row looks: label, opening words, depth. Which rows there are is the state's.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::overlay;
use super::theme::Role;
use crate::app::State;
use crate::app::marks::What;
use crate::app::outline;
use crate::app::reading::Reading;
use crate::app::state::Focus;
use crate::corpus::{Block, BlockKind};
use crate::search::MentionState;
use crate::shown::Shown;

/// Draws the outline.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    if area.area() == 0 {
        return None;
    }
    let focused = state.focus == Focus::Outline;
    let Some(reading) = &state.reading else {
        super::title(area, "Outline", focused, canvas);
        return None;
    };
    super::title(area, &heading(reading), focused, canvas);
    let map = &reading.map;
    let mut top = area.y + 1;
    let mut caret = None;
    if map.field_rows() > 0 && area.height > 2 {
        let line = Rect::new(area.x + 1, top, area.width.saturating_sub(2), 1);
        let at = overlay::field("/", &map.field, line, map.typing && focused, canvas);
        caret = (map.typing && focused).then_some(at);
        top += 1;
    }
    if let Some(error) = &map.error {
        let text = Shown::new(error).elided(usize::from(area.width.saturating_sub(2)));
        canvas.text(area.x + 1, top, area.width, &text, Role::Warning);
        return caret;
    }
    let rows = usize::from(area.bottom().saturating_sub(top));
    for line in 0..rows {
        let index = state.outline.first + line;
        let area = Rect::new(area.x, top + line as u16, area.width, 1);
        if !row(reading, index, area, canvas) {
            break;
        }
        if index == state.outline.chosen && focused {
            let style = canvas.theme().style(Role::ChosenFocus);
            canvas.tint(Rect::new(area.x + 1, area.y, area.width - 1, 1), style);
        }
    }
    caret
}

/// Draws a row of the outline; false where there is none.
fn row(reading: &Reading, row: usize, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let document = &reading.document;
    let Some(index) = reading.outline.get(row).copied() else {
        return false;
    };
    let Some(block) = document.blocks.get(index as usize) else {
        return false;
    };
    let y = area.y;
    let next = reading.outline.get(row + 1).copied();
    let current = reading.block() as u32;
    if current >= index && next.is_none_or(|next| current < next) {
        canvas.text(area.x, y, 1, &Shown::new("▸"), Role::CursorBar);
    } else if reading.seen.holds(index) {
        canvas.text(area.x, y, 1, &Shown::new("·"), Role::Dim);
    }
    if reading.map.is_folded(index) && reading.map.field_rows() == 0 {
        canvas.text(area.x + 1, y, 1, &Shown::new("+"), Role::Label);
    }
    let signs = signs(reading, block);
    let right = area.x + area.width - 1 - signs.width() as u16;
    canvas.text(right, y, 4, &signs, Role::Annotation);
    let heading = block.kind == BlockKind::Heading;
    let depth = if heading {
        u16::from(block.level.saturating_sub(1).min(4))
    } else {
        1
    };
    let mut x = area.x + 2 + depth;
    let mut put = |text: &Shown, role| {
        let room = right.saturating_sub(x);
        x += canvas.text(x, y, room, &text.elided(usize::from(room)), role);
    };
    if block.folded {
        put(&Shown::new(&format!("▸ {} ", block.kind)), Role::Dim);
    } else if let Some(label) = block.label() {
        put(&Shown::new(&format!("{label} ")), Role::Label);
    }
    if let Some(date) = &block.date {
        put(&Shown::new(&format!("{} ", date.iso)), Role::Label);
    }
    let role = match (heading, block.folded) {
        (_, true) => Role::Dim,
        (true, _) => Role::Heading,
        _ => Role::Text,
    };
    put(&Shown::new(outline::opening(document, block)), role);
    true
}

/// The heading: how much the filter lets pass, or how much was read.
fn heading(reading: &Reading) -> String {
    if !reading.map.field.is_empty() {
        return format!("Outline {} shown", reading.map.fitting);
    }
    match reading.read_percent() {
        0 => "Outline".to_owned(),
        percent => format!("Outline {percent}% read"),
    }
}

/// The marks on a block, one sign for each kind: `Δ` corrected, `?` undecided mentions, `●` tags, `✎` a
/// note, `→` a link.
fn signs(reading: &Reading, block: &Block) -> Shown {
    let (mut tag, mut note, mut link) = (false, false, false);
    let corrected = reading.document.corrected_at(block).next().is_some();
    for mark in reading.marks.on(&block.range) {
        match &mark.what {
            What::Annotation(it) => {
                tag |= !it.tags.is_empty();
                note |= !it.note.is_empty();
            }
            What::Link(..) => link = true,
        }
    }
    let mention = reading
        .waiting
        .on(&block.range)
        .any(|it| it.state == MentionState::Undecided);
    let all = [
        (corrected, 'Δ'),
        (mention, '?'),
        (tag, '●'),
        (note, '✎'),
        (link, '→'),
    ];
    let signs: String = all
        .into_iter()
        .filter_map(|(set, sign)| set.then_some(sign))
        .collect();
    Shown::new(&signs)
}
