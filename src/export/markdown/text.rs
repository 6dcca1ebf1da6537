//! Words of a document in Markdown, so that a Markdown reader gives back exactly these words.
//!
//! Knows which characters mean something to `CommonMark` and its relatives, and escapes those and no
//! others, so that the page stays readable as it is.

use super::Flavour;

/// Escapes a text of one line that stands within a paragraph.
pub(in crate::export) fn inline(text: &str, flavour: Flavour) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(index + 1).copied();
        if is_special(c, before, after, flavour) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a character would be read as markup where it stands.
fn is_special(c: char, before: Option<char>, after: Option<char>, flavour: Flavour) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '*' | '`' | '[' | '~' => true,
        '_' => !(letter(before) && letter(after)) || flavour == Flavour::Pandoc,
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
        '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
        '$' | '^' | '"' | '\'' | '@' => flavour == Flavour::Pandoc,
        '.' => flavour == Flavour::Pandoc && after == Some('.'),
        '-' => flavour == Flavour::Pandoc && after == Some('-'),
        '=' => flavour == Flavour::Obsidian && (after == Some('=') || before == Some('=')),
        '%' => flavour == Flavour::Obsidian && (after == Some('%') || before == Some('%')),
        '#' => flavour == Flavour::Obsidian && after.is_some_and(|c| !c.is_whitespace()),
        '|' => flavour != Flavour::CommonMark,
        ']' => before == Some(']') || after == Some('('),
        _ => false,
    }
}

/// Escapes what would make a line begin a heading, list, quotation or rule.
fn line(text: &str, flavour: Flavour) -> String {
    let text = text.trim_matches([' ', '\t']);
    let escaped = inline(text, flavour);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if (1..=9).contains(&digits)
        && let Some(rest) = text.get(digits..)
        && rest.starts_with(['.', ')'])
    {
        let (number, rest) = escaped.split_at(digits);
        return format!("{number}\\{}", rest.trim_start_matches('\\'));
    }
    let example = flavour == Flavour::Pandoc && text.starts_with(['(', ':', '%']);
    if text.starts_with(['#', '>', '+', '-', '=', '|', '\u{2022}']) && !escaped.starts_with('\\')
        || example
    {
        // The bullet is no markup anywhere; the others are.
        if text.starts_with('\u{2022}') {
            return escaped;
        }
        return format!("\\{escaped}");
    }
    escaped
}

/// A text as a block quotation: every line begins with `> `, line ends within a block are hard
/// breaks, blank lines part paragraphs.
pub(in crate::export) fn quotation(text: &str, flavour: Flavour) -> String {
    let mut out = String::new();
    let paragraphs: Vec<Vec<&str>> = text
        .split("\n\n")
        .map(|paragraph| {
            paragraph
                .split(['\n', '\r'])
                .filter(|line| !line.trim().is_empty())
                .collect::<Vec<_>>()
        })
        .filter(|lines| !lines.is_empty())
        .collect();
    for (index, lines) in paragraphs.iter().enumerate() {
        if index > 0 {
            out.push_str(">\n");
        }
        for (number, words) in lines.iter().enumerate() {
            out.push_str("> ");
            out.push_str(&line(words, flavour));
            if number + 1 < lines.len() {
                out.push('\\');
            }
            out.push('\n');
        }
    }
    if out.is_empty() {
        out.push_str(">\n");
    }
    out
}
