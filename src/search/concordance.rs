//! The concordance: hits side by side, each with what stands before and after it.
//!
//! Knows rows, their order and their groups. Does not find the hits and does not draw them: how
//! many cells a context may take is the screen's to decide.

use std::cmp::Ordering;
use std::sync::Arc;

use super::find::Hit;
use super::fold::{Case, fold};
use crate::corpus::{DateValue, Document};

/// How many characters of context a row keeps on each side.
pub const CONTEXT: usize = 80;
/// How many words of context count in sorting. Rows alike in so many keep their order.
const SORTED_BY: usize = 8;

/// One hit with its context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it is.
    pub hit: Hit,
    /// The document's place in reading order.
    pub order: usize,
    /// What stands before it in its block.
    pub before: String,
    /// The words themselves, line ends as blanks.
    pub text: String,
    /// What stands after it.
    pub after: String,
    /// The block's label.
    pub label: Option<String>,
    /// The block's own date, else the document's.
    pub date: Option<DateValue>,
    /// The form that stands there; empty for the hits of a query.
    pub form: Arc<str>,
}

impl Row {
    /// The row of a hit in a document, which is the `order`-th in reading order.
    pub fn of(hit: Hit, document: &Document, order: usize, form: Arc<str>) -> Self {
        let context = hit.context(document, CONTEXT);
        let block = document.blocks.get((hit.block as usize).wrapping_sub(1));
        Self {
            order,
            before: context.before,
            text: context.text.replace(['\n', '\t'], " "),
            after: context.after,
            label: context.label,
            date: block
                .and_then(|block| block.date.clone())
                .or_else(|| document.meta.date.clone()),
            form,
            hit,
        }
    }
}

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SortBy {
    /// The words before, the nearest first.
    Left,
    /// The words after.
    Right,
    /// Documents in reading order, then the place.
    Document,
    /// The date, undated rows last.
    Date,
    /// The form, then the place.
    Form,
}

impl SortBy {
    /// Every order, as the screen goes through them.
    pub const ALL: [Self; 5] = [
        Self::Left,
        Self::Right,
        Self::Document,
        Self::Date,
        Self::Form,
    ];

    /// The name on screen and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Document => "document",
            Self::Date => "date",
            Self::Form => "form",
        }
    }

    /// The order of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// Sorts rows; rows that are alike stand in reading order.
pub fn sort(rows: &mut Vec<Row>, by: SortBy) {
    let keys: Vec<Key> = rows.iter().map(|row| Key::of(row, by)).collect();
    let mut order: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
    let key = |index: u32| keys.get(index as usize);
    order.sort_unstable_by(|a, b| {
        key(*a)
            .cmp(&key(*b))
            .then_with(|| match (rows.get(*a as usize), rows.get(*b as usize)) {
                (Some(a), Some(b)) => place(a).cmp(&place(b)),
                _ => Ordering::Equal,
            })
            .then(a.cmp(b))
    });
    let mut taken: Vec<Option<Row>> = std::mem::take(rows).into_iter().map(Some).collect();
    rows.extend(
        order
            .into_iter()
            .filter_map(|index| taken.get_mut(index as usize).and_then(Option::take)),
    );
}

fn place(row: &Row) -> (usize, usize, usize) {
    (row.order, row.hit.range.start, row.hit.range.end)
}

/// A key to sort by: most comparisons end within its first bytes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    first: u64,
    rest: String,
}

impl Key {
    fn of(row: &Row, by: SortBy) -> Self {
        let text = match by {
            SortBy::Left => nearest_first(&row.before),
            SortBy::Right => in_order(&row.after),
            SortBy::Document => String::new(),
            // Undated rows come last: no date begins with this.
            SortBy::Date => row
                .date
                .as_ref()
                .map_or_else(|| "\u{10ffff}".to_owned(), |date| date.iso.clone()),
            SortBy::Form => row.form.to_string(),
        };
        let mut first = [0; 8];
        for (place, byte) in first.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Self {
            first: u64::from_be_bytes(first),
            rest: text
                .get(text.floor_char_boundary(8)..)
                .unwrap_or("")
                .to_owned(),
        }
    }
}

/// The first words of a context, folded, without signs.
fn words(context: &str) -> impl Iterator<Item = String> + '_ {
    context
        .split(|c: char| !super::words::is_word(c))
        .filter(|word| !word.is_empty())
        .take(SORTED_BY)
        .map(|word| fold(word, Case::Folded))
}

