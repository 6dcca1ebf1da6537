//! Tests of whereabouts: documents renamed, divided, shortened, with passages drawn in the texts.

use std::path::PathBuf;

use super::super::acts;
use super::super::random::{self, by};
use super::*;
use crate::passage::Anchor;

const FIRST: &str = "The Ambassador said that the 1956 Joint Declaration remained the only treaty \
    between the two countries, and that Article 9 spoke of «two islands» and of no more.";
const SECOND: &str = "Fishing quotas in the northern waters were discussed at length, without \
    «result», by both delegations during the autumn of that year and again in spring.";
const THIRD: &str = "The delegation left Moscow on the nineteenth of October by the night train, \
    and the communiqué was read out in both capitals on the following morning.";

/// A document of these paragraphs, and where `«»` stood in its text.
fn drawn(id: &str, paragraphs: &[&str]) -> (Document, Vec<Range<usize>>) {
    random::drawn(id, &paragraphs.join("\n\n"))
}

/// A library with every drawn passage of a document, and what is kept of it.
fn made(document: &Document, ranges: &[Range<usize>]) -> (Library, Vec<KeptText>) {
    let mut library = Library::default();
    for range in ranges {
        let anchor = Anchor::of(document, range).unwrap();
        let act = acts::annotate(&library, &by(), &anchor, &[], "a note").unwrap();
        library.apply(&act.changes);
    }
    let kept = KeptText {
        document: document.id.clone(),
        path: document.path.clone(),
        version: document.hash.clone(),
    };
    (library, vec![kept])
}

/// What became of each passage, in the order of the old text: `b: result (moved)`.
fn became(old: &[&str], now: &[(&str, &[&str])]) -> Vec<String> {
    let (old, ranges) = drawn("a", old);
    let (library, kept) = made(&old, &ranges);
    let documents = now.iter().map(|(id, texts)| drawn(id, texts).0).collect();
    let corpus = Corpus::of(PathBuf::new(), documents, Vec::new());
    let text = |hash: &TextHash| (*hash == old.hash).then(|| old.text.clone());
    let mut finder = Finder::new(&corpus, &kept, former(&corpus, &kept, &text), &text);
    let mut told = Vec::new();
    for it in library.annotations_in(&old.id) {
        let found = finder.find(&it.target);
        let document = corpus.get(&found.document);
        let words = match (&document, &found.range) {
            (Some(document), Some(range)) if found.placed.state != PlacedState::Orphaned => {
                document.slice(range)
            }
            _ => "",
        };
        let ask = if found.placed.review { "?" } else { "" };
        told.push(format!(
            "{}: {words} ({:?}{ask})",
            found.document, found.placed.state
        ));
    }
    // The screen places them alike.
    let mut carried: Vec<String> = Vec::new();
    finder.carry(&library, |id, placements| {
        carried.retain(|it| !it.starts_with(&format!("{id}: ")));
        let text = &corpus.get(id).unwrap().text;
        carried.extend(placements.standing().map(|it| {
            let words = text.get(it.range.clone().unwrap()).unwrap();
            let ask = if it.review { "?" } else { "" };
            format!("{id}: {words} ({:?}{ask})", it.state)
        }));
    });
    for it in &carried {
        assert!(told.contains(it), "{it} not in {told:?}");
    }
    told
}

#[test]
fn a_document_by_another_name_is_the_same_document() {
    assert_eq!(
        became(
            &[FIRST, SECOND],
            &[("b", &[FIRST, SECOND]), ("c", &[THIRD])]
        ),
        ["b: two islands (Exact)", "b: result (Exact)"]
    );
}

#[test]
fn a_divided_document_takes_its_passages_along() {
    assert_eq!(
        became(
            &[FIRST, SECOND],
            &[("b", &[FIRST]), ("c", &[SECOND]), ("d", &[THIRD])]
        ),
        ["b: two islands (Moved)", "c: result (Moved)"]
    );
}

#[test]
fn what_was_taken_out_into_another_document_is_asked_about() {
    assert_eq!(
        became(
            &[FIRST, SECOND],
            &[("a", &[FIRST]), ("b", &[THIRD, SECOND])]
        ),
        ["a: two islands (Exact)", "b: result (Moved?)"]
    );
}

#[test]
fn a_few_words_elsewhere_are_no_part() {
    let other = "No agreement was reached: the talks of the year before ended without result too.";
    assert_eq!(
        became(
            &[FIRST, SECOND, THIRD],
            &[("a", &[FIRST, THIRD]), ("b", &[other])]
        ),
        ["a: two islands (Exact)", "a:  (Orphaned?)"]
    );
    assert_eq!(
        became(&[FIRST, SECOND], &[("b", &[other])]),
        ["a:  (Orphaned?)", "a:  (Orphaned?)"]
    );
}
