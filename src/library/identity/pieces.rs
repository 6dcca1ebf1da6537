//! Pieces: how much two texts have in common, whatever became of their white space and marks.
//!
//! Knows runs of letters and which share of one text's another text has. Does not know documents.

use std::collections::HashSet;

use crate::passage::fold::fraction;

/// Letters in a piece. Long enough that unrelated texts share few, short enough that a text read
/// by machine, with a wrong letter in ten, keeps a quarter of them.
const PIECE: usize = 12;
/// Texts from so many letters on are sampled.
const LONG: usize = 2_000;
/// An odd number with its bits spread: what the letters of a piece are weighed by.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hashes of the runs of letters and digits in a text, case and everything between them left out,
/// so that wraps, hyphens and quotes make no difference; of a long text, one in eight.
#[derive(Debug, Clone, Default)]
pub(in crate::library) struct Pieces {
    hashes: HashSet<u64>,
    sampled: bool,
}

impl Pieces {
    /// The pieces of a text. Each is worked out from the one before: this is done for every text
    /// of a corpus when one of them is missed.
    pub(in crate::library) fn of(text: &str) -> Self {
        let letters: Vec<u64> = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .map(|c| u64::from(c) + 1)
            .collect();
        let sampled = letters.len() >= LONG;
        let oldest = (0..PIECE).fold(1_u64, |weight, _| weight.wrapping_mul(BASE));
        let mut hashes = HashSet::new();
        let mut rolling = 0_u64;
        for (at, letter) in letters.iter().enumerate() {
            rolling = rolling.wrapping_mul(BASE).wrapping_add(*letter);
            if let Some(gone) = at.checked_sub(PIECE).and_then(|at| letters.get(at)) {
                rolling = rolling.wrapping_sub(gone.wrapping_mul(oldest));
            }
            let whole = at + 1 >= PIECE.min(letters.len());
            let hash = spread(rolling);
            if whole && (!sampled || in_sample(hash)) {
                hashes.insert(hash);
            }
        }
        Self { hashes, sampled }
    }

    /// Takes in the pieces of another text.
    pub(in crate::library) fn add(&mut self, other: &Self) {
        self.sampled |= other.sampled;
        self.hashes.extend(&other.hashes);
    }

    /// What another text does not have.
    pub(in crate::library) fn without(&self, other: &Self) -> Self {
        let sampled = self.sampled || other.sampled;
        Self {
            hashes: self
                .hashes
                .iter()
                .filter(|it| (!sampled || in_sample(**it)) && !other.hashes.contains(it))
                .copied()
                .collect(),
            sampled,
        }
    }

    /// Whether there are none.
    pub(in crate::library) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// How many there are for each one of another text's, of which these are some.
    pub(in crate::library) fn share_of(&self, all: &Self) -> f32 {
        let counted = all
            .hashes
            .iter()
            .filter(|it| !self.sampled || in_sample(**it))
            .count();
        fraction(self.hashes.len(), counted.max(1))
    }

    /// Which share of these pieces another text has, 0 to 1.
    pub(in crate::library) fn share_in(&self, other: &Self) -> f32 {
        let counts = |hash: &&u64| !other.sampled || in_sample(**hash);
        let all = self.hashes.iter().filter(counts).count();
        let both = self
            .hashes
            .iter()
            .filter(counts)
            .filter(|hash| other.hashes.contains(hash))
            .count();
        fraction(both, all.max(1))
    }
}

/// Whether a piece is in the sample: the same pieces are in either text's.
fn in_sample(hash: u64) -> bool {
    hash.is_multiple_of(8)
}

/// Spreads what tells pieces apart over all bits, so that the sample is even.
fn spread(rolling: u64) -> u64 {
    let mixed = (rolling ^ (rolling >> 31)).wrapping_mul(BASE);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_and_case_make_no_difference_and_other_words_do() {
        let one = Pieces::of("The state of war\nbetween them shall cease.");
        let same = Pieces::of("the STATE of war be-\ntween them shall cease");
        assert!((one.share_in(&same) - 1.0).abs() < f32::EPSILON);
        assert!(one.share_in(&Pieces::of("Fishing quotas were discussed.")) < 0.1);
        assert!((one.without(&same).share_in(&one)).abs() < f32::EPSILON);
    }

    #[test]
    fn a_piece_depends_on_its_letters_only() {
        let words: Vec<String> = (0..900).map(|n| format!("word{}", n * 7919)).collect();
        let words = words.join(" ");
        let all = Pieces::of(&words);
        let half = Pieces::of(&words[words.len() / 2..]);
        let share = all.share_in(&half);
        assert!((0.4..0.6).contains(&share), "{share}");
        assert!(half.share_in(&all) > 0.98);
    }
}
