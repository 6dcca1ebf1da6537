//! Calls of notes: the marks within the text.
//!
//! Knows raised marks, marks in brackets, and bare digits that a format glued to the word before.
//! Takes the mark out of the text and keeps the place. Digits count as a mark only where a note
//! of that number exists.

use std::collections::HashSet;
use std::ops::Range;

use super::super::draft::Draft;
use super::super::line::Page;
use super::is_mark;
use crate::corpus::block::BlockKind;

/// Superscript digits at the beginning of a text: the number, and the bytes it takes.
pub(super) fn raised(text: &str) -> Option<(String, usize)> {
    let mut label = String::new();
    let mut length = 0;
    for character in text.chars() {
        let digit = match character {
            '⁰' => '0',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '⁴' => '4',
            '⁵' => '5',
            '⁶' => '6',
            '⁷' => '7',
            '⁸' => '8',
            '⁹' => '9',
            _ => break,
        };
        label.push(digit);
        length += character.len_utf8();
    }
    (!label.is_empty() && label.len() <= 3).then_some((label, length))
}

/// The labels that are called in brackets or raised within lines, not at their beginning.
pub(super) fn labels(page: &Page<'_>) -> HashSet<String> {
    let mut found = HashSet::new();
    for at in 0..page.lines.len() {
        let words = page.words(at);
        for (open, _) in words.match_indices('[') {
            let label = in_brackets(words, open).map(|(label, _)| label);
            if let Some(label) = label
                && open > 0
                && is_mark(label)
            {
                found.insert(label.to_owned());
            }
        }
        for (open, _) in words.match_indices('（') {
            let mark = words.get(open..).and_then(eastern_mark);
            // At the beginning of a line the mark may also end the sentence above.
            if let Some((label, length)) = mark
                && (open > 0
                    || words
                        .get(length..)
                        .is_some_and(|rest| rest.starts_with(['。', '、'])))
                && words
                    .get(open..)
                    .is_some_and(|rest| rest.starts_with("（注"))
            {
                found.insert(label);
            }
        }
        for (open, tag) in words.match_indices("<sup>") {
            let label = words
                .get(open + tag.len()..)
                .and_then(|rest| rest.get(..rest.floor_char_boundary(24)))
                .and_then(|rest| rest.split_once("</sup>"))
                .map(|(label, _)| label.trim());
            if let Some(label) = label
                && open > 0
                && is_mark(label)
            {
                found.insert(label.to_owned());
            }
        }
        if let Some(star) = words.find(['*', '†', '‡']).filter(|at| *at > 0) {
            let mark: String = words
                .get(star..)
                .unwrap_or("")
                .chars()
                .take_while(|c| matches!(c, '*' | '†' | '‡'))
                .collect();
            found.insert(mark);
        }
    }
    found
}

