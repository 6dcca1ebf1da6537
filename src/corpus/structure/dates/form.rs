//! A date as its words say it, before the year that they leave out is known.
//!
//! Knows how such a date is written in EDTF. Does not know where its words stood.

use super::calendar::{Day, days_in, exists};
use crate::corpus::{DateValue, Precision};

/// A date as its words say it; parts that they leave out are None.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Option<i32>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    /// Hour and minute.
    pub(super) time: Option<(u8, u8)>,
    /// Whether the time is in UTC.
    pub(super) zulu: bool,
    pub(super) shape: Shape,
    /// Whether the words say it only roughly.
    pub(super) approximate: bool,
    /// What the reader should know.
    pub(super) doubt: Option<&'static str>,
}

/// What kind of span a [`Point`] is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// A year, a month or a day.
    #[default]
    Civil,
    /// A season of the year, in EDTF's numbers.
    Season(u8),
    /// The months from one to another.
    Months(u8, u8),
    /// Ten years: 199 for the 1990s.
    Decade(i32),
    /// A hundred years: 18 for the years 1800 to 1899.
    Century(i32),
}

impl Point {
    pub(super) fn year(year: i32) -> Self {
        Self {
            year: Some(year),
            ..Self::default()
        }
    }

    pub(super) fn month(year: Option<i32>, month: u8) -> Self {
        Self {
            year,
            month: Some(month),
            ..Self::default()
        }
    }

    pub(super) fn day(year: Option<i32>, month: u8, day: u8) -> Self {
        Self {
            year,
            month: Some(month),
            day: Some(day),
            ..Self::default()
        }
    }

    pub(super) fn shaped(shape: Shape) -> Self {
        Self {
            shape,
            ..Self::default()
        }
    }

    /// A point that is one day.
    pub(super) fn of(day: Day) -> Self {
        Self::day(Some(day.year), day.month, day.day)
    }

    pub(super) fn roughly(self) -> Self {
        Self {
            approximate: true,
            ..self
        }
    }

    pub(super) fn in_year(self, year: i32) -> Self {
        Self {
            year: Some(year),
            ..self
        }
    }

    /// Whether there can be such a date; without a year, in a leap year.
    pub(super) fn is_possible(&self) -> bool {
        let year = self.year.unwrap_or(2000);
        if !(1..=9999).contains(&year) {
            return false;
        }
        match (self.month, self.day) {
            (Some(month), Some(day)) => exists(year, month, day),
            (Some(month), None) => days_in(year, month) > 0,
            (None, day) => day.is_none(),
        }
    }

    /// Whether only the year is missing.
    pub(super) fn lacks_year(&self) -> bool {
        self.year.is_none() && !matches!(self.shape, Shape::Decade(_) | Shape::Century(_))
    }

    /// The day it names, if it names one.
    pub(super) fn as_day(&self) -> Option<Day> {
        Some(Day {
            year: self.year?,
            month: self.month?,
            day: self.day?,
        })
    }

    /// Its value; None where the year is not known or there is no such date.
    pub(super) fn value(&self) -> Option<DateValue> {
        if !self.is_possible() {
            return None;
        }
        let mark = if self.approximate { "~" } else { "" };
        let (iso, precision) = match self.shape {
            Shape::Decade(decade) => (format!("{decade:03}X{mark}"), Precision::Decade),
            Shape::Century(century) => (format!("{century:02}XX{mark}"), Precision::Decade),
            Shape::Season(season) => (
                format!("{:04}-{season}{mark}", self.year?),
                Precision::Season,
            ),
            Shape::Months(from, to) => {
                let year = self.year?;
                (
                    format!("{year:04}-{from:02}/{year:04}-{to:02}"),
                    Precision::Season,
                )
            }
            Shape::Civil => self.civil(mark)?,
        };
        Some(DateValue::new(iso, precision))
    }

    fn civil(&self, mark: &str) -> Option<(String, Precision)> {
        let year = self.year?;
        Some(match (self.month, self.day, self.time) {
            (Some(month), Some(day), Some((hour, minute))) => {
                let zone = if self.zulu { "Z" } else { "" };
                let iso = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}{zone}");
                (iso, Precision::Time)
            }
            (Some(month), Some(day), None) => {
                let precision = if self.approximate {
                    Precision::Days
                } else {
                    Precision::Day
                };
                (format!("{year:04}-{month:02}-{day:02}{mark}"), precision)
            }
            (Some(month), None, _) => (format!("{year:04}-{month:02}{mark}"), Precision::Month),
            _ => (format!("{year:04}{mark}"), Precision::Year),
        })
    }
}

/// The value of the span from one date to another; None where it would run backwards.
pub(super) fn interval(from: &Point, to: &Point) -> Option<DateValue> {
    let (first, last) = (from.value()?, to.value()?);
    if bare(&first.iso) > bare(&last.iso) {
        return None;
    }
    let precision = match first.precision.min(last.precision) {
        Precision::Day | Precision::Time => Precision::Days,
        Precision::Month => Precision::Season,
        coarse => coarse,
    };
    Some(DateValue::new(
        format!("{}/{}", first.iso, last.iso),
        precision,
    ))
}

fn bare(iso: &str) -> &str {
    iso.trim_end_matches('~')
}

/// Year, month and day of a value's notation; of an interval, those of its end, since what is
/// told from a span is told at its end.
pub(super) fn read(value: &DateValue) -> Option<(i32, Option<u8>, Option<u8>)> {
    let end = value.iso.rsplit('/').find(|part| *part != "..")?;
    let mut parts = end.split(['-', 'T', '~', ':']);
    let year = parts.next()?.parse().ok()?;
    let month = parts
        .next()
        .and_then(|part| part.parse().ok())
        .filter(|month| (1..=12).contains(month));
    let day = parts.next().and_then(|part| part.parse().ok());
    Some((year, month, month.and(day)))
}
