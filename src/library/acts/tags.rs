//! Acts on tags: adding, renaming, merging, deleting, describing, colouring, giving forms.
//!
//! Knows what each means for the tags below and for the records that carry the tag; all of it is
//! one act. Does not know how forms are searched for.

use super::super::record::{Form, FormKind, Record, RecordId, Tag};
use super::super::tag::{TagPath, is_within};
use super::super::{Change, Library};
use super::annotate::{edited, new_tag, told};
use super::{Act, ActError, By, counted};

/// What a tag is given when it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagLook {
    /// Its colour, by name.
    pub colour: Option<String>,
    /// What it means.
    pub description: String,
    /// Its forms.
    pub forms: Vec<Form>,
}

/// Makes a tag.
pub fn add_tag(library: &Library, by: &By, path: &TagPath, look: TagLook) -> Result<Act, ActError> {
    if library.tag_at(path.as_str()).is_some() {
        return Err(ActError::TagExists(path.to_string()));
    }
    check_forms(&look.forms)?;
    let made = Tag {
        description: look.description.trim().to_owned(),
        colour: look.colour,
        forms: look.forms,
        ..new_tag(by, path)
    };
    told(
        format!("add the tag {path}"),
        vec![Change::made(made.into())],
        "",
    )
}

/// Gives a tag another path; the tags below it go with it.
pub fn rename_tag(library: &Library, by: &By, old: &str, new: &TagPath) -> Result<Act, ActError> {
    let from = tree(library, old)?;
    if new.as_str() == old {
        return Err(ActError::Nothing("the tag is called so already"));
    }
    let mut changes = Vec::new();
    for tag in &from {
        let path = format!("{new}{}", tag.path.get(old.len()..).unwrap_or(""));
        let path = TagPath::parse(&path)?;
        // A tag that is itself moved away does not stand in the way.
        let taken = library.tag_at(path.as_str());
        if taken.is_some_and(|it| !is_within(&it.path, old)) {
            return Err(ActError::TagExists(path.to_string()));
        }
        changes.extend(tag_edited(tag, by, |it| {
            path.as_str().clone_into(&mut it.path);
        }));
    }
    let below = match from.len() {
        1 => String::new(),
        more => format!(", with {} below it", counted(more - 1, "tag")),
    };
    told(format!("rename the tag {old} to {new}{below}"), changes, "")
}

/// Puts everything of one tag into another and removes the first. Tags below the first are put
/// below the second, and merged where it has one of the same name.
pub fn merge_tags(library: &Library, by: &By, from: &str, into: &str) -> Result<Act, ActError> {
    if from == into {
        return Err(ActError::Nothing("both are the same tag"));
    }
    if is_within(into, from) {
        return Err(ActError::Within {
            from: from.to_owned(),
            into: into.to_owned(),
        });
    }
    find_tag(library, into)?;
    let moved = tree(library, from)?;
    let mut swaps: Vec<(RecordId, RecordId)> = Vec::new();
    let mut changes = Vec::new();
    for tag in moved {
        let path = format!("{into}{}", tag.path.get(from.len()..).unwrap_or(""));
        if let Some(known) = library.tag_at(&path) {
            swaps.push((tag.id, known.id));
            changes.extend(tag_edited(known, by, |it| take_over(it, tag)));
        } else {
            changes.extend(tag_edited(tag, by, |it| path.clone_into(&mut it.path)));
        }
    }
    let carried = swapped(library, by, &swaps);
    let count = counted(carried.len(), "record");
    changes.extend(carried);
    for (old, _) in &swaps {
        changes.extend(
            library
                .tag(*old)
                .map(|it| Change::removed((**it).clone().into())),
        );
    }
    told(
        format!("merge the tag {from} into {into}: {count}"),
        changes,
        "",
    )
}

/// Removes a tag and those below it, from everything that carries them. Annotations left with
/// nothing in them go too.
pub fn delete_tag(library: &Library, by: &By, path: &str) -> Result<Act, ActError> {
    let gone = tree(library, path)?;
    let ids: Vec<RecordId> = gone.iter().map(|tag| tag.id).collect();
    let mut changes = Vec::new();
    for annotation in carriers(library, &ids) {
        changes.extend(edited(annotation, by, |it| {
            it.tags.retain(|id| !ids.contains(id));
        }));
    }
    let from = counted(changes.len(), "annotation");
    for id in &ids {
        let rejections = library.rejections_of(*id);
        changes.extend(rejections.map(|it| Change::removed((**it).clone().into())));
    }
    changes.extend(
        gone.iter()
            .map(|tag| Change::removed((*tag).clone().into())),
    );
    told(format!("delete the tag {path}, from {from}"), changes, "")
}

/// Says what a tag means.
pub fn describe_tag(library: &Library, by: &By, path: &str, text: &str) -> Result<Act, ActError> {
    let tag = find_tag(library, path)?;
    let change = tag_edited(tag, by, |it| text.trim().clone_into(&mut it.description));
    let title = format!("describe the tag {path}");
    told(
        title,
        change.into_iter().collect(),
        "it is described so already",
    )
}

