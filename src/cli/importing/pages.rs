//! Taking in what the reader changed in pages that `export` wrote.
//!
//! Knows files and how a conflict is shown. What a page says is `export::markdown::back`'s part.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::super::annotating::done;
use super::super::failure::Failure;
use super::super::opened::{Desk, Study, to_do};
use super::super::output::Output;
use crate::app::page::cells;
use crate::export::markdown::anew::brought;
use crate::export::markdown::back::{Back, Conflict, Edit, read};
use crate::export::sync;
use crate::library::acts::{self, Act, ActError, Revision};
use crate::library::{Change, RecordId, TagPath};

/// How many columns each side of a conflict has.
const SIDE: usize = 36;

/// The pages of Glossator's in a folder, by name.
pub(super) fn of_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fault = |error: std::io::Error| {
        Failure::Unusable(format!("{} cannot be read: {error}", folder.display()))
    };
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let own = path.extension().is_some_and(|it| it == "md")
            && fs::read_to_string(&path).is_ok_and(|text| sync::is_own(&text));
        if own {
            pages.push(path);
        }
    }
    pages.sort();
    Ok(pages)
}

/// Takes in the changes of pages, as one act. Conflicts are shown; `settled` says whether they are
/// decided, and `for_file` for which side.
pub(super) fn take_in(
    desk: &Desk,
    pages: &[PathBuf],
    for_file: bool,
    settled: bool,
    dry_run: bool,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut study = desk.writing(out)?;
    let mut all = Back::default();
    let mut anew = Vec::new();
    let ever = OnceCell::new();
    let unknown = |id: RecordId| {
        study.library.annotation(id).is_none()
            && study.library.link(id).is_none()
            && !ever
                .get_or_init(|| study.store.ever().records())
                .contains(&id)
    };
    for path in pages {
        let name = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| Failure::Unusable(format!("{name} cannot be read: {error}")))?;
        let damaged = |error| Failure::Unusable(format!("{name}: {error}; nothing was taken in"));
        // What was here once and was removed does not come back from a page.
        let incoming = brought(&text, &study.corpus, unknown).map_err(damaged)?;
        let mut library = study.library.clone();
        if !incoming.is_empty() || !incoming.left_out.is_empty() {
            let arrival = incoming.settled(&study.corpus, &study.library, &study.by);
            super::report(&super::short_name(path), &arrival, out);
            let records = arrival.records.iter().cloned();
            library.apply(&records.map(Change::made).collect::<Vec<_>>());
            anew.extend(arrival.records);
        }
        let back = read(&text, &library).map_err(damaged)?;
        for it in &back.left_out {
            out.say(&format!("{name}: left out: {it}"));
        }
        all.edits.extend(back.edits);
        all.conflicts.extend(back.conflicts);
        all.left_out.extend(back.left_out);
    }
    if !settled {
        for conflict in &all.conflicts {
            show(&study, conflict, out);
        }
    }
    if for_file {
        all.edits
            .extend(all.conflicts.iter().map(|it| it.edit.clone()));
    }
    let act = together(
        act(&study, &all.edits, pages),
        acts::import(&study.library, &title(pages), anew),
    );
    let effect = act.as_ref().map(Act::effect).unwrap_or_default();
    if !effect.is_empty() {
        out.say(&effect);
    }
    let open = if settled { 0 } else { all.conflicts.len() };
    if out.is_json() {
        if !dry_run && let Some(act) = to_do(act, out)? {
            study.perform(act, out)?;
        }
        let conflicts: Vec<Value> = all.conflicts.iter().map(of_conflict).collect();
        out.json(&json!({ "effect": effect, "conflicts": conflicts, "left_out": all.left_out }))?;
    } else if !dry_run {
        done(&mut study, act, out)?;
    }
    match open {
        0 => Ok(()),
        1 => Err(Failure::NotFound(
            "1 conflict was left as it is; --take file or --take library settles it".into(),
        )),
        many => Err(Failure::NotFound(format!(
            "{many} conflicts were left as they are; --take file or --take library settles them"
        ))),
    }
}

/// The changes as one act.
fn act(study: &Study, edits: &[Edit], pages: &[PathBuf]) -> Result<Act, ActError> {
    let revisions: Vec<Revision> = edits
        .iter()
        .map(|edit| {
            let tags = edit.tags.as_ref().map(|tags| {
                let paths = tags.iter().map(|tag| TagPath::parse(tag));
                paths.collect::<Result<Vec<_>, _>>()
            });
            Ok(Revision {
                annotation: edit.annotation,
                tags: tags.transpose()?,
                note: edit.note.clone(),
            })
        })
        .collect::<Result<_, ActError>>()?;
    acts::revise(&study.library, &study.by, &title(pages), &revisions)
}

/// What the act is called.
fn title(pages: &[PathBuf]) -> String {
    let names: Vec<String> = pages
        .iter()
        .take(3)
        .map(|it| super::short_name(it))
        .collect();
    let more = if pages.len() > 3 { " and others" } else { "" };
    format!("take in what was changed in {}{more}", names.join(", "))
}

/// Two acts as one; where only one has anything to do, that one.
fn together(one: Result<Act, ActError>, other: Result<Act, ActError>) -> Result<Act, ActError> {
    match (one, other) {
        (Ok(mut one), Ok(other)) => {
            one.changes.extend(other.changes);
            Ok(one)
        }
        (Err(ActError::Nothing(_)), Ok(other)) => Ok(other),
        (one, _) => one,
    }
}

fn of_conflict(conflict: &Conflict) -> Value {
    json!({
        "annotation": conflict.annotation.to_string(),
        "what": conflict.what,
        "file": conflict.page,
        "library": conflict.library,
    })
}

/// Shows both sides of a conflict beside each other.
fn show(study: &Study, conflict: &Conflict, out: &mut Output) {
    let words = study
        .library
        .annotation(conflict.annotation)
        .map(|it| crate::export::material::opening(&it.target.made.quote.exact))
        .unwrap_or_default();
    out.say(&format!(
        "conflict: the {} on “{words}” was changed in the file and in the library",
        conflict.what
    ));
    let (left, right) = (wrapped(&conflict.page), wrapped(&conflict.library));
    let row = |left: &str, right: &str| {
        let room = SIDE.saturating_sub(cells(left));
        format!("  {left}{} │ {right}", " ".repeat(room))
    };
    out.say(&row("in the file", "in the library"));
    for index in 0..left.len().max(right.len()) {
        let line = |side: &[String]| side.get(index).cloned().unwrap_or_default();
        out.say(&row(&line(&left), &line(&right)));
    }
}

/// A text in lines of a side's width.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && cells(&line) + 1 + cells(word) > SIDE {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}
