//! Commands that open the reader.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Common;
use super::failure::Failure;
use super::greeting::{self, Wanted};
use super::looks;
use super::opened::{Desk, LIBRARY, follow};
use super::output::Output;
use super::sample;
use crate::app::Key;
use crate::config;
use crate::run;
use crate::settings::nearest;
use crate::terminal;

/// What the reader itself takes.
#[derive(Debug, Default, Args)]
pub(super) struct Reader {
    /// The corpus: a folder, or files.
    #[arg(value_name = "CORPUS")]
    pub(super) corpus: Vec<PathBuf>,
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
    /// Read line by line, for screen readers: what would be seen is said, keys are typed in lines.
    #[arg(long, conflicts_with = "print")]
    linear: bool,
    /// Print the screen instead of showing it; no terminal is needed.
    #[arg(long)]
    print: bool,
    /// The size of the printed screen, columns by rows.
    #[arg(long, value_name = "WxH", default_value = "80x24", value_parser = size)]
    size: (u16, u16),
}

impl Default for Look {
    /// What clap makes of a line without options, which a test holds it to.
    fn default() -> Self {
        Self {
            theme: None,
            no_mouse: false,
            keys: None,
            linear: false,
            print: false,
            size: (80, 24),
        }
    }
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
    if let Some(name) = reader.corpus.first() {
        check_spelling(name)?;
    }
    common.folder.extend(reader.corpus);
    start(&Desk::new(common), None, (&reader.look, false), out)
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
        start(desk, Some(&self.address), (&self.look, false), out)
    }
}

/// Teaches the reading task in five minutes, step by step, on the sample corpus.
///
/// The sample corpus is written into a folder of the program's own, or into DIR; what is annotated
/// there stays there until the lesson begins again.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator tutor")]
pub(super) struct Tutor {
    /// Where the sample corpus is written.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    look: Look,
}

impl Tutor {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        teach(desk, self.folder, &self.look, out)
    }
}

/// Writes the sample corpus and opens the lesson on it.
fn teach(
    desk: &Desk,
    named: Option<PathBuf>,
    look: &Look,
    out: &mut Output,
) -> Result<(), Failure> {
    let own = || config::state_folder().map(|folder| folder.join("tutor"));
    let fresh = named.is_none();
    let folder = named.or_else(own).ok_or_else(|| {
        Failure::Usage("there is no home folder; name a folder for the lesson".into())
    })?;
    if fresh {
        // The program's own folder: every lesson begins with nothing annotated.
        let library = folder.join(LIBRARY);
        if library.is_dir() {
            fs::remove_dir_all(&library)
                .map_err(|error| Failure::Unusable(format!("{}: {error}", library.display())))?;
        }
    }
    sample::write(&folder)?;
    start(&desk.elsewhere(folder), None, (look, true), out)
}

/// Opens the reader, if a terminal is there to show it.
fn start(
    desk: &Desk,
    address: Option<&str>,
    (look, lesson): (&Look, bool),
    out: &mut Output,
) -> Result<(), Failure> {
    let seen = io::stdin().is_terminal() && io::stdout().is_terminal();
    // A terminal that can only print is read in lines.
    let linear = look.linear || (!look.print && io::stdout().is_terminal() && terminal::is_dumb());
    // An address may be of a document that changed; what is printed is as the files are now.
    let opened = if look.print || linear || address.is_some() {
        desk.source(out).map(|corpus| (corpus, None))
    } else {
        desk.first_picture()
    };
    let (corpus, renewal) = match opened {
        // Only where nothing was found is it looked again, for what that means.
        Err(_) if seen && !look.print && desk.holds_nothing() => return greet(desk, look, out),
        opened => opened?,
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
    if !look.print && !linear && !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "the reader needs a terminal; `glossator documents` and the other commands do not \
             (see --help)"
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
    if !look.print && !lesson {
        for path in desk.corpus_paths()?.iter().take(1) {
            greeting::remember(path);
        }
    }
    let options = run::Options {
        library: desk.library_folder(&corpus),
        author: desk.author_with(settings.author.as_deref()),
        lesson,
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
    if linear {
        let (mut input, mut said) = (io::stdin().lock(), io::stdout().lock());
        return run::line_by_line(options, &mut input, &mut said).map_err(|error| fault(&error));
    }
    run::reader(options).map_err(|error| fault(&error))
}

/// Asks what is to be opened, where there is nothing to read.
fn greet(desk: &Desk, look: &Look, out: &mut Output) -> Result<(), Failure> {
    let here = desk.corpus_paths()?.into_iter().next().unwrap_or_default();
    let recent = greeting::recent();
    let asked = greeting::ask(
        &here,
        &recent,
        &mut io::stdin().lock(),
        &mut io::stdout().lock(),
    );
    let wanted = asked.map_err(|error| Failure::Unusable(error.to_string()))?;
    match wanted {
        Wanted::Corpus(path) => start(&desk.elsewhere(path), None, (look, false), out),
        Wanted::Sample(path) => {
            sample::write(&path)?;
            start(&desk.elsewhere(path), None, (look, false), out)
        }
        Wanted::Lesson => teach(desk, None, look, out),
        Wanted::Nothing => Ok(()),
    }
}

/// A fault of the reader, with what led to it.
fn fault(error: &anyhow::Error) -> Failure {
    Failure::Unusable(format!("{error:#}"))
}
