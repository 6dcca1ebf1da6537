//! Stretches of k characters that occur once in either text: the fixed points of an alignment.
//!
//! Knows how to find them in linear time with one open-addressed table, how long they must be to be rare in a given text, and
//! how hits on one diagonal join into an anchor. Knows nothing of order, gaps or moved text.

use crate::passage::fold::{fraction, is_dense};

/// A stretch equal in both texts, made of overlapping unique k-mers on one diagonal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// First folded character in the old text.
    pub old: u32,
    /// First folded character in the new text.
    pub new: u32,
    /// Length in folded characters.
    pub len: u32,
    /// Number of unique k-mers in it: its weight against other anchors.
    pub hits: u32,
}

const EMPTY: u32 = u32::MAX;
const SEVERAL: u32 = u32::MAX - 1;
const BASE: u64 = 0x9E37_79B9_7F4A_7C55;

#[derive(Clone, Copy)]
struct Slot {
    print: u32,
    old: u32,
    new: u32,
}

struct Table {
    slots: Vec<Slot>,
    mask: usize,
}

impl Table {
    fn for_count(count: usize) -> Self {
        let size = (count + count / 2 + 2).next_power_of_two();
        Self {
            slots: vec![
                Slot {
                    print: 0,
                    old: EMPTY,
                    new: EMPTY
                };
                size
            ],
            mask: size - 1,
        }
    }

    /// The slot of this hash, or the empty one where it belongs.
    fn find(&mut self, hash: u64) -> &mut Slot {
        let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let print = (mixed as u32) | 1;
        let mut at = (mixed >> 34) as usize & self.mask;
        while self.slots[at].old != EMPTY && self.slots[at].print != print {
            at = (at + 1) & self.mask;
        }
        self.slots[at].print = print;
        &mut self.slots[at]
    }
}

/// Calls `each(position, hash)` for every stretch of `k` characters.
fn roll(text: &[char], k: usize, mut each: impl FnMut(u32, u64)) {
    if k == 0 || text.len() < k {
        return;
    }
    let high = (1..k).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let code = |c: char| (u64::from(u32::from(c)) + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mut hash = 0_u64;
    for (at, &c) in text.iter().enumerate() {
        if at >= k {
            hash = hash.wrapping_sub(code(text[at - k]).wrapping_mul(high));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(code(c));
        if at + 1 >= k {
            each((at + 1 - k) as u32, hash);
        }
    }
}

/// The share of stretches of `k` characters that occur once in `text`.
fn unique_share(text: &[char], k: usize) -> f32 {
    let count = (text.len() + 1).saturating_sub(k);
    if count == 0 {
        return 1.0;
    }
    let mut table = Table::for_count(count);
    let mut unique = 0_usize;
    roll(text, k, |at, hash| {
        let slot = table.find(hash);
        match slot.old {
            EMPTY => {
                slot.old = at;
                unique += 1;
            }
            SEVERAL => {}
            _ => {
                slot.old = SEVERAL;
                unique -= 1;
            }
        }
    });
    fraction(unique, count)
}

/// The shortest length at which nearly all stretches of this text are unique, so that a hit is evidence and noise between two
/// errors still leaves hits. In long texts the length is set by size alone: measuring would cost more than it brings.
pub(super) fn fitting_length(text: &[char]) -> usize {
    const SHARE: f32 = 0.88;
    if text.len() > 150_000 {
        let dense = text.iter().step_by(97).filter(|&&c| is_dense(c)).count();
        return if dense * 2 > text.len() / 97 { 8 } else { 16 };
    }
    [6, 8, 10, 12, 14, 16]
        .into_iter()
        .find(|&k| unique_share(text, k) >= SHARE)
        .unwrap_or(20)
}

/// Anchors between the texts, sorted by their place in the old one. Starts of different anchors never lie inside one another.
pub(super) fn anchors(old: &[char], new: &[char], k: usize) -> Vec<Anchor> {
    let mut hits = shared(old, new, k);
    hits.sort_unstable();
    let mut anchors: Vec<Anchor> = Vec::new();
    for (at, to) in hits {
        match anchors.last_mut() {
            Some(last)
                if at <= last.old + last.len
                    && i64::from(at) - i64::from(last.old)
                        == i64::from(to) - i64::from(last.new) =>
            {
                last.len = at + k as u32 - last.old;
                last.hits += 1;
            }
            _ => anchors.push(Anchor {
                old: at,
                new: to,
                len: k as u32,
                hits: 1,
            }),
        }
    }
    anchors
}

/// For each old character whether it stands in a stretch of `k` that occurs once in the old text and at most once in the new
/// one. Only such stretches tell a place from all others.
pub(super) fn telling(old: &[char], new: &[char], k: usize) -> Vec<bool> {
    let mut telling = vec![false; old.len()];
    if old.len() < k {
        return telling;
    }
    let table = counted(old, new, k);
    let mut starts: Vec<u32> = table
        .slots
        .iter()
        .filter(|slot| slot.old < SEVERAL && slot.new != SEVERAL)
        .map(|slot| slot.old)
        .collect();
    starts.sort_unstable();
    let mut done = 0;
    for start in starts {
        let end = start as usize + k;
        telling[done.max(start as usize)..end].fill(true);
        done = end;
    }
    telling
}

fn counted(old: &[char], new: &[char], k: usize) -> Table {
    let mut table = Table::for_count(old.len() + 1 - k);
    roll(old, k, |at, hash| {
        let slot = table.find(hash);
        slot.old = if slot.old == EMPTY { at } else { SEVERAL };
    });
    roll(new, k, |at, hash| {
        let slot = table.find(hash);
        if slot.old != EMPTY {
            slot.new = if slot.new == EMPTY { at } else { SEVERAL };
        }
    });
    table
}

fn shared(old: &[char], new: &[char], k: usize) -> Vec<(u32, u32)> {
    if old.len() < k || new.len() < k {
        return Vec::new();
    }
    let table = counted(old, new, k);
    let found = table
        .slots
        .iter()
        .filter(|slot| slot.old < SEVERAL && slot.new < SEVERAL);
    // Two different stretches may share a hash: what is written down as equal has to be equal.
    found
        .filter(|slot| old[slot.old as usize..][..k] == new[slot.new as usize..][..k])
        .map(|slot| (slot.old, slot.new))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn anchors_are_unique_stretches_joined() {
        let (old, new) = (chars("xxabcdefghxxxx"), chars("yyyabcdefghy"));
        let found = anchors(&old, &new, 6);
        assert_eq!(
            found,
            [Anchor {
                old: 2,
                new: 3,
                len: 8,
                hits: 3
            }]
        );
    }

    #[test]
    fn what_occurs_twice_is_no_anchor_and_tells_nothing() {
        let (old, new) = (chars("abcdef-abcdef-ghijkl"), chars("abcdef"));
        assert!(anchors(&old, &new, 6).is_empty());
        let telling = telling(&old, &new, 6);
        assert!(!telling[0] && telling[17]);
    }

    #[test]
    fn repetitive_text_needs_longer_stretches() {
        let mut seed = 7_u32;
        let mut letter = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + (seed >> 24) as u8 % 26)
        };
        let varied: Vec<char> = (0..2_000).map(|_| letter()).collect();
        let form = chars(&"the undersigned confirms that all is true. ".repeat(50));
        assert!(fitting_length(&varied) < fitting_length(&form));
    }
}
