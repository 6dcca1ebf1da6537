//! The lists of a segment: in which documents a word stands, and where in each.
//!
//! Knows how they are written and read, those that lie near one another together, and when one is
//! damaged. The form is told in [`super`].

use super::{HEAD, Segment};
use crate::corpus::read_at;
use crate::search::index::words::Joint;

/// Lists between which there are fewer bytes are read together …
const NEAR: usize = 1 << 13;
/// … as long as they are not more than these bytes.
const TOGETHER: usize = 1 << 20;

/// Writes a number in seven bits to a byte.
pub(in crate::search::index) fn put(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Reads such a number; None at the end and where it is damaged.
#[inline]
pub(super) fn take(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    if first < 0x80 {
        return Some(u64::from(first));
    }
    let mut number = u64::from(first & 0x7f);
    let mut shift = 7;
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Adds to a list a document that is so many after the one before, with its places.
pub(in crate::search::index) fn enter(more: u64, single: bool, places: &[u8], list: &mut Vec<u8>) {
    put(more << 1 | u64::from(single), list);
    if !single {
        put(places.len() as u64, list);
    }
    list.extend(places);
}

impl Segment {
    /// Calls `each` with the lists of words, and with the place of each word among those asked for, which
    /// rise. None where one is damaged.
    pub(in crate::search::index) fn lists(
        &self,
        words: &[u32],
        mut each: impl FnMut(usize, List<'_>),
    ) -> Option<()> {
        let parts = self.places_of_lists(words)?;
        let mut from = 0;
        let mut bytes = Vec::new();
        while let Some(first) = parts.get(from) {
            let mut until = from + 1;
            let mut end = first.end;
            while let Some(next) = parts.get(until) {
                if next.start.saturating_sub(end) > NEAR || next.end - first.start > TOGETHER {
                    break;
                }
                end = next.end;
                until += 1;
            }
            bytes.clear();
            bytes.resize(end.checked_sub(first.start)?, 0);
            read_at(&self.file, &mut bytes, (HEAD + first.start) as u64).ok()?;
            for (place, part) in parts.iter().enumerate().take(until).skip(from) {
                let list = bytes.get(part.start - first.start..part.end - first.start)?;
                let (list, sum) = list.split_last_chunk::<4>()?;
                if crc32fast::hash(list) != u32::from_le_bytes(*sum) {
                    return None;
                }
                each(place, List(list));
            }
            from = until;
        }
        Some(())
    }
}

/// The list of a word.
#[derive(Debug, Clone, Copy)]
pub(in crate::search::index) struct List<'a>(&'a [u8]);

impl<'a> List<'a> {
    /// The documents, each with its places.
    pub(in crate::search::index) fn documents(self) -> Documents<'a> {
        Documents {
            bytes: self.0,
            at: 0,
            document: 0,
        }
    }
}

/// The documents of a list, from first to last.
pub(in crate::search::index) struct Documents<'a> {
    bytes: &'a [u8],
    at: usize,
    document: u32,
}

impl<'a> Iterator for Documents<'a> {
    type Item = (u32, Places<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let more = take(self.bytes, &mut self.at)?;
        let length = if more & 1 == 1 {
            let rest = self.bytes.get(self.at..)?;
            rest.iter().position(|byte| *byte < 0x80)? + 1
        } else {
            usize::try_from(take(self.bytes, &mut self.at)?).ok()?
        };
        let places = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        self.document = self.document.checked_add(u32::try_from(more >> 1).ok()?)?;
        let places = Places {
            bytes: places,
            at: 0,
            before: 0,
        };
        Some((self.document, places))
    }
}

/// Where a word stands in a document: how many words before it, and what stands right before it.
#[derive(Debug, Clone)]
pub(in crate::search::index) struct Places<'a> {
    bytes: &'a [u8],
    at: usize,
    before: u32,
}

impl Places<'_> {
    /// How many there are.
    pub(in crate::search::index) fn number(&self) -> usize {
        // The last byte of each number is a small one.
        self.bytes.iter().filter(|byte| **byte < 0x80).count()
    }
}

impl Iterator for Places<'_> {
    type Item = (u32, Joint);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let number = take(self.bytes, &mut self.at)?;
        self.before = self.before.checked_add(u32::try_from(number >> 2).ok()?)?;
        Some((self.before, Joint::of(number)))
    }
}
