//! Whereabouts: in which document of the corpus a record's passage stands now, and where in it.
//!
//! Knows the document that a record means, also under another name (`identity`), and the documents
//! that a document was divided into: a passage that is not in the first is looked for in those.
//! The screen, the command line and every export place passages through this and no other way.
//! Changes no record.
//!
//! A document holds a *part* of another when most of it, or a good share of what the other has
//! lost, is text of which the records' document has nothing left. A passage found in a part is
//! asked about, for the part may be a text that was always there beside; except where the document
//! itself is gone and its parts together hold nearly all of it: then it was divided.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZero;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::correction::Former;
use super::identity::{Kept, Pieces, Present, Texts, recognise};
use super::placing::found::FoundPlaces;
use super::placing::{Part, Placement, Placements, Placer, Recall};
use super::record::{RecordId, Target};
use super::{End, Library};
use crate::corpus::{Corpus, Document, DocumentId, Listing, TextHash};
use crate::passage::place::{Placed, PlacedState, Why};

/// From this share of lost text a document holds a part of another.
const PART: f32 = 0.25;
/// A document of which this share is another's lost text is a part of it, however small.
const MOSTLY: f32 = 0.5;
/// So many passages are worth more than one core.
const MANY: usize = 256;
/// Parts that hold this share of a document that is gone are that document, divided.
const WHOLE: f32 = 0.8;

/// A text that was kept: which document it was, and in which file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// The document's id then.
    pub document: DocumentId,
    /// Its file then, as the corpus names it.
    pub path: PathBuf,
    /// The version of its text.
    pub version: TextHash,
}

/// Gives the text of a version that was kept.
pub type VersionText<'a> = &'a dyn Fn(&TextHash) -> Option<String>;

/// Where a passage stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Whereabouts {
    /// The document it stands in; for an orphan, the one it should be in; as its record calls it
    /// where that is not in the corpus.
    pub document: DocumentId,
    /// How it was carried over.
    pub placed: Placed,
    /// Its bytes there; for an orphan no more than a suggestion.
    pub range: Option<Range<usize>>,
    /// Whether it stands in a document that holds a part of its own.
    pub guest: bool,
}

/// Finds passages in a corpus; what it has found out about a document it keeps.
pub struct Finder<'a> {
    corpus: &'a Corpus,
    kept: &'a [KeptText],
    version_text: VersionText<'a>,
    former: Former,
    placers: HashMap<DocumentId, Placer<'a, Arc<Document>>>,
    parts: HashMap<DocumentId, Arc<Parts>>,
    pieces: RefCell<HashMap<DocumentId, Arc<Pieces>>>,
    recall: Option<Recall<'a>>,
}

/// The documents that hold parts of one.
#[derive(Debug, Default)]
struct Parts {
    documents: Vec<DocumentId>,
    /// The document itself is gone, and these hold nearly all of it.
    divided: bool,
}

impl<'a> Finder<'a> {
    /// For a corpus and the texts that were kept of its documents; `former` says which of these
    /// have another name now (see [`former`]).
    pub fn new(
        corpus: &'a Corpus,
        kept: &'a [KeptText],
        former: Former,
        version_text: VersionText<'a>,
    ) -> Self {
        Self {
            former,
            corpus,
            kept,
            version_text,
            placers: HashMap::new(),
            parts: HashMap::new(),
            pieces: RefCell::default(),
            recall: None,
        }
    }

    /// The same, where what was found out before need not be found out again; what is found out now
    /// is added to it.
    #[must_use]
    pub fn recalling(mut self, found: &'a FoundPlaces) -> Self {
        let kept = self.kept.iter().map(|it| it.version.clone()).collect();
        self.recall = Some(Recall {
            found,
            kept: Arc::new(kept),
        });
        self
    }

    /// The name that a document has now.
    pub fn home<'b>(&'b self, id: &'b DocumentId) -> &'b DocumentId {
        self.former.get(id).unwrap_or(id)
    }

    /// Where a passage stands.
    pub fn find(&mut self, target: &Target) -> Whereabouts {
        let id = &target.anchor().document;
        let home = self.home(id).clone();
        let found = self.find_in(&home, target);
        let settled = target.absent.is_some();
        if let Some((placed, range)) = &found
            && (settled || placed.state != PlacedState::Orphaned)
        {
            let (placed, range) = (placed.clone(), range.clone());
            return Whereabouts {
                document: home,
                placed,
                range,
                guest: false,
            };
        }
        let guest = if settled {
            None
        } else {
            self.find_in_parts(&home, target)
        };
        guest.unwrap_or_else(|| match found {
            Some((placed, range)) => Whereabouts {
                document: home,
                placed,
                range,
                guest: false,
            },
            None => Whereabouts {
                document: id.clone(),
                placed: nowhere(),
                range: None,
                guest: false,
            },
        })
    }

