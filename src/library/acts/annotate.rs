//! Acts on annotations: tagging, noting, colouring, removing, and saying where one stands.
//!
//! Knows that the same passage annotated again is the same annotation, so that tags gather on it
//! instead of piling up beside it. Does not know where passages are on the screen.

use super::super::record::{Annotation, Record, RecordId, Tag, Target};
use super::super::tag::TagPath;
use super::super::{Change, End, Library};
use super::tags::find_tag;
use super::{Act, ActError, By, counted, quoted};
use crate::corpus::TextHash;
use crate::passage::Anchor;

/// Tags passages, each with all of the tags; tags that are new are made.
pub fn tag(
    library: &Library,
    by: &By,
    passages: &[Anchor],
    tags: &[TagPath],
) -> Result<Act, ActError> {
    if tags.is_empty() || passages.is_empty() {
        return Err(ActError::Nothing("no passage or no tag is named"));
    }
    let (ids, mut changes) = tags_for(library, by, tags);
    for passage in passages {
        changes.extend(annotated(library, by, passage, |it| it.tags.extend(&ids)));
    }
    let which = match passages {
        [one] => quoted(&one.quote.exact),
        many => counted(many.len(), "passage"),
    };
    told(
        format!("tag {} on {which}", listed(tags)),
        changes,
        "the passage carries these tags already",
    )
}

/// Writes a note on a passage: into the annotation that is there without one, else as a new one.
pub fn note(library: &Library, by: &By, passage: &Anchor, text: &str) -> Result<Act, ActError> {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Err(ActError::Nothing("the note is empty"));
    }
    let change = match at(library, passage).find(|it| it.note.is_empty()) {
        Some(old) => edited(old, by, |it| text.clone_into(&mut it.note)),
        None => Some(Change::made(
            Annotation {
                note: text.to_owned(),
                ..fresh(by, passage)
            }
            .into(),
        )),
    };
    told(
        format!("note on {}", quoted(&passage.quote.exact)),
        change.into_iter().collect(),
        "the note says this already",
    )
}

/// Tags passages in one's own name: what others made on the same words stays as it is.
pub fn tag_own(
    library: &Library,
    by: &By,
    passages: &[Anchor],
    tag: &TagPath,
) -> Result<Act, ActError> {
    let (ids, mut changes) = tags_for(library, by, std::slice::from_ref(tag));
    for passage in passages {
        if let Some(own) = at(library, passage).find(|it| it.creator == by.author) {
            changes.extend(edited(own, by, |it| it.tags.extend(&ids)));
        } else {
            let mut new = fresh(by, passage);
            new.tags.extend(&ids);
            changes.push(Change::made(new.into()));
        }
    }
    let which = match passages {
        [one] => quoted(&one.quote.exact),
        many => counted(many.len(), "passage"),
    };
    told(
        format!("tag {} on {which}, as others did", tag.as_str()),
        changes,
        "the passage is tagged so already",
    )
}

/// Annotates a passage with tags and a note in one act, as a script does. Either may be empty.
pub fn annotate(
    library: &Library,
    by: &By,
    passage: &Anchor,
    tags: &[TagPath],
    text: &str,
) -> Result<Act, ActError> {
    if tags.is_empty() {
        return note(library, by, passage, text);
    }
    if text.trim().is_empty() {
        return tag(library, by, std::slice::from_ref(passage), tags);
    }
    let (ids, mut changes) = tags_for(library, by, tags);
    let note = text.trim_end();
    let write = |it: &mut Annotation| {
        it.tags.extend(&ids);
        note.clone_into(&mut it.note);
    };
    let free = at(library, passage).find(|it| it.note.is_empty() || it.note == note);
    if let Some(old) = free {
        changes.extend(edited(old, by, write));
    } else {
        let mut new = fresh(by, passage);
        write(&mut new);
        changes.push(Change::made(new.into()));
    }
    let title = format!(
        "tag {} and a note on {}",
        listed(tags),
        quoted(&passage.quote.exact)
    );
    told(title, changes, "the passage is annotated so already")
}

