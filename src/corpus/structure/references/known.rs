//! The ids of a corpus, and where a text names one.
//!
//! Knows ids of any style (`d104`, `UNTS-263`, `E/CN.4/21`, `06TOKYO5712`) and their spellings:
//! other separators, leading zeros, case. Knows the letters that a list of references gives to
//! documents (`REF: A. TOKYO 2690`, later `Ref A`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Piece, PieceKind, Pieces, Reference, ReferenceKind, cables};

/// What references are recognised by. Cheap to clone: the ids are shared.
#[derive(Debug, Clone, Default)]
pub struct Known {
    ids: Arc<Ids>,
    /// The letters of the document's list of references, in capitals.
    letters: Vec<(char, String)>,
    /// The year of the document that refers.
    year: Option<i32>,
}

/// The ids of a corpus.
#[derive(Debug, Default)]
struct Ids {
    /// How many pieces the ids have that begin with a piece; the most first.
    lengths: HashMap<String, Vec<usize>>,
    /// Ids by their pieces, with [`JOINT`] between them.
    by_pieces: HashMap<String, Id>,
    /// The corpus's names of cables by their normal form.
    cables: HashMap<String, String>,
    /// The posts that these cables are from.
    posts: HashSet<String>,
}

/// What stands between the pieces of an id by which it is looked up.
const JOINT: char = '\u{1f}';

/// An id as the text may write it.
#[derive(Debug, Clone)]
struct Id {
    name: String,
    /// Whether the text must write it as it is: ids made of ordinary words could be found in
    /// any sentence otherwise.
    literal: bool,
}

impl Ids {
    /// How many pieces the ids have that begin with the piece at an index. Asked at every piece of
    /// a text, so it makes no string for plain letters and digits.
    fn lengths_at(&self, pieces: &Pieces<'_>, index: usize) -> Option<&[usize]> {
        /// No first piece of an id is looked up that is longer, in bytes.
        const LONGEST: usize = 32;
        if let Some(digits) = pieces.digits(index) {
            return self.lengths.get(digits).map(Vec::as_slice);
        }
        let word = pieces.letters(index);
        if word.is_empty() || word.len() > LONGEST {
            return None;
        }
        if !word.is_ascii() {
            return self.lengths.get(&word.to_lowercase()).map(Vec::as_slice);
        }
        let mut buffer = [0_u8; LONGEST];
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let lower = std::str::from_utf8(lower).ok()?;
        self.lengths.get(lower).map(Vec::as_slice)
    }

    fn add(&mut self, name: &str) {
        if let Some(normal) = cables::normalise_reference_id(name, None) {
            self.posts
                .extend(cables::post_of(&normal).map(str::to_owned));
            self.cables.insert(normal, name.to_owned());
        }
        let pieces = Pieces::of(name);
        let has = |kind: PieceKind| pieces.list.iter().any(|piece| piece.kind == kind);
        if !(has(PieceKind::Letters) && has(PieceKind::Digits)) || name.len() < 3 {
            return;
        }
        let ordinary = |piece: &Piece| {
            let word = name.get(piece.start..piece.end).unwrap_or("");
            piece.kind == PieceKind::Letters
                && word.len() > 3
                && !word.chars().any(char::is_uppercase)
        };
        let literal = pieces.list.iter().any(ordinary);
        let parts: Vec<String> = (0..pieces.len())
            .filter_map(|index| folded(&pieces, index))
            .collect();
        let Some(first) = parts.first() else {
            return;
        };
        self.lengths
            .entry(first.clone())
            .or_default()
            .push(parts.len());
        let id = Id {
            name: name.to_owned(),
            literal,
        };
        self.by_pieces
            .entry(parts.join(&JOINT.to_string()))
            .or_insert(id);
    }
}

