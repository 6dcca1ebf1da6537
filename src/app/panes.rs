//! The panels' places on the screen.
//!
//! Knows how much room each panel gets at a size of the terminal. A pure function, asked both when
//! the page is laid out and when it is drawn. Narrow terminals lose the margin first, then the
//! left column; below a size that can serve there are no panels at all.

use ratatui::layout::Rect;

/// Below this many columns or rows nothing useful can be shown.
pub const LEAST: (u16, u16) = (24, 6);
/// Columns from which the left column is shown.
const LEFT_FROM: u16 = 70;
/// Columns from which the left column is shown beside a list that has the keys.
pub const LIST_BESIDE: u16 = 100;
/// Columns from which the margin is shown.
const MARGIN_FROM: u16 = 104;

/// Columns from which the left column is shown beside two texts.
const LEFT_WITH_TWO: u16 = 120;
/// Columns from which the margin is shown beside two texts.
const MARGIN_WITH_TWO: u16 = 180;
/// Columns that two texts need.
const TWO: u16 = 50;

/// What stands beside the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Split {
    /// Nothing.
    #[default]
    None,
    /// A second text; the keys go to the left one.
    Left,
    /// A second text; the keys go to the right one.
    Right,
    /// What others say of the current paragraph.
    Portal,
}

/// What the reader wants to see, as far as there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// The left column and the margin; without them only the text is shown.
    pub panels: bool,
    /// What stands beside the text.
    pub split: Split,
    /// All but the current passage is dimmed.
    pub ruler: bool,
    /// Rows for the step of a lesson, above the status line.
    pub lesson: u16,
    /// The widest line of text in cells, the gutter not counted.
    pub measure: u16,
    /// How many documents there are to list; a short list takes no more room than it needs.
    pub documents: u16,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            panels: true,
            split: Split::None,
            ruler: false,
            lesson: 0,
            measure: 72,
            documents: u16::MAX,
        }
    }
}

/// The places of the panels; an area without width is not shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list of documents, with its heading row.
    pub documents: Rect,
    /// The outline, with its heading row.
    pub outline: Rect,
    /// The text with its heading row.
    pub text: Rect,
    /// The rows of the page itself: gutter and text.
    pub page: Rect,
    /// What stands beside the text, with its heading row.
    pub beside: Rect,
    /// The margin, with its heading row.
    pub margin: Rect,
    /// The step of a lesson.
    pub lesson: Rect,
    /// The status line.
    pub status: Rect,
    /// The line of hints.
    pub hints: Rect,
}

/// Whether a terminal is too small for anything but a sentence saying so.
pub fn too_small(columns: u16, rows: u16) -> bool {
    columns < LEAST.0 || rows < LEAST.1
}

/// The panels' places for a size of the terminal.
pub fn of(columns: u16, rows: u16, gutter: u16, wish: Wish) -> Panes {
    if too_small(columns, rows) {
        return Panes::default();
    }
    // The text has at least four rows.
    let lesson = wish.lesson.min((rows - 2).saturating_sub(4));
    let body = rows - 2 - lesson;
    let two = wish.split != Split::None;
    let (left_from, margin_from) = if two {
        (LEFT_WITH_TWO, MARGIN_WITH_TWO)
    } else {
        (LEFT_FROM, MARGIN_FROM)
    };
    let left = if wish.panels && columns >= left_from {
        (columns / 4).clamp(22, 40)
    } else {
        0
    };
    let margin = if wish.panels && columns >= margin_from {
        (columns / 4).clamp(26, 44)
    } else {
        0
    };
    let documents = if left == 0 {
        0
    } else {
        (body / 3)
            .clamp(4, 16)
            .min(wish.documents.saturating_add(2))
    };
    let text = Rect::new(
        left + u16::from(left > 0),
        0,
        columns - left - u16::from(left > 0) - margin - u16::from(margin > 0),
        body,
    );
    let (text, beside) = halves(text, wish.split);
    let page = page_in(text, gutter, wish.measure);
    Panes {
        beside,
        documents: Rect::new(0, 0, left, documents),
        outline: Rect::new(0, documents, left, body - documents),
        text,
        page,
        margin: Rect::new(columns - margin, 0, margin, body),
        lesson: Rect::new(0, body, columns, lesson),
        status: Rect::new(0, rows - 2, columns, 1),
        hints: Rect::new(0, rows - 1, columns, 1),
    }
}

/// The rows of a page in a panel: with room to spare it stands in the middle, a little to the left.
pub fn page_in(text: Rect, gutter: u16, measure: u16) -> Rect {
    if text.area() == 0 {
        return Rect::default();
    }
    let wide = (gutter + measure).min(text.width.saturating_sub(2));
    let spare = text.width - wide;
    Rect::new(
        text.x + (spare / 2).max(u16::from(spare > 0)),
        text.y + 1,
        wide,
        text.height - 1,
    )
}

/// The panel of the text that has the keys, and of what stands beside it, a column between them.
fn halves(text: Rect, split: Split) -> (Rect, Rect) {
    if split == Split::None || text.width < TWO {
        return (text, Rect::default());
    }
    let wide = (text.width - 1) / 2;
    let left = Rect {
        width: wide,
        ..text
    };
    let right = Rect {
        x: text.x + wide + 1,
        width: text.width - wide - 1,
        ..text
    };
    match split {
        Split::Right => (right, left),
        _ => (left, right),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn narrow_screens_lose_the_margin_then_the_left_column() {
        let at = |columns| of(columns, 24, 5, Wish::default());
        assert!(at(120).margin.width > 0 && at(120).outline.width > 0);
        assert!(at(80).margin.width == 0 && at(80).outline.width > 0);
        assert!(at(60).margin.width == 0 && at(60).outline.width == 0);
        assert_eq!(at(20), Panes::default());
    }

    proptest! {
        #[test]
        fn panels_stay_on_the_screen_and_apart(columns in 0u16..400, rows in 0u16..120, gutter in 0u16..10, panels: bool, split in 0usize..4, lesson in 0u16..6) {
            let split = [Split::None, Split::Left, Split::Right, Split::Portal][split];
            let panes = of(columns, rows, gutter, Wish { panels, split, lesson, ruler: false, measure: 72, documents: 7 });
            let screen = Rect::new(0, 0, columns, rows);
            let all = [panes.documents, panes.outline, panes.text, panes.beside, panes.margin, panes.lesson, panes.status, panes.hints];
            for (index, area) in all.iter().enumerate() {
                if area.area() == 0 { continue; }
                prop_assert_eq!(screen.intersection(*area), *area);
                for other in &all[index + 1..] {
                    prop_assert_eq!(area.intersection(*other).area(), 0);
                }
            }
            prop_assert_eq!(panes.text.intersection(panes.page), panes.page);
        }
    }
}
