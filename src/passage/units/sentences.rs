//! Where sentences end.
//!
//! Knows stops, closing signs, abbreviations, initials and numbering, in one pass over the bytes
//! that looks closer only at signs that can end a sentence. Does not know languages by name: each
//! rule is told by the signs and words it stands on. Wrong in two known ways: a quotation with an
//! inner stop before a capitalised speaker, and an abbreviation at the end of a sentence before a
//! proper name (`… in the U.S. Russia …`), which no rule without meaning can tell.

use std::ops::Range;

use super::abbreviations::{Habit, habit, is_starter, makes_ordinal, tells_speech};

/// The sentences of a text, as byte ranges: rising, none empty, none beginning or ending in white
/// space, and all text but white space is in one.
///
/// A blank line always ends a sentence, a single line end never does by itself. Closing quotation
/// marks, brackets and note marks (`[3]`) after a stop belong to the sentence they close.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = skip_space(text, 0);
    let mut at = start;
    while let Some(stop) = next_stop(text, at) {
        let (end, border) = match stop {
            Stop::BlankLine(line) => (line, true),
            Stop::Sign(sign) => {
                let run = StopRun::read(text, sign);
                (run.end, run.is_border(text, start))
            }
        };
        at = end.max(at + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if border {
            push_trimmed(text, start..end, &mut found);
            start = skip_space(text, end);
            at = at.max(start);
        }
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

/// Something that can end a sentence, at a byte offset.
enum Stop {
    /// A stop sign.
    Sign(usize),
    /// The first line end of a blank line.
    BlankLine(usize),
}

/// Bytes that begin a stop sign or could: one look-up a byte keeps the scan fast.
const CANDIDATE: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b".!?\n\xe2\xe3\xef\xd8\xdb\xe0\xd6\xe1";
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

fn next_stop(text: &str, from: usize) -> Option<Stop> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes
            .get(at..)?
            .iter()
            .position(|byte| CANDIDATE[usize::from(*byte)])?;
        match bytes[at] {
            b'.' | b'!' | b'?' => return Some(Stop::Sign(at)),
            b'\n' => {
                let rest = bytes[at + 1..]
                    .iter()
                    .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
                if rest == Some(&b'\n') {
                    return Some(Stop::BlankLine(at));
                }
                at += 1;
            }
            _ => match char_at(text, at) {
                Some(c) if is_stop(c) => return Some(Stop::Sign(at)),
                Some(c) => at += c.len_utf8(),
                None => at += 1,
            },
        }
    }
}

/// Stops of scripts that put no space after them, or whose stop is never anything else.
fn is_full_stop(c: char) -> bool {
    matches!(
        c,
        '。' | '．' | '！' | '？' | '｡' | '۔' | '।' | '॥' | '։' | '።' | '။' | '។'
    )
}

fn is_stop(c: char) -> bool {
    is_full_stop(c) || matches!(c, '.' | '!' | '?' | '…' | '؟' | '‼' | '⁇' | '⁈' | '⁉')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
            | '】'
            | '〉'
            | '》'
            | '〕'
            | '］'
            | '｣'
            | '“'
            | '‘'
            | '*'
            | '_'
    )
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '*'
            | '_'
            | '「'
            | '『'
            | '（'
            | '【'
            | '〈'
            | '《'
    )
}

/// How surely a run of stop signs ends a sentence; the surest sign in it counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Force {
    /// One plain full stop, which may be that of an abbreviation.
    Plain,
    /// An ellipsis or several full stops.
    Ellipsis,
    /// A question or exclamation mark.
    Strong,
    /// A stop that needs no space after it.
    Full,
}

impl Force {
    fn of(stop: char) -> Self {
        match stop {
            '.' => Self::Plain,
            '…' => Self::Ellipsis,
            c if is_full_stop(c) => Self::Full,
            _ => Self::Strong,
        }
    }
}

/// A run of stop signs with the closing signs after it, as `?!”)`.
struct StopRun {
    /// Where the first stop sign begins.
    start: usize,
    /// Where the run and the closing signs after it end.
    end: usize,
    /// What the run is.
    force: Force,
    /// Whether closing signs follow.
    closed: bool,
}

