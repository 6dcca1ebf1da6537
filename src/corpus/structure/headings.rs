//! Headings: set with signs, underlined, in capitals, in bold, or only by standing alone.
//!
//! Knows the shapes of headings in lines and in blocks, and how their depths are made even.

use std::collections::{HashMap, HashSet};

use super::draft::Draft;
use super::line::{Page, Start};
use super::shape;
use crate::corpus::block::BlockKind;
use crate::corpus::document::{Format, Style};

/// Words that a heading without any other sign may have at most.
const WORDS: usize = 11;

/// Words that a title may have at most.
const TITLE: usize = 26;

/// Marks headings and rules that single lines show.
pub(crate) fn in_lines(page: &mut Page<'_>) {
    for at in 0..page.lines.len() {
        if !page.is_free(at) || page.lines.get(at).is_some_and(|line| line.given.is_some()) {
            continue;
        }
        let words = page.words(at);
        if let Some((level, skip)) = signed(words) {
            let indent = page
                .lines
                .get(at)
                .map_or(0, |line| line.text.len() - words.len());
            set(
                page,
                at,
                Start::Heading {
                    level,
                    skip: skip + indent,
                },
            );
        } else if let Some(level) = underlined(page, at) {
            set(page, at, Start::Heading { level, skip: 0 });
            if let Some(line) = page.lines.get_mut(at + 1) {
                line.layout = true;
            }
            // A rule above belongs to the heading too.
            if !page.begins_run(at)
                && let Some(line) = page
                    .lines
                    .get_mut(at - 1)
                    .filter(|line| line.start == Start::Rule)
            {
                line.start = Start::Unknown;
                line.layout = true;
            }
        } else if shape::is_rule(words) {
            set(page, at, Start::Rule);
        }
    }
}

/// Gathers the number of a part and the title right below it: "CHAPTER I", "General provisions".
pub(crate) fn parts(page: &mut Page<'_>) {
    for at in 0..page.lines.len() {
        let loose = |at: usize| {
            page.is_free(at) && page.lines.get(at).is_some_and(|line| line.given.is_none())
        };
        let part = loose(at)
            && page.begins_run(at)
            && !page.ends_run(at)
            && is_part(page.words(at))
            && loose(at + 1)
            && looks_like_heading(page.words(at + 1))
            && (page.ends_run(at + 1) || page.is_short(at + 1));
        if part {
            let longer = loose(at + 2)
                && !page.ends_run(at + 1)
                && shape::is_capitals(page.words(at + 1))
                && shape::is_capitals(page.words(at + 2))
                && !is_part(page.words(at + 2))
                && !super::numbering::keyword::is_label(page.words(at + 2));
            page.gather(at..at + 2 + usize::from(longer), BlockKind::Heading, false);
        }
    }
}

/// Gathers a title that is set in the middle over several lines, the first in capitals, as typists
/// set those of minutes and agreements: no two lines begin alike, and each lies about the middle.
pub(crate) fn centred(page: &mut Page<'_>) {
    let width = page.wrap.unwrap_or(72);
    let mut at = 0;
    while at < page.lines.len().min(40) {
        let end = page.run_end(at);
        let lines = at..end;
        let middle = |at: usize| {
            let text = page.lines.get(at).map_or("", |line| line.text);
            let indent = shape::indent(text);
            let centre = indent + shape::width(page.words(at)) / 2;
            indent >= 6 && centre.abs_diff(width / 2) <= 6 && !page.words(at).contains("   ")
        };
        let text: Vec<&str> = lines.clone().map(|line| page.words(line)).collect();
        let joined = text.join(" ");
        let indents: HashSet<usize> = lines
            .clone()
            .filter_map(|line| page.lines.get(line))
            .map(|line| shape::indent(line.text))
            .collect();
        let title = (2..=5).contains(&text.len())
            && lines.clone().all(|line| page.is_free(line) && middle(line))
            && page.lines.get(at).is_some_and(|line| line.given.is_none())
            && indents.len() == text.len()
            && text.first().is_some_and(|line| shape::is_capitals(line))
            && text.get(1).is_some_and(|line| !shape::is_capitals(line))
            && looks_like_title(&joined);
        if title {
            page.gather(lines, BlockKind::Heading, false);
        }
        at = end;
    }
}

