//! Sentences over pages, and what must stay apart.

use super::super::seen::{document, seen};

const HEAD: &str = "It is said that the harbour was closed in the winter of that year, and that nobody who had come by sea could leave it again before";

#[test]
fn pages_rules_and_notes_are_bridged() {
    for between in [
        "\n\n---\n\n",
        "\n\n- 4 -\n\n\u{C}",
        "\n\n<sup>1</sup> A note.\n\n",
        "\n\n",
    ] {
        let blocks = seen(&format!("{HEAD}{between}the ice went out. So it was.\n"));
        assert!(
            blocks[0].ends_with("before the ice went out. So it was."),
            "{between:?}: {blocks:#?}"
        );
    }
}

#[test]
fn a_capital_needs_body_text_and_a_page() {
    let blocks = seen(&format!(
        "{HEAD} the\n\n---\n\nPresident of the board had come back from the south and said a word.\n"
    ));
    assert!(
        blocks[0].contains("the President of the board"),
        "{blocks:#?}"
    );
    let blocks = seen("A short line of names and\n\n---\n\nAnother Thing. It ends.\n");
    assert!(!blocks[0].contains("Another"), "{blocks:#?}");
}

#[test]
fn what_breaks_off_is_said() {
    let document = document(&format!("1. (C) {HEAD}\n\n2. (C) Another. It ends.\n"));
    assert!(
        document.blocks[0]
            .doubt
            .as_deref()
            .is_some_and(|doubt| doubt.contains("breaks off"))
    );
    assert_eq!(document.blocks.len(), 2);
}