/// Takes the marks in brackets (and, where needed, the glued ones) out of the texts.
pub(crate) fn take_out(drafts: &mut [Draft]) {
    let labels: HashSet<String> = drafts
        .iter()
        .filter_map(|draft| draft.note.clone())
        .collect();
    if labels.is_empty() {
        return;
    }
    let most = labels
        .iter()
        .filter_map(|label| label.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    for draft in drafts.iter_mut() {
        if draft.text.contains('[') && draft.kind != Some(BlockKind::Code) {
            brackets(draft, &labels, most);
        }
    }
    for draft in drafts.iter_mut() {
        if draft.note.is_none() && draft.kind != Some(BlockKind::Code) {
            eastern(draft, &labels);
        }
    }
    let mut called: HashSet<String> = drafts
        .iter()
        .flat_map(|draft| draft.calls.iter().map(|call| call.label.clone()))
        .collect();
    if labels.contains("*") && !called.contains("*") {
        for draft in drafts.iter_mut().take(16) {
            if draft.note.is_none() && draft.text.ends_with('*') && !draft.text.starts_with('*') {
                let end = draft.text.len();
                call_all(draft, vec![("*".to_owned(), end - 1..end)]);
                called.insert("*".to_owned());
                break;
            }
        }
    }
    stars(drafts, &mut called);
    slashes(drafts, &labels, &mut called);
    round_brackets(drafts, &labels, &mut called);
    let missing: Vec<String> = labels.difference(&called).cloned().collect();
    if !missing.is_empty() {
        let mut missing: HashSet<String> = missing.into_iter().collect();
        for draft in drafts.iter_mut() {
            if draft.note.is_none() && draft.kind != Some(BlockKind::Footnote) {
                glued(draft, &mut missing);
            }
        }
        for draft in drafts.iter_mut() {
            if draft.is_prose() && draft.note.is_none() {
                spaced(draft, &mut missing);
            }
        }
    }
}

/// Asterisks and daggers behind words. They begin anew on every page: a note is called by the last
/// such mark above it that no note has taken.
fn stars(drafts: &mut [Draft], called: &mut HashSet<String>) {
    let notes: Vec<(usize, String)> = drafts
        .iter()
        .enumerate()
        .filter_map(|(at, draft)| Some((at, draft.note.clone()?)))
        .filter(|(_, label)| label.starts_with(['*', '†', '‡']) && !called.contains(label))
        .collect();
    if notes.is_empty() {
        return;
    }
    let mut marks: Vec<(usize, String, Range<usize>)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        if draft.note.is_none() && draft.kind != Some(BlockKind::Code) {
            let found = starred(&draft.text);
            marks.extend(found.into_iter().map(|(label, range)| (at, label, range)));
        }
    }
    let mut taken: Vec<(usize, String, Range<usize>)> = Vec::new();
    for (note, label) in notes {
        let last = marks
            .iter()
            .rposition(|(at, mark, _)| *mark == label && *at < note);
        if let Some(last) = last {
            called.insert(label);
            taken.push(marks.remove(last));
        }
    }
    taken.sort_by_key(|(at, _, range)| (*at, range.start));
    for (at, label, range) in taken.into_iter().rev() {
        if let Some(draft) = drafts.get_mut(at) {
            call_all(draft, vec![(label, range)]);
        }
    }
}

/// The asterisks and daggers that stand behind a word or a stop and before a blank or a stop. A text
/// in which such a sign also opens something is one with emphasis.
pub(super) fn starred(text: &str) -> Vec<(String, Range<usize>)> {
    let is_star = |c: char| matches!(c, '*' | '†' | '‡');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(is_star)) {
        let start = from + start;
        let rest = text.get(start..).unwrap_or("");
        let length = rest.len() - rest.trim_start_matches(is_star).len();
        from = start + length;
        let before = text.get(..start).and_then(|it| it.chars().next_back());
        let after = rest.get(length..).and_then(|it| it.chars().next());
        let behind = before.is_some_and(|c| {
            c.is_alphanumeric()
                || matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
                || super::super::shape::is_closer(c)
        });
        let parted = after.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
                || super::super::shape::is_closer(c)
        });
        if !behind && after.is_some_and(char::is_alphanumeric) {
            return Vec::new();
        }
        let label = rest.get(..length).unwrap_or("");
        if behind && parted && is_mark(label) {
            found.push((label.to_owned(), start..from));
        }
    }
    found
}

/// ` 3/` within a text, as the United Nations call notes: the first of each number.
fn slashes(drafts: &mut [Draft], labels: &HashSet<String>, called: &mut HashSet<String>) {
    for draft in drafts.iter_mut() {
        if draft.note.is_some() || draft.kind == Some(BlockKind::Code) {
            continue;
        }
        let mut marks = Vec::new();
        for (label, range) in slashed(&draft.text) {
            if labels.contains(&label) && called.insert(label.clone()) {
                marks.push((label, range));
            }
        }
        call_all(draft, marks);
    }
}

/// The numbers before a stroke that stand by themselves within a text, with the blank before them.
pub(super) fn slashed(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for (stroke, _) in text.match_indices('/') {
        let before = text.get(..stroke).unwrap_or("");
        let words = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let label = before.get(words.len()..).unwrap_or("");
        let parted = text
            .get(stroke + 1..)
            .and_then(|rest| rest.chars().next())
            .is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')'));
        let start = words.trim_end().len();
        if parted && (1..=3).contains(&label.len()) && start > 0 && start < words.len() {
            found.push((label.to_owned(), start..stroke + 1));
        }
    }
    found
}

/// Whether a number in round brackets calls a note by what stands before and after it: 114(2),
/// "subsection (1)" and "(1) of this section" are places in a law.
pub(super) fn is_round_call(before: &str, after: &str) -> bool {
    let words = before.trim_end();
    let word = words
        .rsplit(|c: char| !c.is_alphanumeric() && c != '-')
        .next()
        .unwrap_or("")
        .to_lowercase();
    let place = matches!(
        word.trim_end_matches('s'),
        "subsection"
            | "section"
            | "paragraph"
            | "subparagraph"
            | "sub-paragraph"
            | "point"
            | "clause"
            | "article"
            | "rule"
            | "item"
            | "recital"
            | "absatz"
            | "ab"
    );
    !words.is_empty() && words.len() < before.len() && !place && !after.starts_with(" of th")
}

