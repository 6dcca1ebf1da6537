//! The order in which the rows of a page are read.
//!
//! Knows columns of running text, which are read one after the other, and tables, which are read
//! row by row. A page is cut into bands; a band whose rows leave one gutter free is cut there.

use super::rows::Stretch;

/// Rows that a band of columns has at least.
const MIN_ROWS: usize = 4;
/// How many bands and columns may lie within one another.
const MAX_CUTS: usize = 8;

/// Rows of one column, then those of the next.
pub(super) fn ordered(rows: Vec<Vec<Stretch>>) -> Vec<Vec<Vec<Stretch>>> {
    let mut out = Vec::new();
    cut(rows, MAX_CUTS, &mut out);
    out
}

fn cut(rows: Vec<Vec<Stretch>>, cuts: usize, out: &mut Vec<Vec<Vec<Stretch>>>) {
    if rows.is_empty() {
        return;
    }
    let band = if cuts > 0 { widest_band(&rows) } else { None };
    let Some(band) = band else {
        out.push(rows);
        return;
    };
    let mut above = rows;
    let mut inside = above.split_off(band.first);
    let below = inside.split_off(band.last - band.first);
    if !above.is_empty() {
        out.push(above);
    }
    let mut left = Vec::new();
    let mut right = Vec::new();
    for row in inside {
        let (before, after): (Vec<Stretch>, Vec<Stretch>) = row
            .into_iter()
            .partition(|stretch| middle(stretch) < band.at);
        if !before.is_empty() {
            left.push(before);
        }
        if !after.is_empty() {
            right.push(after);
        }
    }
    cut(left, cuts - 1, out);
    cut(right, cuts - 1, out);
    cut(below, cuts - 1, out);
}

fn middle(stretch: &Stretch) -> f32 {
    f32::midpoint(stretch.left, stretch.right)
}

/// A run of rows with a gutter.
struct Band {
    first: usize,
    last: usize,
    at: f32,
}

/// The longest run of rows that leave one gutter free, if there is running text on both sides.
fn widest_band(rows: &[Vec<Stretch>]) -> Option<Band> {
    let mut best: Option<Band> = None;
    let mut first = 0;
    while first < rows.len() {
        let longest = best.as_ref().map_or(0, |band| band.last - band.first);
        if rows.len() - first <= longest {
            break;
        }
        // Only a row with two parts can begin a band.
        if gaps(&rows[first]).is_empty() {
            first += 1;
            continue;
        }
        let mut next = first + 1;
        for gap in gaps(&rows[first]) {
            let (mut left, mut right) = gap;
            let mut last = first;
            while last < rows.len() {
                let Some((low, high)) = narrowed(&rows[last], left, right) else {
                    break;
                };
                (left, right) = (low, high);
                last += 1;
            }
            // Rows at the ends that lie on one side only may belong to what is above or below.
            while last > first && one_sided(&rows[last - 1], left, right) {
                last -= 1;
            }
            let at = f32::midpoint(left, right);
            let longest = best.as_ref().map_or(0, |band| band.last - band.first);
            if last - first >= MIN_ROWS
                && last - first > longest
                && is_running_text(&rows[first..last], at)
            {
                next = next.max(last);
                best = Some(Band { first, last, at });
            }
        }
        first = next;
    }
    best
}

/// The gaps in a row that are wide enough for a gutter.
fn gaps(row: &[Stretch]) -> Vec<(f32, f32)> {
    let mut gaps = Vec::new();
    let mut end: Option<(f32, f32)> = None;
    for stretch in row {
        if let Some((right, size)) = end
            && stretch.left - right >= gutter(size)
        {
            gaps.push((right, stretch.left));
        }
        let right = end.map_or(stretch.right, |(right, _)| right.max(stretch.right));
        end = Some((right, stretch.size));
    }
    gaps.truncate(12);
    gaps
}

/// How wide a gutter is at least beside type of this size.
fn gutter(size: f32) -> f32 {
    0.9 * size
}

/// What a row leaves free of a gutter; None if it crosses it.
fn narrowed(row: &[Stretch], left: f32, right: f32) -> Option<(f32, f32)> {
    let (mut low, mut high) = (left, right);
    for stretch in row {
        if stretch.right <= f32::midpoint(low, high) {
            low = low.max(stretch.right);
        } else if stretch.left >= f32::midpoint(low, high) {
            high = high.min(stretch.left);
        } else {
            return None;
        }
    }
    let size = row.first().map_or(10.0, |stretch| stretch.size);
    (high - low >= gutter(size) * 0.9).then_some((low, high))
}

fn one_sided(row: &[Stretch], left: f32, right: f32) -> bool {
    let at = f32::midpoint(left, right);
    row.iter().all(|stretch| middle(stretch) < at)
        || row.iter().all(|stretch| middle(stretch) >= at)
}

/// Whether both sides of a gutter hold lines of text rather than the cells of a table: several
/// lines on each, several words in most lines.
fn is_running_text(rows: &[Vec<Stretch>], at: f32) -> bool {
    let words = |row: &[Stretch], left: bool| -> usize {
        row.iter()
            .filter(|stretch| (middle(stretch) < at) == left)
            .map(|stretch| words_of(&stretch.text))
            .sum()
    };
    [true, false].into_iter().all(|side| {
        let lines: Vec<usize> = rows
            .iter()
            .map(|row| words(row, side))
            .filter(|count| *count > 0)
            .collect();
        let full = lines.iter().filter(|count| **count >= 4).count();
        lines.len() >= 3 && full * 2 >= lines.len()
    })
}

/// Words, or pairs of characters in scripts that set no blanks.
fn words_of(text: &str) -> usize {
    let blanks = text.split(' ').filter(|word| !word.is_empty()).count();
    let wide = text.chars().filter(|c| u32::from(*c) >= 0x2E80).count();
    blanks.max(wide / 2)
}
