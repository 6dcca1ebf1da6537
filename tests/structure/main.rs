//! How well documents are understood: every document with a truth beside it is read and compared
//! with what a careful person sees in it, block by block.
//!
//! Prints one line for each document: how many blocks have the right text and boundaries (F1),
//! how many of these the right kind, and how labels, footnotes, entry dates and metadata stand.
//! `GLOSSATOR_SCORE=1 cargo test --test structure -- --nocapture` shows what differs.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot read its files should fail; the table is meant to be read"
)]

mod property;
mod score;
mod truth;

use std::path::{Path, PathBuf};

use glossator::corpus::{Document, open};
use score::Score;
use truth::Truth;

fn project(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads one file as a document, as opening a corpus does.
fn read(path: &Path) -> Result<Document, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let name = PathBuf::from(path.file_name().unwrap());
    open::document_of(&name, &bytes, None).map_err(|error| error.to_string())
}

/// Scores pairs of documents and truths, prints the table, and asserts the bars.
fn score_all(title: &str, pairs: &[(PathBuf, Truth)], bars: &score::Bars) {
    println!("{title}\n{}", Score::heading());
    let mut failures = Vec::new();
    for (path, truth) in pairs {
        let score = match read(path) {
            Ok(document) => Score::of(&document, truth),
            // Formats whose readers are not built in are no fault of the structure.
            Err(message) if message.contains("cannot be read by this version") => {
                println!("{}: {message}", path.display());
                continue;
            }
            Err(message) => panic!("{}: {message}", path.display()),
        };
        let name = path.file_name().unwrap().to_string_lossy();
        println!("{}", score.row(&name));
        if std::env::var_os("GLOSSATOR_SCORE").is_some() {
            for line in &score.differences {
                println!("    {line}");
            }
        }
        // What is chrome, and where one piece of it ends, is the page's word.
        let web = path
            .extension()
            .is_some_and(|extension| extension == "html");
        let bars = if web { &score::Bars::WEB } else { bars };
        failures.extend(
            score
                .below(bars)
                .into_iter()
                .map(|what| format!("{name}: {what}")),
        );
    }
    assert!(
        failures.is_empty(),
        "below the bars:\n{}",
        failures.join("\n")
    );
}

/// The truths of a folder, each with the document it is about.
fn truths(folder: &Path, documents: &Path) -> Vec<(PathBuf, Truth)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|listing| listing.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let truth = Truth::read(&path);
            let document = truth.file.as_ref().map_or_else(
                || {
                    let stem = path.file_stem().unwrap().to_owned();
                    ["txt", "md"]
                        .into_iter()
                        .map(|extension| documents.join(&stem).with_extension(extension))
                        .find(|path| path.exists())
                        .unwrap_or_else(|| panic!("no document for {}", path.display()))
                },
                |file| documents.join(file),
            );
            (document, truth)
        })
        .collect()
}

#[test]
fn the_seeds_are_understood() {
    let seeds = project("../shared/seeds");
    let truth = project("../shared/seeds-truth");
    if !seeds.is_dir() || !truth.is_dir() {
        println!("no seeds beside the project; nothing to compare");
        return;
    }
    score_all("seeds", &truths(&truth, &seeds), &score::Bars::SEEDS);
}

/// The ids of cables that stand in the text of the seeds, where a careful person saw them. Those
/// in the transmission and in the page's own matter name the document itself.
#[test]
fn ids_of_cables_are_recognised() {
    use glossator::corpus::structure::references::{Known, in_range, known_in};
    let (seeds, truth) = (project("../shared/seeds"), project("../shared/seeds-truth"));
    if !seeds.is_dir() || !truth.is_dir() {
        println!("no seeds beside the project; nothing to compare");
        return;
    }
    for name in ["001", "002", "004"] {
        let text = std::fs::read_to_string(truth.join(format!("{name}.json"))).unwrap();
        let truth: serde_json::Value = serde_json::from_str(&text).unwrap();
        let about = &truth["document"];
        let file = seeds.join(
            Path::new(about["file"].as_str().unwrap())
                .file_name()
                .unwrap(),
        );
        let document = read(&file).unwrap();
        let known = known_in(&document, &Known::new([document.id.as_str()]));
        let found: Vec<String> = in_range(&document, &(0..document.text.len()), &known)
            .into_iter()
            .filter_map(|it| it.target)
            .collect();
        for wanted in about["cable_ids"].as_array().unwrap() {
            if wanted["self"] == true {
                continue;
            }
            let id = wanted["canonical"].as_str().unwrap();
            assert!(found.iter().any(|it| it == id), "{name}: {id} in {found:?}");
        }
        for id in found.iter().filter(|id| *id != document.id.as_str()) {
            let listed = about["cable_ids"]
                .as_array()
                .unwrap()
                .iter()
                .any(|it| it["canonical"] == id.as_str());
            assert!(listed, "{name}: {id} is none");
        }
    }
}

