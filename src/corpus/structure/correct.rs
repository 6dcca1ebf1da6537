//! Applying corrections: a document taken apart into drafts, changed, and laid out anew.
//!
//! Knows how a block is found again by its name or its words, and how blocks are joined and
//! split with everything that hangs on their text.

use std::collections::HashMap;

use super::assemble::{About, assemble};
use super::draft::Draft;
use super::words::is_unspaced;
use crate::corpus::block::{BlockKind, Join, Label, NoteCall};
use crate::corpus::correction::{BlockPlace, Fix};
use crate::corpus::document::{Document, Inline};

/// A document with corrections applied, and the indices of those that found no place.
pub(crate) fn correct(document: Document, fixes: &[Fix]) -> (Document, Vec<usize>) {
    if fixes.is_empty() {
        return (document, Vec::new());
    }
    let mut names: Vec<String> = document
        .blocks
        .iter()
        .map(|block| block.id.as_str().to_owned())
        .collect();
    let mut drafts = taken_apart(&document);
    let mut meta = document.meta.clone();
    let mut id = document.id.clone();
    let mut lost = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let done = match fix {
            Fix::Title(title) => {
                meta.title.clone_from(title);
                true
            }
            Fix::Date(date) => {
                meta.date.clone_from(date);
                true
            }
            Fix::Origin(origin) => {
                meta.origin.clone_from(origin);
                true
            }
            Fix::Id(name) => {
                id = name.clone();
                true
            }
            Fix::Kind { at, .. } | Fix::Label { at, .. } | Fix::Folded { at, .. } => {
                find(&drafts, &names, at)
                    .and_then(|found| drafts.get_mut(found))
                    .is_some_and(|draft| {
                        change(draft, fix);
                        true
                    })
            }
            Fix::Join { at } => {
                find(&drafts, &names, at).is_some_and(|found| join(&mut drafts, &mut names, found))
            }
            Fix::Split { at } => split(&mut drafts, &mut names, at),
        };
        if !done {
            lost.push(index);
        }
    }
    let about = About {
        format: document.format,
        encoding: document.encoding.clone(),
        meta,
        warnings: document.warnings.clone(),
    };
    let mut corrected = assemble(drafts, about, &document.path);
    corrected.id = id;
    (corrected, lost)
}

/// The blocks of a document as drafts.
fn taken_apart(document: &Document) -> Vec<Draft> {
    let notes: HashMap<u32, &str> = document
        .notes
        .iter()
        .filter_map(|note| Some((note.block?, note.label.as_str())))
        .collect();
    let mut inlines = document.inlines.iter().peekable();
    document
        .blocks
        .iter()
        .map(|block| {
            let start = block.range.start;
            let mut own = Vec::new();
            while let Some(inline) = inlines.next_if(|inline| inline.range.start < block.range.end)
            {
                own.push(Inline {
                    range: inline.range.start.saturating_sub(start)
                        ..inline.range.end.saturating_sub(start),
                    style: inline.style.clone(),
                });
            }
            Draft {
                text: document.block_text(block).to_owned(),
                kind: Some(block.kind),
                level: block.level,
                label: block.label.clone(),
                marker: block.marker.clone(),
                note: notes.get(&block.number).map(|label| (*label).to_owned()),
                calls: block
                    .calls
                    .iter()
                    .map(|call| NoteCall {
                        label: call.label.clone(),
                        at: call.at - start,
                    })
                    .collect(),
                inlines: own,
                joins: block
                    .joins
                    .iter()
                    .map(|join| Join {
                        at: join.at - start,
                        ..*join
                    })
                    .collect(),
                date: block.date.clone(),
                folded: Some(block.folded),
                doubt: block.doubt.clone(),
                ..Draft::default()
            }
        })
        .collect()
}

/// The block of that name that still has the words; else the one with these words; else, for
/// words that are only a part, the one block that holds them.
fn find(drafts: &[Draft], names: &[String], at: &BlockPlace) -> Option<usize> {
    let words = at.words.trim();
    let named = at
        .id
        .as_ref()
        .and_then(|id| names.iter().position(|name| name == id.as_str()))
        .filter(|found| {
            drafts
                .get(*found)
                .is_some_and(|draft| words.is_empty() || draft.text.contains(words))
        });
    named
        .or_else(|| {
            drafts
                .iter()
                .position(|draft| !words.is_empty() && draft.text == words)
        })
        .or_else(|| {
            let mut holding = drafts
                .iter()
                .enumerate()
                .filter(|(_, draft)| !words.is_empty() && draft.text.contains(words));
            let first = holding.next()?.0;
            holding.next().is_none().then_some(first)
        })
}

/// Changes kind, label or fold of a block.
fn change(draft: &mut Draft, fix: &Fix) {
    match fix {
        Fix::Kind { kind, level, .. } => {
            draft.kind = Some(*kind);
            draft.level = *level;
            draft.folded = Some(matches!(kind, BlockKind::Header | BlockKind::Boilerplate));
            if *kind != BlockKind::Footnote {
                draft.note = None;
            }
            if *kind != BlockKind::Entry {
                draft.date = None;
            }
        }
        Fix::Label { label, .. } => {
            draft.label = label.clone().map(Label::new);
            draft.doubt = None;
            if draft.kind == Some(BlockKind::Footnote) {
                draft.note = label
                    .as_deref()
                    .map(|label| label.trim_start_matches("fn ").to_owned());
            }
        }
        Fix::Folded { folded, .. } => draft.folded = Some(*folded),
        _ => {}
    }
}

