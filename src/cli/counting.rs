//! The command `table`: tags by documents, tags together, how mentions spread, the company they keep.
//!
//! Knows which mentions are counted and in which form the counts are printed. How they are counted is
//! `search`'s part, how they are drawn `export`'s.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::annotating::scope;
use super::failure::Failure;
use super::mentions::chapters;
use super::opened::{Desk, Study};
use super::output::Output;
use crate::corpus::Document;
use crate::export::dossier::Chapter;
use crate::export::figure::{Figure, Look};
use crate::export::table::Divider;
use crate::search::tables::{Tagged, by_document, co_occurrence, collocates, dispersion};
use crate::search::{Hit, Mention, MentionState};

/// Counts what was confirmed: tags by documents, tags that stand together, how the mentions of tags
/// spread over documents, and the words in whose company they stand.
///
/// Confirmed mentions are counted, that is, passages that carry the tag; with `--undecided` also
/// places where a form stands that nobody decided on yet.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator table documents\n  \
    glossator table together --as csv --out together.csv\n  \
    glossator table dispersion --tag treaty/1956-declaration --as svg --out spread.svg\n  \
    glossator table company --tag treaty/1956-declaration --undecided")]
pub(super) struct Table {
    /// What is counted.
    #[arg(value_name = "WHAT")]
    what: What,
    /// Only these tags and those below them.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Count undecided mentions, too.
    #[arg(long)]
    undecided: bool,
    /// In which form.
    #[arg(long = "as", value_name = "F", default_value = "text")]
    form: Form,
    /// The file; without it, standard output.
    #[arg(long, short = 'o', value_name = "PATH")]
    out: Option<PathBuf>,
    /// Parts into which a document is divided for its dispersion.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=1000))]
    cells: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Tags by documents.
    Documents,
    /// Pairs of tags in one paragraph.
    Together,
    /// How the mentions of each tag spread over each document.
    Dispersion,
    /// The words that stand near more often than by chance.
    Company,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Aligned columns.
    Text,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A drawing.
    Svg,
}

/// Words to each side of a mention that are its company.
const SPAN: usize = 5;
/// How many words of company are told.
const COMPANY: usize = 50;

impl Table {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let counted = self.counted(&study, out)?;
        let figure = match self.what {
            What::Documents => documents(&study, &counted),
            What::Together => together(&counted),
            What::Dispersion => self.spread(&counted),
            What::Company => company(&counted),
        };
        if figure.rows.is_empty() {
            return Err(Failure::NotFound(
                "nothing is counted yet: confirm mentions, or count undecided ones with --undecided"
                    .into(),
            ));
        }
        if out.is_json() {
            let rows: Vec<_> = figure
                .rows
                .iter()
                .map(|(name, counts)| json!({ "name": name, "counts": counts }))
                .collect();
            return out.json(&json!({ "columns": figure.columns, "rows": rows }));
        }
        let text = match self.form {
            Form::Text if self.out.is_none() => return out.table(&figure.text()),
            Form::Text => {
                let lines: Vec<String> = figure.text().iter().map(|it| it.join("  ")).collect();
                format!("{}\n", lines.join("\n"))
            }
            Form::Csv => figure.table(Divider::Comma),
            Form::Tsv => figure.table(Divider::Tab),
            Form::Svg => figure.svg(),
        };
        match &self.out {
            None => out.text(&text),
            Some(path) => {
                fs::write(path, text).map_err(|error| {
                    Failure::Unusable(format!("{} cannot be written: {error}", path.display()))
                })?;
                out.say(&format!("written: {}", path.display()));
                Ok(())
            }
        }
    }

    /// The mentions that count, by tag.
    fn counted(&self, study: &Study, out: &mut Output) -> Result<Vec<Counted>, Failure> {
        let scope = scope(study, &self.tag, &self.doc, out)?;
        let tags: Vec<_> = study
            .library
            .tags()
            .filter(|tag| scope.takes_tag(&tag.path))
            .cloned()
            .collect();
        let counts = |state| {
            state == MentionState::Confirmed || self.undecided && state == MentionState::Undecided
        };
        Ok(tags
            .into_iter()
            .map(|tag| {
                let mut chapters = chapters(study, &tag, &scope, out);
                for chapter in &mut chapters {
                    chapter.mentions.retain(|mention| counts(mention.state));
                }
                chapters.retain(|chapter| !chapter.mentions.is_empty());
                Counted {
                    path: tag.path.clone(),
                    chapters,
                }
            })
            .filter(|counted| !counted.chapters.is_empty())
            .collect())
    }

    fn spread(&self, counted: &[Counted]) -> Figure {
        let cells = usize::from(self.cells);
        let mut rows = Vec::new();
        for tag in counted {
            for chapter in &tag.chapters {
                let places: Vec<_> = chapter
                    .mentions
                    .iter()
                    .map(|it| it.hit.range.clone())
                    .collect();
                let counts = dispersion(&places, chapter.document.text.len(), cells);
                rows.push((format!("{} {}", tag.path, chapter.document.id), counts));
            }
        }
        Figure {
            title: "tag and document".into(),
            columns: (1..=cells).map(|cell| cell.to_string()).collect(),
            rows,
            look: Look::Strips,
        }
    }
}

