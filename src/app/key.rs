//! Keys: one stroke, its name, and how the terminal's events become strokes.
//!
//! Knows the notation used in `keys.toml`, in the help and in `--keys`. The only file below `run`
//! that names crossterm.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a stroke is made with, apart from its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character; upper case is written as such, without Shift.
    Char(char),
    /// A function key, 1 to 24.
    F(u8),
    /// Any other key that has a name.
    Named(Named),
}

/// Keys that have names instead of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Names in the notation; the first of each is the one that is printed.
const NAMES: [(&str, Named); 20] = [
    ("enter", Named::Enter),
    ("esc", Named::Esc),
    ("tab", Named::Tab),
    ("backspace", Named::Backspace),
    ("delete", Named::Delete),
    ("insert", Named::Insert),
    ("left", Named::Left),
    ("right", Named::Right),
    ("up", Named::Up),
    ("down", Named::Down),
    ("home", Named::Home),
    ("end", Named::End),
    ("pageup", Named::PageUp),
    ("pagedown", Named::PageDown),
    ("return", Named::Enter),
    ("escape", Named::Esc),
    ("del", Named::Delete),
    ("ins", Named::Insert),
    ("pgup", Named::PageUp),
    ("pgdn", Named::PageDown),
];

/// One stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt (Option, Meta).
    pub alt: bool,
    /// With Shift; never set for characters, where the character says it.
    pub shift: bool,
}

impl Key {
    /// A character without modifiers.
    pub const fn char(c: char) -> Self {
        Self {
            code: Code::Char(c),
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A named key without modifiers.
    pub const fn named(name: Named) -> Self {
        Self {
            code: Code::Named(name),
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Reads one stroke: `j`, `G`, `space`, `ctrl-d`, `alt-left`, `shift-tab`, `f5`, `<enter>`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bare = text
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .filter(|inner| !inner.is_empty())
            .unwrap_or(text);
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = bare;
        while let Some((modifier, tail)) = rest.split_once('-') {
            if tail.is_empty() {
                break;
            }
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => ctrl = true,
                "alt" | "a" | "m" => alt = true,
                "shift" | "s" => shift = true,
                _ => {
                    return Err(format!(
                        "“{text}” is no key: “{modifier}-” is not ctrl-, alt- or shift-"
                    ));
                }
            }
            rest = tail;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => {
                if shift && c.is_alphabetic() {
                    shift = false;
                    Code::Char(c.to_uppercase().next().unwrap_or(c))
                } else {
                    Code::Char(c)
                }
            }
            _ => code_of(rest).ok_or_else(|| {
                format!("“{text}” is no key; write a character, or a name such as enter, space, left, f5")
            })?,
        };
        Ok(Self {
            code,
            ctrl,
            alt,
            shift,
        })
    }

    /// Reads strokes separated by blanks, as in `g g`, `] h` or `space d`.
    pub fn parse_sequence(text: &str) -> Result<Vec<Self>, String> {
        let keys: Result<Vec<Self>, String> = text.split_whitespace().map(Self::parse).collect();
        keys.and_then(|keys| {
            if keys.is_empty() {
                Err("an empty key".to_owned())
            } else {
                Ok(keys)
            }
        })
    }

    /// Reads a script of strokes as `--keys` takes it: every character is a stroke, names stand in
    /// angle brackets: `jjt` `deadline<enter>`. A literal `<` is `<lt>`.
    pub fn parse_script(text: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c == '<'
                && let Some((name, tail)) = rest.get(1..).and_then(|inner| inner.split_once('>'))
            {
                keys.push(match name {
                    "lt" => Self::char('<'),
                    name => Self::parse(name)?,
                });
                rest = tail;
                continue;
            }
            keys.push(match c {
                '\n' => Self::named(Named::Enter),
                '\t' => Self::named(Named::Tab),
                c => Self::char(c),
            });
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
        Ok(keys)
    }

    /// The stroke of a terminal event; None for what Glossator has no name for.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        let mut key = Self {
            code: Code::Char(' '),
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
            shift: event.modifiers.contains(KeyModifiers::SHIFT),
        };
        key.code = match event.code {
            KeyCode::Char(c) => {
                // Terminals with the enhanced protocol send the base character and Shift.
                let c = if key.shift && c.is_lowercase() {
                    c.to_uppercase().next().unwrap_or(c)
                } else {
                    c
                };
                key.shift = false;
                Code::Char(c)
            }
            KeyCode::F(n) => Code::F(n),
            KeyCode::BackTab => {
                key.shift = true;
                Code::Named(Named::Tab)
            }
            KeyCode::Enter => Code::Named(Named::Enter),
            KeyCode::Esc => Code::Named(Named::Esc),
            KeyCode::Tab => Code::Named(Named::Tab),
            KeyCode::Backspace => Code::Named(Named::Backspace),
            KeyCode::Delete => Code::Named(Named::Delete),
            KeyCode::Insert => Code::Named(Named::Insert),
            KeyCode::Left => Code::Named(Named::Left),
            KeyCode::Right => Code::Named(Named::Right),
            KeyCode::Up => Code::Named(Named::Up),
            KeyCode::Down => Code::Named(Named::Down),
            KeyCode::Home => Code::Named(Named::Home),
            KeyCode::End => Code::Named(Named::End),
            KeyCode::PageUp => Code::Named(Named::PageUp),
            KeyCode::PageDown => Code::Named(Named::PageDown),
            _ => return None,
        };
        Some(key)
    }