fn set(page: &mut Page<'_>, at: usize, start: Start) {
    if let Some(line) = page.lines.get_mut(at) {
        line.start = start;
    }
}

/// `## Heading`: the level, and the bytes before the words.
fn signed(words: &str) -> Option<(u8, usize)> {
    let level = words
        .bytes()
        .take(7)
        .take_while(|byte| *byte == b'#')
        .count();
    let rest = words.get(level..)?;
    let text = rest.trim_start();
    let worded = text.chars().any(char::is_alphanumeric);
    ((1..=6).contains(&level) && text.len() < rest.len() && worded)
        .then(|| (u8::try_from(level).unwrap_or(6), words.len() - text.len()))
}

/// A line with a rule of about its length below it.
fn underlined(page: &Page<'_>, at: usize) -> Option<u8> {
    if page.ends_run(at) || !page.is_free(at + 1) {
        return None;
    }
    let words = page.words(at);
    let below = page.words(at + 1);
    let first = below
        .chars()
        .next()
        .filter(|c| matches!(c, '=' | '-' | '~' | '—' | '─' | '═' | '*'))?;
    if shape::is_rule(words) || !shape::is_rule(below) || words.contains('|') {
        return None;
    }
    let (above, length) = (shape::width(words), shape::width(below));
    let fits = length + 4 >= above && length <= above + 12 || first == '=' && length >= 3;
    // The line must be a heading by itself: alone above its rule, or after a blank line.
    let alone = page.begins_run(at)
        || page
            .lines
            .get(at - 1)
            .is_some_and(|line| line.layout || line.start == Start::Rule);
    (fits && alone && above <= 110).then_some(match first {
        '=' | '═' => 1,
        _ => 2,
    })
}

/// Marks the turns of a transcript: lines that begin with the name of one who speaks more than
/// once, where at least two speak.
pub(crate) fn turns(page: &mut Page<'_>) {
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in 0..page.lines.len() {
        if page.is_free(at)
            && page.lines.get(at).is_some_and(|line| line.given.is_none())
            && let Some(name) = speaker(page.words(at))
        {
            seen.entry(name).or_default().push(at);
        }
    }
    let is_titled = |name: &str| titled_speaker(&format!("{name}. ")).is_some();
    let titled = seen.keys().filter(|name| is_titled(name)).count();
    // In the record of a parliament one who speaks once is told by the title before the name.
    seen.retain(|name, turns| turns.len() >= 2 || titled >= 2 && is_titled(name));
    if seen.len() < 2 {
        return;
    }
    for at in seen.into_values().flatten() {
        set(page, at, Start::Anew);
    }
    // What the clerk notes in brackets stands by itself.
    for at in 0..page.lines.len() {
        let words = page.words(at);
        let noted = words.starts_with('[') && words.ends_with(']') && words.len() > 4;
        if noted && page.is_free(at) {
            set(page, at, Start::Anew);
            if page.is_free(at + 1) && !page.begins_run(at + 1) {
                set(page, at + 1, Start::Anew);
            }
        }
    }
}

