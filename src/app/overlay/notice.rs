//! Why something cannot be asked for, in the place of the prompt that was expected.
//!
//! Knows a heading and a sentence. Whoever goes on typing types into nothing: letters meant for a
//! prompt never act as keys.

use crate::app::key::{Code, Key, Named};

/// The notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What was to be asked for.
    pub title: String,
    /// Why it cannot be.
    pub why: String,
}

impl Notice {
    /// Takes a stroke; tells whether it leaves the notice.
    pub fn leaves(key: Key) -> bool {
        matches!(key.code, Code::Named(Named::Esc | Named::Enter))
    }
}
