//! A date that stands at the beginning of a text, as documents print it.
//!
//! Knows numeric dates, months by name in the languages of the corpus, Japanese years and eras,
//! spans of days, and vague dates ("early 1956"). Serves entries of chronologies and the dates of
//! headers; dates inside running text are the part of `dates`.

mod month;

use crate::corpus::date::{DateValue, Precision};

/// A date read, and how many bytes of the text it took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Printed {
    pub(crate) value: DateValue,
    pub(crate) length: usize,
    /// The year that was printed or assumed.
    pub(crate) year: i32,
}

/// The date at the beginning of a text. `year` is assumed where the print gives none.
pub(crate) fn leading(text: &str, year: Option<i32>) -> Option<Printed> {
    let first = text.chars().next()?;
    if !(first.is_ascii_digit() || first.is_alphabetic()) {
        return None;
    }
    if first.is_ascii_digit() {
        iso(text)
            .or_else(|| dotted(text))
            .or_else(|| japanese(text, year))
            .or_else(|| day_first(text, year))
            .or_else(|| year_alone(text))
    } else {
        weekday(text, year)
            .or_else(|| era(text))
            .or_else(|| month_first(text, year))
            .or_else(|| vague(text, year))
    }
}

/// The bytes of something printed like a day of a month that no month has: "30 February".
pub(crate) fn impossible(text: &str, year: Option<i32>) -> Option<usize> {
    let head = text.get(..text.floor_char_boundary(60))?;
    let from = head.find(|c: char| c.is_ascii_digit())?;
    let digits = head
        .get(from..)?
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if digits > 2 {
        return None;
    }
    let first = format!("{}1{}", head.get(..from)?, head.get(from + digits..)?);
    let printed =
        leading(&first, year).filter(|printed| printed.value.precision == Precision::Day)?;
    Some(printed.length + digits - 1)
}

/// The date that a whole text is, if it is one and nothing else.
pub(crate) fn whole(text: &str) -> Option<DateValue> {
    let text = text.trim().trim_end_matches('.');
    let printed = leading(text, None)?;
    let rest = text.get(printed.length..)?.trim();
    matches!(rest, "" | "г" | "года" | "г.").then_some(printed.value)
}

/// A scanner over the beginning of a text.
#[derive(Clone, Copy)]
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn any(&mut self, wanted: &[char]) -> bool {
        match self.rest().chars().next() {
            Some(c) if wanted.contains(&c) => {
                self.at += c.len_utf8();
                true
            }
            _ => false,
        }
    }

    fn blanks(&mut self) -> bool {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start().len();
        self.at += skipped;
        skipped > 0
    }

    /// A number of `least` to `most` digits, not followed by a further digit.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let rest = self.rest();
        let digits = rest
            .bytes()
            .take(most + 1)
            .take_while(u8::is_ascii_digit)
            .count();
        if digits < least || digits > most {
            return None;
        }
        let value = rest.get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(value)
    }

    /// A run of letters.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .find(|(_, c)| !c.is_alphabetic())
            .map_or(rest.len(), |(at, _)| at);
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn month(&mut self) -> Option<u8> {
        let month = month::named(self.word())?;
        self.take(".");
        Some(month)
    }

    /// A year of four digits after blanks, a comma, or "de"; "г." and "года" after it belong to it.
    fn year(&mut self) -> Option<i32> {
        let mut ahead = *self;
        ahead.any(&[',', '.']);
        ahead.blanks();
        if ahead.take("de ") || ahead.take("del ") {
            ahead.blanks();
        }
        let year = ahead
            .number(4, 4)
            .filter(|year| (1000..=2199).contains(year))?;
        *self = ahead;
        let mut after = *self;
        after.blanks();
        let plain = after;
        let word = after.word();
        if matches!(word, "г" | "года" | "год" | "року") {
            after.take(".");
            *self = after;
        } else if plain.rest().starts_with("г.") {
            *self = plain;
            self.take("г.");
        }
        i32::try_from(year).ok()
    }
}

