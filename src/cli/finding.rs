//! The command `search`, and what is marked in the corpus as search sees it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;
use serde_json::{Value, json};

use super::annotating::done;
use super::failure::Failure;
use super::opened::{Desk, Study};
use super::output::Output;
use crate::corpus::Document;
use crate::export::material::Findings;
use crate::export::{Offsets, Scope};
use crate::library::{End, acts};
use crate::passage::address::Addresser;
use crate::passage::place::PlacedState;
use crate::search::query::{Filter, FilterKind};
use crate::search::{FoldCache, Hit, Mark, MarkState, Marks, Options, Query, across, count};

/// Characters of context on each side of a hit.
const CONTEXT: usize = 60;

/// Searches the corpus.
///
/// Words in a row are a phrase; case, accents, quotation marks, dashes and line ends do not matter.
/// `word*` matches beginnings; `a OR b`, `a AND b`, `NOT a`, `a NEAR/5 b` combine; `/…/` is a
/// regular expression; `tag:x doc:x date:1956..1960 kind:heading state:orphaned link:cites` narrow.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, and they are independent"
)]
#[command(after_help = "Examples:\n  glossator search joint declaration\n  \
    glossator search '\"article 9\" NEAR/10 return*' --doc 06TOKYO5712\n  \
    glossator search --count --tag treaty 'peace treaty'\n  \
    glossator search --save islands '{Habomai|Shikotan}'; glossator search --saved islands")]
pub(super) struct Search {
    /// The query.
    #[arg(value_name = "QUERY", required_unless_present = "saved")]
    query: Vec<String>,
    /// Keep the query under a name.
    #[arg(long, value_name = "NAME", conflicts_with = "saved")]
    save: Option<String>,
    /// Run the query that was kept under this name.
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    saved: Option<String>,
    /// Fold nothing: letters, accents and signs as they stand.
    #[arg(long)]
    exact: bool,
    /// Take the query as plain text, also inside words.
    #[arg(long, conflicts_with = "regex")]
    literal: bool,
    /// Take the query as a regular expression.
    #[arg(long)]
    regex: bool,
    /// Only in passages with this tag or one below it.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Print only how many hits there are.
    #[arg(long)]
    count: bool,
}

impl Search {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = if self.save.is_some() {
            desk.writing(out)?
        } else {
            desk.reading(out)?
        };
        let source = match &self.saved {
            Some(name) => kept(&study, name)?,
            None => self.query.join(" "),
        };
        let query = self.query(&study, &source, out)?;
        if let Some(name) = &self.save {
            let act = acts::save_query(&study.library, name, &source);
            done(&mut study, act, out)?;
        }
        let (cache, index, never) = (FoldCache::default(), study.index(), AtomicBool::new(false));
        let (known, marks) = ((&cache, &index), marks(&study));
        let mut hits = Vec::new();
        let mut fault = Ok(());
        let outcome = if self.count {
            count(&study.corpus, &query, &marks, known, &never)
        } else {
            across(
                &study.corpus,
                &query,
                &marks,
                known,
                &never,
                |document, found| {
                    if fault.is_err() {
                    } else if out.is_json() {
                        hits.extend(rows(document, &found));
                    } else {
                        fault = lines(document, &found)
                            .iter()
                            .try_for_each(|line| out.line(line));
                    }
                },
            )
        };
        fault?;
        match (out.is_json(), self.count) {
            (true, true) => out.json(&json!({ "query": source, "total": outcome.total }))?,
            (true, false) => {
                out.json(&json!({ "query": source, "total": outcome.total, "hits": hits }))?;
            }
            (false, true) => out.line(&outcome.total.to_string())?,
            (false, false) => {}
        }
        if outcome.total == 0 {
            return Err(Failure::NotFound(format!("nothing found for {source}")));
        }
        Ok(())
    }

    /// The query with what narrows it.
    fn query(&self, study: &Study, source: &str, out: &mut Output) -> Result<Query, Failure> {
        let options = Options {
            exact: self.exact,
            literal: self.literal,
            regex: self.regex,
        };
        let mut query = Query::read(source, options).map_err(Failure::usage)?;
        for tag in &self.tag {
            query = query.narrowed(filter(FilterKind::Tag(study.known_tag(tag)?)));
        }
        for doc in &self.doc {
            let id = study.document_id(doc, out)?;
            query = query.narrowed(filter(FilterKind::Document(id.to_string())));
        }
        Ok(query)
    }
}

/// Where a query finds something, document after document, in the documents of a scope.
pub(super) fn hits(study: &Study, source: &str, scope: &Scope) -> Result<Findings, Failure> {
    let query = Query::read(source, Options::default()).map_err(Failure::usage)?;
    let mut all = Findings::new();
    across(
        &study.corpus,
        &query,
        &marks(study),
        (&FoldCache::default(), &study.index()),
        &AtomicBool::new(false),
        |document, found| {
            if scope.takes_document(&document.id) {
                let ranges = found.into_iter().map(|hit| hit.range).collect();
                all.push((document.id.clone(), ranges));
            }
        },
    );
    Ok(all)
}

