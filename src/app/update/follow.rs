//! Following and peeking: what leads away from the current passage.
//!
//! Knows links of the library (from both ends), footnotes and links of the source, and references
//! in the text.

use std::ops::Range;

use crate::app::cursor::{self, Unit};
use crate::app::marks::What;
use crate::app::naming;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Menu, Overlay, Peek};
use crate::app::state::State;
use crate::corpus::{BlockKind, Document, Style};
use crate::library::placing::Part;
use crate::library::relation;
use crate::passage::address;
use crate::search::MentionState;

/// Bytes of the longest styled stretch that is looked for.
const STYLED: usize = 4096;

/// Where something leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// To a passage: index of the document, bytes in its text.
    Passage(usize, Range<usize>),
    /// Out of the corpus: a target as the source writes it.
    Outside(String),
    /// To a document that is not in the corpus, by the name the source uses.
    Absent(String),
}

/// Something that leads away from a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What it is, in a few words: `contradicts 07MOSCOW601¶7`, `note 3`.
    pub head: String,
    /// The words at its other end.
    pub words: String,
    /// Where it leads.
    pub goal: Goal,
}

impl State {
    /// What leads away from the current passage.
    pub fn ways(&self) -> Vec<Way> {
        let here = self.reading.as_ref().map(|it| it.cursor.range.clone());
        here.map_or_else(Vec::new, |here| self.ways_from(&here))
    }

