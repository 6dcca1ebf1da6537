//! The doctor: whether a library is sound, and putting right what is not.
//!
//! Knows the journal, the kept texts, the database and how these agree. [`doctor`] looks and
//! says what [`repair`] would do; nothing that is damaged is ever deleted, only set aside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::database::{Database, Fault, Tables, Whole, ask_contained};
use super::folder::{Folder, replace};
use super::journal::{self, FORMAT, Mark, Reading};
use super::open::{sentences, take_lock};
use super::rescue::Copies;
use super::state::State;
use super::{Report, StoreError, line, rescue, versions};
use crate::corpus::TextHash;
use crate::library::{Library, Record, Target};

/// A database of so many times what is in it is built anew to give room back.
const BLOATED: u64 = 12;
/// But not one smaller than this, in bytes.
const SMALL: u64 = 64 << 20;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is, in a sentence.
    pub what: String,
    /// What [`repair`] would do about it; None where nothing can be done.
    pub remedy: Option<String>,
}

/// How a library is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// What was looked at and is well, in sentences.
    pub facts: Vec<String>,
    /// What is not.
    pub findings: Vec<Finding>,
}

impl Health {
    /// Whether nothing is wrong.
    pub fn is_well(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, what: String, remedy: Option<&str>) {
        let remedy = remedy.map(str::to_owned);
        self.findings.push(Finding { what, remedy });
    }
}

/// What was read of a journal for an examination.
struct Examined {
    state: State,
    reading: Reading,
    /// Checksums of whole lines, by number.
    known: BTreeMap<u64, u32>,
}

/// Looks at a library and says how it is. The database is looked at only while no other process
/// holds the library.
pub fn doctor(dir: &Path) -> Result<Health, StoreError> {
    doctor_telling(dir, &mut |_| ())
}

