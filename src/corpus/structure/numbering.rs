//! Numbered paragraphs: which numbers at the beginning of lines number the text.
//!
//! Knows sequences: a number counts when it continues its sequence or begins one that goes on.
//! Where scanning damaged a number that its place in the sequence makes certain, the label is
//! repaired and the print kept beside it. Whether a sequence numbers paragraphs, headings or the
//! items of a list is told by what stands between its members.

mod bare;
pub(crate) mod candidate;
pub(crate) mod keyword;
pub(crate) mod letters;
mod levels;
mod nesting;
mod sections;

use super::line::{Line, Page, Start};
use super::shape;
use crate::corpus::block::{BlockKind, Label};
use candidate::{Candidate, Style};

/// A place in the text where a number stands first.
#[derive(Debug, Clone)]
struct Mark {
    at: usize,
    found: Candidate,
    /// Whether a block may begin here by what stands before.
    fresh: bool,
    /// Whether a blank line stands before.
    begins: bool,
}

/// A sequence: its members, each with its place, its true value, and the print if it was damaged.
#[derive(Debug, Default)]
struct Chain {
    style: Option<Style>,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    at: usize,
    value: u32,
    skip: usize,
    /// The number as printed, where it differs from the value.
    repaired: Option<String>,
    sure: bool,
}

/// Finds the numbered paragraphs and the lettered items of a text.
pub(crate) fn recognise(page: &mut Page<'_>) {
    keyword::recognise(page);
    sections::recognise(page);
    levels::recognise(page);
    let marks = marks(page);
    for style in [
        Style::Dot,
        Style::Bracket,
        Style::Paren,
        Style::Close,
        Style::Wide,
    ] {
        let of_style: Vec<&Mark> = marks
            .iter()
            .filter(|mark| mark.found.style == style)
            .collect();
        for chain in chains(&of_style, style) {
            settle(page, &chain);
        }
    }
    bare::recognise(page);
    letters::recognise(page);
    nesting::recognise(page);
    sections::inserted(page);
}

/// Every line that begins with a number and is not known to be something else.
fn marks(page: &Page<'_>) -> Vec<Mark> {
    (0..page.lines.len())
        .filter(|at| page.is_free(*at))
        .filter_map(|at| {
            let line = page.lines.get(at)?;
            let mut found = of_line(line)?;
            found.skip += line.text.len() - line.text.trim_start().len();
            let fresh = found.portion || line.given.is_some() || is_fresh(page, at);
            Some(Mark {
                at,
                found,
                fresh,
                begins: page.begins_run(at),
            })
        })
        .collect()
}

/// The number that a line, or an item of the format, begins with.
fn of_line(line: &Line<'_>) -> Option<Candidate> {
    let Some(block) = line.given else {
        return candidate::of(line.text.trim_start());
    };
    match (block.kind, &block.marker) {
        (None | Some(BlockKind::Paragraph), None) => candidate::of(line.text.trim_start()),
        // A numbered item: the format took its number out of the text.
        (Some(BlockKind::ListItem), Some(marker)) if block.level <= 1 => {
            let found = candidate::of(&format!("{marker} x"))?;
            let portion = candidate::has_portion(line.text);
            Some(Candidate {
                skip: 0,
                portion,
                ..found
            })
        }
        _ => None,
    }
}

/// Whether a block may begin at a line: it stands first in its run, or the line before it ended a
/// sentence, was short, or is a block of its own.
pub(crate) fn is_fresh(page: &Page<'_>, at: usize) -> bool {
    if page.begins_run(at) {
        return true;
    }
    let before = at - 1;
    let Some(line) = page.lines.get(before) else {
        return true;
    };
    line.group.is_some()
        || matches!(line.start, Start::Rule | Start::Heading { .. })
        || shape::is_closed(line.text)
        || line.text.ends_with([':', ';'])
        || page.is_short(before)
        || page
            .lines
            .get(at)
            .is_some_and(|own| shape::indent(own.text) > shape::indent(line.text) + 1)
}

