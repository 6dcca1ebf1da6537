//! Jumps: to headings, footnotes, documents, marks, back and forward.
//!
//! Knows that every jump leaves a stop on the trail.

use std::ops::Range;

use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::marks::What;
use crate::app::state::{Awaiting, Focus, State};
use crate::app::trail::Stop;
use crate::corpus::BlockKind;

impl State {
    /// Remembers the present place on the trail.
    pub(super) fn leave(&mut self) {
        if let Some(reading) = &self.reading {
            self.trail.leave(reading.stop());
        }
    }

    /// Jumps to a passage of a document, opening it if need be. Leaves a stop on the trail.
    pub fn jump(&mut self, document: usize, range: Range<usize>) {
        self.leave();
        self.arrive(document, range);
    }

    fn arrive(&mut self, document: usize, range: Range<usize>) {
        if self.list.is_some() {
            self.leave_list();
        }
        if self.reading.as_ref().map(|reading| reading.index) != Some(document) {
            if !self.open(document) {
                return;
            }
            self.lay_out(true);
        }
        self.focus = Focus::Text;
        let (width, height) = self.page_size();
        if let Some(reading) = &mut self.reading {
            reading.go(range);
            reading.centre(width, height);
        }
    }

    /// Goes to a passage of the open document.
    fn jump_here(&mut self, range: Range<usize>) {
        if let Some(index) = self.reading.as_ref().map(|reading| reading.index) {
            self.jump(index, range);
        }
    }

    /// The next or previous heading.
    pub(super) fn heading(&mut self, forward: bool) {
        for _ in 0..self.count.unwrap_or(1) {
            let Some(reading) = &self.reading else { return };
            let Some(block) = reading.block_of_kind(BlockKind::Heading, forward) else {
                self.say("no further heading");
                return;
            };
            let range = reading.document.blocks[block].range.clone();
            self.jump_here(range);
        }
    }

    /// The next or previous place where a footnote is called.
    pub(super) fn footnote(&mut self, forward: bool) {
        for _ in 0..self.count.unwrap_or(1) {
            let Some(reading) = &self.reading else { return };
            let at = reading.cursor.range.clone();
            let mut calls = reading
                .document
                .notes
                .iter()
                .filter_map(|note| note.called_at);
            let found = if forward {
                calls.filter(|call| *call > at.end).min()
            } else {
                calls.by_ref().filter(|call| *call < at.start).max()
            };
            let Some(call) = found else {
                self.say("no further footnote");
                return;
            };
            // The mark itself is not in the text: the sentence that it stands in becomes current.
            let range = crate::app::cursor::at(
                &reading.document,
                call.saturating_sub(1),
                crate::app::cursor::Unit::Word,
            )
            .unwrap_or(call..call);
            self.jump_here(range);
        }
    }

    /// The next or previous annotation.
    pub(super) fn annotation(&mut self, forward: bool) {
        self.mark_of(forward, "annotation", |what| {
            matches!(what, What::Annotation(_))
        });
    }

    /// The next or previous end of a link.
    pub(super) fn link_end(&mut self, forward: bool) {
        self.mark_of(forward, "link", |what| matches!(what, What::Link(..)));
    }

    fn mark_of(&mut self, forward: bool, noun: &str, test: impl Fn(&What) -> bool) {
        for _ in 0..self.count.unwrap_or(1) {
            let Some(reading) = &self.reading else { return };
            let at = reading.cursor.range.start;
            let found = reading.marks.next(at, forward, |mark| test(&mark.what));
            let Some(range) = found.map(|mark| mark.range.clone()) else {
                self.say(format!("no further {noun} in this document"));
                return;
            };
            self.jump_here(range);
        }
    }

    /// The next or previous document.
    pub(super) fn neighbour(&mut self, forward: bool) {
        let count = self.count.unwrap_or(1);
        let Some(here) = self.reading.as_ref().map(|reading| reading.index) else {
            return;
        };
        let target = if forward {
            here.checked_add(count)
        } else {
            here.checked_sub(count)
        };
        match target.filter(|index| *index < self.corpus.len()) {
            Some(index) => {
                self.leave();
                if self.list.is_some() {
                    self.leave_list();
                }
                self.open(index);
                self.lay_out(true);
            }
            None => self.say("no further document"),
        }
    }

    /// Waits for the letter of a mark.
    pub(super) fn await_letter(&mut self, set: bool) {
        self.awaiting = Some(if set {
            Awaiting::SetMark
        } else {
            Awaiting::GoMark
        });
    }

    /// Takes the letter that was waited for.
    pub(super) fn letter(&mut self, key: Key) -> Vec<Effect> {
        let awaiting = self.awaiting.take();
        if awaiting == Some(Awaiting::QuickTag) {
            return self.digit(key);
        }
        let (Some(letter), Some(awaiting)) = (key.typed().filter(|c| c.is_alphabetic()), awaiting)
        else {
            self.say("no mark: a mark is a letter");
            return Vec::new();
        };
        match awaiting {
            Awaiting::SetMark => self.set_mark(letter),
            Awaiting::GoMark => self.go_mark(letter),
            Awaiting::QuickTag => {}
        }
        Vec::new()
    }

    fn set_mark(&mut self, letter: char) {
        let Some(reading) = &self.reading else { return };
        let stop = reading.stop();
        let document = letter.is_lowercase().then_some(stop.document);
        self.marks.insert((document, letter), stop);
        self.say(format!("mark {letter} set"));
    }

    fn go_mark(&mut self, letter: char) {
        let here = self.reading.as_ref().map(|reading| reading.index);
        let document = if letter.is_lowercase() { here } else { None };
        match self.marks.get(&(document, letter)).cloned() {
            Some(Stop { document, range }) => self.jump(document, range),
            None => self.warn(format!("no mark {letter} here")),
        }
    }

    /// Back or forward through the jumps.
    pub(super) fn travel(&mut self, forward: bool) {
        for _ in 0..self.count.unwrap_or(1) {
            let Some(here) = self
                .reading
                .as_ref()
                .map(super::super::reading::Reading::stop)
            else {
                return;
            };
            let stop = if forward {
                self.trail.forward(here)
            } else {
                self.trail.back(here)
            };
            let Some(stop) = stop else {
                let end = if forward { "forward" } else { "back" };
                self.say(format!("no further {end}"));
                return;
            };
            self.arrive(stop.document, stop.range);
        }
    }
}
