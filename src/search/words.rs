//! Words: where they begin and end, in scripts with and without blanks between them.
//!
//! Knows characters and offsets only. An apostrophe or hyphen ends a word here, other than in the
//! Unicode rules for word borders (UAX #29), because who looks for `Japan` wants `Japan's` too, and
//! who looks for `1956` wants `19.10.1956`. Chinese, Japanese, Thai, Lao, Khmer, Burmese and Tibetan
//! put no blanks between words, so that any border between letters may be one between words; what
//! is looked for there matches as it stands, but never splits a letter from its marks.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Whether a character is part of a word.
pub fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric() || c == '_',
        c => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// Whether a character is of a script that puts no blanks between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{19e0}'..='\u{19ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a byte offset lies between two letters with their marks, not inside one.
pub fn is_letter_border(text: &str, at: usize) -> bool {
    match text.get(at..) {
        None => false,
        Some(rest) => at == 0 || !rest.chars().next().is_some_and(joins),
    }
}

fn joins(c: char) -> bool {
    c > '\u{2ff}' && (is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}'))
}

/// Whether a word can begin or end at a byte offset.
pub fn is_word_border(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(at))
    else {
        return at <= bytes.len();
    };
    if before.is_ascii() && after.is_ascii() {
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        return !(word(before) && word(after));
    }
    let (Some(head), Some(tail)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) else {
        return true;
    };
    if joins(after) {
        return false;
    }
    !(is_word(before) && is_word(after)) || is_unspaced(before) || is_unspaced(after)
}

/// Where the word that goes on at `at` ends: the first byte after it. In scripts without blanks
/// nothing goes on.
pub fn word_end(text: &str, at: usize) -> usize {
    text.get(at..).map_or(at, |rest| {
        rest.char_indices()
            .find(|(_, c)| !is_word(*c) || is_unspaced(*c))
            .map_or(text.len(), |(offset, _)| at + offset)
    })
}

/// How many words a text has (UAX #29; a character is a word in scripts without blanks).
pub fn count(text: &str) -> usize {
    if text.is_ascii() {
        return text
            .split(|c: char| !is_word(c))
            .filter(|word| !word.is_empty())
            .count();
    }
    text.unicode_words().count()
}

#[cfg(test)]
mod tests {
    use super::{count, is_word_border, word_end};

    #[test]
    fn a_possessive_holds_the_whole_word() {
        assert!(is_word_border("Japan's", 5));
        assert!(!is_word_border("Japanese", 5));
        assert!(is_word_border("19.10.1956", 6));
    }

    #[test]
    fn scripts_without_blanks_have_borders_between_letters() {
        let text = "日ソ共同宣言は1956年に";
        for (at, _) in text.char_indices() {
            let between_digits = text.get(at..).unwrap().starts_with(['9', '5', '6']);
            assert_eq!(is_word_border(text, at), !between_digits, "{at}");
        }
        // A Thai vowel sign is not torn from its consonant.
        assert!(!is_word_border("กำกิ", 9));
    }

    #[test]
    fn words_are_counted_and_ended() {
        assert_eq!(count("two words"), 2);
        assert_eq!(count("공동 선언"), 2);
        assert_eq!(word_end("declarations of", 7), 12);
        assert_eq!(word_end("宣言に", 3), 3);
    }
}
