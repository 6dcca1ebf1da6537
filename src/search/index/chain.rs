//! Where wordings stand, told from the index alone.
//!
//! Knows wordings that are words side by side, the last perhaps only its beginning; any other wording
//! has to be looked for in the text. Places are counted in words from the beginning of a document,
//! which rise with its bytes; so whatever compares places works alike on both.

use super::documents::Documents;
use super::segment::Segment;
use super::words::{Joint, words};
use crate::search::phrase::Piece;
use crate::search::terms::Term;
use crate::search::words::{is_unspaced, is_word};

/// One word of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    word: String,
    /// Whether it may go on.
    open: bool,
    /// What stands between it and the one before; of the first, anything.
    joint: Joint,
}

/// A wording as words side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain(Vec<Link>);

/// Where a wording stands: a document of the segment, and the words it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stand {
    pub(super) document: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Chain {
    /// The wordings of a term as chains; None where they are not all such.
    pub(super) fn all(term: &Term) -> Option<Vec<Self>> {
        let Term::Phrase(phrase) = term else {
            return None;
        };
        if phrase.exact || !phrase.whole {
            return None;
        }
        let wordings = phrase.wordings.iter();
        wordings
            .map(|wording| match wording.cased {
                Some(_) => None,
                None => Self::of(&wording.pieces),
            })
            .collect()
    }

    fn of(pieces: &[Piece]) -> Option<Self> {
        let (text, open) = match pieces {
            [Piece::Text(text)] => (text, false),
            [Piece::Text(text), Piece::Star] => (text, true),
            _ => return None,
        };
        let mut links = Vec::new();
        let mut end = 0;
        let mut good = true;
        words(text, |word| {
            good &= if links.is_empty() {
                word.start == 0
            } else {
                word.joint != Joint::Other
            };
            end = word.end();
            links.push(Link {
                word: word.text.to_owned(),
                open: false,
                joint: word.joint,
            });
        });
        good &= end == text.len();
        if open {
            // In scripts without blanks `*` stands for the next word, or for none.
            let goes_on = text.chars().next_back();
            good &= goes_on.is_some_and(|c| is_word(c) && !is_unspaced(c));
        }
        links.last_mut()?.open = open;
        good.then_some(Self(links))
    }

    /// Whether it is one word.
    pub(super) fn is_single(&self) -> bool {
        self.0.len() == 1
    }

    /// For a chain of one word: the numbers of the words it may be in a segment.
    pub(super) fn singles(&self, segment: &Segment) -> Option<Vec<u32>> {
        match self.0.first() {
            Some(link) => link.words(segment),
            None => Some(Vec::new()),
        }
    }

    /// Where it stands in the documents of a segment that are in `within`, rising; None where
    /// something in the segment is damaged.
    pub(super) fn stands(&self, segment: &Segment, within: &Documents) -> Option<Vec<Stand>> {
        let links = self.0.iter();
        let words: Option<Vec<Vec<u32>>> = links.map(|link| link.words(segment)).collect();
        let words = words?;
        let weights = words.iter().map(|words| segment.weight(words));
        let weights: Vec<usize> = weights.collect::<Option<_>>()?;
        let mut order: Vec<usize> = (0..words.len()).collect();
        // The rarest word first: it leaves the fewest documents to the others.
        order.sort_by_key(|link| weights.get(*link));
        let mut within = within.clone();
        let mut starts: Option<Vec<u64>> = None;
        for index in order {
            let (Some(link), Some(words)) = (self.0.get(index), words.get(index)) else {
                continue;
            };
            let mut places = link.places(segment, words, &within, index)?;
            if let Some(starts) = &starts {
                meet(&mut places, starts);
            }
            within = Documents::none(segment.documents());
            for place in &places {
                within.put((place >> 32) as usize);
            }
            starts = Some(places);
        }
        let length = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        let starts = starts.unwrap_or_default().into_iter();
        Some(
            starts
                .map(|place| Stand {
                    document: (place >> 32) as u32,
                    start: place as u32,
                    end: (place as u32).saturating_add(length),
                })
                .collect(),
        )
    }
}

impl Link {
    /// The numbers of the words it may be; None where something in the segment is damaged.
    fn words(&self, segment: &Segment) -> Option<Vec<u32>> {
        if !self.open {
            return segment.find(&self.word);
        }
        segment.beginning(&self.word, |rest| {
            rest.is_ascii() || !rest.chars().any(is_unspaced)
        })
    }

    /// Where the chain would begin of which this is the word at an index: document and word in one
    /// number, rising.
    fn places(
        &self,
        segment: &Segment,
        words: &[u32],
        within: &Documents,
        index: usize,
    ) -> Option<Vec<u64>> {
        let before = u32::try_from(index).ok()?;
        let mut all = Vec::new();
        segment.lists(words, |_, list| {
            for (document, places) in list.documents() {
                if !within.has(document as usize) {
                    continue;
                }
                for (place, joint) in places {
                    if (index == 0 || joint == self.joint)
                        && let Some(start) = place.checked_sub(before)
                    {
                        all.push(u64::from(document) << 32 | u64::from(start));
                    }
                }
            }
        })?;
        if words.len() > 1 {
            all.sort_unstable();
        }
        Some(all)
    }
}

/// Leaves the places that are among others; both rise.
fn meet(places: &mut Vec<u64>, others: &[u64]) {
    let mut rest = others;
    places.retain(|place| {
        let passed = rest.iter().position(|other| other >= place);
        rest = passed.and_then(|at| rest.get(at..)).unwrap_or_default();
        rest.first() == Some(place)
    });
}
