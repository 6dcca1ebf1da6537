//! JSON Lines: every record as it is kept, one a line, so that nothing is lost on the way out and
//! back.
//!
//! Knows the first line, which names the form, and how a file is read back. Records that a newer
//! program wrote and this one does not know are named, not dropped in silence.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::harmless;
use super::material::{Material, Scope};
use crate::library::{Library, Record, RecordId};

/// The version of the form.
const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    glossator: u32,
    records: usize,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinesError {
    /// The first line is not one of ours.
    #[error("it does not begin with the line that names the form: {{\"glossator\":1, …}}")]
    NoHead,
    /// A newer program wrote it.
    #[error("it has form {found}, which is newer than this program knows ({FORMAT})")]
    Newer {
        /// The form found.
        found: u32,
    },
    /// A line is not a record.
    #[error("line {line} cannot be read as a record: {why}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// The file ends too early.
    #[error("it holds {found} of {promised} records; the file was cut short")]
    Short {
        /// How many records there are.
        found: usize,
        /// How many the first line promises.
        promised: usize,
    },
}

/// The records of a library, in a fixed order. A scope takes the annotations in it, the links
/// with an end in one of its documents, and the tags these carry; a whole library is whole.
pub fn written(library: &Library, scope: &Scope) -> String {
    let taken = |record: &Record| scope.is_whole() || takes(library, scope, record);
    set(&library.records().filter(taken).collect::<Vec<_>>())
}

/// The records of what was gathered: its annotations, the links at it, and the tags it carries.
pub fn gathered(library: &Library, material: &Material) -> String {
    let notes = material.passages().flat_map(|it| &it.notes);
    let notes: HashSet<RecordId> = notes.map(|it| it.annotation.id).collect();
    let ties = material.passages().flat_map(|it| &it.ties);
    let ties: HashSet<RecordId> = ties.map(|it| it.link.id).collect();
    let taken = |record: &Record| match record {
        Record::Annotation(it) => notes.contains(&it.id),
        Record::Link(it) => ties.contains(&it.id),
        Record::Tag(tag) => library.tagged(tag.id).any(|it| notes.contains(&it.id)),
        _ => false,
    };
    set(&library.records().filter(taken).collect::<Vec<_>>())
}

/// Records, one a line, below the line that names the form.
fn set(records: &[Record]) -> String {
    let mut out = String::new();
    let head = Head {
        glossator: FORMAT,
        records: records.len(),
    };
    push_line(&mut out, &head);
    for record in records {
        push_line(&mut out, record);
    }
    out
}

fn push_line(out: &mut String, value: &impl Serialize) {
    // Records hold strings, numbers and lists, which always have a form in JSON.
    let line = serde_json::to_string(value).expect("plain values can be written as JSON");
    out.push_str(&harmless::json(&line));
    out.push('\n');
}

fn takes(library: &Library, scope: &Scope, record: &Record) -> bool {
    match record {
        Record::Annotation(it) => scope.takes(&it.target.anchor().document, &library.tag_paths(it)),
        Record::Link(it) => [&it.from, &it.to]
            .iter()
            .any(|end| scope.takes_place(&end.anchor().document)),
        Record::Tag(tag) => library
            .tagged(tag.id)
            .any(|it| scope.takes(&it.target.anchor().document, &library.tag_paths(it))),
        Record::Rejection(it) => scope.takes_place(&it.target.anchor().document),
        Record::Correction(it) => scope.takes_place(&it.document),
        Record::Query(_) => false,
    }
}

/// Whether a text is a file of this form.
pub fn is_own(text: &str) -> bool {
    text.lines()
        .next()
        .is_some_and(|line| serde_json::from_str::<Head>(line).is_ok())
}

/// The records of a file.
///
/// # Errors
/// [`LinesError`], with the line; nothing is taken from a file that cannot be read whole.
pub fn read(text: &str) -> Result<Vec<Record>, LinesError> {
    let mut lines = text.lines().enumerate();
    let head: Head = lines
        .next()
        .and_then(|(_, line)| serde_json::from_str(line).ok())
        .ok_or(LinesError::NoHead)?;
    if head.glossator > FORMAT {
        return Err(LinesError::Newer {
            found: head.glossator,
        });
    }
    let records: Vec<Record> = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| LinesError::Line {
                line: index + 1,
                why: error.to_string(),
            })
        })
        .collect::<Result<_, _>>()?;
    if records.len() < head.records {
        return Err(LinesError::Short {
            found: records.len(),
            promised: head.records,
        });
    }
    Ok(records)
}
