//! Folding: text as it is compared, with the way back to the text as it stands.
//!
//! Knows that case, diacritics, canonically equivalent spellings, kinds of quotes and dashes,
//! runs of white space and invisible characters make no difference (which of them for which
//! script is `letters`). Knows documents only as blocks of text; knows no queries.
//!
//! Runs of quotes fold to one, so that the doubled `""` of tables is a plain quote; so do runs of
//! hyphens, since `--` is a typewriter's dash. The query is folded by the same rules, which keeps
//! this sound: what is equal stays equal, and only such runs are no longer told apart.

mod letters;

use std::ops::Range;

use crate::corpus::Document;
use letters::{Class, DASH, QUOTE, class, fold_cluster, fold_letter, follows};

/// Whether upper and lower case are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Case {
    /// They are not.
    #[default]
    Folded,
    /// They are.
    Kept,
}

/// From here on, folded offset and source offset run in step, or (`rigid`) stand for one whole
/// letter that is of another length in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    folded: u32,
    source: u32,
    rigid: bool,
}

/// A document's text as it is compared: built once per version of the text and then shared.
///
/// The folded texts of the blocks stand in order, one line end between them, so that nothing that
/// is searched for can match across a block's border.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    steps: Vec<Step>,
    blocks: Vec<Range<usize>>,
}

impl Folded {
    /// Folds a document. Linear in its length; texts beyond 4 GiB are folded up to there.
    pub fn of(document: &Document) -> Self {
        let mut folded = Self::of_blocks(
            &document.text,
            document.blocks.iter().map(|block| block.range.clone()),
        );
        folded.steps.shrink_to_fit();
        folded
    }

    /// Folds a text of which the bytes of each block are told, in reading order.
    pub fn of_blocks(text: &str, ranges: impl ExactSizeIterator<Item = Range<usize>>) -> Self {
        let mut writer = Writer::new(Case::Folded, text.len());
        let mut blocks = Vec::with_capacity(ranges.len());
        for range in ranges {
            if u32::try_from(range.end).is_err() {
                break;
            }
            if !blocks.is_empty() {
                writer.out.push('\n');
            }
            let start = writer.out.len();
            writer.write(text.get(range.clone()).unwrap_or(""), range.start);
            blocks.push(start..writer.out.len());
        }
        Self {
            text: writer.out,
            steps: writer.steps,
            blocks,
        }
    }

    /// Folds a text that is no document, as one block.
    pub fn of_text(text: &str, case: Case) -> Self {
        let mut writer = Writer::new(case, text.len());
        writer.write(text, 0);
        let end = writer.out.len();
        Self {
            text: writer.out,
            steps: writer.steps,
            blocks: std::iter::once(0..end).collect(),
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of each block in the folded text, in reading order.
    pub fn blocks(&self) -> &[Range<usize>] {
        &self.blocks
    }

    /// Where a stretch of the folded text stands in the source, in bytes. A letter touched is
    /// taken whole, with its marks.
    pub fn source(&self, folded: &Range<usize>) -> Range<usize> {
        let start = self.start(folded.start);
        start..self.end(folded.end).max(start)
    }

    fn start(&self, at: usize) -> usize {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let index = self.steps.partition_point(|step| step.folded <= at);
        match index.checked_sub(1).and_then(|index| self.steps.get(index)) {
            None => at as usize,
            Some(step) if step.rigid => step.source as usize,
            Some(step) => (step.source + (at - step.folded)) as usize,
        }
    }

    fn end(&self, at: usize) -> usize {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let index = self.steps.partition_point(|step| step.folded < at);
        match index.checked_sub(1).and_then(|index| self.steps.get(index)) {
            None => at as usize,
            Some(step) if step.rigid => {
                self.steps
                    .get(index..)
                    .and_then(|rest| rest.iter().find(|next| next.source > step.source))
                    .map_or(step.source, |next| next.source) as usize
            }
            Some(step) => (step.source + (at - step.folded)) as usize,
        }
    }

    /// About how many bytes this holds in memory.
    pub fn weight(&self) -> usize {
        self.text.len()
            + self.steps.len() * size_of::<Step>()
            + self.blocks.len() * size_of::<Range<usize>>()
    }
}

/// A short text as it is compared: a query's words, a key to sort by.
pub fn fold(text: &str, case: Case) -> String {
    let mut writer = Writer::new(case, text.len());
    writer.write(text, 0);
    writer.out
}

/// Whether a text has characters that folding leaves out, joins to the letter before, or takes for
/// another's typographic form; so that words of the text may be cut otherwise when it is folded.
pub(crate) fn is_odd(text: &str) -> bool {
    let odd = |c: char| class(c) == Class::Nothing || follows(c) || letters::is_typographic(c);
    !text.is_ascii() && text.chars().any(odd)
}

/// So many bytes are looked at together.
const STRETCH: usize = 32;

/// Whether a byte needs a closer look than being copied in lower case, whatever stands beside it.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes are looked at together"
)]
const fn is_special(byte: u8) -> bool {
    (byte >= 0x80) | (byte < b' ') | (byte == b'"') | (byte == b'`')
}

