//! Dates in numbers: `2007-02-09 15:54`, `19.10.1956`, `19.X.1956`, `02/06/2017`, `291304Z OCT 08`.
//!
//! Knows the order of day and month where the context tells it, and doubts it where not.

use super::form::Point;
use super::token::Tokens;
use super::vocabulary::roman;
use super::{DateContext, DayMonthOrder, Hit, Rule};

/// A date in numbers at a token. A number of this form that is no date is taken as a whole, so
/// that no part of it is taken for one.
pub(super) fn at(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    date_time_group(tokens, index, context)
        .or_else(|| year_first(tokens, index))
        .or_else(|| year_last(tokens, index, context))
}

/// `091554Z FEB 07`: day, hour and minute in UTC, month, year.
fn date_time_group(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let (value, 6) = tokens.number(index)? else {
        return None;
    };
    if !(tokens.tight(index + 1) && tokens.is_any(index + 1, &["z"])) {
        return None;
    }
    let month = tokens.month(index + 2)?;
    let (year, digits) = tokens.number(index + 3)?;
    let year = match digits {
        4 => i32::try_from(year).ok()?,
        2 => full_year(year, context),
        _ => return None,
    };
    let part = |divisor: u32| u8::try_from(value / divisor % 100).ok();
    let (day, hour, minute) = (part(10_000)?, part(100)?, part(1)?);
    let mut point = Point::day(Some(year), month, day);
    if hour < 24 && minute < 60 {
        point.time = Some((hour, minute));
        point.zulu = true;
    }
    Some(Hit::new(point, index, index + 4, Rule::DateTimeGroup))
}

/// `1956-10-19`, `1956/10/19`, `1956.10.19`, with or without a time.
fn year_first(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let (year, 4) = tokens.number(index)? else {
        return None;
    };
    let sign = separator(tokens, index + 1)?;
    let month = tokens
        .small(index + 2)
        .filter(|_| tokens.tight(index + 2))?;
    if separator(tokens, index + 3) != Some(sign) || !tokens.tight(index + 4) {
        return None;
    }
    let day = tokens.small(index + 4)?;
    if follows_number(tokens, index) {
        return None;
    }
    let mut point = Point::day(i32::try_from(year).ok(), month, day);
    let next = time(tokens, index + 5, &mut point);
    Some(Hit::new(point, index, next, Rule::Absolute))
}

/// A time after a day, and what follows it.
fn time(tokens: &Tokens<'_>, index: usize, point: &mut Point) -> usize {
    let start = index + usize::from(tokens.is_any(index, &["t"]) && tokens.tight(index));
    let minute = tokens.small(start + 2).filter(|minute| *minute < 60);
    let (Some(hour), true, Some(minute)) = (
        tokens.small(start),
        tokens.tight_sign(start + 1, ':'),
        minute,
    ) else {
        return index;
    };
    if hour > 23 || !tokens.tight(start + 2) {
        return index;
    }
    point.time = Some((hour, minute));
    let mut next = start + 3;
    if tokens.tight_sign(next, ':') && tokens.tight(next + 1) && tokens.small(next + 1).is_some() {
        next += 2;
    }
    if tokens.is_any(next, &["z", "utc", "gmt"]) {
        point.zulu = true;
        next += 1;
    }
    next
}

/// `19.10.1956`, `19. 10. 1956`, `19.X.1956`, `19/10/1956`, `19-10-1956`, `19/10/56`.
fn year_last(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let first = tokens.small(index)?;
    let sign = separator(tokens, index + 1)?;
    let loose = sign == '.';
    if !(loose || tokens.tight(index + 2) && tokens.tight(index + 4)) {
        return None;
    }
    let numeral = roman(tokens.text(index + 2)).filter(|_| tokens.is_word(index + 2));
    let second = tokens.small(index + 2).or(numeral)?;
    if separator(tokens, index + 3) != Some(sign) {
        return None;
    }
    let (year, digits) = tokens.number(index + 4)?;
    if follows_number(tokens, index)
        || tokens.is_part_of_more(index + 4) && goes_on(tokens, index + 4)
    {
        return None;
    }
    let mut doubt = None;
    let year = match digits {
        4 if (1000..=2200).contains(&year) => i32::try_from(year).ok()?,
        2 if short_year_fits(tokens, index, sign, numeral.is_some()) => {
            doubt = Some("the century is guessed");
            full_year(year, context)
        }
        _ => return None,
    };
    let american = numeral.is_none()
        && (second > 12
            || (first <= 12 && sign != '.' && context.order == DayMonthOrder::MonthDay));
    let (day, month) = if american {
        (second, first)
    } else {
        (first, second)
    };
    let unclear = sign == '/' && first <= 12 && second <= 12 && first != second;
    if unclear && context.order == DayMonthOrder::Unknown {
        doubt = Some("the day may be the month and the month the day");
    }
    let point = Point {
        doubt,
        ..Point::day(Some(year), month, day)
    };
    Some(Hit::new(point, index, index + 5, Rule::Absolute))
}

/// Whether a year of two digits may stand here: with points between them, day and month must
/// have two digits each, since `2.1.10` numbers a paragraph; and no digits may follow.
fn short_year_fits(tokens: &Tokens<'_>, index: usize, sign: char, numeral: bool) -> bool {
    let two = |at: usize| tokens.number(at).is_some_and(|(_, digits)| digits == 2);
    let plain = sign != '.'
        || (two(index) && two(index + 2) && tokens.tight(index + 2) && tokens.tight(index + 4));
    plain && !numeral && !tokens.is_part_of_more(index + 4 + 1)
}

/// Whether a further number is attached: `10.10.2010.5`.
fn goes_on(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.tight(index + 1) && tokens.tight(index + 2) && tokens.number(index + 2).is_some()
        || tokens.tight(index + 1) && tokens.is_word(index + 1)
}

/// Whether a number is attached before: `5.10.10.2010`.
fn follows_number(tokens: &Tokens<'_>, index: usize) -> bool {
    let attached = index > 0 && tokens.tight(index);
    let sign = index > 1
        && matches!(tokens.sign(index - 1), Some('.' | '/' | '-' | ','))
        && tokens.tight(index - 1);
    attached && (tokens.is_word(index - 1) || (sign && tokens.number(index - 2).is_some()))
}

/// A sign between the numbers of a date, which stands right after the number before it.
fn separator(tokens: &Tokens<'_>, index: usize) -> Option<char> {
    let sign = tokens.sign(index).filter(|_| tokens.tight(index))?;
    match sign {
        '-' | '‐' | '‑' | '–' => Some('-'),
        '.' | '/' => Some(sign),
        _ => None,
    }
}

/// The year that two digits stand for: the latest that is not after the document's own, or
/// without one the one between 1931 and 2030.
pub(super) fn full_year(short: u32, context: &DateContext) -> i32 {
    let short = i32::try_from(short % 100).unwrap_or(0);
    let latest = context.year().map_or(2030, |year| year + 1);
    let year = latest - latest.rem_euclid(100) + short;
    if year > latest { year - 100 } else { year }
}
