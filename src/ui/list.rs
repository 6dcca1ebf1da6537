//! Drawing a list in the place of the text, with a look at the chosen passage below.
//!
//! Knows how rows are set in columns, and keywords one below the other.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::overlay;
use super::text::wrap;
use super::theme::Role;
use crate::app::State;
use crate::app::list::{Body, ListView, Row};
use crate::app::page::cells;
use crate::app::state::{Focus, list_rows};
use crate::app::update::follow::Goal;
use crate::shown::Shown;

/// Draws the list. Gives the cell of the caret, if its field is being typed in.
pub(super) fn draw(
    state: &State,
    view: &ListView,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let focused = state.focus == Focus::List;
    super::title(area, &heading(view), focused, canvas);
    let mut top = area.y + 1;
    let mut caret = None;
    if view.typing || !view.field.is_empty() {
        let line = Rect::new(area.x + 1, top, area.width.saturating_sub(2), 1);
        let at = overlay::field("/", &view.field, line, view.typing, canvas);
        caret = view.typing.then_some(at);
        top += 1;
    }
    if let Some(error) = &view.error {
        let room = usize::from(area.width.saturating_sub(2));
        for (line, text) in wrap(error, room).iter().enumerate().take(3) {
            canvas.text(
                area.x + 1,
                top + line as u16,
                area.width,
                text,
                Role::Warning,
            );
        }
        return caret;
    }
    if view.rows.is_empty() && view.working.is_none() {
        let text = Shown::new(view.kind.empty()).elided(usize::from(area.width.saturating_sub(2)));
        canvas.text(area.x + 1, top + 1, area.width, &text, Role::Dim);
        return caret;
    }
    let rows = (list_rows(area.height) as u16).saturating_sub(top - area.y - 1);
    let visible = view
        .shown
        .iter()
        .enumerate()
        .skip(view.place.first)
        .take(usize::from(rows));
    let widest = visible
        .clone()
        .filter_map(|(_, index)| view.rows.get(*index))
        .map(|row| cells(&row.at))
        .max()
        .unwrap_or(0)
        .min(usize::from(area.width) / 4);
    let dated = visible
        .clone()
        .filter_map(|(_, index)| view.rows.get(*index))
        .map(|row| cells(&row.right))
        .max()
        .unwrap_or(0);
    let columns = (widest as u16, dated as u16);
    for (line, (position, index)) in visible.enumerate() {
        let Some(row) = view.rows.get(*index) else {
            continue;
        };
        let y = top + line as u16;
        let marked = view.marked.contains(&row.token);
        draw_row(
            row,
            marked,
            columns,
            Rect::new(area.x, y, area.width, 1),
            canvas,
        );
        if position == view.place.chosen {
            let role = if focused {
                Role::ChosenFocus
            } else {
                Role::Chosen
            };
            let style = canvas.theme().style(role);
            canvas.tint(Rect::new(area.x, y, area.width, 1), style);
        }
    }
    if let Some(row) = view.chosen() {
        let from = top + rows;
        let rest = Rect::new(area.x, from, area.width, area.bottom().saturating_sub(from));
        preview(state, row, rest, canvas);
    }
    caret
}

/// The heading: what the list is of, how much of it is shown and marked, what is going on.
fn heading(view: &ListView) -> String {
    let title = view.title.as_deref().unwrap_or(view.kind.title());
    let mut title = format!("{title} {}", view.shown.len());
    if view.shown.len() < view.rows.len() {
        title.push_str(&format!(" of {}", view.rows.len()));
    }
    if !view.marked.is_empty() {
        title.push_str(&format!(" · {} marked", view.marked.len()));
    }
    if let Some(working) = &view.working {
        title.push_str(&format!(" · {working}"));
    }
    title
}

/// An address in so many cells: where it is too long, the name of the document is cut, not the place.
fn short_address(at: &str, room: usize) -> Shown {
    let whole = Shown::new(at);
    let place = at.find(['¶', '§', '#', ':']).filter(|place| *place > 0);
    let Some((name, place)) = place
        .filter(|_| whole.width() > room)
        .map(|place| at.split_at(place))
    else {
        return whole.elided(room);
    };
    let place = Shown::new(place);
    let left = room.saturating_sub(place.width());
    if left < 4 {
        return whole.elided(room);
    }
    Shown::new(&format!("{}{place}", Shown::new(name).elided(left)))
}

