//! The look of the screen: choosing a theme while reading.
//!
//! Knows names of themes, never their colours.

use crate::app::State;

impl State {
    /// Takes the next theme of those there are; after the last comes the first.
    pub(super) fn next_theme(&mut self) {
        let here = self.themes.iter().position(|name| *name == self.theme);
        let next = here.map_or(0, |here| here + 1) % self.themes.len().max(1);
        if let Some(name) = self.themes.get(next) {
            self.theme.clone_from(name);
            self.say(format!("theme {name}"));
        }
    }
}
