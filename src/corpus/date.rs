//! Dates as documents give them: with a precision, and often without a day.
//!
//! Knows the value of a date and its notation. Does not know how dates are found in text.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::structure::dates::{DateContext, DayMonthOrder, find};

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A decade or century.
    Decade,
    /// A year.
    Year,
    /// A season, a quarter, a half-year, or several months.
    Season,
    /// A month, or a part of one ("mid-December").
    Month,
    /// A span of days.
    Days,
    /// A day.
    Day,
    /// A day with a time.
    Time,
}

/// A date in the notation of EDTF level 1 (ISO 8601-2): `1956-10-19`, `2008-10`, `199X`,
/// `2006-12~` (approximate), `2018-05-25/2018-05-26` (interval), `2007-02-09T15:54Z`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateValue {
    /// The notation. Sorting by it is sorting by time for dates of one century scheme.
    pub iso: String,
    /// How exactly it is known.
    pub precision: Precision,
}

impl DateValue {
    /// A date from its notation and precision; the caller vouches for the notation.
    pub fn new(iso: impl Into<String>, precision: Precision) -> Self {
        Self {
            iso: iso.into(),
            precision,
        }
    }

    /// A civil day.
    pub fn day(year: i32, month: u8, day: u8) -> Self {
        Self::new(format!("{year:04}-{month:02}-{day:02}"), Precision::Day)
    }

    /// The date that a person writes: `1956`, `1956-10`, `1956-10-19`, or in words as documents
    /// write it (`19 October 1956`, `mid-December 2006`). None for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let digits = parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let number = |index: usize| parts.get(index).and_then(|part| part.parse::<u8>().ok());
        if digits {
            match (lengths.as_slice(), number(1)) {
                ([4], _) => return Some(Self::new(text, Precision::Year)),
                ([4, 2], Some(1..=12)) => return Some(Self::new(text, Precision::Month)),
                _ => {}
            }
        }
        let context = DateContext {
            document: None,
            order: DayMonthOrder::Unknown,
            before: None,
        };
        let found = find(text, &context).into_iter().next()?;
        (found.range == (0..text.len())).then_some(found.value)
    }
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso)
    }
}

/// A date of the notation of [`DateValue`] with the mark of EDTF for what is uncertain, `1999-07?`;
/// `%` where it was approximate already.
pub fn doubted(iso: &str) -> String {
    let ends = iso.split('/').map(|end| match end {
        ".." => end.to_owned(),
        _ => match end.strip_suffix('~') {
            Some(plain) => format!("{plain}%"),
            None if end.ends_with(['?', '%']) => end.to_owned(),
            None => format!("{end}?"),
        },
    });
    ends.collect::<Vec<_>>().join("/")
}

/// A date of the notation of [`DateValue`] as a person reads it: `1990s`, `c. 2006-12`, `until 1956`.
/// What is a plain day, month or year stays as it is.
pub fn words(iso: &str) -> String {
    match iso.split_once('/') {
        Some(("..", end)) => format!("until {}", moment(end)),
        Some((begin, "..")) => format!("from {}", moment(begin)),
        Some((begin, end)) => format!("{} – {}", moment(begin), moment(end)),
        None => moment(iso),
    }
}

/// One end of a date.
fn moment(part: &str) -> String {
    let plain = part.trim_end_matches(['~', '?', '%']);
    let doubt = part.get(plain.len()..).unwrap_or("");
    let said = spelled(plain);
    match doubt {
        "~" => format!("c. {said}"),
        "?" => format!("{said}?"),
        "" => said,
        _ => format!("c. {said}?"),
    }
}

/// A date without its doubt.
fn spelled(plain: &str) -> String {
    if let Some(decade) = plain.strip_suffix('X') {
        return match decade.strip_suffix('X') {
            Some(century) => match century.parse::<i32>() {
                Ok(hundreds) => format!("{} century", ordinal(hundreds + 1)),
                Err(_) => plain.to_owned(),
            },
            None => format!("{decade}0s"),
        };
    }
    let season = plain.rsplit_once('-').and_then(|(year, code)| {
        let name = match code {
            "21" => "spring",
            "22" => "summer",
            "23" => "autumn",
            "24" => "winter",
            "33" => "first quarter of",
            "34" => "second quarter of",
            "35" => "third quarter of",
            "36" => "last quarter of",
            "40" => "first half of",
            "41" => "second half of",
            _ => return None,
        };
        (year.len() == 4).then(|| format!("{name} {year}"))
    });
    season.unwrap_or_else(|| plain.replace('T', " "))
}

/// `1st`, `2nd`, `20th`.
fn ordinal(number: i32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, iso) in [
            ("1956", "1956"),
            ("1956-10", "1956-10"),
            ("1956-10-19", "1956-10-19"),
            (" 19 October 1956 ", "1956-10-19"),
        ] {
            assert_eq!(DateValue::read(text).map(|it| it.iso), Some(iso.to_owned()));
        }
        for text in [
            "",
            "never",
            "1956-13",
            "1956-13-40",
            "on 19 October 1956 or so",
        ] {
            assert_eq!(DateValue::read(text), None, "{text}");
        }
    }

    #[test]
    fn notations_are_said_in_words() {
        for (iso, said) in [
            ("1956-10-19", "1956-10-19"),
            ("199X", "1990s"),
            ("19XX", "20th century"),
            ("2006-12~", "c. 2006-12"),
            (&doubted("1999-07"), "1999-07?"),
            (&doubted("1999-03~"), "c. 1999-03?"),
            (&doubted("../1956"), "until 1956?"),
            ("1957?", "1957?"),
            ("../1956", "until 1956"),
            ("1956/..", "from 1956"),
            ("1955-06/1956-12", "1955-06 – 1956-12"),
            ("1956-23", "autumn 1956"),
            ("1956-33", "first quarter of 1956"),
            ("2007-02-09T15:54Z", "2007-02-09 15:54Z"),
        ] {
            assert_eq!(words(iso), said);
        }
    }
}
