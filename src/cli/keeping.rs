//! Commands on the history: `undo`, `redo`, `history`.

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::{Desk, Study, store_fault};
use super::output::Output;
use crate::library::Journey;

/// Takes back the last acts.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator undo 2")]
pub(super) struct Undo {
    /// How many acts.
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
}

impl Undo {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let way = study
            .history
            .undo(self.count as usize)
            .ok_or_else(|| Failure::NotFound("there is nothing to undo".into()))?;
        travel(&mut study, &way, "undone", out)
    }
}

/// Does again what was taken back.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator redo")]
pub(super) struct Redo {
    /// How many acts.
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
}

impl Redo {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let way = study
            .history
            .redo(self.count as usize)
            .ok_or_else(|| Failure::NotFound("there is nothing to redo".into()))?;
        travel(&mut study, &way, "redone", out)
    }
}

/// Goes to another point of the history, on the disk first, and says what that did.
fn travel(study: &mut Study, way: &Journey, done: &str, out: &mut Output) -> Result<(), Failure> {
    let changes = study
        .store
        .changes(&study.history, way)
        .map_err(|error| store_fault(&error))?;
    study
        .store
        .move_head(way.to)
        .map_err(|error| store_fault(&error))?;
    study.library.apply(&changes);
    study.history.set_head(way.to);
    for note in study.store.settle() {
        out.say(&note);
    }
    let titles: Vec<&str> = way
        .steps
        .iter()
        .filter_map(|step| study.history.node(step.entry))
        .map(|node| node.title.as_str())
        .collect();
    if out.is_json() {
        return out.json(&json!({ done: titles }));
    }
    for title in titles {
        out.say(&format!("{done}: {title}"));
    }
    Ok(())
}

/// Lists what was done to the library, the oldest first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator history --json")]
pub(super) struct History {}

impl History {
    pub(super) fn run(desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let rows = study.history.rows();
        if out.is_json() {
            let rows: Vec<_> = rows
                .iter()
                .map(|row| {
                    json!({
                        "id": row.node.id,
                        "title": row.node.title,
                        "time": row.node.time,
                        "author": row.node.author,
                        "changes": row.node.changes,
                        "done": row.done,
                        "head": row.head,
                    })
                })
                .collect();
            return out.json(&rows);
        }
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let sign = match (row.head, row.done) {
                    (true, _) => "→",
                    (_, true) => " ",
                    (_, false) => "↶",
                };
                vec![
                    format!("{sign} {}", row.node.time.0),
                    row.node.author.0.clone(),
                    row.node.title.clone(),
                ]
            })
            .collect();
        out.table(&rows)
    }
}
