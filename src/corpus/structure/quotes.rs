//! Quotations, verse and code in plain text.
//!
//! Knows quotations marked with `>`, quotations set in by several columns, verse, whose lines end
//! where the poet ended them, and code between fences.

use super::line::Page;
use super::{lists, numbering::candidate, shape};
use crate::corpus::block::BlockKind;

/// Recognises quotations, verse and code.
pub(crate) fn recognise(page: &mut Page<'_>) {
    fences(page);
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

fn run(page: &mut Page<'_>, at: usize, end: usize, base: usize) {
    let marked = (at..end).all(|line| page.words(line).starts_with('>'));
    if marked {
        page.gather(at..end, BlockKind::Quote, false);
        return;
    }
    let first = page.words(at);
    if lists::bullet(first).is_some()
        || candidate::of(first).is_some()
        || first.starts_with('(')
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

#[cfg(test)]
mod tests;
