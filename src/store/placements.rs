//! The findings of placing, between two runs: a file of the cache.
//!
//! Knows how they lie there and when they are believed: the file is whole, of this form, and of the same
//! program, since another one may place otherwise. It can be deleted at any time.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::replace;
use crate::library::placing::found::{FoundPlaces, Name};
use crate::passage::place::Placed;

/// What the file begins with; another form has another one.
const FORM: &[u8; 8] = b"glplace1";
/// Bytes of the sign of a corpus (see [`Corpus::sign`](crate::corpus::Corpus::sign)).
const SIGN: usize = 24;

fn file(cache: &Path) -> PathBuf {
    cache.join("placements")
}

/// The findings in a folder of the cache; none where there are none that can be believed.
pub fn found(cache: &Path, sign: [u8; SIGN]) -> FoundPlaces {
    FoundPlaces::of(read(cache, sign).unwrap_or_default())
}

fn read(cache: &Path, sign: [u8; SIGN]) -> Option<Vec<(Name, Placed)>> {
    let bytes = fs::read(file(cache)).ok()?;
    let rest = bytes.strip_prefix(FORM)?.strip_prefix(&sign)?;
    let (sum, findings) = rest.split_first_chunk()?;
    (crc32fast::hash(findings).to_le_bytes() == *sum).then_some(())?;
    postcard::from_bytes(findings).ok()
}

/// Keeps the findings for the next run, where there are new ones. What cannot be kept is found out again,
/// which is no fault.
pub fn keep_found(cache: &Path, sign: [u8; SIGN], found: &FoundPlaces) {
    let Some(findings) = found.to_keep() else {
        return;
    };
    let Ok(findings) = postcard::to_allocvec(&findings) else {
        return;
    };
    let mut bytes = Vec::with_capacity(findings.len() + 64);
    bytes.extend_from_slice(FORM);
    bytes.extend_from_slice(&sign);
    bytes.extend_from_slice(&crc32fast::hash(&findings).to_le_bytes());
    bytes.extend_from_slice(&findings);
    let _ = crate::corpus::make_folder(cache).and_then(|()| replace(&file(cache), &bytes));
}
