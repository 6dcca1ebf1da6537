//! Themes: a style for every role that drawing knows.
//!
//! Knows roles, never widgets: what a thing means decides how it looks. A theme is a TOML file;
//! see `themes/` and the page about themes in `docs/`. Which theme is chosen is decided elsewhere.

pub mod colour;
mod file;
mod role;
mod shelf;

use ratatui::style::{Color, Style};

pub use colour::Depth;
use file::Draft;
pub use role::{Role, TagColour};
pub use shelf::Shelf;

/// A style for every role and every tag colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// One sentence about it.
    pub about: String,
    /// By the place of the role in [`Role::ALL`].
    roles: Vec<Style>,
    /// By the place of the colour in [`TagColour::ALL`].
    tags: Vec<Style>,
}

impl Default for Theme {
    /// The theme for terminals of which nothing is known: their own sixteen colours.
    fn default() -> Self {
        let theme = Shelf::default().find("sixteen").0;
        theme.expect("the built-in themes are tested")
    }
}

impl Theme {
    /// A theme whose colours are looked up.
    fn of(name: &str, draft: &Draft) -> Self {
        Self {
            name: name.to_owned(),
            about: draft.about.clone(),
            roles: Role::ALL.iter().map(|role| draft.role(*role)).collect(),
            tags: TagColour::ALL.iter().map(|tag| draft.tag(*tag)).collect(),
        }
    }

    /// The style of a role, to be laid over what lies beneath it.
    pub fn style(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// The style of a tag's name, and of anything else that is text in the colour of a tag.
    pub fn tag(&self, tag: TagColour) -> Style {
        let mut style = self.look_of(tag);
        style.bg = None;
        style
    }

    /// The style of a passage that has the colour of a tag: a background where the theme has one,
    /// else coloured text; to be laid over what lies beneath it.
    pub fn tagged(&self, tag: TagColour) -> Style {
        let mut style = self.look_of(tag);
        if style.bg.is_some() {
            style.fg = None;
        }
        style
    }

    fn look_of(&self, tag: TagColour) -> Style {
        self.tags.get(tag as usize).copied().unwrap_or_default()
    }

    /// Whether the theme is made for 24 bits or 256 colours, not for what the terminal has anyway.
    pub fn is_painted(&self) -> bool {
        let colours = |style: &Style| [style.fg, style.bg].into_iter().flatten();
        let mut all = self.roles.iter().chain(&self.tags).flat_map(colours);
        all.any(|it| colour::rgb(it).is_some())
    }

    /// Whether the background is light; None where it is the terminal's own.
    pub fn is_light(&self) -> Option<bool> {
        let ground = self.style(Role::Text).bg?;
        colour::luminance(ground).map(|luminance| luminance > 0.4)
    }

    /// The theme as a terminal with so many colours shows it. A painted theme has no equal in
    /// sixteen colours: `sixteen` stands for it, as `none` does where there is no colour.
    #[must_use]
    pub fn shown_at(mut self, depth: Depth, themes: &Shelf) -> Self {
        match depth {
            Depth::None => return themes.get("none"),
            Depth::Sixteen if self.is_painted() => return themes.get("sixteen"),
            Depth::True => return self,
            Depth::Sixteen | Depth::Indexed => {}
        }
        for style in self.roles.iter_mut().chain(&mut self.tags) {
            let shown = |colour: Color| colour::shown_at(colour, depth);
            style.fg = style.fg.map(shown);
            style.bg = style.bg.map(shown);
        }
        self
    }
}

#[cfg(test)]
mod tests;
