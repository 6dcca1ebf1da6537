//! How the rows of a list are shown: which pass the filter, in which order, and under which headings.
//!
//! Knows rows as they were made and gives the indexes of those that are shown; it moves none of them,
//! so that rows can be arranged in the background while others are looked at. Does not know who asked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::concordance::{self, first};
use super::filter::Passing;
use super::{Body, Group, Kind, ListView, Order, Row, Token};
use crate::app::many;
use crate::app::update::follow::Goal;
use crate::corpus::timeline as chronicle;

/// Indexes from here on are those of headings.
const HEADS: usize = usize::MAX / 2;

/// How a list is asked to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrangement {
    kind: Kind,
    order: Order,
    group: Group,
    passing: Passing,
}

/// What of a list is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arranged {
    /// Indexes of rows, and of headings after [`HEADS`].
    pub(super) shown: Vec<usize>,
    /// The headings.
    pub(super) heads: Vec<Row>,
}

impl Arranged {
    /// The place among the headings that an index stands for, if it stands for one.
    pub(super) fn head(index: usize) -> Option<usize> {
        index.checked_sub(HEADS)
    }
}

/// What a row is sorted by first: undated rows and those without a place come last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Grouped {
    All,
    Document(usize),
    Words(String),
    Nothing,
}

impl Arrangement {
    pub(super) fn of(view: &ListView) -> Self {
        Self {
            kind: view.kind,
            order: view.order,
            group: view.group,
            passing: Passing::of(view),
        }
    }

    /// What of these rows is shown; None where `given_up` says that nobody wants to know any more.
    pub fn among(&self, rows: &[Row], given_up: &dyn Fn() -> bool) -> Option<Arranged> {
        let passing = self.passing.among(rows, 0);
        if given_up() {
            return None;
        }
        let shown = self.ordered(rows, passing);
        if given_up() {
            return None;
        }
        Some(match self.group {
            Group::None => Arranged {
                shown,
                heads: Vec::new(),
            },
            _ => self.grouped(rows, &shown),
        })
    }

    /// Whether rows stand in the order in which they were made.
    fn is_as_made(&self) -> bool {
        // Rows that were found again come after the others; what is dated is made in order of time.
        let placed = matches!(self.kind, Kind::Mentions | Kind::Search | Kind::Timeline);
        self.kind == Kind::Dossier || self.order == Order::Place && !placed
    }

    fn ordered(&self, rows: &[Row], passing: Vec<usize>) -> Vec<usize> {
        if self.is_as_made() {
            return passing;
        }
        if self.kind == Kind::Timeline && self.order == Order::Date {
            let keys = keys(rows, &passing, |row| chronicle::key(&row.right));
            return in_order(rows, &passing, &keys, |_| 0);
        }
        if self.order == Order::Place {
            let keys = keys(rows, &passing, where_it_stands);
            return in_order(rows, &passing, &keys, |key| key.0 as u64);
        }
        let keys = keys(rows, &passing, |row| self.key(row));
        in_order(rows, &passing, &keys, |key| first(key))
    }

