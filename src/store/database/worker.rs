//! The database's thread: opening, keeping in step, rebuilding, closing.
//!
//! Knows when the tables are to be trusted: when they open, and when the line of the journal up
//! to which they say they are true is there. What is not to be trusted is set aside under
//! another name, never deleted, and built anew beside before it takes the place.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::Job;
use super::contained::{contain, contain_for};
use super::tables::{Fault, Past, Pending, Tables};
use crate::library::{EntryId, History, Record};
use crate::store::backup;
use crate::store::folder::{Folder, sync_dir};
use crate::store::journal::{self, Mark};
use crate::store::line::{Event, Line};
use crate::store::state::{Place, State, place_before, recall};

/// How long sled may take to open before it counts as hung.
const PATIENCE: Duration = Duration::from_secs(90);
/// After this long without work everything is flushed.
const IDLE: Duration = Duration::from_millis(750);
/// The tables follow the journal when it has not grown for so long: what they write would have
/// to be put on the disk by the next line's sync, which somebody waits for.
const SETTLED: Duration = Duration::from_millis(250);
/// A journal of at most so many bytes is backed up even while the program ends.
const QUICKLY_BACKED_UP: u64 = 8 << 20;
/// Bytes of writes gathered into one batch.
const BATCH: usize = 4 << 20;

/// The thread's own state.
pub(super) struct Worker {
    folder: Folder,
    news: Sender<String>,
    tables: Option<Tables>,
    /// The history by name, once a movement of the head had to be followed.
    past: Option<(History, HashMap<EntryId, Place>)>,
    dirty: bool,
    /// Up to where the journal was written that is not in the tables yet.
    behind: Option<Mark>,
    /// Whether today's backup was seen to.
    rolled: bool,
}

impl Worker {
    pub(super) fn new(folder: Folder, news: Sender<String>) -> Self {
        Self {
            folder,
            news,
            tables: None,
            past: None,
            dirty: false,
            behind: None,
            rolled: false,
        }
    }

