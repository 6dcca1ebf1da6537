//! Page furniture: page numbers, running heads and feet, stamps and markings of secrecy.
//!
//! Knows that furniture stands at the edge of a page and recurs. It is folded, never deleted, and
//! sentences that it cuts are joined over it.

mod between;
mod counted;

use std::collections::HashMap;
use std::ops::Range;

use super::line::{Page, Start};
use super::shape;
use crate::corpus::block::BlockKind;

/// Recognises page numbers, and the lines beside them that recur.
pub(crate) fn recognise(page: &mut Page<'_>) {
    for run in between::pages(page) {
        page.gather(run, BlockKind::Boilerplate, true);
    }
    let mut found = page_numbers(page);
    found.extend(counted::heads(page));
    found.extend(between::heads(page));
    found.extend(markings(page));
    sort(&mut found);
    for run in stamps(page) {
        page.gather(run, BlockKind::Boilerplate, true);
    }
    // What recurs beside furniture is furniture, and so is what recurs beside that.
    for _ in 0..3 {
        let before = found.len();
        let heads = running_heads(page, &found);
        found.extend(heads);
        sort(&mut found);
        if found.len() == before {
            break;
        }
    }
    found.extend(spread_heads(page));
    sort(&mut found);
    for at in found {
        page.gather(at..at + 1, BlockKind::Boilerplate, false);
    }
}

fn sort(lines: &mut Vec<usize>) {
    lines.sort_unstable();
    lines.dedup();
}

/// Markings of secrecy that stand alone, as at the head and foot of every page: all but the
/// first, which says what the document is and has been read.
fn markings(page: &Page<'_>) -> Vec<usize> {
    let alone = |at: usize| {
        let begin = (0..=at).rev().take(3).find(|line| page.begins_run(*line));
        // With the number of the page, or the authority for it, in one short run.
        let short = begin.is_some_and(|begin| {
            let end = page.run_end(begin);
            end - begin <= 3 && (begin..end).all(|line| page.words(line).len() <= 60)
        });
        page.is_plain(at)
            && short
            && (page.begins_run(at) || page.ends_run(at))
            && super::cable::is_marking(page.words(at))
    };
    // The first has been read as what the document is.
    (0..page.lines.len()).filter(|at| alone(*at)).collect()
}

/// What an archive or a site prints on a copy: lines of some length that come again word for word,
/// digits apart, at the very beginning or end of the document.
fn stamps(page: &Page<'_>) -> Vec<Range<usize>> {
    const LONG: usize = 36;
    let mut runs: HashMap<String, Vec<Range<usize>>> = HashMap::new();
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.lines.len() {
        let end = page.run_end(at);
        // The first may have been folded with what stands before a cable.
        let plain = (at..end).all(|line| {
            page.lines
                .get(line)
                .is_some_and(|line| line.given.is_none() && line.start == Start::Unknown)
        });
        if end - at <= 3 && plain {
            let words: Vec<&str> = (at..end).map(|line| page.words(line)).collect();
            let key = folded(&words.join(" "));
            // A stamp is no sentence.
            if key.len() >= LONG && !shape::is_closed(page.words(end - 1)) {
                runs.entry(key).or_default().push(at..end);
            }
        }
        if end - at <= 6 && plain && released(page.words(at)) {
            found.push(at..end);
        }
        at = end;
    }
    let last = page.lines.len();
    // At both: what is said again and again in a text does not also begin and end it.
    let both = runs.into_values().filter(|places| {
        places.iter().any(|it| it.start == 0) && places.iter().any(|it| it.end == last)
    });
    found.extend(both.flatten());
    found.retain(|run| run.clone().all(|line| page.is_plain(line)));
    found
}

/// Whether a line begins the stamp with which an archive lets a paper go.
fn released(words: &str) -> bool {
    let large = words.to_uppercase();
    let begins = [
        "DECLASSIFIED",
        "APPROVED FOR RELEASE",
        "APPROVED FOR PUBLIC RELEASE",
        "REPRODUCED AT THE NATIONAL ARCHIVES",
        "RELEASED IN FULL",
        "RELEASED IN PART",
        "RELEASE IN FULL",
        "RELEASE IN PART",
        "SANITIZED COPY APPROVED",
        "РАССЕКРЕЧЕНО",
    ]
    .iter()
    .any(|begin| large.starts_with(begin));
    begins && shape::word_count(words) <= 12 && !words.ends_with('.')
}

/// Whether a page break stands before a line.
fn breaks_before(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.lines.get(at).map(|l| l.page) != page.lines.get(at - 1).map(|l| l.page)
}

/// Whether a line stands within the first or last two of its page.
fn is_edge(page: &Page<'_>, at: usize) -> bool {
    let first = at.saturating_sub(1)..=at;
    let last = at + 1..=at + 2;
    first.into_iter().any(|line| breaks_before(page, line))
        || last
            .into_iter()
            .any(|line| breaks_before(page, line) || line >= page.lines.len())
}

/// The lines that are nothing but the number of a page.
fn page_numbers(page: &Page<'_>) -> Vec<usize> {
    let paged = page.lines.iter().any(|line| line.page.is_some());
    let candidates: Vec<(usize, u32, bool)> = (0..page.lines.len())
        .filter(|at| page.is_plain(*at))
        .filter_map(|at| {
            let (number, sure) = page_number(page.words(at))?;
            Some((at, number, sure))
        })
        .collect();
    let mut found = Vec::new();
    for (index, (at, number, sure)) in candidates.iter().enumerate() {
        let alone = page.begins_run(*at) && page.ends_run(*at);
        let edge = paged && is_edge(page, *at);
        // Without page breaks, bare numbers count when they go up one by one.
        let before = index.checked_sub(1).and_then(|i| candidates.get(i));
        let after = candidates.get(index + 1);
        let in_row = before.is_some_and(|(_, other, _)| other + 1 == *number)
            || after.is_some_and(|(_, other, _)| number + 1 == *other);
        // Set in the middle of the line, at the end of a run or before the next page's head.
        let centred = page
            .lines
            .get(*at)
            .is_some_and(|line| shape::indent(line.text) >= 16)
            && (page.begins_run(*at) || page.ends_run(*at));
        let year = (1500..2200).contains(number) && !*sure;
        if edge || (!year && (alone || centred) && (*sure || in_row)) {
            found.push(*at);
        }
    }
    found
}

