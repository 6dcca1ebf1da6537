//! Where an address leads in a corpus.
//!
//! Knows how a label, a block number and quoted words are looked up, and what to say when they are
//! not there: the nearest that are. Reads documents and changes nothing.

use std::ops::Range;
use std::sync::Arc;

use super::{Address, NotationError, Place, quotation};
use crate::corpus::{Block, Corpus, Document, DocumentId, FindError};
use crate::passage::Span;

/// Why an address leads nowhere. Each message says what was looked for, where, and what is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is not written as an address.
    #[error(transparent)]
    Notation(#[from] NotationError),
    /// It names no document, or several.
    #[error("{error}{advice}")]
    Document {
        /// What the corpus says.
        error: FindError,
        /// The ids that are most like it, as a sentence; or nothing.
        advice: String,
    },
    /// The document could not be read.
    #[error("the document {0} cannot be read; `glossator documents` says why")]
    Unreadable(String),
    /// The document does not number a block so.
    #[error("{document} has no {label}{advice}")]
    Label {
        /// The document.
        document: String,
        /// The label.
        label: String,
        /// The nearest labels, as a sentence.
        advice: String,
    },
    /// The document has fewer blocks.
    #[error("{document} has no block #p{number}: it has {blocks}")]
    Block {
        /// The document.
        document: String,
        /// The number asked for.
        number: u32,
        /// How many blocks there are.
        blocks: usize,
    },
    /// The words do not stand there.
    #[error("the words “{words}” do not stand in {place}{advice}")]
    Words {
        /// The words.
        words: String,
        /// The document or block.
        place: String,
        /// Where else in the document they stand, as a sentence; or nothing.
        advice: String,
    },
    /// The words stand there less often than the address counts.
    #[error("the words “{words}” stand in {place} only {times} times")]
    Occurrence {
        /// The words.
        words: String,
        /// The document or block.
        place: String,
        /// How often they stand.
        times: usize,
    },
}

/// Where an address leads.
#[derive(Debug, Clone)]
pub struct Found {
    /// The document.
    pub document: Arc<Document>,
    /// Bytes in its text.
    pub range: Range<usize>,
    /// What a person should know though the address was followed, in a sentence: that the words
    /// or the label stand several times and the first was taken.
    pub note: Option<String>,
}

impl Found {
    /// The passage.
    pub fn span(&self) -> Span {
        Span::new(self.document.id.clone(), self.range.clone())
    }
}

/// Follows an address as a person writes it: also a `glossator:` link, or a file's path.
///
/// # Errors
/// [`AddressError`], with what is nearest to what was asked for.
pub fn resolve(corpus: &Corpus, written: &str) -> Result<Found, AddressError> {
    resolve_among(corpus, written, &|_| None)
}

/// The same where documents may have had other names when the address was written down:
/// `formerly` gives the present name of a document that is not there under the one asked for.
///
/// # Errors
/// [`AddressError`], with what is nearest to what was asked for.
pub fn resolve_among(
    corpus: &Corpus,
    written: &str,
    formerly: &dyn Fn(&str) -> Option<DocumentId>,
) -> Result<Found, AddressError> {
    // A path may hold the signs that divide an address, so the whole is tried as a name first.
    if let Ok(index) = corpus.find(written.trim()) {
        let document = open(corpus, index, written)?;
        let range = 0..document.text.len();
        return Ok(Found {
            document,
            range,
            note: None,
        });
    }
    let address: Address = written.parse()?;
    let renamed = |error: &FindError| match error {
        FindError::Unknown { name } => corpus.index_of(&formerly(name)?),
        FindError::Several { .. } => None,
    };
    let index = match corpus.find(&address.document) {
        Ok(index) => index,
        Err(error) => renamed(&error).ok_or_else(|| AddressError::Document {
            advice: similar_documents(corpus, &error),
            error,
        })?,
    };
    let document = open(corpus, index, &address.document)?;
    let (range, note) = range_in(&document, &address)?;
    Ok(Found {
        document,
        range,
        note,
    })
}

fn open(corpus: &Corpus, index: usize, name: &str) -> Result<Arc<Document>, AddressError> {
    corpus
        .document(index)
        .ok_or_else(|| AddressError::Unreadable(name.to_owned()))
}

/// The bytes that an address means in a document, whichever document it names, and what to tell.
///
/// # Errors
/// [`AddressError`], if the place or the words are not in the document.
pub fn range_in(
    document: &Document,
    address: &Address,
) -> Result<(Range<usize>, Option<String>), AddressError> {
    let (scope, note) = scope_of(document, &address.place)?;
    let Some(words) = &address.quotation else {
        return Ok((scope, note));
    };
    let name = place_name(document, &address.place);
    let rest = document.text.get(scope.start..).unwrap_or("");
    let places = quotation::places(rest, scope.len(), words);
    let shift = |range: &Range<usize>| range.start + scope.start..range.end + scope.start;
    if let Some(count) = address.occurrence {
        return match places.get(count as usize - 1) {
            Some(range) => Ok((shift(range), note)),
            None if places.is_empty() => Err(words_missing(document, address, name)),
            None => Err(AddressError::Occurrence {
                words: words.clone(),
                place: name,
                times: places.len(),
            }),
        };
    }
    let Some(first) = places.first() else {
        return Err(words_missing(document, address, name));
    };
    let note = match quotation::standing(rest, &places) {
        1 => note,
        times => Some(format!(
            "“{words}” stands {times} times in {name}; the first is taken (add #2 for the second)"
        )),
    };
    Ok((shift(first), note))
}

