//! Which tables of a page hold data, and which only arrange the page.
//!
//! Knows the shape of tables. Does not gather their text.

use std::collections::HashSet;

use super::elements::heading;
use super::tree::{NodeId, NodeKind, Step, Tree};

/// A cell longer than this holds running text, not data (characters).
const LONG_CELL: usize = 1500;

#[derive(Default)]
struct Shape {
    id: NodeId,
    rows: usize,
    cells: usize,
    /// Cells of the widest row.
    width: usize,
    /// Cells of the row being looked at.
    row: usize,
    filled: usize,
    characters: usize,
    cell: usize,
    longest: usize,
    headed: bool,
    flow: bool,
}

impl Shape {
    /// Whether rows and columns mean something here.
    fn is_data(&self) -> bool {
        let several = self.rows >= 2 && self.width >= 2;
        let mean = self.characters / self.filled.max(1);
        several
            && !self.flow
            && self.longest <= LONG_CELL
            && (self.headed || (mean <= 300 && self.filled * 3 >= self.cells))
    }
}

/// The tables whose rows and columns mean something; all others arrange the page.
pub(crate) fn data_tables(tree: &Tree) -> HashSet<NodeId> {
    let mut data = HashSet::new();
    let mut open: Vec<Shape> = Vec::new();
    for step in tree.steps(super::tree::ROOT) {
        match step {
            Step::Enter(id) => enter(tree, id, &mut open),
            Step::Leave(id) => match tree.name(id) {
                "table" => {
                    let Some(shape) = open.pop() else { continue };
                    let arranges = matches!(
                        tree.attribute(shape.id, "role"),
                        Some("presentation" | "none")
                    );
                    if shape.is_data() && !arranges {
                        data.insert(shape.id);
                    }
                }
                "td" | "th" => {
                    if let Some(shape) = open.last_mut() {
                        shape.longest = shape.longest.max(shape.cell);
                        shape.filled += usize::from(shape.cell > 0);
                    }
                }
                _ => {}
            },
        }
    }
    data
}

fn enter(tree: &Tree, id: NodeId, open: &mut Vec<Shape>) {
    let name = tree.name(id);
    if name == "table" {
        // A table that holds another one arranges it.
        if let Some(outer) = open.last_mut() {
            outer.flow = true;
        }
        open.push(Shape {
            id,
            ..Shape::default()
        });
        return;
    }
    let Some(shape) = open.last_mut() else { return };
    if let NodeKind::Text(text) = &tree.node(id).kind {
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        shape.characters += length;
        shape.cell += length;
        return;
    }
    match name {
        "tr" => {
            shape.rows += 1;
            shape.row = 0;
        }
        "td" | "th" => {
            shape.cells += 1;
            shape.row += 1;
            shape.cell = 0;
            shape.width = shape.width.max(shape.row);
            shape.headed |= name == "th";
        }
        "caption" => shape.headed = true,
        "blockquote" | "hr" | "form" | "nav" | "article" | "section" | "aside" => shape.flow = true,
        _ if heading(name).is_some() => shape.flow = true,
        _ => {}
    }
}
