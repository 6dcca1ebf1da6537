//! Acts on the rest: corrections, saved queries, imports.
//!
//! Knows that a correction is a record like any other and can be undone. Does not know what a
//! correction does to a document.

use super::super::record::{Correction, Fix, Record, RecordId, SavedQuery};
use super::super::tag::TagPath;
use super::super::{Change, Library};
use super::annotate::{tags_for, told};
use super::{Act, ActError, By, quoted};
use crate::corpus::DocumentId;

/// Corrects what was found by rule in a document.
pub fn correct(by: &By, document: &DocumentId, fix: Fix) -> Act {
    let title = format!("correct {}", said_of(document, &fix));
    let made = Correction {
        id: RecordId::fresh(),
        document: document.clone(),
        fix,
        creator: by.author.clone(),
        created: by.time.clone(),
    };
    Act {
        title,
        changes: vec![Change::made(made.into())],
    }
}

/// What a correction says, in words: `06TOKYO5712: the title is “…”`.
pub fn said_of(document: &DocumentId, fix: &Fix) -> String {
    let what = match fix {
        Fix::Kind { at, kind, .. } => format!("{} is a {kind}", quoted(&at.quote.exact)),
        Fix::Label {
            at,
            label: Some(label),
        } => {
            format!("{} is {label}", quoted(&at.quote.exact))
        }
        Fix::Label { at, label: None } => format!("{} has no label", quoted(&at.quote.exact)),
        Fix::Folded { at, folded: true } => format!("{} is folded", quoted(&at.quote.exact)),
        Fix::Folded { at, folded: false } => format!("{} is shown", quoted(&at.quote.exact)),
        Fix::Join { at } => format!("{} continues the block before", quoted(&at.quote.exact)),
        Fix::Split { at } => format!("{} begins a block", quoted(&at.quote.exact)),
        Fix::Title { title } => format!("the title is {}", said(title.as_deref())),
        Fix::Date { date } => match date {
            Some(date) => format!("the date is {date}"),
            None => "there is no date".to_owned(),
        },
        Fix::Origin { origin } => format!("the origin is {}", said(origin.as_deref())),
        Fix::Id { id } => format!("the id is {id}"),
        Fix::Encoding { encoding } => format!("the encoding is {encoding}"),
    };
    format!("{document}: {what}")
}

/// Takes corrections back.
pub fn uncorrect(library: &Library, ids: &[RecordId]) -> Result<Act, ActError> {
    let mut changes = Vec::new();
    let mut of = String::new();
    for id in ids {
        let kind = "correction";
        let found = library.corrections().find(|it| it.id == *id);
        let old = found.ok_or(ActError::Gone { kind, id: *id })?;
        of = old.document.to_string();
        changes.push(Change::removed((**old).clone().into()));
    }
    told(
        format!("take back a correction of {of}"),
        changes,
        "no correction is named",
    )
}

/// Keeps a query under a name; one of that name is replaced.
pub fn save_query(library: &Library, name: &str, query: &str) -> Result<Act, ActError> {
    let name = name.trim();
    if name.is_empty() || query.trim().is_empty() {
        return Err(ActError::Nothing("a query needs a name and words"));
    }
    let title = format!("save the query “{name}”");
    let old = library.queries().into_iter().find(|it| it.name == name);
    let new = SavedQuery {
        id: old.map_or_else(RecordId::fresh, |it| it.id),
        name: name.to_owned(),
        query: query.to_owned(),
    };
    let change = match old {
        Some(old) if **old == new => None,
        Some(old) => Some(Change::edited((**old).clone().into(), new.into())),
        None => Some(Change::made(new.into())),
    };
    told(
        title,
        change.into_iter().collect(),
        "it is saved so already",
    )
}

/// Forgets a saved query.
pub fn forget_query(library: &Library, name: &str) -> Result<Act, ActError> {
    let old = library.queries().into_iter().find(|it| it.name == name);
    let change = old.map(|it| Change::removed((**it).clone().into()));
    let title = format!("forget the query “{name}”");
    told(
        title,
        change.into_iter().collect(),
        "no query is saved under that name",
    )
}

/// Takes records in from elsewhere, as one act. One with an id that is here already takes the
/// place of what is here; what is the same already is left alone.
pub fn import(
    library: &Library,
    title: &str,
    records: impl IntoIterator<Item = Record>,
) -> Result<Act, ActError> {
    let mut changes: Vec<Change> = Vec::new();
    let mut seen: std::collections::HashMap<RecordId, usize> = std::collections::HashMap::new();
    for record in records {
        let id = record.id();
        if let Some(at) = seen.get(&id) {
            changes[*at].after = Some(record);
            continue;
        }
        let before = library.record(id);
        if before.as_ref() == Some(&record) {
            continue;
        }
        seen.insert(id, changes.len());
        changes.push(Change {
            before,
            after: Some(record),
        });
    }
    told(
        title.to_owned(),
        changes,
        "everything in it is here already",
    )
}

/// What an annotation is to carry; None leaves as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The annotation.
    pub annotation: RecordId,
    /// All its tags.
    pub tags: Option<Vec<TagPath>>,
    /// Its note.
    pub note: Option<String>,
}

/// Changes tags and notes of many annotations, as one act. Tags that are not there are made.
pub fn revise(
    library: &Library,
    by: &By,
    title: &str,
    revisions: &[Revision],
) -> Result<Act, ActError> {
    let wanted: Vec<TagPath> = revisions
        .iter()
        .flat_map(|it| it.tags.iter().flatten().cloned())
        .collect();
    let (_, mut changes) = tags_for(library, by, &wanted);
    let mut with_tags = library.clone();
    with_tags.apply(&changes);
    for revision in revisions {
        let gone = ActError::Gone {
            kind: "annotation",
            id: revision.annotation,
        };
        let before = library.annotation(revision.annotation).ok_or(gone)?;
        let mut after = before.as_ref().clone();
        if let Some(tags) = &revision.tags {
            after.tags = tags
                .iter()
                .filter_map(|path| Some(with_tags.tag_at(path.as_str())?.id))
                .collect();
        }
        if let Some(note) = &revision.note {
            after.note.clone_from(note);
        }
        if after != **before {
            after.updated = by.time.clone();
            changes.push(Change::edited(before.as_ref().clone().into(), after.into()));
        }
    }
    told(
        title.to_owned(),
        changes,
        "everything in it is here already",
    )
}

fn said(text: Option<&str>) -> String {
    text.map_or_else(|| "taken away".to_owned(), quoted)
}
