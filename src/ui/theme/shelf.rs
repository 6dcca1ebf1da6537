//! The shelf: the themes there are, those built in and those of the user.
//!
//! Knows their names, where they are found and what they inherit. A file in the user's folder
//! stands before a built-in theme of the same name and may inherit it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Theme;
use super::file::{Draft, Sheet};
use crate::settings::{Fault, nearest};

/// The themes that Glossator carries inside itself, in the order in which they are offered.
const BUILT_IN: [(&str, &str); 11] = [
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
    ("sepia", include_str!("../../../themes/sepia.toml")),
    ("dusk", include_str!("../../../themes/dusk.toml")),
    ("moss", include_str!("../../../themes/moss.toml")),
    ("ember", include_str!("../../../themes/ember.toml")),
    ("graphite", include_str!("../../../themes/graphite.toml")),
    (
        "high-contrast",
        include_str!("../../../themes/high-contrast.toml"),
    ),
    (
        "high-contrast-light",
        include_str!("../../../themes/high-contrast-light.toml"),
    ),
    ("sixteen", include_str!("../../../themes/sixteen.toml")),
    ("none", include_str!("../../../themes/none.toml")),
];

/// The longest chain of `inherits`; longer ones are taken to be a mistake.
const DEEPEST: usize = 8;

/// All themes that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The user's folder of themes, whether it is there or not.
    folder: Option<PathBuf>,
}

impl Shelf {
    /// The built-in themes and those in a folder of the user's.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The names of all themes: the built-in ones first, then the user's own by name.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).into()).collect();
        let mut own = BTreeSet::new();
        let entries = self.folder.as_ref().and_then(|it| fs::read_dir(it).ok());
        for entry in entries.into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|it| it == "toml")
                && let Some(name) = path.file_stem().and_then(|it| it.to_str())
                && !names.iter().any(|known| known == name)
            {
                own.insert(name.to_owned());
            }
        }
        names.extend(own);
        names
    }

    /// The theme of that name with all faults that are in its file and in those it inherits. None
    /// if there is no such theme; then the fault says so.
    pub fn find(&self, name: &str) -> (Option<Theme>, Vec<Fault>) {
        let mut faults = Vec::new();
        let theme = self
            .draft(name, DEEPEST, &mut faults)
            .map(|draft| Theme::of(name, &draft));
        if theme.is_none() && faults.is_empty() {
            faults.push(self.unknown("theme", name));
        }
        (theme, faults)
    }

    /// The theme of that name, or the one that serves on every terminal; for names that were
    /// checked before.
    pub fn get(&self, name: &str) -> Theme {
        let theme = self.find(name).0;
        theme.unwrap_or_default()
    }

    /// Whether a theme of that name comes with the program and no file of the user's stands before
    /// it or before one that it may inherit.
    pub fn is_built_in(&self, name: &str) -> bool {
        built_in(name).is_some() && self.folder.as_ref().is_none_or(|folder| !folder.is_dir())
    }

    /// Where the theme comes from: a file of the user's, or None for one that is built in.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        let path = self.own(name)?;
        path.is_file().then_some(path)
    }

    /// Reads a theme over those that it inherits.
    fn draft(&self, name: &str, depth: usize, faults: &mut Vec<Fault>) -> Option<Draft> {
        let (file, text) = self.read(name, faults)?;
        self.draft_of(name, &file, &text, depth, faults)
    }

    fn draft_of(
        &self,
        name: &str,
        file: &str,
        text: &str,
        depth: usize,
        faults: &mut Vec<Fault>,
    ) -> Option<Draft> {
        // Whatever a theme leaves open is as in the theme without colour, so that everything is
        // told apart in it.
        let sheet = Sheet::parse(file, text);
        let above = sheet
            .parent()
            .or_else(|| (name != "none").then(|| "none".to_owned()));
        let inherited = match above {
            None => Draft::default(),
            Some(_) if depth == 0 => {
                faults.push(Fault {
                    file: file.to_owned(),
                    line: 0,
                    message: "the themes inherit one another in a circle".to_owned(),
                });
                return None;
            }
            // A user's theme that is named as a built-in one and inherits it means that one.
            Some(above) if above == name => {
                let text = built_in(&above)?;
                let file = format!("built-in theme {above}");
                self.draft_of(&above, &file, text, depth - 1, faults)?
            }
            Some(above) => {
                if !self.has(&above) {
                    faults.push(Fault {
                        file: file.to_owned(),
                        ..self.unknown("theme to inherit", &above)
                    });
                }
                self.draft(&above, depth - 1, faults)
                    .or_else(|| self.draft("none", 1, &mut Vec::new()))
                    .unwrap_or_default()
            }
        };
        let (draft, found) = sheet.over(inherited);
        faults.extend(found);
        Some(draft)
    }

    /// The file's name and text.
    fn read(&self, name: &str, faults: &mut Vec<Fault>) -> Option<(String, String)> {
        if let Some(path) = self.path(name) {
            let file = path.display().to_string();
            return match fs::read_to_string(&path) {
                Ok(text) => Some((file, text)),
                Err(error) => {
                    faults.push(Fault {
                        file,
                        line: 0,
                        message: format!("the theme cannot be read: {error}"),
                    });
                    None
                }
            };
        }
        let text = built_in(name)?;
        Some((format!("built-in theme {name}"), text.to_owned()))
    }

    fn has(&self, name: &str) -> bool {
        built_in(name).is_some() || self.path(name).is_some()
    }

    /// Where a theme of the user's would stand; None for names that would lead elsewhere.
    fn own(&self, name: &str) -> Option<PathBuf> {
        let plain = Path::new(name).file_name().is_some_and(|it| it == name);
        let folder = self.folder.as_ref().filter(|_| plain)?;
        Some(folder.join(format!("{name}.toml")))
    }

    fn unknown(&self, what: &str, name: &str) -> Fault {
        let names = self.names();
        let advice = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean “{near}”?"),
            None => format!("there are {}", names.join(", ")),
        };
        Fault {
            file: "theme".to_owned(),
            line: 0,
            message: format!("there is no {what} “{name}”; {advice}"),
        }
    }
}

fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
