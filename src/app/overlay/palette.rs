//! The palette: every action by name.
//!
//! Knows how actions are listed and matched. Does not know what they do.

use super::picker::{Candidate, Picker};
use crate::app::action::Action;
use crate::app::key::{Code, Key, Named};
use crate::app::keymap::Keymap;

/// The palette.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is typed, and the actions that fit.
    pub picker: Picker,
}

/// What a stroke led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The palette stays open.
    Open,
    /// The reader left it.
    Left,
    /// An action is to be carried out.
    Done(Action),
}

impl Palette {
    /// A palette over the actions that a test lets pass, with their keys.
    pub fn new(keymap: &Keymap, offers: impl Fn(Action) -> bool) -> Self {
        let candidates = Action::ALL
            .iter()
            .enumerate()
            .filter(|(_, action)| offers(**action))
            .map(|(index, action)| Candidate {
                label: format!("{}  {}", action.row().id, action.row().help),
                detail: keymap.keys_of(*action).join("  "),
                index,
            })
            .collect();
        Self {
            picker: Picker::new(candidates),
        }
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            Code::Named(Named::Esc) => return Answer::Left,
            Code::Named(Named::Enter) => {
                let chosen = self
                    .picker
                    .chosen()
                    .and_then(|it| Action::ALL.get(it.index));
                return chosen.map_or(Answer::Left, |action| Answer::Done(*action));
            }
            _ => self.picker.key(key),
        }
        Answer::Open
    }
}
