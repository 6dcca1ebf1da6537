//! Labels with a word: `Article 9`, `§ 12`, `Section 3`, `Recital 65`, in several languages.
//!
//! Knows when such words head a block and when they only begin a sentence about it ("Article 9 is
//! the part still read aloud").

use super::super::line::{Page, Start};
use super::super::shape;
use super::is_fresh;
use crate::corpus::block::Label;

/// Words that number a block, with what stands in the label for them.
const WORDS: [(&str, &str); 21] = [
    ("Article", "Article"),
    ("Art.", "Article"),
    ("Artikel", "Artikel"),
    ("Artículo", "Artículo"),
    ("Artigo", "Artigo"),
    ("Статья", "Статья"),
    ("Ст.", "Статья"),
    ("Section", "§"),
    ("Sec.", "§"),
    ("Sect.", "§"),
    ("§§", "§"),
    ("§", "§"),
    ("Параграф", "§"),
    ("Recital", "Recital"),
    ("Rule", "Rule"),
    ("Regulation", "Regulation"),
    ("Clause", "Clause"),
    ("Principle", "Principle"),
    ("Canon", "Canon"),
    ("Protocol", "Protocol"),
    ("Amendment", "Amendment"),
];

/// What follows the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// Nothing: the label stands alone.
    Nothing,
    /// A stop, colon or dash, then text: certainly a label.
    Parted,
    /// Text without a mark between: a title, or a sentence that begins with the word.
    Plain,
}

/// A label found at the beginning of a line.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    shown: String,
    word: &'static str,
    skip: usize,
    after: After,
}

/// Marks the lines that are headed by such a label.
pub(crate) fn recognise(page: &mut Page<'_>) {
    let found: Vec<(usize, Found)> = (0..page.lines.len())
        .filter(|at| {
            page.is_free(*at)
                && page
                    .lines
                    .get(*at)
                    .is_some_and(|line| line.given.is_none_or(|block| block.marker.is_none()))
        })
        .filter_map(|at| Some((at, of(page.lines.get(at)?.text)?)))
        .filter(|(at, _)| {
            page.lines.get(*at).is_some_and(|l| l.given.is_some()) || is_fresh(page, *at)
        })
        .collect();
    // A title after the number, without a mark between, is believed when the lines are short and
    // there are several.
    let titles = found
        .iter()
        .filter(|(at, label)| label.after != After::Plain || is_title(page, *at, label))
        .count();
    // So is a title that stands below the label and a blank line, where the labels of a text do so.
    let alone: Vec<usize> = found
        .iter()
        .filter(|(_, label)| label.after == After::Nothing)
        .map(|(at, _)| *at)
        .collect();
    let apart = alone.iter().filter(|at| title_apart(page, **at)).count();
    let apart = apart >= 2 && apart * 3 >= alone.len() * 2;
    for (at, label) in found {
        let title = is_title(page, at, &label);
        let counts = match label.after {
            After::Nothing | After::Parted => true,
            After::Plain => (title && titles >= 2) || label.word == "§",
        };
        if !counts {
            continue;
        }
        // A title right below the label is the heading's text.
        if label.after == After::Nothing
            && (title_below(page, at) || apart && title_apart(page, at))
        {
            let start = Start::Number {
                label: Label::new(label.shown),
                skip: 0,
                heading: true,
            };
            if let Some(line) = page.lines.get_mut(at + 1) {
                line.start = start;
            }
            if let Some(line) = page.lines.get_mut(at) {
                line.layout = true;
            }
            continue;
        }
        let Some(line) = page.lines.get_mut(at) else {
            continue;
        };
        // Alone on its line the label is the heading's text as well.
        let skip = if label.after == After::Nothing {
            0
        } else {
            label.skip
        };
        line.start = Start::Number {
            label: Label::new(label.shown),
            skip,
            heading: label.after == After::Nothing || title,
        };
    }
}

