//! What the system says of a file, by which it is seen whether the file changed; and of which
//! folder and by which program a catalogue was made.
//!
//! Knows sizes, times and numbers of files. Reads no file.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A file that was changed so shortly before it was looked at may change again without another
/// time: some systems count in steps of two seconds.
const STEP: Duration = Duration::from_secs(2);

/// What FNV-1a begins with.
const FNV: u64 = 0xCBF2_9CE4_8422_2325;

/// Numbers as one.
fn mix<const N: usize>(parts: [u64; N]) -> u64 {
    parts.into_iter().fold(FNV, |mixed, part| {
        (mixed ^ part)
            .wrapping_mul(0x0100_0000_01B3)
            .rotate_left(29)
    })
}

/// What the system says of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::corpus) struct Stamp {
    /// Its bytes, and one more: 0 where nothing is known, which is like nothing.
    size: u64,
    /// When it was changed, in nanoseconds since 1970.
    modified: i64,
    /// Its number in its file system.
    number: u64,
}

impl Stamp {
    /// What the system says of a file now.
    pub(in crate::corpus) fn of(path: &Path) -> Self {
        fs::metadata(path).map_or_else(|_| Self::default(), |about| Self::from(&about))
    }

    /// Whether the file is as it was when the other stamp was taken.
    pub(in crate::corpus) fn is_like(self, other: Self) -> bool {
        self.size > 0 && self == other
    }

    /// The file's bytes.
    pub(in crate::corpus) fn bytes(self) -> u64 {
        self.size.saturating_sub(1)
    }

    /// The stamp of a file of that path as one number; 0 where nothing is known.
    pub(in crate::corpus) fn number_with(self, path: &Path) -> u64 {
        if self.size == 0 {
            return 0;
        }
        let path = path.as_os_str().as_encoded_bytes().iter();
        let path = path.fold(FNV, |mixed, byte| {
            (mixed ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        });
        mix([path, self.size, self.modified.cast_unsigned(), self.number]).max(1)
    }

    /// The stamp, unless the file was changed just before `now`: then a later change might not be
    /// seen by it.
    pub(in crate::corpus) fn settled_by(self, now: SystemTime) -> Self {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let changed = Duration::from_nanos(u64::try_from(self.modified).unwrap_or(0));
        if changed + STEP < now {
            self
        } else {
            Self::default()
        }
    }
}

impl From<&Metadata> for Stamp {
    fn from(about: &Metadata) -> Self {
        let modified = about.modified().ok();
        let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            size: about.len().saturating_add(1),
            modified: since.map_or(0, |it| i64::try_from(it.as_nanos()).unwrap_or(0)),
            number: number(about),
        }
    }
}

#[cfg(unix)]
fn number(about: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    about.ino()
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

/// The folder of which a catalogue is and the program that made it: another program may read the
/// same files otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Place {
    /// The folder's number and that of its file system.
    pub(super) folder: [u64; 2],
    /// Size, time and number of the program, as one number.
    pub(super) program: u64,
}

impl Place {
    /// The place of a folder for this program; None where the folder is not there.
    pub(in crate::corpus) fn of(root: &Path) -> Option<Self> {
        let about = fs::metadata(root).ok()?;
        let program = std::env::current_exe().ok()?;
        let program = Stamp::of(&program);
        let program = [
            program.size,
            program.modified.cast_unsigned(),
            program.number,
        ];
        Some(Self {
            folder: folder(&about),
            program: mix(program),
        })
    }

    /// The same as bytes.
    pub(in crate::corpus) fn bytes(self) -> [u8; 24] {
        let [device, folder] = self.folder;
        let mut bytes = [0; 24];
        let longs = [device, folder, self.program];
        for (room, long) in bytes.chunks_exact_mut(8).zip(longs) {
            room.copy_from_slice(&long.to_le_bytes());
        }
        bytes
    }
}

#[cfg(unix)]
fn folder(about: &Metadata) -> [u64; 2] {
    use std::os::unix::fs::MetadataExt as _;
    [about.dev(), about.ino()]
}

#[cfg(not(unix))]
fn folder(_: &Metadata) -> [u64; 2] {
    [0, 0]
}
