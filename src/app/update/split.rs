//! Two texts side by side, and what others say beside the text.
//!
//! Knows which side has the keys and how the other side is laid out. The text that has the keys is
//! always `reading`; the other waits in `beside` with its own place.

use crate::app::panes::{self, Split};
use crate::app::reading::Reading;
use crate::app::state::{Focus, State};

impl State {
    /// Whether the keys go to the left one of two texts.
    pub(super) fn left_side(&self) -> bool {
        self.wish.split == Split::Left
    }

    /// Sets a second text beside the first, at the same place; or leaves only the one that has the
    /// keys.
    pub(super) fn split(&mut self) {
        if self.beside.take().is_some() {
            self.wish.split = Split::None;
            return;
        }
        self.wish.split = Split::Right;
        if self.panes().beside.width == 0 {
            self.wish.split = Split::None;
            self.warn("the window is too narrow for two texts");
            return;
        }
        self.portal = None;
        self.beside.clone_from(&self.reading);
        self.say("two texts: Ctrl-w goes to the other; open any document on either side");
    }

    /// Shows beside the text what others say of its paragraph; or shows only the text again.
    pub(super) fn open_portal(&mut self) {
        self.beside = None;
        if self.wish.split == Split::Portal {
            self.wish.split = Split::None;
            self.portal = None;
            return;
        }
        self.wish.split = Split::Portal;
        if self.panes().beside.width == 0 {
            self.wish.split = Split::None;
            self.warn("the window is too narrow for anything beside the text");
        }
    }

    /// Gives the keys to the other text.
    pub(super) fn other_side(&mut self) {
        let (Some(reading), Some(beside)) = (&mut self.reading, &mut self.beside) else {
            self.say("there is no second text: Space s sets one beside this");
            return;
        };
        std::mem::swap(reading, beside);
        self.wish.split = match self.wish.split {
            Split::Left => Split::Right,
            _ => Split::Left,
        };
        self.focus = if self.list.is_some() {
            Focus::List
        } else {
            Focus::Text
        };
        self.documents.chosen = self.reading.as_ref().map_or(0, |it| it.index);
        self.pressed = None;
    }

    /// Has the other text follow, or stay.
    pub(super) fn go_together(&mut self) {
        self.together = !self.together;
        self.say(if self.together {
            "both texts scroll together"
        } else {
            "each text scrolls alone"
        });
    }

    /// Lays out what stands beside the text.
    pub(in crate::app) fn lay_out_beside(&mut self, resized: bool) {
        let area = self.panes().beside;
        if area.width == 0 {
            return;
        }
        if self.wish.split == Split::Portal {
            self.look_through();
            return;
        }
        let Some(beside) = &mut self.beside else {
            return;
        };
        let page = panes::page_in(area, beside.gutter, self.wish.measure);
        if let Some(reading) = self.reading.as_ref().filter(|_| self.together) {
            follow(beside, reading, page.width, page.height);
        }
        // Its width changes with what is opened beside it, not only with the window.
        let resized = resized || beside.laid_out_for() != page.width;
        beside.lay_out(page.width, page.height, resized);
        beside.refer(&self.corpus, &self.known);
    }
}

/// Brings a text to where another one is: to the paragraph of the same label, else to the one as far
/// on.
fn follow(beside: &mut Reading, reading: &Reading, width: u16, height: u16) {
    let here = reading.block();
    let label = reading
        .document
        .blocks
        .get(here)
        .and_then(|block| block.label());
    let blocks = &beside.document.blocks;
    let same = label.and_then(|label| blocks.iter().position(|it| it.label() == Some(label)));
    let all = reading.document.blocks.len().max(1);
    let block = same.unwrap_or(here * blocks.len() / all);
    if beside.block() == block {
        return;
    }
    if let Some(range) = blocks.get(block).map(|it| it.range.clone()) {
        beside.cursor.extending = None;
        beside.go(range);
        beside.centre(width, height);
    }
}
