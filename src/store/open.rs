//! Opening a library: all of it, or first what the screen shows.
//!
//! Knows when the journal is read whole, when a large library is shown from what the last session
//! left or from the database while the rest is loaded, and what is mended at its end. Does not
//! write entries.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::thread;

use super::folder::{Folder, replace};
use super::journal::{self, FORMAT, Journal, Mark, Reading};
use super::line::Versions;
use super::lock::{Lock, Refused};
use super::migrate;
use super::opening;
use super::rescue;
use super::state::State;
use super::{Access, Report, Store, StoreError};
use crate::corpus::DocumentId;
use crate::library::{History, Library};

/// A journal of at most so many bytes is read whole at once: about a thousand annotations, read
/// in less time than sled takes to open.
pub(super) const SMALL: u64 = 1 << 20;

/// A library, opened.
#[derive(Debug)]
pub struct Opened {
    /// The door to the disk.
    pub store: Store,
    /// All records; or, where `rest` is there, those of one document with all tags.
    pub library: Library,
    /// All entries; or, where `rest` is there, the head alone, upon which entries can be made.
    pub history: History,
    /// What went wrong before and was put right.
    pub report: Report,
    /// What is still being loaded.
    pub rest: Option<Rest>,
}

/// The whole library, to be loaded in the background once [`Store::load`] is told to: not before the
/// first picture, from which it would take time.
#[derive(Debug)]
pub struct Rest {
    /// None until it is begun.
    wait: Option<Receiver<io::Result<Box<State>>>>,
    at: Mark,
}

/// The whole library, loaded; see [`Store::complete`].
#[derive(Debug)]
pub struct Loaded {
    state: Box<State>,
    at: Mark,
}

impl Rest {
    /// The whole library, once it is there; None as long as it is not.
    pub fn poll(&self) -> Option<io::Result<Loaded>> {
        match self.wait.as_ref()?.try_recv() {
            Ok(state) => Some(state.map(|state| Loaded { state, at: self.at })),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(io::ErrorKind::BrokenPipe.into())),
        }
    }

    /// Waits for the whole library, which must have been begun. May be called in another thread.
    pub fn wait(self) -> io::Result<Loaded> {
        let wait = self.wait.ok_or(io::ErrorKind::NotFound)?;
        let state = wait.recv().map_err(|_| io::ErrorKind::BrokenPipe)??;
        Ok(Loaded { state, at: self.at })
    }
}

/// A journal of more bytes takes longer to be read than somebody likes to wait without being told.
const LONG: u64 = 16 << 20;

impl Store {
    /// Whether the library in a folder is so large that opening it takes a while.
    pub fn is_long(dir: &Path) -> bool {
        let journal = Folder::new(dir).journal();
        fs::metadata(journal).is_ok_and(|it| it.len() > LONG)
    }

    /// Opens the library in a folder (usually `.glossator` in the corpus). A folder that is not
    /// there is an empty library; it is made when the first entry is committed.
    pub fn open(dir: &Path, access: Access) -> Result<Opened, StoreError> {
        let folder = Folder::new(dir);
        let lock = match access {
            Access::Write => take_lock(&folder)?,
            Access::Read => None,
        };
        let path = folder.journal();
        let mut report = Report::default();
        check_format(&folder, access, &mut report)?;
        let (mut state, mut reading) = read_all(&folder, u64::MAX)?;
        if access == Access::Write && restored(&folder, &reading, &mut report)? {
            (state, reading) = read_all(&folder, u64::MAX)?;
        }
        let end = if access == Access::Write {
            mend(&folder, &reading, &mut report)?
        } else {
            tell(&path, &reading, &mut report);
            if reading.end.n == 0 && rescue::has_sources(&folder) {
                report.say(format!(
                    "{} is gone or holds nothing, but there are a database or backups; `glossator doctor --repair` puts it together again",
                    path.display()
                ));
            }
            reading.end
        };
        let store = Self {
            access,
            lock,
            journal: Journal::new(path, end),
            places: std::mem::take(&mut state.places),
            versions: std::mem::take(&mut state.versions),
            checked: None,
            database: None,
            folder,
        };
        Ok(Opened {
            store,
            library: state.library,
            history: state.history,
            report,
            rest: None,
        })
    }

