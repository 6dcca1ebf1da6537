//! The timeline: documents, entries of chronologies and dated passages, in order of time.
//!
//! Knows where the dates of a document are: in its metadata, at its entries, in its text. Does
//! not know how dates are read (that is `structure::dates`), nor how a timeline is shown.

use std::cmp::Ordering;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::structure::dates::{DateContext, DayMonthOrder, Found, find, order_of};
use super::structure::references::normalise_reference_id;
use super::{Block, BlockKind, Corpus, DateValue, Document, DocumentId, Precision, date};

/// Where the date of an [`Item`] was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// It is the date of the document.
    Document,
    /// It is the date of an entry in a chronology.
    Entry,
    /// It stands in the text.
    Text,
}

impl Source {
    /// The name in JSON, such as `entry`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Entry => "entry",
            Self::Text => "text",
        }
    }
}

/// One dated thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// When; its precision is part of it.
    pub date: DateValue,
    /// The document.
    pub document: DocumentId,
    /// The number of the block; None for a document as a whole.
    pub block: Option<u32>,
    /// The block's label.
    pub label: Option<String>,
    /// The words dated, or those of the date: bytes of the document's text; None for a document.
    pub range: Option<Range<usize>>,
    /// What is shown: the document's title, the entry's text, or the words around the date.
    pub text: String,
    /// Where the date was found.
    pub source: Source,
    /// What is uncertain about the date.
    pub doubt: Option<String>,
}

impl Item {
    /// The date as it is listed: one that the rules only guess at is marked as uncertain.
    pub fn written(&self) -> String {
        match self.doubt {
            Some(_) => date::doubted(&self.date.iso),
            None => self.date.iso.clone(),
        }
    }
}

/// Bytes shown on each side of a date in the text, at most.
const AROUND: usize = 80;

/// Everything dated in a corpus, in order of time; what has the same date is in reading order,
/// a coarse date before the finer ones that begin with it.
pub fn timeline(corpus: &Corpus) -> Vec<Item> {
    let mut items: Vec<Item> = (0..corpus.len())
        .filter_map(|index| corpus.document(index))
        .flat_map(|document| of_document(&document))
        .collect();
    sort(&mut items);
    items
}

/// Sorts items as [`timeline`] does; those of one date keep their order.
pub fn sort(items: &mut [Item]) {
    items.sort_by(|one, other| by_time(&one.date, &other.date));
}

/// Everything dated in one document, in reading order.
pub fn of_document(document: &Document) -> Vec<Item> {
    let mut items = Vec::new();
    if let Some(date) = &document.meta.date {
        items.push(Item {
            date: date.clone(),
            document: document.id.clone(),
            block: None,
            label: None,
            range: None,
            text: document.title().to_owned(),
            source: Source::Document,
            doubt: None,
        });
    }
    let order = order_in(document);
    for block in &document.blocks {
        if let Some(date) = &block.date {
            items.push(Item {
                date: date.clone(),
                text: document.block_text(block).to_owned(),
                range: Some(block.range.clone()),
                ..item(document, block, Source::Entry)
            });
        }
        items.extend(
            dates_in(document, block, order)
                .into_iter()
                .map(|found| Item {
                    text: around(document, block, &found.range),
                    range: Some(found.range),
                    doubt: found.doubt,
                    date: found.value,
                    ..item(document, block, Source::Text)
                }),
        );
    }
    items
}

/// When what a passage says was so: the dates in its own words; else those of its entry, or those
/// told in its block; else the date of the document. Each with the words of the passage. Empty where
/// nothing of all this is known.
pub fn of_passage(document: &Document, range: &Range<usize>) -> Vec<Item> {
    let Some(block) = document
        .block_at(range.start)
        .and_then(|index| document.blocks.get(index))
    else {
        return Vec::new();
    };
    let words = |date: DateValue, source: Source, doubt: Option<String>| Item {
        date,
        range: Some(range.clone()),
        text: around(document, block, range),
        doubt,
        ..item(document, block, source)
    };
    let told = dates_in(document, block, order_in(document));
    let inside = |found: &&Found| found.range.start < range.end && found.range.end > range.start;
    let own: Vec<&Found> = told.iter().filter(inside).collect();
    if own.is_empty()
        && let Some(date) = &block.date
    {
        return vec![words(date.clone(), Source::Entry, None)];
    }
    let told: Vec<&Found> = if own.is_empty() {
        told.iter().collect()
    } else {
        own
    };
    if told.is_empty() {
        let date = document.meta.date.clone();
        return date
            .map(|date| words(date, Source::Document, None))
            .into_iter()
            .collect();
    }
    let mut items: Vec<Item> = Vec::new();
    for found in told {
        if items.iter().all(|it| it.date != found.value) {
            items.push(words(
                found.value.clone(),
                Source::Text,
                found.doubt.clone(),
            ));
        }
    }
    items
}

