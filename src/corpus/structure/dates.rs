//! Dates in text: where they stand and what they mean in ISO 8601 (EDTF level 1).
//!
//! Knows the forms in which dates are written, and how a date that leaves out its year is read
//! against the document's own date or the date before it. Every date found carries the words it
//! came from and the rule; one that rests on a guess says so. Does not know documents or blocks:
//! it is given a stretch of text, mostly one block.

mod calendar;
mod eastern;
mod entry;
mod form;
mod named;
mod numeric;
mod relative;
mod spans;
mod token;
mod vocabulary;
mod years;

use std::ops::Range;

use crate::corpus::DateValue;
use form::{Point, Shape, interval};
use token::{Kind, Tokens};
use vocabulary::Term;

pub use entry::{EntryHead, document_date, order_of, parse_entry_head};

/// The month that a word in lower case names, short or long.
pub(crate) fn month_of(word: &str) -> Option<u8> {
    match vocabulary::term_of(word) {
        Term::Month(month) => Some(month),
        _ => None,
    }
}

/// Which of day and month comes first where both are numbers, as in `02/06/2017`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DayMonthOrder {
    /// Day first, as in most of the world.
    DayMonth,
    /// Month first, as in the United States.
    MonthDay,
    /// Not known: such a date is read day first, with a doubt.
    #[default]
    Unknown,
}

/// What is known around a text in which dates are looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DateContext {
    /// When the document was written; or, in an entry of a chronology, the entry's own date.
    pub document: Option<DateValue>,
    /// The order of day and month in the document.
    pub order: DayMonthOrder,
    /// The last date before the text, if the text goes on telling from it.
    pub before: Option<DateValue>,
}

impl DateContext {
    /// The context of a document of which only the date is known.
    pub fn of(document: Option<DateValue>) -> Self {
        Self {
            document,
            ..Self::default()
        }
    }

    fn year(&self) -> Option<i32> {
        Some(form::read(self.document.as_ref()?)?.0)
    }
}

/// By which rule a date was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The words say all.
    Absolute,
    /// The year is told from the document's date.
    FromDocument,
    /// The year is that of a date before it in the same text.
    FromContext,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// A season.
    Season,
    /// Quarters, halves or a run of months of a year.
    Quarters,
    /// Told from another date: `a week later`.
    Relative,
    /// A military date-time group.
    DateTimeGroup,
    /// A year of a Japanese era.
    Era,
}

impl Rule {
    /// The rule in a few words, as the reader is told it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Absolute => "absolute",
            Self::FromDocument => "year from the document date",
            Self::FromContext => "year from the context",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Season => "season",
            Self::Quarters => "quarters",
            Self::Relative => "relative",
            Self::DateTimeGroup => "date-time group",
            Self::Era => "era",
        }
    }
}

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The words it came from: bytes of the text.
    pub range: Range<usize>,
    /// What it means.
    pub value: DateValue,
    /// How it was read.
    pub rule: Rule,
    /// What is uncertain about it, as a half-sentence; None where nothing is.
    pub doubt: Option<String>,
}

/// A date that a form found, in tokens, before its year is known.
#[derive(Debug, Clone, Copy)]
struct Hit {
    point: Point,
    /// The other end of a span.
    to: Option<Point>,
    /// Whether the span is open at its beginning: `by 2000`.
    open: bool,
    rule: Rule,
    /// First token.
    start: usize,
    /// Token after the last.
    next: usize,
}

impl Hit {
    fn new(point: Point, start: usize, next: usize, rule: Rule) -> Self {
        Self {
            point,
            to: None,
            open: false,
            rule,
            start,
            next,
        }
    }
}

/// What dates are told from while a text is read.
struct Scene<'a> {
    context: &'a DateContext,
    /// The date found last.
    recent: Option<Point>,
}

impl Scene<'_> {
    /// The document's own date.
    fn document(&self) -> Option<Point> {
        point_of(self.context.document.as_ref()?)
    }
}

fn point_of(value: &DateValue) -> Option<Point> {
    let (year, month, day) = form::read(value)?;
    Some(Point {
        year: Some(year),
        month,
        day,
        ..Point::default()
    })
}

