//! Dates in Chinese characters: `1956年10月19日`, `昭和31年10月19日`, `同年12月12日`, `20世紀`.
//!
//! Knows Japanese eras, numbers in characters, and the words that point back. Resolves no year
//! that is left out, except by those words.

use super::calendar::shift_months;
use super::form::{Point, Shape};
use super::token::Tokens;
use super::vocabulary::era;
use super::{Hit, Rule, Scene};

/// A date in characters at a token.
pub(super) fn at(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let (first, next) = number(tokens, index).unzip();
    match (first, next.and_then(|next| tokens.han(next))) {
        (Some(_), Some('年')) => from_year(tokens, index, index, scene),
        (Some(_), Some('月')) => {
            from_month(tokens, index, index, Point::default(), Rule::Absolute)
        }
        (Some(century), Some('世')) => {
            let next = next? + 1;
            let fits = (1..=22).contains(&century) && matches!(tokens.han(next), Some('紀' | '纪'));
            let point = Point::shaped(Shape::Century(i32::try_from(century).ok()? - 1));
            fits.then(|| Hit::new(point, index, next + 1, Rule::Century))
        }
        _ => from_era(tokens, index, scene).or_else(|| pointing_back(tokens, index, scene)),
    }
}

/// `昭和31年`, `平成元年`.
fn from_era(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    era(tokens.han(index)?, tokens.han(index + 1)?)?;
    from_year(tokens, index, index + 2, scene)
}

/// A year whose number stands at `at`, and what follows it.
fn from_year(tokens: &Tokens<'_>, index: usize, at: usize, scene: &Scene<'_>) -> Option<Hit> {
    let base = (at > index)
        .then(|| era(tokens.han(index)?, tokens.han(index + 1)?))
        .flatten();
    let (number, next) = match tokens.han(at) {
        Some('元') if base.is_some() => (1, at + 1),
        _ => number(tokens, at)?,
    };
    if tokens.han(next) != Some('年') {
        return None;
    }
    let number = i32::try_from(number).ok()?;
    let year = match base {
        Some(base) if (1..=99).contains(&number) => base + number,
        None if (1000..=2200).contains(&number) => number,
        _ => return None,
    };
    let rule = if base.is_some() {
        Rule::Era
    } else {
        Rule::Absolute
    };
    let mut after = next + 1;
    // 1931年（昭和6年）9月: the same year said twice.
    if matches!(tokens.sign(after), Some('（' | '('))
        && base.is_none()
        && let Some(inner) = from_era(tokens, after + 1, scene)
        && inner.point == Point::year(year)
        && matches!(tokens.sign(inner.next), Some('）' | ')'))
    {
        after = inner.next + 1;
    }
    if matches!(tokens.han(after), Some('代')) && year % 10 == 0 && base.is_none() {
        let point = Point::shaped(Shape::Decade(year / 10));
        return Some(Hit::new(point, index, after + 1, Rule::Decade));
    }
    if matches!(tokens.han(after), Some('間' | '以' | '前' | '後'))
        && base.is_none()
        && tokens.han(after) == Some('間')
    {
        return None; // 1956年間 would be a duration.
    }
    if let Some(season) = tokens.han(after).and_then(season) {
        let point = Point::shaped(Shape::Season(season)).in_year(year);
        return Some(Hit::new(point, index, after + 1, Rule::Season));
    }
    from_month(tokens, index, after, Point::year(year), rule)
        .or_else(|| Some(Hit::new(Point::year(year), index, after, rule)))
}

