//! What a terminal would obey in a stream of bytes.
//!
//! Knows the control characters and the forms of the sequences (ECMA-48, xterm), not what they do.

/// The first thing in these bytes that a terminal obeys or that turns the direction of what
/// follows, described; line ends and tabs are none.
pub(crate) fn drives(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    for (place, c) in text.chars().enumerate() {
        let obeyed = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if obeyed || turns {
            let around: String = text.chars().skip(place - place.min(30)).take(60).collect();
            return Some(format!("U+{:04X} in {around:?}", c as u32));
        }
    }
    None
}

/// One sequence that a terminal obeys.
pub(crate) struct Shape {
    /// Its kind: the introducer, marks and final byte, for operating system commands the number.
    pub(crate) kind: String,
    /// The row it moves to, if it moves to one.
    pub(crate) row: Option<u32>,
    /// The whole, made visible.
    pub(crate) whole: String,
}

/// Every sequence and control character (line ends and tabs are none) in what was written to a terminal.
pub(crate) fn shapes(bytes: &[u8]) -> Vec<Shape> {
    let text = String::from_utf8_lossy(bytes);
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = match (c, chars.get(at + 1)) {
            ('\u{1b}', Some('[')) => csi(&chars, at, &mut found),
            ('\u{1b}', Some(&kind @ (']' | 'P' | '_' | '^' | 'X'))) => {
                string(&chars, at, kind, &mut found)
            }
            ('\u{1b}', Some(&other)) => {
                found.push(shape(format!("ESC {other}"), None, &chars[at..at + 2]));
                at + 2
            }
            (c, _) if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {
                found.push(shape(format!("U+{:04X}", c as u32), None, &[c]));
                at + 1
            }
            _ => at + 1,
        };
        at = next;
    }
    found
}

fn shape(kind: String, row: Option<u32>, whole: &[char]) -> Shape {
    let whole: String = whole.iter().collect();
    Shape {
        kind,
        row,
        whole: whole.escape_debug().to_string(),
    }
}

/// A control sequence: parameters, marks, a final byte. Modes are told apart by their numbers.
fn csi(chars: &[char], start: usize, found: &mut Vec<Shape>) -> usize {
    let mut end = start + 2;
    while chars
        .get(end)
        .is_some_and(|&c| ('\u{20}'..='\u{3f}').contains(&c))
    {
        end += 1;
    }
    let inner: String = chars[start + 2..end].iter().collect();
    let last = chars.get(end).copied().unwrap_or('?');
    let marks: String = inner
        .chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, ';' | ':'))
        .collect();
    let kind = if matches!(last, 'h' | 'l' | 'J' | 'n' | 'c' | 't' | 'r') {
        format!("CSI {inner}{last}")
    } else {
        format!("CSI {marks}{last}")
    };
    let first = inner.split(';').next().and_then(|row| row.parse().ok());
    let row = first.filter(|_| matches!(last, 'H' | 'd'));
    let end = (end + 1).min(chars.len());
    found.push(shape(kind, row, &chars[start..end]));
    end
}

/// A string for the terminal: up to BEL or ST.
fn string(chars: &[char], start: usize, introducer: char, found: &mut Vec<Shape>) -> usize {
    let mut end = start + 2;
    while let Some(&c) = chars.get(end) {
        if c == '\u{7}' {
            end += 1;
            break;
        }
        if c == '\u{1b}' {
            end += 2;
            break;
        }
        end += 1;
    }
    let end = end.min(chars.len());
    let number: String = chars[start + 2..end]
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect();
    found.push(shape(
        format!("ESC {introducer} {number}"),
        None,
        &chars[start..end],
    ));
    end
}

#[test]
fn a_sequence_is_found_whatever_its_form() {
    let kinds: Vec<String> = shapes(b"a\x1b[66;6Hb\x1b]0;t\x07c\x1bPq\x1b\\d\x1b[?25l\x1bc\x08")
        .into_iter()
        .map(|shape| shape.kind)
        .collect();
    assert_eq!(
        kinds,
        ["CSI H", "ESC ] 0", "ESC P ", "CSI ?25l", "ESC c", "U+0008"]
    );
    assert!(drives("a\u{9b}b".as_bytes()).is_some());
    assert!(drives("plain\r\n\ttext".as_bytes()).is_none());
}
