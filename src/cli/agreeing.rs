//! The command `agreement`: how far several people tagged the same documents alike.
//!
//! Knows whose passages are compared and how the figures and the list of differences are printed. How
//! they are compared is `search`'s part.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::annotating::scope;
use super::failure::Failure;
use super::opened::{Desk, Study};
use super::output::Output;
use crate::export::Scope;
use crate::export::material::opening;
use crate::library::tag::is_within;
use crate::passage::address::Addresser;
use crate::search::agreement::{self, Agreement, Difference, Judgement, agreement};

/// Says how far people who tagged the same documents tagged them alike, tag by tag, and lists where they
/// did not.
///
/// Compared is, for every paragraph and every tag, who has a passage with the tag that touches the
/// paragraph. Only documents count in which at least two of them annotated anything. Kappa (Cohen) is of
/// two people, alpha (Krippendorff, nominal) of all; 1 is full agreement, 0 what chance would bring, and
/// `–` says that nobody's answer varies, so that nothing can be measured. Join the libraries of
/// colleagues first: `glossator merge`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator agreement\n  \
    glossator agreement --tag claim --unit sentence\n  \
    glossator agreement --between Ada --between Ben --json")]
pub(super) struct AgreementCommand {
    /// Only these tags, each with those below it as one.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Only these people; without it, everybody who annotated.
    #[arg(long, value_name = "NAME")]
    between: Vec<String>,
    /// The stretches that are compared.
    #[arg(long, value_name = "U", default_value = "paragraph")]
    unit: Unit,
}

/// The stretches of text that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Paragraphs, headings and the like.
    Paragraph,
    /// Sentences.
    Sentence,
    /// Words, so that the borders of passages count.
    Word,
}

impl From<Unit> for agreement::Unit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Paragraph => Self::Paragraph,
            Unit::Sentence => Self::Sentence,
            Unit::Word => Self::Word,
        }
    }
}

impl AgreementCommand {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let scope = scope(&study, &self.tag, &self.doc, out)?;
        let judgements = self.judgements(&study, &scope);
        let documents = (0..study.corpus.len()).filter_map(|index| study.corpus.document(index));
        let wanted = |tag: &str| match scope.tags.as_slice() {
            [] => Some(tag.to_owned()),
            tags => tags.iter().find(|above| is_within(tag, above)).cloned(),
        };
        let found = agreement(documents, &judgements, self.unit.into(), wanted);
        if found.people.len() < 2 || found.documents == 0 {
            return Err(Failure::NotFound(format!(
                "there is nothing to compare: {} annotated, {} in a document that another annotated too; \
                 `glossator merge` joins a colleague's library to yours",
                match found.people.as_slice() {
                    [] => "nobody".to_owned(),
                    people => people.join(", "),
                },
                if found.people.len() < 2 {
                    "nobody else"
                } else {
                    "none"
                }
            )));
        }
        if out.is_json() {
            return out.json(&as_json(&study, &found));
        }
        out.line(&format!(
            "{} in {} documents, {} {}s",
            found.people.join(", "),
            found.documents,
            found.units,
            match self.unit {
                Unit::Paragraph => "paragraph",
                Unit::Sentence => "sentence",
                Unit::Word => "word",
            }
        ))?;
        out.line("")?;
        out.table(&figures(&found))?;
        if !found.differences.is_empty() {
            out.line("")?;
        }
        for difference in &found.differences {
            out.line(&told(&study, difference))?;
        }
        Ok(())
    }

    /// What everybody tagged, where it stands now.
    fn judgements(&self, study: &Study, scope: &Scope) -> Vec<Judgement> {
        study.places(|placing| {
            let all = study.library.annotations();
            let taken =
                all.filter(|it| self.between.is_empty() || self.between.contains(&it.creator.0));
            taken
                .filter_map(|it| {
                    let standing = placing(&it.target);
                    scope.takes_document(&standing.document).then_some(())?;
                    let tags = study.library.tag_paths(it);
                    Some(Judgement {
                        by: it.creator.0.clone(),
                        document: standing.document,
                        range: standing.range?,
                        tags: tags.into_iter().map(str::to_owned).collect(),
                    })
                })
                .collect()
        })
    }
}

/// The rows of the table of figures.
fn figures(found: &Agreement) -> Vec<Vec<String>> {
    let number = |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
    let mut head = vec![
        "tag".to_owned(),
        "alike".into(),
        "differing".into(),
        "alpha".into(),
    ];
    let pairs = found
        .tags
        .first()
        .map(|it| it.kappas.clone())
        .unwrap_or_default();
    let name = |at: usize| found.people.get(at).cloned().unwrap_or_default();
    head.extend(
        pairs
            .iter()
            .map(|(a, b, _)| format!("kappa {} / {}", name(*a), name(*b))),
    );
    let mut rows = vec![head];
    for tag in &found.tags {
        let mut row = vec![
            tag.tag.clone(),
            tag.given.to_string(),
            tag.differing.to_string(),
            number(tag.alpha),
        ];
        row.extend(tag.kappas.iter().map(|(_, _, kappa)| number(*kappa)));
        rows.push(row);
    }
    rows
}

/// A difference on one line: where, what, who.
fn told(study: &Study, difference: &Difference) -> String {
    let (address, words) = place(study, difference);
    format!(
        "{address}  {}: {} yes, {} no  “{words}”",
        difference.tag,
        difference.with.join(", "),
        difference.without.join(", ")
    )
}

/// The address of a difference, and its first words.
fn place(study: &Study, difference: &Difference) -> (String, String) {
    let Some(document) = study.corpus.get(&difference.document) else {
        return (difference.document.to_string(), String::new());
    };
    let address = Addresser::new(document.as_ref()).of(&difference.range);
    (
        address.to_string(),
        opening(document.slice(&difference.range)),
    )
}

fn as_json(study: &Study, found: &Agreement) -> serde_json::Value {
    let name = |at: usize| found.people.get(at).map(String::as_str);
    let tags: Vec<_> = found
        .tags
        .iter()
        .map(|tag| {
            let kappas: Vec<_> = tag
                .kappas
                .iter()
                .map(|(a, b, kappa)| json!({ "between": [name(*a), name(*b)], "kappa": kappa }))
                .collect();
            json!({
                "tag": tag.tag,
                "alike": tag.given,
                "differing": tag.differing,
                "alpha": tag.alpha,
                "kappas": kappas,
            })
        })
        .collect();
    let differences: Vec<_> = found
        .differences
        .iter()
        .map(|it| {
            let (address, words) = place(study, it);
            json!({
                "tag": it.tag,
                "doc": it.document,
                "address": address,
                "words": words,
                "with": it.with,
                "without": it.without,
            })
        })
        .collect();
    json!({
        "people": found.people,
        "documents": found.documents,
        "units": found.units,
        "tags": tags,
        "differences": differences,
    })
}
