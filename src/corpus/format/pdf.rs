//! PDF: pages as glyphs at places, and what a reader sees in them.
//!
//! Knows two halves. In the worker, pages become lines ([`glyphs`], [`rows`], [`columns`]); they
//! are sent one page at a time, so that pages read stay when a later one cannot be read. In this
//! process, lines become blocks ([`layout`], [`furniture`]), which needs all pages at once and no
//! foreign code.

#[cfg(feature = "pdf")]
pub(crate) mod columns;
pub(crate) mod furniture;
#[cfg(feature = "pdf")]
pub(crate) mod glyphs;
pub(crate) mod layout;
#[cfg(feature = "pdf")]
pub(crate) mod rows;

use serde::{Deserialize, Serialize};

/// One page as lines in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// 1, 2, 3 … in the file.
    pub(crate) number: u32,
    /// Its height, in points.
    pub(crate) height: f32,
    /// Its lines.
    pub(crate) lines: Vec<PageLine>,
    /// Whether it shows pictures.
    pub(crate) pictures: bool,
}

/// One line of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PageLine {
    /// Its words; wide gaps inside it are tabs.
    pub(crate) text: String,
    /// Where it begins and ends, in points from the left.
    pub(crate) left: f32,
    /// Where it ends.
    pub(crate) right: f32,
    /// Its base line, in points from the top.
    pub(crate) base: f32,
    /// The size of most of its characters, in points.
    pub(crate) size: f32,
    /// Whether it is set in bold throughout.
    pub(crate) bold: bool,
    /// Whether it is set in italics throughout.
    pub(crate) italic: bool,
    /// Raised marks of notes: byte in `text`, label.
    pub(crate) marks: Vec<(usize, String)>,
    /// The column it stands in; lines of one column follow one another.
    pub(crate) column: u32,
}

#[cfg(test)]
mod tests;
