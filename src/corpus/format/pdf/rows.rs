//! From glyphs to the lines of a page.
//!
//! Knows how glyphs make words and words make lines: gaps are blanks, wide gaps are tabs, small
//! raised characters are marks of notes. Does not know paragraphs. Text that runs upwards or
//! downwards is turned and read after the rest of the page.

use super::PageLine;
use super::columns::ordered;
use super::glyphs::Placed;
use crate::corpus::format::html::notes::mark_label;

/// A stretch of glyphs on one base line without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) characters: usize,
    bold: usize,
    italic: usize,
}

impl Stretch {
    /// The part of the line's height that its letters take.
    fn top(&self) -> f32 {
        self.base - self.size * 0.8
    }
}

/// The lines of a page, in reading order.
pub(crate) fn lines(glyphs: Vec<Placed>, width: f32, height: f32) -> Vec<PageLine> {
    let mut turned: [Vec<Placed>; 4] = Default::default();
    for glyph in glyphs {
        turned[usize::from(glyph.turn & 3)].push(turn_back(glyph, width, height));
    }
    let mut order: Vec<usize> = (0..4).collect();
    order.sort_by_key(|turn| std::cmp::Reverse(turned[*turn].len()));
    let mut lines = Vec::new();
    for turn in order {
        let stretches = stretches(std::mem::take(&mut turned[turn]));
        let first = lines.last().map_or(0, |line: &PageLine| line.column + 1);
        for (column, rows) in ordered(rows(stretches)).into_iter().enumerate() {
            for row in rows {
                if let Some(mut line) = line(row) {
                    line.column = first + u32::try_from(column).unwrap_or(u32::MAX);
                    lines.push(line);
                }
            }
        }
    }
    lines
}

/// A glyph in the frame in which its line runs from left to right.
fn turn_back(mut glyph: Placed, width: f32, height: f32) -> Placed {
    let (x, y) = (glyph.x, glyph.y);
    (glyph.x, glyph.y) = match glyph.turn & 3 {
        1 => (y, width - x),
        2 => (width - x, height - y),
        3 => (height - y, x),
        _ => (x, y),
    };
    glyph
}

/// Glyphs that follow one another on a base line, put together.
fn stretches(glyphs: Vec<Placed>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut blank = false;
    let mut last: Option<(String, f32, f32)> = None;
    for glyph in glyphs {
        // A letter printed twice at one place is bold by hand.
        if let Some((text, x, y)) = &last
            && *text == glyph.text
            && (x - glyph.x).abs() < 0.1 * glyph.size
            && (y - glyph.y).abs() < 0.1 * glyph.size
        {
            continue;
        }
        last = Some((glyph.text.clone(), glyph.x, glyph.y));
        if glyph.text.trim().is_empty() {
            blank = true;
            continue;
        }
        if let Some(stretch) = out.last_mut() {
            let gap = glyph.x - stretch.right;
            let same_line = (glyph.y - stretch.base).abs() < 0.15 * stretch.size.max(glyph.size);
            let same_size = (glyph.size / stretch.size - 1.0).abs() < 0.12;
            let near = gap > -0.6 * glyph.size && gap < 1.3 * glyph.size;
            if same_line && near && same_size {
                let wide = gap > 0.17 * glyph.size && !is_wide(&glyph.text);
                if blank && gap > 0.02 * glyph.size || wide {
                    stretch.text.push(' ');
                }
                blank = false;
                stretch.add(&glyph);
                continue;
            }
        }
        blank = false;
        let mut stretch = Stretch {
            text: String::new(),
            left: glyph.x,
            right: glyph.x,
            base: glyph.y,
            size: glyph.size,
            characters: 0,
            bold: 0,
            italic: 0,
        };
        stretch.add(&glyph);
        out.push(stretch);
    }
    out
}

impl Stretch {
    fn add(&mut self, glyph: &Placed) {
        self.text.push_str(&glyph.text);
        self.right = self.right.max(glyph.x + glyph.advance);
        self.characters += 1;
        self.bold += usize::from(glyph.bold);
        self.italic += usize::from(glyph.italic);
    }
}

/// Characters of scripts that set no blanks between words.
fn is_wide(text: &str) -> bool {
    text.chars().next().is_some_and(
        |c| matches!(u32::from(c), 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF),
    )
}

