//! Writing a note: a small editor of several lines, in place.
//!
//! Knows the text, the caret, and how lines wrap softly. Does not know where the note is kept.

use ratatui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::{Code, Key, Named};
use crate::library::RecordId;
use crate::passage::Span;
use crate::shown;

/// What the note belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A passage that has no note yet.
    Passage(Span),
    /// An annotation whose note is edited.
    Annotation(RecordId),
}

impl Subject {
    /// The name under which an unfinished note on it is kept.
    pub fn draft_name(&self) -> String {
        match self {
            Self::Passage(span) => {
                format!("{} {}..{}", span.document, span.range.start, span.range.end)
            }
            Self::Annotation(id) => id.to_string(),
        }
    }
}

/// The editor.
#[derive(Debug, Clone)]
pub struct NoteEditor {
    /// What the note belongs to.
    pub subject: Subject,
    /// The first words of the passage, to name the note.
    pub words: String,
    /// Why the note could not be saved, if it was tried.
    pub error: Option<String>,
    /// Whether the next stroke may throw away what was written.
    pub throwing: bool,
    area: TextArea<'static>,
    before: String,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The editor stays open.
    Open,
    /// The reader throws the changes away.
    Thrown,
    /// The note is to be saved as it stands.
    Save,
    /// The note goes on in the reader's own editor.
    Elsewhere,
}

/// The note as rows of a width, with the caret's row and cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The rows.
    pub rows: Vec<String>,
    /// The row of the caret.
    pub row: usize,
    /// The caret's cell in it.
    pub column: usize,
}

impl NoteEditor {
    /// An editor over a text, the caret at its end.
    pub fn new(subject: Subject, words: &str, text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            subject,
            words: words.to_owned(),
            error: None,
            throwing: false,
            area,
            before: text.to_owned(),
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether the text differs from what it was.
    pub fn changed(&self) -> bool {
        self.text() != self.before
    }

    /// Whether there was a text before.
    pub fn was_there(&self) -> bool {
        !self.before.is_empty()
    }

    /// Puts another text in the place of the present one.
    pub fn replace(&mut self, text: &str) {
        let before = std::mem::take(&mut self.before);
        let (subject, words) = (self.subject.clone(), std::mem::take(&mut self.words));
        *self = Self::new(subject, &words, text.trim_end_matches('\n'));
        self.before = before;
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        let asked = std::mem::take(&mut self.throwing);
        match (key.code, key.ctrl, key.alt) {
            (Code::Named(Named::Esc), ..) | (Code::Char('s'), true, _) => return Answer::Save,
            // What was written is not thrown away by one slip of the hand.
            (Code::Char('g'), true, _) if self.changed() && !asked => self.throwing = true,
            (Code::Char('g'), true, _) => return Answer::Thrown,
            (Code::Char('o'), true, _) => return Answer::Elsewhere,
            (Code::Char('z'), true, _) => {
                self.area.undo();
            }
            _ => {
                self.area.input(key.to_event());
            }
        }
        Answer::Open
    }

    /// Takes text pasted as a whole.
    pub fn paste(&mut self, text: &str) {
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
            .collect();
        self.area.insert_str(clean);
    }

    /// The text wrapped softly to a width in cells.
    pub fn wrapped(&self, width: usize) -> Wrapped {
        let width = width.max(1);
        let at = self.area.cursor();
        let mut out = Wrapped {
            rows: Vec::new(),
            row: 0,
            column: 0,
        };
        for (index, line) in self.area.lines().iter().enumerate() {
            let caret = (index == at.0).then(|| {
                line.char_indices()
                    .nth(at.1)
                    .map_or(line.len(), |(byte, _)| byte)
            });
            let mut from = 0;
            for range in wrap(line, width) {
                let row = line.get(range.clone()).unwrap_or("");
                if let Some(caret) = caret
                    && caret >= range.start
                    && (caret < range.end || (caret == range.end && range.end == line.len()))
                {
                    out.row = out.rows.len();
                    let before = line.get(range.start..caret).unwrap_or("");
                    out.column = crate::app::page::cells(before);
                }
                out.rows.push(row.to_owned());
                from = range.end;
            }
            debug_assert!(from == line.len());
        }
        out
    }
}

/// The rows of one line of a width, as byte ranges; at least one.
fn wrap(line: &str, width: usize) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    let mut from = 0;
    for (to, _) in unicode_linebreak::linebreaks(line) {
        let word = line.get(from..to).unwrap_or("");
        let wide = crate::app::page::cells(word.trim_end());
        if used > 0 && used + wide > width {
            rows.push(start..from);
            start = from;
            used = 0;
        }
        for (offset, cluster) in word.grapheme_indices(true) {
            let cells = shown::cell(cluster).1;
            if used + cells > width && used > 0 && !cluster.trim().is_empty() {
                rows.push(start..from + offset);
                start = from + offset;
                used = 0;
            }
            used += cells;
        }
        from = to;
    }
    rows.push(start..line.len());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::DocumentId;

    fn editor(text: &str) -> NoteEditor {
        let span = Span::new(DocumentId::new("d"), 0..1);
        NoteEditor::new(Subject::Passage(span), "words", text)
    }

    fn type_in(editor: &mut NoteEditor, text: &str) -> Answer {
        let mut last = Answer::Open;
        for key in Key::parse_script(text).expect("a script") {
            last = editor.key(key);
        }
        last
    }

    #[test]
    fn lines_are_typed_and_kept() {
        let mut editor = editor("");
        assert_eq!(type_in(&mut editor, "one<enter>two<esc>"), Answer::Save);
        assert_eq!(editor.text(), "one\ntwo");
        assert!(editor.changed());
    }

    #[test]
    fn wrapping_keeps_every_letter_and_finds_the_caret() {
        let editor = editor("a bright cold day\n\nin April");
        let wrapped = editor.wrapped(8);
        assert_eq!(wrapped.rows, ["a bright ", "cold day", "", "in April"]);
        assert_eq!((wrapped.row, wrapped.column), (3, 8));
    }

    #[test]
    fn a_paste_holds_no_control_characters() {
        let mut editor = editor("");
        editor.paste("a\r\nb\u{1b}[31m");
        assert_eq!(editor.text(), "a\nb[31m");
    }
}
