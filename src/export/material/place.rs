//! Where a passage is and what it says: its words, its address, its heading, the footnotes called in it.
//!
//! Keeps what it learnt of each document, so that the passages of one are looked up at once.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::standing::{Placing, Standing};
use crate::corpus::{Block, BlockKind, Corpus, Document, DocumentId};
use crate::library::{RecordId, Target};
use crate::passage::Address;
use crate::passage::address::Addresser;
use crate::passage::place::PlacedState;

/// Characters shown of the passage at the other end of a link.
const OPENING: usize = 72;

/// Where a passage is and what it says.
#[derive(Debug, Clone)]
pub struct Place {
    /// The document's id.
    pub document: DocumentId,
    /// How it stands in the present text.
    pub standing: Standing,
    /// Its address; None for an orphan.
    pub address: Option<Address>,
    /// The address of its block, without words.
    pub block_address: Option<Address>,
    /// The number of the block in which it begins.
    pub block: Option<u32>,
    /// That block's label.
    pub label: Option<String>,
    /// The words: as they stand now if they are the same, else as the reader marked them.
    pub words: String,
    /// What stands in the text now, where that is not the words.
    pub now: Option<String>,
    /// The nearest heading above it.
    pub section: Option<String>,
    /// What stands before and after it, where that is asked for.
    pub context: Option<(String, String)>,
    /// The footnotes called in it: their labels, and their texts where the document has them. The marks
    /// themselves are not among the words.
    pub footnotes: Vec<(String, Option<String>)>,
}

impl Place {
    /// The opening words of the passage, on one line.
    pub fn opening(&self) -> String {
        opening(&self.words)
    }

    /// A name that follows from where the passage stands, for one to which nothing is attached.
    pub(super) fn derived_name(&self) -> RecordId {
        let address = self.address.as_ref().map(ToString::to_string);
        let address = address.unwrap_or_else(|| self.words.clone());
        RecordId::derived(&["found", self.document.as_str(), &address])
    }

    /// How a person reads the place: `07MOSCOW601 ¶7`, `riac-2012 #p41`; the document alone for an
    /// orphan.
    pub fn name(&self) -> String {
        match &self.block_address {
            Some(address) => format!("{} {}", self.document, address.within()),
            None => self.document.to_string(),
        }
    }
}

impl Place {
    /// A passage of which only the kept words are left.
    fn lost(marked: &str, standing: &Standing) -> Self {
        Self {
            document: standing.document.clone(),
            standing: Standing {
                document: standing.document.clone(),
                range: None,
                state: PlacedState::Orphaned,
                score: standing.score,
                why: standing.why,
            },
            address: None,
            block_address: None,
            block: None,
            label: None,
            words: marked.to_owned(),
            now: None,
            section: None,
            context: None,
            footnotes: Vec::new(),
        }
    }
}

/// Gives the places of passages; keeps what it learnt of each document.
pub struct Places<'a> {
    corpus: &'a Corpus,
    placing: Placing<'a>,
    documents: HashMap<DocumentId, Option<Known>>,
}

/// A document, ready to give addresses.
struct Known {
    document: Arc<Document>,
    addresser: Addresser<Arc<Document>>,
}

impl<'a> Places<'a> {
    /// For passages in a corpus.
    pub fn new(corpus: &'a Corpus, placing: Placing<'a>) -> Self {
        Self {
            corpus,
            placing,
            documents: HashMap::new(),
        }
    }

    /// Where a kept passage is and what it says.
    pub fn of(&mut self, target: &Target) -> Place {
        let standing = (self.placing)(target);
        self.standing(standing, &target.anchor().quote.exact)
    }

    /// Where a stretch of a document's text is and what it says.
    pub fn here(&mut self, document: &DocumentId, range: Range<usize>) -> Place {
        let standing = Standing {
            document: document.clone(),
            state: PlacedState::Exact,
            range: Some(range),
            score: 1.0,
            why: None,
        };
        self.standing(standing, "")
    }

    /// A place by how it stands; `marked` are the words that the reader marked.
    fn standing(&mut self, standing: Standing, marked: &str) -> Place {
        let id = &standing.document;
        if !self.documents.contains_key(id) {
            let known = self.corpus.get(id).map(|document| Known {
                addresser: Addresser::new(Arc::clone(&document)),
                document,
            });
            self.documents.insert(id.clone(), known);
        }
        let known = self.documents.get(id).and_then(Option::as_ref);
        let (Some(range), Some(known)) = (standing.range.clone(), known) else {
            return Place::lost(marked, &standing);
        };
        let Known {
            document,
            addresser,
        } = known;
        let block = document
            .block_at(range.start)
            .and_then(|index| document.blocks.get(index));
        let there = document.slice(&range);
        let same = standing.state != PlacedState::Uncertain;
        Place {
            document: id.clone(),
            address: Some(addresser.of(&range)),
            block_address: block.map(|block| addresser.block(block)),
            block: block.map(|block| block.number),
            label: block.and_then(Block::label).map(str::to_owned),
            words: if same { there } else { marked }.to_owned(),
            now: (!same && there != marked).then(|| there.to_owned()),
            section: section(document, &range),
            context: None,
            footnotes: footnotes(document, &range),
            standing,
        }
    }
}

/// The nearest heading above a passage; None where the passage is itself in a heading.
fn section(document: &Document, range: &Range<usize>) -> Option<String> {
    let index = document.block_at(range.start)?;
    let blocks = document.blocks.get(..=index)?;
    let heading = blocks
        .iter()
        .rfind(|block| block.kind == BlockKind::Heading && !block.folded)?;
    (heading.number as usize != index + 1).then(|| opening(document.block_text(heading)))
}

/// The footnotes called in a stretch of a text. A mark that stands right behind it belongs to it.
fn footnotes(document: &Document, range: &Range<usize>) -> Vec<(String, Option<String>)> {
    let first =
        (document.notes).partition_point(|note| note.called_at.is_some_and(|at| at <= range.start));
    let notes = document.notes.get(first..).unwrap_or_default();
    let called = notes
        .iter()
        .take_while(|note| note.called_at.is_some_and(|at| at <= range.end));
    called
        .map(|note| {
            let block = document.block_of_note(note);
            let text = block.map(|block| document.block_text(block).to_owned());
            (note.label.clone(), text)
        })
        .collect()
}

/// The first characters of a text on one line, with `…` where something is left out.
pub fn opening(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        // One character more than can be shown is enough to know that something is left out.
        if words.chars().nth(OPENING).is_some() {
            let short: String = words.chars().take(OPENING).collect();
            return format!("{}…", short.trim_end());
        }
    }
    words
}
