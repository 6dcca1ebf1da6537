//! How long a search through a large corpus takes, beside `rg` asked the same in the same run:
//! `cargo bench --bench scale -- FOLDER`.
//!
//! The folder is read, and indexed in its cache, if that was not done before; the figures are of what
//! comes after, as when the reader has it open. `rg` looks through the files as they are, so that a
//! phrase is a pattern over line ends there; borders of words are asked for in the way that is quick.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use glossator::corpus::Corpus;
use glossator::search::{FoldCache, Index, Marks, Options, Query, across, count};

/// What is asked: its kind, the query, and the same as a pattern for `rg`.
const QUESTIONS: [(&str, &str, &str); 11] = [
    ("word", "shikotan", r"(?-u:\b)shikotan(?-u:\b)"),
    (
        "word of half the documents",
        "zarechny",
        r"(?-u:\b)zarechny(?-u:\b)",
    ),
    (
        "phrase over line ends",
        "joint declaration of 1956",
        r"(?-u:\b)joint\s+declaration\s+of\s+1956(?-u:\b)",
    ),
    ("prefix", "kunashir*", r"(?-u:\b)kunashir\w*"),
    (
        "ten wordings",
        "{1956 joint declaration|joint declaration of 1956|1956 agreement|soviet-japanese joint declaration|habomai|shikotan|northern territories|peace treaty|article 9|kunashiri}",
        r"(?-u:\b)(?:1956\s+joint\s+declaration|joint\s+declaration\s+of\s+1956|1956\s+agreement|soviet-japanese\s+joint\s+declaration|habomai|shikotan|northern\s+territories|peace\s+treaty|article\s+9|kunashiri)(?-u:\b)",
    ),
    (
        "NEAR/10",
        "habomai NEAR/10 shikotan",
        r"(?-u:\b)habomai(?-u:\b)\W+(?:\w+\W+){0,9}?shikotan(?-u:\b)|(?-u:\b)shikotan(?-u:\b)\W+(?:\w+\W+){0,9}?habomai(?-u:\b)",
    ),
    (
        "accents folded",
        "muller",
        r"(?-u:\b)m(?:u\u{308}?|ü)ller(?-u:\b)",
    ),
    (
        "another script",
        "совместная декларация",
        r"совместная\s+декларация",
    ),
    (
        "expression with a word",
        r"/joint\s+declarations?\b/",
        r"joint\s+declarations?(?-u:\b)",
    ),
    (
        "expression of digits",
        "/[0-9]{4}-[0-9]{2}-[0-9]{2}/",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ),
    ("no such word", "zzyzxq", r"(?-u:\b)zzyzxq(?-u:\b)"),
];

/// Each question is asked so often, and the median taken.
const TIMES: usize = 5;
/// One that takes longer is asked once.
const LONG: Duration = Duration::from_secs(2);

fn main() {
    let folders = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    for folder in folders {
        measure(Path::new(&folder));
    }
}

fn measure(folder: &Path) {
    let cache = folder.join(".glossator").join("cache");
    let paths = [folder.to_path_buf()];
    fs::create_dir_all(&cache).expect("a folder for the cache");
    let (corpus, read) = timed(|| Corpus::open_with(&paths, Some(&cache)).expect("a corpus"));
    let (mut index, opened) = timed(|| Index::open(&cache, &corpus));
    let ((), built) = timed(|| {
        if index.unknown() > 0 {
            index.build(&cache, &corpus, usize::MAX, &|_, _| true);
            index = Index::open(&cache, &corpus);
        }
    });
    println!(
        "{}: {} documents; files compared or read {}, index opened {}, completed {}",
        folder.display(),
        corpus.len(),
        ms(read),
        ms(opened),
        ms(built)
    );
    println!(
        "{:<26} {:>10} {:>12} {:>12} {:>12} {:>10}",
        "", "hits", "total", "first hits", "rg", "rg/total"
    );
    let folded = FoldCache::default();
    for (kind, source, pattern) in QUESTIONS {
        let query = Query::read(source, Options::default()).expect("a query");
        let known = (&folded, &index);
        let none = Marks::new();
        let (hits, total) = median(|| {
            let never = AtomicBool::new(false);
            count(&corpus, &query, &none, known, &never).total
        });
        let ((), first) = median(|| {
            let enough = AtomicBool::new(false);
            across(&corpus, &query, &none, known, &enough, |_, _| {
                enough.store(true, Ordering::Relaxed);
            });
        });
        let ((), other) = median(|| rg(pattern, folder));
        println!(
            "{kind:<26} {hits:>10} {:>12} {:>12} {:>12} {:>10.1}",
            ms(total),
            ms(first),
            ms(other),
            other.as_secs_f64() / total.as_secs_f64()
        );
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status
        .lines()
        .filter(|it| it.starts_with("Vm") && it.contains("RSS") || it.starts_with("Rss"))
    {
        println!("{line}");
    }
}

/// Asks `rg`; where it is not there the figure means nothing.
fn rg(pattern: &str, folder: &Path) {
    // Neither what it finds nor that it finds nothing matters here.
    let _ = Command::new("rg")
        .args([
            "--ignore-case",
            "--multiline",
            "--count-matches",
            "--no-filename",
            "-e",
            pattern,
        ])
        .arg(folder)
        .output();
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn median<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let (mut last, first) = timed(&mut work);
    let mut times = vec![first];
    while times.len() < TIMES && first < LONG {
        let (done, time) = timed(&mut work);
        last = done;
        times.push(time);
    }
    times.sort_unstable();
    (last, times.get(times.len() / 2).copied().unwrap_or(first))
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
