//! Applying corrections: a document taken apart into drafts, changed, and laid out anew.
//!
//! Knows how blocks are changed, joined and split with everything that hangs on their text, and
//! notes with each what was so before. How a block is found again is in `correct/places.rs`.

mod places;

use std::collections::HashMap;

use super::assemble::{About, assemble};
use super::dates::{DateContext, DayMonthOrder};
use super::draft::Draft;
use super::words::is_unspaced;
use crate::corpus::block::{BlockKind, Join, Label, NoteCall};
use crate::corpus::correction::Fix;
use crate::corpus::date::DateValue;
use crate::corpus::document::{Corrected, Document, DocumentId, Inline, Meta};
use places::find;

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
    let mut head = Head {
        meta: document.meta.clone(),
        id: document.id.clone(),
        said: document
            .corrected
            .iter()
            .filter(|it| it.block.is_none())
            .map(|it| it.was.clone())
            .collect(),
    };
    let mut lost = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let done = match fix {
            Fix::Title(_) | Fix::Date(_) | Fix::Origin(_) | Fix::Id(_) => {
                head.change(fix);
                true
            }
            Fix::Kind { at, .. } | Fix::Label { at, .. } | Fix::Folded { at, .. } => {
                find(&drafts, &names, at)
                    .and_then(|(found, _)| drafts.get_mut(found))
                    .is_some_and(|draft| {
                        change(draft, fix);
                        true
                    })
            }
            Fix::Join { at } => find(&drafts, &names, at)
                .is_some_and(|(found, _)| join(&mut drafts, &mut names, found)),
            Fix::Split { at } => find(&drafts, &names, at)
                .is_some_and(|(found, byte)| split(&mut drafts, &mut names, found, byte)),
        };
        if !done {
            lost.push(index);
        }
    }
    let about = About {
        format: document.format,
        encoding: document.encoding.clone(),
        meta: head.meta,
        warnings: document.warnings.clone(),
    };
    let mut corrected = assemble(drafts, about, &document.path);
    corrected.id = head.id;
    let said = head.said.into_iter();
    corrected
        .corrected
        .extend(said.map(|was| Corrected { block: None, was }));
    (corrected, lost)
}

/// What is corrected of a document besides its blocks.
struct Head {
    meta: Meta,
    id: DocumentId,
    said: Vec<String>,
}

impl Head {
    fn change(&mut self, fix: &Fix) {
        let mut said = |what: &str, was: Option<String>| {
            self.said.push(match was {
                Some(was) => format!("{what} was {was}"),
                None => format!("had no {what}"),
            });
        };
        match fix {
            Fix::Title(title) => {
                said(
                    "title",
                    self.meta.title.as_ref().map(|it| format!("“{it}”")),
                );
                self.meta.title.clone_from(title);
            }
            Fix::Date(date) => {
                said("date", self.meta.date.as_ref().map(|it| it.iso.clone()));
                self.meta.date.clone_from(date);
            }
            Fix::Origin(origin) => {
                said("origin", self.meta.origin.clone());
                self.meta.origin.clone_from(origin);
            }
            Fix::Id(id) => {
                said("id", Some(self.id.to_string()));
                self.id = id.clone();
            }
            _ => {}
        }
    }
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
                corrected: document.corrected_at(block).map(str::to_owned).collect(),
                ..Draft::default()
            }
        })
        .collect()
}

