//! Spans with names: `the nineties`, `early 1990s`, `spring of 1955`, `Q4 1956`, `the first three
//! quarters of 2006`, `the late 19th century`, `the end of March`.
//!
//! Knows decades, centuries, seasons, quarters, halves, and parts of them.

use super::form::{Point, Shape};
use super::named::{month_first, past_year_mark, year_after};
use super::token::Tokens;
use super::vocabulary::{Part, Term, Unit, roman};
use super::years;
use super::{DateContext, Hit, Rule};

/// A span at a token.
pub(super) fn at(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    part(tokens, index, context)
        .or_else(|| decade(tokens, index, context))
        .or_else(|| quarter(tokens, index, context))
        .or_else(|| century(tokens, index))
        .or_else(|| season(tokens, index, context))
}

/// A part of a span: `early in the 1990s`, `mid-December`, `the end of 1956`.
fn part(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let Term::Part(part) = tokens.term(index) else {
        return None;
    };
    let mut at = index + 1;
    while at < index + 6
        && (tokens.is_any(at, &["of", "in", "the", "part", "du", "des", "de", "der"])
            || tokens.tight_sign(at, '-'))
    {
        at += 1;
    }
    let span = decade_number(tokens, at, true, context)
        .or_else(|| century(tokens, at))
        .or_else(|| season(tokens, at, context))
        .or_else(|| month_first(tokens, at, context).filter(|hit| hit.point.day.is_none()))
        .or_else(|| month_named_by_part(tokens, at))
        .or_else(|| years::plain(tokens, at));
    let mut hit = span?;
    if hit.to.is_some() {
        return None;
    }
    let whole_year = hit.point.month.is_none() && hit.point.shape == Shape::Civil;
    match part {
        Part::End if whole_year => hit.point.month = Some(12),
        Part::Beginning if whole_year => hit.point.month = Some(1),
        _ => {}
    }
    hit.point.approximate = true;
    hit.start = index;
    // "by the end of 2006" sets a limit: whatever it is about is earlier.
    let by = index
        .checked_sub(1)
        .map(|before| before - usize::from(before > 0 && tokens.is_any(before, &["the"])));
    if let Some(by) = by.filter(|by| part == Part::End && tokens.is_any(*by, &["by"])) {
        hit.point.approximate = false;
        hit.open = true;
        hit.start = by;
    }
    Some(hit)
}

/// A month that only the part before it shows to be one: `mid-December`.
fn month_named_by_part(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let (month, next) = super::named::month_name(tokens, index)?;
    // "beginning July 4" is a day.
    if super::named::day_number(tokens, next).is_some() {
        return None;
    }
    Some(Hit::new(
        Point::month(None, month),
        index,
        next,
        Rule::Absolute,
    ))
}

/// A decade: `1990s`, `the 70-s of the last century`, `the nineties`, `1990-е годы`.
fn decade(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    if let Some(hit) = named_decade(tokens, index) {
        return Some(hit);
    }
    if let Some(hit) = counted_decade(tokens, index) {
        return Some(hit);
    }
    let before = index.checked_sub(1);
    let shown = before.is_some_and(|before| {
        tokens.is_any(
            before,
            &["the", "early", "late", "mid", "в", "конце", "начале"],
        ) || matches!(tokens.sign(before), Some('\'' | '’' | '-' | '–'))
    });
    decade_number(tokens, index, shown, context)
}

/// A decade in digits. One of two digits must be shown to be a decade by the words before it,
/// since people are in their thirties too.
fn decade_number(
    tokens: &Tokens<'_>,
    index: usize,
    shown: bool,
    context: &DateContext,
) -> Option<Hit> {
    let index = index + usize::from(matches!(tokens.sign(index), Some('\'' | '’')));
    let (value, digits) = tokens.number(index)?;
    if value % 10 != 0 || (index > 0 && tokens.tight(index) && tokens.is_word(index - 1)) {
        return None;
    }
    let mut next = index + 1;
    let dashed = matches!(tokens.sign(next), Some('-' | '’' | '\'' | '‑')) && tokens.tight(next);
    next += usize::from(dashed);
    if !(tokens.tight(next) && tokens.is_any(next, &["s", "е", "х", "ые", "ых", "er", "ern"]))
    {
        return None;
    }
    next = past_year_mark(tokens, next + 1);
    let value = i32::try_from(value).ok()?;
    let (hundreds, next) = century_after(tokens, next, context).unwrap_or((19, next));
    let decade = match digits {
        4 if (1000..=2100).contains(&value) => value / 10,
        2 if shown || dashed => hundreds * 10 + value / 10,
        _ => return None,
    };
    Some(Hit::new(
        Point::shaped(Shape::Decade(decade)),
        index,
        next,
        Rule::Decade,
    ))
}

