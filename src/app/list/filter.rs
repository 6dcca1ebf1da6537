//! What lets rows of a list pass: every word that is typed, and for mentions their state.
//!
//! Knows one row at a time.

use super::{Kind, ListView, Row};
use crate::search::MentionState;

/// What lets rows pass.
pub(super) struct Passing {
    /// Every one of these stands in the row, in lower case.
    words: Vec<String>,
    /// Only mentions in this state.
    only: Option<MentionState>,
}

impl Passing {
    pub(super) fn of(view: &ListView) -> Self {
        // What is typed for a search is asked of the corpus, not of the rows.
        let typed = match view.kind {
            Kind::Search => "",
            _ => view.field.text(),
        };
        let typed = typed.to_lowercase();
        Self {
            words: typed.split_whitespace().map(str::to_owned).collect(),
            only: view.only,
        }
    }

    pub(super) fn lets(&self, row: &Row) -> bool {
        if self.only.is_some() && self.only != row.spoken().map(|it| it.state) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let text = format!("{} {} {}", row.at, row.body.filtered(), row.right).to_lowercase();
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}
