//! Dated entries: chronologies, timelines, diaries in the form of lists.
//!
//! Knows that an entry begins with a date and something that parts it from the text, and that one
//! such line does not make a chronology. Dates without a year take it from the heading above or
//! from the entry before.

mod slashed;

use super::line::{Line, Page, Start};
use super::{lists, printed_date, shape};
use crate::corpus::block::BlockKind;
use crate::corpus::date::DateValue;

/// How the date is parted from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parting {
    /// A colon, a dash, a tab, an ideographic blank, or bold type.
    Strong,
    /// A stop or several blanks.
    Weak,
}

/// A line that may begin an entry.
struct Candidate {
    at: usize,
    date: Option<DateValue>,
    marker: String,
    skip: usize,
    parting: Parting,
    yearless: bool,
}

/// Marks the lines with which entries begin, where at least three of them make a chronology.
pub(crate) fn recognise(page: &mut Page<'_>) {
    let mut found: Vec<Candidate> = Vec::new();
    let mut year: Option<i32> = None;
    let slashed = slashed::order(page);
    for at in 0..page.lines.len() {
        let Some(line) = page.lines.get(at) else {
            break;
        };
        let heading = page.is_free(at) || matches!(line.start, Start::Heading { .. });
        if heading && let Some(heading) = year_heading(line.text.trim_start()) {
            year = Some(heading);
        }
        if !page.is_free(at) || !may_hold(line) {
            continue;
        }
        if line.given.is_none()
            && !super::numbering::is_fresh(page, at)
            && found.last().is_none_or(|last| last.at + 1 != at)
        {
            continue;
        }
        if let Some((candidate, its_year)) = of(line, at, year, found.len() >= 2, slashed) {
            year = its_year.or(year);
            found.push(candidate);
        }
    }
    in_column(page, &mut found);
    diary(page);
    // Dates without a year are weak evidence: a chronology needs at least one year.
    let with_year = found.iter().any(|candidate| !candidate.yearless) || year.is_some();
    let strong = found
        .iter()
        .filter(|candidate| candidate.parting == Parting::Strong)
        .count();
    let weak = found.len() - strong;
    let mut entries = 0;
    for candidate in found {
        let counts = match candidate.parting {
            Parting::Strong => strong >= 3,
            Parting::Weak => weak >= 4 && weak > strong,
        };
        if !counts || !with_year {
            continue;
        }
        if let Some(line) = page.lines.get_mut(candidate.at) {
            entries += 1;
            line.start = Start::Entry {
                date: candidate.date,
                marker: candidate.marker,
                skip: candidate.skip,
            };
        }
    }
    if entries >= 3 {
        periods(page);
    }
}

/// The years over the parts of a chronology, alone on their lines: "1960-1974".
fn periods(page: &mut Page<'_>) {
    for at in 0..page.lines.len() {
        let words = page.words(at);
        let years = words.split(['-', '–', '—', '/']).map(str::trim);
        let period = words.len() <= 16
            && years.clone().count() <= 2
            && years.clone().next().is_some_and(|year| year.len() == 4)
            && years.clone().all(|year| {
                matches!(year.len(), 2 | 4) && year.bytes().all(|b| b.is_ascii_digit())
            });
        let alone = page.begins_run(at) && page.ends_run(at) && page.is_free(at);
        if period
            && alone
            && let Some(line) = page.lines.get_mut(at).filter(|line| line.given.is_none())
        {
            line.start = Start::Heading {
                level: 0,
                skip: line.text.len() - words.len(),
            };
        }
    }
}

