//! Corrections of structure, from the library's terms to the corpus's.
//!
//! Knows how the anchor of a correction names a block of the document as it is read now. What a
//! correction then does to the document is the corpus's part.

use crate::corpus::Document;
use crate::corpus::correction::{self, BlockPlace};
use crate::passage::Anchor;

use super::record::Fix;

impl Fix {
    /// The correction as the corpus applies it to `document`; None for one that is not about
    /// structure (the encoding, which is settled before a document is read).
    pub fn in_corpus(&self, document: &Document) -> Option<correction::Fix> {
        let at = |anchor: &Anchor| place(anchor, document);
        Some(match self {
            Self::Kind {
                at: anchor,
                kind,
                level,
            } => correction::Fix::Kind {
                at: at(anchor),
                kind: *kind,
                level: *level,
            },
            Self::Label { at: anchor, label } => correction::Fix::Label {
                at: at(anchor),
                label: label.clone(),
            },
            Self::Folded { at: anchor, folded } => correction::Fix::Folded {
                at: at(anchor),
                folded: *folded,
            },
            Self::Join { at: anchor } => correction::Fix::Join { at: at(anchor) },
            Self::Split { at: anchor } => correction::Fix::Split { at: at(anchor) },
            Self::Title { title } => correction::Fix::Title(title.clone()),
            Self::Date { date } => correction::Fix::Date(date.clone()),
            Self::Origin { origin } => correction::Fix::Origin(origin.clone()),
            Self::Id { id } => correction::Fix::Id(id.clone()),
            Self::Encoding { .. } => return None,
        })
    }
}

/// The block an anchor stands in, by name where its text is unchanged, and by its words.
fn place(anchor: &Anchor, document: &Document) -> BlockPlace {
    let id = anchor
        .exact_in(document)
        .and_then(|range| document.block_at(range.start))
        .and_then(|index| document.blocks.get(index))
        .map(|block| block.id.clone());
    BlockPlace {
        id,
        words: anchor.quote.exact.clone(),
    }
}
