//! The command line as scripts and people see it: what each command prints, as text and as JSON, the
//! code it ends with, and what it says when it is used wrongly.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program should fail"
)]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// A small corpus of its own, so that these tests say nothing of how real documents are read.
const CABLE: &str = "# Cable\n\nThe *Joint Declaration* of 1956 was signed in Moscow.\n\n\
    The declaration was signed; the declaration was ratified.\n";
const NOTE: &str = "# Note\n\nТокийская декларация и 日ソ共同宣言 are two papers.\n\n\
    The Joint Declaration of 1956 promised two islands after a treaty.\n";

/// A folder with the corpus.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cable.md"), CABLE).unwrap();
        fs::write(folder.path().join("note.md"), NOTE).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs a command in the folder.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::cargo_bin("glossator")
            .unwrap()
            .current_dir(self.path())
            .env("USER", "tester")
            .env("GLOSSATOR_CONFIG", self.path().join("no-config"))
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What a command prints that succeeds.
    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command prints as JSON that succeeds.
    fn json(&self, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.text(&all)).unwrap()
    }

    /// The code and the message of a command that fails.
    fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), message)
    }

    /// Checks that a command fails with a code and a message that holds some words.
    fn assert_fails(&self, arguments: &[&str], code: i32, words: &str) {
        let (found, message) = self.fails(arguments);
        assert_eq!(found, code, "{arguments:?}: {message}");
        assert!(message.contains(words), "{arguments:?}: {message}");
    }

    /// Annotates two passages and ties them.
    fn annotated() -> Self {
        let desk = Self::new();
        desk.text(&[
            "annotate",
            "cable:\"Joint Declaration\"",
            "--tag",
            "treaty/1956",
            "--note",
            "It *says* so.",
        ]);
        desk.text(&[
            "annotate",
            "note:\"two islands\"",
            "-t",
            "islands",
            "-t",
            "treaty/1956",
        ]);
        desk.text(&[
            "link",
            "cable:\"Joint Declaration\"",
            "note:\"two islands\"",
            "-r",
            "contradicts",
            "-n",
            "See.",
        ]);
        desk
    }
}

fn words<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no {path} in {value}"))
}

#[test]
fn documents_are_listed() {
    let desk = Desk::new();
    assert!(desk.text(&["documents"]).starts_with("cable"));
    let rows = desk.json(&["documents"]);
    assert_eq!(words(&rows, "/0/id"), "cable");
    assert_eq!(words(&rows, "/0/path"), "cable.md");
    assert_eq!(words(&rows, "/0/format"), "markdown");
    assert_eq!(rows[0]["blocks"], 3);
    assert_eq!(rows[0]["annotations"], 0);
}

#[test]
fn offsets_count_code_points_of_the_text_that_show_prints() {
    let desk = Desk::new();
    let outline = desk.json(&["outline", "note"]);
    let text: Vec<char> = desk.text(&["show", "note"]).trim_end().chars().collect();
    let blocks = outline["blocks"].as_array().unwrap();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let at = |name: &str| usize::try_from(block[name].as_u64().unwrap()).unwrap();
        let slice: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(slice, words(block, "/text"));
    }
    assert_eq!(words(&outline, "/blocks/0/kind"), "heading");
    for key in ["id", "title", "date", "origin", "metadata"] {
        assert!(outline.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_passage_is_shown() {
    let desk = Desk::new();
    assert_eq!(
        desk.text(&["show", "note:\"日ソ共同宣言\""]),
        "日ソ共同宣言\n"
    );
    let shown = desk.json(&["show", "cable:\"the declaration\""]);
    assert_eq!(words(&shown, "/address"), "cable#p3:\"the declaration\"");
    assert_eq!(shown["block"], 3);
    let (_, message) = desk.fails(&["show", "cable:\"declaration was\""]);
    assert!(message.contains("2 times"), "{message}");
}

#[test]
fn global_options_stand_before_and_after_the_command() {
    let desk = Desk::new();
    let folder = desk.path().to_str().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("glossator").unwrap();
        command
            .current_dir(elsewhere.path())
            .args(arguments)
            .output()
            .unwrap()
            .stdout
    };
    let before = run(&["-C", folder, "--json", "documents"]);
    let after = run(&["documents", "--json", "-C", folder]);
    assert!(!before.is_empty());
    assert_eq!(before, after);
}

#[test]
fn the_nearest_folder_with_annotations_is_the_corpus() {
    let desk = Desk::annotated();
    let below = desk.path().join("below");
    fs::create_dir(&below).unwrap();
    let output = Command::cargo_bin("glossator")
        .unwrap()
        .current_dir(&below)
        .arg("documents")
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("cable")
    );
}

