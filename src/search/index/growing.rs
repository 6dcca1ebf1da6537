//! Words and their lists while a segment grows.
//!
//! Everything lies in a few long buffers instead of one small piece of memory for each of a million
//! words: that takes half the room, and all of it is given back when the segment is written. Knows
//! nothing of documents.

/// In the table: no word has this place.
const FREE: u32 = u32::MAX;
/// Bytes of the first piece of a list; each further one is twice as long, up to the longest.
const SHORTEST: usize = 12;
/// Bytes of the longest piece.
const LONGEST: usize = 1 << 10;
/// Bytes before a piece, that say where the next one is.
const LINK: usize = 4;

/// Words, each with a list of bytes.
#[derive(Debug, Default)]
pub(super) struct Growing {
    /// The words, one after the other.
    text: String,
    words: Vec<Word>,
    /// The number of each word at a place that its hash tells, or at one of the next.
    table: Vec<u32>,
    /// The pieces of the lists.
    pieces: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where it ends in the text.
    end: u32,
    /// Where the first and the last piece of its list begin.
    first: u32,
    last: u32,
    /// Bytes in all pieces, and in the last.
    length: u32,
    filled: u16,
    /// Bytes that the last piece has room for.
    room: u16,
    /// What was told of it last.
    note: u32,
}

impl Growing {
    /// The word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let end = |number: usize| self.words.get(number).map_or(0, |word| word.end as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.text.get(start..end(number)).unwrap_or("")
    }

    /// The number of a word, which is a new one where it is not known yet. Says whether it is.
    pub(super) fn number(&mut self, word: &str) -> (u32, bool) {
        if (self.words.len() + 1) * 2 > self.table.len() {
            self.widen();
        }
        let mask = self.table.len() - 1;
        let mut at = hash(word) & mask;
        loop {
            match self.table.get(at).copied() {
                Some(FREE) | None => break,
                Some(number) if self.word(number) == word => return (number, false),
                Some(_) => at = (at + 1) & mask,
            }
        }
        let number = u32::try_from(self.words.len()).unwrap_or(FREE);
        self.text.push_str(word);
        self.words.push(Word {
            end: u32::try_from(self.text.len()).unwrap_or(u32::MAX),
            first: 0,
            last: 0,
            length: 0,
            filled: 0,
            room: 0,
            note: 0,
        });
        if let Some(place) = self.table.get_mut(at) {
            *place = number;
        }
        (number, true)
    }

    /// Makes the table twice as wide.
    fn widen(&mut self) {
        let width = (self.table.len() * 2).max(1 << 10);
        let mut table = vec![FREE; width];
        for number in self.table.iter().copied().filter(|it| *it != FREE) {
            let mut at = hash(self.word(number)) & (width - 1);
            while table.get(at).is_some_and(|it| *it != FREE) {
                at = (at + 1) & (width - 1);
            }
            if let Some(place) = table.get_mut(at) {
                *place = number;
            }
        }
        self.table = table;
    }

    /// What was noted of a word last; 0 at first.
    pub(super) fn note(&self, number: u32) -> u32 {
        self.words.get(number as usize).map_or(0, |word| word.note)
    }

    /// Adds to the list of a word, and notes something of it.
    pub(super) fn add(&mut self, number: u32, mut bytes: &[u8], note: u32) {
        let Some(word) = self.words.get_mut(number as usize) else {
            return;
        };
        word.note = note;
        word.length += u32::try_from(bytes.len()).unwrap_or(0);
        while !bytes.is_empty() {
            if word.filled == word.room {
                let room = (usize::from(word.room) * 2).clamp(SHORTEST, LONGEST);
                let new = u32::try_from(self.pieces.len()).unwrap_or(u32::MAX);
                self.pieces.resize(self.pieces.len() + LINK + room, 0);
                let before = word.last as usize;
                if word.room == 0 {
                    word.first = new;
                } else if let Some(link) = self.pieces.get_mut(before..before + LINK) {
                    link.copy_from_slice(&new.to_le_bytes());
                }
                (word.last, word.filled, word.room) = (new, 0, room as u16);
            }
            let free = usize::from(word.room - word.filled).min(bytes.len());
            let (now, later) = bytes.split_at(free);
            let from = word.last as usize + LINK + usize::from(word.filled);
            if let Some(place) = self.pieces.get_mut(from..from + free) {
                place.copy_from_slice(now);
            }
            word.filled += free as u16;
            bytes = later;
        }
    }

    /// The list of a word.
    pub(super) fn list(&self, number: u32, into: &mut Vec<u8>) {
        into.clear();
        let Some(word) = self.words.get(number as usize) else {
            return;
        };
        let (mut piece, mut room) = (word.first as usize, SHORTEST);
        let mut left = word.length as usize;
        while left > 0 {
            let Some(bytes) = self.pieces.get(piece + LINK..piece + LINK + room.min(left)) else {
                return;
            };
            into.extend_from_slice(bytes);
            left -= bytes.len();
            let link = self.pieces.get(piece..piece + LINK);
            let link = link.and_then(|link| link.try_into().ok());
            piece = link.map_or(0, u32::from_le_bytes) as usize;
            room = (room * 2).min(LONGEST);
        }
    }

    /// The numbers of the words, in the order of the words.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..u32::try_from(self.words.len()).unwrap_or(FREE)).collect();
        order.sort_unstable_by(|a, b| self.word(*a).cmp(self.word(*b)));
        order
    }

    /// Whether a word's list has something in it.
    pub(super) fn is_listed(&self, number: u32) -> bool {
        let word = self.words.get(number as usize);
        word.is_some_and(|word| word.length > 0)
    }
}

/// FNV-1a, the halves folded together.
fn hash(word: &str) -> usize {
    let hash = word.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash ^ (hash >> 32)) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_keep_their_lists(added in prop::collection::vec(("[a-d]{1,3}", prop::collection::vec(any::<u8>(), 0..40)), 0..300)) {
            let mut growing = Growing::default();
            let mut expected: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            for (word, bytes) in &added {
                let (number, new) = growing.number(word);
                prop_assert_eq!(new, !expected.contains_key(word));
                prop_assert_eq!(growing.word(number), word);
                growing.add(number, bytes, bytes.len() as u32);
                prop_assert_eq!(growing.note(number), bytes.len() as u32);
                expected.entry(word.clone()).or_default().extend(bytes);
            }
            let mut found = Vec::new();
            let mut list = Vec::new();
            for number in growing.in_order() {
                growing.list(number, &mut list);
                prop_assert_eq!(growing.is_listed(number), !list.is_empty());
                found.push((growing.word(number).to_owned(), list.clone()));
            }
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_thousand_words_are_told_apart() {
        let mut growing = Growing::default();
        for number in 0..5_000_u32 {
            assert_eq!(growing.number(&format!("w{number}")), (number, true));
        }
        for number in 0..5_000_u32 {
            assert_eq!(growing.number(&format!("w{number}")), (number, false));
        }
    }
}
