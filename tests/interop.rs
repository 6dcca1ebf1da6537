//! What other programs write, taken in: every form by a file of its kind, and Glossator's own forms out,
//! into an empty library, and out again.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program should fail"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const DEMO: &str =
    "Ein Haus — étude 𝒳.\n\nSecond paragraph with 日本 and Jérôme, étude, 𝒳\nsecond line.\n";
const WHALE: &str = "Call me Ishmael. Some years ago, never mind how long precisely, I thought I would \
    sail about a little.\n\nCall me \"Ishmael\".\n\nIt was an étude in white.\n";

/// A corpus, with a library of its own name in it.
struct Desk {
    temp: tempfile::TempDir,
    library: &'static str,
}

impl Desk {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("corpus")).unwrap();
        fs::write(temp.path().join("corpus/demo.txt"), DEMO).unwrap();
        fs::write(temp.path().join("corpus/Moby-Dick.txt"), WHALE).unwrap();
        Self {
            temp,
            library: "one",
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = Command::cargo_bin("glossator")
            .unwrap()
            .current_dir(self.temp.path())
            .env("USER", "tester")
            .env("GLOSSATOR_CONFIG", self.path("no-config"))
            .args(["-C", "corpus", "--library", self.library])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        output
    }

    fn text(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.run(arguments).stdout).unwrap()
    }

    fn said(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.run(arguments).stderr).unwrap()
    }

    fn import(&self, fixture: &str) -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/interop")
            .join(fixture);
        let told = self.text(&["import", path.to_str().unwrap(), "--json"]);
        serde_json::from_str(&told).unwrap()
    }

    /// Every annotation: `document: words [tags] note (state)`.
    fn annotations(&self) -> Vec<String> {
        let rows: Value = serde_json::from_str(&self.text(&["annotations", "--json"])).unwrap();
        let told = rows.as_array().unwrap().iter().map(|it| {
            let tags: Vec<&str> = it["tags"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            let field = |name: &str| it[name].as_str().unwrap_or("").to_owned();
            format!(
                "{}: {} [{}] {} ({})",
                field("doc"),
                field("text"),
                tags.join(" "),
                field("note"),
                field("state")
            )
        });
        told.collect()
    }

    /// A library with one of everything that the forms of exchange can hold.
    fn annotated() -> Self {
        let desk = Self::new();
        let note = "# A *note*\n\n> quoted, with `code` and <b>\n\n- and a list";
        desk.run(&[
            "annotate",
            "demo:\"étude 𝒳\"",
            "-t",
            "place/asia",
            "-n",
            note,
        ]);
        desk.run(&[
            "annotate",
            "demo:\"日本\"",
            "-t",
            "place/asia",
            "-t",
            "1956",
        ]);
        desk.run(&["annotate", "Moby-Dick:\"Some years ago\"", "-n", "When?"]);
        desk.run(&[
            "link",
            "demo:\"日本\"",
            "Moby-Dick:\"in white\"",
            "-r",
            "contradicts",
            "-n",
            "See.",
        ]);
        desk
    }
}

#[test]
fn annotations_of_hypothesis_come_in_with_their_answers() {
    let desk = Desk::new();
    let told = desk.import("hypothesis-export.json");
    assert_eq!(
        (&told["placed"], &told["effect"]),
        (&1.into(), &"1 tag made, 1 annotation made".into())
    );
    assert_eq!(
        desk.annotations(),
        [
            "demo: étude 𝒳 [place/asia] first note\n\nacct:other@example.org: a reply (exact)"
                .replace("acct:", "")
        ]
    );
    // Twice is once.
    let again = desk.import("hypothesis-export.json");
    assert_eq!(again["effect"], "");
    let desk = Desk::new();
    let told = desk.import("hypothesis-export.csv");
    assert_eq!(told["placed"], 1);
    assert_eq!(
        desk.annotations(),
        ["demo: étude, 𝒳 [place/asia todo] first \"note\" (exact)"]
    );
}

#[test]
fn highlights_and_codes_of_taguette_come_in() {
    // Both files as Taguette 1.5.2 wrote them: a row for each tag of a highlight, names of codes with `/`.
    let desk = Desk::new();
    desk.import("taguette-codebook.qdc");
    let told = desk.import("taguette-highlights.csv");
    assert_eq!(told["placed"], 3, "{told}");
    let found = [
        "Moby-Dick: Call me Ishmael. [claim/legal place]  (exact)",
        "Moby-Dick: Some years ago [place]  (exact)",
        "demo: 日本 [place]  (exact)",
    ];
    assert_eq!(desk.annotations(), found);
    desk.import("taguette-highlights.csv");
    assert_eq!(desk.annotations(), found);
    let tags: Vec<Value> = serde_json::from_str(&desk.text(&["tags", "--json"])).unwrap();
    assert!(
        tags.iter().any(|it| it["path"] == "claim/legal"),
        "{tags:?}"
    );
}

