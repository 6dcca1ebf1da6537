//! Counts, suggestions and kept queries on the command line, over a small folder made for the purpose.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program should fail"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const OLD: &str = "Minutes of 1956\n\nThe two islands would be handed over once the treaty was signed and \
    not a single day before that.\n\nNobody spoke of the accord again.\n";
const NEW: &str = "A comment of 1960\n\nAs the minutes have it, the two islands would be handed over once \
    the treaty was ratified and not a single day before that, which settles it.\n\nThe accord, again: the accord.\n";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a-minutes.txt"), OLD).unwrap();
        fs::write(folder.path().join("b-comment.txt"), NEW).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_glossator"))
            .arg("-C")
            .arg(self.path())
            .args(arguments)
            .output()
            .unwrap()
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(arguments);
        serde_json::from_str(&self.text(&all)).unwrap()
    }

    fn fails(&self, arguments: &[&str], code: i32, word: &str) {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(word), "{said}");
    }
}

#[test]
fn tags_are_counted_as_text_table_and_drawing() {
    let desk = Desk::new();
    desk.text(&["tag", "add", "accord", "--form", "accord"]);
    desk.text(&["tag", "add", "islands", "--form", "two islands"]);
    desk.fails(&["table", "documents"], 1, "--undecided");
    let table = desk.json(&["table", "documents", "--undecided"]);
    assert_eq!(table["columns"].as_array().unwrap().len(), 2);
    assert_eq!(table["rows"][0]["name"], "accord");
    let total = |row: &Value| -> u64 {
        let counts = row["counts"].as_array().unwrap();
        counts.iter().filter_map(Value::as_u64).sum()
    };
    assert_eq!((total(&table["rows"][0]), total(&table["rows"][1])), (3, 2));
    desk.text(&["mentions", "accord", "--confirm", "all"]);
    let csv = desk.text(&["table", "documents", "--as", "csv"]);
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.starts_with("tag,"));
    let svg = desk.text(&["table", "dispersion", "--as", "svg"]);
    assert!(svg.starts_with("<svg ") && svg.contains("accord a-minutes"));
    let out = desk.path().join("spread.svg");
    desk.text(&[
        "table",
        "dispersion",
        "--as",
        "svg",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(fs::read_to_string(out).unwrap(), svg);
    let company = desk.text(&["table", "company", "--tag", "accord"]);
    assert!(company.starts_with("word"), "{company}");
    desk.fails(&["table", "together"], 1, "nothing is counted");
}

#[test]
fn the_page_of_one_tag_begins_with_its_dossier() {
    let desk = Desk::new();
    desk.text(&[
        "tag",
        "add",
        "accord",
        "--form",
        "accord",
        "--description",
        "A paper.",
    ]);
    desk.text(&["mentions", "accord", "--confirm", "all"]);
    let page = desk.text(&["export", "--tag", "accord"]);
    let dossier = page
        .find("# accord\n\nA paper.\n\nCalled: “accord”")
        .unwrap();
    assert!(dossier < page.find("gl:begin page").unwrap());
    assert!(page.contains("Mentions: 3 confirmed in 2 documents, 0 undecided"));
    assert!(!desk.text(&["export"]).contains("# accord"));
}

#[test]
fn quotations_are_told_with_the_words_that_differ_and_tied_once() {
    let desk = Desk::new();
    let found = desk.json(&["suggest", "--by", "quotation"]);
    assert_eq!(found["total"], 1, "{found}");
    let it = &found["suggestions"][0];
    assert_eq!(
        (it["relation"].as_str(), it["changed"].as_u64()),
        (Some("quotes"), Some(1))
    );
    assert_eq!(it["from"]["doc"], "b-comment");
    assert_eq!(it["differences"][0]["from"]["text"], "ratified");
    assert_eq!(it["differences"][0]["to"]["text"], "signed");
    let shown = desk.text(&["suggest"]);
    assert!(
        shown.contains("[+ratified+]") && shown.contains("[-signed-]"),
        "{shown}"
    );
    desk.fails(&["suggest", "--accept", "zzzz"], 1, "zzzz");
    desk.text(&["suggest", "--accept", it["id"].as_str().unwrap()]);
    assert_eq!(desk.json(&["links"]).as_array().unwrap().len(), 1);
    desk.fails(&["suggest"], 1, "nothing is suggested");
    desk.text(&["undo"]);
    assert_eq!(desk.json(&["suggest"])["total"], 1);
}

#[test]
fn a_query_is_kept_under_a_name() {
    let desk = Desk::new();
    desk.fails(&["search", "--saved", "accord"], 1, "no query was kept");
    let first = desk.text(&["search", "--save", "the accord", "accord SENTENCE again"]);
    assert_eq!(first.lines().count(), 2, "{first}");
    assert_eq!(desk.text(&["search", "--saved", "the accord"]), first);
    let kept = desk.json(&["queries"]);
    assert_eq!(kept[0]["query"], "accord SENTENCE again");
    desk.fails(&["search", "--saved", "other"], 1, "there are the accord");
    desk.fails(&["search", "(accord"], 2, "column");
    desk.text(&["queries", "--forget", "the accord"]);
    assert_eq!(desk.json(&["queries"]).as_array().unwrap().len(), 0);
}