/// Whether the line below a label that stands alone is its title: it looks like one, and is not a
/// line of a paragraph.
fn title_below(page: &Page<'_>, at: usize) -> bool {
    let below = at + 1;
    let loose = page.lines.get(at).is_some_and(|line| line.given.is_none())
        && page
            .lines
            .get(below)
            .is_some_and(|line| line.given.is_none());
    let ends = page.ends_run(below) || page.is_short(below);
    loose
        && !page.ends_run(at)
        && page.is_free(below)
        && ends
        && of(page.words(below)).is_none()
        && super::candidate::of(page.words(below)).is_none()
        && super::super::headings::looks_like_heading(page.words(below))
}

/// Whether the line below a label and a blank line is its title: it stands alone, looks like one,
/// and text stands below it.
fn title_apart(page: &Page<'_>, at: usize) -> bool {
    let below = at + 1;
    let loose = |at: usize| page.lines.get(at).is_some_and(|line| line.given.is_none());
    loose(at)
        && loose(below)
        && page.begins_run(at)
        && page.ends_run(at)
        && page.ends_run(below)
        && page.is_free(below)
        && of(page.words(below)).is_none()
        && super::candidate::of(page.words(below)).is_none()
        && super::super::headings::looks_like_heading(page.words(below))
        && loose(below + 1)
        && of(page.words(below + 1)).is_none()
}

/// Whether a line is a label with a title and nothing more: short, without a stop, and a block of
/// its own or followed by a longer line.
fn is_title(page: &Page<'_>, at: usize, label: &Found) -> bool {
    let Some(line) = page.lines.get(at) else {
        return false;
    };
    if line
        .given
        .is_some_and(|block| block.kind == Some(crate::corpus::block::BlockKind::Heading))
    {
        return true;
    }
    let title = line.text.get(label.skip..).unwrap_or("");
    let ends = page.ends_run(at) || page.is_short(at);
    ends && shape::word_count(title) <= 14
        && !shape::is_closed(title)
        && !title.ends_with([',', ';', ':'])
        && (shape::starts_large(title) || title.is_empty())
}

/// Whether a line is headed by a label.
pub(crate) fn is_label(line: &str) -> bool {
    of(line).is_some()
}

/// The label at the beginning of a line.
fn of(line: &str) -> Option<Found> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let first = text.chars().next()?;
    if first == '第' {
        return japanese(text, indent);
    }
    if first != '§' && first != '#' && first != '*' && !first.is_uppercase() {
        return None;
    }
    let marks = text.len() - text.trim_start_matches(['#', '*', ' ']).len();
    let text = text.get(marks..)?;
    let indent = indent + marks;
    let (word, name) = WORDS.into_iter().find(|(word, _)| begins(text, word))?;
    let rest = text.get(word.len()..)?;
    let number = rest.trim_start();
    if number.len() == rest.len() && !word.ends_with(['.', '§']) {
        return None;
    }
    let length = number
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_alphanumeric() || *c == '-'))
        .map_or(number.len(), |(at, _)| at);
    let digits = number.get(..length)?.trim_end_matches('-');
    let mut shown = number_of(digits)?;
    let mut after = number.get(digits.len()..)?;
    // 12.3, 5(2): part of the number.
    while let Some(part) = after
        .strip_prefix('.')
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))
    {
        let length = part.bytes().take_while(u8::is_ascii_digit).count();
        shown.push('.');
        shown.push_str(part.get(..length)?);
        after = part.get(length..)?;
    }
    let after = after.trim_start_matches('*');
    let text_after =
        after.trim_start_matches(['.', ':', ')', '—', '–', '-', ' ', '\t', '*', '\u{A0}']);
    let kind = if text_after.is_empty() {
        After::Nothing
    } else if after.starts_with(['.', ':', '—', '–', '-', ')'])
        || after.trim_start().starts_with(['—', '–', '-'])
        || after.starts_with("  ")
        || after.starts_with('\t')
    {
        After::Parted
    } else if after.starts_with([' ', '\u{A0}']) && shape::starts_large(text_after) {
        After::Plain
    } else {
        return None;
    };
    Some(Found {
        shown: format!("{name} {shown}"),
        word: name,
        skip: indent + text.len() - text_after.len(),
        after: kind,
    })
}

