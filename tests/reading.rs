//! The task that everything is measured against, done by keys: read, tag, note, link across
//! documents, leave, come back, and take Markdown away.
#![cfg(unix)]

#[path = "common/pty.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pty::Session;

/// Copies the documents of a folder; not the annotations of whoever reads there already.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a corpus");
    for entry in fs::read_dir(from).expect("documents").flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
}

fn glossator(corpus: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .arg("-C")
        .arg(corpus)
        .args(arguments)
        .output()
        .expect("it runs");
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// The words of a passage.
fn words(corpus: &Path, address: &str) -> String {
    glossator(corpus, &["show", address]).trim_end().to_owned()
}

#[test]
fn the_task_on_the_sample_corpus_in_a_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    let corpus = home.path().join("corpus");
    copied(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus"),
        &corpus,
    );
    let before: Vec<u8> = fs::read(corpus.join("06TOKYO5712.txt")).expect("a source");

    let mut session = Session::reader(home.path(), &corpus, 120, 40);
    session.wait_for("06MOSCOW11844¶1");
    session.press("]d");
    session.wait_for("06TOKYO5712¶1");
    session.press("t");
    session.wait_for("Tag the passage");
    session.press("treaty/1956-declaration\r");
    session.wait_for("saved: tag");
    session.press("n");
    session.wait_for("Note on");
    session.press("Tokyo reads it as an opening.\u{1b}");
    session.wait_for("saved: note");
    session.press("L");
    session.wait_for("a link starts here");
    session.press("[d");
    session.wait_for("06MOSCOW11844¶1");
    session.press("t");
    session.wait_for("Tag the passage");
    session.press("declar\r");
    session.wait_for("saved: tag");
    session.press("L");
    session.wait_for("Tie the link");
    session.press("contra\r");
    session.wait_for("saved: link");
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();

    // Opened again, everything is there, and the link is followed from its other end.
    let mut session = Session::reader(home.path(), &corpus, 120, 40);
    session.wait_for("● treaty/1956-declaration");
    session.wait_for("is contradicted by");
    session.press("\r");
    // The passage also names another document: both ways are offered.
    session.wait_for("Follow which?");
    session.press("1");
    session.wait_for("Tokyo reads it as");
    session.press("u");
    session.wait_for("undone: link");
    session.press("U");
    session.wait_for("done again: link");
    session.press("q");
    assert_eq!(session.end(), 0);

    let page = glossator(&corpus, &["export", "--format", "markdown"]);
    for address in ["06TOKYO5712¶1", "06MOSCOW11844¶1"] {
        let quotation = words(&corpus, address);
        assert!(page.contains(&quotation), "{address} is not in\n{page}");
    }
    for part in [
        "treaty/1956-declaration",
        "Tokyo reads it as an opening.",
        "contradicts",
        "¶1",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert_eq!(
        fs::read(corpus.join("06TOKYO5712.txt")).expect("a source"),
        before,
        "a source was written"
    );
}

#[test]
fn the_task_on_documents_of_a_reader() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: there is no ../shared/seeds");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let corpus = home.path().join("corpus");
    copied(&seeds, &corpus);
    let play = |keys: &str| glossator(&corpus, &["--print", "--size", "120x40", "--keys", keys]);
    // The cable: ¶7 tagged and noted, ¶8 tagged. The report's section: tagged, and linked to.
    play("]d7Gttreaty/1956-declaration<enter>nsays what Moscow offers<esc>j.7GL]d");
    play("gg/1956 performs<enter>");
    let section = "002#p162";
    let screen = play("[d7GL]d/joint declaration of 1956<enter>++.Lcontra<enter>");
    assert!(screen.contains("contradicts"), "{screen}");
    let page = glossator(&corpus, &["export", "--format", "markdown"]);
    for address in ["07MOSCOW601¶7", "07MOSCOW601¶8", section] {
        let quotation = words(&corpus, address);
        // Markdown escapes what would mean something; the words are compared without it.
        let plain = |text: &str| text.replace(['\\', '*', '_'], "");
        assert!(
            plain(&page).contains(&plain(&quotation)),
            "{address} is not in\n{page}"
        );
    }
    assert!(page.contains("says what Moscow offers") && page.contains("¶7") && page.contains("¶8"));
}
