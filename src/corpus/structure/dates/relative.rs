//! Dates told from another: `that same month`, `a week later`, `last year`, `the next day`,
//! `в том же году`.
//!
//! Knows two points to tell from: the date found last in the same text, and the document's own.
//! Everything found here is marked as doubtful, since only the sense can tell which is meant.

use super::calendar::shift_months;
use super::form::Point;
use super::token::Tokens;
use super::vocabulary::{Term, Unit};
use super::{Hit, Rule, Scene};

const BEFORE: &str = "told from the date before it";
const DOCUMENT: &str = "told from the document's own date";

/// A relative date at a token.
pub(super) fn at(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    pointing(tokens, index, scene)
        .or_else(|| counted(tokens, index, scene))
        .or_else(|| day_word(tokens, index, scene))
        .or_else(|| russian(tokens, index, scene))
}

/// `that same month`, `the following year`, `last year`, `this month`, `the next day`.
fn pointing(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let mut at = index;
    let that = tokens.is_any(at, &["that"]);
    let the = tokens.is_any(at, &["the"]);
    let this = tokens.is_any(at, &["this"]);
    at += usize::from(that || the || this);
    let (step, recent) = if tokens.is_any(at, &["same"]) {
        (0, true)
    } else if tokens.is_any(at, &["following"]) && (the || that) {
        (1, true)
    } else if tokens.is_any(at, &["previous", "preceding"]) && the {
        (-1, true)
    } else if tokens.is_any(at, &["next"]) {
        (1, the)
    } else if tokens.is_any(at, &["last"]) && !the {
        (-1, false)
    } else if that || this {
        at -= 1;
        (0, that)
    } else {
        return None;
    };
    let unit = if tokens.term(at + 1) == Term::YearWord {
        Unit::Year
    } else {
        let Term::Unit(unit) = tokens.term(at + 1) else {
            return None;
        };
        unit
    };
    // "to this day" is no day; plurals are no points.
    if tokens.text(at + 1).ends_with('s') || (this && unit == Unit::Day) {
        return None;
    }
    let base = if recent {
        scene.recent?
    } else {
        scene.document()?
    };
    let point = shifted(base, unit, step)?;
    let doubt = Some(if recent { BEFORE } else { DOCUMENT });
    let mut hit = Hit::new(Point { doubt, ..point }, index, at + 2, Rule::Relative);
    end_of(tokens, index, &mut hit);
    Some(hit)
}

/// `the end of` before a relative year, and `by` before that.
fn end_of(tokens: &Tokens<'_>, index: usize, hit: &mut Hit) {
    let of = index
        .checked_sub(3)
        .filter(|at| tokens.is_any(at + 2, &["of"]) && tokens.is_any(at + 1, &["end"]));
    let Some(the) = of else { return };
    if hit.point.month.is_some() {
        return;
    }
    hit.point.month = Some(12);
    hit.start = the + usize::from(!tokens.is_any(the, &["the"]));
    if the > 0 && tokens.is_any(the - 1, &["by"]) {
        hit.open = true;
        hit.start = the - 1;
    } else {
        hit.point.approximate = true;
    }
}

/// The point some units away, no finer than the unit; None where the base is not fine enough.
fn shifted(base: Point, unit: Unit, step: i32) -> Option<Point> {
    match unit {
        Unit::Day => Some(Point::of(base.as_day()?.plus(step)?)),
        Unit::Week => Some(Point::of(base.as_day()?.plus(step * 7)?).roughly()),
        Unit::Month => {
            let (year, month) = shift_months(base.year?, base.month?, step);
            Some(Point::month(Some(year), month))
        }
        Unit::Year => Some(Point::year(base.year? + step)),
        _ => None,
    }
}

/// `a week later`, `two days after`, `three years ago`, `barely a month later`.
fn counted(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let rough = tokens.is_any(
        index,
        &[
            "barely", "about", "some", "almost", "nearly", "around", "roughly", "hardly", "only",
            "just",
        ],
    );
    let at = index + usize::from(rough);
    // "thirty-five years ago" is not told from its last word.
    if at > 0 && tokens.tight(at) && tokens.is_dash(at - 1) {
        return None;
    }
    let count = match tokens.term(at) {
        Term::Cardinal(count) => i32::from(count),
        _ => i32::from(tokens.small(at).filter(|count| *count > 0)?),
    };
    let unit = match (tokens.term(at + 1), tokens.text(at + 1)) {
        (Term::Unit(unit), _) => unit,
        (_, "year") => Unit::Year,
        _ => return None,
    };
    let (sign, recent) = if tokens.is_any(at + 2, &["later", "afterwards", "afterward"]) {
        (1, true)
    } else if tokens.is_any(at + 2, &["earlier"]) {
        (-1, true)
    } else if tokens.is_any(at + 2, &["ago"]) {
        (-1, false)
    } else {
        return None;
    };
    let base = if recent {
        scene.recent?
    } else {
        scene.document()?
    };
    let mut point = shifted(base, unit, sign * count)?;
    if rough && matches!(unit, Unit::Day | Unit::Week) && !tokens.is_any(index, &["only", "just"]) {
        point.day = None;
        point.approximate = true;
    }
    if matches!(unit, Unit::Month | Unit::Year) {
        point.approximate = true;
    }
    let doubt = Some(if recent { BEFORE } else { DOCUMENT });
    Some(Hit::new(
        Point { doubt, ..point },
        index,
        at + 3,
        Rule::Relative,
    ))
}

/// `yesterday`, `tomorrow`.
fn day_word(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let step = if tokens.is_any(index, &["yesterday", "вчера"]) {
        -1
    } else if tokens.is_any(index, &["tomorrow", "завтра"]) {
        1
    } else {
        return None;
    };
    // "the day after tomorrow", "the world of tomorrow", "tomorrow's world" are told otherwise.
    let turned = index > 0 && tokens.is_any(index - 1, &["after", "before", "of"]);
    if turned || tokens.is_any(index + 2, &["s"]) && tokens.tight(index + 2) {
        return None;
    }
    let day = scene.document()?.as_day()?.plus(step)?;
    let point = Point {
        doubt: Some(DOCUMENT),
        ..Point::of(day)
    };
    Some(Hit::new(point, index, index + 1, Rule::Relative))
}

/// `в том же году`, `того же года`, `в этом году`, `в прошлом году`, `в следующем году`.
fn russian(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let (step, recent, at) =
        if tokens.is_any(index, &["том", "того"]) && tokens.is_any(index + 1, &["же"]) {
            (0, true, index + 2)
        } else if tokens.is_any(index, &["этом", "этого", "нынешнем"]) {
            (0, false, index + 1)
        } else if tokens.is_any(index, &["прошлом", "прошлого"]) {
            (-1, false, index + 1)
        } else if tokens.is_any(index, &["следующем", "будущем"]) {
            (1, false, index + 1)
        } else {
            return None;
        };
    let unit = match tokens.term(at) {
        Term::YearMark => Unit::Year,
        Term::Unit(Unit::Month) => Unit::Month,
        _ => return None,
    };
    let base = if recent {
        scene.recent?
    } else {
        scene.document()?
    };
    let doubt = Some(if recent { BEFORE } else { DOCUMENT });
    let point = Point {
        doubt,
        ..shifted(base, unit, step)?
    };
    Some(Hit::new(point, index, at + 1, Rule::Relative))
}
