//! The query language: what a reader types to find passages.
//!
//! Knows the language and its errors, not documents. Summary, tightest binding first:
//!
//! | written | finds |
//! | --- | --- |
//! | `peace treaty` | the words in a row, whole; the small syntax of [`super::phrase`] works inside |
//! | `"a b"` | the same, and keeps words such as `OR` from being operators |
//! | `/expression/` | a regular expression over a block's text |
//! | `a NEAR/5 b` | from one to the other, at most five words apart, either order (`NEAR` is `NEAR/5`) |
//! | `a SENTENCE b`, `a PARAGRAPH b` | both in one sentence; in one block |
//! | `NOT a` | blocks without it |
//! | `a AND b`, `a NOT b` | both in one block; the first where the second is not |
//! | `a OR b` | either |
//! | `( … )` | groups |
//! | `tag: doc: date: kind: state: link:` | narrow the whole query (see [`Filter`]) |
//!
//! Operators are in capitals. `AND` and `NOT` look at one block at a time; each place where an
//! affirmed part stands is a hit.

mod filter;
mod pattern;
mod read;

use super::phrase::{Manner, Phrase};
use super::terms::{Term, Terms};
use super::words::{is_unspaced, is_word};
use crate::corpus::{DocumentId, Listings};

pub(crate) use filter::accepted;
pub use filter::{Dates, Filter, FilterKind};
pub(crate) use pattern::compile as compile_regex;

/// How a query is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// Nothing is folded: case, marks, quotes and dashes as they stand.
    pub exact: bool,
    /// The whole query is plain text, found also inside words.
    pub literal: bool,
    /// The whole query is a regular expression.
    pub regex: bool,
}

/// Why a query cannot be read: where, what is wrong, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at column {column} of the query: {message}")]
pub struct QueryError {
    /// The column in the query as typed, in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl QueryError {
    pub(crate) fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            column: at + 1,
            message: message.into(),
        }
    }
}

/// What must hold in a block. Numbers name terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// The term occurs.
    Term(usize),
    /// All hold.
    And(Vec<Node>),
    /// One holds.
    Or(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// Both, this near to one another.
    Near(Box<Node>, Box<Node>, Reach),
}

/// How near to one another two parts must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// At most so many words apart; one is side by side.
    Words(usize),
    /// In one sentence.
    Sentence,
    /// In one block.
    Block,
}

/// Which documents a query asks for by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Any.
    All,
    /// Those of these ids.
    These(Vec<DocumentId>),
    /// Those whose names are taken (see [`Query::takes_name`]).
    Some,
}

/// A query, read and ready.
#[derive(Debug, Clone)]
pub struct Query {
    source: String,
    pub(crate) node: Option<Node>,
    pub(crate) terms: Terms,
    pub(crate) filters: Vec<Filter>,
}

impl Query {
    /// Reads a query.
    pub fn read(source: &str, options: Options) -> Result<Self, QueryError> {
        let manner = Manner {
            exact: options.exact,
            case: false,
        };
        let (node, terms, filters) = if options.regex {
            let regex = pattern::compile(source, options.exact, false)
                .map_err(|error| QueryError::new(error.at, error.message))?;
            let term = Term::Regex {
                regex,
                exact: options.exact,
            };
            (Some(Node::Term(0)), vec![term], Vec::new())
        } else if options.literal {
            let phrase = Phrase::literal(source, manner)
                .map_err(|error| QueryError::new(error.at, error.message))?;
            (Some(Node::Term(0)), vec![Term::Phrase(phrase)], Vec::new())
        } else {
            read::read(source, options)?
        };
        let terms = Terms::new(terms)
            .ok_or_else(|| QueryError::new(0, "the query is too large; split it into several"))?;
        Ok(Self {
            source: source.to_owned(),
            node,
            terms,
            filters,
        })
    }

    /// Reads a query that is still being typed: a last word that no blank ends is the beginning of
    /// one, and a quotation or group still open is closed. Otherwise as [`Query::read`].
    pub fn unfinished(source: &str, options: Options) -> Result<Self, QueryError> {
        const OPERATORS: [&str; 6] = ["AND", "OR", "NOT", "NEAR", "SENTENCE", "PARAGRAPH"];
        let last = source.rsplit(char::is_whitespace).next().unwrap_or("");
        let open = last
            .chars()
            .next_back()
            .is_some_and(|c| is_word(c) && !is_unspaced(c));
        let fixed = options.literal
            || options.regex
            || OPERATORS.contains(&last)
            || last.starts_with("NEAR/")
            || FilterKind::NAMES.iter().any(|name| {
                last.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(':'))
            });
        if open && !fixed {
            for close in ["*", "*\"", "*)", "*}", "*]"] {
                if let Ok(mut query) = Self::read(&format!("{source}{close}"), options) {
                    source.clone_into(&mut query.source);
                    return Ok(query);
                }
            }
        }
        Self::read(source, options)
    }

    /// The query as typed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What narrows it.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// The same query, narrowed further. Filters of one kind are alternatives, those of different
    /// kinds must all hold.
    #[must_use]
    pub fn narrowed(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// The same query for a corpus of these documents, in which `doc:` with a whole id means that
    /// one document only.
    #[must_use]
    pub fn in_corpus(&self, listings: Listings<'_>) -> Self {
        let mut query = self.clone();
        for filter in &mut query.filters {
            *filter = filter.settled(listings);
        }
        query
    }

    /// Which documents it asks for by their names.
    pub(crate) fn asks_for(&self) -> Asked {
        let names = self.filters.iter().filter(|filter| {
            let kind = &filter.kind;
            matches!(kind, FilterKind::Document(_) | FilterKind::This(_))
        });
        let these: Option<Vec<DocumentId>> = names
            .map(|filter| match &filter.kind {
                FilterKind::This(id) if !filter.negated => Some(id.clone()),
                _ => None,
            })
            .collect();
        match these {
            Some(ids) if ids.is_empty() => Asked::All,
            Some(ids) => Asked::These(ids),
            None => Asked::Some,
        }
    }

    /// Whether nothing but the words of a document that is taken by its name says what is a hit.
    pub(crate) fn asks_for_words_only(&self) -> bool {
        let named =
            |kind: &FilterKind| matches!(kind, FilterKind::Document(_) | FilterKind::This(_));
        self.node.is_some() && self.filters.iter().all(|filter| named(&filter.kind))
    }

    /// Whether hits must overlap something marked.
    pub(crate) fn asks_for_marks(&self) -> bool {
        let mut filters = self.filters.iter();
        filters.any(|filter| filter.kind.is_of_marks() && !filter.negated)
    }

    /// Whether a document can hold a hit, as far as its name tells.
    pub(crate) fn takes_name(&self, id: &str, path: &str) -> bool {
        accepted(&self.filters, &|kind| {
            matches!(kind, FilterKind::Document(_) | FilterKind::This(_))
                .then(|| kind.takes_name(id, path))
        })
    }
}
