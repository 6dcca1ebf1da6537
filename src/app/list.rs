//! A list in the place of the text: annotations, links, hits, history and the like.
//!
//! Knows rows, the choice, the filter and the marked rows; all lists have the same keys. What the
//! rows of each kind are is in the files below, as functions of the state.

mod concordance;
mod differences;
mod dossier;
mod filter;
mod kind;
mod pairs;
mod rows;
mod tags;

use std::collections::BTreeSet;

use super::many;
use super::mentions::Touched;
use super::overlay::field::Field;
use super::state::Place;
use super::update::follow::Goal;
use crate::corpus::timeline as chronicle;
use crate::library::placing::Part;
use crate::library::{EntryId, RecordId};
use crate::search::MentionState;
use filter::Passing;

pub use concordance::{Spoken, mentions as rows_of_mentions};
pub use differences::Apart;
pub(in crate::app) use dossier::dossier;
pub use dossier::{Dossier, Strip};
pub use kind::{Kind, Order};
pub use pairs::{Pair, pairs as rows_of_pairs};
pub(in crate::app) use rows::{anchor_of, place};
pub use rows::{
    documents as rows_of_documents, hits as rows_of_hits, of_library as rows_of_library, rows,
    timeline as rows_of_timeline,
};
pub use tags::Branch;
pub(in crate::app) use tags::carried;

/// What a row stands for besides its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// Nothing else.
    None,
    /// A record of the library.
    Record(RecordId),
    /// One passage of a record.
    Passage(RecordId, Part),
    /// A point in the history; None for its beginning.
    Entry(Option<EntryId>),
    /// A mention, by its document's index and a number that stays the same while its words do.
    Mention(usize, u64),
    /// A form of a tag, by its place among them.
    Form(RecordId, usize),
    /// The mentions that wait for a decision.
    Waiting,
    /// How the mentions spread over the document of that index.
    Strip(usize),
    /// A suggested link, by its place among those found.
    Pair(usize),
    /// A paragraph on which people differ, by a number that stays the same while they do.
    Difference(u64),
}

/// The words of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// One line of text.
    Plain(String),
    /// A keyword in context, set so that the keywords stand one below the other.
    Kwic {
        /// What stands before it.
        before: String,
        /// The words.
        text: String,
        /// What stands after it.
        after: String,
    },
    /// A mention in context.
    Mention(Box<Spoken>),
    /// A link: how it is tied, and its other end.
    Link {
        /// The relation, read from the row's place.
        relation: String,
        /// The other end, as an address.
        to: String,
        /// The words of both ends, and the note.
        words: String,
    },
    /// A tag in the tree.
    Tag(Box<Branch>),
    /// A heading between rows.
    Heading(String),
    /// How mentions spread over a document.
    Strip(Box<Strip>),
    /// Two passages that may be tied.
    Pair(Box<Pair>),
    /// A paragraph that people tagged otherwise.
    Apart(Box<Apart>),
}

impl Body {
    /// A keyword with what stands before and after it, if this is one: before, words, after.
    pub fn in_context(&self) -> Option<(&str, &str, &str)> {
        match self {
            Self::Plain(_)
            | Self::Link { .. }
            | Self::Tag(_)
            | Self::Heading(_)
            | Self::Strip(_)
            | Self::Pair(_)
            | Self::Apart(_) => None,
            Self::Kwic {
                before,
                text,
                after,
            } => Some((before, text, after)),
            Self::Mention(it) => Some((&it.before, &it.text, &it.after)),
        }
    }

    /// The pieces of text by which the list is filtered.
    fn filtered(&self) -> [&str; 5] {
        match self {
            Self::Plain(text) | Self::Heading(text) => [text, "", "", "", ""],
            Self::Strip(it) => [&it.name, "", "", "", ""],
            Self::Pair(it) => [it.relation, &it.to, &it.words, "", ""],
            Self::Apart(it) => {
                let mut people = it.with.iter().chain(&it.without).map(String::as_str);
                let mut next = || people.next().unwrap_or("");
                [&it.tag, &it.words, next(), next(), next()]
            }
            Self::Kwic {
                before,
                text,
                after,
            } => [before, text, after, "", ""],
            Self::Tag(it) => [&it.path, &it.description, "", "", ""],
            Self::Mention(it) => [&it.before, &it.text, &it.after, it.state.name(), &it.form],
            Self::Link {
                relation,
                to,
                words,
            } => [relation, to, words, "", ""],
        }
    }
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// One sign that says what the row is: `●`, `✎`, `→`, `?`.
    pub sign: char,
    /// The place, as an address.
    pub at: String,
    /// The date, or whatever stands at the right.
    pub right: String,
    /// The words.
    pub body: Body,
    /// Where it leads.
    pub goal: Option<Goal>,
    /// What it stands for.
    pub token: Token,
    /// Whether it lies outside of what holds now: undone, orphaned.
    pub dim: bool,
    /// The words as they were, to be compared with those that stand there now.
    pub was: Option<String>,
}

