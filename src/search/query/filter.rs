//! Filters: what narrows a query beside its words.
//!
//! Knows their notation and whether a document, a block or a mark passes. Does not evaluate a
//! query.

use std::fmt;

use crate::corpus::{Block, BlockKind, DateValue, Document, DocumentId, Listings};
use crate::search::scope::{Mark, MarkState};

/// One condition: `tag:treaty`, or `NOT tag:treaty`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// What is asked for.
    pub kind: FilterKind,
    /// Whether it must not be so.
    pub negated: bool,
}

/// What a filter asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterKind {
    /// `tag:x`: the hit overlaps a passage with this tag, or one below it in the tree of tags.
    Tag(String),
    /// `doc:x`: the document's id or path is this or begins so; case does not matter.
    Document(String),
    /// The document of this very id.
    This(DocumentId),
    /// `date:1956..1960`: the block's own date, else the document's, touches these.
    Date(Dates),
    /// `kind:heading`: the block is of this kind.
    Kind(BlockKind),
    /// `state:orphaned`: the hit overlaps a marked passage in this state.
    State(MarkState),
    /// `link:contradicts`: the hit overlaps an end of a link of this relation.
    Link(String),
}

impl FilterKind {
    /// The names that may stand before the colon.
    pub const NAMES: [&'static str; 6] = ["tag", "doc", "date", "kind", "state", "link"];

    /// Reads `name:value`; the error is a sentence about the value.
    pub fn read(name: &str, value: &str) -> Result<Self, String> {
        if value.is_empty() {
            return Err(format!("“{name}:” wants a value right after the colon"));
        }
        Ok(match name {
            "tag" => Self::Tag(value.trim_end_matches('/').to_owned()),
            "doc" => Self::Document(value.to_owned()),
            "link" => Self::Link(value.to_owned()),
            "date" => Self::Date(Dates::read(value)?),
            "kind" => Self::Kind(BlockKind::from_name(value).ok_or_else(|| {
                let names = BlockKind::ALL.map(BlockKind::name).join(", ");
                format!("no kind of block is called “{value}”; there are {names}")
            })?),
            "state" => Self::State(
                MarkState::ALL
                    .into_iter()
                    .find(|state| state.name() == value)
                    .ok_or_else(|| {
                        let names = MarkState::ALL.map(MarkState::name).join(", ");
                        format!("no state is called “{value}”; there are {names}")
                    })?,
            ),
            _ => {
                let names = Self::NAMES.join(", ");
                return Err(format!(
                    "nothing can be narrowed by “{name}:”; there are {names}"
                ));
            }
        })
    }

    /// Whether it asks for something about a marked passage.
    pub(crate) fn is_of_marks(&self) -> bool {
        matches!(self, Self::Tag(_) | Self::State(_) | Self::Link(_))
    }

    pub(crate) fn takes_mark(&self, mark: &Mark) -> bool {
        match self {
            Self::Tag(path) => mark.has_tag(path),
            Self::State(state) => mark.state == *state,
            Self::Link(relation) => mark.has_relation(relation),
            _ => true,
        }
    }

    /// The same filter for a corpus of these documents: a name that is one document's whole id
    /// means that one, not all that begin so.
    fn settled(&self, listings: Listings<'_>) -> Option<Self> {
        let Self::Document(name) = self else {
            return None;
        };
        if let Some(this) = listings.called(&DocumentId::new(name.as_str())) {
            return Some(Self::This(this.id));
        }
        let folded = name.to_lowercase();
        listings
            .iter()
            .find(|listing| listing.id.as_str().to_lowercase() == folded)
            .map(|listing| Self::This(listing.id))
    }

    /// Whether a document of that id and path is asked for.
    pub(crate) fn takes_name(&self, id: &str, path: &str) -> bool {
        match self {
            Self::Document(name) => begins(id, name) || begins(path, name),
            Self::This(this) => this.as_str() == id,
            _ => true,
        }
    }

    pub(crate) fn takes_block(&self, document: &Document, block: &Block) -> bool {
        match self {
            Self::Kind(kind) => block.kind == *kind,
            Self::Date(dates) => block
                .date
                .as_ref()
                .or(document.meta.date.as_ref())
                .is_some_and(|date| dates.touch(date)),
            _ => true,
        }
    }

    /// Filters with one key are alternatives.
    fn key(&self) -> u8 {
        match self {
            Self::Tag(_) => 0,
            Self::Document(_) | Self::This(_) => 1,
            Self::Date(_) => 2,
            Self::Kind(_) => 3,
            Self::State(_) => 4,
            Self::Link(_) => 5,
        }
    }
}

/// Whether filters are met: of each kind one that affirms, and all that deny. `met` answers for one
/// kind, None where it is not looked at here.
pub(crate) fn accepted(filters: &[Filter], met: &dyn Fn(&FilterKind) -> Option<bool>) -> bool {
    let mut wanted = [false; 6];
    let mut found = [false; 6];
    for filter in filters {
        let Some(met) = met(&filter.kind) else {
            continue;
        };
        let key = usize::from(filter.kind.key());
        if !filter.negated {
            wanted[key] = true;
            found[key] |= met;
        } else if met {
            return false;
        }
    }
    wanted
        .iter()
        .zip(&found)
        .all(|(wanted, found)| !wanted || *found)
}

fn begins(text: &str, head: &str) -> bool {
    let mut text = text.chars().flat_map(char::to_lowercase);
    head.chars()
        .flat_map(char::to_lowercase)
        .all(|c| text.next() == Some(c))
}

impl Filter {
    /// The same for a corpus of these documents (see [`FilterKind::settled`]).
    pub(crate) fn settled(&self, listings: Listings<'_>) -> Self {
        Self {
            kind: self
                .kind
                .settled(listings)
                .unwrap_or_else(|| self.kind.clone()),
            negated: self.negated,
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("NOT ")?;
        }
        match &self.kind {
            FilterKind::Tag(path) => write!(f, "tag:{path}"),
            FilterKind::Document(name) => write!(f, "doc:{name}"),
            FilterKind::This(id) => write!(f, "doc:{id}"),
            FilterKind::Date(dates) => write!(f, "date:{dates}"),
            FilterKind::Kind(kind) => write!(f, "kind:{kind}"),
            FilterKind::State(state) => write!(f, "state:{}", state.name()),
            FilterKind::Link(relation) => write!(f, "link:{relation}"),
        }
    }
}

/// A stretch of time in ISO 8601: `1956`, `1956-10..1957`, `..1960`, `2008-11-20..`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    from: Option<String>,
    to: Option<String>,
}

