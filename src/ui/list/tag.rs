//! A tag in the tree, and how its mentions spread over a document.
//!
//! Knows how both are set in the cells of a row, so that they can be read without colour.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::super::canvas::Canvas;
use super::super::theme::{Role, TagColour};
use crate::app::list::{Branch, Strip};
use crate::search::tables::dispersion;
use crate::shown::Shown;

/// A tag in the tree: its name in its colour, what it means beside it.
pub(super) fn branch(branch: &Branch, room: Rect, canvas: &mut Canvas<'_>) {
    let (x, y, room) = (room.x, room.y, room.width);
    let indent = (branch.depth as u16 * 2).min(room / 2);
    let (x, room) = (x + indent, room - indent);
    let style = if branch.is_tag {
        let own = branch.colour.as_deref().and_then(TagColour::from_id);
        let colour = own.unwrap_or_else(|| TagColour::for_name(&branch.path));
        canvas.theme().tagged(colour)
    } else {
        canvas.theme().style(Role::Dim)
    };
    let name = Shown::new(&branch.name).elided(usize::from(room));
    let used = canvas.styled(x, y, room, &name, style);
    let left = room.saturating_sub(used + 2);
    let words = Shown::new(&branch.description).elided(usize::from(left));
    canvas.text(x + used + 2, y, left, &words, Role::Dim);
}

/// The signs of a strip, by height.
const HEIGHTS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The title of a document, and how mentions spread over it: the higher a cell, the more of them.
pub(super) fn strip(strip: &Strip, room: Rect, canvas: &mut Canvas<'_>) {
    let (x, y, room) = (room.x, room.y, room.width);
    let wide = (room / 2).clamp(room.min(16), 60);
    let name = Shown::new(&strip.name).elided(usize::from(room.saturating_sub(wide + 2)));
    canvas.text(x, y, room, &name, Role::Heading);
    let x = x + room - wide;
    let ranges: Vec<std::ops::Range<usize>> = strip.places.iter().map(|at| *at..*at).collect();
    let counts = dispersion(&ranges, strip.length, usize::from(wide));
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let walked = strip.walked.and_then(|at| strip.places.get(at));
    let walked = walked.map(|at| at * usize::from(wide) / strip.length.max(1));
    for (cell, count) in counts.iter().enumerate() {
        let (sign, role) = match count {
            0 => ("·", Role::Dim),
            some => {
                let height = (some * HEIGHTS.len()).div_ceil(most).max(3) - 1;
                (
                    HEIGHTS.get(height).copied().unwrap_or("█"),
                    Role::Annotation,
                )
            }
        };
        let mut style = canvas.theme().style(role);
        style = style.remove_modifier(Modifier::UNDERLINED);
        if walked == Some(cell) {
            style = style.add_modifier(Modifier::REVERSED | Modifier::BOLD);
        }
        canvas.styled(x + cell as u16, y, 1, &Shown::new(sign), style);
    }
}
