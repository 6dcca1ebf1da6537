//! What is told of an export: which files were written, which would be, and why one is left alone.
//!
//! Knows the sentences and the JSON. What became of each file is known to `run`.

use std::path::PathBuf;

use serde_json::json;

use super::Export;
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::export::sync::SyncError;
use crate::run::exported::Left;
use crate::run::files::{FileError, Outcome, Prepared, Refusal};

/// What became of a file, as it is told.
pub(super) struct Told {
    path: PathBuf,
    outcome: Outcome,
    edited: Vec<String>,
}

impl From<Left> for Told {
    fn from(file: Left) -> Self {
        Self {
            path: file.path,
            outcome: Outcome::Same,
            edited: file.edited,
        }
    }
}

impl From<Prepared> for Told {
    fn from(file: Prepared) -> Self {
        Self {
            path: file.path,
            outcome: file.outcome,
            edited: file.edited,
        }
    }
}

impl Told {
    fn as_json(&self) -> serde_json::Value {
        json!({
            "path": self.path.to_string_lossy(),
            "outcome": match self.outcome {
                Outcome::New => "new",
                Outcome::Changed => "changed",
                Outcome::Same => "same",
            },
            "edited": self.edited,
        })
    }
}

impl Export {
    /// Says what became of the files, or would.
    pub(super) fn tell(&self, files: &[Told], out: &mut Output) -> Result<(), Failure> {
        for file in files {
            for key in &file.edited {
                out.say(&format!(
                    "{}: the block {key} was edited by hand and is left as it is; --force replaces it",
                    file.path.display()
                ));
            }
        }
        let stale = files.iter().filter(|it| it.outcome != Outcome::Same);
        let stale: Vec<String> = stale.map(|it| it.path.display().to_string()).collect();
        if out.is_json() {
            let rows: Vec<_> = files.iter().map(Told::as_json).collect();
            out.json(&json!({ "files": rows, "written": !self.check }))?;
        }
        match (self.check, stale.as_slice()) {
            (true, []) => out.say("everything is up to date"),
            (true, stale) => {
                return Err(Failure::NotFound(format!(
                    "not up to date: {}",
                    stale.join(", ")
                )));
            }
            (false, []) => out.say("everything was up to date; nothing was written"),
            (false, stale) => out.say(&format!("written: {}", stale.join(", "))),
        }
        Ok(())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let FileError::Refused { why, .. } = &error else {
            return Self::unusable(error);
        };
        let advice = match why {
            Refusal::NotInStep(SyncError::Unclosed { .. }) => {
                "or write the file anew with --force, which takes away what else is in it"
            }
            Refusal::NotInStep(SyncError::Foreign) => {
                "choose another name, or replace it with --force"
            }
            Refusal::OtherLibrary(_) => {
                "choose another place, or merge that library first (`glossator merge`); --force takes \
                 the passages out"
            }
        };
        Self::Usage(format!("{error}; {advice}"))
    }
}