/// `the nineties`, `the nineteen-fifties`.
fn named_decade(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let (hundreds, at) = match tokens.term(index) {
        Term::Ordinal(_) | Term::Decade(_) => (19, index),
        _ if tokens.is_any(index, &["nineteen"]) => (19, index + 1),
        _ if tokens.is_any(index, &["eighteen"]) => (18, index + 1),
        _ => return None,
    };
    let at = at + usize::from(at > index && tokens.is_dash(at));
    let Term::Decade(tens) = tokens.term(at) else {
        return None;
    };
    let before = index.checked_sub(1)?;
    let shown = tokens.is_any(before, &["the", "early", "late", "mid"])
        || (index > 1 && tokens.is_dash(before) && tokens.is_any(index - 2, &["mid"]));
    if !(shown || at > index) {
        return None;
    }
    let decade = hundreds * 10 + i32::from(tens) / 10;
    Some(Hit::new(
        Point::shaped(Shape::Decade(decade)),
        index,
        at + 1,
        Rule::Decade,
    ))
}

/// `the first decade of the 21st century`.
fn counted_decade(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let (count, next) = ordinal(tokens, index)?;
    if tokens.term(next) != Term::Unit(Unit::Decade) || !tokens.is_any(next + 1, &["of"]) {
        return None;
    }
    let at = next + 2 + usize::from(tokens.is_any(next + 2, &["the"]));
    let hit = century(tokens, at)?;
    let Shape::Century(century) = hit.point.shape else {
        return None;
    };
    let decade = century * 10 + i32::from(count) - 1;
    (1..=10).contains(&count).then(|| {
        Hit::new(
            Point::shaped(Shape::Decade(decade)),
            index,
            hit.next,
            Rule::Decade,
        )
    })
}

