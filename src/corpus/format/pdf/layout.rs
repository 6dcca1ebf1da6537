//! From the lines of all pages to blocks.
//!
//! Knows what sizes, gaps and places mean: headings, paragraphs, notes at the foot of pages,
//! tables, list items. Joins no paragraphs over pages: the recogniser of structure does, and
//! keeps where.

use std::collections::{HashMap, HashSet};

use super::furniture;
use super::{Page, PageLine};
use crate::corpus::block::{BlockKind, NoteCall};
use crate::corpus::document::{Inline, Style};
use crate::corpus::raw::RawBlock;

/// Notes and headings differ from the body by these shares of its size.
const SMALL: f32 = 0.93;
const LARGE: f32 = 1.12;

/// The blocks of a document.
pub(crate) fn blocks(pages: &[Page]) -> Vec<RawBlock> {
    let furniture = furniture::find(pages);
    let sizes = Sizes::of(pages, &furniture);
    let called = called(pages);
    let words = whole_words(pages);
    let mut out = Vec::new();
    let mut notes_go_on = false;
    for (page, furniture) in pages.iter().zip(furniture) {
        let mut layout = Layout {
            page,
            sizes: &sizes,
            called: &called,
            words: &words,
            leading: leading(page),
            notes_go_on,
            blocks: Vec::new(),
        };
        layout.read(&furniture);
        notes_go_on = layout
            .blocks
            .iter()
            .rev()
            .find(|block| block.folded.is_none())
            .is_some_and(|block| block.kind == Some(BlockKind::Footnote));
        out.append(&mut layout.blocks);
    }
    out
}

/// The size of the body and of the headings above it.
struct Sizes {
    body: f32,
    /// Sizes of headings, the largest first.
    headings: Vec<f32>,
}

impl Sizes {
    fn of(pages: &[Page], furniture: &[Vec<bool>]) -> Self {
        let mut characters: HashMap<i32, usize> = HashMap::new();
        let mut lines: HashMap<i32, usize> = HashMap::new();
        for (page, furniture) in pages.iter().zip(furniture) {
            for (line, furniture) in page.lines.iter().zip(furniture) {
                if !furniture {
                    *characters.entry(half_points(line.size)).or_default() += line.text.len();
                    *lines.entry(half_points(line.size)).or_default() += 1;
                }
            }
        }
        let body = characters
            .iter()
            .max_by_key(|(size, count)| (**count, **size))
            .map_or(10.0, |(size, _)| points(*size));
        let mut headings: Vec<f32> = lines
            .keys()
            .map(|size| points(*size))
            .filter(|size| *size > body * LARGE)
            .collect();
        headings.sort_by(|a, b| b.total_cmp(a));
        headings.truncate(4);
        Self { body, headings }
    }

    /// The level of a heading of that size.
    fn level(&self, size: f32) -> u8 {
        let size = points(half_points(size));
        let above = self.headings.iter().filter(|known| **known > size).count();
        u8::try_from(above + 1).unwrap_or(6).min(6)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "sizes are small numbers of points"
)]
fn half_points(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes are small numbers of points"
)]
fn points(half_points: i32) -> f32 {
    half_points as f32 / 2.0
}

/// The labels that raised marks in running text call.
fn called(pages: &[Page]) -> HashSet<&str> {
    pages
        .iter()
        .flat_map(|page| &page.lines)
        .flat_map(|line| line.marks.iter().filter(|(at, _)| *at > 0))
        .map(|(_, label)| label.as_str())
        .collect()
}

/// Words with a hyphen inside them that stand in the middle of lines.
fn whole_words(pages: &[Page]) -> HashSet<&str> {
    pages
        .iter()
        .flat_map(|page| &page.lines)
        .flat_map(|line| line.text.split_whitespace())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.contains('-'))
        .collect()
}

/// The distance between most neighbouring lines of a page.
fn leading(page: &Page) -> f32 {
    let mut distances: HashMap<i32, usize> = HashMap::new();
    for pair in page.lines.windows(2) {
        let distance = pair[1].base - pair[0].base;
        if pair[0].column == pair[1].column && distance > 0.0 && distance < 3.0 * pair[0].size {
            *distances.entry(half_points(distance)).or_default() += 1;
        }
    }
    distances
        .into_iter()
        .max_by_key(|(distance, count)| (*count, -*distance))
        .map_or(12.0, |(distance, _)| points(distance))
}

