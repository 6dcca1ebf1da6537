//! Quick tags: a digit puts a tag.
//!
//! Knows which digit stands for which tag; that is kept from session to session. A digit that has
//! none takes the first tag that is put after it was pressed.

use crate::app::event::Effect;
use crate::app::key::Key;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Menu, Overlay};
use crate::app::state::{Awaiting, State};
use crate::library::TagPath;

impl State {
    /// Waits for the digit of a tag.
    pub(super) fn await_digit(&mut self) {
        if self.may_write() && self.passage().is_some() {
            self.awaiting = Some(Awaiting::QuickTag);
        }
    }

    /// Takes the digit that was waited for; the key again lists all digits that have a tag.
    pub(super) fn digit(&mut self, key: Key) -> Vec<Effect> {
        match key.typed() {
            Some(digit @ '0'..='9') => self.quick_tag(digit),
            Some(';') => {
                self.quick_menu();
                Vec::new()
            }
            _ => {
                self.say("no tag: a quick tag has a digit");
                Vec::new()
            }
        }
    }

    /// Puts the tag of a digit, or asks for the tag that it is to have.
    fn quick_tag(&mut self, digit: char) -> Vec<Effect> {
        let known = self.quick.get(&digit).map(|path| TagPath::parse(path));
        if let Some(Ok(path)) = known {
            self.last_tags = vec![path.clone()];
            return self.put_tags(&[path]);
        }
        self.tag();
        if let Some(Overlay::Tag(prompt)) = &mut self.overlay {
            prompt.digit = Some(digit);
        }
        Vec::new()
    }

    /// Shows which digit puts which tag; a chosen one is free again.
    fn quick_menu(&mut self) {
        if self.quick.is_empty() {
            self.say("no digit has a tag yet: ; and a digit gives it one");
            return;
        }
        let rows = self.quick.iter();
        let rows = rows
            .map(|(digit, path)| (format!("{digit}  {path}"), Choice::FreeDigit(*digit)))
            .collect();
        self.overlay = Some(Overlay::Menu(Menu::new("Take the tag off a digit", rows)));
    }

    /// Takes the tag off a digit.
    pub(super) fn free_digit(&mut self, digit: char) {
        if let Some(path) = self.quick.remove(&digit) {
            self.say(format!("{digit} stands for {path} no more"));
        }
    }
}