/// The bytes of the block or document that an address names.
fn scope_of(
    document: &Document,
    place: &Place,
) -> Result<(Range<usize>, Option<String>), AddressError> {
    match place {
        Place::Whole => Ok((0..document.text.len(), None)),
        Place::Block(number) => (*number as usize)
            .checked_sub(1)
            .and_then(|index| document.blocks.get(index))
            .map(|block| (block.range.clone(), None))
            .ok_or_else(|| AddressError::Block {
                document: document.id.to_string(),
                number: *number,
                blocks: document.blocks.len(),
            }),
        Place::Label(label) => {
            let wanted = label_key(label);
            let blocks: Vec<&Block> = document
                .blocks
                .iter()
                .filter(|block| {
                    block
                        .label()
                        .is_some_and(|label| label_key(label) == wanted)
                })
                .collect();
            match blocks.as_slice() {
                [] => Err(AddressError::Label {
                    document: document.id.to_string(),
                    label: label.clone(),
                    advice: nearest_labels(document, label),
                }),
                [one] => Ok((one.range.clone(), None)),
                [one, ..] => {
                    let numbers: Vec<String> = blocks
                        .iter()
                        .map(|block| format!("#p{}", block.number))
                        .collect();
                    let note = format!(
                        "{label} stands {} times in {}; the first is taken (they are {})",
                        blocks.len(),
                        document.id,
                        numbers.join(", ")
                    );
                    Ok((one.range.clone(), Some(note)))
                }
            }
        }
    }
}

/// How labels are compared: without white space and without regard to case.
pub(super) fn label_key(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The document or block in a sentence.
fn place_name(document: &Document, place: &Place) -> String {
    Address {
        document: document.id.to_string(),
        place: place.clone(),
        quotation: None,
        occurrence: None,
    }
    .to_string()
}

/// The error for words that are not in their block, with the block where they are.
fn words_missing(document: &Document, address: &Address, place: String) -> AddressError {
    let words = address.quotation.clone().unwrap_or_default();
    let elsewhere = quotation::places(&document.text, document.text.len(), &words);
    let advice = elsewhere
        .first()
        .and_then(|range| document.block_at(range.start))
        .and_then(|index| document.blocks.get(index))
        .map(|block| {
            let label = block
                .label()
                .map_or_else(|| format!("#p{}", block.number), str::to_owned);
            format!("; they stand in {label}")
        })
        .unwrap_or_default();
    AddressError::Words {
        words,
        place,
        advice,
    }
}

/// Labels of the same style with the nearest numbers; else the first labels there are.
fn nearest_labels(document: &Document, label: &str) -> String {
    let style = |label: &str| -> String {
        label_key(label)
            .chars()
            .filter(|c| !c.is_numeric())
            .collect()
    };
    let number = |label: &str| -> Option<i64> {
        let digits: String = label
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok()
    };
    let mut labels: Vec<&str> = document.blocks.iter().filter_map(Block::label).collect();
    labels.dedup();
    if labels.is_empty() {
        return "; it numbers no blocks, so write #p1 … or quote the words".to_owned();
    }
    let same: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|other| style(other) == style(label))
        .collect();
    if let (false, Some(wanted)) = (same.is_empty(), number(label)) {
        let mut near = same;
        near.sort_by_key(|other| number(other).map_or(i64::MAX, |n| (n - wanted).abs()));
        near.truncate(3);
        near.sort_by_key(|other| number(other));
        return format!("; the nearest are {}", near.join(", "));
    }
    labels.truncate(3);
    format!("; it numbers its blocks {} …", labels.join(", "))
}

/// The ids most like a name that no document has.
fn similar_documents(corpus: &Corpus, error: &FindError) -> String {
    let FindError::Unknown { name } = error else {
        return "; write more of it".to_owned();
    };
    let wanted = name.to_lowercase();
    let mut near: Vec<(usize, String)> = corpus
        .listings()
        .iter()
        .filter_map(|listing| {
            let id = listing.id.as_str();
            let lower = id.to_lowercase();
            let distance = if lower.contains(&wanted) {
                0
            } else {
                edits(&lower, &wanted)
            };
            (distance <= 1 + wanted.chars().count() / 3).then(|| (distance, id.to_owned()))
        })
        .collect();
    near.sort_unstable();
    near.truncate(3);
    if near.is_empty() {
        return "; `glossator documents` lists them".to_owned();
    }
    let ids: Vec<String> = near.into_iter().map(|(_, id)| id).collect();
    format!("; did you mean {}?", ids.join(" or "))
}

/// How many letters must be changed, put in or left out to make one word of the other.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (above, y) in row.iter_mut().skip(1).zip(&b) {
            let changed = corner + usize::from(x != *y);
            corner = *above;
            left = changed.min(left + 1).min(corner + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
