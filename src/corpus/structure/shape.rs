//! The shape of a line or a paragraph: does it end, does it begin, is it set in capitals.
//!
//! Small questions that several passes ask of a text. No pass lives here, and no rule about what
//! a block is.

/// The last character that is neither a blank nor a closing quotation mark or bracket.
fn last_inside(text: &str) -> Option<char> {
    text.chars()
        .rev()
        .find(|c| !c.is_whitespace() && !is_closer(*c))
}

/// Whether a character closes a quotation or a bracket.
pub(crate) fn is_closer(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | ')'
            | ']'
            | '}'
            | '*'
            | '_'
            | '」'
            | '』'
            | '）'
            | '】'
            | '〉'
            | '》'
    )
}

/// Whether a character opens a quotation or a bracket.
pub(crate) fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '„'
            | '‘'
            | '«'
            | '('
            | '['
            | '{'
            | '*'
            | '_'
            | '「'
            | '『'
            | '（'
            | '【'
            | '〈'
            | '《'
            | '¿'
            | '¡'
    )
}

/// Whether a sentence ends here: a full stop, question or exclamation mark of any script, quotes
/// and brackets after it set aside.
pub(crate) fn is_closed(text: &str) -> bool {
    last_inside(text).is_some_and(is_stop)
}

/// Whether a character ends a sentence.
pub(crate) fn is_stop(character: char) -> bool {
    matches!(
        character,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '‽'
    )
}

/// Whether a text breaks off in mid-sentence: it ends in a letter, a digit, a comma or a dash.
pub(crate) fn is_open(text: &str) -> bool {
    text.chars().next_back().is_some_and(|last| {
        last.is_alphanumeric()
            || matches!(last, ',' | '-' | '–' | '—' | '、' | '،' | '‐' | '\u{AD}')
    })
}

/// Whether the last word is one that cannot end a sentence in English: an article, a preposition,
/// a conjunction or an auxiliary.
pub(crate) fn ends_in_connective(text: &str) -> bool {
    if text.ends_with([',', '–', '—']) {
        return true;
    }
    let Some(word) = text.rsplit(|c: char| c.is_whitespace()).next() else {
        return false;
    };
    matches!(
        word.to_lowercase().as_str(),
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "that"
            | "which"
            | "who"
            | "whose"
            | "than"
            | "as"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "its"
            | "their"
            | "his"
            | "her"
            | "our"
            | "not"
            | "into"
            | "over"
            | "under"
            | "between"
            | "и"
            | "в"
            | "на"
            | "с"
            | "к"
            | "о"
            | "по"
            | "за"
            | "из"
            | "от"
            | "что"
            | "для"
            | "не"
            | "или"
            | "де"
            | "der"
            | "die"
            | "das"
            | "und"
            | "von"
            | "le"
            | "la"
            | "les"
            | "de"
            | "du"
            | "et"
    )
}

/// Whether the last word is an article, a conjunction or "of": no heading ends so.
pub(crate) fn ends_in_article(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or("");
    matches!(
        word,
        "a" | "an"
            | "the"
            | "of"
            | "and"
            | "or"
            | "which"
            | "whose"
            | "is"
            | "are"
            | "was"
            | "were"
            | "и"
            | "или"
            | "что"
    )
}

/// The first letter or digit of a text, quotes and brackets before it set aside.
fn first_inside(text: &str) -> Option<char> {
    text.chars().find(|c| !c.is_whitespace() && !is_opener(*c))
}

/// Whether a text goes on in mid-sentence: its first letter is a small one.
pub(crate) fn starts_small(text: &str) -> bool {
    first_inside(text).is_some_and(char::is_lowercase)
}

/// Whether a text may begin a sentence or a heading: a capital, a digit, or a letter of a script
/// without capitals.
pub(crate) fn starts_large(text: &str) -> bool {
    first_inside(text).is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
}

/// Whether every cased letter is a capital, and there are at least two.
pub(crate) fn is_capitals(text: &str) -> bool {
    let mut capitals = 0;
    for character in text.chars() {
        if character.is_lowercase() {
            return false;
        }
        if character.is_uppercase() {
            capitals += 1;
        }
    }
    capitals >= 2
}

/// How many characters (code points) a text has, wide ones counted twice.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars()
        .map(|c| if super::words::is_unspaced(c) { 2 } else { 1 })
        .sum()
}

/// The blanks before the first word, a tab counted as four.
pub(crate) fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| match c {
            '\t' => 4,
            '\u{3000}' => 2,
            _ => 1,
        })
        .sum()
}

/// How many words a text has; for scripts without blanks, two characters count as one.
pub(crate) fn word_count(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| {
            let unspaced = word
                .chars()
                .filter(|c| super::words::is_unspaced(*c))
                .count();
            if unspaced > 2 { unspaced / 2 } else { 1 }
        })
        .sum()
}

/// Whether a line is a rule: three or more of one drawing character, blanks between them allowed,
/// or a lone ornament that parts sections.
pub(crate) fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else {
        return false;
    };
    let drawn = matches!(
        first,
        '-' | '_'
            | '='
            | '*'
            | '~'
            | '–'
            | '—'
            | '─'
            | '━'
            | '═'
            | '#'
            | '.'
            | '•'
            | '·'
            | '+'
            | '⸺'
            | '⸻'
    );
    let mut count = 1;
    for mark in marks {
        if mark != first {
            return false;
        }
        count += 1;
    }
    match first {
        '⁂' | '❦' | '❧' | '⸻' | '※' | '*' => true,
        '#' => count >= 3,
        '.' | '+' | '•' | '·' => count >= 3 && line.contains(' '),
        _ => drawn && count >= 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_every_script() {
        for text in [
            "so it was.",
            "\"Was it?\"",
            "(статья 9).",
            "調印される。",
            "هل انتهى؟",
            "end.*",
        ] {
            assert!(is_closed(text), "{text}");
            assert!(!is_open(text), "{text}");
        }
        for text in ["it is noted in the", "exporters and,", "the AEP –"] {
            assert!(is_open(text), "{text}");
        }
    }

    #[test]
    fn rules_are_drawn_with_one_character() {
        for line in ["---", "* * *", "______", "*", "⁂", "====="] {
            assert!(is_rule(line), "{line}");
        }
        for line in ["--", "- a", "...", "a---", "#", "--x--"] {
            assert!(!is_rule(line), "{line}");
        }
    }

    #[test]
    fn capitals_and_beginnings() {
        assert!(is_capitals("ON THE ISSUE OF 1956"));
        assert!(!is_capitals("On"));
        assert!(starts_small("“deeply involved"));
        assert!(starts_large("宣言"));
        assert!(!starts_small("宣言"));
    }
}