/// The sequences among the marks of one style, in reading order.
fn chains(marks: &[&Mark], style: Style) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut open = Chain::default();
    for (index, mark) in marks.iter().enumerate() {
        let next = marks.get(index + 1);
        let later = marks.get(index + 2);
        let printed = mark.found.value;
        if let Some(last) = open.members.last() {
            let expected = last.value + 1;
            if let Some(repaired) = continues(
                &mark.found,
                expected,
                next,
                later,
                (mark.fresh, mark.begins),
                open.members.len(),
            ) {
                open.members.push(member(mark, repaired.0, repaired.1));
                continue;
            }
        }
        let begins = match printed {
            // A letter read for the digit begins nothing by itself: "I." heads a part.
            1 => mark.fresh && (!mark.found.damaged || mark.found.portion),
            // A text that begins in the middle of its numbers.
            2.. if open.members.is_empty() => {
                let runs_on =
                    |mark: Option<&&Mark>, value| mark.is_some_and(|m| m.found.value == value);
                mark.fresh
                    && runs_on(next, printed + 1)
                    && (mark.found.portion || runs_on(later, printed + 2))
            }
            _ => false,
        };
        if begins {
            chains.push(std::mem::take(&mut open));
            open.style = Some(style);
            open.members.push(member(mark, printed, mark.found.damaged));
        }
    }
    chains.push(open);
    chains
        .retain(|chain| chain.members.len() > 1 || chain.members.iter().any(|member| member.sure));
    for chain in &mut chains {
        chain.style = Some(style);
    }
    chains
}

fn member(mark: &Mark, value: u32, repaired: bool) -> Member {
    Member {
        at: mark.at,
        value,
        skip: mark.found.skip,
        repaired: repaired.then(|| mark.found.printed.clone()),
        sure: mark.found.portion || mark.found.pilcrow,
    }
}

/// Whether a number continues a sequence in which `expected` comes next: the value it then has,
/// and whether the print was damaged.
fn continues(
    found: &Candidate,
    expected: u32,
    next: Option<&&Mark>,
    later: Option<&&Mark>,
    (fresh, begins): (bool, bool),
    length: usize,
) -> Option<(u32, bool)> {
    let follows = |mark: Option<&&Mark>, value: u32| {
        mark.is_some_and(|m| m.found.value == value || m.found.value == with_one(value))
    };
    if found.value == expected && !found.damaged {
        return (fresh || found.portion || found.pilcrow).then_some((expected, false));
    }
    if !fresh && !found.portion {
        return None;
    }
    // A pilcrow that scanning read as the digit 1: 15 stands for ¶5.
    if found.value == with_one(expected) && length >= 2 && !found.damaged {
        let goes_on = match next {
            Some(next) => follows(Some(next), expected + 1) || next.found.value <= 1,
            None => found.portion,
        };
        if goes_on {
            return Some((expected, true));
        }
    }
    // Blots for a number, with a portion mark behind them: the next one goes on.
    if found.damaged && found.value == 0 {
        let goes_on = follows(next, expected + 1)
            || next.is_none()
            || next.is_some_and(|next| next.found.damaged && follows(later, expected + 2));
        return goes_on.then_some((expected, true));
    }
    // A comma read for the stop, in its place at the beginning of a block: it may be the last.
    if found.damaged && found.printed.ends_with(',') {
        let goes_on = follows(next, expected + 1) || next.is_none() && length >= 3;
        return (found.value == expected && goes_on && begins).then_some((expected, true));
    }
    // Letters read for digits: l5, I., S., 1O, and Z. for the 2 that comes right after the 1.
    let enough = length >= 2 || found.portion || found.value == 2 && begins;
    if found.damaged && found.value == expected && enough {
        return (found.portion || follows(next, expected + 1)).then_some((expected, true));
    }
    if found.damaged {
        return None;
    }
    // A wrong number between its right neighbours.
    if length >= 2 && follows(next, expected + 1) && found.value != expected + 1 && found.value != 1
    {
        return Some((expected, true));
    }
    // Numbers that are missing in the source.
    let gap = found.value > expected && found.value <= expected + 3;
    let goes_on = follows(next, found.value + 1)
        || (found.portion && next.is_none())
        || follows(later, found.value + 2);
    (gap && goes_on).then_some((found.value, false))
}

/// A number with the digit 1 before it.
fn with_one(value: u32) -> u32 {
    let mut power = 10;
    while power <= value {
        power *= 10;
    }
    power + value
}

/// What the members of a sequence are.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Sense {
    Paragraphs,
    Recitals,
    Headings,
    Items,
}

/// Marks the lines of a sequence by what its members are.
fn settle(page: &mut Page<'_>, chain: &Chain) {
    if chain.members.is_empty() {
        return;
    }
    let sense = if are_titles(page, chain) {
        for member in &chain.members {
            if let Some(below) = page
                .lines
                .get_mut(member.at + 1)
                .filter(|line| line.start == Start::Unknown)
            {
                below.start = Start::Anew;
            }
        }
        Sense::Headings
    } else {
        sense(page, chain)
    };
    for member in &chain.members {
        let label = |shown: String| Label {
            shown,
            printed: member.repaired.clone(),
        };
        let start = match sense {
            Sense::Paragraphs => Start::Number {
                label: label(format!("¶{}", member.value)),
                skip: member.skip,
                heading: false,
            },
            Sense::Recitals => Start::Number {
                label: label(format!("Recital {}", member.value)),
                skip: member.skip,
                heading: false,
            },
            Sense::Headings => Start::Heading { level: 0, skip: 0 },
            Sense::Items => Start::Item {
                marker: printed_marker(chain.style, member.value),
                label: (chain.style == Some(Style::Paren))
                    .then(|| label(format!("({})", member.value))),
                level: 1,
                skip: member.skip,
            },
        };
        if let Some(line) = page.lines.get_mut(member.at) {
            line.start = start;
        }
    }
}