/// The dates in the text of a block, with ranges in the document's text. Headers, boilerplate and
/// code are not searched: their dates belong to the page and not to what is told.
pub fn dates_in(document: &Document, block: &Block, order: DayMonthOrder) -> Vec<Found> {
    if matches!(
        block.kind,
        BlockKind::Header | BlockKind::Boilerplate | BlockKind::Rule | BlockKind::Code
    ) {
        return Vec::new();
    }
    let context = DateContext {
        document: block.date.clone().or_else(|| document.meta.date.clone()),
        order,
        before: None,
    };
    let mut found = find(document.block_text(block), &context);
    for date in &mut found {
        date.range = date.range.start + block.range.start..date.range.end + block.range.start;
    }
    // The date that an entry begins with is the entry's own.
    found.retain(|date| {
        date.range.start > block.range.start || block.date.as_ref() != Some(&date.value)
    });
    found
}

/// The order of day and month in a document's dates in numbers: as its own dates show it; in
/// American cables the month is first.
pub fn order_in(document: &Document) -> DayMonthOrder {
    let cable = document
        .meta
        .reference
        .as_deref()
        .is_some_and(|id| normalise_reference_id(id, None).is_some());
    match order_of(&document.text) {
        DayMonthOrder::Unknown if cable => DayMonthOrder::MonthDay,
        order => order,
    }
}

fn item(document: &Document, block: &Block, source: Source) -> Item {
    Item {
        date: DateValue::day(1, 1, 1),
        document: document.id.clone(),
        block: Some(block.number),
        label: block.label().map(str::to_owned),
        range: None,
        text: String::new(),
        source,
        doubt: None,
    }
}

/// The words around a date within its block, cut at white space, with an ellipsis where cut.
fn around(document: &Document, block: &Block, range: &Range<usize>) -> String {
    let text = &document.text;
    let first = text.floor_char_boundary(range.start.saturating_sub(AROUND).max(block.range.start));
    let last = text.ceil_char_boundary((range.end + AROUND).min(block.range.end));
    let before = document.slice(&(first..range.start));
    let after = document.slice(&(range.end..last));
    let before = match before.find(char::is_whitespace) {
        Some(cut) if first > block.range.start => {
            format!("…{}", before.get(cut..).unwrap_or("").trim_start())
        }
        _ => before.to_owned(),
    };
    let after = match after.rfind(char::is_whitespace) {
        Some(cut) if last < block.range.end => format!("{}…", after.get(..cut).unwrap_or("")),
        _ => after.to_owned(),
    };
    format!("{before}{}{after}", document.slice(range))
}

/// Compares two dates by when they begin; of two that begin together the coarser is first.
pub fn by_time(one: &DateValue, other: &DateValue) -> Ordering {
    begin(one)
        .cmp(&begin(other))
        .then(one.precision.cmp(&other.precision))
        .then_with(|| one.iso.cmp(&other.iso))
}

/// What a date in the notation of [`DateValue`] is sorted by, where its precision is not at hand.
pub fn key(iso: &str) -> (i32, u8, u8, String) {
    let date = DateValue::new(iso, Precision::Day);
    let (year, month, day, _) = begin(&date);
    // Of what begins together, the coarser has the shorter notation.
    let finer = iso
        .split('/')
        .find(|part| *part != "..")
        .unwrap_or("")
        .len();
    (year, month, day, format!("{finer:02}{iso}"))
}

