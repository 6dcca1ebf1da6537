//! The library: what the reader made of the corpus, as plain values.
//!
//! Knows annotations, tags with their forms, links, rejected mentions and corrections, and the
//! history of changes to them. Knows no database and no terminal: a change is a pair of values,
//! before and after, that `store` writes down and `app` asks for.

pub mod change;
pub mod record;

pub use change::{Change, Entry, EntryId};
pub use record::{
    Annotation, Author, Correction, Fix, Form, FormKind, Link, Record, RecordId, Rejection,
    SavedQuery, Tag, Target, Timestamp,
};
