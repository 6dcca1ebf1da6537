//! Lists: bullets, their depth, and lists that have no bullets.
//!
//! Knows the marks that printers and typists use. Numbers and letters are `numbering`'s part.

use super::draft::Draft;
use super::line::{Page, Start};
use super::numbering::is_fresh;
use super::shape;
use crate::corpus::block::BlockKind;

/// The bullet that a text begins with, and the bytes before the words after it.
pub(crate) fn bullet(words: &str) -> Option<(&str, usize)> {
    let first = words.chars().next()?;
    let length = match first {
        '-' => {
            let dashes = words
                .bytes()
                .take(3)
                .take_while(|byte| *byte == b'-')
                .count();
            if dashes > 2 {
                return None;
            }
            dashes
        }
        '•'
        | '*'
        | '–'
        | '—'
        | '▪'
        | '●'
        | '○'
        | '◦'
        | '·'
        | '■'
        | '□'
        | '►'
        | '▶'
        | '➢'
        | '✓'
        | '‣'
        | '⁃'
        | '・'
        | '+'
        | '\u{F020}'..='\u{F0FF}' => first.len_utf8(),
        'o' => 1,
        _ => return None,
    };
    let mark = words.get(..length)?;
    let rest = words.get(length..)?;
    let text = rest.trim_start();
    let parted = text.len() < rest.len()
        || matches!(first, '•' | '・' | '■' | '●' | '\u{F020}'..='\u{F0FF}');
    // A lone letter o is a bullet only before a tab or several blanks.
    let plain_o = first == 'o' && !(rest.starts_with('\t') || rest.starts_with("  "));
    (parted && !text.is_empty() && !plain_o).then(|| (mark, words.len() - text.len()))
}

/// Marks the lines that begin with a bullet, with their depth.
pub(crate) fn recognise(page: &mut Page<'_>) {
    // The indents of the items that are open, outermost first.
    let mut open: Vec<usize> = Vec::new();
    let mut last: Option<usize> = None;
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at) else {
            break;
        };
        if line.given.is_some() {
            open.clear();
            if let Some((mark, skip)) = given_bullet(page, at) {
                let start = Start::Item {
                    marker: mark.to_owned(),
                    label: None,
                    level: 1,
                    skip,
                };
                if let Some(line) = page.lines.get_mut(at) {
                    line.start = start;
                }
            }
            continue;
        }
        let within = last.is_some_and(|last| last + 1 == at);
        if !page.is_free(at) {
            if !matches!(line.start, Start::Item { .. }) {
                open.clear();
            }
            continue;
        }
        let words = line.text.trim_start();
        let Some((mark, skip)) = bullet(words) else {
            // A block without a bullet and without indentation ends the list.
            if page.begins_run(at) && shape::indent(line.text) == 0 {
                open.clear();
            }
            if within && !page.begins_run(at) {
                last = Some(at);
            }
            continue;
        };
        if !(is_fresh(page, at) || within) || is_table_mark(mark, words) {
            continue;
        }
        let indent = shape::indent(line.text);
        while open.last().is_some_and(|outer| *outer > indent) {
            open.pop();
        }
        if open.last().is_none_or(|outer| indent > *outer + 1) {
            open.push(indent);
        }
        let start = Start::Item {
            marker: mark.to_owned(),
            label: None,
            level: u8::try_from(open.len()).unwrap_or(u8::MAX),
            skip: skip + line.text.len() - words.len(),
        };
        if let Some(line) = page.lines.get_mut(at) {
            line.start = start;
        }
        last = Some(at);
    }
}

/// The bullet that a paragraph of a format begins with, where the format knows no lists and a
/// neighbour begins so too.
fn given_bullet<'a>(page: &Page<'a>, at: usize) -> Option<(&'a str, usize)> {
    let of = |at: usize| -> Option<(&'a str, usize)> {
        let line = page.lines.get(at)?;
        let block = line.given?;
        let loose = matches!(block.kind, None | Some(BlockKind::Paragraph))
            && block.marker.is_none()
            && block.note.is_none();
        let text: &'a str = line.text;
        let words = text.trim_start();
        let (mark, skip) = bullet(words).filter(|(mark, _)| *mark != "+" && *mark != "*")?;
        loose.then_some((mark, skip + text.len() - words.len()))
    };
    let neighbour = at.checked_sub(1).and_then(of).or_else(|| of(at + 1));
    if !page.is_free(at) || neighbour.is_none() {
        return None;
    }
    of(at)
}

/// Whether what looks like a bullet is an ornament before a table's bar.
fn is_table_mark(mark: &str, words: &str) -> bool {
    words
        .get(mark.len()..)
        .is_some_and(|rest| rest.trim_start().starts_with('|'))
}

/// Lists without bullets: after a text that ends in a colon, blocks that end in semicolons, and
/// the one after them that ends in a stop, are its items.
pub(crate) fn unmarked(drafts: &mut [Draft]) {
    let mut leads = false;
    let mut items: Vec<usize> = Vec::new();
    let mut index = 0;
    while index < drafts.len() {
        let Some(draft) = drafts.get(index) else {
            break;
        };
        let plain = draft.is_prose() && draft.label.is_none();
        match draft.kind {
            Some(BlockKind::Rule | BlockKind::Footnote | BlockKind::Boilerplate) => {}
            _ if leads && plain && draft.text.ends_with([';', '；']) => items.push(index),
            _ if leads && plain && items.len() >= 2 && shape::is_closed(&draft.text) => {
                items.push(index);
                make_items(drafts, &items);
                items.clear();
                leads = false;
            }
            _ => {
                items.clear();
                leads = draft.text.ends_with([':', '：']);
            }
        }
        index += 1;
    }
}

fn make_items(drafts: &mut [Draft], items: &[usize]) {
    for index in items {
        if let Some(draft) = drafts.get_mut(*index) {
            draft.kind = Some(BlockKind::ListItem);
            draft.level = 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_are_marks_with_a_blank_after_them() {
        for (words, mark) in [
            ("- one", "-"),
            ("--  one", "--"),
            ("• one", "•"),
            ("•one", "•"),
            ("— один", "—"),
        ] {
            assert_eq!(bullet(words).map(|(mark, _)| mark), Some(mark), "{words}");
        }
        for words in ["-one", "---", "--- x", "**bold**", "o one", "-", "10 - 2"] {
            assert_eq!(bullet(words), None, "{words}");
        }
    }
}
