//! The hostile set, opened, read, searched, annotated and exported, in a terminal and in pipes:
//! nothing in it drives the terminal, leaves its folder, runs, hangs or is changed.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

#[path = "common/pty.rs"]
#[expect(dead_code, reason = "signals and sizes are for other tests")]
mod pty;
#[path = "hostile/scan.rs"]
mod scan;
#[path = "../examples/hostile_set/set.rs"]
#[expect(dead_code, reason = "the full size is for trials by hand")]
mod set;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use portable_pty::CommandBuilder;
use pty::Session;
use scan::{drives, shapes};
use set::{RUN, SECRET, Scale};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_glossator");

/// The set as it lies on the disk, and a copy of every family's libraries elsewhere.
struct Lying {
    folder: TempDir,
    families: Vec<&'static str>,
}

impl Lying {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let items = set::all(folder.path(), Scale::Small);
        assert!(items.len() >= 150, "only {} items", items.len());
        set::write(folder.path(), &items).unwrap();
        Self {
            families: set::families(&items),
            folder,
        }
    }

    fn family(&self, family: &str) -> PathBuf {
        self.folder.path().join(family)
    }
}

/// Every file below a folder with its bytes; links and special files by their kind.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if entry.file_name() == ".glossator" {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                all.insert(entry.path(), fs::read(entry.path()).unwrap_or_default());
            } else {
                all.insert(entry.path(), format!("{kind:?}").into_bytes());
            }
        }
    }
    all
}

/// Runs a command on a corpus under limits on memory and processor time, with pipes.
fn command(corpus: &Path, arguments: &[&str]) -> Output {
    let mut words = vec![
        PROGRAM.to_owned(),
        "-C".into(),
        corpus.display().to_string(),
    ];
    words.extend(arguments.iter().map(|&argument| argument.to_owned()));
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 6000000; ulimit -t 60; exec \"$@\"", "sh"])
        .args(&words)
        .env("HOME", corpus)
        .output()
        .unwrap();
    let code = output.status.code();
    assert!(
        matches!(code, Some(0..=3)),
        "{arguments:?} on {} ended with {code:?}: {}",
        corpus.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_harmless(arguments, &output.stderr);
    output
}

/// Nothing that drives a terminal, and nothing from outside the folder.
fn assert_harmless(what: &[&str], bytes: &[u8]) {
    if let Some(found) = drives(bytes) {
        panic!("{what:?} lets through: {found}");
    }
    let leaked = bytes
        .windows(SECRET.len())
        .any(|window| window == SECRET.as_bytes());
    assert!(!leaked, "{what:?} shows what lies outside");
}

/// The ids of a corpus.
fn ids(corpus: &Path) -> Vec<String> {
    let output = command(corpus, &["documents", "--json"]);
    assert_harmless(&["documents", "--json"], &output.stdout);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_family_is_read_searched_and_exported_without_harm() {
    let set = Lying::new();
    let before = everything(set.folder.path());
    for family in &set.families {
        let corpus = set.family(family);
        let ids = ids(&corpus);
        assert!(!ids.is_empty(), "{family} opens nothing");
        for arguments in [
            &["search", "harbour", "--json"][..],
            &["search", "--regex", "e.*l", "--count", "--json"],
            &["timeline", "--json"],
            &["doctor", "--json"],
        ] {
            assert_harmless(arguments, &command(&corpus, arguments).stdout);
        }
        for id in ids.iter().take(1) {
            let arguments = ["outline", id, "--json"];
            assert_harmless(&arguments, &command(&corpus, &arguments).stdout);
        }
        let folder = corpus.join(".glossator");
        if folder.exists() {
            let mode = fs::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "others may look into {}", folder.display());
        }
    }
    assert!(
        before == everything(set.folder.path()),
        "a source was changed"
    );
    assert!(!Path::new(RUN).exists(), "a command in a document was run");
}

