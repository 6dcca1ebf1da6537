//! The help screen: every key, explained, from the table of actions.
//!
//! Knows the lines of the help and how far they are scrolled.

use crate::app::action::{Action, Group, Row, Where};
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
    /// The help for a keymap. What applies in the place where it was asked for comes first: the keys
    /// that only this place has, then those of every list, then the rest by what it is for.
    pub fn new(keymap: &Keymap, at: Where) -> Self {
        let mut help = Self {
            lines: Vec::new(),
            scroll: 0,
        };
        let lists = [
            Where::List,
            Where::Outline,
            Where::Mentions,
            Where::Tags,
            Where::Dossier,
            Where::Suggestions,
            Where::Differences,
            Where::Review,
        ];
        let in_list = lists.contains(&at);
        if in_list {
            if at != Where::List {
                help.section(at.title(), keymap, |row| row.at == at);
            }
            help.section(Where::List.title(), keymap, |row| row.at == Where::List);
        }
        for group in Group::ALL {
            if group != Group::List {
                help.section(group.title(), keymap, |row| row.group == group);
                continue;
            }
            for place in lists {
                if !(in_list && (place == at || place == Where::List)) {
                    help.section(place.title(), keymap, |row| row.at == place);
                }
            }
        }
        help
    }

    /// Adds the keys of some rows of the table under a heading, if there are any.
    fn section(&mut self, title: &'static str, keymap: &Keymap, is_in: impl Fn(Row) -> bool) {
        let rows: Vec<Line> = Action::ALL
            .iter()
            .filter(|action| is_in(action.row()))
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
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(Line::Blank);
        }
        self.lines.push(Line::Heading(title));
        self.lines.extend(rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(at: Where) -> Vec<&'static str> {
        let help = Help::new(&Keymap::default(), at);
        let headings = help.lines.iter().filter_map(|line| match line {
            Line::Heading(title) => Some(*title),
            _ => None,
        });
        headings.collect()
    }

    #[test]
    fn what_applies_here_comes_first_and_every_action_once() {
        assert_eq!(headings(Where::Text)[0], "Moving");
        assert_eq!(
            headings(Where::Tags)[..3],
            ["In the tree of tags", "In every list", "Moving"]
        );
        assert_eq!(headings(Where::List)[..2], ["In every list", "Moving"]);
        for at in Where::ALL {
            let help = Help::new(&Keymap::default(), at);
            let keys = help.lines.iter().filter(|it| matches!(it, Line::Keys(..)));
            assert_eq!(keys.count(), Action::ALL.len(), "{at:?}");
        }
    }
}
