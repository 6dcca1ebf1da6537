//! Where one folded part of a page ends and the next begins: a menu is not a notice of cookies.
//!
//! Knows that a part is the largest element that holds nothing of the document itself. Blocks that
//! lie loose among the document's own belong to the element around them; a heading belongs to what
//! it stands above.

use std::collections::HashMap;

use super::elements::heading;
use super::tree::{NodeId, Tree};
use super::walk::Piece;

/// Numbers the folded parts of a page; pieces of the same part have the same number.
pub(crate) fn number(tree: &Tree, pieces: &mut [Piece]) {
    let mut own = vec![false; tree.len()];
    for piece in pieces.iter().filter(|it| !is_folded(it)) {
        let mut at = piece.node;
        while !own[at] {
            own[at] = true;
            at = tree.node(at).parent;
        }
    }
    let mut numbers: HashMap<NodeId, u32> = HashMap::new();
    let parts: Vec<Option<(NodeId, bool)>> = pieces
        .iter()
        .map(|piece| is_folded(piece).then(|| part_of(tree, &own, piece.node)))
        .collect();
    let mut next: Option<NodeId> = None;
    for (piece, part) in pieces.iter_mut().zip(parts).rev() {
        let Some((mut part, is_heading)) = part else {
            next = None;
            continue;
        };
        if is_heading && let Some(next) = next {
            part = next;
        }
        next = Some(part);
        let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        piece.raw.part = Some(*numbers.entry(part).or_insert(number));
    }
}

fn is_folded(piece: &Piece) -> bool {
    piece.raw.folded == Some(true)
}

/// The largest element around a node that holds nothing of the document's own, or the element
/// around it where that is but a line; and whether it is a heading.
fn part_of(tree: &Tree, own: &[bool], node: NodeId) -> (NodeId, bool) {
    let mut at = node;
    loop {
        let parent = tree.node(at).parent;
        if parent == at || own.get(parent).copied().unwrap_or(true) || is_page(tree, parent) {
            break;
        }
        at = parent;
    }
    let name = tree.name(at);
    match name {
        name if heading(name).is_some() => (tree.node(at).parent, true),
        "" | "p" | "a" | "span" | "li" | "b" | "i" | "em" | "strong" | "small" | "font"
        | "time" | "label" | "button" | "img" | "br" => (tree.node(at).parent, false),
        _ => (at, false),
    }
}

/// Whether an element is the page, or what a page holds of its text.
fn is_page(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.name(id), "" | "html" | "body" | "main" | "article")
}
