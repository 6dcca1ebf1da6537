//! Marks and notes in their forms, paired, missing and doubled.

use super::super::seen::document;

fn pairs(text: &str) -> Vec<(String, bool, bool)> {
    document(text)
        .notes
        .iter()
        .map(|note| {
            (
                note.label.clone(),
                note.called_at.is_some(),
                note.block.is_some(),
            )
        })
        .collect()
}

#[test]
fn every_form_is_paired() {
    for text in [
        "It was so.<sup>1</sup> And more.\n\n<sup>1</sup> A note.\n",
        "It was so.[^1] And more.\n\n[^1]: A note.\n",
        "It was so [1], and more.\n\n1 – A note with a dash.\n",
        "It was so.[1] And more of it.\n\n[1] A note in brackets.\n",
        "It was so.¹ And more of it.\n\n¹ A raised note.\n",
        "It was so.[1] And more of it.\n\nNotes\n\n1. A note in a list.\n",
        "It was so.1 And more of it.\n\n__________\n1 A note below a rule.\n",
    ] {
        assert_eq!(pairs(text), [("1".to_owned(), true, true)], "{text}");
        let document = document(text);
        assert!(document.text.starts_with("It was so"), "{}", document.text);
        assert!(
            !document.block_text(&document.blocks[0]).contains('1'),
            "{}",
            document.text
        );
    }
}

#[test]
fn what_has_no_other_half_says_so() {
    let document = document(
        "One.<sup>1</sup> Two.<sup>2</sup>\n\n<sup>1</sup> A note.\n\n<sup>3</sup> Another.\n",
    );
    let doubts: Vec<(&str, bool)> = document
        .notes
        .iter()
        .map(|note| (note.label.as_str(), note.doubt.is_some()))
        .collect();
    assert_eq!(doubts, [("1", false), ("2", true), ("3", true)]);
}