    /// Opens a library for reading with the eyes: where it is large, first the records of one
    /// document, then, through [`Opened::rest`], the whole. Entries may be committed meanwhile.
    pub fn open_for(
        dir: &Path,
        access: Access,
        document: &DocumentId,
    ) -> Result<Opened, StoreError> {
        let folder = Folder::new(dir);
        let path = folder.journal();
        let size = fs::metadata(&path).map_or(0, |it| it.len());
        if size <= SMALL {
            return Self::open(dir, access);
        }
        let mut report = Report::default();
        check_format(&folder, access, &mut report)?;
        let lock = match access {
            Access::Write => take_lock(&folder)?,
            Access::Read => None,
        };
        let left = opening::load(&folder, document);
        let end = match &left {
            Some(left) => Some(left.end),
            None => journal::last(&path).ok().flatten(),
        };
        let Some(end) = end.filter(|end| end.bytes == size) else {
            // The end needs mending, for which everything is read.
            drop(lock);
            return Self::open(dir, access);
        };
        let mut store = Self {
            access,
            lock,
            journal: Journal::new(path, end),
            places: std::collections::HashMap::new(),
            versions: Versions::new(),
            checked: None,
            database: None,
            folder,
        };
        // The document before everything else: the database answers in the order it is asked.
        let first = left.map(|left| (left.library, left.head)).or_else(|| {
            let (records, head) = store.database()?.opening(document)?;
            Some((Library::of(records), head))
        });
        let Some((library, head)) = first else {
            drop(store);
            return Self::open(dir, access);
        };
        Ok(Opened {
            store,
            library,
            history: History::standing_at(head),
            report,
            rest: Some(Rest {
                wait: None,
                at: end,
            }),
        })
    }

    /// Begins to load what [`Opened::rest`] stands for, unless it is being loaded.
    pub fn load(&mut self, rest: &mut Rest) {
        if rest.wait.is_none() {
            rest.wait = Some(self.load_rest(rest.at));
        }
    }

    /// Begins to load everything, by the database where this process may write, else from the
    /// journal. The database need not have looked at every line of the journal: that is done too.
    fn load_rest(&mut self, end: Mark) -> Receiver<io::Result<Box<State>>> {
        let (tell, checked) = mpsc::channel();
        self.checked = Some(checked);
        let journal = self.folder.journal();
        thread::spawn(move || {
            let read = journal::check(&journal, end.bytes);
            for note in read.map(|it| sentences(&journal, &it)).unwrap_or_default() {
                let _ = tell.send(note);
            }
        });
        if let Some(database) = self.database() {
            return database.whole(end);
        }
        let (answer, wait) = mpsc::channel();
        let folder = self.folder.clone();
        thread::spawn(move || {
            let read = read_all(&folder, end.bytes);
            let read = read.map(|(state, _)| Box::new(state));
            let _ = answer.send(read.map_err(|error| io::Error::other(error.to_string())));
        });
        wait
    }

    /// Takes in the whole library, once loaded, with the entries committed since it was opened.
    pub fn complete(&mut self, loaded: Loaded) -> Result<(Library, History), StoreError> {
        let Loaded { mut state, at } = loaded;
        let path = self.folder.journal();
        let fault = |source| StoreError::io("read", &path, source);
        let until = self.journal.end().bytes;
        let mut failed = None;
        journal::read(&path, at, until, |line, end, text| {
            if failed.is_none() {
                failed = state.take(line, end, text.len()).err();
            }
        })
        .map_err(fault)?;
        if let Some(source) = failed {
            return Err(fault(source));
        }
        self.places = std::mem::take(&mut state.places);
        self.versions.extend(std::mem::take(&mut state.versions));
        Ok((state.library, state.history))
    }
}

