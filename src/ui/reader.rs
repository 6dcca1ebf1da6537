//! The text: the rows of the page with the current passage and what is marked on them.
//!
//! Knows how rows, styles of the source and marks are laid over one another. The rows themselves
//! are the state's.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::theme::{Role, TagColour, Theme};
use crate::app::State;
use crate::app::marks::What;
use crate::app::page::{Lead, Row, RowKind};
use crate::app::panes;
use crate::app::reading::Reading;
use crate::app::state::Focus;
use crate::corpus::document::Style as SourceStyle;
use crate::corpus::{BlockKind, Document};
use crate::library::Annotation;
use crate::shown::{self, Shown};

/// A stretch of the text with a style to lay over it.
struct Layer {
    range: Range<usize>,
    style: Style,
}

/// Draws the text panel.
pub(super) fn draw(state: &State, area: Rect, page: Rect, canvas: &mut Canvas<'_>) {
    let focused = state.focus == Focus::Text;
    match &state.reading {
        Some(reading) => one(state, reading, (area, page), canvas),
        None => super::title(area, "No document", focused, canvas),
    }
}

/// Draws the text that stands beside it.
pub(super) fn beside(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if let Some(reading) = &state.beside {
        let page = panes::page_in(area, reading.gutter, state.wish.measure);
        one(state, reading, (area, page), canvas);
    }
}

/// Draws a text in its panel.
fn one(state: &State, reading: &Reading, (area, page): (Rect, Rect), canvas: &mut Canvas<'_>) {
    // The text that stands beside it has a current passage too, but not the keys.
    let own = state
        .reading
        .as_ref()
        .is_some_and(|it| std::ptr::eq(it, reading));
    let focused = own && state.focus == Focus::Text;
    super::title(area, reading.document.title(), focused, canvas);
    let visible = visible(&reading.rows);
    let layers = layers(state, reading, own, &visible, canvas);
    let linked = state.link_start_in(reading);
    for (line, row) in reading.rows.iter().enumerate() {
        let y = page.y + line as u16;
        if y >= page.y + page.height {
            break;
        }
        if !bar(reading, own, row, page, y, canvas) {
            start(reading, linked.as_ref(), row, page, y, canvas);
        }
        match &row.kind {
            RowKind::Blank => {}
            RowKind::Rule => {
                let line = "─".repeat(usize::from(page.width).saturating_sub(row.lead_x));
                canvas.text(
                    page.x + row.lead_x as u16,
                    y,
                    page.width,
                    &Shown::new(&line),
                    Role::Border,
                );
            }
            RowKind::Folded { .. } => folded(reading, row, page, y, canvas),
            RowKind::Text => {
                text(&reading.document, row, &layers, page, y, canvas);
                if state.wish.ruler && own {
                    ruled(reading, row, page, y, canvas);
                }
            }
        }
    }
}

/// The bytes on screen.
fn visible(rows: &[Row]) -> Range<usize> {
    let first = rows.iter().find_map(Row::range);
    let last = rows.iter().rev().find_map(Row::range);
    match (first, last) {
        (Some(first), Some(last)) => first.start..last.end.max(first.start),
        _ => 0..0,
    }
}

