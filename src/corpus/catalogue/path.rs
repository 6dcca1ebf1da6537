//! How a path is written in the catalogue: as the system has it, whether it is Unicode or not.
//!
//! Knows bytes on Unix. Elsewhere a path that is not Unicode is written as it is shown; its file
//! is then read anew each time.

use std::path::{Path, PathBuf};

use serde::{Deserialize as _, Deserializer, Serializer};

pub(in crate::corpus) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(&bytes(path))
}

pub(in crate::corpus) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<PathBuf, D::Error> {
    Vec::<u8>::deserialize(from).map(of_bytes)
}

#[cfg(unix)]
fn bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
