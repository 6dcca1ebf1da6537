//! Footnotes: marks, notes, and which belong together.
//!
//! Knows the forms of notes at the beginning of lines. Anchors a note where it is called, and
//! says so where a mark has no note, a note no mark, or the order of the numbers speaks against a
//! pairing. The marks within the text are taken out by `calls`.

pub(crate) mod calls;
mod feet;

use std::collections::{HashMap, HashSet};

use super::line::{Page, Start};
use super::numbering::candidate;
use super::shape;
use crate::corpus::block::{Block, BlockKind};
use crate::corpus::document::Footnote;

/// Whether a raised string is the mark of a note: a number of at most three digits, one letter,
/// or asterisks and daggers.
pub(crate) fn is_mark(mark: &str) -> bool {
    let digits = mark.bytes().all(|byte| byte.is_ascii_digit());
    let mut characters = mark.chars();
    match (characters.next(), characters.next()) {
        (None, _) => false,
        (Some(letter), None) if letter.is_ascii_lowercase() => true,
        _ if is_small_roman(mark) => true,
        _ if digits => mark.len() <= 3,
        _ if is_amendment(mark) => true,
        _ => mark.chars().all(|c| matches!(c, '*' | '†' | '‡')) && mark.chars().count() <= 4,
    }
}

/// Whether a mark is one of those with which consolidated statutes number their amendments: a
/// capital for the sort of note (textual, modification, commencement …) and a number: `F12`.
fn is_amendment(mark: &str) -> bool {
    let digits = mark.get(1..).unwrap_or("");
    mark.starts_with(['C', 'E', 'F', 'I', 'M', 'P', 'X'])
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a mark is a numeral such as `iv`, as some endnotes are numbered.
fn is_small_roman(mark: &str) -> bool {
    mark.len() <= 6
        && mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
        && super::numbering::keyword::roman(&mark.to_uppercase()).is_some()
}

/// How the text of a note begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `<sup>1</sup> …`, `¹ …`, `[^1]: …`: a note wherever it stands.
    Certain,
    /// `[1] …`.
    Bracket,
    /// `1 – …`.
    Dash,
    /// `1/ …`, as the United Nations set their notes: called by the same sign in the text.
    Slash,
    /// `1. …`, `1 …`, `* …`: a note only where notes are expected.
    Plain,
}

/// Marks the lines with which notes begin.
pub(crate) fn recognise(page: &mut Page<'_>) {
    let called = calls::labels(page);
    let star = star_of_author(page);
    let last_in_brackets = bracketed_notes(page);
    let bottoms = page_bottoms(page);
    let starred = feet::starred(page);
    let feet = feet::bracketed(page);
    let mut zone = Zone::Text;
    let mut last: Option<u32> = None;
    for at in 0..page.lines.len() {
        zone = zone.after(page, at);
        if bottoms.contains(&at) {
            zone = Zone::PageBottom;
        }
        if !page.is_free(at) || page.lines.get(at).is_some_and(|line| line.given.is_some()) {
            continue;
        }
        if let Some((label, skip)) = last_in_brackets
            .and_then(|first| (at >= first).then(|| in_round_brackets(page.words(at)))?)
        {
            set(page, at, label, skip);
            continue;
        }
        if feet.contains(&at)
            && let Some((label, skip)) = in_round_brackets(page.words(at))
        {
            set(page, at, label, skip);
            continue;
        }
        let Some((label, skip, form)) = note_start(page.words(at)) else {
            continue;
        };
        // Paragraphs with portion marks are those of a cable.
        if candidate::of(page.words(at)).is_some_and(|found| found.portion) {
            continue;
        }
        let number = label.parse::<u32>().ok();
        let fresh = page.begins_run(at)
            || zone != Zone::Text
            || last.is_some()
            || super::numbering::is_fresh(page, at);
        let follows = last.is_none() || number.is_none() || last.map(|l| l + 1) == number;
        let is_note = match form {
            Form::Certain => fresh,
            Form::Slash => fresh && feet::is_called_by_slash(page, at, &label),
            Form::Bracket | Form::Dash => {
                fresh
                    && called.contains(&label)
                    && (form == Form::Bracket || follows || zone != Zone::Text)
            }
            Form::Plain => match zone {
                Zone::Text => star == Some(at) || starred.contains(&at),
                // Below a rule anything may be numbered: a note is called above.
                Zone::PageBottom => {
                    called.contains(&label)
                        || is_called_above(page, at, &label)
                        || follows && last.is_some()
                }
                Zone::Notes => true,
            },
        };
        if !is_note {
            continue;
        }
        last = number.or(last);
        set(page, at, label, skip);
    }
}

