//! A text as the tokens that dates are made of.
//!
//! Knows numbers (in Latin, full-width and Arabic digits), words with what they can be in a date,
//! Chinese characters one by one, and signs. Does not know what they mean together.

use super::vocabulary::{Term, is_small_month, term_of};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits.
    Number {
        /// Its value; numbers too long for it are `u32::MAX`.
        value: u32,
        /// How many digits.
        digits: usize,
    },
    /// A run of letters.
    Word(Term),
    /// A Chinese character or a kana.
    Han(char),
    /// Anything else but white space.
    Sign(char),
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Whether white space stands before it.
    pub(super) gap: bool,
}

/// The tokens of a text. All questions are answered for any index; beyond the end there is nothing.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        let mut gap = false;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            if c.is_whitespace() {
                gap = true;
                at += c.len_utf8();
                continue;
            }
            let (kind, end) = read(text, at, c);
            list.push(Token {
                start: at,
                end,
                kind,
                gap,
            });
            gap = false;
            at = end;
        }
        Self { text, list }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    /// The words of a token; empty beyond the end.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.get(index)
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or("")
    }

    /// The value and number of digits of a number.
    pub(super) fn number(&self, index: usize) -> Option<(u32, usize)> {
        match self.get(index)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// A number of at most `digits` digits, as a byte.
    pub(super) fn small(&self, index: usize) -> Option<u8> {
        let (value, digits) = self.number(index)?;
        (digits <= 2).then(|| u8::try_from(value).ok()).flatten()
    }

    pub(super) fn sign(&self, index: usize) -> Option<char> {
        match self.get(index)?.kind {
            Kind::Sign(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn han(&self, index: usize) -> Option<char> {
        match self.get(index)?.kind {
            Kind::Han(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn term(&self, index: usize) -> Term {
        match self.get(index).map(|token| token.kind) {
            Some(Kind::Word(term)) => term,
            _ => Term::Other,
        }
    }

    pub(super) fn is_word(&self, index: usize) -> bool {
        matches!(self.get(index).map(|token| token.kind), Some(Kind::Word(_)))
    }

    /// Whether a token stands right after the one before it.
    pub(super) fn tight(&self, index: usize) -> bool {
        self.get(index).is_some_and(|token| !token.gap)
    }

    /// Whether a token is a sign that stands right after the one before it.
    pub(super) fn tight_sign(&self, index: usize, sign: char) -> bool {
        self.tight(index) && self.sign(index) == Some(sign)
    }

    /// Whether a word is one of those in `words`, which are in lower case.
    pub(super) fn is_any(&self, index: usize, words: &[&str]) -> bool {
        if !self.is_word(index) {
            return false;
        }
        let word = self.text(index);
        words.iter().any(|wanted| word.eq_ignore_ascii_case(wanted))
            || (!word.is_ascii() && words.contains(&word.to_lowercase().as_str()))
    }

    /// Whether a word is one of those in `list`, lower case with spaces between; for long lists.
    pub(super) fn is_listed(&self, index: usize, list: &str) -> bool {
        let word = self.text(index);
        self.is_word(index) && word.len() < 40 && {
            let word = word.to_lowercase();
            list.split_ascii_whitespace().any(|wanted| wanted == word)
        }
    }

    /// Whether a token is a dash that can stand between two dates.
    pub(super) fn is_dash(&self, index: usize) -> bool {
        matches!(
            self.sign(index),
            Some('-' | '–' | '—' | '‐' | '‑' | '−' | '~' | '～' | '〜')
        )
    }

    /// Whether a number has letters or a decimal part attached: `07MOSCOW`, `1.5`, `1,956`.
    pub(super) fn is_part_of_more(&self, index: usize) -> bool {
        let letter_before = index > 0 && self.tight(index) && self.is_word(index - 1);
        let letter_after = self.tight(index + 1) && self.is_word(index + 1);
        letter_before || letter_after || self.grouped_before(index) || self.grouped_after(index)
    }

    fn grouped_before(&self, index: usize) -> bool {
        index >= 2
            && self.tight(index)
            && self.tight(index - 1)
            && matches!(self.sign(index - 1), Some('.' | ',' | '/' | ':'))
            && self.number(index - 2).is_some()
    }

    fn grouped_after(&self, index: usize) -> bool {
        self.tight(index + 1)
            && self.tight(index + 2)
            && matches!(self.sign(index + 1), Some('.' | ',' | '/' | ':'))
            && self.number(index + 2).is_some()
    }

    /// The month a token names. Names of languages that give months a capital need one, so that
    /// `you may march` names none.
    pub(super) fn month(&self, index: usize) -> Option<u8> {
        let Term::Month(month) = self.term(index) else {
            return None;
        };
        let word = self.text(index);
        let capital = word.starts_with(char::is_uppercase);
        (capital || is_small_month(month, &word.to_lowercase())).then_some(month)
    }
}

fn read(text: &str, at: usize, first: char) -> (Kind, usize) {
    let rest = text.get(at..).unwrap_or("");
    if digit_of(first).is_some() {
        let mut value = 0_u32;
        let mut digits = 0;
        let mut end = at;
        for c in rest.chars() {
            let Some(digit) = digit_of(c) else { break };
            value = value.saturating_mul(10).saturating_add(digit);
            digits += 1;
            end += c.len_utf8();
        }
        return (Kind::Number { value, digits }, end);
    }
    if is_han(first) {
        return (Kind::Han(first), at + first.len_utf8());
    }
    if first.is_alphabetic() {
        let length = rest
            .find(|c: char| !(c.is_alphabetic() || is_mark(c)) || is_han(c))
            .unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or("");
        return (Kind::Word(term(word)), at + length);
    }
    (Kind::Sign(first), at + first.len_utf8())
}

/// What a word can be in a date, whatever its case.
fn term(word: &str) -> Term {
    /// No term is longer, in bytes.
    const LONGEST: usize = 26;
    if word.len() > LONGEST {
        return Term::Other;
    }
    if !word.is_ascii() {
        return term_of(&word.to_lowercase());
    }
    let mut buffer = [0_u8; LONGEST];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).map_or(Term::Other, term_of)
}

fn digit_of(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        '\u{660}'..='\u{669}' => Some(u32::from(c) - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(u32::from(c) - 0x6f0),
        _ => None,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}
