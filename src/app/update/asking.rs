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
            Purpose::Describe(path) => acts::describe_tag(library, by, path, typed),
            Purpose::Form(tag) => {
                let path = self.path_of(*tag);
                acts::set_forms(library, by, &path, &[tag::form_typed(typed)], &[])
            }
            Purpose::Query(query) => acts::save_query(library, typed, query),
        }
    }

    /// Says in the prompt what would come of what is typed.
    pub(super) fn foresee(&mut self) {
        let Some(Overlay::Line(ask)) = &self.overlay else {
            return;
        };
        let typed = ask.field.text().trim();
        let effect = if typed.is_empty() {
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
                if let (Purpose::Form(tag), Ok(_)) = (&purpose, &act) {
                    let pattern = tag::form_typed(&typed).pattern;
                    self.bringing = Some((self.path_of(*tag), pattern));
                }
                self.perform(act, &by)
            }
        }
    }
}