/// Changes kind, label or fold of a block.
fn change(draft: &mut Draft, fix: &Fix) {
    match fix {
        Fix::Kind { kind, level, .. } => {
            let was = draft.kind.unwrap_or(BlockKind::Paragraph);
            draft.corrected.push(match (was, *kind) {
                (BlockKind::Heading, BlockKind::Heading) => {
                    format!("was a heading of level {}", draft.level)
                }
                (BlockKind::ListItem | BlockKind::Header, _) => {
                    format!("was a {}", was.name().replace('_', " "))
                }
                (BlockKind::Entry, _) => "was an entry".to_owned(),
                _ => format!("was a {was}"),
            });
            draft.kind = Some(*kind);
            draft.level = match kind {
                BlockKind::Heading | BlockKind::ListItem => *level,
                _ => 0,
            };
            draft.folded = Some(matches!(kind, BlockKind::Header | BlockKind::Boilerplate));
            draft.note = match kind {
                BlockKind::Footnote => draft.note.take().or_else(|| number_of(draft)),
                _ => None,
            };
            draft.date = match kind {
                BlockKind::Entry => draft.date.take().or_else(|| date_of(&draft.text)),
                _ => None,
            };
        }
        Fix::Label { label, .. } => {
            draft.corrected.push(match &draft.label {
                Some(was) => format!("its label was {}", was.shown),
                None => "had no label".to_owned(),
            });
            draft.label = label.clone().map(Label::new);
            draft.doubt = None;
            if draft.kind == Some(BlockKind::Footnote) {
                draft.note = label
                    .as_deref()
                    .map(|label| label.trim_start_matches("fn ").to_owned());
            }
        }
        Fix::Folded { folded, .. } => {
            let was = if *folded {
                "was not folded"
            } else {
                "was folded"
            };
            draft.corrected.push(was.to_owned());
            draft.folded = Some(*folded);
        }
        _ => {}
    }
}

/// The number under which a block may be a footnote: that of its label or of what stands before it.
fn number_of(draft: &Draft) -> Option<String> {
    let label = draft.label.as_ref().map(|label| label.shown.as_str());
    let number: String = label
        .or(draft.marker.as_deref())?
        .trim_start_matches("fn ")
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '*')
        .collect();
    (!number.is_empty()).then_some(number)
}

/// The date that a block begins with, as an entry.
fn date_of(text: &str) -> Option<DateValue> {
    let context = DateContext {
        document: None,
        order: DayMonthOrder::Unknown,
        before: None,
    };
    let found = super::dates::find(text, &context).into_iter().next()?;
    let begins = text
        .get(..found.range.start)
        .is_some_and(|before| !before.chars().any(char::is_alphanumeric));
    begins.then_some(found.value)
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
    first
        .corrected
        .push("the last part stood by itself".to_owned());
    true
}

/// Begins a new block at a byte of one, with what hangs on the text behind it.
fn split(drafts: &mut Vec<Draft>, names: &mut Vec<String>, found: usize, place: usize) -> bool {
    let Some(draft) = drafts.get(found) else {
        return false;
    };
    let first_words = draft.text.get(..place).unwrap_or("");
    if first_words.trim().is_empty() || draft.text.get(place..).is_none() {
        return false;
    }
    let mut second = Draft {
        kind: draft.kind,
        folded: draft.folded,
        ..draft.clone()
    };
    second.label = None;
    second.marker = None;
    second.note = None;
    second.date = None;
    second.corrected = vec!["continued the one before".to_owned()];
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
    first.corrected.push("the next one continued it".to_owned());
    drafts.insert(found + 1, second);
    names.insert(found + 1, String::new());
    true
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::corpus::correction::BlockPlace;
    use crate::corpus::open::document_of;

    const TEXT: &str = "The Title\n\nA first paragraph with enough words to be one. And more of it.\n\nA second paragraph, which stands by itself.\n\n1. (C) A numbered one.\n\n2. (C) Another numbered one.\n";

    fn document() -> Document {
        document_of(Path::new("a.txt"), TEXT.as_bytes(), None).unwrap()
    }

    fn place(words: &str) -> BlockPlace {
        BlockPlace::of_words(words)
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
        let mut again = correct(before.clone(), &[Fix::Title(before.meta.title.clone())]).0;
        assert_eq!(again.corrected.len(), 1, "it says what was so before");
        again.corrected.clear();
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
