//! What an export is made from: passages in the order of their texts, with what is attached to each.
//!
//! Knows how a library is cut down to a scope, and gathers for every passage its words, its address,
//! its annotations and the links at it with their other ends. Knows no format.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::corpus::{Block, BlockKind, Corpus, Document, DocumentId};
use crate::library::relation;
use crate::library::tag::is_within;
use crate::library::whereabouts::Whereabouts;
use crate::library::{Annotation, End, Library, Link, RecordId, Target};
use crate::passage::Address;
use crate::passage::address::Addresser;
use crate::passage::place::{PlacedState, Why};

/// Characters shown of the passage at the other end of a link.
const OPENING: usize = 72;

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

/// Which part of a library is taken. Nothing named is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only passages in these documents.
    pub documents: Vec<DocumentId>,
    /// Only passages with one of these tags or a tag below one.
    pub tags: Vec<String>,
    /// Only what this query finds, and the passages that touch it: see [`Material::found`].
    pub query: Option<String>,
    /// Only passages at which links begin or end.
    pub linked: bool,
}

impl Scope {
    /// Whether it takes everything.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// What a page of it is called.
    pub fn title(&self) -> String {
        let about = match (self.query.as_deref(), self.tags.as_slice()) {
            (Some(query), _) => format!("Passages for {query}"),
            (None, [_, ..]) => format!("Passages on {}", self.tags.join(", ")),
            (None, []) if self.linked => "Linked passages".to_owned(),
            (None, []) => "Passages and notes".to_owned(),
        };
        about.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a place in that document is in the scope, where it carries no tags.
    pub fn takes_place(&self, id: &DocumentId) -> bool {
        self.tags.is_empty() && self.takes_document(id)
    }

    /// Whether a tag of that path is in the scope.
    pub fn takes_tag(&self, path: &str) -> bool {
        self.tags.is_empty() || self.tags.iter().any(|above| is_within(path, above))
    }

    /// Whether a document is in the scope, whatever is tagged in it.
    pub fn takes_document(&self, id: &DocumentId) -> bool {
        self.documents.is_empty() || self.documents.contains(id)
    }

    fn takes_tags(&self, tags: &[&str]) -> bool {
        self.tags.is_empty()
            || tags
                .iter()
                .any(|path| self.tags.iter().any(|above| is_within(path, above)))
    }

    /// Whether an annotation with these tag paths in that document is in the scope.
    pub fn takes(&self, id: &DocumentId, tags: &[&str]) -> bool {
        self.takes_document(id) && self.takes_tags(tags)
    }

    /// Whether a passage that stands there and is recorded so is in the documents of the scope.
    fn takes_standing(&self, standing: &Standing, target: &Target) -> bool {
        self.takes_document(&standing.document) || self.takes_document(&target.anchor().document)
    }
}

/// All passages of a scope, by document.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// The documents that have passages, in the order of the corpus; those that are not in the
    /// corpus any more come last, by id.
    pub sheets: Vec<Sheet>,
}

/// One document with its passages.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The document's id.
    pub id: DocumentId,
    /// The document, unless it is not in the corpus any more.
    pub document: Option<Arc<Document>>,
    /// The passages in the order of the text; orphans last, in the order of the text they were
    /// made in.
    pub passages: Vec<Passage>,
}

/// A passage with everything attached to exactly these words.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Where it stands.
    pub place: Place,
    /// The annotations on it, by time of making.
    pub notes: Vec<Attached>,
    /// The ends of links on it, by time of making.
    pub ties: Vec<Tie>,
}

/// Where a passage is and what it says.
#[derive(Debug, Clone)]
pub struct Place {
    /// The document's id.
    pub document: DocumentId,
    /// How it stands in the present text.
    pub standing: Standing,
    /// Its address; None for an orphan.
    pub address: Option<Address>,
    /// The address of its block, without words.
    pub block_address: Option<Address>,
    /// The number of the block in which it begins.
    pub block: Option<u32>,
    /// That block's label.
    pub label: Option<String>,
    /// The words: as they stand now if they are the same, else as the reader marked them.
    pub words: String,
    /// What stands in the text now, where that is not the words.
    pub now: Option<String>,
    /// The nearest heading above it.
    pub section: Option<String>,
    /// What stands before and after it, where that is asked for.
    pub context: Option<(String, String)>,
    /// The footnotes called in it: their labels, and their texts where the document has them. The marks
    /// themselves are not among the words.
    pub footnotes: Vec<(String, Option<String>)>,
}

