//! The user's keys: `keys.toml`, read and printed.
//!
//! Knows the notation: `action = ["keys", …]`, alone or below the place where the action's keys
//! apply. A key that the user gives to an action is taken from whatever had it in that place; two
//! actions that are given the same key are a fault, and so is a key that hides a longer sequence.

use std::fmt::Write as _;

use toml::de::DeTable;

use super::{Keymap, print};
use crate::app::action::{Action, Group, Where};
use crate::app::key::Key;
use crate::settings::{Fault, Page, Value};

/// Reads the user's keys over the default ones. What is wrong is left out and told.
pub fn read(file: &str, text: &str) -> (Keymap, Vec<Fault>) {
    let (mut page, table) = Page::parse(file, text);
    let mut reader = Reader::default();
    for (name, value) in &table {
        let place = Where::ALL.into_iter().find(|it| it.id() == name.get_ref());
        match (place, value.get_ref().as_table()) {
            (Some(place), Some(section)) => reader.section(&mut page, section, Some(place)),
            (None, Some(_)) => {
                let known = Where::ALL.iter().map(|it| it.id());
                page.unknown(&name.span(), "place", name.get_ref(), known);
            }
            _ => reader.action(&mut page, name, value, None),
        }
    }
    let keymap = reader.keymap(&mut page);
    (keymap, page.into_faults())
}

/// One action with the keys that the user gave it.
struct Given {
    action: Action,
    keys: Vec<Vec<Key>>,
    /// Where that stands in the file.
    at: std::ops::Range<usize>,
}

#[derive(Default)]
struct Reader {
    given: Vec<Given>,
}

impl Reader {
    fn section(&mut self, page: &mut Page<'_>, section: &DeTable<'_>, place: Option<Where>) {
        for (name, value) in section {
            self.action(page, name, value, place);
        }
    }

    fn action(
        &mut self,
        page: &mut Page<'_>,
        name: &toml::Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
        place: Option<Where>,
    ) {
        let id: &str = name.get_ref();
        let Some(action) = Action::from_id(id) else {
            let known = Action::ALL.iter().map(|it| it.row().id);
            page.unknown(&name.span(), "action", id, known);
            return;
        };
        let home = action.row().at;
        if let Some(place) = place
            && place != home
        {
            let message = format!("the keys of “{id}” stand below [{}]", home.id());
            page.fault(&name.span(), message);
            return;
        }
        let one = std::slice::from_ref(value);
        let listed = value.get_ref().as_array().map(|it| &**it);
        let mut keys = Vec::new();
        for text in listed.unwrap_or(one) {
            let Some(text) = page.string(id, text).map(str::to_owned) else {
                continue;
            };
            match Key::parse_sequence(&text) {
                Ok(sequence) => keys.push(sequence),
                Err(why) => page.fault(&value.span(), why),
            }
        }
        self.given.push(Given {
            action,
            keys,
            at: name.span(),
        });
    }

    /// The default keys with those of the user in their place.
    fn keymap(self, page: &mut Page<'_>) -> Keymap {
        let mut keymap = Keymap::default();
        for given in &self.given {
            keymap.rebind(given.action, Vec::new());
        }
        for (index, given) in self.given.iter().enumerate() {
            let place = given.action.row().at;
            let mut free = Vec::new();
            for keys in &given.keys {
                let taken = self.given[..index]
                    .iter()
                    .find(|other| other.action.row().at == place && other.keys.contains(keys));
                match taken {
                    Some(other) => page.fault(
                        &given.at,
                        format!(
                            "“{}” already calls {}; give {} another key",
                            print(keys),
                            other.action.row().id,
                            given.action.row().id
                        ),
                    ),
                    None => free.push(keys.clone()),
                }
            }
            for keys in &free {
                keymap.unbind(place, keys);
            }
            keymap.rebind(given.action, free);
        }
        for given in &self.given {
            for keys in &given.keys {
                if let Some(longer) = keymap.following(given.action.row().at, keys).next() {
                    let hidden = longer.action.row().id;
                    let message = format!(
                        "“{}” hides “{}” ({hidden}); give one of them another key",
                        print(keys),
                        print(&longer.keys)
                    );
                    page.fault(&given.at, message);
                }
            }
        }
        keymap
    }
}

