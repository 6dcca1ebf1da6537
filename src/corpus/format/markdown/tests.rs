use super::*;

fn blocks(text: &str) -> Vec<RawBlock> {
    read(Decoded {
        text: text.into(),
        encoding: "UTF-8",
        warning: None,
    })
    .blocks
}

#[test]
fn a_report_keeps_what_its_notation_says() {
    let found = blocks(
        "# Head\n\nText *so*\nwrapped.[^1]\n\n> Quoted\n\n1. one\n2. two\n   - deep\n\n---\n\n[^1]: The note.\n",
    );
    let shown: Vec<(Option<BlockKind>, u8, &str)> = found
        .iter()
        .map(|block| (block.kind, block.level, block.text.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (Some(BlockKind::Heading), 1, "Head"),
            (None, 0, "Text so wrapped."),
            (Some(BlockKind::Quote), 0, "Quoted"),
            (Some(BlockKind::ListItem), 1, "one"),
            (Some(BlockKind::ListItem), 1, "two"),
            (Some(BlockKind::ListItem), 2, "deep"),
            (Some(BlockKind::Rule), 0, ""),
            (Some(BlockKind::Footnote), 0, "The note."),
        ]
    );
    assert_eq!(found[1].calls.len(), 1);
    assert_eq!(found[1].calls[0].at, "Text so wrapped.".len());
    assert_eq!(found[7].note.as_deref(), Some("1"));
    assert_eq!(found[4].marker.as_deref(), Some("2."));
}

#[test]
fn raised_numbers_are_notes() {
    let found =
        blocks("It stands.<sup>4</sup> And 10<sup>th and more</sup>.\n\n<sup>4</sup> A note.");
    assert_eq!(found[0].text, "It stands. And 10th and more.");
    assert_eq!(found[0].calls[0].label, "4");
    assert_eq!(found[1].note.as_deref(), Some("4"));
    assert_eq!(found[1].text.trim(), "A note.");
}

#[test]
fn tables_are_rows_of_cells() {
    let found = blocks("| a | b |\n|---|---|\n| 1 | 2 |\n");
    assert_eq!(found[0].text, "a\tb\n1\t2");
}
