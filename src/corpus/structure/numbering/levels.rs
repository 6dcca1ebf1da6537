//! Paragraphs with numbers of several parts: `1.1.`, `2.3`, `4.2.1`.
//!
//! Knows their sequences: the last part goes up by one, or a higher part does and the last begins
//! anew. Headings that are numbered so keep their number, as other headings do.

use super::super::line::{Page, Start};
use super::super::shape;
use super::is_fresh;
use crate::corpus::block::Label;

/// A number of several parts at the beginning of a line.
struct Mark {
    at: usize,
    parts: Vec<u32>,
    skip: usize,
}

/// Marks the paragraphs that are numbered so, where at least two follow one another.
pub(super) fn recognise(page: &mut Page<'_>) {
    let marks: Vec<Mark> = (0..page.lines.len())
        .filter(|at| {
            page.is_free(*at)
                && page.lines.get(*at).is_some_and(|line| line.given.is_none())
                && is_fresh(page, *at)
        })
        .filter_map(|at| {
            let (parts, skip) = of(page.lines.get(at)?.text)?;
            Some(Mark { at, parts, skip })
        })
        .collect();
    // Decimals and dates begin with such numbers as well, but do not count up.
    let in_order = |one: usize, other: usize| {
        let (Some(one), Some(other)) = (marks.get(one), marks.get(other)) else {
            return false;
        };
        follows(&one.parts, &other.parts)
    };
    let known: Vec<bool> = (0..marks.len())
        .map(|index| index > 0 && in_order(index - 1, index) || in_order(index, index + 1))
        .collect();
    for (mark, known) in marks.iter().zip(known) {
        if !known || !is_text(page, mark) {
            continue;
        }
        let shown: Vec<String> = mark.parts.iter().map(u32::to_string).collect();
        if let Some(line) = page.lines.get_mut(mark.at) {
            line.start = Start::Number {
                label: Label::new(format!("¶{}", shown.join("."))),
                skip: mark.skip,
                heading: false,
            };
        }
    }
}

/// Whether what is numbered is text and no heading: its block ends in a stop, or is long.
fn is_text(page: &Page<'_>, mark: &Mark) -> bool {
    let end = (mark.at + 1..page.run_end(mark.at))
        .find(|at| of(page.words(*at)).is_some())
        .unwrap_or_else(|| page.run_end(mark.at));
    let words: usize = (mark.at..end)
        .map(|at| shape::word_count(page.words(at)))
        .sum();
    let last = page.words(end - 1);
    shape::is_closed(last) || last.ends_with([':', ';']) || words >= 20
}

/// Whether one number comes right after another: `1.2` after `1.1`, `2.1` after `1.4`, `1.1.1` after
/// `1.1`.
fn follows(one: &[u32], other: &[u32]) -> bool {
    let same = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count();
    let (rest, next) = (
        one.get(same..).unwrap_or(&[]),
        other.get(same..).unwrap_or(&[]),
    );
    match (rest.first(), next) {
        (_, []) => false,
        (None, further) => further.iter().all(|part| *part == 1),
        (Some(before), [after, further @ ..]) => {
            let step = after.checked_sub(*before);
            // Paragraphs that stand under headings of their own number may pass one over.
            (step == Some(1) || step == Some(2) && !further.is_empty())
                && further.iter().all(|part| *part == 1)
        }
    }
}

/// The number of several parts that a line begins with, and the bytes before its text.
fn of(line: &str) -> Option<(Vec<u32>, usize)> {
    let text = line.trim_start();
    let length = text
        .bytes()
        .take(16)
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let number = text.get(..length)?;
    let parts: Vec<u32> = number
        .trim_end_matches('.')
        .split('.')
        .map(|part| (part.len() <= 2).then(|| part.parse().ok()).flatten())
        .collect::<Option<_>>()?;
    let rest = text.get(length..)?;
    let words = rest.trim_start();
    let valid = (2..=4).contains(&parts.len())
        && parts.iter().all(|part| *part > 0)
        && words.len() < rest.len()
        && shape::starts_large(words)
        && words
            .trim_start_matches(shape::is_opener)
            .starts_with(char::is_alphabetic);
    valid.then(|| (parts, line.len() - words.len()))
}

#[cfg(test)]
mod tests {
    use super::super::super::seen::seen;
    use super::*;

    #[test]
    fn parts_count_up() {
        for (one, other) in [
            (&[1, 1][..], &[1, 2][..]),
            (&[1, 4], &[2, 1]),
            (&[1, 1], &[1, 1, 1]),
            (&[1, 1, 3], &[1, 2]),
        ] {
            assert!(follows(one, other), "{one:?} {other:?}");
        }
        for (one, other) in [
            (&[1, 1][..], &[1, 1][..]),
            (&[3, 5], &[4, 2]),
            (&[12, 11], &[3, 12]),
        ] {
            assert!(!follows(one, other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn paragraphs_and_headings_with_numbers_of_parts() {
        let blocks = seen(
            "1.1. The board shall meet every month.\n\n1.2. It shall keep minutes.\n\n2.1. The keeper shall sign.\n",
        );
        assert_eq!(
            blocks,
            [
                "paragraph ¶1.1: The board shall meet every month.",
                "paragraph ¶1.2: It shall keep minutes.",
                "paragraph ¶2.1: The keeper shall sign."
            ]
        );
        let blocks = seen("1.1 The board\n\nIt meets.\n\n1.2 The keeper\n\nHe signs.\n");
        assert_eq!(blocks[0], "heading: 1.1 The board");
    }
}
