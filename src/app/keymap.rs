//! The keymap: which strokes call which action, and where.
//!
//! Knows the table's default keys and the reader's own. Does not know what actions do.

pub mod file;

use super::action::{Action, Where};
use super::key::Key;

/// What a sequence of strokes means so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing is bound to it.
    None,
    /// It begins at least one longer sequence.
    Prefix,
    /// It calls an action.
    Action(Action),
}

/// One binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The strokes.
    pub keys: Vec<Key>,
    /// The action they call.
    pub action: Action,
}

/// All bindings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = Action::ALL
            .iter()
            .flat_map(|action| {
                action.row().keys.iter().filter_map(|keys| {
                    Some(Binding {
                        keys: Key::parse_sequence(keys).ok()?,
                        action: *action,
                    })
                })
            })
            .collect();
        Self { bindings }
    }
}

impl Keymap {
    /// Gives an action these strokes instead of those it had.
    pub fn rebind(&mut self, action: Action, sequences: Vec<Vec<Key>>) {
        self.bindings.retain(|binding| binding.action != action);
        self.bindings
            .extend(sequences.into_iter().map(|keys| Binding { keys, action }));
    }

    /// What the strokes mean in a place: that place's own bindings first, then those of lists (for
    /// the lists of a kind), then those that hold anywhere.
    pub fn find(&self, at: Where, typed: &[Key]) -> Meaning {
        for place in places(at) {
            if let Some(binding) = self
                .bindings
                .iter()
                .find(|b| b.action.row().at == *place && b.keys == typed)
            {
                return Meaning::Action(binding.action);
            }
        }
        if self.following(at, typed).next().is_some() {
            Meaning::Prefix
        } else {
            Meaning::None
        }
    }

    /// The bindings that begin with the strokes typed so far and go on, where they apply.
    pub fn following<'a>(
        &'a self,
        at: Where,
        typed: &'a [Key],
    ) -> impl Iterator<Item = &'a Binding> {
        self.bindings.iter().filter(move |binding| {
            binding.keys.len() > typed.len()
                && binding.keys.starts_with(typed)
                && places(at).contains(&binding.action.row().at)
        })
    }

    /// Takes strokes away from whatever they call in a place.
    pub fn unbind(&mut self, place: Where, keys: &[Key]) {
        self.bindings
            .retain(|it| it.keys != keys || it.action.row().at != place);
    }

    /// The strokes of an action, the first ones first.
    pub fn sequences_of(&self, action: Action) -> impl Iterator<Item = &[Key]> {
        self.bindings
            .iter()
            .filter(move |binding| binding.action == action)
            .map(|binding| binding.keys.as_slice())
    }

    /// The strokes of an action, the first ones first, as they are printed.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        self.bindings
            .iter()
            .filter(|binding| binding.action == action)
            .map(|binding| print(&binding.keys))
            .collect()
    }

    /// Pairs of actions that are called by the same strokes in the same place.
    pub fn clashes(&self) -> Vec<(Action, Action, String)> {
        let mut found = Vec::new();
        for (index, one) in self.bindings.iter().enumerate() {
            for other in &self.bindings[index + 1..] {
                if one.keys == other.keys
                    && one.action != other.action
                    && one.action.row().at == other.action.row().at
                {
                    found.push((one.action, other.action, print(&one.keys)));
                }
            }
        }
        found
    }
}

/// What the strokes after a beginning are about, where a menu of its own begins with it.
const MENUS: [(&str, &str); 1] = [("Space c", "correct what was made of the text")];

/// The name of the menu that these strokes open, if it has one.
pub fn menu(keys: &[Key]) -> Option<&'static str> {
    let keys = print(keys);
    let found = MENUS.iter().find(|(begins, _)| *begins == keys);
    found.map(|(_, name)| *name)
}

/// Strokes as they are printed: `g g`, `Space d`.
pub fn print(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    names.join(" ")
}

/// The places whose bindings hold in a place, nearest first.
const fn places(at: Where) -> &'static [Where] {
    match at {
        Where::Anywhere => &[Where::Anywhere],
        Where::Text => &[Where::Text, Where::Anywhere],
        Where::List => &[Where::List, Where::Anywhere],
        Where::Mentions => &[Where::Mentions, Where::List, Where::Anywhere],
        Where::Review => &[Where::Review, Where::List, Where::Anywhere],
        Where::Tags => &[Where::Tags, Where::List, Where::Anywhere],
        Where::Dossier => &[Where::Dossier, Where::List, Where::Anywhere],
        Where::Suggestions => &[Where::Suggestions, Where::List, Where::Anywhere],
        Where::Differences => &[Where::Differences, Where::List, Where::Anywhere],
        Where::Outline => &[Where::Outline, Where::List, Where::Anywhere],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        Key::parse_sequence(text).expect(text)
    }

    #[test]
    fn default_keys_do_not_clash() {
        assert_eq!(Keymap::default().clashes(), []);
    }

    #[test]
    fn no_binding_hides_a_longer_one() {
        let keymap = Keymap::default();
        for at in [
            Where::Text,
            Where::List,
            Where::Mentions,
            Where::Review,
            Where::Tags,
            Where::Dossier,
            Where::Suggestions,
            Where::Differences,
        ] {
            for binding in &keymap.bindings {
                for cut in 1..binding.keys.len() {
                    if !places(at).contains(&binding.action.row().at) {
                        continue;
                    }
                    assert_eq!(
                        keymap.find(at, &binding.keys[..cut]),
                        Meaning::Prefix,
                        "{} is hidden in {at:?}",
                        print(&binding.keys)
                    );
                }
            }
        }
    }

    #[test]
    fn a_place_has_its_own_meaning_of_a_key() {
        let keymap = Keymap::default();
        assert_eq!(
            keymap.find(Where::Text, &keys("j")),
            Meaning::Action(Action::NextBlock)
        );
        assert_eq!(
            keymap.find(Where::List, &keys("j")),
            Meaning::Action(Action::ListDown)
        );
        assert_eq!(keymap.find(Where::Text, &keys("space")), Meaning::Prefix);
        assert_eq!(keymap.find(Where::Text, &keys("ctrl-x")), Meaning::None);
    }

    #[test]
    fn the_reader_can_rebind() {
        let mut keymap = Keymap::default();
        keymap.rebind(Action::NextBlock, vec![keys("n")]);
        assert_eq!(keymap.find(Where::Text, &keys("j")), Meaning::None);
        assert_eq!(keymap.keys_of(Action::NextBlock), ["n"]);
    }
}
