//! A list in the place of the text: annotations, links, hits, history and the like.
//!
//! Knows rows, the choice, the filter and the marked rows; all lists have the same keys. What the
//! rows of each kind are is in the files below, as functions of the state.

mod arrangement;
mod concordance;
mod differences;
mod dossier;
mod filter;
mod kind;
mod pairs;
mod rows;
mod tags;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::many;
use super::mentions::Touched;
use super::overlay::field::Field;
use super::state::Place;
use super::update::follow::Goal;
use crate::library::placing::Part;
use crate::library::{EntryId, RecordId};
use crate::search::MentionState;
use filter::Passing;

pub use arrangement::{Arranged, Arrangement};
pub use concordance::{Spoken, mentions as rows_of_mentions};
pub use differences::Apart;
pub use dossier::{Dossier, Strip, page as rows_of_page};
pub use kind::{Group, Kind, Order};
pub use pairs::{Pair, pairs as rows_of_pairs};
pub(in crate::app) use rows::{anchor_of, place};
pub use rows::{
    documents as rows_of_documents, hits as rows_of_hits, of_library as rows_of_library, rows,
    timeline as rows_of_timeline,
};
pub use tags::Branch;
pub(in crate::app) use tags::carried;

/// Rows up to which what is shown of them is worked out within a stroke.
const AT_ONCE: usize = 4_000;

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
    /// The rows, in the order in which they were made. Shared with work in the background.
    pub rows: Arc<Vec<Row>>,
    /// Indexes of the rows that the filter lets pass, and of headings among them, in the present order
    /// (see [`ListView::row`]).
    pub shown: Vec<usize>,
    /// The headings.
    heads: Vec<Row>,
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
    /// By what they stand together.
    pub group: Group,
    /// Whether what is shown is to be worked out anew in the background, and whether the choice stays
    /// then on what it is on.
    asked: Option<bool>,
    /// The number of the question what is to be shown, and whether the choice stays.
    asking: Option<(u64, bool)>,
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
            rows: Arc::default(),
            shown: Vec::new(),
            heads: Vec::new(),
            place: Place::default(),
            field: Field::default(),
            typing: false,
            marked: BTreeSet::new(),
            order: match kind {
                Kind::Timeline => Order::Date,
                _ => Order::Place,
            },
            group: Group::None,
            asked: None,
            asking: None,
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

    /// The row that an index of those shown stands for.
    pub fn row(&self, index: usize) -> Option<&Row> {
        match Arranged::head(index) {
            Some(head) => self.heads.get(head),
            None => self.rows.get(index),
        }
    }

    /// How many rows are shown, headings not counted.
    pub fn count(&self) -> usize {
        self.shown.len().saturating_sub(self.heads.len())
    }

    /// The rows, to be changed; what is shown of them is to be worked out again after that.
    pub(in crate::app) fn rows_mut(&mut self) -> &mut Vec<Row> {
        if self.asking.take().is_some() {
            self.asked = Some(true);
        }
        Arc::make_mut(&mut self.rows)
    }

    /// Takes all rows away.
    pub(in crate::app) fn clear(&mut self) {
        many::forget(std::mem::take(&mut self.rows));
        self.show(Arranged::default(), false);
    }

    /// Puts other rows in the place of the present ones; the choice stays on what it was on.
    pub fn fill(&mut self, rows: impl Into<Arc<Vec<Row>>>) {
        let chosen = self.chosen().map(|row| (row.token, row.goal.clone()));
        let former = std::mem::replace(&mut self.rows, rows.into());
        many::forget(former);
        if !self.passed.is_empty() {
            let passed = &self.passed;
            Arc::make_mut(&mut self.rows).retain(|row| !passed.contains(&row.token));
        }
        self.filter();
        let again = chosen.and_then(|(token, goal)| {
            self.shown.iter().position(|index| {
                let row = self.row(*index);
                row.is_some_and(|row| row.token == token && row.goal == goal)
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

    /// Works out what is shown anew; the choice stays on what it was on.
    pub fn arrange(&mut self) {
        if let Some(arranged) = Arrangement::of(self).among(&self.rows, &|| false) {
            self.show(arranged, true);
        }
    }

    /// Works out anew what is shown: at once where there are few rows, else in the background; `stays`
    /// says whether the choice stays on what it is on.
    pub(in crate::app) fn rearrange(&mut self, stays: bool) {
        if !stays {
            self.place = Place::default();
        }
        if self.rows.len() > AT_ONCE {
            self.asked = Some(stays);
        } else if stays {
            self.arrange();
        } else {
            self.filter();
        }
    }

    /// What is to be worked out in the background, if anything is: the question gets that number.
    pub(in crate::app) fn asks(&mut self, number: u64) -> Option<(Arc<Vec<Row>>, Arrangement)> {
        let stays = self.asked.take()?;
        self.asking = Some((number, stays));
        Some((Arc::clone(&self.rows), Arrangement::of(self)))
    }

    /// Takes in what is shown, if that answers the last question.
    pub(in crate::app) fn answer(&mut self, number: u64, arranged: &Arranged) -> bool {
        match self.asking {
            Some((asked, stays)) if asked == number => {
                self.show(arranged.clone(), stays);
                true
            }
            _ => false,
        }
    }

    fn show(&mut self, arranged: Arranged, stays: bool) {
        let chosen = self.chosen().filter(|_| stays);
        let chosen = chosen.map(|row| (row.token, row.goal.clone()));
        (self.shown, self.heads) = (arranged.shown, arranged.heads);
        (self.asked, self.asking) = (None, None);
        let same = |index: &usize| {
            let row = self.row(*index);
            row.map(|row| (row.token, row.goal.clone())) == chosen
        };
        let again = chosen
            .as_ref()
            .and_then(|_| self.shown.iter().position(same));
        let chosen = again.unwrap_or(self.place.chosen);
        self.place.chosen = chosen.min(self.shown.len().saturating_sub(1));
        let on_head = self.shown.get(self.place.chosen);
        if on_head.is_some_and(|index| Arranged::head(*index).is_some()) {
            self.place.chosen += 1;
        }
    }

    /// Lets the rows from `from` on be shown as far as the filter lets them pass.
    pub fn admit(&mut self, from: usize) {
        if self.group != Group::None {
            self.rearrange(true);
            return;
        }
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
        self.rows_mut().extend(rows);
        self.admit(from);
    }

    /// Works out anew what is shown; the choice stays at its place.
    pub fn filter(&mut self) {
        if let Some(arranged) = Arrangement::of(self).among(&self.rows, &|| false) {
            self.show(arranged, false);
        }
    }

    /// Rows that the field takes from the list while it is shown.
    pub fn field_rows(&self) -> usize {
        usize::from(self.typing || !self.field.is_empty())
    }

    /// The chosen row.
    pub fn chosen(&self) -> Option<&Row> {
        self.row(*self.shown.get(self.place.chosen)?)
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