    /// What a row is sorted by.
    fn key<'a>(&self, row: &'a Row) -> Cow<'a, str> {
        if let Body::Mention(_) = &row.body {
            return Cow::Borrowed(concordance::key(row, self.order));
        }
        match (&row.body, self.order) {
            (Body::Kwic { before, .. }, Order::Left) => {
                let words: Vec<&str> = before.split_whitespace().rev().collect();
                Cow::Owned(words.join(" ").to_lowercase())
            }
            (Body::Kwic { text, after, .. }, Order::Right) => {
                Cow::Owned(format!("{text} {after}").to_lowercase())
            }
            (Body::Plain(text), Order::Left | Order::Right) => Cow::Owned(text.to_lowercase()),
            (Body::Link { relation, to, .. }, Order::Left | Order::Right) => {
                Cow::Owned(format!("{relation} {to}"))
            }
            (Body::Pair(it), Order::Left | Order::Right) => {
                Cow::Owned(format!("{} {}", it.relation, it.to))
            }
            (Body::Apart(it), Order::Left | Order::Right) => Cow::Borrowed(&it.tag),
            (_, Order::Date) => Cow::Borrowed(&row.right),
            _ => Cow::Borrowed(""),
        }
    }

    /// Puts rows that are in order under headings.
    fn grouped(&self, rows: &[Row], shown: &[usize]) -> Arranged {
        let mut groups: BTreeMap<Grouped, Vec<usize>> = BTreeMap::new();
        for index in shown {
            let Some(row) = rows.get(*index) else {
                continue;
            };
            groups.entry(self.group_of(row)).or_default().push(*index);
        }
        let mut arranged = Arranged::default();
        for (group, own) in groups {
            let leader = own.first().and_then(|index| rows.get(*index));
            arranged.shown.push(HEADS + arranged.heads.len());
            arranged.heads.push(self.heading(&group, leader, own.len()));
            arranged.shown.extend(own);
        }
        arranged
    }

    fn group_of(&self, row: &Row) -> Grouped {
        let words = |words: &str| match words {
            "" => Grouped::Nothing,
            words => Grouped::Words(words.to_owned()),
        };
        match self.group {
            Group::None => Grouped::All,
            Group::Document => row.document().map_or(Grouped::Nothing, Grouped::Document),
            Group::Form => words(row.spoken().map_or("", |it| &it.form)),
            Group::Year => words(year(&row.right)),
        }
    }

    /// The heading of a group of so many rows.
    fn heading(&self, group: &Grouped, leader: Option<&Row>, count: usize) -> Row {
        let (at, words) = match (self.group, group) {
            (Group::Document, Grouped::Document(_)) => {
                (leader.map_or("", |row| document_of(&row.at)), "")
            }
            (_, Grouped::Words(words)) => ("", words.as_str()),
            (Group::Year, _) => ("", "undated"),
            (Group::Form, _) => ("", "no form stands there"),
            _ => ("", "in no document"),
        };
        Row {
            sign: ' ',
            at: at.to_owned(),
            right: count.to_string(),
            body: Body::Heading(words.to_owned()),
            goal: None,
            token: Token::None,
            dim: false,
            was: None,
        }
    }
}

/// The year in a date, or whatever stands in its place; nothing where there is no date.
fn year(date: &str) -> &str {
    let sign = usize::from(date.starts_with('-'));
    let digits = date.bytes().skip(sign).take_while(u8::is_ascii_digit);
    date.get(..sign + digits.count()).unwrap_or(date)
}

/// The document's part of an address.
fn document_of(address: &str) -> &str {
    let end = address.find(['#', '¶', '§', ':']);
    end.and_then(|end| address.get(..end)).unwrap_or(address)
}

/// Where a row stands in the corpus; what stands nowhere comes last.
fn where_it_stands(row: &Row) -> (usize, usize) {
    match &row.goal {
        Some(Goal::Passage(index, range)) => (*index, range.start),
        _ => (usize::MAX, 0),
    }
}

/// What `of` gives for each row that passes.
fn keys<'a, K: Send>(
    rows: &'a [Row],
    passing: &[usize],
    of: impl Fn(&'a Row) -> K + Sync,
) -> Vec<Option<K>> {
    many::each(passing, |_, some| {
        some.iter().map(|index| rows.get(*index).map(&of)).collect()
    })
}

