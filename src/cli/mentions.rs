//! The command `mentions`: the concordance of a tag, and decisions on it.
//!
//! Knows how a tag's decisions are gathered for a document and how mentions are named on the
//! command line. What a mention is and which states it has is `search`'s part.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::annotating::scope;
use super::failure::Failure;
use super::opened::{Desk, Study, to_do};
use super::output::Output;
use crate::corpus::{Document, DocumentId};
use crate::export::dossier::Chapter;
use crate::export::{Offsets, Placing, Scope};
use crate::library::acts::{self, Act};
use crate::library::{RecordId, Tag};
use crate::passage::Anchor;
use crate::passage::address::Addresser;
use crate::search::concordance::{Row as Line, SortBy, sort};
use crate::search::mentions::{Decided, Dossiers, Mention, MentionState, mentions};
use crate::search::{Folded, Hit};

/// Characters of context on each side of a mention.
const CONTEXT: usize = 60;

/// Lists where the corpus speaks of what a tag stands for, and keeps decisions on it.
///
/// A mention is undecided until you say that it is one (`--confirm`: it is tagged) or that it is
/// none (`--reject`); both are remembered. Possible mentions, such as “the declaration” after a
/// full name, are offered and never decided by themselves.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator mentions treaty/1956-declaration\n  \
    glossator mentions treaty/1956-declaration --state undecided --json\n  \
    glossator mentions treaty/1956-declaration --sort right\n  \
    glossator mentions treaty/1956-declaration --confirm all --reject 4f09a1"
)]
pub(super) struct Mentions {
    /// The tag.
    #[arg(value_name = "TAG")]
    tag: String,
    /// Only those in this state.
    #[arg(long, value_name = "S", value_parser = MentionState::ALL.map(MentionState::name))]
    state: Option<String>,
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// In the order of the words before or after, of documents, of dates or of forms.
    #[arg(long, value_name = "O", value_parser = SortBy::ALL.map(SortBy::name))]
    sort: Option<String>,
    /// Tag these mentions: ids or their beginnings, or `all` undecided ones.
    #[arg(long, value_name = "all|ID", num_args = 1..)]
    confirm: Vec<String>,
    /// Remember that these are no mentions.
    #[arg(long, value_name = "ID", num_args = 1..)]
    reject: Vec<String>,
}

/// One row of `mentions`.
#[derive(Debug, Serialize)]
struct Row {
    id: String,
    state: &'static str,
    form: String,
    doc: String,
    date: Option<String>,
    block: u32,
    label: Option<String>,
    start: usize,
    end: usize,
    text: String,
    before: String,
    after: String,
    address: String,
}

impl Mentions {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let decides = !self.confirm.is_empty() || !self.reject.is_empty();
        let mut study = if decides {
            desk.writing(out)?
        } else {
            desk.reading(out)?
        };
        let path = study.known_tag(&self.tag)?;
        let Some(tag) = study.library.tag_at(&path).cloned() else {
            return Err(Failure::NotFound(format!(
                "{path} is only the beginning of other tags; name one of them"
            )));
        };
        let scope = scope(&study, &[], &self.doc, out)?;
        if tag.forms.is_empty() && study.library.tagged_count(tag.id) == 0 {
            out.say(&format!(
                "{path} has no forms yet; give it some with `glossator tag form {path} --add …`"
            ));
        }
        if decides {
            let found = all(&study, &tag, &scope, out);
            let confirm = chosen(&found, &self.confirm)?;
            let reject = chosen(&found, &self.reject)?;
            let act = decision(&study, &path, &confirm, &reject, out)?;
            if let Some(act) = act {
                let title = act.title.clone();
                study.perform(act, out)?;
                out.say(&title);
            }
            if !out.is_json() {
                return Ok(());
            }
        }
        let wanted = |mention: &Mention| {
            self.state
                .as_deref()
                .is_none_or(|state| mention.state.name() == state)
        };
        let found: Vec<Mention> = all(&study, &tag, &scope, out)
            .into_iter()
            .filter(wanted)
            .collect();
        let sort = self.sort.as_deref().and_then(SortBy::from_name);
        print(&study, &path, &found, sort, out)
    }
}

/// Every mention of a tag in a scope, in reading order.
fn all(study: &Study, tag: &Tag, scope: &Scope, out: &mut Output) -> Vec<Mention> {
    let (dossiers, errors) = Dossiers::of([tag]);
    for error in errors {
        out.say(&error.to_string());
    }
    study.places(|placing| {
        let decided = decisions(study, placing);
        let mut found = Vec::new();
        for index in candidates(study, &dossiers, &decided) {
            if let Some(document) = study.corpus.document(index)
                && scope.takes_place(&document.id)
            {
                found.extend(in_document(&document, &dossiers, &decided));
            }
        }
        found
    })
}

