//! Acts on mentions: confirming, rejecting, and taking a rejection back.
//!
//! Knows that a confirmed mention is a tagged passage and that a rejected one is a record of its
//! own; confirming a rejected place takes the rejection back in the same act.

use super::super::record::{RecordId, Rejection, Target};
use super::super::{Change, Library};
use super::annotate::{annotated, at, edited, same, told};
use super::tags::find_tag;
use super::{Act, ActError, By, counted, quoted};
use crate::passage::Anchor;

/// Confirms places as mentions of a tag: tags each.
pub fn confirm(library: &Library, by: &By, path: &str, places: &[Anchor]) -> Result<Act, ActError> {
    let tag = find_tag(library, path)?.id;
    let mut changes = Vec::new();
    for place in places {
        changes.extend(rejection_at(library, tag, place).map(|old| Change::removed(old.into())));
        changes.extend(annotated(library, by, place, |it| {
            it.tags.insert(tag);
        }));
    }
    let title = format!("confirm {} of {path}", which(places));
    told(title, changes, "these mentions are confirmed already")
}

/// Says of places that they are not mentions of a tag. Where the tag stands on exactly these words,
/// it is taken off.
pub fn reject(library: &Library, by: &By, path: &str, places: &[Anchor]) -> Result<Act, ActError> {
    let tag = find_tag(library, path)?.id;
    let mut changes = Vec::new();
    for place in places {
        for annotation in at(library, place) {
            changes.extend(edited(annotation, by, |it| {
                it.tags.remove(&tag);
            }));
        }
        if rejection_at(library, tag, place).is_some() {
            continue;
        }
        let made = Rejection {
            id: RecordId::fresh(),
            tag,
            target: Target::new(place.clone()),
            creator: by.author.clone(),
            created: by.time.clone(),
        };
        changes.push(Change::made(made.into()));
    }
    let title = format!("reject {} of {path}", which(places));
    told(title, changes, "these mentions are rejected already")
}

/// Takes rejections back: the places are undecided again.
pub fn unreject(library: &Library, ids: &[RecordId]) -> Result<Act, ActError> {
    let mut changes = Vec::new();
    for id in ids {
        let kind = "rejected mention";
        let found = library.rejections().find(|it| it.id == *id);
        let old = found.ok_or(ActError::Gone { kind, id: *id })?;
        changes.push(Change::removed((**old).clone().into()));
    }
    let title = format!("take back {}", counted(changes.len(), "rejection"));
    told(title, changes, "no rejection is named")
}

fn which(places: &[Anchor]) -> String {
    match places {
        [one] => format!("{} as a mention", quoted(&one.quote.exact)),
        many => counted(many.len(), "mention"),
    }
}

fn rejection_at(library: &Library, tag: RecordId, place: &Anchor) -> Option<Rejection> {
    library
        .rejections_at(&place.document, (place.start, place.end))
        .find(|it| it.tag == tag && same(it.target.anchor(), place))
        .map(|it| (**it).clone())
}
