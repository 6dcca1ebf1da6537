//! How deep numbered and lettered items lie: `(a)` above `(1)` above `(A)` above `(i)`.
//!
//! Knows that a style that is new below an item opens a level, and that one met before closes those
//! opened since. Headings, numbered paragraphs and entries begin anew.

use super::super::line::{Page, Start};
use super::keyword::roman;

/// How the number or the letters of an item are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `1.`, `a)`, `1)`: told apart by the sign behind.
    Plain(char, bool),
    /// `(1)`.
    Number,
    /// `(a)`.
    Small,
    /// `(A)`.
    Capital,
    /// `(i)`.
    Roman,
}

/// Gives the items of all sequences their depths.
pub(super) fn recognise(page: &mut Page<'_>) {
    let mut open: Vec<(Style, String)> = Vec::new();
    for line in &mut page.lines {
        match &mut line.start {
            Start::Heading { .. } | Start::Number { .. } | Start::Entry { .. } => open.clear(),
            Start::Item { marker, level, .. } => {
                let Some(style) = style(marker, &open) else {
                    continue;
                };
                match open.iter().position(|(other, _)| *other == style) {
                    Some(at) => open.truncate(at),
                    None if first(marker) => {}
                    // A sequence that goes on from elsewhere stands by itself.
                    None => open.clear(),
                }
                open.push((style, inner(marker).to_owned()));
                *level = u8::try_from(open.len()).unwrap_or(u8::MAX);
            }
            _ => {}
        }
    }
}

/// Whether a marker is the first of its kind.
fn first(marker: &str) -> bool {
    matches!(inner(marker), "1" | "a" | "A" | "i" | "а" | "А")
}

/// The number or letters of a marker.
fn inner(marker: &str) -> &str {
    marker.trim_matches(['(', ')', '.', '[', ']'])
}

fn style(marker: &str, open: &[(Style, String)]) -> Option<Style> {
    let letters = inner(marker);
    let digits = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_digit());
    if !marker.starts_with('(') {
        let last = marker
            .chars()
            .next_back()
            .filter(|c| matches!(c, '.' | ')' | ']'))?;
        return Some(Style::Plain(last, digits));
    }
    if digits {
        return Some(Style::Number);
    }
    if letters.chars().all(char::is_uppercase) {
        return Some(Style::Capital);
    }
    let numeral = roman(&letters.to_uppercase());
    let last = |of: Style| {
        let found = open.iter().find(|(style, _)| *style == of);
        found.map(|(_, last)| last.as_str())
    };
    let goes_on = last(Style::Roman)
        .and_then(|last| roman(&last.to_uppercase()))
        .is_some_and(|last| numeral == Some(last + 1));
    let letter = last(Style::Small).is_some_and(|last| follows(last, letters));
    Some(match (goes_on, letter, numeral) {
        (true, ..) | (false, false, Some(_)) => Style::Roman,
        _ => Style::Small,
    })
}

/// Whether a letter comes right after another in the alphabet.
fn follows(last: &str, letters: &str) -> bool {
    let mut chars = letters.chars();
    let (Some(letter), None) = (chars.next(), chars.next()) else {
        return false;
    };
    last.chars()
        .next()
        .is_some_and(|last| u32::from(last) + 1 == u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::super::super::seen::document;

    #[test]
    fn depths_follow_the_styles() {
        let text = "§ 1. Rules\n\n(a) First.\n\n(1) One.\n\n(A) Alpha;\n\n(i) small;\n\n(ii) smaller.\n\n(B) Beta.\n\n(2) Two.\n\n(b) Second.\n";
        let depths: Vec<(String, u8)> = document(text)
            .blocks
            .iter()
            .filter_map(|block| Some((block.label()?.to_owned(), block.level)))
            .skip(1)
            .collect();
        let expected = [
            ("(a)", 1),
            ("(1)", 2),
            ("(A)", 3),
            ("(i)", 4),
            ("(ii)", 4),
            ("(B)", 3),
            ("(2)", 2),
            ("(b)", 1),
        ];
        assert_eq!(
            depths,
            expected.map(|(label, level)| (label.to_owned(), level))
        );
    }
}
