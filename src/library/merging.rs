//! Merging: two libraries that began as one, or were made over the same corpus, become one.
//!
//! Knows for every record which states each side has had, and so whose state is newer. What only one
//! side changed is that side's; what both changed is joined field by field; of a note that both wrote
//! differently both texts stay, one below the other. The outcome does not depend on which side is
//! which. Changes nothing: it says what would change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::change::{Change, Entry};
use super::record::{Annotation, Link, Record, RecordId, Tag, Timestamp};
use super::{Act, Library};

/// Between two texts of a note that were both kept.
const BETWEEN: &str = "\n\n---\n\n";

/// One library with everything that its records have been.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    library: &'a Library,
    states: HashMap<RecordId, Vec<Record>>,
}

impl<'a> Side<'a> {
    /// A library with the entries of its history, branches left behind included.
    pub fn of(library: &'a Library, entries: &[Entry]) -> Self {
        let mut states: HashMap<RecordId, Vec<Record>> = HashMap::new();
        let changes = entries.iter().flat_map(|entry| &entry.changes);
        for record in changes.flat_map(|it| [&it.before, &it.after]).flatten() {
            let had = states.entry(record.id()).or_default();
            if !had.contains(record) {
                had.push(record.clone());
            }
        }
        for record in library.records() {
            let had = states.entry(record.id()).or_default();
            if !had.contains(&record) {
                had.push(record);
            }
        }
        Self { library, states }
    }

    fn had(&self, record: &Record) -> bool {
        self.states
            .get(&record.id())
            .is_some_and(|had| had.contains(record))
    }

    fn knows(&self, id: RecordId) -> bool {
        self.states.contains_key(&id)
    }
}

/// What merging comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// What it does to the first side.
    pub changes: Vec<Change>,
    /// What both sides changed differently, in sentences.
    pub conflicts: Vec<String>,
}

impl Merged {
    /// The act, named after the other side.
    pub fn act(self, other: &str) -> Act {
        Act {
            title: format!("merge {other}"),
            changes: self.changes,
        }
    }
}

/// What has to change in the first of two sides to make it the merger of both. The other side, merged
/// with the first, comes to the same.
pub fn merge(ours: &Side<'_>, theirs: &Side<'_>) -> Merged {
    let mut conflicts = Vec::new();
    let ids: BTreeSet<RecordId> = ours
        .states
        .keys()
        .chain(theirs.states.keys())
        .copied()
        .collect();
    let mut all: BTreeMap<RecordId, Record> = BTreeMap::new();
    for id in ids {
        let (our, their) = (ours.library.record(id), theirs.library.record(id));
        let stays = match (our, their) {
            (None, None) => None,
            (Some(one), None) => kept(one, theirs),
            (None, Some(one)) => kept(one, ours),
            (Some(our), Some(their)) if our == their => Some(our),
            (Some(our), Some(their)) => Some(match (theirs.had(&our), ours.had(&their)) {
                (true, false) => their,
                (false, true) => our,
                (true, true) => later(our, their),
                (false, false) => {
                    let base = base(ours, theirs, id);
                    both(base.as_ref(), our, their, &mut conflicts)
                }
            }),
        };
        all.extend(stays.map(|record| (id, record)));
    }
    one_tag_a_path(&mut all);
    Merged {
        changes: changes(ours, theirs, &all),
        conflicts,
    }
}

/// From the first side to the merger. Where that is neither side's, the way leads by the other side's
/// state, so that the history has seen it and nobody takes it for news again.
fn changes(ours: &Side<'_>, theirs: &Side<'_>, all: &BTreeMap<RecordId, Record>) -> Vec<Change> {
    let ids: BTreeSet<RecordId> = ours
        .library
        .records()
        .chain(theirs.library.records())
        .map(|record| record.id())
        .chain(all.keys().copied())
        .collect();
    let mut changes = Vec::new();
    for id in ids {
        let mut at = ours.library.record(id);
        let merged = all.get(&id).cloned();
        let their = theirs.library.record(id).filter(|it| !ours.had(it));
        for next in [their.map(Some), Some(merged)].into_iter().flatten() {
            if at != next {
                changes.push(Change {
                    before: at,
                    after: next.clone(),
                });
                at = next;
            }
        }
    }
    changes
}

