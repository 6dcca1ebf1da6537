//! The command line: every act of the reader for scripts, and for people who do not see the screen.
//!
//! Knows the commands, their arguments and examples, and what each says to people and to programs.
//! Does none of the work itself: a command opens the corpus and the library, calls the layers that
//! know the matter, and prints. One file for each family of commands.

mod agreeing;
mod annotating;
mod caring;
mod carrying;
mod correcting;
mod counting;
mod dating;
mod failure;
mod finding;
mod greeting;
mod importing;
mod keeping;
mod linking;
mod looks;
mod mentions;
mod merging;
mod opened;
mod output;
mod packaging;
mod reading;
mod referring;
mod sample;
mod setting;
mod starting;
mod suggesting;
mod tagging;
mod view;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use failure::Failure;
use opened::Desk;
use output::Output;

/// Read, annotate and link a folder of documents in the terminal.
///
/// Without a command, opens the reader on CORPUS: a folder or some files. Without CORPUS, the
/// nearest folder upward that has a `.glossator/` is opened, else the current folder. Documents
/// are never written; annotations go into `.glossator/` beside them.
#[derive(Debug, Parser)]
#[command(
    name = "glossator",
    version,
    max_term_width = 100,
    subcommand_precedence_over_arg = true,
    subcommand_value_name = "COMMAND",
    disable_help_subcommand = true,
    after_help = "Examples:\n  \
        glossator sample-corpus\n  \
        glossator -C sources search '\"joint declaration\"' --json\n\n\
        An ADDRESS is DOC, DOC¶7, DOC§3, DOC:Article 9, DOC:fn 12 or DOC#p41, each with an optional\n\
        quotation: DOC¶7:\"quoted words\". DOC is an id, any beginning of one, or the file's path.\n\n\
        Exit codes: 0 done, 1 not found or check failed, 2 wrong usage, 3 the corpus or the library\n\
        cannot be used."
)]
struct Cli {
    #[command(flatten)]
    reader: starting::Reader,
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes, before or after its name.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "For every command")]
struct Common {
    /// The corpus: a folder or a file; without it, the nearest folder upward with annotations.
    #[arg(short = 'C', long = "corpus", value_name = "DIR", global = true)]
    folder: Vec<PathBuf>,
    /// Another place for annotations than `.glossator/` inside the corpus.
    #[arg(long, value_name = "DIR", global = true)]
    library: Option<PathBuf>,
    /// Print one JSON document instead of text.
    #[arg(long, global = true)]
    json: bool,
    /// Who makes the annotations; without it, the user's name.
    #[arg(long, value_name = "NAME", global = true)]
    author: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    Open(starting::Open),
    Documents(reading::Documents),
    Outline(reading::Outline),
    Show(reading::Show),
    Search(finding::Search),
    Queries(finding::Queries),
    Mentions(mentions::Mentions),
    Timeline(dating::Timeline),
    Table(counting::Table),
    References(referring::References),
    Tags(tagging::Tags),
    Tag(tagging::TagCommand),
    Annotate(annotating::Annotate),
    Unannotate(annotating::Unannotate),
    Annotations(annotating::Annotations),
    Link(linking::Link),
    Unlink(linking::Unlink),
    Links(linking::Links),
    Correct(correcting::Correct),
    Corrections(correcting::Corrections),
    Uncorrect(correcting::Uncorrect),
    Suggest(suggesting::Suggest),
    Export(carrying::Export),
    Import(importing::Import),
    Merge(merging::Merge),
    Agreement(agreeing::AgreementCommand),
    Undo(keeping::Undo),
    Redo(keeping::Redo),
    History(keeping::History),
    Doctor(caring::Doctor),
    Backup(caring::Backup),
    Restore(caring::Restore),
    Sample(sample::Sample),
    Tutor(starting::Tutor),
    Keys(setting::Keys),
    Themes(looks::Themes),
    Config(setting::Config),
    Completions(packaging::Completions),
    Man(packaging::Man),
}

/// Runs the program with these arguments (the first is the program's name) and gives the code it
/// ends with: 0 done, 1 not found or check failed, 2 wrong usage, 3 the corpus or library cannot
/// be used.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(code) = crate::corpus::worker::served(&arguments) {
        return code;
    }
    let cli = match plain(&arguments) {
        Some(cli) => cli,
        None => match Cli::try_parse_from(arguments) {
            Ok(cli) => cli,
            Err(error) => {
                // A closed pipe is no fault of the reader's; there is nobody left to tell.
                let _ = error.print();
                return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            }
        },
    };
    let mut output = Output::to_process(cli.common.json);
    let result = carry_out(cli, &mut output).and_then(|()| output.finish());
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.complain(&failure);
            ExitCode::from(failure.code())
        }
    }
}

