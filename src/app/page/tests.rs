//! The layout of pages: every byte has a row, and every row its bytes.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::corpus::document::Meta;
use crate::corpus::{BlockId, DocumentId, Format, TextHash};

/// A document of plain paragraphs.
fn document(paragraphs: &[&str]) -> Document {
    let text = paragraphs.join("\n\n");
    let mut at = 0;
    let blocks = paragraphs
        .iter()
        .enumerate()
        .map(|(index, paragraph)| {
            let range = at..at + paragraph.len();
            at = range.end + 2;
            Block {
                number: index as u32 + 1,
                id: BlockId::new(format!("b{index}")),
                kind: BlockKind::Paragraph,
                range,
                label: None,
                level: 0,
                date: None,
                folded: false,
                marker: None,
                calls: Vec::new(),
                joins: Vec::new(),
                doubt: None,
            }
        })
        .collect();
    Document {
        id: DocumentId::new("d"),
        path: PathBuf::from("d.txt"),
        format: Format::Text,
        encoding: "UTF-8".into(),
        meta: Meta::default(),
        hash: TextHash::of(&text),
        text,
        blocks,
        inlines: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
        corrected: Vec::new(),
    }
}

fn shown_rows(document: &Document, width: usize) -> Vec<String> {
    let folds = Folds::default();
    let page = Page::new(document, &folds, 0, width);
    page.screen(Spot::default(), 1000)
        .iter()
        .map(|row| {
            row.pieces
                .iter()
                .map(|piece| document.slice(&piece.range).trim_end())
                .collect::<String>()
        })
        .collect()
}

#[test]
fn text_is_broken_between_words() {
    let document = document(&["It was a bright cold day in April", "and the clocks"]);
    assert_eq!(
        shown_rows(&document, 12),
        [
            "It was a",
            "bright cold",
            "day in April",
            "",
            "and the",
            "clocks"
        ]
    );
}

#[test]
fn long_words_and_ideographs_are_cut_where_the_row_ends() {
    assert_eq!(
        shown_rows(&document(&["abcdefghijkl"]), 8),
        ["abcdefgh", "ijkl"]
    );
    assert_eq!(
        shown_rows(&document(&["日ソ共同宣言"]), 8),
        ["日ソ共同", "宣言"]
    );
}

#[test]
fn folded_neighbours_take_one_row() {
    let mut document = document(&["a", "b", "c"]);
    document.blocks[0].folded = true;
    document.blocks[1].folded = true;
    let folds = Folds::default();
    let page = Page::new(&document, &folds, 0, 20);
    let rows = page.screen(Spot::default(), 10);
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows[0].kind,
        RowKind::Folded {
            blocks: 2,
            kind: BlockKind::Paragraph
        }
    );
    assert_eq!(page.spot(document.blocks[1].range.start), Spot::default());
}

#[test]
fn a_long_block_is_laid_out_in_chunks_that_join() {
    let long = "word ".repeat(20_000);
    let document = document(&["short", long.trim_end(), "end"]);
    let folds = Folds::default();
    let page = Page::new(&document, &folds, 0, 40);
    let middle = document.blocks[1].range.start + 50_000;
    let spot = page.spot(middle);
    assert!(spot.chunk > 0);
    let rows = page.screen(spot, 3);
    assert!(rows[0].range().is_some_and(|range| range.contains(&middle)));
    let mut seen = String::new();
    for row in page.screen(Spot::default(), 100_000) {
        for piece in row.pieces {
            seen.push_str(document.slice(&piece.range));
        }
    }
    assert_eq!(seen, document.text.replace("\n\n", ""));
}

#[test]
fn marks_of_footnotes_stand_in_the_row_and_take_room() {
    let mut document = document(&["a claim here, and more"]);
    document.blocks[0].calls = vec![
        NoteCall {
            label: "12".into(),
            at: "a claim here".len(),
        },
        NoteCall {
            label: "*".into(),
            at: document.text.len(),
        },
    ];
    let folds = Folds::default();
    let page = Page::new(&document, &folds, 0, 15);
    let rows = page.screen(Spot::default(), 9);
    let shown: Vec<Vec<(usize, &str, Option<&str>)>> = rows
        .iter()
        .map(|row| {
            row.pieces
                .iter()
                .map(|it| (it.x, document.slice(&it.range), it.mark.as_deref()))
                .collect()
        })
        .collect();
    assert_eq!(
        shown,
        [
            vec![(0, "a claim here", Some("¹²")), (14, ", ", None)],
            vec![(0, "and more", Some("[*]"))]
        ]
    );
}

proptest! {
    #[test]
    fn every_byte_has_a_row_and_rows_fit(
        paragraphs in prop::collection::vec("[ a-zéß日本語\u{301}👩\u{200d}🔬.-]{0,60}", 1..6),
        width in 1usize..60,
        gutter in 0usize..10,
    ) {
        let parts: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
        let document = document(&parts);
        let folds = Folds::default();
        let page = Page::new(&document, &folds, gutter, width);
        let mut seen = String::new();
        for row in page.screen(Spot::default(), 10_000) {
            for piece in &row.pieces {
                let text = document.slice(&piece.range);
                prop_assert!(piece.x + cells(text.trim_end()) <= width.max(LEAST));
                seen.push_str(text);
            }
        }
        prop_assert_eq!(seen, document.text.replace("\n\n", ""));
        for (byte, _) in document.text.char_indices() {
            let spot = page.spot(byte);
            let rows = page.rows(spot.block, spot.chunk);
            prop_assert!(spot.row < rows.len());
        }
    }

    #[test]
    fn stepping_down_and_up_returns(rows in 0isize..30, width in 8usize..40) {
        let document = document(&["It was a bright cold day in April", "and the clocks", "were striking thirteen"]);
        let folds = Folds::default();
        let page = Page::new(&document, &folds, 0, width);
        let down = page.step(Spot::default(), rows);
        let total = page.screen(Spot::default(), 1000).len().cast_signed();
        prop_assert_eq!(page.step(down, -rows.min(total - 1)), Spot::default());
        prop_assert_eq!(page.step(Spot::default(), 10_000), page.last());
    }
}