fn set(page: &mut Page<'_>, at: usize, label: String, skip: usize) {
    if let Some(line) = page.lines.get_mut(at) {
        let indent = line.text.len() - line.text.trim_start().len();
        line.start = Start::Note {
            label,
            skip: skip + indent,
        };
    }
}

/// Lines looked at above a note for its call.
const ABOVE: usize = 160;

/// Whether a number is called in the lines above, glued to a word or behind the stop of a line.
fn is_called_above(page: &Page<'_>, at: usize, label: &str) -> bool {
    (at.saturating_sub(ABOVE)..at)
        .rev()
        .any(|line| calls::is_glued(page.words(line), label))
}

/// Where the notes at the foot of a page begin, in texts with page breaks: the last runs of a page,
/// each of which begins with a number that is called on that page.
fn page_bottoms(page: &Page<'_>) -> HashSet<usize> {
    let mut found = HashSet::new();
    let is_furniture = |at: usize| {
        page.lines
            .get(at)
            .and_then(|line| page.groups.get(line.group? as usize))
            .is_some_and(|group| group.kind == BlockKind::Boilerplate && !group.lines)
    };
    // Without page breaks a page ends where its foot or the head of the next one stands.
    let ends: Vec<usize> = (0..page.lines.len())
        .filter(|at| {
            page.lines.get(*at).map(|line| line.page)
                != page.lines.get(at + 1).map(|line| line.page)
                || is_furniture(at + 1) && !is_furniture(*at)
        })
        .collect();
    let mut start = 0;
    for end in ends {
        let mut at = end + 1;
        while at > start {
            let begin = (start..at).rev().find(|line| page.begins_run(*line));
            let Some(begin) = begin else { break };
            let label = note_start(page.words(begin))
                .filter(|(_, _, form)| *form == Form::Plain)
                .map(|(label, ..)| label);
            let called = label.is_some_and(|label| {
                (start..begin).any(|line| calls::is_glued(page.words(line), &label))
            });
            let furniture = page
                .lines
                .get(begin)
                .is_some_and(|line| line.group.is_some());
            if called && begin > start {
                found.insert(begin);
            } else if !furniture {
                break;
            }
            at = begin;
        }
        start = end + 1;
    }
    found
}

/// The line of the note on the author: the only one that begins with a star, where a line at the
/// head ends with one.
fn star_of_author(page: &Page<'_>) -> Option<usize> {
    let called = (0..page.lines.len().min(16)).any(|at| {
        let words = page.words(at);
        words.ends_with('*') && !words.starts_with('*') && words.len() <= 160
    });
    let mut starred = (0..page.lines.len()).filter(|at| page.words(*at).starts_with("* "));
    let first = starred.next().filter(|_| called)?;
    (starred.next().is_none() && page.begins_run(first)).then_some(first)
}

/// The first line of the notes at the end of a text that are numbered as `(1)`, as the acts of the
/// European Union have them: 1, 2, 3 … to the end of the text, each called before.
fn bracketed_notes(page: &Page<'_>) -> Option<usize> {
    let mut at = page.lines.len();
    let mut expected: Option<u32> = None;
    let mut first = None;
    let mut most = 0;
    while at > 0 {
        at -= 1;
        let number: Option<u32> =
            in_round_brackets(page.words(at)).and_then(|(label, _)| label.parse().ok());
        match (number, expected) {
            (Some(number), None) => {
                most = number;
                expected = number.checked_sub(1);
                first = Some(at);
            }
            (Some(number), Some(wanted)) if number == wanted => {
                expected = number.checked_sub(1);
                first = Some(at);
            }
            (Some(_), _) => return None,
            // Further lines of a note stand in its run.
            (None, _) if page.begins_run(at) => return None,
            (None, _) => {}
        }
        if expected == Some(0) {
            break;
        }
    }
    let first = first.filter(|_| expected == Some(0) && most > 0)?;
    let called = (1..=most).all(|number| {
        let mark = format!("({number})");
        (0..first).any(|line| {
            let words = page.words(line);
            words.find(&mark).is_some_and(|place| {
                words
                    .get(..place)
                    .is_some_and(|before| before.ends_with(' ') || before.ends_with('\u{A0}'))
            })
        })
    });
    called.then_some(first)
}

