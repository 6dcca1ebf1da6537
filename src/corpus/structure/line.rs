//! Lines: a plain text before it is cut into blocks.
//!
//! Knows where each line stands (its run between blank lines, its page) and what the passes have
//! found out about it: that a block begins there and of what kind, or that it belongs to a group
//! recognised whole. Formats that give blocks of their own come along as lines of one block each.

use std::ops::Range;

use crate::corpus::block::{BlockKind, Label};
use crate::corpus::date::DateValue;
use crate::corpus::document::Format;
use crate::corpus::raw::RawBlock;

/// How a block begins at a line. `skip` counts the bytes of the line that are not text: blanks,
/// the label, the marker.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Start {
    /// Nothing is known: the line may go on from the one before it.
    #[default]
    Unknown,
    /// A numbered paragraph, or a heading with a number of its own.
    Number {
        label: Label,
        skip: usize,
        heading: bool,
    },
    /// The text of a footnote.
    Note { label: String, skip: usize },
    /// A dated entry.
    Entry {
        date: Option<DateValue>,
        marker: String,
        skip: usize,
    },
    /// An item of a list; `label` where the item has a number that can be cited, as `(a)`.
    Item {
        marker: String,
        label: Option<Label>,
        level: u8,
        skip: usize,
    },
    /// A heading; `level` is 0 where the print tells none.
    Heading { level: u8, skip: usize },
    /// A rule.
    Rule,
    /// Text that begins anew, whatever stands before it.
    Anew,
}

/// One line, or one block that the format gave.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// The words, indented as they were, without blanks at the end.
    pub(crate) text: &'a str,
    /// Lines of one run stand together without a blank line.
    pub(crate) run: u32,
    /// The page, where the source has pages.
    pub(crate) page: Option<u32>,
    /// The block of the format, if this is one and not a line.
    pub(crate) given: Option<&'a RawBlock>,
    pub(crate) start: Start,
    /// The group that the line belongs to, recognised whole.
    pub(crate) group: Option<u32>,
    /// Whether the line is only drawn: the rule under a heading.
    pub(crate) layout: bool,
}

/// Lines that a pass has recognised together as one block.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) kind: BlockKind,
    /// Whether line ends are kept in the text.
    pub(crate) lines: bool,
}

/// A text as lines, with the groups found in it.
#[derive(Debug, Default)]
pub(crate) struct Page<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) groups: Vec<Group>,
    /// The lines of each run.
    spans: Vec<Range<usize>>,
    /// The width to which the text is wrapped by hand, if it is.
    pub(crate) wrap: Option<usize>,
    /// Whether the text has numbered paragraphs of cables, portion marks and the like.
    pub(crate) cable: bool,
}

impl<'a> Page<'a> {
    /// The lines of the blocks that a format gave.
    pub(crate) fn of(blocks: &'a [RawBlock], format: Format) -> Self {
        let mut lines = Vec::new();
        let mut spans = Vec::with_capacity(blocks.len());
        for (run, block) in (0u32..).zip(blocks) {
            let begin = lines.len();
            let loose = block.kind.is_none()
                && block.inlines.is_empty()
                && block.calls.is_empty()
                && block.note.is_none()
                && (format == Format::Text || block.text.contains('\n'));
            if loose {
                lines.extend(block.text.split('\n').map(|text| Line {
                    text: text.trim_end(),
                    run,
                    page: block.page,
                    given: None,
                    start: Start::Unknown,
                    group: None,
                    layout: false,
                }));
            } else {
                lines.push(Line {
                    text: block.text.trim_end(),
                    run,
                    page: block.page,
                    given: Some(block),
                    start: Start::Unknown,
                    group: None,
                    layout: false,
                });
            }
            spans.push(begin..lines.len());
        }
        let wrap = wrap_width(&lines);
        Self {
            lines,
            groups: Vec::new(),
            spans,
            wrap,
            cable: false,
        }
    }