impl StopRun {
    fn read(text: &str, start: usize) -> Self {
        let mut run = Self {
            start,
            end: start,
            force: Force::Plain,
            closed: false,
        };
        let mut stops = 0;
        while let Some(c) = char_at(text, run.end) {
            if is_stop(c) {
                stops += 1;
                let force = Force::of(c);
                let second = if stops > 1 { Force::Ellipsis } else { force };
                run.force = run.force.max(force).max(second);
            } else if is_closer(c) {
                run.closed = true;
            } else if let Some(length) = note_mark(text, run.end) {
                run.end += length;
                continue;
            } else if let Some(length) = spaced_closer(text, run.end) {
                run.closed = true;
                run.end += length;
                continue;
            } else {
                break;
            }
            run.end += c.len_utf8();
        }
        run
    }

    /// Whether a sentence that began at `start` ends with this run.
    fn is_border(&self, text: &str, start: usize) -> bool {
        let next = Next::after(text, self.end);
        if next.at_end {
            return true;
        }
        if self.force == Force::Full {
            // 「…。」と述べた: a particle after the closing sign carries the sentence on.
            return !(self.closed && next.first.is_some_and(carries_on));
        }
        if !next.spaced
            || next
                .first
                .is_none_or(|c| matches!(c, ',' | ';' | ':' | '،' | '؛'))
        {
            return false;
        }
        if next.first.is_some_and(char::is_lowercase) {
            return false;
        }
        if self.force == Force::Strong {
            return !(self.closed && next.speaks(text));
        }
        if self.force == Force::Ellipsis {
            // An ellipsis in brackets stands for words left out within a sentence.
            let bracketed = text
                .get(..self.start)
                .is_some_and(|head| head.ends_with(['[', '(']));
            return !bracketed || next.starts();
        }
        if next.first.is_some_and(|c| matches!(c, '.' | '…')) {
            return false;
        }
        self.stop_is_border(text, start, &next)
    }

    /// Whether a plain full stop before a capital, a digit or a letter without case is a border.
    fn stop_is_border(&self, text: &str, start: usize, next: &Next<'_>) -> bool {
        let head = text.get(start..self.start).unwrap_or("");
        let word = last_word(head);
        if word.is_empty() {
            return true;
        }
        let before = head.get(..head.len() - word.len()).unwrap_or("");
        let digit = next.first.is_some_and(char::is_numeric);
        if is_number_label(word) && is_label_place(before) {
            return false;
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return !(word.len() <= 2 && makes_ordinal(next.word));
        }
        if is_initials(word) {
            return ends_with_initial(word, before, next, digit);
        }
        if matches!(word, "г" | "гг" | "в" | "вв") {
            return !digit && year_closes(before, next);
        }
        match habit_of(word) {
            Habit::Leads => false,
            Habit::LeadsNumber => {
                let roman = next.word.chars().all(|c| "IVXLCDM".contains(c)) && next.word != "I";
                !(digit || (roman && !next.word.is_empty()))
            }
            Habit::MayEnd => !digit && next.starts(),
            Habit::Word => true,
        }
    }
}

/// The habit of a word, or of its last part: `ex-Gov`, `29-Oct`.
fn habit_of(word: &str) -> Habit {
    let lower = word.to_lowercase();
    match (habit(&lower), lower.rsplit_once('-')) {
        (Habit::Word, Some((_, last))) => habit(last),
        (known, _) => known,
    }
}

/// What follows a run of stops.
struct Next<'a> {
    /// Whether nothing but white space follows, or a blank line.
    at_end: bool,
    /// Whether white space follows.
    spaced: bool,
    /// The first letter, digit or sign after white space, opening signs and dashes.
    first: Option<char>,
    /// The word that begins with it.
    word: &'a str,
    /// Whether a full stop follows that word.
    dotted: bool,
    /// Where that word begins.
    at: usize,
}

impl<'a> Next<'a> {
    fn after(text: &'a str, end: usize) -> Self {
        let begin = skip_space(text, end);
        let gap = text.get(end..begin).unwrap_or("");
        let mut at = begin;
        while let Some(c) = char_at(text, at) {
            let dash = matches!(c, '-' | '–' | '—');
            if !(is_opener(c) || dash || (c.is_whitespace() && at > begin)) {
                break;
            }
            at += c.len_utf8();
        }
        let rest = text.get(at..).unwrap_or("");
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
            .unwrap_or(rest.len());
        Self {
            at_end: begin >= text.len() || gap.matches('\n').count() > 1,
            spaced: !gap.is_empty(),
            first: rest.chars().next(),
            word: rest.get(..length).unwrap_or(""),
            dotted: rest.as_bytes().get(length) == Some(&b'.'),
            at,
        }
    }

    /// Whether the next word mostly begins sentences, and is not an initial (`A. Panov`).
    fn starts(&self) -> bool {
        is_starter(self.word) && !(self.dotted && self.word.chars().count() == 1)
    }

