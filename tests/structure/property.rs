//! What holds for every text: ranges rise and lie on character boundaries, nothing is lost, and
//! time grows with length only.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use glossator::corpus::{Document, Format, open};
use proptest::prelude::*;

/// Lines of every kind that a recogniser looks for, and some that look alike.
fn line() -> impl Strategy<Value = String> {
    let made = prop::sample::select(vec![
        "",
        "",
        "",
        "\u{C}",
        "Running text that goes on",
        "and is wrapped by hand at a width.",
        "It ends here.",
        "HEADING IN CAPITALS",
        "A short title",
        "=====",
        "---",
        "* * *",
        "1. First paragraph of several.",
        "2. Second one, which is",
        "15. (C) A damaged number.",
        "¶3. (SBU) Third.",
        "(a) an item",
        "(b) another",
        "(iv) deep",
        "- bullet",
        "-- dash",
        "  • deep bullet",
        "Article 9",
        "§ 12. Text",
        "Jan. 1, 2000: entry",
        "- **Feb. 2, 2000:** entry",
        "1956年10月19日　署名",
        "[1] A note.",
        "as he said.[1] Then",
        "<sup>2</sup> Note",
        "word<sup>2</sup> word",
        "| a | b |",
        "|---|---|",
        "x\ty\tz",
        "col one   col two",
        "col thr   col fou",
        "> quoted",
        "    set in by four",
        "- 12 -",
        "Page 3 of 9",
        "Leave a Reply",
        "By Anna Kireeva",
        "June 14, 2018",
        "Key: value",
        "DE RUEHMO #0601/01 0401554",
        "C O N F I D E N T I A L MOSCOW 000601",
        "SUBJECT: A THING",
        "E.O. 12958: DECL: 02/06/2017",
        "dis",
        "pute",
        "co-",
        "operation",
        "**bold** and *emphasis*",
        r"\$20 [PREL](#) `code`",
        "```",
        "Contents",
        "Intro ..... 5",
        "Summary ..... 7",
        "ISBN 978-5-91891-208-9",
        "Moscow 2012",
        "Authors:",
        "平和条約の締結",
        "اتفقت الدولتان",
        "Совет",
        "e\u{301}te\u{301} 🇯🇵",
        "a line with one \u{0} and one \u{7} in it, as damaged files have",
        "Notes",
        "1 – A note with a dash",
        "# Head",
        "## Sub #",
        "Q: Was it?",
        "A: It was.",
        "MOSCOW 00000601  002 OF 002",
    ]);
    prop_oneof![
        8 => made.prop_map(str::to_owned),
        // Tags are taken out as layout, which a comparison of letters cannot know.
        1 => "\\PC{0,40}".prop_map(|text| text.replace('<', " ")),
        1 => "[a-zA-Z0-9 .,;:()\\[\\]*_>&#\"'-]{0,80}",
    ]
}

fn read(text: &str, name: &str) -> Option<Document> {
    open::document_of(Path::new(name), text.as_bytes(), None).ok()
}

fn letters(counts: &mut HashMap<char, i64>, text: &str, by: i64) {
    let plain = |c: char| {
        "⁰¹²³⁴⁵⁶⁷⁸⁹"
            .chars()
            .zip('0'..='9')
            .find(|(raised, _)| *raised == c)
            .map_or(c, |(_, digit)| digit)
    };
    for character in text.chars().filter(|c| c.is_alphanumeric()).map(plain) {
        *counts.entry(character).or_default() += by;
    }
}

fn check(document: &Document) {
    let mut end = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        assert_eq!(block.number as usize, index + 1);
        assert!(block.range.start >= end && block.range.start <= block.range.end);
        assert!(
            document.text.get(block.range.clone()).is_some(),
            "block {index} is not on characters"
        );
        if index > 0 {
            assert_eq!(block.range.start, end + 2);
        }
        end = block.range.end;
        for call in &block.calls {
            assert!((block.range.start..=block.range.end).contains(&call.at));
            assert!(document.text.is_char_boundary(call.at));
        }
        for join in &block.joins {
            assert!((block.range.start..=block.range.end).contains(&join.at));
            assert!(document.text.is_char_boundary(join.at));
        }
    }
    assert_eq!(end, document.text.len());
    for inline in &document.inlines {
        assert!(document.text.get(inline.range.clone()).is_some());
    }
    let ids: std::collections::HashSet<&str> = document
        .blocks
        .iter()
        .map(|block| block.id.as_str())
        .collect();
    assert_eq!(ids.len(), document.blocks.len(), "ids differ");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost(lines in prop::collection::vec(line(), 0..60)) {
        let text = lines.join("\n");
        // A text that begins as a web page is read as one, and its tags are no words.
        let read = read(&text, "any.txt").filter(|it| it.format == Format::Text);
        if let Some(document) = read {
            check(&document);
            let mut counts = HashMap::new();
            for block in &document.blocks {
                letters(&mut counts, document.block_text(block), 1);
                letters(&mut counts, block.marker.as_deref().unwrap_or(""), 1);
                if let Some(label) = &block.label {
                    letters(&mut counts, &label.shown, 1);
                    letters(&mut counts, label.printed.as_deref().unwrap_or(""), 1);
                }
                for call in &block.calls {
                    letters(&mut counts, &call.label, 1);
                }
            }
            for inline in &document.inlines {
                if let glossator::corpus::Style::Link(target) = &inline.style {
                    letters(&mut counts, target, 1);
                }
            }
            // Tags are layout.
            let plain = text.replace("<sup>", "").replace("</sup>", "");
            letters(&mut counts, &plain, -1);
            let lost: Vec<char> = counts.iter().filter(|(_, count)| **count < 0).map(|(c, _)| *c).collect();
            prop_assert!(lost.is_empty() || document.meta.reference.is_some() && lost.len() <= 1 || text.contains('&'), "{lost:?} lost of {text:?}");
        }
    }

    #[test]
    fn markdown_holds_too(lines in prop::collection::vec(line(), 0..60)) {
        if let Some(document) = read(&lines.join("\n"), "any.md") {
            check(&document);
        }
    }

    #[test]
    fn an_edit_elsewhere_leaves_ids(lines in prop::collection::vec(line(), 4..30)) {
        let tail: Vec<String> = (0..3).map(|n| format!("A paragraph that stands by itself, number {n} of those, and ends.")).collect();
        let one = format!("{}\n\n{}", lines.join("\n"), tail.join("\n\n"));
        let other = format!("A sentence put before.\n\n{one}");
        if let (Some(one), Some(other)) = (read(&one, "a.txt"), read(&other, "a.txt")) {
            let id = |document: &Document, words: &str| {
                document.blocks.iter().find(|block| document.block_text(block) == words).map(|block| block.id.clone())
            };
            for words in &tail {
                if let (Some(before), Some(after)) = (id(&one, words), id(&other, words)) {
                    prop_assert_eq!(before, after);
                }
            }
        }
    }
}

