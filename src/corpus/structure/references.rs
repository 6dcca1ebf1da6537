//! References in text: to other documents by their ids, and to numbered parts of a document.
//!
//! Knows the ids of a corpus in any style, the ids of American cables in all their spellings, and
//! how people name paragraphs, articles, sections and notes. Does not know whether a target is
//! there: ids that are in no corpus are found too, so that a reader learns what is absent.

mod cables;
mod document;
mod known;
mod parts;

use std::ops::Range;

pub use cables::normalise_reference_id;
pub use document::{in_range, known_in};
pub use known::Known;

/// What a reference points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// A document of the corpus.
    Document,
    /// A cable by its id, whether it is in the corpus or not.
    Cable,
    /// A part of the document that refers.
    Part,
}

/// A reference found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The words of the reference: bytes of the text.
    pub range: Range<usize>,
    /// What it points to.
    pub kind: ReferenceKind,
    /// The id of the document, in the corpus's spelling or in a cable's normal form
    /// (`07MOSCOW601`); None where it is the document that refers.
    pub target: Option<String>,
    /// The label of the part meant, normalised as labels of blocks are: `¶7`, `Article 9`, `fn 12`.
    pub paragraph: Option<String>,
}

/// The references in a text, in order and without overlap. Takes time in proportion to the text.
pub fn find(text: &str, known: &Known) -> Vec<Reference> {
    let pieces = Pieces::of(text);
    let listing = known::begins_list(&pieces);
    let mut found: Vec<Reference> = Vec::new();
    let mut index = 0;
    while index < pieces.len() {
        let hit = known
            .id_at(&pieces, index)
            .or_else(|| cables::at(&pieces, index, known, listing))
            .or_else(|| known.letter_at(&pieces, index))
            .or_else(|| parts::at(&pieces, index));
        let Some((mut reference, next)) = hit else {
            index += 1;
            continue;
        };
        index = next;
        if reference.kind == ReferenceKind::Part {
            // "¶7 of 07TOKYO2690": the document named after the part is the one it belongs to.
            let after = index + usize::from(pieces.is(index, "of"));
            let document = (after > index)
                .then(|| {
                    known
                        .id_at(&pieces, after)
                        .or_else(|| cables::at(&pieces, after, known, listing))
                        .or_else(|| known.letter_at(&pieces, after))
                })
                .flatten();
            if let Some((document, next)) = document {
                reference.kind = document.kind;
                reference.target = document.target;
                reference.range.end = document.range.end;
                index = next;
            }
        } else if let Some((part, next)) = parts::at(&pieces, pieces.past_comma(index)) {
            // "07TOKYO2690, paragraph 7".
            reference.paragraph = part.paragraph;
            reference.range.end = part.range.end;
            index = next;
        }
        found.push(reference);
    }
    found
}

/// A run of letters, a run of digits, or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    Letters,
    Digits,
    Sign,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    kind: PieceKind,
}

/// A text cut into letters, digits and signs; beyond its end there is nothing.
#[derive(Debug)]
struct Pieces<'a> {
    text: &'a str,
    list: Vec<Piece>,
}

impl<'a> Pieces<'a> {
    fn of(text: &'a str) -> Self {
        let mut list: Vec<Piece> = Vec::with_capacity(text.len() / 4);
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let kind = if c.is_ascii_digit() {
                PieceKind::Digits
            } else if c.is_alphabetic() {
                PieceKind::Letters
            } else if c.is_whitespace() {
                continue;
            } else {
                PieceKind::Sign
            };
            match list.last_mut() {
                Some(before)
                    if before.kind == kind && before.end == at && kind != PieceKind::Sign =>
                {
                    before.end = end;
                }
                _ => list.push(Piece {
                    start: at,
                    end,
                    kind,
                }),
            }
        }
        Self { text, list }
    }

    fn len(&self) -> usize {
        self.list.len()
    }

    fn get(&self, index: usize) -> Option<&Piece> {
        self.list.get(index)
    }

    fn text(&self, index: usize) -> &'a str {
        self.get(index)
            .and_then(|piece| self.text.get(piece.start..piece.end))
            .unwrap_or("")
    }

    /// The letters at an index; empty for anything else.
    fn letters(&self, index: usize) -> &'a str {
        match self.get(index) {
            Some(piece) if piece.kind == PieceKind::Letters => self.text(index),
            _ => "",
        }
    }

    /// The digits at an index without leading zeros; None for anything else and for numbers of
    /// more than ten digits.
    fn digits(&self, index: usize) -> Option<&'a str> {
        let piece = self
            .get(index)
            .filter(|piece| piece.kind == PieceKind::Digits)?;
        let digits = self.text.get(piece.start..piece.end)?;
        let bare = digits.trim_start_matches('0');
        (digits.len() <= 10).then_some(if bare.is_empty() { "0" } else { bare })
    }

    fn is(&self, index: usize, word: &str) -> bool {
        self.letters(index).eq_ignore_ascii_case(word)
    }

    fn is_any(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(index, word))
    }

    fn is_sign(&self, index: usize, sign: char) -> bool {
        self.text(index).chars().eq([sign])
    }

    /// What stands between a piece and the one before it.
    fn gap(&self, index: usize) -> &'a str {
        let (Some(before), Some(piece)) = (
            index.checked_sub(1).and_then(|before| self.get(before)),
            self.get(index),
        ) else {
            return "";
        };
        self.text.get(before.end..piece.start).unwrap_or("")
    }

    fn is_tight(&self, index: usize) -> bool {
        index > 0 && index < self.len() && self.gap(index).is_empty()
    }

    /// Whether the letters or digits at an index begin where no others end, and the piece at
    /// `next - 1` ends where none begin.
    fn is_whole(&self, index: usize, next: usize) -> bool {
        let joined = |at: usize| {
            self.is_tight(at)
                && self
                    .get(at)
                    .is_some_and(|piece| piece.kind != PieceKind::Sign)
                && self
                    .get(at - 1)
                    .is_some_and(|piece| piece.kind != PieceKind::Sign)
        };
        !joined(index) && !joined(next)
    }

    fn past_comma(&self, index: usize) -> usize {
        index + usize::from(self.is_sign(index, ',') || self.is_sign(index, ':'))
    }

    /// The bytes from one piece to another, which is left out.
    fn range(&self, from: usize, next: usize) -> Range<usize> {
        let start = self.get(from).map_or(0, |piece| piece.start);
        let end = next
            .checked_sub(1)
            .and_then(|last| self.get(last))
            .map_or(start, |piece| piece.end);
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests;
