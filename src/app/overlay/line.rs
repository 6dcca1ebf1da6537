//! A line that is asked for: a tag's new path, its description, the name of a query.
//!
//! Knows what is typed and what would come of it, said before it is done. What it is for is known to
//! whoever asked.

use super::field::Field;
use crate::app::key::{Code, Key, Named};

/// What the line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The path of a new tag.
    NewTag,
    /// Another path for the tag that has this one.
    Rename(String),
    /// What the tag of this path means.
    Describe(String),
    /// A form for the tag of this path.
    Form(String),
    /// Words that are to be a form of a tag.
    Words,
    /// The name of a query.
    Query(String),
}

/// The prompt.
#[derive(Debug, Clone)]
pub struct LinePrompt {
    /// What is asked.
    pub title: String,
    /// What is typed.
    pub field: Field,
    /// What it is for.
    pub purpose: Purpose,
    /// What would come of it.
    pub effect: String,
    /// Why it cannot be taken.
    pub error: Option<String>,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It goes on, and what is typed is as it was.
    Open,
    /// What is typed has changed.
    Changed,
    /// The reader left it.
    Left,
    /// The line is to be taken.
    Done,
}

impl LinePrompt {
    /// A prompt that begins with a text: for a new tag with the way to it, which what is typed goes
    /// on; else with what holds now, in the place of which it comes.
    pub fn new(title: impl Into<String>, text: &str, purpose: Purpose) -> Self {
        let field = match purpose {
            Purpose::NewTag => Field::of(text),
            _ => Field::holding(text),
        };
        Self {
            title: title.into(),
            field,
            purpose,
            effect: String::new(),
            error: None,
        }
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            Code::Named(Named::Esc) => Answer::Left,
            Code::Named(Named::Enter) => Answer::Done,
            _ if self.field.key(key) => {
                self.error = None;
                Answer::Changed
            }
            _ => Answer::Open,
        }
    }
}
