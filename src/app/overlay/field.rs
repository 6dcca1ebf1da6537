//! A line of text being typed.
//!
//! Knows editing on one line; a paste loses its line ends. Does not know what the text is for.

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
        let end = text
            .char_indices()
            .nth(self.0.cursor().1)
            .map_or(text.len(), |(at, _)| at);
        text.get(..end).unwrap_or(text)
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