/// Refuses a library that a newer program wrote; brings one up to date that an older one wrote.
fn check_format(folder: &Folder, access: Access, report: &mut Report) -> Result<(), StoreError> {
    let path = folder.journal();
    let header = journal::header(&path).map_err(|source| StoreError::io("read", &path, source))?;
    match header {
        Some(header) if header.format > FORMAT => Err(StoreError::Newer {
            dir: folder.dir().to_owned(),
            found: header.format,
            known: FORMAT,
        }),
        Some(header) if header.format < FORMAT && access == Access::Read => {
            Err(StoreError::Older {
                dir: folder.dir().to_owned(),
                found: header.format,
            })
        }
        Some(header) if header.format < FORMAT => {
            migrate::bring_up(folder, header.format, FORMAT, migrate::STEPS, report)
        }
        _ => Ok(()),
    }
}

/// Puts a journal together again that is gone or lost its end, where other places hold its
/// lines; whether it did.
fn restored(folder: &Folder, reading: &Reading, report: &mut Report) -> Result<bool, StoreError> {
    let path = folder.journal();
    let fault = |source| StoreError::io("mended", &path, source);
    if reading.end.n == 0 {
        if !rescue::has_sources(folder) {
            return Ok(false);
        }
        if path.exists() && !reading.tail.is_empty() {
            let aside = folder.aside(&path, "damaged");
            fs::copy(&path, &aside).map_err(fault)?;
        }
        return match rescue::journal(folder).map_err(fault)? {
            Some(rescue::Found::Journal(lines)) => {
                report.say(format!(
                    "the journal was gone; all {lines} of its lines were found in the database and the backups"
                ));
                Ok(true)
            }
            Some(rescue::Found::Backup { lines, last }) => {
                report.say(format!(
                    "the journal and the database were gone; {lines} lines were found in the backups, the last of {last}; what was done after that is lost"
                ));
                Ok(true)
            }
            Some(rescue::Found::Records(count)) => {
                report.say(format!(
                    "the journal was gone; {count} records were recovered from the database, their history was not"
                ));
                Ok(true)
            }
            None => Ok(false),
        };
    }
    // A line that was cut short was never confirmed; one that ends with a line feed was.
    if !reading.tail.contains(&b'\n') {
        return Ok(false);
    }
    let known = rescue::known(folder).map_err(fault)?;
    let copies = rescue::copies(folder, &known);
    let first = reading.end.n + 1;
    let lost: Vec<&Vec<u8>> = (first..).map_while(|n| copies.get(&n)).collect();
    if lost.is_empty() {
        return Ok(false);
    }
    let aside = folder.aside(&path, "damaged");
    replace(&aside, &reading.tail).map_err(fault)?;
    let whole = fs::read(&path).map_err(fault)?;
    let whole = whole
        .get(..usize::try_from(reading.end.bytes).unwrap_or(0))
        .unwrap_or_default();
    let whole = whole.strip_suffix(b"\n").unwrap_or(whole);
    let lines = lost.iter().map(|line| line.as_slice());
    replace(&path, &rescue::assembled(whole, lines)).map_err(fault)?;
    report.say(format!(
        "the end of the journal was damaged; {} of its lines were found in the database and the backups, and the damaged bytes are in {}",
        lost.len(),
        aside.display()
    ));
    Ok(true)
}

/// Takes the lock of a folder; none where there is no folder yet.
pub(super) fn take_lock(folder: &Folder) -> Result<Option<Lock>, StoreError> {
    if let Some((path, why)) = folder.refuses_writing() {
        return Err(StoreError::ReadOnly { path, why });
    }
    if !folder.dir().is_dir() {
        return Ok(None);
    }
    let path = folder.lock();
    match Lock::take(&path) {
        Ok(lock) => Ok(Some(lock)),
        Err(Refused::Held(pid)) => Err(StoreError::Held {
            dir: folder.dir().to_owned(),
            pid,
        }),
        Err(Refused::Io(source)) => Err(StoreError::io("locked", &path, source)),
    }
}