/// Changes an annotation's note. An annotation left with nothing in it is removed.
pub fn edit_note(library: &Library, by: &By, id: RecordId, text: &str) -> Result<Act, ActError> {
    let old = find(library, id)?;
    let words = quoted(&old.target.anchor().quote.exact);
    let title = if text.trim().is_empty() {
        format!("remove the note on {words}")
    } else {
        format!("edit the note on {words}")
    };
    let change = edited(old, by, |it| text.trim_end().clone_into(&mut it.note));
    told(
        title,
        change.into_iter().collect(),
        "the note says this already",
    )
}

/// Removes annotations, with their tags and notes.
pub fn remove(library: &Library, ids: &[RecordId]) -> Result<Act, ActError> {
    let mut changes = Vec::new();
    for id in ids {
        changes.push(Change::removed((*find(library, *id)?).clone().into()));
    }
    let which = match changes.as_slice() {
        [one] => match &one.before {
            Some(Record::Annotation(it)) => quoted(&it.target.anchor().quote.exact),
            _ => String::new(),
        },
        many => counted(many.len(), "annotation"),
    };
    let title = match ids {
        [_] => format!("remove the annotation on {which}"),
        _ => format!("remove {which}"),
    };
    told(title, changes, "no annotation is named")
}

/// Takes a tag off annotations. One left with nothing in it is removed.
pub fn untag(library: &Library, by: &By, ids: &[RecordId], path: &str) -> Result<Act, ActError> {
    let tag = find_tag(library, path)?;
    let mut changes = Vec::new();
    for id in ids {
        let old = find(library, *id)?;
        changes.extend(edited(old, by, |it| {
            it.tags.remove(&tag.id);
        }));
    }
    let which = match ids {
        [one] => quoted(&find(library, *one)?.target.anchor().quote.exact),
        many => counted(many.len(), "annotation"),
    };
    told(
        format!("take the tag {path} off {which}"),
        changes,
        "the annotation does not carry this tag",
    )
}

/// Gives an annotation a colour of its own, or takes it away.
pub fn colour(
    library: &Library,
    by: &By,
    id: RecordId,
    colour: Option<&str>,
) -> Result<Act, ActError> {
    let old = find(library, id)?;
    let words = quoted(&old.target.anchor().quote.exact);
    let title = match colour {
        Some(name) => format!("colour {name} on {words}"),
        None => format!("take the colour off {words}"),
    };
    let change = edited(old, by, |it| it.colour = colour.map(str::to_owned));
    told(
        title,
        change.into_iter().collect(),
        "it has this colour already",
    )
}

/// What the reader says of a passage that was put up for review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It stands here.
    Here(Box<Anchor>),
    /// It does not stand in this version of the text any more; it is kept as an orphan.
    Nowhere(TextHash),
}

/// Settles where passages stand in a changed text: of annotations, rejected mentions and link
/// ends (`End` is looked at for links only).
pub fn settle(
    library: &Library,
    by: &By,
    passages: &[(RecordId, End, Settled)],
) -> Result<Act, ActError> {
    let mut changes = Vec::new();
    let mut words = String::new();
    for (id, end, settled) in passages {
        let gone = || ActError::Gone {
            kind: "passage",
            id: *id,
        };
        let before = library.record(*id).ok_or_else(gone)?;
        let mut after = before.clone();
        let target = match &mut after {
            Record::Annotation(it) => {
                it.updated = by.time.clone();
                &mut it.target
            }
            Record::Link(it) => {
                it.updated = by.time.clone();
                match end {
                    End::From => &mut it.from,
                    End::To => &mut it.to,
                }
            }
            Record::Rejection(it) => &mut it.target,
            _ => return Err(gone()),
        };
        words = quoted(&target.made.quote.exact);
        if settle_target(target, settled) {
            changes.push(Change::edited(before, after));
        }
    }
    let title = match passages {
        [(_, _, Settled::Here(_))] => format!("place {words} again"),
        [(_, _, Settled::Nowhere(_))] => format!("keep {words} as an orphan"),
        many => format!("place {} again", counted(many.len(), "passage")),
    };
    told(title, changes, "the passages are placed so already")
}

/// Sets where a target stands; whether that changed anything.
fn settle_target(target: &mut Target, settled: &Settled) -> bool {
    match settled {
        Settled::Here(anchor) => {
            let new = Some((**anchor).clone());
            let changed = target.confirmed != new || target.absent.is_some();
            target.confirmed = new;
            target.absent = None;
            changed
        }
        Settled::Nowhere(version) => {
            let changed = target.absent.as_ref() != Some(version);
            target.absent = Some(version.clone());
            changed
        }
    }
}

