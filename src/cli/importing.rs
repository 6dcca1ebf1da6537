//! The command `import`: records from a file into the library, as one act.
//!
//! Knows how the form of a file is told, and what is said of what was placed, doubtful and left out.
//! What a form means is `export`'s part.

mod pages;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::annotating::done;
use super::failure::Failure;
use super::opened::{Desk, Study, store_fault, to_do};
use super::output::Output;
use crate::export::incoming::{self, Arrival, Incoming};
use crate::export::{lines, sync};
use crate::library::acts;

/// The forms that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Lines as `export --format jsonl` writes them.
    Jsonl,
    /// W3C Web Annotations (JSON-LD), Readium annotation sets.
    W3c,
    /// Hypothesis: its JSON export, or what its search gives.
    Hypothesis,
    /// Tables (CSV, TSV): of Readwise, of Hypothesis, Glossator's own.
    Csv,
    /// KOReader's `metadata.*.lua`.
    Koreader,
    /// Zotero's annotations as JSON.
    Zotero,
    /// A REFI-QDA project, of any program that writes them.
    Qdpx,
    /// A REFI-QDA codebook.
    Qdc,
    /// Changes to notes and tags in pages that `export` wrote: a file, or a folder of them.
    Markdown,
}

/// Which side a conflict is settled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    /// What the file says.
    File,
    /// What the library says.
    Library,
}

/// Brings records back from an export, or annotations in from another program.
///
/// The whole file is one act: `glossator undo` takes it back. Records that are here already are
/// left alone; of two with the same id the one in the file is taken. Passages are placed where the
/// file says if the words stand there, else by their words; what is not surely found is kept, and
/// waits in the list of passages to look at again.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator import library.jsonl\n  glossator import annotations.jsonld\n  \
    glossator import hypothesis.json --dry-run"
)]
pub(super) struct Import {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Its form; without it, told from what the file holds.
    #[arg(long, short = 'f', value_name = "F")]
    format: Option<Format>,
    /// Say what would be taken in, and take nothing in.
    #[arg(long)]
    dry_run: bool,
    /// Where a page and the library both changed a note or tags: which is right. Without it such
    /// conflicts are shown and left as they are.
    #[arg(long, value_name = "SIDE")]
    take: Option<Side>,
}

/// What a file turned out to be.
enum Read {
    /// Records as they are kept.
    Records(Vec<crate::library::Record>),
    /// What another program wrote.
    Incoming(Incoming),
}

