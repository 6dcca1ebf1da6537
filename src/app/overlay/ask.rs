//! Asking for one line: a label, a title, a date.
//!
//! Knows the field and what it is for. What follows from the answer is in `update`.

use super::field::Field;
use crate::app::key::{Code, Key, Named};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The label of the current block.
    Label,
    /// The title of the document.
    Title,
    /// The date of the document.
    Date,
    /// Where the document comes from.
    Origin,
    /// The character encoding of the document's file.
    Encoding,
    /// The id of the document.
    Id,
}

impl Asked {
    /// The heading of the prompt.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Label => "Label of this paragraph: ¶7, Article 9, fn 3",
            Self::Title => "Title of this document",
            Self::Date => "Date of this document: 2006-10-06, 2006-10, 2006",
            Self::Origin => "Where this document comes from",
            Self::Encoding => "Character encoding of this file: windows-1251, Shift_JIS …",
            Self::Id => "Id of this document, as addresses name it",
        }
    }
}

/// The prompt.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is asked for.
    pub asked: Asked,
    /// What is typed.
    pub field: Field,
    /// Why the answer cannot be used.
    pub error: Option<String>,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The prompt stays open.
    Open,
    /// The reader left it.
    Left,
    /// This is the answer.
    Done(String),
}

impl Ask {
    /// A prompt that begins with what holds now.
    pub fn new(asked: Asked, now: &str) -> Self {
        Self {
            asked,
            field: Field::holding(now),
            error: None,
        }
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            Code::Named(Named::Esc) => return Answer::Left,
            Code::Named(Named::Enter) => return Answer::Done(self.field.text().trim().to_owned()),
            _ => {
                if self.field.key(key) {
                    self.error = None;
                }
            }
        }
        Answer::Open
    }
}
