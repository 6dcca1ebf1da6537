//! How much of its text stands around a passage, and in which order passages stand.
//!
//! Knows sentences, paragraphs and neighbouring paragraphs. Does not know how the passage is marked in
//! its surroundings: that is each format's.

use std::ops::Range;
use std::str::FromStr;

use super::material::{Material, Passage};
use crate::corpus::{Block, Document};
use crate::passage::units::sentences;

/// What stands around a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Context {
    /// Nothing.
    #[default]
    None,
    /// The rest of its sentence.
    Sentence,
    /// The rest of its paragraph.
    Paragraph,
    /// Its paragraph with so many before and after it.
    Around(usize),
}

impl FromStr for Context {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "sentence" => Ok(Self::Sentence),
            "paragraph" => Ok(Self::Paragraph),
            number => number
                .trim_start_matches(['±', '+'])
                .parse()
                .map(Self::Around)
                .map_err(|_| {
                    "write none, sentence, paragraph, or a number of paragraphs".to_owned()
                }),
        }
    }
}

/// In which order passages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Document after document as the corpus has them, within each as its text goes.
    #[default]
    Text,
    /// Documents by date, those without one last.
    Date,
    /// Within each document by their first tag, those without one last.
    Tag,
}

impl Material {
    /// Takes in what stands around each passage.
    #[must_use]
    pub fn with_context(mut self, context: Context) -> Self {
        if context == Context::None {
            return self;
        }
        for sheet in &mut self.sheets {
            let Some(document) = sheet.document.clone() else {
                continue;
            };
            for passage in &mut sheet.passages {
                passage.place.context = passage
                    .place
                    .standing
                    .range
                    .clone()
                    .map(|range| around(&document, &range, context))
                    // A passage that is a whole sentence needs no mark in it.
                    .filter(|(before, after)| {
                        !(before.trim().is_empty() && after.trim().is_empty())
                    });
            }
        }
        self
    }

    /// The same in another order.
    #[must_use]
    pub fn ordered(mut self, order: Order) -> Self {
        match order {
            Order::Text => {}
            Order::Date => self.sheets.sort_by_key(|sheet| {
                let date = sheet.document.as_ref().and_then(|it| it.meta.date.as_ref());
                let date = date.map(|it| it.iso.clone());
                (date.is_none(), date)
            }),
            Order::Tag => {
                let first = |passage: &Passage| {
                    let tags = passage.notes.iter().flat_map(|it| &it.tags);
                    tags.min().cloned()
                };
                for sheet in &mut self.sheets {
                    sheet.passages.sort_by_key(|passage| {
                        let tag = first(passage);
                        (tag.is_none(), tag)
                    });
                }
            }
        }
        self
    }
}

/// What stands before and after a passage.
fn around(document: &Document, range: &Range<usize>, context: Context) -> (String, String) {
    let text = document.text.as_str();
    let whole = surroundings(document, range, context);
    let before = text.get(whole.start.min(range.start)..range.start);
    let after = text.get(range.end..whole.end.max(range.end));
    (
        before.unwrap_or("").to_owned(),
        after.unwrap_or("").to_owned(),
    )
}

fn surroundings(document: &Document, range: &Range<usize>, context: Context) -> Range<usize> {
    let last_byte = range.end.saturating_sub(1).max(range.start);
    let (Some(first), Some(last)) = (document.block_at(range.start), document.block_at(last_byte))
    else {
        return range.clone();
    };
    let block = |index: usize| document.blocks.get(index).map(|it| it.range.clone());
    let paragraph = || {
        let (first, last) = (block(first)?, block(last)?);
        Some(first.start..last.end)
    };
    match context {
        Context::None => range.clone(),
        Context::Paragraph => paragraph().unwrap_or_else(|| range.clone()),
        Context::Sentence => {
            let paragraph = paragraph().unwrap_or_else(|| range.clone());
            let text = document.text.get(paragraph.clone()).unwrap_or("");
            let touched = sentences(text)
                .into_iter()
                .map(|it| it.start + paragraph.start..it.end + paragraph.start)
                .filter(|it| it.start < range.end && it.end > range.start);
            touched.fold(range.clone(), |all, it| {
                all.start.min(it.start)..all.end.max(it.end)
            })
        }
        Context::Around(count) => {
            let shown = |block: &&Block| !block.folded;
            let before = document.blocks.get(..first).unwrap_or_default();
            let after = document.blocks.get(last + 1..).unwrap_or_default();
            let start = before.iter().rev().filter(shown).take(count).last();
            let end = after.iter().filter(shown).take(count).last();
            let own = paragraph().unwrap_or_else(|| range.clone());
            start.map_or(own.start, |it| it.range.start)..end.map_or(own.end, |it| it.range.end)
        }
    }
}
