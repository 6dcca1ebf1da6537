//! The user's settings: where they are, what they say, what is wrong in them.
//!
//! Knows the folders of configuration and state. Never writes into the folder of configuration.

mod file;
pub mod person;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

use crate::app::keymap::{self, Keymap};
use crate::settings::Fault;
use crate::ui::theme::Shelf;

/// The folder of configuration: `GLOSSATOR_CONFIG`, else `glossator` in the user's folder of
/// configuration (`~/.config` where nothing else is said), on every system. None if the user has
/// no home.
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = env::var_os("GLOSSATOR_CONFIG").filter(|it| !it.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let base = Xdg::new().ok()?;
    Some(base.config_dir().join("glossator"))
}

/// The folder for what the program remembers between runs, such as reports of its own faults.
pub fn state_folder() -> Option<PathBuf> {
    let base = Xdg::new().ok()?;
    Some(base.state_dir()?.join("glossator"))
}

/// Which theme is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This theme.
    Named(String),
    /// One for the terminal's ground; where that is not known, one of its own colours.
    ByGround {
        /// The theme on a dark ground.
        dark: String,
        /// The theme on a light ground.
        light: String,
    },
}

impl Default for Wanted {
    fn default() -> Self {
        Self::ByGround {
            dark: "dark".to_owned(),
            light: "light".to_owned(),
        }
    }
}

impl Wanted {
    /// The names of all themes that it may come to.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Named(name) => vec![name],
            Self::ByGround { dark, light } => vec![dark, light],
        }
    }
}

/// How text is copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// Through the terminal (OSC 52): that works over ssh and needs no other program.
    #[default]
    Terminal,
    /// By a command that takes the text on its standard input, such as `wl-copy`.
    Command(String),
    /// Not at all.
    Off,
}

/// What the user wants, or what holds where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The theme.
    pub theme: Wanted,
    /// The widest line of text, in cells.
    pub measure: u16,
    /// The panels beside the text are shown at first.
    pub panels: bool,
    /// The mouse works; off, the terminal's own selection does.
    pub mouse: bool,
    /// How text is copied.
    pub clipboard: Clipboard,
    /// The editor, if not that of `$VISUAL` or `$EDITOR`.
    pub editor: Option<String>,
    /// Who makes the annotations, if not the user of the computer.
    pub author: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Wanted::default(),
            measure: 72,
            panels: true,
            mouse: true,
            clipboard: Clipboard::default(),
            editor: None,
            author: None,
        }
    }
}

/// Everything the user wrote: settings and keys, and what is wrong in them.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The settings.
    pub settings: Settings,
    /// The keys.
    pub keymap: Keymap,
    /// What is wrong, in the order of the files.
    pub faults: Vec<Fault>,
}

/// Reads the user's files; those that are not there say nothing.
pub fn read() -> Read {
    folder().map_or_else(Read::default, |folder| read_from(&folder))
}

/// Reads the files in a folder.
pub fn read_from(folder: &Path) -> Read {
    let mut all = Read::default();
    if let Some((file, text)) = text_of(&folder.join("config.toml"), &mut all.faults) {
        let themes = Shelf::new(Some(folder.join("themes")));
        let (settings, faults) = file::read(&file, &text, &themes);
        all.settings = settings;
        all.faults.extend(faults);
    }
    if let Some((file, text)) = text_of(&folder.join("keys.toml"), &mut all.faults) {
        let (keymap, faults) = keymap::file::read(&file, &text);
        all.keymap = keymap;
        all.faults.extend(faults);
    }
    all
}

/// The shown name and the text of a file that is there.
fn text_of(path: &Path, faults: &mut Vec<Fault>) -> Option<(String, String)> {
    let file = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Some((file, text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            faults.push(Fault {
                file,
                line: 0,
                message: format!("it cannot be read: {error}; it is left out"),
            });
            None
        }
    }
}

/// The settings as a file that says them all, with what each means.
pub fn print(settings: &Settings) -> String {
    file::print(settings)
}
