//! What comes in from other programs, before it has a place in the corpus; and giving it one.
//!
//! Knows annotations, links and tags as a file of any form brings them, how the document that a file
//! speaks of is recognised, and how a passage is found in it: where the file says if the words stand
//! there, else by its words and their surroundings. What is not surely found is kept with its words and
//! waits for the reader's eye. Knows no form of file: each has a reader of its own below.

pub mod koreader;
pub mod qda;
pub mod tables;
pub mod w3c;
pub mod zotero;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::corpus::{Corpus, Document, DocumentId, TextHash};
use crate::library::acts::By;
use crate::library::tag::TagPath;
use crate::library::{Annotation, Author, Library, Link, Record, RecordId, Tag, Target, Timestamp};
use crate::passage::align::Alignment;
use crate::passage::place::{Placed, PlacedState};
use crate::passage::quote::Haystack;
use crate::passage::{Anchor, Quote, byte_of};

/// What a file brings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incoming {
    /// What the passages are passages of.
    pub sources: Vec<Source>,
    /// Tags by themselves: those that annotations name need not be here.
    pub tags: Vec<TagCard>,
    /// Annotations.
    pub notes: Vec<Remark>,
    /// Links from passage to passage.
    pub links: Vec<Bond>,
    /// What the file holds and Glossator does not, in sentences.
    pub left_out: Vec<String>,
}

/// A text as another program knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Paths, titles, addresses, the likeliest first.
    pub names: Vec<String>,
    /// The text that positions count in, where the file brings it.
    pub text: Option<Arc<str>>,
}

/// A tag with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCard {
    /// Its name for other records, where the file has one.
    pub id: Option<RecordId>,
    /// Its path.
    pub path: String,
    /// What it means.
    pub description: String,
    /// Its colour.
    pub colour: Option<String>,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Unicode code points.
    #[default]
    CodePoints,
    /// UTF-16 code units, as programs in a browser count.
    Utf16,
}

/// A passage, by whatever the file knows of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spot {
    /// Which of [`Incoming::sources`].
    pub source: usize,
    /// Its words and what stands around them.
    pub quote: Quote,
    /// Where it stands.
    pub at: Option<Range<usize>>,
    /// What `at` counts.
    pub unit: Unit,
}

/// Who made something, and when, as far as the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// Who.
    pub creator: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was changed last.
    pub updated: Option<Timestamp>,
}

/// An annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Its name.
    pub id: RecordId,
    /// Its passage.
    pub spot: Spot,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its note.
    pub note: String,
    /// Its colour.
    pub colour: Option<String>,
    /// By whom and when.
    pub signed: Signed,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Bond {
    /// Its name.
    pub id: RecordId,
    /// Where it begins.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
    /// What it says.
    pub relation: String,
    /// Its note.
    pub note: String,
    /// By whom and when.
    pub signed: Signed,
}

/// A text that positions were made in and that is not the document's as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldText {
    /// Its version.
    pub version: TextHash,
    /// The document it is a text of.
    pub document: DocumentId,
    /// The document's file.
    pub path: String,
    /// The text.
    pub text: Arc<str>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrival {
    /// The records, to be taken in as one act.
    pub records: Vec<Record>,
    /// Texts that are to be kept, so that passages can be placed again.
    pub texts: Vec<OldText>,
    /// How many passages stand where they should.
    pub placed: usize,
    /// Passages found with doubt: their words.
    pub uncertain: Vec<String>,
    /// Passages not found: their words and where they were looked for.
    pub lost: Vec<String>,
    /// What was not taken, in sentences.
    pub left_out: Vec<String>,
}

impl Incoming {
    /// The index of a source of these names; it is entered once.
    pub fn source(&mut self, names: Vec<String>) -> usize {
        let names: Vec<String> = names
            .into_iter()
            .filter(|it| !it.trim().is_empty())
            .collect();
        if let Some(at) = self.sources.iter().position(|it| it.names == names) {
            return at;
        }
        self.sources.push(Source { names, text: None });
        self.sources.len() - 1
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.notes.is_empty() && self.links.is_empty()
    }

