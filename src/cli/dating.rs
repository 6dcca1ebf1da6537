//! The command `timeline`: dated documents, entries and passages in order of time.

use std::collections::HashMap;

use clap::Args;
use serde_json::json;

use super::annotating::scope;
use super::failure::Failure;
use super::opened::{Desk, Study};
use super::output::Output;
use super::reading::opening;
use crate::corpus::timeline::{Item, of_passage, sort, timeline};
use crate::corpus::{Document, DocumentId};
use crate::export::Offsets;
use crate::passage::address;

/// Opening words shown of an item, in characters.
const OPENING: usize = 90;

/// Lists dated documents, entries of chronologies and dated passages in order of time.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator timeline\n  glossator timeline --source entry --json\n  \
        glossator timeline --tag treaty/1956-declaration"
)]
pub(super) struct Timeline {
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Only passages with this tag or one below it, each at the date that stands nearest: in its
    /// words, of its entry or in its paragraph, else of its document.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only dates of documents, of entries, or of passages in the text.
    #[arg(long, value_name = "S", value_parser = ["document", "entry", "text"])]
    source: Option<String>,
}

impl Timeline {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let (corpus, tagged) = if self.tag.is_empty() {
            (desk.corpus(out)?, None)
        } else {
            let study = desk.reading(out)?;
            let items = tagged(&study, &self.tag, out)?;
            (study.corpus, Some(items))
        };
        let documents: Vec<DocumentId> = self
            .doc
            .iter()
            .map(|name| {
                Ok(
                    super::opened::document(&corpus, &|| desk.past(&corpus), name, out)?
                        .id
                        .clone(),
                )
            })
            .collect::<Result<_, Failure>>()?;
        let mut items = tagged.unwrap_or_else(|| timeline(&corpus));
        items.retain(|item| {
            let source = self.source.as_deref();
            (documents.is_empty() || documents.contains(&item.document))
                && source.is_none_or(|source| item.source.name() == source)
        });
        if !out.is_json() {
            let rows: Vec<Vec<String>> = items
                .iter()
                .map(|item| {
                    vec![
                        item.written(),
                        place_name(item),
                        opening(&item.text, OPENING),
                    ]
                })
                .collect();
            return out.table(&rows);
        }
        let texts: HashMap<&DocumentId, _> = items
            .iter()
            .filter_map(|item| Some((&item.document, corpus.get(&item.document)?)))
            .collect();
        let offsets: HashMap<&DocumentId, Offsets<&str>> = texts
            .iter()
            .map(|(id, document)| (*id, Offsets::new(document.text.as_str())))
            .collect();
        let rows: Vec<_> = items
            .iter()
            .map(|item| row(item, texts.get(&item.document).map(AsRef::as_ref), &offsets))
            .collect();
        out.json(&rows)
    }
}

/// The passages with one of the tags, in order of time.
fn tagged(study: &Study, tags: &[String], out: &mut Output) -> Result<Vec<Item>, Failure> {
    let scope = scope(study, tags, &[], out)?;
    let mut items: Vec<Item> = study.places(|placing| {
        study
            .library
            .annotations()
            .filter(|it| {
                let tags = study.library.tag_paths(it);
                scope.takes(&it.target.anchor().document, &tags)
            })
            .filter_map(|it| {
                let standing = placing(&it.target);
                Some((study.corpus.get(&standing.document)?, standing.range?))
            })
            .flat_map(|(document, range)| of_passage(&document, &range))
            .collect()
    });
    // Several annotations may lie on one passage.
    let key = |item: &Item| {
        let range = item.range.clone().unwrap_or(0..0);
        let document = study.corpus.index_of(&item.document);
        (document, range.start, range.end, item.date.iso.clone())
    };
    items.sort_by_key(key);
    items.dedup_by_key(|item| key(item));
    sort(&mut items);
    Ok(items)
}

/// An item as JSON.
fn row(
    item: &Item,
    document: Option<&Document>,
    offsets: &HashMap<&DocumentId, Offsets<&str>>,
) -> serde_json::Value {
    let at = |byte: usize| offsets.get(&item.document).map(|it| it.code_point(byte));
    let range = item.range.as_ref();
    json!({
        "date": item.date.iso,
        "precision": item.date.precision,
        "doc": item.document,
        "block": item.block,
        "label": item.label,
        "text": item.text,
        "source": item.source.name(),
        "doubt": item.doubt,
        "start": range.and_then(|range| at(range.start)),
        "end": range.and_then(|range| at(range.end)),
        "address": match (document, range) {
            (Some(document), Some(range)) => address::of(document, range).to_string(),
            _ => item.document.to_string(),
        },
    })
}

/// The place of an item for people.
fn place_name(item: &Item) -> String {
    match (&item.label, item.block) {
        (Some(label), _) => format!("{} {label}", item.document),
        (None, Some(number)) => format!("{} #p{number}", item.document),
        (None, None) => item.document.to_string(),
    }
}
