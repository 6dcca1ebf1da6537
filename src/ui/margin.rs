//! The margin: tags, notes and links level with the passages they belong to.
//!
//! Knows how the entries of a screenful are set one below the other so that none covers another.
//! What is annotated where is the state's.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::text::wrap;
use super::theme::Role;
use crate::app::State;
use crate::app::marks::{Mark, What};
use crate::app::mentions::sign;
use crate::app::naming;
use crate::app::page::Row;
use crate::app::reading::Reading;
use crate::library::placing::Part;
use crate::library::relation;
use crate::search::{Mention, MentionState};
use crate::shown::Shown;

/// Rows of a note that are shown while the passage is not current.
const SHORT: usize = 4;

/// What has an entry in the margin.
#[derive(Clone, Copy)]
enum Beside<'a> {
    /// A record on a passage.
    Mark(&'a Mark),
    /// A mention that waits for a decision.
    Mention(&'a Mention),
    /// Where a link starts that is being made; the byte.
    Start(usize),
}

impl Beside<'_> {
    /// Byte at which its passage starts.
    fn start(&self) -> usize {
        match self {
            Self::Mark(mark) => mark.range.start,
            Self::Mention(mention) => mention.hit.range.start,
            Self::Start(at) => *at,
        }
    }

    /// Whether its passage touches the current one.
    fn is_here(&self, reading: &Reading) -> bool {
        match self {
            Self::Mark(mark) => overlaps(&mark.range, reading),
            Self::Mention(mention) => overlaps(&mention.hit.range, reading),
            Self::Start(_) => false,
        }
    }

    /// Its lines.
    fn rows(&self, state: &State, reading: &Reading, width: usize) -> Vec<(Shown, Role)> {
        match self {
            Self::Mark(mark) => entry(state, reading, mark, width),
            Self::Mention(mention) => waiting(state, mention, width),
            Self::Start(_) => {
                let words = Shown::new("→ a link starts here").elided(width);
                vec![(words, Role::Link)]
            }
        }
    }
}

/// Draws the margin beside the text.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.area() == 0 {
        return;
    }
    let Some(reading) = &state.reading else {
        super::title(area, "Margin", false, canvas);
        return;
    };
    let count = reading.marks.all().len();
    let heading = if count == 0 {
        "Margin".to_owned()
    } else {
        format!("Margin {count}")
    };
    super::title(area, &heading, false, canvas);
    let mut free = area.y + 1;
    let bottom = area.bottom();
    let mut left_out = 0;
    let width = usize::from(area.width.saturating_sub(2));
    for (line, beside) in entries(state, reading) {
        let wanted = area.y + 1 + line as u16;
        let mut y = wanted.max(free);
        // Its lines are not made: of hundreds on a screen only a few have room.
        if y >= bottom {
            left_out += 1;
            continue;
        }
        let here = beside.is_here(reading);
        for (text, role) in &beside.rows(state, reading, width) {
            if y >= bottom {
                left_out += 1;
                break;
            }
            if here {
                canvas.text(area.x, y, 1, &Shown::new("▌"), Role::CursorBar);
            }
            // Underlining tells passages apart in the text; here it would only be in the way.
            let style = canvas.theme().style(*role);
            let style = style.remove_modifier(Modifier::UNDERLINED);
            canvas.styled(area.x + 1, y, area.width - 1, text, style);
            y += 1;
        }
        free = y;
    }
    if left_out > 0 {
        let text = Shown::new(&format!("▾ {left_out} more: K shows them"));
        canvas.fill(Rect::new(area.x, bottom - 1, area.width, 1), Role::Text);
        canvas.text(area.x + 1, bottom - 1, area.width - 1, &text, Role::Dim);
    }
}