/// Whether a byte may be the first of a run that folds to one; with what stands after it that is told.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes are looked at together"
)]
const fn may_run(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\'') | (byte == b'-')
}

/// How many bytes at the beginning need only be copied in lower case. Most texts have hundreds between
/// those that need more, so that many are looked at together.
fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    // One more is needed, to see what stands after the last.
    let stretch = |at: usize| bytes.get(at..)?.first_chunk::<{ STRETCH + 1 }>();
    while let Some(stretch) = stretch(at) {
        let mut any = false;
        for index in 0..STRETCH {
            let (byte, next) = (stretch[index], stretch[index + 1]);
            any |= is_special(byte) | (may_run(byte) & ((byte == next) | is_special(next)));
        }
        if any {
            break;
        }
        at += STRETCH;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let special = rest.iter().enumerate().position(|(index, byte)| {
        let next = rest.get(index + 1).copied();
        is_special(*byte)
            || may_run(*byte) && next.is_some_and(|next| next == *byte || is_special(next))
    });
    at + special.unwrap_or(rest.len())
}

struct Writer {
    case: Case,
    out: String,
    steps: Vec<Step>,
}

impl Writer {
    fn new(case: Case, capacity: usize) -> Self {
        Self {
            case,
            out: String::with_capacity(capacity),
            steps: Vec::new(),
        }
    }

    /// Says that the next folded byte stands for the source byte `source`.
    fn step(&mut self, source: usize, rigid: bool) {
        let folded = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        let source = u32::try_from(source).unwrap_or(u32::MAX);
        if !rigid {
            let expected = self.steps.last().map_or(Some(folded), |last| {
                (!last.rigid).then(|| last.source + (folded - last.folded))
            });
            if expected == Some(source) {
                return;
            }
        }
        self.steps.push(Step {
            folded,
            source,
            rigid,
        });
    }

    /// Folds `text`, which stands at byte `base` of the source.
    fn write(&mut self, text: &str, base: usize) {
        self.step(base, false);
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = plain(&bytes[at..]);
            // The last letter of a run may carry a mark that stands after it.
            let run = match text.get(at + run..).and_then(|rest| rest.chars().next()) {
                Some(next) if run > 0 && (follows(next) || class(next) == Class::Nothing) => {
                    run - 1
                }
                _ => run,
            };
            if run > 0 {
                let start = self.out.len();
                self.out.push_str(text.get(at..at + run).unwrap_or(""));
                if self.case == Case::Folded
                    && let Some(tail) = self.out.get_mut(start..)
                {
                    tail.make_ascii_lowercase();
                }
                at += run;
            }
            if at < bytes.len() {
                at += self.special(text, at, base);
            }
        }
    }

    /// Folds what stands at `at` and says how many bytes it was.
    fn special(&mut self, text: &str, at: usize, base: usize) -> usize {
        let rest = text.get(at..).unwrap_or("");
        let Some(first) = rest.chars().next() else {
            return 1;
        };
        match class(first) {
            Class::Letter => self.letter(rest, first, base + at),
            Class::Nothing => {
                let length = first.len_utf8();
                self.step(base + at + length, false);
                length
            }
            kind => self.run_of(rest, kind, base + at),
        }
    }

    /// Folds a run of blanks, quotes or dashes to one character.
    fn run_of(&mut self, rest: &str, kind: Class, source: usize) -> usize {
        let length = rest
            .char_indices()
            .map(|(at, c)| (at + c.len_utf8(), class(c)))
            .take_while(|(_, found)| *found == kind || *found == Class::Nothing)
            .filter(|(_, found)| *found == kind)
            .last()
            .map_or(1, |(end, _)| end);
        if length != 1 {
            self.step(source, true);
        }
        self.out.push(match kind {
            Class::Quote => QUOTE,
            Class::Dash => DASH,
            _ => ' ',
        });
        if length != 1 {
            self.step(source + length, false);
        }
        length
    }

    /// Folds a letter with its marks.
    fn letter(&mut self, rest: &str, first: char, source: usize) -> usize {
        let marks = rest
            .char_indices()
            .skip(1)
            .take_while(|(_, c)| follows(*c) || class(*c) == Class::Nothing)
            .filter(|(_, c)| follows(*c))
            .last()
            .map_or(first.len_utf8(), |(at, c)| at + c.len_utf8());
        if marks == first.len_utf8()
            && let Some(folded) = fold_letter(first, self.case)
        {
            if folded.len_utf8() == marks {
                self.out.push(folded);
            } else {
                self.step(source, true);
                self.out.push(folded);
                self.step(source + marks, false);
            }
            return marks;
        }
        self.step(source, true);
        fold_cluster(rest.get(..marks).unwrap_or(""), self.case, &mut self.out);
        self.step(source + marks, false);
        marks
    }
}

#[cfg(test)]
mod tests;