/// Reads the journal up to so many bytes.
fn read_all(folder: &Folder, until: u64) -> Result<(State, Reading), StoreError> {
    let path = folder.journal();
    let fault = |source| StoreError::io("read", &path, source);
    let mut state = State::before(&path);
    let mut failed = None;
    let reading = journal::read(&path, Mark::default(), until, |line, end, text| {
        if failed.is_none() {
            failed = state.take(line, end, text.len()).err();
        }
    })
    .map_err(fault)?;
    failed.map_or(Ok((state, reading)), |source| Err(fault(source)))
}

/// Says what a reading found, without touching anything.
fn tell(path: &Path, reading: &Reading, report: &mut Report) {
    report.notes.extend(sentences(path, reading));
}

/// What a reading found that is not as it should be, in sentences; the end is not among it.
pub(super) fn sentences(path: &Path, reading: &Reading) -> Vec<String> {
    let name = path.display();
    let mut all = Vec::new();
    if !reading.damaged.is_empty() {
        let numbers: Vec<u64> = reading.damaged.iter().map(|it| it.line).collect();
        all.push(format!(
            "{name}: {} damaged and cannot be read; the rest is read, and `glossator doctor --repair` looks for what is lost in the database and the backups",
            lines(&numbers)
        ));
    }
    if reading.missing > 0 {
        let are = if reading.missing == 1 {
            "line is"
        } else {
            "lines are"
        };
        all.push(format!(
            "{name}: {} {are} missing by their numbers; `glossator doctor --repair` looks for them in the database and the backups",
            reading.missing
        ));
    }
    if !reading.unknown.is_empty() {
        all.push(format!(
            "{name}: {} of a kind that this program does not know; a newer Glossator wrote this",
            lines(&reading.unknown)
        ));
    }
    all
}

/// `line 12 is`, `lines 12, 15 and 3 others are`.
fn lines(numbers: &[u64]) -> String {
    const NAMED: usize = 8;
    if let [one] = numbers {
        return format!("line {one} is");
    }
    let named: Vec<String> = numbers.iter().take(NAMED).map(u64::to_string).collect();
    match numbers.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("lines {} and {more} others are", named.join(", ")),
        _ => format!("lines {} are", named.join(", ")),
    }
}

/// Keeps what cannot be read beside the journal, once: `journal.jsonl.damaged-line-12`.
fn keep_damaged(folder: &Folder, reading: &Reading) -> io::Result<()> {
    let path = folder.journal();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for it in &reading.damaged {
        let beside = folder
            .dir()
            .join(format!("{name}.damaged-line-{}", it.line));
        match fs::read(&beside) {
            Ok(there) if there == it.bytes => {}
            Ok(_) => replace(&folder.aside(&path, "damaged-line"), &it.bytes)?,
            Err(_) => replace(&beside, &it.bytes)?,
        }
    }
    Ok(())
}

/// Puts the journal's end in order before anything is written after it: what was cut short or
/// is damaged is set aside. Returns the end.
fn mend(folder: &Folder, reading: &Reading, report: &mut Report) -> Result<Mark, StoreError> {
    let path = folder.journal();
    tell(&path, reading, report);
    if let Err(error) = keep_damaged(folder, reading) {
        report.say(format!("what is damaged could not be kept beside: {error}"));
    }
    if reading.tail.is_empty() && !reading.no_line_feed {
        return Ok(reading.end);
    }
    let fault = |source| StoreError::io("mended", &path, source);
    if !reading.tail.is_empty() {
        let aside: PathBuf = folder.aside(&path, "torn");
        replace(&aside, &reading.tail).map_err(fault)?;
        report.say(format!(
            "the end of the journal was cut short or damaged: {} bytes that hold no whole entry were set aside in {}",
            reading.tail.len(),
            aside.display()
        ));
    }
    journal::mend_end(&path, reading).map_err(fault)
}