impl Known {
    /// Recognises the documents of these ids. An id without a digit is not looked for, since it
    /// may be any word, nor is a mere number.
    pub fn new<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Ids::default();
        for name in ids {
            all.add(name);
        }
        for lengths in all.lengths.values_mut() {
            lengths.sort_unstable_by_key(|length| std::cmp::Reverse(*length));
            lengths.dedup();
        }
        Self {
            ids: Arc::new(all),
            ..Self::default()
        }
    }

    /// The same, for a document of that year: ids of cables may leave the year out.
    #[must_use]
    pub fn in_year(mut self, year: Option<i32>) -> Self {
        self.year = year;
        self
    }

    /// The same, with the letters that a list of references gives: `REF: A. TOKYO 2690 B. …`.
    #[must_use]
    pub fn with_list(mut self, list: &str) -> Self {
        let pieces = Pieces::of(list);
        if !begins_list(&pieces) {
            return self;
        }
        let mut letter = None;
        let mut index = 0;
        while index < pieces.len() {
            let hit = self
                .id_at(&pieces, index)
                .or_else(|| cables::at(&pieces, index, &self, true));
            if let Some((reference, next)) = hit {
                if let Some(target) = reference.target {
                    let name = letter.take().unwrap_or_else(|| self.next_letter());
                    self.letters.push((name, target));
                }
                index = next;
                continue;
            }
            let mut chars = pieces.letters(index).chars();
            if let (Some(one), None) = (chars.next(), chars.next())
                && matches!(pieces.text(index + 1), "." | ")" | ":")
            {
                letter = Some(one.to_ascii_uppercase());
            }
            index += 1;
        }
        self
    }

    /// The letter after those given so far; the first is A.
    fn next_letter(&self) -> char {
        let count = u8::try_from(self.letters.len()).unwrap_or(25).min(25);
        char::from(b'A' + count)
    }

    /// The letters of the list of references, with what they stand for.
    pub fn letters(&self) -> &[(char, String)] {
        &self.letters
    }

    pub(super) fn year(&self) -> Option<i32> {
        self.year
    }

    /// The corpus's name for a cable's normal form.
    pub(super) fn cable(&self, normal: &str) -> Option<&str> {
        self.ids.cables.get(normal).map(String::as_str)
    }

    /// Whether a cable of that origin is in the corpus.
    pub(super) fn has_post(&self, post: &str) -> bool {
        self.ids.posts.contains(post)
    }

    /// A document of the corpus named at a piece.
    pub(super) fn id_at(&self, pieces: &Pieces<'_>, index: usize) -> Option<(Reference, usize)> {
        if self.ids.lengths.is_empty() {
            return None;
        }
        let hash = usize::from(pieces.is_sign(index, '#') && pieces.is_tight(index + 1));
        let begin = index + hash;
        for length in self.ids.lengths_at(pieces, begin)? {
            let Some((key, next)) = joined(pieces, begin, *length) else {
                continue;
            };
            let Some(id) = self.ids.by_pieces.get(&key) else {
                continue;
            };
            let written = pieces.text.get(pieces.range(begin, next)).unwrap_or("");
            if !pieces.is_whole(begin, next)
                || (id.literal && !written.eq_ignore_ascii_case(&id.name))
            {
                continue;
            }
            let kind = match cables::normalise_reference_id(&id.name, None) {
                Some(_) => ReferenceKind::Cable,
                None => ReferenceKind::Document,
            };
            let reference = Reference {
                range: pieces.range(index, next),
                kind,
                target: Some(id.name.clone()),
                paragraph: None,
            };
            return Some((reference, next));
        }
        None
    }

    /// `Ref A`, `reftel B`, `Refs A and B` (the first), by the list of references.
    pub(super) fn letter_at(
        &self,
        pieces: &Pieces<'_>,
        index: usize,
    ) -> Option<(Reference, usize)> {
        if self.letters.is_empty() || !pieces.is_any(index, &["ref", "refs", "reftel", "reftels"]) {
            return None;
        }
        let bracket = usize::from(pieces.is_sign(index + 1, '('));
        let at = index + 1 + bracket;
        let mut chars = pieces.letters(at).chars();
        let lettered = match (chars.next(), chars.next()) {
            (Some(one), None) if one.is_ascii_uppercase() => {
                self.letters.iter().find(|(letter, _)| *letter == one)
            }
            _ => None,
        };
        let (target, next) = match (lettered, self.letters.as_slice()) {
            (Some((_, target)), _) => (target, at + 1 + bracket),
            // With a single reference in the list, "reftel" is that one.
            (None, [(_, only)]) if pieces.is(index, "reftel") => (only, index + 1),
            _ => return None,
        };
        let kind = match cables::normalise_reference_id(target, None) {
            Some(_) => ReferenceKind::Cable,
            None => ReferenceKind::Document,
        };
        let reference = Reference {
            range: pieces.range(index, next),
            kind,
            target: Some(target.clone()),
            paragraph: None,
        };
        Some((reference, next))
    }
}

/// A piece as ids are compared by: letters in lower case, digits without leading zeros.
fn folded(pieces: &Pieces<'_>, index: usize) -> Option<String> {
    match pieces.digits(index) {
        Some(digits) => Some(digits.to_owned()),
        None => Some(pieces.letters(index).to_lowercase()).filter(|word| !word.is_empty()),
    }
}

/// So many pieces from an index on as ids are looked up by, with nothing or one sign or space
/// between them, and the piece after them.
fn joined(pieces: &Pieces<'_>, index: usize, length: usize) -> Option<(String, usize)> {
    let mut key = String::new();
    let mut at = index;
    for number in 0..length {
        if number > 0 {
            key.push(JOINT);
            if pieces
                .get(at)
                .is_some_and(|piece| piece.kind == PieceKind::Sign)
            {
                if !matches!(pieces.text(at), "-" | "_" | "/" | "." | "–" | "‑" | "(") {
                    return None;
                }
                at += 1;
            }
            if pieces.gap(at).contains('\n') || pieces.gap(at).len() > 1 {
                return None;
            }
        }
        key.push_str(&folded(pieces, at)?);
        at += 1;
    }
    Some((key, at))
}

/// Whether a text is a list of references: `REF: …`, `REFS (A) …`, `Reftels: …`.
pub(super) fn begins_list(pieces: &Pieces<'_>) -> bool {
    pieces.is_any(0, &["ref", "refs", "reftel", "reftels", "references"])
        && (matches!(pieces.text(1), ":" | "(" | ".") || matches!(pieces.letters(1).len(), 1))
}
