//! Documents that were renamed, moved or divided after they were annotated: what the command line
//! and the exports say of the passages, and that the screen shows the same.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program should fail"
)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const CABLE: &str = "The Ambassador said that the Joint Declaration remained the only treaty \
    between the two countries, and that its ninth article spoke of two islands.\n";
const FIRST: &str = "Fishing quotas in the northern waters were discussed at length, without \
    result, by both delegations during the autumn of that year.\n";
const SECOND: &str = "The delegation left Moscow by the night train, and the communiqué was \
    read out in both capitals on the following morning.\n";

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::cargo_bin("glossator")
        .unwrap()
        .current_dir(folder)
        .env("USER", "tester")
        .env("GLOSSATOR_CONFIG", folder.join("no-config"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every annotation as `document: words (state)`.
fn annotations(folder: &Path) -> Vec<String> {
    let rows: Value = serde_json::from_str(&run(folder, &["annotations", "--json"])).unwrap();
    let mut told: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let field = |name: &str| it[name].as_str().unwrap_or("").to_owned();
            format!("{}: {} ({})", field("doc"), field("text"), field("state"))
        })
        .collect();
    told.sort();
    told
}

#[test]
fn passages_follow_a_renamed_and_a_divided_document_everywhere() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path();
    fs::write(folder.join("cable.txt"), CABLE).unwrap();
    fs::write(folder.join("notes.txt"), format!("{FIRST}\n{SECOND}")).unwrap();
    run(
        folder,
        &["annotate", "cable:\"two islands\"", "--note", "Which two?"],
    );
    run(
        folder,
        &["annotate", "notes:\"Fishing quotas\"", "--tag", "fish"],
    );
    run(
        folder,
        &["annotate", "notes:\"the night train\"", "--tag", "travel"],
    );
    run(
        folder,
        &[
            "link",
            "cable:\"two islands\"",
            "notes:\"both capitals\"",
            "-r",
            "cites",
        ],
    );

    fs::create_dir(folder.join("papers")).unwrap();
    fs::rename(folder.join("cable.txt"), folder.join("papers/telegram.txt")).unwrap();
    fs::remove_file(folder.join("notes.txt")).unwrap();
    fs::write(folder.join("part-1.txt"), FIRST).unwrap();
    fs::write(folder.join("part-2.txt"), SECOND).unwrap();

    assert_eq!(
        annotations(folder),
        [
            "part-1: Fishing quotas (moved)",
            "part-2: the night train (moved)",
            "telegram: two islands (exact)"
        ]
    );
    let page = run(folder, &["export"]);
    for words in ["> two islands", "> Fishing quotas", "> the night train"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("orphan"), "{page}");
    let of_part = run(folder, &["export", "--doc", "part-2"]);
    assert!(of_part.contains("night train") && !of_part.contains("Fishing quotas"));
    let hits = run(folder, &["search", "tag:travel"]);
    assert!(hits.contains("part-2"), "{hits}");

    // The screen has them at the same places.
    let screen = run(
        folder,
        &["--print", "--keys", "<space>a", "--size", "100x30", "."],
    );
    for row in [
        "telegram#p1  Which two?",
        "part-1#p1    [fish]",
        "part-2#p1    [travel]",
    ] {
        assert!(screen.contains(row), "{row} in {screen}");
    }

    // Annotating the same text under its new name loses nothing that was made under the old one.
    run(
        folder,
        &["annotate", "telegram:\"only treaty\"", "--note", "Was it?"],
    );
    assert_eq!(
        annotations(folder).last().unwrap(),
        "telegram: two islands (exact)"
    );
    fs::rename(folder.join("papers/telegram.txt"), folder.join("wire.txt")).unwrap();
    let told = annotations(folder);
    assert!(
        told.contains(&"wire: two islands (exact)".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"wire: only treaty (exact)".to_owned()),
        "{told:?}"
    );
}

/// What a command says beside what it prints.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::cargo_bin("glossator")
        .unwrap()
        .current_dir(folder)
        .env("GLOSSATOR_CONFIG", folder.join("no-config"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn an_address_written_down_goes_on_working_or_says_that_it_may_not() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path();
    fs::write(folder.join("cable.txt"), format!("{CABLE}\n{FIRST}")).unwrap();
    fs::write(folder.join("other.txt"), SECOND).unwrap();
    run(
        folder,
        &["annotate", "cable:\"two islands\"", "--note", "Which two?"],
    );
    assert_eq!(said(folder, &["show", "cable#p2"]), "");

    fs::rename(folder.join("cable.txt"), folder.join("telegram.txt")).unwrap();
    let words = run(folder, &["show", "cable:\"two islands\""]);
    assert_eq!(words.trim_end(), "two islands");
    let told = said(folder, &["show", "cable:\"two islands\""]);
    assert!(told.contains("cable is called telegram now"), "{told}");
    run(
        folder,
        &["annotate", "cable:\"only treaty\"", "--note", "Was it?"],
    );

    let edited = format!("A preface.\n\n{CABLE}\n{FIRST}");
    fs::write(folder.join("telegram.txt"), edited).unwrap();
    let told = said(folder, &["show", "telegram#p2"]);
    assert!(told.contains("#p2 may be another paragraph"), "{told}");
    // Words are not mistaken, and say nothing.
    assert_eq!(said(folder, &["show", "telegram:\"two islands\""]), "");
}