    /// What leads away from a stretch of the open document.
    pub(in crate::app) fn ways_from(&self, here: &Range<usize>) -> Vec<Way> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let mut ways = Vec::new();
        for mark in reading.marks.on(here) {
            if let What::Link(link, end) = &mark.what {
                let other = link.end(end.other()).anchor();
                let relation = relation::from_end(&link.relation, *end);
                let part = Part::Link(end.other());
                ways.push(Way {
                    head: format!(
                        "{relation} {}",
                        naming::short(
                            &self.corpus,
                            &self.goal_of(link.id, part, other),
                            naming::HEAD
                        )
                    ),
                    words: other.quote.exact.clone(),
                    goal: self.place_of(link.id, part, other),
                });
            }
        }
        footnotes(&reading.document, reading.index, here, &mut ways);
        for (range, target) in source_links(&reading.document, here) {
            ways.push(Way {
                head: format!("link to {target}"),
                words: reading.document.slice(range).to_owned(),
                goal: self.source_link(target),
            });
        }
        for referral in reading.referrals.on(here) {
            if let Some(way) = referral.way(&self.corpus, reading)
                && ways.iter().all(|other| other.goal != way.goal)
            {
                ways.push(way);
            }
        }
        ways
    }

    /// Whether something leads away from the current passage that can be gone to. Asked for every
    /// place, so that no other document is read for it.
    pub(in crate::app) fn leads_away(&self) -> bool {
        let Some(reading) = &self.reading else {
            return false;
        };
        let here = &reading.cursor.range;
        let link = |what: &What| match what {
            What::Link(link, end) => {
                let other = &link.end(end.other()).anchor().document;
                self.standings.index_of(&self.corpus, other).is_some()
            }
            What::Annotation(_) => false,
        };
        let mut notes = Vec::new();
        footnotes(&reading.document, reading.index, here, &mut notes);
        let absent = |way: &Way| matches!(way.goal, Goal::Absent(_));
        reading.marks.on(here).any(|mark| link(&mark.what))
            || !notes.iter().all(absent)
            || source_links(&reading.document, here).next().is_some()
            || reading.referrals.on(here).any(|it| it.inside)
    }

    /// Where a link of a source leads: to a document of the corpus, or outside.
    fn source_link(&self, target: &str) -> Goal {
        // A page that was exported lies among the documents, and its links lead back.
        if let Some(address) = target.strip_prefix(address::SCHEME) {
            let found = address::resolve(&self.corpus, target).ok();
            let goal = found.and_then(|found| {
                let index = self.corpus.index_of(&found.document.id)?;
                Some(Goal::Passage(index, found.range))
            });
            return goal.unwrap_or_else(|| Goal::Absent(address.to_owned()));
        }
        let path = target.split(['#', '?']).next().unwrap_or(target);
        let name = path.rsplit('/').next().unwrap_or(path);
        let listed = self.corpus.listings().iter().position(|it| {
            !name.is_empty() && it.path.file_name().is_some_and(|file| file == name)
        });
        match listed.and_then(|index| Some((index, self.corpus.document(index)?))) {
            Some((index, document)) => Goal::Passage(index, cursor::Cursor::start(&document).range),
            None => Goal::Outside(target.to_owned()),
        }
    }

    /// Follows what is here; asks where there are several.
    pub(super) fn follow(&mut self) {
        let mut ways = self.ways();
        // What leads nowhere is offered only where nothing else is here.
        if ways.iter().any(|way| !matches!(way.goal, Goal::Absent(_))) {
            ways.retain(|way| !matches!(way.goal, Goal::Absent(_)));
        } else {
            ways.truncate(1);
        }
        match ways.len() {
            0 => {
                // On a folded line, following opens it.
                if let Some(reading) = &self.reading
                    && reading.folds.is_folded(&reading.document, reading.block())
                {
                    self.fold();
                    return;
                }
                self.say("nothing here leads elsewhere");
            }
            1 => {
                let way = ways.remove(0);
                match way.goal {
                    Goal::Absent(_) => self.warn(format!("{}: {}", way.head, way.words)),
                    goal => self.go_to(goal),
                }
            }
            _ => {
                let rows = ways
                    .into_iter()
                    .map(|way| {
                        (
                            format!("{} “{}”", way.head, way.words),
                            Choice::Follow(way.goal),
                        )
                    })
                    .collect();
                self.overlay = Some(Overlay::Menu(Menu::new("Follow which?", rows)));
            }
        }
    }

    /// Goes where something leads.
    pub(super) fn go_to(&mut self, goal: Goal) {
        match goal {
            Goal::Passage(index, range) => self.jump(index, range),
            Goal::Outside(target) => self.say(format!("leads out of the corpus: {target}")),
            Goal::Absent(name) => self.warn(format!("“{name}” is not in this corpus")),
        }
    }

    /// Shows what is here without leaving: annotations in full, and what they lead to.
    pub(super) fn peek(&mut self) {
        let Some(reading) = &self.reading else { return };
        let mut text = String::new();
        for mark in reading.marks.on(&reading.cursor.range) {
            if let What::Annotation(it) = &mark.what {
                let tags = self.library.tag_paths(it).join("  ");
                if !tags.is_empty() {
                    text.push_str(&format!("● {tags}\n"));
                }
                if !it.note.is_empty() {
                    text.push_str(&it.note);
                    text.push('\n');
                }
                text.push('\n');
            }
        }
        for mention in reading.waiting.on(&reading.cursor.range) {
            let words = reading.document.slice(&mention.hit.range);
            let path = self.path_of(mention.tag);
            text.push_str(&match mention.state {
                MentionState::Possible => {
                    format!("~ possible mention of {path}: “{words}” points back to one\n")
                }
                _ => format!(
                    "? undecided mention of {path}: “{words}”, by its form “{}”\n",
                    mention.form
                ),
            });
            if let Some(tag) = self.library.tag(mention.tag)
                && !tag.description.is_empty()
            {
                text.push_str(&format!("{}\n", tag.description));
            }
            text.push_str("c confirms, r rejects\n\n");
        }
        let block = reading.document.blocks.get(reading.block());
        for doubt in block
            .map(|block| reading.document.doubts_at(block))
            .unwrap_or_default()
        {
            text.push_str(&format!("? {doubt}\n\n"));
        }
        for was in block
            .iter()
            .flat_map(|it| reading.document.corrected_at(it))
        {
            text.push_str(&format!("Δ corrected: {was}\n\n"));
        }
        let ways = self.ways();
        for way in &ways {
            let body = match &way.goal {
                Goal::Passage(index, range) => self
                    .corpus
                    .document(*index)
                    .map(|document| document.slice(range).to_owned()),
                Goal::Outside(_) | Goal::Absent(_) => None,
            };
            let body = body.unwrap_or_else(|| way.words.clone());
            text.push_str(&format!("→ {}\n{body}\n\n", way.head));
        }
        if text.is_empty() {
            self.say("nothing is noted here and nothing leads elsewhere");
            return;
        }
        let goal = match ways.as_slice() {
            [way] => Some(way.goal.clone()),
            _ => None,
        };
        self.overlay = Some(Overlay::Peek(Peek {
            title: naming::short(&self.corpus, &self.address().unwrap_or_default(), 64).to_string(),
            text: text.trim_end().to_owned(),
            goal,
            scroll: 0,
        }));
    }
}