/// Whether a record stays that the other side does not have: it goes only if the other side had it just
/// so and removed it.
fn kept(record: Record, other: &Side<'_>) -> Option<Record> {
    (!other.knows(record.id()) || !other.had(&record)).then_some(record)
}

/// The newest state that both sides have had.
fn base(ours: &Side<'_>, theirs: &Side<'_>, id: RecordId) -> Option<Record> {
    let shared = |one: &Side<'_>, other: &Side<'_>| -> Option<Record> {
        one.states
            .get(&id)?
            .iter()
            .rev()
            .find(|it| other.had(it))
            .cloned()
    };
    // Each side has its own order; of two candidates the later one is taken, whichever side is which.
    match (shared(ours, theirs), shared(theirs, ours)) {
        (Some(a), Some(b)) => Some(later(a, b)),
        (one, other) => one.or(other),
    }
}

/// Of two states the one that was written later; of two of the same moment always the same one.
fn later(a: Record, b: Record) -> Record {
    let rank = |record: &Record| (moment(record).cloned(), written(record));
    if rank(&a) >= rank(&b) { a } else { b }
}

fn moment(record: &Record) -> Option<&Timestamp> {
    match record {
        Record::Annotation(it) => Some(&it.updated),
        Record::Link(it) => Some(&it.updated),
        Record::Tag(it) => Some(&it.updated),
        Record::Rejection(it) => Some(&it.created),
        Record::Correction(it) => Some(&it.created),
        Record::Query(_) => None,
    }
}

fn written(record: &Record) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

/// A record that both sides changed.
fn both(base: Option<&Record>, our: Record, their: Record, conflicts: &mut Vec<String>) -> Record {
    // In an order that does not depend on the side.
    let (first, second) = {
        let last = later(our.clone(), their.clone());
        if last == our {
            (their, our)
        } else {
            (our, their)
        }
    };
    match (&first, &second, base) {
        (Record::Annotation(a), Record::Annotation(b), base) => {
            let base = match base {
                Some(Record::Annotation(base)) => Some(base.as_ref()),
                _ => None,
            };
            annotations(base, a, b, conflicts).into()
        }
        (Record::Link(a), Record::Link(b), base) => {
            let base = match base {
                Some(Record::Link(base)) => Some(base.as_ref()),
                _ => None,
            };
            links(base, a, b, conflicts).into()
        }
        (Record::Tag(a), Record::Tag(b), base) => {
            let base = match base {
                Some(Record::Tag(base)) => Some(base.as_ref()),
                _ => None,
            };
            tags(base, a, b).into()
        }
        _ => second,
    }
}

/// A field: whoever changed it; the second, which is the later one, where both did.
fn field<T: Clone + PartialEq>(base: Option<&T>, first: &T, second: &T) -> T {
    if Some(second) == base {
        first.clone()
    } else {
        second.clone()
    }
}

/// A text that may have been written on both sides: then both stay.
fn text(base: Option<&String>, first: &String, second: &String) -> (String, bool) {
    if first == second || Some(first) == base {
        return (second.clone(), false);
    }
    if Some(second) == base || first.contains(second.as_str()) {
        return (first.clone(), false);
    }
    if second.contains(first.as_str()) {
        return (second.clone(), false);
    }
    (format!("{first}{BETWEEN}{second}"), true)
}

/// A set: without what either side took out, with what either put in.
fn set<T: Clone + Ord>(
    base: Option<&BTreeSet<T>>,
    first: &BTreeSet<T>,
    second: &BTreeSet<T>,
) -> BTreeSet<T> {
    let out = |it: &&T| {
        base.is_some_and(|base| base.contains(it) && !(first.contains(it) && second.contains(it)))
    };
    first.union(second).filter(|it| !out(it)).cloned().collect()
}

