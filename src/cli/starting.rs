//! Commands that open the reader.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use clap::Args;

use super::Common;
use super::failure::Failure;
use super::looks;
use super::opened::{Desk, follow};
use super::output::Output;
use crate::app::Key;
use crate::config;
use crate::run;
use crate::settings::nearest;
use crate::terminal;

/// What the reader itself takes.
#[derive(Debug, Args)]
pub(super) struct Reader {
    /// The corpus: a folder, or files.
    #[arg(value_name = "CORPUS")]
    pub(super) corpus: Vec<std::path::PathBuf>,
    #[command(flatten)]
    pub(super) look: Look,
}

/// How the reader looks, and what it does before it is seen.
#[derive(Debug, Args)]
pub(super) struct Look {
    /// The theme; `glossator themes` lists them.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Leave the mouse to the terminal, so that its own selection works.
    #[arg(long)]
    no_mouse: bool,
    /// Press these keys, as in `jjtdeadline<enter>`, before the screen is printed.
    #[arg(long, value_name = "KEYS", requires = "print")]
    keys: Option<String>,
    /// Print the screen instead of showing it; no terminal is needed.
    #[arg(long)]
    print: bool,
    /// The size of the printed screen, columns by rows.
    #[arg(long, value_name = "WxH", default_value = "80x24", value_parser = size)]
    size: (u16, u16),
}

/// A size as it is written: `80x24`.
fn size(text: &str) -> Result<(u16, u16), String> {
    let cells = |text: &str| text.trim().parse().ok().filter(|n| (1..=1000).contains(n));
    text.split_once(['x', 'X', '×'])
        .and_then(|(columns, rows)| Some((cells(columns)?, cells(rows)?)))
        .ok_or_else(|| "write columns by rows, each from 1 to 1000, such as 120x40".to_owned())
}

/// Opens the reader on a corpus.
pub(super) fn read(mut common: Common, reader: Reader, out: &mut Output) -> Result<(), Failure> {
    if let [name] = reader.corpus.as_slice() {
        check_spelling(name)?;
    }
    common.folder.extend(reader.corpus);
    start(&Desk::new(common), None, &reader.look, out)
}

/// Says which command was meant, where a word is neither a command nor a file nor a folder.
fn check_spelling(name: &Path) -> Result<(), Failure> {
    let Some(word) = name
        .to_str()
        .filter(|word| !word.contains(['/', '\\', '.']))
    else {
        return Ok(());
    };
    if name.exists() {
        return Ok(());
    }
    let definition = super::definition();
    let commands = definition.get_subcommands().map(clap::Command::get_name);
    match nearest(word, commands) {
        Some(command) => Err(Failure::Usage(format!(
            "there is no command or folder “{word}”; did you mean `glossator {command}`?"
        ))),
        None => Ok(()),
    }
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
    // An address may be of a document that changed; what is printed is as the files are now.
    let (corpus, renewal) = if look.print || address.is_some() {
        (desk.source(out)?, None)
    } else {
        desk.first_picture()?
    };
    let at = match address {
        Some(address) => {
            let same = corpus.replaced(Vec::new(), corpus.problems().to_vec());
            let corrected = desk.corrected(same, out)?;
            Some(follow(&corrected, &|| desk.past(&corrected), address, out)?)
        }
        None => None,
    };
    let keys = match &look.keys {
        Some(script) => Key::parse_script(script).map_err(Failure::Usage)?,
        None => Vec::new(),
    };
    if !look.print && !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "the reader needs a terminal; `glossator documents` and the other commands do not \
             (see --help)"
                .into(),
        ));
    }
    if !look.print && terminal::is_dumb() {
        return Err(Failure::Usage(
            "this terminal (TERM=dumb) cannot show the reader; `glossator show` prints text, and \
             --help lists the other commands"
                .into(),
        ));
    }
    let themes = looks::shelf();
    let config::Read {
        mut settings,
        keymap,
        faults,
    } = config::read();
    let mut problems = faults;
    if let Some(name) = &look.theme {
        let (theme, faults) = themes.find(name);
        if theme.is_none() {
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            return Err(Failure::Usage(said.join("\n")));
        }
        settings.theme = config::Wanted::Named(name.clone());
    }
    for name in settings.theme.names() {
        // Those that come with the program have no faults, which is tested; reading all of them
        // would only delay the first picture.
        if !themes.is_built_in(name) {
            problems.extend(themes.find(name).1);
        }
    }
    settings.mouse &= !look.no_mouse;
    let options = run::Options {
        library: desk.library_folder(&corpus),
        author: desk.author(),
        corpus,
        renewal,
        settings,
        themes,
        keymap,
        problems,
        at: at.map(|found| found.span()),
    };
    if look.print {
        let screen = run::replay(options, &keys, look.size).map_err(|error| fault(&error))?;
        return out.text(&screen);
    }
    run::reader(options).map_err(|error| fault(&error))
}

/// A fault of the reader, with what led to it.
fn fault(error: &anyhow::Error) -> Failure {
    Failure::Unusable(format!("{error:#}"))
}
