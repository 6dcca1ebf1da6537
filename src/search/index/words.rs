//! The words of folded text, cut where a word can begin or end, and what stands between them.
//!
//! Knows one rule: a text is cut at every border that matching goes by ([`is_word_border`]), so that
//! the words of a wording are the words of every place where it stands. A border depends on the two
//! characters beside it only, which is why that holds. Knows no documents and no files.

use crate::search::words::{is_unspaced, is_word, is_word_border};

/// What stands before a word, between it and the word before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Joint {
    /// Anything else; also the beginning of a block.
    Other = 0,
    /// One blank.
    Blank = 1,
    /// One dash.
    Dash = 2,
    /// Nothing where a script needs no blank, elsewhere one quotation mark or apostrophe.
    Tight = 3,
}

impl Joint {
    fn between(before: Option<char>, gap: &str, after: char) -> Self {
        let Some(before) = before else {
            return Self::Other;
        };
        match gap {
            " " => Self::Blank,
            "-" => Self::Dash,
            // A border without anything between two words is beside such a letter.
            "" => Self::Tight,
            "'" if !is_unspaced(before) && !is_unspaced(after) => Self::Tight,
            _ => Self::Other,
        }
    }

    /// The joint of that number.
    pub(super) const fn of(number: u64) -> Self {
        match number & 3 {
            1 => Self::Blank,
            2 => Self::Dash,
            3 => Self::Tight,
            _ => Self::Other,
        }
    }
}

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// Bytes before it.
    pub(super) start: usize,
    /// What stands before it.
    pub(super) joint: Joint,
}

impl Word<'_> {
    /// The first byte after it.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Calls `each` with the words of a text from first to last.
pub(super) fn words<'a>(text: &'a str, mut each: impl FnMut(Word<'a>)) {
    if text.is_ascii() {
        plain(text, each);
        return;
    }
    let mut start = 0;
    let mut gap_from = 0;
    let mut before = None;
    while start < text.len() {
        let mut end = next_char(text, start);
        while end < text.len() && !is_word_border(text, end) {
            end = next_char(text, end);
        }
        let piece = text.get(start..end).unwrap_or("");
        if let Some(first) = piece.chars().next()
            && piece.chars().any(is_word)
        {
            let gap = text.get(gap_from..start).unwrap_or("");
            each(Word {
                text: piece,
                start,
                joint: Joint::between(before, gap, first),
            });
            before = piece.chars().next_back();
            gap_from = end;
        }
        start = end;
    }
}

fn next_char(text: &str, at: usize) -> usize {
    let rest = text.get(at..).and_then(|rest| rest.chars().next());
    at + rest.map_or(1, char::len_utf8)
}

/// The same for a text of ASCII, which is nearly all there is in many a corpus.
fn plain<'a>(text: &'a str, mut each: impl FnMut(Word<'a>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut last = None;
    while let Some(skip) = bytes[at..].iter().position(|byte| WORD[usize::from(*byte)]) {
        let start = at + skip;
        let rest = &bytes[start..];
        let length = rest
            .iter()
            .position(|byte| !WORD[usize::from(*byte)])
            .unwrap_or(rest.len());
        let joint = match last {
            None => Joint::Other,
            Some(last) => match bytes.get(last..start) {
                Some(b" ") => Joint::Blank,
                Some(b"-") => Joint::Dash,
                Some(b"'") => Joint::Tight,
                _ => Joint::Other,
            },
        };
        at = start + length;
        last = Some(at);
        each(Word {
            text: text.get(start..at).unwrap_or(""),
            start,
            joint,
        });
    }
}

/// Bytes that are part of a word.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        word[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    word
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Joint, words};

    fn shown(text: &str) -> Vec<(String, Joint)> {
        let mut all = Vec::new();
        words(text, |word| {
            assert_eq!(text.get(word.start..word.end()), Some(word.text));
            all.push((word.text.to_owned(), word.joint));
        });
        all
    }

    fn texts(text: &str) -> Vec<String> {
        shown(text).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn words_and_what_stands_between_them() {
        let expected = [
            ("the", Joint::Other),
            ("soviet", Joint::Blank),
            ("japanese", Joint::Dash),
            ("treaty", Joint::Blank),
            ("s", Joint::Tight),
            ("end", Joint::Other),
        ]
        .map(|(text, joint)| (text.to_owned(), joint));
        assert_eq!(shown("the soviet-japanese treaty's, end."), expected);
        assert!(shown(" -- ").is_empty());
    }

    #[test]
    fn letters_of_scripts_without_blanks_are_words() {
        let found = shown("日ソabc 宣");
        let joints: Vec<Joint> = found.iter().map(|(_, joint)| *joint).collect();
        assert_eq!(texts("日ソabc 宣"), ["日", "ソ", "abc", "宣"]);
        assert_eq!(
            joints,
            [Joint::Other, Joint::Tight, Joint::Tight, Joint::Blank]
        );
    }

    proptest! {
        /// The words of a text are, inside of any part of it that begins and ends at borders, the
        /// words of that part.
        #[test]
        fn parts_have_the_words_of_the_whole(text in "[ab é'\\-日กำ\u{301}.]{0,12}") {
            let borders: Vec<usize> = (0..=text.len())
                .filter(|at| {
                    text.is_char_boundary(*at) && crate::search::words::is_word_border(&text, *at)
                })
                .collect();
            let mut whole = Vec::new();
            words(&text, |word| whole.push(word));
            for (index, from) in borders.iter().enumerate() {
                for to in borders.iter().skip(index) {
                    let mut own = Vec::new();
                    words(&text[*from..*to], |word| own.push((word.text, word.joint)));
                    let inside: Vec<_> = whole
                        .iter()
                        .filter(|word| word.start >= *from && word.end() <= *to)
                        .map(|word| (word.text, word.joint))
                        .collect();
                    // What stands before the first word is another matter.
                    prop_assert_eq!(inside.first().map(|it| it.0), own.first().map(|it| it.0));
                    prop_assert_eq!(inside.get(1..), own.get(1..));
                }
            }
        }
    }
}
