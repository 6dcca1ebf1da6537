//! A choice among many, found by typing: tags, headings, saved queries.
//!
//! Knows the rows, what is typed and what each row stands for. What follows from a choice is known to
//! whoever asked.

use super::menu::Choice;
use super::picker::{Candidate, Picker};
use crate::app::key::{Code, Key, Named};

/// What may be typed besides what there is.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// Nothing.
    Nothing,
    /// The path of a tag, new or not, that gets this form.
    FormOf(String),
    /// Words that the texts are searched for.
    Words,
}

/// The choice.
#[derive(Debug, Clone)]
pub struct Choose {
    /// What is asked.
    pub title: String,
    /// What is said above the rows; empty where nothing is.
    pub note: String,
    /// What the keys do.
    pub hints: String,
    /// What is typed, and the rows that fit.
    pub picker: Picker,
    /// What the rows stand for, by the candidates' index.
    pub choices: Vec<Choice>,
    /// What may be typed besides.
    pub other: Other,
    /// Why what is typed cannot be taken.
    pub error: Option<String>,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It goes on.
    Open,
    /// The reader left it.
    Left,
    /// A row was chosen.
    Done(Choice),
    /// Something else was typed.
    Typed(String),
}

impl Choose {
    /// A choice among rows: what each says, what stands beside it, and what follows from it.
    pub fn new(
        title: impl Into<String>,
        hints: impl Into<String>,
        rows: Vec<(String, String, Choice)>,
    ) -> Self {
        let mut choices = Vec::with_capacity(rows.len());
        let mut candidates = Vec::with_capacity(rows.len());
        for (index, (label, detail, choice)) in rows.into_iter().enumerate() {
            candidates.push(Candidate {
                label,
                detail,
                index,
            });
            choices.push(choice);
        }
        Self {
            title: title.into(),
            note: String::new(),
            hints: hints.into(),
            picker: Picker::new(candidates),
            choices,
            other: Other::Nothing,
            error: None,
        }
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        self.error = None;
        match key.code {
            Code::Named(Named::Esc) => Answer::Left,
            Code::Named(Named::Enter) => self.chosen(),
            Code::Named(Named::Backspace) if self.picker.field.is_empty() => Answer::Left,
            _ => {
                self.picker.key(key);
                Answer::Open
            }
        }
    }

    fn chosen(&self) -> Answer {
        let typed = self.picker.field.text().trim();
        let chosen = self.picker.chosen();
        let choice = chosen.and_then(|it| self.choices.get(it.index));
        let takes_other = self.other != Other::Nothing && !typed.is_empty();
        match choice {
            // What is typed whole goes before what merely fits, where something new may be meant.
            _ if takes_other && self.is_new() => Answer::Typed(typed.to_owned()),
            Some(choice) => Answer::Done(choice.clone()),
            None => Answer::Open,
        }
    }

    /// Whether Enter takes what is typed as something new: nothing fits, or it is a whole path.
    pub fn is_new(&self) -> bool {
        let typed = self.picker.field.text().trim();
        self.other != Other::Nothing
            && !typed.is_empty()
            && self.picker.named(typed).is_none()
            && (self.picker.is_empty()
                || typed.contains('/') && matches!(self.other, Other::FormOf(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(other: Other) -> Choose {
        let row = |label: &str| (label.to_owned(), String::new(), Choice::Nothing);
        let mut choose = Choose::new("a tag", "", vec![row("treaty/1956"), row("fish")]);
        choose.other = other;
        choose
    }

    fn typed(choose: &mut Choose, script: &str) -> Answer {
        let mut last = Answer::Open;
        for key in Key::parse_script(script).expect("a script") {
            last = choose.key(key);
        }
        last
    }

    #[test]
    fn what_fits_is_chosen_and_what_does_not_is_new_where_it_may_be() {
        let mut one = choose(Other::Nothing);
        assert_eq!(typed(&mut one, "fi<enter>"), Answer::Done(Choice::Nothing));
        let mut none = choose(Other::Nothing);
        assert_eq!(typed(&mut none, "zzz<enter>"), Answer::Open);
        let mut new = choose(Other::FormOf("words".into()));
        assert_eq!(typed(&mut new, "law<enter>"), Answer::Typed("law".into()));
        let mut path = choose(Other::FormOf("words".into()));
        assert_eq!(
            typed(&mut path, "treaty/1<enter>"),
            Answer::Typed("treaty/1".into())
        );
    }
}
