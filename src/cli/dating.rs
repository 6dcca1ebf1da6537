//! The command `timeline`: dated documents, entries and passages in order of time.

use std::collections::HashMap;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::Desk;
use super::output::Output;
use super::reading::opening;
use crate::corpus::timeline::{Item, timeline};
use crate::corpus::{Document, DocumentId};
use crate::export::Offsets;
use crate::passage::address;

/// Opening words shown of an item, in characters.
const OPENING: usize = 90;

/// Lists dated documents, entries of chronologies and dated passages in order of time.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator timeline\n  glossator timeline --source entry --json"
)]
pub(super) struct Timeline {
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Only dates of documents, of entries, or of passages in the text.
    #[arg(long, value_name = "S", value_parser = ["document", "entry", "text"])]
    source: Option<String>,
}

impl Timeline {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let corpus = desk.corpus(out)?;
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
        let mut items = timeline(&corpus);
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
                        item.date.to_string(),
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
