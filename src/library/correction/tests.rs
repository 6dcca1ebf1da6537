//! Corrections carried out: alone, after one another, and when one among them was taken back.

use std::path::{Path, PathBuf};

use super::*;
use crate::corpus::raw::RawDocument;
use crate::corpus::{BlockKind, DocumentId};
use crate::library::acts::{self, By};

fn corpus(texts: &[&str]) -> Corpus {
    let raw = RawDocument::paragraphs(texts);
    let document = crate::corpus::structure::recognise(raw, Path::new("d.md"));
    Corpus::of(PathBuf::from("/"), vec![document], Vec::new())
}

/// Makes a correction of the document as it stands now.
fn put(corpus: &Corpus, library: &mut Library, words: &str, fix: impl Fn(Anchor) -> Fix) {
    let document = one(corpus, 0, library, &Former::new())
        .expect("a document")
        .document;
    let start = document.text.find(words).expect("the words");
    let at = Anchor::of(&document, &(start..start + words.len())).expect("a passage");
    let act = acts::correct(&By::here(), &DocumentId::new("d"), fix(at));
    library.apply(&act.changes);
}

fn texts(corpus: &Corpus, library: &Library) -> Vec<String> {
    let done = one(corpus, 0, library, &Former::new()).expect("a document");
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    let document = done.document;
    let blocks = document.blocks.iter();
    blocks
        .map(|block| format!("{} {}", block.kind, document.block_text(block)))
        .collect()
}

#[test]
fn corrections_follow_one_another_and_survive_without_an_earlier_one() {
    let corpus = corpus(&[
        "It was, they say, bright.",
        "A cold day.",
        "And the clocks struck.",
    ]);
    let mut library = Library::default();
    put(&corpus, &mut library, "A cold day.", |at| Fix::Join { at });
    put(&corpus, &mut library, "the clocks struck.", |at| {
        Fix::Split { at }
    });
    put(&corpus, &mut library, "the clocks struck.", |at| {
        Fix::Kind {
            at,
            kind: BlockKind::Quote,
            level: 0,
        }
    });
    assert_eq!(
        texts(&corpus, &library),
        [
            "paragraph It was, they say, bright. A cold day.",
            "paragraph And",
            "quote the clocks struck."
        ]
    );
    let first = library.corrections().next().expect("a correction").id;
    let act = acts::uncorrect(&library, &[first]).expect("an act");
    library.apply(&act.changes);
    assert_eq!(
        texts(&corpus, &library),
        [
            "paragraph It was, they say, bright.",
            "paragraph A cold day.",
            "paragraph And",
            "quote the clocks struck."
        ]
    );
}

#[test]
fn metadata_is_as_the_reader_says() {
    let corpus = corpus(&["Words."]);
    let mut library = Library::default();
    put(&corpus, &mut library, "Words", |_| Fix::Title {
        title: Some("Another".into()),
    });
    put(&corpus, &mut library, "Words", |_| Fix::Origin {
        origin: Some("Tokyo".into()),
    });
    let done = one(&corpus, 0, &library, &Former::new()).expect("a document");
    assert_eq!(done.document.title(), "Another");
    assert_eq!(done.document.meta.origin.as_deref(), Some("Tokyo"));
    assert_eq!(all(&corpus, &library, &Former::new()).len(), 1);
}

#[test]
fn corrections_survive_an_edit_of_the_source() {
    let before = corpus(&[
        "It was, they say, a bright cold day in the month of April of that year.",
        "The clocks were striking thirteen, and nobody who heard them wondered at it.",
    ]);
    let mut library = Library::default();
    put(&before, &mut library, "The clocks", |_| Fix::Title {
        title: None,
    });
    let whole = "The clocks were striking thirteen, and nobody who heard them wondered at it.";
    put(&before, &mut library, whole, |at| Fix::Kind {
        at,
        kind: BlockKind::Quote,
        level: 0,
    });
    let after = corpus(&[
        "A line put before everything else.",
        "It was, they say, a bright cold day in the month of April of that year.",
        "The clocks were striking fourteen, and nobody who heard them wondered at it.",
    ]);
    let found = texts(&after, &library);
    assert!(found[2].starts_with("quote The clocks"), "{found:?}");
    let gone = corpus(&["Nothing of it is left here, and nothing is like it."]);
    let done = one(&gone, 0, &library, &Former::new()).expect("a document");
    assert_eq!(done.failed.len(), 1);
    assert!(done.problem().is_some());
}

#[test]
fn a_document_of_another_name_keeps_its_corrections() {
    let corpus = corpus(&["Words."]);
    let mut library = Library::default();
    let title = Some("Another".to_owned());
    let fix = Fix::Title { title };
    let act = acts::correct(&By::here(), &DocumentId::new("formerly"), fix);
    library.apply(&act.changes);
    let former = Former::from([(DocumentId::new("formerly"), DocumentId::new("d"))]);
    let done = all(&corpus, &library, &former);
    assert_eq!(done[0].1.document.title(), "Another");
    let said = &done[0].1.document.corrected;
    assert_eq!(said.len(), 1);
    assert!(all(&corpus, &library, &Former::new()).is_empty());
}
