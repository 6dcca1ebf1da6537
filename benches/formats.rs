//! How fast each format is read, in bytes of the file a second.
//!
//! Files are made here: the same twenty thousand words, in every format. `read` is the reading of
//! the format alone, as in the worker, with what it says thrown away; starting a process is not in
//! it. `recognise` is all that makes a document of a text. `corpus` opens two hundred files, the
//! first time and again when nothing has changed.

#[expect(unreachable_pub, reason = "tests use the same file")]
#[path = "../tests/common/made_pdf.rs"]
mod made_pdf;

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use divan::Bencher;
use divan::counter::BytesCount;
use glossator::corpus::Corpus;
use glossator::corpus::open::document_of;
use glossator::corpus::worker::serve;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PARAGRAPH: &str = "The delegations met again on the second day of the talks and stayed until the \
    evening, when the interpreters had left, and nobody wrote down what was said about the islands.";
const PARAGRAPHS: usize = 700;

fn main() {
    divan::main();
}

#[divan::bench(args = ["text", "markdown", "html", "epub", "docx", "odt", "rtf", "email", "pdf"])]
fn read(bencher: Bencher<'_, '_>, format: &str) {
    let bytes = made(format);
    let words = [format.to_owned()];
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench(|| serve(&words, bytes.as_slice(), std::io::sink()));
}

/// Files of the made corpus.
const FILES: usize = 200;

#[divan::bench(args = ["a.txt", "a.md", "a.html"])]
fn recognise(bencher: Bencher<'_, '_>, name: &str) {
    let format = match name {
        "a.md" => "markdown",
        "a.html" => "html",
        _ => "text",
    };
    let bytes = made(format);
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench(|| document_of(Path::new(name), &bytes, None).map(|it| it.blocks.len()));
}

#[divan::bench(args = ["first", "again"])]
fn corpus(bencher: Bencher<'_, '_>, which: &str) {
    let home = tempfile::tempdir().expect("a folder");
    let (documents, cache) = (home.path().join("documents"), home.path().join("cache"));
    fs::create_dir(&documents).expect("a folder");
    let text = made("text");
    let each = text.len() / 20;
    for number in 0..FILES {
        let mut words = format!("Document {number}\n\n").into_bytes();
        words.extend_from_slice(text.get(..each).unwrap_or_default());
        fs::write(documents.join(format!("{number}.txt")), words).expect("a file");
    }
    let paths = [documents];
    let bencher = bencher.counter(BytesCount::new(each * FILES));
    let open = || {
        let corpus = Corpus::open_with(&paths, Some(&cache)).expect("a corpus");
        assert_eq!(corpus.len(), FILES);
    };
    if which == "first" {
        bencher
            .with_inputs(|| fs::remove_dir_all(&cache).unwrap_or_default())
            .bench_values(|()| open());
    } else {
        open();
        bencher.bench(open);
    }
}

/// The words in a format.
fn made(format: &str) -> Vec<u8> {
    let wrapped = |before: &str, after: &str| {
        let mut text = String::new();
        for number in 1..=PARAGRAPHS {
            let _ = write!(text, "{before}{number}. {PARAGRAPH}{after}");
        }
        text
    };
    match format {
        "html" => format!(
            "<!DOCTYPE html><title>T</title><nav><a href=/>Home</a></nav><main>{}</main>",
            wrapped("<p>", "</p>\n")
        )
        .into_bytes(),
        "epub" => zipped(&[(
            "a.xhtml",
            format!("<html><body>{}</body></html>", wrapped("<p>", "</p>\n")),
        )]),
        "docx" => zipped(&[(
            "word/document.xml",
            format!(
                "<w:document><w:body>{}</w:body></w:document>",
                wrapped("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")
            ),
        )]),
        "odt" => zipped(&[(
            "content.xml",
            format!(
                "<office:text>{}</office:text>",
                wrapped("<text:p>", "</text:p>")
            ),
        )]),
        "rtf" => format!("{{\\rtf1 {}}}", wrapped("\\pard ", "\\par\n")).into_bytes(),
        "email" => {
            format!("From: a@example.org\nSubject: T\n\n{}", wrapped("", "\n\n")).into_bytes()
        }
        "pdf" => pages(),
        _ => wrapped("", "\n\n").into_bytes(),
    }
}

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part can be begun in memory");
        zip.write_all(content.as_bytes())
            .expect("memory takes what is written");
    }
    zip.finish().expect("memory takes the end").into_inner()
}

fn pages() -> Vec<u8> {
    let (first, second) = PARAGRAPH.split_at(90);
    let pages: Vec<Vec<made_pdf::Set<'_>>> = (0..PARAGRAPHS / 20)
        .map(|_| {
            let mut page = Vec::new();
            let mut y = 740.0;
            for _ in 0..20 {
                page.push((10.0, 50.0, y, first));
                page.push((10.0, 50.0, y - 13.0, second));
                y -= 32.0;
            }
            page
        })
        .collect();
    made_pdf::pdf(&pages)
}
