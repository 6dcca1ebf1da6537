//! Commands on the program itself: `keys` and `config`.

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::Desk;
use super::output::Output;
use crate::app::action::{Action, Group};
use crate::app::keymap::Keymap;
use crate::config;
use crate::library::Author;

/// Lists every action of the reader with its keys.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator keys\n  glossator keys --json")]
pub(super) struct Keys {}

impl Keys {
    pub(super) fn run(out: &mut Output) -> Result<(), Failure> {
        let keymap = Keymap::default();
        if out.is_json() {
            let rows: Vec<_> = Action::ALL
                .iter()
                .map(|action| {
                    let row = action.row();
                    json!({
                        "id": row.id,
                        "group": row.group.title(),
                        "keys": keymap.keys_of(*action),
                        "help": row.help,
                    })
                })
                .collect();
            return out.json(&rows);
        }
        let mut rows = Vec::new();
        for group in Group::ALL {
            if !rows.is_empty() {
                rows.push(vec![String::new()]);
            }
            rows.push(vec![group.title().to_owned()]);
            for action in Action::ALL {
                let row = action.row();
                if row.group == group {
                    rows.push(vec![
                        format!("  {}", keymap.keys_of(*action).join(", ")),
                        row.id.to_owned(),
                        row.help.to_owned(),
                    ]);
                }
            }
        }
        out.table(&rows)
    }
}

/// Shows where settings, the corpus and the library are, and who acts.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator config --json")]
pub(super) struct Config {}

impl Config {
    pub(super) fn run(desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let corpus = desk.corpus_paths()?;
        let folder = config::folder();
        let state = config::state_folder();
        let author = desk.author().unwrap_or_else(Author::here);
        let shown = |path: &Option<std::path::PathBuf>| {
            path.as_ref()
                .map_or_else(|| "—".to_owned(), |path| path.display().to_string())
        };
        if out.is_json() {
            return out.json(&json!({
                "config": folder,
                "state": state,
                "corpus": corpus,
                "library": desk.named_library(),
                "author": author,
            }));
        }
        let corpus: Vec<String> = corpus
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let library = desk.named_library();
        out.table(&[
            vec!["settings".into(), shown(&folder)],
            vec!["state".into(), shown(&state)],
            vec!["corpus".into(), corpus.join(", ")],
            vec![
                "library".into(),
                library.map_or_else(
                    || ".glossator inside the corpus".to_owned(),
                    |path| path.display().to_string(),
                ),
            ],
            vec!["author".into(), author.0],
        ])
    }
}