/// `(3)` within a text, where the notes are numbered so and nothing else calls them: each number
/// once, in the order of the text.
fn round_brackets(drafts: &mut [Draft], labels: &HashSet<String>, called: &mut HashSet<String>) {
    let mut number = 1u32;
    while called.contains(&number.to_string()) {
        number += 1;
    }
    for draft in drafts.iter_mut() {
        if draft.note.is_some() || draft.kind == Some(BlockKind::Code) {
            continue;
        }
        let mut marks = Vec::new();
        let mut from = 0;
        loop {
            let label = number.to_string();
            if !labels.contains(&label) || called.contains(&label) {
                break;
            }
            let mark = format!("({label})");
            let Some(at) = draft.text.get(from..).and_then(|rest| rest.find(&mark)) else {
                break;
            };
            let at = from + at;
            let before = draft.text.get(..at).unwrap_or("");
            from = at + mark.len();
            let start = before.trim_end().len();
            let after = draft.text.get(from..).unwrap_or("");
            if is_round_call(before, after) {
                marks.push((label.clone(), start..from));
                called.insert(label);
                number += 1;
            }
        }
        call_all(draft, marks);
    }
}

/// `（３）`, `（注3）` or `注３）` at the beginning of a text: the number in common digits, and the bytes
/// the mark takes.
pub(super) fn eastern_mark(text: &str) -> Option<(String, usize)> {
    let wide = text.starts_with('（');
    let rest = text.strip_prefix('（').unwrap_or(text);
    let named = rest.starts_with('注');
    let rest = rest.strip_prefix('注').unwrap_or(rest);
    if !wide && !named {
        return None;
    }
    let mut label = String::new();
    let mut length = text.len() - rest.len();
    for character in rest.chars() {
        let digit = match character {
            '0'..='9' => character,
            '０'..='９' => {
                char::from_u32(u32::from(character) - u32::from('０') + u32::from('0'))?
            }
            _ => break,
        };
        label.push(digit);
        length += character.len_utf8();
    }
    let closed = rest
        .get(label_length(rest)..)
        .and_then(|after| after.chars().next())
        .filter(|c| matches!(c, '）' | ')'));
    let ends = match closed {
        Some(close) => {
            length += close.len_utf8();
            true
        }
        None => {
            !wide
                && text
                    .get(length..)
                    .is_some_and(|after| after.starts_with(['\u{3000}', ' ', '．', '.']))
        }
    };
    (ends && !label.is_empty() && label.len() <= 3).then_some((label, length))
}

/// The bytes of the digits, common or wide, at the beginning of a text.
fn label_length(text: &str) -> usize {
    text.chars()
        .take_while(|c| matches!(c, '0'..='9' | '０'..='９'))
        .map(char::len_utf8)
        .sum()
}

/// `（３）` within a text, where a note has that number.
fn eastern(draft: &mut Draft, labels: &HashSet<String>) {
    let mut marks = Vec::new();
    for (open, _) in draft.text.match_indices('（') {
        let Some((label, length)) = draft.text.get(open..).and_then(eastern_mark) else {
            continue;
        };
        // A page may have cut the sentence right before its mark.
        let ends = draft
            .text
            .get(open + length..)
            .is_some_and(|rest| rest.starts_with(['。', '、']));
        if (open > 0 || ends) && labels.contains(&label) {
            marks.push((label, open..open + length));
        }
    }
    call_all(draft, marks);
}

/// `[3]` within a text, if a note 3 exists or the number is one of the same run of notes.
fn brackets(draft: &mut Draft, labels: &HashSet<String>, most: u32) {
    let mut marks = Vec::new();
    for (open, _) in draft.text.match_indices('[') {
        let Some((label, close)) = in_brackets(&draft.text, open) else {
            continue;
        };
        let known = labels.contains(label)
            || label
                .parse::<u32>()
                .is_ok_and(|number| number <= most + 1 && number > 0);
        let linked = draft
            .text
            .get(close..)
            .is_some_and(|rest| rest.starts_with('('));
        let start = draft.text.get(..open).unwrap_or("").trim_end().len();
        // "[i]t" is a letter that was changed.
        let within = draft
            .text
            .get(close..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_lowercase);
        if known && is_mark(label) && !linked && !within && start > 0 {
            marks.push((label.to_owned(), start..close));
        }
    }
    call_all(draft, marks);
}

