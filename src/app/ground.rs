//! The corpus, the library and where its passages stand: all that lists of the whole library are made
//! from.
//!
//! Knows where a record stands and how that is written. Costs little to make and holds nothing of the
//! screen, so that work that grows with the library can be done in the background.

use std::sync::Arc;

use super::marks::Standings;
use super::state::State;
use super::update::follow::Goal;
use crate::corpus::Corpus;
use crate::library::placing::Part;
use crate::library::{End, Library, RecordId};
use crate::passage::{Anchor, address};
use crate::search;

/// The corpus, the library and where its passages stand.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The documents.
    pub corpus: Arc<Corpus>,
    /// What the reader made of them.
    pub library: Library,
    standings: Standings,
}

impl State {
    /// What lists of the whole library are made from.
    pub fn ground(&self) -> Ground {
        Ground {
            corpus: Arc::clone(&self.corpus),
            library: self.library.clone(),
            standings: self.standings.clone(),
        }
    }

    /// Where a record's passage stands in the corpus now.
    pub fn place_of(&self, record: RecordId, part: Part, anchor: &Anchor) -> Goal {
        place_of(&self.corpus, &self.standings, (record, part), anchor)
    }

    /// Where a record's passage stands now, as an address without its words; its document's id
    /// where it is not found.
    pub fn goal_of(&self, record: RecordId, part: Part, anchor: &Anchor) -> String {
        written(&self.corpus, &self.place_of(record, part, anchor), anchor)
    }
}

impl Ground {
    /// Where a record's passage stands in the corpus now, and that as an address without its words; its
    /// document's id where it is not found.
    pub fn told(&self, record: RecordId, part: Part, anchor: &Anchor) -> (Goal, String) {
        let goal = self.place_of(record, part, anchor);
        let place = written(&self.corpus, &goal, anchor);
        (goal, place)
    }

    /// Where its passages stand that were made in other versions of their texts.
    pub fn standings(&self) -> &Standings {
        &self.standings
    }

    /// Where a record's passage stands in the corpus now.
    pub fn place_of(&self, record: RecordId, part: Part, anchor: &Anchor) -> Goal {
        place_of(&self.corpus, &self.standings, (record, part), anchor)
    }

    /// Where a record's passage stands now, as an address without its words; its document's id
    /// where it is not found.
    pub fn goal_of(&self, record: RecordId, part: Part, anchor: &Anchor) -> String {
        written(&self.corpus, &self.place_of(record, part, anchor), anchor)
    }

    /// What is marked in the documents, as search narrows by it.
    pub fn search_marks(&self) -> search::Marks {
        let mut marks = search::Marks::new();
        let mut put = |part, id, anchor: &Anchor, tags: Vec<Arc<str>>, relations: Vec<Arc<str>>| {
            let Goal::Passage(index, range) = self.place_of(id, part, anchor) else {
                return;
            };
            if let Some(listing) = self.corpus.listing(index) {
                let place = marks.entry(listing.id).or_default();
                place.push(search::Mark {
                    range,
                    tags,
                    relations,
                    state: search::MarkState::Exact,
                });
            }
        };
        for it in self.library.annotations() {
            let tags = self.library.tag_paths(it).into_iter().map(Arc::from);
            let anchor = it.target.anchor();
            put(Part::Annotation, it.id, anchor, tags.collect(), Vec::new());
        }
        for it in self.library.links() {
            for end in [End::From, End::To] {
                let relations = vec![Arc::from(it.relation.as_str())];
                let anchor = it.end(end).anchor();
                put(Part::Link(end), it.id, anchor, Vec::new(), relations);
            }
        }
        marks
    }
}

fn place_of(corpus: &Corpus, standings: &Standings, of: (RecordId, Part), anchor: &Anchor) -> Goal {
    match standings.find(corpus, of, anchor) {
        Some((index, range)) => Goal::Passage(index, range),
        None => Goal::Absent(anchor.document.to_string()),
    }
}

/// A place as an address without its words; the id of the record's document where it is not found.
fn written(corpus: &Corpus, goal: &Goal, anchor: &Anchor) -> String {
    let place = address_of(corpus, goal).unwrap_or_else(|| anchor.document.to_string());
    place.split(":\"").next().unwrap_or(&place).to_owned()
}

/// The address of a goal.
pub(in crate::app) fn address_of(corpus: &Corpus, goal: &Goal) -> Option<String> {
    match goal {
        Goal::Passage(index, range) => {
            let document = corpus.document(*index)?;
            Some(address::of(&document, range).to_string())
        }
        Goal::Outside(target) => Some(target.clone()),
        Goal::Absent(_) => None,
    }
}