struct Layout<'p> {
    page: &'p Page,
    sizes: &'p Sizes,
    called: &'p HashSet<&'p str>,
    words: &'p HashSet<&'p str>,
    leading: f32,
    /// Whether the page before ended with a note.
    notes_go_on: bool,
    blocks: Vec<RawBlock>,
}

impl Layout<'_> {
    fn read(&mut self, furniture: &[bool]) {
        let page = self.page;
        let mut body = Vec::new();
        let mut notes = Vec::new();
        // Furniture at the foot comes after the page.
        let head = furniture
            .iter()
            .zip(&page.lines)
            .filter(|(furniture, line)| **furniture && line.base < page.height / 2.0)
            .count();
        let order = self.ordered_furniture(furniture);
        for line in &order[..head] {
            self.furniture(line);
        }
        let first_notes = self.first_notes(furniture);
        for (index, line) in page.lines.iter().enumerate() {
            if furniture[index] {
                continue;
            }
            let in_notes = first_notes
                .get(&line.column)
                .is_some_and(|first| index >= *first)
                && self.is_small(line);
            if in_notes {
                notes.push(line);
            } else {
                body.push(line);
            }
        }
        self.body(&body);
        self.notes(&notes);
        for line in &order[head..] {
            self.furniture(line);
        }
    }

    fn ordered_furniture(&self, furniture: &[bool]) -> Vec<PageLine> {
        let mut lines: Vec<PageLine> = self
            .page
            .lines
            .iter()
            .zip(furniture)
            .filter(|(_, furniture)| **furniture)
            .map(|(line, _)| line.clone())
            .collect();
        lines.sort_by(|a, b| a.base.total_cmp(&b.base));
        lines
    }

    fn furniture(&mut self, line: &PageLine) {
        self.blocks.push(RawBlock {
            kind: Some(BlockKind::Boilerplate),
            folded: Some(true),
            page: Some(self.page.number),
            ..RawBlock::of(line.text.replace('\t', " "))
        });
    }

    fn is_small(&self, line: &PageLine) -> bool {
        line.size < SMALL * self.sizes.body
    }

    /// Where the notes at the foot of each column begin: a small line in the lower part that begins
    /// with the mark of a note, or goes on with one, and has nothing but small lines under it.
    fn first_notes(&self, furniture: &[bool]) -> HashMap<u32, usize> {
        let page = self.page;
        let lowest_body = page
            .lines
            .iter()
            .zip(furniture)
            .filter(|(line, furniture)| !**furniture && !self.is_small(line))
            .map(|(line, _)| line.base)
            .fold(0.0, f32::max);
        let mut last_large: HashMap<u32, usize> = HashMap::new();
        for (index, line) in page.lines.iter().enumerate() {
            if !furniture[index] && !self.is_small(line) {
                last_large.insert(line.column, index);
            }
        }
        let mut first = HashMap::new();
        for (index, line) in page.lines.iter().enumerate() {
            if !first.contains_key(&line.column)
                && !furniture[index]
                && self.is_small(line)
                && line.base > page.height * 0.3
                && (note_label(line, self.called).is_some()
                    || self.notes_go_on && line.base > lowest_body)
                && last_large
                    .get(&line.column)
                    .is_none_or(|last| index > *last)
            {
                first.insert(line.column, index);
            }
        }
        first
    }

    fn notes(&mut self, lines: &[&PageLine]) {
        let mut run: Vec<&PageLine> = Vec::new();
        let mut label: Option<String> = None;
        for line in lines {
            if let Some(next) = note_label(line, self.called) {
                self.note(&run, label.take());
                run.clear();
                label = Some(next);
            }
            run.push(line);
        }
        self.note(&run, label);
    }

    fn note(&mut self, lines: &[&PageLine], label: Option<String>) {
        let mut block = self.joined(lines);
        if block.text.trim().is_empty() {
            return;
        }
        if let Some(label) = &label {
            let mark = crate::corpus::format::html::walk::mark_length(&block.text, label);
            cut_start(&mut block, mark);
            // The raised mark at the beginning is the note's own.
            if block
                .calls
                .first()
                .is_some_and(|call| call.at == 0 && call.label == *label)
            {
                block.calls.remove(0);
            }
        }
        block.kind = Some(BlockKind::Footnote);
        block.note = label;
        self.blocks.push(block);
    }

    fn body(&mut self, lines: &[&PageLine]) {
        let mut at = 0;
        while at < lines.len() {
            let rows = table_rows(&lines[at..]);
            if rows >= 3 {
                self.table(&lines[at..at + rows]);
                at += rows;
                continue;
            }
            let mut end = at + 1;
            while end < lines.len() && !self.breaks(lines, at, end) && table_rows(&lines[end..]) < 3
            {
                end += 1;
            }
            self.paragraph(&lines[at..end]);
            at = end;
        }
    }

    fn table(&mut self, rows: &[&PageLine]) {
        let text: Vec<String> = rows.iter().map(|line| line.text.clone()).collect();
        self.blocks.push(RawBlock {
            kind: Some(BlockKind::Table),
            page: Some(self.page.number),
            ..RawBlock::of(text.join("\n"))
        });
    }

    /// Whether a new block begins with the line `next`, when one began with `first`.
    fn breaks(&self, lines: &[&PageLine], first: usize, next: usize) -> bool {
        let (before, line) = (lines[next - 1], lines[next]);
        if before.column != line.column {
            // A column goes on in the next one unless a sentence ended.
            return before.base < line.base
                || ends_sentence(&before.text)
                || (line.size - before.size).abs() > 0.3;
        }
        let distance = line.base - before.base;
        let leading = self.leading.max(before.size * 1.05);
        let change = (line.size / before.size - 1.0).abs();
        let resized = change > 0.12 || (change > 0.07 && distance > 1.15 * leading);
        if resized || distance > 1.3 * leading.max(line.size * 1.05) || distance < -0.5 * line.size
        {
            return true;
        }
        if self.is_heading(before) != self.is_heading(line) || bullet(&line.text).is_some() {
            return true;
        }
        if self.is_heading(line) {
            return false;
        }
        let right = lines[first..=next]
            .iter()
            .map(|line| line.right)
            .fold(0.0, f32::max);
        let width = (right - line.left.min(before.left)).max(1.0);
        let right = right.max(self.right_edge(line.column));
        let short = right - before.right > 0.12 * width.max(right - before.left);
        let starts_new = line.text.chars().next().is_some_and(|c| !c.is_lowercase());
        let indented = line.left - before.left > 0.9 * line.size
            && next - first >= 1
            && line.left < before.left + 6.0 * line.size;
        (short && starts_new && ends_sentence(&before.text))
            || (indented && ends_sentence(&before.text))
            || (short
                && starts_new
                && right - before.right > 0.4 * width
                && !before.text.ends_with(','))
    }

    /// Where the lines of a column end, all but a few.
    fn right_edge(&self, column: u32) -> f32 {
        let mut ends: Vec<f32> = self
            .page
            .lines
            .iter()
            .filter(|line| line.column == column && !self.is_small(line))
            .map(|line| line.right)
            .collect();
        ends.sort_by(f32::total_cmp);
        ends.get(ends.len() * 3 / 4).copied().unwrap_or(0.0)
    }

    fn is_heading(&self, line: &PageLine) -> bool {
        let has_letters = line.text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        has_letters
            && (line.size > LARGE * self.sizes.body
                || (line.bold
                    && line.size > 0.97 * self.sizes.body
                    && line.text.chars().count() < 120))
    }

    fn paragraph(&mut self, lines: &[&PageLine]) {
        let mut block = self.joined(lines);
        if block.text.trim().is_empty() {
            return;
        }
        let first = lines[0];
        let chars = block.text.chars().count();
        if self.is_heading(first) && chars < 300 && !(first.bold && chars > 150) {
            block.kind = Some(BlockKind::Heading);
            block.level = if first.size > LARGE * self.sizes.body {
                self.sizes.level(first.size)
            } else {
                u8::try_from(self.sizes.headings.len() + 1)
                    .unwrap_or(6)
                    .min(6)
            };
        } else if let Some(mark) = bullet(&block.text) {
            block.kind = Some(BlockKind::ListItem);
            block.level = 1;
            block.marker = Some("•".to_owned());
            cut_start(&mut block, mark);
        } else if lines.iter().all(|line| line.italic || line.bold) {
            let style = if first.bold {
                Style::Strong
            } else {
                Style::Emphasis
            };
            block.inlines.push(Inline {
                range: 0..block.text.len(),
                style,
            });
        }
        self.blocks.push(block);
    }

    /// Lines as one text: words cut at line ends are whole again.
    fn joined(&self, lines: &[&PageLine]) -> RawBlock {
        let mut block = RawBlock {
            page: Some(self.page.number),
            ..RawBlock::default()
        };
        for line in lines {
            let text = line.text.replace('\t', " ");
            self.join(&mut block.text, &text);
            let at = block.text.len();
            // A hyphen that went may have had the mark of a note behind it.
            for call in &mut block.calls {
                call.at = call.at.min(at);
            }
            block.text.push_str(&text);
            for (mark, label) in &line.marks {
                block.calls.push(NoteCall {
                    label: label.clone(),
                    at: at + mark,
                });
            }
        }
        let length = block.text.trim_end().len();
        block.text.truncate(length);
        for call in &mut block.calls {
            call.at = call.at.min(length);
        }
        block
    }

    /// Prepares a text for the line that follows: a blank, or no hyphen.
    fn join(&self, text: &mut String, line: &str) {
        if text.is_empty() {
            return;
        }
        let lower = line.chars().next().is_some_and(char::is_lowercase);
        if text.ends_with('\u{AD}') {
            text.pop();
            return;
        }
        if let Some(stem) = text.strip_suffix(['-', '‐'])
            && stem.chars().next_back().is_some_and(char::is_alphabetic)
        {
            let first = stem.rsplit(char::is_whitespace).next().unwrap_or("");
            let second = line.split(char::is_whitespace).next().unwrap_or("");
            let whole = format!("{first}-{second}");
            let known = self
                .words
                .contains(whole.trim_matches(|c: char| !c.is_alphanumeric()));
            if lower && !known {
                text.pop();
            }
            return;
        }
        let wide =
            |c: char| matches!(u32::from(c), 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFF00..=0xFF60);
        let no_blank =
            text.chars().next_back().is_some_and(wide) && line.chars().next().is_some_and(wide);
        if !no_blank && !text.ends_with(['—', '/']) {
            text.push(' ');
        }
    }
}

