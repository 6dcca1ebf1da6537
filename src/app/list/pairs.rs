//! The rows of suggested links: two passages that may belong together, and why.
//!
//! Knows how a suggestion is said in one row. Why two passages belong together is `search`'s part.

use super::{Body, Row, Token, place};
use crate::app::update::follow::Goal;
use crate::corpus::{Corpus, Document};
use crate::search::Hit;
use crate::search::suggest::{Reason, Suggestion};

/// Two passages that may be tied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The relation, read from the row's passage to the other.
    pub relation: &'static str,
    /// The other passage, as an address.
    pub to: String,
    /// Its words.
    pub words: String,
    /// Where it stands.
    pub other: Goal,
}

/// The rows of suggestions.
pub fn pairs(corpus: &Corpus, found: &[Suggestion]) -> Vec<Row> {
    let row = |(index, it): (usize, &Suggestion)| {
        let (from, from_index) = at(corpus, &it.from)?;
        let (to, to_index) = at(corpus, &it.to)?;
        let words = to.slice(&it.to.range).to_owned();
        let (sign, why) = match &it.reason {
            Reason::Quotation { words, changed, .. } => {
                ('“', format!("{words} words, {changed} changed"))
            }
            Reason::Reference => ('→', "by its id".to_owned()),
            Reason::Mention { shared, .. } => {
                let shared: Vec<&str> = shared.iter().take(2).map(String::as_str).collect();
                ('≈', format!("shared: {}", shared.join(", ")))
            }
        };
        Some(Row {
            sign,
            at: address(&from, &it.from),
            right: why,
            goal: Some(Goal::Passage(from_index, it.from.range.clone())),
            token: Token::Pair(index),
            dim: false,
            was: matches!(it.reason, Reason::Quotation { .. }).then(|| words.clone()),
            body: Body::Pair(Box::new(Pair {
                relation: it.relation,
                to: address(&to, &it.to),
                other: Goal::Passage(to_index, it.to.range.clone()),
                words,
            })),
        })
    };
    found.iter().enumerate().filter_map(row).collect()
}

fn at(corpus: &Corpus, hit: &Hit) -> Option<(std::sync::Arc<Document>, usize)> {
    let index = corpus.index_of(&hit.document)?;
    Some((corpus.document(index)?, index))
}

fn address(document: &Document, hit: &Hit) -> String {
    let block = document.blocks.get((hit.block as usize).wrapping_sub(1));
    place(&document.id, hit.block, block.and_then(|it| it.label()))
}
