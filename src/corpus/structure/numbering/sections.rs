//! The sections of acts whose headings have a bare number: `2  Grant of licences`.
//!
//! Knows that a text which speaks of its sections and subsections is an act, and that its sections
//! are numbered in one sequence from its beginning to its end. Other texts number headings too;
//! these keep their numbers.

use super::super::line::{Page, Start};
use super::super::shape;
use crate::corpus::block::Label;

/// A line that may head a section.
struct Mark {
    at: usize,
    number: u32,
    printed: String,
    skip: usize,
    /// Whether dots stand for a section that was repealed.
    repealed: bool,
}

/// Marks the headings of sections, where at least three go up one by one.
pub(super) fn recognise(page: &mut Page<'_>) {
    if is_act(page) {
        headings(page);
    }
}

/// Marks subsections that an amendment put in, `(2A)` after `(2)`. Asked for when the items are
/// known.
pub(super) fn inserted(page: &mut Page<'_>) {
    let mut last: Option<(String, u8)> = None;
    for at in 0..page.lines.len() {
        match page.lines.get(at).map(|line| &line.start) {
            Some(Start::Item { marker, level, .. }) if marker.starts_with('(') => {
                let number = marker.trim_matches(['(', ')']);
                if number.starts_with(|c: char| c.is_ascii_digit()) {
                    last = Some((number.to_owned(), *level));
                }
                continue;
            }
            Some(Start::Number { .. } | Start::Heading { .. }) => {
                last = None;
                continue;
            }
            _ => {}
        }
        let Some((number, level)) = &last else {
            continue;
        };
        if !page.is_free(at) || !page.begins_run(at) {
            continue;
        }
        let Some(line) = page.lines.get_mut(at).filter(|line| line.given.is_none()) else {
            continue;
        };
        let text = line.text.trim_start();
        let Some((inner, rest)) = text.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        else {
            continue;
        };
        let digits = inner.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let words = rest.trim_start();
        if digits != number.trim_end_matches(|c: char| c.is_ascii_uppercase())
            || !(1..=2).contains(&(inner.len() - digits.len()))
            || words.len() == rest.len()
            || words.is_empty()
        {
            continue;
        }
        let marker = format!("({inner})");
        line.start = Start::Item {
            label: Some(Label::new(marker.clone())),
            level: *level,
            skip: line.text.len() - words.len(),
            marker,
        };
    }
}

fn headings(page: &mut Page<'_>) {
    let mut sections: Vec<Mark> = Vec::new();
    for at in 0..page.lines.len() {
        let alone = page.is_free(at)
            && page.begins_run(at)
            && page.ends_run(at)
            && page.lines.get(at).is_some_and(|line| line.given.is_none());
        let Some(mark) = page
            .lines
            .get(at)
            .filter(|_| alone)
            .and_then(|line| of(line.text, at))
        else {
            continue;
        };
        let last = sections.last().map_or(0, |last| last.number);
        // A section that was put in later has the number before it, with a letter.
        let lettered = mark.number == last && mark.printed.ends_with(char::is_uppercase);
        if mark.number == last + 1 || lettered {
            sections.push(mark);
        }
    }
    if sections.len() < 3 {
        return;
    }
    for mark in sections {
        if let Some(line) = page.lines.get_mut(mark.at) {
            line.start = Start::Number {
                label: Label::new(format!("§ {}", mark.printed)),
                skip: mark.skip,
                heading: !mark.repealed,
            };
        }
    }
}

/// Whether a text speaks of itself as an act: of "this Act", "this section", "subsection (1)".
fn is_act(page: &Page<'_>) -> bool {
    let spoken = (0..page.lines.len()).filter(|at| {
        let words = page.words(*at);
        [
            "this Act",
            "this Ordinance",
            "this Order",
            "this section",
            "ubsection (",
        ]
        .iter()
        .any(|phrase| words.contains(phrase))
    });
    spoken.take(3).count() == 3
}

/// `2  Grant of licences`, `2A  Renewal`, `4  . . . .`.
fn of(line: &str, at: usize) -> Option<Mark> {
    let text = line.trim_start();
    let length = text
        .bytes()
        .take(4)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let printed = text.get(..length)?;
    let digits = printed.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let number: u32 = digits.parse().ok().filter(|number| *number > 0)?;
    let rest = text.get(length..)?;
    let words = rest.trim_start();
    let dots = words.trim_start_matches(['.', ' ', '\u{A0}']);
    let repealed = words.len() - dots.len() >= 5 && !dots.starts_with(char::is_alphanumeric);
    let title = rest.starts_with(' ')
        && shape::starts_large(words)
        && words.starts_with(char::is_alphabetic)
        && shape::word_count(words) <= 14
        && !shape::is_closed(words)
        && !words.ends_with([',', ';', ':']);
    (printed.len() - digits.len() <= 1 && digits.len() <= 3 && (title || repealed)).then(|| Mark {
        at,
        number,
        printed: printed.to_owned(),
        skip: line.len() - words.len(),
        repealed,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::seen::seen;

    #[test]
    fn sections_of_acts_have_bare_numbers() {
        let act = "LAMPS ACT\n\nBe it enacted in this Act as follows:\n\n1  Lamps\n\n(1)  It is about lamps.\n\n(2)  It is not about oil.\n\n\
            (2A)  In this Act lamps are lights.\n\n2  Oil\n\n(1)  Oil is bought under this section.\n\n\
            3  . . . . . . . .\n\n4  Keepers\n\nSubsection (1) binds keepers.\n";
        let blocks = seen(act);
        assert!(blocks.iter().any(|block| block == "heading § 1: Lamps"));
        assert!(blocks.iter().any(|block| block == "heading § 4: Keepers"));
        let report = act
            .replace("this section", "contract")
            .replace("this Act", "this");
        assert!(
            seen(&report)
                .iter()
                .any(|block| block == "heading: 1 Lamps")
        );
    }
}
