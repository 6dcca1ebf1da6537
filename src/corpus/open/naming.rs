//! Names: the ids that documents get within their corpus.
//!
//! Knows the rule, which depends on all documents of a corpus and on their order. Does not know
//! where their references come from.

use std::borrow::{Borrow, BorrowMut};
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::corpus::DocumentId;
use crate::corpus::catalogue::Entry;

/// Gives each document its id: its reference where no other document has the same, else its
/// file's stem; a name that is taken gets `-2`, `-3` … in reading order.
pub(super) fn name_all(entries: &mut [impl BorrowMut<Entry>]) {
    let mut references: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter().map(Borrow::borrow) {
        if let Some(reference) = reference_name(entry) {
            *references.entry(reference.to_owned()).or_default() += 1;
        }
    }
    let mut taken: HashSet<String> = HashSet::with_capacity(entries.len());
    let mut last: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter_mut().map(BorrowMut::borrow_mut) {
        let wanted = reference_name(entry)
            .filter(|reference| references.get(*reference) == Some(&1))
            .map_or_else(|| stem_name(&entry.listing.path), str::to_owned);
        let mut name = wanted.clone();
        if !taken.insert(name.clone()) {
            let count = last.entry(wanted.clone()).or_insert(1);
            while !taken.insert(name.clone()) {
                *count += 1;
                name = format!("{wanted}-{count}");
            }
        }
        entry.call(DocumentId::new(name));
    }
}

/// The document's reference, if it can stand in an address as it is.
fn reference_name(entry: &Entry) -> Option<&str> {
    let reference = entry.reference.as_deref()?;
    is_id(reference).then_some(reference)
}

/// Whether a text can be a document's id: something, and nothing that addresses use otherwise.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_safe)
}

/// Whether a character may stand in an id (see `passage::address`).
fn is_safe(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '#' | '¶' | '§' | ':' | '"' | '/' | '\\')
}

/// A file's stem with whatever cannot stand in an address replaced by `-`.
pub fn stem_name(path: &Path) -> String {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut name = String::with_capacity(stem.len());
    for character in stem.chars() {
        if is_safe(character) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    if name.is_empty() {
        "document".to_owned()
    } else {
        name.to_owned()
    }
}
