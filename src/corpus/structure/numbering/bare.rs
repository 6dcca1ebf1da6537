//! Paragraphs with bare numbers: "1 At twenty past four …", as many courts number theirs.
//!
//! Knows that a number without any sign at the head of a paragraph may be the mark of a note, the
//! year of a sentence or the number of a heading, and that only a whole row from 1 on, before
//! sentences, numbers paragraphs.

use crate::corpus::block::Label;
use crate::corpus::structure::line::{Page, Start};
use crate::corpus::structure::shape;

/// Members that make a row.
const LEAST: usize = 3;

/// A paragraph that begins with a number.
struct Member {
    at: usize,
    number: u32,
    /// Bytes of the line before its words.
    skip: usize,
    /// Whether it is a paragraph of sentences.
    told: bool,
}

/// Marks the paragraphs of the row, if there is one.
pub(super) fn recognise(page: &mut Page<'_>) {
    let members: Vec<Member> = (0..page.lines.len())
        .filter(|at| page.begins_run(*at) && page.is_free(*at))
        .filter_map(|at| member(page, at))
        .collect();
    let mut row: Vec<&Member> = Vec::new();
    for member in &members {
        let wanted = row.last().map_or(1, |last| last.number + 1);
        if member.number == wanted {
            row.push(member);
        }
    }
    let told = row.iter().filter(|member| member.told).count();
    // A number outside the row shows that numbers mean something else here.
    let astray = members.len() - row.len();
    if row.len() < LEAST || told * 5 < row.len() * 4 || astray * 4 > row.len() {
        return;
    }
    for member in row {
        if let Some(line) = page.lines.get_mut(member.at) {
            line.start = Start::Number {
                label: Label {
                    shown: format!("¶{}", member.number),
                    printed: None,
                },
                skip: member.skip,
                heading: false,
            };
        }
    }
}

/// The paragraph that begins at a line, if it begins with a number and a blank before a capital.
fn member(page: &Page<'_>, at: usize) -> Option<Member> {
    let line = page.lines.get(at).filter(|line| line.given.is_none())?;
    let words = line.text.trim_start();
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = words
        .get(..digits)
        .filter(|it| it.len() <= 3)?
        .parse()
        .ok()?;
    let after = words.get(digits..)?;
    let text = after.trim_start_matches([' ', '\t', '\u{A0}']);
    let parted = text.len() < after.len();
    let begins = shape::starts_large(text.trim_start_matches(shape::is_opener));
    if !parted || !begins || number == 0 {
        return None;
    }
    let end = page.run_end(at);
    let count: usize = (at..end)
        .map(|line| shape::word_count(page.words(line)))
        .sum();
    let last = page.words(end - 1);
    Some(Member {
        at,
        number,
        skip: line.text.len() - text.len(),
        told: count >= 8 && (shape::is_closed(last) || last.ends_with([':', ';'])),
    })
}