    /// Gives everything its place in a corpus. Records that the library has under the same name keep
    /// their passages if these are the same words.
    pub fn settled(self, corpus: &Corpus, library: &Library, by: &By) -> Arrival {
        let mut settling = Settling {
            homes: vec![None; self.sources.len()],
            sources: self.sources,
            corpus,
            library,
            by,
            haystacks: HashMap::new(),
            alignments: HashMap::new(),
            squeezed: None,
            tags: BTreeMap::new(),
            arrival: Arrival {
                left_out: self.left_out,
                ..Arrival::default()
            },
        };
        for card in &self.tags {
            settling.tag(&card.path, Some(card));
        }
        for remark in self.notes {
            settling.remark(remark);
        }
        for bond in self.links {
            settling.bond(bond);
        }
        let Settling {
            tags, mut arrival, ..
        } = settling;
        let tags = tags.into_values().filter_map(|(_, record)| record);
        arrival.records.splice(0..0, tags.map(Record::from));
        arrival
    }
}

/// Where a source was found in the corpus.
#[derive(Debug, Clone)]
enum Home {
    /// It is this document.
    Document(Arc<Document>),
    /// No document is known by its names.
    Unknown,
}

struct Settling<'a> {
    sources: Vec<Source>,
    homes: Vec<Option<Home>>,
    corpus: &'a Corpus,
    library: &'a Library,
    by: &'a By,
    haystacks: HashMap<DocumentId, Haystack>,
    alignments: HashMap<(usize, DocumentId), Alignment>,
    /// Every document's text without its white space, for words whose document is not known.
    squeezed: Option<Vec<String>>,
    /// Tags by path: their ids, and the records of those that are new or changed.
    tags: BTreeMap<String, (RecordId, Option<Tag>)>,
    arrival: Arrival,
}

