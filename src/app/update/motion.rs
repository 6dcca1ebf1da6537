//! Motions within the open document.
//!
//! Knows how many times and how far; where the passage then stands is the cursor's business.

use crate::app::cursor::Unit;
use crate::app::reading::Reading;
use crate::app::state::State;
use crate::library::counted;

impl State {
    /// Moves by units, as often as the count says.
    pub(super) fn step(&mut self, unit: Unit, forward: bool) {
        let count = self.count.unwrap_or(1);
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        let from = reading.block();
        let moved = reading.move_by(unit, forward, count);
        reading.pass(from, !moved && forward);
        if !moved {
            if forward {
                // The rest of a long last passage can still be brought on screen.
                reading.scroll(isize::from(height.cast_signed()), width, height);
            }
            let end = if forward { "end" } else { "beginning" };
            self.say(format!("this is the {end} of the document"));
            return;
        }
        reading.reveal(width, height);
    }

    /// Starts or stops extending.
    pub(super) fn extend(&mut self) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        reading.cursor.toggle_extending();
        if reading.cursor.extending.is_some() {
            self.say("extending: j l w … grow the passage, v keeps it, Esc lets it go");
        }
    }

    /// Widens or narrows the passage.
    pub(super) fn resize_passage(&mut self, wider: bool) {
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        if reading.resize_passage(wider) {
            reading.reveal(width, height);
        } else {
            let how = if wider { "larger" } else { "smaller" };
            self.say(format!("there is no {how} passage here"));
        }
    }

    /// Goes to the beginning.
    pub(super) fn first(&mut self) {
        if self.count.is_some() {
            return self.last();
        }
        self.leave();
        let ending = self.reading.as_ref().filter(|it| it.is_ending());
        if let Some(index) = ending.map(|it| it.index) {
            self.open(index);
        }
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        let start = crate::app::cursor::Cursor::start(&reading.document);
        reading.cursor.put(start.range, start.unit);
        reading.top = crate::app::page::Spot::default();
        reading.reveal(width, height);
    }

    /// Of a long text of which only the beginning is here as yet, shows the end in its place.
    fn show_ending(&mut self) {
        let Some(before) = self.reading.as_ref().filter(|it| !it.is_ending()) else {
            return;
        };
        let Some(document) = self.corpus.ending(before.index) else {
            return;
        };
        let left = before.noted().left();
        let mut reading = Reading::new(before.index, document);
        reading.await_the_whole(left);
        self.reading = Some(reading);
        self.pressed = None;
        self.say("the end of this file; the rest of it is being read …");
    }

    /// Goes to the end, or to the paragraph that the count names.
    pub(super) fn last(&mut self) {
        let count = self.count;
        self.leave();
        if count.is_none() {
            self.show_ending();
        }
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        let block = match count {
            Some(count) => reading.block_named(count),
            None => (0..reading.document.blocks.len())
                .rev()
                .find(|block| crate::app::cursor::readable(&reading.document, *block)),
        };
        let Some(block) = block else {
            let blocks = reading.document.blocks.len();
            let blocks = counted(blocks, "paragraph");
            self.warn(format!("this document has {blocks}"));
            return;
        };
        let range = reading.document.blocks[block].range.clone();
        reading.go(range);
        reading.reveal(width, height);
    }

    /// Scrolls by pages or parts of a page and takes the passage along.
    pub(super) fn turn(&mut self, direction: isize, part: isize) {
        let count = self.count.unwrap_or(1).cast_signed();
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        let rows = (isize::from(height.cast_signed()) / part - 1).max(1);
        let from = reading.block();
        reading.turn(direction * rows * count, width, height);
        reading.pass(from, false);
    }

    /// Scrolls by lines; the passage stays unless it leaves the screen.
    pub(super) fn scroll(&mut self, direction: isize) {
        let count = self.count.unwrap_or(1).cast_signed();
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        reading.scroll(direction * count, width, height);
    }

    /// Folds or unfolds the blocks at the cursor.
    pub(super) fn fold(&mut self) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        let block = reading.block();
        let page = reading.page(80);
        let group = page.group_start(block)..page.group_end(block);
        let folded = reading.folds.is_folded(&reading.document, block);
        for index in group {
            reading.folds.toggle(index);
        }
        self.say(if folded { "unfolded" } else { "folded" });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::keymap::Keymap;
    use crate::app::{Event, Key, State};
    use crate::corpus::Corpus;

    #[test]
    fn the_end_of_a_long_text_is_shown_before_the_whole_is_here() {
        let folder = tempfile::tempdir().unwrap();
        let paths = [folder.path().join("long.txt")];
        let long = "A paragraph of some words, and of some more.\n\n".repeat(30_000);
        std::fs::write(&paths[0], format!("{long}The very last words.\n")).unwrap();
        let corpus = Corpus::begin(&paths, None).unwrap();
        let mut state = State::new(Arc::new(corpus), Arc::new(Keymap::default()), (100, 30));
        state.open(0);
        let press = |state: &mut State, script: &str| {
            for key in Key::parse_script(script).unwrap() {
                state.update(&Event::Key(key));
            }
        };
        let passage = |state: &State| {
            let reading = state.reading.as_ref().unwrap();
            reading.document.slice(&reading.cursor.range).to_owned()
        };
        press(&mut state, "jj");
        let noted = state.reading.as_ref().unwrap().noted().left();
        press(&mut state, "G");
        assert_eq!(passage(&state), "The very last words.");
        // No place in it is a place in the whole.
        assert_eq!(state.reading.as_ref().unwrap().noted().left(), noted);
        let mut there_and_back = state.clone();
        press(&mut there_and_back, "gg");
        assert!(passage(&there_and_back).starts_with("A paragraph"));
        let renewed = state.corpus.renew(&paths, None, &|_, _| true).unwrap();
        state.update(&Event::Corpus(renewed));
        let reading = state.reading.as_ref().unwrap();
        assert!(reading.document.text.len() > 1_000_000);
        assert_eq!(passage(&state), "The very last words.");
    }
}
