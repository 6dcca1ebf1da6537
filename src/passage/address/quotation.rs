//! Quoted words: where they stand in a stretch of text.
//!
//! Knows that people copy words with other quotation marks, dashes, line ends and compositions of
//! accents than the source has, so these are equal here; letters and their case are not touched.
//! Knows nothing of documents or blocks.

use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What stands for left-out words in a quotation. White space must surround it.
pub const ELISION: &str = "…";

/// A text with white space, quotation marks, dashes and composed letters made equal, and the way
/// back from each of its characters to the bytes of the original.
#[derive(Debug)]
pub struct Folded {
    text: String,
    /// For each byte of `text` where a character begins: the original bytes it came from.
    origin: Vec<(usize, Range<usize>)>,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut origin: Vec<(usize, Range<usize>)> = Vec::with_capacity(text.len());
        let mut blank = false;
        for (at, c) in text.char_indices() {
            let from = at..at + c.len_utf8();
            if c.is_whitespace() {
                match origin.last_mut() {
                    Some((_, range)) if blank => range.end = from.end,
                    _ => {
                        origin.push((folded.len(), from));
                        folded.push(' ');
                    }
                }
                blank = true;
                continue;
            }
            blank = false;
            decompose_canonical(plain(c), |part| {
                origin.push((folded.len(), from.clone()));
                folded.push(part);
            });
        }
        Self {
            text: folded,
            origin,
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The places of `words` (itself folded), as original bytes with the folded byte after each.
    fn occurrences(&self, words: &str, from: usize) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let mut at = from;
        while let Some(offset) = self.text.get(at..).and_then(|rest| rest.find(words)) {
            let start = at + offset;
            let end = start + words.len();
            if let Some(range) = self.original(start, end) {
                found.push((range, end));
            }
            at = self.text.ceil_char_boundary(start + 1);
        }
        found
    }

    /// The first place of `words` at or after a folded byte.
    fn first(&self, words: &str, from: usize) -> Option<Range<usize>> {
        let mut at = from;
        loop {
            let start = at + self.text.get(at..)?.find(words)?;
            if let Some(range) = self.original(start, start + words.len()) {
                return Some(range);
            }
            at = self.text.ceil_char_boundary(start + 1);
        }
    }

    /// The original bytes of a folded stretch; None where it would begin or end within a letter
    /// that folding took apart.
    fn original(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let first = self.index_of(start)?;
        let after = self.index_of(end).unwrap_or(self.origin.len());
        let range = self.origin.get(first)?.1.start..self.origin.get(after.checked_sub(1)?)?.1.end;
        let letter_begins = |byte: usize| {
            let next = self.text.get(byte..).and_then(|rest| rest.chars().next());
            !next.is_some_and(is_combining_mark)
        };
        (letter_begins(start) && letter_begins(end)).then_some(range)
    }

    /// The index in `origin` of the character that begins at a folded byte.
    fn index_of(&self, byte: usize) -> Option<usize> {
        self.origin.binary_search_by_key(&byte, |(at, _)| *at).ok()
    }
}

/// The places in `text` where a quotation stands that begin before byte `limit`: first those
/// that cut no word, then the others, each in order of the text. A quotation with an elision
/// reaches from its first words to the nearest place of its last.
pub fn places(text: &str, limit: usize, quotation: &str) -> Vec<Range<usize>> {
    places_in(&Folded::of(text), text, limit, quotation)
}

/// [`places`] in a text that is already folded.
pub fn places_in(folded: &Folded, text: &str, limit: usize, quotation: &str) -> Vec<Range<usize>> {
    let words = folded_words(quotation);
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = folded
        .occurrences(&words, 0)
        .into_iter()
        .map(|(range, _)| range)
        .collect();
    if found.is_empty()
        && let Some((head, tail)) = elided(&words)
    {
        found = folded
            .occurrences(head, 0)
            .into_iter()
            .filter_map(|(start, after)| {
                let end = folded.first(tail, after)?.end;
                Some(start.start..end)
            })
            .collect();
    }
    found.retain(|range| range.start < limit);
    let (mut whole, cut): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|range| !cuts_a_word(text, range));
    whole.extend(cut);
    whole
}

/// How many of [`places`] count as places where the words stand: those that cut no word, or all
/// where each does.
pub fn standing(text: &str, places: &[Range<usize>]) -> usize {
    match places
        .iter()
        .filter(|range| !cuts_a_word(text, range))
        .count()
    {
        0 => places.len(),
        whole => whole,
    }
}

/// A quotation's words, folded, without white space at the ends.
fn folded_words(quotation: &str) -> String {
    Folded::of(quotation.trim()).text
}

/// The words before and after an elision.
fn elided(words: &str) -> Option<(&str, &str)> {
    for mark in [ELISION, "...", "[…]", "[...]"] {
        if let Some((head, tail)) = words.split_once(&format!(" {mark} ")) {
            return Some((head, tail));
        }
    }
    None
}

/// Whether a range begins or ends inside a word.
fn cuts_a_word(text: &str, range: &Range<usize>) -> bool {
    let joined = |at: usize| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at..).and_then(|tail| tail.chars().next());
        matches!((before, after), (Some(a), Some(b)) if in_word(a) && in_word(b))
    };
    joined(range.start) || joined(range.end)
}

/// Whether a character joins with its like to a word. Scripts written without blanks between
/// words are left out: there a border cannot be seen from the characters.
fn in_word(c: char) -> bool {
    let unspaced = matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x3FFFF);
    c.is_alphanumeric() && !unspaced
}

/// One character for all of a kind: quotation marks, apostrophes, dashes.
fn plain(c: char) -> char {
    match c {
        _ if is_double_quote(c) => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ => c,
    }
}

/// Whether a character opens or closes a quotation in any of the customs of writing.
pub fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' | '＂'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words at the first place, and how many places stand.
    fn first<'a>(text: &'a str, quotation: &str) -> Option<(&'a str, usize)> {
        let found = places(text, text.len(), quotation);
        let range = found.first()?.clone();
        Some((&text[range], standing(text, &found)))
    }

    #[test]
    fn marks_dashes_and_blanks_are_equal() {
        let text = "He called it “an — honest\n   mistake”, no less.";
        assert_eq!(
            first(text, "\"an - honest mistake\""),
            Some(("“an — honest\n   mistake”", 1))
        );
    }

    #[test]
    fn whole_words_come_first() {
        let text = "others gather; the rest";
        let found = places(text, text.len(), "the");
        assert_eq!(found.first(), Some(&(15..18)));
        assert_eq!((found.len(), standing(text, &found)), (3, 1));
    }

    #[test]
    fn composed_and_decomposed_letters_are_equal_and_stay_whole() {
        let text = "le traite\u{301} signé";
        assert_eq!(first(text, "traité signe\u{301}"), Some((&text[3..], 1)));
        assert_eq!(first("signé", "signe"), None);
        assert_eq!(first("signe\u{301}", "signe"), None);
    }

    #[test]
    fn an_elision_reaches_to_the_nearest_end() {
        let text = "the treaty was signed, the treaty was broken";
        assert_eq!(first(text, "the … was"), Some(("the treaty was", 2)));
        assert_eq!(
            first(text, "signed … broken").unwrap().0,
            "signed, the treaty was broken"
        );
        assert_eq!(
            first("so it … ends", "so it … ends").unwrap().0,
            "so it … ends"
        );
    }
}
