//! Backups: a library in one file, and the few that are kept by themselves.
//!
//! Knows the file: gzip over JSON Lines, so that it can be looked into with common tools: a
//! heading, the journal word for word, a line for each kept text, the session, and a last line by
//! which a file that was cut short is known. Does not know what the journal says.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::folder::{Folder, compact_now, make_private, private, sync_dir};
use super::journal::{self, Mark};
use super::{session, versions};
use crate::corpus::TextHash;
use crate::library::Timestamp;

/// The form of the file.
const FORMAT: u32 = 1;
/// A backup is kept by itself when the last one is older than this.
const EVERY: Duration = Duration::from_hours(20);
/// How many of them are kept.
const KEPT: usize = 5;

#[derive(Serialize, Deserialize)]
struct Heading {
    glossator: String,
    format: u32,
    made: Timestamp,
    /// Bytes of the journal, which begins on the next line.
    journal: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Snapshot { hash: TextHash, text: String },
    Session(session::Session),
    End { snapshots: usize },
}

/// Writes a library, up to a point of its journal, into one file.
pub(super) fn write(folder: &Folder, end: Mark, file: &Path, texts: bool) -> io::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".new-{}", std::process::id()));
    let beside = PathBuf::from(beside);
    let put = || {
        let out = private()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&beside)?;
        let mut out = GzEncoder::new(BufWriter::new(out), Compression::fast());
        put_parts(folder, end, texts, &mut out)?;
        let out = out
            .finish()?
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        out.sync_all()?;
        fs::rename(&beside, file)?;
        sync_dir(file.parent().unwrap_or(Path::new(".")))
    };
    put().inspect_err(|_| drop(fs::remove_file(&beside)))
}

fn put_parts(folder: &Folder, end: Mark, texts: bool, out: &mut impl Write) -> io::Result<()> {
    let heading = Heading {
        glossator: "backup".to_owned(),
        format: FORMAT,
        made: Timestamp::now(),
        journal: end.bytes,
    };
    put_line(out, &heading)?;
    if end.bytes > 0 {
        let copied = io::copy(&mut File::open(folder.journal())?.take(end.bytes), out)?;
        if copied != end.bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let mut snapshots = 0;
    let dir = folder.snapshots();
    for hash in if texts {
        versions::all(&dir)
    } else {
        Vec::new()
    } {
        // One that is damaged cannot be saved by copying it.
        if let Some(text) = versions::text(&dir, &hash) {
            put_line(out, &Part::Snapshot { hash, text })?;
            snapshots += 1;
        }
    }
    put_line(out, &Part::Session(session::load(&folder.session())))?;
    put_line(out, &Part::End { snapshots })
}

fn put_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::other)?;
    out.write_all(b"\n")
}

/// Keeps a backup of the journal, if the last one is old enough, and removes the oldest.
pub(super) fn roll(folder: &Folder, end: Mark) -> io::Result<()> {
    let dir = folder.backups();
    let mut kept = rolled(folder);
    let fresh = |path: &PathBuf| -> bool {
        let made = fs::metadata(path).and_then(|it| it.modified());
        made.is_ok_and(|made| made.elapsed().is_ok_and(|age| age < EVERY))
    };
    if kept.last().is_some_and(fresh) {
        return Ok(());
    }
    make_private(&dir)?;
    let file = dir.join(format!("journal-{}.backup.gz", compact_now()));
    write(folder, end, &file, false)?;
    kept.push(file);
    for old in kept.iter().rev().skip(KEPT) {
        fs::remove_file(old)?;
    }
    Ok(())
}

/// The backups kept by themselves, newest last.
pub(super) fn rolled(folder: &Folder) -> Vec<PathBuf> {
    let files = fs::read_dir(folder.backups())
        .into_iter()
        .flatten()
        .flatten();
    let mut paths: Vec<PathBuf> = files
        .map(|file| file.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("journal-") && name.ends_with(".backup.gz")
        })
        .collect();
    paths.sort();
    paths
}

/// Calls `each` with every line of the journal in a backup.
pub(super) fn lines(file: &Path, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut input = BufReader::new(MultiGzDecoder::new(BufReader::new(File::open(file)?)));
    let heading = heading(&mut input)?;
    let mut journal = input.take(heading.journal);
    let mut line = Vec::new();
    while journal.read_until(b'\n', &mut line)? > 0 {
        each(line.strip_suffix(b"\n").unwrap_or(&line));
        line.clear();
    }
    Ok(())
}

