//! The reader as a value: keys become actions, actions change the state and ask for effects.
//!
//! Knows the corpus, the library and what is on screen. Knows no database, no files and no
//! colours: effects are carried out by `run`, and drawing is the business of `ui`.

pub mod action;
pub mod cursor;
pub mod event;
pub mod ground;
pub mod here;
pub mod key;
pub mod keymap;
pub mod left;
pub mod lesson;
pub mod list;
mod many;
pub mod map;
pub mod marks;
pub mod mentions;
pub mod naming;
pub mod outline;
pub mod overlay;
pub mod page;
pub mod panes;
pub mod portal;
pub mod reading;
pub mod references;
pub mod state;
pub mod taking;
pub mod trail;
pub mod update;

pub use action::Action;
pub use event::{Effect, Event};
pub use key::Key;
pub use state::State;

#[cfg(test)]
mod tests;
