//! Years alone: `in 1956`, `the 1956 Declaration`, `Academy of Sciences, 2011`, `1995–2011`.
//!
//! Knows which words and signs make a number of four digits a year, and which forbid it. A bare
//! number is no year: `page 1956`, `$2006`, `1,956`, `Article 1956`, `of 2000 soldiers` are none.

use super::form::Point;
use super::named::past_year_mark;
use super::token::Tokens;
use super::vocabulary::Term;
use super::{Hit, Rule};

/// What a number counts or measures.
const COUNTED: &str = "\
percent per km kms kilometers kilometres meters metres miles tons tonnes kg kilograms people \
persons men women soldiers troops dollars rubles roubles yen euros pounds million billion \
thousand votes words pages hectares acres degrees hours hrs gmt utc feet ft m mm cm copies \
inhabitants employees workers barrels students refugees prisoners households residents \
casualties families local z bc bce человек рублей тонн км долларов иен tonnen seiten square \
cubic nautical other or";

/// What numbers are given to.
const NUMBERED: &str = "\
page pages p pp no nos number numbers article articles art section sec para paragraph paragraphs \
line lines room resolution res order box vol volume flight chapter ch fn note item table figure \
fig model channel code lot document doc telegram cable despatch dispatch unts usd eur gbp rub \
approximately nearly over some than least most total almost exceeding exceeds hundred thousand \
ref reftel septel стр с. ст статья п пункт номер около более seite nr route highway psalm verse \
folio f decree regulation directive case iso rfc tel phone fax ext zip apartment apt suite times";

/// Prepositions and conjunctions before years.
const PREPOSITIONS: &str = "\
in since by of during from until till before after through between circa ca about around late \
early mid for throughout and or to as dated edition signed en im seit bis ab von в во с до после \
к по на за في منذ حتى";

/// A year or a range of years at a token.
pub(super) fn at(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let hit = plain(tokens, index)?;
    if is_numbered(tokens, index) {
        return None;
    }
    if let Some(range) = range(tokens, index, &hit) {
        return Some(range);
    }
    if !is_shown(tokens, index, hit.next) {
        return None;
    }
    Some(with_limit(tokens, index, hit))
}

/// What the word before a year makes of it: `by 2000` is a limit, `circa 1850` is rough.
fn with_limit(tokens: &Tokens<'_>, index: usize, mut hit: Hit) -> Hit {
    let Some(before) = index.checked_sub(1) else {
        return hit;
    };
    if tokens.is_any(before, &["about", "around", "circa", "ca"]) {
        hit.point.approximate = true;
        hit.start = before;
    }
    let year_word = tokens.term(before) == Term::YearWord && index > 2;
    let by = if year_word { index - 3 } else { before };
    if tokens.is_any(by, &["by"]) && (by == before || tokens.is_any(index - 2, &["the"])) {
        hit.open = true;
        hit.start = by;
    }
    hit
}

/// A number that can be a year, whatever stands before it.
pub(super) fn plain(tokens: &Tokens<'_>, index: usize) -> Option<Hit> {
    let (value, 4) = tokens.number(index)? else {
        return None;
    };
    let year = i32::try_from(value)
        .ok()
        .filter(|year| (1000..=2100).contains(year))?;
    if tokens.is_part_of_more(index) || is_counted(tokens, index) {
        return None;
    }
    let next = past_year_mark(tokens, index + 1);
    Some(Hit::new(Point::year(year), index, next, Rule::Absolute))
}

/// `1995–2011`, `1955-56`, `from 1995 to 2011`, `between 1941 and 1945`.
fn range(tokens: &Tokens<'_>, index: usize, first: &Hit) -> Option<Hit> {
    let from = first.point.year?;
    let before = index.checked_sub(1);
    let spoken = before.is_some_and(|before| {
        tokens.is_any(before, &["from", "between", "с", "von", "de", "years"])
    });
    let joins = match tokens.text(first.next) {
        "to" | "until" | "till" | "through" | "по" | "до" | "bis" | "and" | "à" => spoken,
        "/" => tokens.tight(first.next),
        _ => tokens.is_dash(first.next) && !tokens.is_any(first.next + 1, &["s", "х", "е"]),
    };
    if !joins {
        return None;
    }
    let at = first.next + 1;
    let (value, digits) = tokens.number(at)?;
    let value = i32::try_from(value).ok()?;
    let to = match digits {
        4 => value,
        2 if tokens.tight(at) => from - from % 100 + value,
        _ => return None,
    };
    let slash = tokens.sign(first.next) == Some('/');
    let attached = tokens.is_part_of_more(at) && !slash || tokens.sign(at + 1) == Some('%');
    if attached || !(from < to && to <= 2100) || (slash && to != from + 1) {
        return None;
    }
    let next = past_year_mark(tokens, at + 1);
    let mut hit = Hit::new(first.point, index, next, first.rule);
    hit.to = Some(Point::year(to));
    if digits == 2 && (1..=12).contains(&value) {
        hit.point.doubt = Some("the second number may be a month");
    }
    Some(hit)
}

