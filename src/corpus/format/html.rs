//! HTML and saved web pages.
//!
//! Knows how a page's bytes become blocks: decoding, the tree, notes, tables, the walk, and the
//! judgement of what is the document and what the site around it. Touches no network and runs
//! nothing: scripts, styles and pictures are passed over.

pub(crate) mod elements;
pub(crate) mod guard;
pub(crate) mod main_text;
pub(crate) mod meta;
pub(crate) mod notes;
pub(crate) mod regions;
pub(crate) mod tables;
pub(crate) mod tree;
pub(crate) mod walk;

use crate::corpus::document::Format;
use crate::corpus::encoding::Decoded;
use crate::corpus::raw::{RawBlock, RawDocument};

/// Bytes at the beginning of a page in which its encoding is declared.
const DECLARATION: usize = 4096;

/// Reads a page.
pub fn read(decoded: &Decoded) -> RawDocument {
    let mut document = read_text(&decoded.text);
    decoded.encoding.clone_into(&mut document.encoding);
    document.warnings.extend(decoded.warning.clone());
    document
}

/// Reads a page from its text.
fn read_text(page: &str) -> RawDocument {
    let markup = if is_xml(page) {
        tree::Markup::Xhtml
    } else {
        tree::Markup::Html
    };
    let tree = tree::Tree::read(page, markup);
    let meta = meta::of(&tree);
    let mut pieces = blocks_of(&tree, &notes::OnePage);
    main_text::fold(&tree, &mut pieces, meta.title.as_deref());
    regions::number(&tree, &mut pieces);
    RawDocument {
        format: Format::Html,
        encoding: "UTF-8".to_owned(),
        meta,
        blocks: pieces.into_iter().map(|piece| piece.raw).collect(),
        warnings: tree.warnings,
    }
}

/// The blocks of a tree, nothing folded.
pub(crate) fn blocks_of(tree: &tree::Tree, places: &dyn notes::Places) -> Vec<walk::Piece> {
    let notes = notes::Notes::of(tree, places);
    let tables = tables::data_tables(tree);
    walk::blocks(tree, &notes, &tables)
}

/// The blocks of a fragment of HTML, such as the body of a message.
pub(crate) fn fragment(page: &str, warnings: &mut Vec<String>) -> Vec<RawBlock> {
    let tree = tree::Tree::read(page, tree::Markup::Html);
    let pieces = blocks_of(&tree, &notes::OnePage);
    warnings.extend(tree.warnings);
    pieces.into_iter().map(|piece| piece.raw).collect()
}

/// Whether a page is XHTML served as XML: only then does `<a/>` end itself.
fn is_xml(page: &str) -> bool {
    page.trim_start().starts_with("<?xml")
}

/// The encoding that a page declares in a `meta` element or an XML declaration.
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let start = head.find("charset=").map(|at| at + 8).or_else(|| {
        let declaration = head.find("<?xml")?;
        let end = head.get(declaration..)?.find("?>")? + declaration;
        let at = head.get(declaration..end)?.find("encoding=")?;
        Some(declaration + at + 9)
    })?;
    let name: String = head
        .get(start..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        .take(40)
        .collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests;
