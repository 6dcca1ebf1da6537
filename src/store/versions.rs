//! The texts that were annotated: one compressed file for each version.
//!
//! Knows how a text is kept and that what is read back is what was kept (by its hash). Does not
//! know which records refer to it.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::folder::{make_private, replace};
use crate::corpus::TextHash;

/// Keeps a text on the disk, unless it is there. Whether it was written now.
pub(super) fn keep(dir: &Path, hash: &TextHash, text: &str) -> io::Result<bool> {
    let path = file(dir, hash);
    if path.exists() {
        return Ok(false);
    }
    make_private(dir)?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes())?;
    replace(&path, &packed.finish()?)?;
    Ok(true)
}

/// The text with that hash, if it is kept and whole.
pub(super) fn text(dir: &Path, hash: &TextHash) -> Option<String> {
    let packed = fs::read(file(dir, hash)).ok()?;
    let mut text = String::new();
    GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .ok()?;
    (TextHash::of(&text) == *hash).then_some(text)
}

/// Where the text with that hash is kept.
pub(super) fn file(dir: &Path, hash: &TextHash) -> PathBuf {
    // A hash read from a damaged or foreign record is not let out of the folder.
    let name: String = hash
        .as_str()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    dir.join(format!("{name}.gz"))
}

/// The hashes of the texts that are kept, damaged or not.
pub(super) fn all(dir: &Path) -> Vec<TextHash> {
    let files = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| {
            file.file_name()
                .to_str()?
                .strip_suffix(".gz")
                .map(str::to_owned)
        })
        .collect();
    names.sort();
    let is_hash = |name: &String| name.len() == 64 && name.chars().all(|c| c.is_ascii_hexdigit());
    names
        .into_iter()
        .filter(is_hash)
        .filter_map(|name| serde_json::from_value(name.into()).ok())
        .collect()
}
