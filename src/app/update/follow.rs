//! Following and peeking: what leads away from the current passage.
//!
//! Knows links of the library (from both ends), footnotes and links of the source.

use std::ops::Range;

use crate::app::cursor::{self, Unit};
use crate::app::marks::What;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Menu, Overlay, Peek};
use crate::app::state::State;
use crate::corpus::{Document, Style};
use crate::library::relation;
use crate::passage::{Anchor, address};

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

impl State {
    /// What leads away from the current passage, in words, with where it leads.
    pub fn goals(&self) -> Vec<(String, Goal)> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let here = &reading.cursor.range;
        let mut goals = Vec::new();
        for mark in reading.marks.on(here) {
            if let What::Link(link, end) = &mark.what {
                let other = link.end(end.other()).anchor();
                let word = relation::from_end(&link.relation, *end);
                let goal = self.place_of(other);
                let at = self
                    .address_of(&goal)
                    .unwrap_or_else(|| other.document.to_string());
                goals.push((format!("{word} {at} “{}”", other.quote.exact), goal));
            }
        }
        self.footnotes(&reading.document, reading.index, here, &mut goals);
        let inlines = &reading.document.inlines;
        for inline in inlines {
            if inline.range.start >= here.end {
                break;
            }
            if inline.range.end > here.start
                && let Style::Link(target) = &inline.style
            {
                let words = reading.document.slice(&inline.range);
                goals.push((format!("{words} → {target}"), self.source_link(target)));
            }
        }
        goals
    }

    /// Where a kept passage stands in the corpus now.
    pub(super) fn place_of(&self, anchor: &Anchor) -> Goal {
        let found = self.corpus.index_of(&anchor.document).and_then(|index| {
            let document = self.corpus.document(index)?;
            Some((index, anchor.exact_in(&document)?))
        });
        match found {
            Some((index, range)) => Goal::Passage(index, range),
            None => Goal::Absent(anchor.document.to_string()),
        }
    }

    /// Where a kept passage stands now, as an address; its document's id where it is not found.
    pub fn goal_of(&self, anchor: &Anchor) -> String {
        let goal = self.place_of(anchor);
        let address = self.address_of(&goal);
        let place = address.unwrap_or_else(|| anchor.document.to_string());
        place.split(":\"").next().unwrap_or(&place).to_owned()
    }

    /// The address of a goal.
    pub(super) fn address_of(&self, goal: &Goal) -> Option<String> {
        match goal {
            Goal::Passage(index, range) => {
                let document = self.corpus.document(*index)?;
                Some(address::of(&document, range).to_string())
            }
            Goal::Outside(target) => Some(target.clone()),
            Goal::Absent(_) => None,
        }
    }

    /// Footnotes called in a passage, and the call where the passage is a footnote.
    fn footnotes(
        &self,
        document: &Document,
        index: usize,
        here: &Range<usize>,
        goals: &mut Vec<(String, Goal)>,
    ) {
        let own = document.block_at(here.start);
        for note in &document.notes {
            let block = note
                .block
                .and_then(|number| (number as usize).checked_sub(1));
            if let (Some(call), Some(block)) = (note.called_at, block) {
                if call > here.start && call <= here.end {
                    let range = document.blocks[block].range.clone();
                    let words = document.slice(&range);
                    goals.push((
                        format!("note {}: {words}", note.label),
                        Goal::Passage(index, range),
                    ));
                }
                if own == Some(block) {
                    let range = cursor::at(document, call.saturating_sub(1), Unit::Sentence)
                        .unwrap_or(call..call);
                    let words = document.slice(&range);
                    goals.push((format!("called at: {words}"), Goal::Passage(index, range)));
                }
            } else if let Some(call) = note.called_at
                && call > here.start
                && call <= here.end
            {
                let label = &note.label;
                goals.push((
                    format!("note {label} has no text in this document"),
                    Goal::Absent(format!("note {label}")),
                ));
            }
        }
    }

    /// Where a link of a source leads: to a document of the corpus, or outside.
    fn source_link(&self, target: &str) -> Goal {
        let path = target.split(['#', '?']).next().unwrap_or(target);
        let name = path.rsplit('/').next().unwrap_or(path);
        let listed = self.corpus.listings().iter().position(|it| {
            !name.is_empty() && it.path.file_name().is_some_and(|file| file == name)
        });
        match listed.and_then(|index| Some((index, self.corpus.document(index)?))) {
            Some((index, document)) => {
                Goal::Passage(index, cursor::Cursor::start(&document).range)
            }
            None => Goal::Outside(target.to_owned()),
        }
    }

    /// Follows what is here; asks where there are several.
    pub(super) fn follow(&mut self) {
        let goals = self.goals();
        match goals.as_slice() {
            [] => {
                // On a folded line, following opens it.
                if let Some(reading) = &self.reading
                    && reading.folds.is_folded(&reading.document, reading.block())
                {
                    self.fold();
                    return;
                }
                self.say("nothing here leads elsewhere");
            }
            [(_, goal)] => {
                let goal = goal.clone();
                self.go_to(goal);
            }
            _ => {
                let rows = goals
                    .into_iter()
                    .map(|(words, goal)| (words, Choice::Follow(goal)))
                    .collect();
                self.overlay = Some(Overlay::Menu(Menu::new("Go to", rows)));
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
        let goals = self.goals();
        for (words, goal) in &goals {
            match goal {
                Goal::Passage(index, range) => {
                    let words = words.split(" “").next().unwrap_or(words);
                    let at = self.address_of(goal).unwrap_or_default();
                    let body = self
                        .corpus
                        .document(*index)
                        .map(|it| it.slice(range).to_owned())
                        .unwrap_or_default();
                    if words.contains(&at)
                        || words.starts_with("note ")
                        || words.starts_with("called")
                    {
                        let head = words.split(':').next().unwrap_or(words);
                        let head = if words.contains(&at) { words } else { head };
                        text.push_str(&format!("→ {head}\n{body}\n\n"));
                    } else {
                        text.push_str(&format!("→ {words} ({at})\n{body}\n\n"));
                    }
                }
                Goal::Outside(_) | Goal::Absent(_) => text.push_str(&format!("→ {words}\n\n")),
            }
        }
        if text.is_empty() {
            self.say("nothing is noted here and nothing leads elsewhere");
            return;
        }
        let goal = match goals.as_slice() {
            [(_, goal)] => Some(goal.clone()),
            _ => None,
        };
        self.overlay = Some(Overlay::Peek(Peek {
            title: self.address().unwrap_or_default(),
            text: text.trim_end().to_owned(),
            goal,
            scroll: 0,
        }));
    }
}