fn annotations(
    base: Option<&Annotation>,
    a: &Annotation,
    b: &Annotation,
    conflicts: &mut Vec<String>,
) -> Annotation {
    let (note, both) = text(base.map(|it| &it.note), &a.note, &b.note);
    if both {
        conflicts.push(format!(
            "both notes on {} were kept",
            super::acts::quoted(&a.target.made.quote.exact)
        ));
    }
    Annotation {
        id: a.id,
        target: field(base.map(|it| &it.target), &a.target, &b.target),
        tags: set(base.map(|it| &it.tags), &a.tags, &b.tags),
        note,
        colour: field(base.map(|it| &it.colour), &a.colour, &b.colour),
        creator: a.creator.clone().min(b.creator.clone()),
        created: a.created.clone().min(b.created.clone()),
        updated: a.updated.clone().max(b.updated.clone()),
    }
}

fn links(base: Option<&Link>, a: &Link, b: &Link, conflicts: &mut Vec<String>) -> Link {
    let (note, both) = text(base.map(|it| &it.note), &a.note, &b.note);
    if both {
        conflicts.push(format!(
            "both notes on the link from {} were kept",
            super::acts::quoted(&a.from.made.quote.exact)
        ));
    }
    Link {
        id: a.id,
        from: field(base.map(|it| &it.from), &a.from, &b.from),
        to: field(base.map(|it| &it.to), &a.to, &b.to),
        relation: field(base.map(|it| &it.relation), &a.relation, &b.relation),
        note,
        creator: a.creator.clone().min(b.creator.clone()),
        created: a.created.clone().min(b.created.clone()),
        updated: a.updated.clone().max(b.updated.clone()),
    }
}

fn tags(base: Option<&Tag>, a: &Tag, b: &Tag) -> Tag {
    let mut forms = Vec::new();
    for form in a.forms.iter().chain(&b.forms) {
        let gone = base.is_some_and(|base| {
            base.forms.contains(form) && !(a.forms.contains(form) && b.forms.contains(form))
        });
        if !gone && !forms.contains(form) {
            forms.push(form.clone());
        }
    }
    Tag {
        id: a.id,
        path: field(base.map(|it| &it.path), &a.path, &b.path),
        description: text(
            base.map(|it| &it.description),
            &a.description,
            &b.description,
        )
        .0,
        colour: field(base.map(|it| &it.colour), &a.colour, &b.colour),
        forms,
        created: a.created.clone().min(b.created.clone()),
        updated: a.updated.clone().max(b.updated.clone()),
    }
}

