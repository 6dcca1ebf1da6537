//! How long a library takes to open, with nothing in it and with 200,000 annotations, and how
//! long an annotation takes to be confirmed, beside a bare write and sync of the same bytes.
//!
//! ```text
//! cargo bench --bench library              # 200,000 annotations
//! cargo bench --bench library -- 20000     # fewer
//! ```
//!
//! The figures compared are taken in one run, in turn, so that what else the machine does falls
//! on both alike. The medians are printed.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark says what it measured, or why it could not"
)]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glossator::corpus::{Document, DocumentId, Format, Meta, TextHash};
use glossator::library::{Author, By, Library, Placements, TagPath, Timestamp, acts};
use glossator::passage::Anchor;
use glossator::store::{Access, Opened, Store};

/// Annotations of one document.
const EACH: usize = 400;

fn by() -> By {
    By {
        author: Author("Ada".into()),
        time: Timestamp::now(),
    }
}

fn document(number: usize) -> Document {
    let sentence = "Ownership of the islands was left open, no later than a treaty of peace. ";
    let text = format!("Document {number}. {}", sentence.repeat(EACH * 2));
    Document {
        id: DocumentId::new(format!("doc-{number:04}")),
        path: format!("doc-{number:04}.txt").into(),
        format: Format::Text,
        encoding: "UTF-8".into(),
        meta: Meta::default(),
        hash: TextHash::of(&text),
        text,
        blocks: Vec::new(),
        inlines: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
        corrected: Vec::new(),
    }
}

fn anchors(document: &Document) -> Vec<Anchor> {
    let places = document.text.match_indices("no later than").take(EACH);
    places
        .map(|(at, words)| Anchor::of(document, &(at..at + words.len())).unwrap())
        .collect()
}

fn put(opened: &mut Opened, act: glossator::library::Act) {
    let entry = Arc::new(opened.history.sign(act, &by()));
    opened.store.commit(&entry).unwrap();
    opened.library.apply(&entry.changes);
    opened.history.push(entry);
}

/// A library of so many annotations, one entry for each document.
fn fill(dir: &Path, count: usize) {
    let mut opened = Store::open(dir, Access::Write).unwrap();
    for number in 0..count.div_ceil(EACH) {
        let document = document(number);
        let tag = [TagPath::parse(&format!("matter/{}", number % 300)).unwrap()];
        let act = acts::tag(&opened.library, &by(), &anchors(&document), &tag).unwrap();
        opened.store.keep(&document).unwrap();
        put(&mut opened, act);
    }
    assert!(opened.store.close().is_empty());
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// From nothing to where everything on the first page is known: the document read and its
/// passages placed. Returns that time, and until the whole library was there.
fn open(dir: &Path, source: &Path) -> (Duration, Duration) {
    let start = Instant::now();
    let text = std::fs::read_to_string(source).unwrap();
    let document = Document {
        hash: TextHash::of(&text),
        text,
        ..document(7)
    };
    let mut opened = Store::open_for(dir, Access::Write, &document.id).unwrap();
    let placements = Placements::of(&document, &opened.library, &[], &|_| None);
    let first = start.elapsed();
    let standing = placements.standing().count();
    let whole: Library = match opened.rest.take() {
        Some(mut rest) => {
            opened.store.load(&mut rest);
            let loaded = rest.wait().unwrap();
            opened.store.complete(loaded).unwrap().0
        }
        None => opened.library,
    };
    assert!(whole.is_empty() || standing == EACH);
    (first, start.elapsed())
}

fn main() {
    let count = std::env::args()
        .find_map(|it| it.parse().ok())
        .unwrap_or(200_000);
    let temp = tempfile::tempdir().unwrap();
    let (full, none) = (temp.path().join("full"), temp.path().join("none"));
    let source = temp.path().join("source.txt");
    std::fs::write(&source, document(7).text).unwrap();
    let start = Instant::now();
    fill(&full, count);
    println!(
        "{count} annotations written in {:.1} s",
        start.elapsed().as_secs_f64()
    );

    let (mut empty, mut by_database, mut prepared, mut whole) = (vec![], vec![], vec![], vec![]);
    for _ in 0..7 {
        let _ = std::fs::remove_file(full.join("opening.json"));
        empty.push(open(&none, &source).0);
        let (first, all) = open(&full, &source);
        by_database.push(first);
        whole.push(all);
        let opened = Store::open(&full, Access::Write).unwrap();
        let id = document(7).id;
        opened
            .store
            .prepare_opening(&opened.library, &opened.history, &id)
            .unwrap();
        drop(opened);
        empty.push(open(&none, &source).0);
        prepared.push(open(&full, &source).0);
    }
    let (empty, by_database, prepared) = (median(empty), median(by_database), median(prepared));
    println!(
        "first page, no library:                {:7.2} ms",
        ms(empty)
    );
    println!(
        "first page, as the last session left:  {:7.2} ms, {:.2} times",
        ms(prepared),
        ms(prepared) / ms(empty)
    );
    println!(
        "first page, from the database:         {:7.2} ms, {:.2} times",
        ms(by_database),
        ms(by_database) / ms(empty)
    );
    println!(
        "whole library in the background:       {:7.0} ms",
        ms(median(whole))
    );
    for large in [false, true] {
        confirm(if large { &full } else { &none }, temp.path(), large);
    }
}

/// Confirms annotations, each after a bare write and sync of as many bytes, in turn.
fn confirm(dir: &Path, temp: &Path, large: bool) {
    let mut opened = Store::open(dir, Access::Write).unwrap();
    let source = document(9999);
    opened.store.keep(&source).unwrap();
    let mut bare = OpenOptions::new()
        .append(true)
        .create(true)
        .open(temp.join("bare"))
        .unwrap();
    let (mut confirmed, mut written) = (vec![], vec![]);
    for anchor in anchors(&source).into_iter().take(300) {
        let act = acts::note(&opened.library, &by(), &anchor, "Compare the other text.").unwrap();
        let bytes = vec![b'x'; serde_json::to_vec(&act.changes).unwrap().len() + 250];
        let start = Instant::now();
        bare.write_all(&bytes).unwrap();
        bare.sync_data().unwrap();
        written.push(start.elapsed());
        let entry = Arc::new(opened.history.sign(act, &by()));
        let start = Instant::now();
        opened.store.commit(&entry).unwrap();
        confirmed.push(start.elapsed());
        opened.library.apply(&entry.changes);
        opened.history.push(entry);
    }
    let (confirmed, written) = (median(confirmed), median(written));
    println!(
        "one annotation confirmed{}: {:.2} ms; the same bytes written and synced: {:.2} ms; {:.2} times",
        if large {
            ", large library"
        } else {
            ", new library"
        },
        ms(confirmed),
        ms(written),
        ms(confirmed) / ms(written)
    );
}