/// Marks headings that stand in the same run as the text below them: before a numbered paragraph,
/// or in capitals above a text.
pub(crate) fn within_runs(page: &mut Page<'_>) {
    for at in 0..page.lines.len() {
        if !page.is_free(at)
            || page.ends_run(at)
            || page.lines.get(at).is_some_and(|line| line.given.is_some())
        {
            continue;
        }
        let words = page.words(at);
        if !looks_like_heading(words) {
            continue;
        }
        let begins = page.begins_run(at);
        let after_block = begins
            || page.lines.get(at - 1).is_some_and(|line| {
                line.group.is_some() || matches!(line.start, Start::Heading { .. } | Start::Rule)
            });
        let parted =
            after_block || shape::is_closed(page.lines.get(at - 1).map_or("", |line| line.text));
        let next = page.lines.get(at + 1).map(|line| &line.start);
        let numbered = matches!(next, Some(Start::Number { heading: false, .. }));
        let capitals = shape::is_capitals(words)
            && !shape::is_capitals(page.words(at + 1))
            && matches!(next, Some(Start::Unknown))
            && page
                .lines
                .get(at + 1)
                .is_some_and(|line| line.group.is_none())
            && (begins || page.is_short(at))
            && shape::word_count(page.words(at + 1)) >= 3;
        // A short line with a capital above a full line of a text that is wrapped by hand.
        let titled = begins
            && page.wrap.is_some_and(|width| {
                shape::width(words) * 10 <= width * 6
                    && page.lines.get(at + 1).is_some_and(|line| {
                        shape::width(line.text) * 10 >= width * 8 && shape::starts_large(line.text)
                    })
            })
            && matches!(next, Some(Start::Unknown));
        if parted && (numbered || capitals || titled) && page.is_short(at) {
            set(page, at, Start::Heading { level: 0, skip: 0 });
        }
    }
}

/// Whether a text could be a heading by its shape: short, beginning large, ending without a stop
/// (a question or exclamation mark is allowed).
pub(crate) fn looks_like_heading(text: &str) -> bool {
    let limit = if shape::is_capitals(text) {
        TITLE + 6
    } else {
        WORDS
    };
    has_shape(text, limit)
}

/// Whether a text could be the title of a document by its shape: titles may be longer.
pub(crate) fn looks_like_title(text: &str) -> bool {
    has_shape(text, TITLE)
}

/// Whether a text is the number of a part of a book: "Chapter 3", "Part II", "Annex A".
fn is_part(text: &str) -> bool {
    // "Erster Abschnitt"
    if let Some((ordinal, part)) = text.trim().split_once(' ')
        && ordinal.ends_with("er")
        && ordinal.starts_with(char::is_uppercase)
        && matches!(part, "Abschnitt" | "Teil" | "Titel" | "Unterabschnitt")
    {
        return true;
    }
    let mut words = text.split_whitespace();
    let (Some(word), Some(number), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let number = number.trim_end_matches(['.', ':']);
    let named = matches!(
        word.to_lowercase().as_str(),
        "chapter"
            | "part"
            | "book"
            | "title"
            | "annex"
            | "appendix"
            | "schedule"
            | "volume"
            | "titre"
            | "abschnitt"
            | "título"
            | "titolo"
            | "section"
            | "глава"
            | "часть"
            | "раздел"
            | "приложение"
            | "kapitel"
            | "teil"
            | "anhang"
            | "chapitre"
            | "partie"
            | "annexe"
    );
    named
        && number.len() <= 6
        && !number.is_empty()
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_uppercase())
}

/// Whether a text is nothing but the word for a part that is appended, in capitals.
fn is_lone_part(text: &str) -> bool {
    matches!(
        text.trim().trim_end_matches(':'),
        "ANNEX"
            | "ANNEXES"
            | "ANNEXE"
            | "APPENDIX"
            | "APPENDICES"
            | "SCHEDULE"
            | "SCHEDULES"
            | "AGENDA"
            | "ANHANG"
            | "ANLAGE"
            | "ПРИЛОЖЕНИЕ"
            | "ПРИЛОЖЕНИЯ"
            | "ПОВЕСТКА ДНЯ"
    )
}

fn has_shape(text: &str, limit: usize) -> bool {
    if text.is_empty() || text.len() > 300 || text.contains('\t') {
        return false;
    }
    // Nor do addresses and times of day head anything.
    if text.contains("://") || text.contains('@') || is_time(text) {
        return false;
    }
    // A remark in brackets heads nothing.
    if text.starts_with(['(', '[', '（']) && text.ends_with([')', ']', '）']) {
        return false;
    }
    let words = shape::word_count(text);
    let last = text
        .trim_end_matches(shape::is_closer)
        .chars()
        .next_back()
        .unwrap_or('.');
    let ends_well = !matches!(
        last,
        '.' | ',' | ';' | ':' | '。' | '、' | '：' | '；' | '…' | '-' | '–' | '—' | '．'
    ) || is_numbered_stop(text);
    words <= limit
        && words > 0
        && ends_well
        && shape::starts_large(text)
        && text.chars().any(char::is_alphabetic)
        && !shape::ends_in_article(text)
}

