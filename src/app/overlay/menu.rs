//! A menu: one of several things is to be chosen.
//!
//! Knows rows and the choice. What a row stands for is known to whoever asked.

use super::super::key::{Code, Key, Named};
use super::super::state::Place;
use super::super::update::follow::Goal;
use crate::corpus::BlockKind;
use crate::library::{Act, RecordId};
use crate::search::Mention;

/// What follows from a choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Go there.
    Follow(Goal),
    /// Remove this annotation or link.
    Remove(RecordId),
    /// Remove all of these.
    RemoveAll(Vec<RecordId>),
    /// The current block is of this kind and level.
    Kind(BlockKind, u8),
    /// Take this correction back.
    Uncorrect(RecordId),
    /// Search the corpus for this.
    Search(String),
    /// Show the concordance of this tag.
    Mentions(RecordId),
    /// Confirm every undecided mention that is shown.
    ConfirmShown,
    /// Say what merging the tag of the first path into that of the second would do, and ask.
    Merge(String, String),
    /// Do this, said before.
    Perform(Box<Act>),
    /// Give a tag, by its path, this wording as a form.
    Form(String, String),
    /// Do nothing.
    Nothing,
    /// Say of a mention of the open document that it is one (or, false, that it is none).
    Decide(Box<Mention>, bool),
    /// Edit the note of this annotation; in the reader's own editor, if so.
    EditNote(RecordId, bool),
    /// Write a new note on the current passage; in the reader's own editor, if so.
    NewNote(bool),
    /// Take the quick tag off this digit.
    FreeDigit(char),
    /// Draw in this theme; seen as soon as the choice stands on it.
    Theme(String),
}

/// The menu.
#[derive(Debug, Clone)]
pub struct Menu {
    /// What is asked.
    pub title: String,
    /// The rows: what each says, and what follows from it.
    pub rows: Vec<(String, Choice)>,
    /// The choice.
    pub place: Place,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The menu stays open.
    Open,
    /// The reader left it.
    Left,
    /// A row was chosen.
    Done(Choice),
}

impl Menu {
    /// A menu of rows.
    pub fn new(title: impl Into<String>, rows: Vec<(String, Choice)>) -> Self {
        Self {
            title: title.into(),
            rows,
            place: Place::default(),
        }
    }

    /// Takes a stroke: arrows or `j` and `k` move, a digit chooses its row.
    pub fn key(&mut self, key: Key) -> Answer {
        let len = self.rows.len();
        match key.code {
            Code::Named(Named::Esc) | Code::Char('q') => return Answer::Left,
            Code::Named(Named::Down) | Code::Char('j') => self.place.shift(1, len, len),
            Code::Named(Named::Up) | Code::Char('k') => self.place.shift(-1, len, len),
            Code::Named(Named::Enter) => return self.choose(self.place.chosen),
            Code::Char(c) => {
                if let Some(digit) = c.to_digit(10).filter(|digit| *digit > 0) {
                    return self.choose(digit as usize - 1);
                }
            }
            _ => {}
        }
        Answer::Open
    }

    fn choose(&self, row: usize) -> Answer {
        self.rows
            .get(row)
            .map_or(Answer::Open, |(_, choice)| Answer::Done(choice.clone()))
    }
}
