//! The walk: which files below the paths that were named are documents.
//!
//! Knows folders, hidden files, links, and files that are never documents (pictures, styles).
//! Opens nothing: devices, pipes and links that lead out of the folder are reported instead.

use std::fs::{self, FileType};
use std::path::{Component, Path, PathBuf};

use super::{CorpusError, relative};
use crate::corpus::Problem;

/// Folders deeper than this are not entered.
const DEPTH: usize = 64;

/// Extensions of files that stand beside documents and are none: pictures, sounds, styles,
/// scripts, fonts, archives, databases.
const NEVER: [&str; 45] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "bmp", "tif", "tiff", "mp3", "mp4", "wav",
    "ogg", "webm", "avi", "mov", "flac", "css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf",
    "eot", "json", "jsonl", "xml", "csv", "tsv", "toml", "yaml", "yml", "zip", "gz", "tar", "xz",
    "db", "sqlite", "bak", "tmp", "lock", "exe",
];

/// What a walk found.
pub(super) struct Found {
    /// The folder that paths are shown relative to.
    pub(super) root: PathBuf,
    /// The files to read, in reading order.
    pub(super) files: Vec<PathBuf>,
    /// What was passed over and why.
    pub(super) problems: Vec<Problem>,
}

/// The files below the paths that were named. A file that was named is taken whatever its name.
pub(super) fn files(paths: &[PathBuf]) -> Result<Found, CorpusError> {
    let mut found = Found {
        root: root_of(paths)?,
        files: Vec::new(),
        problems: Vec::new(),
    };
    for path in paths {
        let about = fs::metadata(path).map_err(|source| unreadable(path, source))?;
        if about.is_dir() {
            let listing = fs::read_dir(path).map_err(|source| unreadable(path, source))?;
            found.folder(listing, 0);
        } else if about.is_file() {
            found.files.push(path.clone());
        } else {
            found.problem(path, "is a device or a pipe, not a file; it was not opened");
        }
    }
    // Of one folder, no file comes twice.
    if paths.len() > 1 {
        let mut seen = std::collections::HashSet::new();
        found.files.retain(|file| seen.insert(file.clone()));
    }
    Ok(found)
}

fn unreadable(path: &Path, source: std::io::Error) -> CorpusError {
    if source.kind() == std::io::ErrorKind::NotFound {
        CorpusError::Missing { path: path.into() }
    } else {
        CorpusError::Unreadable {
            path: path.into(),
            source,
        }
    }
}

/// The one folder that was named, or the deepest folder that holds everything that was named.
fn root_of(paths: &[PathBuf]) -> Result<PathBuf, CorpusError> {
    let mut folders = paths.iter().map(|path| {
        if path.is_dir() {
            path.clone()
        } else {
            match path.parent() {
                Some(parent) if parent != Path::new("") => parent.to_path_buf(),
                _ => PathBuf::from("."),
            }
        }
    });
    let first = folders.next().ok_or(CorpusError::NoPath)?;
    Ok(folders.fold(first, |root, folder| shared(&root, &folder)))
}

/// The beginning that two paths share, or the current folder.
fn shared(one: &Path, other: &Path) -> PathBuf {
    let common: PathBuf = one
        .components()
        .zip(other.components())
        .take_while(|(a, b)| a == b)
        .map(|(component, _)| component.as_os_str())
        .collect();
    if common.components().any(|part| part != Component::CurDir) {
        common
    } else {
        PathBuf::from(".")
    }
}

impl Found {
    fn problem(&mut self, path: &Path, message: &str) {
        self.problems.push(Problem {
            path: relative(&self.root, path),
            message: message.to_owned(),
        });
    }

    fn folder(&mut self, listing: fs::ReadDir, depth: usize) {
        let mut entries: Vec<fs::DirEntry> = listing.filter_map(Result::ok).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if hidden {
                continue;
            }
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) => self.entry(&path, kind, depth),
                Err(error) => self.problem(&path, &format!("cannot be looked at: {error}")),
            }
        }
    }

    fn entry(&mut self, path: &Path, kind: FileType, depth: usize) {
        if kind.is_symlink() {
            self.link(path);
        } else if kind.is_dir() {
            if depth >= DEPTH {
                self.problem(path, "lies too deep; folders below it were not entered");
                return;
            }
            match fs::read_dir(path) {
                Ok(listing) => self.folder(listing, depth + 1),
                Err(error) => self.problem(
                    path,
                    &format!("the folder cannot be entered: {error}; check its permissions"),
                ),
            }
        } else if kind.is_file() {
            if !is_never(path) {
                self.files.push(path.to_path_buf());
            }
        } else {
            self.problem(path, "is a device or a pipe, not a file; it was not opened");
        }
    }

    /// A symbolic link is followed only to a file inside the root.
    fn link(&mut self, path: &Path) {
        if is_never(path) {
            return;
        }
        let (Ok(target), Ok(root)) = (fs::canonicalize(path), fs::canonicalize(&self.root)) else {
            self.problem(
                path,
                "is a symbolic link that leads nowhere; it was not opened",
            );
            return;
        };
        if !target.starts_with(&root) {
            self.problem(
                path,
                "is a symbolic link out of the folder; it was not opened; copy the file here instead",
            );
        } else if target.is_file() {
            self.files.push(path.to_path_buf());
        } else {
            self.problem(path, "is a symbolic link to a folder; it was not followed");
        }
    }
}

/// Whether a file is of a kind that is never a document.
fn is_never(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        let extension = extension.to_string_lossy().to_lowercase();
        NEVER.contains(&extension.as_str())
    })
}
