//! The outline: a map of the open document, one row per heading and per paragraph.
//!
//! Knows how a row looks: label, opening words, depth. Which rows there are is the state's.

use ratatui::layout::Rect;

use super::canvas::Canvas;
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
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.area() == 0 {
        return;
    }
    let focused = state.focus == Focus::Outline;
    super::title(area, "Outline", focused, canvas);
    let Some(reading) = &state.reading else {
        return;
    };
    let document = &reading.document;
    let rows = usize::from(area.height - 1);
    let current = reading.block();
    for line in 0..rows {
        let row = state.outline.first + line;
        let Some(index) = reading.outline.get(row) else {
            break;
        };
        let Some(block) = document.blocks.get(*index as usize) else {
            break;
        };
        let y = area.y + 1 + line as u16;
        let next = reading
            .outline
            .get(row + 1)
            .map_or(usize::MAX, |next| *next as usize);
        let here = current >= *index as usize && current < next;
        let chosen = row == state.outline.chosen;
        let role = match (block.kind, block.folded) {
            (_, true) => Role::Dim,
            (BlockKind::Heading, _) => Role::Heading,
            _ => Role::Text,
        };
        let mut x = area.x + 2;
        let signs = signs(reading, block);
        let right = area.x + area.width - 1 - signs.width() as u16;
        canvas.text(right, y, 4, &signs, Role::Annotation);
        let depth = if block.kind == BlockKind::Heading {
            u16::from(block.level.saturating_sub(1).min(4))
        } else {
            1
        };
        x += depth;
        if here {
            canvas.text(area.x, y, 1, &Shown::new("▸"), Role::CursorBar);
        }
        if block.folded {
            x += canvas.text(
                x,
                y,
                right.saturating_sub(x),
                &Shown::new(&format!("▸ {} ", block.kind)),
                Role::Dim,
            );
        } else if let Some(label) = block.label() {
            x += canvas.text(
                x,
                y,
                right.saturating_sub(x),
                &Shown::new(label),
                Role::Label,
            ) + 1;
        }
        if let Some(date) = &block.date {
            let date = Shown::new(&date.iso);
            x += canvas.text(x, y, right.saturating_sub(x), &date, Role::Label) + 1;
        }
        let words = Shown::new(outline::opening(document, block))
            .elided(usize::from(right.saturating_sub(x)));
        canvas.text(x, y, right.saturating_sub(x), &words, role);
        if chosen && focused {
            let style = canvas.theme().style(Role::ChosenFocus);
            canvas.tint(Rect::new(area.x + 1, y, area.width - 1, 1), style);
        }
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
