//! What lets rows of a list pass: every word that is typed, and for mentions their state.
//!
//! Knows one row at a time, and how many rows are looked at soon enough for somebody who types.

use super::{Kind, ListView, Row};
use crate::app::many;
use crate::search::MentionState;

/// What lets rows pass.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// The indexes of the rows that pass; `first` is the index of the first one.
    pub(super) fn among(&self, rows: &[Row], first: usize) -> Vec<usize> {
        many::each(rows, |from, rows| {
            let mut text = String::new();
            let mut passing = |row: &Row| self.lets(row, &mut text);
            let rows = rows.iter().zip(first + from..);
            rows.filter(|(row, _)| passing(row))
                .map(|(_, index)| index)
                .collect()
        })
    }

    /// Whether a row passes; `text` is room to write in.
    fn lets(&self, row: &Row, text: &mut String) -> bool {
        if self.only.is_some() && self.only != row.spoken().map(|it| it.state) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        text.clear();
        let pieces = row.body.filtered();
        for piece in [row.at.as_str()]
            .iter()
            .chain(&pieces)
            .chain([&row.right.as_str()])
        {
            text.push_str(piece);
            text.push(' ');
        }
        if text.is_ascii() {
            text.make_ascii_lowercase();
        } else {
            *text = text.to_lowercase();
        }
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}