/// How many of the first lines are rows of a table: neighbours with cells.
fn table_rows(lines: &[&PageLine]) -> usize {
    lines
        .iter()
        .take_while(|line| {
            line.text.contains('\t') && line.text.split('\t').all(|cell| cell.chars().count() < 60)
        })
        .count()
}

/// The label of the note that a line begins: a raised mark at its beginning, or a number that is
/// called elsewhere.
fn note_label(line: &PageLine, called: &HashSet<&str>) -> Option<String> {
    if let Some((0, label)) = line.marks.first() {
        return Some(label.clone());
    }
    let first = line.text.split([' ', '\t']).next()?;
    let label = crate::corpus::format::html::notes::mark_label(first)?;
    (called.contains(label.as_str()) && line.text.len() > first.len()).then_some(label)
}

/// Bytes of the bullet that a line begins with.
fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    let is_bullet = matches!(
        first,
        '•' | '▪' | '◦' | '●' | '■' | '‣' | '·' | '○' | '➢' | '\u{F0B7}' | '\u{F0A7}'
    ) || (matches!(first, '–' | '—' | '-') && rest.starts_with(' '));
    let blank = rest.len() - rest.trim_start().len();
    (is_bullet && rest.len() > blank).then_some(first.len_utf8() + blank)
}

/// Whether a line ends with the end of a sentence.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', ')', ']', '»', '\'']);
    text.ends_with(['.', '!', '?', ':', '。', '！', '？', ';'])
}

/// Takes the first bytes of a block away; styles and calls move along.
fn cut_start(block: &mut RawBlock, bytes: usize) {
    if !block.text.is_char_boundary(bytes) {
        return;
    }
    block.text.drain(..bytes);
    for call in &mut block.calls {
        call.at = call.at.saturating_sub(bytes);
    }
}
