//! From lines to blocks: where a block begins, and how its lines join.
//!
//! Knows the width to which a text is wrapped by hand. A line end is a wrap where the next word
//! would not have fitted; anything else is a line that its writer ended. Words that a line end
//! cut are put together where the rest of the text shows that they are one word.

mod vocabulary;

use super::draft::Draft;
use super::line::{Line, Page, Start};
use super::{shape, tables, words};
use crate::corpus::block::{BlockKind, Join, JoinCause};
use vocabulary::Vocabulary;

/// The blocks of a text.
pub(crate) fn drafts(page: &Page<'_>) -> Vec<Draft> {
    let known = page.wrap.map(|_| Vocabulary::of(page));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    while let Some(line) = page.lines.get(at) {
        if line.layout {
            at += 1;
            continue;
        }
        if let Some(group) = line.group {
            close(&mut open, &mut drafts);
            let end = group_end(page, at, group);
            drafts.push(gathered(page, at, end, group));
            at = end;
            continue;
        }
        if let Some(given) = given(line) {
            close(&mut open, &mut drafts);
            drafts.push(given);
        } else if line.start == Start::Rule {
            close(&mut open, &mut drafts);
            drafts.push(Draft {
                text: line.text.trim().to_owned(),
                kind: Some(BlockKind::Rule),
                page: line.page,
                ..Draft::default()
            });
        } else {
            let goes_on = open
                .as_ref()
                .filter(|_| line.start == Start::Unknown && !page.begins_run(at))
                .is_some_and(|open| continues(page, at, open));
            if goes_on && let Some(open) = &mut open {
                append(page, at, open, known.as_ref());
            } else {
                close(&mut open, &mut drafts);
                let mut begun = begin(page, at);
                begun.clause = begun.draft.kind == Some(BlockKind::ListItem)
                    && drafts.last().is_some_and(|last| {
                        last.kind == Some(BlockKind::ListItem) && last.text.ends_with(';')
                    });
                open = Some(begun);
            }
        }
        at += 1;
    }
    close(&mut open, &mut drafts);
    drafts
}

/// A block that lines are still joining.
struct Open {
    draft: Draft,
    /// The line with which it began.
    first: usize,
    /// Its last line so far.
    last: usize,
    /// Whether it is an item after one that ended in a semicolon.
    clause: bool,
}

fn close(open: &mut Option<Open>, drafts: &mut Vec<Draft>) {
    if let Some(open) = open.take() {
        drafts.push(open.draft);
    }
}

fn group_end(page: &Page<'_>, at: usize, group: u32) -> usize {
    (at..page.lines.len())
        .find(|next| {
            page.lines
                .get(*next)
                .is_none_or(|line| line.group != Some(group))
        })
        .unwrap_or(page.lines.len())
}

/// A block whose lines a pass has recognised together.
fn gathered(page: &Page<'_>, at: usize, end: usize, group: u32) -> Draft {
    let lines: Vec<&str> = page
        .lines
        .get(at..end)
        .unwrap_or_default()
        .iter()
        .map(|line| line.text)
        .collect();
    let about = page.groups.get(group as usize);
    let kind = about.map(|group| group.kind);
    let mut text = String::new();
    match kind {
        Some(BlockKind::Table) => text = tables::rows(&lines),
        Some(BlockKind::Code) => text = lines.join("\n"),
        _ if about.is_some_and(|group| group.lines) => {
            for line in &lines {
                if !text.is_empty() {
                    text.push('\n');
                }
                words::push_folded(&mut text, quoted(line, kind));
            }
        }
        _ => {
            for line in &lines {
                let mut folded = String::new();
                words::push_folded(&mut folded, quoted(line, kind));
                words::push_joined(&mut text, &folded);
            }
        }
    }
    Draft {
        text,
        kind,
        page: page.lines.get(at).and_then(|line| line.page),
        whole: true,
        ..Draft::default()
    }
}

/// A line of a quotation without the mark before it.
fn quoted(line: &str, kind: Option<BlockKind>) -> &str {
    if kind == Some(BlockKind::Quote) {
        line.trim_start().trim_start_matches(['>', ' '])
    } else {
        line
    }
}