    fn find_in(
        &mut self,
        id: &DocumentId,
        target: &Target,
    ) -> Option<(Placed, Option<Range<usize>>)> {
        if !self.placers.contains_key(id) {
            let document = self.corpus.get(id)?;
            let placer = Placer::new(document, self.version_text).recalling(self.recall.clone());
            self.placers.insert(id.clone(), placer);
        }
        Some(self.placers.get_mut(id)?.place(target))
    }

    /// The best place in the documents that hold parts of a passage's own.
    fn find_in_parts(&mut self, home: &DocumentId, target: &Target) -> Option<Whereabouts> {
        let parts = self.parts(&target.anchor().document, home);
        let mut best: Option<Whereabouts> = None;
        let mut several = false;
        for id in &parts.documents {
            let Some((mut placed, range)) = self.find_in(id, target) else {
                continue;
            };
            if placed.state == PlacedState::Orphaned {
                continue;
            }
            if placed.state == PlacedState::Exact {
                // The same words at the same offsets, but in another document.
                placed.state = PlacedState::Moved;
            }
            if !parts.divided {
                placed.review = true;
            }
            if placed.state == PlacedState::Moved || !parts.divided {
                placed.why = Why::Apart;
            }
            let rank = |it: &Placed| (it.state != PlacedState::Moved, -it.score);
            let better = best
                .as_ref()
                .is_none_or(|best| rank(&placed) < rank(&best.placed));
            several = best.is_some();
            if better {
                best = Some(Whereabouts {
                    document: id.clone(),
                    placed,
                    range,
                    guest: true,
                });
            }
        }
        let mut best = best?;
        best.placed.review |= several;
        Some(best)
    }

    /// The documents that hold what a document has lost since its texts were kept.
    fn parts(&mut self, id: &DocumentId, home: &DocumentId) -> Arc<Parts> {
        if let Some(known) = self.parts.get(id) {
            return Arc::clone(known);
        }
        let parts = Arc::new(self.search_parts(id, home));
        self.parts.insert(id.clone(), Arc::clone(&parts));
        parts
    }

    fn search_parts(&self, id: &DocumentId, home: &DocumentId) -> Parts {
        let mut lost = Pieces::default();
        for it in self.kept.iter().filter(|it| it.document == *id) {
            if let Some(text) = (self.version_text)(&it.version) {
                lost.add(&Pieces::of(&text));
            }
        }
        let there = self.pieces_of(home);
        if let Some(there) = &there {
            lost = lost.without(there);
        }
        if lost.is_empty() {
            return Parts::default();
        }
        let mut left = lost.clone();
        let mut documents = Vec::new();
        for listing in self.corpus.listings() {
            if listing.id == *home {
                continue;
            }
            let Some(pieces) = self.pieces_of(&listing.id) else {
                continue;
            };
            if lost.share_in(&pieces) >= PART || pieces.share_in(&lost) >= MOSTLY {
                left = left.without(&pieces);
                documents.push(listing.id.clone());
            }
        }
        Parts {
            divided: there.is_none() && left.share_of(&lost) <= 1.0 - WHOLE,
            documents,
        }
    }

    fn pieces_of(&self, id: &DocumentId) -> Option<Arc<Pieces>> {
        if let Some(known) = self.pieces.borrow().get(id) {
            return Some(Arc::clone(known));
        }
        let pieces = Arc::new(Pieces::of(&self.corpus.get(id)?.text));
        let mut all = self.pieces.borrow_mut();
        all.insert(id.clone(), Arc::clone(&pieces));
        Some(pieces)
    }

    /// Places every passage in documents that changed, and gives each document's placements: of
    /// documents where nothing was made in another version there is nothing to say.
    pub fn carry(&mut self, library: &Library, mut each: impl FnMut(&DocumentId, Placements)) {
        let mut homes: BTreeMap<DocumentId, Vec<DocumentId>> = BTreeMap::new();
        for id in library.documents() {
            homes.entry(self.home(&id).clone()).or_default().push(id);
        }
        let mut own: BTreeMap<DocumentId, Vec<Placement>> = BTreeMap::new();
        let mut guests: BTreeMap<DocumentId, Vec<Placement>> = BTreeMap::new();
        for (home, ids) in homes {
            let version = self.corpus.get(&home).map(|it| it.hash.clone());
            let stale = |target: &Target| Some(&target.anchor().version) != version.as_ref();
            let mut all = Vec::new();
            let any = ids
                .iter()
                .any(|id| passages_in(library, id).any(|(_, target)| stale(target)));
            if !any {
                continue;
            }
            for id in &ids {
                for (of, target) in passages_in(library, id) {
                    let found = self.find(target);
                    let mut placement = Placement::of(of, &found.placed, found.range);
                    placement.guest = found.guest;
                    if found.guest {
                        guests.entry(found.document).or_default().push(placement);
                    } else {
                        all.push(placement);
                    }
                }
            }
            if version.is_some() {
                each(&home, Placements::sorted(all.clone()));
                own.insert(home, all);
            }
        }
        for (id, mut all) in guests {
            all.extend(own.remove(&id).unwrap_or_default());
            each(&id, Placements::sorted(all));
        }
    }
}

