//! Correcting what was found by rule: asking, and keeping the correction.
//!
//! Knows which correction a stroke means and what it is about. What a correction does to a document
//! is the library's business (`library::correction`); how the reader follows it is in
//! `correct/follow.rs`. The source is never written.

mod follow;

use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::overlay::Overlay;
use crate::app::overlay::ask::{Answer, Ask, Asked};
use crate::app::overlay::menu::{Choice, Menu};
use crate::app::state::State;
use crate::corpus::open::is_id;
use crate::corpus::{Block, BlockKind, DateValue, DocumentId, encoding};
use crate::library::acts;
use crate::library::{Fix, Record, RecordId, correction};
use crate::passage::Anchor;

/// What a block can be said to be: the words of the menu, the kind, and its level.
fn kinds() -> Vec<(String, BlockKind, u8)> {
    let mut kinds = Vec::new();
    for kind in BlockKind::ALL {
        let name = kind.name().replace('_', " ");
        match kind {
            BlockKind::Heading => {
                kinds.extend((1..=4).map(|level| (format!("{name} {level}"), kind, level)));
            }
            BlockKind::ListItem => kinds.push((name, kind, 1)),
            _ => kinds.push((name, kind, 0)),
        }
    }
    kinds
}

impl State {
    /// Asks what kind of block this is.
    pub(super) fn correct_kind(&mut self) {
        if !self.may_write() {
            return;
        }
        let Some(now) = self.block_here().map(|block| (block.kind, block.level)) else {
            return;
        };
        let kinds = kinds();
        let same = |(_, kind, level): &(String, BlockKind, u8)| {
            *kind == now.0 && (*kind != BlockKind::Heading || *level == now.1)
        };
        let at = kinds.iter().position(same).unwrap_or(0);
        let rows = kinds
            .into_iter()
            .map(|(name, kind, level)| (name, Choice::Kind(kind, level)))
            .collect();
        let mut menu = Menu::new("This paragraph is a", rows);
        menu.place.chosen = at;
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// Asks for one line, beginning with what holds now.
    pub(super) fn ask(&mut self, asked: Asked) {
        if !self.may_ask(asked.title()) {
            return;
        }
        let Some(reading) = &self.reading else {
            self.cannot_ask(asked.title(), "No document is open.");
            return;
        };
        let document = &reading.document;
        if asked == Asked::Encoding && !document.format.is_encoded() {
            let format = document.format.name();
            let why = format!(
                "A file of the format {format} says itself how its characters are written."
            );
            self.cannot_ask(asked.title(), &why);
            return;
        }
        let now = match asked {
            Asked::Label => self.block_here().and_then(Block::label).map(str::to_owned),
            Asked::Title => document.meta.title.clone(),
            Asked::Date => document.meta.date.as_ref().map(|date| date.iso.clone()),
            Asked::Origin => document.meta.origin.clone(),
            Asked::Encoding => Some(document.encoding.clone()),
            Asked::Id => Some(document.id.to_string()),
        };
        let ask = Ask::new(asked, &now.unwrap_or_default());
        self.overlay = Some(Overlay::Ask(Box::new(ask)));
    }

    /// Takes a stroke of the prompt.
    pub(super) fn ask_key(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Ask(prompt)) = &mut self.overlay else {
            return Vec::new();
        };
        let asked = prompt.asked;
        match prompt.key(key) {
            Answer::Open => {}
            Answer::Left => self.overlay = None,
            Answer::Done(text) => match self.fix_of(asked, &text) {
                Ok(fix) => return self.correct(fix),
                Err(why) => {
                    if let Some(Overlay::Ask(ask)) = &mut self.overlay {
                        ask.error = Some(why);
                    }
                }
            },
        }
        Vec::new()
    }

