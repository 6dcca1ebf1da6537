//! The command `references`: where documents refer to others and to their own parts.

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::{Desk, document};
use super::output::Output;
use super::reading::opening;
use crate::corpus::structure::references::{Known, Reference, in_range, known_in};
use crate::corpus::{Block, Corpus, Document, DocumentId};
use crate::export::Offsets;
use crate::passage::address;

/// Opening words shown around a reference, in characters.
const OPENING: usize = 60;

/// Lists references to other documents and to paragraphs, and whether they lead anywhere.
///
/// A reference is absent where no document of the corpus has that id, or the document no such
/// part.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator references 06TOKYO5712\n  glossator references --absent --json"
)]
pub(super) struct References {
    /// The documents that refer; all, where none is named.
    #[arg(value_name = "DOC")]
    documents: Vec<String>,
    /// Only those that lead to what is not in the corpus.
    #[arg(long)]
    absent: bool,
}

/// A reference with what became of it.
struct Found {
    reference: Reference,
    /// Where it leads: an address; None where it is absent.
    to: Option<String>,
}

impl References {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let corpus = desk.corpus(out)?;
        let mut indexes: Vec<usize> = Vec::new();
        for name in &self.documents {
            let id = document(&corpus, &|| desk.past(&corpus), name, out)?
                .id
                .clone();
            indexes.extend(corpus.index_of(&id));
        }
        if indexes.is_empty() {
            indexes = (0..corpus.len()).collect();
        }
        let names: Vec<DocumentId> = corpus.listings().iter().map(|it| it.id.clone()).collect();
        let ids = Known::new(names.iter().map(DocumentId::as_str));
        let mut values = Vec::new();
        let mut rows = Vec::new();
        for index in indexes {
            let Some(document) = corpus.document(index) else {
                continue;
            };
            let found = of_document(&corpus, &document, &ids);
            let offsets = Offsets::new(document.text.as_str());
            for it in found.iter().filter(|it| !self.absent || it.to.is_none()) {
                if out.is_json() {
                    values.push(value(&document, it, &offsets));
                } else {
                    rows.push(row(&document, it));
                }
            }
        }
        if out.is_json() {
            return out.json(&values);
        }
        out.table(&rows)
    }
}

/// The references of a document, those that lead to the place where they stand left out.
fn of_document(corpus: &Corpus, document: &Document, ids: &Known) -> Vec<Found> {
    let known = known_in(document, ids);
    in_range(document, &(0..document.text.len()), &known)
        .into_iter()
        .filter_map(|reference| {
            let to = leads_to(corpus, document, &reference);
            if reference.target.is_none() && to.is_none() {
                // "Article 9" in a text without articles is another instrument's, whose name is
                // elsewhere: no reference, as on the screen.
                return None;
            }
            let own = to.as_ref().is_some_and(|(id, block)| {
                *id == document.id
                    && block
                        .as_ref()
                        .is_none_or(|block| block.contains(&reference.range.start))
            });
            (!own).then(|| Found {
                to: to.map(|(id, block)| match (corpus.get(&id), block) {
                    (Some(target), Some(block)) => address::of(&target, &block).to_string(),
                    _ => id.to_string(),
                }),
                reference,
            })
        })
        .collect()
}

/// The document that a reference leads to and the bytes of the part, if it names one.
fn leads_to(
    corpus: &Corpus,
    document: &Document,
    reference: &Reference,
) -> Option<(DocumentId, Option<std::ops::Range<usize>>)> {
    let id = match &reference.target {
        Some(name) => DocumentId::new(name.as_str()),
        None => document.id.clone(),
    };
    let target = corpus.get(&id)?;
    let Some(part) = reference.paragraph.as_deref() else {
        return Some((id, None));
    };
    let block = target.blocks.iter().find(|it| it.label() == Some(part))?;
    Some((id, Some(block.range.clone())))
}

/// The block that a reference stands in.
fn block_of<'d>(document: &'d Document, reference: &Reference) -> Option<&'d Block> {
    let index = document.block_at(reference.range.start)?;
    document.blocks.get(index)
}

/// What a reference means, as a person writes it: `07MOSCOW601¶7`.
fn meant(reference: &Reference) -> String {
    let target = reference.target.as_deref().unwrap_or("");
    let part = reference.paragraph.as_deref().unwrap_or("");
    match (target, part) {
        ("", part) => part.to_owned(),
        (target, part) if part.is_empty() || part.starts_with('¶') => format!("{target}{part}"),
        (target, part) => format!("{target}:{part}"),
    }
}

fn row(document: &Document, it: &Found) -> Vec<String> {
    let block = block_of(document, &it.reference);
    let place = match block {
        Some(block) => address::of(document, &block.range).to_string(),
        None => document.id.to_string(),
    };
    let leads = match &it.to {
        Some(address) => format!("→ {address}"),
        None => format!("absent: {}", meant(&it.reference)),
    };
    let words = opening(document.slice(&it.reference.range), OPENING);
    vec![place, leads, format!("“{words}”")]
}

fn value(document: &Document, it: &Found, offsets: &Offsets<&str>) -> serde_json::Value {
    let block = block_of(document, &it.reference);
    json!({
        "doc": document.id,
        "block": block.map(|block| block.number),
        "label": block.and_then(Block::label),
        "start": offsets.code_point(it.reference.range.start),
        "end": offsets.code_point(it.reference.range.end),
        "text": document.slice(&it.reference.range),
        "target": it.reference.target,
        "part": it.reference.paragraph,
        "absent": it.to.is_none(),
        "address": it.to,
    })
}
