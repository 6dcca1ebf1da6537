//! What a worker says, one JSON value a line.
//!
//! Knows the messages. Both ends are always of the same version, being the same program.

use serde::{Deserialize, Serialize};

use crate::corpus::document::Meta;
use crate::corpus::format::pdf::Page;
use crate::corpus::raw::RawBlock;

/// One message.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Message {
    /// What is known of the document as a whole.
    Document {
        /// The character encoding it was decoded from.
        encoding: String,
        /// What it says about itself.
        meta: Box<Meta>,
    },
    /// The reading of a page begins.
    Begin(u32),
    /// A page was read.
    Page(Box<Page>),
    /// The next block.
    Block(Box<RawBlock>),
    /// Something was cut or went wrong.
    Warning(String),
    /// Nothing can be read, in a sentence.
    Error(String),
    /// All was said.
    Done,
}
