//! Foreign bytes that are no document, a few thousand times: addresses, queries, imports, settings
//! and journals, mutated from good ones.
//!
//! `GLOSSATOR_FOREIGN=SECONDS cargo test --release --test foreign` drives each for that long.

#[path = "../fuzz/foreign.rs"]
mod foreign;

use std::time::{Duration, Instant};

/// How often each is driven without a wish.
const ROUNDS: usize = 1500;

/// Pieces that mean something to one reader or another.
const WORDS: [&str; 48] = [
    "¶7",
    "§3",
    "#p2",
    ":\"joint\"",
    ":fn 1",
    "(2)",
    "…",
    "\"",
    "'",
    ":",
    "cable",
    "Article 9",
    " OR ",
    " AND ",
    "NOT ",
    " NEAR/5 ",
    " NEAR/99999999999 ",
    "*",
    "/",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "|",
    "+",
    "?",
    "tag:x",
    "doc:",
    "date:1956..1960",
    "kind:heading",
    "state:orphaned",
    "link:contradicts",
    "日ソ",
    "и\u{306}",
    "\u{202e}",
    "\u{1b}]0;x\u{7}",
    "\n",
    "\r\n",
    "\0",
    "=",
    ",",
    "99999999999999999999",
    "-1",
    "null",
    "<!-- gl:begin a=1 h=2 -->",
];

/// Numbers without order, the same each time (xorshift; Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Another text made from good ones.
fn mutated(random: &mut Random, good: &[&str]) -> Vec<u8> {
    let mut bytes = good[random.below(good.len())].as_bytes().to_vec();
    for _ in 0..=random.below(5) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.truncate(at),
            2 => {
                let end = at + random.below(bytes.len() - at + 1);
                drop(bytes.drain(at..end));
            }
            3 => {
                let end = at + random.below(bytes.len() - at + 1);
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

fn drive(good: &[&str], mut reader: impl FnMut(&[u8])) {
    let seconds = std::env::var("GLOSSATOR_FOREIGN").ok();
    let end = seconds
        .and_then(|seconds| seconds.parse().ok())
        .map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut random = Random(0x1956_1019);
    for text in good {
        reader(text.as_bytes());
    }
    let mut rounds = 0;
    while end.map_or(rounds < ROUNDS, |end| Instant::now() < end) {
        reader(&mutated(&mut random, good));
        rounds += 1;
    }
}

/// Files below a folder of the project, by their bytes; none where the project came without them.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR")));
    let entries = entries.into_iter().flatten().flatten();
    entries
        .filter_map(|it| std::fs::read(it.path()).ok())
        .collect()
}

#[test]
fn what_fuzzing_found_worth_keeping() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("library");
    let drive = |kind: &str, reader: &dyn Fn(&[u8])| {
        for bytes in files(&format!("fuzz/kept/{kind}")) {
            reader(&bytes);
        }
    };
    drive("address", &foreign::address);
    drive("query", &foreign::query);
    drive("settings", &|bytes| {
        foreign::settings(bytes, folder.path());
    });
    drive("journal", &|bytes| foreign::journal(bytes, &place));
}

#[test]
fn addresses() {
    drive(
        &[
            "cable¶1",
            "cable#p2",
            "cable:\"joint declaration\"",
            "cable¶1:\"Joint … signed\"",
            "cable:fn 1",
            "cable:Article 9",
            "cable:\"a\" (2)",
            "\"odd name\"¶2",
            "¶1",
            "",
        ],
        foreign::address,
    );
}

#[test]
fn queries() {
    drive(
        &[
            "joint declaration",
            "joint OR совместн*",
            "\"joint\" NEAR/5 signed",
            "/j.+n/ AND NOT x",
            "tag:treaty/1956 date:1956..1960 kind:paragraph",
            "(a OR b) AND (c NEAR/2 d)",
            "日ソ*",
            "",
        ],
        foreign::query,
    );
}

#[test]
fn imports() {
    let fixtures = files("tests/fixtures/interop");
    assert!(!fixtures.is_empty());
    for bytes in &fixtures {
        foreign::import(bytes);
    }
    let mut good: Vec<&str> = fixtures
        .iter()
        .filter_map(|bytes| std::str::from_utf8(bytes).ok())
        .collect();
    good.extend(
        [
            "{\"glossator\":1,\"records\":1}\n{\"tag\":{\"id\":\"01890000-0000-7000-8000-000000000000\",\"path\":\"a/b\"}}\n",
            "---\ntitle: x\nglossator:\n  format: 1\n---\n\n<!-- gl:begin a=1 h=2 -->\n\n> x\n\n<!-- gl:end a=1 -->\n",
        ],
    );
    drive(&good, foreign::import);
}

#[test]
fn settings() {
    let folder = tempfile::tempdir().expect("a folder");
    drive(
        &[
            "theme = \"dark\"\nmeasure = 72\nmouse = true\n",
            "[text]\nj = \"next-block\"\n\"g g\" = \"start\"\n",
            "inherits = \"dark\"\n[palette]\nsand = \"#aabbcc\"\n[roles]\nselection = { bg = \"sand\", bold = true }\n",
        ],
        |bytes| foreign::settings(bytes, folder.path()),
    );
}

#[test]
fn journals() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("library");
    let good = journal();
    drive(&[&good, ""], |bytes| foreign::journal(bytes, &place));
}

/// The journal of a library of the first released format.
fn journal() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/library-1/journal.jsonl"
    );
    std::fs::read_to_string(path).expect("the fixture")
}
