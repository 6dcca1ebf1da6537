//! The look of the screen: choosing a theme while reading.
//!
//! Knows names of themes, never their colours.

use crate::app::State;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Menu, Overlay};

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

    /// Opens the list of themes, at the one that is drawn.
    pub(super) fn choose_theme(&mut self) {
        let row = |name: &String| (name.clone(), Choice::Theme(name.clone()));
        let rows: Vec<(String, Choice)> = self.themes.iter().map(row).collect();
        let here = self.themes.iter().position(|name| *name == self.theme);
        let mut menu = Menu::new("Theme", rows);
        menu.place.chosen = here.unwrap_or(0);
        self.theme_before = Some(self.theme.clone());
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// Draws in the theme on which the choice stands, if themes are what is chosen from.
    pub(super) fn preview(&mut self) {
        if let Some(Overlay::Menu(menu)) = &self.overlay
            && let Some((_, Choice::Theme(name))) = menu.rows.get(menu.place.chosen)
        {
            self.theme.clone_from(name);
        }
    }

    /// Goes back to the theme that was drawn before one was looked at.
    pub(super) fn end_preview(&mut self) {
        if let Some(before) = self.theme_before.take() {
            self.theme = before;
        }
    }

    /// Keeps to a theme for this reading.
    pub(super) fn take_theme(&mut self, name: String) {
        self.theme_before = None;
        self.say(format!(
            "theme {name}; to keep it, write theme = \"{name}\" into config.toml"
        ));
        self.theme = name;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::key::Key;
    use crate::app::keymap::Keymap;
    use crate::app::{Event, State};
    use crate::corpus::Corpus;

    fn press(state: &mut State, script: &str) {
        for key in Key::parse_script(script).expect(script) {
            state.update(&Event::Key(key));
        }
    }

    #[test]
    fn a_theme_is_seen_before_it_is_taken() {
        let corpus = Arc::new(Corpus::default());
        let mut state = State::new(corpus, Arc::new(Keymap::default()), (80, 24));
        state.themes = ["dark", "light", "sepia"].map(String::from).into();
        "light".clone_into(&mut state.theme);
        press(&mut state, " Tj");
        assert_eq!(state.theme, "sepia");
        press(&mut state, "<esc>");
        assert_eq!(state.theme, "light");
        press(&mut state, " Tk<enter>");
        assert_eq!(state.theme, "dark");
        assert!(state.overlay.is_none());
    }
}
