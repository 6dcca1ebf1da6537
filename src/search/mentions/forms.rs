//! Forms: the wordings of tags, compiled to be found together.
//!
//! Knows how a form is read and which stretches are explicit mentions. Does not know what the
//! reader decided on them.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::possible::Heads;
use crate::corpus::{Corpus, Document};
use crate::library::{Form, FormKind, RecordId, Tag};
use crate::search::fold::Folded;
use crate::search::index::Index;
use crate::search::phrase::{Manner, Phrase, PhraseError};
use crate::search::query::compile_regex;
use crate::search::scope::{Stretches, overlap};
use crate::search::terms::{Occurrence, Term, Terms};

/// A form that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the form “{pattern}” of tag {tag}, at column {column}: {message}")]
pub struct FormError {
    /// The tag's path.
    pub tag: String,
    /// The form.
    pub pattern: String,
    /// The column in it, in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Where a form stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Explicit {
    pub(super) block: usize,
    pub(super) range: Range<usize>,
    pub(super) form: Arc<str>,
}

/// What is looked for on behalf of one tag.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) tag: RecordId,
    pub(super) heads: Heads,
}

/// The forms of any number of tags, compiled to be found in one pass.
#[derive(Debug)]
pub struct Dossiers {
    pub(super) tags: Vec<Wanted>,
    terms: Terms,
    /// For each term: the index of its tag, its pattern, whether it excludes.
    owners: Vec<(usize, Arc<str>, bool)>,
}

/// Reads one form.
fn read(form: &Form) -> Result<Term, PhraseError> {
    let pattern = form.pattern.trim();
    let slashed = pattern
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'))
        .filter(|_| form.kind == FormKind::Exclude);
    if form.kind == FormKind::Regex || slashed.is_some() {
        // Case is lost in folded text, so that an expression that minds it reads the text itself.
        let regex = compile_regex(slashed.unwrap_or(pattern), form.case, form.case)?;
        return Ok(Term::Regex {
            regex,
            exact: form.case,
        });
    }
    let unquoted = pattern
        .strip_prefix(['"', '“', '«'])
        .and_then(|rest| rest.strip_suffix(['"', '”', '»']))
        .unwrap_or(pattern);
    let manner = Manner {
        exact: false,
        case: form.case,
    };
    Ok(Term::Phrase(Phrase::read(unquoted, manner)?))
}

/// Whether a form can be read; the error says where and what to write instead.
pub fn check_form(form: &Form) -> Result<(), PhraseError> {
    read(form).map(|_| ())
}

impl Dossiers {
    /// Compiles the forms of tags. Forms that cannot be read are left out and told.
    pub fn of<'a>(tags: impl IntoIterator<Item = &'a Tag>) -> (Self, Vec<FormError>) {
        let mut terms = Vec::new();
        let mut owners: Vec<(usize, Arc<str>, bool)> = Vec::new();
        let mut wanted = Vec::new();
        let mut errors = Vec::new();
        for tag in tags {
            let mut phrases = Vec::new();
            for form in &tag.forms {
                match read(form) {
                    Ok(term) => {
                        let excludes = form.kind == FormKind::Exclude;
                        if let (Term::Phrase(phrase), false) = (&term, excludes) {
                            phrases.extend(phrase.wordings());
                        }
                        owners.push((wanted.len(), form.pattern.as_str().into(), excludes));
                        terms.push(term);
                    }
                    Err(error) => errors.push(FormError {
                        tag: tag.path.clone(),
                        pattern: form.pattern.clone(),
                        column: error.at + 1,
                        message: error.message,
                    }),
                }
            }
            wanted.push(Wanted {
                tag: tag.id,
                heads: Heads::of(&phrases),
            });
        }
        let terms = Terms::new(terms).unwrap_or_else(|| {
            errors.push(FormError {
                tag: String::new(),
                pattern: String::new(),
                column: 1,
                message: "together the forms are too large to be searched for; shorten them".into(),
            });
            owners.clear();
            Terms::default()
        });
        (
            Self {
                tags: wanted,
                terms,
                owners,
            },
            errors,
        )
    }

    /// The documents of a corpus in which a form may stand, by index, rising; in the others none does.
    pub fn candidates(&self, corpus: &Corpus, index: &Index, cancel: &AtomicBool) -> Vec<usize> {
        let owned = self.terms.list().iter().zip(&self.owners);
        let terms: Vec<Term> = owned
            .filter(|(_, (_, _, excludes))| !excludes)
            .map(|(term, _)| term.clone())
            .collect();
        index.candidates(corpus, &terms, cancel)
    }

    /// For each tag, the stretches that are explicit mentions, by place and without overlap, and
    /// the stretches that are excluded.
    pub(super) fn explicit(
        &self,
        document: &Document,
        folded: &Folded,
    ) -> Vec<(Vec<Explicit>, Vec<Range<usize>>)> {
        let mut found: Vec<(Vec<Explicit>, Vec<Range<usize>>)> =
            self.tags.iter().map(|_| Default::default()).collect();
        for Occurrence { term, block, range } in self.terms.occurrences(document, folded) {
            let Some((tag, form, excludes)) = self.owners.get(term) else {
                continue;
            };
            let Some((matches, left_out)) = found.get_mut(*tag) else {
                continue;
            };
            if *excludes {
                left_out.push(range);
            } else {
                matches.push(Explicit {
                    block,
                    range,
                    form: Arc::clone(form),
                });
            }
        }
        for (matches, excluded) in &mut found {
            let stretches = Stretches::of(excluded.clone());
            matches.retain(|found| !stretches.touch(&found.range));
            *matches = longest(std::mem::take(matches));
        }
        found
    }
}

/// Of stretches that overlap, the longest; of equal ones, the first. Sorted by start.
fn longest(matches: Vec<Explicit>) -> Vec<Explicit> {
    let mut kept: Vec<Explicit> = Vec::with_capacity(matches.len());
    let mut cluster: Vec<Explicit> = Vec::new();
    let mut end = 0;
    let settle = |cluster: &mut Vec<Explicit>, kept: &mut Vec<Explicit>| {
        cluster.sort_by_key(|found| (std::cmp::Reverse(found.range.len()), found.range.start));
        let first = kept.len();
        for found in cluster.drain(..) {
            let free = kept
                .get(first..)
                .is_none_or(|own| own.iter().all(|other| !overlap(&other.range, &found.range)));
            if free {
                kept.push(found);
            }
        }
        if let Some(own) = kept.get_mut(first..) {
            own.sort_by_key(|found| found.range.start);
        }
    };
    for found in matches {
        if found.range.start >= end {
            settle(&mut cluster, &mut kept);
        }
        end = end.max(found.range.end);
        cluster.push(found);
    }
    settle(&mut cluster, &mut kept);
    kept
}
