//! Sequences: sound, damaged, restarting, and what only looks like one.

use super::super::seen::{document, seen};

#[test]
fn a_pilcrow_read_as_a_one_is_repaired_visibly() {
    let text = "1. (C) One.\n\n2. (C) Two.\n\n3. (C) Three.\n\n14. (C) Four.\n\n15. (C) Five.\n\n6. (C) Six.\n";
    let document = document(text);
    let labels: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| block.label())
        .collect();
    assert_eq!(labels, ["¶1", "¶2", "¶3", "¶4", "¶5", "¶6"]);
    let printed: Vec<Option<&str>> = document
        .blocks
        .iter()
        .map(|block| {
            block
                .label
                .as_ref()
                .and_then(|label| label.printed.as_deref())
        })
        .collect();
    assert_eq!(printed, [None, None, None, Some("14."), Some("15."), None]);
    assert!(document.blocks[3].doubt.is_some());
}

#[test]
fn sixteen_paragraphs_are_not_repaired() {
    let paragraphs: Vec<String> = (1..=18)
        .map(|n| format!("{n}. (U) Paragraph {n} says little."))
        .collect();
    let text = paragraphs.join("\n\n");
    let document = document(&text);
    assert_eq!(document.blocks[15].label(), Some("¶16"));
    assert!(document.blocks.iter().all(|block| block.doubt.is_none()));
}

#[test]
fn a_short_list_is_a_list() {
    let blocks = seen("Bring these:\n\n1. rope\n2. a lamp\n3. bread\n");
    assert_eq!(
        blocks[1..],
        ["list_item: rope", "list_item: a lamp", "list_item: bread"]
    );
}

#[test]
fn a_year_at_a_line_end_is_no_number() {
    let blocks = seen(
        "The board met in the spring and again in the autumn of the year\n1956. It did not meet in winter, for the harbour was frozen, and so\n\
         were its members. Nothing else of that year is known to us, since\nthe minutes were kept in pencil and the pencil has faded. What is\n\
         known of the next year is known from letters, of which there are\nseveral, and all of them complain of the cold that came in from the\nsea in March.\n",
    );
    assert_eq!(blocks.len(), 1, "{blocks:#?}");
}

#[test]
fn numbers_that_restart_begin_anew() {
    let blocks = seen(
        "1. (C) One.\n\n2. (C) Two.\n\nAnnex\n\n1. (C) One of the annex.\n\n2. (C) Two of it.\n",
    );
    assert_eq!(blocks[3], "paragraph ¶1: (C) One of the annex.");
}

#[test]
fn articles_head_what_stands_below_them() {
    let blocks = seen("Article 1\n\nThe lamp is lit.\n\nArticle 2 – Oil\n\nOil is bought.\n");
    assert_eq!(
        blocks,
        [
            "heading Article 1: Article 1",
            "paragraph: The lamp is lit.",
            "heading Article 2: Oil",
            "paragraph: Oil is bought."
        ]
    );
}
