//! ODT: text documents of `OpenDocument`.
//!
//! Knows which parts of the archive matter, and what the document says about itself. Text that
//! tracked changes deleted is no text; comments become notes.

mod body;
mod styles;

use super::ReadError;
use super::archive::{Archive, Bounds};
use super::html::tree::{Markup, Tree};
use super::table::joined_code;
use crate::corpus::document::{Format, Meta};
use crate::corpus::raw::RawDocument;
use body::Body;
use styles::Styles;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], bounds: Bounds) -> Result<RawDocument, ReadError> {
    let mut archive = Archive::open(bytes, bounds)?;
    let mut styles = Styles::default();
    if let Some(text) = archive.text("styles.xml") {
        styles.learn(&Tree::read(&text, Markup::Xml));
    }
    let Some(text) = archive.text("content.xml") else {
        return Err(ReadError::Damaged(
            "the file is no text document: its content is missing; it may be encrypted or of another kind".to_owned(),
        ));
    };
    let tree = Tree::read(&text, Markup::Xml);
    styles.learn(&tree);
    let mut body = Body::new(&styles);
    body.read(&tree);
    let mut warnings = tree.warnings;
    let meta = archive
        .text("meta.xml")
        .map(|text| meta(&Tree::read(&text, Markup::Xml)))
        .unwrap_or_default();
    warnings.extend(archive.warnings);
    if body.blocks.is_empty() && archive_is_protected(&text) {
        return Err(ReadError::Damaged(
            "the document is protected by a password; save a copy without one".to_owned(),
        ));
    }
    Ok(RawDocument {
        format: Format::Odt,
        encoding: "UTF-8".to_owned(),
        meta,
        blocks: joined_code(body.blocks),
        warnings,
    })
}

/// Encrypted content is no markup at all.
fn archive_is_protected(content: &str) -> bool {
    !content.trim_start().starts_with('<')
}

/// What the document says about itself.
fn meta(tree: &Tree) -> Meta {
    let mut meta = Meta::default();
    for id in 0..tree.len() {
        let value = tree.text_of(id, 1000);
        if value.is_empty() {
            continue;
        }
        match tree.name(id) {
            "dc:title" => meta.title = Some(value),
            "meta:initial-creator" => meta.authors = names(&value),
            "dc:creator" if meta.authors.is_empty() => meta.authors = names(&value),
            name @ ("meta:creation-date" | "dc:date" | "dc:subject" | "dc:description"
            | "dc:language" | "meta:keyword")
                if meta.fields.len() < 100 =>
            {
                // When the file was made says nothing about when the text was written.
                let name = match name {
                    "meta:creation-date" => "created",
                    "dc:date" => "modified",
                    name => name.rsplit(':').next().unwrap_or(name),
                };
                meta.fields.push((name.to_owned(), value));
            }
            _ => {}
        }
    }
    meta
}

/// The names in a field that may hold several, set apart by semicolons.
pub(crate) fn names(field: &str) -> Vec<String> {
    field
        .split(';')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
