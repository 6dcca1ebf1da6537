//! Where a kept passage stands in the corpus as it is now, as exports tell it.
//!
//! Knows the states and their names. How passages are found again is the library's part.

use std::ops::Range;

use crate::corpus::DocumentId;
use crate::library::Target;
use crate::library::whereabouts::Whereabouts;
use crate::passage::place::{PlacedState, Why};

/// Where a kept passage stands in the corpus as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The document, by its present name; as the record calls it where it is not there.
    pub document: DocumentId,
    /// How it was carried over from the text it was made in.
    pub state: PlacedState,
    /// Its bytes in the present text; None for an orphan.
    pub range: Option<Range<usize>>,
    /// The share of it that was found again, 0 to 1.
    pub score: f32,
    /// The reason, where the text has changed.
    pub why: Option<Why>,
}

impl From<Whereabouts> for Standing {
    /// What is only suggested for an orphan is left out.
    fn from(found: Whereabouts) -> Self {
        let Whereabouts {
            document,
            placed,
            range,
            ..
        } = found;
        Self {
            document,
            state: placed.state,
            range: range.filter(|_| placed.state != PlacedState::Orphaned),
            score: placed.score,
            why: (placed.state != PlacedState::Exact).then_some(placed.why),
        }
    }
}

impl Standing {
    /// The name of the state in JSON and on the command line.
    pub fn name(&self) -> &'static str {
        match self.state {
            PlacedState::Exact => "exact",
            PlacedState::Moved => "moved",
            PlacedState::Uncertain => "uncertain",
            PlacedState::Orphaned => "orphaned",
        }
    }
}

/// Tells where kept passages stand.
pub type Placing<'a> = &'a dyn Fn(&Target) -> Standing;
