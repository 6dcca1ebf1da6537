//! The prompt in which the open document is searched as the reader types.
//!
//! Knows what is typed, which way is searched and where the reader stood before.

use super::field::Field;
use crate::app::cursor::Cursor;
use crate::app::page::Spot;
use crate::app::reading::Matches;

/// The prompt.
#[derive(Debug, Clone)]
pub struct FindPrompt {
    /// What is typed.
    pub field: Field,
    /// Whether the next match is the one after the place, or the one before.
    pub forward: bool,
    /// The passage that was current when the search began, to return to.
    pub from: Cursor,
    /// What was at the top of the screen then.
    pub top: Spot,
    /// What was found before, to return to.
    pub before: Option<Matches>,
    /// Why the query cannot be read, in words.
    pub error: Option<String>,
}
