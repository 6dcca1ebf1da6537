//! Themes: a style for every role that drawing knows.
//!
//! Knows roles, never widgets: what a thing means decides how it looks. A theme is a TOML file;
//! see `themes/`.

use ratatui::style::{Color, Modifier, Style};

/// What a stretch of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text, and the background of everything.
    Text,
    /// Text of lesser weight: folded lines, opening words, positions.
    Dim,
    /// Headings of the document.
    Heading,
    /// Labels of paragraphs and markers of list items.
    Label,
    /// Quotations set apart.
    Quote,
    /// Code.
    Code,
    /// Emphasised text.
    Emphasis,
    /// Strongly emphasised text.
    Strong,
    /// Links of the source, footnote marks.
    Reference,
    /// The current passage.
    Cursor,
    /// The bar beside the current passage.
    CursorBar,
    /// A passage while it is extended.
    Selection,
    /// A match of the search.
    Found,
    /// The match that the reader stands on.
    FoundHere,
    /// An annotated passage without a colour of its own.
    Annotation,
    /// A passage with a link.
    Link,
    /// A passage with a note.
    Note,
    /// A mention that is undecided.
    Mention,
    /// A passage that asks to be looked at again.
    Doubt,
    /// Lines between panels.
    Border,
    /// The heading of a panel.
    Title,
    /// The heading of the panel that has the keys.
    TitleFocus,
    /// The chosen row of a list.
    Chosen,
    /// The chosen row of the list that has the keys.
    ChosenFocus,
    /// The status line.
    Status,
    /// A message in the status line.
    Message,
    /// A warning.
    Warning,
    /// A key, where keys are explained.
    Key,
    /// Words that explain a key.
    Hint,
    /// Pop-ups: prompts, menus, help.
    Popup,
}

/// A style for every role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            name: "terminal".to_owned(),
        }
    }
}

impl Theme {
    /// The style of a role, to be laid over what lies beneath it.
    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        match role {
            Role::Text | Role::Popup => plain,
            Role::Dim | Role::Hint | Role::Border => plain.fg(Color::DarkGray),
            Role::Heading | Role::Strong | Role::Chosen | Role::Message => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Label => plain.fg(Color::Cyan),
            Role::Quote | Role::Emphasis => plain.add_modifier(Modifier::ITALIC),
            Role::Code => plain.fg(Color::Green),
            Role::Reference => plain.fg(Color::Blue).add_modifier(Modifier::UNDERLINED),
            Role::Cursor => plain.bg(Color::Indexed(236)),
            Role::CursorBar => plain.fg(Color::Yellow),
            Role::Selection => plain.bg(Color::Indexed(238)),
            Role::Found => plain.fg(Color::Black).bg(Color::Yellow),
            Role::FoundHere => plain.fg(Color::Black).bg(Color::LightRed),
            Role::Annotation | Role::Note => {
                plain.add_modifier(Modifier::UNDERLINED).fg(Color::Yellow)
            }
            Role::Link => plain.fg(Color::Magenta),
            Role::Mention => plain.add_modifier(Modifier::UNDERLINED),
            Role::Doubt | Role::Warning => plain.fg(Color::Red),
            Role::Title => plain.fg(Color::Gray),
            Role::ChosenFocus | Role::Status => plain.add_modifier(Modifier::REVERSED),
            Role::Key | Role::TitleFocus => plain.fg(Color::Yellow).add_modifier(Modifier::BOLD),
        }
    }
}
