//! Wraps, split words, and lines that their writer ended.

use super::super::seen::seen;

/// A text wrapped by hand at about sixty columns, without blank lines.
const WRAPPED: &str = "\
The commission met at the harbour on the first of the month
and found that the dispute had been settled before it came.
Nobody regretted this.
It then turned to the question of the lamp, which had been
raised in the spring and again in the summer without an an-
swer. The commission resolved to look into the dis
pute about the oil, and the long-standing matter of the long-
standing debts of the keeper was put off once again by all.
Its answer is expected in the spring of the year after next.
";

#[test]
fn a_short_closed_line_ends_a_paragraph() {
    let blocks = seen(WRAPPED);
    assert_eq!(blocks.len(), 2, "{blocks:#?}");
    assert!(blocks[0].ends_with("Nobody regretted this."));
}

#[test]
fn split_words_are_joined_and_compounds_kept() {
    let text = seen(WRAPPED).join(" ");
    assert!(text.contains("without an answer"), "{text}");
    assert!(text.contains("into the dispute about"), "{text}");
    assert!(text.contains("matter of the long-standing debts"), "{text}");
}

#[test]
fn an_address_keeps_its_lines() {
    let blocks = seen(
        "Write to the office. It is at this place:\n\nThe Harbour Office\nLower Street 4\nSkerry\n\nIt is open on Mondays. It is shut on all other days.\n",
    );
    assert!(blocks[1].contains(" / Skerry"), "{blocks:#?}");
}