/// Makes one of tags that both sides made under the same path: the one with the smaller id stays, with
/// everything of the other.
fn one_tag_a_path(all: &mut BTreeMap<RecordId, Record>) {
    let mut by_path: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
    for record in all.values() {
        if let Record::Tag(tag) = record {
            by_path.entry(tag.path.clone()).or_default().push(tag.id);
        }
    }
    let mut instead: HashMap<RecordId, RecordId> = HashMap::new();
    for ids in by_path.values().filter(|ids| ids.len() > 1) {
        let mut stays: Option<Tag> = None;
        for id in ids {
            let Some(Record::Tag(tag)) = all.get(id) else {
                continue;
            };
            stays = Some(match stays {
                None => tag.as_ref().clone(),
                Some(first) => {
                    instead.insert(*id, first.id);
                    tags(None, &first, tag)
                }
            });
        }
        all.extend(stays.map(|tag| (tag.id, tag.into())));
    }
    if instead.is_empty() {
        return;
    }
    for id in instead.keys() {
        all.remove(id);
    }
    for record in all.values_mut() {
        match record {
            Record::Annotation(it) if it.tags.iter().any(|tag| instead.contains_key(tag)) => {
                let mut new = it.as_ref().clone();
                new.tags = it
                    .tags
                    .iter()
                    .map(|tag| *instead.get(tag).unwrap_or(tag))
                    .collect();
                *record = new.into();
            }
            Record::Rejection(it) => {
                if let Some(tag) = instead.get(&it.tag) {
                    let mut new = it.as_ref().clone();
                    new.tag = *tag;
                    *record = new.into();
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::acts;
    use super::super::random::{Dice, act, anchor, by};
    use super::*;
    use crate::library::{History, TagPath};

    /// A library with its entries.
    #[derive(Clone, Default)]
    struct Desk {
        library: Library,
        history: History,
        entries: Vec<Entry>,
    }

    impl Desk {
        fn take(&mut self, act: Act) {
            let entry = self.history.sign(act, &by());
            self.library.apply(&entry.changes);
            self.history.push(std::sync::Arc::new(entry.clone()));
            self.entries.push(entry);
        }

        fn side(&self) -> Side<'_> {
            Side::of(&self.library, &self.entries)
        }

        fn merged(&self, other: &Self) -> (Library, Vec<String>) {
            let merged = merge(&self.side(), &other.side());
            let mut library = self.library.clone();
            library.apply(&merged.changes);
            (library, merged.conflicts)
        }
    }

    fn note(text: &str) -> impl Fn(&Library) -> Act {
        let text = text.to_owned();
        move |library| {
            let annotation = library.annotations().next().unwrap();
            let revision = acts::Revision {
                annotation: annotation.id,
                tags: None,
                note: Some(text.clone()),
            };
            acts::revise(library, &by(), "note", &[revision]).unwrap()
        }
    }

    fn begun() -> Desk {
        let mut desk = Desk::default();
        let tags = [TagPath::parse("islands").unwrap()];
        let act = acts::annotate(
            &desk.library,
            &by(),
            &anchor("601", 5, "words"),
            &tags,
            "first",
        );
        desk.take(act.unwrap());
        desk
    }

    #[test]
    fn whoever_changed_something_is_right_and_of_two_notes_both_stay() {
        let (mut one, mut two) = (begun(), Desk::default());
        two.clone_from(&one);
        let act = note("second")(&one.library);
        one.take(act);
        let (library, conflicts) = two.merged(&one);
        assert!(library == one.library && conflicts.is_empty());
        assert!(one.merged(&two).0 == one.library);
        let act = note("another")(&two.library);
        two.take(act);
        let (library, conflicts) = one.merged(&two);
        assert_eq!(conflicts.len(), 1);
        let text = &library.annotations().next().unwrap().note;
        assert!(
            text.contains("second") && text.contains("another"),
            "{text}"
        );
        assert!(two.merged(&one).0 == library);
    }

    #[test]
    fn what_one_side_removed_goes_unless_the_other_went_on_with_it() {
        let (mut one, two) = (begun(), begun());
        let mut two = Desk { ..two };
        two.clone_from(&one);
        let id = one.library.annotations().next().unwrap().id;
        let act = acts::remove(&one.library, &[id]).unwrap();
        one.take(act);
        assert!(two.merged(&one).0.annotations().next().is_none());
        let act = note("went on")(&two.library);
        two.take(act);
        assert!(one.merged(&two).0.annotations().next().is_some());
        assert!(one.merged(&two).0 == two.merged(&one).0);
    }

    #[test]
    fn a_tag_that_both_made_is_one_tag() {
        let (one, two) = (begun(), begun());
        let (library, _) = one.merged(&two);
        assert_eq!(library.tags().count(), 1);
        assert_eq!(library.annotations().count(), 2);
        let tag = library.tags().next().unwrap().id;
        assert_eq!(library.tagged(tag).count(), 2);
        assert!(two.merged(&one).0 == library);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        /// Either order comes to the same; merging again changes nothing; taking back the act brings
        /// back what was.
        #[test]
        fn merging_is_the_same_from_either_side(seed in any::<u64>(), shared in 0_usize..30, apart in 1_usize..40) {
            let mut dice = Dice::new(seed);
            let mut one = Desk::default();
            for _ in 0..shared {
                let act = act(&one.library, &mut dice);
                one.take(act);
            }
            let mut two = one.clone();
            for _ in 0..apart {
                let next = act(&one.library, &mut dice);
                one.take(next);
                let next = act(&two.library, &mut dice);
                two.take(next);
            }
            let (from_one, _) = one.merged(&two);
            let (from_two, _) = two.merged(&one);
            prop_assert!(from_one == from_two);
            let changes = merge(&one.side(), &two.side()).changes;
            let before = one.library.clone();
            one.take(Act { title: "merge".into(), changes: changes.clone() });
            let again = merge(&one.side(), &two.side());
            prop_assert!(again.changes.is_empty(), "{:?}", again.changes.first());
            let back: Vec<Change> = changes.iter().rev().map(Change::inverted).collect();
            let mut library = one.library.clone();
            library.apply(&back);
            prop_assert!(library == before);
        }
    }
}