/// Texts that have brought recognisers down: one long line, nothing but blank lines, signs that
/// are never answered, and the like.
fn hostile(size: usize) -> Vec<(&'static str, String)> {
    vec![
        ("one line", "word ".repeat(size / 5)),
        ("one word", "x".repeat(size)),
        ("blank lines", "\n".repeat(size)),
        ("blank lines in text", "a.\n\n\n\n".repeat(size / 6)),
        ("brackets", "[".repeat(size)),
        ("stars", "* ".repeat(size / 2)),
        ("bold", "**a ".repeat(size / 4)),
        ("underscores", " _a".repeat(size / 3)),
        ("raised", "<sup>1".repeat(size / 6)),
        ("angles", "<".repeat(size)),
        ("numbers", "1. x\n".repeat(size / 5)),
        (
            "notes",
            "<sup>1</sup> x\n\nword<sup>1</sup>\n\n".repeat(size / 36),
        ),
        (
            "bracket notes",
            format!("{}\n\n[1] a note", "x[1] ".repeat(size / 5)),
        ),
        ("dates", "Jan. 1, 2000: x\n".repeat(size / 16)),
        ("bars", "|".repeat(size)),
        ("rows", "| a | b |\n".repeat(size / 10)),
        ("open ends", "and so the\n\n---\n\n".repeat(size / 17)),
        ("page numbers", "- 1 -\n\n".repeat(size / 7)),
        ("form feeds", "\u{C}x\n".repeat(size / 3)),
        ("short lines", "ab\n".repeat(size / 3)),
        ("capitals", "CAPS AND MORE\n".repeat(size / 14)),
        ("colons", "Key: value\n".repeat(size / 11)),
        ("semicolons", "item;\n\n".repeat(size / 7)),
        ("headings", "# H\n".repeat(size / 4)),
        ("quotes", "> q\n".repeat(size / 4)),
        ("fences", "```\n".repeat(size / 4)),
        (
            "NUL bytes",
            format!(
                "text\u{0}{}",
                "more \u{0} text, and words enough of it to be a text in spite of that one "
                    .repeat(size / 40)
            ),
        ),
        ("ideographs", "平和条約の締結に関する交渉".repeat(size / 39)),
        ("blanks", " ".repeat(size) + "x"),
        ("backslashes", "\\".repeat(size)),
        (
            "wrapped",
            "some words that fill a line up to a width of sixty and more\n".repeat(size / 60),
        ),
        (
            "hyphens",
            "some words that fill a line up to the very last col-\numn of\n".repeat(size / 60),
        ),
    ]
}

#[test]
fn time_grows_with_length_only() {
    for (name, text) in hostile(60_000) {
        let begin = Instant::now();
        if let Some(document) = read(&text, "hostile.txt") {
            check(&document);
        }
        let taken = begin.elapsed();
        // Some hundred times what it takes unoptimised; a quadratic pass takes minutes.
        assert!(taken < Duration::from_secs(20), "{name}: {taken:?}");
    }
}

/// `GLOSSATOR_SIZE=50000000 cargo test --release --test structure speed -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::cast_precision_loss, reason = "a rate")]
fn speed() {
    let size = std::env::var("GLOSSATOR_SIZE").map_or(5_000_000, |size| size.parse().unwrap());
    for (name, text) in hostile(size) {
        let begin = Instant::now();
        let blocks = read(&text, "hostile.txt").map_or(0, |document| document.blocks.len());
        let taken = begin.elapsed().as_secs_f64();
        println!(
            "{name:20} {:8.1} MB/s {taken:7.2} s {blocks} blocks",
            text.len() as f64 / 1e6 / taken
        );
    }
}