#[test]
fn annotations_are_made_listed_and_removed() {
    let desk = Desk::annotated();
    let rows = desk.json(&["annotations"]);
    assert_eq!(rows.as_array().unwrap().len(), 2);
    let first = &rows[0];
    assert_eq!(words(first, "/text"), "Joint Declaration");
    assert_eq!(words(first, "/note"), "It *says* so.");
    assert_eq!(words(first, "/state"), "exact");
    assert_eq!(words(first, "/creator"), "tester");
    assert_eq!(first["tags"], serde_json::json!(["treaty/1956"]));
    assert_eq!(
        first["end"].as_u64().unwrap() - first["start"].as_u64().unwrap(),
        17
    );
    assert_eq!(
        desk.json(&["annotations", "--tag", "islands"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        desk.json(&["annotations", "--tag", "treaty"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        desk.json(&["annotations", "--doc", "cab"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        desk.json(&["annotations", "--state", "orphaned"])
            .as_array()
            .unwrap()
            .len(),
        0
    );
    assert!(desk.text(&["annotations"]).contains("“Joint Declaration”"));
    assert_eq!(desk.json(&["documents"])[0]["annotations"], 1);
    desk.text(&["unannotate", words(first, "/id")]);
    assert_eq!(desk.json(&["annotations"]).as_array().unwrap().len(), 1);
}

#[test]
fn an_annotation_with_tags_and_a_note_is_one_undo() {
    let desk = Desk::new();
    let made = desk.json(&[
        "annotate",
        "note:\"two papers\"",
        "-t",
        "a",
        "-t",
        "b",
        "-n",
        "x",
        "--author",
        "Anna",
    ]);
    assert_eq!(made["tags"], serde_json::json!(["a", "b"]));
    assert_eq!(words(&made, "/creator"), "Anna");
    desk.text(&["undo"]);
    assert_eq!(desk.json(&["annotations"]), serde_json::json!([]));
    assert_eq!(desk.json(&["tags"]), serde_json::json!([]));
    let redone = desk.json(&["redo"]);
    assert_eq!(redone["redone"].as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["annotations"])[0]["id"], made["id"]);
    let history = desk.json(&["history"]);
    assert_eq!(history.as_array().unwrap().len(), 1);
    assert_eq!(history[0]["done"], true);
}

#[test]
fn links_are_tied_listed_and_untied() {
    let desk = Desk::annotated();
    let links = desk.json(&["links"]);
    assert_eq!(words(&links, "/0/relation"), "contradicts");
    assert_eq!(words(&links, "/0/note"), "See.");
    assert_eq!(words(&links, "/0/from/doc"), "cable");
    assert_eq!(words(&links, "/0/to/text"), "two islands");
    assert_eq!(
        desk.json(&["links", "note#p3"]).as_array().unwrap().len(),
        1
    );
    assert_eq!(
        desk.json(&["links", "note#p2"]).as_array().unwrap().len(),
        0
    );
    assert!(desk.text(&["links"]).contains("→ note"));
    desk.text(&["unlink", words(&links, "/0/id")]);
    assert_eq!(desk.json(&["links"]), serde_json::json!([]));
}

#[test]
fn tags_are_made_changed_and_removed() {
    let desk = Desk::annotated();
    desk.text(&[
        "tag",
        "add",
        "person/aso",
        "--colour",
        "red",
        "--description",
        "FM Aso",
        "--form",
        "Aso",
    ]);
    desk.text(&[
        "tag",
        "form",
        "person/aso",
        "--add",
        "Foreign Minister Aso",
        "--remove",
        "Aso",
        "--exclude",
        "Asou",
    ]);
    desk.text(&["tag", "describe", "person/aso", "Foreign Minister"]);
    desk.text(&["tag", "rename", "treaty/1956", "treaty/declaration"]);
    let tags = desk.json(&["tags"]);
    let row = |path: &str| {
        let rows = tags.as_array().unwrap();
        rows.iter()
            .find(|row| row["path"] == path)
            .unwrap_or_else(|| panic!("no {path} in {tags}"))
            .clone()
    };
    assert_eq!(row("treaty/declaration")["annotations"], 2);
    let aso = row("person/aso");
    assert_eq!(words(&aso, "/description"), "Foreign Minister");
    assert_eq!(words(&aso, "/colour"), "red");
    assert_eq!(words(&aso, "/forms/0/pattern"), "Foreign Minister Aso");
    assert_eq!(words(&aso, "/forms/1/kind"), "exclude");
    desk.text(&["tag", "merge", "islands", "treaty/declaration"]);
    desk.text(&["tag", "delete", "person/aso"]);
    assert_eq!(desk.json(&["tags"]).as_array().unwrap().len(), 1);
    assert!(desk.text(&["tags"]).contains("2 annotated"));
}

#[test]
fn the_corpus_is_searched() {
    let desk = Desk::annotated();
    let found = desk.json(&["search", "joint", "DECLARATION"]);
    assert_eq!(found["total"], 2);
    assert_eq!(words(&found, "/query"), "joint DECLARATION");
    assert_eq!(words(&found, "/hits/0/text"), "Joint Declaration");
    assert_eq!(words(&found, "/hits/0/before"), "The ");
    assert!(words(&found, "/hits/0/after").starts_with(" of 1956"));
    assert_eq!(desk.text(&["search", "--count", "declaration"]), "4\n");
    assert_eq!(desk.json(&["search", "--count", "declaration"])["total"], 4);
    assert_eq!(desk.json(&["search", "--exact", "declaration"])["total"], 2);
    assert_eq!(desk.json(&["search", "--literal", "clarat"])["total"], 4);
    assert_eq!(desk.json(&["search", "--regex", "[0-9]{4}"])["total"], 2);
    assert_eq!(
        desk.json(&["search", "declaration", "--doc", "note"])["total"],
        1
    );
    assert_eq!(
        desk.json(&["search", "declaration", "--tag", "treaty"])["total"],
        1
    );
    assert!(
        desk.text(&["search", "declaration"])
            .contains("cable#p2: The Joint «Declaration» of 1956")
    );
    desk.assert_fails(&["search", "parliament"], 1, "nothing found");
    desk.assert_fails(&["search", "--regex", "("], 2, "query");
}

#[test]
fn mentions_are_decided_and_remembered() {
    let desk = Desk::new();
    desk.text(&[
        "tag",
        "add",
        "treaty",
        "--form",
        "Joint Declaration",
        "--form",
        "the declaration was",
    ]);
    let found = desk.json(&["mentions", "treaty"]);
    assert_eq!(found["total"], 4);
    assert_eq!(words(&found, "/mentions/0/state"), "undecided");
    assert_eq!(words(&found, "/mentions/0/text"), "Joint Declaration");
    let last = words(&found, "/mentions/3/id").to_owned();
    let decided = desk.json(&["mentions", "treaty", "--confirm", "all", "--reject", &last]);
    let states: Vec<&str> = decided["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| words(it, "/state"))
        .collect();
    assert_eq!(
        states.iter().filter(|state| **state == "confirmed").count(),
        3
    );
    assert_eq!(
        states.iter().filter(|state| **state == "rejected").count(),
        1
    );
    assert_eq!(
        desk.json(&["annotations", "--tag", "treaty"])
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(
        desk.json(&["mentions", "treaty", "--state", "undecided"])["total"],
        0
    );
    assert_eq!(desk.json(&["tags"])[0]["mentions"], 3);
    desk.text(&["undo"]);
    assert_eq!(
        desk.json(&["mentions", "treaty", "--state", "undecided"])["total"],
        4
    );
    assert!(
        desk.text(&["mentions", "treaty"])
            .contains("«Joint Declaration»")
    );
    desk.assert_fails(&["mentions", "treaty", "--reject", "zzzz"], 1, "zzzz");
    desk.assert_fails(&["mentions", "nothing"], 1, "no tag");
}

#[test]
fn an_export_is_written_kept_in_step_and_checked() {
    let desk = Desk::annotated();
    let printed = desk.text(&["export"]);
    assert!(printed.contains("> Joint Declaration\n"), "{printed}");
    assert!(printed.contains("**is contradicted by**"));
    assert_eq!(desk.text(&["export", "--format", "markdown"]), printed);
    desk.assert_fails(
        &["export", "--out", "notes.md", "--check"],
        1,
        "not up to date: notes.md",
    );
    desk.text(&["export", "--out", "notes.md"]);
    let file = desk.path().join("notes.md");
    assert_eq!(fs::read_to_string(&file).unwrap(), printed);
    desk.text(&["export", "--out", "notes.md", "--check"]);
    let mine = printed.replace(
        "<!-- gl:end page -->\n",
        "<!-- gl:end page -->\n\nMy own words.\n",
    );
    fs::write(&file, &mine).unwrap();
    desk.text(&["tag", "rename", "islands", "kuriles"]);
    desk.assert_fails(&["export", "--out", "notes.md", "--check"], 1, "notes.md");
    let changed = desk.text(&["export", "--out", "notes.md", "--diff"]);
    assert!(
        changed.contains("+Tags: `kuriles` `treaty/1956`"),
        "{changed}"
    );
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("\n\nMy own words.\n")
    );
    let one = desk.text(&["export", "--tag", "kuriles", "--doc", "note"]);
    assert!(
        one.contains("id: \"note\"") && !one.contains("> Joint Declaration"),
        "{one}"
    );
}

#[test]
fn a_page_brings_its_annotations_into_a_library_that_never_had_them() {
    let desk = Desk::annotated();
    let before = desk.json(&["annotations"]);
    let told = |rows: &Value| -> Vec<String> {
        let rows = rows.as_array().unwrap().iter();
        let said =
            |it: &Value| format!("{} {} {} {}", it["id"], it["text"], it["tags"], it["note"]);
        rows.map(said).collect()
    };
    for form in ["markdown", "obsidian", "pandoc"] {
        let page = format!(".{form}.md");
        desk.text(&["export", "-f", form, "--out", &page]);
        let library = format!("library-{form}");
        desk.text(&["import", &page, "--library", &library]);
        let there = desk.json(&["annotations", "--library", &library]);
        assert_eq!(told(&there), told(&before), "{form}");
        // One act, and what was taken back stays away.
        desk.text(&["undo", "--library", &library]);
        let said = desk.run(&["import", &page, "--library", &library]);
        assert!(
            String::from_utf8_lossy(&said.stderr).contains("nothing to do"),
            "{said:?}"
        );
    }
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let desk = Desk::annotated();
    let essay = desk.path().join("essay.md");
    fs::write(&essay, "# My essay\n").unwrap();
    desk.assert_fails(
        &["export", "--out", "essay.md"],
        2,
        "not written by Glossator",
    );
    assert_eq!(fs::read_to_string(&essay).unwrap(), "# My essay\n");
    fs::write(desk.path().join("data.csv"), "a,b\n").unwrap();
    desk.assert_fails(
        &["export", "-f", "csv", "--out", "data.csv"],
        2,
        "not written by Glossator",
    );
    desk.text(&["export", "--out", "essay.md", "--force"]);
    assert!(fs::read_to_string(&essay).unwrap().starts_with("---\n"));
}

#[test]
fn a_folder_gets_a_file_for_each_document() {
    let desk = Desk::annotated();
    let result = desk.json(&["export", "--format", "obsidian", "--out", "vault/"]);
    assert_eq!(result["files"].as_array().unwrap().len(), 3);
    let index = fs::read_to_string(desk.path().join("vault/index.md")).unwrap();
    assert!(index.contains("[[cable]]"), "{index}");
    let page = fs::read_to_string(desk.path().join("vault/cable.md")).unwrap();
    assert!(
        page.contains("#treaty/1956") && page.contains("\n^a-"),
        "{page}"
    );
    desk.text(&["unannotate", words(&desk.json(&["annotations"]), "/1/id")]);
    desk.text(&["unlink", words(&desk.json(&["links"]), "/0/id")]);
    desk.text(&["export", "--format", "obsidian", "--out", "vault/"]);
    let page = fs::read_to_string(desk.path().join("vault/note.md")).unwrap();
    assert!(!page.contains("gl:begin"), "{page}");
    let again = desk.json(&["export", "--format", "obsidian", "--out", "vault/"]);
    assert!(
        again["files"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["outcome"] == "same"),
        "{again}"
    );
}

#[test]
fn tables_and_lines_are_exported() {
    let desk = Desk::annotated();
    let csv = desk.text(&["export", "--format", "csv"]);
    assert_eq!(csv.matches(",exact,1.00,tester,").count(), 2, "{csv}");
    assert!(csv.contains(",Joint Declaration,"));
    let lines = desk.text(&["export", "--format", "jsonl"]);
    let head: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(
        head["records"].as_u64().unwrap(),
        lines.lines().count() as u64 - 1
    );
    desk.text(&["export", "--format", "tsv", "--out", "tables/"]);
    assert!(desk.path().join("tables/links.tsv").exists());
}

#[test]
fn a_changed_source_shows_in_the_states() {
    let desk = Desk::annotated();
    let moved = CABLE.replace("# Cable", "# A Longer Title For This Cable");
    fs::write(desk.path().join("cable.md"), moved).unwrap();
    fs::write(
        desk.path().join("note.md"),
        "# Note\n\nEverything here was written anew.\n",
    )
    .unwrap();
    let rows = desk.json(&["annotations"]);
    assert_eq!(words(&rows, "/0/state"), "moved");
    assert_eq!(words(&rows, "/0/text"), "Joint Declaration");
    assert_eq!(words(&rows, "/1/state"), "orphaned");
    assert_eq!(words(&rows, "/1/text"), "two islands");
    assert_eq!(rows[1]["start"], Value::Null);
    let page = desk.text(&["export"]);
    assert!(
        page.contains("State: orphaned") && page.contains("State: moved"),
        "{page}"
    );
    assert!(page.contains("> two islands"));
}

#[test]
fn wrong_use_is_answered_with_a_sentence_and_a_code() {
    let desk = Desk::new();
    for (arguments, code, words) in [
        (&["documents", "-C", "nowhere"][..], 3, "nowhere"),
        (&["nowhere"], 3, "nowhere"),
        (&["show", "cable¶7"], 1, "cable has no ¶7"),
        (&["show", "cabel"], 1, "did you mean cable?"),
        (&["show", "cable#p99"], 1, "it has 3"),
        (&["show", "cable:\"never\""], 1, "do not stand in cable"),
        (&["show", "cable:\"open"], 2, "closing quotation mark"),
        (&["show"], 2, "required"),
        (&["outline", "nothing"], 1, "no document “nothing”"),
        (&["annotate", "cable#p2"], 2, "--tag T, --note TEXT"),
        (&["annotate", "cable#p2", "-t", "a//b"], 2, "a//b"),
        (
            &["annotations", "--tag", "none"],
            1,
            "there is no tag “none”",
        ),
        (&["annotations", "--state", "lost"], 2, "orphaned"),
        (&["unannotate", "ffff"], 1, "ffff"),
        (&["undo"], 1, "nothing to undo"),
        (&["redo"], 1, "nothing to redo"),
        (&["undo", "0"], 2, "0"),
        (&["tag", "rename", "x", "y"], 1, "no tag “x”"),
        (&["export", "--format", "word"], 2, "markdown"),
        (&["export", "--check"], 2, "--out"),
        (&["--frobnicate"], 2, "--frobnicate"),
        (&[], 2, "terminal"),
        (&["open", "cable#p2"], 2, "terminal"),
        (&["--print", "--size", "wide"], 2, "columns by rows"),
        (&["--print", "--keys", "<nokey>"], 2, "nokey"),
    ] {
        desk.assert_fails(arguments, code, words);
    }
    let empty = tempfile::tempdir().unwrap();
    desk.assert_fails(
        &["documents", "-C", empty.path().to_str().unwrap()],
        3,
        "holds no document",
    );
    fs::write(desk.path().join("cable.md"), [0xff, 0xfe, 0x00, 0x01, 0x02]).unwrap();
    assert!(desk.run(&["documents"]).status.success());
}

#[test]
fn keys_are_replayed_without_a_terminal() {
    let desk = Desk::new();
    let screen = desk.text(&["--print", "--size", "100x30"]);
    assert_eq!(screen.lines().count(), 30, "{screen}");
    assert!(screen.contains("Joint Declaration"), "{screen}");
    let moved = desk.text(&["--print", "--size", "100x30", "--keys", "jj"]);
    assert_ne!(moved, screen);
    assert!(
        desk.text(&["open", "note#p3", "--print"])
            .contains("two islands")
    );
}

#[test]
fn dated_things_are_listed_in_order_of_time() {
    let desk = Desk::new();
    let rows = desk.json(&["timeline"]);
    let dates: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| words(row, "/date"))
        .collect();
    assert!(dates.contains(&"1956") && dates.is_sorted(), "{rows}");
    assert_eq!(words(&rows, "/0/precision"), "year");
    assert_eq!(words(&rows, "/0/source"), "text");
    assert!(
        desk.text(&["timeline", "--doc", "note"])
            .contains("note #p3")
    );
    assert_eq!(desk.text(&["timeline", "--source", "entry"]), "");
}

#[test]
fn an_export_of_lines_comes_back_whole_as_one_act() {
    let desk = Desk::annotated();
    let lines = desk.text(&["export", "--format", "jsonl"]);
    let other = Desk::new();
    fs::write(other.path().join("library.jsonl"), &lines).unwrap();
    other.text(&["import", "library.jsonl"]);
    assert_eq!(other.text(&["export", "--format", "jsonl"]), lines);
    other.text(&["import", "library.jsonl"]);
    assert_eq!(other.json(&["history"]).as_array().unwrap().len(), 1);
    other.text(&["undo"]);
    assert_eq!(other.json(&["annotations"]), serde_json::json!([]));
    let cut = lines.lines().take(2).collect::<Vec<_>>().join("\n");
    fs::write(other.path().join("library.jsonl"), cut).unwrap();
    other.assert_fails(&["import", "library.jsonl"], 3, "cut short");
    other.assert_fails(&["import", "cable.md"], 3, "nothing was taken");
    other.assert_fails(&["import", "nowhere.jsonl"], 3, "nowhere.jsonl");
}

#[test]
fn a_library_is_examined_backed_up_and_restored() {
    let desk = Desk::annotated();
    assert_eq!(desk.json(&["doctor"])["well"], true);
    assert!(!desk.text(&["doctor"]).is_empty());
    desk.text(&["backup", "safe"]);
    desk.assert_fails(&["backup", "safe"], 2, "--force");
    let before = desk.json(&["annotations"]);
    desk.text(&["tag", "delete", "treaty/1956"]);
    assert_ne!(desk.json(&["annotations"]), before);
    desk.text(&["restore", "safe"]);
    assert_eq!(desk.json(&["annotations"]), before);
    desk.assert_fails(&["restore", "cable.md"], 3, "cable.md");
    assert_eq!(desk.json(&["annotations"]), before);
    desk.assert_fails(&["doctor", "-C", "nowhere"], 3, "nowhere");
    desk.assert_fails(&["backup", "x", "-C", "sample"], 3, "sample");
}

#[test]
fn keys_and_settings_are_listed() {
    let desk = Desk::new();
    let keys = desk.json(&["keys"]);
    let tag = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == "quit")
        .unwrap();
    assert_eq!(tag["keys"], serde_json::json!(["q"]));
    assert!(desk.text(&["keys"]).contains("quit = [\"q\"]"));
    assert!(desk.text(&["config"]).contains("measure = 72"));
    assert_eq!(words(&desk.json(&["config"]), "/author"), "tester");
}

#[test]
fn the_sample_corpus_is_written_and_not_over_other_files() {
    let desk = Desk::new();
    desk.text(&["sample", "sample"]);
    let rows = desk.json(&["documents", "-C", "sample"]);
    assert!(rows.as_array().unwrap().len() >= 10);
    desk.text(&["sample", "sample"]);
    fs::write(desk.path().join("sample/names.md"), "mine").unwrap();
    desk.assert_fails(&["sample", "sample"], 2, "names.md");
}

#[test]
fn packagers_get_completions_and_a_manual() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            desk.text(&["completions", shell]).contains("annotations"),
            "{shell}"
        );
    }
    assert!(desk.text(&["man"]).contains(".TH glossator"));
    desk.text(&["man", "--out", "man1"]);
    assert!(desk.path().join("man1/glossator-tag-add.1").exists());
    assert!(desk.text(&["--help"]).contains("Exit codes"));
}

#[test]
fn nothing_of_a_document_reaches_json_raw() {
    let desk = Desk::new();
    fs::write(
        desk.path().join("odd.txt"),
        "An odd \u{1b}[2J line with \u{9b}31m and \u{202e} in it.\n",
    )
    .unwrap();
    let printed = desk.text(&["outline", "odd", "--json"]);
    assert!(
        printed.chars().all(|c| c == '\n' || !c.is_control()),
        "{printed:?}"
    );
    assert!(!printed.contains('\u{202e}'));
    assert!(serde_json::from_str::<Value>(&printed).is_ok());
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_in_silence() {
    use std::process::{Command as Plain, Stdio};
    let desk = Desk::new();
    fs::write(desk.path().join("long.txt"), "word ".repeat(200_000)).unwrap();
    let mut child = Plain::new(assert_cmd::cargo::cargo_bin("glossator"))
        .args(["show", "long"])
        .current_dir(desk.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_library_elsewhere_leaves_the_corpus_untouched() {
    let desk = Desk::new();
    let library = tempfile::tempdir().unwrap();
    let at = library.path().join("notes");
    let at = at.to_str().unwrap();
    desk.text(&["annotate", "cable#p2", "-t", "x", "--library", at]);
    assert!(!desk.path().join(".glossator").exists());
    assert_eq!(
        desk.json(&["--library", at, "annotations"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(desk.json(&["annotations"]), serde_json::json!([]));
}

#[test]
fn corrections_hold_for_every_command_and_are_taken_back() {
    let desk = Desk::annotated();
    let kind = |number: usize| {
        let outline = desk.json(&["outline", "cable"]);
        let block = &outline["blocks"][number];
        (
            words(block, "/kind").to_owned(),
            words(block, "/text").to_owned(),
        )
    };
    let id = desk.text(&["correct", "cable#p3", "--join"]);
    let joined = "The Joint Declaration of 1956 was signed in Moscow. \
        The declaration was signed; the declaration was ratified.";
    assert_eq!(kind(1), ("paragraph".into(), joined.into()));
    desk.text(&[
        "correct",
        "cable:\"was signed in Moscow\"",
        "--kind",
        "quote",
    ]);
    assert_eq!(kind(1).0, "quote");
    // What was annotated before stands where it stood.
    let rows = desk.json(&["annotations", "--doc", "cable"]);
    assert_eq!(words(&rows, "/0/text"), "Joint Declaration");
    assert_ne!(words(&rows, "/0/state"), "orphaned");

    desk.text(&["correct", "cable", "--title", "The Moscow Cable"]);
    desk.text(&["correct", "cable", "--date", "19 October 1956"]);
    let rows = desk.json(&["documents"]);
    assert_eq!(words(&rows, "/0/title"), "The Moscow Cable");
    assert_eq!(words(&rows, "/0/date"), "1956-10-19");
    assert_eq!(desk.json(&["corrections"]).as_array().unwrap().len(), 4);

    desk.text(&["uncorrect", id.trim()]);
    assert_eq!(
        kind(1).1,
        "The Joint Declaration of 1956 was signed in Moscow."
    );
    assert_eq!(kind(1).0, "quote");
    desk.text(&["undo", "3"]);
    assert_eq!(desk.json(&["documents"])[0]["date"], Value::Null);

    desk.assert_fails(&["correct", "cable#p1", "--join"], 2, "block before");
    desk.assert_fails(&["correct", "cable#p1", "--kind", "poem"], 2, "paragraph");
    desk.assert_fails(&["correct", "cable", "--date", "never"], 2, "no date");
    desk.assert_fails(&["correct", "cable", "--encoding", "klingon"], 2, "klingon");
    desk.assert_fails(&["correct", "cable"], 2, "required");
}

#[test]
fn a_corrected_document_keeps_its_passages_under_another_id_and_encoding() {
    let desk = Desk::annotated();
    desk.text(&["correct", "cable", "--id", "MOSCOW-1"]);
    let rows = desk.json(&["documents"]);
    assert_eq!(words(&rows, "/0/id"), "MOSCOW-1");
    let rows = desk.json(&["annotations"]);
    let states: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    assert!(!states.contains(&"orphaned"), "{states:?}");
    desk.assert_fails(&["correct", "MOSCOW-1", "--id", "a b"], 2, "blanks");
    let outline = desk.json(&["outline", "MOSCOW-1"]);
    assert_eq!(outline["corrected"][0], "id was cable");
    desk.text(&["correct", "MOSCOW-1", "--encoding", "utf-16le"]);
    let outline = desk.json(&["outline", "MOSCOW-1"]);
    assert_eq!(outline["encoding"], "UTF-16LE");
    desk.text(&["undo", "2"]);
    assert_eq!(words(&desk.json(&["documents"]), "/0/id"), "cable");
}

#[test]
fn the_screen_shows_what_was_corrected() {
    let desk = Desk::annotated();
    let screen = |keys: &str| desk.text(&["--print", "--keys", keys, "--size", "120x30"]);
    desk.text(&["open", "cable#p3", "--print", "--keys", "<space>cj"]);
    let shown = screen("<space>i");
    assert!(shown.contains("stood by itself"), "{shown}");
    assert!(shown.contains("encoding: UTF-8"), "{shown}");
}

#[test]
fn tagged_passages_come_in_order_of_time() {
    let desk = Desk::annotated();
    let tags = desk.json(&["tags"]);
    let path = words(&tags, "/0/path").to_owned();
    let rows = desk.json(&["timeline", "--tag", &path]);
    let dates: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["date"].as_str().unwrap())
        .collect();
    assert!(dates.is_sorted(), "{dates:?}");
    desk.assert_fails(&["timeline", "--tag", "no-such-tag"], 1, "no-such-tag");
}

#[test]
fn references_say_what_is_absent() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.txt"),
        "1. (C) Embassy reported this in 07MOSCOW601, paragraph 7.\n\n2. (C) See paragraph 1 above, and 08TOKYO99; Article 9 is another matter.\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("07MOSCOW601.txt"),
        "Reference: 07MOSCOW601\n\n1. (C) One.\n\n2. (C) Two.\n",
    )
    .unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(["references", "a", "--json", "-C"])
        .arg(folder.path())
        .output()
        .unwrap();
    let rows: Value = serde_json::from_slice(&out.stdout).unwrap();
    let seen: Vec<(&str, bool)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["text"].as_str().unwrap(), it["absent"] == true))
        .collect();
    assert!(
        seen.iter()
            .any(|(text, absent)| text.contains("07MOSCOW601") && *absent),
        "{seen:?}"
    );
    assert!(
        seen.iter()
            .any(|(text, absent)| text.contains("08TOKYO99") && *absent),
        "{seen:?}"
    );
    assert!(
        seen.iter()
            .any(|(text, absent)| text.contains("paragraph 1") && !absent),
        "{seen:?}"
    );
    assert!(
        seen.iter().all(|(text, _)| !text.contains("Article")),
        "{seen:?}"
    );
}