/// The mentions of a tag that count.
struct Counted {
    path: String,
    chapters: Vec<Chapter>,
}

/// Every place that counts.
fn places(counted: &[Counted]) -> Vec<Tagged> {
    let mut places = Vec::new();
    for tag in counted {
        for mention in tag.chapters.iter().flat_map(|chapter| &chapter.mentions) {
            places.push(Tagged {
                tag: tag.path.clone(),
                document: mention.hit.document.clone(),
                block: mention.hit.block,
            });
        }
    }
    places
}

fn documents(study: &Study, counted: &[Counted]) -> Figure {
    let table = by_document(&places(counted));
    // The columns stand in reading order, as the documents do elsewhere.
    let mut order: Vec<usize> = (0..table.documents.len()).collect();
    order.sort_by_key(|column| {
        let id = table.documents.get(*column);
        id.and_then(|id| study.corpus.index_of(id))
    });
    let columns = order
        .iter()
        .filter_map(|column| table.documents.get(*column));
    Figure {
        title: "tag".into(),
        columns: columns.map(ToString::to_string).collect(),
        rows: table
            .rows
            .iter()
            .map(|(tag, counts)| {
                let counts = order.iter().filter_map(|column| counts.get(*column));
                (tag.clone(), counts.copied().collect())
            })
            .collect(),
        look: Look::Grid,
    }
}

fn together(counted: &[Counted]) -> Figure {
    Figure {
        title: "tags".into(),
        columns: vec!["paragraphs".into()],
        rows: co_occurrence(&places(counted))
            .into_iter()
            .map(|((a, b), count)| (format!("{a} + {b}"), vec![count]))
            .collect(),
        look: Look::Bars,
    }
}

fn company(counted: &[Counted]) -> Figure {
    let mut by_id: BTreeMap<&str, (&Document, Vec<Hit>)> = BTreeMap::new();
    for chapter in counted.iter().flat_map(|tag| &tag.chapters) {
        let entry = by_id
            .entry(chapter.document.id.as_str())
            .or_insert_with(|| (chapter.document.as_ref(), Vec::new()));
        let hits = chapter.mentions.iter().map(|it: &Mention| it.hit.clone());
        entry.1.extend(hits);
    }
    let hits: Vec<(&Document, &[Hit])> = by_id
        .values()
        .map(|(document, hits)| (*document, hits.as_slice()))
        .collect();
    Figure {
        title: "word".into(),
        columns: vec![
            "near".into(),
            "before".into(),
            "after".into(),
            "in all".into(),
        ],
        rows: collocates(&hits, SPAN)
            .into_iter()
            .filter(|it| it.score > 3.84)
            .take(COMPANY)
            .map(|it| {
                let counts = vec![it.before + it.after, it.before, it.after, it.total];
                (it.word, counts)
            })
            .collect(),
        look: Look::Bars,
    }
}
