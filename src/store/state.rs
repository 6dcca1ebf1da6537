//! The state of a library: what a journal's lines amount to.
//!
//! Knows how to go through lines and keep the library, its history, and where each entry stands
//! in the file, so that entries need not all be in memory. Does not write.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::journal::Mark;
use super::line::{self, Event, Line, Versions};
use crate::library::history::{Node, step_changes};
use crate::library::{Change, Entry, EntryId, History, Journey, Library};

/// How many changes are kept in memory for undoing; older ones are read from the journal.
const KEPT_CHANGES: usize = 20_000;

/// Where an entry's line stands in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Its first byte.
    pub(super) start: u64,
    /// Its length in bytes, without the line feed.
    pub(super) length: u32,
}

/// What a journal amounts to.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) library: Library,
    pub(super) history: History,
    pub(super) places: HashMap<EntryId, Place>,
    pub(super) versions: Versions,
    journal: PathBuf,
    since_forgetting: usize,
}

impl State {
    /// The state before the first line of a journal.
    pub(super) fn before(journal: &Path) -> Self {
        Self {
            journal: journal.to_owned(),
            ..Self::default()
        }
    }

    /// Takes in the line that ends at `end` and is `length` bytes long. `Err`: an entry that it
    /// refers to cannot be had.
    pub(super) fn take(&mut self, line: Line, end: Mark, length: usize) -> io::Result<()> {
        match line.event {
            Some(Event::Entry(entry)) => {
                let place = place_before(end, length);
                self.since_forgetting += 1 + entry.changes.len();
                self.places.insert(entry.id, place);
                self.library.apply(&entry.changes);
                self.history.push(Arc::from(entry));
                if self.since_forgetting > KEPT_CHANGES {
                    self.history.forget_old(KEPT_CHANGES);
                    self.since_forgetting = 0;
                }
            }
            Some(Event::Head(moved)) => {
                if let Some(way) = self.history.journey(moved.to) {
                    let changes = recall(&self.journal, &self.history, &self.places, &way)?;
                    self.library.apply(&changes);
                    self.history.set_head(moved.to);
                }
            }
            Some(Event::Version(version)) => {
                self.versions.insert(version.name(), version);
            }
            None => {}
        }
        Ok(())
    }
}

/// Where the line stands that ends at a point. (A last line may lack its line feed; it is then
/// given one before anything is written after it.)
pub(super) fn place_before(end: Mark, length: usize) -> Place {
    Place {
        start: end.bytes.saturating_sub(length as u64 + 1),
        length: u32::try_from(length).unwrap_or(u32::MAX),
    }
}

/// What a journey does to the library: from memory, and from the journal what is not there.
pub(super) fn recall(
    journal: &Path,
    history: &History,
    places: &HashMap<EntryId, Place>,
    way: &Journey,
) -> io::Result<Vec<Change>> {
    let mut file = None;
    let mut changes = Vec::new();
    for step in &way.steps {
        if let Some(entry) = history.node(step.entry).and_then(Node::entry) {
            changes.extend(step_changes(*step, entry));
            continue;
        }
        let place = places.get(&step.entry).ok_or(io::ErrorKind::NotFound)?;
        let file = match &mut file {
            Some(file) => file,
            none => none.insert(File::open(journal)?),
        };
        let entry = read_entry(file, *place)?;
        if entry.id != step.entry {
            return Err(io::ErrorKind::InvalidData.into());
        }
        changes.extend(step_changes(*step, &entry));
    }
    Ok(changes)
}

fn read_entry(file: &mut File, place: Place) -> io::Result<Box<Entry>> {
    let mut bytes = vec![0; place.length as usize];
    file.seek(SeekFrom::Start(place.start))?;
    file.read_exact(&mut bytes)?;
    match line::decode(&bytes).and_then(|line| line.event) {
        Some(Event::Entry(entry)) => Ok(entry),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}
