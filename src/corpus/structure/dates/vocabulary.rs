//! Words that dates are made of, in the languages that are read.
//!
//! Knows names of months, seasons, decades, numbers and units of time in English, Russian,
//! German, French and Arabic, of months in Spanish, Italian and Portuguese too, and the eras of
//! Japan. Does not know how they are put together.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word can be in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// A month, 1 to 12.
    Month(u8),
    /// A season in EDTF's numbers: 21 spring, 22 summer, 23 autumn, 24 winter.
    Season(u8),
    /// A decade by its name: 90 for the nineties.
    Decade(u8),
    /// Which part of a span.
    Part(Part),
    /// `first`, `second` …
    Ordinal(u8),
    /// `one`, `two` …
    Cardinal(u8),
    /// A unit of time.
    Unit(Unit),
    /// The word for a year that follows its number: `года`, `г`.
    YearMark,
    /// The word for a year that stands before its number: `year`, `عام`.
    YearWord,
    /// A word that a date can begin with and that is none of these: `last`, `that`, `yesterday`.
    Lead,
    /// Nothing of that kind.
    Other,
}

/// A part of a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Middle,
    Late,
    /// `the beginning of`.
    Beginning,
    /// `the end of`.
    End,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// Months, each line one month. English and German names first; those count only with a capital.
const CAPITAL_MONTHS: [&str; 12] = [
    "january jan januar jänner",
    "february feb febr februar",
    "march mar märz",
    "april apr",
    "may mai",
    "june jun juni",
    "july jul juli",
    "august aug",
    "september sept sep",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
];

/// Names of months that are written small.
const SMALL_MONTHS: [&str; 12] = [
    "января январь январе янв janvier يناير كانون enero ene gennaio janeiro",
    "февраля февраль феврале фев февр février fevrier فبراير شباط febrero febbraio fevereiro fév",
    "марта март марте mars مارس آذار marzo março",
    "апреля апрель апреле апр avril أبريل ابريل نيسان abril abr aprile",
    "мая май мае mai مايو أيار mayo maggio maio",
    "июня июнь июне juin يونيو يونيه حزيران junio giugno junho",
    "июля июль июле juillet يوليو يوليه تموز julio luglio julho juil",
    "августа август августе авг août aout أغسطس اغسطس آب agosto ago aoû",
    "сентября сентябрь сентябре сент сен septembre سبتمبر أيلول septiembre settembre setembro",
    "октября октябрь октябре окт octobre أكتوبر اكتوبر تشرين octubre ottobre outubro",
    "ноября ноябрь ноябре ноя нояб novembre نوفمبر noviembre novembro",
    "декабря декабрь декабре дек décembre decembre ديسمبر diciembre dic dicembre dezembro déc",
];

