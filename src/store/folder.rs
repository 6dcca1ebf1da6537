//! The library's folder: which files are in it, and how they are put there.
//!
//! Knows names, permissions (the owner's alone) and what it takes for a file to be on the disk
//! and not only on its way: the file synced, then the folder that names it. Does not know what
//! is in the files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder of one library. It need not exist.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    dir: PathBuf,
}

impl Folder {
    pub(super) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
        }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The journal: the truth.
    pub(super) fn journal(&self) -> PathBuf {
        self.dir.join("journal.jsonl")
    }

    /// The database: what answers queries; rebuilt from the journal at need.
    pub(super) fn database(&self) -> PathBuf {
        self.dir.join("database")
    }

    /// The texts that were annotated, one file a version.
    pub(super) fn snapshots(&self) -> PathBuf {
        self.dir.join("snapshots")
    }

    /// Reading places and the like.
    pub(super) fn session(&self) -> PathBuf {
        self.dir.join("session.json")
    }

    /// Notes being written.
    pub(super) fn drafts(&self) -> PathBuf {
        self.dir.join("drafts")
    }

    /// The backups kept by themselves.
    pub(super) fn backups(&self) -> PathBuf {
        self.dir.join("backups")
    }

    /// What is needed for the first picture: a cache.
    pub(super) fn opening(&self) -> PathBuf {
        self.dir.join("opening.json")
    }

    /// Locked by the process that writes.
    pub(super) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }

    /// Databases that were set aside, newest last.
    pub(super) fn databases_aside(&self) -> Vec<PathBuf> {
        self.set_aside()
            .into_iter()
            .filter(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with("database.damaged-") && path.is_dir()
            })
            .collect()
    }

    /// Whatever was set aside, by name.
    pub(super) fn set_aside(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = files
            .map(|file| file.path())
            .filter(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                [".damaged-", ".torn-", ".replaced-"]
                    .iter()
                    .any(|mark| name.contains(mark))
            })
            .collect();
        paths.sort();
        paths
    }

    /// Where a damaged file or folder is set aside: `NAME.damaged-TIME`.
    pub(super) fn aside(&self, path: &Path, why: &str) -> PathBuf {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let time = compact_now();
        (0..10_000)
            .map(|count| {
                let more = if count == 0 {
                    String::new()
                } else {
                    format!("-{count}")
                };
                self.dir.join(format!("{name}.{why}-{time}{more}"))
            })
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.dir.join(format!("{name}.{why}")))
    }

    /// Makes the folder, for its owner alone, if it is not there.
    pub(super) fn make(&self) -> io::Result<()> {
        make_private(&self.dir)
    }

    /// Whether entries could be written here, as far as can be told without writing.
    pub(super) fn refuses_writing(&self) -> Option<(PathBuf, String)> {
        let existing = self.dir.ancestors().find(|path| path.exists())?;
        let mut to_test = vec![existing.to_owned()];
        if existing == self.dir {
            to_test.push(self.journal());
        }
        to_test
            .into_iter()
            .filter(|path| path.exists())
            .find_map(|path| {
                may_write(&path)
                    .err()
                    .map(|error| (path, error.to_string()))
            })
    }
}

#[cfg(unix)]
fn may_write(path: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(path, rustix::fs::Access::WRITE_OK)?)
}

#[cfg(not(unix))]
fn may_write(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.permissions().readonly() && path.is_file() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(())
}

/// The present moment for a file's name: `20260301T093000`.
pub(super) fn compact_now() -> String {
    let now = crate::library::Timestamp::now().0;
    let digits: String = now
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == 'T')
        .collect();
    digits.chars().take("20260301T093000".len()).collect()
}

/// Makes a folder and those above it; the last one for its owner alone.
pub(super) fn make_private(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(above) = dir.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    dir.parent().map_or(Ok(()), sync_dir)
}

/// Options that make a file readable by its owner alone.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Puts a folder's list of names on the disk. (Windows has no such call and needs none.)
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    File::open(dir)?.sync_all()
}

/// Writes a file whole or not at all, and puts it on the disk: beside, synced, renamed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let beside = dir.join(name);
    let write = || {
        let mut file = private()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        sync_dir(dir)
    };
    write().inspect_err(|_| drop(fs::remove_file(&beside)))
}
