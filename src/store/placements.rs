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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passage::place::{PlacedState, Why};

    #[test]
    fn what_was_found_is_found_again_and_what_is_damaged_is_not_believed() {
        let temp = tempfile::tempdir().unwrap();
        let placed = Placed {
            state: PlacedState::Uncertain,
            span: Some(3..9),
            score: 0.75,
            review: true,
            why: Why::Changed,
        };
        let findings = vec![([7; 16], placed)];
        let bytes = |findings: &Vec<(Name, Placed)>| postcard::to_allocvec(findings).unwrap();
        let mut file_bytes = FORM.to_vec();
        file_bytes.extend([1; SIGN]);
        file_bytes.extend(crc32fast::hash(&bytes(&findings)).to_le_bytes());
        file_bytes.extend(bytes(&findings));
        fs::write(file(temp.path()), &file_bytes).unwrap();
        assert_eq!(read(temp.path(), [1; SIGN]), Some(findings));
        assert_eq!(read(temp.path(), [2; SIGN]), None);
        let middle = file_bytes.len() - 3;
        file_bytes[middle] ^= 1;
        fs::write(file(temp.path()), &file_bytes).unwrap();
        assert_eq!(read(temp.path(), [1; SIGN]), None);
        // Nothing new, nothing written.
        keep_found(temp.path(), [3; SIGN], &found(temp.path(), [3; SIGN]));
        assert_eq!(fs::read(file(temp.path())).unwrap(), file_bytes);
    }
}