const OTHER_TERMS: &[(Term, &str)] = &[
    (
        Term::Season(21),
        "spring весна весной весны весну printemps frühjahr frühling",
    ),
    (Term::Season(22), "summer лето летом лета été sommer"),
    (
        Term::Season(23),
        "autumn fall осень осенью осени automne herbst",
    ),
    (Term::Season(24), "winter зима зимой зимы зиму hiver"),
    (Term::Decade(20), "twenties"),
    (Term::Decade(30), "thirties"),
    (Term::Decade(40), "forties"),
    (Term::Decade(50), "fifties"),
    (Term::Decade(60), "sixties"),
    (Term::Decade(70), "seventies"),
    (Term::Decade(80), "eighties"),
    (Term::Decade(90), "nineties"),
    (Term::Part(Part::Early), "early début debut anfang"),
    (
        Term::Part(Part::Middle),
        "mid middle середине середина mitte",
    ),
    (Term::Part(Part::Late), "late ende fin"),
    (
        Term::Part(Part::Beginning),
        "beginning start начале начала начало",
    ),
    (Term::Part(Part::End), "end close конце конца концу конец"),
    (
        Term::Ordinal(1),
        "first первый первая первой первом первого premier",
    ),
    (Term::Ordinal(2), "second второй вторая втором второго"),
    (Term::Ordinal(3), "third третий третьем третьего"),
    (
        Term::Ordinal(4),
        "fourth четвертый четвертом четвёртом четвертого",
    ),
    (Term::Ordinal(5), "fifth"),
    (Term::Ordinal(14), "fourteenth"),
    (Term::Ordinal(15), "fifteenth"),
    (Term::Ordinal(16), "sixteenth"),
    (Term::Ordinal(17), "seventeenth"),
    (Term::Ordinal(18), "eighteenth"),
    (Term::Ordinal(19), "nineteenth"),
    (Term::Ordinal(20), "twentieth"),
    (Term::Cardinal(1), "a an one"),
    (Term::Cardinal(2), "two"),
    (Term::Cardinal(3), "three"),
    (Term::Cardinal(4), "four"),
    (Term::Cardinal(5), "five"),
    (Term::Cardinal(6), "six"),
    (Term::Cardinal(7), "seven"),
    (Term::Cardinal(8), "eight"),
    (Term::Cardinal(9), "nine"),
    (Term::Cardinal(10), "ten"),
    (Term::Cardinal(11), "eleven"),
    (Term::Cardinal(12), "twelve"),
    (Term::Unit(Unit::Day), "day days день дня дней"),
    (Term::Unit(Unit::Week), "week weeks неделю недели недель"),
    (
        Term::Unit(Unit::Month),
        "month months месяц месяца месяцев месяце",
    ),
    (
        Term::Unit(Unit::Quarter),
        "quarter quarters квартал квартале квартала",
    ),
    (
        Term::Unit(Unit::Half),
        "half половине половина половины полугодии полугодие",
    ),
    (Term::Unit(Unit::Year), "years"),
    (Term::Unit(Unit::Decade), "decade decades"),
    (
        Term::Unit(Unit::Century),
        "century centuries век века веке веков jahrhundert jahrhunderts siècle",
    ),
    (
        Term::Lead,
        "that the this same following previous preceding next last final barely about some almost \
         nearly around roughly hardly only just yesterday tomorrow вчера завтра том того этом этого \
         нынешнем прошлом прошлого следующем будущем twenty nineteen eighteen q h",
    ),
    (
        Term::YearMark,
        "г гг год года году годом годов годы годах годам",
    ),
    (Term::YearWord, "year jahr jahre jahres année عام سنة العام"),
];

/// What a word in lower case can be.
pub(super) fn term_of(word: &str) -> Term {
    static TERMS: LazyLock<HashMap<&str, Term>> = LazyLock::new(|| {
        let months = |lines: [&'static str; 12]| {
            (1..).zip(lines).flat_map(|(month, names)| {
                names.split(' ').map(move |name| (name, Term::Month(month)))
            })
        };
        let others = OTHER_TERMS.iter().flat_map(|(term, words)| {
            words
                .split_ascii_whitespace()
                .map(move |word| (word, *term))
        });
        others
            .chain(months(CAPITAL_MONTHS))
            .chain(months(SMALL_MONTHS))
            .collect()
    });
    TERMS.get(word).copied().unwrap_or(Term::Other)
}

/// Whether a month's name in lower case is one that a text writes small.
pub(super) fn is_small_month(month: u8, word: &str) -> bool {
    SMALL_MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .is_some_and(|names| names.split(' ').any(|name| name == word))
}

/// The second word of the Levantine months that have two: تشرين الأول is October, كانون الثاني January.
pub(super) fn levantine(month: u8, second: &str) -> Option<u8> {
    match (month, second) {
        (10, "الأول" | "الاول") => Some(10),
        (10, "الثاني") => Some(11),
        (1, "الأول" | "الاول") => Some(12),
        (1, "الثاني") => Some(1),
        _ => None,
    }
}

/// The year before the first of a Japanese era, so that era year n is this plus n.
pub(super) fn era(first: char, second: char) -> Option<i32> {
    match (first, second) {
        ('明', '治') => Some(1867),
        ('大', '正') => Some(1911),
        ('昭', '和') => Some(1925),
        ('平', '成') => Some(1988),
        ('令', '和') => Some(2018),
        _ => None,
    }
}

/// A Roman numeral up to 39, in capitals.
pub(super) fn roman(word: &str) -> Option<u8> {
    if word.is_empty() || word.len() > 6 {
        return None;
    }
    let mut total = 0_u8;
    let mut last = 0_u8;
    for letter in word.bytes().rev() {
        let value = match letter {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            _ => return None,
        };
        if value < last {
            total = total.checked_sub(value)?;
        } else {
            total = total.checked_add(value)?;
            last = value;
        }
    }
    Some(total)
}
