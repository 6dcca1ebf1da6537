//! The help screen: every key, explained, from the table of actions.
//!
//! Knows the lines of the help and how far they are scrolled.

use crate::app::action::{Action, Group};
use crate::app::keymap::Keymap;

/// The help screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Lines scrolled away.
    pub scroll: usize,
}

/// One line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(&'static str),
    /// Keys and what they do.
    Keys(String, &'static str),
    /// Nothing.
    Blank,
}

impl Help {
    /// The help for a keymap.
    pub fn new(keymap: &Keymap) -> Self {
        let mut lines = Vec::new();
        for group in Group::ALL {
            let rows: Vec<Line> = Action::ALL
                .iter()
                .filter(|action| action.row().group == group)
                .map(|action| {
                    let keys = keymap.keys_of(*action).join("  ");
                    let keys = if keys.is_empty() {
                        format!(": {}", action.row().id)
                    } else {
                        keys
                    };
                    Line::Keys(keys, action.row().help)
                })
                .collect();
            if rows.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(Line::Blank);
            }
            lines.push(Line::Heading(group.title()));
            lines.extend(rows);
        }
        Self { lines, scroll: 0 }
    }
}
