//! The program as a worker: what it reads, what it survives, what it says when it is bounded.

#[expect(unreachable_pub, reason = "unit tests use the same file")]
#[path = "common/made_pdf.rs"]
mod made_pdf;

use std::path::Path;
use std::time::Instant;

use glossator::corpus::format::read;
use glossator::corpus::raw::RawDocument;
use glossator::corpus::worker::use_program;

fn read_file(name: &str, bytes: &[u8]) -> Result<RawDocument, String> {
    use_program(env!("CARGO_BIN_EXE_glossator").into());
    read(Path::new(name), bytes).map_err(|error| error.to_string())
}

fn words(document: &RawDocument) -> String {
    let texts: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    texts.join("|")
}

#[test]
#[cfg(feature = "pdf")]
fn pages_come_through_the_pipe() {
    let bytes = made_pdf::pdf(&[
        vec![(11.0, 60.0, 700.0, "The first page.")],
        vec![(11.0, 60.0, 700.0, "The second page.")],
    ]);
    let document = read_file("a.pdf", &bytes).unwrap();
    assert_eq!(words(&document), "The first page.|The second page.");
    assert_eq!(document.blocks[1].page, Some(2));
    assert_eq!(document.warnings, Vec::<String>::new());
}

#[test]
#[cfg(feature = "pdf")]
fn what_cannot_be_read_is_said() {
    let error = read_file("a.pdf", b"%PDF-1.7\nnothing").unwrap_err();
    assert!(error.contains("no PDF document"), "{error}");
    let empty = made_pdf::with_contents(&["0 0 10 10 re f".to_owned()], "");
    let error = read_file("a.pdf", &empty).unwrap_err();
    assert!(error.contains("no text"), "{error}");
}

/// Forms that call one another ten times each, ten levels deep, have no end in practice.
#[test]
#[cfg(all(unix, feature = "pdf"))]
fn pages_read_stay_when_one_has_no_end() {
    use std::fmt::Write as _;
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]>>".to_owned(),
    ];
    let resources = "/Resources<</Font<</F 9 0 R>>/XObject<</X0 10 0 R>>>>";
    for content in [6, 7, 8] {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {content} 0 R{resources}>>"
        ));
    }
    let stream =
        |content: &str| format!("<</Length {}>>stream\n{content}\nendstream", content.len());
    objects.push(stream("BT /F 11 Tf 60 700 Td (The first page.) Tj ET"));
    objects.push(stream("/X0 Do"));
    objects.push(stream("BT /F 11 Tf 60 700 Td (The third page.) Tj ET"));
    objects.push(
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    );
    for level in 0..10 {
        let mut calls = String::new();
        for _ in 0..10 {
            let _ = write!(calls, "/X{} Do ", level + 1);
        }
        objects.push(format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X{} {} 0 R>>>>/Length {}>>stream\n{calls}\nendstream",
            level + 1,
            11 + level,
            calls.len()
        ));
    }
    objects.push(
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\nq\nendstream".to_owned(),
    );
    let begun = Instant::now();
    let document = read_file("a.pdf", &made_pdf::file_of(&objects)).unwrap();
    assert!(begun.elapsed().as_secs() < 30);
    assert_eq!(words(&document), "The first page.|The third page.");
    assert!(
        document.warnings[0].starts_with("page 2 could not be read: time limit"),
        "{:?}",
        document.warnings
    );
}

#[test]
fn large_pages_are_read_by_a_worker() {
    let paragraph = "<p>A paragraph of some length, which stands here many times over.</p>";
    let page = format!(
        "<!DOCTYPE html><title>Long</title>{}",
        paragraph.repeat(20_000)
    );
    assert!(page.len() > 1024 * 1024);
    let document = read_file("a.html", page.as_bytes()).unwrap();
    assert_eq!(document.blocks.len(), 20_000);
    assert_eq!(document.meta.title.as_deref(), Some("Long"));
}
