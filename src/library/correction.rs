//! Corrections carried out: the documents of a corpus as the reader says they are.
//!
//! Knows which corrections are about which document, also where it goes by another id now, and how
//! the anchor of one names a block. What a correction then does to a document is the corpus's part.
//! The one place where this is done, for the reader and the command line alike.

use std::collections::BTreeMap;

use super::Library;
use super::placing::Placer;
use super::record::{Correction, Fix, RecordId};
use crate::corpus::correction::{self, BlockPlace};
use crate::corpus::{Corpus, Corrected as Said, Document, DocumentId};
use crate::passage::Anchor;
use crate::passage::place::PlacedState;

/// Documents under the ids that they had when records were made in them.
pub type Former = BTreeMap<DocumentId, DocumentId>;

/// A document with its corrections, and those that could not be carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The document.
    pub document: Document,
    /// Corrections whose passage is not found or that cannot be carried out where it is.
    pub failed: Vec<RecordId>,
}

impl Corrected {
    /// What a reader should know of the corrections that could not be carried out.
    pub fn problem(&self) -> Option<String> {
        let first = self.failed.first()?;
        let (many, them) = match self.failed.len() {
            1 => ("a correction of it finds".to_owned(), "it"),
            many => (format!("{many} corrections of it find"), "the first"),
        };
        Some(format!(
            "{many} no place in the text as it is now; renew what is still true, and take {them} \
             back with `glossator uncorrect {first}`"
        ))
    }
}

/// The documents of a corpus that the library corrects, by their index in it; `source` holds them
/// as they were read.
pub fn all(source: &Corpus, library: &Library, former: &Former) -> Vec<(usize, Corrected)> {
    let mut indexes: Vec<usize> = library
        .corrections()
        .filter_map(|it| source.index_of(former.get(&it.document).unwrap_or(&it.document)))
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes
        .into_iter()
        .filter_map(|index| Some((index, one(source, index, library, former)?)))
        .collect()
}

/// The document at an index of a corpus of documents as they were read, with the library's
/// corrections; None where there is no such document.
pub fn one(source: &Corpus, index: usize, library: &Library, former: &Former) -> Option<Corrected> {
    let document = source.document(index)?;
    let corrections = of_document(library, &document.id, former);
    let mut failed = Vec::new();
    let mut document = (*document).clone();
    // The text itself comes first: everything else is about what stands in it.
    let encoding = corrections.iter().rev().find_map(|it| match &it.fix {
        Fix::Encoding { encoding } => Some((it.id, encoding)),
        _ => None,
    });
    if let Some((id, encoding)) = encoding {
        match source.decoded(index, encoding) {
            Ok(mut read) => {
                let was = format!("encoding was taken for {}", document.encoding);
                read.corrected.push(Said { block: None, was });
                document = read;
            }
            Err(_) => failed.push(id),
        }
    }
    let (ids, fixes): (Vec<RecordId>, Vec<correction::Fix>) = corrections
        .iter()
        .filter_map(|it| Some((it.id, in_corpus(&it.fix, |at| place(at, &document))?)))
        .unzip();
    let (mut done, mut lost) = correction::correct(document.clone(), &fixes);
    if !lost.is_empty() {
        // What the source's own changes took away is looked for as any passage is.
        let mut placer = Placer::new(&document, &|_| None);
        let mut fixes = fixes;
        for index in lost {
            let Some(id) = ids.get(index) else { continue };
            let fix = corrections.iter().find(|it| it.id == *id).and_then(|it| {
                in_corpus(&it.fix, |at| {
                    found(at, &document, &mut placer).unwrap_or_else(|| place(at, &document))
                })
            });
            if let (Some(fix), Some(old)) = (fix, fixes.get_mut(index)) {
                *old = fix;
            }
        }
        (done, lost) = correction::correct(document, &fixes);
    }
    failed.extend(lost.iter().filter_map(|index| ids.get(*index)));
    Some(Corrected {
        document: done,
        failed,
    })
}

/// The corrections of a document, by time, those included that were made when it had another id.
fn of_document<'l>(library: &'l Library, id: &DocumentId, former: &Former) -> Vec<&'l Correction> {
    let others = former.iter().filter(|(_, now)| *now == id);
    let mut corrections: Vec<&Correction> = library.corrections_of(id).map(AsRef::as_ref).collect();
    for (was, _) in others {
        corrections.extend(library.corrections_of(was).map(AsRef::as_ref));
    }
    corrections.sort_by_key(|it| it.id);
    corrections.dedup_by_key(|it| it.id);
    corrections
}

/// A correction in the corpus's terms; None for one that is not about structure (the encoding,
/// which is settled before a document is read).
fn in_corpus(fix: &Fix, mut place: impl FnMut(&Anchor) -> BlockPlace) -> Option<correction::Fix> {
    Some(match fix {
        Fix::Kind { at, kind, level } => correction::Fix::Kind {
            at: place(at),
            kind: *kind,
            level: *level,
        },
        Fix::Label { at, label } => correction::Fix::Label {
            at: place(at),
            label: label.clone(),
        },
        Fix::Folded { at, folded } => correction::Fix::Folded {
            at: place(at),
            folded: *folded,
        },
        Fix::Join { at } => correction::Fix::Join { at: place(at) },
        Fix::Split { at } => correction::Fix::Split { at: place(at) },
        Fix::Title { title } => correction::Fix::Title(title.clone()),
        Fix::Date { date } => correction::Fix::Date(date.clone()),
        Fix::Origin { origin } => correction::Fix::Origin(origin.clone()),
        Fix::Id { id } => correction::Fix::Id(id.clone()),
        Fix::Encoding { .. } => return None,
    })
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
        before: anchor.quote.before.clone(),
        after: anchor.quote.after.clone(),
    }
}

/// The block an anchor stands in after the text was edited there.
fn found(anchor: &Anchor, document: &Document, placer: &mut Placer<'_>) -> Option<BlockPlace> {
    let (placed, range) = placer.place_anchor(anchor);
    let range = range.filter(|_| placed.state != PlacedState::Orphaned && !placed.review)?;
    let now = Anchor::of(document, &range)?;
    Some(place(&now, document))
}

#[cfg(test)]
mod tests;
