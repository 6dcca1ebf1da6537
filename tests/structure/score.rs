//! The comparison: blocks, kinds, labels, notes, entry dates and metadata against the truth.
//!
//! A block counts as found when its words are exactly those of a block of the truth; white space
//! and marks that stand alone (a rule, a bullet, a dot leader) are layout and are not compared.

use std::collections::HashMap;
use std::fmt::Write as _;

use glossator::corpus::{Block, BlockKind, Document};

use super::truth::{self, Truth};

/// What must be reached.
pub(crate) struct Bars {
    text: f64,
    kind: f64,
    rest: f64,
}

impl Bars {
    /// What has been reached, for truths of which not all is.
    pub(crate) const fn floor(text: f64, kind: f64, rest: f64) -> Self {
        Self { text, kind, rest }
    }

    pub(crate) const SEEDS: Self = Self {
        text: 1.0,
        kind: 0.99,
        rest: 1.0,
    };
    pub(crate) const SAMPLE: Self = Self {
        text: 0.98,
        kind: 0.98,
        rest: 1.0,
    };
    pub(crate) const WEB: Self = Self {
        text: 0.95,
        kind: 0.95,
        rest: 0.95,
    };
    pub(crate) const OWN: Self = Self {
        text: 1.0,
        kind: 1.0,
        rest: 1.0,
    };
}

/// Right ones, those given, those wanted.
#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    given: usize,
    wanted: usize,
}

impl Count {
    #[expect(clippy::cast_precision_loss, reason = "documents have few blocks")]
    fn f1(self) -> f64 {
        if self.given + self.wanted == 0 {
            return 1.0;
        }
        2.0 * self.right as f64 / (self.given + self.wanted) as f64
    }
}

/// How a document compares with its truth.
#[derive(Default)]
pub(crate) struct Score {
    text: Count,
    kind: Count,
    labels: Count,
    notes: Count,
    dates: Count,
    meta: Count,
    pub(crate) differences: Vec<String>,
}

/// A text as it is compared.
fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    words.join(" ")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn short(text: &str) -> String {
    let text = words(text);
    let count = text.chars().count();
    if count <= 70 {
        return text;
    }
    let head: String = text.chars().take(45).collect();
    let tail: String = text.chars().skip(count - 22).collect();
    format!("{head} … {tail}")
}

