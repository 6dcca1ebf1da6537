//! The portal: what other places say about the current paragraph.
//!
//! Knows the links from and to it, what it refers to, and passages elsewhere that carry one of its
//! tags. Worked out once for each paragraph; does not know how it is drawn.

use super::list::anchor_of;
use super::marks::What;
use super::naming;
use super::state::State;
use super::update::follow::Goal;
use crate::library::placing::Part;

/// Entries at most: more than a screen holds.
const MOST: usize = 60;
/// Code points of the words of an entry.
const WORDS: usize = 600;

/// What stands in the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// The document and its block that this is about.
    about: (usize, usize),
    /// What there is, links first.
    pub entries: Vec<Entry>,
}

/// One place that has to do with the paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is: `→` something that leads there, `●` a passage with the same tag.
    pub sign: char,
    /// How it is tied to the paragraph, and where it stands.
    pub head: String,
    /// Its words.
    pub words: String,
}

impl State {
    /// Works out what others say of the current paragraph, if that is not known yet.
    pub(super) fn look_through(&mut self) {
        let Some(reading) = &self.reading else {
            self.portal = None;
            return;
        };
        let about = (reading.index, reading.block());
        if self.portal.as_ref().is_some_and(|it| it.about == about) {
            return;
        }
        let mut entries = self.led_to();
        entries.extend(self.same_tags(MOST.saturating_sub(entries.len())));
        self.portal = Some(Portal { about, entries });
    }

    /// What links, notes and references of the paragraph lead to.
    fn led_to(&self) -> Vec<Entry> {
        let reading = self.reading.as_ref();
        let block = reading.and_then(|it| it.document.blocks.get(it.block()));
        let Some(range) = block.map(|block| block.range.clone()) else {
            return Vec::new();
        };
        let ways = self.ways_from(&range).into_iter().take(MOST);
        ways.map(|way| {
            let words = match &way.goal {
                Goal::Passage(index, range) => self.words_at(*index, range),
                Goal::Outside(_) | Goal::Absent(_) => None,
            };
            Entry {
                sign: '→',
                head: way.head,
                words: words.unwrap_or(way.words),
            }
        })
        .collect()
    }

    /// Passages of other documents that carry a tag of this paragraph.
    fn same_tags(&self, most: usize) -> Vec<Entry> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let Some(block) = reading.document.blocks.get(reading.block()) else {
            return Vec::new();
        };
        let mut tags = Vec::new();
        for mark in reading.marks.on(&block.range) {
            if let What::Annotation(it) = &mark.what {
                tags.extend(
                    it.tags
                        .iter()
                        .copied()
                        .filter(|tag| !tags.contains(tag))
                        .collect::<Vec<_>>(),
                );
            }
        }
        let mut entries = Vec::new();
        for tag in tags {
            let path = self.library.tag(tag).map_or("", |tag| tag.path.as_str());
            for it in self.library.tagged(tag) {
                if entries.len() >= most {
                    return entries;
                }
                let Some(anchor) = anchor_of(self, it.id, Part::Annotation) else {
                    continue;
                };
                if anchor.document == reading.document.id {
                    continue;
                }
                let place = self.goal_of(it.id, Part::Annotation, anchor);
                entries.push(Entry {
                    sign: '●',
                    head: format!(
                        "{path}, {}",
                        naming::short(&self.corpus, &place, naming::HEAD)
                    ),
                    words: anchor.quote.exact.chars().take(WORDS).collect(),
                });
            }
        }
        entries
    }

    /// The words of a passage, as many as are worth showing.
    fn words_at(&self, index: usize, range: &std::ops::Range<usize>) -> Option<String> {
        let document = self.corpus.document(index)?;
        Some(document.slice(range).chars().take(WORDS).collect())
    }
}
