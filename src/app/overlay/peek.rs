//! A look at something without leaving.
//!
//! Knows a heading, some text and how far it is scrolled.

use super::super::update::follow::Goal;

/// What is looked at.
#[derive(Debug, Clone)]
pub struct Peek {
    /// Its heading: an address, a footnote's label.
    pub title: String,
    /// Its text, not yet made fit for a terminal.
    pub text: String,
    /// Where `Enter` leads.
    pub goal: Option<Goal>,
    /// Rows scrolled away.
    pub scroll: usize,
}
