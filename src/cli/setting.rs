//! Commands on what the user can set: `keys` and `config`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::looks;
use super::opened::Desk;
use super::output::Output;
use crate::app::action::Action;
use crate::app::keymap;
use crate::config::{self, Read};

/// Prints every action with the keys it has now, as a `keys.toml` that says them all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator keys | grep heading\n  glossator keys --json")]
pub(super) struct Keys {
    /// Print the page of keys: `docs/keys.md`.
    #[arg(long, hide = true)]
    markdown: bool,
}

impl Keys {
    pub(super) fn run(self, out: &mut Output) -> Result<(), Failure> {
        if self.markdown {
            return out.text(&keymap::file::page());
        }
        let all = read(out);
        if !out.is_json() {
            return out.text(&keymap::file::print_toml(&all.keymap));
        }
        let rows: Vec<_> = Action::ALL
            .iter()
            .map(|action| {
                let row = action.row();
                json!({
                    "id": row.id,
                    "group": row.group.title(),
                    "at": row.at.id(),
                    "keys": all.keymap.keys_of(*action),
                    "help": row.help,
                })
            })
            .collect();
        out.json(&rows)
    }
}

/// Prints the settings as they are now, as a `config.toml` that says them all.
///
/// What is wrong in your files is said, all at once, with the line and the nearest name that would
/// have been right.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator config\n  glossator config --check\n  \
                        glossator config --json"
)]
pub(super) struct Config {
    /// Print nothing but what is wrong; the code is 1 if something is.
    #[arg(long)]
    check: bool,
}

impl Config {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let all = read(out);
        if self.check {
            return match all.faults.len() {
                0 => Ok(()),
                1 => Err(Failure::NotFound("one thing is wrong".into())),
                many => Err(Failure::NotFound(format!("{many} things are wrong"))),
            };
        }
        let folder = config::folder();
        let state = config::state_folder();
        let corpus = desk.corpus_paths()?;
        let library = desk.named_library();
        let author = desk.author();
        let settings = config::print(&all.settings);
        if out.is_json() {
            return out.json(&json!({
                "config": folder,
                "state": state,
                "corpus": corpus,
                "library": library,
                "author": author,
                "settings": settings,
                "faults": all.faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
            }));
        }
        let shown = |path: Option<PathBuf>| {
            path.map_or_else(|| "—".to_owned(), |path| path.display().to_string())
        };
        let corpus: Vec<String> = corpus.iter().map(|it| it.display().to_string()).collect();
        let library = library.map_or_else(
            || ".glossator inside the corpus".to_owned(),
            |path| path.display().to_string(),
        );
        out.text(&format!(
            "# folder of configuration: {}\n# reports of faults: {}\n# corpus: {}\n# library: {library}\n\
             # annotations are made by: {}\n\n{settings}",
            shown(folder),
            shown(state),
            corpus.join(", "),
            author.0
        ))
    }
}

/// Reads the user's files; what is wrong in them is said.
fn read(out: &mut Output) -> Read {
    let mut all = config::read();
    for name in all.settings.theme.names() {
        all.faults.extend(looks::shelf().find(name).1);
    }
    for fault in &all.faults {
        out.say(&fault.to_string());
    }
    all
}