/// Puts a block behind the one before it; rules between them go along unseen.
fn join(drafts: &mut Vec<Draft>, names: &mut Vec<String>, at: usize) -> bool {
    let before = drafts.get(..at).and_then(|before| {
        before
            .iter()
            .rposition(|draft| draft.kind != Some(BlockKind::Rule))
    });
    let Some(before) = before else {
        return false;
    };
    let second = drafts.remove(at);
    names.remove(at);
    let Some(first) = drafts.get_mut(before) else {
        return false;
    };
    let bare = match (first.text.chars().next_back(), second.text.chars().next()) {
        (Some(one), Some(other)) => is_unspaced(one) && is_unspaced(other),
        _ => true,
    };
    first.doubt = None;
    first.append(second, if bare { "" } else { " " }, None);
    true
}

/// Begins a new block at the words, with what hangs on the text behind them.
fn split(drafts: &mut Vec<Draft>, names: &mut Vec<String>, at: &BlockPlace) -> bool {
    let Some(found) = find(drafts, names, at) else {
        return false;
    };
    let Some(draft) = drafts.get(found) else {
        return false;
    };
    let Some(place) = draft.text.find(at.words.trim()).filter(|place| *place > 0) else {
        return false;
    };
    let mut second = Draft {
        kind: draft.kind,
        folded: draft.folded,
        ..draft.clone()
    };
    second.label = None;
    second.marker = None;
    second.note = None;
    second.date = None;
    second.calls.retain(|call| call.at >= place);
    second.joins.retain(|join| join.at >= place);
    second.inlines.retain(|inline| inline.range.start >= place);
    second.remove(0..place);
    let Some(first) = drafts.get_mut(found) else {
        return false;
    };
    let end = first.text.get(..place).unwrap_or("").trim_end().len();
    first.text.truncate(end);
    first.calls.retain(|call| call.at <= end);
    first.joins.retain(|join| join.at <= end);
    first.inlines.retain(|inline| inline.range.end <= end);
    drafts.insert(found + 1, second);
    names.insert(found + 1, String::new());
    true
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::corpus::open::document_of;

    const TEXT: &str = "The Title\n\nA first paragraph with enough words to be one. And more of it.\n\nA second paragraph, which stands by itself.\n\n1. (C) A numbered one.\n\n2. (C) Another numbered one.\n";

    fn document() -> Document {
        document_of(Path::new("a.txt"), TEXT.as_bytes(), None).unwrap()
    }

    fn place(words: &str) -> BlockPlace {
        BlockPlace {
            id: None,
            words: words.to_owned(),
        }
    }

    fn texts(document: &Document) -> Vec<&str> {
        document
            .blocks
            .iter()
            .map(|block| document.block_text(block))
            .collect()
    }

    #[test]
    fn nothing_to_correct_changes_nothing() {
        let before = document();
        let again = correct(before.clone(), &[Fix::Title(before.meta.title.clone())]).0;
        assert_eq!(again, before);
    }

    #[test]
    fn kinds_labels_and_folds_are_changed() {
        let (after, lost) = correct(
            document(),
            &[
                Fix::Kind {
                    at: place("A second paragraph, which stands by itself."),
                    kind: BlockKind::Quote,
                    level: 0,
                },
                Fix::Label {
                    at: place("(C) A numbered one."),
                    label: Some("¶5".into()),
                },
                Fix::Folded {
                    at: place("The Title"),
                    folded: true,
                },
                Fix::Origin(Some("Here".into())),
                Fix::Label {
                    at: place("no such words"),
                    label: None,
                },
            ],
        );
        assert_eq!(lost, [4]);
        assert_eq!(after.blocks[2].kind, BlockKind::Quote);
        assert_eq!(after.blocks[3].label(), Some("¶5"));
        assert!(after.blocks[0].folded);
        assert_eq!(after.meta.origin.as_deref(), Some("Here"));
        assert_eq!(after.hash, document().hash, "the text is the same");
    }

    #[test]
    fn blocks_are_joined_and_split() {
        let (joined, _) = correct(
            document(),
            &[Fix::Join {
                at: place("A second paragraph, which stands by itself."),
            }],
        );
        assert_eq!(
            texts(&joined)[1],
            "A first paragraph with enough words to be one. And more of it. A second paragraph, which stands by itself."
        );
        let (split, lost) = correct(
            document(),
            &[Fix::Split {
                at: place("And more of it."),
            }],
        );
        assert!(lost.is_empty());
        assert_eq!(
            texts(&split)[1..3],
            [
                "A first paragraph with enough words to be one.",
                "And more of it."
            ]
        );
        let (back, _) = correct(
            split,
            &[Fix::Join {
                at: place("And more of it."),
            }],
        );
        assert_eq!(back.text, document().text);
    }
}