/// A list and where the reader is in it.
#[derive(Debug, Clone)]
pub struct ListView {
    /// What it is of.
    pub kind: Kind,
    /// The rows, in the present order.
    pub rows: Vec<Row>,
    /// Indexes of the rows that the filter lets pass.
    pub shown: Vec<usize>,
    /// The choice among those shown.
    pub place: Place,
    /// What the list is filtered by, or searched for.
    pub field: Field,
    /// Whether the keys go to the field.
    pub typing: bool,
    /// Marked rows, by what they stand for.
    pub marked: BTreeSet<Token>,
    /// How the rows are ordered.
    pub order: Order,
    /// Work that is going on for the list, in words.
    pub working: Option<String>,
    /// Why what is typed cannot be used.
    pub error: Option<String>,
    /// The tag that the list is about.
    pub about: Option<RecordId>,
    /// Only mentions in this state are shown.
    pub only: Option<MentionState>,
    /// The heading, where it says more than the kind.
    pub title: Option<String>,
    /// The number of the question that its rows answer.
    pub number: u64,
    /// Where mentions may be other than they were found.
    pub stale: Touched,
    /// What the page of a tag is made from.
    pub dossier: Dossier,
    /// The list that it was opened from, to which closing it leads back.
    pub opened_from: Option<Kind>,
    /// Rows that the reader passed over, by what they stand for.
    pub passed: BTreeSet<Token>,
}