/// In a table of two columns a long date fills its own and one blank parts it from the text: a
/// line counts where its text begins in the column in which that of the other entries does.
fn in_column(page: &Page<'_>, found: &mut Vec<Candidate>) {
    let column = |at: usize, skip: usize| {
        let text = page.lines.get(at)?.text.get(..skip)?;
        Some(shape::width(text))
    };
    let mut often: std::collections::HashMap<usize, usize> = std::collections::HashMap::new();
    for it in found.iter().filter(|it| it.parting == Parting::Weak) {
        if let Some(column) = column(it.at, it.skip) {
            *often.entry(column).or_default() += 1;
        }
    }
    let Some((wanted, _)) = often
        .into_iter()
        .filter(|(_, count)| *count >= 3)
        .max_by_key(|(column, count)| (*count, *column))
    else {
        return;
    };
    for at in 0..page.lines.len() {
        if !page.is_free(at) || found.iter().any(|it| it.at == at) {
            continue;
        }
        let Some(line) = page.lines.get(at).filter(|line| line.given.is_none()) else {
            continue;
        };
        let Some(printed) = printed_date::leading(line.text, None) else {
            continue;
        };
        let skip = printed.length + 1;
        let parted = line.text.get(printed.length..skip) == Some(" ");
        if parted && column(at, skip) == Some(wanted) {
            found.push(Candidate {
                at,
                date: Some(printed.value),
                marker: line.text.get(..printed.length).unwrap_or("").to_owned(),
                skip,
                parting: Parting::Weak,
                yearless: false,
            });
        }
    }
    found.sort_by_key(|it| it.at);
}

/// A diary: dates that stand alone on a line, each with its day's text right below.
fn diary(page: &mut Page<'_>) {
    let days: Vec<(usize, DateValue)> = (0..page.lines.len())
        .filter(|at| {
            page.is_free(*at)
                && page.begins_run(*at)
                && !page.ends_run(*at)
                && page.is_free(at + 1)
                && page.lines.get(*at).is_some_and(|line| line.given.is_none())
        })
        .filter_map(|at| {
            let date = printed_date::whole(page.words(at))?;
            let text = page.words(at + 1);
            let told = shape::word_count(text) >= 3 && shape::starts_large(text);
            (date.iso.len() >= 10 && told).then_some((at, date))
        })
        .collect();
    if days.len() < 3 {
        return;
    }
    for (at, date) in days {
        let marker = page.words(at).to_owned();
        if let Some(line) = page.lines.get_mut(at) {
            line.layout = true;
        }
        if let Some(line) = page.lines.get_mut(at + 1) {
            let skip = line.text.len() - line.text.trim_start().len();
            line.start = Start::Entry {
                date: Some(date),
                marker,
                skip,
            };
        }
    }
}

/// Whether a line can begin an entry at all.
fn may_hold(line: &Line<'_>) -> bool {
    match line.given.and_then(|block| block.kind) {
        None | Some(BlockKind::Paragraph | BlockKind::ListItem) => true,
        Some(_) => false,
    }
}

/// The year that a heading-like line names: the last one in it.
fn year_heading(words: &str) -> Option<i32> {
    // The end of a sentence that a page cut is no heading.
    if words.len() > 120 || shape::is_closed(words) || shape::starts_small(words) {
        return None;
    }
    words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| number.len() == 4)
        .filter_map(|number| number.parse().ok())
        .rfind(|year| (1500..2200).contains(year))
}

/// The entry that a line begins, and the year of its date.
fn of(
    line: &Line<'_>,
    at: usize,
    year: Option<i32>,
    within: bool,
    slashed: Option<slashed::Order>,
) -> Option<(Candidate, Option<i32>)> {
    let words = line.text.trim_start();
    let indent = line.text.len() - words.len();
    let (bullet, mut before) =
        lists::bullet(words).map_or((None, 0), |(mark, skip)| (Some(mark), skip));
    let mut rest = words.get(before..)?;
    let stripped = rest.trim_start_matches(['*', '_']);
    let mut bold = stripped.len() < rest.len();
    before += rest.len() - stripped.len();
    rest = stripped;
    if let Some(block) = line.given {
        bold = bold || block.inlines.iter().any(|inline| inline.range.start == 0);
    }
    let short = slashed.and_then(|order| order.leading(rest));
    let printed = printed_date::leading(rest, year)
        .map(|printed| (printed.value, printed.year, printed.length));
    let (date, its_year, length) = match short.or(printed) {
        Some((date, year, length)) => (Some(date), Some(year), length),
        // A day that no month has keeps its print.
        None => (
            None,
            None,
            printed_date::impossible(rest, year).filter(|_| within)?,
        ),
    };
    let date_text = rest.get(..length)?;
    let yearless = !date_text
        .chars()
        .any(|c| c.is_ascii_digit() || super::words::is_unspaced(c))
        || !has_year(date_text);
    if yearless && !within && !date_text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let after = rest.get(length..)?;
    // Bold type that ends with the date parts it from the text.
    let set_off = line.given.is_some_and(|block| {
        block.inlines.iter().any(|inline| {
            inline.range.start <= before
                && inline.range.end >= before + length
                && inline.range.end <= before + length + 1
        })
    });
    let (parting, taken) = parting(after, bold)
        .filter(|(parting, _)| !set_off || *parting == Parting::Strong)
        .or_else(|| (set_off && after.starts_with([' ', '.', ','])).then_some((Parting::Strong, 0)))
        .or_else(|| {
            // The stop of a month's name ends the date: "25 января. Письмо".
            let stopped = date_text.ends_with('.') && after.starts_with(' ');
            stopped.then_some((Parting::Weak, 0))
        })?;
    let text = after.get(taken..)?;
    let mut skip = indent + before + length + taken;
    skip += text.len() - text.trim_start().len();
    if text.trim().is_empty() {
        return None;
    }
    let marker_end = before + length;
    let mut marker = words.get(before..marker_end)?.to_owned();
    if let Some(bullet) = bullet {
        marker = format!("{bullet} {marker}");
    }
    Some((
        Candidate {
            at,
            date,
            marker,
            skip,
            parting,
            yearless,
        },
        its_year,
    ))
}