#[test]
fn highlights_of_readwise_koreader_and_readium_come_in() {
    let desk = Desk::new();
    let told = desk.import("readwise.csv");
    assert_eq!(told["placed"], 2, "{told}");
    assert_eq!(
        desk.annotations(),
        [
            "Moby-Dick: Call me \"Ishmael\". [opening] first note (exact)",
            "demo: étude, 𝒳 second line []  (exact)",
        ]
    );
    let desk = Desk::new();
    let told = desk.import("koreader-metadata.epub.lua");
    assert_eq!(told["placed"], 2, "{told}");
    assert_eq!(
        desk.annotations(),
        [
            "Moby-Dick: Call me Ishmael. [] first \"note\"\nsecond line (exact)",
            "Moby-Dick: étude []  (exact)"
        ]
    );
    let desk = Desk::new();
    let told = desk.import("readium-set.ann");
    assert_eq!(told["placed"], 1, "{told}");
    assert_eq!(
        desk.annotations(),
        ["Moby-Dick: Call me Ishmael. [opening] first note (exact)"]
    );
}

#[test]
fn zotero_comes_in_and_what_has_no_words_is_named() {
    let desk = Desk::new();
    let items = r#"[{"key":"A","data":{"key":"A","itemType":"attachment","filename":"Moby-Dick.epub",
        "annotations":[{"key":"B","annotationType":"highlight","annotationText":"never mind how long",
        "annotationComment":"how?","tags":[{"tag":"time"}],"dateAdded":"2026-11-22T10:00:00Z"},
        {"key":"C","annotationType":"ink","annotationPageLabel":"7"}]}}]"#;
    fs::write(desk.path("zotero.json"), items).unwrap();
    let said = desk.said(&["import", "zotero.json"]);
    assert!(
        said.contains("1 placed") && said.contains("ink, page 7"),
        "{said}"
    );
    assert_eq!(
        desk.annotations(),
        ["Moby-Dick: never mind how long [time] how? (exact)"]
    );
}

#[test]
fn what_is_not_found_is_kept_and_waits() {
    let desk = Desk::new();
    let items = r#"{"rows":[
        {"id":"x","uri":"https://example.org/demo","text":"n","tags":[],"target":[{"source":"https://example.org/demo",
          "selector":[{"type":"TextQuoteSelector","exact":"words that stand nowhere in it","prefix":"","suffix":""}]}]},
        {"id":"y","uri":"https://example.org/elsewhere","text":"m","tags":[],"target":[{"source":"https://example.org/elsewhere",
          "selector":[{"type":"TextQuoteSelector","exact":"something quite different","prefix":"","suffix":""}]}]},
        {"id":"z","uri":"https://example.org/demo","text":"page note","tags":[],"target":[{"source":"https://example.org/demo"}]}]}"#;
    fs::write(desk.path("h.json"), items).unwrap();
    let said = desk.said(&["import", "h.json", "--dry-run"]);
    assert!(
        said.contains("0 placed, 0 to look at again, 2 not found, 1 left out"),
        "{said}"
    );
    assert!(desk.annotations().is_empty());
    desk.run(&["import", "h.json"]);
    assert_eq!(
        desk.annotations(),
        [
            "demo: words that stand nowhere in it [] n (orphaned)",
            "elsewhere: something quite different [] m (orphaned)"
        ]
    );
    desk.run(&["undo"]);
    assert!(desk.annotations().is_empty());
}

#[test]
fn web_annotations_go_out_and_come_back() {
    let mut desk = Desk::annotated();
    let out = |desk: &Desk, name: &str| {
        desk.run(&["export", "-f", "w3c", "-o", name]);
        fs::read_to_string(desk.path(name)).unwrap()
    };
    let first = out(&desk, "one.jsonld");
    // Into the same library: nothing to do.
    let said = desk.said(&["import", "one.jsonld"]);
    assert!(said.contains("everything in it is here already"), "{said}");
    desk.library = "two";
    desk.run(&["import", "one.jsonld"]);
    assert_eq!(desk.annotations().len(), 3);
    assert_eq!(out(&desk, "two.jsonld"), first);
}

