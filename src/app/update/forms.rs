//! Forms from the text: the selected words become a form of a tag, and what that brings is said.
//!
//! Knows which words are meant and which tags are offered first. How often a form stands in the corpus
//! is counted in the background.

use std::sync::Arc;

use crate::app::cursor::Unit;
use crate::app::event::Effect;
use crate::app::list::Kind;
use crate::app::mentions::{Brings, Inquiry};
use crate::app::overlay::choose::Other;
use crate::app::overlay::line::Purpose;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Choose, Overlay};
use crate::app::state::State;
use crate::library::acts::{self, TagLook};
use crate::library::{Form, FormKind, RecordId, Tag, TagPath, Timestamp, counted};
use crate::search::phrase::escaped;

/// The most words that are taken for a form: a name is short, a sentence is none.
const MOST_WORDS: usize = 12;

impl State {
    /// The selected words on one line, if they can be a name; asks for them where they cannot.
    fn selected_words(&mut self) -> Option<String> {
        let words = self.words_here();
        if words.is_none() {
            self.line("Which words name it in the texts?", "", Purpose::Words);
        }
        words
    }

    /// Takes the words that were asked for, and asks for the tag.
    pub(super) fn take_words(&mut self, typed: &str) -> Vec<Effect> {
        self.overlay = None;
        match typed {
            "" => Vec::new(),
            words => self.form_of(words),
        }
    }

    /// The selected words on one line, if they can be a name.
    fn words_here(&self) -> Option<String> {
        let reading = self.reading.as_ref()?;
        let text = reading.document.slice(&reading.cursor.range);
        let words: Vec<&str> = text.split_whitespace().collect();
        let selected = reading.cursor.extending.is_some() || reading.cursor.unit < Unit::Paragraph;
        if words.is_empty() || words.len() > MOST_WORDS || !selected {
            return None;
        }
        let signs = |c: char| matches!(c, ',' | '.' | ';' | ':' | '"' | '“' | '”' | '«' | '»');
        let words = words.join(" ");
        let words = words.trim_matches(signs).trim();
        (!words.is_empty()).then(|| words.to_owned())
    }

    /// Asks which tag gets the selected words as a form.
    pub(super) fn form(&mut self) -> Vec<Effect> {
        if !self.may_ask("A form of a tag") {
            return Vec::new();
        }
        match self.selected_words() {
            Some(words) => self.form_of(&words),
            None => Vec::new(),
        }
    }

    /// Asks which tag gets words as a form, and counts meanwhile what they bring.
    fn form_of(&mut self, words: &str) -> Vec<Effect> {
        let first: Vec<RecordId> = self.tags_here().into_iter().chain(self.last_form).collect();
        let mut tags: Vec<&Arc<Tag>> = self.library.tags().collect();
        tags.sort_by_key(|tag| {
            let place = first.iter().position(|id| *id == tag.id);
            place.unwrap_or(usize::MAX)
        });
        let pattern = escaped(words);
        let rows = tags
            .into_iter()
            .map(|tag| {
                let detail = match tag.forms.len() {
                    0 => String::new(),
                    many => counted(many, "form"),
                };
                let choice = Choice::Form(tag.path.clone(), pattern.clone());
                (tag.path.clone(), detail, choice)
            })
            .collect();
        let hints = "Enter gives the form · type a path for a new tag · Esc leaves";
        let mut choose = Choose::new(format!("“{words}” is a form of"), hints, rows);
        choose.other = Other::FormOf(pattern.clone());
        "counting …".clone_into(&mut choose.note);
        self.overlay = Some(Overlay::Choose(Box::new(choose)));
        let alone = tag_of(&[wording(&pattern)]);
        self.inquiry += 1;
        vec![Effect::Mentions(Inquiry::Brings(
            self.inquiry,
            Arc::new(alone),
            pattern,
        ))]
    }

    /// Gives the tag that got a form last the selected words as one more.
    pub(super) fn form_again(&mut self) -> Vec<Effect> {
        let tag = self.last_form.and_then(|id| self.library.tag(id)).cloned();
        let Some(tag) = tag else {
            return self.form();
        };
        if !self.may_ask("A form of a tag") {
            return Vec::new();
        }
        match self.selected_words() {
            Some(words) => self.add_form(&tag.path, &escaped(&words)),
            None => Vec::new(),
        }
    }