/// An act with its title, or the reason why it would change nothing.
pub(super) fn told(
    title: String,
    changes: Vec<Change>,
    nothing: &'static str,
) -> Result<Act, ActError> {
    if changes.is_empty() {
        return Err(ActError::Nothing(nothing));
    }
    Ok(Act { title, changes })
}

/// The ids of tags by path, and the changes that make those that are new.
pub(super) fn tags_for(
    library: &Library,
    by: &By,
    paths: &[TagPath],
) -> (Vec<RecordId>, Vec<Change>) {
    let mut ids = Vec::new();
    let mut made: Vec<(&TagPath, RecordId)> = Vec::new();
    let mut changes = Vec::new();
    for path in paths {
        let known = library.tag_at(path.as_str()).map(|tag| tag.id);
        let again = || made.iter().find(|it| it.0 == path).map(|it| it.1);
        if let Some(id) = known.or_else(again) {
            ids.push(id);
            continue;
        }
        let tag = new_tag(by, path);
        made.push((path, tag.id));
        ids.push(tag.id);
        changes.push(Change::made(tag.into()));
    }
    (ids, changes)
}

/// Paths in a row, each once.
fn listed(tags: &[TagPath]) -> String {
    let mut paths: Vec<&str> = Vec::new();
    for tag in tags {
        if !paths.contains(&tag.as_str()) {
            paths.push(tag.as_str());
        }
    }
    paths.join(", ")
}

/// A tag with nothing but its path.
pub(super) fn new_tag(by: &By, path: &TagPath) -> Tag {
    Tag {
        id: RecordId::fresh(),
        path: path.as_str().to_owned(),
        description: String::new(),
        colour: None,
        forms: Vec::new(),
        created: by.time.clone(),
        updated: by.time.clone(),
    }
}

/// The change that annotates a passage: of the annotation that is there, or a new one. None
/// where nothing changes.
pub(super) fn annotated(
    library: &Library,
    by: &By,
    passage: &Anchor,
    alter: impl Fn(&mut Annotation),
) -> Option<Change> {
    if let Some(old) = at(library, passage).next() {
        return edited(old, by, alter);
    }
    let mut new = fresh(by, passage);
    alter(&mut new);
    Some(Change::made(new.into()))
}

/// The annotations on exactly this passage.
pub(super) fn at<'a>(
    library: &'a Library,
    passage: &'a Anchor,
) -> impl Iterator<Item = &'a Annotation> {
    library
        .annotations_at(&passage.document, (passage.start, passage.end))
        .map(AsRef::as_ref)
        .filter(|it: &&Annotation| same(it.target.anchor(), passage))
}

/// Whether two anchors are the same stretch of the same version of a document.
pub(super) fn same(a: &Anchor, b: &Anchor) -> bool {
    (a.start, a.end) == (b.start, b.end) && a.document == b.document && a.version == b.version
}

/// The change from an annotation to itself altered; removed, if nothing is left in it; None if
/// it stays as it was.
pub(super) fn edited(
    old: &Annotation,
    by: &By,
    alter: impl FnOnce(&mut Annotation),
) -> Option<Change> {
    let mut new = old.clone();
    alter(&mut new);
    if new == *old {
        return None;
    }
    if new.tags.is_empty() && new.note.trim().is_empty() && new.colour.is_none() {
        return Some(Change::removed(old.clone().into()));
    }
    new.updated = by.time.clone();
    Some(Change::edited(old.clone().into(), new.into()))
}

/// An annotation with nothing in it yet.
fn fresh(by: &By, passage: &Anchor) -> Annotation {
    Annotation {
        id: RecordId::fresh(),
        target: Target::new(passage.clone()),
        tags: std::collections::BTreeSet::new(),
        note: String::new(),
        colour: None,
        creator: by.author.clone(),
        created: by.time.clone(),
        updated: by.time.clone(),
    }
}

fn find(library: &Library, id: RecordId) -> Result<&Annotation, ActError> {
    let found = library.annotation(id).map(AsRef::as_ref);
    found.ok_or(ActError::Gone {
        kind: "annotation",
        id,
    })
}
