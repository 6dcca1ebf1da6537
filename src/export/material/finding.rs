//! What a search found, as passages: those that touch it, and its bare words.
//!
//! Knows where something was found. Does not search.

use std::ops::Range;

use super::place::Places;
use super::standing::Standing;
use super::{Material, Passage, Sheet};
use crate::corpus::{Corpus, DocumentId};
use crate::library::Target;
use crate::passage::place::PlacedState;

/// Where something was found, document after document in the order of the corpus.
pub type Findings = Vec<(DocumentId, Vec<Range<usize>>)>;

impl Material {
    /// Only what was found in a search, by document in the order of the corpus: passages that touch it,
    /// with what is attached to them, and where there is none the words that were found.
    #[must_use]
    pub fn found(mut self, corpus: &Corpus, found: &Findings) -> Self {
        // Stretches of a text stand where they are.
        let placing = |target: &Target| Standing {
            document: target.anchor().document.clone(),
            state: PlacedState::Orphaned,
            range: None,
            score: 0.0,
            why: None,
        };
        let mut places = Places::new(corpus, &placing);
        let mut sheets = Vec::new();
        for (id, hits) in found {
            let at = self.sheets.iter().position(|sheet| sheet.id == *id);
            let mut passages =
                at.map_or_else(Vec::new, |at| std::mem::take(&mut self.sheets[at].passages));
            let range = |passage: &Passage| passage.place.standing.range.clone();
            passages
                .retain(|it| range(it).is_some_and(|it| hits.iter().any(|hit| touch(&it, hit))));
            let marked: Vec<Range<usize>> = passages.iter().filter_map(range).collect();
            let bare = hits
                .iter()
                .filter(|hit| !marked.iter().any(|it| touch(it, hit)));
            passages.extend(bare.map(|hit| Passage {
                place: places.here(id, hit.clone()),
                notes: Vec::new(),
                ties: Vec::new(),
            }));
            passages.sort_by_key(|it| range(it).map(|it| (it.start, it.end)));
            sheets.push(Sheet {
                document: corpus.get(id),
                id: id.clone(),
                passages,
            });
        }
        sheets.retain(|sheet| !sheet.passages.is_empty());
        self.sheets = sheets;
        self
    }

    /// Only passages that touch what was found in a search.
    #[must_use]
    pub fn touching(mut self, found: &Findings) -> Self {
        for sheet in &mut self.sheets {
            let hits = found.iter().find(|(id, _)| *id == sheet.id);
            let hits = hits.map_or(&[][..], |(_, hits)| hits.as_slice());
            sheet.passages.retain(|it| {
                let range = it.place.standing.range.as_ref();
                range.is_some_and(|range| hits.iter().any(|hit| touch(range, hit)))
            });
        }
        self.sheets.retain(|sheet| !sheet.passages.is_empty());
        self
    }
}

/// Whether two stretches share a character.
fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