/// Stretches in rows from the top; in a row from the left.
fn rows(mut stretches: Vec<Stretch>) -> Vec<Vec<Stretch>> {
    stretches.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<(f32, f32, Vec<Stretch>)> = Vec::new();
    for stretch in stretches {
        // A raised mark lies a little above the base line of its row, so the rows before and
        // after are asked which of them it overlaps.
        let home = rows.iter_mut().rev().take(3).find(|(base, size, _)| {
            let larger = size.max(stretch.size);
            (stretch.base - *base).abs() < 0.5 * larger && stretch.top() < *base - 0.1 * *size
        });
        match home {
            Some((base, size, row)) => {
                if stretch.characters > 3 && stretch.size > *size {
                    (*base, *size) = (stretch.base, stretch.size);
                }
                row.push(stretch);
            }
            None => rows.push((stretch.base, stretch.size, vec![stretch])),
        }
    }
    rows.into_iter()
        .map(|(_, _, mut row)| {
            row.sort_by(|a, b| a.left.total_cmp(&b.left));
            row
        })
        .collect()
}

/// One row as a line.
fn line(row: Vec<Stretch>) -> Option<PageLine> {
    let main = row.iter().max_by_key(|stretch| stretch.characters)?;
    let (size, base) = (main.size, main.base);
    let mut line = PageLine {
        size,
        base,
        left: f32::MAX,
        ..PageLine::default()
    };
    let (mut characters, mut bold, mut italic) = (0, 0, 0);
    let mut right: Option<f32> = None;
    let last = row.len() - 1;
    let from_right = row
        .iter()
        .map(|stretch| right_to_left(&stretch.text))
        .sum::<i64>()
        > 0;
    let row: Vec<Stretch> = if from_right {
        row.into_iter().rev().collect()
    } else {
        row
    };
    for (index, stretch) in row.into_iter().enumerate() {
        let raised = base - stretch.base > 0.15 * size && stretch.size < 0.85 * size;
        if raised && let Some(labels) = labels(&stretch.text) {
            for label in labels {
                line.marks.push((line.text.len(), label));
            }
            right = right.map(|right| right.max(stretch.right));
            line.left = line.left.min(stretch.left);
            line.right = line.right.max(stretch.right);
            continue;
        }
        if let Some(right) = right {
            let gap = if from_right {
                0.2 * size
            } else {
                stretch.left - right
            };
            if gap > 1.6 * size && index <= last {
                line.text.push('\t');
            } else if gap > 0.12 * size {
                line.text.push(' ');
            }
        }
        if from_right {
            line.text.push_str(&logical(&stretch.text));
        } else {
            line.text.push_str(&stretch.text);
        }
        right = Some(stretch.right);
        line.left = line.left.min(stretch.left);
        line.right = line.right.max(stretch.right);
        characters += stretch.characters;
        bold += stretch.bold;
        italic += stretch.italic;
    }
    line.bold = bold * 10 > characters * 9;
    line.italic = italic * 10 > characters * 9;
    let lead = line.text.len() - line.text.trim_start().len();
    line.text.truncate(line.text.trim_end().len());
    line.text.drain(..lead);
    for mark in &mut line.marks {
        mark.0 = mark.0.saturating_sub(lead).min(line.text.len());
    }
    (!line.text.is_empty()).then_some(line)
}

/// The labels in a raised text: `3`, `3,4`, `*`; None where it is no mark (`th`, `st`).
fn labels(text: &str) -> Option<Vec<String>> {
    let mut labels = Vec::new();
    for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
        let label = mark_label(part)?;
        let lone_letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
        if label.bytes().all(|byte| byte.is_ascii_alphabetic()) && !lone_letter {
            return None;
        }
        labels.push(label);
    }
    (!labels.is_empty()).then_some(labels)
}

/// How many more characters of a text run from right to left than from left to right.
fn right_to_left(text: &str) -> i64 {
    text.chars()
        .map(|character| match u32::from(character) {
            0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF => 1,
            _ if character.is_alphabetic() => -1,
            _ => 0,
        })
        .sum()
}

/// Letters drawn from left to right, in the order in which they are read: from right to left, with
/// numbers and foreign words kept.
fn logical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut foreign = String::new();
    for character in text.chars().rev() {
        let kept = character.is_ascii_alphanumeric()
            || matches!(character, '.' | ',' | '/') && !foreign.is_empty();
        if kept {
            foreign.insert(0, character);
        } else {
            out.push_str(&std::mem::take(&mut foreign));
            out.push(character);
        }
    }
    out.push_str(&foreign);
    out
}