/// Draws a row; `widest` and `dated` are the cells of the columns for addresses and for dates.
fn draw_row(
    row: &Row,
    marked: bool,
    (widest, dated): (u16, u16),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let y = area.y;
    let base = if row.dim { Role::Dim } else { Role::Text };
    if marked {
        canvas.text(area.x, y, 1, &Shown::new("✓"), Role::Key);
    }
    canvas.text(
        area.x + 1,
        y,
        1,
        &Shown::new(&row.sign.to_string()),
        Role::Label,
    );
    let mut x = area.x + 3;
    if widest > 0 {
        let at = short_address(&row.at, usize::from(widest));
        canvas.text(x, y, widest, &at, Role::Label);
        x += widest + 2;
    }
    let right = Shown::new(&row.right);
    let mut end = area.right();
    if dated > 0 && area.width > 50 {
        let at = area.right().saturating_sub(right.width() as u16 + 1);
        canvas.text(at, y, area.width, &right, Role::Dim);
        // Keywords stand one below the other whatever the dates.
        let column = if row.body.in_context().is_some() {
            dated
        } else {
            right.width() as u16
        };
        end = area.right().saturating_sub(column + 2);
    }
    let room = end.saturating_sub(x);
    match (row.body.in_context(), &row.body) {
        (None, Body::Plain(text)) => {
            let text = Shown::new(text).elided(usize::from(room));
            canvas.text(x, y, room, &text, base);
        }
        (None, _) => {}
        (Some((before, text, after)), _) => {
            // The keywords stand one below the other, a little left of the middle.
            let middle = usize::from(room) * 2 / 5;
            let before = Shown::new(before);
            let skip = before.width().saturating_sub(middle);
            let mut dropped = 0;
            let mut shown = String::new();
            for cluster in
                unicode_segmentation::UnicodeSegmentation::graphemes(before.as_str(), true)
            {
                if dropped < skip {
                    dropped += cells(cluster);
                } else {
                    shown.push_str(cluster);
                }
            }
            let before = Shown::new(&shown);
            let at = x + middle.saturating_sub(before.width()) as u16;
            canvas.text(at, y, room, &before, base);
            let at = x + middle as u16;
            let left = end.saturating_sub(at);
            let used = canvas.text(
                at,
                y,
                left,
                &Shown::new(text).elided(usize::from(left)),
                Role::Found,
            );
            let left = left.saturating_sub(used);
            canvas.text(
                at + used,
                y,
                left,
                &Shown::new(after).elided(usize::from(left)),
                base,
            );
        }
    }
}

/// The passage that a row leads to, in its paragraph.
fn preview(state: &State, row: &Row, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(Goal::Passage(index, range)) = &row.goal else {
        return;
    };
    if area.height < 4 {
        return;
    }
    let Some(document) = state.corpus.document(*index) else {
        return;
    };
    let Some(block) = document
        .block_at(range.start)
        .and_then(|at| document.blocks.get(at))
    else {
        return;
    };
    super::title(
        Rect::new(area.x, area.y, area.width, 1),
        &format!("{} · {}", row.at, document.title()),
        false,
        canvas,
    );
    let width = usize::from(area.width.saturating_sub(4)).min(80);
    let mut top = area.y + 1;
    if let Some(was) = &row.was {
        let now = document.slice(range);
        top = before(
            was,
            now,
            Rect::new(area.x, top, area.width, area.bottom() - top),
            width,
            canvas,
        );
    }
    // A long paragraph is shown from a little before the passage.
    let lead = range.start.saturating_sub(block.range.start);
    let from = if lead > 300 {
        range.start - 240
    } else {
        block.range.start
    };
    let from = (from..=range.start)
        .find(|at| document.text.is_char_boundary(*at))
        .unwrap_or(range.start);
    let end = block.range.end.max(range.end).min(from + 4000);
    let end = (end..=document.text.len())
        .find(|at| document.text.is_char_boundary(*at))
        .unwrap_or(from);
    let mut at = from;
    let text = document.slice(&(from..end));
    let mut start = 0;
    for (y, line) in (top..area.bottom()).zip(wrapped(text, width)) {
        let piece = text.get(start..line).unwrap_or("");
        let mut x = area.x + 2;
        for (offset, cluster) in
            unicode_segmentation::UnicodeSegmentation::grapheme_indices(piece, true)
        {
            let here = at + offset;
            let role = if range.contains(&here) {
                Role::Found
            } else {
                Role::Text
            };
            let style = canvas.theme().style(role);
            x += canvas.cluster(x, y, area.right().saturating_sub(x), cluster, style);
        }
        at += piece.len();
        start = line;
    }
}

/// The words as they were, those that are not there now set apart. Gives the row below them.
fn before(was: &str, now: &str, area: Rect, width: usize, canvas: &mut Canvas<'_>) -> u16 {
    let mut x = area.x + 2;
    let mut y = area.y;
    let end = area.x + 2 + width as u16;
    // Half of the room at most: what stands there now is to be seen too.
    let last = area.y + area.height / 2;
    x += canvas.text(x, y, area.width, &Shown::new("was: "), Role::Dim);
    let short: String = was.chars().take(2000).collect();
    let now: String = now.chars().take(2000).collect();
    for change in similar::TextDiff::from_words(short.as_str(), now.as_str()).iter_all_changes() {
        let role = match change.tag() {
            similar::ChangeTag::Equal => Role::Text,
            similar::ChangeTag::Delete => Role::FoundHere,
            similar::ChangeTag::Insert => continue,
        };
        let word = Shown::new(change.value());
        if x + word.width() as u16 > end {
            x = area.x + 2;
            y += 1;
            if y >= last {
                return y;
            }
            if word.as_str().trim().is_empty() {
                continue;
            }
        }
        x += canvas.text(x, y, end.saturating_sub(x), &word, role);
    }
    y + 2
}

/// Ends of rows of a width, in bytes of the text.
fn wrapped(text: &str, width: usize) -> Vec<usize> {
    let mut rows = Vec::new();
    let (mut start, mut from, mut used) = (0, 0, 0);
    for (to, _) in unicode_linebreak::linebreaks(text) {
        let word = text.get(from..to).unwrap_or("");
        let wide = cells(word.trim_end());
        if used > 0 && used + wide > width {
            rows.push(from);
            start = from;
            used = 0;
        }
        used += cells(word);
        from = to;
    }
    if start < text.len() {
        rows.push(text.len());
    }
    rows
}
