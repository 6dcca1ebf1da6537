//! Tag paths: how tags are written.
//!
//! Knows which paths are good and what is wrong with one that is not. Does not know which tags
//! there are.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::record::{Form, FormKind};

/// The names of the colours that a tag can be given, in the order in which they are offered.
pub const COLOURS: [&str; 8] = [
    "red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink",
];

/// The longest path, in code points: longer than any label a person reads, short enough to show.
pub const LONGEST: usize = 200;

/// A checked tag path: segments joined by `/`, such as `treaty/1956-declaration`.
///
/// Kept in Unicode normalisation form C, so that a name typed on one machine and pasted on
/// another is the same tag. Case is kept and matters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagPath(String);

/// What is wrong with a tag path, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagPathError {
    /// There is nothing in it.
    #[error("a tag needs a name, such as treaty/1956-declaration")]
    Empty,
    /// A segment between two slashes, before the first or after the last, is empty.
    #[error("“{0}” has an empty part: write one “/” between names and none at the ends")]
    EmptySegment(String),
    /// It holds a character that cannot be shown on a line.
    #[error("a tag's name stands on one line: “{0}” holds {1}")]
    Control(String, String),
    /// It is too long.
    #[error("a tag's name is at most {LONGEST} characters long; this one has {0}")]
    TooLong(usize),
}

impl TagPath {
    /// Reads a path. White space at the ends of segments goes, inside them it becomes one blank.
    pub fn parse(text: &str) -> Result<Self, TagPathError> {
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Err(TagPathError::Empty);
        }
        let shown = || text.escape_debug().to_string();
        let unfit = |c: &char| c.is_control() && !c.is_whitespace();
        let breaks = |c: &char| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        if let Some(bad) = text.chars().find(|c| unfit(c) || breaks(c)) {
            let what = format!("the control character U+{:04X}", u32::from(bad));
            return Err(TagPathError::Control(shown(), what));
        }
        let mut path = String::with_capacity(text.len());
        for segment in text.split('/') {
            let words: Vec<&str> = segment.split_whitespace().collect();
            if words.is_empty() {
                return Err(TagPathError::EmptySegment(shown()));
            }
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(&words.join(" "));
        }
        let length = path.chars().count();
        if length > LONGEST {
            return Err(TagPathError::TooLong(length));
        }
        Ok(Self(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TagPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a path is `above` or lies under it.
pub fn is_within(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A form as it is typed on one line: words, `/…/` a regular expression, `-…` words that are not the
/// thing; `=` before either minds the case.
pub fn form_typed(typed: &str) -> Form {
    let typed = typed.trim();
    let (case, typed) = match typed.strip_prefix('=') {
        Some(rest) => (true, rest.trim()),
        None => (false, typed),
    };
    let expression = typed
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'))
        .filter(|rest| !rest.is_empty());
    let (kind, pattern) = match (expression, typed.strip_prefix('-')) {
        (Some(expression), _) => (FormKind::Regex, expression),
        (None, Some(rest)) => (FormKind::Exclude, rest.trim()),
        (None, None) => (FormKind::Phrase, typed),
    };
    Form {
        pattern: pattern.to_owned(),
        kind,
        case,
    }
}

/// A form on one line, as [`form_typed`] reads it.
pub fn form_shown(form: &Form) -> String {
    let case = if form.case { "=" } else { "" };
    match form.kind {
        FormKind::Phrase => format!("{case}{}", form.pattern),
        FormKind::Regex => format!("{case}/{}/", form.pattern),
        FormKind::Exclude => format!("{case}-{}", form.pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_paths_are_tidied() {
        let parse = |text| TagPath::parse(text).unwrap().to_string();
        assert_eq!(parse("treaty/1956-declaration"), "treaty/1956-declaration");
        assert_eq!(parse("  treaty / peace   treaty "), "treaty/peace treaty");
        assert_eq!(parse("条約/日ソ共同宣言"), "条約/日ソ共同宣言");
        assert_eq!(parse("cafe\u{301}"), "caf\u{e9}");
    }

    #[test]
    fn bad_paths_say_what_is_wrong() {
        let wrong = |text: &str| TagPath::parse(text).unwrap_err().to_string();
        assert!(wrong("  ").contains("needs a name"));
        assert!(wrong("/treaty").contains("empty part"));
        assert!(wrong("treaty//x").contains("empty part"));
        assert!(wrong("treaty/").contains("empty part"));
        assert!(wrong("a\u{1b}[31m").contains("U+001B"));
        assert!(wrong("two\nlines").contains("U+000A"));
        assert!(wrong(&"x".repeat(201)).contains("201"));
    }

    #[test]
    fn a_form_is_read_as_it_is_shown() {
        for typed in [
            "Joint Declaration",
            "/declaration of 19\\d\\d/",
            "-Tokyo Declaration",
            "=Accord",
            "=/Pact/",
        ] {
            assert_eq!(form_shown(&form_typed(typed)), typed);
        }
        assert_eq!(form_typed("-/x/").kind, FormKind::Exclude);
        assert_eq!(form_typed("-/x/").pattern, "/x/");
    }

    #[test]
    fn within_respects_segments() {
        assert!(is_within("treaty/1956", "treaty"));
        assert!(is_within("treaty", "treaty"));
        assert!(!is_within("treaty-law", "treaty"));
    }
}