/// Whether a line begins with a word, as written or in capitals.
fn begins(text: &str, word: &str) -> bool {
    text.starts_with(word) || {
        let mut given = text.chars();
        word.chars().all(|c| {
            given
                .next()
                .is_some_and(|g| g == c || c.to_uppercase().eq([g]))
        })
    }
}

/// `9`, `9bis`, `12a`, `IV`: as printed, for so it is cited.
fn number_of(digits: &str) -> Option<String> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        let tail = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        let plain =
            digits.len() - tail.len() <= 4 && (tail.len() <= 1 || tail == "bis" || tail == "ter");
        return plain.then(|| digits.to_owned());
    }
    roman(digits).map(|_| digits.to_owned())
}

/// The value of a roman numeral in capitals, at most 399.
pub(crate) fn roman(numeral: &str) -> Option<u32> {
    let mut total = 0;
    let mut last = 0;
    for letter in numeral.chars().rev() {
        let value = match letter {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        };
        if value < last {
            total -= i64::from(value);
        } else {
            total += i64::from(value);
            last = value;
        }
    }
    u32::try_from(total)
        .ok()
        .filter(|value| (1..400).contains(value))
}

/// `第九条`, `第9条　…`.
fn japanese(text: &str, indent: usize) -> Option<Found> {
    let rest = text.strip_prefix('第')?;
    let length = rest
        .char_indices()
        .take(7)
        .take_while(|(_, c)| {
            c.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十百".contains(*c)
        })
        .last()
        .map(|(at, c)| at + c.len_utf8())?;
    let after = rest.get(length..)?;
    let kind = after
        .chars()
        .next()
        .filter(|c| matches!(c, '条' | '章' | '項' | '節'))?;
    let after = after.get(kind.len_utf8()..)?;
    let shown = format!("第{}{kind}", rest.get(..length)?);
    let text_after = after.trim_start_matches([' ', '\u{3000}', '：', ':', '.', '．']);
    let after_kind = if text_after.is_empty() {
        After::Nothing
    } else if text_after.len() < after.len() || after.starts_with(['（', '(']) {
        After::Parted
    } else {
        return None;
    };
    Some(Found {
        shown,
        word: "第",
        skip: indent + text.len() - text_after.len(),
        after: after_kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_sentences() {
        for (line, shown, after) in [
            ("Article 9", "Article 9", After::Nothing),
            ("ARTICLE IV", "Article IV", After::Nothing),
            ("Article 9. Peace treaty", "Article 9", After::Parted),
            ("Article 9 – Peace treaty", "Article 9", After::Parted),
            ("Article 9 Peace treaty", "Article 9", After::Plain),
            ("§ 12. The owner", "§ 12", After::Parted),
            ("§12 The owner", "§ 12", After::Plain),
            ("Sec. 3. Definitions", "§ 3", After::Parted),
            ("Recital 65", "Recital 65", After::Nothing),
            ("## Article 2. Relations", "Article 2", After::Parted),
            ("Статья 5. Обмен", "Статья 5", After::Parted),
            ("第九条　平和条約", "第九条", After::Parted),
        ] {
            let found = of(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (found.shown.as_str(), found.after),
                (shown, after),
                "{line}"
            );
        }
        for line in [
            "Article 9 is the part",
            "Articles of trade",
            "Section heads met",
            "Rule of law",
            "第9項により",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(roman("XIV"), Some(14));
        assert_eq!(roman("IX"), Some(9));
        assert_eq!(roman("MIX"), None);
    }
}
