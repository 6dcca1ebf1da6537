//! What can go wrong with a library on the disk, in sentences.
//!
//! Each says what failed and on which file; [`StoreError::advice`] says what can be done about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what was asked. Nothing is half done when one is returned: what
/// was not confirmed is not in the library, and asking again may succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process writes to the library.
    #[error("the library {} is open for writing in {}", dir.display(), holder(*pid))]
    Held {
        /// The library's folder.
        dir: PathBuf,
        /// The other process's id, where it could be read.
        pid: Option<u32>,
    },
    /// The library cannot be written to, by its permissions or because its medium is read-only.
    #[error("{} cannot be written to ({why})", path.display())]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The store was opened for reading.
    #[error("the library {} was opened for reading only", dir.display())]
    ForReading {
        /// The library's folder.
        dir: PathBuf,
    },
    /// A newer Glossator wrote the library.
    #[error(
        "the library {} has format {found}, which is newer than this program knows ({known})",
        dir.display()
    )]
    Newer {
        /// The library's folder.
        dir: PathBuf,
        /// The format found.
        found: u32,
        /// The newest format this program reads.
        known: u32,
    },
    /// An older Glossator wrote the library, and it is opened for reading only.
    #[error("the library {} has the older format {found}", dir.display())]
    Older {
        /// The library's folder.
        dir: PathBuf,
        /// The format found.
        found: u32,
    },
    /// A file of the library is not what it should be.
    #[error("{} is not {expected}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it should be.
        expected: &'static str,
    },
    /// Another process changed the library after this one opened it.
    #[error("the library {} was changed by another program since it was opened", dir.display())]
    Changed {
        /// The library's folder.
        dir: PathBuf,
    },
    /// The entry could not be put on the disk.
    #[error("not saved: “{title}” could not be written to {}: {source}", path.display())]
    Unsaved {
        /// What was to be saved, in words.
        title: String,
        /// The journal.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file could not be read or written.
    #[error("{} could not be {what}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `written`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Entries are named that the journal does not hold.
    #[error("the journal {} does not hold the entry asked for", path.display())]
    NoEntry {
        /// The journal.
        path: PathBuf,
    },
}

fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(
        || "another process".to_owned(),
        |pid| format!("another process ({pid})"),
    )
}

impl StoreError {
    /// A fault of the system with a file.
    pub(super) fn io(what: &'static str, path: &Path, source: io::Error) -> Self {
        if is_read_only(&source) {
            return Self::ReadOnly {
                path: path.to_owned(),
                why: source.to_string(),
            };
        }
        Self::Io {
            what,
            path: path.to_owned(),
            source,
        }
    }

    /// What the reader can do, in a sentence, where there is something.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Held { .. } => Some(
                "it can be read meanwhile; to annotate, use the window that holds it or close it",
            ),
            Self::ReadOnly { .. } | Self::ForReading { .. } => Some(
                "--library DIR keeps the annotations in another folder, one that can be written to",
            ),
            Self::Newer { .. } => Some("open it with the newer Glossator that wrote it"),
            Self::Older { .. } => {
                Some("open it once for writing: it is then brought up to date, after a backup")
            }
            Self::Changed { .. } => Some("open the corpus again and repeat the last step"),
            Self::Unsaved { source, .. } => Some(match source.kind() {
                io::ErrorKind::StorageFull
                | io::ErrorKind::QuotaExceeded
                | io::ErrorKind::FileTooLarge => "make room on the disk, then try again",
                _ => "nothing of it was kept; try again",
            }),
            Self::Foreign { .. } => Some("set the file aside and open the library again"),
            Self::Io { .. } | Self::NoEntry { .. } => None,
        }
    }
}

/// Whether the system refuses writing for good: by permission or by the medium.
pub(super) fn is_read_only(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}
