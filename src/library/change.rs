//! Changes and entries: the one form in which the library is ever altered.
//!
//! Knows that a change is a value before and a value after, and that an entry is what one act of
//! the reader did. The same value is applied, stored, undone, merged and exported.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::record::{Author, Record, RecordId, Timestamp};

/// The name of an entry in the history: a version 7 UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub Uuid);

impl EntryId {
    /// A new name.
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }
}

/// What happened to one record: made (no before), removed (no after) or edited (both, same id).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The record as it was.
    pub before: Option<Record>,
    /// The record as it is.
    pub after: Option<Record>,
}

impl Change {
    /// A record that was made.
    pub fn made(record: Record) -> Self {
        Self {
            before: None,
            after: Some(record),
        }
    }

    /// A record that was removed.
    pub fn removed(record: Record) -> Self {
        Self {
            before: Some(record),
            after: None,
        }
    }

    /// A record that was edited.
    pub fn edited(before: Record, after: Record) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverted(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }

    /// The record it is about; None only for a change without either side.
    pub fn record(&self) -> Option<RecordId> {
        self.after.as_ref().or(self.before.as_ref()).map(Record::id)
    }
}

/// One act of the reader: one undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// The entry upon which it was made; None for the first.
    pub parent: Option<EntryId>,
    /// What was done, in words: `tag “no later than” deadline`.
    pub title: String,
    /// When.
    pub time: Timestamp,
    /// By whom.
    pub author: Author,
    /// What it did, in order.
    pub changes: Vec<Change>,
}
