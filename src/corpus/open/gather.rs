//! Gathering: what is in every file of a walk, from what is known already or by reading it.
//!
//! Knows which files changed, how many are read at a time, and how a long reading is logged. Does
//! not know where what is known comes from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::walk;
use super::{naming, read_one, relative};
use crate::corpus::catalogue::{
    Catalogue, Entry, Failed, Found, Keeper, LOG_FROM, Log, Stamp, pack,
};
use crate::corpus::shelf::Shelf;
use crate::corpus::{Document, Problem, share};

/// What is in the files of a corpus.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The documents in reading order, named.
    #[expect(
        clippy::vec_box,
        reason = "of a large corpus they are moved as they are, not held twice"
    )]
    pub(super) entries: Vec<Box<Entry>>,
    /// The files that could not be read, by path.
    pub(super) failed: Vec<Failed>,
    /// Documents that were read and for which there was room, by their index.
    pub(super) documents: Vec<(usize, Box<Document>)>,
    /// How many files were read.
    pub(super) read: usize,
}

impl Gathered {
    /// Whether a catalogue says the same, but for when the files were looked at.
    pub(super) fn is_like(&self, catalogue: &Catalogue) -> bool {
        let there = catalogue.failed();
        let mut failed = self.failed.iter().zip(&there);
        self.entries.len() == catalogue.len()
            && self.failed.len() == there.len()
            && failed.all(|(one, other)| one.path == other.path && one.message == other.message)
            && self.entries.iter().enumerate().all(|(index, entry)| {
                let there = catalogue.entry(index);
                there.is_some_and(|it| {
                    it.listing == entry.listing && it.reference == entry.reference
                })
            })
    }
}

/// What is written down while files are read.
#[derive(Debug)]
struct Books {
    log: Option<Log>,
    keeper: Option<Keeper>,
}

impl Books {
    /// Writes down what was found in a file, with the document as it is kept. What cannot be
    /// written is read again another time.
    fn write(&mut self, found: &mut Found, packed: Option<&[u8]>) {
        if let (Found::Document(entry), Some(keeper), Some(packed)) =
            (&mut *found, &mut self.keeper, packed)
        {
            entry.kept = keeper.add(packed);
        }
        if let Some(log) = &mut self.log {
            let _ = log.add(found);
        }
    }
}

/// A file, what was found in it, and the document if it was read just now.
type Finding = (usize, Found, Option<Box<Document>>);

/// Gathers what is in the files found: from `known` where a file did not change, else by reading,
/// on as many threads as the machine has. None where `step` ended it. In the folder of a cache the
/// documents read are kept, and a long reading is logged.
pub(super) fn gather(
    found: &walk::Found,
    mut known: HashMap<PathBuf, Found>,
    cache: Option<&Path>,
    step: super::Step<'_>,
) -> Option<Gathered> {
    let root = &found.root;
    let mut findings: Vec<Option<(Found, Option<Box<Document>>)>> = Vec::new();
    findings.resize_with(found.files.len(), || None);
    let mut wanted: Vec<(usize, Stamp)> = Vec::new();
    let anew = known.is_empty();
    for (index, path) in found.files.iter().enumerate() {
        let stamp = Stamp::of(path);
        let old = known.remove(&relative(root, path));
        match old.filter(|old| old.stamp().is_like(stamp)) {
            Some(old) => {
                if let Some(room) = findings.get_mut(index) {
                    *room = Some((old, None));
                }
            }
            None => wanted.push((index, stamp)),
        }
    }
    drop(known);
    let log = cache.filter(|_| wanted.len() >= LOG_FROM);
    let books = Books {
        log: log.and_then(|cache| Log::open(cache, root)),
        keeper: cache
            .filter(|_| !wanted.is_empty())
            .and_then(|cache| Keeper::open(cache, root, anew)),
    };
    for (index, found, document) in read_all(found, &wanted, books, step)? {
        if let Some(room) = findings.get_mut(index) {
            *room = Some((found, document));
        }
    }
    let mut gathered = Gathered {
        read: wanted.len(),
        failed: found.problems.iter().map(passed_over).collect(),
        ..Gathered::default()
    };
    for (found, document) in findings.into_iter().flatten() {
        match found {
            Found::Document(entry) => {
                let index = gathered.entries.len();
                gathered.documents.extend(document.map(|it| (index, it)));
                gathered.entries.push(entry);
            }
            Found::Failed(failed) => gathered.failed.push(*failed),
        }
    }
    naming::name_all(&mut gathered.entries);
    gathered.failed.sort_by(|a, b| a.path.cmp(&b.path));
    Some(gathered)
}

fn passed_over(problem: &Problem) -> Failed {
    Failed {
        path: problem.path.clone(),
        message: problem.message.clone(),
        stamp: Stamp::default(),
    }
}

/// Reads the files wanted, in no order.
fn read_all(
    found: &walk::Found,
    wanted: &[(usize, Stamp)],
    books: Books,
    step: super::Step<'_>,
) -> Option<Vec<Finding>> {
    let weight = AtomicU64::new(0);
    let keeps = books.keeper.is_some();
    let results: Mutex<(Vec<Finding>, Books)> =
        Mutex::new((Vec::with_capacity(wanted.len()), books));
    let whole = share(wanted, step, |lots| {
        for lot in lots {
            let read: Vec<(Finding, Option<Vec<u8>>)> = (lot.iter())
                .filter_map(|(index, stamp)| read_file(found, *index, *stamp, keeps, &weight))
                .collect();
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            for (mut finding, packed) in read {
                results.1.write(&mut finding.1, packed.as_deref());
                results.0.push(finding);
            }
        }
    });
    let (findings, _) = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    whole.then_some(findings)
}

/// Reads one file; the document stays with it while there is room for all that were read, and is
/// packed if it is to be kept.
fn read_file(
    found: &walk::Found,
    index: usize,
    stamp: Stamp,
    keeps: bool,
    weight: &AtomicU64,
) -> Option<(Finding, Option<Vec<u8>>)> {
    let path = found.files.get(index)?;
    let stamp = stamp.settled_by(SystemTime::now());
    Some(match read_one(&found.root, path) {
        Ok(mut document) => {
            let entry = Entry {
                stamp,
                ..Entry::of(&document)
            };
            let text = document.text.len() as u64;
            let room = Shelf::has_room_for(text, weight.fetch_add(text, Ordering::Relaxed));
            let found = Found::Document(Box::new(entry));
            let packed = keeps.then(|| pack(&mut document)).flatten();
            ((index, found, room.then(|| Box::new(document))), packed)
        }
        Err(message) => {
            let failed = Failed {
                path: relative(&found.root, path),
                message,
                stamp,
            };
            ((index, Found::Failed(Box::new(failed)), None), None)
        }
    })
}