/// What rows are sorted by that stand before something: the words of `context`, folded, without
/// signs, the nearest (the last) first.
pub fn nearest_first(context: &str) -> String {
    context
        .rsplit(|c: char| !super::words::is_word(c))
        .filter(|word| !word.is_empty())
        .take(SORTED_BY)
        .map(|word| fold(word, Case::Folded))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What rows are sorted by that stand after something: the first words of `context`, folded, without
/// signs.
pub fn in_order(context: &str) -> String {
    words(context).collect::<Vec<_>>().join(" ")
}

/// What rows are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The document.
    Document,
    /// The form, or for the hits of a query the words themselves, folded.
    Form,
    /// The year, rows without a date apart.
    Year,
    /// The word before.
    Left,
    /// The word after.
    Right,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they share: a document's id, a form, a year, a word; empty where they have none.
    pub name: String,
    /// Their indices among the rows, rising.
    pub rows: Vec<usize>,
}

/// Groups rows, the largest group first, equal ones by name.
pub fn group(rows: &[Row], by: GroupBy) -> Vec<Group> {
    let mut groups: std::collections::HashMap<String, Vec<usize>> =
        std::collections::HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let name = match by {
            GroupBy::Document => row.hit.document.to_string(),
            GroupBy::Form if row.form.is_empty() => fold(&row.text, Case::Folded),
            GroupBy::Form => row.form.to_string(),
            GroupBy::Year => row.date.as_ref().map_or_else(String::new, |date| {
                date.iso.get(..4).unwrap_or(&date.iso).to_owned()
            }),
            GroupBy::Left => nearest_first(&row.before)
                .split(' ')
                .next()
                .unwrap_or("")
                .to_owned(),
            GroupBy::Right => words(&row.after).next().unwrap_or_default(),
        };
        groups.entry(name).or_default().push(index);
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(name, rows)| Group { name, rows })
        .collect();
    groups.sort_by(|a, b| b.rows.len().cmp(&a.rows.len()).then(a.name.cmp(&b.name)));
    groups
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{GroupBy, Row, SortBy, group, sort};
    use crate::corpus::DateValue;
    use crate::search::query::{Options, Query};
    use crate::search::{find::find_in, sample::document};

    fn rows() -> Vec<Row> {
        let query = Query::read("treaty", Options::default()).unwrap();
        let mut rows = Vec::new();
        for (order, (id, text, year)) in [
            (
                "B",
                "a new treaty, Zürich; the old treaty and more",
                Some(1960),
            ),
            ("A", "no treaty above. an Old treaty (“zoo”)", None),
            ("C", "treaty", Some(1956)),
        ]
        .into_iter()
        .enumerate()
        {
            let mut document = document(id, text);
            document.meta.date = year.map(|year| DateValue::day(year, 1, 1));
            rows.extend(
                find_in(&document, &query)
                    .into_iter()
                    .map(|hit| Row::of(hit, &document, order, Arc::from(""))),
            );
        }
        rows
    }

    fn shown(by: SortBy) -> Vec<String> {
        let mut rows = rows();
        rows.reverse();
        sort(&mut rows, by);
        rows.iter()
            .map(|row| format!("{}{}|{}", row.hit.document, row.before, row.after))
            .collect()
    }

    #[test]
    fn rows_sort_by_what_stands_beside_them() {
        assert_eq!(
            shown(SortBy::Right),
            [
                "C|",
                "Ano | above. an Old treaty (“zoo”)",
                "Ba new treaty, Zürich; the old | and more",
                "Ano treaty above. an Old | (“zoo”)",
                "Ba new |, Zürich; the old treaty and more",
            ]
        );
        let left = shown(SortBy::Left);
        assert!(left[0].starts_with("C|"));
        assert!(left[1].starts_with("Ba new |"));
        assert!(
            left[3].starts_with("Ano treaty above. an Old |"),
            "{left:?}"
        );
    }

    #[test]
    fn rows_sort_by_document_and_date() {
        let places = |by| -> String {
            shown(by)
                .iter()
                .filter_map(|row| row.chars().next())
                .collect()
        };
        assert_eq!(places(SortBy::Document), "BBAAC");
        assert_eq!(places(SortBy::Date), "CBBAA");
    }

    #[test]
    fn groups_come_largest_first() {
        let groups = |by| -> Vec<(String, usize)> {
            group(&rows(), by)
                .into_iter()
                .map(|group| (group.name, group.rows.len()))
                .collect()
        };
        assert_eq!(groups(GroupBy::Document)[2], ("C".to_owned(), 1));
        assert_eq!(groups(GroupBy::Left)[0], ("old".to_owned(), 2));
        assert_eq!(groups(GroupBy::Form), [("treaty".to_owned(), 5)]);
        assert_eq!(groups(GroupBy::Year)[0], (String::new(), 2));
    }
}