/// The commands' names. The definition has them too, but takes longer to build than a small corpus
/// takes to open.
const NAMES: [&str; 39] = [
    "agreement",
    "open",
    "documents",
    "outline",
    "show",
    "search",
    "queries",
    "mentions",
    "timeline",
    "table",
    "references",
    "tags",
    "tag",
    "annotate",
    "unannotate",
    "annotations",
    "link",
    "unlink",
    "links",
    "correct",
    "corrections",
    "uncorrect",
    "suggest",
    "export",
    "import",
    "merge",
    "undo",
    "redo",
    "history",
    "doctor",
    "backup",
    "restore",
    "sample",
    "tutor",
    "keys",
    "themes",
    "config",
    "completions",
    "man",
];

/// The line `glossator` or `glossator CORPUS`, which is how the reader is mostly opened, without
/// building the definition of all the rest. None for every other line.
fn plain(arguments: &[OsString]) -> Option<Cli> {
    let corpus: Vec<PathBuf> = match arguments {
        [_program] => Vec::new(),
        [_program, corpus] => {
            let text = corpus.to_str()?;
            if text.is_empty() || text.starts_with('-') || NAMES.contains(&text) {
                return None;
            }
            vec![corpus.into()]
        }
        _ => return None,
    };
    Some(Cli {
        reader: starting::Reader {
            corpus,
            ..starting::Reader::default()
        },
        common: Common::default(),
        command: None,
    })
}

/// Calls the command that was asked for.
fn carry_out(cli: Cli, out: &mut Output) -> Result<(), Failure> {
    let mut common = cli.common;
    let Some(command) = cli.command else {
        return starting::read(common, cli.reader, out);
    };
    common.folder.extend(cli.reader.corpus);
    let desk = Desk::new(common);
    match command {
        Command::Open(it) => it.run(&desk, out),
        Command::Documents(_) => reading::Documents::run(&desk, out),
        Command::Outline(it) => it.run(&desk, out),
        Command::Show(it) => it.run(&desk, out),
        Command::Search(it) => it.run(&desk, out),
        Command::Queries(it) => it.run(&desk, out),
        Command::Mentions(it) => it.run(&desk, out),
        Command::Timeline(it) => it.run(&desk, out),
        Command::Table(it) => it.run(&desk, out),
        Command::References(it) => it.run(&desk, out),
        Command::Tags(_) => tagging::Tags::run(&desk, out),
        Command::Tag(it) => it.run(&desk, out),
        Command::Annotate(it) => it.run(&desk, out),
        Command::Unannotate(it) => it.run(&desk, out),
        Command::Annotations(it) => it.run(&desk, out),
        Command::Link(it) => it.run(&desk, out),
        Command::Unlink(it) => it.run(&desk, out),
        Command::Links(it) => it.run(&desk, out),
        Command::Correct(it) => it.run(&desk, out),
        Command::Corrections(_) => correcting::Corrections::run(&desk, out),
        Command::Uncorrect(it) => it.run(&desk, out),
        Command::Suggest(it) => it.run(&desk, out),
        Command::Export(it) => it.run(&desk, out),
        Command::Import(it) => it.run(&desk, out),
        Command::Merge(it) => it.run(&desk, out),
        Command::Agreement(it) => it.run(&desk, out),
        Command::Undo(it) => it.run(&desk, out),
        Command::Redo(it) => it.run(&desk, out),
        Command::History(_) => keeping::History::run(&desk, out),
        Command::Doctor(it) => it.run(&desk, out),
        Command::Backup(it) => it.run(&desk, out),
        Command::Restore(it) => it.run(&desk, out),
        Command::Sample(it) => it.run(out),
        Command::Tutor(it) => it.run(&desk, out),
        Command::Keys(it) => it.run(out),
        Command::Themes(it) => it.run(out),
        Command::Config(it) => it.run(&desk, out),
        Command::Completions(it) => it.run(out),
        Command::Man(it) => it.run(out),
    }
}

/// The definition of the whole command line, from which completions, the manual and the page of
/// commands are made.
fn definition() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests;
