//! Joining lines: what stands between the last word of one line and the first of the next.
//!
//! Knows blanks, scripts that write none between words, and white space that is folded away.
//! Words cut by a hyphen need more evidence than two lines hold: that is `joining`.

/// Whether a character belongs to a script that puts no blank between words, so that a line end
/// inside a sentence stands for nothing.
pub(crate) fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0EFF      // Thai, Lao
        | 0x1780..=0x17FF    // Khmer
        | 0x1000..=0x109F    // Myanmar
        | 0x2E80..=0x312F    // radicals, punctuation, kana, bopomofo
        | 0x31A0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF00..=0xFFEF    // full-width forms
        | 0x20000..=0x3FFFF)
}

/// Appends a line to a text: with one blank between, or none where the script writes none.
pub(crate) fn push_joined(text: &mut String, line: &str) {
    let line = line.trim_start();
    text.truncate(text.trim_end().len());
    let bare = match (text.chars().next_back(), line.chars().next()) {
        (Some(before), Some(after)) => is_unspaced(before) && is_unspaced(after),
        _ => true,
    };
    if !bare {
        text.push(' ');
    }
    text.push_str(line);
}

/// Appends `part` with every run of white space folded to one blank, none at the ends. A lone
/// ideographic blank stays: it is how Japanese sets titles and dates apart.
pub(crate) fn push_folded(text: &mut String, part: &str) {
    let part = part.trim();
    let mut from = 0;
    let mut blanks = part.char_indices().peekable();
    while let Some((at, character)) = blanks.next() {
        if !character.is_whitespace() {
            continue;
        }
        let mut end = at + character.len_utf8();
        let lone = !blanks.peek().is_some_and(|(_, next)| next.is_whitespace());
        while let Some((next, further)) = blanks.next_if(|(_, next)| next.is_whitespace()) {
            end = next + further.len_utf8();
        }
        if lone && matches!(character, ' ' | '\u{3000}') {
            continue;
        }
        text.push_str(part.get(from..at).unwrap_or(""));
        text.push(' ');
        from = end;
    }
    text.push_str(part.get(from..).unwrap_or(""));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            push_joined(&mut text, line);
        }
        text
    }

    #[test]
    fn lines_join_as_their_script_writes() {
        assert_eq!(joined(&["one ", " two"]), "one two");
        assert_eq!(joined(&["平和条約の", "締結に"]), "平和条約の締結に");
        assert_eq!(joined(&["条約", "of 1956"]), "条約 of 1956");
        assert_eq!(joined(&["мир", "и труд"]), "мир и труд");
    }
}