/// The mentions of a tag in the documents of a scope, by document.
pub(super) fn chapters(study: &Study, tag: &Tag, scope: &Scope, out: &mut Output) -> Vec<Chapter> {
    // What narrows by tag is no reason to pass a document over.
    let places = Scope {
        documents: scope.documents.clone(),
        ..Scope::default()
    };
    let found = all(study, tag, &places, out);
    found
        .chunk_by(|a, b| a.hit.document == b.hit.document)
        .filter_map(|mentions| {
            Some(Chapter {
                document: study.corpus.get(&mentions.first()?.hit.document)?,
                mentions: mentions.to_vec(),
            })
        })
        .collect()
}

/// What was decided, by document and tag.
type Decisions = HashMap<(DocumentId, RecordId), Decided>;

/// Where annotations and rejections stand, by document and tag.
fn decisions(study: &Study, placing: Placing) -> Decisions {
    let mut all: Decisions = HashMap::new();
    for it in study.library.annotations() {
        let standing = placing(&it.target);
        let document = &standing.document;
        if let Some(range) = standing.range {
            for tag in &it.tags {
                let decided = all.entry((document.clone(), *tag)).or_default();
                decided.confirmed.push(range.clone());
            }
        }
    }
    for it in study.library.rejections() {
        let standing = placing(&it.target);
        let document = &standing.document;
        if let Some(range) = standing.range {
            let decided = all.entry((document.clone(), it.tag)).or_default();
            decided.rejected.push(range);
        }
    }
    all
}

/// The documents that may have mentions, by index: where a form may stand, and where something was
/// decided.
fn candidates(study: &Study, dossiers: &Dossiers, decided: &Decisions) -> Vec<usize> {
    let corpus = &study.corpus;
    let never = AtomicBool::new(false);
    let mut all = dossiers.candidates(corpus, &study.index(), &never);
    all.extend(decided.keys().filter_map(|(id, _)| corpus.index_of(id)));
    all.sort_unstable();
    all.dedup();
    all
}

/// The mentions in one document.
fn in_document(document: &Document, dossiers: &Dossiers, decided: &Decisions) -> Vec<Mention> {
    mentions(document, &Folded::of(document), dossiers, |tag| {
        decided
            .get(&(document.id.clone(), tag))
            .cloned()
            .unwrap_or_default()
    })
}

/// The mentions that arguments name: ids, beginnings of ids, or `all` undecided ones.
fn chosen<'a>(found: &'a [Mention], names: &[String]) -> Result<Vec<&'a Mention>, Failure> {
    let mut chosen: Vec<&Mention> = Vec::new();
    for name in names {
        if name == "all" {
            chosen.extend(
                found
                    .iter()
                    .filter(|mention| mention.state == MentionState::Undecided),
            );
            continue;
        }
        let fits: Vec<&Mention> = found
            .iter()
            .filter(|mention| mention.id.starts_with(name.as_str()))
            .collect();
        match fits.as_slice() {
            [one] => chosen.push(one),
            [] => {
                return Err(Failure::NotFound(format!(
                    "no mention of this tag has an id that begins with “{name}”"
                )));
            }
            several => {
                return Err(Failure::Usage(format!(
                    "“{name}” could be {} mentions; write more of the id",
                    several.len()
                )));
            }
        }
    }
    Ok(chosen)
}

/// One act that confirms some mentions and rejects others. What is rejected by name is not
/// confirmed by `all`.
fn decision(
    study: &Study,
    path: &str,
    confirm: &[&Mention],
    reject: &[&Mention],
    out: &mut Output,
) -> Result<Option<Act>, Failure> {
    let rejected: Vec<&str> = reject.iter().map(|mention| mention.id.as_str()).collect();
    let confirm: Vec<&Mention> = confirm
        .iter()
        .copied()
        .filter(|mention| !rejected.contains(&mention.id.as_str()))
        .collect();
    let (yes, no) = (anchors(study, &confirm), anchors(study, reject));
    let (library, by) = (&study.library, &study.by);
    let mut whole: Option<Act> = None;
    if !yes.is_empty() {
        whole = to_do(acts::confirm(library, by, path, &yes), out)?;
    } else if reject.is_empty() {
        out.say("there is no undecided mention to confirm");
    }
    if !no.is_empty()
        && let Some(act) = to_do(acts::reject(library, by, path, &no), out)?
    {
        whole = Some(match whole {
            None => act,
            Some(mut both) => {
                both.title = format!("{}, {}", both.title, act.title);
                both.changes.extend(act.changes);
                both
            }
        });
    }
    Ok(whole)
}

