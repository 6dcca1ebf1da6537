//! Commands on links: `link`, `unlink`, `links`.

use clap::Args;

use super::annotating::{OPENING, anchor, done, place_name};
use super::failure::Failure;
use super::opened::{Desk, follow, to_do};
use super::output::Output;
use super::reading::opening;
use super::view::Viewer;
use crate::corpus::DocumentId;
use crate::export::Place;
use crate::library::Record;
use crate::library::acts;

/// Ties a passage to another.
///
/// Prints the link's id. The relation is read from the first passage to the second: `cites`,
/// `contradicts`, or a word of your own; `is cited by` turns the link round.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  glossator link 'oped-two-islands:\"promised\"' 'digest-1956:Article 9' \
    --relation contradicts --note 'The text says “after”.'"
)]
pub(super) struct Link {
    /// The passage where the link begins.
    #[arg(value_name = "FROM")]
    from: String,
    /// The passage where it ends.
    #[arg(value_name = "TO")]
    to: String,
    /// The relation; `relates to` where none is named.
    #[arg(long, short = 'r', value_name = "R", default_value = "")]
    relation: String,
    /// The link's own note, in Markdown.
    #[arg(long, short = 'n', value_name = "TEXT", default_value = "")]
    note: String,
}

impl Link {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let from = anchor(&study, &self.from, out)?;
        let to = anchor(&study, &self.to, out)?;
        let act = acts::link(
            &study.library,
            &study.by,
            (&from, &to),
            &self.relation,
            &self.note,
        );
        let Some(act) = to_do(act, out)? else {
            return Ok(());
        };
        let id = act.changes.iter().find_map(|change| match &change.after {
            Some(Record::Link(it)) => Some(it.id),
            _ => None,
        });
        let title = act.title.clone();
        study.perform(act, out)?;
        out.say(&title);
        let Some(link) = id.and_then(|id| study.library.link(id)) else {
            return Ok(());
        };
        if !out.is_json() {
            return out.line(&link.id.to_string());
        }
        study.places(|placing| out.json(&Viewer::new(&study, placing).link(link)))
    }
}

/// Removes links.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator unlink 0199e2c4-5b7a")]
pub(super) struct Unlink {
    /// The link's id, or its beginning.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

impl Unlink {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let ids = study.ids(&self.ids)?;
        let act = acts::unlink(&study.library, &ids);
        done(&mut study, act, out)
    }
}

/// Lists links, all or those that touch a passage.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator links digest-1956 --json")]
pub(super) struct Links {
    /// Only links with an end in this passage or document.
    #[arg(value_name = "ADDRESS")]
    address: Option<String>,
}

impl Links {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let around = match &self.address {
            Some(address) => Some(follow(&study.corpus, &|| study.past(), address, out)?.span()),
            None => None,
        };
        study.places(|placing| {
            let mut viewer = Viewer::new(&study, placing);
            let touches = |place: &Place| {
                around.as_ref().is_none_or(|span| {
                    let whole: &DocumentId = &span.document;
                    place.document == *whole
                        && place.standing.range.as_ref().is_some_and(|range| {
                            range.start < span.range.end && span.range.start < range.end
                        })
                })
            };
            let mut rows = Vec::new();
            for link in study.library.links() {
                let (from, to) = (viewer.place(&link.from), viewer.place(&link.to));
                if !touches(&from) && !touches(&to) {
                    continue;
                }
                if out.is_json() {
                    rows.push(viewer.link(link));
                    continue;
                }
                let mut lines = vec![
                    format!("{}  {}", link.id, link.relation),
                    format!(
                        "    {}: “{}”",
                        place_name(&from),
                        opening(&from.words, OPENING)
                    ),
                    format!("  → {}: “{}”", place_name(&to), opening(&to.words, OPENING)),
                ];
                if !link.note.trim().is_empty() {
                    lines.push(format!("    note: {}", opening(&link.note, OPENING)));
                }
                out.line(&lines.join("\n"))?;
            }
            if out.is_json() {
                return out.json(&rows);
            }
            Ok(())
        })
    }
}
