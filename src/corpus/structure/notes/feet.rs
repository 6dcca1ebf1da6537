//! Notes at the foot of a page that no rule parts from the text.
//!
//! Knows what tells them from lists and numbered paragraphs: their marks are called in the text
//! above, each anew, and they stand where a page ends or a sentence is interrupted.

use std::collections::HashSet;

use super::super::line::{Page, Start};
use super::super::shape;
use super::{calls, in_round_brackets};
use crate::corpus::block::BlockKind;

/// Lines looked at above a note for its call: a long page.
const PAGE: usize = 90;

/// The lines that begin with an asterisk or dagger and are notes: between each of them and the one
/// before it the same sign is called in the text. A list with such bullets calls nothing.
pub(super) fn starred(page: &Page<'_>) -> HashSet<usize> {
    let mut found = HashSet::new();
    for mark in ["*", "**", "***", "†", "‡", "††"] {
        let lines: Vec<usize> = (0..page.lines.len())
            .filter(|at| {
                let rest = page.words(*at).strip_prefix(mark);
                page.is_free(*at)
                    && rest.is_some_and(|rest| {
                        rest.starts_with([' ', '\t']) && rest.chars().any(char::is_alphabetic)
                    })
            })
            .collect();
        let mut from = 0;
        let all_called = lines.iter().all(|at| {
            let called = (from.max(at.saturating_sub(PAGE))..*at).any(|line| {
                calls::starred(page.words(line))
                    .iter()
                    .any(|(label, _)| label == mark)
            });
            from = *at;
            called
        });
        if all_called {
            found.extend(lines);
        }
    }
    found
}

/// Whether ` 3/` stands in a line above a note that begins so.
pub(super) fn is_called_by_slash(page: &Page<'_>, at: usize, label: &str) -> bool {
    (at.saturating_sub(PAGE)..at).any(|line| {
        calls::slashed(page.words(line))
            .iter()
            .any(|(called, _)| called == label)
    })
}

/// Notes numbered `(1)` at the foot of pages, as official journals set them. Paragraphs and recitals
/// are numbered alike; the notes are those that continue the count of the notes, are called above
/// since the last of them, do not continue a list right above, and stand where the page ends or
/// where they cut a sentence in two.
pub(super) fn bracketed(page: &Page<'_>) -> HashSet<usize> {
    let mut found = HashSet::new();
    let mut expected = 1u32;
    let mut from = 0;
    let mut at = 0;
    while at < page.lines.len() {
        let group = group(page, at, expected);
        let Some(last) = group.last().copied() else {
            at += 1;
            continue;
        };
        let end = page.run_end(last);
        let called = (expected..).zip(&group).all(|(number, _)| {
            let mark = format!("({number})");
            (from.max(at.saturating_sub(PAGE))..at).any(|line| {
                page.words(line).match_indices(&mark).any(|(place, _)| {
                    let before = page.words(line).get(..place).unwrap_or("");
                    let after = page.words(line).get(place + mark.len()..).unwrap_or("");
                    calls::is_round_call(before, after)
                })
            })
        });
        let goes_on = at > 0 && {
            let begin = (0..at).rev().find(|line| page.begins_run(*line));
            begin
                .and_then(|line| number(page, line))
                .is_some_and(|before| before + 1 == expected)
        };
        // A note is read on its page to its end; what a page cuts is text.
        let whole = shape::is_closed(page.words(end - 1));
        if called && whole && !goes_on && at > 0 && stands_at_foot(page, at, end) {
            expected += u32::try_from(group.len()).unwrap_or(0);
            found.extend(group);
            from = end;
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The lines of the notes that begin at a line with the number expected.
fn group(page: &Page<'_>, at: usize, expected: u32) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut next = at;
    let mut number_wanted = expected;
    while next < page.lines.len() && lines.len() < 40 {
        let begins = page.begins_run(next) || !lines.is_empty();
        if begins && number(page, next) == Some(number_wanted) {
            lines.push(next);
            number_wanted += 1;
        } else if lines.is_empty() || page.begins_run(next) {
            break;
        }
        next += 1;
    }
    lines
}

fn number(page: &Page<'_>, at: usize) -> Option<u32> {
    let free = page.is_free(at) && page.lines.get(at).is_some_and(|line| line.given.is_none());
    let (label, _) = in_round_brackets(page.words(at)).filter(|_| free)?;
    label.parse().ok()
}

/// Whether lines stand at the foot of a page: the page or its furniture follows, or the text above
/// breaks off in mid-sentence.
fn stands_at_foot(page: &Page<'_>, at: usize, end: usize) -> bool {
    let before = page.lines.get(at - 1);
    let furniture = page.lines.get(end).is_some_and(|line| {
        line.page != page.lines.get(end - 1).and_then(|line| line.page)
            || line
                .group
                .and_then(|group| page.groups.get(group as usize))
                .is_some_and(|group| group.kind == BlockKind::Boilerplate)
            || line.start == Start::Rule
    });
    let cut = before.is_some_and(|line| {
        let last = line.text.chars().next_back();
        line.group.is_none()
            && last.is_some_and(char::is_alphanumeric)
            && shape::word_count(line.text) >= 6
    });
    furniture || cut
}
