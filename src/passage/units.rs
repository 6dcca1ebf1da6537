//! Units of text a cursor moves by and a selection widens to: graphemes, words, sentences.
//!
//! Knows a stretch of text and nothing else: no document, no language setting. Graphemes and
//! words are those of Unicode (UAX #29), words improved for scripts written without spaces;
//! sentences are found by rules of our own, since the Unicode rules break after `U.S.` and `Mr.`.
//! All ranges are bytes of the text given, on character boundaries, rising and without overlap.

mod abbreviations;
mod sentences;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

pub use sentences::sentences;

/// The graphemes of a text: what a reader takes for one character. They cover the text.
pub fn graphemes(text: &str) -> Vec<Range<usize>> {
    text.grapheme_indices(true)
        .map(|(at, grapheme)| at..at + grapheme.len())
        .collect()
}

/// The words of a text: units that hold a letter, a digit or an ideograph; what stands between
/// them (space, punctuation) is in none.
///
/// UAX #29 cuts scripts written without spaces into single characters, which is no help to a
/// cursor. Here neighbouring pieces of one such script are one word: a run of kanji, of hiragana,
/// of katakana, of Thai. In text without kana (Chinese) a run of ideographs is also cut around
/// the commonest particles, which are words by themselves.
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut last = Script::Spaced;
    let mut chinese = None;
    for (at, piece) in text.unicode_word_indices() {
        let script = piece.chars().next().map_or(Script::Spaced, Script::of);
        let joins = script != Script::Spaced
            && script == last
            && words.last().is_some_and(|word| word.end == at);
        let particle = script == Script::Han
            && (is_particle(piece)
                || words
                    .last()
                    .is_some_and(|word| is_particle(&text[word.clone()])))
            && *chinese.get_or_insert_with(|| !text.chars().any(is_kana));
        match words.last_mut() {
            Some(word) if joins && !particle => word.end = at + piece.len(),
            _ => words.push(at..at + piece.len()),
        }
        last = script;
    }
    words
}

/// Scripts by how their words are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Words are divided by spaces or signs; UAX #29 is right.
    Spaced,
    Han,
    Hiragana,
    Katakana,
    /// Thai, Lao, Burmese, Khmer: phrases without spaces.
    SouthEast,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
                Self::Katakana
            }
            '々'
            | '〆'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => {
                Self::SouthEast
            }
            _ => Self::Spaced,
        }
    }
}

fn is_kana(c: char) -> bool {
    matches!(Script::of(c), Script::Hiragana | Script::Katakana)
}

/// Whether a piece is a Chinese particle, preposition or conjunction that stands by itself.
fn is_particle(piece: &str) -> bool {
    matches!(
        piece,
        "的" | "了"
            | "是"
            | "在"
            | "和"
            | "与"
            | "與"
            | "及"
            | "或"
            | "也"
            | "都"
            | "就"
            | "而"
            | "被"
            | "把"
            | "对"
            | "對"
            | "从"
            | "從"
            | "向"
            | "将"
            | "將"
            | "不"
            | "这"
            | "這"
            | "那"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, ranges: &[Range<usize>]) -> String {
        let parts: Vec<&str> = ranges.iter().map(|range| &text[range.clone()]).collect();
        parts.join("|")
    }

    #[test]
    fn words_hold_letters_or_digits() {
        let text = "It was a “bright cold” day; $2,690 – can't!";
        assert_eq!(
            marked(text, &words(text)),
            "It|was|a|bright|cold|day|2,690|can't"
        );
    }

    #[test]
    fn scripts_without_spaces_give_runs() {
        for (text, expected) in [
            (
                "日ソ共同宣言は1956年10月19日にモスクワで署名された。",
                "日|ソ|共同宣言|は|1956|年|10|月|19|日|に|モスクワ|で|署名|された",
            ),
            ("佐々木さん", "佐々木|さん"),
            ("两国的关系和平地发展了。", "两国|的|关系|和|平地发展|了"),
            ("ภาษาไทย กับ ASEAN", "ภาษาไทย|กับ|ASEAN"),
            ("اتفاقية جنيف", "اتفاقية|جنيف"),
            ("Договор 1956 г.", "Договор|1956|г"),
        ] {
            assert_eq!(marked(text, &words(text)), expected);
        }
    }

    #[test]
    fn graphemes_keep_what_belongs_together() {
        let text = "e\u{301}👩‍🔬🇯🇵\r\n한";
        assert_eq!(marked(text, &graphemes(text)), "e\u{301}|👩‍🔬|🇯🇵|\r\n|한");
    }
}