/// The dates in a text, in order and without overlap.
///
/// Numbers that are no dates are left alone, and so are days that do not exist. Takes time in
/// proportion to the text.
pub fn find(text: &str, context: &DateContext) -> Vec<Found> {
    let tokens = Tokens::of(text);
    let mut scene = Scene {
        context,
        recent: context.before.as_ref().and_then(point_of),
    };
    let mut found: Vec<Found> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Some(hit) = recognise(&tokens, index, &scene).map(|hit| extend(&tokens, hit, &scene))
        else {
            index += 1;
            continue;
        };
        index = hit.next.max(index + 1);
        if let Some(date) = resolve(&tokens, hit, &mut scene)
            && found
                .last()
                .is_none_or(|last| last.range.end <= date.range.start)
        {
            found.push(date);
        }
    }
    found
}

/// The date that begins at a token, by the first form that fits; the forms that say most are
/// asked first.
fn recognise(tokens: &Tokens<'_>, index: usize, scene: &Scene<'_>) -> Option<Hit> {
    let context = scene.context;
    match tokens.get(index)?.kind {
        Kind::Number { .. } => numeric::at(tokens, index, context)
            .or_else(|| eastern::at(tokens, index, scene))
            .or_else(|| named::day_first(tokens, index, context))
            .or_else(|| spans::at(tokens, index, context))
            .or_else(|| relative::at(tokens, index, scene))
            .or_else(|| years::at(tokens, index)),
        Kind::Word(Term::Month(_)) => named::month_first(tokens, index, context),
        // Only a numeral that counts a century begins a date unknown to the vocabulary.
        Kind::Word(Term::Other)
            if tokens.term(index + 1) != Term::Unit(vocabulary::Unit::Century) =>
        {
            None
        }
        Kind::Word(_) => {
            spans::at(tokens, index, context).or_else(|| relative::at(tokens, index, scene))
        }
        Kind::Han(_) => eastern::at(tokens, index, scene),
        Kind::Sign(_) => None,
    }
}

/// Joins a date with a second one that ends the span it begins (`13 October to 2 November 1956`),
/// and takes in what only explains it.
fn extend(tokens: &Tokens<'_>, hit: Hit, scene: &Scene<'_>) -> Hit {
    let Some(second) = end_of_span(tokens, &hit, scene) else {
        return old_style(tokens, hit);
    };
    let (mut first, last) = (hit.point, second.point);
    if first.year.is_none()
        && let (Some(year), Some(month), Some(last)) = (last.year, first.month, last.month)
    {
        first.year = Some(if month > last { year - 1 } else { year });
    }
    Hit {
        point: first,
        to: Some(last),
        next: second.next,
        ..hit
    }
}

/// The date that ends the span begun by another: of the same kind, behind a dash or a word that
/// joins them. `and` joins only after `between`, and years are joined by `to` only after `from`.
fn end_of_span(tokens: &Tokens<'_>, hit: &Hit, scene: &Scene<'_>) -> Option<Hit> {
    if hit.to.is_some() || hit.open {
        return None;
    }
    let at = named::connector(tokens, hit.next)?;
    let led_by = |words: &[&str]| hit.start > 0 && tokens.is_any(hit.start - 1, words);
    let between = led_by(&["between", "между", "entre", "zwischen"]);
    let weak = tokens.is_any(hit.next, &["and", "и", "et", "und"]);
    let fine = hit.point.month.is_some();
    let joined = fine || tokens.is_dash(hit.next) || led_by(&["from", "с", "vom", "von", "du"]);
    if !between && (weak || !joined) {
        return None;
    }
    let at = at + usize::from(tokens.is_any(at, &["the"]));
    let second = recognise(tokens, at, scene)?;
    let alike = level(&hit.point) == level(&second.point);
    (alike && second.to.is_none() && !second.open).then_some(second)
}

