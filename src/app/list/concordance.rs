//! The rows of a concordance, and their orders.
//!
//! Knows how a mention is said in one row and which words of its context it is sorted by. The rows
//! are made where mentions are found, in the background; so are the words to sort by.

use std::sync::Arc;

use super::{Body, Order, Row, Token, place};
use crate::app::mentions::sign;
use crate::app::update::follow::Goal;
use crate::corpus::Document;
use crate::search::concordance::{Row as Line, in_order, nearest_first};
use crate::search::{Mention, MentionState};

/// A mention in a row: its words in context, what is decided on it, and what it is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// What stands before it.
    pub before: String,
    /// The words.
    pub text: String,
    /// What stands after it.
    pub after: String,
    /// What is decided on it.
    pub state: MentionState,
    /// The form that stands there.
    pub form: Arc<str>,
    /// The words before it, folded, the nearest first.
    left: String,
    /// The words after it, folded.
    right: String,
}

/// The rows of the mentions in one document.
pub fn mentions(index: usize, document: &Document, found: &[Mention]) -> Vec<Row> {
    found
        .iter()
        .map(|mention| {
            let line = Line::of(mention.hit.clone(), document, index, mention.form.clone());
            let date = line.date.as_ref();
            let date = date.map_or_else(String::new, |it| it.iso.chars().take(10).collect());
            Row {
                sign: sign(mention.state),
                at: place(&document.id, mention.hit.block, line.label.as_deref()),
                right: date,
                goal: Some(Goal::Passage(index, mention.hit.range.clone())),
                token: Token::Mention(index, number(&mention.id)),
                dim: mention.state == MentionState::Rejected,
                was: None,
                body: Body::Mention(Box::new(Spoken {
                    left: nearest_first(&line.before),
                    right: in_order(&line.after),
                    before: line.before,
                    text: line.text,
                    after: line.after,
                    state: mention.state,
                    form: line.form,
                })),
            }
        })
        .collect()
}

/// A mention's name as a number: ten hexadecimal digits, and which of several alike it is.
fn number(id: &str) -> u64 {
    let (digits, same) = id.split_once('-').unwrap_or((id, "0"));
    let digits = u64::from_str_radix(digits, 16).unwrap_or(0);
    let same = same.parse::<u64>().unwrap_or(0);
    digits | (same << 40)
}

impl Row {
    /// The mention that the row is of.
    pub fn spoken(&self) -> Option<&Spoken> {
        match &self.body {
            Body::Mention(spoken) => Some(spoken),
            _ => None,
        }
    }

    /// The index of the document that it leads to.
    pub(in crate::app) fn document(&self) -> Option<usize> {
        match &self.goal {
            Some(Goal::Passage(index, _)) => Some(*index),
            _ => None,
        }
    }
}

/// What a row is sorted by.
pub(super) fn key(row: &Row, order: Order) -> &str {
    match (&row.body, order) {
        (Body::Mention(it), Order::Left) => &it.left,
        (Body::Mention(it), Order::Right) => &it.right,
        (Body::Mention(it), Order::Form) => &it.form,
        // Undated rows come last: no date begins with this.
        (_, Order::Date) if row.right.is_empty() => "\u{10ffff}",
        (_, Order::Date) => &row.right,
        _ => "",
    }
}

/// The first bytes of a key as a number that is ordered as they are.
pub(super) fn first(key: &str) -> u64 {
    let mut first = [0; 8];
    for (place, byte) in first.iter_mut().zip(key.bytes()) {
        *place = byte;
    }
    u64::from_be_bytes(first)
}
