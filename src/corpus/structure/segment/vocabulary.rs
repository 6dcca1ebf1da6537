//! The words of a text, counted, to tell whether two halves are one word.
//!
//! Knows hashes of words and how often each occurs. Counting is one pass over the text; the words
//! themselves are not kept.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::line::Page;

/// A hasher for keys that are hashes already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// How often each word of a text occurs, and which of them end a line.
#[derive(Default)]
pub(super) struct Vocabulary {
    counts: HashMap<u64, u32, BuildHasherDefault<Ready>>,
}

/// Two halves of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// Whether a hyphen stands at the end of the first half and is to go.
    pub(super) hyphen: bool,
}

impl Vocabulary {
    /// Counts the words of a text.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut counts: HashMap<u64, u32, BuildHasherDefault<Ready>> = HashMap::default();
        for line in page.lines.iter().filter(|line| line.given.is_none()) {
            for word in line
                .text
                .split_whitespace()
                .map(bare)
                .filter(|word| !word.is_empty())
            {
                *counts.entry(hash(&[word])).or_default() += 1;
            }
        }
        Self { counts }
    }

    fn count(&self, parts: &[&str]) -> u32 {
        self.counts.get(&hash(parts)).copied().unwrap_or(0)
    }

    /// Whether the last word of a text and the first of the next line are halves of one word.
    pub(super) fn cut(&self, text: &str, next: &str) -> Option<Cut> {
        let last = text.rsplit(char::is_whitespace).next()?;
        let first = next.split(char::is_whitespace).next()?;
        let second = bare(first);
        if second.is_empty() || !second.chars().next()?.is_lowercase() || !first.starts_with(second)
        {
            return None;
        }
        if ends_in_hyphen(text) {
            let stem = bare(last.trim_end_matches(['-', '‐', '\u{AD}']));
            if last.ends_with('\u{AD}') {
                return Some(Cut { hyphen: true });
            }
            let joined = self.count(&[stem, second]);
            let compound = self.count(&[stem, "-", second]);
            if joined == 0 && compound == 0 {
                // Neither occurs elsewhere: a compound if both halves are words of their own.
                // Each half was counted once where it stands at the line end.
                let own = self.count(&[stem]) > 0 && self.count(&[second]) > 1;
                return (!own).then_some(Cut { hyphen: true });
            }
            return (joined >= compound).then_some(Cut { hyphen: true });
        }
        let whole =
            last.chars().all(char::is_alphabetic) && second.chars().all(char::is_alphabetic);
        let lower = last.chars().next_back()?.is_lowercase();
        if !whole || !lower || self.count(&[last, second]) == 0 {
            return None;
        }
        // A half that is no word elsewhere.
        let rare = self.count(&[last]) <= 1 || self.count(&[second]) <= 1;
        let both = self.count(&[last]) <= 1 && self.count(&[second]) <= 1;
        (both || rare && !is_common(last) && !is_common(second)).then_some(Cut { hyphen: false })
    }
}

/// Short words that are words however rare they are in one text.
fn is_common(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "in"
            | "on"
            | "of"
            | "to"
            | "for"
            | "with"
            | "over"
            | "under"
            | "out"
            | "up"
            | "any"
            | "some"
            | "every"
            | "no"
            | "one"
            | "thing"
            | "where"
            | "body"
            | "self"
            | "selves"
            | "ever"
            | "more"
            | "further"
            | "there"
            | "here"
            | "after"
            | "be"
            | "by"
            | "how"
            | "who"
            | "what"
            | "when"
            | "which"
            | "may"
            | "can"
            | "not"
            | "all"
            | "al"
            | "so"
            | "ready"
            | "together"
            | "ways"
            | "way"
            | "day"
            | "time"
            | "times"
            | "mean"
            | "while"
            | "never"
            | "the less"
            | "less"
            | "out come"
            | "come"
            | "land"
            | "side"
            | "down"
            | "back"
            | "fore"
            | "through"
    )
}

/// Whether a text ends in a hyphen after a letter.
pub(super) fn ends_in_hyphen(text: &str) -> bool {
    let mut end = text.chars().rev();
    matches!(end.next(), Some('-' | '‐' | '\u{AD}')) && end.next().is_some_and(char::is_alphabetic)
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A hash of a word in small letters, given in parts (FNV-1a).
fn hash(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |byte: u8| {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    };
    for part in parts {
        if part.is_ascii() {
            part.bytes().for_each(|byte| add(byte.to_ascii_lowercase()));
        } else {
            for character in part.chars().flat_map(char::to_lowercase) {
                let mut buffer = [0; 4];
                character
                    .encode_utf8(&mut buffer)
                    .bytes()
                    .for_each(&mut add);
            }
        }
    }
    hash
}