impl Dates {
    /// Reads a date or a range of dates.
    pub fn read(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let side = |text: &str| -> Result<Option<String>, String> {
            if text.is_empty() {
                return Ok(None);
            }
            let mut parts = text.split('-');
            let digits = |part: Option<&str>, length: usize| {
                part.is_none_or(|part| {
                    part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
                })
            };
            let good = digits(parts.next(), 4)
                && digits(parts.next(), 2)
                && digits(parts.next(), 2)
                && parts.next().is_none();
            if good {
                Ok(Some(text.to_owned()))
            } else {
                Err(format!(
                    "“{text}” is not a date; write a year, month or day such as 1956, 1956-10 or 1956-10-19, and ranges as 1956..1960"
                ))
            }
        };
        let (from, to) = (side(from)?, side(to)?);
        if from.is_none() && to.is_none() {
            return Err("a range of dates wants at least one end, such as 1956..".into());
        }
        Ok(Self { from, to })
    }

    /// Whether a date may lie within, as far as it is known.
    pub fn touch(&self, date: &DateValue) -> bool {
        let (first, last) = bounds(&date.iso);
        self.from
            .as_ref()
            .is_none_or(|from| last >= padded(from, '0'))
            && self.to.as_ref().is_none_or(|to| first <= padded(to, '9'))
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (
            self.from.as_deref().unwrap_or(""),
            self.to.as_deref().unwrap_or(""),
        );
        if from == to {
            f.write_str(from)
        } else {
            write!(f, "{from}..{to}")
        }
    }
}

/// A date filled up to eight digits, so that comparing text compares time.
fn padded(iso: &str, fill: char) -> String {
    let day = iso.split('T').next().unwrap_or(iso);
    let mut digits: String = day
        .chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            'X' => Some(fill),
            _ => None,
        })
        .take(8)
        .collect();
    // Seasons are numbered 21 to 24 in the place of the month (EDTF).
    if let Some(season) = digits.get(4..6).and_then(|month| month.parse::<u8>().ok())
        && (21..=24).contains(&season)
    {
        let first = (season - 21) * 3 + 1;
        let month = if fill == '0' { first } else { first + 2 };
        digits.replace_range(4.., &format!("{month:02}"));
    }
    while digits.len() < 8 {
        digits.push(fill);
    }
    digits
}

/// The first and last day that an EDTF date may mean, as eight digits.
fn bounds(iso: &str) -> (String, String) {
    let (from, to) = iso.split_once('/').unwrap_or((iso, iso));
    let first = if from.is_empty() || from == ".." {
        "00000000".into()
    } else {
        padded(from, '0')
    };
    let last = if to.is_empty() || to == ".." {
        "99999999".into()
    } else {
        padded(to, '9')
    };
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::{Dates, FilterKind};
    use crate::corpus::{DateValue, Precision};

    fn touch(range: &str, iso: &str) -> bool {
        Dates::read(range)
            .unwrap()
            .touch(&DateValue::new(iso, Precision::Day))
    }

    #[test]
    fn ranges_touch_what_may_lie_within() {
        assert!(touch("1956..1960", "1956-10-19"));
        assert!(touch("1956..1960", "1960-12-31"));
        assert!(!touch("1956..1960", "1961-01-01"));
        assert!(touch("1956-10", "1956"));
        assert!(touch("1957..", "195X"));
        assert!(!touch("..1955", "1956-12~"));
        assert!(touch("2018-05-26", "2018-05-25/2018-05-26"));
        assert!(touch("2007-02-09", "2007-02-09T15:54Z"));
        assert!(!touch("2007-07..2007-08", "2007-21"));
        assert!(touch("2007-03", "2007-21"));
    }

    #[test]
    fn bad_values_are_sentences() {
        assert!(
            FilterKind::read("date", "56")
                .unwrap_err()
                .contains("1956-10-19")
        );
        assert!(
            FilterKind::read("kind", "title")
                .unwrap_err()
                .contains("heading")
        );
        assert!(FilterKind::read("state", "").is_err());
    }
}