fn printed_marker(style: Option<Style>, value: u32) -> String {
    match style {
        Some(Style::Bracket) => format!("[{value}]"),
        Some(Style::Paren) => format!("({value})"),
        Some(Style::Close) => format!("{value})"),
        Some(Style::Wide) => format!("{value}"),
        _ => format!("{value}."),
    }
}

/// Whether the format made a list of the members that reads as one: it is announced by a colon, or
/// other items are nested in it. Numbered paragraphs are made as such lists too, without either.
fn is_list_of_format(page: &Page<'_>, chain: &Chain) -> bool {
    let item = |at: usize| {
        page.lines
            .get(at)
            .and_then(|line| line.given)
            .filter(|block| block.kind == Some(BlockKind::ListItem))
    };
    let (Some(first), Some(last)) = (chain.members.first(), chain.members.last()) else {
        return false;
    };
    let all = chain.members.iter().all(|member| item(member.at).is_some());
    let announced = first.at > 0 && page.words(first.at - 1).ends_with(':');
    let nested = (first.at..last.at).any(|at| item(at).is_some_and(|block| block.level > 1));
    all && (announced || nested)
}

/// What a sequence numbers. Portion marks and pilcrows number paragraphs. Otherwise: members that
/// are long, or have headings and unnumbered text between them, are paragraphs; short ones that
/// end without a stop and have text below them are headings; the rest are the items of a list.
fn sense(page: &Page<'_>, chain: &Chain) -> Sense {
    if chain.members.iter().any(|member| member.sure) {
        return Sense::Paragraphs;
    }
    if is_list_of_format(page, chain) {
        return Sense::Items;
    }
    let count = chain.members.len();
    let (mut long, mut bare, mut apart, mut inner, mut stopped) = (0, 0, 0, 0, 0);
    for (index, member) in chain.members.iter().enumerate() {
        let end = block_end(page, member.at);
        let words: usize = (member.at..end)
            .map(|at| shape::word_count(page.words(at)))
            .sum();
        let last = page.words(end - 1);
        if words >= 25 || (words >= 10 && has_two_sentences(page, member.at, end)) {
            long += 1;
        }
        if shape::is_closed(last) || last.ends_with([':', ';']) {
            stopped += 1;
        }
        if words <= 14
            && end == member.at + 1
            && !shape::is_closed(last)
            && !last.ends_with([';', ',', ':'])
        {
            bare += 1;
        }
        if let Some(next) = chain.members.get(index + 1) {
            inner += 1;
            if next.at > end {
                apart += 1;
            }
        }
    }
    if chain.style == Some(Style::Paren) {
        return if after_whereas(page, chain) {
            Sense::Recitals
        } else {
            Sense::Items
        };
    }
    if chain.style == Some(Style::Close) {
        return Sense::Items;
    }
    // Sentences that are numbered under an article or a section are its paragraphs.
    let closed = chain.members.iter().all(|member| {
        let last = page.words(block_end(page, member.at) - 1);
        shape::is_closed(last) || last.ends_with([':', ';'])
    });
    if closed && under_label(page, chain) {
        return Sense::Paragraphs;
    }
    if bare * 4 >= count * 3 {
        // Headings have text below them; a list of short items has not.
        return if apart * 3 >= inner * 2 && inner > 0 {
            Sense::Headings
        } else {
            Sense::Items
        };
    }
    // Sentences among which headings and other text stand are the paragraphs of a judgment or a
    // memorandum; so are the clauses by which a body declares, decides, calls upon.
    let sentences = stopped * 4 >= count * 3;
    if sentences && apart >= 2 && apart * 3 >= inner
        || stopped * 2 >= count && are_clauses(page, chain)
    {
        return Sense::Paragraphs;
    }
    if long * 2 >= count || (apart > 0 && long * 3 >= count) {
        Sense::Paragraphs
    } else {
        Sense::Items
    }
}

