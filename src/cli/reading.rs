//! Commands that read the corpus: `documents`, `outline`, `show`.

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::opened::{Desk, document, follow};
use super::output::Output;
use super::view::{DocumentRow, OutlineView};
use crate::corpus::{Block, BlockKind, Document, Listing};
use crate::export::Offsets;
use crate::passage::address;

/// Opening words shown of a block, in characters.
const OPENING: usize = 60;

/// Lists the documents of the corpus.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator documents --json")]
pub(super) struct Documents {}

impl Documents {
    pub(super) fn run(desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let corpus = &study.corpus;
        if out.is_json() {
            let listings: Vec<Listing> = corpus.listings().iter().collect();
            let rows: Vec<DocumentRow> = listings
                .iter()
                .map(|listing| {
                    let annotations = study.library.annotations_in(&listing.id).count();
                    DocumentRow::of(listing, annotations)
                })
                .collect();
            return out.json(&rows);
        }
        let rows: Vec<Vec<String>> = corpus
            .listings()
            .iter()
            .map(|listing| {
                let date = listing.date.as_ref().map(ToString::to_string);
                vec![
                    listing.id.to_string(),
                    date.unwrap_or_else(|| "—".into()),
                    listing.title.clone(),
                ]
            })
            .collect();
        out.table(&rows)
    }
}

/// Shows the blocks of a document: number, label, kind and opening words, and in brackets what is
/// doubtful: a repaired number, a text that breaks off, a footnote without its text; or what you
/// corrected.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator outline 06TOKYO5712")]
pub(super) struct Outline {
    /// The document.
    #[arg(value_name = "DOC")]
    document: String,
}

impl Outline {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let corpus = desk.corpus(out)?;
        let document = document(&corpus, &|| desk.past(&corpus), &self.document, out)?;
        for warning in &document.warnings {
            out.say(&format!("{}: {warning}", document.id));
        }
        if out.is_json() {
            return out.json(&OutlineView::of(&document));
        }
        let rows: Vec<Vec<String>> = document
            .blocks
            .iter()
            .map(|block| outline_row(&document, block))
            .collect();
        out.table(&rows)
    }
}

/// What the outline says of a block to people.
fn outline_row(document: &Document, block: &Block) -> Vec<String> {
    let depth = match block.kind {
        BlockKind::Heading => "#".repeat(usize::from(block.level.max(1))),
        _ => block.marker.clone().unwrap_or_default(),
    };
    let mut words = opening(document.block_text(block), OPENING);
    for doubt in document.doubts_at(block) {
        words.push_str(&format!(" [{doubt}]"));
    }
    for was in document.corrected_at(block) {
        words.push_str(&format!(" [corrected: {was}]"));
    }
    let folded = if block.folded { " (folded)" } else { "" };
    vec![
        format!("#p{}", block.number),
        block.label().unwrap_or("").to_owned(),
        format!("{}{folded}", block.kind),
        format!("{depth} {words}").trim_start().to_owned(),
    ]
}

/// The first characters of a text on one line, with `…` where something is left out.
pub(super) fn opening(text: &str, length: usize) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        // One character more than can be shown is enough to know that something is left out.
        if words.chars().nth(length).is_some() {
            let mut short: String = words.chars().take(length).collect();
            short.truncate(short.trim_end().len());
            short.push('…');
            return short;
        }
    }
    words
}

/// Prints the text of a passage, or of a whole document.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator show 06TOKYO5712¶7\n  \
    glossator show '06TOKYO5712:\"joint declaration\"' --json")]
pub(super) struct Show {
    /// The passage.
    #[arg(value_name = "ADDRESS")]
    address: String,
}

impl Show {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let corpus = desk.corpus(out)?;
        let found = follow(&corpus, &|| desk.past(&corpus), &self.address, out)?;
        let document = &found.document;
        let text = document.slice(&found.range);
        if !out.is_json() {
            return out.line(text);
        }
        let offsets = Offsets::new(document.text.as_str());
        let block = document
            .block_at(found.range.start)
            .and_then(|index| document.blocks.get(index));
        out.json(&json!({
            "doc": document.id,
            "address": address::of(document, &found.range).to_string(),
            "block": block.map(|block| block.number),
            "label": block.and_then(Block::label),
            "start": offsets.code_point(found.range.start),
            "end": offsets.code_point(found.range.end),
            "text": text,
        }))
    }
}