/// When a date begins: year, month, day, and the time as written. Parts not said are 0, so that
/// they come first; a span open at its beginning counts by its end.
fn begin(date: &DateValue) -> (i32, u8, u8, &str) {
    let part = date.iso.split('/').find(|part| *part != "..").unwrap_or("");
    let (day, time) = part.split_once('T').unwrap_or((part, ""));
    let (sign, digits) = match day.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, day),
    };
    let mut numbers = digits.trim_end_matches(['~', '?', '%']).split('-');
    let year = numbers
        .next()
        .unwrap_or("")
        .replace('X', "0")
        .parse()
        .unwrap_or(0);
    let mut next = || {
        numbers
            .next()
            .and_then(|number| number.parse::<u8>().ok())
            .unwrap_or(0)
    };
    let month = match next() {
        season @ 21..=24 => (season - 20) * 3,
        month => month,
    };
    (sign * year, month, next(), time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Meta;
    use crate::corpus::raw::RawDocument;

    fn document(name: &str, date: DateValue, texts: &[&str]) -> Document {
        let mut raw = RawDocument::paragraphs(texts);
        raw.meta = Meta {
            date: Some(date),
            title: Some(format!("Title of {name}")),
            ..Meta::default()
        };
        crate::corpus::structure::recognise(raw, std::path::Path::new(name))
    }

    #[test]
    fn a_passage_has_the_date_that_stands_nearest() {
        let document = document(
            "a",
            DateValue::day(2007, 2, 9),
            &[
                "In 1956 it was signed; on 27 January 1960 came the note.",
                "Nobody was pleased.",
            ],
        );
        let dates = |words: &str| -> Vec<(String, Source)> {
            let start = document.text.find(words).unwrap();
            of_passage(&document, &(start..start + words.len()))
                .into_iter()
                .map(|item| (item.date.iso, item.source))
                .collect()
        };
        assert_eq!(
            dates("on 27 January 1960"),
            [("1960-01-27".into(), Source::Text)]
        );
        assert_eq!(
            dates("signed"),
            [
                ("1956".into(), Source::Text),
                ("1960-01-27".into(), Source::Text)
            ]
        );
        assert_eq!(dates("pleased"), [("2007-02-09".into(), Source::Document)]);
    }

    #[test]
    fn everything_dated_comes_in_order() {
        let corpus = Corpus::of(
            "/".into(),
            vec![
                document(
                    "late.md",
                    DateValue::day(2007, 2, 9),
                    &["He met him on February 5; the 1956 Declaration of 19 October 1956 came up."],
                ),
                document(
                    "early.md",
                    DateValue::new("1956", Precision::Year),
                    &["In the 1950s it was so."],
                ),
            ],
            Vec::new(),
        );
        let seen: Vec<(String, &str, Option<u32>)> = timeline(&corpus)
            .into_iter()
            .map(|item| (item.date.iso, item.source.name(), item.block))
            .collect();
        let expected = [
            ("195X", "text", Some(1)),
            ("1956", "text", Some(1)),
            ("1956", "document", None),
            ("1956-10-19", "text", Some(1)),
            ("2007-02-05", "text", Some(1)),
            ("2007-02-09", "document", None),
        ];
        assert_eq!(
            seen,
            expected.map(|(iso, source, block)| (iso.to_owned(), source, block))
        );
    }

    #[test]
    fn words_around_a_date_are_cut_at_spaces() {
        let long = format!(
            "{} on 19 October 1956 {}",
            "word ".repeat(40),
            "more ".repeat(40)
        );
        let document = document("a.md", DateValue::day(2007, 2, 9), &[&long]);
        let items = of_document(&document);
        let item = items.last().expect("a dated passage");
        assert!(
            item.text.starts_with("…word ") && item.text.ends_with(" more…"),
            "{}",
            item.text
        );
        assert_eq!(
            document.slice(item.range.as_ref().expect("a range")),
            "19 October 1956"
        );
    }

    #[test]
    fn coarse_dates_come_before_fine_ones() {
        let dates = [
            ("19XX", Precision::Decade),
            ("195X", Precision::Decade),
            ("../1955", Precision::Year),
            ("1955-02", Precision::Month),
            ("1955-21", Precision::Season),
            ("1955-06", Precision::Month),
            ("1956~", Precision::Year),
            ("1956-10/1956-12", Precision::Season),
            ("1956-10", Precision::Month),
            ("1956-10-13/1956-10-19", Precision::Days),
            ("1956-10-19", Precision::Day),
            ("1956-10-19T15:54Z", Precision::Time),
        ];
        let dates = dates.map(|(iso, precision)| DateValue::new(iso, precision));
        for pair in dates.windows(2) {
            assert_eq!(
                by_time(&pair[0], &pair[1]),
                Ordering::Less,
                "{} and {}",
                pair[0],
                pair[1]
            );
        }
    }
}
