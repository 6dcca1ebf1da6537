//! A row of a list: signs, place, words, date.
//!
//! Knows how each kind of words is set in the cells that are left for it: what tells rows apart is
//! seen before what only explains. Does not know how the rows stand on the screen.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::theme::Role;
use super::tag;
use crate::app::State;
use crate::app::list::{Body, Kind, Row};
use crate::app::naming;
use crate::app::page::cells;
use crate::corpus::date;
use crate::shown::{self, Shown};

/// Cells of a place in a row, at most.
pub(super) const PLACE: usize = 28;

/// How a row is set.
pub(super) struct Line {
    /// The list that it is a row of.
    pub(super) kind: Kind,
    /// Whether it is marked.
    pub(super) marked: bool,
    /// Cells for the place; none where no row has one.
    pub(super) place: u16,
    /// Cells for what stands at the right; none where no row has it.
    pub(super) dated: u16,
}

impl Line {
    /// Draws a row in a line of the screen.
    pub(super) fn draw(&self, state: &State, row: &Row, area: Rect, canvas: &mut Canvas<'_>) {
        let y = area.y;
        if self.marked {
            canvas.text(area.x, y, 1, &Shown::new("✓"), Role::Key);
        }
        let sign = Shown::new(&row.sign.to_string());
        canvas.text(area.x + 1, y, 1, &sign, Role::Label);
        let mut x = area.x + 3;
        // On a tag's page, what has no place begins where places do; so does a heading.
        let heading = matches!(row.body, Body::Heading(_));
        let placeless = heading || self.kind == Kind::Dossier && row.at.is_empty();
        if self.place > 0 && !placeless {
            let at = naming::short(&state.corpus, &row.at, usize::from(self.place));
            canvas.text(x, y, self.place, &at, Role::Label);
            x += self.place + 2;
        }
        let right = right(self.kind, row);
        let mut end = area.right();
        if self.dated > 0 && area.width > 50 {
            let at = area.right().saturating_sub(right.width() as u16 + 1);
            canvas.text(at, y, area.width, &right, Role::Dim);
            // Keywords stand one below the other whatever the dates.
            let column = match (row.body.in_context(), &row.body) {
                (Some(_), _) | (None, Body::Strip(_)) => self.dated,
                _ => right.width() as u16,
            };
            end = area.right().saturating_sub(column + 2);
        }
        let room = Rect::new(x, y, end.saturating_sub(x), 1);
        let base = if row.dim { Role::Dim } else { Role::Text };
        if let Some(words) = row.body.in_context() {
            kwic(words, base, room, canvas);
            return;
        }
        match &row.body {
            Body::Link {
                relation,
                to,
                words,
            } => link(state, (relation, to, words), base, room, canvas),
            Body::Plain(text) => {
                let text = Shown::new(text).elided(usize::from(room.width));
                canvas.text(x, y, room.width, &text, base);
            }
            Body::Pair(pair) => {
                let parts = (pair.relation, pair.to.as_str(), pair.words.as_str());
                link(state, parts, base, room, canvas);
            }
            Body::Apart(apart) => {
                let said = Shown::new(&apart.said()).elided(usize::from(room.width));
                let after = canvas.text(x, y, room.width, &said, base) + 2;
                let left = room.width.saturating_sub(after);
                // A few letters of the words would only be noise.
                if left >= 6 {
                    let words = Shown::new(&apart.words).elided(usize::from(left));
                    canvas.text(x + after, y, left, &words, Role::Dim);
                }
            }
            Body::Heading(text) => {
                // A document's heading tells its name.
                let text = if row.at.is_empty() {
                    Shown::new(text).elided(usize::from(room.width))
                } else {
                    naming::heading(&state.corpus, &row.at, usize::from(room.width))
                };
                canvas.text(x, y, room.width, &text, Role::Heading);
            }
            Body::Tag(branch) => tag::branch(branch, room, canvas),
            Body::Strip(strip) => tag::strip(strip, room, canvas),
            Body::Kwic { .. } | Body::Mention(_) => {}
        }
    }
}

/// What stands at the right of a row: a date in words, or what its list puts there.
pub(super) fn right(kind: Kind, row: &Row) -> Shown {
    match kind {
        Kind::Timeline => Shown::new(&date::words(&row.right)),
        _ => Shown::new(&row.right),
    }
}

/// A link: how it is tied and where to are seen before any words.
fn link(
    state: &State,
    (relation, to, words): (&str, &str, &str),
    base: Role,
    room: Rect,
    canvas: &mut Canvas<'_>,
) {
    let (mut x, y) = (room.x, room.y);
    let word = Shown::new(relation).elided(usize::from((room.width / 2).min(24)));
    x += canvas.text(x, y, room.width, &word, Role::Link) + 1;
    let left = room.right().saturating_sub(x);
    let place = naming::short(&state.corpus, to, usize::from(left).min(PLACE));
    x += canvas.text(x, y, left, &place, Role::Label) + 2;
    let left = room.right().saturating_sub(x);
    // A few letters of the words would only be noise.
    if left >= 6 {
        let words = Shown::new(words).elided(usize::from(left));
        canvas.text(x, y, left, &words, base);
    }
}

/// A keyword in context: the keywords stand one below the other, a little left of the middle; one
/// that would be cut there begins further left.
fn kwic(
    (before, text, after): (&str, &str, &str),
    base: Role,
    room: Rect,
    canvas: &mut Canvas<'_>,
) {
    let y = room.y;
    let wide = usize::from(room.width);
    let middle = (wide * 2 / 5).min(wide.saturating_sub(cells(text) + 2));
    let before = Shown::new(before);
    let skip = before.width().saturating_sub(middle);
    let mut dropped = 0;
    let mut shown = String::new();
    for cluster in shown::clusters(before.as_str()) {
        if dropped < skip {
            dropped += cells(cluster);
        } else {
            shown.push_str(cluster);
        }
    }
    let before = Shown::new(&shown);
    let at = room.x + middle.saturating_sub(before.width()) as u16;
    canvas.text(at, y, room.width, &before, base);
    let mut at = room.x + middle as u16;
    let left = room.right().saturating_sub(at);
    let text = Shown::new(text).elided(usize::from(left));
    at += canvas.text(at, y, left, &text, Role::Found);
    let left = room.right().saturating_sub(at);
    let after = Shown::new(after).elided(usize::from(left));
    canvas.text(at, y, left, &after, base);
}