/// Whether the print of a date has a year of its own.
fn has_year(date: &str) -> bool {
    date.contains('年')
        || date
            .split(|c: char| !c.is_ascii_digit())
            .any(|number| number.len() == 4)
        || slashed::is_date(date)
}

/// What follows the name of a day of the week, which may stand after a date and a comma or stop.
fn behind_weekday(after: &str) -> &str {
    const DAYS: [&str; 21] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ];
    let Some(words) = after
        .trim_start_matches(['.', ','])
        .strip_prefix(' ')
        .filter(|words| words.starts_with(char::is_alphabetic))
    else {
        return after;
    };
    DAYS.iter()
        .find_map(|day| words.strip_prefix(day))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
        .unwrap_or(after)
}

/// What parts a date from the text after it, and how many bytes it takes.
fn parting(after: &str, bold: bool) -> Option<(Parting, usize)> {
    let mut rest = after;
    // "(Thursday)" and the like belong to the date.
    if let Some(bracket) = rest.strip_prefix(" (")
        && let Some((inner, behind)) = bracket.split_once(')')
        && inner.len() <= 12
    {
        rest = behind;
    }
    // So does the day of the week: "March 3. Tuesday.--Rain".
    rest = behind_weekday(rest);
    let marks = rest.trim_start_matches(['*', '_']);
    // A stop before a dash, as printers set it.
    let stopped = marks
        .strip_prefix('.')
        .filter(|behind| behind.starts_with(['—', '–']) || behind.starts_with("--"));
    let tight = stopped.is_some();
    let marks = stopped.unwrap_or(marks);
    let unbolded = bold && marks.len() < rest.len();
    let taken = |rest: &str| after.len() - rest.len();
    for mark in [":", "：", "–", "—", "---", "--", "-", "|", "・"] {
        let trimmed = marks.trim_start_matches(' ');
        let Some(behind) = trimmed.strip_prefix(mark) else {
            continue;
        };
        let spaced = trimmed.len() < marks.len()
            || mark == ":"
            || mark == "："
            || mark == "—"
            || mark.starts_with("--");
        let ends = behind.is_empty()
            || behind.starts_with([' ', '\t', '*', '_', '\u{3000}', '\u{A0}'])
            || mark == "："
            || tight;
        if spaced && ends {
            return Some((
                Parting::Strong,
                taken(behind.trim_start_matches(['*', '_'])),
            ));
        }
    }
    if marks.starts_with(['\t', '\u{3000}']) || unbolded {
        return Some((Parting::Strong, taken(marks)));
    }
    if let Some(behind) = marks.strip_prefix('.')
        && behind.starts_with(' ')
    {
        return Some((Parting::Weak, taken(behind)));
    }
    marks
        .starts_with("  ")
        .then(|| (Parting::Weak, taken(marks)))
}

#[cfg(test)]
mod tests;