/// Rows in the order of their keys; those that are alike as they stand in the corpus. `first` gives a
/// number that orders most keys.
fn in_order<K: Ord>(
    rows: &[Row],
    passing: &[usize],
    keys: &[Option<K>],
    first: impl Fn(&K) -> u64,
) -> Vec<usize> {
    let firsts = keys.iter().map(|key| key.as_ref().map_or(u64::MAX, &first));
    let mut order: Vec<(u64, u32)> = firsts.zip(0_u32..).collect();
    let place = |at: u32| {
        let index = passing.get(at as usize).copied().unwrap_or(usize::MAX);
        (rows.get(index).map(where_it_stands), index)
    };
    order.sort_unstable_by(|a, b| {
        let keys = || keys.get(a.1 as usize).cmp(&keys.get(b.1 as usize));
        let places = || place(a.1).cmp(&place(b.1));
        a.0.cmp(&b.0).then_with(keys).then_with(places)
    });
    let indexes = order.into_iter();
    indexes
        .filter_map(|(_, at)| passing.get(at as usize).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(document: usize, at: usize, date: &str, before: &str, after: &str) -> Row {
        Row {
            sign: ' ',
            at: format!("D{document}#p1"),
            right: date.to_owned(),
            body: Body::Kwic {
                before: before.to_owned(),
                text: "treaty".to_owned(),
                after: after.to_owned(),
            },
            goal: Some(Goal::Passage(document, at..at + 6)),
            token: Token::None,
            dim: false,
            was: None,
        }
    }

    fn view() -> ListView {
        let mut view = ListView::new(Kind::Search);
        view.fill(vec![
            row(0, 5, "1956-10-19", "the", "of Peace"),
            row(0, 9, "1956-10-19", "a", "and"),
            row(1, 0, "", "one", "of amity"),
            row(2, 3, "1855", "this", "zz"),
        ]);
        view
    }

    fn shown(view: &ListView) -> Vec<String> {
        let rows = view.shown.iter().filter_map(|index| view.row(*index));
        rows.map(|row| match &row.body {
            Body::Heading(words) => format!("[{}{words} {}]", row.at, row.right),
            body => body.in_context().map_or("", |it| it.2).to_owned(),
        })
        .collect()
    }

    #[test]
    fn rows_stand_in_order_under_their_headings() {
        let mut view = view();
        assert_eq!(shown(&view), ["of Peace", "and", "of amity", "zz"]);
        view.order = Order::Right;
        view.arrange();
        assert_eq!(shown(&view), ["and", "of amity", "of Peace", "zz"]);
        view.group = Group::Document;
        view.arrange();
        let expected = [
            "[D0 2]", "and", "of Peace", "[D1 1]", "of amity", "[D2 1]", "zz",
        ];
        assert_eq!(shown(&view), expected);
        view.group = Group::Year;
        view.order = Order::Place;
        view.arrange();
        let expected = [
            "[1855 1]",
            "zz",
            "[1956 2]",
            "of Peace",
            "and",
            "[undated 1]",
            "of amity",
        ];
        assert_eq!(shown(&view), expected);
        assert_eq!(view.count(), 4);
    }

    #[test]
    fn the_choice_is_never_put_on_a_heading() {
        let mut view = view();
        view.place.chosen = 0;
        view.group = Group::Document;
        view.arrange();
        assert_eq!(view.chosen().map(|row| row.at.as_str()), Some("D0#p1"));
    }

    #[test]
    fn a_long_list_is_arranged_behind_and_only_the_last_answer_counts() {
        let mut view = ListView::new(Kind::Search);
        let after = |n: usize| format!("{:05}", 99_999 - n);
        let rows: Vec<Row> = (0..5_000).map(|n| row(n, 0, "", "", &after(n))).collect();
        view.fill(rows);
        let first = |view: &ListView| view.shown.first().copied();
        view.order = Order::Right;
        view.rearrange(false);
        assert_eq!(first(&view), Some(0));
        let (rows, arrangement) = view.asks(7).unwrap();
        assert!(view.asks(8).is_none());
        let arranged = arrangement.among(&rows, &|| false).unwrap();
        assert!(!view.answer(6, &arranged));
        // What comes meanwhile is not left out.
        view.extend(vec![row(9_000, 0, "", "", "00000")]);
        assert!(!view.answer(7, &arranged));
        let (rows, arrangement) = view.asks(8).unwrap();
        let arranged = arrangement.among(&rows, &|| false).unwrap();
        assert!(view.answer(8, &arranged));
        assert_eq!(first(&view), Some(5_000));
    }

    #[test]
    fn work_that_nobody_wants_is_given_up() {
        let view = view();
        assert_eq!(Arrangement::of(&view).among(&view.rows, &|| true), None);
    }
}