/// Whether a text begins with a time of day: "12:34 p.m. EST".
fn is_time(text: &str) -> bool {
    let hour = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(hour..).unwrap_or("");
    (1..=2).contains(&hour)
        && rest.starts_with([':', '.'])
        && rest
            .bytes()
            .skip(1)
            .take(2)
            .all(|byte| byte.is_ascii_digit())
        && rest.get(3..).is_some_and(|rest| {
            rest.trim_start()
                .to_lowercase()
                .starts_with(['a', 'p', 'h', 'e', 'u', 'g'])
        })
        && shape::word_count(text) <= 4
}

/// Whether the stop at the end is that of an abbreviation or initial: "Relations with the U.S."
fn is_numbered_stop(text: &str) -> bool {
    let Some(last) = text.split_whitespace().next_back() else {
        return false;
    };
    let inner = last.trim_end_matches('.');
    inner.contains('.') && inner.split('.').all(|part| part.chars().count() == 1)
}

/// Finds headings among blocks that stand alone: bold throughout, in capitals, or short and
/// followed by text. The formats' own headings stay as they are.
pub(crate) fn in_blocks(drafts: &mut [Draft], format: Format) {
    let speakers = speakers(drafts);
    // Where a format has headings and the document uses them, what is none is none unless it is set
    // as one.
    let marked = !matches!(format, Format::Text | Format::Pdf | Format::Email)
        && drafts
            .iter()
            .filter(|draft| draft.kind == Some(BlockKind::Heading) && draft.level > 0)
            .nth(1)
            .is_some();
    for at in 0..drafts.len() {
        let Some(draft) = drafts.get(at) else {
            break;
        };
        if !draft.is_prose()
            || draft.label.is_some()
            || draft.note.is_some()
            || draft.text.contains('\n') && !is_title_in_capitals(&draft.text)
        {
            continue;
        }
        let spoken = titled_speaker(&draft.text).is_some()
            || speaker(&draft.text).is_some_and(|name| speakers.contains(name))
            // Where several speak, a short word of one who speaks once is no heading either.
            || speakers.len() >= 2
                && shape::is_closed(&draft.text)
                && speaker(&draft.text).is_some();
        let part = is_part(&draft.text)
            || is_lone_part(&draft.text)
            || super::front::is_contents(&draft.text)
            || is_year_of_entries(drafts, at);
        if marked && !is_bold(draft) || is_end(&draft.text) {
            continue;
        }
        if spoken || !part && (!looks_like_heading(&draft.text) || !is_parted(drafts, at)) {
            continue;
        }
        let follows = following(drafts, at);
        let is_text = follows.is_some_and(|next| {
            matches!(
                next.kind,
                Some(
                    BlockKind::Heading
                        | BlockKind::ListItem
                        | BlockKind::Entry
                        | BlockKind::Table
                        | BlockKind::Quote
                        | BlockKind::Code
                )
            ) || next.label.is_some()
                || next.note.is_some()
                || super::notes::is_notes_heading(&draft.text)
                || !looks_like_heading(&next.text)
                || heading_above_heading(drafts, at)
        });
        if (is_text || part)
            && let Some(draft) = drafts.get_mut(at)
        {
            draft.kind = Some(BlockKind::Heading);
            draft.text = draft.text.replace('\n', " ");
        }
    }
}

/// Whether a text is a title in capitals that its typist broke over lines: long enough to be none of
/// an address or a signature, and without columns.
fn is_title_in_capitals(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    (2..=4).contains(&lines.len())
        && lines
            .iter()
            .all(|line| shape::is_capitals(line) && shape::word_count(line) >= 4)
        && looks_like_heading(&text.replace('\n', " "))
}

