//! Formats: from a file's bytes to blocks as the format gives them.
//!
//! Knows which reader serves which file, by the file's name and by its first bytes. Does not
//! know what the blocks mean beyond what the format says: that is `structure`.

pub(crate) mod archive;
pub mod docx;
pub(crate) mod email;
pub mod epub;
pub mod html;
pub(crate) mod iso;
pub(crate) mod line;
#[cfg(test)]
pub(crate) mod made;
pub mod markdown;
pub mod odt;
pub(crate) mod pdf;
pub(crate) mod rtf;
pub(crate) mod table;
pub mod text;

use std::path::Path;

use super::document::Format;
use super::encoding::{self, Decoded, EncodingError};
use super::raw::RawDocument;
use super::worker;
use archive::Bounds;

/// Why a file could not be read as a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are not text, or the encoding asked for does not exist.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// The file holds no words at all.
    #[error("the file is empty; nothing can be read from it")]
    Empty,
    /// The format is known but this program was built without its reader.
    #[error("files of the format {} cannot be read by this version; convert it to text, Markdown or HTML", .format.name())]
    Unsupported {
        /// The format.
        format: Format,
    },
    /// The file is damaged or too large, in a sentence that says what and what can be done.
    #[error("{0}")]
    Damaged(String),
}

/// Reads a file's bytes. `path` serves only for its name; the file is not opened.
pub fn read(path: &Path, bytes: &[u8]) -> Result<RawDocument, ReadError> {
    read_in(path, bytes, None)
}

/// Like [`read`], in the character encoding that the reader of the document names.
pub fn read_in(
    path: &Path,
    bytes: &[u8],
    encoding: Option<&str>,
) -> Result<RawDocument, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let format = format_of(path, bytes);
    let task = Task { format, encoding };
    if needs_worker(format, bytes) {
        return worker::read(task, bytes);
    }
    read_here(task, bytes, Bounds::HERE)
}

/// Whether bytes are read by a process of their own: PDF always, because no library withstands
/// every hostile file; others when they are large enough to take long or to need much memory.
fn needs_worker(format: Format, bytes: &[u8]) -> bool {
    const LARGE_PAGE: usize = 1024 * 1024;
    match format {
        Format::Pdf => true,
        Format::Html | Format::Email | Format::Rtf => bytes.len() > LARGE_PAGE,
        Format::Epub | Format::Docx | Format::Odt => !archive::is_small(bytes),
        Format::Text | Format::Markdown => false,
    }
}

/// What is to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Task<'a> {
    /// The format of the bytes.
    pub(crate) format: Format,
    /// The character encoding that the reader names, where the format has one.
    pub(crate) encoding: Option<&'a str>,
}

/// Reads bytes in this process.
pub(crate) fn read_here(
    task: Task<'_>,
    bytes: &[u8],
    bounds: Bounds,
) -> Result<RawDocument, ReadError> {
    let decoded = |declared: Option<&str>| -> Result<Decoded, EncodingError> {
        match task.encoding {
            Some(name) => encoding::decode_as(bytes, name),
            None => encoding::decode(bytes, declared),
        }
    };
    match task.format {
        Format::Text => Ok(text::read(decoded(None)?)),
        Format::Markdown => Ok(markdown::read(decoded(None)?)),
        Format::Html => Ok(html::read(&decoded(html::declared(bytes).as_deref())?)),
        Format::Epub => epub::read(bytes, bounds),
        Format::Docx => docx::read(bytes, bounds),
        Format::Odt => odt::read(bytes, bounds),
        Format::Rtf => rtf::read(bytes),
        Format::Email => email::read(bytes),
        // The pages of a PDF document come one by one, from a worker only.
        format @ Format::Pdf => Err(ReadError::Unsupported { format }),
    }
}

/// The format of a file: its first bytes where they are unmistakable, else its name's extension,
/// else plain text.
pub fn format_of(path: &Path, bytes: &[u8]) -> Format {
    if bytes.starts_with(b"%PDF-") {
        return Format::Pdf;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Format::Rtf;
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    let named = extension.as_deref().and_then(format_named);
    match named {
        Some(format) => format,
        None if looks_like_html(bytes) => Format::Html,
        None => Format::Text,
    }
}

/// The format that an extension (lower case, without the dot) stands for.
fn format_named(extension: &str) -> Option<Format> {
    Some(match extension {
        "txt" | "text" => Format::Text,
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        "epub" => Format::Epub,
        "pdf" => Format::Pdf,
        "docx" => Format::Docx,
        "odt" => Format::Odt,
        "rtf" => Format::Rtf,
        "eml" => Format::Email,
        _ => return None,
    })
}

/// Whether a file is, by its name, of a format whose first lines can be read without the others.
pub(super) fn begins_anywhere(path: &Path) -> bool {
    let extension = path
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase());
    let named = extension.as_deref().and_then(format_named);
    matches!(named, Some(Format::Text | Format::Markdown))
}

/// Whether a file without a telling name begins as HTML does.
fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..512).unwrap_or(bytes).to_ascii_lowercase();
    let head = head.trim_ascii_start();
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_outweigh_the_name() {
        assert_eq!(format_of(Path::new("a.txt"), b"%PDF-1.7 x"), Format::Pdf);
        assert_eq!(format_of(Path::new("a.MD"), b"# x"), Format::Markdown);
        assert_eq!(
            format_of(Path::new("a"), b"\n<!DOCTYPE html>"),
            Format::Html
        );
        assert_eq!(format_of(Path::new("a"), b"x"), Format::Text);
    }
}
