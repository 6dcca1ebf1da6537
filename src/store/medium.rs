//! The medium: what the journal needs of the file it is written to.
//!
//! Knows how bytes get onto the disk, and whether a file that is open is still the one of its name.
//! Tests put a medium in its place that fails as disks do.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

/// A file that grows at its end.
pub(super) trait Medium: fmt::Debug + Send {
    /// Writes all of it at the end.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Waits until what was written is on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts the file, and waits until that is on the disk.
    fn cut(&mut self, bytes: u64) -> io::Result<()>;
    /// Whether it is still the file of that name, and of that length.
    fn is_at(&self, path: &Path, bytes: u64) -> bool;
}

impl Medium for File {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, bytes: u64) -> io::Result<()> {
        self.set_len(bytes)?;
        self.sync_all()
    }

    fn is_at(&self, path: &Path, bytes: u64) -> bool {
        let (Ok(here), Ok(there)) = (self.metadata(), fs::metadata(path)) else {
            return false;
        };
        there.len() == bytes && is_same(&here, &there)
    }
}

#[cfg(unix)]
fn is_same(here: &Metadata, there: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (here.dev(), here.ino()) == (there.dev(), there.ino())
}

/// Elsewhere a file that is open cannot be replaced by another.
#[cfg(not(unix))]
fn is_same(here: &Metadata, there: &Metadata) -> bool {
    here.len() == there.len()
}
