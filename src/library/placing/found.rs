//! What was found out about passages in changed texts, so that it is found out once.
//!
//! Placing depends on nothing but the present text, what is kept of the old one, and the passage: all of
//! these make the name under which a finding is known again, so that none can be out of date. Knows how
//! many findings are kept and which of them go. Does not know where they lie between two runs.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::corpus::TextHash;
use crate::passage::Anchor;
use crate::passage::place::Placed;

/// So many findings are kept; those that nobody asked for go first.
const MOST: usize = 500_000;

/// A finding's name: a digest of all that it depends on.
pub type Name = [u8; 16];

/// Findings, by name. May be asked by several threads.
#[derive(Debug, Default)]
pub struct FoundPlaces {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    findings: HashMap<Name, Finding>,
    /// Whether there are some that were not there at first.
    new: bool,
}

#[derive(Debug)]
struct Finding {
    placed: Placed,
    /// Whether somebody asked for it since it was brought in.
    asked: bool,
}

impl FoundPlaces {
    /// Findings of an earlier run.
    pub fn of(earlier: impl IntoIterator<Item = (Name, Placed)>) -> Self {
        let findings = earlier.into_iter().map(|(name, placed)| {
            let asked = false;
            (name, Finding { placed, asked })
        });
        Self {
            held: Mutex::new(Held {
                findings: findings.collect(),
                new: false,
            }),
        }
    }

    /// What is to be kept for the next run; None where that is no more than was brought in.
    pub fn to_keep(&self) -> Option<Vec<(Name, Placed)>> {
        let held = self.held();
        if !held.new {
            return None;
        }
        let room = held.findings.len() <= MOST;
        let wanted = held.findings.iter().filter(|(_, it)| room || it.asked);
        let wanted = wanted.take(MOST);
        Some(
            wanted
                .map(|(name, it)| (*name, it.placed.clone()))
                .collect(),
        )
    }

    pub(super) fn get(&self, name: &Name) -> Option<Placed> {
        let mut held = self.held();
        let finding = held.findings.get_mut(name)?;
        finding.asked = true;
        Some(finding.placed.clone())
    }

    pub(super) fn put(&self, name: Name, placed: Placed) {
        let mut held = self.held();
        held.new = true;
        let asked = true;
        held.findings.insert(name, Finding { placed, asked });
    }

    /// What is inserted as a whole is whole, whoever else fails.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of what is found out about a passage in a text; `aligned` says whether the old text was at
/// hand to be compared with it.
pub(super) fn name(text: &TextHash, anchor: &Anchor, aligned: bool) -> Name {
    let mut digest = Sha256::new();
    let quote = &anchor.quote;
    for part in [
        text.as_str(),
        anchor.version.as_str(),
        &quote.before,
        &quote.exact,
        &quote.after,
    ] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    digest.update(anchor.start.to_le_bytes());
    digest.update(anchor.end.to_le_bytes());
    digest.update([u8::from(aligned)]);
    let mut name = Name::default();
    for (room, byte) in name.iter_mut().zip(digest.finalize()) {
        *room = byte;
    }
    name
}
