//! One block's text while it is being gathered from markup.
//!
//! Knows how white space folds, and keeps styles and note calls at their places. Does not know
//! which markup it comes from: HTML, EPUB, DOCX and ODT all gather their blocks here.

use crate::corpus::block::NoteCall;
use crate::corpus::document::{Inline, Style};

/// Nested styles that are kept; more are read without being styled.
const MAX_STYLES: usize = 32;

/// The text of a block being gathered.
#[derive(Debug, Default)]
pub(crate) struct Line {
    text: String,
    inlines: Vec<Inline>,
    calls: Vec<NoteCall>,
    /// Styles that are open, with the byte at which each began.
    open: Vec<(Style, usize)>,
    /// Styles that are open beyond [`MAX_STYLES`].
    beyond: usize,
    /// White space was seen that will be one blank if more text comes.
    blank: bool,
}

/// A block's text, complete.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Gathered {
    /// The text, without white space at its ends.
    pub(crate) text: String,
    /// Styled stretches.
    pub(crate) inlines: Vec<Inline>,
    /// Notes called.
    pub(crate) calls: Vec<NoteCall>,
}

impl Line {
    /// The text so far, without white space that is still open.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing was gathered yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.calls.is_empty()
    }

    /// Adds text in which every run of white space is one blank.
    pub(crate) fn push_folded(&mut self, text: &str) {
        for part in text.split_inclusive(is_space) {
            let word = part.trim_end_matches(is_space);
            if !word.is_empty() {
                self.settle_blank();
                self.text.push_str(word);
            }
            if word.len() < part.len() {
                self.blank = true;
            }
        }
    }

    /// Adds text as it stands.
    pub(crate) fn push_exact(&mut self, text: &str) {
        if !text.is_empty() {
            self.settle_blank();
            self.text.push_str(text);
        }
    }

    /// Adds text as it stands, set in these styles; what is set alike and touches is one stretch.
    pub(crate) fn push_styled(&mut self, text: &str, styles: impl Iterator<Item = Style>) {
        let start = self.text.len();
        self.push_exact(text);
        for style in styles {
            let joins = self
                .inlines
                .iter_mut()
                .rev()
                .take(4)
                .find(|inline| inline.range.end == start && inline.style == style);
            match joins {
                Some(inline) => inline.range.end = self.text.len(),
                None => self.style(start, style),
            }
        }
    }

    /// Ends a line within the block; white space around it goes.
    pub(crate) fn break_line(&mut self) {
        self.blank = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Begins another cell or row of a table with its separator.
    pub(crate) fn separate(&mut self, separator: char) {
        self.blank = false;
        self.text.push(separator);
    }

    /// Makes sure that what follows is set off from what went before.
    pub(crate) fn space(&mut self) {
        self.blank = true;
    }

    /// Notes that a footnote is called here.
    pub(crate) fn call(&mut self, label: &str) {
        self.calls.push(NoteCall {
            label: label.to_owned(),
            at: self.text.len(),
        });
    }

    /// Begins a style.
    pub(crate) fn open(&mut self, style: Style) {
        if self.open.len() >= MAX_STYLES {
            self.beyond += 1;
            return;
        }
        // The style begins with the next letter, not with the blank before it.
        self.settle_blank();
        self.open.push((style, self.text.len()));
    }

    /// Ends the style begun last.
    pub(crate) fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some((style, start)) = self.open.pop() {
            self.style(start, style);
        }
    }

    fn style(&mut self, start: usize, style: Style) {
        let end = self.text.trim_end().len();
        let blank = self
            .text
            .get(start..end)
            .map_or(0, |set| set.len() - set.trim_start().len());
        let start = start + blank;
        if start < end {
            self.inlines.push(Inline {
                range: start..end,
                style,
            });
        }
    }

    fn settle_blank(&mut self) {
        if self.blank {
            self.blank = false;
            if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
                self.text.push(' ');
            }
        }
    }

    /// The block's text; styles still open go on in the next block.
    pub(crate) fn take(&mut self) -> Gathered {
        self.blank = false;
        let open: Vec<(Style, usize)> = self.open.clone();
        for (style, start) in open {
            self.style(start, style);
        }
        for (_, start) in &mut self.open {
            *start = 0;
        }
        let mut gathered = Gathered {
            text: std::mem::take(&mut self.text),
            inlines: std::mem::take(&mut self.inlines),
            calls: std::mem::take(&mut self.calls),
        };
        gathered.trim();
        gathered
    }
}

impl Gathered {
    /// Takes white space from both ends; styles and calls move along.
    fn trim(&mut self) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        let lead = self.text.len() - self.text.trim_start_matches([' ', '\n', '\r']).len();
        self.cut_start(lead);
    }

    /// Takes the first `bytes` bytes away.
    pub(crate) fn cut_start(&mut self, bytes: usize) {
        if !self.text.is_char_boundary(bytes) {
            return;
        }
        self.text.drain(..bytes);
        let end = self.text.len();
        for inline in &mut self.inlines {
            inline.range.start = inline.range.start.saturating_sub(bytes).min(end);
            inline.range.end = inline.range.end.saturating_sub(bytes).min(end);
        }
        self.inlines.retain(|inline| !inline.range.is_empty());
        self.inlines
            .sort_by_key(|inline| (inline.range.start, std::cmp::Reverse(inline.range.end)));
        for call in &mut self.calls {
            call.at = call.at.saturating_sub(bytes).min(end);
        }
    }
}

/// White space that markup folds; a no-break space is a character of the text.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}