#[test]
fn changes_in_a_page_come_back_and_conflicts_are_shown() {
    for flavour in ["markdown", "obsidian", "pandoc"] {
        let desk = Desk::annotated();
        let page = desk.path("notes.md");
        let page = page.to_str().unwrap();
        let export = ["export", "-f", flavour, "-o", page];
        desk.run(&export);
        // Nothing changed: nothing to do, and nothing written.
        let said = desk.said(&["import", page]);
        assert!(said.contains("here already"), "{said}");

        let text = fs::read_to_string(page).unwrap();
        let edited = text
            .replace("When?", "When, and where?\n\n  ## Sub\n\n  - item")
            .replace("- and a list", "- and a longer list");
        let edited = match flavour {
            "markdown" => edited.replace("`1956`", "`1956` `new/one`"),
            "obsidian" => edited.replace("#_1956", "#_1956 #new/one"),
            _ => edited.replace("[1956]{.tag}", "[1956]{.tag} [new/one]{.tag}"),
        };
        assert_ne!(edited, text);
        fs::write(page, format!("{edited}\nMy own prose.\n")).unwrap();
        // Not overwritten before it is taken in.
        let said = desk.said(&export);
        assert!(said.contains("edited by hand"), "{said}");
        let said = desk.said(&["import", page]);
        assert!(
            said.contains("3 annotations changed, 1 tag made")
                || said.contains("1 tag made, 3 annotations changed"),
            "{said}"
        );
        assert_eq!(
            desk.annotations(),
            [
                "Moby-Dick: Some years ago [] When, and where?\n\n## Sub\n\n- item (exact)",
                "demo: étude 𝒳 [place/asia] # A *note*\n\n> quoted, with `code` and <b>\n\n- and a longer list (exact)",
                "demo: 日本 [1956 new/one place/asia]  (exact)",
            ]
        );
        desk.run(&export);
        let text = fs::read_to_string(page).unwrap();
        assert!(text.ends_with("\nMy own prose.\n"), "{text}");
        let said = desk.said(&["export", "-f", flavour, "-o", page, "--check"]);
        assert!(said.contains("up to date"), "{said}");

        // Both sides.
        fs::write(page, text.replace("When, and where?", "In the page")).unwrap();
        let before = fs::read_to_string(page).unwrap();
        // The library's side is changed by a copy of the page.
        let copy = desk.path("copy.md");
        fs::write(&copy, text.replace("When, and where?", "In the library")).unwrap();
        desk.run(&["import", copy.to_str().unwrap()]);
        let output = Command::cargo_bin("glossator")
            .unwrap()
            .current_dir(desk.temp.path())
            .args(["-C", "corpus", "--library", "one", "import", page])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("In the page") && said.contains("│ In the library"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(page).unwrap(), before);
        desk.run(&["import", page, "--take", "file"]);
        assert!(desk.annotations()[0].contains("In the page"));
    }
}

#[test]
fn qda_projects_go_out_and_come_back() {
    let mut desk = Desk::annotated();
    desk.run(&["tag", "describe", "place/asia", "East & <south>"]);
    let out = |desk: &Desk, format: &str, name: &str| {
        desk.run(&["export", "-f", format, "-o", name]);
        fs::read(desk.path(name)).unwrap()
    };
    let first = out(&desk, "qdpx", "one.qdpx");
    assert!(
        desk.said(&["export", "-f", "qdpx", "-o", "one.qdpx", "--check"])
            .contains("up to date")
    );
    let before = desk.annotations();
    let links = desk.text(&["links"]);
    let said = desk.said(&["import", "one.qdpx"]);
    assert!(said.contains("everything in it is here already"), "{said}");
    desk.library = "two";
    let said = desk.said(&["import", "one.qdpx"]);
    assert!(
        said.contains("5 placed, 0 to look at again, 0 not found, 0 left out"),
        "{said}"
    );
    assert_eq!(desk.annotations(), before);
    assert_eq!(desk.text(&["links"]), links);
    assert_eq!(out(&desk, "qdpx", "two.qdpx"), first);

    let book = out(&desk, "qdc", "tags.qdc");
    assert!(String::from_utf8_lossy(&book).contains("East &amp; &lt;south&gt;"));
    desk.library = "three";
    desk.run(&["import", "tags.qdc"]);
    assert_eq!(out(&desk, "qdc", "again.qdc"), book);
}

