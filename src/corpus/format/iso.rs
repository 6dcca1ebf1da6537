//! Dates as formats write them in their metadata: ISO 8601 and what is near it.
//!
//! Knows `1956-10-19`, `1956-10-19T12:00:00Z`, `1956/10/19`, `19561019`, `1956-10`, `1956`. Does
//! not know dates in prose: that is the recogniser's.

use crate::corpus::date::{DateValue, Precision};

/// The date that a piece of metadata gives, if it gives one.
pub(crate) fn date(text: &str) -> Option<DateValue> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        let year = text.get(..4)?.parse().ok()?;
        let month = text.get(4..6)?.parse().ok()?;
        let day = text.get(6..8)?.parse().ok()?;
        return civil_day(year, month, day);
    }
    if digits != 4 {
        return None;
    }
    let year: i32 = text.get(..4)?.parse().ok()?;
    let rest = text.get(4..)?;
    let Some((month, rest)) = number(rest) else {
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
        return (ends && year > 0).then(|| DateValue::new(format!("{year:04}"), Precision::Year));
    };
    if !(1..=12).contains(&month) {
        return None;
    }
    let Some((day, rest)) = number(rest) else {
        return Some(DateValue::new(
            format!("{year:04}-{month:02}"),
            Precision::Month,
        ));
    };
    let date = civil_day(year, month, day)?;
    Some(with_time(&date, rest).unwrap_or(date))
}

/// `-05` or `/5` at the beginning of a text, with what follows it.
fn number(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix(['-', '/', '.'])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    Some((rest.get(..digits)?.parse().ok()?, rest.get(digits..)?))
}

/// A day that exists.
pub(crate) fn civil_day(year: i32, month: u8, day: u8) -> Option<DateValue> {
    let month_name = time::Month::try_from(month).ok()?;
    time::Date::from_calendar_date(year, month_name, day).ok()?;
    Some(DateValue::day(year, month, day))
}

/// The day with the time of day behind it, in hours and minutes; midnight is no time.
fn with_time(date: &DateValue, rest: &str) -> Option<DateValue> {
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let hours: u8 = rest.get(..2)?.parse().ok()?;
    let minutes: u8 = rest.get(2..)?.strip_prefix(':')?.get(..2)?.parse().ok()?;
    if hours > 23 || minutes > 59 || (hours == 0 && minutes == 0) {
        return None;
    }
    let zone = if rest.ends_with(['Z', 'z']) || rest.ends_with("+00:00") {
        "Z"
    } else {
        ""
    };
    Some(DateValue::new(
        format!("{}T{hours:02}:{minutes:02}{zone}", date.iso),
        Precision::Time,
    ))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn metadata_dates() {
        for (text, iso) in [
            ("1956-10-19", "1956-10-19"),
            ("1956/10/9", "1956-10-09"),
            ("19561019", "1956-10-19"),
            ("1956-10", "1956-10"),
            ("1956", "1956"),
            ("1956-10-19T09:30:00Z", "1956-10-19T09:30Z"),
            ("1956-10-19T00:00:00+02:00", "1956-10-19"),
        ] {
            assert_eq!(date(text).map(|d| d.iso).as_deref(), Some(iso), "{text}");
        }
        for text in ["", "Oct 1956", "1956-13-01", "1956-02-30", "123", "20 1956"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
