//! Exporting again: what did not change is known without being made, what did is never missed, and the
//! pages of another library are left alone.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program should fail"
)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use assert_cmd::Command;
use serde_json::Value;

const TEXT: &str = "The islands were left open.\n\nA treaty of peace was to settle them.\n\nNobody \
    signed one, and the matter rests.\n";

/// A corpus in a folder, and room beside it for what is exported.
struct Desk {
    folder: tempfile::TempDir,
    corpus: &'static str,
}

impl Desk {
    /// Two documents, each with marked passages.
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
            corpus: "corpus",
        };
        desk.fill();
        desk
    }

    fn fill(&self) {
        fs::create_dir(self.path(self.corpus)).unwrap();
        for name in ["letter", "cable"] {
            self.write(&format!("{}/{name}.txt", self.corpus), TEXT);
            for words in ["left open", "treaty of peace", "Nobody"] {
                let address = format!("{name}:\"{words}\"");
                let note = "Seen, and seen again. ".repeat(12);
                self.run(&["annotate", &address, "--tag", "matter", "--note", &note]);
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file as if that had been done some time ago: one that changed just now may change again
    /// without another time.
    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        set_time(&path, SystemTime::now() - Duration::from_mins(1));
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs a command; gives whether it succeeded, and what it printed and said.
    fn told(&self, arguments: &[&str]) -> (bool, String, String) {
        let output = Command::cargo_bin("glossator")
            .unwrap()
            .current_dir(self.folder.path())
            .env("USER", "tester")
            .env("GLOSSATOR_CONFIG", self.path("no-config"))
            .args(["-C", self.corpus])
            .args(arguments)
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    fn run(&self, arguments: &[&str]) -> String {
        let (success, printed, said) = self.told(arguments);
        assert!(success, "{arguments:?}: {said}");
        printed
    }

    /// Exports into the folder of pages; gives what became of each file, and what was said.
    fn export(&self) -> (Vec<String>, String) {
        let (success, printed, said) = self.told(&["export", "--out", "pages/", "--json"]);
        assert!(success, "{said}");
        let told: Value = serde_json::from_str(&printed).unwrap();
        let files = told["files"].as_array().unwrap().iter();
        let outcome = |file: &Value| {
            let path = Path::new(file["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_str().unwrap();
            format!("{name} {}", file["outcome"].as_str().unwrap())
        };
        (files.map(outcome).collect(), said)
    }

    /// The memory of the last export.
    fn memory(&self) -> Option<PathBuf> {
        let folder = self.path(self.corpus).join(".glossator/cache/exports");
        let mut entries = fs::read_dir(folder).ok()?.flatten();
        Some(entries.next()?.path())
    }
}

fn set_time(path: &Path, time: SystemTime) {
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

const SAME: [&str; 3] = ["index.md same", "cable.md same", "letter.md same"];

#[test]
fn an_unchanged_library_is_not_even_opened() {
    let desk = Desk::new();
    // The first finds the files catalogued; what it left is remembered.
    desk.export();
    assert!(desk.memory().is_some());
    // Damage in the middle of the journal is told by whoever opens the library.
    let journal = desk.path("corpus/.glossator/journal.jsonl");
    let mut bytes = fs::read(&journal).unwrap();
    assert!(bytes.len() > 6000, "{}", bytes.len());
    let at = bytes.iter().position(|it| *it == b'\n').unwrap() + 80;
    bytes[at] ^= 1;
    let time = fs::metadata(&journal).unwrap().modified().unwrap();
    let mut file = File::options().write(true).open(&journal).unwrap();
    std::io::Write::write_all(&mut file, &bytes).unwrap();
    drop(file);
    set_time(&journal, time);
    let (outcomes, said) = desk.export();
    assert_eq!(outcomes, SAME);
    assert!(
        said.contains("nothing was written") && !said.contains("journal"),
        "{said}"
    );
    let (_, _, said) = desk.told(&["annotations"]);
    assert!(said.contains("journal"), "{said}");
}

#[test]
fn whatever_changes_is_seen() {
    let desk = Desk::new();
    assert_eq!(
        desk.export().0,
        ["index.md new", "cable.md new", "letter.md new"]
    );
    assert_eq!(desk.export().0, SAME);
    // The library.
    desk.run(&["annotate", "cable:\"islands\"", "--tag", "matter"]);
    let (outcomes, _) = desk.export();
    assert_eq!(
        outcomes,
        ["index.md changed", "cable.md changed", "letter.md same"]
    );
    assert_eq!(desk.export().0, SAME);
    // A document.
    desk.write(
        "corpus/letter.txt",
        &TEXT.replace("Nobody", "Hardly anybody"),
    );
    assert!(desk.export().0.contains(&"letter.md changed".to_owned()));
    assert_eq!(desk.export().0, SAME);
    // A page, by hand, with as many bytes and the time of before.
    let page = desk.path("pages/cable.md");
    let time = fs::metadata(&page).unwrap().modified().unwrap();
    let edited = desk
        .read("pages/cable.md")
        .replacen("> Nobody", "> nobody", 1);
    fs::write(&page, &edited).unwrap();
    set_time(&page, time);
    for _ in 0..2 {
        let (outcomes, said) = desk.export();
        assert_eq!(outcomes, SAME);
        assert!(said.contains("was edited by hand"), "{said}");
        assert_eq!(desk.read("pages/cable.md"), edited);
    }
    // Prose of the reader is no reason to write, and stays.
    let prose = format!("{}\n\n\nMy own words.\n", desk.read("pages/letter.md"));
    fs::write(desk.path("pages/letter.md"), &prose).unwrap();
    assert_eq!(desk.export().0, SAME);
    assert_eq!(desk.export().0, SAME);
    assert_eq!(desk.read("pages/letter.md"), prose);
    // A page that is gone is made again, and one that came is emptied.
    fs::remove_file(desk.path("pages/letter.md")).unwrap();
    fs::copy(
        desk.path("pages/cable.md"),
        desk.path("pages/cable copy.md"),
    )
    .unwrap();
    let (outcomes, _) = desk.export();
    assert!(
        outcomes.contains(&"letter.md new".to_owned()),
        "{outcomes:?}"
    );
    assert!(!desk.read("pages/cable copy.md").contains("gl:begin"));
}

#[test]
fn another_choice_and_a_damaged_memory_are_exports_of_their_own() {
    let desk = Desk::new();
    desk.export();
    let page = desk.read("pages/cable.md");
    let memory = desk.memory().unwrap();
    let damaged = fs::read_to_string(&memory)
        .unwrap()
        .replace("cable", "table");
    fs::write(&memory, damaged).unwrap();
    assert_eq!(desk.export().0, SAME);
    desk.run(&["export", "--out", "pages/", "--context", "paragraph"]);
    assert_ne!(desk.read("pages/cable.md"), page);
    // The first choice once more is not what was left by the second.
    desk.export();
    assert_eq!(desk.read("pages/cable.md"), page);
    let (success, _, said) = desk.told(&["export", "--out", "pages/", "--check"]);
    assert!(success && said.contains("up to date"), "{said}");
}

#[test]
fn pages_of_another_library_are_left_alone() {
    let desk = Desk::new();
    desk.run(&["export", "--out", "notes.md"]);
    desk.export();
    let other = Desk {
        corpus: "other",
        folder: desk.folder,
    };
    other.fill();
    let before = other.read("notes.md");
    let (success, _, said) = other.told(&["export", "--out", "notes.md"]);
    assert!(!success);
    assert!(
        said.contains("6 passages of another library") && said.contains("another place"),
        "{said}"
    );
    assert_eq!(other.read("notes.md"), before);
    // A folder as a whole, whichever of its pages the other library would write.
    let pages = [other.read("pages/index.md"), other.read("pages/cable.md")];
    fs::write(other.path("other/letter.txt"), "Not this one.\n").unwrap();
    let (success, _, said) = other.told(&["export", "--out", "pages/"]);
    assert!(!success && said.contains("another library"), "{said}");
    assert_eq!(
        [other.read("pages/index.md"), other.read("pages/cable.md")],
        pages
    );
    // What this library once had is its own, though it was removed.
    other.run(&["export", "--out", "own.md"]);
    other.run(&["undo"]);
    other.run(&["export", "--out", "own.md"]);
    other.run(&["export", "--out", "notes.md", "--force"]);
    assert_ne!(other.read("notes.md"), before);
}
