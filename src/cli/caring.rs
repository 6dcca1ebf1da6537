//! Commands that look after the library: `doctor`, `backup`, `restore`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::{Desk, store_fault};
use super::output::Output;
use crate::store::{Access, Store, doctor_telling, repair};

/// Looks whether the library is well; ends with code 1 if it is not.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator doctor\n  glossator doctor --repair")]
pub(super) struct Doctor {
    /// Put right what can be put right.
    #[arg(long)]
    repair: bool,
}

impl Doctor {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let folder = desk.library_place()?;
        let mut mended = Vec::new();
        if self.repair {
            mended = repair(&folder).map_err(|error| store_fault(&error))?.notes;
            for note in &mended {
                out.say(note);
            }
        }
        let health = doctor_telling(&folder, &mut |what| out.step(what))
            .map_err(|error| store_fault(&error))?;
        if out.is_json() {
            let findings: Vec<_> = health
                .findings
                .iter()
                .map(|it| json!({ "what": it.what, "remedy": it.remedy }))
                .collect();
            out.json(&json!({
                "library": folder,
                "well": health.is_well(),
                "facts": health.facts,
                "findings": findings,
                "mended": mended,
            }))?;
        } else {
            for fact in &health.facts {
                out.line(fact)?;
            }
            for finding in &health.findings {
                let remedy = finding.remedy.as_deref();
                let remedy = remedy.map(|it| format!(" (--repair: {it})"));
                out.line(&format!("! {}{}", finding.what, remedy.unwrap_or_default()))?;
            }
        }
        match health.findings.len() {
            0 => Ok(()),
            1 => Err(Failure::NotFound("one thing is not well".into())),
            many => Err(Failure::NotFound(format!("{many} things are not well"))),
        }
    }
}

/// Writes the whole library, with its history and the annotated texts, into one file.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator backup ~/1956.glossator-backup")]
pub(super) struct Backup {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if it is there.
    #[arg(long)]
    force: bool,
}

impl Backup {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let name = self.file.display().to_string();
        if self.file.exists() && !self.force {
            return Err(Failure::Usage(format!(
                "{name} is there already; choose another name, or replace it with --force"
            )));
        }
        let folder = desk.library_place()?;
        if !folder.is_dir() {
            return Err(Failure::NotFound(format!(
                "there is no library in {} yet; nothing to back up",
                folder.display()
            )));
        }
        let opened = Store::open(&folder, Access::Read).map_err(|error| store_fault(&error))?;
        let saved = opened.store.backup(&self.file);
        saved.map_err(|error| store_fault(&error))?;
        if out.is_json() {
            return out.json(&json!({ "library": folder, "file": self.file }));
        }
        out.say(&format!("the library is backed up in {name}"));
        Ok(())
    }
}

/// Puts a backup in the place of the library. What was there is set aside, not deleted.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator restore ~/1956.glossator-backup")]
pub(super) struct Restore {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Restore {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let folder = desk.library_place()?;
        let report = Store::restore(&folder, &self.file).map_err(|error| store_fault(&error))?;
        for note in &report.notes {
            out.say(note);
        }
        if out.is_json() {
            return out.json(&json!({ "library": folder, "notes": report.notes }));
        }
        out.say(&format!(
            "the library in {} is the one of the backup",
            folder.display()
        ));
        Ok(())
    }
}