/// An annotation with the paths of its tags.
#[derive(Debug, Clone)]
pub struct Attached {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// The paths of its tags, in order.
    pub tags: Vec<String>,
}

/// One end of a link, seen from its passage.
#[derive(Debug, Clone)]
pub struct Tie {
    /// The link.
    pub link: Arc<Link>,
    /// Which end this is.
    pub end: End,
    /// The relation as read from this end: `cites`, `is cited by`.
    pub relation: String,
    /// The other end.
    pub other: Place,
    /// The name of the passage at the other end (see [`Passage::key`]), if it is in the material.
    pub other_key: Option<String>,
}

impl Passage {
    /// Its name in every export: the first annotation on it, else the first end of a link.
    pub fn key(&self) -> String {
        if let Some(note) = self.notes.first() {
            return format!("a={}", note.annotation.id);
        }
        match self.ties.first() {
            Some(tie) => {
                let end = match tie.end {
                    End::From => "from",
                    End::To => "to",
                };
                format!("l={}:{end}", tie.link.id)
            }
            None => format!("q={}", self.place.derived_name()),
        }
    }
}

impl Place {
    /// The opening words of the passage, on one line.
    pub fn opening(&self) -> String {
        opening(&self.words)
    }

    /// A name that follows from where the passage stands, for one to which nothing is attached.
    fn derived_name(&self) -> RecordId {
        let address = self.address.as_ref().map(ToString::to_string);
        let address = address.unwrap_or_else(|| self.words.clone());
        RecordId::derived(&["found", self.document.as_str(), &address])
    }

    /// How a person reads the place: `07MOSCOW601 ¶7`, `riac-2012 #p41`; the document alone for an
    /// orphan.
    pub fn name(&self) -> String {
        match &self.block_address {
            Some(address) => format!("{} {}", self.document, address.within()),
            None => self.document.to_string(),
        }
    }
}

/// The first characters of a text on one line, with `…` where something is left out.
pub fn opening(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        // One character more than can be shown is enough to know that something is left out.
        if words.chars().nth(OPENING).is_some() {
            let short: String = words.chars().take(OPENING).collect();
            return format!("{}…", short.trim_end());
        }
    }
    words
}

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

    /// Only passages at which links begin or end.
    #[must_use]
    pub fn linked(mut self) -> Self {
        for sheet in &mut self.sheets {
            sheet.passages.retain(|passage| !passage.ties.is_empty());
        }
        self.sheets.retain(|sheet| !sheet.passages.is_empty());
        self
    }

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

    /// The same documents without their passages.
    pub(super) fn bare(&self) -> Self {
        let sheets = self.sheets.iter().map(|sheet| Sheet {
            id: sheet.id.clone(),
            document: sheet.document.clone(),
            passages: Vec::new(),
        });
        Self {
            sheets: sheets.collect(),
        }
    }

    /// How many annotations there are.
    pub fn annotations(&self) -> usize {
        self.passages().map(|passage| passage.notes.len()).sum()
    }

    /// How many links have an end in it.
    pub fn links(&self) -> usize {
        self.links_with_ends().len()
    }

    /// How many passages are not where and what they were made, and want to be looked at.
    pub fn doubtful(&self) -> usize {
        self.passages()
            .filter(|passage| {
                matches!(
                    passage.place.standing.state,
                    PlacedState::Uncertain | PlacedState::Orphaned
                )
            })
            .count()
    }

    /// Every link with an end in it, once, by time of making, with the places of its ends.
    pub fn links_with_ends(&self) -> Vec<(&Arc<Link>, &Place, &Place)> {
        let mut links: Vec<_> = self
            .passages()
            .flat_map(|passage| {
                passage.ties.iter().map(|tie| match tie.end {
                    End::From => (&tie.link, &passage.place, &tie.other),
                    End::To => (&tie.link, &tie.other, &passage.place),
                })
            })
            .collect();
        links.sort_by_key(|(link, _, _)| link.id);
        links.dedup_by_key(|(link, _, _)| link.id);
        links
    }

    /// Every passage, document after document.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.sheets.iter().flat_map(|sheet| &sheet.passages)
    }
}

