//! Choosing tags for a passage: several at once, new ones by typing.
//!
//! Knows which tags there are and which are chosen so far. Does not know what is tagged.

use super::picker::{Candidate, Picker};
use crate::app::key::{Code, Key, Named};
use crate::library::{Library, TagPath};

/// The prompt.
#[derive(Debug, Clone)]
pub struct TagPrompt {
    /// What is typed, and the tags that fit, the row for a new tag last.
    pub picker: Picker,
    /// Tags chosen so far.
    pub chosen: Vec<TagPath>,
    /// The digit that is to stand for the first tag put.
    pub digit: Option<char>,
    /// Why what is typed cannot be a tag.
    pub error: Option<String>,
    known: Vec<Candidate>,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The prompt goes on.
    Open,
    /// The reader left it.
    Left,
    /// These tags are to be put.
    Done(Vec<TagPath>),
}

/// The `index` of the row that makes a new tag.
const NEW: usize = usize::MAX;

impl TagPrompt {
    /// A prompt over the tags of a library, those of `first` before the others.
    pub fn new(library: &Library, first: &[TagPath]) -> Self {
        let mut known: Vec<Candidate> = library
            .tags()
            .enumerate()
            .map(|(index, tag)| {
                let count = library.tagged_count(tag.id);
                Candidate {
                    label: tag.path.clone(),
                    detail: if count == 0 {
                        String::new()
                    } else {
                        count.to_string()
                    },
                    index,
                }
            })
            .collect();
        known.sort_by_key(|it| {
            let recent = first.iter().position(|path| path.as_str() == it.label);
            recent.unwrap_or(usize::MAX)
        });
        Self {
            picker: Picker::new(known.clone()),
            chosen: Vec::new(),
            digit: None,
            error: None,
            known,
        }
    }

    /// Whether the chosen row makes a new tag.
    pub fn is_new(&self) -> bool {
        self.picker.chosen().is_some_and(|it| it.index == NEW)
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        self.error = None;
        match key.code {
            Code::Named(Named::Esc) => return Answer::Left,
            Code::Named(Named::Enter) => {
                if (self.picker.field.is_empty() && !self.chosen.is_empty()) || self.take() {
                    return Answer::Done(self.chosen.clone());
                }
            }
            Code::Named(Named::Tab) | Code::Char(',') => {
                self.take();
            }
            Code::Named(Named::Backspace) if self.picker.field.is_empty() => {
                self.chosen.pop();
            }
            _ => {
                self.picker.key(key);
                self.offer_new();
            }
        }
        Answer::Open
    }

    /// Takes text pasted as a whole.
    pub fn paste(&mut self, text: &str) {
        self.picker.paste(text);
        self.offer_new();
    }

    /// Adds the row for a new tag below those that fit, unless the tag exists.
    fn offer_new(&mut self) {
        let typed = self.picker.field.text().trim().to_owned();
        let place = self.picker.place;
        let mut candidates = self.known.clone();
        let exists = candidates.iter().any(|it| it.label == typed);
        if !typed.is_empty() && !exists {
            candidates.push(Candidate {
                label: typed.clone(),
                detail: "new tag".to_owned(),
                index: NEW,
            });
        }
        self.picker.replace(candidates);
        // What is typed fits itself best: its row goes below the tags that exist.
        self.picker.put_last(NEW);
        self.picker.place = place;
        let len = self.picker.len();
        self.picker.place.show(len, super::picker::ROWS);
    }

    /// Takes the chosen row, or what is typed, into the tags; tells whether there is one.
    fn take(&mut self) -> bool {
        let typed = self.picker.field.text().trim();
        let label = match (self.picker.chosen(), typed) {
            (Some(chosen), _) => chosen.label.clone(),
            (None, "") => return false,
            (None, typed) => typed.to_owned(),
        };
        match TagPath::parse(&label) {
            Ok(path) => {
                if !self.chosen.contains(&path) {
                    self.chosen.push(path);
                }
                self.picker.field.clear();
                self.picker.replace(self.known.clone());
                true
            }
            Err(error) => {
                self.error = Some(error.to_string());
                false
            }
        }
    }
}
