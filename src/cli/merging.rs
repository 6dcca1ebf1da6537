//! The command `merge`: another library of the same corpus into this one, as one act.
//!
//! Knows where a library lies, and how `git` hands two journals over. How two libraries become one is
//! `library::merging`'s part.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::{Desk, LIBRARY, store_fault};
use super::output::Output;
use crate::library::acts::By;
use crate::library::merging::{Merged, Side, merge};
use crate::library::{History, Library};
use crate::store::{Access, Opened, Store};

/// The name of the journal in a library's folder.
const JOURNAL: &str = "journal.jsonl";

/// Joins another library of the same corpus with this one.
///
/// What only one side changed is taken; what both changed is joined: tags from both, of two notes both
/// texts. In either order the outcome is the same. The other library is not changed; here it is one act,
/// which `glossator undo` takes back.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator merge ../colleague/.glossator\n  \
    git config merge.glossator.driver \"glossator merge --journal %A %B\""
)]
pub(super) struct Merge {
    /// The other library, or the corpus that it lies in.
    #[arg(value_name = "OTHER", required_unless_present = "journal")]
    other: Option<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Join the second journal into the first: for `git`, as a merge driver.
    #[arg(long, num_args = 2, value_names = ["OURS", "THEIRS"], conflicts_with_all = ["other", "dry_run"])]
    journal: Option<Vec<PathBuf>>,
}

impl Merge {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        if let Some([ours, theirs]) = self.journal.as_deref() {
            return journals(ours, theirs, &by(desk), out);
        }
        let other = self.other.unwrap_or_default();
        let folder = library_of(&other)?;
        let mut study = desk.writing(out)?;
        let theirs = Store::open(&folder, Access::Read).map_err(|error| store_fault(&error))?;
        for note in &theirs.report.notes {
            out.say(note);
        }
        let merged = joined(
            (&study.library, &study.store),
            (&theirs.library, &theirs.store),
        )?;
        for it in &merged.conflicts {
            out.say(it);
        }
        if merged.changes.is_empty() {
            out.say("everything in it is here already");
            if out.is_json() {
                out.json(&json!({ "effect": "", "conflicts": merged.conflicts }))?;
            }
            return Ok(());
        }
        let conflicts = merged.conflicts.clone();
        let act = merged.act(&other.display().to_string());
        let effect = act.effect();
        out.say(&effect);
        if !self.dry_run {
            study
                .store
                .keep_of(&theirs.store)
                .map_err(|error| store_fault(&error))?;
            study.perform(act, out)?;
        }
        if out.is_json() {
            return out.json(&json!({ "effect": effect, "conflicts": conflicts }));
        }
        Ok(())
    }
}

fn by(desk: &Desk) -> By {
    By {
        author: desk.author(),
        ..By::here()
    }
}

/// The folder of a library that a person names, or of the corpus it lies in.
fn library_of(named: &Path) -> Result<PathBuf, Failure> {
    let within = named.join(LIBRARY);
    [within.as_path(), named]
        .into_iter()
        .find(|folder| folder.join(JOURNAL).is_file())
        .map(Path::to_owned)
        .ok_or_else(|| {
            Failure::NotFound(format!(
                "there is no library in {}; name its `{LIBRARY}` folder, or the corpus",
                named.display()
            ))
        })
}

fn joined(ours: (&Library, &Store), theirs: (&Library, &Store)) -> Result<Merged, Failure> {
    let entries = |store: &Store| store.entries().map_err(|error| store_fault(&error));
    let (our, their) = (entries(ours.1)?, entries(theirs.1)?);
    Ok(merge(&Side::of(ours.0, &our), &Side::of(theirs.0, &their)))
}

/// Joins one journal into another, each a file of its own, as `git` lays them out.
fn journals(ours: &Path, theirs: &Path, by: &By, out: &mut Output) -> Result<(), Failure> {
    let desk = tempfile::tempdir()
        .map_err(|error| Failure::Unusable(format!("no folder for the work: {error}")))?;
    let laid_out = |name: &str, journal: &Path| -> Result<PathBuf, Failure> {
        let folder = desk.path().join(name);
        fs::create_dir(&folder)
            .and_then(|()| fs::copy(journal, folder.join(JOURNAL)))
            .map_err(|error| {
                Failure::Unusable(format!("{} cannot be read: {error}", journal.display()))
            })?;
        Ok(folder)
    };
    let (here, there) = (laid_out("ours", ours)?, laid_out("theirs", theirs)?);
    let open =
        |folder: &Path, access| Store::open(folder, access).map_err(|error| store_fault(&error));
    let Opened {
        mut store,
        library,
        history,
        ..
    } = open(&here, Access::Write)?;
    let other = open(&there, Access::Read)?;
    let merged = joined((&library, &store), (&other.library, &other.store))?;
    for it in &merged.conflicts {
        out.say(it);
    }
    if merged.changes.is_empty() {
        return Ok(());
    }
    let history: History = history;
    let entry = Arc::new(history.sign(merged.act("another journal"), by));
    store
        .keep_of(&other.store)
        .and_then(|()| store.commit(&entry))
        .map_err(|error| store_fault(&error))?;
    store.close();
    fs::copy(here.join(JOURNAL), ours).map_err(|error| {
        Failure::Unusable(format!("{} cannot be written: {error}", ours.display()))
    })?;
    Ok(())
}