impl ListView {
    /// An empty list of a kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            rows: Vec::new(),
            shown: Vec::new(),
            place: Place::default(),
            field: Field::default(),
            typing: false,
            marked: BTreeSet::new(),
            order: match kind {
                Kind::Timeline => Order::Date,
                _ => Order::Place,
            },
            working: None,
            error: None,
            about: None,
            only: None,
            title: None,
            number: 0,
            stale: Touched::default(),
            dossier: Dossier::default(),
            opened_from: None,
            passed: BTreeSet::new(),
        }
    }

    /// Puts other rows in the place of the present ones; the choice stays on what it was on.
    pub fn fill(&mut self, rows: Vec<Row>) {
        let chosen = self.chosen().map(|row| (row.token, row.goal.clone()));
        self.rows = rows;
        self.rows.retain(|row| !self.passed.contains(&row.token));
        self.sort();
        self.filter();
        let again = chosen.and_then(|(token, goal)| {
            self.shown.iter().position(|index| {
                let row = &self.rows[*index];
                row.token == token && row.goal == goal
            })
        });
        if let Some(again) = again {
            self.place.chosen = again;
        }
        self.marked = self
            .rows
            .iter()
            .map(|row| row.token)
            .filter(|token| self.marked.contains(token))
            .collect();
    }

    /// Orders and filters the rows anew; the choice stays on what it was on.
    pub fn arrange(&mut self) {
        let chosen = self.chosen().map(|row| row.token);
        self.sort();
        self.filter();
        let again = chosen.and_then(|token| {
            self.shown
                .iter()
                .position(|index| self.rows.get(*index).is_some_and(|row| row.token == token))
        });
        if let Some(again) = again {
            self.place.chosen = again;
        }
    }

    /// Lets the rows from `from` on be shown as far as the filter lets them pass.
    pub fn admit(&mut self, from: usize) {
        let passing = Passing::of(self);
        let more = passing.among(self.rows.get(from..).unwrap_or_default(), from);
        self.shown.extend(more);
    }

    /// The undecided mentions that are shown.
    pub fn undecided(&self) -> Vec<&Row> {
        let shown = self.shown.iter().filter_map(|index| self.rows.get(*index));
        shown
            .filter(|row| {
                let state = row.spoken().map(|it| it.state);
                state == Some(MentionState::Undecided)
            })
            .collect()
    }

    /// How many of the mentions shown wait for a decision, or could be mentions.
    pub fn waiting(&self) -> usize {
        let shown = self.shown.iter().filter_map(|index| self.rows.get(*index));
        let waits = |row: &&Row| {
            let state = row.spoken().map(|it| it.state);
            matches!(
                state,
                Some(MentionState::Undecided | MentionState::Possible)
            )
        };
        shown.filter(waits).count()
    }

    /// Moves the choice to the next row that waits for a decision; to the next one where none does.
    pub fn go_on(&mut self) {
        let waits = |index: &usize| {
            let state = self.rows.get(*index).and_then(Row::spoken);
            state.is_some_and(|it| {
                matches!(it.state, MentionState::Undecided | MentionState::Possible)
            })
        };
        let from = self.place.chosen + 1;
        let rest = self.shown.get(from..).unwrap_or_default();
        let next = rest.iter().position(waits).map_or(from, |at| from + at);
        self.place.chosen = next.min(self.shown.len().saturating_sub(1));
    }

    /// Adds rows at the end.
    pub fn extend(&mut self, rows: Vec<Row>) {
        let from = self.rows.len();
        self.rows.extend(rows);
        self.shown.extend(from..self.rows.len());
    }

    /// Lets only those rows be shown that hold every word of the filter.
    pub fn filter(&mut self) {
        self.shown = Passing::of(self).among(&self.rows, 0);
        self.place.chosen = self.place.chosen.min(self.shown.len().saturating_sub(1));
    }

    /// Orders the rows as chosen; by place is the order in which they were made.
    pub fn sort(&mut self) {
        if self.kind == Kind::Dossier {
            return;
        }
        if self.kind == Kind::Mentions {
            concordance::sort(&mut self.rows, self.order);
            return;
        }
        let key = |row: &Row, order: Order| match (&row.body, order) {
            (Body::Kwic { before, .. }, Order::Left) => before
                .split_whitespace()
                .rev()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase(),
            (Body::Kwic { text, after, .. }, Order::Right) => {
                format!("{text} {after}").to_lowercase()
            }
            (Body::Plain(text), Order::Left | Order::Right) => text.to_lowercase(),
            (Body::Link { relation, to, .. }, Order::Left | Order::Right) => {
                format!("{relation} {to}")
            }
            (_, Order::Date) => row.right.clone(),
            (Body::Pair(it), Order::Left | Order::Right) => format!("{} {}", it.relation, it.to),
            (Body::Apart(it), Order::Left | Order::Right) => it.tag.clone(),
            (
                Body::Mention(_)
                | Body::Apart(_)
                | Body::Tag(_)
                | Body::Heading(_)
                | Body::Strip(_)
                | Body::Pair(_),
                _,
            )
            | (_, Order::Place | Order::Form) => String::new(),
        };
        let order = self.order;
        if self.kind == Kind::Timeline && order == Order::Date {
            let keys = many::each(&self.rows, |_, rows| {
                rows.iter().map(|row| chronicle::key(&row.right)).collect()
            });
            concordance::put_in_order(&mut self.rows, &keys, |_| 0);
        } else if order != Order::Place {
            let keys = many::each(&self.rows, |_, rows| {
                rows.iter().map(|row| key(row, order)).collect()
            });
            concordance::put_in_order(&mut self.rows, &keys, |key| concordance::first(key));
        }
    }

    /// Rows that the field takes from the list while it is shown.
    pub fn field_rows(&self) -> usize {
        usize::from(self.typing || !self.field.is_empty())
    }

    /// The chosen row.
    pub fn chosen(&self) -> Option<&Row> {
        self.rows.get(*self.shown.get(self.place.chosen)?)
    }

    /// The records that an act is for: those of the marked rows, else that of the chosen one.
    pub fn records(&self) -> Vec<RecordId> {
        let record = |token: &Token| match token {
            Token::Record(id) => Some(*id),
            Token::None
            | Token::Entry(_)
            | Token::Passage(..)
            | Token::Mention(..)
            | Token::Form(..)
            | Token::Waiting
            | Token::Strip(_)
            | Token::Pair(_)
            | Token::Difference(_) => None,
        };
        if self.marked.is_empty() {
            return self
                .chosen()
                .and_then(|row| record(&row.token))
                .into_iter()
                .collect();
        }
        // What the filter hides is not acted upon.
        let shown = self.shown.iter().filter_map(|index| self.rows.get(*index));
        shown
            .map(|row| &row.token)
            .filter(|token| self.marked.contains(token))
            .filter_map(record)
            .collect()
    }
}
