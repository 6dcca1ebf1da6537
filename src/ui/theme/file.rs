//! Theme files: what may stand in one, and what is wrong with one.
//!
//! Knows the TOML of a theme. Roles and tag colours are kept by the names of their colours until
//! the last theme of a chain of `inherits` has given the palette, so that a theme which only
//! repaints another needs nothing but a palette.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use toml::de::DeTable;

use super::colour;
use super::role::{Role, TagColour};
use crate::settings::{Fault, Page, Value};

/// What may be said of a role.
const LOOK: [&str; 7] = ["fg", "bg", "bold", "dim", "italic", "underline", "reverse"];

/// A theme before its colours are looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// One sentence about it.
    pub(super) about: String,
    palette: BTreeMap<String, Color>,
    roles: BTreeMap<Role, Look>,
    tags: BTreeMap<TagColour, Look>,
}

/// How something looks, by the names of colours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    modifier: Modifier,
}

/// A file of which the syntax is known and nothing else: it is parsed once, since a theme is read
/// before the first picture.
pub(super) struct Sheet<'a> {
    page: Page<'a>,
    table: DeTable<'a>,
}

impl<'a> Sheet<'a> {
    /// Parses a file.
    pub(super) fn parse(file: &str, text: &'a str) -> Self {
        let (page, table) = Page::parse(file, text);
        Self { page, table }
    }

    /// The name of the theme that the file inherits, if it names one as a text.
    pub(super) fn parent(&self) -> Option<String> {
        let value = self.table.get("inherits")?;
        value.get_ref().as_str().map(str::to_owned)
    }

    /// Reads the file over the theme that it inherits. Returns what is good in it and all faults.
    pub(super) fn over(self, inherited: Draft) -> (Draft, Vec<Fault>) {
        let Self { mut page, table } = self;
        let mut draft = inherited;
        draft.about.clear();
        // The palette first: roles are checked against it wherever it stands in the file.
        if let Some(value) = table.get("palette")
            && let Some(colours) = page.table("palette", value, "a table of colours")
        {
            draft.read_palette(&mut page, colours);
        }
        for (name, value) in &table {
            match name.get_ref().as_ref() {
                // Read by `parent` and by whoever looks for the parent.
                "inherits" => {
                    page.string("inherits", value);
                }
                "palette" => {}
                "about" => {
                    if let Some(text) = page.string("about", value) {
                        text.clone_into(&mut draft.about);
                    }
                }
                "roles" => {
                    if let Some(roles) = page.table("roles", value, "a table of looks") {
                        draft.read_roles(&mut page, roles);
                    }
                }
                "tags" => {
                    if let Some(tags) = page.table("tags", value, "a table of looks") {
                        draft.read_tags(&mut page, tags);
                    }
                }
                other => {
                    let known = ["inherits", "about", "palette", "roles", "tags"];
                    if Role::ALL.iter().any(|role| role.id() == other) {
                        page.fault(
                            &name.span(),
                            format!("“{other}” is a role: it stands below [roles]"),
                        );
                    } else {
                        page.unknown(&name.span(), "part of a theme", other, known);
                    }
                }
            }
        }
        (draft, page.into_faults())
    }
}

impl Draft {
    fn read_palette(&mut self, page: &mut Page<'_>, colours: &DeTable<'_>) {
        for (name, value) in colours {
            let Some(text) = page.string(name.get_ref(), value) else {
                continue;
            };
            match colour::parse(text) {
                Some(colour) => {
                    self.palette.insert(name.get_ref().to_string(), colour);
                }
                None => page.fault(
                    &value.span(),
                    format!(
                        "“{text}” is no colour; write #rrggbb, a number from 0 to 255, or a name \
                         of the terminal's such as bright-blue or default"
                    ),
                ),
            }
        }
    }

    fn read_roles(&mut self, page: &mut Page<'_>, roles: &DeTable<'_>) {
        for (name, value) in roles {
            let id: &str = name.get_ref();
            let Some(role) = Role::ALL.iter().find(|role| role.id() == id) else {
                let known = Role::ALL.iter().map(|role| role.id());
                page.unknown(&name.span(), "role", id, known);
                continue;
            };
            if let Some(look) = self.look(page, id, value) {
                self.roles.insert(*role, look);
            }
        }
    }

    fn read_tags(&mut self, page: &mut Page<'_>, tags: &DeTable<'_>) {
        for (name, value) in tags {
            let id: &str = name.get_ref();
            let Some(tag) = TagColour::from_id(id) else {
                let known = TagColour::ALL.iter().map(|tag| tag.id());
                page.unknown(&name.span(), "tag colour", id, known);
                continue;
            };
            if let Some(look) = self.look(page, id, value) {
                self.tags.insert(tag, look);
            }
        }
    }

    /// Reads how something looks: a colour for the text alone, or a table.
    fn look(&self, page: &mut Page<'_>, of: &str, value: &Value<'_>) -> Option<Look> {
        let mut look = Look::default();
        if value.get_ref().is_str() {
            look.fg = self.colour(page, of, value);
            return look.fg.is_some().then_some(look);
        }
        let shape = "a colour, or a table such as { fg = \"red\", bold = true }";
        let table = page.table(of, value, shape)?;
        for (name, value) in table {
            let id: &str = name.get_ref();
            let flag = match id {
                "fg" => {
                    look.fg = self.colour(page, id, value);
                    continue;
                }
                "bg" => {
                    look.bg = self.colour(page, id, value);
                    continue;
                }
                "bold" => Modifier::BOLD,
                "dim" => Modifier::DIM,
                "italic" => Modifier::ITALIC,
                "underline" => Modifier::UNDERLINED,
                "reverse" => Modifier::REVERSED,
                other => {
                    page.unknown(&name.span(), "property of a role", other, LOOK);
                    continue;
                }
            };
            if let Some(on) = page.boolean(id, value) {
                look.modifier.set(flag, on);
            }
        }
        Some(look)
    }

    /// The name of a colour that there is.
    fn colour(&self, page: &mut Page<'_>, of: &str, value: &Value<'_>) -> Option<String> {
        let text = page.string(of, value)?;
        if self.palette.contains_key(text) || colour::parse(text).is_some() {
            return Some(text.to_owned());
        }
        let own = self.palette.keys().map(String::as_str);
        let known = own.chain(colour::NAMES.iter().map(|(name, _)| *name));
        page.unknown(&value.span(), "colour", text, known);
        None
    }

    /// The style of a role; nothing where no theme of the chain says anything.
    pub(super) fn role(&self, role: Role) -> Style {
        self.roles
            .get(&role)
            .map_or_else(Style::new, |look| self.style(look))
    }

    /// The style of a tag colour.
    pub(super) fn tag(&self, tag: TagColour) -> Style {
        self.tags
            .get(&tag)
            .map_or_else(Style::new, |look| self.style(look))
    }

    fn style(&self, look: &Look) -> Style {
        let find = |name: &Option<String>| {
            let name = name.as_deref()?;
            let own = self.palette.get(name).copied();
            own.or_else(|| colour::parse(name))
        };
        Style {
            fg: find(&look.fg),
            bg: find(&look.bg),
            ..Style::new().add_modifier(look.modifier)
        }
    }
}