impl Settling<'_> {
    /// The id of a tag; one that is not there yet is made.
    fn tag(&mut self, path: &str, card: Option<&TagCard>) -> Option<RecordId> {
        let path = match TagPath::parse(&path.replace("::", "/")) {
            Ok(path) => path.to_string(),
            Err(error) => {
                self.arrival
                    .left_out
                    .push(format!("the tag “{path}”: {error}"));
                return None;
            }
        };
        if let Some((id, _)) = self.tags.get(&path) {
            return Some(*id);
        }
        let named = card.and_then(|card| self.library.tag(card.id?));
        let here = named
            .or_else(|| self.library.tag_at(&path))
            .map(AsRef::as_ref);
        let (id, record) = match (here, card) {
            (Some(tag), None) => (tag.id, None),
            (Some(tag), Some(card)) => {
                let mut new = tag.clone();
                if !card.description.is_empty() {
                    new.description.clone_from(&card.description);
                }
                if card.colour.is_some() {
                    new.colour.clone_from(&card.colour);
                }
                (tag.id, (new != *tag).then_some(new))
            }
            (None, card) => {
                let id = card
                    .and_then(|card| card.id)
                    .unwrap_or_else(|| RecordId::derived(&["tag", &path]));
                let tag = Tag {
                    id,
                    path: path.clone(),
                    description: card.map(|it| it.description.clone()).unwrap_or_default(),
                    colour: card.and_then(|it| it.colour.clone()),
                    forms: Vec::new(),
                    created: self.by.time.clone(),
                    updated: self.by.time.clone(),
                };
                (id, Some(tag))
            }
        };
        self.tags.insert(path, (id, record));
        Some(id)
    }

    fn remark(&mut self, remark: Remark) {
        let there = self.library.annotation(remark.id).cloned();
        let Some(target) = self.target(&remark.spot, there.as_ref().map(|it| &it.target)) else {
            return;
        };
        let tags: BTreeSet<RecordId> = remark
            .tags
            .iter()
            .filter_map(|path| self.tag(path, None))
            .collect();
        let signed = self.signed(
            remark.signed,
            there
                .as_ref()
                .map(|it| (&it.creator, &it.created, &it.updated)),
        );
        let annotation = Annotation {
            id: remark.id,
            target,
            tags,
            note: remark.note,
            colour: remark
                .colour
                .or_else(|| there.and_then(|it| it.colour.clone())),
            creator: signed.0,
            created: signed.1,
            updated: signed.2,
        };
        self.arrival.records.push(annotation.into());
    }

    fn bond(&mut self, bond: Bond) {
        let there = self.library.link(bond.id).cloned();
        let Some(from) = self.target(&bond.from, there.as_ref().map(|it| &it.from)) else {
            return;
        };
        let Some(to) = self.target(&bond.to, there.as_ref().map(|it| &it.to)) else {
            return;
        };
        let signed = self.signed(
            bond.signed,
            there
                .as_ref()
                .map(|it| (&it.creator, &it.created, &it.updated)),
        );
        let link = Link {
            id: bond.id,
            from,
            to,
            relation: bond.relation,
            note: bond.note,
            creator: signed.0,
            created: signed.1,
            updated: signed.2,
        };
        self.arrival.records.push(link.into());
    }

    /// What is not said stays as it is here, else it is now and by whoever takes it in.
    fn signed(
        &self,
        signed: Signed,
        there: Option<(&Author, &Timestamp, &Timestamp)>,
    ) -> (Author, Timestamp, Timestamp) {
        let creator = signed.creator.map(Author);
        let creator = creator.or_else(|| there.map(|it| it.0.clone()));
        let created = signed.created.or_else(|| there.map(|it| it.1.clone()));
        let created = created.unwrap_or_else(|| self.by.time.clone());
        let updated = signed.updated.or_else(|| there.map(|it| it.2.clone()));
        (
            creator.unwrap_or_else(|| self.by.author.clone()),
            created.clone(),
            updated.unwrap_or(created),
        )
    }

    /// The passage that is meant. None where there are no words to find it by.
    fn target(&mut self, spot: &Spot, there: Option<&Target>) -> Option<Target> {
        let spot = self.with_words(spot);
        let words = &spot.quote.exact;
        if words.trim().is_empty() {
            let name = self.source_name(spot.source);
            self.arrival.left_out.push(format!(
                "an annotation of the whole of {name}: it names no words"
            ));
            return None;
        }
        if let Some(there) = there.filter(|it| it.made.quote.exact == *words) {
            self.arrival.placed += 1;
            return Some(there.clone());
        }
        let home = self.home(&spot);
        let Home::Document(document) = home else {
            let name = self.source_name(spot.source);
            self.arrival
                .lost
                .push(format!("“{}”: no document is {name}", short(words)));
            return Some(Target::new(self.kept_anchor(&spot, &document_id(&name))));
        };
        let (placed, range) = self.find(&spot, &document);
        let anchor = range.and_then(|range| Anchor::of(&document, &range));
        match (placed.state, anchor) {
            (PlacedState::Exact | PlacedState::Moved, Some(anchor)) if !placed.review => {
                self.arrival.placed += 1;
                Some(Target::new(anchor))
            }
            (PlacedState::Orphaned, _) | (_, None) => {
                self.arrival
                    .lost
                    .push(format!("“{}”: not found in {}", short(words), document.id));
                Some(Target::new(self.kept_anchor(&spot, &document.id)))
            }
            _ => {
                self.arrival.uncertain.push(format!(
                    "“{}” in {}: {}",
                    short(words),
                    document.id,
                    placed.why
                ));
                Some(Target::new(self.kept_anchor(&spot, &document.id)))
            }
        }
    }

    /// A spot whose words are taken from the source's own text, where the file brings it.
    fn with_words(&self, spot: &Spot) -> Spot {
        let mut spot = spot.clone();
        let text = self
            .sources
            .get(spot.source)
            .and_then(|it| it.text.as_deref());
        if let (Some(text), Some(at), true) = (text, &spot.at, spot.quote.exact.is_empty()) {
            let bytes = bytes_of(text, at, spot.unit);
            let before = text.get(..bytes.start).unwrap_or("");
            let after = text.get(bytes.end..).unwrap_or("");
            let tail: Vec<char> = before
                .chars()
                .rev()
                .take(crate::passage::anchor::CONTEXT)
                .collect();
            spot.quote = Quote {
                before: tail.into_iter().rev().collect(),
                exact: text.get(bytes).unwrap_or("").to_owned(),
                after: after
                    .chars()
                    .take(crate::passage::anchor::CONTEXT)
                    .collect(),
            };
        }
        spot
    }

    /// Where a passage stands in a document: by its place if the words are there, by the source's own
    /// text laid beside the document's, else by its words.
    fn find(&mut self, spot: &Spot, document: &Arc<Document>) -> (Placed, Option<Range<usize>>) {
        let text = document.text.as_str();
        if let Some(at) = &spot.at {
            let bytes = bytes_of(text, at, spot.unit);
            if text.get(bytes.clone()) == Some(spot.quote.exact.as_str()) {
                let sure = Placed {
                    state: PlacedState::Exact,
                    span: None,
                    score: 1.0,
                    review: false,
                    why: crate::passage::place::Why::Unchanged,
                };
                return (sure, Some(bytes));
            }
        }
        let own = self.sources.get(spot.source).and_then(|it| it.text.clone());
        let placed = if let (Some(own), Some(at), Unit::CodePoints) = (own, &spot.at, spot.unit) {
            self.alignments
                .entry((spot.source, document.id.clone()))
                .or_insert_with(|| Alignment::between(&own, text))
                .place(at.clone())
        } else {
            self.haystacks
                .entry(document.id.clone())
                .or_insert_with(|| Haystack::new(text))
                .find(&spot.quote, spot.at.as_ref().map(|at| at.start))
        };
        let range = placed
            .span
            .as_ref()
            .map(|span| byte_of(text, span.start)..byte_of(text, span.end));
        (placed, range)
    }

    /// An anchor that keeps the words as they came, to be looked at again.
    fn kept_anchor(&mut self, spot: &Spot, document: &DocumentId) -> Anchor {
        let at = spot.at.clone().unwrap_or(0..0);
        let text = self.sources.get(spot.source).and_then(|it| it.text.clone());
        let version = match &text {
            Some(text) => TextHash::of(text),
            // The text that it was made in is not known to anybody here.
            None => TextHash::of(""),
        };
        if let Some(text) = text
            && self.arrival.texts.iter().all(|it| it.version != version)
        {
            let path = self
                .corpus
                .get(document)
                .map(|it| it.path.display().to_string());
            self.arrival.texts.push(OldText {
                version: version.clone(),
                document: document.clone(),
                path: path.unwrap_or_default(),
                text,
            });
        }
        Anchor {
            document: document.clone(),
            version,
            start: at.start,
            end: at.end.max(at.start),
            quote: spot.quote.clone(),
        }
    }

    fn source_name(&self, source: usize) -> String {
        let names = self.sources.get(source).map(|it| it.names.as_slice());
        names
            .and_then(<[String]>::first)
            .cloned()
            .unwrap_or_else(|| "an unnamed text".to_owned())
    }

    /// The document that a spot's source is, or the only one in which its words stand.
    fn home(&mut self, spot: &Spot) -> Home {
        let known = self.homes.get(spot.source).cloned().flatten();
        let home = known.unwrap_or_else(|| {
            let source = self.sources.get(spot.source).cloned().unwrap_or_default();
            let home = match by_text(self.corpus, &source).or_else(|| by_name(self.corpus, &source))
            {
                Some(document) => Home::Document(document),
                None => Home::Unknown,
            };
            if let Some(place) = self.homes.get_mut(spot.source) {
                *place = Some(home.clone());
            }
            home
        });
        if matches!(home, Home::Document(_)) {
            return home;
        }
        self.by_words(&spot.quote.exact)
            .map_or(home, Home::Document)
    }

    fn by_words(&mut self, words: &str) -> Option<Arc<Document>> {
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        let corpus = self.corpus;
        let texts = self.squeezed.get_or_insert_with(|| {
            (0..corpus.len())
                .map(|index| {
                    corpus
                        .document(index)
                        .map(|it| squeeze(&it.text))
                        .unwrap_or_default()
                })
                .collect()
        });
        let words = squeeze(words);
        // A word or two stand anywhere.
        if words.chars().count() < 12 {
            return None;
        }
        let mut holding = texts
            .iter()
            .enumerate()
            .filter(|(_, text)| text.contains(&words));
        let (index, _) = holding.next()?;
        holding.next().is_none().then(|| corpus.document(index))?
    }
}