fn heading(input: &mut impl BufRead) -> io::Result<Heading> {
    let mut first = Vec::new();
    input.take(4096).read_until(b'\n', &mut first)?;
    let heading: Heading = serde_json::from_slice(&first).map_err(invalid)?;
    if heading.glossator != "backup" || heading.format > FORMAT {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(heading)
}

fn invalid(error: serde_json::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// Reads a backup into an empty folder beside the library, checking that all of it is there.
pub(super) fn unpack(file: &Path, into: &Folder) -> Result<(), StoreError> {
    let foreign = |_| StoreError::Foreign {
        path: file.to_owned(),
        expected: "a whole backup of a library",
    };
    let input = File::open(file).map_err(|source| StoreError::io("read", file, source))?;
    let mut input = BufReader::new(MultiGzDecoder::new(BufReader::new(input)));
    let bytes = heading(&mut input).map_err(foreign)?.journal;
    let put = |source| StoreError::io("written", into.dir(), source);
    make_private(into.dir()).map_err(put)?;
    if bytes > 0 {
        let path = into.journal();
        let mut out = private()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(put)?;
        let copied = io::copy(&mut (&mut input).take(bytes), &mut out).map_err(foreign)?;
        out.sync_all().map_err(put)?;
        let read = journal::read(&path, Mark::default(), u64::MAX, |_, _, _| ()).map_err(put)?;
        if copied != bytes || !read.tail.is_empty() || read.end.bytes != bytes {
            return Err(foreign(io::Error::other("")));
        }
    }
    let mut found = 0;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line).map_err(foreign)? > 0 {
        match serde_json::from_slice(&line).map_err(|error| foreign(invalid(error)))? {
            Part::Snapshot { hash, text } => {
                if TextHash::of(&text) != hash {
                    return Err(foreign(io::Error::other("")));
                }
                versions::keep(&into.snapshots(), &hash, &text).map_err(put)?;
                found += 1;
            }
            Part::Session(session) => session::save(&into.session(), &session).map_err(put)?,
            Part::End { snapshots } if snapshots == found => {
                // The checksum of the whole stands behind the last line.
                let rest = input.read_until(b'\n', &mut line).map_err(foreign)?;
                return if rest == 0 {
                    Ok(())
                } else {
                    Err(foreign(io::Error::other("")))
                };
            }
            Part::End { .. } => break,
        }
        line.clear();
    }
    Err(foreign(io::Error::other("")))
}

/// Puts a backup in the place of the library in a folder, whose lock is held. What was there is
/// set aside; the names of what was set aside are returned.
pub(super) fn restore(folder: &Folder, file: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let staging = Folder::new(
        &folder
            .dir()
            .join(format!("restoring-{}", std::process::id())),
    );
    // Left by an attempt that was cut off.
    let _ = fs::remove_dir_all(staging.dir());
    let put = |source| StoreError::io("written", folder.dir(), source);
    unpack(file, &staging).inspect_err(|_| drop(fs::remove_dir_all(staging.dir())))?;
    make_private(&folder.snapshots()).map_err(put)?;
    for hash in versions::all(&staging.snapshots()) {
        let from = versions::file(&staging.snapshots(), &hash);
        fs::rename(from, versions::file(&folder.snapshots(), &hash)).map_err(put)?;
    }
    let mut aside = Vec::new();
    for path in [
        folder.journal(),
        folder.database(),
        folder.session(),
        folder.opening(),
    ] {
        if path.exists() {
            let to = folder.aside(&path, "replaced");
            fs::rename(&path, &to).map_err(put)?;
            aside.push(to);
        }
    }
    for (from, to) in [
        (staging.session(), folder.session()),
        (staging.journal(), folder.journal()),
    ] {
        if from.exists() {
            fs::rename(from, to).map_err(put)?;
        }
    }
    sync_dir(&folder.snapshots())
        .and_then(|()| sync_dir(folder.dir()))
        .map_err(put)?;
    let _ = fs::remove_dir_all(staging.dir());
    Ok(aside)
}