    /// Works until it is told to close or nobody is there to tell it anything.
    pub(super) fn run(mut self, queue: &Receiver<Job>, end: Mark) {
        self.open(end);
        loop {
            let job = if self.behind.is_some() {
                queue.recv_timeout(SETTLED)
            } else if self.dirty {
                queue.recv_timeout(IDLE)
            } else {
                queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match job {
                Ok(Job::Grown(end)) => self.behind = Some(end),
                Ok(Job::Document(id, answer)) => {
                    self.follow();
                    let found = self
                        .on_tables(|tables| Ok((tables.document(id.as_str())?, tables.meta.head)));
                    let _ = answer.send(found);
                }
                Ok(Job::Whole(at, answer)) => drop(answer.send(self.whole(at))),
                Err(RecvTimeoutError::Timeout) if self.behind.is_some() => self.follow(),
                Err(RecvTimeoutError::Timeout) => {
                    self.flush();
                    self.roll();
                }
                Ok(Job::Close) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.follow();
        self.flush();
        if self.mark().bytes <= QUICKLY_BACKED_UP {
            self.roll();
        }
        let tables = self.tables.take();
        let _ = contain(move || drop(tables));
    }

    /// Takes in what the journal got.
    fn follow(&mut self) {
        if let Some(end) = self.behind.take() {
            self.attend(end, |_| Ok(())).unwrap_or_default();
        }
    }

    fn tell(&self, note: String) {
        let _ = self.news.send(note);
    }

    fn flush(&mut self) {
        self.dirty = false;
        self.on_tables(Tables::flush);
    }

    /// Keeps the day's backup, once a session.
    fn roll(&mut self) {
        if self.rolled || self.mark().n == 0 {
            return;
        }
        self.rolled = true;
        if let Err(error) = backup::roll(&self.folder, self.mark()) {
            self.tell(format!("the day's backup could not be kept: {error}"));
        }
    }

    /// Asks the tables something; a fault leads to rebuilding, and the question is put again.
    fn on_tables<T>(&mut self, ask: impl Fn(&Tables) -> Result<T, Fault>) -> Option<T> {
        let tables = self.tables.as_ref()?;
        let mark = tables.meta.mark;
        match contain(|| ask(tables)).unwrap_or_else(|words| Err(Fault::Broken(words))) {
            Ok(answer) => Some(answer),
            Err(fault) => {
                self.recover(&fault, mark);
                contain(|| ask(self.tables.as_ref()?).ok()).ok()?
            }
        }
    }

    /// Brings the tables up to a point of the journal, then asks them something.
    fn attend<T>(&mut self, end: Mark, ask: impl Fn(&Tables) -> Result<T, Fault>) -> Option<T> {
        self.tables.as_ref()?;
        let caught_up = contain(|| self.catch_up(end));
        if let Err(fault) = caught_up.unwrap_or_else(|words| Err(Fault::Broken(words))) {
            self.recover(&fault, end);
        }
        self.on_tables(ask)
    }

    /// Everything as it was at a point of the journal, from the tables, else from the journal.
    fn whole(&mut self, at: Mark) -> io::Result<Box<State>> {
        let whole = self.attend(at, Tables::whole);
        let journal = self.folder.journal();
        if let Some(mut whole) = whole.filter(|_| self.mark() == at) {
            let mut state = State::before(&journal);
            state.library = whole.library();
            state.history = whole.history;
            state.places = whole.places;
            let versions = whole.versions.into_iter();
            state.versions = versions.map(|it| (it.name(), it)).collect();
            return Ok(Box::new(state));
        }
        let (state, _, _) = read_state(&journal, at)?;
        Ok(Box::new(state))
    }

    fn mark(&self) -> Mark {
        self.tables
            .as_ref()
            .map_or(Mark::default(), |tables| tables.meta.mark)
    }

    /// Opens the database, rebuilding it if need be, and brings it up to a point of the journal.
    fn open(&mut self, end: Mark) {
        let path = self.folder.database();
        if !path.exists() {
            self.rebuild(end);
            return;
        }
        let opened = open_contained(&path).and_then(|tables| {
            let mark = tables.meta.mark;
            if mark.n == 0 {
                return Err(Fault::Broken("it came up empty".to_owned()));
            }
            if mark.bytes > end.bytes || !journal::holds(&self.folder.journal(), mark) {
                return Err(Fault::Broken(
                    "it does not agree with the journal".to_owned(),
                ));
            }
            Ok(tables)
        });
        match opened {
            Ok(tables) => {
                self.tables = Some(tables);
                self.attend(end, |_| Ok(()));
            }
            Err(fault) => self.recover(&fault, end),
        }
    }

    /// Sets a database aside that cannot be used, and builds another one from the journal.
    fn recover(&mut self, fault: &Fault, end: Mark) {
        let tables = self.tables.take();
        self.past = None;
        // A broken one may panic once more while it is closed, or hang.
        let _ = contain_for(PATIENCE, move || drop(tables));
        let why = fault.words();
        if let Fault::Disk(_) = fault {
            self.tell(format!(
                "the database could not be written ({why}); the library goes on with its journal alone"
            ));
            return;
        }
        let path = self.folder.database();
        let aside = self.folder.aside(&path, "damaged");
        if path.exists() && fs::rename(&path, &aside).is_err() {
            self.tell(format!(
                "the database {} is damaged ({why}) and could not be set aside; the library goes on with its journal alone",
                path.display()
            ));
            return;
        }
        if self.rebuild(end) {
            self.tell(format!(
                "the database was damaged ({why}); it was set aside in {} and built anew from the journal, up to its line {}",
                aside.display(),
                self.mark().n
            ));
        }
    }

    /// Builds the database from the journal, beside, and puts it in its place; says whether it
    /// could. What was left of an earlier, unfinished building is removed.
    fn rebuild(&mut self, end: Mark) -> bool {
        let built = contain(|| build(&self.folder, end));
        match built.unwrap_or_else(|words| Err(Fault::Broken(words))) {
            Ok(tables) => {
                self.tables = Some(tables);
                self.dirty = true;
                true
            }
            Err(fault) => {
                self.tell(format!(
                    "the database could not be built ({}); the library goes on with its journal alone",
                    fault.words()
                ));
                false
            }
        }
    }

    /// Takes in the lines from where the tables are to a point of the journal.
    fn catch_up(&mut self, end: Mark) -> Result<(), Fault> {
        let from = self.mark();
        if from.bytes >= end.bytes {
            return Ok(());
        }
        let mut lines: Vec<(Line, Mark, Vec<u8>)> = Vec::new();
        let mut size = 0;
        let mut failed = None;
        let reading = journal::read(&self.folder.journal(), from, end.bytes, |line, at, text| {
            size += text.len();
            lines.push((line, at, text.to_vec()));
            if size > BATCH && failed.is_none() {
                failed = self.take(std::mem::take(&mut lines)).err();
                size = 0;
            }
        })
        .map_err(|error| Fault::Disk(error.to_string()))?;
        if let Some(fault) = failed {
            return Err(fault);
        }
        if !reading.damaged.is_empty() || reading.missing > 0 {
            return Err(Fault::Broken(
                "lines of the journal between are damaged".to_owned(),
            ));
        }
        self.take(lines)
    }

    /// Writes lines into the tables, as one batch.
    fn take(&mut self, lines: Vec<(Line, Mark, Vec<u8>)>) -> Result<(), Fault> {
        let Some(&(_, mark, _)) = lines.last() else {
            return Ok(());
        };
        let mut pending = Pending::default();
        let mut head = self.tables.as_ref().and_then(|tables| tables.meta.head);
        for (line, at, text) in lines {
            pending.line(line.n, &text);
            match line.event {
                Some(Event::Entry(entry)) => {
                    let place = place_before(at, text.len());
                    pending.change(&entry.changes)?;
                    let past = Past::of(&entry, place);
                    pending.past(line.n, &past)?;
                    head = Some(entry.id);
                    self.remember(past);
                }
                Some(Event::Head(moved)) => {
                    pending.change(&self.changes_to(moved.to, line.n)?)?;
                    let past = Past::Head(moved.to);
                    pending.past(line.n, &past)?;
                    self.remember(past);
                    head = self.past.as_ref().and_then(|past| past.0.head());
                }
                Some(Event::Version(version)) => pending.version(&version)?,
                None => {}
            }
        }
        if let Some(tables) = &mut self.tables {
            tables.write(pending, mark, head)?;
            self.dirty = true;
        }
        Ok(())
    }

    fn remember(&mut self, past: Past) {
        if let Some((history, places)) = &mut self.past {
            past.enter(history, places);
        }
    }

    /// What a movement of the head does to the records. `n` is its line: the history is known up
    /// to the line before it.
    fn changes_to(
        &mut self,
        to: Option<EntryId>,
        n: u64,
    ) -> Result<Vec<crate::library::Change>, Fault> {
        let journal = self.folder.journal();
        if self.past.is_none() {
            // The tables may lag behind the lines being taken in: these come from the journal.
            let tables = self.tables.as_ref();
            let mut past = tables.map_or(Ok(Default::default()), Tables::history)?;
            let from = self.mark();
            journal::read(&journal, from, u64::MAX, |line, at, text| {
                if line.n < n {
                    enter(&mut past, line, at, text.len());
                }
            })
            .map_err(|error| Fault::Disk(error.to_string()))?;
            self.past = Some(past);
        }
        let Some((history, places)) = &self.past else {
            return Ok(Vec::new());
        };
        let Some(way) = history.journey(to) else {
            return Ok(Vec::new());
        };
        recall(&journal, history, places, &way)
            .map_err(|error| Fault::Broken(format!("an entry cannot be read back: {error}")))
    }
}

/// Takes a line into a history by name.
fn enter(past: &mut (History, HashMap<EntryId, Place>), line: Line, at: Mark, length: usize) {
    match line.event {
        Some(Event::Entry(entry)) => {
            Past::of(&entry, place_before(at, length)).enter(&mut past.0, &mut past.1);
        }
        Some(Event::Head(moved)) => Past::Head(moved.to).enter(&mut past.0, &mut past.1),
        _ => {}
    }
}

fn open_contained(path: &Path) -> Result<Tables, Fault> {
    ask_contained(path, Ok)
}

/// Opens a database and asks it something, in a thread of its own.
pub(in crate::store) fn ask_contained<T: Send + 'static>(
    path: &Path,
    ask: impl FnOnce(Tables) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    super::contained::silence();
    let path = path.to_owned();
    contain_for(PATIENCE, move || Tables::open(&path).and_then(ask))
        .unwrap_or_else(|words| Err(Fault::Broken(words)))
}

/// The history's lines by number.
type Pasts = Vec<(u64, Past)>;
/// The last lines of the journal by number.
type LastLines = Vec<(u64, Vec<u8>)>;

/// Reads the journal up to a point: what it amounts to, its history line by line, its last lines.
fn read_state(journal: &Path, end: Mark) -> io::Result<(State, Pasts, LastLines)> {
    let mut state = State::before(journal);
    let (mut pasts, mut last) = (Pasts::new(), LastLines::new());
    let mut failed = None;
    journal::read(journal, Mark::default(), end.bytes, |line, at, text| {
        match &line.event {
            Some(Event::Entry(entry)) => {
                pasts.push((line.n, Past::of(entry, place_before(at, text.len()))));
            }
            Some(Event::Head(moved)) => pasts.push((line.n, Past::Head(moved.to))),
            _ => {}
        }
        if line.n + 256 > end.n {
            last.push((line.n, text.to_vec()));
        }
        if failed.is_none() {
            failed = state.take(line, at, text.len()).err();
        }
    })?;
    failed.map_or(Ok((state, pasts, last)), Err)
}

/// Builds the database beside its place and moves it there.
fn build(folder: &Folder, end: Mark) -> Result<Tables, Fault> {
    let disk = |error: io::Error| Fault::Disk(error.to_string());
    let path = folder.database();
    let beside = path.with_extension("new");
    if beside.exists() {
        fs::remove_dir_all(&beside).map_err(disk)?;
    }
    let (state, pasts, last) = read_state(&folder.journal(), end).map_err(disk)?;
    let mut tables = open_contained(&beside)?;
    let mut pending = Pending::default();
    // Until the last batch the mark is zero: what is unfinished counts as empty.
    let flush = |tables: &mut Tables, pending: &mut Pending| {
        if pending.size < BATCH {
            return Ok(());
        }
        tables.write(std::mem::take(pending), Mark::default(), None)
    };
    for record in state.library.records() {
        let record: Record = record;
        pending.record(&record)?;
        flush(&mut tables, &mut pending)?;
    }
    for (n, past) in pasts {
        pending.past(n, &past)?;
        flush(&mut tables, &mut pending)?;
    }
    for version in state.versions.values() {
        pending.version(version)?;
    }
    for (n, text) in last {
        pending.line(n, &text);
    }
    tables.write(pending, end, state.history.head())?;
    tables.flush()?;
    drop(tables);
    fs::rename(&beside, &path).map_err(disk)?;
    sync_dir(folder.dir()).map_err(disk)?;
    open_contained(&path)
}