/// The hundreds of the century named after a decade, and what follows: `of the last century`.
fn century_after(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<(i32, usize)> {
    let at = index + usize::from(tokens.is_any(index, &["of"]));
    let at = at + usize::from(tokens.is_any(at, &["the"]));
    if tokens.is_any(at, &["last", "previous", "past", "прошлого"])
        && tokens.term(at + 1) == Term::Unit(Unit::Century)
    {
        let now = context.year().unwrap_or(2000);
        return Some((now / 100 - 1, at + 2));
    }
    let hit = century(tokens, at)?;
    match hit.point.shape {
        Shape::Century(century) => Some((century, hit.next)),
        _ => None,
    }
}

/// A century: `19th century`, `twentieth century`, `XIX века`.
fn century(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let (number, next) = if tokens.is_any(index, &["twenty"]) && tokens.is_dash(index + 1) {
        let (unit, next) = ordinal(tokens, index + 2)?;
        (20 + unit, next)
    } else {
        let bare = tokens.small(index).map(|number| (number, index + 1));
        let numeral = roman(tokens.text(index)).map(|number| (number, index + 1));
        ordinal(tokens, index).or(bare).or(numeral)?
    };
    let next = next + usize::from(tokens.tight_sign(next, '-'));
    let next = next
        + usize::from(tokens.tight_sign(next - 1, '-') && tokens.is_any(next, &["й", "го", "м"]));
    if tokens.term(next) != Term::Unit(Unit::Century) || !(1..=22).contains(&number) {
        return None;
    }
    let point = Point::shaped(Shape::Century(i32::from(number) - 1));
    Some(Hit::new(point, index, next + 1, Rule::Century))
}

/// `first`, `1st`, and what follows.
fn ordinal(tokens: &Tokens<'_>, index: usize) -> Option<(u8, usize)> {
    if let Term::Ordinal(number) = tokens.term(index) {
        return Some((number, index + 1));
    }
    let number = tokens.small(index)?;
    let suffix = tokens.tight(index + 1) && tokens.is_any(index + 1, &["st", "nd", "rd", "th"]);
    suffix.then_some((number, index + 2))
}

/// Quarters, halves and runs of months of a year: `Q4 1956`, `the first half of 1956`, `the first
/// three quarters of 2006`, `the last six months of 1956`.
fn quarter(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let (months, next) = short_quarter(tokens, index).or_else(|| spoken_quarter(tokens, index))?;
    let (year, next) = year_after(tokens, next, context);
    let Some(year) = year else {
        return half_of_decade(tokens, index, next, months, context);
    };
    let point = Point::shaped(Shape::Months(months.0, months.1)).in_year(year);
    Some(Hit::new(point, index, next, Rule::Quarters))
}

/// `the second half of the 1950s`: no more than roughly the decade.
fn half_of_decade(
    tokens: &Tokens<'_>,
    index: usize,
    next: usize,
    months: (u8, u8),
    context: &DateContext,
) -> Option<Hit> {
    let at = next + usize::from(tokens.is_any(next, &["of"]));
    let at = at + usize::from(tokens.is_any(at, &["the"]));
    let halves = months == (1, 6) || months == (7, 12);
    let hit = decade_number(tokens, at, true, context)
        .or_else(|| century(tokens, at))
        .filter(|_| halves)?;
    Some(Hit {
        start: index,
        point: hit.point.roughly(),
        ..hit
    })
}

/// `Q4`, `4Q`, `H1` and the months they stand for.
fn short_quarter(tokens: &Tokens<'_>, index: usize) -> Option<((u8, u8), usize)> {
    let (letter, number) = if tokens.is_word(index) && tokens.tight(index + 1) {
        (tokens.text(index), tokens.small(index + 1)?)
    } else if tokens.tight(index + 1) && tokens.is_word(index + 1) {
        (tokens.text(index + 1), tokens.small(index)?)
    } else {
        return None;
    };
    let months = match (letter, number) {
        ("Q", 1..=4) => (number * 3 - 2, number * 3),
        ("H", 1..=2) => (number * 6 - 5, number * 6),
        _ => return None,
    };
    Some((months, index + 2))
}

fn spoken_quarter(tokens: &Tokens<'_>, index: usize) -> Option<((u8, u8), usize)> {
    let last = tokens.is_any(index, &["last", "final"]);
    let (which, at) = if last {
        (0, index + 1)
    } else {
        ordinal(tokens, index)?
    };
    let (count, at) = match tokens.term(at) {
        Term::Cardinal(count) if count > 1 => (count, at + 1),
        _ => (1, at),
    };
    let length = match tokens.term(at) {
        Term::Unit(Unit::Quarter) => 3,
        Term::Unit(Unit::Half) => 6,
        Term::Unit(Unit::Month) if count > 1 => 1,
        _ => return None,
    };
    let span = length * count;
    let months = if last {
        (13_u8.checked_sub(span)?, 12)
    } else {
        let first = (which.checked_sub(1)?).checked_mul(length)? + 1;
        (first, first.checked_add(span)? - 1)
    };
    (months.0 >= 1 && months.1 <= 12).then_some((months, at + 1))
}

/// A season of a named year: `spring of 1955`, `winter 1955–56`, `осенью 1956 года`.
fn season(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let Term::Season(season) = tokens.term(index) else {
        return None;
    };
    // "prices fall 2000 points" is no autumn.
    let verb = tokens.is_any(index, &["fall", "spring"]) && !tokens.is_any(index + 1, &["of"]);
    if verb && !tokens.text(index).starts_with(char::is_uppercase) && !season_before(tokens, index)
    {
        return None;
    }
    let (year, mut next) = year_after(tokens, index + 1, context);
    let year = year?;
    let crossing = matches!(tokens.sign(next), Some('/' | '-' | '–')) && tokens.tight(next);
    if season == 24 && crossing && tokens.number(next + 1).is_some() {
        next += 2;
    }
    let point = Point::shaped(Shape::Season(season)).in_year(year);
    Some(Hit::new(point, index, next, Rule::Season))
}

/// Whether the word before shows a season: `in`, `the`, `since`.
fn season_before(tokens: &Tokens<'_>, index: usize) -> bool {
    index.checked_sub(1).is_some_and(|before| {
        tokens.is_any(
            before,
            &[
                "in", "the", "since", "by", "until", "during", "early", "late", "this", "of",
            ],
        )
    })
}
