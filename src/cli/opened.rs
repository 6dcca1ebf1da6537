//! What a command works on: the corpus and, beside it, the library.
//!
//! Knows where they are, from the arguments or from where the command was given, and opens them
//! when asked. Turns their faults into what the command line says and the code it ends with.

use std::env;
use std::path::{Path, PathBuf};

use super::Common;
use super::failure::Failure;
use super::output::Output;
use crate::corpus::{Corpus, Document};
use crate::passage::address::{AddressError, Found, resolve};

/// The folder in which a library lies inside its corpus.
pub(super) const LIBRARY: &str = ".glossator";

/// Where the corpus and the library are.
#[derive(Debug)]
pub(super) struct Desk {
    common: Common,
}

impl Desk {
    /// A desk for these arguments; nothing is opened yet.
    pub(super) fn new(common: Common) -> Self {
        Self { common }
    }

    /// The folders and files that make the corpus.
    pub(super) fn corpus_paths(&self) -> Result<Vec<PathBuf>, Failure> {
        if !self.common.folder.is_empty() {
            return Ok(self.common.folder.clone());
        }
        let here = env::current_dir().map_err(|error| {
            Failure::Unusable(format!(
                "the current folder cannot be read: {error}; name the corpus with -C DIR"
            ))
        })?;
        Ok(vec![nearest(&here)])
    }

    /// Opens the corpus; files that could not be read are said.
    pub(super) fn corpus(&self, out: &mut Output) -> Result<Corpus, Failure> {
        let corpus = Corpus::open(&self.corpus_paths()?).map_err(Failure::unusable)?;
        for problem in corpus.problems() {
            out.say(&format!("{}: {}", problem.path.display(), problem.message));
        }
        Ok(corpus)
    }
}

/// The nearest folder upward that has annotations, else the folder itself.
fn nearest(here: &Path) -> PathBuf {
    here.ancestors()
        .find(|folder| folder.join(LIBRARY).is_dir())
        .unwrap_or(here)
        .to_path_buf()
}

/// Follows an address; what a person should know of it is said.
pub(super) fn follow(corpus: &Corpus, address: &str, out: &mut Output) -> Result<Found, Failure> {
    let found = resolve(corpus, address).map_err(|error| match error {
        AddressError::Notation(_) => Failure::usage(error),
        AddressError::Unreadable(_) => Failure::unusable(error),
        _ => Failure::not_found(error),
    })?;
    if let Some(note) = &found.note {
        out.say(note);
    }
    Ok(found)
}

/// The document of that name: an id, an unambiguous beginning of one, or a path.
pub(super) fn document(
    corpus: &Corpus,
    name: &str,
    out: &mut Output,
) -> Result<std::sync::Arc<Document>, Failure> {
    Ok(follow(corpus, name, out)?.document)
}