/// `(3) text`: the number, and the bytes before the text.
fn in_round_brackets(words: &str) -> Option<(String, usize)> {
    let (label, rest) = words.strip_prefix('(')?.split_once(')')?;
    let number =
        !label.is_empty() && label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    let text = rest.trim_start();
    (number && text.len() < rest.len() && !text.is_empty())
        .then(|| (label.to_owned(), words.len() - text.len()))
}

/// Where on the page a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Text,
    /// Below a rule, to the end of the page or of its run.
    PageBottom,
    /// Below a heading such as "Notes", to the next heading.
    Notes,
}

impl Zone {
    /// The zone of the line at `at`, which follows a line of this zone.
    fn after(self, page: &Page<'_>, at: usize) -> Self {
        let words = page.words(at);
        if is_notes_heading(words) && page.begins_run(at) {
            return Self::Notes;
        }
        // The rule under a heading is no rule above notes.
        let ruled = at > 0
            && is_note_rule(page.words(at - 1))
            && page.lines.get(at - 1).is_some_and(|line| !line.layout);
        if ruled && note_start(words).is_some() {
            return Self::PageBottom;
        }
        match self {
            Self::PageBottom if page.begins_run(at) && note_start(words).is_none() => Self::Text,
            Self::PageBottom
                if at > 0
                    && page.lines.get(at).map(|l| l.page)
                        != page.lines.get(at - 1).map(|l| l.page) =>
            {
                Self::Text
            }
            Self::Notes
                if page.begins_run(at)
                    && (words.starts_with('#')
                        || (page.ends_run(at) && looks_like_heading(words))) =>
            {
                Self::Text
            }
            zone => zone,
        }
    }
}

fn looks_like_heading(words: &str) -> bool {
    words.len() <= 60
        && !shape::is_closed(words)
        && note_start(words).is_none()
        && shape::starts_large(words)
}

/// Whether a line is the rule above page-bottom notes.
fn is_note_rule(words: &str) -> bool {
    shape::is_rule(words) && words.starts_with(['_', '-', '—', '–', '─', '*', '='])
}

/// Whether a line heads the notes of a document.
pub(crate) fn is_notes_heading(words: &str) -> bool {
    if words.len() > 40 {
        return false;
    }
    let plain = words
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    matches!(
        plain.as_str(),
        "notes"
            | "endnotes"
            | "footnotes"
            | "end notes"
            | "foot notes"
            | "notes and references"
            | "примечания"
            | "сноски"
            | "anmerkungen"
            | "fußnoten"
            | "notas"
            | "注"
            | "脚注"
            | "注釈"
            | "الهوامش"
    )
}

