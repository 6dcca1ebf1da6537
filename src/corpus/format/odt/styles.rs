//! The styles of a text document, by what they mean to a reader.
//!
//! Knows named and automatic styles, their parents, and how lists are numbered.

use std::collections::HashMap;

use crate::corpus::format::html::tree::{NodeId, Step, Tree};
use crate::corpus::format::html::walk::{letters, roman};

/// What a paragraph of a style is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document.
    Title,
    /// A quotation.
    Quote,
    /// Code.
    Code,
    /// A subtitle, caption, author line.
    Header,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
}

/// How one depth of a list is marked.
#[derive(Debug, Clone, Default)]
struct Depth {
    /// `1`, `a`, `A`, `i`, `I`; empty for none; None for a bullet.
    format: Option<String>,
    prefix: String,
    suffix: String,
    start: i64,
    /// How many depths are shown: 2 gives `1.2`.
    shown: usize,
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    lists: HashMap<String, HashMap<usize, Depth>>,
}

impl Styles {
    /// Learns the styles that a part defines.
    pub(super) fn learn(&mut self, tree: &Tree) {
        for id in 0..tree.len() {
            match tree.name(id) {
                "style:style" => {
                    if let Some(name) = tree.attribute(id, "style:name") {
                        self.styles.insert(name.to_owned(), style(tree, id));
                    }
                }
                "text:list-style" => {
                    if let Some(name) = tree.attribute(id, "style:name") {
                        self.lists.insert(name.to_owned(), list(tree, id));
                    }
                }
                _ => {}
            }
        }
    }

    /// The first answer along a style and its parents.
    fn along<T>(&self, name: &str, ask: impl Fn(&str, &Style) -> Option<T>) -> Option<T> {
        let mut name = name;
        for _ in 0..16 {
            let style = self.styles.get(name)?;
            if let Some(answer) = ask(name, style) {
                return Some(answer);
            }
            name = style.parent.as_deref()?;
        }
        None
    }

    /// What a paragraph of that style is.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.along(name, |name, style| {
            role_of(name).or_else(|| style.parent.as_deref().and_then(role_of))
        })
        .or_else(|| role_of(name))
    }

    /// Whether text of that style is bold, and whether it is italic.
    pub(super) fn look(&self, name: &str) -> (bool, bool) {
        (
            self.along(name, |_, style| style.bold).unwrap_or(false),
            self.along(name, |_, style| style.italic).unwrap_or(false),
        )
    }

    /// The first number of a list at a depth (from 1).
    pub(super) fn start(&self, list: &str, depth: usize) -> i64 {
        self.lists
            .get(list)
            .and_then(|depths| depths.get(&depth))
            .map_or(1, |depth| depth.start)
    }

    /// What stands before an item; `numbers` are those of its depth and of the depths above.
    pub(super) fn marker(&self, list: &str, numbers: &[i64]) -> Option<String> {
        let Some(depths) = self.lists.get(list) else {
            return Some("•".to_owned());
        };
        let depth = depths.get(&numbers.len())?;
        let Some(format) = &depth.format else {
            return Some("•".to_owned());
        };
        if format.is_empty() {
            return None;
        }
        let first = numbers.len().saturating_sub(depth.shown.max(1));
        let shown: Vec<String> = numbers
            .iter()
            .enumerate()
            .skip(first)
            .map(|(index, number)| {
                let own = depths
                    .get(&(index + 1))
                    .and_then(|depth| depth.format.as_deref());
                written(*number, own.unwrap_or(format))
            })
            .collect();
        let marker = format!("{}{}{}", depth.prefix, shown.join("."), depth.suffix);
        Some(marker.trim().to_owned())
    }
}

fn written(number: i64, format: &str) -> String {
    let plain = |text: String| text.trim_end_matches('.').to_owned();
    match format {
        "a" => plain(letters(number, false)),
        "A" => plain(letters(number, true)),
        "i" => plain(roman(number, false)),
        "I" => plain(roman(number, true)),
        _ => number.to_string(),
    }
}

fn style(tree: &Tree, id: NodeId) -> Style {
    let mut style = Style {
        parent: tree
            .attribute(id, "style:parent-style-name")
            .map(str::to_owned),
        ..Style::default()
    };
    for step in tree.steps(id) {
        let Step::Enter(node) = step else { continue };
        if tree.name(node) != "style:text-properties" {
            continue;
        }
        if let Some(weight) = tree.attribute(node, "fo:font-weight") {
            style.bold =
                Some(weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600));
        }
        if let Some(slant) = tree.attribute(node, "fo:font-style") {
            style.italic = Some(matches!(slant, "italic" | "oblique"));
        }
    }
    style
}

fn list(tree: &Tree, id: NodeId) -> HashMap<usize, Depth> {
    let mut depths = HashMap::new();
    for step in tree.steps(id) {
        let Step::Enter(node) = step else { continue };
        let name = tree.name(node);
        if !name.starts_with("text:list-level-style-") {
            continue;
        }
        let number = |name: &str| {
            tree.attribute(node, name)
                .and_then(|value| value.parse::<i64>().ok())
        };
        let text = |name: &str| {
            let value = tree.attribute(node, name).unwrap_or("");
            value.chars().take(8).collect::<String>()
        };
        let level = number("text:level").unwrap_or(1).clamp(1, 10);
        depths.insert(
            usize::try_from(level).unwrap_or(1),
            Depth {
                format: (name == "text:list-level-style-number").then(|| text("style:num-format")),
                prefix: text("style:num-prefix"),
                suffix: text("style:num-suffix"),
                start: number("text:start-value").unwrap_or(1),
                shown: number("text:display-levels")
                    .and_then(|shown| usize::try_from(shown).ok())
                    .unwrap_or(1),
            },
        );
    }
    depths
}

/// What a style of that name is. Names write blanks as `_20_`.
fn role_of(name: &str) -> Option<Role> {
    let name: String = name
        .replace("_20_", "")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    match name.as_str() {
        "title" => Some(Role::Title),
        "quotations" | "quotation" | "quote" | "blockquote" | "blocktext" => Some(Role::Quote),
        "preformattedtext" | "sourcecode" | "code" => Some(Role::Code),
        "subtitle" | "caption" | "author" | "date" | "figurecaption" | "tablecaption"
        | "illustration" | "table" => Some(Role::Header),
        _ => None,
    }
}