/// Takes a date of the Julian calendar in brackets into the date it explains:
/// `7 Feb. 1855 (26 Jan. old style)`.
fn old_style(tokens: &Tokens<'_>, mut hit: Hit) -> Hit {
    if !matches!(tokens.sign(hit.next), Some('(' | '[')) {
        return hit;
    }
    let close =
        (hit.next + 1..hit.next + 12).find(|at| matches!(tokens.sign(*at), Some(')' | ']')));
    let Some(close) = close else {
        return hit;
    };
    let old = (hit.next + 1..close).any(|at| {
        (tokens.is_any(at, &["old"]) && tokens.is_any(at + 1, &["style"]))
            || tokens.is_any(at, &["julian", "старому", "юлианскому"])
            || (tokens.text(at) == "O"
                && tokens.tight_sign(at + 1, '.')
                && tokens.text(at + 2) == "S")
            || (tokens.is_any(at, &["ст"]) && tokens.is_any(at + 2, &["ст", "стиля", "стилю"]))
    });
    if old {
        hit.next = close + 1;
    }
    hit
}

/// How much of a date the words say, so that only dates of one kind make a span.
fn level(point: &Point) -> u8 {
    match point.shape {
        Shape::Decade(_) => 5,
        Shape::Century(_) => 6,
        Shape::Season(_) => 3,
        Shape::Months(..) => 4,
        Shape::Civil => u8::from(point.month.is_some()) + u8::from(point.day.is_some()),
    }
}

/// Finds the year that the words leave out, and gives the date with the words it came from.
fn resolve(tokens: &Tokens<'_>, mut hit: Hit, scene: &mut Scene<'_>) -> Option<Found> {
    let mut doubt = hit.point.doubt.map(str::to_owned);
    if hit.point.lacks_year() {
        let (year, rule, guess) = missing_year(&hit.point, scene)?;
        hit.point.year = Some(year);
        hit.rule = rule;
        doubt = doubt.or(guess);
    }
    if let Some(to) = &mut hit.to
        && to.lacks_year()
    {
        let year = hit.point.year?;
        to.year = Some(if to.month < hit.point.month {
            year + 1
        } else {
            year
        });
    }
    let mut value = match &hit.to {
        Some(to) => interval(&hit.point, to)?,
        None => hit.point.value()?,
    };
    if hit.open {
        value.iso.insert_str(0, "../");
    }
    if hit.point.shape == Shape::Civil {
        scene.recent = Some(hit.to.unwrap_or(hit.point));
    }
    let start = tokens.get(hit.start)?.start;
    let end = tokens.get(hit.next.checked_sub(1)?)?.end;
    Some(Found {
        range: start..end,
        value,
        rule: hit.rule,
        doubt,
    })
}

/// How far back, in months, a month without a year is still taken for a past one rather than for
/// the next of its name. What a document speaks of is mostly past.
const PAST_MONTHS: i32 = 7;
/// From how many years before the document a text is taken to tell an older story, whose dates
/// follow one another.
const OLD_STORY: i32 = 5;

/// The year of a date that has none, the rule, and what is doubtful about it.
fn missing_year(point: &Point, scene: &Scene<'_>) -> Option<(i32, Rule, Option<String>)> {
    let document = scene.document();
    let story = scene.recent.filter(|recent| {
        let told = document.and_then(|date| Some(date.year? - recent.year?));
        told.is_none_or(|years| {
            years.abs() >= OLD_STORY || document.is_some_and(|date| date.month.is_none())
        })
    });
    if let Some(recent) = story {
        let mut year = recent.year?;
        if let (Some(last), Some(month)) = (recent.month, point.month)
            && i32::from(last) - i32::from(month) > 5
        {
            year += 1; // November … in January: the story goes on into the next year.
        }
        return Some((
            year,
            Rule::FromContext,
            Some(format!(
                "the year is told from {} before it",
                recent.value()?
            )),
        ));
    }
    let date = document?;
    let year = date.year?;
    let (Some(own), Some(month)) = (date.month, point.month) else {
        let doubt = format!("the year is told from the document's, {year}");
        return Some((year, Rule::FromDocument, Some(doubt)));
    };
    let back = (i32::from(own) - i32::from(month)).rem_euclid(12);
    let past = back <= PAST_MONTHS;
    let year = match (past, month <= own) {
        (true, false) => year - 1,
        (false, true) => year + 1,
        _ => year,
    };
    let far = (4..=9).contains(&back);
    let doubt = far.then(|| "the year nearest to the document's date is taken".to_owned());
    let mut point = *point;
    point.year = Some(year);
    point
        .is_possible()
        .then_some((year, Rule::FromDocument, doubt))
}

#[cfg(test)]
mod tests;
