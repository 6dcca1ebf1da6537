//! A document: one source as canonical text with structure.
//!
//! Knows the text, its blocks, notes and metadata. Does not know the file's bytes any more, nor
//! what readers attach to it. The canonical text is what offsets everywhere count in: the texts
//! of the blocks in reading order, one blank line (`"\n\n"`) between them, with wraps undone and
//! with labels, list markers and footnote marks taken out (they are kept beside the text).

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::block::{Block, BlockKind};
use super::date::DateValue;

/// The name of a document within its corpus: its reference id if it has one, else its file's stem.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentId(Arc<str>);

impl DocumentId {
    /// Wraps a name. Names hold no white space, no `#`, `¶`, `§`, `:` or `"` (see `passage::address`).
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of a document's canonical text, in lower-case hexadecimal: names a version of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextHash(Arc<str>);

impl TextHash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        use std::fmt::Write as _;
        let digest = Sha256::digest(text.as_bytes());
        let mut hex = String::with_capacity(64);
        for byte in digest {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex.into())
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The format a source was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown (CommonMark with common extensions).
    Markdown,
    /// HTML or a saved web page.
    Html,
    /// EPUB 2 or 3.
    Epub,
    /// PDF with a text layer.
    Pdf,
    /// Office Open XML word processing.
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// An e-mail message.
    Email,
}

impl Format {
    /// The name in JSON and on screen, such as `markdown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Email => "email",
        }
    }

    /// Whether files of it are bytes in a character encoding that has to be known or guessed.
    pub const fn is_encoded(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Html)
    }
}

/// What a document says about itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Its title; where there is none the reader shows the id.
    pub title: Option<String>,
    /// When it was written or sent.
    pub date: Option<DateValue>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it comes from: an embassy, a publisher, a site.
    pub origin: Option<String>,
    /// Its own reference id in normal form (`08MOSCOW3177`).
    pub reference: Option<String>,
    /// Everything else by name, in the order found: `from`, `to`, `info`, `precedence`,
    /// `classification`, `tags`, `declassify_on`, `sources` …
    pub fields: Vec<(String, String)>,
}

impl Meta {
    /// The first field of that name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// How a stretch of text is set in its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Emphasised, usually italic.
    Emphasis,
    /// Strongly emphasised, usually bold.
    Strong,
    /// Code.
    Code,
    /// A link of the source, with its target as written there (never opened by itself).
    Link(String),
}

/// A styled stretch of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// Bytes in the document's text.
    pub range: Range<usize>,
    /// How it is set.
    pub style: Style,
}

/// A footnote or endnote, with both of its ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// Its label without brackets: `3`, `*`.
    pub label: String,
    /// Where it is called: byte offset in the text, if a mark was found.
    pub called_at: Option<usize>,
    /// The number (1-based) of the block that holds its text, if there is one.
    pub block: Option<u32>,
    /// Why the pairing is doubtful, where it is.
    pub doubt: Option<String>,
}

/// Something that the reader corrected in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The number (1-based) of the block it is about; None for the document itself.
    pub block: Option<u32>,
    /// What was so before, in a few words: `was a paragraph`.
    pub was: String,
}

/// One source, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its name within the corpus.
    pub id: DocumentId,
    /// Its file, relative to the corpus root where it lies inside it.
    pub path: PathBuf,
    /// The format it was read from.
    pub format: Format,
    /// The character encoding it was decoded from, such as `UTF-8`.
    pub encoding: String,
    /// What it says about itself.
    pub meta: Meta,
    /// The canonical text.
    pub text: String,
    /// The hash of the canonical text.
    pub hash: TextHash,
    /// The blocks in reading order; their ranges rise and do not overlap.
    pub blocks: Vec<Block>,
    /// Styled stretches, by start.
    pub inlines: Vec<Inline>,
    /// Footnotes in the order of their calls, then those never called.
    pub notes: Vec<Footnote>,
    /// What went wrong or was cut while reading, in sentences.
    pub warnings: Vec<String>,
    /// What the reader corrected, in the order of the blocks, the document itself last.
    pub corrected: Vec<Corrected>,
}

impl Document {
    /// What the reader shows as its name: the title, else the id.
    pub fn title(&self) -> &str {
        self.meta.title.as_deref().unwrap_or(self.id.as_str())
    }

    /// The words of a stretch of the text; empty where the range is not valid in it.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The text of a block.
    pub fn block_text(&self, block: &Block) -> &str {
        self.slice(&block.range)
    }

    /// The block that holds the text of a note; of one that is called again, the text of its label.
    pub fn block_of_note(&self, note: &Footnote) -> Option<&Block> {
        let alike = |it: &&Footnote| it.label == note.label && it.block.is_some();
        let number = note
            .block
            .or_else(|| self.notes.iter().find(alike)?.block)?;
        self.blocks.get((number as usize).checked_sub(1)?)
    }

    /// What a reader should know of a block as it was recognised, a sentence each: a number that
    /// was repaired, a text that breaks off, footnotes without a text or texts without a call.
    pub fn doubts_at(&self, block: &Block) -> Vec<String> {
        let mut doubts: Vec<String> = block.doubt.iter().cloned().collect();
        let printed = block.label.as_ref().and_then(|it| it.printed.as_deref());
        if let Some(printed) = printed.filter(|_| block.doubt.is_none()) {
            doubts.push(format!("printed as {printed}"));
        }
        // Notes stand in the order of their calls; those never called come last.
        let (start, end) = (block.range.start, block.range.end);
        let from = self
            .notes
            .partition_point(|note| note.called_at.is_some_and(|at| at < start));
        let called = self.notes.iter().skip(from);
        for note in called.take_while(|note| note.called_at.is_some_and(|at| at <= end)) {
            if let Some(doubt) = &note.doubt {
                doubts.push(format!("note {}: {doubt}", note.label));
            }
        }
        if block.kind == BlockKind::Footnote {
            let own = self
                .notes
                .iter()
                .filter(|note| note.called_at.is_none() && note.block == Some(block.number));
            doubts.extend(own.filter_map(|note| note.doubt.clone()));
        }
        doubts
    }

    /// What the reader corrected in a block, a few words each.
    pub fn corrected_at(&self, block: &Block) -> impl Iterator<Item = &str> {
        let number = Some(block.number);
        let of_block = self.corrected.iter().filter(move |it| it.block == number);
        of_block.map(|it| it.was.as_str())
    }

    /// The index in `blocks` of the block that holds a byte offset; between two blocks, the former.
    /// None only for a document without blocks.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.range.start <= at);
        if self.blocks.is_empty() {
            None
        } else {
            Some(after.saturating_sub(1))
        }
    }
}