/// What is laid over the visible text, lowest first.
fn layers(
    state: &State,
    reading: &Reading,
    own: bool,
    visible: &Range<usize>,
    canvas: &Canvas<'_>,
) -> Vec<Layer> {
    let theme = canvas.theme();
    let mut layers = Vec::new();
    // What lies over the tint of the current passage.
    let mut over = Vec::new();
    let from = reading
        .document
        .inlines
        .partition_point(|inline| inline.range.start + 4096 < visible.start);
    for inline in reading.document.inlines.iter().skip(from) {
        if inline.range.start >= visible.end {
            break;
        }
        let role = match inline.style {
            SourceStyle::Emphasis => Role::Emphasis,
            SourceStyle::Strong => Role::Strong,
            SourceStyle::Code => Role::Code,
            SourceStyle::Link(_) => Role::Reference,
        };
        layers.push(Layer {
            range: inline.range.clone(),
            style: theme.style(role),
        });
    }
    for referral in reading.referrals.on(visible) {
        if referral.inside {
            layers.push(Layer {
                range: referral.range.clone(),
                style: theme.style(Role::Reference),
            });
        }
    }
    for mark in reading.marks.on(visible) {
        let style = match (&mark.what, mark.doubtful) {
            (_, true) => theme.style(Role::Doubt),
            (What::Link(..), _) => theme.style(Role::Link),
            (What::Annotation(it), _) => match colour(state, it) {
                Some(colour) => theme.tagged(colour).underlined(),
                None => theme.style(Role::Note),
            },
        };
        let layer = Layer {
            range: mark.range.clone(),
            style,
        };
        // The smaller lies over the larger, so that neither hides the other.
        let cursor = &reading.cursor;
        let inside = cursor.range.start <= mark.range.start && mark.range.end <= cursor.range.end;
        if cursor.extending.is_none() && inside && mark.range != cursor.range {
            over.push(layer);
        } else {
            layers.push(layer);
        }
    }
    layers.extend(started(state, reading, theme));
    over.extend(found(reading, visible, theme));
    let role = if reading.cursor.extending.is_some() {
        Role::Selection
    } else {
        Role::Cursor
    };
    if own {
        layers.push(Layer {
            range: reading.cursor.range.clone(),
            style: theme.style(role),
        });
    }
    layers.extend(over);
    layers
}

/// What was found in the visible text: mentions that wait, then matches of the search.
fn found(reading: &Reading, visible: &Range<usize>, theme: &Theme) -> Vec<Layer> {
    let mut layers = Vec::new();
    for mention in reading.waiting.on(visible) {
        layers.push(Layer {
            range: mention.hit.range.clone(),
            style: theme.style(Role::Mention),
        });
    }
    if let Some(found) = &reading.found {
        let from = found.hits.partition_point(|hit| hit.end <= visible.start);
        for hit in found
            .hits
            .iter()
            .skip(from)
            .take_while(|hit| hit.start < visible.end)
        {
            layers.push(Layer {
                range: hit.clone(),
                style: theme.style(Role::Found),
            });
        }
    }
    layers
}

/// The passage where a link was started.
fn started(state: &State, reading: &Reading, theme: &Theme) -> Option<Layer> {
    Some(Layer {
        range: state.link_start_in(reading)?,
        style: theme.style(Role::Link).reversed(),
    })
}

/// The colour of an annotation: its own, else that of its first tag, which if it was given none has
/// one by its name. None without tags.
fn colour(state: &State, annotation: &Annotation) -> Option<TagColour> {
    let named = |name: &Option<String>| name.as_deref().and_then(TagColour::from_id);
    let first = annotation.tags.iter().find_map(|id| state.library.tag(*id));
    named(&annotation.colour).or_else(|| {
        let tag = first?;
        Some(named(&tag.colour).unwrap_or_else(|| TagColour::for_name(&tag.path)))
    })
}

/// The bar that marks the rows of the current passage, so that it is seen without colour.
fn bar(
    reading: &Reading,
    own: bool,
    row: &Row,
    page: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) -> bool {
    let cursor = &reading.cursor.range;
    let here = match row.range() {
        Some(range) if range.is_empty() => cursor.contains(&range.start),
        Some(range) => range.start < cursor.end && cursor.start < range.end,
        None => false,
    };
    if here && own {
        canvas.text(page.x, y, 1, &Shown::new("▌"), Role::CursorBar);
    } else if here {
        canvas.text(page.x, y, 1, &Shown::new("▏"), Role::Dim);
    }
    here
}