/// Gives the places of passages; keeps what it learnt of each document.
pub struct Places<'a> {
    corpus: &'a Corpus,
    placing: Placing<'a>,
    documents: HashMap<DocumentId, Option<Known>>,
}

/// A document, ready to give addresses.
struct Known {
    document: Arc<Document>,
    addresser: Addresser<Arc<Document>>,
}

impl<'a> Places<'a> {
    /// For passages in a corpus.
    pub fn new(corpus: &'a Corpus, placing: Placing<'a>) -> Self {
        Self {
            corpus,
            placing,
            documents: HashMap::new(),
        }
    }

    /// Where a kept passage is and what it says.
    pub fn of(&mut self, target: &Target) -> Place {
        let standing = (self.placing)(target);
        self.standing(standing, &target.anchor().quote.exact)
    }

    /// Where a stretch of a document's text is and what it says.
    pub fn here(&mut self, document: &DocumentId, range: Range<usize>) -> Place {
        let standing = Standing {
            document: document.clone(),
            state: PlacedState::Exact,
            range: Some(range),
            score: 1.0,
            why: None,
        };
        self.standing(standing, "")
    }

    /// A place by how it stands; `marked` are the words that the reader marked.
    fn standing(&mut self, standing: Standing, marked: &str) -> Place {
        let id = &standing.document;
        if !self.documents.contains_key(id) {
            let known = self.corpus.get(id).map(|document| Known {
                addresser: Addresser::new(Arc::clone(&document)),
                document,
            });
            self.documents.insert(id.clone(), known);
        }
        let known = self.documents.get(id).and_then(Option::as_ref);
        let (Some(range), Some(known)) = (standing.range.clone(), known) else {
            return Place::lost(marked, &standing);
        };
        let Known {
            document,
            addresser,
        } = known;
        let block = document
            .block_at(range.start)
            .and_then(|index| document.blocks.get(index));
        let there = document.slice(&range);
        let same = standing.state != PlacedState::Uncertain;
        Place {
            document: id.clone(),
            address: Some(addresser.of(&range)),
            block_address: block.map(|block| addresser.block(block)),
            block: block.map(|block| block.number),
            label: block.and_then(Block::label).map(str::to_owned),
            words: if same { there } else { marked }.to_owned(),
            now: (!same && there != marked).then(|| there.to_owned()),
            section: section(document, &range),
            context: None,
            footnotes: footnotes(document, &range),
            standing,
        }
    }
}

impl Place {
    /// A passage of which only the kept words are left.
    fn lost(marked: &str, standing: &Standing) -> Self {
        Self {
            document: standing.document.clone(),
            standing: Standing {
                document: standing.document.clone(),
                range: None,
                state: PlacedState::Orphaned,
                score: standing.score,
                why: standing.why,
            },
            address: None,
            block_address: None,
            block: None,
            label: None,
            words: marked.to_owned(),
            now: None,
            section: None,
            context: None,
            footnotes: Vec::new(),
        }
    }
}

/// The nearest heading above a passage; None where the passage is itself in a heading.
fn section(document: &Document, range: &Range<usize>) -> Option<String> {
    let index = document.block_at(range.start)?;
    let blocks = document.blocks.get(..=index)?;
    let heading = blocks
        .iter()
        .rfind(|block| block.kind == BlockKind::Heading && !block.folded)?;
    (heading.number as usize != index + 1).then(|| opening(document.block_text(heading)))
}

/// Where something was found, document after document in the order of the corpus.
pub type Findings = Vec<(DocumentId, Vec<Range<usize>>)>;

/// Whether two stretches share a character.
fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The footnotes called in a stretch of a text. A mark that stands right behind it belongs to it.
fn footnotes(document: &Document, range: &Range<usize>) -> Vec<(String, Option<String>)> {
    let first =
        (document.notes).partition_point(|note| note.called_at.is_some_and(|at| at <= range.start));
    let notes = document.notes.get(first..).unwrap_or_default();
    let called = notes
        .iter()
        .take_while(|note| note.called_at.is_some_and(|at| at <= range.end));
    called
        .map(|note| {
            let block = document.block_of_note(note);
            let text = block.map(|block| document.block_text(block).to_owned());
            (note.label.clone(), text)
        })
        .collect()
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
