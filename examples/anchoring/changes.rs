//! Texts that are changed in known ways, so that the true place of every passage afterwards is known.
//!
//! Every character of a changed text remembers which code point of the old text it is (or stands for), whatever was wrapped,
//! misread, reworded, moved or added around it. Passages are drawn before the change; their truth is read off afterwards.
//! Everything follows from a seed.

use std::ops::Range;

/// A small generator of numbers that are the same on every machine (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end` (0 if `end` is 0).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// True in `percent` of a hundred throws.
    pub(crate) fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `things`, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// A character of a changed text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    /// The character as it is now.
    pub(crate) now: char,
    /// The code point of the old text that it is or stands for.
    pub(crate) origin: Option<usize>,
}

/// A text under change.
#[derive(Clone, Debug)]
pub(crate) struct Changing {
    /// Its characters.
    pub(crate) chars: Vec<Kept>,
}

impl Changing {
    /// The text before any change.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            chars: text
                .chars()
                .enumerate()
                .map(|(at, now)| Kept {
                    now,
                    origin: Some(at),
                })
                .collect(),
        }
    }

    /// The text as it is now.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().map(|kept| kept.now).collect()
    }

    /// Ranges of the paragraphs (between empty lines), without the blank lines around them.
    pub(crate) fn paragraphs(&self) -> Vec<Range<usize>> {
        let text: Vec<char> = self.chars.iter().map(|kept| kept.now).collect();
        paragraphs(&text)
    }

    /// Puts new text, which stands for nothing old, before position `at`.
    pub(crate) fn insert(&mut self, at: usize, text: &str) {
        self.chars
            .splice(at..at, text.chars().map(|now| Kept { now, origin: None }));
    }

    /// Takes a stretch out and puts it, with its origins, before position `to` (counted before the change).
    pub(crate) fn carry(&mut self, range: Range<usize>, to: usize) {
        let taken: Vec<Kept> = self.chars.drain(range.clone()).collect();
        let to = if to >= range.end {
            to - range.len()
        } else {
            to
        };
        self.chars.splice(to..to, taken);
    }

    /// Where an old passage stands now; `None` if nothing of it is left.
    pub(crate) fn place_of(&self, old: &Range<usize>) -> Option<Range<usize>> {
        let inside = |kept: &Kept| {
            kept.origin.is_some_and(|origin| old.contains(&origin)) && !kept.now.is_whitespace()
        };
        let first = self.chars.iter().position(inside)?;
        let last = self.chars.iter().rposition(inside)?;
        Some(first..last + 1)
    }
}

/// Paragraph ranges of a text given as characters.
pub(crate) fn paragraphs(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at <= text.len() {
        let is_break =
            at == text.len() || (text[at] == '\n' && text.get(at + 1).is_none_or(|&c| c == '\n'));
        if is_break {
            if text[start..at].iter().any(|c| !c.is_whitespace()) {
                found.push(start..at);
            }
            while at < text.len() && text[at] == '\n' {
                at += 1;
            }
            start = at;
            if at == text.len() {
                break;
            }
        }
        at += 1;
    }
    found
}

/// Sentence ranges inside a paragraph.
pub(crate) fn sentences(text: &[char], paragraph: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = paragraph.start;
    for at in paragraph.clone() {
        let wide = matches!(text[at], '。' | '！' | '？');
        let stop = matches!(text[at], '.' | '!' | '?' | '।')
            && (at + 1 == paragraph.end || text[at + 1].is_whitespace());
        if (wide || stop) && at + 1 - start > 8 {
            found.push(start..at + 1);
            start = at + 1;
            while start < paragraph.end && text[start].is_whitespace() {
                start += 1;
            }
        }
    }
    if start < paragraph.end {
        found.push(start..paragraph.end);
    }
    found
}

/// Word ranges inside a stretch.
pub(crate) fn words(text: &[char], stretch: &Range<usize>) -> Vec<Range<usize>> {
    let dense = |c: char| ('\u{3040}'..='\u{9FFF}').contains(&c);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for at in stretch.clone() {
        let letter = text[at].is_alphanumeric()
            || ('\u{300}'..='\u{36F}').contains(&text[at])
            || ('\u{93A}'..='\u{94D}').contains(&text[at]);
        match found.last_mut() {
            Some(last) if open && letter && !(dense(text[at]) && last.len() >= 2) => {
                last.end = at + 1;
            }
            _ if letter => found.push(at..at + 1),
            _ => {}
        }
        open = letter;
    }
    found
}

/// Passages to annotate in a text: words, phrases, sentences, paragraphs, in turn.
pub(crate) fn draw_passages(text: &[char], count: usize, dice: &mut Dice) -> Vec<Range<usize>> {
    let paragraphs: Vec<Range<usize>> = paragraphs(text)
        .into_iter()
        .filter(|range| range.len() > 40)
        .collect();
    let mut drawn = Vec::new();
    if paragraphs.is_empty() {
        return drawn;
    }
    for number in 0..count {
        let paragraph = dice.pick(&paragraphs).clone();
        let words = words(text, &paragraph);
        let passage = match number % 4 {
            0 if !words.is_empty() => dice.pick(&words).clone(),
            1 if words.len() > 8 => {
                let first = dice.below(words.len() - 7);
                words[first].start..words[first + 2 + dice.below(5)].end
            }
            2 => dice.pick(&sentences(text, &paragraph)).clone(),
            _ => paragraph,
        };
        drawn.push(passage);
    }
    drawn
}
