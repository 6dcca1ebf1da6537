//! Lines that are asked for: what would come of what is typed, and what follows when it is taken.
//!
//! Knows which act each purpose means. Nothing is done before the reader has seen what it does.

use crate::app::event::Effect;
use crate::app::overlay::Overlay;
use crate::app::overlay::line::Purpose;
use crate::app::state::State;
use crate::library::acts::{self, Act, ActError, By, TagLook};
use crate::library::{TagPath, tag};

impl State {
    /// The act that a line means.
    fn meant(&self, purpose: &Purpose, typed: &str, by: &By) -> Result<Act, ActError> {
        let library = &self.library;
        match purpose {
            Purpose::NewTag => {
                let path = TagPath::parse(typed)?;
                acts::add_tag(library, by, &path, TagLook::default())
            }
            Purpose::Rename(old) => {
                let new = TagPath::parse(typed)?;
                acts::rename_tag(library, by, old, &new)
            }
            Purpose::Describe(path) if library.tag_at(path).is_none() => {
                let look = TagLook {
                    description: typed.to_owned(),
                    ..TagLook::default()
                };
                acts::add_tag(library, by, &TagPath::parse(path)?, look)
            }
            Purpose::Describe(path) => acts::describe_tag(library, by, path, typed),
            // A name that only has tags below it becomes a tag by what is said of it.
            Purpose::Form(path) if library.tag_at(path).is_none() => {
                let look = TagLook {
                    forms: vec![tag::form_typed(typed)],
                    ..TagLook::default()
                };
                acts::add_tag(library, by, &TagPath::parse(path)?, look)
            }
            Purpose::Form(path) => {
                acts::set_forms(library, by, path, &[tag::form_typed(typed)], &[])
            }
            Purpose::Words => Err(ActError::Nothing("no words are named")),
            Purpose::Query(query) => acts::save_query(library, typed, query),
        }
    }

    /// Says in the prompt what would come of what is typed.
    pub(super) fn foresee(&mut self) {
        let Some(Overlay::Line(ask)) = &self.overlay else {
            return;
        };
        let typed = ask.field.text().trim();
        let effect = if ask.purpose == Purpose::Words {
            "Enter asks for the tag. In the text w or v and w choose the words.".to_owned()
        } else if typed.is_empty() {
            String::new()
        } else {
            match self.meant(&ask.purpose, typed, &self.by()) {
                Ok(act) => act.title,
                Err(error) => error.to_string(),
            }
        };
        if let Some(Overlay::Line(ask)) = &mut self.overlay {
            ask.effect = effect;
        }
    }

    /// Takes the line.
    pub(super) fn answered(&mut self) -> Vec<Effect> {
        let Some(Overlay::Line(ask)) = &self.overlay else {
            return Vec::new();
        };
        let (typed, purpose) = (ask.field.text().trim().to_owned(), ask.purpose.clone());
        if purpose == Purpose::Words {
            return self.take_words(&typed);
        }
        let by = self.by();
        let act = self.meant(&purpose, &typed, &by);
        match (act, &mut self.overlay) {
            (Err(ActError::Nothing(why)), overlay) => {
                *overlay = None;
                self.say(format!("nothing to do: {why}"));
                Vec::new()
            }
            (Err(error), Some(Overlay::Line(ask))) => {
                ask.error = Some(error.to_string());
                Vec::new()
            }
            (act, _) => {
                if let (Purpose::Form(path), Ok(_)) = (&purpose, &act) {
                    let pattern = tag::form_typed(&typed).pattern;
                    self.bringing = Some((path.clone(), pattern));
                }
                self.perform(act, &by)
            }
        }
    }
}