    /// Makes the lines of a range one group.
    pub(crate) fn gather(&mut self, range: Range<usize>, kind: BlockKind, lines: bool) {
        let group = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        self.groups.push(Group { kind, lines });
        for line in self.lines.get_mut(range).unwrap_or_default() {
            line.group = Some(group);
        }
    }

    /// Whether nothing is known of a line yet.
    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            line.group.is_none() && line.start == Start::Unknown && !line.layout
        })
    }

    /// Whether nothing is known yet of a line of plain text, which no format has judged.
    pub(crate) fn is_plain(&self, at: usize) -> bool {
        self.is_free(at) && self.lines.get(at).is_some_and(|line| line.given.is_none())
    }

    /// Whether a line stands first in its run.
    pub(crate) fn begins_run(&self, at: usize) -> bool {
        at == 0 || self.run(at) != self.run(at - 1)
    }

    /// Whether a line stands last in its run.
    pub(crate) fn ends_run(&self, at: usize) -> bool {
        at + 1 >= self.lines.len() || self.run(at) != self.run(at + 1)
    }

    /// The end (exclusive) of the run that a line stands in.
    pub(crate) fn run_end(&self, at: usize) -> usize {
        self.run(at)
            .and_then(|run| self.spans.get(run as usize))
            .map_or(self.lines.len(), |span| span.end.max(at + 1))
    }

    /// The words of a line without its indentation.
    pub(crate) fn words(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| line.text.trim_start())
    }

    fn run(&self, at: usize) -> Option<u32> {
        self.lines.get(at).map(|line| line.run)
    }

    /// Whether the line at `at` is so short that the first word of the next would still have
    /// stood on it: then the line did not end because it was full.
    pub(crate) fn is_short(&self, at: usize) -> bool {
        self.is_short_by(at, SLACK)
    }

    /// Like [`Page::is_short`], with so many columns to spare.
    pub(crate) fn is_short_by(&self, at: usize, spare: usize) -> bool {
        self.needs(at)
            .is_none_or(|needed| needed + spare <= self.wrap.unwrap_or(78))
    }

    /// Whether a line of a run of short lines is as full as the longest of its run.
    pub(crate) fn is_full_in_run(&self, at: usize) -> bool {
        let begin = self
            .run(at)
            .and_then(|run| self.spans.get(run as usize))
            .map_or(at, |span| span.start)
            .max(at.saturating_sub(60));
        let longest = (begin..self.run_end(at).min(begin + 120))
            .filter_map(|line| self.lines.get(line))
            .map(|line| super::shape::width(line.text))
            .max()
            .unwrap_or(0);
        // Lines as short as these were ended by their writer.
        longest >= 40 && self.needs(at).is_some_and(|needed| needed > longest)
    }

    /// The width that a line would have with the first word of the next line.
    fn needs(&self, at: usize) -> Option<usize> {
        let line = self.lines.get(at)?;
        let next = self.lines.get(at + 1)?;
        let word = next.text.split_whitespace().next().unwrap_or("");
        let word = word.get(..word.floor_char_boundary(40)).unwrap_or(word);
        Some(super::shape::width(line.text) + 1 + super::shape::width(word))
    }
}

/// Columns by which a line may fall short of the width although it is full: lines are wrapped by
/// hand or at word borders, and widths vary.
const SLACK: usize = 3;

/// The width to which a text is wrapped by hand: at least six lines must be followed by another
/// line of their run, and nine of ten of these must not be longer than a page is wide.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines
        .iter()
        .zip(lines.iter().skip(1))
        .filter(|(line, next)| {
            line.given.is_none() && line.run == next.run && line.text.len() < 2000
        })
        .map(|(line, _)| super::shape::width(line.text))
        .collect();
    let long = lines
        .iter()
        .filter(|line| line.given.is_none() && line.text.len() > 200)
        .count();
    if widths.len() < 6 || long * 4 > widths.len() {
        return None;
    }
    let narrowest = if widths.len() >= 20 { 30 } else { 50 };
    widths.sort_unstable();
    let width = widths.get(widths.len() * 9 / 10).copied()?;
    (narrowest..=110).contains(&width).then_some(width)
}
