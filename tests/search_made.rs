//! Search against a made corpus whose totals are known, quotations against planted ones.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

#[path = "../examples/made_corpus/made.rs"]
mod made;

use std::fs;
use std::sync::atomic::AtomicBool;

use glossator::corpus::{Corpus, Document};
use glossator::search::{FoldCache, Index, Marks, Options, Query, Quotation, across, quotations};
use made::{Planted, Way};

fn opened(texts: impl Iterator<Item = (String, String)>) -> (tempfile::TempDir, Corpus) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let corpus = Corpus::open(&[folder.path().to_owned()]).unwrap();
    (folder, corpus)
}

#[test]
fn totals_are_exact_in_six_scripts() {
    let made = made::made(7, 12, 6000);
    let (_folder, corpus) = opened(made.texts.into_iter().map(|text| (text.name, text.text)));
    let cache = FoldCache::default();
    for ((source, way), total) in made.totals {
        assert!(total > 0, "{source} is planted nowhere");
        let options = Options {
            exact: way == Way::Exact,
            literal: way == Way::Literal,
            regex: false,
        };
        let query = Query::read(source, options).unwrap();
        let mut seen = 0;
        let outcome = across(
            &corpus,
            &query,
            &Marks::new(),
            (&cache, &Index::default()),
            &AtomicBool::new(false),
            |_, hits| seen += hits.len(),
        );
        assert_eq!(outcome.total, total, "{source} ({way:?})");
        assert_eq!(seen, total);
    }
}

/// Whether a quotation found is the planted one: both passages share more than half.
fn is_planted(documents: &[&Document], found: &Quotation, planted: &Planted) -> bool {
    let shares = |hit: &glossator::search::Hit,
                  (index, range): &(usize, std::ops::Range<usize>)| {
        let common = hit
            .range
            .end
            .min(range.end)
            .saturating_sub(hit.range.start.max(range.start));
        documents[*index].id == hit.document && common * 2 > range.len().max(hit.range.len())
    };
    (shares(&found.left, &planted.quoted) && shares(&found.right, &planted.quoting))
        || (shares(&found.left, &planted.quoting) && shares(&found.right, &planted.quoted))
}

#[test]
fn planted_quotations_are_found_and_little_else() {
    let made = made::quoted(11, 30, 24);
    let (_folder, corpus) = opened(
        made.texts
            .iter()
            .enumerate()
            .map(|(index, text)| (format!("q{index:03}.txt"), text.clone())),
    );
    let documents: Vec<_> = (0..corpus.len())
        .filter_map(|index| corpus.document(index))
        .collect();
    let documents: Vec<&Document> = documents.iter().map(AsRef::as_ref).collect();
    for (document, text) in documents.iter().zip(&made.texts) {
        assert!(document.text == *text, "{} is read as it is", document.id);
    }
    assert!(made.planted.iter().any(|planted| planted.changed > 2));
    let found = quotations(&documents, &AtomicBool::new(false));
    let hit = made
        .planted
        .iter()
        .filter(|planted| found.iter().any(|own| is_planted(&documents, own, planted)))
        .count();
    let right = found
        .iter()
        .filter(|own| {
            made.planted
                .iter()
                .any(|planted| is_planted(&documents, own, planted))
        })
        .count();
    println!(
        "{} planted, {hit} found; {} told, {right} right",
        made.planted.len(),
        found.len()
    );
    assert!(hit * 100 >= made.planted.len() * 95);
    assert!(right * 100 >= found.len() * 90);
}