    /// What an answer to a prompt says; why it says nothing that can be kept.
    fn fix_of(&self, asked: Asked, text: &str) -> Result<Fix, String> {
        let said = Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(match asked {
            Asked::Label => Fix::Label {
                at: self
                    .anchor_of_block()
                    .ok_or("the paragraph is not there any more")?,
                label: said,
            },
            Asked::Title => Fix::Title { title: said },
            Asked::Origin => Fix::Origin { origin: said },
            Asked::Date => match said.as_deref().map(DateValue::read) {
                None => Fix::Date { date: None },
                Some(Some(date)) => Fix::Date { date: Some(date) },
                Some(None) => return Err("no date: write 2006-10-06, 2006-10 or 2006".to_owned()),
            },
            Asked::Encoding => {
                encoding::decode_as(b"", text).map_err(|error| error.to_string())?;
                Fix::Encoding {
                    encoding: text.to_owned(),
                }
            }
            Asked::Id => {
                let id = DocumentId::new(text);
                if !is_id(text) {
                    return Err("an id has no blanks and none of # ¶ § : \" / \\".to_owned());
                }
                if self.corpus.index_of(&id).is_some() || self.source.index_of(&id).is_some() {
                    return Err(format!("{id} is already the id of a document"));
                }
                Fix::Id { id }
            }
        })
    }

    /// Says that the current block is of a kind.
    pub(super) fn be_kind(&mut self, kind: BlockKind, level: u8) -> Vec<Effect> {
        self.correct_block(|at| Fix::Kind { at, kind, level })
    }

    /// Joins the current block to the one before it.
    pub(super) fn join_block(&mut self) -> Vec<Effect> {
        self.correct_block(|at| Fix::Join { at })
    }

    /// Begins a new block at the current passage.
    pub(super) fn split_block(&mut self) -> Vec<Effect> {
        match self.passage() {
            Some(at) => self.correct(Fix::Split { at }),
            None => Vec::new(),
        }
    }

    /// Folds the current block away in every session to come, or shows it.
    pub(super) fn fold_block(&mut self) -> Vec<Effect> {
        let folded = self.block_here().is_some_and(|block| block.folded);
        self.correct_block(|at| Fix::Folded {
            at,
            folded: !folded,
        })
    }

    /// Asks which correction of this document is to be taken back, the latest first.
    pub(super) fn corrections(&mut self) {
        if !self.may_write() {
            return;
        }
        let Some(id) = self.source_id() else { return };
        let mut rows: Vec<(String, Choice)> = self
            .library
            .corrections_of(&id)
            .map(|it| (acts::said_of(&it.document, &it.fix), it.id))
            .map(|(said, id)| (said, Choice::Uncorrect(id)))
            .collect();
        rows.reverse();
        if rows.is_empty() {
            self.say("nothing was corrected in this document");
            return;
        }
        let menu = Menu::new("Take back which correction?", rows);
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// Takes a correction back.
    pub(super) fn uncorrect(&mut self, id: RecordId) -> Vec<Effect> {
        let act = acts::uncorrect(&self.library, &[id]);
        self.perform(act, &self.by())
    }

    fn correct_block(&mut self, fix: impl Fn(Anchor) -> Fix) -> Vec<Effect> {
        match self.anchor_of_block() {
            Some(at) => self.correct(fix(at)),
            None => Vec::new(),
        }
    }

    fn block_here(&self) -> Option<&Block> {
        let reading = self.reading.as_ref()?;
        reading.document.blocks.get(reading.block())
    }

    fn anchor_of_block(&self) -> Option<Anchor> {
        let reading = self.reading.as_ref()?;
        Anchor::of(&reading.document, &self.block_here()?.range)
    }

    /// The id that the open document has without corrections: what these are kept under.
    fn source_id(&self) -> Option<DocumentId> {
        let index = self.reading.as_ref()?.index;
        Some(self.source.listings().get(index)?.id.clone())
    }

    /// Asks for a correction to be kept, if it can be carried out.
    fn correct(&mut self, fix: Fix) -> Vec<Effect> {
        if !self.may_write() {
            return Vec::new();
        }
        let (Some(reading), Some(id)) = (&self.reading, self.source_id()) else {
            return Vec::new();
        };
        let by = self.by();
        let act = acts::correct(&by, &id, fix);
        let made: Vec<RecordId> = act
            .changes
            .iter()
            .filter_map(|it| it.after.as_ref())
            .map(Record::id)
            .collect();
        let mut library = self.library.clone();
        library.apply(&act.changes);
        let former = self.standings.former();
        let failed = correction::one(&self.source, reading.index, &library, former)
            .is_none_or(|done| done.failed.iter().any(|id| made.contains(id)));
        if failed {
            self.overlay = None;
            self.warn("this cannot be done here: a join needs a paragraph before, a split words on both sides");
            return Vec::new();
        }
        self.perform(Ok(act), &by)
    }
}

#[cfg(test)]
mod tests;