/// The document with exactly the text that a file brings.
fn by_text(corpus: &Corpus, source: &Source) -> Option<Arc<Document>> {
    let hash = TextHash::of(source.text.as_deref()?);
    (0..corpus.len())
        .filter_map(|index| corpus.document(index))
        .find(|document| document.hash == hash)
}

/// The document that goes by one of a source's names: id, path, file, title, address of origin.
fn by_name(corpus: &Corpus, source: &Source) -> Option<Arc<Document>> {
    let listings = corpus.listings();
    for name in &source.names {
        let name = decoded(name);
        let plain = name.split(['?', '#']).next().unwrap_or(&name);
        if let Ok(index) = corpus.find(plain) {
            return corpus.document(index);
        }
        let file = plain
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(plain)
            .to_lowercase();
        let stem = file
            .rsplit_once('.')
            .map_or(file.as_str(), |(stem, _)| stem);
        let wanted = plain.trim().to_lowercase();
        let mut found = listings.iter().enumerate().filter(|(_, it)| {
            let path = it
                .path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            let own = path
                .rsplit_once('.')
                .map_or(path.as_str(), |(stem, _)| stem);
            !file.is_empty() && (path == file || own == stem || own == wanted)
                || it.title.to_lowercase() == wanted
                || it.id.as_str().to_lowercase() == stem
        });
        if let Some((index, _)) = found.next()
            && found.next().is_none()
        {
            return corpus.document(index);
        }
    }
    None
}