/// The keys as a file that says them all, with what each action does.
pub fn print_toml(keymap: &Keymap) -> String {
    let mut out = String::from(
        "# The keys of Glossator, as they are now. To change some, put their lines into keys.toml in\n\
         # your folder of configuration. An empty list takes an action's keys away; it can still be\n\
         # called from the palette (:).\n\
         # A key is a character, or a name: enter esc tab space backspace delete insert left right up\n\
         # down home end pageup pagedown f1 … f24, with ctrl-, alt-, shift- before it; keys after\n\
         # one another are separated by blanks.\n",
    );
    for place in Where::ALL {
        let mut section = String::new();
        for action in Action::ALL.iter().filter(|it| it.row().at == place) {
            let row = action.row();
            let keys: Vec<String> = keymap
                .sequences_of(*action)
                .map(|keys| quoted(&print(keys)))
                .collect();
            let _ = writeln!(section, "{} = [{}] # {}", row.id, keys.join(", "), row.help);
        }
        if !section.is_empty() {
            let _ = write!(out, "\n[{}]\n{section}", place.id());
        }
    }
    out
}

/// The page of keys of the user guide: every action of the table with its keys, by heading.
pub fn page() -> String {
    let keymap = Keymap::default();
    let mut out = String::from(
        "# Keys\n\n\
         Every action, with the keys that it has at first. `:` calls any of them by name, and so can a\n\
         line in `keys.toml`; `glossator keys` prints that file with the keys you have now. This page is\n\
         made from the program's own table.\n",
    );
    for group in Group::ALL {
        let rows: Vec<Action> = Action::ALL
            .iter()
            .copied()
            .filter(|action| action.row().group == group)
            .collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "\n## {}\n\n| keys | action | what it does | where |\n| --- | --- | --- | --- |\n",
            group.title()
        );
        for action in rows {
            let row = action.row();
            let keys: Vec<String> = keymap
                .keys_of(action)
                .iter()
                .map(|keys| format!("`{}`", keys.replace('|', "\\|")))
                .collect();
            let _ = writeln!(
                out,
                "| {} | `{}` | {} | {} |",
                keys.join(" "),
                row.id,
                row.help.replace('|', "\\|"),
                row.at.id()
            );
        }
    }
    out
}

/// A text in TOML's quotation marks.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Meaning;

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = read("keys.toml", text);
        faults.iter().map(ToString::to_string).collect()
    }

    fn keys(text: &str) -> Vec<Key> {
        Key::parse_sequence(text).expect(text)
    }

    #[test]
    fn keys_are_rebound_alone_or_below_their_place() {
        let text = "quit = \"ctrl-q\"\n[text]\nnext-paragraph = [\"n\", \"ctrl-n\"]\n";
        let (keymap, faults) = read("keys.toml", text);
        assert_eq!(faults, []);
        assert_eq!(keymap.keys_of(Action::Quit), ["Ctrl-q"]);
        assert_eq!(keymap.keys_of(Action::NextBlock), ["n", "Ctrl-n"]);
        let called = keymap.find(Where::Text, &keys("n"));
        assert_eq!(called, Meaning::Action(Action::NextBlock));
        assert_eq!(keymap.find(Where::Text, &keys("j")), Meaning::None);
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let told = faults(
            "quitt = [\"x\"]\n[text]\nquit = [\"x\"]\nnext-word = [\"hyper-x\"]\nextend = 3\n\
             [txt]\nfold = [\"z\"]\n",
        );
        assert_eq!(told.len(), 5, "{told:#?}");
        assert!(
            told[0].starts_with("keys.toml:1: there is no action “quitt”; did you mean “quit”")
        );
        assert!(told[1].starts_with("keys.toml:3: the keys of “quit” stand below [anywhere]"));
        assert!(told[2].starts_with("keys.toml:4: "), "{}", told[2]);
        assert!(told[3].starts_with("keys.toml:5: “extend” takes a text"));
        assert!(told[4].starts_with("keys.toml:6: there is no place “txt”; did you mean “text”"));
    }

    #[test]
    fn a_key_given_twice_or_hiding_others_is_a_fault() {
        let told = faults("[text]\nnext-word = [\"w\"]\nprevious-word = [\"w\"]\n");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("already calls"), "{told:?}");
        let told = faults("[text]\nnext-word = [\"g\"]\n");
        assert!(told[0].contains("hides “g g”"), "{told:?}");
    }

    #[test]
    fn what_is_printed_is_read_back_as_it_was() {
        let (keymap, faults) = read("keys.toml", &print_toml(&Keymap::default()));
        assert_eq!(faults, []);
        for action in Action::ALL {
            assert_eq!(keymap.keys_of(*action), Keymap::default().keys_of(*action));
        }
    }

    #[test]
    fn every_action_has_a_key_or_is_in_the_palette_and_is_documented() {
        let page = page();
        for action in Action::ALL {
            let row = action.row();
            assert!(!row.help.is_empty(), "{}", row.id);
            assert!(page.contains(&format!("| `{}` |", row.id)), "{}", row.id);
        }
    }
}
