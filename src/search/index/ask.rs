//! What a document must hold for a query to be answered in it, in words of the index.
//!
//! Knows how phrases, expressions and operators become such a demand. It never leaves out a document
//! that has a hit; it may let pass one that has none, which looking at the document shows.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::documents::Documents;
use super::segment::{Segment, nature};
use super::words::words;
use crate::search::fold::{Case, fold};
use crate::search::phrase::{Phrase, Piece};
use crate::search::query::Node;
use crate::search::terms::Term;

/// What a document must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing.
    Everything,
    /// This word.
    Word(String),
    /// A word that begins so.
    Beginning(String),
    /// A word with this in it.
    Holding(String),
    /// Letters that are not folded one by one.
    Odd,
    /// All of these.
    Every(Vec<Ask>),
    /// One of these.
    Any(Vec<Ask>),
}

impl Ask {
    /// What a node of a query asks for.
    pub(super) fn of_node(node: &Node, terms: &[Self]) -> Self {
        match node {
            Node::Term(term) => terms.get(*term).cloned().unwrap_or(Self::Everything),
            Node::Not(_) => Self::Everything,
            Node::And(nodes) => {
                Self::Every(nodes.iter().map(|it| Self::of_node(it, terms)).collect())
            }
            Node::Or(nodes) => Self::Any(nodes.iter().map(|it| Self::of_node(it, terms)).collect()),
            Node::Near(left, right, _) => {
                let both = [left, right];
                Self::Every(both.map(|it| Self::of_node(it, terms)).to_vec())
            }
        }
    }

    /// What a term asks for.
    pub(super) fn of_term(term: &Term) -> Self {
        match term {
            Term::Phrase(phrase) if phrase.exact => Self::or_odd(Self::of_exact(phrase)),
            Term::Phrase(phrase) => Self::of_phrase(phrase),
            Term::Regex { regex, exact } => {
                let mut parser = ParserBuilder::new();
                let parsed = parser
                    .case_insensitive(!exact)
                    .build()
                    .parse(regex.as_str());
                let ask = parsed.map_or(Self::Everything, |hir| Self::of_expression(&hir, *exact));
                match exact {
                    true => Self::or_odd(ask),
                    false => ask,
                }
            }
        }
    }

    fn or_odd(ask: Self) -> Self {
        Self::Any(vec![ask, Self::Odd])
    }

    fn of_phrase(phrase: &Phrase) -> Self {
        let wordings = phrase.wordings.iter();
        Self::Any(
            wordings
                .map(|wording| Self::of_pieces(&wording.pieces, phrase.whole))
                .collect(),
        )
    }

