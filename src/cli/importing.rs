//! The command `import`: records from a file into the library, as one act.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::annotating::done;
use super::failure::Failure;
use super::opened::Desk;
use super::output::Output;
use crate::export::lines;
use crate::library::acts;

/// The forms that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Lines as `export --format jsonl` writes them.
    Jsonl,
}

/// Brings records back from an export.
///
/// The whole file is one act: `glossator undo` takes it back. Records that are here already are
/// left alone; of two with the same id the one in the file is taken.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator import library.jsonl")]
pub(super) struct Import {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Its form; without it, told from what the file holds.
    #[arg(long, short = 'f', value_name = "F")]
    format: Option<Format>,
}

impl Import {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let name = self.file.display().to_string();
        let bytes = fs::read(&self.file)
            .map_err(|error| Failure::Unusable(format!("{name} cannot be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::Unusable(format!(
                "{name} is not text in UTF-8; nothing was taken from it"
            ))
        })?;
        // There is one form so far, whether it is named or not.
        let Format::Jsonl = self.format.unwrap_or(Format::Jsonl);
        let records = lines::read(&text).map_err(|error| {
            Failure::Unusable(format!("{name}: {error}; nothing was taken from it"))
        })?;
        let mut study = desk.writing(out)?;
        let file = self
            .file
            .file_name()
            .map_or(name.clone(), |name| name.to_string_lossy().into_owned());
        let act = acts::import(&study.library, &format!("import {file}"), records);
        if let Ok(act) = &act {
            let effect = act.effect();
            out.say(&format!("{file}: {effect}"));
        }
        done(&mut study, act, out)
    }
}