    /// Whether the words that follow say who spoke: `Bill said`, `the old man asked`.
    fn speaks(&self, text: &str) -> bool {
        let sign = |c: char| matches!(c, '.' | ',' | '?' | '!' | ';' | ':');
        for word in text.get(self.at..).unwrap_or("").split_whitespace().take(4) {
            if tells_speech(word.trim_end_matches(sign)) {
                return true;
            }
            if word.len() > 4 && word.ends_with(sign) {
                return false;
            }
        }
        false
    }
}

/// Japanese particles and signs that carry a sentence on after a closed quotation.
fn carries_on(c: char) -> bool {
    matches!(
        c,
        'と' | '、'
            | '，'
            | 'っ'
            | 'な'
            | 'の'
            | 'は'
            | 'が'
            | 'を'
            | 'に'
            | 'も'
            | 'で'
            | 'だ'
            | 'や'
            | '…'
    )
}

/// Capital letters with stops between them, as `I`, `U.S`, `Дж.Ф`, and single letters of scripts
/// without case (the Arabic `د.` for Dr.).
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut letters = part.chars();
        match (letters.next(), letters.next()) {
            (Some(one), None) => one.is_alphabetic() && !one.is_lowercase() && !is_ideograph(one),
            (Some(one), Some(two)) => {
                // Дж., Ю-, Ph.: a capital and one small letter count only beside other initials.
                one.is_uppercase()
                    && two.is_lowercase()
                    && letters.next().is_none()
                    && word.contains('.')
            }
            _ => false,
        }
    }) || matches!(word, "a.m" | "p.m" | "Ph.D")
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether initials, or an abbreviation made of capitals, end the sentence.
fn ends_with_initial(word: &str, before: &str, next: &Next<'_>, digit: bool) -> bool {
    if digit {
        return false;
    }
    if word == "I" {
        // The pronoun, unless a name stands before it or follows it.
        let named = last_word(before.trim_end()).starts_with(char::is_uppercase);
        return next.starts() || !(named || before.trim().is_empty() || next.word.len() > 3);
    }
    next.starts()
}

/// Whether the stop of a Russian `г.` (year), `в.` (century) ends a sentence before a capital:
/// not where it means a town, and not after a mere date at the beginning (`В 1956 г. Япония …`).
fn year_closes(before: &str, next: &Next<'_>) -> bool {
    let before = before.trim_end();
    let dated = before.ends_with(|c: char| c.is_numeric() || "IVX".contains(c));
    dated && (next.starts() || before.split_whitespace().take(6).count() > 5)
}

/// A number, numeral or letter as it numbers a paragraph: `1`, `12`, `IV`, `a`, `2.1`.
fn is_number_label(word: &str) -> bool {
    let digits = word.len() <= 6
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let roman = word.len() <= 5 && word.chars().all(|c| "IVXLivxl".contains(c));
    digits || roman || word.chars().count() == 1
}

/// Whether nothing but marks of numbering stands before a label, so that it is one.
fn is_label_place(before: &str) -> bool {
    before
        .trim_start_matches(|c: char| {
            c.is_whitespace() || is_opener(c) || matches!(c, '¶' | '§' | '#' | '-' | '•')
        })
        .is_empty()
}

/// The letters, digits and inner stops at the end of a text.
fn last_word(head: &str) -> &str {
    let start = head
        .char_indices()
        .rev()
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-' | '&')))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let word = head.get(start..).unwrap_or("");
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// The length of a note mark right after a stop: `[3]`, `[*]`, `¹²`.
fn note_mark(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if rest.starts_with('[') {
        let close = rest.bytes().take(6).position(|byte| byte == b']')?;
        let inner = rest.get(1..close)?;
        let mark = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit() || c == '*');
        return mark.then_some(close + 1);
    }
    let length = rest
        .find(|c| !matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'))
        .unwrap_or(rest.len());
    (length > 0).then_some(length)
}

/// The length of white space and a closing sign that is set off by it, as in French `fini. »`.
fn spaced_closer(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let space = rest
        .chars()
        .next()
        .filter(|c| c.is_whitespace() && *c != '\n')?;
    rest.get(space.len_utf8()..)?
        .starts_with('»')
        .then_some(space.len_utf8() + '»'.len_utf8())
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn skip_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    from + (rest.len() - rest.trim_start().len())
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = text.get(range.clone()).unwrap_or("");
    let trimmed = words.trim_end();
    if !trimmed.is_empty() {
        found.push(range.start..range.start + trimmed.len());
    }
}

#[cfg(test)]
mod tests;
