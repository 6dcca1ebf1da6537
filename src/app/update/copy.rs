//! Copying the current passage: its words, its address, or a quotation with its reference.
//!
//! Knows the three forms. How text gets to a clipboard is the terminal's business.

use crate::app::event::Effect;
use crate::app::state::State;

impl State {
    /// Copies the words.
    pub(super) fn copy_text(&mut self) -> Vec<Effect> {
        let Some(passage) = self.passage() else {
            return Vec::new();
        };
        self.settle_passage();
        vec![Effect::Copy(passage.quote.exact, "the text".to_owned())]
    }

    /// Copies the address.
    pub(super) fn copy_address(&mut self) -> Vec<Effect> {
        let Some(address) = self.address() else {
            return Vec::new();
        };
        self.settle_passage();
        let name = address.clone();
        vec![Effect::Copy(address, name)]
    }

    /// Copies a Markdown quotation with its reference.
    pub(super) fn copy_markdown(&mut self) -> Vec<Effect> {
        let (Some(passage), Some(reading), Some(address)) =
            (self.passage(), &self.reading, self.address())
        else {
            return Vec::new();
        };
        let mut text = String::new();
        for line in passage.quote.exact.lines() {
            text.push_str(if line.is_empty() { ">" } else { "> " });
            text.push_str(line);
            text.push('\n');
        }
        let meta = &reading.document.meta;
        let place = address.split(":\"").next().unwrap_or(&address);
        text.push_str(&format!(">\n> — {}, {place}", reading.document.title()));
        if let Some(date) = &meta.date {
            text.push_str(&format!(" ({date})"));
        }
        text.push('\n');
        self.settle_passage();
        vec![Effect::Copy(text, "a Markdown quotation".to_owned())]
    }
}