#[test]
fn what_leaves_the_program_is_escaped_for_where_it_goes() {
    let set = Lying::new();
    let out = tempfile::tempdir().unwrap();
    for family in ["terminal", "names", "unicode", "html"] {
        let corpus = set.family(family);
        for id in ids(&corpus).iter().take(4) {
            let address = format!("{id}#p2");
            command(
                &corpus,
                &[
                    "annotate",
                    &address,
                    "--tag",
                    "evil/tag",
                    "--note",
                    "=cmd()|x \u{1b}]0;evil\u{7} <script>x</script>",
                ],
            );
        }
        for format in [
            "markdown", "obsidian", "pandoc", "org", "html", "jsonl", "csv", "tsv", "w3c",
        ] {
            let to = out.path().join(format!("{family}-{format}"));
            let to = to.to_str().unwrap();
            command(&corpus, &["export", "--format", format, "--out", to]);
            for (path, bytes) in everything_at(Path::new(to)) {
                let name = path.to_string_lossy().into_owned();
                assert_harmless(&[family, format, &name], &bytes);
                let text = String::from_utf8(bytes).unwrap();
                assert!(
                    !(format == "html" && text.contains("<script>x")),
                    "{name} runs a script"
                );
                if format == "csv" {
                    assert!(
                        !text.contains("\"=cmd") && !text.contains(",=cmd"),
                        "{name} holds a formula"
                    );
                }
            }
        }
    }
}

/// A file, or everything in a folder.
fn everything_at(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    if path.is_dir() {
        everything(path)
    } else {
        BTreeMap::from([(path.to_path_buf(), fs::read(path).unwrap())])
    }
}

#[test]
fn on_a_terminal_the_command_line_shows_symbols() {
    let set = Lying::new();
    for family in ["terminal", "names", "unicode", "traps"] {
        let corpus = set.family(family);
        for arguments in [
            &["documents"][..],
            &["search", "middle"],
            &["timeline"],
            &["show", "no\u{1b}]0;evil\u{7}such"],
            &["\u{1b}[66;6H"],
        ] {
            let mut builder = CommandBuilder::new(PROGRAM);
            builder.arg("-C");
            builder.arg(&corpus);
            builder.args(arguments);
            builder.env("HOME", &corpus);
            let mut session = Session::start(builder, 120, 40);
            session.end();
            assert_harmless(arguments, session.written());
        }
    }
}

#[test]
fn the_reader_sends_the_same_sequences_as_on_harmless_texts() {
    let set = Lying::new();
    let known = harmless();
    for family in &set.families {
        let corpus = set.family(family);
        let home = tempfile::tempdir().unwrap();
        let count = ids(&corpus).len();
        let written = walked(home.path(), &corpus, count);
        for shape in shapes(&written) {
            assert!(
                known.contains(&shape.kind),
                "{family}: the terminal got {}",
                shape.whole
            );
            assert!(
                shape.row.is_none_or(|row| row <= ROWS.into()),
                "{family}: {}",
                shape.whole
            );
        }
        assert_no_secret(family, &written);
    }
    assert!(!Path::new(RUN).exists(), "a command in a document was run");
}

const ROWS: u16 = 30;

/// The kinds of sequences that the reader sends for a corpus without any harm in it.
fn harmless() -> &'static std::collections::BTreeSet<String> {
    static KNOWN: OnceLock<std::collections::BTreeSet<String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let corpus = home.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        for name in ["one", "two", "three"] {
            let text = format!(
                "# {name}\n\nA plain sentence about the *harbour*.\n\nOn 19 October 1956 another.\n"
            );
            fs::write(corpus.join(format!("{name}.md")), text).unwrap();
        }
        shapes(&walked(home.path(), &corpus, 3))
            .into_iter()
            .map(|shape| shape.kind)
            .collect()
    })
}

/// Everything the reader wrote while somebody walked through all documents, searched, and looked
/// at the lists.
fn walked(home: &Path, corpus: &Path, count: usize) -> Vec<u8> {
    let mut session = Session::reader(home, corpus, 110, ROWS);
    session.wait("the first screen", |screen| {
        screen.contents().contains("Outline")
    });
    for _ in 1..count {
        another(&mut session, "]d");
    }
    another(&mut session, "/harbour");
    another(&mut session, "\r");
    session.press(" y");
    session.wait_for("Timeline");
    session.press("q");
    session.wait("the text again", |screen| {
        !screen.contents().contains("Timeline")
    });
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
    session.written().to_vec()
}

/// Presses keys and waits until the screen is another one.
fn another(session: &mut Session, keys: &str) {
    let before = session.text();
    session.press(keys);
    session.wait(keys, |screen| screen.contents() != before);
}

fn assert_no_secret(family: &str, bytes: &[u8]) {
    let leaked = bytes
        .windows(SECRET.len())
        .any(|window| window == SECRET.as_bytes());
    assert!(!leaked, "{family}: the reader shows what lies outside");
}
