//! Drawing a list in the place of the text, with a look at the chosen passage below.
//!
//! Knows how rows are set in columns, and keywords one below the other.

mod row;
mod tag;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::overlay;
use super::text::wrap;
use super::theme::Role;
use crate::app::State;
use crate::app::list::{Body, Kind, ListView, Row};
use crate::app::naming;
use crate::app::page::cells;
use crate::app::state::{Focus, list_rows};
use crate::app::update::follow::Goal;
use crate::corpus::Document;
use crate::shown::Shown;
use row::{Line, PLACE, right};

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
        .filter_map(|(_, index)| view.row(*index))
        .filter(|row| !matches!(row.body, Body::Heading(_)))
        .map(|row| naming::short(&state.corpus, &row.at, PLACE).width())
        .max()
        .unwrap_or(0)
        .min((usize::from(area.width) / 4).max(14));
    let dated = visible
        .clone()
        .filter_map(|(_, index)| view.row(*index))
        .map(|row| right(view.kind, row).width())
        .max()
        .unwrap_or(0);
    for (line, (position, index)) in visible.enumerate() {
        let Some(row) = view.row(*index) else {
            continue;
        };
        let y = top + line as u16;
        let marked = view.marked.contains(&row.token);
        let line = Rect::new(area.x, y, area.width, 1);
        Line {
            kind: view.kind,
            marked,
            place: widest as u16,
            dated: dated as u16,
        }
        .draw(state, row, line, canvas);
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
    let mut title = match view.kind {
        // The rows of a page are no count of anything.
        Kind::Dossier => title.to_owned(),
        _ => format!("{title} {}", view.count()),
    };
    if view.count() < view.rows.len() {
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

/// All the words of a row that leads nowhere: a fault, an act.
fn whole(row: &Row, area: Rect, canvas: &mut Canvas<'_>) {
    let Body::Plain(text) = &row.body else {
        return;
    };
    super::title(Rect { height: 1, ..area }, &row.at, false, canvas);
    let width = usize::from(area.width.saturating_sub(4)).min(80);
    for (y, line) in (area.y + 1..area.bottom()).zip(wrap(text, width)) {
        canvas.text(area.x + 2, y, area.width, &line, Role::Text);
    }
}

/// The passage that a row leads to, in its paragraph.
fn preview(state: &State, row: &Row, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height < 4 {
        return;
    }
    let Some(Goal::Passage(index, range)) = &row.goal else {
        whole(row, area, canvas);
        return;
    };
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
        naming::heading(
            &state.corpus,
            &row.at,
            usize::from(area.width.saturating_sub(3)),
        )
        .as_str(),
        false,
        canvas,
    );
    let width = usize::from(area.width.saturating_sub(4)).min(80);
    let mut top = area.y + 1;
    if let Some(was) = &row.was {
        let now = document.slice(range);
        let name = match &row.body {
            Body::Pair(_) => "there: ",
            _ => "was: ",
        };
        top = before(
            (name, was),
            now,
            Rect::new(area.x, top, area.width, area.bottom() - top),
            width,
            canvas,
        );
    }
    let from = shown_from(&document, block.range.start, range.start);
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

/// Where the preview of a passage begins: with its paragraph, and in a long one with a word a little
/// before it (bytes).
fn shown_from(document: &Document, block: usize, passage: usize) -> usize {
    if passage.saturating_sub(block) <= 300 {
        return block;
    }
    let text = &document.text;
    let from = text.ceil_char_boundary(passage - 240);
    let blank = document.slice(&(from..passage)).find(char::is_whitespace);
    blank.map_or(from, |blank| text.ceil_char_boundary(from + blank + 1))
}

/// The words as they were, those that are not there now set apart. Gives the row below them.
fn before(
    (name, was): (&str, &str),
    now: &str,
    area: Rect,
    width: usize,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let mut x = area.x + 2;
    let mut y = area.y;
    let end = area.x + 2 + width as u16;
    // Half of the room at most: what stands there now is to be seen too.
    let last = area.y + area.height / 2;
    x += canvas.text(x, y, area.width, &Shown::new(name), Role::Dim);
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
