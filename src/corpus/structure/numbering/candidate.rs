//! A number at the beginning of a line, in the styles in which paragraphs are numbered.
//!
//! Knows one line only. Whether the number counts is told by its sequence.

/// How a number is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `7.`, `¶7.`, `¶ 7`.
    Dot,
    /// `(7)`.
    Paren,
    /// `7)`.
    Close,
    /// `[7]`.
    Bracket,
    /// `７　`: a number and an ideographic blank, as in Japanese.
    Wide,
}

/// A number that may number a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) value: u32,
    pub(crate) style: Style,
    /// The number as printed, without blanks.
    pub(crate) printed: String,
    /// Bytes before the text proper.
    pub(crate) skip: usize,
    /// Whether a portion mark such as `(C)` follows.
    pub(crate) portion: bool,
    /// Whether a pilcrow stands before it.
    pub(crate) pilcrow: bool,
    /// Whether letters stand for digits (`l5`, `1O`).
    pub(crate) damaged: bool,
}

/// The number that a line (without its indentation) begins with.
pub(crate) fn of(line: &str) -> Option<Candidate> {
    plain(line).or_else(|| wide(line)).or_else(|| blotted(line))
}

/// A number in full-width or common digits as Japanese sets it: `７　`, `７．`, `（７）　`. Between a
/// number and its text stands an ideographic blank; the stop and the brackets need none.
fn wide(line: &str) -> Option<Candidate> {
    let (bracket, inner) = match line.strip_prefix('（') {
        Some(inner) => (true, inner),
        None => (false, line),
    };
    let digits: String = inner
        .chars()
        .take_while(|c| matches!(c, '0'..='9' | '０'..='９'))
        .collect();
    let after = inner.get(digits.len()..)?;
    let number: String = digits
        .chars()
        .filter_map(|c| c.to_digit(10).or_else(|| full_width(c)))
        .filter_map(|digit| char::from_digit(digit, 10))
        .collect();
    let (style, text) = if bracket {
        (Style::Paren, after.strip_prefix('）')?)
    } else if let Some(text) = after.strip_prefix('．') {
        (Style::Wide, text)
    } else {
        (Style::Wide, after.strip_prefix('\u{3000}')?)
    };
    let words = text.trim_start();
    // The sign of a table or of a date: what follows must be words of the script.
    let script = words
        .chars()
        .next()
        .filter(|c| !c.is_numeric())
        .is_some_and(|c| super::super::words::is_unspaced(c) || super::super::shape::is_opener(c));
    if !script || digits.is_empty() || number.len() > 3 {
        return None;
    }
    Some(Candidate {
        value: number.parse().ok().filter(|value| *value > 0)?,
        style,
        printed: line
            .get(..line.len() - text.len())?
            .trim_end_matches('\u{3000}')
            .to_owned(),
        skip: line.len() - words.len(),
        portion: false,
        pilcrow: false,
        damaged: false,
    })
}

/// The value of a full-width digit.
fn full_width(digit: char) -> Option<u32> {
    u32::from(digit)
        .checked_sub(u32::from('０'))
        .filter(|value| *value < 10)
}

/// One or two signs that scanning left of a number, before a portion mark: `A. (C)`, `/3. (C)`.
/// Their value is 0, which only the place in the sequence can tell.
fn blotted(line: &str) -> Option<Candidate> {
    let (number, after) = line.split_once('.')?;
    let text = after.trim_start();
    let few = (1..=2).contains(&number.chars().count())
        && number
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '/' | '|' | '!' | ']' | '[' | '?' | '~'));
    (few && text.len() < after.len() && has_portion(text)).then(|| Candidate {
        value: 0,
        style: Style::Dot,
        printed: format!("{number}."),
        skip: line.len() - text.len(),
        portion: true,
        pilcrow: false,
        damaged: true,
    })
}