/// The anchors of mentions.
fn anchors(study: &Study, mentions: &[&Mention]) -> Vec<Anchor> {
    mentions
        .iter()
        .filter_map(|mention| {
            let document = study.corpus.get(&mention.hit.document)?;
            Anchor::of(&document, &mention.hit.range)
        })
        .collect()
}

/// Prints mentions, in reading order where no other is asked for.
fn print(
    study: &Study,
    path: &str,
    found: &[Mention],
    sort: Option<SortBy>,
    out: &mut Output,
) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for group in found.chunk_by(|a, b| a.hit.document == b.hit.document) {
        let document = group
            .first()
            .and_then(|mention| study.corpus.get(&mention.hit.document));
        let Some(document) = document else { continue };
        let offsets = Offsets::new(document.text.as_str());
        let addresser = Addresser::new(document.as_ref());
        rows.extend(
            group
                .iter()
                .map(|mention| row(&document, mention, &offsets, &addresser)),
        );
    }
    if let Some(by) = sort {
        rows = sorted(study, found, rows, by);
    }
    if out.is_json() {
        return out.json(&json!({ "tag": path, "total": rows.len(), "mentions": rows }));
    }
    let lines: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| {
            let place = row.label.unwrap_or_else(|| format!("#p{}", row.block));
            vec![
                row.id,
                row.state.to_owned(),
                format!("{} {place}", row.doc),
                format!(
                    "{}«{}»{}",
                    row.before.trim_start(),
                    row.text.split_whitespace().collect::<Vec<_>>().join(" "),
                    row.after.trim_end()
                ),
            ]
        })
        .collect();
    out.table(&lines)
}

/// Rows of mentions in another order. `rows` are those of `found`, one for each.
fn sorted(study: &Study, found: &[Mention], rows: Vec<Row>, by: SortBy) -> Vec<Row> {
    let mut lines: Vec<Line> = found
        .iter()
        .filter_map(|mention| {
            let document = study.corpus.get(&mention.hit.document)?;
            let order = study.corpus.index_of(&mention.hit.document)?;
            let form = mention.form.clone();
            Some(Line::of(mention.hit.clone(), &document, order, form))
        })
        .collect();
    sort(&mut lines, by);
    let key = |hit: &Hit| (hit.document.clone(), hit.range.start, hit.range.end);
    let places: HashMap<_, usize> = lines
        .iter()
        .enumerate()
        .map(|(place, line)| (key(&line.hit), place))
        .collect();
    let mut placed: Vec<(usize, Row)> = found
        .iter()
        .zip(rows)
        .map(|(mention, row)| {
            let place = places.get(&key(&mention.hit)).copied();
            (place.unwrap_or(usize::MAX), row)
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, row)| row).collect()
}

fn row(
    document: &Document,
    mention: &Mention,
    offsets: &Offsets<&str>,
    addresser: &Addresser<&Document>,
) -> Row {
    let context = mention.hit.context(document, CONTEXT);
    let Range { start, end } = mention.hit.range.clone();
    let date = document
        .blocks
        .get((mention.hit.block as usize).wrapping_sub(1))
        .and_then(|block| block.date.as_ref())
        .or(document.meta.date.as_ref());
    Row {
        id: mention.id.clone(),
        state: mention.state.name(),
        form: mention.form.to_string(),
        doc: document.id.to_string(),
        date: date.map(ToString::to_string),
        block: mention.hit.block,
        label: context.label,
        start: offsets.code_point(start),
        end: offsets.code_point(end),
        text: context.text,
        before: context.before,
        after: context.after,
        address: addresser.of(&mention.hit.range).to_string(),
    }
}

/// How many mentions each tag with forms has, confirmed and undecided ones together.
pub(super) fn counts(study: &Study) -> HashMap<RecordId, usize> {
    let with_forms = study.library.tags().filter(|tag| !tag.forms.is_empty());
    let (dossiers, _) = Dossiers::of(with_forms.map(AsRef::as_ref));
    let mut counts = HashMap::new();
    study.places(|placing| {
        let decided = decisions(study, placing);
        for index in candidates(study, &dossiers, &decided) {
            let Some(document) = study.corpus.document(index) else {
                continue;
            };
            for mention in in_document(&document, &dossiers, &decided) {
                let count = counts.entry(mention.tag).or_insert(0);
                *count += usize::from(matches!(
                    mention.state,
                    MentionState::Undecided | MentionState::Confirmed
                ));
            }
        }
    });
    counts
}
