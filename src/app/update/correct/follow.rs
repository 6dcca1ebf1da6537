//! Following corrections: the corpus as the reader corrected it takes the place of the one before.
//!
//! Knows which documents changes of the library correct, and how the open one is opened anew at
//! the same words. Decides nothing about what a correction does.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::event::Effect;
use crate::app::list::Kind;
use crate::app::overlay::{Overlay, Peek};
use crate::app::reading::Reading;
use crate::app::state::State;
use crate::corpus::{Document, DocumentId, Problem};
use crate::library::correction::{self, Corrected};
use crate::library::{Change, Record};

impl State {
    /// Puts the documents that these changes correct, or do not correct any more, in the place of
    /// the present ones.
    pub(in crate::app) fn follow_corrections(&mut self, changes: &[Change]) -> Vec<Effect> {
        let records = changes
            .iter()
            .flat_map(|it| [it.before.as_ref(), it.after.as_ref()]);
        let touched: BTreeSet<&DocumentId> = records
            .flatten()
            .filter_map(|record| match record {
                Record::Correction(it) => Some(&it.document),
                _ => None,
            })
            .collect();
        if touched.is_empty() {
            return Vec::new();
        }
        let former = self.standings.former();
        let corrected: Vec<(usize, Corrected)> = touched
            .into_iter()
            .filter_map(|id| {
                let index = self.source.index_of(former.get(id).unwrap_or(id))?;
                let done = correction::one(&self.source, index, &self.library, former)?;
                Some((index, done))
            })
            .collect();
        self.put_corrected(corrected)
    }

    /// Puts all documents that the library corrects in the place of those that were read.
    pub(in crate::app) fn correct_all(&mut self) {
        let former = self.standings.former();
        let corrected = correction::all(&self.source, &self.library, former);
        self.put_corrected(corrected);
    }

    /// After it was found out which documents go by another id now: their corrections are carried
    /// out too.
    pub(in crate::app) fn correct_renamed(&mut self) -> Vec<Effect> {
        let former = self.standings.former();
        let late: BTreeSet<usize> = self
            .library
            .corrections()
            .filter(|it| self.source.index_of(&it.document).is_none())
            .filter_map(|it| self.source.index_of(former.get(&it.document)?))
            .collect();
        let corrected: Vec<(usize, Corrected)> = late
            .into_iter()
            .filter_map(|index| {
                let done = correction::one(&self.source, index, &self.library, former)?;
                let now = self.corpus.document(index);
                now.is_none_or(|now| *now != done.document)
                    .then_some((index, done))
            })
            .collect();
        let mut effects = self.put_corrected(corrected);
        // Asked for by what has just been answered.
        effects.retain(|effect| !matches!(effect, Effect::Rename));
        effects
    }

    fn put_corrected(&mut self, corrected: Vec<(usize, Corrected)>) -> Vec<Effect> {
        if corrected.is_empty() {
            return Vec::new();
        }
        let here = self.reading.as_ref().map(|reading| reading.index);
        let reopen = corrected.iter().any(|(index, _)| Some(*index) == here);
        let mut effects = vec![Effect::Place];
        let mut documents: Vec<(usize, Document)> = Vec::new();
        let mut failed = 0;
        for (index, done) in corrected {
            failed += done.failed.len();
            match done.problem() {
                Some(problem) => drop(self.misfits.insert(index, problem)),
                None => drop(self.misfits.remove(&index)),
            }
            let listing = self.corpus.listings().get(index);
            if listing.is_some_and(|it| it.id != done.document.id) {
                effects.insert(0, Effect::Rename);
                self.known = Arc::default();
            }
            self.standings.forget(index);
            documents.push((index, done.document));
        }
        let problems = self.problems();
        self.corpus = Arc::new(self.corpus.replaced(documents, problems));
        self.edition += 1;
        self.touch_documents(true, &[]);
        let stale = |kind: Kind| matches!(kind, Kind::Timeline | Kind::Documents | Kind::Search);
        self.aside = self.aside.take().filter(|view| !stale(view.kind));
        if reopen {
            self.reopen();
        }
        if failed > 0 {
            let them = if failed == 1 {
                "a correction finds"
            } else {
                "corrections find"
            };
            self.warn(format!(
                "{them} no place in a text that has changed: Space p says which"
            ));
        }
        effects
    }

    /// What is wrong with files and with corrections.
    fn problems(&self) -> Vec<Problem> {
        let mut problems = self.source.problems().to_vec();
        for (index, message) in &self.misfits {
            let listing = self.source.listings().get(*index);
            problems.push(Problem {
                path: listing.map_or_else(PathBuf::new, |it| it.path.clone()),
                message: message.clone(),
            });
        }
        problems
    }

    /// Opens the open document anew, at the same words.
    fn reopen(&mut self) {
        let Some(before) = self.reading.take() else {
            return;
        };
        let Some(document) = self.corpus.document(before.index) else {
            return;
        };
        let range = carried(&before.document.text, &document.text, &before.cursor.range);
        let mut reading = Reading::new(before.index, document);
        if let Some(range) = range {
            reading.go(range);
        }
        self.reading = Some(reading);
        self.mark_anew();
        self.lay_out(true);
        let (width, height) = self.page_size();
        if let Some(reading) = &mut self.reading {
            reading.centre(width, height);
        }
    }

    /// Shows what is known of the open document besides its text.
    pub(in crate::app) fn about(&mut self) {
        let Some(reading) = &self.reading else { return };
        self.overlay = Some(Overlay::Peek(Peek {
            title: reading.document.id.to_string(),
            text: told(&reading.document),
            goal: None,
            scroll: 0,
        }));
    }
}

/// What a document says about itself and was found out about it, a line each.
fn told(document: &Document) -> String {
    let meta = &document.meta;
    let mut lines = vec![format!("title: {}", document.title())];
    let mut line = |name: &str, value: &str| lines.push(format!("{name}: {value}"));
    if let Some(date) = &meta.date {
        line("date", &date.iso);
    }
    if let Some(origin) = &meta.origin {
        line("origin", origin);
    }
    if !meta.authors.is_empty() {
        line("authors", &meta.authors.join(", "));
    }
    line("file", &document.path.display().to_string());
    line("format", document.format.name());
    if document.format.is_encoded() {
        line("encoding", &document.encoding);
    }
    if let Some(reference) = &meta.reference {
        line("reference", reference);
    }
    for (name, value) in &meta.fields {
        line(&name.replace('_', " "), value);
    }
    lines.extend(document.warnings.iter().map(|it| format!("? {it}")));
    for it in &document.corrected {
        let place = it.block.map(|block| format!("#p{block} "));
        lines.push(format!("Δ {}{}", place.unwrap_or_default(), it.was));
    }
    lines.join("\n")
}

/// Where a stretch of a text stands in one that differs from it by white space only.
fn carried(old: &str, new: &str, range: &std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let before = solid(old.get(..range.start)?);
    let within = solid(old.get(range.clone())?);
    let mut letters = new.char_indices().filter(|(_, c)| !c.is_whitespace());
    let (start, first) = letters.nth(before)?;
    let end = match within {
        0 => start,
        1 => start + first.len_utf8(),
        _ => letters
            .nth(within - 2)
            .map(|(at, last)| at + last.len_utf8())?,
    };
    Some(start..end)
}
