//! A line of text being typed.
//!
//! Knows editing on one line; a paste loses its line ends. Does not know what the text is for.

use std::ops::Range;

use ratatui_textarea::{CursorMove, TextArea};

use crate::app::key::{Code, Key, Named};

/// One line of text with a caret.
#[derive(Debug, Clone)]
pub struct Field(TextArea<'static>);

impl Default for Field {
    fn default() -> Self {
        Self::of("")
    }
}

impl Field {
    /// A field that holds text, the caret at its end.
    pub fn of(text: &str) -> Self {
        let mut area = TextArea::new(vec![one_line(text)]);
        area.move_cursor(CursorMove::End);
        Self(area)
    }

    /// A field that holds what is so far, chosen whole: what is typed takes its place, and a motion
    /// keeps it.
    pub fn holding(text: &str) -> Self {
        let mut field = Self::of(text);
        field.choose_all();
        field
    }

    /// Chooses the whole text, so that what is typed takes its place.
    pub fn choose_all(&mut self) {
        if !self.is_empty() {
            self.0.select_all();
        }
    }

    /// The part of the text that is chosen, in bytes, if there is one.
    pub fn chosen(&self) -> Option<Range<usize>> {
        let ((_, from), (_, to)) = self.0.selection_range()?;
        let (from, to) = (self.byte(from), self.byte(to));
        (from < to).then_some(from..to)
    }

    /// The byte at which the character of that number begins.
    fn byte(&self, character: usize) -> usize {
        let text = self.text();
        let found = text.char_indices().nth(character);
        found.map_or(text.len(), |(at, _)| at)
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.lines().first().map_or("", String::as_str)
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// The text before the caret.
    pub fn before_caret(&self) -> &str {
        let text = self.text();
        text.get(..self.byte(self.0.cursor().1)).unwrap_or(text)
    }

    /// Takes a stroke; tells whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        if matches!(
            key.code,
            Code::Named(Named::Enter | Named::Tab | Named::Esc)
        ) {
            return false;
        }
        // Ctrl-m and Ctrl-j are line ends to a text area.
        if key.ctrl && matches!(key.code, Code::Char('m' | 'j')) {
            return false;
        }
        // As shells have it: everything before the caret goes.
        if key.ctrl && key.code == Code::Char('u') {
            return self.0.delete_line_by_head();
        }
        let before = self.text().to_owned();
        self.0.input(key.to_event());
        before != self.text()
    }

    /// Takes text pasted as a whole.
    pub fn paste(&mut self, text: &str) {
        self.0.insert_str(one_line(text));
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.0 = TextArea::default();
    }
}

/// Text on one line, without control characters.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(['\n', '\r', '\t']).collect();
    words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut Field, script: &str) -> String {
        for key in Key::parse_script(script).expect("a script") {
            field.key(key);
        }
        field.text().to_owned()
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_chosen() {
        let mut field = Field::holding("2006-10-06");
        assert_eq!(field.chosen(), Some(0..10));
        assert_eq!(typed(&mut field, "1956"), "1956");
        assert_eq!(field.chosen(), None);
        let mut field = Field::holding("日本");
        assert_eq!(field.chosen(), Some(0..6));
        assert_eq!(typed(&mut field, "<backspace>"), "");
    }

    #[test]
    fn a_motion_keeps_what_is_chosen() {
        for (motion, all) in [
            ("<end>", "treaty/1956x"),
            ("<left>", "treaty/195x6"),
            ("<home>", "xtreaty/1956"),
        ] {
            let mut field = Field::holding("treaty/1956");
            typed(&mut field, motion);
            assert_eq!(field.chosen(), None, "after {motion}");
            assert_eq!(typed(&mut field, "x"), all);
        }
    }

    #[test]
    fn a_paste_takes_its_place_too() {
        let mut field = Field::holding("old");
        field.paste("new\nwords");
        assert_eq!(field.text(), "new words");
    }
}
