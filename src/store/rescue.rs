//! Rescue: lines of the journal from where else they are written.
//!
//! Knows that the database holds the last lines word for word and backups hold all of theirs, and
//! that a journal that vanished can be put together again from these, or at least what it
//! amounted to from the database. Called only when the journal is not whole.

use std::collections::BTreeMap;
use std::io;

use super::backup;
use super::database::{Fault, Tables, Whole, ask_contained};
use super::folder::{Folder, replace};
use super::journal::{self, FORMAT, Header, Mark};
use super::line::{self, Event, Said};
use crate::library::{Author, Change, Entry, EntryId, Timestamp};

/// Whole lines by number, without line feeds.
pub(super) type Copies = BTreeMap<u64, Vec<u8>>;

/// The checksums of the journal's whole lines, by number.
pub(super) fn known(folder: &Folder) -> io::Result<BTreeMap<u64, u32>> {
    let mut known = BTreeMap::new();
    journal::read(
        &folder.journal(),
        Mark::default(),
        u64::MAX,
        |line, _, _| {
            known.insert(line.n, line.crc);
        },
    )?;
    Ok(known)
}

/// Copies of lines that are not among those known: from the database, from databases that were
/// set aside, from the backups. A source that has another line under a number that is known tells
/// of another course of things (the library was restored since) and is passed over, as is one
/// that has no line in common.
pub(super) fn copies(folder: &Folder, known: &BTreeMap<u64, u32>) -> Copies {
    let mut known = known.clone();
    let mut found = Copies::new();
    let mut take = |lines: Copies| {
        let shared = lines.iter().filter_map(|(n, line)| {
            let (_, crc, _) = line::check(line)?;
            Some(*known.get(n)? == crc)
        });
        let shared: Vec<bool> = shared.collect();
        if shared.contains(&false) || (shared.is_empty() && !known.is_empty()) {
            return;
        }
        for (n, line) in lines {
            let Some((_, crc, _)) = line::check(&line) else {
                continue;
            };
            if known.insert(n, crc).is_none() {
                found.insert(n, line);
            }
        }
    };
    let here = folder.database();
    for path in std::iter::once(here).chain(folder.databases_aside().into_iter().rev()) {
        if path.is_dir() {
            take(ask_contained(&path, |tables| tables.lines()).unwrap_or_default());
        }
    }
    for file in backup::rolled(folder).iter().rev() {
        let mut lines = Copies::new();
        // A damaged backup gives what it can.
        let _ = backup::lines(file, |line| {
            if let Some((n, _, _)) = line::check(line) {
                lines.insert(n, line.to_vec());
            }
        });
        take(lines);
    }
    found
}

/// Whether there is anything to put a journal together from.
pub(super) fn has_sources(folder: &Folder) -> bool {
    folder.database().is_dir()
        || !folder.databases_aside().is_empty()
        || !backup::rolled(folder).is_empty()
}

/// What was found where a journal should be and is not.
#[derive(Debug)]
pub(super) enum Found {
    /// Every line of it, from the first to the last that the database knows.
    Journal(u64),
    /// So many lines from the first on, without a database that could say how many there were.
    Backup {
        /// How many.
        lines: u64,
        /// When the last of these acts was done, or `an unknown time`.
        last: String,
    },
    /// What it amounted to, without its history: so many records.
    Records(usize),
}

/// Writes a journal that vanished anew, from what the database and the backups hold. None if
/// none of these holds anything.
pub(super) fn journal(folder: &Folder) -> io::Result<Option<Found>> {
    let path = folder.database();
    let read = |tables: Tables| -> Result<(Mark, Whole), Fault> {
        let mark = tables.meta.mark;
        Ok((mark, tables.whole()?))
    };
    let there = path.is_dir().then(|| ask_contained(&path, read).ok());
    let database = there.flatten();
    let copies = copies(folder, &BTreeMap::new());
    let Some((mark, whole)) = database.filter(|(mark, _)| mark.n > 0) else {
        return from_copies(folder, &copies);
    };
    let all = (1..=mark.n).all(|n| copies.contains_key(&n));
    if all {
        let lines = copies.range(..=mark.n).map(|(_, line)| line.as_slice());
        replace(&folder.journal(), &assembled(&first_line()?, lines))?;
        return Ok(Some(Found::Journal(mark.n)));
    }
    let count = whole.records.len();
    let entry = Entry {
        id: EntryId::fresh(),
        parent: None,
        title: format!("recover {count} records from the database; the journal was gone"),
        time: Timestamp::now(),
        author: Author::here(),
        changes: whole.records.into_iter().map(Change::made).collect(),
    };
    let (line, _) = line::encode(1, Said::Entry(&entry)).map_err(io::Error::other)?;
    let lines = [line.trim_end().as_bytes()];
    replace(&folder.journal(), &assembled(&first_line()?, lines))?;
    Ok(Some(Found::Records(count)))
}

/// Writes as much of a journal as copies hold without a gap.
fn from_copies(folder: &Folder, copies: &Copies) -> io::Result<Option<Found>> {
    let found: Vec<&[u8]> = (1..)
        .map_while(|n| copies.get(&n).map(Vec::as_slice))
        .collect();
    let Some(last) = found.last() else {
        return Ok(None);
    };
    let time = match line::decode(last).and_then(|line| line.event) {
        Some(Event::Entry(entry)) => entry.time.0,
        Some(Event::Head(moved)) => moved.time.0,
        Some(Event::Version(version)) => version.time.0,
        None => "an unknown time".to_owned(),
    };
    let lines = found.len() as u64;
    replace(&folder.journal(), &assembled(&first_line()?, found))?;
    Ok(Some(Found::Backup { lines, last: time }))
}

/// The first line of a journal begun now, without line feed.
pub(super) fn first_line() -> io::Result<Vec<u8>> {
    let header = Header {
        glossator: "journal".to_owned(),
        format: FORMAT,
        created: Timestamp::now(),
    };
    serde_json::to_vec(&header).map_err(io::Error::other)
}

/// A journal of these lines.
pub(super) fn assembled<'a>(first: &[u8], lines: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut text = first.to_vec();
    for line in lines {
        text.push(b'\n');
        text.extend_from_slice(line);
    }
    text.push(b'\n');
    text
}
