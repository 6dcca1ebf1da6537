//! What a document must hold for a query to be answered in it, in words of the index.
//!
//! Knows how phrases and operators become such a demand (expressions are told in `expression`). It never leaves out a document
//! that has a hit; it may let pass one that has none, which looking at the document shows.

use super::documents::Documents;
use super::expression::{Like, asks};
use super::segment::{Segment, nature};
use super::words::words;
use crate::search::fold::{Case, fold};
use crate::search::phrase::{Phrase, Piece};
use crate::search::query::Node;
use crate::search::terms::Term;

/// Where an expression finds something in more words of a segment, looking at its documents is as soon
/// done as reading the lists of the words.
pub(super) const MANY: usize = 1 << 16;

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
    /// A word in which this expression finds something.
    Like(Like),
    /// Letters that are not folded one by one.
    Odd,
    /// Letters by the rules of expressions that are of no word.
    Strange,
    /// Anything but ASCII.
    Mixed,
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
                let parsed = regex_syntax::parse(regex.as_str());
                let ask = parsed.map_or(Self::Everything, |hir| asks(&hir, *exact));
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

    /// The documents of a segment that hold what is asked for; None where something in the segment is
    /// damaged.
    pub(super) fn met(&self, segment: &Segment) -> Option<Documents> {
        let all = segment.documents();
        Some(match self {
            Self::Everything => Documents::all(all),
            Self::Odd => Self::natured(segment, |it| it & nature::ODD != 0),
            Self::Strange => Self::natured(segment, |it| it & nature::STRANGE != 0),
            Self::Mixed => Self::natured(segment, |it| it & nature::PLAIN == 0),
            Self::Word(word) => Self::with(segment, &segment.find(word)?)?,
            Self::Beginning(head) => Self::with(segment, &segment.beginning(head, |_| true)?)?,
            Self::Holding(part) => Self::with(segment, &segment.holding(part)?)?,
            Self::Like(like) => {
                let words = segment.like(&like.0, MANY + 1)?;
                if words.len() > MANY {
                    return Some(Documents::all(all));
                }
                let words: Vec<u32> = words.into_iter().map(|(word, _)| word).collect();
                Self::with(segment, &words)?
            }
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

    fn natured(segment: &Segment, takes: impl Fn(u8) -> bool) -> Documents {
        let mut found = Documents::none(segment.documents());
        let all = 0..segment.documents();
        all.filter(|document| takes(segment.nature(*document)))
            .for_each(|document| found.put(document));
        found
    }

    /// The documents in which some of these words stand.
    fn with(segment: &Segment, words: &[u32]) -> Option<Documents> {
        let mut found = Documents::none(segment.documents());
        segment.lists(words, |_, list| {
            for (document, _) in list.documents() {
                found.put(document as usize);
            }
        })?;
        Some(found)
    }
}