/// A month at `at`, perhaps with its day, in the year of `base`.
fn from_month(
    tokens: &Tokens<'_>,
    index: usize,
    at: usize,
    base: Point,
    rule: Rule,
) -> Option<Hit> {
    let (month, next) = number(tokens, at)?;
    if tokens.han(next) != Some('月') {
        return None;
    }
    let month = u8::try_from(month)
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let point = Point {
        month: Some(month),
        ..base
    };
    let after = next + 1;
    let day =
        number(tokens, after).filter(|(_, end)| matches!(tokens.han(*end), Some('日' | '号')));
    let Some((day, end)) = day else {
        let rough = tokens
            .han(after)
            .is_some_and(|c| matches!(c, '末' | '初' | '中' | '頃' | '上' | '下'));
        let point = if rough { point.roughly() } else { point };
        return Some(Hit::new(point, index, after, rule));
    };
    let day = u8::try_from(day).ok()?;
    let mut hit = Hit::new(
        Point {
            day: Some(day),
            ..point
        },
        index,
        end + 1,
        rule,
    );
    // 10月13日から19日まで.
    let from = tokens.han(end + 1) == Some('か') && tokens.han(end + 2) == Some('ら');
    let dash = tokens.is_dash(end + 1);
    let to_at = if from { end + 3 } else { end + 2 };
    if (from || dash)
        && let Some((last, stop)) = number(tokens, to_at)
        && tokens.han(stop) == Some('日')
        && let Ok(last) = u8::try_from(last)
        && last > day
    {
        hit.to = Some(Point {
            day: Some(last),
            ..point
        });
        hit.next = stop + 1;
    }
    Some(hit)
}

/// `同年`, `同月`, `同日`, `翌年`, `翌月`, `翌日`, `前年`; and, from the document's own date, `今年`,
/// `昨年`, `来年`.
fn pointing_back(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let (which, unit) = (tokens.han(index)?, tokens.han(index + 1)?);
    let step = match which {
        '同' | '今' | '本' => 0,
        '翌' | '来' => 1,
        '前' | '昨' | '去' => -1,
        _ => return None,
    };
    let base = if matches!(which, '同' | '翌' | '前') {
        scene.recent
    } else {
        scene.document()
    }?;
    let point = match unit {
        '年' => Point::year(base.year? + step),
        '月' => {
            let (year, month) = shift_months(base.year?, base.month?, step);
            Point::month(Some(year), month)
        }
        '日' if which != '前' && which != '本' => Point::of(base.as_day()?.plus(step)?),
        _ => return None,
    };
    let doubt = Some("read against the date before it");
    let after = index + 2;
    let within = match unit {
        '年' => from_month(tokens, index, after, point, Rule::Relative),
        '月' => number(tokens, after)
            .filter(|(_, end)| tokens.han(*end) == Some('日'))
            .and_then(|(day, end)| {
                let point = Point {
                    day: Some(u8::try_from(day).ok()?),
                    ..point
                };
                Some(Hit::new(point, index, end + 1, Rule::Relative))
            }),
        _ => None,
    };
    let mut hit = within.unwrap_or_else(|| Hit::new(point, index, after, Rule::Relative));
    hit.point.doubt = doubt;
    Some(hit)
}

/// The season of a character, in EDTF's numbers.
fn season(c: char) -> Option<u8> {
    match c {
        '春' => Some(21),
        '夏' => Some(22),
        '秋' => Some(23),
        '冬' => Some(24),
        _ => None,
    }
}

/// A number in digits or in characters (`一九五六`, `三十一`), and what follows it.
fn number(tokens: &Tokens<'_>, index: usize) -> Option<(u32, usize)> {
    if let Some((value, digits)) = tokens.number(index) {
        let decimal =
            index > 1 && tokens.tight(index) && matches!(tokens.sign(index - 1), Some('.' | ','));
        return (digits <= 4 && !decimal).then_some((value, index + 1));
    }
    let mut total = 0_u32;
    let mut current: Option<u32> = None;
    let mut at = index;
    while let Some(c) = tokens.han(at).filter(|_| at < index + 6) {
        match (digit(c), c) {
            (Some(value), _) => current = Some(current.unwrap_or(0) * 10 + value),
            (None, '十') => {
                total += current.take().unwrap_or(1) * 10;
            }
            _ => break,
        }
        at += 1;
    }
    (at > index).then(|| (total + current.unwrap_or(0), at))
}

fn digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .zip(0..)
        .find(|(known, _)| *known == c)
        .map(|(_, value)| value)
}