#[test]
fn the_sample_corpus_is_understood() {
    let pairs = truths(&project("tests/truth/sample"), &project("sample-corpus"));
    score_all("sample corpus", &pairs, &score::Bars::SAMPLE);
}

#[test]
fn every_style_is_understood() {
    let folder = project("tests/truth/own");
    score_all("styles", &truths(&folder, &folder), &score::Bars::OWN);
}

/// Truths that were written without sight of the program: far from all is right, and nothing may
/// get worse. All blocks of a set are counted together.
#[test]
fn what_was_never_seen_is_understood_as_well_as_before() {
    let sets = [
        ("one", score::Bars::floor(0.94, 0.89, 0.80)),
        ("two", score::Bars::floor(0.91, 0.87, 0.50)),
        ("three", score::Bars::floor(0.78, 0.70, 0.58)),
    ];
    println!("written blind\n{}", Score::heading());
    let mut failures = Vec::new();
    for (name, floor) in sets {
        let folder = project("tests/truth/blind").join(name);
        let mut all = Score::default();
        for (path, truth) in truths(&folder, &folder) {
            all += &Score::of(&read(&path).unwrap(), &truth);
        }
        println!("{}", all.row(name));
        let below = all.below(&floor).into_iter();
        failures.extend(below.map(|what| format!("{name}: {what}")));
    }
    assert!(
        failures.is_empty(),
        "worse than before:\n{}",
        failures.join("\n")
    );
}

/// Scores any folder of documents with truths beside them, and asserts nothing:
/// `GLOSSATOR_TRUTHS=folder cargo test --test structure folder -- --ignored --nocapture`.
#[test]
#[ignore = "a tool for truths that are not the project's"]
fn folder() {
    let folder = PathBuf::from(std::env::var_os("GLOSSATOR_TRUTHS").unwrap());
    println!("{}", Score::heading());
    let mut all = Score::default();
    for (path, truth) in truths(&folder, &folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match read(&path) {
            Ok(document) => {
                let score = Score::of(&document, &truth);
                println!("{}", score.row(&name));
                if std::env::var_os("GLOSSATOR_SCORE").is_some() {
                    for line in &score.differences {
                        println!("    {line}");
                    }
                }
                all += &score;
            }
            Err(message) => println!("{name}: {message}"),
        }
    }
    println!("{}", all.row("all blocks together"));
}

/// Shows how a file is understood: `GLOSSATOR_SHOW=path cargo test --test structure show -- --ignored --nocapture`.
#[test]
#[ignore = "a tool for looking at one file"]
fn show() {
    let path = PathBuf::from(std::env::var_os("GLOSSATOR_SHOW").unwrap());
    let document = read(&path).unwrap();
    println!("{:#?}", document.meta);
    for block in &document.blocks {
        let marks: Vec<&str> = block.calls.iter().map(|call| call.label.as_str()).collect();
        println!(
            "{:>4} {:<11} {} {:<10} {:?} {:?} {:?} {}{}",
            block.number,
            block.kind.name(),
            block.level,
            block.label().unwrap_or(""),
            block.marker,
            block.date.as_ref().map(|date| &date.iso),
            marks,
            document.block_text(block),
            block
                .doubt
                .as_ref()
                .map(|doubt| format!(" !! {doubt}"))
                .unwrap_or_default(),
        );
    }
    for note in &document.notes {
        println!("{note:?}");
    }
}

/// Writes a draft of a truth, to be read and corrected by a person:
/// `GLOSSATOR_SHOW=path cargo test --test structure draft_truth -- --ignored --nocapture`.
#[test]
#[ignore = "a tool for writing truths"]
fn draft_truth() {
    let path = PathBuf::from(std::env::var_os("GLOSSATOR_SHOW").unwrap());
    let document = read(&path).unwrap();
    let meta = &document.meta;
    let mut notes = Vec::new();
    let mut blocks = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(block);
        for call in &block.calls {
            let before = document.slice(&(block.range.start..call.at));
            let from = before.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
            notes.push(serde_json::json!({"label": format!("fn {}", call.label), "block": at, "after": &before[from..]}));
        }
        blocks.push(serde_json::json!({
            "kind": block.kind.name(), "label": block.label(), "level": (block.level > 0).then_some(block.level),
            "date": block.date.as_ref().map(|date| &date.iso), "folded": block.folded, "text": text,
        }));
    }
    let truth = serde_json::json!({
        "document": {
            "file": path.file_name().unwrap().to_string_lossy(), "title": meta.title,
            "date": meta.date.as_ref().map(|date| &date.iso), "origin": meta.origin,
            "metadata": (!meta.authors.is_empty()).then(|| serde_json::json!({"author": meta.authors.join("; ")})),
        },
        "blocks": blocks, "notes": notes,
    });
    println!("{}", serde_json::to_string_pretty(&truth).unwrap());
}
