//! The journal: an append-only file of lines, which is the truth about a library.
//!
//! Knows how a line gets onto the disk before it is confirmed, how a torn end is recognised and
//! cut off, and which format the file has. Does not know what the lines mean.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::{private, sync_dir};
use super::line::{self, Line, Said};
use super::medium::Medium;
use crate::library::Timestamp;

/// The format that this program writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;

/// The journal's first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// Always `journal`.
    pub(super) glossator: String,
    /// The format of all lines.
    pub(super) format: u32,
    /// When the library was begun.
    pub(super) created: Timestamp,
}

/// So many bytes before a point tell one journal from another.
const TAIL: u64 = 4096;

/// A point in the journal: after which line, and how far into the file that is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The number of the last line; 0 before the first.
    pub(super) n: u64,
    /// That line's checksum.
    pub(super) crc: u32,
    /// Bytes up to and including that line.
    pub(super) bytes: u64,
}

/// The journal, open for writing or not yet made.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Option<Box<dyn Medium>>,
    /// Up to where everything is on the disk.
    end: Mark,
    /// Lines that go out with the next one, and the point after them.
    waiting: String,
    next: Mark,
    /// Bytes may stand after the end: a write failed and could not be taken back at once.
    torn: bool,
}

/// Why a line is not on the disk.
#[derive(Debug)]
pub(super) enum Fault {
    /// The system refused or failed.
    Io(io::Error),
    /// The file is not the one that was opened, or somebody else wrote to it.
    Changed,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What was found on the way through a journal.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The first line; None for a file that is not there or has none.
    pub(super) header: Option<Header>,
    /// The end of the last whole line.
    pub(super) end: Mark,
    /// Damaged lines between whole ones.
    pub(super) damaged: Vec<Damaged>,
    /// What stands after the last whole line: a write that was cut short, or a damaged end.
    pub(super) tail: Vec<u8>,
    /// Numbers that are missing between whole lines.
    pub(super) missing: u64,
    /// Whole lines that say something this program does not know: which lines of the file.
    pub(super) unknown: Vec<u64>,
    /// The last line is whole but its line feed is missing.
    pub(super) no_line_feed: bool,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Damaged {
    /// Which line of the file it is; the first is 1.
    pub(super) line: u64,
    /// Its bytes, with the line feed.
    pub(super) bytes: Vec<u8>,
}

impl Journal {
    /// A journal that ends there. It is opened, and made if need be, at the first write.
    pub(super) fn new(path: PathBuf, end: Mark) -> Self {
        Self {
            path,
            file: None,
            end,
            waiting: String::new(),
            next: end,
            torn: false,
        }
    }

