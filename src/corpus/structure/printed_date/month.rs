//! Names of months, days of the week and eras.
//!
//! Knows the names in English, Russian, German, French and Spanish, short and long, and the
//! lengths of months.

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

/// Beginnings by which months are known, with the shortest length that is enough. Each name of a
/// month begins with one of them.
const MONTHS: [(&[&str], u8); 12] = [
    (&["jan", "янв", "ene"], 1),
    (&["feb", "fév", "фев"], 2),
    (&["mar", "mär", "мар"], 3),
    (&["apr", "avr", "abr", "апр"], 4),
    (&["may", "mai", "май", "мая"], 5),
    (&["jun", "juin", "июн"], 6),
    (&["jul", "juil", "июл"], 7),
    (&["aug", "aoû", "ago", "авг"], 8),
    (&["sep", "сен"], 9),
    (&["oct", "okt", "окт"], 10),
    (&["nov", "ноя"], 11),
    (&["dec", "déc", "dez", "dic", "дек"], 12),
];

/// Words that month names may be, beyond their beginnings.
const NAMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
    "января",
    "январь",
    "февраля",
    "февраль",
    "марта",
    "март",
    "апреля",
    "апрель",
    "мая",
    "май",
    "июня",
    "июнь",
    "июля",
    "июль",
    "августа",
    "август",
    "сентября",
    "сентябрь",
    "октября",
    "октябрь",
    "ноября",
    "ноябрь",
    "декабря",
    "декабрь",
    "сент",
    "нояб",
    "январе",
    "феврале",
    "марте",
    "апреле",
    "мае",
    "июне",
    "июле",
    "августе",
    "сентябре",
    "октябре",
    "ноябре",
    "декабре",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "diciembre",
    "octubre",
    "noviembre",
    "septiembre",
];

/// The month that a word names, short or long.
pub(super) fn named(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    let short = word.chars().count() == 3;
    if !short && !NAMES.contains(&word.as_str()) {
        return None;
    }
    MONTHS
        .iter()
        .find(|(beginnings, _)| beginnings.iter().any(|b| word.starts_with(b)))
        .map(|(_, month)| *month)
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
