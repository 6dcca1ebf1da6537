//! Search: where words, wordings and quotations stand in the corpus.
//!
//! Knows how text is compared ([`fold`]), the query language ([`query`]) and what a hit is. Takes
//! documents and what was marked in them as values; knows no screen and no database.
//! Everything works within blocks: a phrase may run over a line end, never from one paragraph
//! into the next.

pub mod across;
pub mod agreement;
pub mod concordance;
pub mod find;
pub mod fold;
pub mod index;
pub mod mentions;
pub mod phrase;
pub mod query;
pub mod quotation;
#[cfg(test)]
pub(crate) mod sample;
pub mod scope;
pub mod suggest;
pub mod tables;
mod terms;
pub mod words;

pub use across::{FoldCache, Marks, Outcome, across, count, first};
pub use find::{Context, Hit, find, find_in};
pub use fold::{Case, Folded};
pub use index::Index;
pub use mentions::{
    Decided, Dossiers, FormError, Mention, MentionState, mentions, mentions_across,
};
pub use phrase::PhraseError;
pub use query::{Options, Query, QueryError};
pub use quotation::{Quotation, quotations};
pub use scope::{Mark, MarkState};
