//! The civil calendar: which days there are and how they are counted.
//!
//! Knows the Gregorian calendar, carried back before its time as ISO 8601 does. Does not know
//! how dates are written.

/// A day.
#[expect(
    clippy::struct_field_names,
    reason = "a day's date is its year, month and day"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    /// The year, 1 to 9999.
    pub(super) year: i32,
    /// The month, 1 to 12.
    pub(super) month: u8,
    /// The day of the month, from 1.
    pub(super) day: u8,
}

/// How many days a month has; 0 for a month there is not.
pub(super) fn days_in(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether there is such a day.
pub(super) fn exists(year: i32, month: u8, day: u8) -> bool {
    (1..=9999).contains(&year) && day >= 1 && day <= days_in(year, month)
}

impl Day {
    /// The day `count` days later, or earlier where `count` is negative; at most some decades away.
    pub(super) fn plus(self, count: i32) -> Option<Self> {
        let mut date = self;
        let mut left = count.clamp(-40_000, 40_000);
        while left != 0 {
            if left > 0 {
                let rest = i32::from(days_in(date.year, date.month)) - i32::from(date.day);
                if left <= rest {
                    date.day += u8::try_from(left).ok()?;
                    break;
                }
                left -= rest + 1;
                (date.year, date.month) = shift_months(date.year, date.month, 1);
                date.day = 1;
            } else {
                let rest = i32::from(date.day) - 1;
                if -left <= rest {
                    date.day -= u8::try_from(-left).ok()?;
                    break;
                }
                left += rest + 1;
                (date.year, date.month) = shift_months(date.year, date.month, -1);
                date.day = days_in(date.year, date.month);
            }
        }
        exists(date.year, date.month, date.day).then_some(date)
    }
}

/// The month `count` months later, or earlier where `count` is negative.
pub(super) fn shift_months(year: i32, month: u8, count: i32) -> (i32, u8) {
    let months = year.saturating_mul(12) + i32::from(month) - 1 + count;
    let month = u8::try_from(months.rem_euclid(12)).unwrap_or(0) + 1;
    (months.div_euclid(12), month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let day = |year, month, day| Day { year, month, day };
        assert_eq!(day(2000, 2, 25).plus(7), Some(day(2000, 3, 3)));
        assert_eq!(day(1900, 2, 28).plus(1), Some(day(1900, 3, 1)));
        assert_eq!(day(1956, 1, 1).plus(-1), Some(day(1955, 12, 31)));
        assert_eq!(shift_months(1956, 11, 3), (1957, 2));
        assert_eq!(shift_months(1956, 1, -1), (1955, 12));
        assert!(!exists(1956, 2, 30) && exists(1956, 2, 29) && !exists(1900, 2, 29));
    }
}