    /// What a wording asks for. Where its ends need not be ends of words, or where anything may
    /// stand beside a part, a word at the end of that part may go on in the text.
    fn of_pieces(pieces: &[Piece], whole: bool) -> Self {
        let mut all = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            let Piece::Text(text) = piece else { continue };
            let last = index + 1 == pieces.len();
            words(text, |word| {
                let open_before = word.start == 0 && (index > 0 || !whole);
                let open_after = word.end() == text.len() && (!last || !whole);
                let text = word.text.to_owned();
                all.push(match (open_before, open_after) {
                    (false, false) => Self::Word(text),
                    (false, true) => Self::Beginning(text),
                    (true, _) => Self::Holding(text),
                });
            });
        }
        Self::Every(all)
    }

    /// What a phrase asks for that is compared with the text as it stands.
    fn of_exact(phrase: &Phrase) -> Self {
        let wordings = phrase.wordings.iter().map(|wording| {
            let mut all = Vec::new();
            for piece in &wording.pieces {
                if let Piece::Text(text) = piece {
                    Self::holding(&fold(text, Case::Folded), &mut all);
                }
            }
            Self::Every(all)
        });
        Self::Any(wordings.collect())
    }

    /// That the words of a stretch of text stand there, its ends perhaps in the middle of words.
    fn holding(text: &str, all: &mut Vec<Self>) {
        words(text, |word| {
            // A single letter stands nearly everywhere.
            if word.text.len() > 1 {
                all.push(Self::Holding(word.text.to_owned()));
            }
        });
    }

    fn of_expression(hir: &Hir, exact: bool) -> Self {
        let mut all = Vec::new();
        let mut run = String::new();
        Self::gather(hir, exact, &mut run, &mut all);
        Self::flush(&mut run, &mut all);
        Self::Every(all)
    }

    fn flush(run: &mut String, all: &mut Vec<Self>) {
        Self::holding(&fold(run, Case::Folded), all);
        run.clear();
    }

    /// Goes through an expression from left to right: letters that stand side by side make a run,
    /// everything else ends it.
    fn gather(hir: &Hir, exact: bool, run: &mut String, all: &mut Vec<Self>) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) if !exact || text.is_ascii() => run.push_str(text),
                _ => Self::flush(run, all),
            },
            HirKind::Class(class) => match one_letter(class, exact) {
                Some(letter) => run.push(letter),
                None => Self::flush(run, all),
            },
            HirKind::Capture(capture) => Self::gather(&capture.sub, exact, run, all),
            HirKind::Concat(parts) => {
                for part in parts {
                    Self::gather(part, exact, run, all);
                }
            }
            HirKind::Repetition(repetition) => {
                Self::flush(run, all);
                if repetition.min > 0 {
                    all.push(Self::of_expression(&repetition.sub, exact));
                }
            }
            HirKind::Alternation(parts) => {
                Self::flush(run, all);
                let parts = parts.iter().map(|it| Self::of_expression(it, exact));
                all.push(Self::Any(parts.collect()));
            }
        }
    }

    /// The documents of a segment that hold what is asked for; None where something in the segment is
    /// damaged.
    pub(super) fn met(&self, segment: &Segment) -> Option<Documents> {
        let all = segment.documents();
        Some(match self {
            Self::Everything => Documents::all(all),
            Self::Odd => {
                let mut found = Documents::none(all);
                (0..all)
                    .filter(|document| segment.nature(*document) & nature::ODD != 0)
                    .for_each(|document| found.put(document));
                found
            }
            Self::Word(word) => Self::with(segment, segment.find(word))?,
            Self::Beginning(head) => Self::with(segment, segment.beginning(head))?,
            Self::Holding(part) => Self::with(segment, segment.holding(part))?,
            Self::Every(asks) => {
                let mut found = Documents::all(all);
                for ask in asks {
                    if found.is_empty() {
                        break;
                    }
                    found.keep(&ask.met(segment)?);
                }
                found
            }
            Self::Any(asks) => {
                let mut found = Documents::none(all);
                for ask in asks {
                    found.add(&ask.met(segment)?);
                }
                found
            }
        })
    }

    fn with(segment: &Segment, words: impl IntoIterator<Item = usize>) -> Option<Documents> {
        let mut found = Documents::none(segment.documents());
        for word in words {
            for (document, _) in segment.list(word)?.documents() {
                found.put(document as usize);
            }
        }
        Some(found)
    }
}

/// The letter that a class of characters stands for, if it is one in two cases.
fn one_letter(class: &Class, exact: bool) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let mut letters = class
        .ranges()
        .iter()
        .flat_map(|range| range.start()..=range.end());
    let few: Vec<char> = letters.by_ref().take(4).collect();
    if letters.next().is_some() {
        return None;
    }
    if exact {
        return few
            .first()
            .copied()
            .filter(|c| few.len() == 1 && c.is_ascii());
    }
    let folded = |c: &char| {
        let one = fold(c.encode_utf8(&mut [0; 4]), Case::Folded);
        let mut chars = one.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let first = folded(few.first()?)?;
    few.iter()
        .all(|c| folded(c) == Some(first))
        .then_some(first)
}
