//! Links of the source as the terminal can follow them.
//!
//! Knows which cells show the words of a link that leads out, and that a target written by a
//! document is given on only if nothing in it could mean anything else to a terminal.

use crate::app::State;
use crate::app::page::cells;
use crate::corpus::document::Style;

/// Bytes of a target at most.
const LONGEST: usize = 2000;
/// Bytes of a stretch of styled text that is looked back for.
const BACK: usize = 4096;

/// Cells that are a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// First column.
    pub x: u16,
    /// Row.
    pub y: u16,
    /// How many cells.
    pub width: u16,
    /// The same for all rows of one link.
    pub id: usize,
    /// Where it leads.
    pub target: String,
}

/// The links on the screen that lead out of the corpus; none where anything lies over the text.
pub fn hyperlinks(state: &State) -> Vec<Hyperlink> {
    let Some(reading) = state.reading.as_ref().filter(|_| state.overlay.is_none()) else {
        return Vec::new();
    };
    if state.list.is_some() || !state.typed.is_empty() {
        return Vec::new();
    }
    let page = state.panes().page;
    let inlines = &reading.document.inlines;
    let mut links = Vec::new();
    for (line, row) in reading
        .rows
        .iter()
        .enumerate()
        .take(usize::from(page.height))
    {
        for piece in &row.pieces {
            let from = inlines.partition_point(|it| it.range.start + BACK < piece.range.start);
            let near = inlines.iter().enumerate().skip(from);
            for (id, inline) in near.take_while(|(_, it)| it.range.start < piece.range.end) {
                let Style::Link(target) = &inline.style else {
                    continue;
                };
                let start = inline.range.start.max(piece.range.start);
                let end = inline.range.end.min(piece.range.end);
                if start >= end || !harmless(target) {
                    continue;
                }
                let before = cells(reading.document.slice(&(piece.range.start..start)));
                let words = reading.document.slice(&(start..end)).trim_end();
                let x = page.x + (piece.x + before) as u16;
                let width = (cells(words) as u16).min(page.right().saturating_sub(x));
                links.push(Hyperlink {
                    x,
                    y: page.y + line as u16,
                    width,
                    id,
                    target: target.clone(),
                });
            }
        }
    }
    links
}

/// Whether a target is of a kind that leads out and holds nothing but plain printable signs.
fn harmless(target: &str) -> bool {
    let known = ["https://", "http://", "mailto:"];
    known.iter().any(|scheme| target.starts_with(scheme))
        && target.len() <= LONGEST
        && target.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn only_plain_targets_that_lead_out_are_given_on() {
        assert!(harmless("https://example.org/a?b=c#d"));
        for target in [
            "#part",
            "other.html",
            "file:///etc/passwd",
            "javascript:x",
            "https://a\u{1b}\\b",
            "https://a b",
        ] {
            assert!(!harmless(target), "{target}");
        }
    }
}
