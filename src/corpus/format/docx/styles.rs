//! The paragraph and character styles of a document, by what they mean to a reader.
//!
//! Knows style names, outline levels and inheritance. Does not know how anything looks beyond
//! bold and italic.

use std::collections::HashMap;

use crate::corpus::format::html::tree::{NodeId, Step, Tree};

/// What a paragraph of a style is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading, with its level.
    Heading(u8),
    /// A quotation.
    Quote,
    /// Code.
    Code,
    /// A caption, subtitle, author line.
    Header,
    /// A line of a table of contents.
    Contents,
}

/// One style.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    parent: Option<String>,
    role: Option<Role>,
    list: Option<(String, u8)>,
    bold: Option<bool>,
    italic: Option<bool>,
}

/// All styles, by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
}

impl Styles {
    /// Reads the part that holds the styles.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut by_id = HashMap::new();
        for id in 0..tree.len() {
            if tree.local(id) == "style"
                && let Some(name) = tree.local_attribute(id, "styleid")
            {
                by_id.insert(name.to_owned(), style(tree, id));
            }
        }
        Self { by_id }
    }

    /// The first answer along a style and those it is based on.
    fn along<T>(&self, id: &str, ask: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut name = id;
        for _ in 0..16 {
            let style = self.by_id.get(name)?;
            if let Some(answer) = ask(style) {
                return Some(answer);
            }
            name = style.parent.as_deref()?;
        }
        None
    }

    /// What a paragraph of that style is.
    pub(super) fn role(&self, id: &str) -> Option<Role> {
        self.along(id, |style| style.role)
            // Documents without their styles still name them.
            .or_else(|| role_of(id))
    }

    /// The list a paragraph of that style belongs to, and its depth there.
    pub(super) fn list(&self, id: &str) -> Option<(String, u8)> {
        self.along(id, |style| style.list.clone())
    }

    /// Whether a character style is bold, and whether it is italic.
    pub(super) fn look(&self, id: &str) -> (bool, bool) {
        (
            self.along(id, |style| style.bold).unwrap_or(id == "Strong"),
            self.along(id, |style| style.italic)
                .unwrap_or(id == "Emphasis"),
        )
    }
}

fn style(tree: &Tree, id: NodeId) -> Style {
    let mut style = Style::default();
    let mut list = None;
    let mut depth = 0;
    for step in tree.steps(id) {
        let Step::Enter(node) = step else { continue };
        let value = tree.local_attribute(node, "val").unwrap_or("");
        match tree.local(node) {
            "name" => style.role = style.role.or(role_of(value)),
            "basedon" => style.parent = Some(value.to_owned()),
            "outlinelvl" => {
                // Nine stands for body text.
                if let Ok(level @ 0..=8) = value.parse::<u8>() {
                    style.role = style.role.or(Some(Role::Heading(level + 1)));
                }
            }
            "numid" => list = Some(value.to_owned()),
            "ilvl" => depth = value.parse().unwrap_or(0),
            "b" => style.bold = Some(is_on(value)),
            "i" => style.italic = Some(is_on(value)),
            _ => {}
        }
    }
    style.list = list.map(|list| (list, depth));
    style
}

/// Whether a switch is on: it is where it is named without a value.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

/// What a style of that name is, in the names that word processors give out.
fn role_of(name: &str) -> Option<Role> {
    let name: String = name
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .collect::<String>()
        .to_lowercase();
    if let Some(level) = name
        .strip_prefix("heading")
        .or_else(|| name.strip_prefix("überschrift"))
        .or_else(|| name.strip_prefix("titre"))
        .or_else(|| name.strip_prefix("заголовок"))
    {
        return match level.parse::<u8>() {
            Ok(level @ 1..=9) => Some(Role::Heading(level)),
            _ => None,
        };
    }
    match name.as_str() {
        "title" => Some(Role::Heading(1)),
        "subtitle" | "author" | "date" | "caption" | "imagecaption" | "tablecaption" => {
            Some(Role::Header)
        }
        "quote" | "intensequote" | "blocktext" | "blockquote" | "quotations" | "quotation" => {
            Some(Role::Quote)
        }
        "sourcecode" | "htmlpreformatted" | "code" | "preformattedtext" | "macrotext" => {
            Some(Role::Code)
        }
        _ => {
            let contents = name
                .strip_prefix("toc")
                .or_else(|| name.strip_prefix("contents"))
                .is_some_and(|rest| rest == "heading" || rest.parse::<u8>().is_ok());
            contents.then_some(Role::Contents)
        }
    }
}