    /// The character that this stroke types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The stroke as a terminal event, for widgets that take one.
    pub fn to_event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.ctrl);
        modifiers.set(KeyModifiers::ALT, self.alt);
        modifiers.set(KeyModifiers::SHIFT, self.shift);
        let code = match self.code {
            Code::Char(c) => KeyCode::Char(c),
            Code::F(n) => KeyCode::F(n),
            Code::Named(name) => match name {
                Named::Enter => KeyCode::Enter,
                Named::Esc => KeyCode::Esc,
                Named::Tab if self.shift => KeyCode::BackTab,
                Named::Tab => KeyCode::Tab,
                Named::Backspace => KeyCode::Backspace,
                Named::Delete => KeyCode::Delete,
                Named::Insert => KeyCode::Insert,
                Named::Left => KeyCode::Left,
                Named::Right => KeyCode::Right,
                Named::Up => KeyCode::Up,
                Named::Down => KeyCode::Down,
                Named::Home => KeyCode::Home,
                Named::End => KeyCode::End,
                Named::PageUp => KeyCode::PageUp,
                Named::PageDown => KeyCode::PageDown,
            },
        };
        KeyEvent::new(code, modifiers)
    }
}

/// The code of a name in the notation.
fn code_of(name: &str) -> Option<Code> {
    let lower = name.to_ascii_lowercase();
    if lower == "space" {
        return Some(Code::Char(' '));
    }
    if let Some((_, named)) = NAMES.iter().find(|(known, _)| *known == lower) {
        return Some(Code::Named(*named));
    }
    let number: u8 = lower.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (set, name) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if set {
                f.write_str(name)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "F{n}"),
            Code::Named(named) => f.write_str(match named {
                Named::Enter => "Enter",
                Named::Esc => "Esc",
                Named::Tab => "Tab",
                Named::Backspace => "Backspace",
                Named::Delete => "Delete",
                Named::Insert => "Insert",
                Named::Left => "Left",
                Named::Right => "Right",
                Named::Up => "Up",
                Named::Down => "Down",
                Named::Home => "Home",
                Named::End => "End",
                Named::PageUp => "PageUp",
                Named::PageDown => "PageDown",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_are_read_and_printed() {
        for (text, printed) in [
            ("j", "j"),
            ("G", "G"),
            ("ctrl-d", "Ctrl-d"),
            ("alt-left", "Alt-Left"),
            ("shift-tab", "Shift-Tab"),
            ("space", "Space"),
            ("<pgdn>", "PageDown"),
            ("-", "-"),
            ("ctrl--", "Ctrl--"),
            ("<", "<"),
            ("f5", "F5"),
            ("shift-a", "A"),
        ] {
            assert_eq!(Key::parse(text).expect(text).to_string(), printed);
        }
        assert!(Key::parse("hyper-x").is_err());
        assert!(Key::parse("nonsense").is_err());
    }

    #[test]
    fn printed_strokes_are_read_back() {
        for text in ["j", "Ctrl-d", "Shift-Tab", "Space", "PageDown", "F12", "¶"] {
            let key = Key::parse(text).expect(text);
            assert_eq!(Key::parse(&key.to_string()), Ok(key));
        }
    }

    #[test]
    fn scripts_mix_characters_and_names() {
        let keys = Key::parse_script("jt<enter>a <lt>").expect("a script");
        let printed: Vec<String> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(printed, ["j", "t", "Enter", "a", "Space", "<"]);
    }
}
