//! Dates of two figures each: "06/22/17", "07/--/82".
//!
//! Knows that which of the first two is the month shows only where one of them is above twelve, or
//! is left open as a day is; a chronology that shows it nowhere gives no dates.

use super::super::line::Page;
use crate::corpus::date::{DateValue, Precision};

/// Bytes of such a date.
const LENGTH: usize = 8;
/// Years of two figures up to this one are of this century.
const CENTURY: i32 = 30;

/// The order of month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    MonthDay,
    DayMonth,
}

/// The three figures of a date that a text begins with; None for a day left open.
fn figures(text: &str) -> Option<(Option<u8>, Option<u8>, i32)> {
    let head = text.get(..LENGTH)?;
    if text
        .get(LENGTH..)?
        .starts_with(|c: char| c.is_alphanumeric() || c == '/')
    {
        return None;
    }
    let mut parts = head.split('/');
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let two = |part: &str| match part {
        "--" | "00" => Some(None),
        _ if part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse::<u8>().ok().map(Some)
        }
        _ => None,
    };
    let year: i32 = two(year)??.into();
    let year = if year <= CENTURY {
        2000 + year
    } else {
        1900 + year
    };
    Some((two(first)?, two(second)?, year))
}

/// Whether a text is such a date.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == LENGTH && figures(text).is_some()
}

/// The order that the lines of a text show that begin with such dates: at least three of them, and
/// none against it.
pub(super) fn order(page: &Page<'_>) -> Option<Order> {
    let all: Vec<_> = (0..page.lines.len())
        .filter_map(|at| figures(page.words(at)))
        .collect();
    let above = |part: Option<u8>| part.is_none_or(|it| it > 12);
    let second = all.iter().filter(|(_, second, _)| above(*second)).count();
    let first = all.iter().filter(|(first, ..)| above(*first)).count();
    match (all.len() >= 3, first, second) {
        (true, 0, 1..) => Some(Order::MonthDay),
        (true, 1.., 0) => Some(Order::DayMonth),
        _ => None,
    }
}

impl Order {
    /// The date that a text begins with, its year and its bytes.
    pub(super) fn leading(self, text: &str) -> Option<(DateValue, i32, usize)> {
        let (first, second, year) = figures(text)?;
        let (month, day) = match self {
            Self::MonthDay => (first?, second),
            Self::DayMonth => (second?, first),
        };
        let value = match day {
            _ if !(1..=12).contains(&month) => return None,
            Some(day) if (1..=31).contains(&day) => DateValue::day(year, month, day),
            Some(_) => return None,
            None => DateValue::new(format!("{year:04}-{month:02}"), Precision::Month),
        };
        Some((value, year, LENGTH))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_read_from_the_figures() {
        assert_eq!(figures("06/22/17 x"), Some((Some(6), Some(22), 2017)));
        let leading = |text| Order::MonthDay.leading(text).map(|it| it.0.iso);
        assert_eq!(
            leading("07/--/82 --- It rained.").as_deref(),
            Some("1982-07")
        );
        assert_eq!(
            leading("12/30/66 --- Notes.").as_deref(),
            Some("1966-12-30")
        );
        assert_eq!(leading("13/30/66 --- Notes."), None);
        assert_eq!(leading("12/30/1966"), None);
        assert_eq!(
            Order::DayMonth
                .leading("01/02/34 x")
                .map(|it| it.0.iso)
                .as_deref(),
            Some("1934-02-01")
        );
    }
}