impl Score {
    /// Compares a document with its truth.
    pub(crate) fn of(document: &Document, truth: &Truth) -> Self {
        let mut score = Self::default();
        let given: Vec<&Block> = document
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Rule)
            .collect();
        let wanted: Vec<&truth::Block> = truth
            .blocks
            .iter()
            .filter(|block| block.kind != "rule")
            .collect();
        let pairs = pair(document, &given, &wanted);
        for count in [&mut score.text, &mut score.kind] {
            count.given = given.len();
            count.wanted = wanted.len();
        }
        score.text.right = pairs.len();
        for (from, to) in &pairs {
            score.block(document, given[*from], wanted[*to]);
        }
        for (index, block) in given.iter().enumerate() {
            if !pairs.iter().any(|(from, _)| *from == index) {
                let text = short(document.block_text(block));
                score
                    .differences
                    .push(format!("- {:?} {:?} {text}", block.kind, block.label()));
                score.labels.given += usize::from(block.label.is_some());
                score.dates.given += usize::from(block.date.is_some());
                score.notes.given += block.calls.len();
            }
        }
        for (index, block) in wanted.iter().enumerate() {
            if !pairs.iter().any(|(_, to)| *to == index) {
                score.differences.push(format!(
                    "+ {} {:?} {}",
                    block.kind,
                    block.label,
                    short(&block.text)
                ));
                score.labels.wanted += usize::from(block.label.is_some());
                score.dates.wanted += usize::from(block.date.is_some());
                score.notes.wanted += block.calls.len();
            }
        }
        score.metadata(document, truth);
        score
    }

    fn block(&mut self, document: &Document, given: &Block, wanted: &truth::Block) {
        let text = short(document.block_text(given));
        let kind = given.kind.name();
        if kind == wanted.kind || wanted.or_kinds.iter().any(|it| it == kind) {
            self.kind.right += 1;
        } else {
            self.differences.push(format!(
                "kind {} instead of {}: {text}",
                given.kind, wanted.kind
            ));
        }
        let label = given.label().map(str::to_owned);
        let as_good = wanted.or_labels.contains(&label);
        self.labels.given += usize::from(given.label.is_some());
        let there = if as_good { &label } else { &wanted.label };
        self.labels.wanted += usize::from(there.is_some());
        if as_good || label == wanted.label {
            self.labels.right += usize::from(given.label.is_some());
        } else {
            self.differences.push(format!(
                "label {:?} instead of {:?}: {text}",
                given.label(),
                wanted.label
            ));
        }
        let date = given.date.as_ref().map(|date| date.iso.clone());
        self.dates.given += usize::from(date.is_some());
        self.dates.wanted += usize::from(wanted.date.is_some());
        if date == wanted.date {
            self.dates.right += usize::from(date.is_some());
        } else {
            self.differences.push(format!(
                "date {date:?} instead of {:?}: {text}",
                wanted.date
            ));
        }
        self.notes.given += given.calls.len();
        self.notes.wanted += wanted.calls.len();
        let mut calls: Vec<(String, String)> = given
            .calls
            .iter()
            .map(|call| {
                (
                    call.label.clone(),
                    letters(document.slice(&(given.range.start..call.at))),
                )
            })
            .collect();
        for (label, before) in &wanted.calls {
            let found = (label.clone(), letters(before));
            match calls.iter().position(|call| *call == found) {
                Some(at) => {
                    calls.remove(at);
                    self.notes.right += 1;
                }
                None => self.differences.push(format!(
                    "note {label} is not called after “{}”",
                    short(before)
                )),
            }
        }
        for (label, before) in calls {
            self.differences
                .push(format!("note {label} is called after “{}”", short(&before)));
        }
    }

    fn metadata(&mut self, document: &Document, truth: &Truth) {
        let meta = &document.meta;
        for (name, wanted) in &truth.meta {
            let given = match name.as_str() {
                "title" => meta.title.clone(),
                "date" => meta.date.as_ref().map(|date| date.iso.clone()),
                "origin" => meta.origin.clone(),
                "reference" => meta.reference.clone(),
                "authors" => (!meta.authors.is_empty()).then(|| meta.authors.join("; ")),
                name => meta.field(name).map(str::to_owned),
            };
            self.meta.given += 1;
            self.meta.wanted += 1;
            if given == *wanted {
                self.meta.right += 1;
            } else {
                self.differences
                    .push(format!("{name} is {given:?} instead of {wanted:?}"));
            }
        }
        for note in &document.notes {
            if note.called_at.is_none() || note.block.is_none() {
                self.differences
                    .push(format!("note {} has {:?}", note.label, note.doubt));
            }
        }
    }

    /// The names of the columns.
    pub(crate) fn heading() -> String {
        format!(
            "{:34}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}",
            "document", "text", "kind", "labels", "notes", "dates", "meta"
        )
    }

    fn columns(&self) -> [(&'static str, Count); 6] {
        [
            ("text", self.text),
            ("kind", self.kind),
            ("labels", self.labels),
            ("notes", self.notes),
            ("dates", self.dates),
            ("meta", self.meta),
        ]
    }

    /// The document's line in the table.
    pub(crate) fn row(&self, name: &str) -> String {
        let mut row = format!("{name:34}");
        for (_, count) in self.columns() {
            let _ = write!(row, "{:8.3}", count.f1());
        }
        row
    }

    /// What is below the bars.
    pub(crate) fn below(&self, bars: &Bars) -> Vec<String> {
        self.columns()
            .into_iter()
            .filter_map(|(name, count)| {
                let bar = match name {
                    "text" => bars.text,
                    "kind" => bars.kind,
                    _ => bars.rest,
                };
                (count.f1() + 1e-9 < bar).then(|| format!("{name} {:.3} < {bar:.3}", count.f1()))
            })
            .collect()
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.given += other.given;
        self.wanted += other.wanted;
    }
}

impl std::ops::AddAssign<&Self> for Score {
    fn add_assign(&mut self, other: &Self) {
        self.text += other.text;
        self.kind += other.kind;
        self.labels += other.labels;
        self.notes += other.notes;
        self.dates += other.dates;
        self.meta += other.meta;
    }
}

/// Pairs blocks of equal words, in order where words repeat.
fn pair(document: &Document, given: &[&Block], wanted: &[&truth::Block]) -> Vec<(usize, usize)> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, block) in wanted.iter().enumerate().rev() {
        places.entry(words(&block.text)).or_default().push(index);
    }
    given
        .iter()
        .enumerate()
        .filter_map(|(index, block)| {
            let place = places.get_mut(&words(document.block_text(block)))?.pop()?;
            Some((index, place))
        })
        .collect()
}