/// The query that was kept under a name.
pub(super) fn kept(study: &Study, name: &str) -> Result<String, Failure> {
    let queries = study.library.queries();
    if let Some(found) = queries.iter().find(|it| it.name == name) {
        return Ok(found.query.clone());
    }
    let names: Vec<&str> = queries.iter().map(|it| it.name.as_str()).collect();
    Err(Failure::NotFound(match names.as_slice() {
        [] => "no query was kept yet; `glossator search --save NAME QUERY` keeps one".to_owned(),
        some => format!("no query is called “{name}”; there are {}", some.join(", ")),
    }))
}

/// Lists the queries that were kept, or forgets some.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator queries\n  glossator search --saved 'the islands'\n  \
    glossator queries --forget 'the islands'"
)]
pub(super) struct Queries {
    /// Forget the query of this name.
    #[arg(long, value_name = "NAME")]
    forget: Vec<String>,
}

impl Queries {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        if !self.forget.is_empty() {
            let mut study = desk.writing(out)?;
            for name in &self.forget {
                kept(&study, name)?;
                let act = acts::forget_query(&study.library, name);
                done(&mut study, act, out)?;
            }
            return Ok(());
        }
        let study = desk.reading(out)?;
        let queries = study.library.queries();
        if out.is_json() {
            let rows: Vec<Value> = queries
                .iter()
                .map(|it| json!({ "name": it.name, "query": it.query }))
                .collect();
            return out.json(&rows);
        }
        let rows: Vec<Vec<String>> = queries
            .iter()
            .map(|it| vec![it.name.clone(), it.query.clone()])
            .collect();
        out.table(&rows)
    }
}

/// The hits in a document as JSON.
fn rows(document: &Document, found: &[Hit]) -> Vec<Value> {
    let offsets = Offsets::new(document.text.as_str());
    let addresser = Addresser::new(document);
    found
        .iter()
        .map(|hit| {
            let context = hit.context(document, CONTEXT);
            json!({
                "doc": hit.document,
                "block": hit.block,
                "label": context.label,
                "start": offsets.code_point(hit.range.start),
                "end": offsets.code_point(hit.range.end),
                "text": context.text,
                "before": context.before,
                "after": context.after,
                "address": addresser.of(&hit.range).to_string(),
            })
        })
        .collect()
}

/// The hits in a document for people: the place, and the words among their neighbours.
fn lines(document: &Document, found: &[Hit]) -> Vec<String> {
    let addresser = Addresser::new(document);
    found
        .iter()
        .map(|hit| {
            let context = hit.context(document, CONTEXT);
            let place = document
                .blocks
                .get((hit.block as usize).wrapping_sub(1))
                .map_or_else(
                    || hit.document.to_string(),
                    |block| addresser.block(block).to_string(),
                );
            let words: Vec<&str> = context.text.split_whitespace().collect();
            format!(
                "{place}: {}«{}»{}",
                context.before.trim_start(),
                words.join(" "),
                context.after.trim_end()
            )
        })
        .collect()
}

/// A condition that must hold.
fn filter(kind: FilterKind) -> Filter {
    Filter {
        kind,
        negated: false,
    }
}

/// What is marked in the documents, for filters by tag, state and link.
fn marks(study: &Study) -> Marks {
    study.places(|placing| {
        let mut marks: Marks = HashMap::new();
        for annotation in study.library.annotations() {
            let standing = placing(&annotation.target);
            let tags = study.library.tag_paths(annotation);
            let Some(range) = standing.range else {
                continue;
            };
            marks.entry(standing.document).or_default().push(Mark {
                range,
                tags: tags.into_iter().map(Arc::from).collect(),
                relations: Vec::new(),
                state: mark_state(standing.state),
            });
        }
        for link in study.library.links() {
            for end in [End::From, End::To] {
                let target = link.end(end);
                let standing = placing(target);
                let Some(range) = standing.range else {
                    continue;
                };
                marks.entry(standing.document).or_default().push(Mark {
                    range,
                    tags: Vec::new(),
                    relations: vec![Arc::from(link.relation.as_str())],
                    state: mark_state(standing.state),
                });
            }
        }
        marks
    })
}

/// The state of a placed passage as search names it.
fn mark_state(state: PlacedState) -> MarkState {
    match state {
        PlacedState::Exact => MarkState::Exact,
        PlacedState::Moved => MarkState::Moved,
        PlacedState::Uncertain => MarkState::Uncertain,
        PlacedState::Orphaned => MarkState::Orphaned,
    }
}
