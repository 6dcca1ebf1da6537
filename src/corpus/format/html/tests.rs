//! What a page gives: blocks, styles, notes, metadata, what is folded, and what no page can do.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::corpus::document::Style;
use crate::corpus::encoding::decode;
use crate::corpus::format::made::{check, drawn};

fn page(body: &str) -> RawDocument {
    read_text(&format!(
        "<!DOCTYPE html><html><head><title>A Page</title></head><body>{body}</body></html>"
    ))
}

#[test]
fn blocks_and_levels() {
    let document = page(
        "<h1>Title</h1><p>First\n  <em>words</em> <b>bold</b>.<h2>Next</h2>\
         <ul><li>one<li>two<ol start=3><li>deep</ol></ul><blockquote><p>Said.</p></blockquote>\
         <hr><pre><code>let x = 1;\n  y</code></pre>\
         <table><tr><th>Year<th>Islands<tr><td>1956<td>two</table>\
         <dl><dt>Term<dd>Its sense</dl><figure><figcaption>A map</figcaption></figure>Loose text",
    );
    assert_eq!(
        drawn(&document),
        "heading 1: Title\n-: First words bold.\nheading 2: Next\nlist_item 1: • one\nlist_item 1: • two\n\
         list_item 2: 3. deep\nquote: Said.\nrule: \ncode: let x = 1;⏎  y\ntable: Year⇥Islands⏎1956⇥two\n\
         -: Term\nlist_item 1: Its sense\nheader: A map\n-: Loose text\n"
    );
}

#[test]
fn styles_are_at_their_words() {
    let document = page(
        "<p>A <i>slow <b>walk</b></i> to <a href='x.html?a&amp;b'>the lake</a> in <code>Rust</code></p>",
    );
    let block = &document.blocks[0];
    let set: Vec<(&str, Style)> = block
        .inlines
        .iter()
        .map(|inline| (&block.text[inline.range.clone()], inline.style.clone()))
        .collect();
    assert_eq!(
        set,
        [
            ("slow walk", Style::Emphasis),
            ("walk", Style::Strong),
            ("the lake", Style::Link("x.html?a&b".into())),
            ("Rust", Style::Code),
        ]
    );
}

#[test]
fn linked_notes_are_called_and_kept_out_of_the_text() {
    let document = page(
        "<p>The treaty<sup id=r1><a href='#fn1'>[1]</a></sup> was signed<a role=doc-noteref href='#n2' id=r2>*</a>.</p>\
         <section role=doc-endnotes><ol><li id=fn1><p>Treaties, vol. 2. <a href='#r1'>↩</a></p><p>See also vol. 3.</p></li></ol>\
         <p id=n2>* In Moscow. <a href='#r2' role=doc-backlink>back</a></p></section>",
    );
    assert_eq!(
        drawn(&document),
        "-: The treaty⟦1⟧ was signed⟦*⟧.\nfootnote: [1] Treaties, vol. 2.\nfootnote: [1] See also vol. 3.\n\
         footnote: [*] In Moscow.\n"
    );
}

#[test]
fn word_processors_notes() {
    let document = page(
        "<p>It was agreed<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a> then.</p><hr>\
         <p><a href='#_ftnref1' name='_ftn1'>[1]</a> Minutes of 16 October.</p>",
    );
    assert_eq!(
        drawn(&document),
        "-: It was agreed⟦1⟧ then.\nrule: \nfootnote: [1] Minutes of 16 October.\n"
    );
}

#[test]
fn raised_numbers_call_notes_but_powers_and_contents_do_not() {
    let document = page(
        "<p>The islands<sup>9</sup> cover 5,000 km<sup>2</sup> on the 19<sup>th</sup>, 10<sup>9</sup> times.</p>\
         <p><a href='#c1'>1</a> <a href='#c2'>2</a></p><p id=c1>One</p><p id=c2>Two</p>",
    );
    assert_eq!(
        drawn(&document),
        "-: The islands⟦9⟧ cover 5,000 km2 on the 19th, 109 times.\n-: 1 2\n-: One\n-: Two\n"
    );
}

#[test]
fn hand_broken_lines() {
    let long = "This line is as long as lines are that somebody broke by hand,";
    let document = page(&format!(
        "<p>{long}<br>{long}<br>end.</p><p>Foreign Ministry<br>Tokyo<br><br>Sir,</p>"
    ));
    assert_eq!(
        drawn(&document),
        format!("-: {long} {long} end.\nparagraph: Foreign Ministry⏎Tokyo\n-: Sir,\n")
    );
}

#[test]
fn preformatted_prose_is_plain_text() {
    let line = "the ambassador said that the government would not return to it before the spring";
    let document = page(&format!(
        "<pre>\n1. (C) {line}\n{line}.\n\n2. (C) {line}</pre>"
    ));
    assert_eq!(
        drawn(&document),
        format!("-: 1. (C) {line}⏎{line}.\n-: 2. (C) {line}\n")
    );
}

#[test]
fn layout_tables_are_only_layout() {
    let document = page(
        "<table><tr><td><h2>Head</h2><p>Left</td><td><p>Right</td></tr><tr><td>a<td>b</table>",
    );
    assert_eq!(
        drawn(&document),
        "heading 2: Head\n-: Left\n-: Right\n-: a\n-: b\n"
    );
}