impl Import {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let name = self.file.display().to_string();
        if let Some(pages) = self.pages() {
            return pages::take_in(
                desk,
                &pages?,
                self.take == Some(Side::File),
                self.take.is_some(),
                self.dry_run,
                out,
            );
        }
        let bytes = fs::read(&self.file)
            .map_err(|error| Failure::Unusable(format!("{name} cannot be read: {error}")))?;
        let read = self.read(&name, bytes)?;
        let mut study = desk.writing(out)?;
        let file = short_name(&self.file);
        let title = format!("import {file}");
        let mut told = None;
        let records = match read {
            Read::Records(records) => records,
            Read::Incoming(incoming) => {
                let arrival = incoming.settled(&study.corpus, &study.library, &study.by);
                told = Some(report(&file, &arrival, out));
                if !self.dry_run {
                    keep_texts(&mut study, &arrival)?;
                }
                arrival.records
            }
        };
        let act = acts::import(&study.library, &title, records);
        let effect = act.as_ref().map(acts::Act::effect);
        if let Ok(effect) = &effect {
            out.say(&format!("{file}: {effect}"));
        }
        match told {
            Some(mut told) if out.is_json() => {
                told["effect"] = json!(effect.unwrap_or_default());
                if !self.dry_run
                    && let Some(act) = to_do(act, out)?
                {
                    study.perform(act, out)?;
                }
                out.json(&told)
            }
            _ if self.dry_run => {
                if let Err(error) = act {
                    out.say(&error.to_string());
                }
                Ok(())
            }
            _ => done(&mut study, act, out),
        }
    }

    /// The pages that are named, where it is pages: the only form of which several files are read.
    fn pages(&self) -> Option<Result<Vec<PathBuf>, Failure>> {
        if self.file.is_dir() {
            return Some(pages::of_folder(&self.file));
        }
        let wanted = self.format == Some(Format::Markdown);
        let is_page = || {
            fs::read_to_string(&self.file)
                .is_ok_and(|text| !text.trim().is_empty() && sync::is_own(&text))
        };
        (wanted || self.format.is_none() && is_page()).then(|| Ok(vec![self.file.clone()]))
    }

    /// Reads the file in its form.
    fn read(&self, name: &str, bytes: Vec<u8>) -> Result<Read, Failure> {
        let refuse =
            |why: &str| Failure::Unusable(format!("{name} {why}; nothing was taken from it"));
        let qda = |read: Result<Incoming, incoming::qda::QdaError>| {
            read.map(Read::Incoming)
                .map_err(|error| refuse(&format!("cannot be read: {error}")))
        };
        if self.format == Some(Format::Qdpx)
            || self.format.is_none() && incoming::qda::is_archive(&bytes)
        {
            return qda(incoming::qda::project(&bytes));
        }
        let text = String::from_utf8(bytes).map_err(|_| refuse("is not text in UTF-8"))?;
        if self.format == Some(Format::Qdc)
            || self.format.is_none() && incoming::qda::is_codebook(&text)
        {
            return qda(incoming::qda::codebook(&text));
        }
        let lines = || {
            lines::read(&text)
                .map(Read::Records)
                .map_err(|error| refuse(&format!("cannot be read: {error}")))
        };
        let file = short_name(&self.file);
        let read = match self.format {
            Some(Format::Jsonl | Format::Markdown | Format::Qdpx | Format::Qdc) => return lines(),
            None if lines::is_own(&text) => return lines(),
            Some(Format::W3c | Format::Hypothesis) => incoming::w3c::read(&text),
            Some(Format::Csv) => incoming::tables::read(&text),
            Some(Format::Koreader) => incoming::koreader::read(&text, &file),
            Some(Format::Zotero) => incoming::zotero::read(&text),
            None => guessed(&text, &file),
        };
        match read {
            Some(incoming) => Ok(Read::Incoming(incoming)),
            None if self.format.is_some() => Err(refuse("is not of that form")),
            None => Err(refuse(
                "is of no form that can be read; `glossator help import` lists them",
            )),
        }
    }
}

/// Reads a file by what it looks like.
fn guessed(text: &str, file: &str) -> Option<Incoming> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[']) {
        return incoming::w3c::read(text).or_else(|| incoming::zotero::read(text));
    }
    if file.to_lowercase().ends_with(".lua") {
        return incoming::koreader::read(text, file);
    }
    incoming::tables::read(text)
}

/// A file's name without its folder.
fn short_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Keeps the texts in which passages were made that are to be looked at again.
fn keep_texts(study: &mut Study, arrival: &Arrival) -> Result<(), Failure> {
    for it in &arrival.texts {
        study
            .store
            .keep_version(&it.version, &it.document, &it.path, &it.text)
            .map_err(|error| store_fault(&error))?;
    }
    Ok(())
}

/// Says what was placed, what is doubtful, and what was left out.
fn report(file: &str, arrival: &Arrival, out: &mut Output) -> Value {
    out.say(&format!(
        "{file}: {} placed, {} to look at again, {} not found, {} left out",
        arrival.placed,
        arrival.uncertain.len(),
        arrival.lost.len(),
        arrival.left_out.len()
    ));
    for (sign, list) in [
        ("?", &arrival.uncertain),
        ("✗", &arrival.lost),
        ("-", &arrival.left_out),
    ] {
        for it in list {
            out.say(&format!("  {sign} {it}"));
        }
    }
    json!({
        "file": file,
        "placed": arrival.placed,
        "uncertain": arrival.uncertain,
        "lost": arrival.lost,
        "left_out": arrival.left_out,
    })
}
