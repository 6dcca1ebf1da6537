//! Heads of pages that stand in the middle of a sentence: set to both margins, or over a page's
//! number in full-width digits, or above "Page 2".
//!
//! Knows that no heading, field or table stands between the halves of a sentence. One such line
//! is evidence for the others that are set alike.

use std::ops::Range;

use crate::corpus::structure::line::Page;
use crate::corpus::structure::shape;

/// The lines of such heads.
pub(super) fn heads(page: &Page<'_>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let spread: Vec<(usize, Vec<String>)> = (0..page.lines.len())
        .filter(|at| is_alone(page, *at))
        .filter_map(|at| Some((at, cells(page.words(at))?)))
        .collect();
    // The longest cell of a head that interrupts is the running title.
    let titles: Vec<&String> = spread
        .iter()
        .filter(|(at, _)| interrupts(page, *at, *at + 1))
        .filter_map(|(_, cells)| cells.iter().max_by_key(|cell| cell.len()))
        .filter(|cell| cell.chars().filter(|c| c.is_alphabetic()).count() >= 6)
        .collect();
    for (at, cells) in &spread {
        // Left and right pages differ: the one bears the book's title, the other the chapter's.
        if interrupts(page, *at, at + 1) || cells.iter().any(|cell| titles.contains(&cell)) {
            found.push(*at);
        }
    }
    found.extend((0..page.lines.len()).filter(|at| {
        is_alone(page, *at) && (is_wide_number(page.words(*at)) || goes_on_mark(page.words(*at)))
    }));
    found
}

/// The heads of two lines: the number of the paper and that of its page.
pub(super) fn pages(page: &Page<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.lines.len() {
        let end = page.run_end(at);
        if numbered_page(page, at, end) && interrupts(page, at, end) {
            found.push(at..end);
        }
        at = end;
    }
    found
}

fn is_alone(page: &Page<'_>, at: usize) -> bool {
    page.is_plain(at) && page.begins_run(at) && page.ends_run(at)
}

/// The cells of a line that is set to both margins and bears a number of a page: digits, with a
/// letter or a stroke as in `L 118/12`.
fn cells(words: &str) -> Option<Vec<String>> {
    if words.len() > 140 {
        return None;
    }
    let cells: Vec<&str> = words
        .split("    ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let number = |cell: &&str| {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        (1..=6).contains(&digits)
            && cell.len() <= 10
            && cell
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, ' ' | '/'))
    };
    let numbered = cells.first().is_some_and(number) || cells.last().is_some_and(number);
    ((2..=5).contains(&cells.len()) && numbered)
        .then(|| cells.iter().map(|cell| super::folded(cell)).collect())
}

/// A number between full-width dashes: `－　１２　－`.
fn is_wide_number(words: &str) -> bool {
    let inner =
        words.trim_matches(|c| matches!(c, '－' | 'ー' | '―' | '—' | '-' | '\u{3000}' | ' '));
    inner.len() < words.len()
        && words.starts_with(['－', 'ー', '―', '—'])
        && words.ends_with(['－', 'ー', '―', '—'])
        && (1..=4).contains(&inner.chars().count())
        && inner.chars().all(|c| matches!(c, '0'..='9' | '０'..='９'))
}

/// The sign of the United Nations that a page is followed by another: `/...`.
fn goes_on_mark(words: &str) -> bool {
    matches!(words, "/..." | "/…" | "/. . .")
}

/// A run of two short lines, the number of a paper and that of its page: "A/RES/42/229", "Page 2".
fn numbered_page(page: &Page<'_>, at: usize, end: usize) -> bool {
    let last = page.words(end - 1);
    let number = ["Page ", "page ", "стр. "]
        .iter()
        .find_map(|word| last.strip_prefix(word))
        .is_some_and(|number| {
            (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        });
    end - at == 2
        && number
        && page.words(at).len() <= 40
        && (at..end).all(|line| page.is_plain(line))
}

/// Whether a sentence is cut by lines: the text above breaks off in a word or at a comma, and the
/// text below goes on with a small letter, or with a capital behind a word that ends no sentence.
/// Notes and signs of the page may stand between.
fn interrupts(page: &Page<'_>, at: usize, end: usize) -> bool {
    let after = page.words(end);
    if page.lines.get(end).is_none_or(|line| line.given.is_some()) {
        return false;
    }
    // A page's text is at most so far above the head: notes stand between.
    let above = (at.saturating_sub(16)..at).rev().find(|line| {
        let words = page.words(*line);
        page.ends_run(*line) && page.is_plain(*line) && !goes_on_mark(words) && {
            let begin = (0..=*line).rev().find(|it| page.begins_run(*it));
            // A numbered paragraph that a page cuts begins like a note, but does not end.
            begin.is_some_and(|begin| !is_note(page.words(begin)) || !shape::is_closed(words))
        }
    });
    let Some(before) = above.map(|line| page.words(line)) else {
        return false;
    };
    let open = shape::word_count(before) >= 4
        && before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphabetic() || matches!(c, ',' | '-'));
    open && (shape::starts_small(after)
        || shape::ends_in_connective(before)
            && !before.ends_with(',')
            && shape::word_count(after) >= 4
        || before.ends_with(|c: char| c.is_lowercase())
            && shape::width(page.lines.get(end).map_or("", |line| line.text)) >= 50)
}

/// Whether a run begins as a note at the foot of a page does, or is the rule above one.
fn is_note(words: &str) -> bool {
    let mark = words.split_whitespace().next().unwrap_or("");
    let inner = mark.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '/'));
    shape::is_rule(words)
        || mark.starts_with(['*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
        || mark.len() > inner.len()
            && (1..=3).contains(&inner.len())
            && inner.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_set_to_both_margins() {
        for line in [
            "2          CH. 61            Ferries Act 1931",
            "L 118/12         EN         Official Journal         8.5.2019",
            "1891]                 THE SURVEY OF THE COAST              165",
        ] {
            assert!(cells(line).is_some(), "{line}");
        }
        for line in ["Name    Place    Sum", "12 men were lost", "Fee:     5s."] {
            assert!(cells(line).is_none(), "{line}");
        }
        assert!(is_wide_number("－　１　－"));
        assert!(!is_wide_number("１"));
    }
}