/// What stands in the margin, each with the row of the page that it belongs to.
fn entries<'a>(state: &State, reading: &'a Reading) -> Vec<(usize, Beside<'a>)> {
    let mut entries = visible(reading);
    if let Some(range) = state.link_start_here() {
        let on = |row: &Row| {
            row.range()
                .is_some_and(|it| it.start <= range.start && range.start < it.end)
        };
        if let Some(line) = reading.rows.iter().position(on) {
            let at = entries.partition_point(|(other, _)| *other < line);
            entries.insert(at, (line, Beside::Start(range.start)));
        }
    }
    entries
}

fn overlaps(range: &std::ops::Range<usize>, reading: &Reading) -> bool {
    let cursor = &reading.cursor.range;
    range.start < cursor.end && cursor.start < range.end
}

/// What begins on screen (or is under way at its top), with the row it begins on.
fn visible(reading: &Reading) -> Vec<(usize, Beside<'_>)> {
    let ranges: Vec<(usize, std::ops::Range<usize>)> = reading
        .rows
        .iter()
        .enumerate()
        .filter_map(|(line, row)| Row::range(row).map(|range| (line, range)))
        .collect();
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else {
        return Vec::new();
    };
    let screen = first.1.start..last.1.end;
    let marks = reading.marks.on(&screen).map(Beside::Mark);
    let waiting = reading.waiting.on(&screen).map(Beside::Mention);
    let mut found: Vec<(usize, Beside<'_>)> = marks
        .chain(waiting)
        .map(|beside| {
            let row = ranges
                .iter()
                .rev()
                .find(|(_, range)| range.start <= beside.start())
                .map_or(first.0, |(line, _)| *line);
            (row, beside)
        })
        .collect();
    found.sort_by_key(|(line, beside)| (*line, beside.start()));
    found
}

/// The entry of a mention that waits: the tag it is one of, and whether it only points back.
fn waiting(state: &State, mention: &Mention, width: usize) -> Vec<(Shown, Role)> {
    let path = state
        .library
        .tag(mention.tag)
        .map_or("", |tag| tag.path.as_str());
    let points = match mention.state {
        MentionState::Possible => " possible",
        _ => "",
    };
    let line = format!("{} {path}{points}", sign(mention.state));
    vec![(Shown::new(&line).elided(width), Role::Mention)]
}

/// An entry of the margin in rows.
fn entry(state: &State, reading: &Reading, mark: &Mark, width: usize) -> Vec<(Shown, Role)> {
    let mut rows = Vec::new();
    match &mark.what {
        What::Annotation(it) => {
            let tags = state.library.tag_paths(it);
            if !tags.is_empty() {
                let line = format!("● {}", tags.join("  "));
                rows.extend(
                    wrap(&line, width)
                        .into_iter()
                        .map(|row| (row, Role::Annotation)),
                );
            }
            if !it.note.is_empty() {
                let mut note = wrap(&it.note, width);
                if note.len() > SHORT && !overlaps(&mark.range, reading) {
                    note.truncate(SHORT);
                    if let Some(last) = note.last_mut() {
                        *last = Shown::new(&format!("{last} …")).elided(width);
                    }
                }
                rows.extend(note.into_iter().map(|row| (row, Role::Note)));
            }
        }
        What::Link(link, end) => {
            let other = link.end(end.other()).anchor();
            let goal = state.goal_of(link.id, Part::Link(end.other()), other);
            let word = relation::words(&link.relation, *end);
            let arrow = relation::arrow(*end);
            let place = naming::short(&state.corpus, &goal, width.saturating_sub(2));
            let line = format!("{arrow} {word} {place}");
            rows.extend(wrap(&line, width).into_iter().map(|row| (row, Role::Link)));
            let words = Shown::new(&format!("“{}”", other.quote.exact)).elided(width);
            rows.push((words, Role::Dim));
            if !link.note.is_empty() && overlaps(&mark.range, reading) {
                rows.extend(
                    wrap(&link.note, width)
                        .into_iter()
                        .map(|row| (row, Role::Note)),
                );
            }
        }
    }
    if mark.doubtful {
        rows.push((
            Shown::new("? look again: the text here has changed").elided(width),
            Role::Doubt,
        ));
    }
    rows
}
