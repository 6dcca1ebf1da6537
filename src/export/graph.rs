//! The links of a library at a glance: which documents they tie, by what, and how often.
//!
//! Knows how the counts are set as a table in Markdown. The links themselves stand with their passages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::markdown::{Flavour, inline};
use super::material::Material;
use super::sync::Block;

/// The block that leads an export of links.
pub fn block(material: &Material, flavour: Flavour) -> Block {
    let links = material.links_with_ends();
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for (link, from, to) in &links {
        let row = (
            from.document.as_str(),
            link.relation.as_str(),
            to.document.as_str(),
        );
        *counts.entry(row).or_default() += 1;
    }
    let cell = |text: &str| {
        inline(text, flavour)
            .replace('|', "\\|")
            .replace("\\\\|", "\\|")
    };
    let mut out = String::from("# Links\n");
    if !counts.is_empty() {
        out.push_str("\n| from | relation | to | links |\n| --- | --- | --- | ---: |\n");
    }
    for ((from, relation, to), count) in counts {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {} | {} | {} | {count} |",
            cell(from),
            cell(relation),
            cell(to)
        );
    }
    Block::new("links", out.trim_end())
}
