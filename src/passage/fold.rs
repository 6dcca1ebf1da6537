//! Text folded for comparison: what a re-wrap, a re-typing or another normal form does not change.
//!
//! Knows how two spellings of the same words are made equal (compatibility forms, marks, case, quotes, dashes, white space,
//! hyphens at line ends) and the way back from every folded character to the code points it came from, and how strong a
//! border (word, sentence, line, heading) stands before it. Knows nothing of alignments, spans or documents.
//! Positions in the source are code points; positions in the folded text are folded characters.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// How strong a border stands before a folded character. Ordered: a later variant is the better place for a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Border {
    /// Inside a word.
    None,
    /// Between two words, or a word and a sign.
    Word,
    /// After a comma, a colon or a wrapped line.
    Clause,
    /// After the end of a sentence.
    Sentence,
    /// After the end of a sentence that ends its line.
    Line,
    /// After an empty line.
    Paragraph,
    /// Before a heading, and at both ends of the text.
    Heading,
}

/// A text without the differences that do not matter, and the way back to the code points.
#[derive(Clone, Debug)]
pub struct Folded {
    source: Vec<char>,
    chars: Vec<char>,
    from: Vec<u32>,
    to: Vec<u32>,
    borders: Vec<Border>,
}

impl Folded {
    /// Folds `text`. Linear in its length.
    pub fn new(text: &str) -> Self {
        let source: Vec<char> = text.chars().collect();
        let mut folded = Self {
            chars: Vec::with_capacity(source.len()),
            from: Vec::with_capacity(source.len()),
            to: Vec::with_capacity(source.len()),
            borders: Vec::new(),
            source,
        };
        for at in 0..folded.source.len() {
            folded.push_source(at);
        }
        folded.borders = borders(&folded.source, &folded.from, &folded.to);
        folded
    }

    /// The folded characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The code points the text was folded from.
    pub fn source(&self) -> &[char] {
        &self.source
    }

    /// Number of folded characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// True if nothing is left of the text after folding (it was empty, or blank).
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The border before folded character `at`; both ends of the text count as [`Border::Heading`].
    pub fn border(&self, at: usize) -> Border {
        self.borders.get(at).copied().unwrap_or(Border::Heading)
    }

    /// The folded characters that come, at least in part, from the code points of `span`.
    pub fn folded(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.to.partition_point(|&to| to as usize <= span.start);
        let end = self
            .from
            .partition_point(|&from| (from as usize) < span.end);
        start..end.max(start)
    }

    /// The code points from the first to the last of the folded characters `range`; `None` for an empty range.
    pub fn unfolded(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let last = range
            .end
            .checked_sub(1)
            .filter(|&last| last >= range.start)?;
        let (start, end) = (*self.from.get(range.start)?, *self.to.get(last)?);
        Some(start as usize..(end.max(start)) as usize)
    }

    /// The first code point behind folded character `at - 1` (0 for the first).
    pub fn after(&self, at: usize) -> usize {
        at.checked_sub(1)
            .and_then(|before| self.to.get(before))
            .map_or(0, |&to| to as usize)
    }

    /// The first code point of folded character `at` (the text's length at the end).
    pub fn before(&self, at: usize) -> usize {
        self.from
            .get(at)
            .map_or(self.source.len(), |&from| from as usize)
    }

    fn push_source(&mut self, at: usize) {
        let here = self.source[at];
        if here.is_ascii_alphanumeric() {
            self.push(here.to_ascii_lowercase(), at);
            return;
        }
        if here.is_whitespace() || here.is_control() || is_invisible(here) {
            self.widen_over_joiner(at);
            return;
        }
        if is_hyphen(here) && joins_letters(&self.source, at) {
            return;
        }
        if let Some(sign) = plain_sign(here) {
            // A dash typed as two or three hyphens, and a rule of dashes, count as one.
            if sign == '-'
                && self.chars.last() == Some(&'-')
                && self.to.last() == Some(&(at as u32))
            {
                self.widen(at);
            } else {
                self.push(sign, at);
            }
            return;
        }
        let before = self.chars.len();
        let mut parts = [' '; 20];
        let mut count = 0;
        decompose_compatible(here, |part| {
            if let Some(slot) = parts.get_mut(count) {
                *slot = part;
                count += 1;
            }
        });
        for &part in parts.iter().take(count) {
            self.push_part(part, at);
        }
        if self.chars.len() == before {
            self.widen(at);
        }
    }

