//! Gathering: a library's annotations and links become passages, document by document.
//!
//! Knows that what is attached to the same words is one passage, and how each end of a link finds the
//! passage at its other end.

use std::collections::{BTreeMap, HashMap};

use super::place::{Place, Places};
use super::scope::Scope;
use super::standing::Placing;
use super::{Attached, Material, Passage, Sheet, Tie};
use crate::corpus::{Corpus, DocumentId};
use crate::library::relation;
use crate::library::{End, Library, RecordId, Target};

impl Material {
    /// Gathers the passages of a scope.
    ///
    /// A link is shown at each of its ends that is in the scope; with tags named, only at
    /// passages that carry one.
    pub fn gather(corpus: &Corpus, library: &Library, placing: Placing, scope: &Scope) -> Self {
        let mut gathering = Gathering {
            library,
            scope,
            places: Places::new(corpus, placing),
            sheets: BTreeMap::new(),
        };
        for id in library.documents() {
            gathering.take_annotations(&id);
            gathering.take_links(&id);
        }
        let mut sheets: Vec<(Option<usize>, Sheet)> = gathering
            .sheets
            .into_iter()
            .map(|(id, passages)| (corpus.index_of(&id), sheet(corpus, scope, id, passages)))
            .filter(|(_, sheet)| !sheet.passages.is_empty())
            .collect();
        sheets.sort_by(|(a, x), (b, y)| (a.is_none(), a, &x.id).cmp(&(b.is_none(), b, &y.id)));
        let mut material = Self {
            sheets: sheets.into_iter().map(|(_, sheet)| sheet).collect(),
        };
        material.name_other_ends();
        material
    }

    /// Lets each end of a link know the passage at the other end.
    fn name_other_ends(&mut self) {
        let mut names: HashMap<(RecordId, End), String> = HashMap::new();
        for passage in self.passages() {
            let key = passage.key();
            for tie in &passage.ties {
                names.insert((tie.link.id, tie.end), key.clone());
            }
        }
        for tie in self
            .sheets
            .iter_mut()
            .flat_map(|sheet| &mut sheet.passages)
            .flat_map(|passage| &mut passage.ties)
        {
            tie.other_key = names.get(&(tie.link.id, tie.end.other())).cloned();
        }
    }
}

/// What tells passages of a document apart: where they stand, or for orphans where they once were.
type Key = (bool, usize, usize, String);

/// Passages by document, while they are being gathered.
struct Gathering<'a> {
    library: &'a Library,
    scope: &'a Scope,
    places: Places<'a>,
    sheets: BTreeMap<DocumentId, BTreeMap<Key, Passage>>,
}

impl Gathering<'_> {
    /// The passage at a place. Passages at the same place are one.
    fn at(&mut self, target: &Target, place: Place) -> &mut Passage {
        let anchor = target.anchor();
        let key = match &place.standing.range {
            Some(range) => (false, range.start, range.end, String::new()),
            None => (true, anchor.start, anchor.end, anchor.quote.exact.clone()),
        };
        let sheet = self.sheets.entry(place.document.clone()).or_default();
        sheet.entry(key).or_insert_with(|| Passage {
            place,
            notes: Vec::new(),
            ties: Vec::new(),
        })
    }

    fn take_annotations(&mut self, id: &DocumentId) {
        let library = self.library;
        for annotation in library.annotations_in(id) {
            let tags = library.tag_paths(annotation);
            if !self.scope.takes_tags(&tags) {
                continue;
            }
            let place = self.places.of(&annotation.target);
            if !(self.scope).takes_standing(&place.standing, &annotation.target) {
                continue;
            }
            let tags = tags.into_iter().map(str::to_owned).collect();
            self.at(&annotation.target, place).notes.push(Attached {
                annotation: annotation.clone(),
                tags,
            });
        }
    }

    fn take_links(&mut self, id: &DocumentId) {
        let library = self.library;
        for (end, link) in library.links_in(id) {
            let here = link.end(end);
            let place = self.places.of(here);
            if !self.scope.takes_standing(&place.standing, here) {
                continue;
            }
            let relation = relation::words(&link.relation, end);
            let other = self.places.of(link.end(end.other()));
            self.at(here, place).ties.push(Tie {
                link: link.clone(),
                end,
                relation,
                other,
                other_key: None,
            });
        }
    }
}

/// The passages of one document, in order.
fn sheet(
    corpus: &Corpus,
    scope: &Scope,
    id: DocumentId,
    passages: BTreeMap<Key, Passage>,
) -> Sheet {
    let mut passages: Vec<Passage> = passages.into_values().collect();
    for passage in &mut passages {
        passage.notes.sort_by_key(|note| note.annotation.id);
        passage.ties.sort_by_key(|tie| (tie.link.id, tie.end));
    }
    if !scope.tags.is_empty() {
        passages.retain(|passage| !passage.notes.is_empty());
    }
    Sheet {
        document: corpus.get(&id),
        id,
        passages,
    }
}
