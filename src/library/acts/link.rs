//! Acts on links: tying, editing, untying.
//!
//! Knows that a relation typed from the far end turns the link round. Does not know where the
//! passages are on the screen.

use super::super::record::{Link, RecordId, Target};
use super::super::{Change, Library, relation};
use super::annotate::{same, told};
use super::{Act, ActError, By, counted, quoted};
use crate::passage::Anchor;

/// Ties a passage to another. `typed` is the relation as the reader typed it (see
/// [`relation::read`]).
pub fn link(
    library: &Library,
    by: &By,
    ends: (&Anchor, &Anchor),
    typed: &str,
    note: &str,
) -> Result<Act, ActError> {
    let read = relation::read(typed);
    let (from, to) = if read.turned { (ends.1, ends.0) } else { ends };
    if same(from, to) {
        return Err(ActError::Nothing("both ends are the same passage"));
    }
    let twice = library.links_in(&from.document).any(|(_, it)| {
        it.relation == read.relation && same(it.from.anchor(), from) && same(it.to.anchor(), to)
    });
    if twice {
        return Err(ActError::Nothing("the passages are tied so already"));
    }
    let made = Link {
        id: RecordId::fresh(),
        from: Target::new(from.clone()),
        to: Target::new(to.clone()),
        relation: read.relation,
        note: note.trim_end().to_owned(),
        creator: by.author.clone(),
        created: by.time.clone(),
        updated: by.time.clone(),
    };
    let title = format!("link, {}", ends_of(&made));
    told(title, vec![Change::made(made.into())], "")
}

/// Changes a link's relation, its note, or both.
pub fn edit_link(
    library: &Library,
    by: &By,
    id: RecordId,
    typed: Option<&str>,
    note: Option<&str>,
) -> Result<Act, ActError> {
    let old = find(library, id)?;
    let mut new = old.clone();
    if let Some(typed) = typed {
        let read = relation::read(typed);
        new.relation = read.relation;
        if read.turned {
            std::mem::swap(&mut new.from, &mut new.to);
        }
    }
    if let Some(note) = note {
        note.trim_end().clone_into(&mut new.note);
    }
    let title = format!("edit the link, {}", ends_of(&new));
    let mut changes = Vec::new();
    if new != *old {
        new.updated = by.time.clone();
        changes.push(Change::edited(old.clone().into(), new.into()));
    }
    told(title, changes, "the link says this already")
}

/// Removes links.
pub fn unlink(library: &Library, ids: &[RecordId]) -> Result<Act, ActError> {
    let mut changes = Vec::new();
    let mut title = format!("remove {}", counted(ids.len(), "link"));
    for id in ids {
        let old = find(library, *id)?;
        if ids.len() == 1 {
            title = format!("remove the link, {}", ends_of(old));
        }
        changes.push(Change::removed(old.clone().into()));
    }
    told(title, changes, "no link is named")
}

fn ends_of(link: &Link) -> String {
    let words = |target: &Target| quoted(&target.anchor().quote.exact);
    format!(
        "{}: {} → {}",
        link.relation,
        words(&link.from),
        words(&link.to)
    )
}

fn find(library: &Library, id: RecordId) -> Result<&Link, ActError> {
    let found = library.link(id).map(AsRef::as_ref);
    found.ok_or(ActError::Gone { kind: "link", id })
}
