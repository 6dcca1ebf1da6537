//! Books made for the purpose: order, notes in other chapters, metadata, damage and bombs.

use proptest::prelude::*;

use super::*;

/// Reads within bounds that a test can meet quickly.
fn read(bytes: &[u8]) -> Result<RawDocument, ReadError> {
    let mebibyte = 1024 * 1024;
    super::read(
        bytes,
        Bounds {
            part: mebibyte,
            all: 3 * mebibyte,
        },
    )
}

use crate::corpus::format::made::{check, damaged, drawn, zipped};

const CONTAINER: &str = "<?xml version='1.0'?><container><rootfiles>\
    <rootfile full-path='OPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

fn package(items: &str, spine: &str) -> String {
    format!(
        "<?xml version='1.0'?><package xmlns:dc='http://purl.org/dc/elements/1.1/' version='3.0'><metadata>\
         <dc:title>Two Islands</dc:title><dc:creator>A. Writer</dc:creator><dc:date>1956-10-19</dc:date>\
         <dc:publisher>A Press</dc:publisher><meta property='dcterms:modified'>2020-01-01T00:00:00Z</meta></metadata>\
         <manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
}

fn chapter(body: &str) -> String {
    format!(
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{body}</body></html>"
    )
}

fn book() -> Vec<u8> {
    let package = package(
        "<item id='b' href='text/two.xhtml' media-type='application/xhtml+xml'/>\
         <item id='a' href='text/one%20a.xhtml' media-type='application/xhtml+xml'/>\
         <item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
         <item id='n' href='notes.xhtml' media-type='application/xhtml+xml'/>",
        "<itemref idref='nav'/><itemref idref='a'/><itemref idref='b'/><itemref idref='n' linear='no'/><itemref idref='a'/>",
    );
    let one = chapter(
        "<h1>One</h1><p><span role='doc-pagebreak' title='7'/>It was agreed<a id='r1' href='../notes.xhtml#n1' epub:type='noteref'>1</a> then.</p>\
         <aside id='f2' epub:type='footnote'><p>2. Beside the text.</p></aside><p>Again<sup><a href='#f2'>2</a></sup>.</p>",
    );
    let two = chapter("<h1>Two</h1><p>The end<a href='../notes.xhtml#n3'><sup>3</sup></a>.</p>");
    let notes = chapter(
        "<p id='n1'><a href='text/one%20a.xhtml#r1'>1</a>. Treaties, vol. 2.</p><p id='n3'>3. Minutes.</p>",
    );
    let nav = chapter(
        "<nav epub:type='toc'><ol><li><a href='text/one%20a.xhtml'>One</a></li></ol></nav>",
    );
    zipped(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OPS/book.opf", package.as_bytes()),
        ("OPS/text/one a.xhtml", one.as_bytes()),
        ("OPS/text/two.xhtml", two.as_bytes()),
        ("OPS/notes.xhtml", notes.as_bytes()),
        ("OPS/nav.xhtml", nav.as_bytes()),
    ])
}

#[test]
fn chapters_come_in_the_order_of_the_spine_with_their_notes() {
    let document = read(&book()).unwrap();
    assert_eq!(
        drawn(&document),
        "▸ boilerplate 1: 1. One\nheading 1: One\n-: It was agreed⟦1⟧ then.\nfootnote: [2] Beside the text.\n\
         -: Again⟦2⟧.\nheading 1: Two\n-: The end⟦3⟧.\nfootnote: [1] Treaties, vol. 2.\nfootnote: [3] Minutes.\n"
    );
    assert_eq!(document.blocks[2].page, Some(7));
    assert!(document.warnings.is_empty(), "{:?}", document.warnings);
}

#[test]
fn metadata() {
    let meta = read(&book()).unwrap().meta;
    assert_eq!(meta.title.as_deref(), Some("Two Islands"));
    assert_eq!(meta.authors, ["A. Writer"]);
    assert_eq!(meta.origin.as_deref(), Some("A Press"));
    assert_eq!(
        meta.date.map(|date| date.iso).as_deref(),
        Some("1956-10-19")
    );
}

#[test]
fn a_book_without_a_package_is_read_by_names() {
    let bytes = zipped(&[
        ("b.html", b"<p>Second"),
        ("a.html", b"<p>First"),
        ("../../c.html", b"<p>Third"),
    ]);
    let document = read(&bytes).unwrap();
    assert!(drawn(&document).contains("-: First\n-: Second\n"));
}

#[test]
fn what_is_no_book_is_said_to_be_none() {
    assert!(read(b"no archive").unwrap_err().to_string().contains("zip"));
    assert!(
        read(&zipped(&[("x.txt", b"x")]))
            .unwrap_err()
            .to_string()
            .contains("no chapters")
    );
}

#[test]
fn bombs_are_cut_and_said_so() {
    let huge = vec![b' '; 2 * 1024 * 1024];
    let bytes = zipped(&[
        ("a.html", b"<p>Before"),
        ("b.html", &huge),
        ("c.html", b"<p>After"),
    ]);
    assert!(bytes.len() < 1024 * 1024);
    let document = read(&bytes).unwrap();
    assert_eq!(drawn(&document), "-: Before\n-: After\n");
    assert!(
        document
            .warnings
            .iter()
            .any(|warning| warning.contains("cut after 1 MiB")),
        "{:?}",
        document.warnings
    );
}

#[test]
fn entities_neither_explode_nor_fetch() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>\
        <!ENTITY f SYSTEM 'file:///etc/passwd'>]><html><body><p>Laugh &b; &f; &amp; end</p></body></html>";
    let document = read(&zipped(&[("a.xhtml", laughs.as_bytes())])).unwrap();
    let text = drawn(&document);
    assert!(text.contains("Laugh &b; &f; & end"), "{text}");
    assert!(!text.contains("root:") && !text.contains("haha"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damage_is_survived(faults in proptest::collection::vec((0usize..8192, any::<u8>()), 0..12), keep in 0usize..8192) {
        if let Ok(document) = read(&damaged(&book(), &faults, keep + 200)) {
            check(&document);
        }
    }
}
