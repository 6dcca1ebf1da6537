//! Commands that open the reader.

use std::io::{self, IsTerminal as _};

use clap::Args;

use super::Common;
use super::failure::Failure;
use super::looks;
use super::opened::{Desk, follow};
use super::output::Output;
use crate::app::keymap::Keymap;
use crate::run;
use crate::ui::theme::Theme;

/// What the reader itself takes.
#[derive(Debug, Args)]
pub(super) struct Reader {
    /// The corpus: a folder, or files.
    #[arg(value_name = "CORPUS")]
    pub(super) corpus: Vec<std::path::PathBuf>,
    #[command(flatten)]
    pub(super) look: Look,
}

/// How the reader looks.
#[derive(Debug, Args)]
pub(super) struct Look {
    /// The theme; `glossator themes` lists them.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

/// Opens the reader on a corpus.
pub(super) fn read(mut common: Common, reader: Reader, out: &mut Output) -> Result<(), Failure> {
    common.folder.extend(reader.corpus);
    start(&Desk::new(common), None, &reader.look, out)
}

/// Opens the reader at a passage.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator open '06TOKYO5712¶7:\"joint declaration\"'")]
pub(super) struct Open {
    /// The passage; also a `glossator:` link as it stands in an export.
    #[arg(value_name = "ADDRESS")]
    address: String,
    #[command(flatten)]
    look: Look,
}

impl Open {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        start(desk, Some(&self.address), &self.look, out)
    }
}

/// Opens the reader, if a terminal is there to show it.
fn start(desk: &Desk, address: Option<&str>, look: &Look, out: &mut Output) -> Result<(), Failure> {
    let corpus = desk.corpus(out)?;
    let at = match address {
        Some(address) => Some(follow(&corpus, address, out)?),
        None => None,
    };
    if !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "the reader needs a terminal; `glossator documents` and the other commands do not \
             (see --help)"
                .into(),
        ));
    }
    let themes = looks::shelf();
    let theme = match &look.theme {
        None => Theme::default(),
        Some(name) => {
            let (theme, faults) = themes.find(name);
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            match theme {
                Some(theme) => {
                    for fault in &said {
                        out.say(fault);
                    }
                    theme
                }
                None => return Err(Failure::Usage(said.join("\n"))),
            }
        }
    };
    let options = run::Options {
        library: desk.library_folder(&corpus),
        corpus,
        theme,
        themes,
        keymap: Keymap::default(),
        at: at.map(|found| found.span()),
    };
    run::reader(options).map_err(|error| Failure::Unusable(error.to_string()))
}
