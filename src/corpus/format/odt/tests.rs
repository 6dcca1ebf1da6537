//! Documents made for the purpose: styles, lists, notes, changes, tables, damage.

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

use crate::corpus::document::Style;
use crate::corpus::format::made::{check, damaged, drawn, zipped};

const AUTOMATIC: &str = "<style:style style:name='P1' style:parent-style-name='Quotations'/>\
    <style:style style:name='T1'><style:text-properties fo:font-style='italic'/></style:style>\
    <style:style style:name='T2'><style:text-properties fo:font-weight='bold'/></style:style>\
    <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.' text:start-value='4'/>\
    <text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')' text:display-levels='2'/></text:list-style>\
    <text:list-style style:name='L2'><text:list-level-style-bullet text:level='1' text:bullet-char='-'/></text:list-style>";

fn document(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version='1.0'?><office:document-content><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let meta = "<office:document-meta><office:meta><dc:title>Minutes</dc:title><meta:initial-creator>A. Writer</meta:initial-creator>\
        <dc:creator>Someone Else</dc:creator><dc:date>2019-05-01T10:00:00</dc:date></office:meta></office:document-meta>";
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ])
}

#[test]
fn paragraphs_and_lists() {
    let body = "<text:p text:style-name='Title'>Minutes</text:p><text:h text:outline-level='2'>Head</text:h><text:p text:style-name='P1'>Said.</text:p>\
        <text:list text:style-name='L1'><text:list-item><text:p>four</text:p><text:p>more of four</text:p>\
        <text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>five</text:p></text:list-item></text:list>\
        <text:list text:style-name='L2'><text:list-item><text:p>dot</text:p></text:list-item></text:list>\
        <text:table-of-content><text:index-body><text:p>Head 3</text:p></text:index-body></text:table-of-content><text:p/><text:p>Plain.</text:p>";
    assert_eq!(
        drawn(&read(&document(body)).unwrap()),
        "heading 1: Minutes\nheading 2: Head\nquote: Said.\nlist_item 1: 4. four\nlist_item 1: more of four\nlist_item 2: 4.a) inner\n\
         list_item 1: 5. five\nlist_item 1: • dot\n▸ boilerplate: Head 3\n-: Plain.\n"
    );
}

#[test]
fn notes_comments_and_changes() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:list text:style-name='L2'><text:list-item><text:p>One<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>\
        <text:note-body><text:p>A <text:span text:style-name='T1'>first</text:span> note.</text:p></text:note-body></text:note> two\
        <office:annotation><dc:creator>Clerk</dc:creator><dc:date>2019</dc:date><text:p>Is this so?</text:p></office:annotation>.</text:p></text:list-item></text:list>";
    assert_eq!(
        drawn(&read(&document(body)).unwrap()),
        "list_item 1: • One⟦1⟧ two⟦c1⟧.\nfootnote: [1] A first note.\nfootnote: [c1] Is this so?\n"
    );
}

#[test]
fn spans_blanks_and_links() {
    let body = "<text:p>A <text:span text:style-name='T2'>bold</text:span><text:s text:c='3'/>word<text:line-break/>next<text:tab/>\
        <text:a xlink:href='http://example.org/'>link</text:a></text:p>";
    let document = read(&document(body)).unwrap();
    let block = &document.blocks[0];
    assert_eq!(block.text, "A bold   word\nnext link");
    let set: Vec<(&str, &Style)> = block
        .inlines
        .iter()
        .map(|inline| (&block.text[inline.range.clone()], &inline.style))
        .collect();
    assert_eq!(
        set,
        [
            ("bold", &Style::Strong),
            ("link", &Style::Link("http://example.org/".into()))
        ]
    );
}

#[test]
fn tables() {
    let body = "<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated='999999'><text:p>Islands</text:p></table:table-cell></table:table-row></table:table>";
    let document = read(&document(body)).unwrap();
    assert!(
        document.blocks[0].text.starts_with("Year\tIslands")
            || document.blocks[0].text.contains("Islands")
    );
    assert!(document.blocks[0].text.len() < 1000);
}

#[test]
fn metadata() {
    let meta = read(&document("<text:p>x</text:p>")).unwrap().meta;
    assert_eq!(meta.title.as_deref(), Some("Minutes"));
    assert_eq!(meta.authors, ["A. Writer"]);
    assert_eq!(meta.field("modified"), Some("2019-05-01T10:00:00"));
    assert!(read(&zipped(&[("content.txt", b"x")])).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damage_is_survived(faults in proptest::collection::vec((0usize..4096, any::<u8>()), 0..12), keep in 0usize..4096) {
        let body = "<text:p>One<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>N</text:p></text:note-body></text:note></text:p>";
        if let Ok(document) = read(&damaged(&document(body), &faults, keep + 200)) {
            check(&document);
        }
    }

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(0usize..PARTS.len(), 0..50)) {
        let body: String = parts.iter().map(|part| PARTS[*part]).collect();
        if let Ok(document) = read(&document(&body)) {
            check(&document);
        }
    }
}

const PARTS: [&str; 20] = [
    "<text:p>",
    "</text:p>",
    "<text:h>",
    "<text:list>",
    "</text:list>",
    "<text:list-item>",
    "</text:list-item>",
    "<text:span text:style-name='T1'>",
    "</text:span>",
    "<text:note>",
    "</text:note>",
    "<text:note-citation>9</text:note-citation>",
    "<table:table>",
    "</table:table>",
    "<table:table-row>",
    "<table:table-cell>",
    "<text:s text:c='9'/>",
    "<text:a xlink:href='x'>",
    "</text:a>",
    "words é ",
];
