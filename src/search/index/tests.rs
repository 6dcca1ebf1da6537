//! The index against looking at every document: they must always say the same.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::*;
use crate::search::query::Options;
use crate::search::sample::document;
use crate::search::{FoldCache, Hit, Marks, across, count};

const SIGN: [u8; 24] = [3; 24];

/// A corpus of documents, and an index of all but every `gap`th of them, in two segments.
fn indexed(texts: &[String], gap: usize) -> (tempfile::TempDir, Corpus, Index) {
    let documents: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| document(&format!("D{n}"), text))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    let versions: Vec<u64> = (0..documents.len()).map(|n| n as u64 + 1).collect();
    for half in [0, 1] {
        let mut builder = Builder::default();
        // A version that the corpus does not have any more.
        builder.add(&document("gone", "treaty a b"), 999);
        for (n, document) in documents.iter().enumerate() {
            if n % 2 == half && (n + 1) % gap != 0 {
                if n % 7 == 6 {
                    builder.pass(n as u64 + 1);
                } else {
                    builder.add(document, n as u64 + 1);
                }
            }
        }
        let path = folder.path().join(half.to_string());
        builder.write(&path, SIGN).unwrap();
        paths.push(path);
    }
    let corpus = Corpus::of(PathBuf::new(), documents, Vec::new());
    let index = Index::of(paths, SIGN, &versions, corpus.edition());
    (folder, corpus, index)
}

fn hits(corpus: &Corpus, query: &Query, index: &Index) -> (Vec<Hit>, crate::search::Outcome) {
    let mut all = Vec::new();
    let outcome = across(
        corpus,
        query,
        &Marks::new(),
        (&FoldCache::default(), index),
        &AtomicBool::new(false),
        |_, hits| all.extend(hits),
    );
    (all, outcome)
}

/// Compares what is found with and without the index, and the count.
fn agree(corpus: &Corpus, query: &Query, index: &Index) -> Result<usize, TestCaseError> {
    let (plain, total) = hits(corpus, query, &Index::default());
    let (found, outcome) = hits(corpus, query, index);
    prop_assert_eq!(&found, &plain, "hits of {}", query.source());
    prop_assert_eq!(outcome, total);
    let counted = count(
        corpus,
        query,
        &Marks::new(),
        (&FoldCache::default(), index),
        &AtomicBool::new(false),
    );
    prop_assert_eq!(counted, total, "count of {}", query.source());
    Ok(plain.len())
}

#[test]
fn every_kind_of_query_finds_the_same_with_an_index() {
    let texts: Vec<String> = [
        "The peace treaty of 1956.\n\nA Soviet-Japanese treaty; peace, treaty.",
        "Déclaration commune, déclarations. Peace treaties and the treaty’s end",
        "日ソ共同宣言は1956年に treaty 宣言 declares",
        "Совместная Декларация 1956 года; treaty peace treaty peace treaty",
        "It was declared. The treaty was not. treaty\n\nThe declaration of peace",
        "PEACE   TREATY \u{ad}pea\u{ad}ce treaty xtreaty treatyx",
        "กำ treaty กำลัง \u{fdfa} peace",
        "nothing of the kind",
    ]
    .map(str::to_owned)
    .to_vec();
    let (_folder, corpus, index) = indexed(&texts, 5);
    let queries = [
        ("treaty", true),
        ("peace treaty", true),
        ("decl*", true),
        ("{peace|commune|soviet-japanese} treat*", true),
        ("treaty's", true),
        ("宣言", true),
        ("共同宣言 OR 1956年", true),
        ("declar* AND treaty", true),
        ("treaty NOT peace", true),
        ("NOT treaty", true),
        ("peace NEAR/3 treaty", true),
        ("peace NEAR treat* OR 宣言", true),
        ("peace PARAGRAPH treaty", true),
        ("treaty SENTENCE peace", false),
        ("\"peace, treaty\"", false),
        ("treaty * 1956", false),
        ("宣言*", false),
        ("/treat(y|ies)\\b/", true),
        ("/d[eé]clar\\w+/", true),
        ("/[0-9]{4}/", true),
        ("treaty doc:D1", true),
        ("treaty kind:paragraph", false),
        ("kind:paragraph", false),
        ("/\\w+ty of/", false),
        ("/decl\\w+/ AND treaty", false),
        ("nowhere", true),
    ];
    for (source, tells) in queries {
        let query = Query::read(source, Options::default()).unwrap();
        agree(&corpus, &query, &index).unwrap();
        assert_eq!(index.can_count(&corpus, &query), tells, "{source}");
    }
    for (exact, literal, regex, source) in [
        (true, false, false, "Peace"),
        (true, false, false, "peace treaty"),
        (false, true, false, "reat"),
        (true, true, false, "ace T"),
        (false, true, false, "宣言 "),
        (true, false, true, "T.eaty"),
        (false, false, true, "k|s"),
    ] {
        let options = Options {
            exact,
            literal,
            regex,
        };
        let query = Query::read(source, options).unwrap();
        agree(&corpus, &query, &index).unwrap();
    }
}