/// Whether a line says that a text has come to its end.
fn is_end(text: &str) -> bool {
    let plain: String = text
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .flat_map(char::to_lowercase)
        .collect();
    matches!(
        plain.trim(),
        "the end"
            | "end"
            | "以上"
            | "finis"
            | "fin"
            | "ende"
            | "конец"
            | "end of document"
            | "end of text"
    )
}

/// Whether a block is a year above the entries of that year.
fn is_year_of_entries(drafts: &[Draft], at: usize) -> bool {
    let is_year = drafts.get(at).is_some_and(|draft| {
        draft.text.len() == 4 && draft.text.bytes().all(|byte| byte.is_ascii_digit())
    });
    is_year && following(drafts, at).is_some_and(|next| next.kind == Some(BlockKind::Entry))
}

/// Who speaks in a line of a transcript: a short name before a colon.
pub(crate) fn speaker(text: &str) -> Option<&str> {
    let near = text.get(..text.floor_char_boundary(48))?;
    if let Some(name) = titled_speaker(near) {
        return Some(name);
    }
    let (name, rest) = near.split_once(':')?;
    let short = shape::word_count(name) <= 4 && shape::starts_large(name) && !name.contains(',');
    (short && rest.starts_with([' ', '\n'])).then_some(name)
}

/// Who speaks in a record of a parliament: a title, the name in capitals, a stop: "Mr. EXAMPLE. ".
fn titled_speaker(near: &str) -> Option<&str> {
    let near = near.get(..near.floor_char_boundary(60))?;
    let rest = [
        "Mr. ",
        "Mrs. ",
        "Ms. ",
        "Miss ",
        "Dr. ",
        "Senator ",
        "Chairman ",
        "Chairwoman ",
        "Secretary ",
        "Ambassador ",
        "General ",
        "Admiral ",
        "Representative ",
        "The ",
    ]
    .iter()
    .find_map(|title| near.strip_prefix(title))?;
    let end = rest.find(". ").or_else(|| rest.find(".\n"))?;
    let name = rest.get(..end)?;
    let length = near.len() - rest.len() + end;
    (shape::is_capitals(name) && shape::word_count(name) <= 4 && !name.contains(','))
        .then(|| near.get(..length))
        .flatten()
}

/// The names that speak more than once.
fn speakers(drafts: &[Draft]) -> HashSet<String> {
    let mut seen = HashSet::new();
    let mut twice = HashSet::new();
    for draft in drafts
        .iter()
        .filter(|draft| draft.is_prose() && draft.label.is_none())
    {
        if let Some(name) = speaker(&draft.text)
            && !seen.insert(name.to_owned())
        {
            twice.insert(name.to_owned());
        }
    }
    twice
}

/// Whether the text before a block is finished, so that a heading may follow.
fn is_parted(drafts: &[Draft], at: usize) -> bool {
    drafts
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .find(|draft| {
            !matches!(
                draft.kind,
                Some(BlockKind::Rule | BlockKind::Boilerplate | BlockKind::Footnote)
            )
        })
        .is_none_or(|before| {
            !before.is_prose()
                || !before.text.ends_with([',', '、']) && !shape::ends_in_connective(&before.text)
        })
}

/// The next block that is text.
fn following(drafts: &[Draft], at: usize) -> Option<&Draft> {
    drafts.get(at + 1..)?.iter().find(|draft| {
        !matches!(
            draft.kind,
            Some(BlockKind::Rule | BlockKind::Boilerplate | BlockKind::Header)
        )
    })
}

/// Whether one heading-like block stands above exactly one other, with text below: a part and its
/// first section. Longer runs of short lines are lists of names, addresses, signatures.
fn heading_above_heading(drafts: &[Draft], at: usize) -> bool {
    let mut rest = drafts
        .get(at + 1..)
        .unwrap_or_default()
        .iter()
        .filter(|draft| !matches!(draft.kind, Some(BlockKind::Rule | BlockKind::Boilerplate)));
    let (Some(_), Some(second)) = (rest.next(), rest.next()) else {
        return false;
    };
    let before_short = at > 0
        && drafts.get(at - 1).is_some_and(|before| {
            before.is_prose() && before.label.is_none() && looks_like_heading(&before.text)
        });
    !before_short && (!second.is_prose() || !looks_like_heading(&second.text))
}