fn printed(scan: Scan<'_>, value: DateValue, year: i32) -> Option<Printed> {
    // A date does not end inside a word or a number.
    let next = scan.rest().chars().next();
    if next
        .is_some_and(|c| c.is_ascii_digit() || (c.is_alphabetic() && !super::words::is_unspaced(c)))
    {
        return None;
    }
    Some(Printed {
        value,
        length: scan.at,
        year,
    })
}

fn day_value(year: i32, month: u8, day: u32) -> Option<DateValue> {
    let day = u8::try_from(day).ok()?;
    month::is_day(year, month, day).then(|| DateValue::day(year, month, day))
}

fn month_value(year: i32, month: u8) -> DateValue {
    DateValue::new(format!("{year:04}-{month:02}"), Precision::Month)
}

fn span_value(from: &DateValue, to: &DateValue) -> DateValue {
    DateValue::new(format!("{}/{}", from.iso, to.iso), Precision::Days)
}

/// `2001-03-25`, `2001/03/25`, `2001-03`.
fn iso(text: &str) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let year = i32::try_from(scan.number(4, 4)?).ok()?;
    let separator = scan
        .rest()
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '/' | '.'))?;
    scan.any(&[separator]);
    let month = u8::try_from(scan.number(1, 2)?)
        .ok()
        .filter(|m| (1..=12).contains(m))?;
    let mut further = scan;
    if further.any(&[separator])
        && let Some(day) = further.number(1, 2)
    {
        return printed(further, day_value(year, month, day)?, year);
    }
    if separator == '-'
        && text
            .as_bytes()
            .get(5..7)
            .is_some_and(|m| m.iter().all(u8::is_ascii_digit))
    {
        return printed(scan, month_value(year, month), year);
    }
    None
}

/// `13.10.2011`, `10/19/1956` (the month first, unless that is impossible).
fn dotted(text: &str) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let first = scan.number(1, 2)?;
    let separator = scan
        .rest()
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '/' | '-'))?;
    scan.any(&[separator]);
    let second = scan.number(1, 2)?;
    if !scan.any(&[separator]) {
        return None;
    }
    let year = i32::try_from(scan.number(4, 4)?).ok()?;
    let (day, month) = if separator == '/' && first <= 12 {
        (second, first)
    } else {
        (first, second)
    };
    let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    printed(scan, day_value(year, month, day)?, year)
}

/// `1956年10月19日`, `1956年（昭和31年）10月19日`, `10月19日`.
fn japanese(text: &str, assumed: Option<i32>) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let mut year = assumed;
    let mut ahead = scan;
    if let Some(number) = ahead.number(3, 4)
        && ahead.take("年")
    {
        year = i32::try_from(number).ok();
        scan = ahead;
        let mut bracket = scan;
        if bracket.any(&['（', '(']) {
            let end = bracket
                .rest()
                .char_indices()
                .find(|(_, c)| matches!(c, '）' | ')'));
            if let Some((at, close)) = end {
                scan.at = bracket.at + at + close.len_utf8();
            }
        }
        if !scan.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let year = year?;
            return printed(
                scan,
                DateValue::new(format!("{year:04}"), Precision::Year),
                year,
            );
        }
    }
    month_and_day(scan, year?)
}

/// `10月19日` or `10月` after a year.
fn month_and_day(mut scan: Scan<'_>, year: i32) -> Option<Printed> {
    let month = u8::try_from(scan.number(1, 2)?)
        .ok()
        .filter(|m| (1..=12).contains(m))?;
    if !scan.take("月") {
        return None;
    }
    let mut ahead = scan;
    if let Some(day) = ahead.number(1, 2)
        && ahead.take("日")
    {
        return printed(ahead, day_value(year, month, day)?, year);
    }
    printed(scan, month_value(year, month), year)
}

/// `昭和31年10月19日`.
fn era(text: &str) -> Option<Printed> {
    let (name, before) = month::ERAS
        .iter()
        .find(|(name, _)| text.starts_with(name))?;
    let mut scan = Scan {
        text,
        at: name.len(),
    };
    let number = if scan.take("元") {
        1
    } else {
        scan.number(1, 2)?
    };
    if !scan.take("年") {
        return None;
    }
    let year = before + i32::try_from(number).ok()?;
    month_and_day(scan, year).or_else(|| {
        printed(
            scan,
            DateValue::new(format!("{year:04}"), Precision::Year),
            year,
        )
    })
}

