//! The sample corpus and what a careful reader sees in it belong together: every block, mention and footnote
//! mark written down in `tests/truth/sample` must stand in its document, in the order in which it is listed.
//!
//! These tests read the sources as letters and digits only. They know nothing of Glossator's own readers, so a
//! slip in a document or in its truth shows here, and a fault of the readers shows where they are scored.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use regex::Regex;
use serde_json::Value;

/// The folder of the project, from which the corpus and its truth are found.
fn project(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Every document of the sample corpus with its source text and its truth.
fn documents() -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(project("sample-corpus")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let truth = project("tests/truth/sample").join(format!("{stem}.json"));
        let truth =
            fs::read_to_string(&truth).unwrap_or_else(|e| panic!("no truth for {file}: {e}"));
        let source = fs::read_to_string(&path).unwrap();
        found.push((file, source, serde_json::from_str(&truth).unwrap()));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// The letters and digits of a text: what is left when wraps, markup and punctuation do not count.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The source without what the canonical text leaves out: tags of a page, note marks, targets of links.
fn bare(source: &str) -> Vec<char> {
    let strip = |pattern: &str, text: &str, with: &str| {
        Regex::new(pattern)
            .unwrap()
            .replace_all(text, with)
            .into_owned()
    };
    let mut text = source.to_owned();
    if source.starts_with("<!DOCTYPE html>") {
        text = strip(r"(?s)<head>.*?</head>", &text, "");
        text = strip(r"<[^>]*>", &text, " ").replace("&amp;", "&");
    } else {
        text = strip(r"\]\([^)]*\)", &text, "]");
        text = strip(r"\[\^?\d+\]", &text, " ");
    }
    letters(&text)
}

/// Where `needle` first stands in `hay` from `from` on.
fn find(hay: &[char], needle: &[char], from: usize) -> Option<usize> {
    (from..=hay.len().checked_sub(needle.len())?).find(|&at| hay[at..].starts_with(needle))
}

/// How many characters the two share at their beginning.
fn shared(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

fn list<'a>(truth: &'a Value, name: &str) -> &'a [Value] {
    truth[name].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn every_block_stands_in_its_source_in_order() {
    for (file, source, truth) in documents() {
        let hay = bare(&source);
        // Where the last block began: a paragraph broken by a page ends after the notes that interrupt it.
        let mut from = 0;
        for (i, block) in list(&truth, "blocks").iter().enumerate() {
            let needle = letters(block["text"].as_str().unwrap());
            if needle.is_empty() {
                assert_eq!(block["kind"], "rule", "{file}: block {i} has no words");
                continue;
            }
            let whole = find(&hay, &needle, from);
            let at = whole.or_else(|| {
                let start = find(&hay, &needle[..needle.len().min(24)], from)?;
                let head = shared(&hay[start..], &needle);
                find(&hay, &needle[head..], start + head).map(|_| start)
            });
            from = at.unwrap_or_else(|| {
                panic!("{file}: block {i} does not stand in the source: {block}")
            }) + 1;
        }
    }
}

#[test]
fn every_mention_and_note_stands_in_its_block() {
    for (file, source, truth) in documents() {
        let blocks = list(&truth, "blocks");
        let text = |of: &Value| {
            blocks[usize::try_from(of["block"].as_u64().unwrap()).unwrap()]["text"]
                .as_str()
                .unwrap()
        };
        for name in ["mentions_1956", "mentions_1956_negative"] {
            for mention in list(&truth, name) {
                let words = mention["text"].as_str().unwrap();
                assert!(
                    text(mention).contains(words),
                    "{file}: “{words}” is not in its block"
                );
            }
        }
        for note in list(&truth, "notes") {
            let after = note["after"].as_str().unwrap();
            assert!(
                text(note).contains(after),
                "{file}: no note mark after “{after}”"
            );
            assert!(
                blocks.iter().any(|b| b["label"] == note["label"]),
                "{file}: {} has no note",
                note["label"]
            );
        }
        assert_eq!(truth["document"]["file"], file.as_str());
        assert!(
            source.contains("FRUS") || source.contains("263 UNTS"),
            "{file} does not name its sources"
        );
        assert!(
            source.to_lowercase().contains("glossator"),
            "{file} does not say that it is a reconstruction"
        );
    }
}

#[test]
fn the_corpus_gives_a_reader_something_to_do() {
    let (mut wordings, mut lookalikes) = (BTreeSet::new(), BTreeSet::new());
    let documents = documents();
    for (_, _, truth) in &documents {
        for (name, set) in [
            ("mentions_1956", &mut wordings),
            ("mentions_1956_negative", &mut lookalikes),
        ] {
            set.extend(
                list(truth, name)
                    .iter()
                    .map(|m| m["text"].as_str().unwrap().to_lowercase()),
            );
        }
    }
    assert!((10..=12).contains(&documents.len()));
    assert!(wordings.len() >= 8, "only {wordings:?}");
    assert!(lookalikes.len() >= 4, "only {lookalikes:?}");
    // Each document is named by its id in some other one, so that references can be followed.
    for (file, _, truth) in &documents {
        let id = truth["document"]["id"].as_str().unwrap().to_lowercase();
        let elsewhere = documents
            .iter()
            .any(|(other, text, _)| other != file && text.to_lowercase().contains(&id));
        assert!(
            elsewhere || file == "report-article-nine.md",
            "nothing refers to {id}"
        );
    }
}
