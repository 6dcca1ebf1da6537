//! The lock: one process writes to a library.
//!
//! Knows a file that the system locks for as long as its process lives, so that no lock is left
//! behind by one that was killed. Does not know what is protected by it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, Write};
use std::path::Path;

use super::folder::private;

/// The lock, held for as long as the value lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Who has the lock, when it is not to be had.
#[derive(Debug)]
pub(super) enum Refused {
    /// Another process, with its id where that could be read.
    Held(Option<u32>),
    /// The system does not let the file be made or locked.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock, or says who has it. Does not wait.
    pub(super) fn take(path: &Path) -> Result<Self, Refused> {
        let mut options = private();
        let open = options.read(true).write(true).create(true).truncate(false);
        let mut file = open.open(path).map_err(Refused::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Refused::Held(holder(path))),
            // Some network file systems know no locks; a second process is then not noticed.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(Refused::Io(error)),
        }
        let sign = |file: &mut File| {
            let number = format!("{}\n", std::process::id());
            file.rewind()?;
            file.write_all(number.as_bytes())?;
            // Cutting a file is slow on some file systems, and every start waits for it.
            if file.metadata()?.len() > number.len() as u64 {
                file.set_len(number.len() as u64)?;
            }
            Ok::<_, io::Error>(())
        };
        // The number only serves the message; a full disk must not keep a reader out.
        let _ = sign(&mut file);
        Ok(Self { _file: file })
    }
}

/// The process whose id stands in the lock file.
fn holder(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}