    /// Takes what was typed instead of choosing a row.
    pub(super) fn typed_instead(&mut self, text: &str) -> Vec<Effect> {
        let Some(Overlay::Choose(choose)) = &mut self.overlay else {
            return Vec::new();
        };
        match choose.other.clone() {
            Other::Nothing => Vec::new(),
            Other::Words => {
                self.overlay = None;
                self.search_for(text)
            }
            Other::FormOf(pattern) => match TagPath::parse(text) {
                Ok(path) => {
                    self.overlay = None;
                    self.add_form(path.as_str(), &pattern)
                }
                Err(error) => {
                    choose.error = Some(error.to_string());
                    Vec::new()
                }
            },
        }
    }

    /// Gives a tag a form; makes the tag where there is none of that path.
    pub(super) fn add_form(&mut self, path: &str, pattern: &str) -> Vec<Effect> {
        let by = self.by();
        let form = wording(pattern);
        let act = match (self.library.tag_at(path), TagPath::parse(path)) {
            (Some(_), _) => acts::set_forms(&self.library, &by, path, &[form], &[]),
            (None, Ok(path)) => {
                let look = TagLook {
                    forms: vec![form],
                    ..TagLook::default()
                };
                acts::add_tag(&self.library, &by, &path, look)
            }
            (None, Err(error)) => {
                self.warn(error.to_string());
                return Vec::new();
            }
        };
        let effects = self.perform(act, &by);
        if !effects.is_empty() {
            self.bringing = Some((path.to_owned(), pattern.to_owned()));
        }
        effects
    }

    /// Asks what the form that was added last brings, once it is saved.
    pub(super) fn ask_brought(&mut self) -> Option<Effect> {
        let (path, pattern) = self.bringing.as_ref()?;
        let tag = self.library.tag_at(path)?;
        if !tag.forms.iter().any(|form| form.pattern == *pattern) {
            return None;
        }
        let (tag, pattern) = (Arc::clone(tag), pattern.clone());
        self.bringing = None;
        self.last_form = Some(tag.id);
        self.inquiry += 1;
        Some(Effect::Mentions(Inquiry::Brings(
            self.inquiry,
            tag,
            pattern,
        )))
    }

    /// Takes in what a form brings: says it in the prompt, else in the status line.
    pub(super) fn take_brought(&mut self, number: u64, brings: Brings, last: bool) {
        if number != self.inquiry {
            return;
        }
        let told = brings.told();
        let so_far = if last { "" } else { " so far …" };
        match &mut self.overlay {
            Some(Overlay::Choose(choose)) if matches!(choose.other, Other::FormOf(_)) => {
                choose.note = format!("it brings {told}{so_far}");
            }
            None if last => {
                let undecided = brings.undecided;
                self.say(format!(
                    "the form brings {told}, {undecided} undecided; Space m shows them"
                ));
            }
            _ => {}
        }
    }

    /// Searches the corpus for the selected words.
    pub(super) fn search_selected(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let text = reading.document.slice(&reading.cursor.range);
        let words: Vec<&str> = text.split_whitespace().take(40).collect();
        let query = format!("\"{}\"", escaped(&words.join(" ")));
        self.search_for(&query)
    }

    /// Opens the search through the corpus with a query in its field.
    pub(super) fn search_for(&mut self, query: &str) -> Vec<Effect> {
        self.list(Kind::Search);
        if let Some(view) = &mut self.list {
            view.field = crate::app::overlay::field::Field::of(query);
            view.typing = false;
        }
        self.list_typed()
    }
}

/// A wording as it is kept.
fn wording(pattern: &str) -> Form {
    Form {
        pattern: pattern.to_owned(),
        kind: FormKind::Phrase,
        case: false,
    }
}

/// A tag with nothing but forms.
fn tag_of(forms: &[Form]) -> Tag {
    let never = Timestamp(String::new());
    Tag {
        id: RecordId::fresh(),
        path: String::new(),
        description: String::new(),
        colour: None,
        forms: forms.to_vec(),
        created: never.clone(),
        updated: never,
    }
}
