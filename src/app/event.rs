//! What can happen to the reader, and what the reader can ask for.
//!
//! Knows both as plain values. Does not know who sends the one or carries out the other.

use super::key::Key;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A stroke.
    Key(Key),
    /// Text pasted as a whole.
    Paste(String),
    /// The terminal has another size: columns and rows.
    Resize(u16, u16),
}

/// Something to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Draw everything again, whatever the terminal shows.
    Redraw,
    /// Leave the program.
    Quit,
}
