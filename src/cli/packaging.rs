//! Commands for packagers: completions for shells, the manual, and the page of commands.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::definition;
use super::failure::Failure;
use super::output::Output;

/// Prints the completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  glossator completions fish > ~/.config/fish/completions/glossator.fish"
)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, out: &mut Output) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut definition(), "glossator", &mut script);
        out.bytes(&script)
    }
}

/// Prints the manual page, or writes one page for each command into a folder.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator man | man -l -\n  glossator man --out share/man/man1"
)]
pub(super) struct Man {
    /// A folder for the pages of all commands.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the commands as a Markdown page: `docs/commands.md`.
    #[arg(long, hide = true)]
    markdown: bool,
}

impl Man {
    pub(super) fn run(self, out: &mut Output) -> Result<(), Failure> {
        if self.markdown {
            return out.text(&commands_page());
        }
        let unwritten = |error: std::io::Error| {
            Failure::Unusable(format!("the manual cannot be written: {error}"))
        };
        if let Some(folder) = self.out {
            fs::create_dir_all(&folder).map_err(unwritten)?;
            return clap_mangen::generate_to(definition(), &folder).map_err(unwritten);
        }
        let mut page = Vec::new();
        clap_mangen::Man::new(definition())
            .render(&mut page)
            .map_err(unwritten)?;
        out.bytes(&page)
    }
}

/// The page of commands of the user guide, from the definition.
pub(super) fn commands_page() -> String {
    let mut page = String::from(
        "# Commands\n\n\
         This page is made from the program's own definition: `glossator man --markdown`.\n",
    );
    let mut root = definition();
    root.build();
    section(&mut page, &root, "glossator", 2);
    page
}

/// One command with its usage, arguments and examples, then the commands below it.
fn section(page: &mut String, command: &clap::Command, name: &str, level: usize) {
    // Writing to a String cannot fail.
    let _ = write!(page, "\n{} `{name}`\n\n", "#".repeat(level));
    if let Some(about) = command.get_long_about().or(command.get_about()) {
        let _ = writeln!(page, "{about}\n");
    }
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim();
    let _ = writeln!(page, "```text\n{usage}\n```");
    let arguments: Vec<&clap::Arg> = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && !is_standing(arg, name))
        .collect();
    if !arguments.is_empty() {
        page.push_str("\n| argument | meaning |\n| --- | --- |\n");
        for argument in arguments {
            let meaning = argument.get_help().map(ToString::to_string);
            let mut meaning = meaning.unwrap_or_default().replace('|', "\\|");
            let values: Vec<String> = argument
                .get_possible_values()
                .iter()
                .filter(|value| !value.is_hide_set() && argument.get_action().takes_values())
                .map(|value| format!("`{}`", value.get_name()))
                .collect();
            if !values.is_empty() {
                let _ = write!(meaning, ": {}", values.join(", "));
            }
            let _ = writeln!(page, "| `{}` | {meaning} |", shape(argument));
        }
    }
    if let Some(after) = command.get_after_help() {
        let _ = writeln!(page, "\n```text\n{}\n```", after.to_string().trim());
    }
    for below in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        section(
            page,
            below,
            &format!("{name} {}", below.get_name()),
            level.max(2) + usize::from(level < 4 && name != "glossator"),
        );
    }
}

/// Whether an argument is described once for all commands, with the program itself.
fn is_standing(argument: &clap::Arg, command: &str) -> bool {
    let id = argument.get_id().as_str();
    matches!(id, "help" | "version") || (argument.is_global_set() && command != "glossator")
}

/// How an argument is written: `-C, --corpus DIR`.
fn shape(argument: &clap::Arg) -> String {
    let short = argument.get_short().map(|c| format!("-{c}"));
    let long = argument.get_long().map(|name| format!("--{name}"));
    let mut names: Vec<String> = short.into_iter().chain(long).collect();
    let takes = argument.get_action().takes_values();
    let value = argument.get_value_names().filter(|_| takes).map(|names| {
        names
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    });
    match (names.pop(), value) {
        (Some(last), value) => {
            names.push(value.map_or(last.clone(), |value| format!("{last} {value}")));
            names.join(", ").replace('|', "\\|")
        }
        (None, value) => value.unwrap_or_else(|| argument.get_id().to_string().to_uppercase()),
    }
}
