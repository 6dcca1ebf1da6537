//! Quotations, verse and code in plain text.
//!
//! Knows quotations marked with `>`, quotations set in by several columns, verse, whose lines end
//! where the poet ended them, and code between fences.

use super::draft::Draft;
use super::line::Page;
use super::{
    lists,
    numbering::{candidate, letters},
    shape,
};
use crate::corpus::block::BlockKind;

/// Recognises quotations, verse and code.
pub(crate) fn recognise(page: &mut Page<'_>) {
    fences(page);
    delimited(page);
    let base = base_indent(page);
    let mut at = 0;
    while at < page.lines.len() {
        let end = page.run_end(at);
        let free = (at..end).all(|line| page.is_free(line))
            && page.lines.get(at).is_some_and(|line| line.given.is_none());
        if free {
            run(page, at, end, base);
        }
        at = end;
    }
}

/// Lines between fences are code.
fn fences(page: &mut Page<'_>) {
    let mut open: Option<usize> = None;
    let mut pairs = Vec::new();
    for at in 0..page.lines.len() {
        let words = page.words(at);
        if page.lines.get(at).is_some_and(|line| line.given.is_none()) && words.starts_with("```") {
            match open.take() {
                Some(begin) => pairs.push(begin..at),
                None => open = Some(at),
            }
        }
    }
    for pair in pairs {
        // A fence that names a language stays with the code.
        let mut begin = pair.start;
        for fence in [pair.start, pair.end] {
            let bare = page.words(fence).trim_matches('`').trim().is_empty();
            if let Some(line) = page.lines.get_mut(fence).filter(|_| bare) {
                line.layout = true;
                begin = begin.max(if fence == pair.start {
                    fence + 1
                } else {
                    begin
                });
            }
        }
        page.gather(begin..pair.end, BlockKind::Code, true);
    }
}

/// Between "BEGIN TEXT" and "END TEXT", as cables frame what they hand on, each paragraph without a
/// number of its own is quoted.
fn delimited(page: &mut Page<'_>) {
    let frame = |page: &Page<'_>, at: usize, word: &str| {
        let words = page.words(at);
        let head: String = words.chars().take(6).flat_map(char::to_uppercase).collect();
        page.begins_run(at)
            && page.ends_run(at)
            && page.lines.get(at).is_some_and(|line| line.given.is_none())
            && head.starts_with(word)
            && shape::word_count(words) <= 7
            && words
                .to_uppercase()
                .split(|c: char| !c.is_alphanumeric())
                .any(|part| {
                    matches!(
                        part,
                        "TEXT"
                            | "TRANSLATION"
                            | "PAPER"
                            | "NONPAPER"
                            | "NOTE"
                            | "STATEMENT"
                            | "LETTER"
                            | "MESSAGE"
                            | "QUOTE"
                            | "TRANSCRIPT"
                    )
                })
    };
    let mut begun: Option<usize> = None;
    let mut framed = Vec::new();
    for at in 0..page.lines.len() {
        if frame(page, at, "BEGIN ") {
            begun = Some(at + 1);
        } else if frame(page, at, "END ")
            && let Some(begin) = begun.take()
        {
            framed.push(begin..at);
        }
    }
    for range in framed {
        let mut at = range.start;
        while at < range.end {
            let end = page.run_end(at).min(range.end);
            let words = page.words(at);
            let free = (at..end).all(|line| page.is_free(line));
            let lettered = words.starts_with('(') || lists::bullet(words).is_some();
            let long = (at..end).map(|line| page.words(line).len()).sum::<usize>() >= 40;
            if free && long && !lettered && candidate::of(words).is_none() {
                page.gather(at..end, BlockKind::Quote, false);
            }
            at = end;
        }
    }
}

/// Whether a run defines a word that stands in quotation marks: "vessel" includes a raft.
pub(crate) fn defines(words: &str) -> bool {
    let Some(term) = words.strip_prefix(['"', '“', '‘', '«', '„']) else {
        return false;
    };
    let near = term.get(..term.floor_char_boundary(90)).unwrap_or(term);
    near.find(['"', '”', '’', '»', '“'])
        .and_then(|close| near.get(close..))
        .is_some_and(|rest| {
            let mut after = rest.split_whitespace().skip(1);
            matches!(
                after.next(),
                Some("means" | "includes" | "has" | "shall" | "—" | "-" | "bedeutet" | "désigne")
            )
        })
}

/// The indent at which most lines of the text begin.
fn base_indent(page: &Page<'_>) -> usize {
    let mut counts = [0usize; 12];
    for line in page.lines.iter().filter(|line| line.given.is_none()) {
        let indent = shape::indent(line.text).min(11);
        if let Some(count) = counts.get_mut(indent) {
            *count += 1;
        }
    }
    counts
        .iter()
        .enumerate()
        .max_by_key(|(indent, count)| (**count, 12 - indent))
        .map_or(0, |(indent, _)| indent)
}

/// How often a line is quoted: the signs before its words. A line with signs only parts.
fn depth(words: &str) -> usize {
    let signs = words
        .chars()
        .take_while(|c| matches!(c, '>' | ' '))
        .filter(|c| *c == '>')
        .count();
    if bare(words).is_empty() { 0 } else { signs }
}

/// The words of a quoted line.
fn bare(words: &str) -> &str {
    words.trim_start_matches(['>', ' '])
}