/// `19 October 1956`, `13–19 October 1956`, `19. Oktober 1956`, `1 июня`.
fn day_first(text: &str, assumed: Option<i32>) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let first = scan.number(1, 2)?;
    let ordinal = ["st", "nd", "rd", "th", "er"]
        .iter()
        .any(|end| scan.take(end));
    if !ordinal {
        scan.any(&['.', '-']);
    }
    let mut ahead = scan;
    ahead.blanks();
    let mut last = first;
    if ahead.any(&['–', '—', '-'])
        || scan.text.as_bytes().get(scan.at.wrapping_sub(1)) == Some(&b'-')
    {
        ahead.blanks();
        if let Some(number) = ahead.number(1, 2) {
            last = number;
            ahead.any(&['.']);
            scan = ahead;
        }
    }
    scan.blanks();
    if scan.take("de ") {
        scan.blanks();
    }
    let month = scan.month()?;
    let year = scan.year().or(assumed)?;
    let from = day_value(year, month, first)?;
    if last == first {
        return printed(scan, from, year);
    }
    printed(
        scan,
        span_value(&from, &day_value(year, month, last)?),
        year,
    )
}

/// `October 19, 1956`, `Jan. 1`, `January 23-24, 2007`, `October 1956`.
fn month_first(text: &str, assumed: Option<i32>) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let month = scan.month()?;
    let mut day = scan;
    day.blanks();
    let Some(first) = day.number(1, 2) else {
        let year = scan.year();
        // "October – December 1956".
        let mut ahead = scan;
        ahead.blanks();
        if year.is_none() && ahead.any(&['–', '—', '-']) {
            ahead.blanks();
            let until = ahead.month()?;
            let year = ahead.year().or(assumed)?;
            let value = DateValue::new(
                format!("{year:04}-{month:02}/{year:04}-{until:02}"),
                Precision::Season,
            );
            return printed(ahead, value, year);
        }
        let year = year.or(assumed)?;
        // A month's name alone is a date only where a year is known from elsewhere and the
        // name is more than a word such as "may".
        return printed(scan, month_value(year, month), year);
    };
    let _ = ["st", "nd", "rd", "th"].iter().any(|end| day.take(end));
    let mut ahead = day;
    ahead.blanks();
    let mut until = None;
    if ahead.any(&['–', '—', '-', '/']) || ahead.take("and ") {
        ahead.blanks();
        let mut other = ahead;
        let other_month = other.month();
        if other_month.is_some() {
            other.blanks();
            ahead = other;
        }
        if let Some(last) = ahead.number(1, 2) {
            until = Some((other_month.unwrap_or(month), last));
            day = ahead;
        }
    }
    let year = day.year().or(assumed)?;
    let from = day_value(year, month, first)?;
    match until {
        Some((month, last)) => {
            printed(day, span_value(&from, &day_value(year, month, last)?), year)
        }
        None => printed(day, from, year),
    }
}

/// `Monday, October 15, 1956`.
fn weekday(text: &str, year: Option<i32>) -> Option<Printed> {
    let mut scan = Scan::new(text);
    if !month::is_weekday(scan.word()) {
        return None;
    }
    scan.any(&['.']);
    scan.any(&[',']);
    scan.blanks();
    let inner = leading(scan.rest(), year)?;
    Some(Printed {
        length: scan.at + inner.length,
        ..inner
    })
}

/// `early 1956`, `mid-December 1955`, `summer 1956`.
fn vague(text: &str, assumed: Option<i32>) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let word = scan.word().to_lowercase();
    let season = match word.as_str() {
        "spring" | "весна" => Some(21),
        "summer" | "лето" => Some(22),
        "autumn" | "fall" | "осень" => Some(23),
        "winter" | "зима" => Some(24),
        "early" | "mid" | "late" | "about" | "circa" | "around" => None,
        _ => return None,
    };
    scan.any(&['-']);
    scan.blanks();
    if let Some(season) = season {
        scan.take("of ");
        // Of a season alone: the year that is known from elsewhere, where a mark follows.
        let bare = scan.rest().trim_start();
        let year = match scan.year() {
            Some(year) => year,
            None => assumed.filter(|_| bare.starts_with([':', '–', '—', '：']))?,
        };
        let value = DateValue::new(format!("{year:04}-{season}"), Precision::Season);
        return printed(scan, value, year);
    }
    let inner = leading(scan.rest(), assumed)
        .filter(|inner| matches!(inner.value.precision, Precision::Year | Precision::Month))?;
    let value = DateValue::new(format!("{}~", inner.value.iso), inner.value.precision);
    Some(Printed {
        value,
        length: scan.at + inner.length,
        year: inner.year,
    })
}