    /// Another file to write to.
    #[cfg(test)]
    pub(super) fn put_medium(&mut self, wrap: impl FnOnce(Box<dyn Medium>) -> Box<dyn Medium>) {
        self.file = self.file.take().map(wrap);
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn end(&self) -> Mark {
        self.end
    }

    /// Puts a line on the disk. When this returns, it is there; if it fails, nothing of it is,
    /// or what is will be cut off before the next write and passed over by every reading.
    pub(super) fn append(&mut self, said: Said<'_>) -> Result<(Mark, String), Fault> {
        if self.file.is_none() {
            self.open()?;
        }
        let (text, next) = self.encode(said)?;
        let mut bytes = self.waiting.clone();
        bytes.push_str(&text);
        self.write(bytes.as_bytes())?;
        self.end = next;
        self.next = next;
        self.waiting.clear();
        Ok((self.end, text))
    }

    /// Lets a line go out with the next one that is appended: whatever refers to it is safe no
    /// sooner than that.
    pub(super) fn append_later(&mut self, said: Said<'_>) -> io::Result<()> {
        let (text, next) = self.encode(said)?;
        self.waiting.push_str(&text);
        self.next = next;
        Ok(())
    }

    fn encode(&self, said: Said<'_>) -> io::Result<(String, Mark)> {
        let n = self.next.n + 1;
        let (text, crc) = line::encode(n, said).map_err(io::Error::other)?;
        let bytes = self.next.bytes + text.len() as u64;
        Ok((text, Mark { n, crc, bytes }))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let end = self.end.bytes;
        let Some(file) = &mut self.file else {
            return Err(Fault::Io(io::ErrorKind::NotFound.into()));
        };
        if self.torn {
            file.cut(end)?;
            self.torn = false;
        }
        // A file put in its place by another program would be confirmed to nobody's use.
        if !file.is_at(&self.path, end) {
            return Err(Fault::Changed);
        }
        if let Err(error) = file.put(bytes).and_then(|()| file.sync()) {
            // What the system wrote of it, and whether that is on the disk, is not known.
            self.torn = file.cut(end).is_err();
            return Err(Fault::Io(error));
        }
        if !file.is_at(&self.path, end + bytes.len() as u64) {
            return Err(Fault::Changed);
        }
        Ok(())
    }

    /// Opens the file at its end, or makes it with its first line.
    fn open(&mut self) -> io::Result<()> {
        if self.end.bytes > 0 {
            let file = OpenOptions::new().append(true).open(&self.path)?;
            self.torn = file.metadata()?.len() != self.end.bytes;
            self.file = Some(Box::new(file));
            return Ok(());
        }
        let header = Header {
            glossator: "journal".to_owned(),
            format: FORMAT,
            created: Timestamp::now(),
        };
        let mut text = serde_json::to_string(&header).map_err(io::Error::other)?;
        text.push('\n');
        let mut file = private().append(true).create(true).open(&self.path)?;
        file.set_len(0)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        sync_dir(self.path.parent().unwrap_or(Path::new(".")))?;
        self.end.bytes = text.len() as u64;
        self.next.bytes += self.end.bytes;
        self.file = Some(Box::new(file));
        Ok(())
    }
}

/// Reads a journal from a point on, up to `until` bytes of the file, line by line. A file that is
/// not there is an empty journal. `each` gets a whole line, the point after it, and its text.
pub(super) fn read(
    path: &Path,
    from: Mark,
    until: u64,
    each: impl FnMut(Line, Mark, &[u8]),
) -> io::Result<Reading> {
    read_with(path, from, until, line::decode, each)
}

/// Looks whether every line is whole, without taking in what it says.
pub(super) fn check(path: &Path, until: u64) -> io::Result<Reading> {
    let numbered = |text: &[u8]| {
        let (n, crc, _) = line::check(text)?;
        Some(Line {
            n,
            crc,
            event: None,
        })
    };
    let mut reading = read_with(path, Mark::default(), until, numbered, |_, _, _| ())?;
    reading.unknown.clear();
    Ok(reading)
}

fn read_with(
    path: &Path,
    from: Mark,
    until: u64,
    decode: impl Fn(&[u8]) -> Option<Line>,
    mut each: impl FnMut(Line, Mark, &[u8]),
) -> io::Result<Reading> {
    let mut reading = Reading {
        end: from,
        ..Reading::default()
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(reading),
        Err(error) => return Err(error),
    };
    file.seek(SeekFrom::Start(from.bytes))?;
    let mut input = BufReader::with_capacity(1 << 16, file.take(until - from.bytes.min(until)));
    let mut at = from.bytes;
    let mut bytes = Vec::new();
    let mut bad: Vec<Damaged> = Vec::new();
    // The first line names the format.
    let mut number = if from.bytes == 0 { 0 } else { from.n + 1 };
    loop {
        bytes.clear();
        let count = input.read_until(b'\n', &mut bytes)?;
        if count == 0 {
            break;
        }
        let start = at;
        number += 1;
        at += count as u64;
        let ended = bytes.last() == Some(&b'\n');
        let text = if ended {
            &bytes[..count - 1]
        } else {
            &bytes[..]
        };
        if start == 0 {
            reading.header = serde_json::from_slice(text).ok();
            if reading.header.is_some() && ended {
                reading.end.bytes = at;
                continue;
            }
        }
        let Some(line) = decode(text) else {
            bad.push(Damaged {
                line: number,
                bytes: bytes.clone(),
            });
            continue;
        };
        reading.damaged.append(&mut bad);
        reading.missing += line.n.saturating_sub(reading.end.n + 1);
        if line.event.is_none() {
            reading.unknown.push(number);
        }
        reading.no_line_feed = !ended;
        reading.end = Mark {
            n: line.n.max(reading.end.n),
            crc: line.crc,
            bytes: at,
        };
        each(line, reading.end, text);
    }
    reading.tail = bad.into_iter().flat_map(|it| it.bytes).collect();
    reading.missing = reading.missing.saturating_sub(reading.damaged.len() as u64);
    Ok(reading)
}

/// The first line of a journal, if there is one.
pub(super) fn header(path: &Path) -> io::Result<Option<Header>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut first = Vec::new();
    BufReader::new(file.take(4096)).read_until(b'\n', &mut first)?;
    Ok(serde_json::from_slice(&first).ok())
}

/// Whether the line that ends at a point is the one it was when the point was taken.
pub(super) fn holds(path: &Path, mark: Mark) -> bool {
    mark.n > 0 && line_before(path, mark.bytes).is_ok_and(|found| found == Some(mark))
}

/// The checksum of the last bytes before a point, which tells whether the journal is the one it was
/// when the point was taken; takes the same time however long the last line is. Whether the lines
/// themselves are sound is another question, and is looked at in the background.
pub(super) fn tail(path: &Path, mark: Mark) -> io::Result<u32> {
    let start = mark.bytes.saturating_sub(TAIL);
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = vec![0; usize::try_from(mark.bytes - start).unwrap_or(0)];
    file.read_exact(&mut bytes)?;
    Ok(crc32fast::hash(&bytes))
}

/// The end of a journal whose last line is whole; None if it needs mending.
pub(super) fn last(path: &Path) -> io::Result<Option<Mark>> {
    line_before(path, std::fs::metadata(path)?.len())
}

/// The point at `bytes`, if a whole line ends there.
fn line_before(path: &Path, bytes: u64) -> io::Result<Option<Mark>> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() < bytes {
        return Ok(None);
    }
    // Back from the end of the line to its beginning, in growing steps: most lines are short.
    let mut back = 4096_u64;
    loop {
        let start = bytes.saturating_sub(back);
        file.seek(SeekFrom::Start(start))?;
        let mut window = vec![0; usize::try_from(bytes - start).unwrap_or(0)];
        file.read_exact(&mut window)?;
        let Some(text) = window.strip_suffix(b"\n") else {
            return Ok(None);
        };
        if let Some(feed) = text.iter().rposition(|byte| *byte == b'\n') {
            let found = text.get(feed + 1..).and_then(line::check);
            return Ok(found.map(|(n, crc, _)| Mark { n, crc, bytes }));
        }
        if start == 0 {
            return Ok(None);
        }
        back *= 4;
    }
}

/// Cuts the journal at a point, and gives a last line without its line feed one.
pub(super) fn mend_end(path: &Path, reading: &Reading) -> io::Result<Mark> {
    let mut end = reading.end;
    let mut file = OpenOptions::new().append(true).open(path)?;
    file.set_len(end.bytes)?;
    if reading.no_line_feed {
        file.write_all(b"\n")?;
        end.bytes += 1;
    }
    file.sync_all()?;
    Ok(end)
}