fn plain(line: &str) -> Option<Candidate> {
    let first = line.chars().next()?;
    if !(first.is_ascii_digit()
        || matches!(
            first,
            '¶' | '(' | '[' | 'l' | 'I' | 'O' | 'S' | 'B' | 'Z' | '*'
        ))
    {
        return None;
    }
    let (bold, inner) = match line.strip_prefix("**") {
        Some(inner) => (true, inner),
        None => (false, line),
    };
    let (pilcrow, rest) = match inner.strip_prefix('¶') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, inner),
    };
    let (opener, rest) = match rest.chars().next() {
        Some(c @ ('(' | '[')) if !pilcrow => (Some(c), rest.get(1..)?),
        _ => (None, rest),
    };
    let length = rest
        .bytes()
        .take(5)
        .take_while(|byte| {
            byte.is_ascii_digit() || matches!(byte, b'l' | b'I' | b'O' | b'S' | b'B' | b'Z')
        })
        .count();
    let digits = rest
        .get(..length)
        .filter(|digits| !digits.is_empty() && digits.len() <= 4)?;
    let mut damaged = !digits.bytes().all(|byte| byte.is_ascii_digit());
    let value = value_of(digits)?;
    let after = rest.get(length..)?;
    let (style, after) = match (opener, after.chars().next()) {
        (Some('('), Some(')')) => (Style::Paren, after.get(1..)?),
        (Some('['), Some(']')) => (Style::Bracket, after.get(1..)?),
        (None, Some('.')) => (Style::Dot, after.get(1..)?),
        // A stop that scanning read as a comma: its sequence must make it certain.
        (None, Some(',')) if !damaged && !pilcrow && digits.len() <= 2 => {
            damaged = true;
            (Style::Dot, after.get(1..)?)
        }
        (None, Some(')')) if !pilcrow => (Style::Close, after.get(1..)?),
        (None, Some(c)) if pilcrow && (c.is_whitespace() || c == ')') => (Style::Dot, after),
        _ => return None,
    };
    let after = if bold {
        after.strip_prefix("**").unwrap_or(after)
    } else {
        after
    };
    // A blank must follow, as it does not in 1.4 (B/D) or 3.5; scripts without blanks need none.
    let text = after.trim_start();
    let parted = text.len() < after.len()
        || text
            .chars()
            .next()
            .is_some_and(super::super::words::is_unspaced);
    if !parted
        || text.is_empty()
        || value == 0
        || (damaged && digits.len() == 1 && opener.is_some())
    {
        return None;
    }
    let printed_end = line.len() - after.len();
    Some(Candidate {
        value,
        style,
        printed: line.get(..printed_end)?.trim_matches('*').to_owned(),
        skip: line.len() - text.len(),
        portion: has_portion(text),
        pilcrow,
        damaged,
    })
}

/// The value of digits among which letters may stand for look-alike digits.
fn value_of(digits: &str) -> Option<u32> {
    let repaired: String = digits
        .chars()
        .map(|c| match c {
            'l' | 'I' => '1',
            'O' => '0',
            'S' => '5',
            'Z' => '2',
            'B' => '8',
            other => other,
        })
        .collect();
    repaired.parse().ok()
}

/// Whether a text begins with a portion mark: capitals in brackets that name a classification.
pub(crate) fn has_portion(text: &str) -> bool {
    let Some(mark) = text
        .trim_start()
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .map(|(mark, _)| mark)
    else {
        return false;
    };
    mark.len() <= 12
        && mark.split(['/', ' ', '-']).all(|part| {
            matches!(
                part,
                "C" | "S"
                    | "U"
                    | "TS"
                    | "SBU"
                    | "LOU"
                    | "NF"
                    | "NOFORN"
                    | "R"
                    | "FOUO"
                    | "SI"
                    | "REL"
                    | "CUI"
                    | "OU"
                    | "E"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_style() {
        for (line, value, style, text) in [
            ("7.  (C) Many experts", 7, Style::Dot, "(C) Many experts"),
            ("¶7. (C) Many", 7, Style::Dot, "(C) Many"),
            ("¶ 7 Many", 7, Style::Dot, "Many"),
            ("(65) Data subjects", 65, Style::Paren, "Data subjects"),
            ("[12] The appellant", 12, Style::Bracket, "The appellant"),
            ("3) words", 3, Style::Close, "words"),
            ("**4.** The court", 4, Style::Dot, "The court"),
        ] {
            let found = of(line).unwrap();
            assert_eq!((found.value, found.style), (value, style), "{line}");
            assert_eq!(line.get(found.skip..), Some(text));
        }
        assert!(of("7. (SBU) x").unwrap().portion);
        assert!(!of("7. (Cairo) x").unwrap().portion);
        for (line, value, style, text) in [
            ("７　防波堤の", 7, Style::Wide, "防波堤の"),
            ("12　防波堤の", 12, Style::Wide, "防波堤の"),
            ("（３）　聞き取り", 3, Style::Paren, "聞き取り"),
        ] {
            let found = of(line).unwrap();
            assert_eq!((found.value, found.style), (value, style), "{line}");
            assert_eq!(line.get(found.skip..), Some(text));
        }
        let damaged = of("l5. The").unwrap();
        assert!(damaged.damaged);
        assert_eq!(damaged.value, 15);
        let comma = of("7, The").unwrap();
        assert!(comma.damaged);
        assert_eq!(comma.value, 7);
    }

    #[test]
    fn other_numbers_are_none() {
        for line in [
            "1.4 (B/D).",
            "1956 was",
            "12345. x",
            "3.",
            "In 7.",
            "(C) x",
            "Shall. we",
            "３５　４　使",
            "１９５６年　調印",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