/// The links of the source that touch a passage: their words and their targets.
fn source_links<'a>(
    document: &'a Document,
    here: &'a Range<usize>,
) -> impl Iterator<Item = (&'a Range<usize>, &'a str)> {
    let inlines = &document.inlines;
    // Nothing styled is longer than this; they stand by their beginnings.
    let from = inlines.partition_point(|it| it.range.start + STYLED < here.start);
    let inlines = inlines.iter().skip(from);
    inlines
        .take_while(|it| it.range.start < here.end)
        .filter(|it| it.range.end > here.start)
        .filter_map(|it| match &it.style {
            Style::Link(target) => Some((&it.range, target.as_str())),
            _ => None,
        })
}

/// A stretch with the signs that close it: a note is called behind the full stop or the quotation
/// mark, and belongs to the word before it.
fn with_its_marks(document: &Document, here: &Range<usize>) -> Range<usize> {
    let after = document.text.get(here.end..).unwrap_or_default();
    let signs = after.find(|c: char| c.is_alphanumeric() || c.is_whitespace());
    here.start..here.end + signs.unwrap_or(after.len())
}

/// Footnotes called in a passage, and the call where the passage is a footnote.
fn footnotes(document: &Document, index: usize, here: &Range<usize>, ways: &mut Vec<Way>) {
    let here = &with_its_marks(document, here);
    let own = document.block_at(here.start);
    let is_note = own
        .and_then(|own| document.blocks.get(own))
        .is_some_and(|block| block.kind == BlockKind::Footnote);
    // Notes stand in the order of their calls; only where a note itself is read, all are asked.
    let from = document
        .notes
        .partition_point(|note| note.called_at.is_some_and(|at| at <= here.start));
    let near = document.notes.iter().skip(if is_note { 0 } else { from });
    let near = near.take_while(|note| is_note || note.called_at.is_some_and(|at| at <= here.end));
    for note in near {
        let called = note
            .called_at
            .filter(|call| *call > here.start && *call <= here.end);
        let text = document.block_of_note(note);
        let block = text.map(|block| block.number as usize - 1);
        if called.is_some() {
            ways.push(match text {
                Some(block) => Way {
                    head: format!("note {}", note.label),
                    words: document.block_text(block).to_owned(),
                    goal: Goal::Passage(index, block.range.clone()),
                },
                None => Way {
                    head: format!("note {}", note.label),
                    words: "this note has no text in the document".to_owned(),
                    goal: Goal::Absent(format!("note {}", note.label)),
                },
            });
        }
        if let Some(call) = note.called_at
            && block.is_some()
            && own == block
        {
            let at = call.saturating_sub(1);
            let range = cursor::at(document, at, Unit::Sentence).unwrap_or(call..call);
            ways.push(Way {
                head: format!("where note {} is called", note.label),
                words: document.slice(&range).to_owned(),
                goal: Goal::Passage(index, range),
            });
        }
    }
}
