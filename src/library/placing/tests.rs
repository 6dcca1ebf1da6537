//! Tests of placing, with passages drawn in the text: `«no later than»`.

use super::super::acts::{self, Settled};
use super::super::random::{by, drawn};
use super::super::{Act, ActError, TagPath};
use super::*;

fn did(library: &mut Library, act: Result<Act, ActError>) {
    library.apply(&act.unwrap().changes);
}

/// A library with every drawn passage tagged.
fn tagged(document: &Document, ranges: &[Range<usize>]) -> Library {
    let mut library = Library::default();
    let anchors: Vec<Anchor> = ranges
        .iter()
        .map(|range| Anchor::of(document, range).unwrap())
        .collect();
    let tags = [TagPath::parse("x").unwrap()];
    let act = acts::tag(&library, &by(), &anchors, &tags);
    did(&mut library, act);
    library
}

const OLD: &str = "Japan and the Soviet Union agreed in Moscow on the nineteenth of October.\n\n\
    «The state of war shall cease» on the date on which this Declaration enters into force, \
    and peace, friendship and good-neighbourly relations shall be restored.\n\n\
    Article 9 speaks of «Habomai and of Shikotan» after a peace treaty is concluded.";

#[test]
fn in_the_same_version_everything_is_exact() {
    let (document, ranges) = drawn(
        "1956",
        &format!("日ソ «共同» 宣言 {}\n\n{OLD}", "x ".repeat(300)),
    );
    let library = tagged(&document, &ranges);
    let placements = Placements::of(&document, &library, &[], &|_| unreachable!());
    let found: Vec<&Range<usize>> = placements
        .standing()
        .filter_map(Placement::stands)
        .collect();
    assert_eq!(found, ranges.iter().collect::<Vec<_>>());
    assert!(
        placements
            .standing()
            .all(|it| it.state == PlacedState::Exact && !it.review)
    );
}

#[test]
fn a_passage_follows_its_words_with_and_without_the_old_text() {
    let (old, ranges) = drawn("1956", OLD);
    let library = tagged(&old, &ranges);
    let (new, now) = drawn("1956", &format!("A new preface.\n\n{OLD}"));
    let kept = |hash: &TextHash| (*hash == old.hash).then(|| old.text.clone());
    for version_text in [&kept as &dyn Fn(&TextHash) -> Option<String>, &|_| None] {
        let placements = Placements::of(&new, &library, &[], version_text);
        let found: Vec<&Range<usize>> = placements
            .standing()
            .filter_map(Placement::stands)
            .collect();
        assert_eq!(found, now.iter().collect::<Vec<_>>());
        assert!(
            placements
                .standing()
                .all(|it| it.state == PlacedState::Moved)
        );
    }
}

#[test]
fn an_orphan_is_put_up_until_the_reader_has_settled_it() {
    let (old, ranges) = drawn("1956", OLD);
    let mut library = tagged(&old, &ranges[1..]);
    let id = library.annotations().next().unwrap().id;
    let (new, _) = drawn("1956", OLD.split("\n\nArticle 9").next().unwrap());
    let kept = |hash: &TextHash| (*hash == old.hash).then(|| old.text.clone());
    let placements = Placements::of(&new, &library, &[], &kept);
    assert_eq!(placements.orphans().len(), 1);
    assert_eq!(placements.to_review().count(), 1);
    assert!(
        placements
            .get(id, Part::Annotation)
            .unwrap()
            .stands()
            .is_none()
    );

    let nowhere = [(id, End::From, Settled::Nowhere(new.hash.clone()))];
    let act = acts::settle(&library, &by(), &nowhere);
    did(&mut library, act);
    let placements = Placements::of(&new, &library, &[], &kept);
    assert_eq!(placements.orphans().len(), 1);
    assert_eq!(placements.to_review().count(), 0);
    // Back in the text it is put up again, not placed by itself.
    let back = Placements::of(&old, &library, &[], &kept);
    assert_eq!(back.to_review().count(), 1);

    let here = Anchor::of(&new, &(0..5)).unwrap();
    let settled = [(id, End::From, Settled::Here(Box::new(here)))];
    let act = acts::settle(&library, &by(), &settled);
    did(&mut library, act);
    let placements = Placements::of(&new, &library, &[], &kept);
    assert_eq!(
        placements.get(id, Part::Annotation).unwrap().stands(),
        Some(&(0..5))
    );
    assert_eq!(placements.to_review().count(), 0);
    assert_eq!(library.annotation(id).unwrap().target.made.document, old.id);
}

#[test]
fn records_of_a_former_id_are_placed_too() {
    let (old, ranges) = drawn("draft", OLD);
    let library = tagged(&old, &ranges);
    let (new, _) = drawn("final", OLD);
    assert_eq!(
        Placements::of(&new, &library, &[], &|_| None)
            .standing()
            .count(),
        0
    );
    let placements = Placements::of(&new, &library, &[DocumentId::new("draft")], &|_| None);
    assert_eq!(placements.standing().count(), 2);
}

#[test]
fn questions_are_answered_in_the_order_of_the_text() {
    let (document, mut ranges) = drawn("d", "«one «two» three» four «five» six");
    ranges.sort_by_key(|range| range.start);
    let library = tagged(&document, &ranges);
    let placements = Placements::of(&document, &library, &[], &|_| None);
    let words = |found: Vec<&Placement>| -> Vec<&str> {
        let stands = found.into_iter().filter_map(Placement::stands);
        stands.map(|range| document.slice(range)).collect()
    };
    let at = |word: &str| document.text.find(word).unwrap();
    assert_eq!(
        words(placements.at(at("two")).collect()),
        ["one two three", "two"]
    );
    assert_eq!(words(placements.at(at("four")).collect()), [""; 0]);
    assert_eq!(
        words(placements.within(at("three")..at("six")).collect()),
        ["one two three", "five"]
    );
    assert_eq!(words(placements.after(0).collect()), ["two", "five"]);
    assert_eq!(
        words(placements.before(at("six")).collect()),
        ["five", "two", "one two three"]
    );
}
