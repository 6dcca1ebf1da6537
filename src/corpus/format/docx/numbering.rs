//! What stands before the paragraphs of automatic lists.
//!
//! Knows numbering definitions and counts along the document. Does not know paragraphs.

use std::collections::HashMap;

use super::styles::is_on;
use crate::corpus::format::html::tree::{NodeId, Step, Tree};
use crate::corpus::format::html::walk::{letters, roman};

/// One depth of a list.
#[derive(Debug, Clone, Default)]
struct Depth {
    start: i64,
    format: String,
    text: String,
}

/// All lists, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The definition that a list follows, and starts that it overrides, by depth.
    lists: HashMap<String, (String, HashMap<u8, i64>)>,
    definitions: HashMap<String, HashMap<u8, Depth>>,
}

/// The counts reached in the lists of a document.
#[derive(Debug, Default)]
pub(super) struct Counts {
    by_list: HashMap<String, [Option<i64>; 9]>,
}

impl Numbering {
    /// Reads the part that holds the lists.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut numbering = Self::default();
        for id in 0..tree.len() {
            match tree.local(id) {
                "abstractnum" => {
                    if let Some(name) = tree.local_attribute(id, "abstractnumid") {
                        numbering
                            .definitions
                            .insert(name.to_owned(), definition(tree, id));
                    }
                }
                "num" => {
                    if let Some(name) = tree.local_attribute(id, "numid") {
                        numbering.lists.insert(name.to_owned(), list(tree, id));
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// What stands before the next paragraph of a list at that depth (from 0); None where the
    /// list is unknown or shows nothing.
    pub(super) fn next(&self, counts: &mut Counts, list: &str, depth: u8) -> Option<String> {
        let (definition, starts) = self.lists.get(list)?;
        let depths = self.definitions.get(definition)?;
        let here = depths.get(&depth)?;
        let depth_index = usize::from(depth.min(8));
        // Lists of one definition count on together.
        let counted = counts.by_list.entry(definition.clone()).or_default();
        let start = |depth: u8| {
            starts
                .get(&depth)
                .copied()
                .or_else(|| depths.get(&depth).map(|depth| depth.start))
                .unwrap_or(1)
        };
        let value = match counted[depth_index] {
            Some(before) => before.saturating_add(1),
            None => start(depth),
        };
        counted[depth_index] = Some(value);
        for deeper in &mut counted[depth_index + 1..] {
            *deeper = None;
        }
        if here.format == "none" {
            return None;
        }
        if here.format == "bullet" {
            return Some("•".to_owned());
        }
        let mut shown = here.text.clone();
        for other in 0..=depth.min(8) {
            let sign = format!("%{}", other + 1);
            if shown.contains(&sign) {
                let number = counted[usize::from(other)].unwrap_or_else(|| start(other));
                let format = depths
                    .get(&other)
                    .map_or("decimal", |depth| depth.format.as_str());
                shown = shown.replace(&sign, &written(number, format));
            }
        }
        (!shown.trim().is_empty()).then(|| shown.trim().to_owned())
    }
}

fn definition(tree: &Tree, id: NodeId) -> HashMap<u8, Depth> {
    let mut depths = HashMap::new();
    let mut current = None;
    for step in tree.steps(id) {
        let Step::Enter(node) = step else { continue };
        let value = tree.local_attribute(node, "val").unwrap_or("");
        match tree.local(node) {
            "lvl" => {
                let depth: u8 = tree
                    .local_attribute(node, "ilvl")
                    .and_then(|depth| depth.parse().ok())
                    .unwrap_or(0);
                current = Some(depth);
                depths.insert(
                    depth,
                    Depth {
                        start: 1,
                        format: "decimal".to_owned(),
                        text: String::new(),
                    },
                );
            }
            name => {
                let Some(depth) = current.and_then(|depth| depths.get_mut(&depth)) else {
                    continue;
                };
                match name {
                    "start" => depth.start = value.parse().unwrap_or(1),
                    "numfmt" => value.clone_into(&mut depth.format),
                    "lvltext" if value.len() <= 64 => value.clone_into(&mut depth.text),
                    "vanish" if is_on(value) => "none".clone_into(&mut depth.format),
                    _ => {}
                }
            }
        }
    }
    depths
}

fn list(tree: &Tree, id: NodeId) -> (String, HashMap<u8, i64>) {
    let mut definition = String::new();
    let mut starts = HashMap::new();
    let mut depth = 0;
    for step in tree.steps(id) {
        let Step::Enter(node) = step else { continue };
        let value = tree.local_attribute(node, "val").unwrap_or("");
        match tree.local(node) {
            "abstractnumid" => value.clone_into(&mut definition),
            "lvloverride" => {
                depth = tree
                    .local_attribute(node, "ilvl")
                    .and_then(|depth| depth.parse().ok())
                    .unwrap_or(0);
            }
            "startoverride" => {
                starts.insert(depth, value.parse().unwrap_or(1));
            }
            _ => {}
        }
    }
    (definition, starts)
}

/// A number in the format of a list.
pub(super) fn written(number: i64, format: &str) -> String {
    let without_stop = |text: String| text.trim_end_matches('.').to_owned();
    match format {
        "lowerLetter" => without_stop(letters(number, false)),
        "upperLetter" => without_stop(letters(number, true)),
        "lowerRoman" => without_stop(roman(number, false)),
        "upperRoman" => without_stop(roman(number, true)),
        "decimalZero" if number < 10 => format!("0{number}"),
        _ => number.to_string(),
    }
}
