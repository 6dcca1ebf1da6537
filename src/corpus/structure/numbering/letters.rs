//! Lettered items: `(a)`, `(b)` … and `(i)`, `(ii)` … below them.
//!
//! Knows sequences of letters and of small roman numerals, and that `(i)` after `(h)` is a letter.

use super::super::line::{Page, Start};
use super::is_fresh;
use super::keyword::roman;
use crate::corpus::block::Label;

/// One item that may belong to a sequence.
struct Item<'a> {
    at: usize,
    letters: &'a str,
    skip: usize,
}

/// Marks the items of lettered sequences of at least two.
pub(super) fn recognise(page: &mut Page<'_>) {
    let items: Vec<Item<'_>> = (0..page.lines.len())
        .filter(|at| page.is_free(*at) && is_fresh(page, *at))
        .filter_map(|at| {
            let line = page.lines.get(at)?;
            if line.given.is_some_and(|block| block.marker.is_some()) {
                return None;
            }
            let (letters, skip) = of(line.text)?;
            Some(Item { at, letters, skip })
        })
        .collect();
    let mut last_letter: Option<char> = None;
    let mut last_roman = 0;
    let mut levels: Vec<Option<u8>> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let letter = item
            .letters
            .chars()
            .next()
            .filter(|_| item.letters.chars().count() == 1);
        let numeral = roman(&item.letters.to_uppercase());
        let follows_letter = letter.is_some() && last_letter.and_then(after) == letter;
        let next = items.get(index + 1).map(|next| next.letters);
        let level = if follows_letter && !(numeral == Some(last_roman + 1) && last_roman > 0) {
            last_letter = letter;
            last_roman = 0;
            Some(1)
        } else if numeral == Some(last_roman + 1) && (last_roman > 0 || next == Some("ii")) {
            last_roman += 1;
            Some(if last_letter.is_some() { 2 } else { 1 })
        } else if letter == Some('a') && matches!(next, Some("b" | "i")) {
            last_letter = letter;
            last_roman = 0;
            Some(1)
        } else {
            None
        };
        levels.push(level);
    }
    for (item, level) in items.iter().zip(levels) {
        if let (Some(level), Some(line)) = (level, page.lines.get_mut(item.at)) {
            line.start = Start::Item {
                marker: format!("({})", item.letters),
                label: Some(Label::new(format!("({})", item.letters))),
                level,
                skip: item.skip,
            };
        }
    }
}

fn after(letter: char) -> Option<char> {
    char::from_u32(u32::from(letter) + 1)
}

/// `(a) text` or `(iv) text`: the letters, and the bytes before the text.
fn of(line: &str) -> Option<(&str, usize)> {
    let text = line.trim_start();
    let (letters, after) = text.strip_prefix('(')?.split_once(')')?;
    let small = (1..=5).contains(&letters.len())
        && (letters.bytes().all(|byte| byte.is_ascii_lowercase())
            || letters.chars().count() == 1 && letters.chars().all(char::is_lowercase));
    let words = after.trim_start();
    (small && words.len() < after.len() && !words.is_empty())
        .then(|| (letters, line.len() - words.len()))
}