#[test]
fn a_damaged_list_is_made_up_for_by_looking() {
    let texts: Vec<String> = (0..30).map(|n| format!("a treaty of number {n}")).collect();
    let (folder, corpus, _) = indexed(&texts, 100);
    let path = folder.path().join("0");
    let mut bytes = fs::read(&path).unwrap();
    // Every list lies right after the head.
    for byte in bytes.iter_mut().skip(72).take(40) {
        *byte ^= 0xff;
    }
    fs::write(&path, bytes).unwrap();
    let versions: Vec<u64> = (1..=30).collect();
    let index = Index::of(files_in(folder.path()), SIGN, &versions, corpus.edition());
    assert_eq!(index.parts.len(), 2);
    for source in ["treaty", "a treaty", "number 4", "/of \\w+/", "1*"] {
        let query = Query::read(source, Options::default()).unwrap();
        assert!(agree(&corpus, &query, &index).unwrap() > 0);
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    vec![folder.join("0"), folder.join("1")]
}

#[test]
fn what_was_corrected_is_looked_at() {
    let texts: Vec<String> = (0..10).map(|n| format!("a treaty of number {n}")).collect();
    let (_folder, corpus, index) = indexed(&texts, 100);
    let other = document("D3", "nothing is left of it, but a pact");
    let corpus = corpus.replaced(vec![(3, other)], Vec::new());
    for (source, found) in [("treaty", 9), ("pact", 1), ("/t.eaty/", 9)] {
        let query = Query::read(source, Options::default()).unwrap();
        assert_eq!(agree(&corpus, &query, &index).unwrap(), found);
    }
}

#[test]
fn rare_words_need_no_look_at_other_documents() {
    let texts: Vec<String> = (0..40).map(|n| format!("treaty w{n}")).collect();
    let (_folder, corpus, index) = indexed(&texts, 1000);
    let answer = |source: &str, options: Options| {
        let query = Query::read(source, options).unwrap();
        let never = AtomicBool::new(false);
        index.answer(&corpus, &query, None, &never)
    };
    // Those that were passed over when the index was made are always looked at.
    let passed: Vec<usize> = (0..40).filter(|n| n % 7 == 6).collect();
    let found = answer("w12", Options::default());
    assert_eq!((found.certain, found.open), (vec![12], passed.clone()));
    let regex = Options {
        regex: true,
        ..Options::default()
    };
    let found = answer("w1[23]x?", regex);
    assert_eq!((found.certain, found.open), (vec![12], passed.clone()));
    let found = answer("ty w1[23].?", regex);
    assert!(found.certain.is_empty());
    assert!(found.open.len() < 20, "{found:?}");
    let literal = Options {
        literal: true,
        ..Options::default()
    };
    assert_eq!(answer("reaty w33", literal).open.len(), passed.len() + 1);
}

/// Pieces of texts in many scripts, in which words touch, wrap, join and fold in many ways.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop_oneof![Just("ab"), Just("abc"), Just("b"), Just("bé"), Just("cab"), Just("A"), Just("19"), Just("a_b")],
        6 => prop_oneof![Just(" "), Just(" "), Just(" "), Just("  "), Just("-"), Just("'"), Just(", "), Just(". "), Just("\u{2014}"), Just("\n\n"), Just("\n")],
        2 => prop_oneof![Just("日"), Just("宣言"), Just("ก\u{e33}"), Just("が"), Just("か\u{3099}")],
        2 => prop_oneof![Just("мир"), Just("Мира"), Just("мирй"), Just("ёж"), Just("еж")],
        2 => prop_oneof![Just("λόγος"), Just("ΛΟΓΟΣ"), Just("λόγοσ"), Just("سلام"), Just("السَّلام"), Just("שָׁלוֹם")],
        2 => prop_oneof![Just("평화"), Just("\u{1111}\u{1167}\u{11bc}"), Just("शांति"), Just("शा")],
        1 => prop_oneof![Just("\u{ad}"), Just("\u{301}"), Just("ß"), Just("Ａ"), Just("ſ"), Just("\u{fdfa}"), Just("ﬁ"), Just("½"), Just("\u{200d}"), Just("\u{203f}")],
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn source() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("ab"),
        Just("abc"),
        Just("a*"),
        Just("b"),
        Just("be"),
        Just("cab"),
        Just("ab b"),
        Just("ab abc"),
        Just("b-b"),
        Just("b's"),
        Just("19"),
        Just("宣言"),
        Just("宣言*"),
        Just("日 ab"),
        Just("{ab|b|abc}"),
        Just("{ab|ab b}"),
        Just("[ab] b*"),
        Just("\"ab, b\""),
        Just("/b+/"),
        Just("/ab\\b/"),
        Just("/(?:ab|é).?c/"),
        Just("/a\\w+/"),
        Just("/[ab]{2}\\d*/"),
        Just("/\\bb\\w?/"),
        Just("/b\\B./"),
        Just("/^a\\w/"),
        Just("/[^ ]b$/"),
        Just("/\\w*c\\b/"),
        Just("/[а-я]+р/"),
        Just("/\\d\\w+/"),
        Just("/1\\d[- ]a?b/"),
        Just("/言\\w*/"),
        Just("/[a日]b?/"),
        Just("/\\ws+/"),
        Just("a_b"),
        Just("fi*"),
        Just("ab * b"),
        Just("ss"),
        Just("が"),
        Just("мир*"),
        Just("мира"),
        Just("еж"),
        Just("мир ab"),
        Just("λογος"),
        Just("سلام"),
        Just("السلام"),
        Just("שלום*"),
        Just("평화"),
        Just("평*"),
        Just("शांति"),
        Just("{мир|λόγος|평화|سلام}"),
        Just("/мир|λ.γ/"),
        Just("doc:D1"),
        Just("kind:paragraph"),
    ];
    let joint = prop_oneof![
        Just(" AND "),
        Just(" OR "),
        Just(" NOT "),
        Just(" NEAR/2 "),
        Just(" NEAR/4 "),
        Just(" PARAGRAPH "),
        Just(" SENTENCE "),
    ];
    (word.clone(), prop::collection::vec((joint, word), 0..3)).prop_map(|(first, rest)| {
        let mut source = first.to_owned();
        for (joint, word) in rest {
            source.push_str(joint);
            source.push_str(word);
        }
        source
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_index_says_what_looking_says(
        texts in prop::collection::vec(text(), 1..12),
        sources in prop::collection::vec(source(), 1..8),
        gap in 2_usize..8,
        exact: bool,
    ) {
        let (_folder, corpus, index) = indexed(&texts, gap);
        for source in sources {
            let options = Options { exact, ..Options::default() };
            if let Ok(query) = Query::read(&source, options) {
                agree(&corpus, &query, &index)?;
            }
            for (literal, regex) in [(true, false), (false, true)] {
                let options = Options { exact, literal, regex };
                if let Ok(query) = Query::read(&source, options) {
                    agree(&corpus, &query, &index)?;
                }
            }
        }
    }
}