fn run(page: &mut Page<'_>, at: usize, end: usize, base: usize) {
    let marked = (at..end).all(|line| page.words(line).starts_with('>'));
    if marked {
        // A quotation within a quotation is one of its own.
        let mut from = at;
        while from < end {
            let depth = depth(page.words(from));
            let to = (from..end)
                .find(|line| self::depth(page.words(*line)) != depth)
                .unwrap_or(end);
            let empty = (from..to).all(|line| bare(page.words(line)).is_empty());
            if !empty {
                page.gather(from..to, BlockKind::Quote, false);
            } else if let Some(lines) = page.lines.get_mut(from..to) {
                for line in lines {
                    line.layout = true;
                }
            }
            from = to;
        }
        return;
    }
    let first = page.words(at);
    if lists::bullet(first).is_some()
        || candidate::of(first).is_some()
        || first.starts_with('(')
        || letters::is_kana_item(first)
        || defines(first)
        || first.contains('\t')
    {
        return;
    }
    let indents: Vec<usize> = (at..end)
        .filter_map(|line| page.lines.get(line))
        .map(|line| shape::indent(line.text))
        .collect();
    let least = indents.iter().copied().min().unwrap_or(0);
    let long = (at..end).map(|line| page.words(line).len()).sum::<usize>();
    let after_list = at > 0
        && page.lines.get(at - 1).is_some_and(|line| {
            lists::bullet(line.text.trim_start()).is_some()
                || shape::indent(line.text) >= least && least > base
        });
    let verse = is_verse(page, at, end);
    // Set in on every line, and not centred: a quotation. One line needs to be a sentence.
    let sentence = end - at >= 2 || shape::is_closed(page.words(end - 1));
    let set_in = least >= base + 4 && !after_list && long >= 60 && sentence;
    // Set to the right, in short lines: a place and date, a signature, the number of a copy.
    let width = page.wrap.unwrap_or(72);
    let right = least * 5 >= width * 2
        && (at..end).all(|line| shape::width(page.words(line)) * 5 <= width * 3);
    // Columns: offices and the names of those who sign.
    let gapped = (at..end).all(|line| page.words(line).contains("    "));
    if (right || gapped && end - at == 2) && end - at >= 2 && least > base {
        page.gather(at..end, BlockKind::Paragraph, true);
        return;
    }
    let set_in = set_in && !right && !gapped;
    let centred = indents.iter().any(|indent| *indent > least + 8);
    if set_in && !centred {
        page.gather(at..end, BlockKind::Quote, verse);
    } else if verse {
        page.gather(at..end, BlockKind::Quote, true);
    }
}

/// Whether a run is verse: at least four lines, all much shorter than the text is wide, nearly all
/// beginning with a capital, most ending in a mark of punctuation or none, and none a field.
fn is_verse(page: &Page<'_>, at: usize, end: usize) -> bool {
    let count = end - at;
    if count < 4 {
        return false;
    }
    let limit = page.wrap.map_or(64, |width| width * 4 / 5);
    let (mut large, mut marked, mut words) = (0, 0, 0);
    for line in at..end {
        let text = page.words(line);
        let length = shape::width(text);
        if length > limit
            || length < 8
            || text.contains([':', '\t', '|', '@'])
            || text.bytes().any(|b| b.is_ascii_digit())
        {
            return false;
        }
        large += usize::from(shape::starts_large(text));
        marked += usize::from(text.ends_with([',', ';', '.', '!', '?', '—', '–']));
        words += shape::word_count(text);
    }
    large * 5 >= count * 4 && marked * 2 >= count && words >= count * 4 && words <= count * 11
}

/// Paragraphs that stand in quotation marks after a colon are a quotation; one of several begins
/// with the mark, and only the last one ends with it.
pub(crate) fn in_marks(drafts: &mut [Draft]) {
    let mut at = 1;
    while at < drafts.len() {
        let led = drafts.get(at - 1).is_some_and(|before| {
            // A sentence may also lead to it without a colon: "they will find that".
            let leads = before.text.ends_with(char::is_lowercase)
                && drafts
                    .get(at)
                    .is_some_and(|draft| shape::starts_small(&draft.text));
            (before.text.ends_with([':', '：']) || leads)
                && matches!(
                    before.kind,
                    None | Some(BlockKind::Paragraph | BlockKind::Entry | BlockKind::Footnote)
                )
        });
        let end = if led { marked(drafts, at) } else { None };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        for draft in drafts.iter_mut().take(end).skip(at) {
            draft.kind = Some(BlockKind::Quote);
        }
        at = end;
    }
}

/// Paragraphs that one quotation may have.
const PARAGRAPHS: usize = 8;

/// The end (exclusive) of the quotation that begins with a block, if it is one.
fn marked(drafts: &[Draft], at: usize) -> Option<usize> {
    let loose = |draft: &Draft| draft.is_prose() && draft.label.is_none() && draft.note.is_none();
    let first = drafts.get(at).filter(|draft| loose(draft))?;
    let opener = first.text.chars().next()?;
    let closers: &[char] = match opener {
        '“' => &['”'],
        '"' => &['"'],
        '«' => &['»'],
        '„' => &['“', '”'],
        '‘' => &['’'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    };
    for end in at..drafts.len().min(at + PARAGRAPHS) {
        let draft = drafts.get(end).filter(|draft| loose(draft))?;
        let body = draft.text.strip_prefix(opener).unwrap_or(&draft.text);
        let Some(close) = body.find(closers) else {
            continue;
        };
        // Nothing but a short reference may follow the mark.
        let rest = body.get(close..)?.trim_start_matches(closers);
        let rest = rest.trim_matches(['.', ',', ' ', ';']);
        let cited = shape::word_count(rest) <= 6 && !rest.contains(opener);
        return cited.then_some(end + 1);
    }
    None
}

#[cfg(test)]
mod tests;