/// Whether the members are titles with their text right below, as in minutes: a short line without
/// a stop, then one that begins a sentence.
fn are_titles(page: &Page<'_>, chain: &Chain) -> bool {
    if chain.style != Some(Style::Dot)
        || chain.members.len() < 2
        || chain.members.iter().any(|member| member.sure)
    {
        return false;
    }
    let titles = chain
        .members
        .iter()
        .filter(|member| {
            let words = page.words(member.at);
            let below = page.words(member.at + 1);
            page.lines
                .get(member.at)
                .is_some_and(|line| line.given.is_none())
                && !page.ends_run(member.at)
                && page.is_short(member.at)
                && shape::word_count(words) <= 10
                && !shape::is_closed(words)
                && !words.ends_with([',', ';', ':', '-', '–'])
                && !shape::ends_in_connective(words)
                && shape::starts_large(below)
                && candidate::of(below).is_none()
                && page.is_free(member.at + 1)
        })
        .count();
    titles * 4 >= chain.members.len() * 3
}

/// Verbs with which bodies and courts say what they do.
const CLAUSES: [&str; 54] = [
    "accepts",
    "acknowledges",
    "adopts",
    "affirms",
    "agrees",
    "allows",
    "appeals",
    "approves",
    "authorizes",
    "authorises",
    "calls",
    "commends",
    "condemns",
    "confirms",
    "declares",
    "decides",
    "demands",
    "deplores",
    "designates",
    "dismisses",
    "emphasizes",
    "emphasises",
    "encourages",
    "endorses",
    "expresses",
    "finds",
    "holds",
    "invites",
    "notes",
    "orders",
    "proclaims",
    "reaffirms",
    "recalls",
    "recognizes",
    "recognises",
    "recommends",
    "regrets",
    "reiterates",
    "rejects",
    "requests",
    "resolves",
    "stresses",
    "supports",
    "takes",
    "underlines",
    "upholds",
    "urges",
    "welcomes",
    "постановляет",
    "просит",
    "призывает",
    "объявляет",
    "отклоняет",
    "рекомендует",
];

/// Whether the members are operative clauses: each begins with a verb in the third person
/// ("Calls upon", "Decides", "Постановляет"), and no colon leads to them.
fn are_clauses(page: &Page<'_>, chain: &Chain) -> bool {
    let led = chain
        .members
        .first()
        .and_then(|first| first.at.checked_sub(1))
        .is_some_and(|before| page.words(before).ends_with(':'));
    let verbs = chain
        .members
        .iter()
        .filter(|member| {
            let line = page.lines.get(member.at).map_or("", |line| line.text);
            let text = line.get(member.skip..).unwrap_or("");
            let word = text.split_whitespace().next().unwrap_or("");
            page.lines
                .get(member.at)
                .is_some_and(|line| line.given.is_none())
                && CLAUSES.contains(&word.trim_end_matches(',').to_lowercase().as_str())
        })
        .count();
    !led && chain.members.len() >= 2 && verbs * 3 >= chain.members.len() * 2
}

/// Whether the first member stands directly below a heading with a label, such as `Article 2`.
fn under_label(page: &Page<'_>, chain: &Chain) -> bool {
    let labelled = |at: usize| {
        page.lines
            .get(at)
            .is_some_and(|line| matches!(line.start, Start::Number { heading: true, .. }))
    };
    let Some(first) = chain.members.first().map(|first| first.at) else {
        return false;
    };
    // The heading may have its title on a line of its own.
    let titled = first >= 2
        && labelled(first - 2)
        && super::headings::looks_like_heading(page.words(first - 1));
    first >= 1 && labelled(first - 1) || titled
}

/// The end of the block that begins at a line: the next blank line or the next number.
fn block_end(page: &Page<'_>, at: usize) -> usize {
    if page.lines.get(at).is_some_and(|line| line.given.is_some()) {
        return at + 1;
    }
    let end = page.run_end(at);
    (at + 1..end)
        .find(|next| {
            let line = page.lines.get(*next);
            line.is_some_and(|line| line.group.is_some() || line.start != Start::Unknown)
                || candidate::of(page.words(*next)).is_some() && is_fresh(page, *next)
        })
        .unwrap_or(end)
}

/// Whether a stop followed by a capital stands inside the lines.
fn has_two_sentences(page: &Page<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        let words = page.words(at);
        words
            .match_indices(['.', '?', '!', '。'])
            .any(|(stop, mark)| {
                stop > 3
                    && words.get(stop + mark.len()..).is_some_and(|rest| {
                        (rest.starts_with(' ') || mark == "。") && shape::starts_large(rest)
                    })
            })
    })
}

/// Whether the sequence stands in a preamble: "Whereas:" leads to it.
fn after_whereas(page: &Page<'_>, chain: &Chain) -> bool {
    let Some(first) = chain.members.first() else {
        return false;
    };
    (first.at.saturating_sub(4)..first.at).any(|at| {
        let words = page.words(at).to_lowercase();
        words.len() < 60
            && ["whereas", "considérant", "in erwägung", "considerando"]
                .iter()
                .any(|word| words.starts_with(word))
    })
}

#[cfg(test)]
mod tests;
