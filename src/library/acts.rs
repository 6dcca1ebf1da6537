//! Acts: what a reader can do to a library, each as a value before it is done.
//!
//! Knows for every act which records it makes, edits and removes, and how it is said in words.
//! Changes nothing: an act is signed by the history, written down by the store, then applied.

mod annotate;
mod decide;
mod link;
mod tags;
mod whole;

use super::change::Change;
use super::record::{Author, Record, RecordId, Timestamp};
use super::tag::TagPathError;

pub use annotate::{
    Settled, annotate, colour, edit_note, note, remove, settle, tag, tag_own, untag,
};
pub use decide::{confirm, reject, unreject};
pub use link::{edit_link, link, unlink};
pub use tags::{
    TagLook, add_tag, delete_tag, describe_tag, merge_tags, recolour_tag, rename_tag, set_forms,
};
pub use whole::{Revision, correct, forget_query, import, revise, said_of, save_query, uncorrect};

/// Who acts, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub author: Author,
    /// When.
    pub time: Timestamp,
}

impl By {
    /// The person at this machine, now.
    pub fn here() -> Self {
        Self {
            author: Author::here(),
            time: Timestamp::now(),
        }
    }
}

/// Something that can be done, told before it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What is done, in words: `tag deadline on “no later than”`.
    pub title: String,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

impl Act {
    /// What it would do, counted: `3,012 annotations changed, 1 tag removed`.
    pub fn effect(&self) -> String {
        let mut counts: Vec<(&'static str, &'static str, usize)> = Vec::new();
        for change in &self.changes {
            let (verb, record) = match (&change.before, &change.after) {
                (None, Some(record)) => ("made", record),
                (Some(record), None) => ("removed", record),
                (Some(_), Some(record)) => ("changed", record),
                (None, None) => continue,
            };
            let noun = noun(record);
            match counts.iter_mut().find(|it| (it.0, it.1) == (verb, noun)) {
                Some(it) => it.2 += 1,
                None => counts.push((verb, noun, 1)),
            }
        }
        let parts: Vec<String> = counts
            .into_iter()
            .map(|(verb, noun, count)| format!("{} {verb}", counted(count, noun)))
            .collect();
        parts.join(", ")
    }
}

/// Why something cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// It would change nothing.
    #[error("nothing to do: {0}")]
    Nothing(&'static str),
    /// There is no such tag.
    #[error("there is no tag “{0}”")]
    NoTag(String),
    /// There is one already.
    #[error("there is a tag “{0}” already; merge the two to make them one")]
    TagExists(String),
    /// A tag would become a part of itself.
    #[error("“{from}” cannot be put into “{into}”, which lies within it")]
    Within {
        /// What was to be moved.
        from: String,
        /// Where to.
        into: String,
    },
    /// A path is not good.
    #[error(transparent)]
    Path(#[from] TagPathError),
    /// The record is not of that kind or is not there any more.
    #[error("there is no {kind} {id}; it may have been removed")]
    Gone {
        /// What was looked for.
        kind: &'static str,
        /// Its id.
        id: RecordId,
    },
    /// A form's pattern cannot be used.
    #[error("the form “{pattern}” cannot be read: {why}")]
    Form {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
}

/// The noun for a record.
fn noun(record: &Record) -> &'static str {
    match record {
        Record::Annotation(_) => "annotation",
        Record::Link(_) => "link",
        Record::Tag(_) => "tag",
        Record::Rejection(_) => "rejected mention",
        Record::Correction(_) => "correction",
        Record::Query(_) => "saved query",
    }
}

/// A number with its noun: `1 annotation`, `3,012 annotations`, `2 saved queries`, `2 matches`.
pub fn counted(count: usize, noun: &str) -> String {
    let number = grouped(count);
    match (count, noun.strip_suffix("ry")) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ries"),
        _ if noun.ends_with("ch") => format!("{number} {noun}es"),
        _ => format!("{number} {noun}s"),
    }
}

/// A number with commas between its thousands.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The first words of a passage in quotation marks, to name it in a title.
pub(super) fn quoted(words: &str) -> String {
    const LONGEST: usize = 40;
    let line: Vec<&str> = words.split_whitespace().collect();
    let line: String = line.join(" ").chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= LONGEST {
        return format!("“{line}”");
    }
    let mut short: String = line.chars().take(LONGEST).collect();
    // Cut at the last blank, unless that would leave too little (or the script has none).
    if let Some(blank) = short.rfind(' ').filter(|at| *at > LONGEST / 2) {
        short.truncate(blank);
    }
    format!("“{short}…”")
}
