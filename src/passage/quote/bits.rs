//! Approximate search of a short pattern in a long text, 64 rows of the table at a time (Myers' bit-parallel method).
//!
//! Knows characters and edit distance only. Patterns may have any length; the cost is the text's length times the number of
//! 64-character blocks of the pattern.

use std::collections::HashMap;

/// A place where the pattern matches with few errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// Edit distance.
    pub errors: usize,
}

#[derive(Clone, Copy)]
struct Block {
    plus: u64,
    minus: u64,
}

/// A pattern made ready for searching.
pub(crate) struct Pattern {
    len: usize,
    blocks: usize,
    ascii: Vec<u64>,
    others: HashMap<char, Vec<u64>>,
    none: Vec<u64>,
}

impl Pattern {
    pub(crate) fn new(pattern: impl ExactSizeIterator<Item = char>) -> Self {
        let len = pattern.len();
        let blocks = len.div_ceil(64).max(1);
        let mut ready = Self {
            len,
            blocks,
            ascii: vec![0; 128 * blocks],
            others: HashMap::new(),
            none: vec![0; blocks],
        };
        for (at, c) in pattern.enumerate() {
            let bit = 1_u64 << (at % 64);
            if c.is_ascii() {
                ready.ascii[c as usize * blocks + at / 64] |= bit;
            } else {
                ready.others.entry(c).or_insert_with(|| vec![0; blocks])[at / 64] |= bit;
            }
        }
        ready
    }

    fn rows(&self, c: char) -> &[u64] {
        if c.is_ascii() {
            &self.ascii[c as usize * self.blocks..][..self.blocks]
        } else {
            self.others.get(&c).unwrap_or(&self.none)
        }
    }

    /// Calls `each(end, errors)` behind every character of `text`; the match may start anywhere if `free_start`, else at the start.
    pub(crate) fn scan(
        &self,
        text: impl Iterator<Item = char>,
        free_start: bool,
        mut each: impl FnMut(usize, usize),
    ) {
        if self.blocks == 1 {
            self.scan_short(text, free_start, each);
            return;
        }
        let mut blocks = vec![
            Block {
                plus: u64::MAX,
                minus: 0
            };
            self.blocks
        ];
        let mut errors = self.len;
        let last_row = (self.len + 63) % 64;
        for (at, c) in text.enumerate() {
            let rows = self.rows(c);
            let mut carry = isize::from(!free_start);
            for (number, (block, &row)) in blocks.iter_mut().zip(rows).enumerate() {
                let top = if number + 1 == self.blocks {
                    last_row
                } else {
                    63
                };
                carry = advance(block, row, carry, top);
            }
            errors = errors.saturating_add_signed(carry);
            each(at + 1, errors);
        }
    }

    /// The same for a pattern of one block, which most are: nothing is gone through for each character
    /// but the characters.
    fn scan_short(
        &self,
        text: impl Iterator<Item = char>,
        free_start: bool,
        mut each: impl FnMut(usize, usize),
    ) {
        let mut block = Block {
            plus: u64::MAX,
            minus: 0,
        };
        let mut errors = self.len;
        let top = (self.len + 63) % 64;
        let first = isize::from(!free_start);
        for (at, c) in text.enumerate() {
            let row = match self.ascii.get(c as usize) {
                Some(row) => *row,
                None => self.others.get(&c).map_or(0, |rows| rows[0]),
            };
            errors = errors.saturating_add_signed(advance(&mut block, row, first, top));
            each(at + 1, errors);
        }
    }

    /// The smallest edit distance between the pattern and any beginning of `text`, with that beginning's length.
    pub(crate) fn nearest_beginning(&self, text: impl Iterator<Item = char>) -> (usize, usize) {
        let mut best = (self.len, 0);
        self.scan(text, false, |end, errors| {
            if errors < best.0 {
                best = (errors, end);
            }
        });
        best
    }
}

fn advance(block: &mut Block, row: u64, carry: isize, top: usize) -> isize {
    let vertical = row | block.minus;
    let row = row | u64::from(carry < 0);
    let horizontal = ((row & block.plus).wrapping_add(block.plus) ^ block.plus) | row;
    let mut plus = block.minus | !(horizontal | block.plus);
    let mut minus = block.plus & horizontal;
    let out = isize::from(plus >> top & 1 == 1) - isize::from(minus >> top & 1 == 1);
    plus = plus << 1 | u64::from(carry > 0);
    minus = minus << 1 | u64::from(carry < 0);
    block.plus = minus | !(vertical | plus);
    block.minus = plus & vertical;
    out
}

/// The best matches of `pattern` in `text` with at most `most` errors, each the local minimum of its neighbourhood.
pub(crate) fn search(pattern: &[char], text: &[char], most: usize) -> Vec<Hit> {
    if pattern.is_empty() {
        return Vec::new();
    }
    let mut ends: Vec<(usize, usize)> = Vec::new();
    Pattern::new(pattern.iter().copied()).scan(text.iter().copied(), true, |end, errors| {
        if errors > most {
            return;
        }
        match ends.last_mut() {
            Some(last) if end - last.0 <= pattern.len() / 2 + 1 => {
                if errors < last.1 {
                    *last = (end, errors);
                }
            }
            _ => ends.push((end, errors)),
        }
    });
    if ends.is_empty() {
        return Vec::new();
    }
    let reversed = Pattern::new(pattern.iter().rev().copied());
    let start = |end: usize, errors: usize| {
        let room = text[..end]
            .iter()
            .rev()
            .take(pattern.len() + errors)
            .copied();
        end - reversed.nearest_beginning(room).1
    };
    ends.into_iter()
        .map(|(end, errors)| Hit {
            start: start(end, errors),
            end,
            errors,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(pattern: &[char], text: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=pattern.len()).collect();
        for &c in text {
            let mut corner = row[0];
            row[0] = 0;
            for at in 1..=pattern.len() {
                let best = (corner + usize::from(pattern[at - 1] != c))
                    .min(row[at] + 1)
                    .min(row[at - 1] + 1);
                corner = row[at];
                row[at] = best;
            }
        }
        row[pattern.len()]
    }

    #[test]
    fn finds_what_a_plain_table_finds() {
        let text: Vec<char> =
            "the quick brown fox jumps over the lazy dog; the quiet brown ox jumped"
                .repeat(3)
                .chars()
                .collect();
        for len in [1, 5, 20, 63, 64, 65, 130] {
            let pattern: Vec<char> = text
                .iter()
                .skip(7)
                .take(len)
                .map(|&c| if c == 'o' { 'x' } else { c })
                .collect();
            let mut last = 0;
            Pattern::new(pattern.iter().copied())
                .scan(text.iter().copied(), true, |_, errors| last = errors);
            assert_eq!(last, plain(&pattern, &text), "pattern of {len}");
        }
    }

    #[test]
    fn gives_the_whole_match() {
        let text: Vec<char> = "one two thre four five".chars().collect();
        let pattern: Vec<char> = "three".chars().collect();
        let hits = search(&pattern, &text, 1);
        assert_eq!(hits.len(), 1);
        assert_eq!(
            text[hits[0].start..hits[0].end].iter().collect::<String>(),
            "thre"
        );
    }
}