/// `1905`, `1941–45`.
fn year_alone(text: &str) -> Option<Printed> {
    let mut scan = Scan::new(text);
    let year = i32::try_from(scan.number(4, 4)?)
        .ok()
        .filter(|y| (1000..=2199).contains(y))?;
    let mut ahead = scan;
    if ahead.any(&['–', '-', '/'])
        && let Some(last) = ahead.number(2, 4)
    {
        let last = i32::try_from(last).ok()?;
        let last = if last < 100 {
            year / 100 * 100 + last
        } else {
            last
        };
        if last > year {
            let value = DateValue::new(format!("{year:04}/{last:04}"), Precision::Year);
            return printed(ahead, value, year);
        }
    }
    let mut after = scan;
    after.blanks();
    if after.take("г.") || after.take("год") {
        scan = after;
    }
    printed(
        scan,
        DateValue::new(format!("{year:04}"), Precision::Year),
        year,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, &str) {
        let printed = leading(text, Some(1956)).unwrap_or_else(|| panic!("no date in {text}"));
        (printed.value.iso, text.get(printed.length..).unwrap())
    }

    #[test]
    fn dates_are_read_as_they_are_printed() {
        for (text, iso, rest) in [
            ("Jan. 1, 2000: word", "2000-01-01", ": word"),
            ("October 19, 1956. The", "1956-10-19", ". The"),
            ("27 November 1956: the", "1956-11-27", ": the"),
            ("19th October 1956 –", "1956-10-19", " –"),
            ("September 11 – he", "1956-09-11", " – he"),
            ("January 23-24, 2007:", "2007-01-23/2007-01-24", ":"),
            ("13–19 October 1956:", "1956-10-13/1956-10-19", ":"),
            ("Monday, October 15, 1956:", "1956-10-15", ":"),
            ("1956-10-19 text", "1956-10-19", " text"),
            ("19.10.1956 text", "1956-10-19", " text"),
            ("10/19/1956 text", "1956-10-19", " text"),
            ("1905: text", "1905", ": text"),
            ("March 1956: text", "1956-03", ": text"),
            ("mid-December 1955: text", "1955-12~", ": text"),
            ("Summer 1955: text", "1955-22", ": text"),
            ("19 октября 1956 г. — текст", "1956-10-19", " — текст"),
            ("1956年（昭和31年）10月19日　文", "1956-10-19", "　文"),
            ("1905年（明治38年）　文", "1905", "　文"),
            ("昭和31年10月19日　文", "1956-10-19", "　文"),
            ("19. Oktober 1956: Text", "1956-10-19", ": Text"),
            ("19 de octubre de 1956: texto", "1956-10-19", ": texto"),
        ] {
            assert_eq!(read(text), (iso.to_owned(), rest), "{text}");
        }
    }

    #[test]
    fn impossible_dates_and_words_are_none() {
        for text in [
            "February 30, 1956: x",
            "Marching on",
            "12345 words",
            "31.02.2011",
            "Maybe 5",
        ] {
            assert_eq!(leading(text, None), None, "{text}");
        }
    }

    #[test]
    fn a_whole_text_may_be_a_date() {
        assert_eq!(whole("19 октября 2006 года").unwrap().iso, "2006-10-19");
        assert_eq!(whole("3 December 2018").unwrap().iso, "2018-12-03");
        assert_eq!(
            whole("2019年（平成31年）1月31日").unwrap().iso,
            "2019-01-31"
        );
        assert_eq!(whole("3 December 2018 in Tokyo"), None);
    }
}