#[test]
fn the_site_is_folded_and_nothing_is_deleted() {
    let paragraph = "<p>The delegations met again on the second day, and after long talks, which nobody \
        had expected to end so soon, they agreed upon a text that both could take home.</p>";
    let document = page(&format!(
        "<header><a href='/'>The Daily Site</a></header><nav><ul><li><a href='/a'>World</a><li><a href='/b'>Sport</a></ul></nav>\
         <div class='cookie-notice'>We use cookies.</div>\
         <main><article><h1>A Page</h1>{}<div class='share-bar'><a href='/s'>Share this</a></div></article></main>\
         <aside class='related'><h3>Related</h3><ul><li><a href='/c'>Other news</a></ul></aside>\
         <form id=commentform><p>Leave a reply</p><textarea></textarea><button>Send</button></form>\
         <footer>All rights reserved</footer><p style='display: none'>Hidden</p>",
        paragraph.repeat(6)
    ));
    let open: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.folded != Some(true))
        .map(|block| block.text.get(..6).unwrap_or(&block.text))
        .collect();
    assert_eq!(
        open,
        [
            "A Page", "The de", "The de", "The de", "The de", "The de", "The de"
        ]
    );
    let all = drawn(&document);
    for words in [
        "The Daily Site",
        "World",
        "cookies",
        "Share this",
        "Other news",
        "Leave a reply",
        "rights reserved",
        "Hidden",
    ] {
        assert!(all.contains(words), "{words} is gone:\n{all}");
    }
}

#[test]
fn a_document_saved_as_html_is_not_judged() {
    let document = page("<h1>Minutes</h1><p>Short.</p><ul><li>Item</ul><p>End.</p>");
    assert!(document.blocks.iter().all(|block| block.folded.is_none()));
}

#[test]
fn metadata() {
    let document = read_text(
        "<html lang=en><head><title>Two Islands | The Paper</title>\
         <meta property=og:site_name content='The Paper'><link rel=canonical href='https://www.paper.example/two'>\
         <script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Two Islands\",\
         \"author\":[{\"name\":\"A. Writer\"},{\"name\":\"B. Writer\"}],\"datePublished\":\"2006-10-19T08:15:00Z\"}</script>\
         </head><body><h1>Two Islands</h1><p>Text.",
    );
    let meta = &document.meta;
    assert_eq!(meta.title.as_deref(), Some("Two Islands"));
    assert_eq!(meta.authors, ["A. Writer", "B. Writer"]);
    assert_eq!(meta.origin.as_deref(), Some("The Paper"));
    assert_eq!(
        meta.date.as_ref().map(|date| date.iso.as_str()),
        Some("2006-10-19T08:15Z")
    );
    assert_eq!(meta.field("url"), Some("https://www.paper.example/two"));
    assert!(
        !drawn(&document).contains("headline"),
        "script text is no text"
    );
}

#[test]
fn the_declared_encoding_is_heard() {
    let bytes = b"<meta charset=iso-8859-2><p>\xB1\xE6\xEA, za\xBF\xF3\xB3\xE6</p>";
    let decoded = decode(bytes, declared(bytes).as_deref()).unwrap();
    let document = read(&decoded);
    assert_eq!(document.blocks[0].text, "ąćę, zażółć");
    assert_eq!(
        declared(b"<?xml version='1.0' encoding='koi8-r'?>").as_deref(),
        Some("koi8-r")
    );
    assert_eq!(declared(b"<p>charset</p>"), None);
}

#[test]
fn xhtml_closes_what_it_says_it_closes() {
    let document = read_text(
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p><a id='x'/>Text <![CDATA[a < b]]></p><p>Next</p></body></html>",
    );
    assert_eq!(drawn(&document), "-: Text a < b\n-: Next\n");
}

/// Reads a page and requires that it takes less than a few seconds, as it must in the reader.
fn quickly(page: &str) -> RawDocument {
    let begun = std::time::Instant::now();
    let document = read_text(page);
    let seconds = begun.elapsed().as_secs();
    assert!(seconds < 15, "took {seconds} s");
    document
}

#[test]
fn hostile_pages_end_soon() {
    let deep = "<div>".repeat(200_000) + "core";
    let document = quickly(&deep);
    assert_eq!(document.blocks.len(), 1);
    assert!(document.warnings[0].contains("nested"));
    quickly(&("<blockquote>".repeat(50_000) + "x" + &"</blockquote>".repeat(50_000)));
    quickly(&("<b>".repeat(20_000) + &"</i>".repeat(20_000) + "x"));
    quickly(&("<p>".to_owned() + &"word ".repeat(100_000)));
    let mut attributes = String::new();
    for number in 0..100_000 {
        let _ = write!(attributes, " a{number}=1");
    }
    let document = quickly(&format!("<p{attributes}>text"));
    assert_eq!(document.blocks[0].text, "text");
    quickly(&"<table><tr><td>".repeat(5_000));
    quickly(&"<a href='#".repeat(50_000));
    quickly(&"<sup>1</sup>".repeat(10_000));
    quickly(&("<script>".to_owned() + &"<a b".repeat(20_000)));
    quickly(&"<!--".repeat(50_000));
    quickly("<p>a\0b");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let text = String::from_utf8_lossy(&bytes);
        check(&read_text(&text));
    }

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(0usize..PARTS.len(), 0..60)) {
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        check(&read_text(&text));
    }
}

const PARTS: [&str; 34] = [
    "<p>",
    "</p>",
    "<div class=share>",
    "</div>",
    "<ul>",
    "<ol type=i start=-3>",
    "</ul>",
    "<li>",
    "<b>",
    "</b>",
    "<a href='#n'>1</a>",
    "<a id=n>",
    "<sup><a href=#n>2</a></sup>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<h2>",
    "</h2>",
    "text ",
    "é\u{301}漢",
    "<br>",
    "\n\n",
    "<nav>",
    "</nav>",
    "<li id=n>",
    "<q>",
    "</q>",
    "<dl><dt>",
    "<dd>",
];
