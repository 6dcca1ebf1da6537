//! Dates with the name of a month: `19 October 1956`, `Oct. 13 to 19, 1956`, `March 2001`,
//! `19 октября 1956 года`, `in July`.
//!
//! Knows days, ranges of days and months. Leaves out what it does not say: the year is found later.

use super::form::Point;
use super::numeric::full_year;
use super::token::Tokens;
use super::vocabulary::{Term, Unit, levantine};
use super::{DateContext, Hit, Rule};

/// A day before its month: `19 October 1956`, `13–19 Oct.`, `19th of October`.
pub(super) fn day_first(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let (day, next) = day_number(tokens, index)?;
    let range = connector(tokens, next)
        .and_then(|after| day_number(tokens, after))
        .filter(|(_, after)| month_after(tokens, *after).is_some());
    let (last, next) = match range {
        Some((last, next)) => (Some(last), next),
        None => (None, next),
    };
    let (month, next) = month_after(tokens, next)?;
    let (year, next) = year_after(tokens, next, context);
    let point = Point::day(year, month, day);
    let mut hit = Hit::new(point, index, next, Rule::Absolute);
    hit.to = last.map(|last| Point::day(year, month, last));
    Some(hit)
}

/// A month first: `October 19, 1956`, `October 13 to 19`, `October 1956`, `January–March 2000`,
/// or a month alone where the words before it show that it is one.
pub(super) fn month_first(tokens: &Tokens<'_>, index: usize, context: &DateContext) -> Option<Hit> {
    let (month, after) = month_name(tokens, index)?;
    if index > 0 && tokens.tight(index) && tokens.number(index - 1).is_some() {
        return None;
    }
    if let Some((day, next)) = day_number(tokens, after).filter(|_| !count_follows(tokens, after)) {
        return Some(month_day(tokens, index, (month, day), next, context));
    }
    if let (Some(year), next) = year_after(tokens, after, context) {
        let point = Point::month(Some(year), month);
        return Some(Hit::new(point, index, next, Rule::Absolute));
    }
    if let Some((last, next)) = connector(tokens, after).and_then(|at| month_name(tokens, at)) {
        let (year, end) = year_after(tokens, next, context);
        let range = tokens.is_dash(after) || shows_month(tokens, index) || year.is_some();
        if range && day_number(tokens, next).is_none() {
            let mut hit = Hit::new(Point::month(year, month), index, end, Rule::Absolute);
            hit.to = Some(Point::month(year, last));
            return Some(hit);
        }
    }
    if !shows_month(tokens, index) {
        return None;
    }
    // "in May 44 BC", "in March 20.5": what is attached may change the meaning; the month stands.
    Some(Hit::new(
        Point::month(None, month),
        index,
        after,
        Rule::Absolute,
    ))
}

fn month_day(
    tokens: &Tokens<'_>,
    index: usize,
    (month, day): (u8, u8),
    next: usize,
    context: &DateContext,
) -> Hit {
    let mut end = (month, None);
    let mut after = next;
    if let Some(at) = connector(tokens, next) {
        if let Some((last, follows)) = day_number(tokens, at).filter(|(last, follows)| {
            *last > day && month_name(tokens, *follows).is_none() && !count_follows(tokens, at)
        }) {
            (end, after) = ((month, Some(last)), follows);
        } else if let Some((last_month, follows)) = month_name(tokens, at)
            && let Some((last, follows)) = day_number(tokens, follows)
        {
            (end, after) = ((last_month, Some(last)), follows);
        }
    }
    let (year, after) = year_after(tokens, after, context);
    let mut hit = Hit::new(Point::day(year, month, day), index, after, Rule::Absolute);
    if let (last_month, Some(last)) = end {
        hit.to = Some(Point::day(year, last_month, last));
        if let Some(year) = year.filter(|_| last_month < month) {
            hit.point.year = Some(year - 1);
        }
    }
    hit
}

/// A month's name at a token and what follows it, past the point of an abbreviation.
pub(super) fn month_name(tokens: &Tokens<'_>, index: usize) -> Option<(u8, usize)> {
    let month = tokens.month(index)?;
    if let Some(month) = levantine(month, tokens.text(index + 1)) {
        return Some((month, index + 2));
    }
    let dotted = tokens.tight_sign(index + 1, '.') && tokens.text(index).chars().count() <= 5;
    Some((month, index + 1 + usize::from(dotted)))
}

/// A month after a day: past `of`, `de`, a dash (`19-Oct-1956`).
fn month_after(tokens: &Tokens<'_>, index: usize) -> Option<(u8, usize)> {
    if tokens.is_any(index, &["of", "de", "do"]) {
        return month_name(tokens, index + 1);
    }
    if tokens.is_any(index, &["day"]) && tokens.is_any(index + 1, &["of"]) {
        return month_name(tokens, index + 2);
    }
    let dash = tokens.tight(index) && matches!(tokens.sign(index), Some('-' | '–' | '/' | '.'));
    month_name(tokens, index + usize::from(dash))
}