/// The number of a page that a line is, and whether its form leaves no doubt: `- 12 -`,
/// `Page 3 of 9`.
fn page_number(words: &str) -> Option<(u32, bool)> {
    if words.len() > 30 {
        return None;
    }
    let inner = words.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '[' | ']' | '~' | '|' | '*' | '•')
    });
    let dressed = inner.len() < words.len() && words.chars().next() == words.chars().next_back()
        || words.starts_with('[') && words.ends_with(']');
    let small = inner.to_lowercase();
    let (named, rest) = [
        "page ", "p. ", "p.", "стр. ", "стр.", "с. ", "seite ", "página ", "pág. ",
    ]
    .iter()
    .find_map(|name| small.strip_prefix(name).map(|rest| (true, rest)))
    .unwrap_or((false, small.as_str()));
    let mut tokens = rest.split_whitespace();
    let number = tokens.next()?;
    let number = match number.split_once('/') {
        Some((number, _)) => number,
        None => number,
    };
    let value: u32 = if number.bytes().all(|byte| byte.is_ascii_digit()) && number.len() <= 4 {
        number.parse().ok()?
    } else if number.bytes().all(|byte| b"ivxl".contains(&byte))
        && number.len() <= 7
        // In capitals they number the parts of a text.
        && inner.contains(number)
    {
        super::numbering::keyword::roman(&number.to_uppercase())?
    } else {
        return None;
    };
    match (tokens.next(), tokens.next(), tokens.next()) {
        (None, ..) => Some((value, named || dressed)),
        (Some("of" | "/" | "из" | "von" | "de"), Some(last), None)
            if last.bytes().all(|b| b.is_ascii_digit()) =>
        {
            Some((value, true))
        }
        _ => None,
    }
}

/// Lines at the edge of pages, or beside page numbers, that recur with other digits at most.
fn running_heads(page: &Page<'_>, numbers: &[usize]) -> Vec<usize> {
    let paged = page.lines.iter().any(|line| line.page.is_some());
    let beside = |at: usize| has(numbers, at.wrapping_sub(1)) || has(numbers, at + 1);
    let candidates: Vec<usize> = (1..page.lines.len())
        .filter(|at| page.is_plain(*at))
        .filter(|at| {
            let words = page.words(*at);
            let single = page.begins_run(*at) || breaks_before(page, *at) || page.ends_run(*at);
            single
                && words.len() <= 120
                && !shape::is_rule(words)
                && ((paged
                    && (breaks_before(page, *at)
                        || breaks_before(page, *at + 1)
                        || edge_of_number(page, *at, numbers)))
                    || beside(*at))
        })
        .collect();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for at in &candidates {
        *seen.entry(folded(page.words(*at))).or_default() += 1;
    }
    candidates
        .into_iter()
        .filter(|at| {
            seen.get(&folded(page.words(*at)))
                .is_some_and(|count| *count >= 2)
        })
        .filter(|at| {
            page.lines
                .get(*at)
                .is_some_and(|line| line.start == Start::Unknown)
        })
        .collect()
}

/// Heads of pages that are set to both margins, with the number of the page at one of them:
/// "214                A. Author".
fn spread_heads(page: &Page<'_>) -> Vec<usize> {
    (1..page.lines.len())
        .filter(|at| page.is_plain(*at))
        .filter(|at| breaks_before(page, *at) || breaks_before(page, at + 1))
        .filter(|at| {
            let words = page.words(*at);
            let cells: Vec<&str> = words
                .split("     ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect();
            let number = |cell: &&str| cell.len() <= 4 && cell.bytes().all(|b| b.is_ascii_digit());
            (2..=3).contains(&cells.len())
                && words.len() <= 120
                && cells.iter().filter(|cell| number(cell)).count() == 1
                && (cells.first().is_some_and(number) || cells.last().is_some_and(number))
        })
        .collect()
}

/// Whether a line stands beside a page number that itself stands at the edge of its page.
fn edge_of_number(page: &Page<'_>, at: usize, numbers: &[usize]) -> bool {
    (has(numbers, at + 1) && breaks_before(page, at + 2))
        || (at > 0 && has(numbers, at - 1) && breaks_before(page, at - 1))
}

/// Whether a line is among those that are page numbers.
fn has(numbers: &[usize], at: usize) -> bool {
    numbers.binary_search(&at).is_ok()
}

/// A line with every number as one sign, small letters, single blanks.
fn folded(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for character in words.chars() {
        if character.is_ascii_digit() {
            if !folded.ends_with('0') {
                folded.push('0');
            }
        } else if character.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_in_their_forms() {
        for (line, number, sure) in [
            ("- 12 -", 12, true),
            ("Page 3 of 9", 3, true),
            ("7", 7, false),
            ("xii", 12, false),
            ("[4]", 4, true),
            ("стр. 5", 5, true),
        ] {
            assert_eq!(page_number(line), Some((number, sure)), "{line}");
        }
        for line in ["1956 was", "Pages", "12 men", "- q -"] {
            assert_eq!(page_number(line), None, "{line}");
        }
    }
}