/// Whether every letter of a block is bold.
pub(crate) fn is_bold(draft: &Draft) -> bool {
    !draft.text.is_empty()
        && draft.inlines.iter().any(|inline| {
            inline.style == Style::Strong
                && inline.range.start == 0
                && inline.range.end >= draft.text.trim_end().len()
        })
}

/// Makes the depths even: the depths in use become 1, 2, 3 …; headings without a depth stand one
/// below the title, if there is one; a depth used once, late, in the style of the one below it, is
/// a slip of the typesetter.
pub(crate) fn even_levels(drafts: &mut [Draft], title: Option<usize>) {
    let base = u8::from(title.is_some());
    if let Some(draft) = title.and_then(|at| drafts.get_mut(at)) {
        draft.level = 1;
    }
    let of_text =
        |at: usize, draft: &Draft| draft.kind == Some(BlockKind::Heading) && Some(at) != title;
    slips(drafts, title);
    let mut levels: Vec<u8> = drafts
        .iter()
        .enumerate()
        .filter(|(at, draft)| of_text(*at, draft) && draft.level > 0)
        .map(|(_, draft)| draft.level)
        .collect();
    levels.sort_unstable();
    levels.dedup();
    let mixed = !levels.is_empty();
    for (at, draft) in drafts.iter_mut().enumerate() {
        if !of_text(at, draft) {
            continue;
        }
        let rank = match levels.iter().position(|level| *level == draft.level) {
            Some(rank) => rank + 1,
            // Below the deepest that the print tells.
            None if mixed => levels.len() + 1,
            None => 1,
        };
        draft.level = u8::try_from(rank).unwrap_or(u8::MAX).saturating_add(base);
    }
}

/// Takes a lone heading of a higher depth, which stands after headings of the next depth and is
/// set as they are, for one of them.
fn slips(drafts: &mut [Draft], title: Option<usize>) {
    let headings: Vec<(usize, u8, bool)> = drafts
        .iter()
        .enumerate()
        .filter(|(at, draft)| {
            draft.kind == Some(BlockKind::Heading) && draft.level > 0 && Some(*at) != title
        })
        .map(|(at, draft)| (at, draft.level, shape::is_capitals(&draft.text)))
        .collect();
    // Of each depth: how many headings, where the first stands, whether all and whether any are
    // in capitals.
    let mut depths: [(usize, usize, bool, bool); 8] = [(0, usize::MAX, true, false); 8];
    for (index, (_, level, capitals)) in headings.iter().enumerate() {
        if let Some((count, first, all, any)) = depths.get_mut(usize::from(*level)) {
            *count += 1;
            *first = index.min(*first);
            *all &= capitals;
            *any |= capitals;
        }
    }
    for (index, (at, level, capitals)) in headings.iter().enumerate() {
        let own = depths.get(usize::from(*level)).copied().unwrap_or_default();
        let below = depths
            .get(usize::from(*level) + 1)
            .copied()
            .unwrap_or_default();
        let (count, first, all, _) = below;
        let slip = own.0 == 1 && count > 0 && first < index && all && *capitals;
        if slip && let Some(draft) = drafts.get_mut(*at) {
            draft.level = level + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_by_shape() {
        for text in [
            "Missed Opportunity?",
            "ON THE ISSUE OF A PEACE TREATY",
            "What was said",
            "一　宣言以前",
            "Relations with the U.S.",
        ] {
            assert!(looks_like_heading(text), "{text}");
        }
        for text in [
            "It ended.",
            "the rest",
            "Moscow, the",
            "Dear Sir,",
            "Those present:",
            "2012",
        ] {
            assert!(!looks_like_heading(text), "{text}");
        }
    }
}
