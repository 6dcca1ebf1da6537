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

const RELATIONS: &str = "<Relationships><Relationship Id='rId1' Type='http://x/officeDocument' Target='word/document.xml'/></Relationships>";

const STYLES: &str = "<w:styles xmlns:w='w'>\
    <w:style w:styleId='H2' w:type='paragraph'><w:name w:val='heading 2'/></w:style>\
    <w:style w:styleId='Mine' w:type='paragraph'><w:name w:val='House head'/><w:basedOn w:val='H2'/></w:style>\
    <w:style w:styleId='Q'><w:name w:val='Quote'/></w:style>\
    <w:style w:styleId='TOC1'><w:name w:val='toc 1'/></w:style>\
    <w:style w:styleId='Em'><w:name w:val='Em'/><w:rPr><w:i/></w:rPr></w:style></w:styles>";

const NUMBERING: &str = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2)'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='x'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>";

fn document(body: &str) -> Vec<u8> {
    let body = format!(
        "<?xml version='1.0'?><w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"
    );
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:id='-1'><w:p><w:r><w:t>separator</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='5'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> Second in the file.</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='4'><w:p><w:r><w:t>First called.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let endnotes = "<w:endnotes xmlns:w='w'><w:endnote w:id='2'><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote></w:endnotes>";
    let comments = "<w:comments xmlns:w='w'><w:comment w:id='0' w:author='Clerk'><w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment></w:comments>";
    let links = "<Relationships><Relationship Id='rId9' Type='http://x/hyperlink' Target='http://example.org/a'/></Relationships>";
    let core = "<cp:coreProperties xmlns:dc='d'><dc:title>Minutes</dc:title><dc:creator>A. Writer; B. Clerk</dc:creator>\
        <dcterms:created>2019-05-01T10:00:00Z</dcterms:created></cp:coreProperties>";
    zipped(&[
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", body.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/endnotes.xml", endnotes.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("word/_rels/document.xml.rels", links.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

fn para(style: &str, text: &str) -> String {
    let properties = if style.is_empty() {
        String::new()
    } else {
        format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>")
    };
    format!("<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

fn item(list: u8, depth: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn styles_and_lists() {
    let body = para("Title", "Minutes")
        + &para("Mine", "Head")
        + &para("Q", "Said.")
        + &para("TOC1", "Head 3")
        + &item(1, 0, "three")
        + &item(1, 1, "inner")
        + &item(1, 1, "inner")
        + &item(1, 0, "four")
        + &item(1, 1, "again")
        + &item(2, 0, "dot")
        + &para("", "Plain.");
    assert_eq!(
        drawn(&read(&document(&body)).unwrap()),
        "heading 1: Minutes\nheading 2: Head\nquote: Said.\n▸ boilerplate: Head 3\nlist_item 1: 3. three\n\
         list_item 2: 3.a) inner\nlist_item 2: 3.b) inner\nlist_item 1: 4. four\nlist_item 2: 4.a) again\nlist_item 1: • dot\n-: Plain.\n"
    );
}

#[test]
fn notes_are_numbered_as_they_are_called() {
    let body = "<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id='4'/></w:r><w:r><w:t xml:space='preserve'> two</w:t>\
        </w:r><w:r><w:footnoteReference w:id='5'/><w:endnoteReference w:id='2'/></w:r><w:commentRangeStart w:id='0'/><w:r><w:t>.</w:t></w:r>\
        <w:r><w:commentReference w:id='0'/></w:r></w:p>";
    assert_eq!(
        drawn(&read(&document(body)).unwrap()),
        "-: One⟦1⟧ two⟦2⟧⟦i⟧.⟦c1⟧\nfootnote: [1] First called.\nfootnote: [2] Second in the file.\nfootnote: [i] At the end.\n\
         footnote: [c1] Clerk: Is this so?\n"
    );
}

#[test]
fn deleted_text_codes_and_hidden_text_are_no_text() {
    let body = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins>\
        <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
        <w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> HYPERLINK \"http://example.org/b\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t xml:space='preserve'> field</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:hyperlink r:id='rId9'><w:r><w:t xml:space='preserve'> link</w:t></w:r></w:hyperlink>\
        <w:r><w:rPr><w:b/><w:i w:val='0'/></w:rPr><w:t xml:space='preserve'> bold</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>er</w:t></w:r></w:p>";
    let document = read(&document(body)).unwrap();
    let block = &document.blocks[0];
    assert_eq!(block.text, "kept field link bolder");
    let set: Vec<(&str, &Style)> = block
        .inlines
        .iter()
        .map(|inline| (&block.text[inline.range.clone()], &inline.style))
        .collect();
    assert_eq!(
        set,
        [
            ("field", &Style::Link("http://example.org/b".into())),
            ("link", &Style::Link("http://example.org/a".into())),
            ("bolder", &Style::Strong),
        ]
    );
    assert!(document.warnings[0].contains("6 characters of hidden text"));
}

#[test]
fn tables() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", para("", text));
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl><w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        cell("Year"),
        cell("Islands"),
        cell("1956"),
        cell(""),
        para("", "Only"),
        para("", "framed")
    );
    assert_eq!(
        drawn(&read(&document(&body)).unwrap()),
        "table: Year⇥Islands⏎1956⇥\n-: Only\n-: framed\n"
    );
}

#[test]
fn metadata() {
    let meta = read(&document(&para("", "x"))).unwrap().meta;
    assert_eq!(meta.title.as_deref(), Some("Minutes"));
    assert_eq!(meta.authors, ["A. Writer", "B. Clerk"]);
    assert_eq!(meta.date, None);
    assert_eq!(meta.field("created"), Some("2019-05-01T10:00:00Z"));
}

#[test]
fn deep_nesting_costs_no_stack() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:pict><w:txbxContent>".repeat(20_000)
        + "<w:p><w:r><w:t>core</w:t></w:r></w:p>";
    let document = read(&document(&body)).unwrap();
    assert!(
        document.warnings[0].contains("nested"),
        "{:?}",
        document.warnings
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damage_is_survived(faults in proptest::collection::vec((0usize..8192, any::<u8>()), 0..12), keep in 0usize..8192) {
        let body = item(1, 0, "three") + &para("Q", "Said.") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
        if let Ok(document) = read(&damaged(&document(&body), &faults, keep + 200)) {
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
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>words é </w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:br/>",
    "<w:tab/>",
    "<w:footnoteReference w:id='4'/>",
    "<w:fldChar w:fldCharType='begin'/>",
    "<w:fldChar w:fldCharType='end'/>",
    "<w:rPr><w:b/></w:rPr>",
    "<w:pPr><w:numPr><w:ilvl w:val='7'/><w:numId w:val='1'/></w:numPr></w:pPr>",
    "<w:hyperlink r:id='rId9'>",
    "<w:sym w:char='2022'/>",
    "stray",
];
