//! Documents made for the purpose: characters, paragraphs, notes, tables, links, damage.

use proptest::prelude::*;

use super::*;
use crate::corpus::document::Style;
use crate::corpus::format::made::{check, damaged, drawn};

fn rtf(body: &str) -> String {
    format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\uc1{{\\fonttbl{{\\f0 Times;}}{{\\f1\\fcharset204 Cyr;}}}}\
         {{\\stylesheet{{\\s0 Normal;}}{{\\s1\\b heading 1;}}{{\\s5 Quote;}}}}\
         {{\\info{{\\title Minutes}}{{\\author A. Writer}}{{\\creatim\\yr2019}}}}{body}}}"
    )
}

fn shown(body: &str) -> String {
    drawn(&read(rtf(body).as_bytes()).unwrap())
}

#[test]
fn characters() {
    assert_eq!(
        shown(
            "caf\\'e9 \\u1055?\\u1088? \\emdash  \\ldblquote x\\rdblquote \\~\\{a\\}\r\n{\\f1\\'cf\\'f0\\'e8}{\\uc2\\u8364 ??}\\u-10179?\\u-8704?\\par"
        ),
        "-: café Пр — “x”\u{A0}{a}При€😀\n"
    );
}

#[test]
fn paragraphs_styles_and_lists() {
    let body = "\\pard\\s1 Head\\par\\pard\\s0 Some {\\b bold} and {\\i italic\\b0} words\\line next\\par\\pard\\s5 Said.\\par\
        \\pard{\\listtext 3.\\tab}\\ls1 three\\par{\\pntext\\'b7\\tab}dot\\par\\pard\\outlinelevel1 Second\\par\\pard End";
    assert_eq!(
        shown(body),
        "heading 1: Head\n-: Some bold and italic words⏎next\nquote: Said.\nlist_item 1: 3. three\nlist_item 1: • dot\nheading 2: Second\n-: End\n"
    );
}

#[test]
fn notes_and_tables() {
    let body = "One{\\super\\chftn}{\\footnote\\pard {\\super\\chftn} A {\\i first} note.\\par Its second paragraph.} two.\\par\
        \\trowd\\pard\\intbl Year\\cell Islands\\cell\\row\\trowd\\intbl 1956\\cell two\\cell\\row\\pard After.\\par";
    assert_eq!(
        shown(body),
        "-: One⟦1⟧ two.\ntable: Year⇥Islands⏎1956⇥two\n-: After.\nfootnote: [1] A first note.\nfootnote: [1] Its second paragraph.\n"
    );
}

#[test]
fn links_and_what_is_no_text() {
    let body = "{\\field{\\*\\fldinst HYPERLINK \"http://example.org/\"}{\\fldrslt link}} {\\v secret}{\\*\\unknown stuff}{\\pict 89504e47}\
        {\\header Running}{\\deleted gone}\\bin4 {{{{text\\par";
    let document = read(rtf(body).as_bytes()).unwrap();
    let block = &document.blocks[0];
    assert_eq!(block.text, "link text");
    assert_eq!(
        block.inlines[0].style,
        Style::Link("http://example.org/".into())
    );
    assert_eq!(&block.text[block.inlines[0].range.clone()], "link");
    assert!(document.warnings[0].contains("6 characters of hidden text"));
    assert_eq!(document.meta.title.as_deref(), Some("Minutes"));
    assert_eq!(document.meta.authors, ["A. Writer"]);
}

#[test]
fn deep_groups_and_foreign_bytes() {
    let document = read(
        ("{\\rtf1 ".to_owned() + &"{".repeat(300_000) + "core" + &"}".repeat(300_000) + " end}")
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(drawn(&document), "-: core end\n");
    assert!(document.warnings[0].contains("nested"));
    assert!(read(b"plain").is_err());
    assert!(read(b"{\\rtf1 \\bin2147483647 x").is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damage_is_survived(faults in proptest::collection::vec((0usize..600, any::<u8>()), 0..12), keep in 0usize..600) {
        let body = "One{\\footnote A note.}\\par\\intbl a\\cell b\\cell\\row\\pard{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt y}}";
        let mut bytes = damaged(rtf(body).as_bytes(), &faults, keep + 10);
        bytes.splice(0..bytes.len().min(5), *b"{\\rtf");
        check(&read(&bytes).unwrap());
    }

    #[test]
    fn any_tokens_are_read(parts in proptest::collection::vec(0usize..PARTS.len(), 0..60)) {
        let body: String = parts.iter().map(|part| PARTS[*part]).collect();
        check(&read(rtf(&body).as_bytes()).unwrap());
    }
}

const PARTS: [&str; 22] = [
    "{",
    "}",
    "\\par ",
    "\\pard ",
    "\\b ",
    "\\b0 ",
    "text é ",
    "\\'e9",
    "\\u1055?",
    "\\u-10179?",
    "{\\footnote ",
    "\\cell ",
    "\\row ",
    "\\intbl ",
    "\\line ",
    "\\tab ",
    "{\\*\\fldinst HYPERLINK \"a\"}",
    "{\\fldrslt ",
    "{\\listtext 1.}",
    "\\s1 ",
    "\\v ",
    "\\chftn ",
];
