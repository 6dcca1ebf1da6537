use super::*;
use std::fs;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn ids(corpus: &Corpus) -> Vec<String> {
    corpus.listings().iter().map(|l| l.id.to_string()).collect()
}

#[test]
fn a_folder_opens_in_name_order_without_what_is_hidden() {
    let folder = folder(&[
        ("b.txt", "Second words."),
        ("a/deep note.md", "# First"),
        (".hidden.txt", "no"),
        (".glossator/x.txt", "no"),
        ("picture.png", "no"),
        ("a/b.txt", "Another of that name."),
    ]);
    let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(ids(&corpus), ["b", "deep-note", "b-2"]);
    assert!(corpus.problems().is_empty());
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_opens() {
    let folder = folder(&[("a.txt", "Words."), ("empty.txt", "")]);
    fs::write(
        folder.path().join("bad.txt"),
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\x03\0\x3e\0",
    )
    .unwrap();
    let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(corpus.len(), 1);
    let bad: Vec<String> = corpus
        .problems()
        .iter()
        .map(|problem| problem.path.display().to_string())
        .collect();
    assert_eq!(bad, ["bad.txt", "empty.txt"]);
    assert!(corpus.problems()[0].message.contains("not text"));
}

#[test]
fn nothing_to_open_is_said_in_a_sentence() {
    let empty = tempfile::tempdir().unwrap();
    let message = Corpus::open(&[empty.path().to_path_buf()])
        .unwrap_err()
        .to_string();
    assert!(message.contains("holds no document"), "{message}");
    let missing = empty.path().join("nowhere");
    let message = Corpus::open(&[missing]).unwrap_err().to_string();
    assert!(message.contains("there is no file or folder"), "{message}");
    assert!(matches!(Corpus::open(&[]), Err(CorpusError::NoPath)));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_opened() {
    let outside = folder(&[("secret.txt", "Secret.")]);
    let inside = folder(&[("a.txt", "Words.")]);
    std::os::unix::fs::symlink(
        outside.path().join("secret.txt"),
        inside.path().join("link.txt"),
    )
    .unwrap();
    let corpus = Corpus::open(&[inside.path().to_path_buf()]).unwrap();
    assert_eq!(corpus.len(), 1);
    assert!(corpus.problems()[0].message.contains("out of the folder"));
}

#[test]
fn a_document_is_named_by_its_id_its_file_or_its_title() {
    let folder = folder(&[
        (
            "001_first.md",
            "---\nid: 07A1\n---\n\n# Current State of Things\n\nWords.",
        ),
        ("002_second.md", "# Current Affairs\n\nWords."),
    ]);
    let corpus = Corpus::open(&[folder.path().to_path_buf()]).unwrap();
    let found = |name: &str| corpus.find(name).ok();
    let first = found("001_first.md");
    assert!(first.is_some());
    for name in [
        "001",
        "current state",
        "CURRENT STATE O…",
        "Current State of… ",
    ] {
        assert_eq!(found(name), first, "{name}");
    }
    assert!(matches!(
        corpus.find("current"),
        Err(crate::corpus::FindError::Several { .. })
    ));
    assert!(found("…").is_none());
}

#[test]
fn of_a_long_text_the_beginning_comes_first() {
    let paragraph = "A paragraph of some words, and of some more.\n\n";
    let long = paragraph.repeat(30_000);
    let folder = folder(&[("long.txt", &long)]);
    let paths = [folder.path().join("long.txt")];
    let first = Corpus::begin(&paths, None).unwrap();
    assert!(first.is_beginning(0));
    let beginning = first.document(0).unwrap();
    assert!(beginning.text.len() < 200_000);
    let ending = first.ending(0).unwrap();
    assert!(ending.text.len() < 200_000 && ending.text.starts_with("A paragraph"));
    let renewed = first.renew(&paths, None, &|_, _| true).unwrap().unwrap();
    assert!(!renewed.corpus.is_beginning(0) && renewed.corpus.ending(0).is_none());
    let whole = renewed.corpus.document(0).unwrap();
    assert!(whole.text.len() > 1_000_000 && whole.text.starts_with(&beginning.text));
    // What was read is at hand, however long it is.
    assert!(Arc::ptr_eq(&whole, &renewed.corpus.document(0).unwrap()));
}
