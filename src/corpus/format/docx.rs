//! DOCX: word processing documents of Office Open XML.
//!
//! Knows which parts of the archive matter and how they are put together: the body, then the
//! footnotes and endnotes it calls, then comments. Deleted text of tracked changes and the codes
//! of fields are no text; hidden text is left out and said so. Running heads are not read.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;

use super::ReadError;
use super::archive::{Archive, Bounds, resolve};
use super::html::tree::{Markup, ROOT, Tree};
use super::odt::names;
use super::table::joined_code;
use crate::corpus::block::BlockKind;
use crate::corpus::document::{Format, Meta};
use crate::corpus::raw::{RawBlock, RawDocument};
use body::{Body, Marks};
use numbering::Numbering;
use styles::Styles;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], bounds: Bounds) -> Result<RawDocument, ReadError> {
    let mut archive = Archive::open(bytes, bounds)?;
    let main = main_part(&mut archive).ok_or_else(|| {
        ReadError::Damaged(
            "the file is no word processing document: its body is missing; it may be encrypted or of another kind".to_owned(),
        )
    })?;
    let mut part = |name: &str| -> Option<Tree> {
        let text = archive.text(&beside(&main, name))?;
        Some(Tree::read(&text, Markup::Xml))
    };
    let styles = part("styles.xml")
        .map(|tree| Styles::of(&tree))
        .unwrap_or_default();
    let numbering = part("numbering.xml")
        .map(|tree| Numbering::of(&tree))
        .unwrap_or_default();
    let footnotes = part("footnotes.xml");
    let endnotes = part("endnotes.xml");
    let comments = part("comments.xml");
    let links = targets(part(&format!("_rels/{}.rels", last(&main))).as_ref());
    let note_links = targets(part("_rels/footnotes.xml.rels").as_ref());
    let Some(text) = archive.text(&main) else {
        return Err(ReadError::Damaged(
            "the body of the document cannot be read".to_owned(),
        ));
    };
    let tree = Tree::read(&text, Markup::Xml);
    let mut marks = Marks::default();
    marks.endnotes_only = footnotes.is_none() || !mentions(&tree, "footnotereference");
    let mut body = Body::new(&styles, &numbering, &links, &mut marks);
    body.read(&tree, ROOT);
    let mut blocks = std::mem::take(&mut body.blocks);
    let mut warnings = tree.warnings;
    let hidden = body.hidden;
    if hidden > 0 {
        warnings.push(format!("{hidden} characters of hidden text were left out"));
    }
    for (kind, part) in [
        ("footnote", &footnotes),
        ("endnote", &endnotes),
        ("comment", &comments),
    ] {
        if let Some(tree) = part {
            blocks.extend(notes(kind, tree, &styles, &numbering, &note_links, &marks));
        }
    }
    let meta = meta(&mut archive);
    warnings.extend(archive.warnings);
    Ok(RawDocument {
        format: Format::Docx,
        encoding: "UTF-8".to_owned(),
        meta,
        blocks: joined_code(blocks),
        warnings,
    })
}

/// The name of the part that holds the body.
fn main_part(archive: &mut Archive<'_>) -> Option<String> {
    let named = archive.text("_rels/.rels").and_then(|text| {
        let tree = Tree::read(&text, Markup::Xml);
        (0..tree.len())
            .find(|id| {
                tree.local_attribute(*id, "type")
                    .is_some_and(|kind| kind.ends_with("/officeDocument"))
            })
            .and_then(|id| tree.local_attribute(id, "target"))
            .and_then(|target| resolve("", target))
    });
    named.filter(|name| archive.has(name)).or_else(|| {
        archive
            .has("word/document.xml")
            .then(|| "word/document.xml".to_owned())
    })
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The name of a part in the same folder as another.
fn beside(main: &str, name: &str) -> String {
    match main.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

fn mentions(tree: &Tree, name: &str) -> bool {
    (0..tree.len()).any(|id| tree.local(id) == name)
}

/// Where the links of a part lead, by their ids.
fn targets(tree: Option<&Tree>) -> HashMap<String, String> {
    let Some(tree) = tree else {
        return HashMap::new();
    };
    (0..tree.len())
        .filter_map(|id| {
            let name = tree.local_attribute(id, "id")?;
            let target = tree.local_attribute(id, "target")?;
            tree.local_attribute(id, "type")?
                .ends_with("/hyperlink")
                .then(|| (name.to_owned(), target.to_owned()))
        })
        .collect()
}

/// The notes of a part that were called, in the order of their calls.
fn notes(
    kind: &str,
    tree: &Tree,
    styles: &Styles,
    numbering: &Numbering,
    links: &HashMap<String, String>,
    marks: &Marks,
) -> Vec<RawBlock> {
    let mut found: Vec<(usize, Vec<RawBlock>)> = Vec::new();
    for id in 0..tree.len() {
        if tree.local(id) != kind {
            continue;
        }
        let name = tree.local_attribute(id, "id").unwrap_or("");
        let Some((order, label)) = marks.of(kind, name) else {
            continue;
        };
        let mut inner = Marks::default();
        let mut body = Body::new(styles, numbering, links, &mut inner);
        body.read(tree, id);
        let mut blocks = std::mem::take(&mut body.blocks);
        if kind == "comment"
            && let Some(first) = blocks.first_mut()
        {
            // A comment says whose it is.
            let author = tree.local_attribute(id, "author").unwrap_or("");
            if !author.is_empty() {
                first.inlines.clear();
                first.calls.clear();
                first.text = format!("{author}: {}", first.text);
            }
        }
        for block in &mut blocks {
            block.kind = Some(BlockKind::Footnote);
            block.note = Some(label.clone());
            block.level = 0;
            block.page = None;
        }
        found.push((order, blocks));
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().flat_map(|(_, blocks)| blocks).collect()
}

/// What the document says about itself.
fn meta(archive: &mut Archive<'_>) -> Meta {
    let mut meta = Meta::default();
    let Some(text) = archive.text("docProps/core.xml") else {
        return meta;
    };
    let tree = Tree::read(&text, Markup::Xml);
    for id in 0..tree.len() {
        let value = tree.text_of(id, 1000);
        if value.is_empty() {
            continue;
        }
        match tree.local(id) {
            "title" => meta.title = Some(value),
            "creator" => meta.authors = names(&value),
            // When the file was made says nothing about when the text was written.
            name @ ("created" | "modified" | "subject" | "keywords" | "description"
            | "language" | "category")
                if meta.fields.len() < 100 =>
            {
                meta.fields.push((name.to_owned(), value));
            }
            _ => {}
        }
    }
    meta
}

#[cfg(test)]
mod tests;
