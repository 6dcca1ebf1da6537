//! The rows of the tree of tags.
//!
//! Knows how a tag is said in one row, and that a path between tags has a row too. The counts of
//! mentions are worked out in the background; until then a row says only how many passages carry the
//! tag.

use std::collections::BTreeSet;

use super::{Body, Row, Token};
use crate::app::mentions::Tally;
use crate::app::state::State;
use crate::library::tag::is_within;
use crate::search::MentionState;

/// A tag in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// How many names stand before its own.
    pub depth: usize,
    /// The last name of its path.
    pub name: String,
    /// Its path.
    pub path: String,
    /// What it means, on one line.
    pub description: String,
    /// Its own colour, by name.
    pub colour: Option<String>,
    /// Whether there is such a tag, not only tags below it.
    pub is_tag: bool,
}

/// The rows of the tree, by path.
pub(super) fn tags(state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut above: BTreeSet<String> = BTreeSet::new();
    for tag in state.library.tags() {
        let names: Vec<&str> = tag.path.split('/').collect();
        for depth in 1..names.len() {
            let path = names.get(..depth).unwrap_or_default().join("/");
            if above.insert(path.clone()) && state.library.tag_at(&path).is_none() {
                rows.push(branch(state, &path, None));
            }
        }
        above.insert(tag.path.clone());
        rows.push(branch(state, &tag.path, Some(tag)));
    }
    rows
}

fn branch(state: &State, path: &str, tag: Option<&crate::library::Tag>) -> Row {
    let (depth, name) = match path.rsplit_once('/') {
        Some((before, name)) => (before.split('/').count(), name),
        None => (0, path),
    };
    let description = tag.map_or("", |tag| tag.description.as_str());
    let words: Vec<&str> = description.split_whitespace().collect();
    Row {
        sign: if tag.is_some() { '●' } else { ' ' },
        at: String::new(),
        right: tag.map_or_else(String::new, |tag| {
            let tally = state.tallies.total(tag.id);
            counts(state.library.tagged_count(tag.id), tag.forms.len(), tally)
        }),
        body: Body::Tag(Box::new(Branch {
            depth,
            name: name.to_owned(),
            path: path.to_owned(),
            description: words.join(" "),
            colour: tag.and_then(|tag| tag.colour.clone()),
            is_tag: tag.is_some(),
        })),
        goal: None,
        token: tag.map_or(Token::None, |tag| Token::Record(tag.id)),
        dim: tag.is_none(),
        was: None,
    }
}

/// How often a tag is used, in columns: passages, undecided mentions, forms.
fn counts(passages: usize, forms: usize, tally: Tally) -> String {
    let number = |count: usize| match count {
        0 => "·".to_owned(),
        some => some.to_string(),
    };
    let undecided = tally.of(MentionState::Undecided);
    format!(
        "{:>6} ●{:>7} ?{:>4} {:<5}",
        number(passages),
        number(undecided),
        number(forms),
        if forms == 1 { "form" } else { "forms" }
    )
}

/// How many passages carry a tag or one below it.
pub(in crate::app) fn carried(state: &State, path: &str) -> usize {
    let tags = state.library.tags();
    tags.filter(|tag| is_within(&tag.path, path))
        .map(|tag| state.library.tagged_count(tag.id))
        .sum()
}