/// What stands in the brackets that open at a byte, if it is short, and the byte behind them.
fn in_brackets(text: &str, open: usize) -> Option<(&str, usize)> {
    let rest = text.get(open + 1..)?;
    let near = rest.get(..rest.floor_char_boundary(8))?;
    let (label, _) = near.split_once(']')?;
    Some((label.trim_start_matches('^'), open + 1 + label.len() + 1))
}

/// Takes marks out and notes the calls.
fn call_all(draft: &mut Draft, marks: Vec<(String, Range<usize>)>) {
    let mut end = 0;
    let marks: Vec<(String, Range<usize>)> = marks
        .into_iter()
        .filter(|(_, range)| {
            let follows = range.start >= end;
            end = range.end.max(end);
            follows
        })
        .collect();
    let ranges: Vec<Range<usize>> = marks.iter().map(|(_, range)| range.clone()).collect();
    draft.remove_all(&ranges);
    let mut gone = 0;
    for (label, range) in marks {
        draft.call(label, range.start - gone);
        gone += range.len();
    }
}

/// Whether a line calls the note of a number glued to a word or stop, or behind the stop at its end.
pub(super) fn is_glued(line: &str, label: &str) -> bool {
    let mut from = 0;
    while let Some(at) = next_glued(line, from) {
        let length = line.get(at..).map_or(0, |rest| {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        });
        if line.get(at..at + length) == Some(label) {
            return true;
        }
        from = at + length;
    }
    line.rsplit_once(' ')
        .is_some_and(|(before, last)| last == label && super::super::shape::is_closed(before))
}

/// A number glued to the end of a word or stop: `was signed.3 The`.
fn glued(draft: &mut Draft, missing: &mut HashSet<String>) {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(at) = next_glued(&draft.text, from) {
        let length = draft.text.get(at..).map_or(0, |rest| {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        });
        from = at + length;
        let label = draft.text.get(at..from).unwrap_or("").to_owned();
        if missing.remove(&label) {
            // "case.1)": the bracket belongs to the mark where none was opened before it.
            let before = draft.text.get(..at).unwrap_or("");
            let open = before.matches('(').count() > before.matches(')').count();
            let closed = draft
                .text
                .get(from..)
                .is_some_and(|rest| rest.starts_with(')'));
            marks.push((label, at..from + usize::from(closed && !open)));
        }
    }
    call_all(draft, marks);
}

/// A number behind the stop and a blank, at the end of a paragraph: `warmth". 3`.
fn spaced(draft: &mut Draft, missing: &mut HashSet<String>) {
    let Some((before, label)) = draft.text.rsplit_once(' ') else {
        return;
    };
    let digits = !label.is_empty() && label.len() <= 3 && label.bytes().all(|b| b.is_ascii_digit());
    if digits && super::super::shape::is_closed(before) && missing.remove(label) {
        let range = before.len()..draft.text.len();
        call_all(draft, vec![(label.to_owned(), range)]);
    }
}

/// Where digits begin that stand directly behind a stop, a closing quote or a letter, and end
/// before a blank or a mark.
fn next_glued(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from.max(1);
    while at < bytes.len() {
        if bytes.get(at)?.is_ascii_digit() {
            let end = at
                + bytes
                    .get(at..)?
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
            let before = text.get(..at)?.chars().next_back()?;
            let after = text.get(end..)?.chars().next();
            let second = text.get(..at)?.chars().rev().nth(1);
            let behind = (matches!(before, '.' | ',' | ';' | ':' | '!' | '?')
                && second.is_some_and(|c| {
                    c.is_alphabetic()
                        || super::super::shape::is_closer(c)
                        // A number ends the sentence: "of 1985.2" at the end of a paragraph.
                        || c.is_ascii_digit() && after.is_none()
                }))
                || super::super::shape::is_closer(before)
                || (before.is_lowercase() && before.is_alphabetic());
            let parted =
                after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')'));
            if behind && parted && end - at <= 3 {
                return Some(at);
            }
            at = end;
        } else {
            at += 1;
        }
    }
    None
}