/// A reference with its percent signs resolved.
fn decoded(reference: &str) -> String {
    let bytes = reference.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = reference
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| reference.to_owned())
}

/// A document's id made of a name that no document has.
fn document_id(name: &str) -> DocumentId {
    let name = decoded(name);
    let name = name.trim_end_matches('/');
    let last = name.rsplit('/').next().unwrap_or(name);
    let fit: String = last
        .chars()
        .map(|c| {
            let unfit = c.is_whitespace() || c.is_control() || "#¶§:\"".contains(c);
            if unfit { '-' } else { c }
        })
        .take(80)
        .collect();
    DocumentId::new(if fit.is_empty() {
        "unnamed".to_owned()
    } else {
        fit
    })
}

/// Bytes of a range that counts something else.
fn bytes_of(text: &str, at: &Range<usize>, unit: Unit) -> Range<usize> {
    let byte = |offset: usize| match unit {
        Unit::CodePoints => byte_of(text, offset),
        Unit::Utf16 => {
            let mut units = 0;
            text.char_indices()
                .find(|(_, c)| {
                    let here = units >= offset;
                    units += c.len_utf16();
                    here
                })
                .map_or(text.len(), |(byte, _)| byte)
        }
    };
    let start = byte(at.start);
    start..byte(at.end).max(start)
}

/// The first words of a passage.
fn short(words: &str) -> String {
    super::material::opening(words)
}