/// The block of the format that a line stands for, with what was found about it.
fn given(line: &Line<'_>) -> Option<Draft> {
    let mut draft = Draft::of(line.given?.clone());
    apply(&line.start, &mut draft);
    let mut skip = skip_of(&line.start);
    if draft.kind != Some(BlockKind::Code) {
        let rest = draft.text.get(skip..).unwrap_or("");
        skip += rest.len() - rest.trim_start().len();
    }
    draft.remove(0..skip);
    let end = draft.text.trim_end().len();
    draft.text.truncate(end);
    Some(draft)
}

/// A new block that begins at a line.
fn begin(page: &Page<'_>, at: usize) -> Open {
    let mut draft = Draft::default();
    if let Some(line) = page.lines.get(at) {
        draft.page = line.page;
        apply(&line.start, &mut draft);
        let text = line.text.get(skip_of(&line.start)..).unwrap_or("");
        words::push_folded(&mut draft.text, text);
        if matches!(line.start, Start::Heading { .. }) {
            let trimmed = draft.text.trim_end_matches('#').trim_end().len();
            draft.text.truncate(trimmed);
        }
    }
    Open {
        draft,
        first: at,
        last: at,
        clause: false,
    }
}

/// What a line's start says about the block that begins there.
fn apply(start: &Start, draft: &mut Draft) {
    match start {
        Start::Unknown | Start::Rule | Start::Anew => {}
        Start::Number { label, heading, .. } => {
            draft.label = Some(label.clone());
            draft.marker = None;
            if *heading {
                draft.kind = Some(BlockKind::Heading);
            } else {
                draft.kind = Some(BlockKind::Paragraph);
                draft.level = 0;
            }
            if let Some(printed) = &label.printed {
                draft.doubt = Some(format!(
                    "printed as {printed}; its place in the sequence makes it {}",
                    label.shown
                ));
            }
        }
        Start::Note { label, .. } => {
            draft.kind = Some(BlockKind::Footnote);
            draft.note = Some(label.clone());
        }
        Start::Entry { date, marker, .. } => {
            draft.kind = Some(BlockKind::Entry);
            draft.date.clone_from(date);
            draft.marker = Some(marker.clone());
            draft.level = 0;
        }
        Start::Item {
            marker,
            label,
            level,
            ..
        } => {
            draft.kind = Some(BlockKind::ListItem);
            draft.label.clone_from(label);
            draft.marker = label.is_none().then(|| marker.clone());
            draft.level = *level;
        }
        Start::Heading { level, .. } => {
            draft.kind = Some(BlockKind::Heading);
            if *level > 0 {
                draft.level = *level;
            }
        }
    }
}

/// The bytes of a line that are not text.
fn skip_of(start: &Start) -> usize {
    match start {
        Start::Unknown | Start::Rule | Start::Anew => 0,
        Start::Number { skip, .. }
        | Start::Note { skip, .. }
        | Start::Entry { skip, .. }
        | Start::Item { skip, .. }
        | Start::Heading { skip, .. } => *skip,
    }
}

/// Whether a line of which nothing is known goes on with the open block.
fn continues(page: &Page<'_>, at: usize, open: &Open) -> bool {
    let (Some(line), Some(before)) = (page.lines.get(at), page.lines.get(open.last)) else {
        return false;
    };
    if line.page != before.page || open.last + 1 != at {
        return false;
    }
    let closed = shape::is_closed(before.text) || before.text.ends_with([':', ';']);
    let large = shape::starts_large(line.text);
    match open.draft.kind {
        Some(BlockKind::Heading) => {
            // Only a heading in capitals runs over several lines, as long as these are capitals.
            return shape::is_capitals(line.text) && shape::is_capitals(before.text);
        }
        Some(BlockKind::Footnote) => return true,
        _ => {}
    }
    // The last of several clauses: the list ends with its stop.
    if open.clause && shape::is_closed(before.text) && large {
        return false;
    }
    if page.wrap.is_none() {
        return unwrapped(page, at, before, closed);
    }
    let short = page.is_short_by(open.last, 8);
    // The paragraphs of a cable are numbered and stand apart.
    let numbered = page.cable && open.draft.label.is_some();
    if closed && short && large && !numbered && !hangs(page, at, open) {
        return false;
    }
    // After a paragraph of one line another one, set in as much: both are first lines where other
    // lines of the run are not set in.
    let own = shape::indent(line.text);
    if closed
        && large
        && open.first == open.last
        && open.draft.kind.is_none()
        && own >= 2
        && own == shape::indent(before.text)
        && !hangs(page, at, open)
        && least_indent(page, at) + 2 <= own
    {
        return false;
    }
    // The indent of a paragraph's first line, in texts without blank lines.
    let deeper = shape::indent(line.text) > shape::indent(before.text) + 1;
    let item = matches!(
        open.draft.kind,
        Some(BlockKind::ListItem | BlockKind::Entry)
    );
    let first_line = open.first == open.last;
    if deeper && closed && !(item || first_line || hangs(page, at, open)) {
        return false;
    }
    // A list item ends where the indent of its own lines ends.
    if item
        && open.last > open.first
        && closed
        && shape::indent(line.text) < shape::indent(before.text)
    {
        return false;
    }
    true
}

