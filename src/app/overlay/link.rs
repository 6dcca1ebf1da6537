//! Tying a link: the relation and, if wanted, a note.
//!
//! Knows the relations that are offered, and that any other may be typed. Does not know the
//! passages but for their words.

use super::field::Field;
use super::picker::{Candidate, Picker};
use crate::app::key::{Code, Key, Named};
use crate::library::relation;
use crate::passage::Span;

/// What stands before the word by which a relation is read from its other end.
const BOTH_WAYS: &str = "↔ ";

/// A passage that a link is tied at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkStart {
    /// The passage.
    pub span: Span,
    /// Its address, without its words.
    pub address: String,
    /// Its words.
    pub words: String,
}

/// The prompt.
#[derive(Debug, Clone)]
pub struct LinkPrompt {
    /// Where the link begins.
    pub from: LinkStart,
    /// Where it ends.
    pub to: LinkStart,
    /// The relation being chosen or typed.
    pub relation: Picker,
    /// The note being typed.
    pub note: Field,
    /// Whether the keys go to the note.
    pub in_note: bool,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The prompt goes on.
    Open,
    /// The reader left it; the start of the link is kept.
    Left,
    /// The link is to be made: its relation as typed or chosen, and its note.
    Done(String, String),
}

impl LinkPrompt {
    /// A prompt for a link between two passages; relations that the library uses besides the
    /// common ones come after these.
    pub fn new(from: LinkStart, to: LinkStart, own: &[String]) -> Self {
        let common = relation::COMMON
            .iter()
            .map(|it| (it.forward.to_owned(), it.inverse.to_owned()));
        let own = own.iter().map(|it| (it.clone(), relation::inverse(it)));
        let candidates = common
            .chain(own)
            .enumerate()
            .map(|(index, (label, inverse))| Candidate {
                detail: if inverse == label {
                    String::new()
                } else {
                    format!("{BOTH_WAYS}{inverse}")
                },
                label,
                index,
            })
            .collect();
        Self {
            from,
            to,
            relation: Picker::new(candidates),
            note: Field::default(),
            in_note: false,
        }
    }

    /// The relation as it stands: the row that was chosen with the arrows; else the common relation
    /// that begins as typed, from whichever end it is typed; else what is typed, as it is.
    pub fn chosen(&self) -> String {
        let typed = self.relation.field.text().trim();
        let row = self.relation.chosen();
        if typed.is_empty() || self.relation.place.chosen > 0 {
            return row.map_or_else(|| typed.to_owned(), |row| row.label.clone());
        }
        let wanted = typed.to_lowercase();
        let begins = |text: &str| text.to_lowercase().starts_with(&wanted);
        for row in self.relation.fitting() {
            if begins(&row.label) {
                return row.label.clone();
            }
            let inverse = row.detail.trim_start_matches(BOTH_WAYS);
            if begins(inverse) {
                return inverse.to_owned();
            }
        }
        typed.to_owned()
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            Code::Named(Named::Esc) => return Answer::Left,
            Code::Named(Named::Enter) => {
                return Answer::Done(self.chosen(), self.note.text().trim().to_owned());
            }
            Code::Named(Named::Tab) => self.in_note = !self.in_note,
            _ if self.in_note => {
                self.note.key(key);
            }
            _ => self.relation.key(key),
        }
        Answer::Open
    }

    /// Takes text pasted as a whole.
    pub fn paste(&mut self, text: &str) {
        if self.in_note {
            self.note.paste(text);
        } else {
            self.relation.paste(text);
        }
    }
}
