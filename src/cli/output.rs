//! What a command prints: data on standard output, messages on standard error.
//!
//! Knows whether a terminal is listening: then text from documents is made harmless first. Knows
//! nothing of what is printed.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::failure::Failure;
use crate::export::harmless;
use crate::shown::Shown;

/// Both streams of the process.
pub(super) struct Output {
    json: bool,
    data: Box<dyn Write>,
    data_shown: bool,
    messages: Box<dyn Write>,
    /// Whether it stands on the terminal what is being done; None where nobody waits there.
    telling: Option<bool>,
    said: usize,
}

impl Output {
    /// The standard streams of this process.
    pub(super) fn to_process(json: bool) -> Self {
        Self {
            json,
            data: Box::new(BufWriter::new(io::stdout())),
            data_shown: io::stdout().is_terminal(),
            messages: Box::new(io::stderr()),
            telling: (io::stderr().is_terminal() && !json).then_some(false),
            said: 0,
        }
    }

    /// Whether JSON was asked for.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a text that may have several lines, and a line end.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.text(text)?;
        self.data.write_all(b"\n")?;
        Ok(())
    }

    /// Prints a text as it is; on a terminal, characters that could drive it become visible.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.end_step();
        if self.data_shown {
            self.data.write_all(visible(text).as_bytes())?;
        } else {
            self.data.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    /// Prints bytes as they are; for files that go to standard output.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.text(text),
            Err(_) if self.data_shown => Err(Failure::Usage(
                "this format is not text; name a file with --out".into(),
            )),
            Err(_) => Ok(self.data.write_all(bytes)?),
        }
    }

    /// Prints rows with their columns aligned; the last column is as long as it is.
    pub(super) fn table(&mut self, rows: &[Vec<String>]) -> Result<(), Failure> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; columns];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        for row in rows {
            let mut line = String::new();
            for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if index > 0 {
                    line.push_str("  ");
                }
                line.push_str(cell);
                if index + 1 < row.len() {
                    line.extend(std::iter::repeat_n(' ', width - cell.width()));
                }
            }
            self.line(line.trim_end())?;
        }
        Ok(())
    }

    /// Prints one JSON document.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::Unusable(format!("the answer cannot be written: {error}")))?;
        self.data.write_all(harmless::json(&text).as_bytes())?;
        self.data.write_all(b"\n")?;
        Ok(())
    }

    /// How many things were said to the person at the keyboard.
    pub(super) fn said(&self) -> usize {
        self.said
    }

    /// Tells whoever waits at the terminal what is being done now; it goes away when anything else is said
    /// or printed.
    pub(super) fn step(&mut self, what: &str) {
        if self.telling.is_some() {
            self.telling = Some(true);
            // Nobody can be told that the messages cannot be written.
            let _ = write!(self.messages, "\r{} …\u{1b}[K", visible(what));
            let _ = self.messages.flush();
        }
    }

    /// Takes away what is told of the work under way.
    fn end_step(&mut self) {
        if self.telling == Some(true) {
            self.telling = Some(false);
            let _ = write!(self.messages, "\r\u{1b}[K");
            let _ = self.messages.flush();
        }
    }

    /// Says something to the person at the keyboard.
    pub(super) fn say(&mut self, text: &str) {
        self.end_step();
        self.said += 1;
        // Nobody can be told that the messages cannot be written.
        let _ = writeln!(self.messages, "glossator: {}", visible(text));
    }

    /// Says why a command failed.
    pub(super) fn complain(&mut self, failure: &Failure) {
        self.end_step();
        // What was printed before the fault belongs before the message; a closed pipe has no reader.
        let _ = self.data.flush();
        if let Some(message) = failure.message() {
            self.say(message);
        }
    }

    /// Makes sure that everything has been written.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        self.end_step();
        Ok(self.data.flush()?)
    }
}

/// A text with every character that could drive a terminal made visible; line ends and tabs stay.
fn visible(text: &str) -> String {
    let parts: Vec<String> = text
        .split('\t')
        .map(|part| Shown::lines(part).as_str().to_owned())
        .collect();
    parts.join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_passes() {
        let shown = visible("a\u{1b}[2Jb\tc\nd\u{9b}\u{202e}");
        assert!(shown.starts_with('a') && shown.contains("[2Jb\tc\nd"));
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']));
    }
}
