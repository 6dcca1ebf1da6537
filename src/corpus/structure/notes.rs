//! Footnotes: marks, notes, and which belong together.
//!
//! Knows the forms of marks. Anchors a note where it is called, and says so where a mark has no
//! note, a note no mark, or the order of the numbers speaks against a pairing.

/// Whether a raised string is the mark of a note: a number of at most three digits, one letter,
/// or asterisks and daggers.
pub(crate) fn is_mark(mark: &str) -> bool {
    let digits = mark.bytes().all(|byte| byte.is_ascii_digit());
    let mut characters = mark.chars();
    match (characters.next(), characters.next()) {
        (None, _) => false,
        (Some(letter), None) if letter.is_ascii_lowercase() => true,
        _ if digits => mark.len() <= 3,
        _ => mark.chars().all(|c| matches!(c, '*' | '†' | '‡')) && mark.chars().count() <= 4,
    }
}

use crate::corpus::block::Block;
use crate::corpus::document::Footnote;

/// Pairs the notes' texts with their calls; `bodies` are the notes in the order of their texts.
pub(crate) fn pair(blocks: &[Block], bodies: Vec<Footnote>) -> Vec<Footnote> {
    let mut bodies: Vec<Option<Footnote>> = bodies.into_iter().map(Some).collect();
    let mut notes = Vec::new();
    for call in blocks.iter().flat_map(|block| &block.calls) {
        let body = bodies
            .iter_mut()
            .find(|body| body.as_ref().is_some_and(|note| note.label == call.label))
            .and_then(Option::take);
        notes.push(match body {
            Some(note) => Footnote {
                called_at: Some(call.at),
                ..note
            },
            None => Footnote {
                label: call.label.clone(),
                called_at: Some(call.at),
                block: None,
                doubt: Some("the text of this note was not found".into()),
            },
        });
    }
    notes.extend(bodies.into_iter().flatten().map(|note| Footnote {
        doubt: Some("no mark calls this note".into()),
        ..note
    }));
    notes
}