/// Dims what of a row is not in the current passage.
fn ruled(reading: &Reading, row: &Row, page: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let cursor = &reading.cursor.range;
    let Some(fg) = canvas.theme().style(Role::Dim).fg else {
        return;
    };
    for piece in &row.pieces {
        let (mut x, mut from) = (piece.x, piece.range.start);
        for cut in [cursor.start, cursor.end, piece.range.end] {
            let cut = cut.clamp(from, piece.range.end);
            let wide = crate::app::page::cells(reading.document.slice(&(from..cut)));
            let inside = cursor.start <= from && from < cursor.end;
            if !inside {
                let area = Rect::new(page.x + x as u16, y, wide as u16, 1);
                canvas.tint(area.intersection(page), Style::new().fg(fg));
            }
            x += wide;
            from = cut;
        }
    }
}

/// The sign beside the passage where a link was started.
fn start(
    reading: &Reading,
    linked: Option<&Range<usize>>,
    row: &Row,
    page: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let (Some(linked), Some(range)) = (linked, row.range()) else {
        return;
    };
    if range.start < linked.end && linked.start < range.end && reading.gutter > 0 {
        canvas.text(page.x, y, 1, &Shown::new("→"), Role::Link);
    }
}

/// A line that stands for what is folded away.
fn folded(reading: &Reading, row: &Row, page: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let RowKind::Folded { blocks, kind } = row.kind else {
        return;
    };
    let document = &reading.document;
    let Some(block) = document.blocks.get(row.block) else {
        return;
    };
    let words = crate::app::outline::opening(document, block);
    let name = match kind {
        BlockKind::Boilerplate => "page matter",
        BlockKind::Header => "header",
        other => other.name(),
    };
    let many = if blocks > 1 {
        format!(", {blocks} parts")
    } else {
        String::new()
    };
    let line = if reading.folds.reads_only() {
        let noun = if blocks == 1 {
            "paragraph"
        } else {
            "paragraphs"
        };
        Shown::new(&format!("▸ {blocks} {noun} left out"))
    } else {
        Shown::new(&format!("▸ {name}{many}: {words}"))
    };
    let x = page.x + reading.gutter;
    let room = page.width.saturating_sub(reading.gutter);
    canvas.text(x, y, room, &line.elided(usize::from(room)), Role::Dim);
    if reading.block() == row.block {
        let style = canvas.theme().style(Role::Cursor);
        canvas.tint(Rect::new(x, y, room, 1), style);
    }
}

/// A row of text with its label or marker.
fn text(
    document: &Document,
    row: &Row,
    layers: &[Layer],
    page: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let Some(block) = document.blocks.get(row.block) else {
        return;
    };
    let theme = canvas.theme();
    let base = theme.style(Role::Text).patch(match block.kind {
        BlockKind::Heading => theme.style(Role::Heading),
        BlockKind::Quote => theme.style(Role::Quote),
        BlockKind::Code => theme.style(Role::Code),
        BlockKind::Header | BlockKind::Boilerplate => theme.style(Role::Dim),
        _ => Style::new(),
    });
    let lead_at = page.x + row.lead_x as u16;
    match &row.lead {
        Lead::None => {}
        Lead::Label(label) | Lead::Marker(label) => {
            canvas.text(
                lead_at,
                y,
                page.width.saturating_sub(row.lead_x as u16),
                &Shown::new(label),
                Role::Label,
            );
        }
        Lead::Bar => {
            canvas.text(lead_at, y, 1, &Shown::new("│"), Role::Border);
        }
    }
    for piece in &row.pieces {
        let piece_text = document.slice(&piece.range);
        // Blanks at the end of a row take no colour.
        let solid = piece.range.start + piece_text.trim_end().len();
        let mut x = page.x + piece.x as u16;
        let end = page.x + page.width;
        let mut next = piece.range.start;
        for cluster in shown::clusters(piece_text) {
            let at = next;
            next += cluster.len();
            let mut style = base;
            for layer in layers {
                if layer.range.contains(&at) && at < solid {
                    style = style.patch(layer.style);
                }
            }
            x += canvas.cluster(x, y, end.saturating_sub(x), cluster, style);
        }
        if let Some(mark) = &piece.mark {
            let mark = Shown::new(mark);
            canvas.text(x, y, end.saturating_sub(x), &mark, Role::Reference);
        }
    }
}