    fn push_part(&mut self, part: char, at: usize) {
        if is_mark(part) || part.is_whitespace() {
            return;
        }
        if let Some(sign) = plain_sign(part) {
            self.push(sign, at);
            return;
        }
        match part {
            'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(|c| self.push(c, at)),
            'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(|c| self.push(c, at)),
            'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(|c| self.push(c, at)),
            'ς' => self.push('σ', at),
            'ı' => self.push('i', at),
            _ => {
                for lower in part.to_lowercase().filter(|&c| !is_mark(c)) {
                    self.push(lower, at);
                }
            }
        }
    }

    fn push(&mut self, folded: char, at: usize) {
        self.chars.push(folded);
        self.from.push(at as u32);
        self.to.push(at as u32 + 1);
    }

    /// Lets the last folded character end after code point `at`: a mark belongs to the letter it stands on.
    fn widen(&mut self, at: usize) {
        if let Some(to) = self.to.last_mut().filter(|to| **to == at as u32) {
            *to += 1;
        }
    }

    /// A selector or joiner right behind a character is part of it (emoji, Indic clusters); other blanks are not.
    fn widen_over_joiner(&mut self, at: usize) {
        if matches!(
            self.source[at],
            '\u{FE00}'..='\u{FE0F}' | '\u{200D}' | '\u{200C}'
        ) {
            self.widen(at);
        }
    }
}

/// Marks that change the look of a letter. Vowel signs of Indic scripts have combining class 0 and stay: they are letters of their script.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || is_invisible(c))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '¬')
}

/// Quotes and dashes in their plainest form.
fn plain_sign(c: char) -> Option<char> {
    Some(match c {
        '\''
        | '\u{2018}'..='\u{201B}'
        | '\u{2032}'
        | '\u{2035}'
        | '`'
        | '\u{B4}'
        | '\u{2BC}'
        | '\u{2039}'
        | '\u{203A}' => '\'',
        '"'
        | '\u{201C}'..='\u{201F}'
        | '\u{2033}'
        | '\u{2036}'
        | '«'
        | '»'
        | '\u{300C}'..='\u{300F}'
        | '\u{301D}'..='\u{301F}' => '"',
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}' => '-',
        _ => return None,
    })
}

/// True if the hyphen at `at` stands between two letters, with at most one line break behind it. A hyphen that a printer set
/// at the end of a line and one that the writer meant cannot be told apart once the line is broken, so neither is kept.
fn joins_letters(source: &[char], at: usize) -> bool {
    if !at
        .checked_sub(1)
        .is_some_and(|before| source[before].is_alphabetic())
    {
        return false;
    }
    let mut breaks = 0;
    for &next in source.iter().skip(at + 1) {
        match next {
            '\n' | '\u{2028}' if breaks == 0 => breaks += 1,
            ' ' | '\t' | '\r' if breaks == 1 || next == '\r' || next == ' ' => {}
            '\u{AD}' => {}
            _ => {
                let joined = breaks == 1 || source.get(at + 1) == Some(&next);
                return next.is_alphabetic() && joined && (breaks == 1 || source[at] != '¬');
            }
        }
    }
    false
}

fn borders(source: &[char], from: &[u32], to: &[u32]) -> Vec<Border> {
    let mut borders = Vec::with_capacity(from.len());
    for (at, &start) in from.iter().enumerate() {
        let border = match at.checked_sub(1) {
            None => Border::Heading,
            Some(before) => {
                let (end, start) = (to[before] as usize, start as usize);
                border_between(source, end.min(start), start)
            }
        };
        borders.push(border);
    }
    borders
}

/// The border between the code point before `end` and the one at `start`, with only blanks (or a dropped hyphen) between them.
fn border_between(source: &[char], end: usize, start: usize) -> Border {
    let (Some(&last), Some(&next)) = (
        end.checked_sub(1).and_then(|at| source.get(at)),
        source.get(start),
    ) else {
        return Border::None;
    };
    let between = &source[end..start];
    let mut breaks = 0;
    let mut blank = false;
    for &c in between {
        breaks += usize::from(matches!(c, '\n' | '\u{2028}' | '\u{2029}'));
        blank |= c.is_whitespace();
    }
    if breaks >= 2 {
        return if is_heading_at(source, start) {
            Border::Heading
        } else {
            Border::Paragraph
        };
    }
    let ended = ends_sentence(source, end);
    match (breaks, ended) {
        (1, true) => Border::Line,
        (_, true) if blank || is_wide_stop(last) => Border::Sentence,
        (1, false) if !between.iter().any(|&c| is_hyphen(c)) => Border::Clause,
        _ if matches!(
            last,
            ',' | ';' | ':' | '—' | '–' | '，' | '；' | '：' | '、' | '،' | '؛'
        ) =>
        {
            Border::Clause
        }
        _ if blank => Border::Word,
        _ if last.is_alphanumeric()
            && next.is_alphanumeric()
            && !(is_dense(last) && is_dense(next)) =>
        {
            Border::None
        }
        _ => Border::Word,
    }
}

