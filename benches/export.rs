//! How long the Markdown of a corpus with 200,000 annotations takes: gathered, written as a folder of
//! pages, and once more when nothing has changed.
//!
//! ```text
//! cargo bench --bench export              # 200,000 annotations
//! cargo bench --bench export -- 20000     # fewer
//! ```

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark says what it measured, or why it could not"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use glossator::corpus::Corpus;
use glossator::export::grouping::Group;
use glossator::export::markdown::{Flavour, Job};
use glossator::export::{Material, Scope, Standing};
use glossator::library::whereabouts::Finder;
use glossator::library::{Author, By, Library, TagPath, Target, Timestamp, acts};
use glossator::passage::Anchor;

/// Annotations of one document.
const EACH: usize = 400;

fn main() {
    let count = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(200_000_usize);
    let temp = tempfile::tempdir().unwrap();
    let sources = temp.path().join("corpus");
    fs::create_dir(&sources).unwrap();
    for number in 0..count.div_ceil(EACH) {
        let text: Vec<String> = (0..EACH)
            .map(|at| {
                format!(
                    "{at}. Ownership was left open, no later than a treaty of peace in {number}."
                )
            })
            .collect();
        fs::write(
            sources.join(format!("doc-{number:04}.txt")),
            text.join("\n\n"),
        )
        .unwrap();
    }
    let corpus = Corpus::open(&[sources]).unwrap();
    let by = By {
        author: Author("Ada".into()),
        time: Timestamp::now(),
    };
    let mut library = Library::default();
    for index in 0..corpus.len() {
        let document = corpus.document(index).unwrap();
        let places = document.text.match_indices("no later than").take(EACH);
        let anchors: Vec<Anchor> = places
            .map(|(at, words)| Anchor::of(&document, &(at..at + words.len())).unwrap())
            .collect();
        let tag = [TagPath::parse(&format!("matter/{}", index % 300)).unwrap()];
        let act = acts::tag(&library, &by, &anchors, &tag).unwrap();
        library.apply(&act.changes);
    }
    println!(
        "{} annotations in {} documents",
        library.annotations().count(),
        corpus.len()
    );

    let out = temp.path().join("out");
    fs::create_dir(&out).unwrap();
    for round in ["written", "once more, nothing changed"] {
        let start = Instant::now();
        let finder = RefCell::new(Finder::new(&corpus, &[], BTreeMap::new(), &|_| None));
        let placing = |target: &Target| Standing::from(finder.borrow_mut().find(target));
        let scope = Scope::default();
        let material = Material::gather(&corpus, &library, &placing, &scope);
        let gathered = start.elapsed();
        let job = Job {
            material: &material,
            scope: &scope,
            flavour: Flavour::CommonMark,
            group: Group::Document,
        };
        let mut touched = 0;
        for file in job.folder() {
            let path = out.join(&file.name);
            let new = match fs::read_to_string(&path) {
                Ok(old) => {
                    let merged = file.page.merged_into(&old, false).unwrap();
                    (merged.text != old).then_some(merged.text)
                }
                Err(_) => Some(file.page.written()),
            };
            if let Some(text) = new {
                fs::write(path, text).unwrap();
                touched += 1;
            }
        }
        println!(
            "{round}: gathered {:.2} s, all {:.2} s, {touched} files written",
            gathered.as_secs_f64(),
            start.elapsed().as_secs_f64()
        );
    }
}