/// The least indent of the lines around one in its run.
fn least_indent(page: &Page<'_>, at: usize) -> usize {
    let begin = (0..=at)
        .rev()
        .take(40)
        .take_while(|line| *line == at || !page.begins_run(line + 1))
        .last()
        .unwrap_or(at);
    (begin..page.run_end(at).min(begin + 80))
        .filter_map(|line| page.lines.get(line))
        .map(|line| shape::indent(line.text))
        .min()
        .unwrap_or(0)
}

/// Whether a line goes on with a paragraph of which all lines but the first are set in: so it is
/// where most lines of a run are set in below its first one.
fn hangs(page: &Page<'_>, at: usize, open: &Open) -> bool {
    let indent = |at: usize| {
        page.lines
            .get(at)
            .map_or(0, |line| shape::indent(line.text))
    };
    let own = indent(at);
    let begin = (0..=at)
        .rev()
        .take(200)
        .take_while(|line| *line == at || !page.begins_run(line + 1));
    let begin = begin.last().unwrap_or(at);
    let end = page.run_end(at).min(begin + 400);
    let least = (begin..end).map(indent).min().unwrap_or(0);
    if own <= least || open.last > open.first && own != indent(open.last) {
        return false;
    }
    let deeper = (begin..end).filter(|line| indent(*line) > least).count();
    indent(begin) == least && deeper * 5 >= (end - begin) * 3
}

/// In a text that is not wrapped by hand, a line is a paragraph of its own, unless the line before
/// it breaks off, or the run is a few short lines that belong together (a by-line, an address).
fn unwrapped(page: &Page<'_>, at: usize, before: &Line<'_>, closed: bool) -> bool {
    let Some(line) = page.lines.get(at) else {
        return false;
    };
    if shape::width(before.text) > 110 || shape::width(line.text) > 160 {
        return shape::is_open(before.text) && shape::starts_small(line.text);
    }
    !(closed && shape::starts_large(line.text) && shape::word_count(before.text) > 12)
}

/// Adds a line to the open block.
fn append(page: &Page<'_>, at: usize, open: &mut Open, known: Option<&Vocabulary>) {
    let Some(line) = page.lines.get(at) else {
        return;
    };
    let full =
        !page.is_short_by(open.last, 0) || page.wrap.is_none() && page.is_full_in_run(open.last);
    // A line set in below the mark of its item goes on with it.
    let hanging = open.draft.marker.is_some()
        && page
            .lines
            .get(open.first)
            .is_some_and(|first| shape::indent(line.text) > shape::indent(first.text));
    open.last = at;
    let mut next = String::with_capacity(line.text.len());
    words::push_folded(&mut next, line.text);
    let draft = &mut open.draft;
    if let Some(known) = known
        && let Some(cut) = known.cut(&draft.text, &next)
    {
        if cut.hyphen {
            draft.text.pop();
        }
        draft.joins.push(Join {
            at: draft.text.len(),
            cause: JoinCause::SplitWord,
        });
        draft.text.push_str(&next);
        return;
    }
    let hyphenated = page.wrap.is_some() && vocabulary::ends_in_hyphen(&draft.text);
    if hyphenated {
        // A compound broken at its own hyphen.
        draft.text.push_str(&next);
    } else if page.wrap.is_none() && !full && !hanging && !draft.text.is_empty() {
        draft.text.push('\n');
        draft.text.push_str(&next);
    } else {
        words::push_joined(&mut draft.text, &next);
    }
}

#[cfg(test)]
mod tests;
