//! How long the Markdown of a corpus with 200,000 annotations takes, from the command to its end: written
//! at first as a folder of pages, once more when nothing has changed, and after one note has; then with
//! every text revised, so that no passage is where it was marked and each has to be found again, by the
//! texts in which they were marked and without them. The corpus was opened once before, as by any reader.
//!
//! ```text
//! cargo bench --bench export              # 200,000 annotations
//! cargo bench --bench export -- 20000     # fewer
//! ```
//!
//! What a machine does besides is told apart by the processor time, which stands beside each time.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark says what it measured, or why it could not"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glossator::corpus::Corpus;
use glossator::library::{Act, Author, By, TagPath, Timestamp, acts};
use glossator::passage::Anchor;
use glossator::store::{Access, Opened, Store};

/// Annotations of one document.
const EACH: usize = 400;
/// A file that was written less than two seconds ago may be written again at the same time: such a one
/// is read anew.
const SETTLED: Duration = Duration::from_millis(2_500);

fn by() -> By {
    By {
        author: Author("Ada".into()),
        time: Timestamp::now(),
    }
}

/// The documents, in their first or their second edition.
fn write_corpus(folder: &Path, count: usize, revised: bool) {
    for number in 0..count.div_ceil(EACH) {
        let until = if revised {
            "not later than"
        } else {
            "no later than"
        };
        let text: Vec<String> = (0..EACH)
            .map(|at| {
                format!("{at}. Ownership was left open, {until} a treaty of peace in {number}.")
            })
            .collect();
        fs::write(
            folder.join(format!("doc-{number:04}.txt")),
            text.join("\n\n"),
        )
        .unwrap();
    }
}

fn put(opened: &mut Opened, act: Act) {
    let entry = Arc::new(opened.history.sign(act, &by()));
    opened.store.commit(&entry).unwrap();
    opened.library.apply(&entry.changes);
    opened.history.push(entry);
}

/// Marks a passage in every paragraph of every document.
fn annotate(folder: &Path, library: &Path, keep: bool) -> usize {
    let corpus = Corpus::open(&[folder.to_owned()]).unwrap();
    let mut opened = Store::open(library, Access::Write).unwrap();
    for index in 0..corpus.len() {
        let document = corpus.document(index).unwrap();
        let places = document.text.match_indices("open, no later than a");
        let places: Vec<_> = places.map(|(at, words)| at..at + words.len()).collect();
        let anchors = Anchor::all_of(&document, &places);
        let tag = [TagPath::parse(&format!("matter/{}", index % 300)).unwrap()];
        let act = acts::tag(&opened.library, &by(), &anchors, &tag).unwrap();
        if keep {
            opened.store.keep(&document).unwrap();
        }
        put(&mut opened, act);
    }
    let count = opened.library.annotations().count();
    assert!(opened.store.close().is_empty());
    count
}

/// Writes a note on one passage.
fn note(library: &Path) {
    let mut opened = Store::open(library, Access::Write).unwrap();
    let id = opened.library.annotations().next().unwrap().id;
    let text = format!("Seen at {}.", Timestamp::now().0);
    let act = acts::edit_note(&opened.library, &by(), id, &text).unwrap();
    put(&mut opened, act);
    assert!(opened.store.close().is_empty());
}

/// Runs the program on the corpus; gives what it printed.
fn glossator(arguments: &[&str], folder: &Path) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(arguments)
        .arg("-C")
        .arg(folder)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

/// Exports the corpus with the program and says how long that took and what was written.
fn export(what: &str, folder: &Path, out: &Path) {
    let before = processor_time();
    let start = Instant::now();
    let place = out.join("");
    let told = glossator(
        &["export", "--json", "--out", &place.to_string_lossy()],
        folder,
    );
    let took = start.elapsed().as_secs_f64();
    let outcome = |name: &str| told.matches(&format!("\"outcome\": \"{name}\"")).count();
    println!(
        "{what}: {took:.2} s, {:.2} s of processor; {} files new, {} changed, {} the same",
        processor_time() - before,
        outcome("new"),
        outcome("changed"),
        outcome("same"),
    );
}

/// Seconds of processor time that the programs started from here have used so far.
#[cfg(unix)]
fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok());
    // A hundred ticks a second, on every Linux there is. Fields 16 and 17 of the whole line.
    (ticks(13).unwrap_or(0.0) + ticks(14).unwrap_or(0.0)) / 100.0
}

#[cfg(not(unix))]
fn processor_time() -> f64 {
    0.0
}

fn main() {
    let count = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(200_000_usize);
    for keep in [true, false] {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("corpus");
        let library = folder.join(".glossator");
        fs::create_dir(&folder).unwrap();
        write_corpus(&folder, count, false);
        let marked = annotate(&folder, &library, keep);
        println!(
            "{marked} annotations in {} documents, {}",
            count.div_ceil(EACH),
            if keep {
                "the texts in which they were made kept"
            } else {
                "these texts lost"
            }
        );
        std::thread::sleep(SETTLED);
        let out = temp.path().join("out");
        glossator(&["documents"], &folder);
        if keep {
            export("written at first", &folder, &out);
            export("once more, nothing changed", &folder, &out);
            note(&library);
            export("after a note was written", &folder, &out);
        }
        write_corpus(&folder, count, true);
        std::thread::sleep(SETTLED);
        export("every text revised", &folder, &out);
        export("once more, nothing changed", &folder, &out);
        note(&library);
        export("after a note was written", &folder, &out);
    }
}