/// Gives a tag a colour, or takes it away.
pub fn recolour_tag(
    library: &Library,
    by: &By,
    path: &str,
    colour: Option<&str>,
) -> Result<Act, ActError> {
    let tag = find_tag(library, path)?;
    let change = tag_edited(tag, by, |it| it.colour = colour.map(str::to_owned));
    let title = match colour {
        Some(name) => format!("colour the tag {path} {name}"),
        None => format!("take the colour off the tag {path}"),
    };
    told(
        title,
        change.into_iter().collect(),
        "it has this colour already",
    )
}

/// Adds forms to a tag and removes others (by pattern). What is there twice is kept once.
pub fn set_forms(
    library: &Library,
    by: &By,
    path: &str,
    add: &[Form],
    remove: &[String],
) -> Result<Act, ActError> {
    let tag = find_tag(library, path)?;
    check_forms(add)?;
    let missing = remove
        .iter()
        .find(|pattern| !tag.forms.iter().any(|form| form.pattern == **pattern));
    if let Some(pattern) = missing {
        return Err(ActError::Form {
            pattern: pattern.clone(),
            why: format!("{path} has no such form"),
        });
    }
    let change = tag_edited(tag, by, |it| {
        it.forms.retain(|form| !remove.contains(&form.pattern));
        unite(&mut it.forms, add);
    });
    let title = match (add, remove) {
        ([one], []) => format!("give {path} the form “{}”", one.pattern),
        ([], [one]) => format!("take the form “{one}” from {path}"),
        _ => format!("change the forms of {path}"),
    };
    told(
        title,
        change.into_iter().collect(),
        "the tag has these forms already",
    )
}

/// The tag with that path.
pub(super) fn find_tag<'a>(library: &'a Library, path: &str) -> Result<&'a Tag, ActError> {
    let found = library.tag_at(path).map(AsRef::as_ref);
    found.ok_or_else(|| ActError::NoTag(path.to_owned()))
}

/// A tag and those below it. A path that only has tags below it is as good as a tag.
fn tree<'a>(library: &'a Library, path: &str) -> Result<Vec<&'a Tag>, ActError> {
    let all: Vec<&Tag> = library
        .tags()
        .map(AsRef::as_ref)
        .filter(|tag: &&Tag| is_within(&tag.path, path))
        .collect();
    if all.is_empty() {
        return Err(ActError::NoTag(path.to_owned()));
    }
    Ok(all)
}

/// The annotations that carry one of these tags, each once.
fn carriers<'a>(
    library: &'a Library,
    tags: &[RecordId],
) -> impl Iterator<Item = &'a super::super::Annotation> {
    let mut ids: Vec<RecordId> = tags
        .iter()
        .flat_map(|tag| library.tagged(*tag))
        .map(|it| it.id)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .filter_map(|id| library.annotation(id).map(AsRef::as_ref))
}

/// What carries the first tag of a pair carries the second instead.
fn swapped(library: &Library, by: &By, swaps: &[(RecordId, RecordId)]) -> Vec<Change> {
    let old: Vec<RecordId> = swaps.iter().map(|swap| swap.0).collect();
    let mut changes = Vec::new();
    for annotation in carriers(library, &old) {
        changes.extend(edited(annotation, by, |it| {
            for (from, into) in swaps {
                if it.tags.remove(from) {
                    it.tags.insert(*into);
                }
            }
        }));
    }
    for (from, into) in swaps {
        for rejection in library.rejections_of(*from) {
            let mut new = (**rejection).clone();
            new.tag = *into;
            changes.push(Change::edited((**rejection).clone().into(), new.into()));
        }
    }
    changes
}

/// Gives a tag what another says, where it says nothing itself, and the other's forms.
fn take_over(tag: &mut Tag, other: &Tag) {
    if tag.description.is_empty() {
        tag.description.clone_from(&other.description);
    }
    if tag.colour.is_none() {
        tag.colour.clone_from(&other.colour);
    }
    unite(&mut tag.forms, &other.forms);
}

fn unite(forms: &mut Vec<Form>, more: &[Form]) {
    for form in more {
        if !forms.contains(form) {
            forms.push(form.clone());
        }
    }
}

/// The change from a tag to itself altered; None if it stays as it was.
fn tag_edited(old: &Tag, by: &By, alter: impl FnOnce(&mut Tag)) -> Option<Change> {
    let mut new = old.clone();
    alter(&mut new);
    if new == *old {
        return None;
    }
    new.updated = by.time.clone();
    Some(Change::edited(Record::from(old.clone()), new.into()))
}

/// Whether forms can be looked for at all: none is empty, expressions can be read.
fn check_forms(forms: &[Form]) -> Result<(), ActError> {
    for form in forms {
        let wrong = |why: String| ActError::Form {
            pattern: form.pattern.clone(),
            why,
        };
        if form.pattern.trim().is_empty() {
            return Err(wrong("it is empty".to_owned()));
        }
        if form.kind == FormKind::Regex
            && let Err(error) = regex::Regex::new(&form.pattern)
        {
            return Err(wrong(error.to_string()));
        }
    }
    Ok(())
}