/// The number of a day at a token and what follows it, past `th`, `го`, `.`.
pub(super) fn day_number(tokens: &Tokens<'_>, index: usize) -> Option<(u8, usize)> {
    let day = tokens.small(index).filter(|day| (1..=31).contains(day))?;
    let letter_before = index > 0 && tokens.tight(index) && tokens.is_word(index - 1);
    let fraction = index > 1
        && tokens.tight(index)
        && matches!(
            tokens.sign(index - 1),
            Some('.' | ',' | ':' | '$' | '€' | '£' | '#' | '№')
        )
        && tokens.tight(index - 1)
        && !tokens.is_word(index - 2);
    if letter_before || fraction {
        return None;
    }
    if tokens.tight(index + 1) {
        if tokens.is_any(index + 1, &["st", "nd", "rd", "th", "er", "го", "е"]) {
            return Some((day, index + 2));
        }
        if tokens.is_word(index + 1) && tokens.month(index + 1).is_none() {
            return None;
        }
        let suffix = tokens.is_any(index + 2, &["го", "е", "ое", "е"]) && tokens.tight(index + 2);
        if tokens.sign(index + 1) == Some('-') && suffix {
            return Some((day, index + 3));
        }
        if tokens.sign(index + 1) == Some('.') && month_name(tokens, index + 2).is_some() {
            return Some((day, index + 2));
        }
        if matches!(tokens.sign(index + 1), Some('.' | ',' | ':' | '%' | '/'))
            && tokens.tight(index + 2)
            && tokens.number(index + 2).is_some()
        {
            return None;
        }
        if tokens.sign(index + 1) == Some('%') {
            return None;
        }
    }
    Some((day, index + 1))
}

/// Words that join the two ends of a range, and what follows them.
pub(super) fn connector(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let joins = tokens.is_dash(index)
        || tokens.is_any(
            index,
            &[
                "to", "and", "through", "until", "till", "по", "до", "и", "bis", "au", "à", "et",
                "und", "إلى",
            ],
        );
    joins.then_some(index + 1)
}

/// The year after a month or a day and what follows it; without one, what follows is `index`.
pub(super) fn year_after(
    tokens: &Tokens<'_>,
    index: usize,
    context: &DateContext,
) -> (Option<i32>, usize) {
    let mut at = index;
    let comma = matches!(tokens.sign(at), Some(',' | '،')) && tokens.tight(at);
    let dash = tokens.tight(at)
        && tokens.tight(at + 1)
        && matches!(tokens.sign(at), Some('-' | '–' | '/' | '.'));
    if comma || dash || tokens.is_any(at, &["of", "de", "in"]) {
        at += 1;
    }
    if tokens.term(at) == Term::YearWord {
        at += 1;
    }
    if matches!(tokens.sign(at), Some('\'' | '’'))
        && let Some((short, 2)) = tokens.number(at + 1)
        && tokens.tight(at + 1)
    {
        return (Some(full_year(short, context)), at + 2);
    }
    let Some((value, digits)) = tokens.number(at) else {
        return (None, index);
    };
    if digits == 2 && dash && !tokens.is_part_of_more(at) {
        return (Some(full_year(value, context)), at + 1);
    }
    let year = i32::try_from(value)
        .ok()
        .filter(|year| digits == 4 && (1000..=2200).contains(year));
    let grouped = tokens.is_part_of_more(at) && !dash;
    match year {
        Some(year) if !grouped && !is_time(tokens, at) => {
            (Some(year), past_year_mark(tokens, at + 1))
        }
        _ => (None, index),
    }
}

/// Whether four digits are a time of day: `October 7, 1500 hours`.
fn is_time(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.is_any(index + 1, &["hours", "hrs", "gmt", "utc", "local"])
        || (tokens.tight(index + 1) && tokens.is_word(index + 1))
}

/// What follows the Russian `года`, `г.` after a year.
pub(super) fn past_year_mark(tokens: &Tokens<'_>, index: usize) -> usize {
    if tokens.term(index) != Term::YearMark {
        return index;
    }
    let dotted = tokens.text(index).chars().count() <= 2 && tokens.tight_sign(index + 1, '.');
    index + 1 + usize::from(dotted)
}

/// Whether a number after a month counts things and is no day: `in March 20 percent`.
fn count_follows(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.is_any(
        index + 1,
        &[
            "percent",
            "per",
            "million",
            "billion",
            "thousand",
            "people",
            "men",
            "days",
            "years",
            "members",
            "delegates",
            "ships",
            "vessels",
            "countries",
            "states",
        ],
    ) || tokens.sign(index + 1) == Some('%')
}

/// Whether the words before a month alone show that it is one and not a name or a verb.
fn shows_month(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else {
        return false;
    };
    if tokens.is_any(
        before,
        &[
            "in",
            "on",
            "by",
            "of",
            "since",
            "until",
            "till",
            "from",
            "to",
            "through",
            "during",
            "before",
            "after",
            "last",
            "next",
            "this",
            "that",
            "come",
            "around",
            "about",
            "the",
            "his",
            "her",
            "its",
            "their",
            "our",
            "early",
            "late",
            "mid",
            "early",
            "previous",
            "following",
            "between",
            "в",
            "во",
            "с",
            "до",
            "к",
            "на",
            "по",
            "от",
            "после",
            "en",
            "de",
            "im",
            "seit",
            "bis",
            "في",
            "شهر",
            "منذ",
            "خلال",
        ],
    ) {
        // "the May Company", "of March Hare": a determiner shows a month only of a known year.
        return !(tokens.is_any(before, &["of", "to"])
            && tokens.month(index) == Some(5)
            && is_name(tokens, index));
    }
    let unit = tokens.term(before) == Term::Unit(Unit::Month);
    unit || (index > 1 && tokens.is_dash(before) && tokens.is_any(index - 2, &["mid"]))
}

/// Whether a capitalised word follows, as after a first name.
fn is_name(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.text(index + 1).starts_with(char::is_uppercase)
}
