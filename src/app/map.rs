//! The map: which rows of the outline are shown, after a filter and folded sections.
//!
//! Knows the words of the filter (`tag:`, `note:`, `link:`, `mention:`, `read:`, `unread:`, and
//! words of the text) and what they ask of a block. Does not know how a row looks.

use std::collections::BTreeSet;

use super::marks::What;
use super::overlay::field::Field;
use super::reading::Reading;
use crate::corpus::BlockKind;
use crate::library::{End, Library, relation};
use crate::search::{self, Options, Query};

/// What the reader made of the outline.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// What it is filtered by.
    pub field: Field,
    /// Whether the keys go to the field.
    pub typing: bool,
    /// Why what is typed cannot be used.
    pub error: Option<String>,
    /// How many rows fit the filter, the headings above them not counted.
    pub fitting: usize,
    /// Headings whose sections are folded, by block.
    folded: BTreeSet<u32>,
}

impl Map {
    /// Rows that the field takes from the outline while it is shown.
    pub fn field_rows(&self) -> usize {
        usize::from(self.typing || !self.field.is_empty())
    }

    /// Whether the section of a heading is folded.
    pub fn is_folded(&self, block: u32) -> bool {
        self.folded.contains(&block)
    }

    /// Folds the section of a heading, or unfolds it.
    fn toggle(&mut self, block: u32) {
        if !self.folded.remove(&block) {
            self.folded.insert(block);
        }
    }
}

/// What a word of the filter asks of a block.
enum Asked<'a> {
    Tag(&'a str),
    Note(&'a str),
    Link(&'a str),
    Mention,
    Read(bool),
}

/// Reads a word of the filter; None for a word of the text.
fn asked(word: &str) -> Option<Asked<'_>> {
    let (name, value) = word.split_once(':')?;
    Some(match name {
        "tag" => Asked::Tag(value),
        "note" => Asked::Note(value),
        "link" => Asked::Link(value),
        "mention" => Asked::Mention,
        "read" => Asked::Read(true),
        "unread" => Asked::Read(false),
        _ => return None,
    })
}

impl Reading {
    /// Works out anew which rows the outline shows.
    pub(super) fn map_anew(&mut self, library: &Library) {
        self.map.error = None;
        let typed = self.map.field.text().to_lowercase();
        if typed.trim().is_empty() {
            self.outline = self.unfolded();
            self.map.fitting = self.outline.len();
            return;
        }
        let (asks, words): (Vec<&str>, Vec<&str>) = typed
            .split_whitespace()
            .partition(|word| asked(word).is_some());
        let asks: Vec<Asked<'_>> = asks.into_iter().filter_map(asked).collect();
        let holding = match self.blocks_with(&words.join(" ")) {
            Ok(blocks) => blocks,
            Err(why) => {
                self.map.error = Some(why);
                return;
            }
        };
        let fits = |block: &&u32| {
            holding.as_ref().is_none_or(|it| it.contains(block))
                && asks.iter().all(|it| self.answers(it, **block, library))
        };
        let fitting: BTreeSet<u32> = self.whole.iter().filter(fits).copied().collect();
        self.map.fitting = fitting.len();
        self.outline = self.with_headings(&fitting);
    }

    /// The blocks that hold these words; None where there are none to look for.
    fn blocks_with(&mut self, words: &str) -> Result<Option<BTreeSet<u32>>, String> {
        if words.is_empty() {
            return Ok(None);
        }
        let query = Query::unfinished(words, Options::default()).map_err(|it| it.to_string())?;
        let document = self.document.clone();
        let hits = search::find(&document, self.folded_text(), &query, &[]);
        Ok(Some(
            hits.iter().map(|hit| hit.block.saturating_sub(1)).collect(),
        ))
    }

    /// Whether a block is what a word of the filter asks for.
    fn answers(&self, asked: &Asked<'_>, block: u32, library: &Library) -> bool {
        let Some(range) = self.document.blocks.get(block as usize).map(|it| &it.range) else {
            return false;
        };
        let holds = |text: &str, part: &str| text.to_lowercase().contains(part);
        match asked {
            Asked::Read(read) => self.seen.holds(block) == *read,
            Asked::Mention => self.waiting.on(range).next().is_some(),
            Asked::Tag(part) => self.marks.on(range).any(|mark| match &mark.what {
                What::Annotation(it) => library.tag_paths(it).iter().any(|path| holds(path, part)),
                What::Link(..) => false,
            }),
            Asked::Note(part) => self.marks.on(range).any(|mark| match &mark.what {
                What::Annotation(it) => !it.note.is_empty() && holds(&it.note, part),
                What::Link(..) => false,
            }),
            Asked::Link(part) => self.marks.on(range).any(|mark| match &mark.what {
                What::Annotation(_) => false,
                What::Link(link, _) => [End::From, End::To]
                    .into_iter()
                    .any(|end| holds(&relation::from_end(&link.relation, end), part)),
            }),
        }
    }

    /// All rows but those of folded sections.
    fn unfolded(&self) -> Vec<u32> {
        let mut hidden_from: Option<u8> = None;
        let shown = |block: &&u32| {
            let Some(it) = self.document.blocks.get(**block as usize) else {
                return false;
            };
            let heading = it.kind == BlockKind::Heading;
            if hidden_from.is_some_and(|level| heading && it.level <= level) {
                hidden_from = None;
            }
            let shown = hidden_from.is_none();
            if shown && heading && self.map.is_folded(**block) {
                hidden_from = Some(it.level);
            }
            shown
        };
        self.whole.iter().filter(shown).copied().collect()
    }

    /// Rows with the headings that stand above them.
    fn with_headings(&self, fitting: &BTreeSet<u32>) -> Vec<u32> {
        let mut rows = Vec::new();
        // The headings above the present row, each deeper than the one before.
        let mut above: Vec<(u8, u32)> = Vec::new();
        for block in &self.whole {
            let Some(it) = self.document.blocks.get(*block as usize) else {
                continue;
            };
            if it.kind == BlockKind::Heading {
                above.retain(|(level, _)| *level < it.level);
            }
            if fitting.contains(block) {
                rows.extend(above.drain(..).map(|(_, heading)| heading));
                rows.push(*block);
            } else if it.kind == BlockKind::Heading {
                above.push((it.level, *block));
            }
        }
        rows
    }

    /// Folds or unfolds the section in which a row stands; gives its heading.
    pub(super) fn fold_section(&mut self, row: usize, library: &Library) -> Option<u32> {
        let block = *self.outline.get(row)?;
        let kind = |block: u32| self.document.blocks.get(block as usize).map(|it| it.kind);
        let heading = self
            .outline
            .get(..=row)?
            .iter()
            .rev()
            .copied()
            .find(|it| *it <= block && kind(*it) == Some(BlockKind::Heading))?;
        self.map.toggle(heading);
        self.map_anew(library);
        Some(heading)
    }

    /// How much of the document was read, in percent of its rows.
    pub fn read_percent(&self) -> usize {
        self.seen.among(&self.whole) * 100 / self.whole.len().max(1)
    }
}
