//! Chronologies, and prose that begins with dates.

use super::super::seen::document;

fn dates(text: &str) -> Vec<Option<String>> {
    document(text)
        .blocks
        .iter()
        .filter(|block| block.kind == crate::corpus::BlockKind::Entry)
        .map(|block| block.date.as_ref().map(|date| date.iso.clone()))
        .collect()
}

#[test]
fn years_come_from_above() {
    let text =
        "1955\n\n1 June: Talks open.\n\n2 June: They close.\n\n1956\n\n19 October: It is signed.\n";
    assert_eq!(
        dates(text),
        [
            Some("1955-06-01".into()),
            Some("1955-06-02".into()),
            Some("1956-10-19".into())
        ]
    );
}

#[test]
fn prose_that_begins_with_a_date_is_prose() {
    let text = "19 October 1956 was a Friday. It rained.\n\n20 October 1956 was a Saturday.\n\nOn 21 October 1956 nobody signed.\n";
    assert!(dates(text).is_empty());
}

#[test]
fn two_dates_are_no_chronology() {
    assert!(dates("1 June 1955: Talks open.\n\n2 June 1955: They close.\n").is_empty());
}

#[test]
fn wrapped_entries_stay_whole() {
    let text = "- Feb. 1, 2000: The governor visits\n  the port and asks for a ferry.\n- Feb. 2, 2000: He leaves.\n- Feb. 3, 2000: The ferry is refused.\n";
    let document = document(text);
    assert_eq!(
        document.block_text(&document.blocks[0]),
        "The governor visits the port and asks for a ferry."
    );
    assert_eq!(dates(text).len(), 3);
}