/// The label of a note that begins with these words, the bytes before its text, and its form.
fn note_start(words: &str) -> Option<(String, usize, Form)> {
    let first = words.chars().next()?;
    if let Some((label, length)) = calls::eastern_mark(words) {
        let text = words.get(length..)?;
        let skip = length + text.len() - text.trim_start().len();
        // "（注3）。" at the beginning of a line is the end of a sentence that calls the note.
        let begins = text
            .trim_start()
            .starts_with(|c: char| c.is_alphanumeric() || shape::is_opener(c));
        // The word for "note" in the mark leaves no doubt where the note is called.
        let form = if words.starts_with('注') || words.starts_with("（注") {
            Form::Bracket
        } else {
            Form::Plain
        };
        return begins.then_some((label, skip, form));
    }
    let found = |label: &str, rest: &str, form| {
        let text = rest.trim_start();
        (!text.is_empty()).then(|| (label.to_owned(), words.len() - text.len(), form))
    };
    match first {
        '<' => {
            let (label, rest) = words.strip_prefix("<sup>")?.split_once("</sup>")?;
            let label = label.trim().trim_matches(['[', ']', '*']);
            is_mark(label).then(|| found(label, rest, Form::Certain))?
        }
        '[' => {
            let (label, rest) = words.strip_prefix('[')?.split_once(']')?;
            if let Some(label) = label.strip_prefix('^') {
                let rest = rest.strip_prefix(':')?;
                return found(label, rest, Form::Certain);
            }
            if rest.starts_with('(')
                || !is_mark(label)
                || label.bytes().any(|b| b.is_ascii_lowercase()) && !is_small_roman(label)
            {
                return None;
            }
            found(label, rest.trim_start_matches(':'), Form::Bracket)
        }
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => {
            let (label, length) = calls::raised(words)?;
            found(&label, words.get(length..)?, Form::Certain)
        }
        '*' | '†' | '‡' => {
            let length = words.len() - words.trim_start_matches(['*', '†', '‡']).len();
            let label = words.get(..length).filter(|label| is_mark(label))?;
            let rest = words.get(length..)?;
            // **bold** words and bullets are no notes.
            (rest.starts_with(' ') || first != '*').then(|| found(label, rest, Form::Plain))?
        }
        '0'..='9' => {
            let length = words.bytes().take(4).take_while(u8::is_ascii_digit).count();
            let label = words.get(..length).filter(|label| is_mark(label))?;
            let rest = words.get(length..)?;
            if let Some(after) = rest.strip_prefix('/') {
                return after
                    .starts_with(char::is_whitespace)
                    .then(|| found(label, after, Form::Slash))?;
            }
            let dash = rest.trim_start();
            if dash.starts_with(['–', '—', '-']) && dash.len() < rest.len() {
                let after = dash.trim_start_matches(['–', '—', '-']);
                return after
                    .starts_with(' ')
                    .then(|| found(label, after, Form::Dash))?;
            }
            let after = rest.strip_prefix(['.', ')']).unwrap_or(rest);
            after
                .starts_with(|c: char| c.is_whitespace())
                .then(|| found(label, after, Form::Plain))?
        }
        'A'..='Z' => {
            let length = words.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let label = words.get(..length).filter(|label| is_amendment(label))?;
            let rest = words.get(length..)?;
            rest.starts_with(char::is_whitespace)
                .then(|| found(label, rest, Form::Bracket))?
        }
        _ => None,
    }
}

/// Pairs the notes' texts with their calls; `bodies` are the notes in the order of their texts.
///
/// A call takes the first note of its label that is not taken yet. Where a label is called again
/// after its note was paired, out of its sequence, the call is kept as doubtful; where the format
/// itself ties calls to notes (`marked`), a note may be called as often as its author likes.
pub(crate) fn pair(blocks: &[Block], bodies: Vec<Footnote>, marked: bool) -> Vec<Footnote> {
    let places: HashMap<String, Option<u32>> = bodies
        .iter()
        .rev()
        .map(|note| (note.label.clone(), note.block))
        .collect();
    let known: HashSet<String> = bodies.iter().map(|note| note.label.clone()).collect();
    let mut bodies: Vec<Option<Footnote>> = bodies.into_iter().map(Some).collect();
    let mut notes = Vec::new();
    for call in blocks.iter().flat_map(|block| &block.calls) {
        let body = bodies
            .iter_mut()
            .find(|body| body.as_ref().is_some_and(|note| note.label == call.label))
            .and_then(Option::take);
        notes.push(match body {
            Some(note) => Footnote {
                called_at: Some(call.at),
                ..note
            },
            None if marked && known.contains(&call.label) => Footnote {
                label: call.label.clone(),
                called_at: Some(call.at),
                block: places.get(&call.label).copied().flatten(),
                doubt: None,
            },
            None => Footnote {
                label: call.label.clone(),
                called_at: Some(call.at),
                block: None,
                doubt: Some(if known.contains(&call.label) {
                    "it is called a second time here, out of its order".into()
                } else {
                    "the text of this note was not found".into()
                }),
            },
        });
    }
    notes.extend(bodies.into_iter().flatten().map(|note| Footnote {
        doubt: Some("no mark in the text calls this note".into()),
        ..note
    }));
    notes
}

#[cfg(test)]
mod tests;