/// Whether what follows counts things or measures them, so that the number is no year.
fn is_counted(tokens: &Tokens<'_>, index: usize) -> bool {
    let next = index + 1;
    if matches!(tokens.sign(next), Some('%' | '°' | '$' | '€' | '£' | '₽')) {
        return true;
    }
    if tokens.is_listed(next, COUNTED) {
        return true;
    }
    // "44 B.C.": counted from the other side.
    if tokens.is_any(next, &["b"]) && tokens.tight_sign(next + 1, '.') {
        return true;
    }
    // "of 1671 Nakoma Street": the number of a house.
    let street = |at: usize| {
        tokens.is_any(
            at,
            &[
                "street",
                "st",
                "avenue",
                "ave",
                "road",
                "rd",
                "boulevard",
                "blvd",
                "lane",
            ],
        ) && tokens.text(at).starts_with(char::is_uppercase)
    };
    if tokens.text(next).starts_with(char::is_uppercase) && (street(next + 1) || street(next + 2)) {
        return true;
    }
    let word = tokens.text(next);
    let round = tokens
        .number(index)
        .is_some_and(|(value, _)| value % 100 == 0);
    round
        && tokens.is_word(next)
        && word.len() > 3
        && word.ends_with('s')
        && word.starts_with(char::is_lowercase)
}

/// Whether a number is the number of something: `page 1956`, `No. 1956`, `$1956`, `MOSCOW 1956`.
fn is_numbered(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(mut before) = index.checked_sub(1) else {
        return false;
    };
    if let Some(sign) = tokens.sign(before) {
        let money = matches!(
            sign,
            '$' | '£' | '€' | '¥' | '#' | '№' | '§' | '¶' | '+' | '=' | '×' | '*' | '&' | '@' | '_'
        );
        let attached = tokens.tight(index) && matches!(sign, '/' | '-' | '\\' | '.' | ':' | '‑');
        if money || attached {
            return true;
        }
        if sign == '.' && before > 0 {
            before -= 1;
        }
    }
    if tokens.is_listed(before, NUMBERED) {
        return true;
    }
    // An id of a message: MOSCOW 1956; a heading in capitals has its preposition before the year.
    let word = tokens.text(before);
    tokens.is_word(before)
        && word.len() > 3
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && tokens.month(before).is_none()
        && !is_preposition(tokens, before)
}

fn is_preposition(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.is_listed(index, PREPOSITIONS)
}

/// Whether the words around a number show that it is a year.
fn is_shown(tokens: &Tokens<'_>, index: usize, next: usize) -> bool {
    if next > index + 1 {
        return true; // It has its own mark: 1956 года.
    }
    let followed = tokens.get(next).is_some();
    let Some(before) = index.checked_sub(1) else {
        return !followed || matches!(tokens.sign(next), Some(':' | '–' | '—' | '-'));
    };
    if is_preposition(tokens, before) || tokens.term(before) == Term::YearWord {
        let weak = tokens.is_any(before, &["and", "or", "to", "about", "around"]);
        let odd = tokens
            .number(index)
            .is_some_and(|(value, _)| value % 100 != 0);
        let roughly = tokens.is_any(before, &["about", "around"]) && odd;
        return !weak || roughly || continues_years(tokens, before);
    }
    let noun = tokens.is_word(next) && !tokens.is_any(next, &["of", "and", "to", "in"]);
    let determined = tokens.is_any(
        before,
        &[
            "the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "any", "every",
            "each",
        ],
    ) || (tokens.is_any(before, &["s"]) && tokens.tight(before))
        || (matches!(tokens.sign(before), Some('\'' | '’')) && tokens.tight(before));
    if determined {
        return noun || (tokens.is_any(before, &["the"]) && !followed);
    }
    let stops = !followed
        || matches!(
            tokens.sign(next),
            Some('.' | ')' | ']' | ';' | ',' | '/' | '–' | '—' | ':' | '(' | '[' | '"' | '”' | '»')
        );
    match tokens.sign(before) {
        Some('(' | '[') => matches!(tokens.sign(next), Some(')' | ']' | ',' | ';' | ':')),
        Some(',') => {
            stops
                && before > 0
                && tokens
                    .number(before - 1)
                    .is_none_or(|(_, digits)| digits <= 2)
        }
        _ => !followed && names_place(tokens, before),
    }
}

/// Whether the number before a conjunction is a year too, or the range has one: `in 1955 and 1956`.
fn continues_years(tokens: &Tokens<'_>, before: usize) -> bool {
    before
        .checked_sub(1)
        .is_some_and(|at| plain(tokens, at).is_some())
        || (before > 0 && tokens.is_any(before - 1, &["back", "prior", "date", "dates", "up"]))
}

/// Whether a place or publisher stands before a year at the end of a line: `Moscow 2012`.
fn names_place(tokens: &Tokens<'_>, before: usize) -> bool {
    let word = tokens.text(before);
    before < 8 && tokens.is_word(before) && word.starts_with(char::is_uppercase)
}
