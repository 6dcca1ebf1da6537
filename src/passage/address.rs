//! Addresses: how a person writes a place, such as `07MOSCOW601¶7:"quoted words"`.
//!
//! Knows the notation and how a place in a document is written in it. Finding the document that
//! an address names is the corpus's part.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which block of a document an address names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// The document as a whole.
    Whole,
    /// The block with this label, as the document numbers it: `¶7`, `§ 3`, `Article 9`, `fn 12`.
    Label(String),
    /// The block with this number, written `#p41`.
    Block(u32),
}

/// A place as a person writes it: a document, a place in it, and perhaps the words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The document as written: its id, a beginning of it, or a path.
    pub document: String,
    /// The block.
    pub place: Place,
    /// The quoted words, if the address has them.
    pub quotation: Option<String>,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        match &self.place {
            Place::Whole => {}
            Place::Label(label) if label.starts_with(['¶', '§']) => {
                let compact: String = label.chars().filter(|c| !c.is_whitespace()).collect();
                f.write_str(&compact)?;
            }
            Place::Label(label) => write!(f, ":{label}")?,
            Place::Block(number) => write!(f, "#p{number}")?,
        }
        match &self.quotation {
            Some(words) => write!(f, ":\"{words}\""),
            None => Ok(()),
        }
    }
}
