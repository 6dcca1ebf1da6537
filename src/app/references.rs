//! References on the screen: the words of the text that name other documents, or parts of this one.
//!
//! Knows where a reference leads in the corpus, and that it may lead to what is not there. Only what
//! is on the screen is searched, once for each screenful, so that nothing grows with the document.

use std::ops::Range;
use std::sync::OnceLock;

use super::cursor::Cursor;
use super::list::place;
use super::naming;
use super::outline;
use super::page::Row;
use super::reading::Reading;
use super::update::follow::{Goal, Way};
use crate::corpus::structure::references::{self, Known, Reference};
use crate::corpus::{Corpus, Document, DocumentId};

/// Bytes beyond the screen that are searched at most, so that a passage that begins or ends there
/// has its references.
const REACH: usize = 16 * 1024;

/// A reference and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Its words: bytes in the document's text.
    pub range: Range<usize>,
    /// Whether it leads into the corpus.
    pub inside: bool,
    reference: Reference,
}

impl Referral {
    /// Where it leads from the open document. The document there is read for it.
    pub fn way(&self, corpus: &Corpus, reading: &Reading) -> Option<Way> {
        way(corpus, reading.index, &reading.document, &self.reference)
    }
}

/// The references around the screen.
#[derive(Debug, Clone, Default)]
pub struct Referrals {
    searched: Range<usize>,
    list: Vec<Referral>,
}

impl Referrals {
    /// The part of the text in which they were looked for.
    pub fn searched(&self) -> Range<usize> {
        self.searched.clone()
    }

    /// Those that share a byte with a range.
    pub fn on(&self, range: &Range<usize>) -> impl Iterator<Item = &Referral> {
        let (start, end) = (range.start, range.end.max(range.start + 1));
        self.list
            .iter()
            .filter(move |it| it.range.start < end && it.range.end > start)
    }
}

/// The ids of so many documents are made ready at once; those of more in the background.
const AT_ONCE: usize = 500;

/// The ids of a corpus, made ready to be recognised when they are asked for first. None where that
/// is still going on in the background.
fn ids<'a>(corpus: &Corpus, known: &'a OnceLock<Known>) -> Option<&'a Known> {
    if corpus.len() > AT_ONCE {
        return known.get();
    }
    Some(known.get_or_init(|| ids_of(corpus)))
}

/// Makes the ids of a corpus ready to be recognised. Takes a while where there are many.
pub fn ids_of(corpus: &Corpus) -> Known {
    let ids: Vec<DocumentId> = corpus.listings().iter().map(|it| it.id).collect();
    Known::new(ids.iter().map(DocumentId::as_str))
}

/// Whether the ids of a corpus are to be made ready in the background.
pub fn wants_ids(corpus: &Corpus) -> bool {
    corpus.len() > AT_ONCE && corpus.is_settled()
}

impl Reading {
    /// Looks for references on the screen as it is laid out now.
    pub(super) fn refer(&mut self, corpus: &Corpus, known: &OnceLock<Known>) {
        let wanted = self.around_screen();
        if self.referrals.searched == wanted {
            return;
        }
        let Some(known) = self.known_here(corpus, known).cloned() else {
            self.referrals = Referrals::default();
            return;
        };
        self.referrals = Referrals {
            list: self.referrals_in(&wanted, corpus, &known),
            searched: wanted,
        };
    }

    /// The next (or previous) reference from the current passage on.
    pub(super) fn next_referral(
        &mut self,
        forward: bool,
        corpus: &Corpus,
        known: &OnceLock<Known>,
    ) -> Option<Range<usize>> {
        let known = self.known_here(corpus, known)?.clone();
        let at = self.cursor.head().start;
        let here = self.document.block_at(at)?;
        let in_block = |index: usize| {
            let range = &self.document.blocks.get(index)?.range;
            let found = self.referrals_in(range, corpus, &known);
            let mut found = found.into_iter().map(|it| it.range);
            if forward {
                found.find(|range| range.start > at)
            } else {
                found.rfind(|range| range.start < at)
            }
        };
        if forward {
            (here..self.document.blocks.len()).find_map(in_block)
        } else {
            (0..=here).rev().find_map(in_block)
        }
    }

    fn known_here(&mut self, corpus: &Corpus, known: &OnceLock<Known>) -> Option<&Known> {
        if self.known.is_none() {
            let ids = ids(corpus, known)?;
            self.known = Some(references::known_in(&self.document, ids));
        }
        self.known.as_ref()
    }

    fn referrals_in(&self, range: &Range<usize>, corpus: &Corpus, known: &Known) -> Vec<Referral> {
        references::in_range(&self.document, range, known)
            .into_iter()
            .filter_map(|it| {
                // Not read yet, the other document may still turn out to have no such part.
                let target = it.target.as_ref();
                let index = target.map(|name| corpus.index_of(&DocumentId::new(name.as_str())));
                let here = index.is_none_or(|index| index == Some(self.index));
                if here {
                    way(corpus, self.index, &self.document, &it)?;
                }
                Some(Referral {
                    range: it.range.clone(),
                    inside: index.is_none_or(|index| index.is_some()),
                    reference: it,
                })
            })
            .collect()
    }

    /// The blocks on the screen, as far as they lie near it.
    fn around_screen(&self) -> Range<usize> {
        let first = self.rows.iter().find_map(Row::range);
        let last = self.rows.iter().rev().find_map(Row::range);
        let (Some(first), Some(last)) = (first, last) else {
            return 0..0;
        };
        let text = &self.document.text;
        let block = |at: usize| {
            let index = self.document.block_at(at)?;
            Some(&self.document.blocks.get(index)?.range)
        };
        let start = block(first.start).map_or(first.start, |block| block.start);
        let end = block(last.end).map_or(last.end, |block| block.end);
        let start = start.max(first.start.saturating_sub(REACH));
        let end = end.min(last.end.saturating_add(REACH));
        text.floor_char_boundary(start)..text.ceil_char_boundary(end)
    }
}

/// Where a reference leads; None where that is the place where it stands, or no place at all.
fn way(corpus: &Corpus, here: usize, document: &Document, it: &Reference) -> Option<Way> {
    let index = match &it.target {
        None => here,
        Some(name) => match corpus.index_of(&DocumentId::new(name.as_str())) {
            Some(index) => index,
            None => {
                return Some(Way {
                    head: name.clone(),
                    words: "not in this corpus".to_owned(),
                    goal: Goal::Absent(name.clone()),
                });
            }
        },
    };
    let loaded = (index != here).then(|| corpus.document(index));
    let target = match &loaded {
        Some(other) => other.as_deref()?,
        None => document,
    };
    let part = it.paragraph.as_deref();
    let block = part.and_then(|part| {
        let mut blocks = target.blocks.iter();
        blocks.find(|block| block.label() == Some(part))
    });
    if let Some(block) = block {
        let own = index == here && block.range.contains(&it.range.start);
        return (!own).then(|| Way {
            head: short(corpus, &place(&target.id, block.number, block.label())),
            words: outline::opening(target, block).to_owned(),
            goal: Goal::Passage(index, block.range.clone()),
        });
    }
    if index == here {
        return None;
    }
    let missing = part.map_or_else(String::new, |part| format!(", which has no {part}"));
    Some(Way {
        head: format!("{}{missing}", short(corpus, target.id.as_str())),
        words: target.title().to_owned(),
        goal: Goal::Passage(index, Cursor::start(target).range),
    })
}

/// An address as the head of a way says it.
fn short(corpus: &Corpus, address: &str) -> String {
    naming::short(corpus, address, naming::HEAD).to_string()
}

#[cfg(test)]
mod tests;
