//! Overlays: what lies over the panels and takes the keys until it is left.
//!
//! Knows which overlays there are. How each takes a stroke is in its own file; what follows from
//! an answer is in `update`.

pub mod ask;
pub mod choose;
pub mod field;
pub mod find;
pub mod help;
pub mod line;
pub mod link;
pub mod menu;
pub mod note;
pub mod notice;
pub mod palette;
pub mod peek;
pub mod picker;
pub mod sheet;
pub mod tag;

pub use ask::Ask;
pub use choose::Choose;
pub use find::FindPrompt;
pub use help::Help;
pub use line::LinePrompt;
pub use link::LinkPrompt;
pub use menu::Menu;
pub use note::NoteEditor;
pub use notice::Notice;
pub use palette::Palette;
pub use peek::Peek;
pub use sheet::Sheet;
pub use tag::TagPrompt;

/// What lies over the panels.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Tags for a passage are being chosen.
    Tag(Box<TagPrompt>),
    /// A note is being written.
    Note(Box<NoteEditor>),
    /// The relation and note of a link are asked for.
    Link(Box<LinkPrompt>),
    /// The document is searched as the reader types.
    Find(Box<FindPrompt>),
    /// Every action by name.
    Palette(Box<Palette>),
    /// One line is asked for.
    Ask(Box<Ask>),
    /// One of several things is to be chosen.
    Menu(Menu),
    /// One of many things is to be chosen, found by typing.
    Choose(Box<Choose>),
    /// A line is asked for, and what would come of it is said.
    Line(Box<LinePrompt>),
    /// Something is looked at without leaving.
    Peek(Peek),
    /// Why something cannot be asked for.
    Notice(Box<Notice>),
    /// The keys, explained.
    Help(Help),
    /// An export is being chosen.
    Sheet(Box<Sheet>),
}
