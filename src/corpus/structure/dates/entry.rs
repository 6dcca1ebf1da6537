//! Dates that stand by themselves: at the head of a chronology's entry, in a field of metadata.
//!
//! Knows what may stand before and after such a date. What a date looks like is known to the
//! forms beside this file.

use super::token::Tokens;
use super::{DateContext, DayMonthOrder, Found, find};

/// The date at the head of an entry, and where its text begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryHead {
    /// The date, with the bytes of its words.
    pub date: Found,
    /// Where the text of the entry begins, past the colon or dash: a byte offset.
    pub body: usize,
}

/// The date that a chronology's entry begins with: `October 19, 1956: …`, `19.10.1956 — …`,
/// `1956年10月19日　…`, `– 7 Feb. 1855 (26 Jan. old style) …`.
///
/// None where the text does not begin with a date, or where the date runs on as part of a
/// sentence without any sign or wide space after it, unless the text is the date alone.
pub fn parse_entry_head(text: &str) -> Option<EntryHead> {
    /// No date of an entry is longer, in bytes.
    const LONGEST: usize = 160;
    let lead = text
        .find(|c: char| {
            !(c.is_whitespace()
                || matches!(
                    c,
                    '-' | '–' | '—' | '•' | '*' | '·' | '■' | '▪' | '◦' | '_' | '(' | '['
                ))
        })
        .unwrap_or(text.len());
    let head = text.get(..text.floor_char_boundary(text.len().min(lead + LONGEST)))?;
    let date = find(head, &DateContext::default())
        .into_iter()
        .next()
        .or_else(|| year_alone(head, lead))
        .filter(|date| date.range.start == lead)?;
    let rest = text.get(date.range.end..)?;
    let after = rest.trim_start_matches([')', ']', '*', '_']);
    let trimmed = after.trim_start_matches([' ', '\u{a0}']);
    let sign = trimmed
        .strip_prefix("--")
        .or_else(|| trimmed.strip_prefix([':', '—', '–', '-', '：', '．', '.', '・', '|']))
        .or_else(|| trimmed.strip_prefix(['\u{3000}', '\t', '\n']));
    let closed = date.value.iso.len() > 4 || !trimmed.starts_with('.');
    let body = match sign {
        Some(body) if closed => {
            body.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '_'))
        }
        _ if trimmed.is_empty() => trimmed,
        _ => return None,
    };
    let body = text.len() - body.len();
    Some(EntryHead { date, body })
}

/// A year that only its place at the head of an entry shows to be one: `1956 – …`.
fn year_alone(head: &str, lead: usize) -> Option<Found> {
    let tokens = Tokens::of(head.get(lead..)?);
    let hit = super::years::plain(&tokens, 0)?;
    let end = tokens.get(0)?.end;
    Some(Found {
        range: lead..lead + end,
        value: hit.point.value()?,
        rule: hit.rule,
        doubt: None,
    })
}

/// The date that a field of metadata gives: the whole text but for signs and the names of days.
pub fn document_date(text: &str, order: DayMonthOrder) -> Option<Found> {
    let context = DateContext {
        order,
        ..DateContext::default()
    };
    let trimmed = text.trim();
    let lead = text.len() - text.trim_start().len();
    find(text, &context)
        .into_iter()
        .max_by_key(|date| date.value.precision)
        .or_else(|| year_alone(text, lead).filter(|date| date.range.len() == trimmed.len()))
}

/// The order of day and month that a document's own dates show: one with a day above twelve tells
/// it for all; where they disagree it is not known.
pub fn order_of(text: &str) -> DayMonthOrder {
    let tokens = Tokens::of(text);
    let mut order = DayMonthOrder::Unknown;
    for index in 0..tokens.len() {
        let (Some(first), Some('/')) = (tokens.small(index), tokens.sign(index + 1)) else {
            continue;
        };
        let (Some(second), Some('/')) = (tokens.small(index + 2), tokens.sign(index + 3)) else {
            continue;
        };
        let four = tokens
            .number(index + 4)
            .is_some_and(|(year, digits)| digits == 4 && (1000..=2200).contains(&year));
        let seen = match (first, second) {
            (13..=31, 1..=12) => DayMonthOrder::DayMonth,
            (1..=12, 13..=31) => DayMonthOrder::MonthDay,
            _ => continue,
        };
        if !four {
            continue;
        }
        if order != DayMonthOrder::Unknown && order != seen {
            return DayMonthOrder::Unknown;
        }
        order = seen;
    }
    order
}