/// The same for who wants to be told what is being looked at: of a large library that takes a while.
/// Nothing is written, so that it may be broken off at any time.
pub fn doctor_telling(
    dir: &Path,
    step: &mut dyn FnMut(&'static str),
) -> Result<Health, StoreError> {
    let folder = Folder::new(dir);
    let mut health = Health::default();
    if !dir.is_dir() {
        health
            .facts
            .push(format!("there is no library in {} yet", dir.display()));
        return Ok(health);
    }
    step("reading the journal");
    let examined = examine(&folder)?;
    look_at_journal(&folder, &examined, &mut health);
    step("looking at the kept texts");
    look_at_texts(&folder, &examined.state, &mut health);
    step("comparing the database with the journal");
    match take_lock(&folder) {
        Ok(_lock) => look_at_database(&folder, &examined, &mut health),
        Err(error) => health
            .facts
            .push(format!("the database was not looked at: {error}")),
    }
    for path in folder.set_aside() {
        health.facts.push(format!(
            "{} was set aside earlier; it is not used, and may be deleted once nothing is missed",
            path.display()
        ));
    }
    Ok(health)
}

/// Puts right what [`doctor`] would find, and says what was done. The library must not be open.
pub fn repair(dir: &Path) -> Result<Report, StoreError> {
    let folder = Folder::new(dir);
    let mut report = Report::default();
    if !dir.is_dir() {
        return Ok(report);
    }
    // Opening mends the end of the journal and finds one that is gone.
    let opened = super::Store::open(dir, super::Access::Write)?;
    report.notes.extend(opened.report.notes);
    drop(opened.store);
    let _lock = take_lock(&folder)?;
    let examined = examine(&folder)?;
    mend_journal(&folder, &examined, &mut report)?;
    set_damaged_texts_aside(&folder, &mut report)?;
    let examined = examine(&folder)?;
    mend_database(&folder, &examined, &mut report);
    Ok(report)
}

fn examine(folder: &Folder) -> Result<Examined, StoreError> {
    let path = folder.journal();
    let fault = |source| StoreError::io("read", &path, source);
    let header = journal::header(&path).map_err(fault)?;
    if let Some(header) = header.filter(|it| it.format > FORMAT) {
        return Err(StoreError::Newer {
            dir: folder.dir().to_owned(),
            found: header.format,
            known: FORMAT,
        });
    }
    let mut state = State::before(&path);
    let mut known = BTreeMap::new();
    let mut failed = None;
    let reading = journal::read(&path, Mark::default(), u64::MAX, |line, end, text| {
        known.insert(line.n, line.crc);
        if failed.is_none() {
            failed = state.take(line, end, text.len()).err();
        }
    })
    .map_err(fault)?;
    failed.map_or(Ok(()), |source| Err(fault(source)))?;
    Ok(Examined {
        state,
        reading,
        known,
    })
}

fn look_at_journal(folder: &Folder, examined: &Examined, health: &mut Health) {
    let Examined { state, reading, .. } = examined;
    let name = folder.journal().display().to_string();
    if reading.end.n == 0 && rescue::has_sources(folder) {
        health.find(
            format!("{name} is gone or holds nothing, but there are a database or backups"),
            Some("put it together again from the database and the backups"),
        );
    }
    for sentence in sentences(&folder.journal(), reading) {
        let known = sentence.split("; ").next().unwrap_or(&sentence).to_owned();
        let remedy = if reading.damaged.is_empty() && reading.missing == 0 {
            None
        } else {
            Some("look for it in the database and the backups, and set aside what cannot be read")
        };
        health.find(known, remedy);
    }
    if !reading.tail.is_empty() || reading.no_line_feed {
        health.find(
            format!(
                "{name} ends with {} bytes that are no whole line",
                reading.tail.len()
            ),
            Some("set them aside"),
        );
    }
    if reading.header.is_none() && reading.end.n > 0 {
        health.find(
            format!("{name}: the first line, which names the format, is damaged"),
            Some("write it anew"),
        );
    }
    health.facts.push(format!(
        "the journal holds {} lines: {} entries, {} texts kept; {} records stand",
        reading.end.n,
        state.history.len(),
        state.versions.len(),
        state.library.len()
    ));
}

/// The versions of texts that records refer to.
fn referred(library: &Library) -> BTreeSet<TextHash> {
    let of = |target: &Target| {
        let confirmed = target.confirmed.as_ref().map(|it| it.version.clone());
        confirmed.into_iter().chain([target.made.version.clone()])
    };
    let mut all = BTreeSet::new();
    for record in library.records() {
        match &record {
            Record::Annotation(it) => all.extend(of(&it.target)),
            Record::Link(it) => all.extend(of(&it.from).chain(of(&it.to))),
            Record::Rejection(it) => all.extend(of(&it.target)),
            Record::Tag(_) | Record::Correction(_) | Record::Query(_) => {}
        }
    }
    all
}

fn look_at_texts(folder: &Folder, state: &State, health: &mut Health) {
    let dir = folder.snapshots();
    let kept: BTreeSet<TextHash> = versions::all(&dir).into_iter().collect();
    let damaged: Vec<&TextHash> = kept
        .iter()
        .filter(|hash| versions::text(&dir, hash).is_none())
        .collect();
    for hash in &damaged {
        health.find(
            format!("{} is damaged", versions::file(&dir, hash).display()),
            Some("set it aside; it is kept again when the document is annotated in this version"),
        );
    }
    let missing = referred(&state.library).difference(&kept).count();
    if missing > 0 {
        // Imports bring no texts, so this alone is no fault.
        health.facts.push(format!(
            "{missing} texts that passages were taken from are not kept; these passages are found by their words and surroundings"
        ));
    }
    health.facts.push(format!(
        "{} texts are kept and whole",
        kept.len() - damaged.len()
    ));
}

/// What the database says of itself.
fn ask(folder: &Folder) -> Result<(Mark, u64, Whole), Fault> {
    ask_contained(&folder.database(), |tables: Tables| {
        Ok((tables.meta.mark, tables.size()?, tables.whole()?))
    })
}

/// What is wrong with the database, in words; None if it may stay as it is.
fn database_fault(folder: &Folder, examined: &Examined) -> Option<String> {
    let (mark, size, mut whole) = match ask(folder) {
        Ok(found) => found,
        Err(fault) => return Some(format!("it cannot be used: {}", fault.words())),
    };
    let Examined {
        state,
        reading,
        known,
    } = examined;
    if known.get(&mark.n) != Some(&mark.crc) || mark.bytes > reading.end.bytes {
        return Some("it is not of this journal".to_owned());
    }
    if mark == reading.end && whole.library() != state.library {
        return Some("its records are not those of the journal".to_owned());
    }
    if size > SMALL && size / BLOATED > whole.bytes {
        return Some(format!("it takes {size} bytes for {} bytes", whole.bytes));
    }
    None
}

fn look_at_database(folder: &Folder, examined: &Examined, health: &mut Health) {
    if !folder.database().is_dir() {
        let note = "there is no database; it is built from the journal when it is first needed";
        health.facts.push(note.to_owned());
        return;
    }
    match database_fault(folder, examined) {
        Some(why) => health.find(
            format!("the database {}: {why}", folder.database().display()),
            Some("set it aside and build it anew from the journal"),
        ),
        None => health
            .facts
            .push("the database agrees with the journal".to_owned()),
    }
}

/// Puts lines that are damaged or missing back from where else they are, and sets the journal as
/// it was aside.
fn mend_journal(
    folder: &Folder,
    examined: &Examined,
    report: &mut Report,
) -> Result<(), StoreError> {
    let Examined { reading, known, .. } = examined;
    let whole = reading.damaged.is_empty() && reading.missing == 0 && reading.header.is_some();
    // Lines after the last one are lost only if the database has heard of them.
    let copies = rescue::copies(folder, known);
    let after = (reading.end.n + 1..u64::MAX)
        .take_while(|n| copies.contains_key(n))
        .count();
    if reading.end.n == 0 || (whole && after == 0) {
        return Ok(());
    }
    let path = folder.journal();
    let fault = |source| StoreError::io("mended", &path, source);
    let mut lines: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    journal::read(&path, Mark::default(), u64::MAX, |line, _, text| {
        lines.insert(line.n, text.to_vec());
    })
    .map_err(fault)?;
    let last = reading.end.n + after as u64;
    let found: Copies = copies.into_iter().filter(|(n, _)| *n <= last).collect();
    let recovered = found.len();
    lines.extend(found);
    let lost = last - lines.len() as u64;
    let first = match &reading.header {
        Some(header) => serde_json::to_vec(header).map_err(|error| fault(error.into()))?,
        None => rescue::first_line().map_err(fault)?,
    };
    let aside = folder.aside(&path, "damaged");
    fs::copy(&path, &aside).map_err(fault)?;
    // Numbers rise by one: what is lost leaves no gap behind, or it would be found again.
    let lines = lines
        .into_values()
        .zip(1..)
        .map(|(text, n)| renumbered(text, n));
    let lines: Vec<Vec<u8>> = lines.collect();
    replace(
        &path,
        &rescue::assembled(&first, lines.iter().map(Vec::as_slice)),
    )
    .map_err(fault)?;
    report.say(format!(
        "the journal was mended: {recovered} lines found again, {lost} lost; as it was it is in {}",
        aside.display()
    ));
    Ok(())
}

/// A line under another number.
fn renumbered(text: Vec<u8>, n: u64) -> Vec<u8> {
    match line::check(&text) {
        Some((old, _, body)) if old != n => {
            let (line, _) = line::seal(n, &format!("{{{body}"));
            line.trim_end().as_bytes().to_vec()
        }
        _ => text,
    }
}

fn set_damaged_texts_aside(folder: &Folder, report: &mut Report) -> Result<(), StoreError> {
    let dir = folder.snapshots();
    for hash in versions::all(&dir) {
        if versions::text(&dir, &hash).is_some() {
            continue;
        }
        let path = versions::file(&dir, &hash);
        let aside = folder.aside(&path, "damaged");
        fs::rename(&path, &aside).map_err(|source| StoreError::io("set aside", &path, source))?;
        report.say(format!(
            "a damaged text was set aside in {}",
            aside.display()
        ));
    }
    Ok(())
}

fn mend_database(folder: &Folder, examined: &Examined, report: &mut Report) {
    if !folder.database().is_dir() {
        return;
    }
    if let Some(why) = database_fault(folder, examined) {
        let aside = folder.aside(&folder.database(), "damaged");
        if let Err(error) = fs::rename(folder.database(), &aside) {
            report.say(format!("the database could not be set aside: {error}"));
            return;
        }
        report.say(format!(
            "the database ({why}) was set aside in {}",
            aside.display()
        ));
    }
    if let Some(database) = Database::start(folder, examined.reading.end) {
        report.notes.extend(database.close());
        report.say("the database is in step with the journal");
    }
}
