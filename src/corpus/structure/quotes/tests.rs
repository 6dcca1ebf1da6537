//! Quotations, verse and code.

use super::super::seen::seen;

#[test]
fn verse_keeps_its_lines() {
    let blocks = seen(
        "He wrote this.\n\nThe bell that rings across the bay\nHas rung for many a ship before,\nAnd those who heard it went their way,\nAnd those who did not came ashore.\n\nIt is not his best.\n",
    );
    assert_eq!(blocks[1].matches(" / ").count(), 3, "{blocks:#?}");
    assert!(blocks[1].starts_with("quote"));
}

#[test]
fn what_is_set_in_is_quoted() {
    let blocks = seen(
        "It was said of him:\n\n     He kept the lamp for forty years and never once\n     asked what it was for, which is the whole of duty.\n\nThis is true.\n",
    );
    assert!(
        blocks[1].starts_with("quote: He kept the lamp"),
        "{blocks:#?}"
    );
}

#[test]
fn code_keeps_its_lines_and_blanks() {
    let blocks = seen("Text before it.\n\n```\nfn a()  {\n}\n```\n\nText after it.\n");
    assert_eq!(blocks[1], "code: fn a()  { / }");
}