/// Finds out on all cores where the passages of changed texts stand, for whoever asks the same `found`
/// afterwards. Long work where there are many; nothing where there are few.
pub fn find_ahead(
    corpus: &Corpus,
    library: &Library,
    (kept, former): (&[KeptText], &Former),
    version_text: &(dyn Fn(&TextHash) -> Option<String> + Sync),
    found: &FoundPlaces,
) {
    let mut stale: Vec<(DocumentId, Vec<&Target>)> = Vec::new();
    let ids = library.documents();
    for id in &ids {
        let home = former.get(id).unwrap_or(id);
        let passages = || passages_in(library, id).map(|(_, target)| target);
        if passages().next().is_none() {
            continue;
        }
        let Some(version) = corpus.get(home).map(|it| it.hash.clone()) else {
            continue;
        };
        let targets: Vec<&Target> = passages()
            .filter(|it| it.anchor().version != version)
            .collect();
        if !targets.is_empty() {
            stale.push((home.clone(), targets));
        }
    }
    if stale
        .iter()
        .map(|(_, targets)| targets.len())
        .sum::<usize>()
        < MANY
    {
        return;
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..cores.min(stale.len()) {
            scope.spawn(|| {
                let finder = Finder::new(corpus, kept, former.clone(), version_text);
                let mut finder = finder.recalling(found);
                while let Some((home, targets)) = stale.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for target in targets {
                        finder.find_in(home, target);
                    }
                    // What is found is kept; the text is done with.
                    finder.placers.remove(home);
                }
            });
        }
    });
}

/// Every passage that a record has in a document, as the record calls it.
fn passages_in<'a>(
    library: &'a Library,
    id: &'a DocumentId,
) -> impl Iterator<Item = ((RecordId, Part), &'a Target)> {
    let notes = library
        .annotations_in(id)
        .map(|it| ((it.id, Part::Annotation), &it.target));
    let ends = library
        .links_in(id)
        .map(|(end, it): (End, _)| ((it.id, Part::Link(end)), it.end(end)));
    let rejected = library
        .rejections_in(id)
        .map(|it| ((it.id, Part::Rejection), &it.target));
    notes.chain(ends).chain(rejected)
}

/// A passage whose document is not there.
fn nowhere() -> Placed {
    Placed {
        state: PlacedState::Orphaned,
        span: None,
        score: 0.0,
        review: true,
        why: Why::NoDocument,
    }
}

/// Documents that have another name now than when records were made in them. Texts are read only
/// where a document is not at its old place.
pub fn former(corpus: &Corpus, kept: &[KeptText], version_text: VersionText<'_>) -> Former {
    // A document that is called as it was and lies where it was, by any of the versions kept of
    // it, needs no look at the others.
    let at_its_place = |it: &&KeptText| {
        let listing = corpus
            .index_of(&it.document)
            .and_then(|it| corpus.listing(it));
        listing.is_some_and(|listing| listing.path == it.path)
    };
    let found: HashSet<&DocumentId> = (kept.iter().filter(at_its_place))
        .map(|it| &it.document)
        .collect();
    let kept: Vec<Kept<'_>> = kept
        .iter()
        .filter(|it| !found.contains(&it.document))
        .map(|it| Kept {
            document: &it.document,
            path: &it.path,
            version: &it.version,
        })
        .collect();
    if kept.is_empty() {
        return Former::default();
    }
    let listings: Vec<Listing> = corpus.listings().iter().collect();
    let present: Vec<Present<'_>> = listings
        .iter()
        .map(|it| Present {
            id: &it.id,
            path: &it.path,
        })
        .collect();
    let mut texts = Both {
        corpus,
        version_text,
    };
    recognise(&kept, &present, &mut texts)
        .into_iter()
        .map(|(was, now, _)| (was, now))
        .collect()
}

/// The texts of now and of before.
struct Both<'a> {
    corpus: &'a Corpus,
    version_text: VersionText<'a>,
}

impl Texts for Both<'_> {
    fn present(&mut self, id: &DocumentId) -> Option<String> {
        Some(self.corpus.get(id)?.text.clone())
    }

    fn kept(&mut self, version: &TextHash) -> Option<String> {
        (self.version_text)(version)
    }
}

#[cfg(test)]
mod tests;
