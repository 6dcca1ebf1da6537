//! The verdict of the readability algorithm on a page.
//!
//! Knows how to ask `dom_smoothie` which blocks are the text: each block's first words are marked
//! with a private character, and what comes back marked is the text. Asks only pages of bounded
//! size and nesting, because tree building takes quadratic time on others.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use dom_smoothie::{Config, Readability};

use crate::corpus::format::html::elements::is_void;
use crate::corpus::format::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::corpus::format::html::walk::Piece;

/// The first of the private characters that mark blocks: planes 15 and 16.
const FIRST_MARK: u32 = 0xF_0000;
/// How many characters there are to mark with.
const MARKS: usize = 0x1_FFF0;
/// Nesting above which a page is not asked about.
const MAX_DEPTH: usize = 256;
/// Nodes above which a page is not asked about.
const MAX_NODES: usize = 200_000;
/// Bytes of one text above which a page is not asked about.
const MAX_TEXT: usize = 1024 * 1024;
/// Bytes of an attribute that are handed on.
const MAX_ATTRIBUTE: usize = 2048;

/// The text nodes in which blocks of the main text begin; None where no judgement could be had.
pub(super) fn of(tree: &Tree, pieces: &[Piece]) -> Option<HashSet<NodeId>> {
    if tree.depth > MAX_DEPTH || tree.len() > MAX_NODES {
        return None;
    }
    let mut marks: HashMap<NodeId, u32> = HashMap::new();
    let mut nodes: Vec<NodeId> = Vec::new();
    for piece in pieces {
        if !piece.raw.text.is_empty() && !marks.contains_key(&piece.node) {
            marks.insert(piece.node, mark(nodes.len())?);
            nodes.push(piece.node);
        }
    }
    let page = marked(tree, &marks)?;
    let config = Config {
        max_elements_to_parse: MAX_NODES,
        ..Config::default()
    };
    let article = Readability::new(page, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let main: HashSet<NodeId> = article
        .content
        .chars()
        .filter_map(|character| {
            let index = u32::from(character).checked_sub(FIRST_MARK)?;
            nodes.get(index as usize).copied()
        })
        .collect();
    (!main.is_empty()).then_some(main)
}

fn mark(index: usize) -> Option<u32> {
    (index < MARKS).then_some(FIRST_MARK + index as u32)
}

/// The page written anew, with marks; None if a text in it is too long.
fn marked(tree: &Tree, marks: &HashMap<NodeId, u32>) -> Option<String> {
    let mut out = String::from("<!DOCTYPE html>");
    for step in tree.steps(ROOT) {
        match step {
            Step::Enter(ROOT) | Step::Leave(ROOT) => {}
            Step::Enter(id) => {
                if let Some(mark) = marks.get(&id).and_then(|mark| char::from_u32(*mark)) {
                    out.push(mark);
                }
                match &tree.node(id).kind {
                    NodeKind::Text(text) if text.len() > MAX_TEXT => return None,
                    NodeKind::Text(text) => {
                        let raw = matches!(tree.name(tree.node(id).parent), "script" | "style");
                        push_text(&mut out, text, raw);
                    }
                    NodeKind::Element(name, attributes) => {
                        let _ = write!(out, "<{name}");
                        for (name, value) in attributes {
                            if value.len() <= MAX_ATTRIBUTE {
                                let _ = write!(out, " {name}=\"");
                                push_attribute(&mut out, value);
                                out.push('"');
                            }
                        }
                        out.push('>');
                    }
                    NodeKind::Comment(_) => {}
                }
            }
            Step::Leave(id) => {
                let name = tree.name(id);
                if !name.is_empty() && !is_void(name) {
                    let _ = write!(out, "</{name}>");
                }
            }
        }
    }
    Some(out)
}

fn push_text(out: &mut String, text: &str, raw: bool) {
    for character in text.chars() {
        match character {
            '<' if !raw => out.push_str("&lt;"),
            '&' if !raw => out.push_str("&amp;"),
            // Marks of the page's own would be taken for ours.
            character if u32::from(character) >= FIRST_MARK => out.push(' '),
            character => out.push(character),
        }
    }
}

fn push_attribute(out: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '"' => out.push_str("&quot;"),
            '&' => out.push_str("&amp;"),
            character if u32::from(character) >= FIRST_MARK => out.push(' '),
            character => out.push(character),
        }
    }
}