#[test]
fn a_project_of_another_program_is_placed_in_a_corpus_read_from_other_files() {
    let desk = Desk::new();
    let xml = "\u{feff}<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\">\
        <CodeBook><Codes><Code guid=\"{0983E32E-6866-431A-BD94-DAC9BB963825}\" name=\"sea::white\" isCodable=\"true\"/>\
        </Codes></CodeBook><Sources><TextSource guid=\"01106019-2518-43DD-BBD1-8F0252BACB30\" name=\"Moby Dick, chapter 1\">\
        <PlainTextContent>LOOMINGS\n\nCall me Ishmael.  Some years ago, never mind how long precisely, I thought I\nwould \
        sail about a little.\n\nIt was an etude in white.</PlainTextContent>\
        <PlainTextSelection guid=\"238965CB-E557-405D-B4F0-6F824B2F4570\" startPosition=\"28\" endPosition=\"42\">\
        <Description>when</Description><Coding guid=\"89B9918E-4209-4FE0-BEA0-0C7FF56D67A4\"><CodeRef \
        targetGUID=\"0983E32E-6866-431A-BD94-DAC9BB963825\"/></Coding></PlainTextSelection></TextSource>\
        <PictureSource guid=\"01106019-2518-43DD-BBD1-8F0252BACB31\" name=\"whale.png\"/></Sources></Project>";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("Project.qde", zip::write::SimpleFileOptions::default())
        .unwrap();
    std::io::Write::write_all(&mut archive, xml.as_bytes()).unwrap();
    fs::write(desk.path("p.qdpx"), archive.finish().unwrap().into_inner()).unwrap();
    // The corpus knows the text by another name; the words find it.
    let said = desk.said(&["import", "p.qdpx"]);
    assert!(said.contains("whale.png (picture)"), "{said}");
    assert_eq!(
        desk.annotations(),
        ["Moby-Dick: Some years ago [sea/white] when (exact)"]
    );
    fs::write(desk.path("bad.qdpx"), b"PK\x03\x04 nothing").unwrap();
    let output = Command::cargo_bin("glossator")
        .unwrap()
        .current_dir(desk.temp.path())
        .args(["-C", "corpus", "--library", "one", "import", "bad.qdpx"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no readable archive"));
}

#[test]
fn passages_stand_in_their_surroundings_where_that_is_wanted() {
    let desk = Desk::annotated();
    let plain = desk.text(&["export"]);
    assert!(plain.contains("> Some years ago\n"), "{plain}");
    let sentence = desk.text(&["export", "--context", "sentence"]);
    assert!(
        sentence.contains("> <mark>Some years ago</mark>, never mind how long precisely, I thought I would sail about a little.\n"),
        "{sentence}"
    );
    let pandoc = desk.text(&["export", "-f", "pandoc", "--context", "paragraph"]);
    assert!(
        pandoc.contains("> Call me Ishmael. [Some years ago]{.mark}, never"),
        "{pandoc}"
    );
    let around = desk.text(&["export", "--context", "1"]);
    assert!(
        around.contains("a little.\n>\n> Call me \"Ishmael\"."),
        "{around}"
    );
    let by_tag = desk.text(&["export", "--doc", "demo", "--order", "tag"]);
    let at = |words: &str| by_tag.find(words).unwrap();
    assert!(at("> 日本") < at("> étude"), "{by_tag}");
}

#[test]
fn a_query_takes_out_what_it_finds_with_what_is_attached_to_it() {
    let desk = Desk::annotated();
    let page = desk.text(&["export", "--query", "ishmael OR ago"]);
    // What is marked already stands once, with its note; the rest are bare words in their sentence.
    assert!(
        page.contains("> <mark>Some years ago</mark>, never") && page.contains("When?"),
        "{page}"
    );
    assert!(page.contains("> Call me <mark>Ishmael</mark>."), "{page}");
    assert!(page.contains("  query: \"ishmael OR ago\""), "{page}");
    assert!(!page.contains("étude"), "{page}");
    desk.run(&["export", "--query", "ishmael OR ago", "-o", "q.md"]);
    let said = desk.said(&[
        "export",
        "--query",
        "ishmael OR ago",
        "-o",
        "q.md",
        "--check",
    ]);
    assert!(said.contains("up to date"), "{said}");
    // Records that are no annotations have no line in JSON Lines.
    let lines = desk.text(&["export", "-f", "jsonl", "--query", "ishmael OR ago"]);
    assert!(
        lines.starts_with("{\"glossator\":1,\"records\":1}\n"),
        "{lines}"
    );
}

#[test]
fn the_graph_of_links_is_a_page_of_its_own() {
    let desk = Desk::annotated();
    let page = desk.text(&["export", "--linked", "-f", "obsidian"]);
    assert!(
        page.contains("| demo | contradicts | Moby-Dick | 1 |"),
        "{page}"
    );
    assert!(!page.contains("Some years ago"), "{page}");
    // In a vault the ends lead to one another.
    desk.run(&["export", "-f", "obsidian", "-o", "vault/"]);
    let demo = fs::read_to_string(desk.path("vault/demo.md")).unwrap();
    let (_, id) = demo.split_once("[[Moby-Dick#").expect("a wikilink");
    let (id, _) = id.split_once('|').unwrap();
    let moby = fs::read_to_string(desk.path("vault/Moby-Dick.md")).unwrap();
    assert!(moby.contains(&format!("\n\n{id}\n\n")), "{id} in {moby}");
}

#[test]
fn passages_are_grouped_and_each_stands_once() {
    let desk = Desk::annotated();
    let page = desk.text(&["export", "--group", "tag"]);
    let heads: Vec<&str> = page.lines().filter(|it| it.starts_with("## ")).collect();
    assert_eq!(heads, ["## 1956", "## place/asia", "## no tag"], "{page}");
    assert_eq!(page.matches("> 日本").count(), 1, "{page}");
    assert!(
        page.contains("Also, under another heading: [demo #p"),
        "{page}"
    );
    let years = desk.text(&["export", "--group", "year"]);
    assert!(years.contains("## no date"), "{years}");
}

#[test]
fn a_folder_has_tables_org_pages_and_a_bibliography() {
    let desk = Desk::annotated();
    desk.run(&["tag", "form", "place/asia", "--add", "日本"]);
    for (format, name, words) in [
        ("csv", "tags.csv", "place/asia,,,日本,2\r\n"),
        ("csv", "mentions.csv", ",confirmed\r\n"),
        ("csv", "links.csv", ",contradicts,See.,demo,"),
        ("org", "index.org", "- [[file:demo.org]["),
        ("pandoc", "references.bib", "@misc{Moby-Dick,\n"),
    ] {
        let folder = format!("{format}/");
        desk.run(&["export", "-f", format, "-o", &folder]);
        let text = fs::read_to_string(desk.path(&format!("{folder}{name}"))).unwrap();
        assert!(text.contains(words), "{name}: {text}");
        let said = desk.said(&["export", "-f", format, "-o", &folder, "--check"]);
        assert!(said.contains("up to date"), "{said}");
    }
    let csl: Value = serde_json::from_str(&desk.text(&["export", "-f", "csl"])).unwrap();
    assert_eq!(csl[0]["id"], "Moby-Dick");
}

#[test]
fn footnotes_that_a_quotation_calls_stand_below_it() {
    let desk = Desk::new();
    fs::write(
        desk.path("corpus/noted.md"),
        "# Noted\n\nThe islands were promised[^1] and not given.\n\n[^1]: Article 9 says *when*.\n",
    )
    .unwrap();
    desk.run(&["annotate", "noted:\"islands were promised\"", "-t", "x"]);
    for format in ["markdown", "obsidian", "pandoc"] {
        let page = desk.text(&["export", "-f", format]);
        assert!(page.contains("> islands were promised\n"), "{page}");
        assert!(
            page.contains("\nFootnote 1: “Article 9 says when.”\n"),
            "{page}"
        );
    }
}

#[test]
fn colours_go_to_other_programs_and_come_back() {
    let mut desk = Desk::annotated();
    desk.run(&["tag", "colour", "place/asia", "green"]);
    for (format, name) in [("qdc", "tags.qdc"), ("qdpx", "all.qdpx")] {
        desk.library = "one";
        desk.run(&["export", "-f", format, "-o", name]);
        desk.library = if format == "qdc" { "two" } else { "three" };
        desk.run(&["import", name]);
        let tags: Value = serde_json::from_str(&desk.text(&["tags", "--json"])).unwrap();
        let of = |path: &str| {
            let tags = tags.as_array().unwrap().iter();
            let mut tags = tags.filter(|it| it["path"] == path);
            tags.next().map(|it| it["colour"].clone())
        };
        assert_eq!(of("place/asia"), Some("green".into()), "{tags}");
    }
}
