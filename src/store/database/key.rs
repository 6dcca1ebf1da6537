//! Keys of the database, in one tree: what lies beside what.
//!
//! Knows this layout and nothing of values:
//!
//! | key | value |
//! | --- | --- |
//! | `m` | up to which line of the journal this is true, how many pairs there are, their checksum |
//! | `r` document kind id | a record; all of one document lie together |
//! | `r` kind id, document empty | a tag or a saved query |
//! | `h` number | an entry by name, or a movement of the head |
//! | `v` hash document `00` path | a text that was kept, and as what |
//! | `l` number | one of the last lines of the journal, word for word |
//!
//! A document's id is written with NUL as `00 FF` and ended by `00 00`, so that no id is the
//! beginning of another's keys and order is kept. Numbers are big-endian, ids 16 bytes.

use crate::corpus::DocumentId;
use crate::library::{Record, RecordId};
use crate::store::line::Version;

/// The one key of the summary.
pub(super) const META: &[u8] = b"m";
/// Before all records.
pub(super) const RECORDS: &[u8] = b"r";
/// Before the history.
pub(super) const HISTORY: &[u8] = b"h";
/// Before the kept texts.
pub(super) const VERSIONS: &[u8] = b"v";
/// Before the last lines of the journal.
pub(super) const LINES: &[u8] = b"l";

/// A kind of record in a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Annotation,
    /// A link, under the document where it begins.
    Link,
    /// A pointer to a link, under the document where it ends.
    LinkEnd,
    Rejection,
    Correction,
    Tag,
    Query,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Self::Annotation => b'a',
            Self::Correction => b'c',
            Self::Link => b'f',
            Self::LinkEnd => b't',
            Self::Rejection => b'x',
            Self::Tag => b'g',
            Self::Query => b'q',
        }
    }
}

/// Before all records of a document; of the empty name: before tags and saved queries.
pub(super) fn of_document(document: &str) -> Vec<u8> {
    let mut key = RECORDS.to_vec();
    for byte in document.bytes() {
        key.push(byte);
        if byte == 0 {
            key.push(0xFF);
        }
    }
    key.extend([0, 0]);
    key
}

/// The key of a record of a document.
pub(super) fn in_document(document: &str, kind: Kind, id: RecordId) -> Vec<u8> {
    let mut key = of_document(document);
    key.push(kind.byte());
    key.extend(id.0.as_bytes());
    key
}

/// Whether a record's key is the pointer of a link's far end, and the id in it.
pub(super) fn link_end(key: &[u8]) -> Option<RecordId> {
    let (rest, id) = key.split_last_chunk::<16>()?;
    (rest.last() == Some(&Kind::LinkEnd.byte())).then(|| RecordId(uuid::Uuid::from_bytes(*id)))
}

/// The key under which a record lies whole, and for a link the key of its far end.
pub(super) fn of(record: &Record) -> (Vec<u8>, Option<Vec<u8>>) {
    let in_ = |document: &DocumentId, kind| in_document(document.as_str(), kind, record.id());
    match record {
        Record::Annotation(it) => (in_(&it.target.anchor().document, Kind::Annotation), None),
        Record::Link(it) => (
            in_(&it.from.anchor().document, Kind::Link),
            Some(in_(&it.to.anchor().document, Kind::LinkEnd)),
        ),
        Record::Rejection(it) => (in_(&it.target.anchor().document, Kind::Rejection), None),
        Record::Correction(it) => (in_(&it.document, Kind::Correction), None),
        Record::Tag(it) => (in_document("", Kind::Tag, it.id), None),
        Record::Query(it) => (in_document("", Kind::Query, it.id), None),
    }
}

/// A key with a number.
pub(super) fn numbered(prefix: &[u8], n: u64) -> Vec<u8> {
    let mut key = prefix.to_vec();
    key.extend(n.to_be_bytes());
    key
}

/// The key of a kept text as one document was, in one file.
pub(super) fn version(version: &Version) -> Vec<u8> {
    let mut key = VERSIONS.to_vec();
    key.extend(version.hash.as_str().as_bytes());
    key.extend(version.document.as_str().as_bytes());
    key.push(0);
    key.extend(version.path.as_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_records_of_a_document_lie_together_and_apart_from_others() {
        let id = RecordId::fresh();
        let names = ["", "a", "a\0", "a\0b", "ab", "b", "é"];
        let mut keys: Vec<(Vec<u8>, &str)> = names
            .iter()
            .map(|name| (in_document(name, Kind::Annotation, id), *name))
            .collect();
        keys.sort();
        for name in names {
            let prefix = of_document(name);
            let found: Vec<&str> = keys
                .iter()
                .filter(|(key, _)| key.starts_with(&prefix))
                .map(|(_, name)| *name)
                .collect();
            assert_eq!(found, [name]);
        }
        let order: Vec<&str> = keys.iter().map(|(_, name)| *name).collect();
        assert_eq!(order, names);
        assert!(numbered(HISTORY, 255) < numbered(HISTORY, 256));
    }

    #[test]
    fn a_pointer_is_told_from_a_record() {
        let id = RecordId::fresh();
        assert_eq!(link_end(&in_document("a", Kind::LinkEnd, id)), Some(id));
        assert_eq!(link_end(&in_document("a", Kind::Link, id)), None);
        assert_eq!(link_end(b"rt"), None);
    }
}
