//! Lines of the journal: how each is written and how it is known to be whole.
//!
//! Knows the form `{"n":12,"crc":"89abcdef","entry":{…}}`: a number that rises by one, a checksum
//! (CRC-32 of the number and of everything after the checksum), and what happened. Does not know
//! files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::{DocumentId, TextHash};
use crate::library::{Entry, EntryId, Timestamp};

/// A text that was kept because something refers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The text's hash, which names its file.
    pub hash: TextHash,
    /// The document's id at that time.
    pub document: DocumentId,
    /// The document's file at that time, as the corpus names it.
    pub path: String,
    /// How many bytes the text has.
    pub bytes: usize,
    /// When it was kept.
    pub time: Timestamp,
}

/// Every text that was kept, by its hash, the document's id, and its file: a text may have stood
/// under several names.
pub(super) type Versions = BTreeMap<(TextHash, DocumentId, String), Version>;

impl Version {
    /// What it goes by among [`Versions`].
    pub(super) fn name(&self) -> (TextHash, DocumentId, String) {
        (self.hash.clone(), self.document.clone(), self.path.clone())
    }
}

/// A movement of the head: undo, redo, or going to another point of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeadMove {
    /// Where the head is now; null at the beginning.
    pub(super) to: Option<EntryId>,
    /// When it moved.
    pub(super) time: Timestamp,
}

/// What a line is to say.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said<'a> {
    /// An act.
    Entry(&'a Entry),
    /// A movement of the head.
    Head(&'a HeadMove),
    /// A text kept.
    Version(&'a Version),
}

/// What a line says happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Event {
    /// An act.
    Entry(Box<Entry>),
    /// A movement of the head.
    Head(HeadMove),
    /// A text kept.
    Version(Version),
}

/// A line that was found whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its number: 1, 2, 3 …
    pub(super) n: u64,
    /// Its checksum.
    pub(super) crc: u32,
    /// What happened; None for something that a later version of this format added.
    pub(super) event: Option<Event>,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    entry: Option<Box<Entry>>,
    #[serde(default)]
    head: Option<HeadMove>,
    #[serde(default)]
    version: Option<Version>,
}

/// Writes a line, with its line feed; also its checksum.
pub(super) fn encode(n: u64, event: Said<'_>) -> Result<(String, u32), serde_json::Error> {
    Ok(seal(n, &serde_json::to_string(&event)?))
}

/// Makes a line of a JSON object: puts the number and the checksum into it.
pub(super) fn seal(n: u64, object: &str) -> (String, u32) {
    let body = object.strip_prefix('{').unwrap_or(object);
    let crc = checksum(n, body);
    (format!("{{\"n\":{n},\"crc\":\"{crc:08x}\",{body}\n"), crc)
}

/// The number and the checksum of a line that is whole, and what follows them; None for one that
/// is damaged. `line` comes without its line feed.
pub(super) fn check(line: &[u8]) -> Option<(u64, u32, &str)> {
    let text = std::str::from_utf8(line).ok()?;
    let (n, rest) = text.strip_prefix("{\"n\":")?.split_once(",\"crc\":\"")?;
    let (crc, body) = rest.split_once("\",")?;
    let (n, crc) = (n.parse().ok()?, u32::from_str_radix(crc, 16).ok()?);
    (checksum(n, body) == crc && body.ends_with('}')).then_some((n, crc, body))
}

/// Reads a line; None for one that is damaged.
pub(super) fn decode(line: &[u8]) -> Option<Line> {
    let (n, crc, _) = check(line)?;
    let raw: Raw = serde_json::from_slice(line).ok()?;
    let event = (raw.entry.map(Event::Entry))
        .or(raw.head.map(Event::Head))
        .or(raw.version.map(Event::Version));
    Some(Line { n, crc, event })
}

fn checksum(n: u64, body: &str) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&n.to_le_bytes());
    hasher.update(body.as_bytes());
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> HeadMove {
        HeadMove {
            to: None,
            time: Timestamp("2026-03-01T09:30:00.123Z".into()),
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let (text, crc) = encode(12, Said::Head(&example())).unwrap();
        assert_eq!(
            text,
            format!(
                "{{\"n\":12,\"crc\":\"{crc:08x}\",\"head\":{{\"to\":null,\"time\":\"2026-03-01T09:30:00.123Z\"}}}}\n"
            )
        );
        let line = decode(text.trim_end().as_bytes()).unwrap();
        assert_eq!(
            (line.n, line.crc, line.event),
            (12, crc, Some(Event::Head(example())))
        );
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let (text, _) = encode(12, Said::Head(&example())).unwrap();
        let whole = text.trim_end().as_bytes();
        for at in 0..whole.len() {
            assert!(decode(&whole[..at]).is_none(), "cut at {at}");
            for bit in 0..8 {
                let mut damaged = whole.to_vec();
                damaged[at] ^= 1 << bit;
                // A hexadecimal digit of the checksum reads the same in either case.
                if !damaged.eq_ignore_ascii_case(whole) {
                    assert!(decode(&damaged).is_none(), "bit {bit} of byte {at}");
                }
            }
        }
    }

    #[test]
    fn what_a_later_version_added_is_passed_over() {
        let body = "\"gloss\":{\"x\":1}}";
        let crc = checksum(3, body);
        let line = format!("{{\"n\":3,\"crc\":\"{crc:08x}\",{body}");
        assert_eq!(decode(line.as_bytes()).unwrap().event, None);
    }
}
