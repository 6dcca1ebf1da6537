//! Tests of whereabouts: documents renamed, divided, shortened, with passages drawn in the texts.

use std::path::PathBuf;

use super::super::acts;
use super::super::placing::found::Name;
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
    // What was found out before says the same as finding it out, also when it was kept meanwhile.
    let known = FoundPlaces::default();
    let again = FoundPlaces::of(recalled(&corpus, &library, &kept, &text, &known));
    let none = recalled(&corpus, &library, &kept, &text, &again);
    assert_eq!(none, [], "nothing new is found out the second time");
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

/// Places every passage with what was found out before; gives what is to be kept of it.
fn recalled(
    corpus: &Corpus,
    library: &Library,
    kept: &[KeptText],
    text: VersionText<'_>,
    known: &FoundPlaces,
) -> Vec<(Name, Placed)> {
    let former = former(corpus, kept, text);
    let mut plain = Finder::new(corpus, kept, former.clone(), text);
    let mut recalling = Finder::new(corpus, kept, former, text).recalling(known);
    for it in library.annotations() {
        let found = recalling.find(&it.target);
        assert_eq!(found, plain.find(&it.target));
        assert_eq!(recalling.find(&it.target), found);
    }
    known.to_keep().unwrap_or_default()
}

#[test]
fn what_is_found_ahead_on_all_cores_is_what_is_found_one_by_one() {
    let numbered = |words: &str| -> Vec<String> {
        let line = |at: usize| format!("{at}. The «{words} number {at}» was settled that day.");
        (0..300).map(line).collect()
    };
    let texts = numbered("question");
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (old, ranges) = drawn("a", &texts);
    let (library, kept) = made(&old, &ranges);
    let now: Vec<String> = numbered("old question")
        .iter()
        .map(|it| it.replace(['«', '»'], ""))
        .collect();
    let now: Vec<&str> = now.iter().map(String::as_str).collect();
    let corpus = Corpus::of(PathBuf::new(), vec![drawn("a", &now).0], Vec::new());
    let text = |hash: &TextHash| (*hash == old.hash).then(|| old.text.clone());
    let known = FoundPlaces::default();
    find_ahead(
        &corpus,
        &library,
        (&kept, &Former::default()),
        &text,
        &known,
    );
    assert_eq!(known.to_keep().map(|it| it.len()), Some(300));
    let known = FoundPlaces::of(known.to_keep().unwrap());
    assert_eq!(recalled(&corpus, &library, &kept, &text, &known), []);
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
