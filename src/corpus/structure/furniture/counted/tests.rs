//! Heads that count, in texts drawn for it.

use super::*;
use crate::corpus::document::Format;
use crate::corpus::raw::RawBlock;

/// The heads that are found in a text whose runs are parted by blank lines.
fn found(text: &str) -> Vec<String> {
    let blocks: Vec<RawBlock> = text
        .split("\n\n")
        .map(|run| RawBlock {
            text: run.to_owned(),
            ..RawBlock::default()
        })
        .collect();
    let page = Page::of(&blocks, Format::Text);
    heads(&page)
        .into_iter()
        .map(|at| page.words(at).to_owned())
        .collect()
}

#[test]
fn heads_of_left_and_right_pages() {
    let text = "The geese were counted by the\n\n  31\n\n32   ANNALS OF GEESE\n\nwarden every year.\n\nAgain he came and saw no more than\n\nTARN / On Geese   33\n\neleven of them, which he wrote down\n\n34   ANNALS OF GEESE\n\nin the book.";
    assert_eq!(
        found(text),
        [
            "31",
            "32   ANNALS OF GEESE",
            "TARN / On Geese   33",
            "34   ANNALS OF GEESE"
        ]
    );
}

#[test]
fn a_number_with_the_letters_of_the_series() {
    let text = "It lies in the\n\nAB-1\n\nmiddle of the sea. Nobody has ever been to the\n\nAB-2\n\nisland.\n\nThe end.\n\nAB-3";
    assert_eq!(found(text), ["AB-1", "AB-2", "AB-3"]);
}

#[test]
fn numbered_headings_are_none() {
    let text = "Chapter 1\n\nIt was a dark night and the geese slept.\n\nChapter 2\n\nThe geese woke.\n\nChapter 3\n\nThey slept again.";
    assert_eq!(found(text), Vec::<String>::new());
}
