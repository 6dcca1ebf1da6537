//! Names of months, days of the week and eras.
//!
//! Knows eras, days of the week and the lengths of months. The names of months are those of
//! `dates`, so that one table holds for entries, headers and running text.

use super::super::dates;

/// Japanese eras with the year before their first.
pub(super) const ERAS: [(&str, i32); 7] = [
    ("慶応", 1864),
    ("明治", 1867),
    ("大正", 1911),
    ("昭和", 1925),
    ("平成", 1988),
    ("令和", 2018),
    ("安政", 1854),
];

/// The month that a word names, short or long, in any of the languages that are read.
pub(super) fn named(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > 24 {
        return None;
    }
    dates::month_of(&word.to_lowercase())
}

/// Whether a word is a day of the week, short or long.
pub(super) fn is_weekday(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "mon"
            | "tue"
            | "tues"
            | "wed"
            | "thu"
            | "thurs"
            | "fri"
            | "sat"
            | "sun"
            | "понедельник"
            | "вторник"
            | "среда"
            | "четверг"
            | "пятница"
            | "суббота"
            | "воскресенье"
            | "montag"
            | "dienstag"
            | "mittwoch"
            | "donnerstag"
            | "freitag"
            | "samstag"
            | "sonntag"
            | "lundi"
            | "mardi"
            | "mercredi"
            | "jeudi"
            | "vendredi"
            | "samedi"
            | "dimanche"
    )
}

/// Whether a month has that day.
pub(super) fn is_day(year: i32, month: u8, day: u8) -> bool {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=length).contains(&day)
}