/// True if the sentence before code point `end` is over: a stop, perhaps with closing quotes or brackets behind it.
fn ends_sentence(source: &[char], end: usize) -> bool {
    let closers = |c: &char| {
        matches!(
            c,
            ')' | ']' | '"' | '\'' | '”' | '’' | '»' | '」' | '』' | '*' | '_'
        )
    };
    source[..end]
        .iter()
        .rev()
        .take(4)
        .find(|c| !closers(c))
        .is_some_and(|&c| matches!(c, '.' | '!' | '?' | '…' | '؟' | '।' | '۔') || is_wide_stop(c))
}

fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．')
}

/// A line is taken for a heading if it is short and does not end like a sentence or a clause.
fn is_heading_at(source: &[char], start: usize) -> bool {
    let line = &source[start..source.len().min(start + 61)];
    let Some(end) = line
        .iter()
        .position(|&c| c == '\n')
        .or((start + line.len() == source.len()).then_some(line.len()))
    else {
        return false;
    };
    let last = line[..end].iter().rev().find(|c| !c.is_whitespace());
    last.is_some_and(|&c| !matches!(c, '.' | ',' | ';' | '!' | '?' | '。' | '，' | '！' | '？'))
}

/// Scripts written without spaces, in which one sign carries about as much as three letters elsewhere.
pub fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// How much evidence a matched character is: one for a letter, three for a sign of a dense script.
pub fn weight(c: char) -> u32 {
    if is_dense(c) { 3 } else { 1 }
}

/// `part` of `whole` as a number from 0 to 1; 1 of nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share is shown and compared to two digits"
)]
pub fn fraction(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        1.0
    } else {
        part as f32 / whole as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).chars().iter().collect()
    }

    #[test]
    fn typing_and_wrapping_leave_no_trace() {
        for (one, other) in [
            ("Öffnung", "O\u{308}FFNUNG"),
            ("of\u{FB01}ce", "office"),
            ("‘so’ “it” «goes»", "'so' \"it\" \"goes\""),
            ("then—and", "then--and"),
            ("un-\n  common", "uncommon"),
            ("un\u{AD}common", "uncommon"),
            ("well-known", "well-\nknown"),
            ("Straße", "STRASSE"),
            ("ΛΟΓΟΣ", "λόγος"),
            ("ＡＢＣ １２", "abc 12"),
            ("a\u{200B}b\tc", "abc"),
        ] {
            assert_eq!(folded(one), folded(other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn what_matters_stays() {
        for (one, other) in [
            ("1939-45", "193945"),
            ("a b.", "a b"),
            ("कि", "का"),
            ("- item", "item"),
        ] {
            assert_ne!(folded(one), folded(other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn every_folded_character_knows_its_code_points() {
        //            0 1 2 3       4   5 6
        let text = Folded::new("a e\u{301}\u{FB01} x");
        assert_eq!(text.chars().iter().collect::<String>(), "aefix");
        assert_eq!(text.folded(&(2..4)), 1..2, "letter and mark are one");
        assert_eq!(text.folded(&(3..4)), 1..2, "the mark alone is its letter");
        assert_eq!(
            text.unfolded(&(2..3)),
            Some(4..5),
            "one half of a ligature is the ligature"
        );
        assert_eq!(text.unfolded(&(0..5)), Some(0..7));
        assert_eq!(text.unfolded(&(2..2)), None);
    }

    #[test]
    fn borders_are_told_apart() {
        let text = Folded::new("One, two. Three\nfour.\nFive\n\nA title\n\nIt said so.");
        let before = |word: &str| {
            let wanted: Vec<char> = word.chars().collect();
            let at = (0..text.len())
                .find(|&at| text.chars()[at..].starts_with(&wanted))
                .expect("the word is there");
            text.border(at)
        };
        assert_eq!(before("ne,"), Border::None);
        assert_eq!(before("two"), Border::Clause);
        assert_eq!(before("three"), Border::Sentence);
        assert_eq!(before("four"), Border::Clause);
        assert_eq!(before("five"), Border::Line);
        assert_eq!(before("atitle"), Border::Heading);
        assert_eq!(before("itsaid"), Border::Paragraph);
        assert_eq!(text.border(text.len()), Border::Heading);
    }
}
