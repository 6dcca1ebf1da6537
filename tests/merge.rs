//! Two libraries of the same corpus joined, by folder and as `git` would do it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program should fail"
)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const TEXT: &str =
    "The Joint Declaration was signed in Moscow.\n\nIt promised two islands after a treaty.\n";

fn run(folder: &Path, author: &str, arguments: &[&str]) -> (String, String) {
    let output = Command::cargo_bin("glossator")
        .unwrap()
        .current_dir(folder)
        .env("USER", author)
        .env("GLOSSATOR_CONFIG", folder.join("no-config"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Every annotation: words, tags, note.
fn annotations(folder: &Path) -> Vec<String> {
    let (rows, _) = run(folder, "tester", &["annotations", "--json"]);
    let rows: Value = serde_json::from_str(&rows).unwrap();
    let mut told: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {}", it["text"], it["tags"], it["note"]))
        .collect();
    told.sort();
    told
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

#[test]
fn colleagues_join_their_libraries_in_either_order() {
    let temp = tempfile::tempdir().unwrap();
    let (ada, bob) = (temp.path().join("ada"), temp.path().join("bob"));
    fs::create_dir(&ada).unwrap();
    fs::write(ada.join("cable.txt"), TEXT).unwrap();
    run(
        &ada,
        "ada",
        &["annotate", "cable:\"Joint Declaration\"", "-t", "treaty"],
    );
    copy(&ada, &bob);
    run(
        &ada,
        "ada",
        &[
            "annotate",
            "cable:\"two islands\"",
            "-t",
            "islands",
            "-n",
            "Which?",
        ],
    );
    run(
        &bob,
        "bob",
        &[
            "annotate",
            "cable:\"Moscow\"",
            "-t",
            "islands",
            "-t",
            "place",
        ],
    );
    run(&bob, "bob", &["tag", "rename", "treaty", "treaty/1956"]);
    // What git would be given.
    let journal = |folder: &Path| folder.join(".glossator/journal.jsonl");
    let (ours, theirs) = (temp.path().join("ours"), temp.path().join("theirs"));
    fs::copy(journal(&ada), &ours).unwrap();
    fs::copy(journal(&bob), &theirs).unwrap();

    let untouched = temp.path().join("untouched");
    copy(&ada, &untouched);
    let (_, said) = run(&ada, "ada", &["merge", "../bob", "--dry-run"]);
    assert!(said.contains("1 annotation made"), "{said}");
    run(&ada, "ada", &["merge", "../bob"]);
    run(&bob, "bob", &["merge", "../untouched/.glossator"]);
    let joined = annotations(&ada);
    assert_eq!(
        joined,
        [
            "\"Joint Declaration\" [\"treaty/1956\"] \"\"",
            "\"Moscow\" [\"islands\",\"place\"] \"\"",
            "\"two islands\" [\"islands\"] \"Which?\""
        ]
    );
    assert_eq!(annotations(&bob), joined);
    // Either way the records are the same, and once more there is nothing to do.
    let lines = |folder: &Path| run(folder, "x", &["export", "-f", "jsonl"]).0;
    assert_eq!(lines(&ada), lines(&bob));
    let (_, said) = run(&ada, "ada", &["merge", "../bob"]);
    assert!(said.contains("here already"), "{said}");
    run(&bob, "bob", &["undo"]);
    assert_eq!(annotations(&bob).len(), 2);

    let (ours, theirs) = (ours.to_str().unwrap(), theirs.to_str().unwrap());
    run(temp.path(), "ada", &["merge", "--journal", ours, theirs]);
    fs::copy(ours, journal(&untouched)).unwrap();
    assert_eq!(annotations(&untouched), joined);
    let (_, said) = run(&untouched, "ada", &["doctor"]);
    assert_eq!(said, "");
}

#[test]
fn colleagues_see_how_far_they_agree_and_where_they_do_not() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path();
    fs::write(folder.join("cable.txt"), TEXT).unwrap();
    run(
        folder,
        "ada",
        &["annotate", "cable:\"Moscow\"", "-t", "place"],
    );
    let output = Command::cargo_bin("glossator")
        .unwrap()
        .current_dir(folder)
        .args(["agreement"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let alone = String::from_utf8(output.stderr).unwrap();
    assert!(alone.contains("nothing to compare: ada"), "{alone}");
    run(
        folder,
        "bob",
        &["annotate", "cable:\"signed\"", "-t", "place"],
    );
    run(
        folder,
        "bob",
        &["annotate", "cable:\"islands\"", "-t", "place"],
    );
    let (told, _) = run(folder, "ada", &["agreement"]);
    assert!(
        told.contains("ada, bob in 1 documents, 2 paragraphs"),
        "{told}"
    );
    // Ada said yes to one of two, Bob to both: no better than chance.
    assert!(
        told.contains("place  1      1          0.00   0.00"),
        "{told}"
    );
    assert!(
        told.contains(
            "cable#p2  place: bob yes, ada no  “It promised two islands after a treaty.”"
        ),
        "{told}"
    );
    let (json, _) = run(folder, "ada", &["agreement", "--unit", "word", "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["units"], 14);
    assert_eq!(json["differences"].as_array().unwrap().len(), 3);
}
