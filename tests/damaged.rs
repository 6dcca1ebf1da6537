//! Damaged files of every format: cut off anywhere, with bits turned over, with pieces doubled or
//! taken out. A reader may refuse such a file or read what is left of it; it must not panic, hang, or
//! give a document that contradicts itself.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

#[expect(unreachable_pub, reason = "unit tests use the same file")]
#[path = "common/made_pdf.rs"]
mod made_pdf;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use glossator::corpus::open::document_of;
use glossator::corpus::{Document, worker::use_program};

/// Time that a damaged file of a few kilobytes may take, on a machine that is busy.
const LONG: Duration = Duration::from_secs(15);

/// Numbers that are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below.max(1) as u64)).unwrap()
    }
}

/// A sound file of each format.
fn sound() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/truth/own");
    let mut files: Vec<(String, Vec<u8>)> = [
        "styles-docx.docx",
        "styles-odt.odt",
        "styles-epub.epub",
        "styles-rtf.rtf",
        "saved-document.html",
        "encyclopedia.html",
        "markdown-styles.md",
        "mail-thread.eml",
        "cable-damaged.txt",
        "chronology-ja.txt",
    ]
    .into_iter()
    .map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap()))
    .collect();
    if cfg!(feature = "pdf") {
        let page = vec![
            (18.0, 60.0, 740.0, "A Title Above"),
            (11.0, 60.0, 700.0, "The first line of a page that is read."),
            (11.0, 60.0, 686.0, "The second line of the same page."),
        ];
        files.push(("made.pdf".to_owned(), made_pdf::pdf(&[page.clone(), page])));
    }
    files
}

/// Whether a file is read page by page in another process.
fn is_pdf(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "pdf")
}

/// The file cut off at a place, or with a few bits turned over, a piece doubled or taken out.
fn damaged(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut other = bytes.to_vec();
    match dice.roll(4) {
        0 => other.truncate(dice.roll(bytes.len())),
        1 => {
            for _ in 0..=dice.roll(24) {
                let at = dice.roll(other.len());
                other[at] ^= 1 << dice.roll(8);
            }
        }
        2 => {
            let from = dice.roll(bytes.len());
            let to = (from + 1 + dice.roll(400)).min(bytes.len());
            let at = dice.roll(bytes.len());
            other.splice(at..at, bytes[from..to].iter().copied());
        }
        _ => {
            let from = dice.roll(bytes.len());
            let to = (from + 1 + dice.roll(400)).min(bytes.len());
            other.drain(from..to);
            if dice.roll(2) == 0 {
                let at = dice.roll(other.len() + 1);
                other.splice(at..at, [0, 0xFF, b'<', 0x1B]);
            }
        }
    }
    other
}

/// What holds for every document, whatever it was read from.
fn assert_sound(document: &Document, what: &str) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.range.start >= end, "{what}: blocks overlap");
        assert!(
            document.text.get(block.range.clone()).is_some(),
            "{what}: no stretch of text"
        );
        for call in &block.calls {
            assert!(
                (block.range.start..=block.range.end).contains(&call.at)
                    && document.text.is_char_boundary(call.at),
                "{what}: a note is called outside its block"
            );
        }
        end = block.range.end;
    }
    for inline in &document.inlines {
        assert!(
            document.text.get(inline.range.clone()).is_some(),
            "{what}: a style of nothing"
        );
    }
}

#[test]
fn damaged_files_are_refused_or_read() {
    use_program(env!("CARGO_BIN_EXE_glossator").into());
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for (name, bytes) in sound() {
        // Each page is read by another process: fewer of them.
        let count = if is_pdf(&name) { 24 } else { 160 };
        let mut read = 0;
        for number in 0..count {
            let other = damaged(&bytes, &mut dice);
            let what = format!("{name}, damage {number}");
            let begun = Instant::now();
            if let Ok(document) = document_of(Path::new(&name), &other, None) {
                assert_sound(&document, &what);
                read += 1;
            }
            assert!(begun.elapsed() < LONG, "{what}: {:?}", begun.elapsed());
        }
        assert!(read > 0, "{name}: no damaged file was read at all");
    }
}

/// The same for as long as wanted, on a stable compiler:
/// `GLOSSATOR_SECONDS=600 cargo test --release --test damaged for_long -- --ignored --nocapture`
/// gives each format that many seconds and says how many files were read.
#[test]
#[ignore = "takes as long as it is told to"]
fn damaged_files_for_long() {
    use_program(env!("CARGO_BIN_EXE_glossator").into());
    let seconds = std::env::var("GLOSSATOR_SECONDS")
        .ok()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(10);
    let seed = std::env::var("GLOSSATOR_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ seed);
    for (name, bytes) in sound() {
        let begun = Instant::now();
        let (mut tried, mut read, mut slowest) = (0u64, 0u64, Duration::ZERO);
        while begun.elapsed() < Duration::from_secs(seconds) {
            let mut other = damaged(&bytes, &mut dice);
            // Damage on damage reaches further.
            for _ in 0..dice.roll(3) {
                if !other.is_empty() {
                    other = damaged(&other, &mut dice);
                }
            }
            let one = Instant::now();
            if let Ok(document) = document_of(Path::new(&name), &other, None) {
                assert_sound(&document, &format!("{name}, damage {tried}"));
                read += 1;
            }
            slowest = slowest.max(one.elapsed());
            tried += 1;
        }
        println!("{name}: {tried} damaged files, {read} read, the slowest {slowest:?}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_or_read() {
    use_program(env!("CARGO_BIN_EXE_glossator").into());
    for (name, bytes) in sound() {
        let steps = if is_pdf(&name) { 12 } else { 60 };
        for step in 0..steps {
            let cut = bytes.len() * step / steps;
            if let Ok(document) = document_of(Path::new(&name), &bytes[..cut], None) {
                assert_sound(&document, &format!("{name} cut at {cut}"));
            }
        }
    }
}
