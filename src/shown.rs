//! Text made fit for a terminal: the one door through which foreign text reaches the screen.
//!
//! Knows which characters can drive a terminal or deceive the eye, and the visible stand-in for
//! each. Knows nothing of layout or colour. A document, a file name, a tag or an error message is
//! data: its control characters become symbols, and what has no width is shown or dropped, so that
//! the width counted here is the width the terminal uses.

use std::borrow::Cow;
use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Combining marks kept on one base character; more are a way to smear over neighbouring lines.
const MARKS: usize = 8;

/// A string that holds nothing but printable text: no control characters, no escape sequences, no
/// bidirectional overrides. The only way to make one is [`Shown::new`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shown(String);

impl Shown {
    /// Makes text printable on one line: line ends and tabs become single blanks.
    pub fn new(text: &str) -> Self {
        if is_typed(text) {
            return Self(text.to_owned());
        }
        let mut out = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            out.push_str(&cell(cluster).0);
        }
        Self(out)
    }

    /// Makes text printable over several lines: line ends stay, everything else as in [`Shown::new`].
    pub fn lines(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                out.push('\n');
            }
            out.push_str(Self::new(line).as_str());
        }
        Self(out)
    }

    /// The printable text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its width in cells.
    pub fn width(&self) -> usize {
        self.0.width()
    }

    /// The text cut to at most `cells` cells, with `…` where something was cut.
    #[must_use]
    pub fn elided(&self, cells: usize) -> Self {
        if self.width() <= cells {
            return self.clone();
        }
        if cells == 0 {
            return Self::default();
        }
        let mut out = String::new();
        let mut used = 0;
        for cluster in clusters(&self.0) {
            let width = cluster.width();
            if used + width > cells - 1 {
                break;
            }
            out.push_str(cluster);
            used += width;
        }
        out.push('…');
        Self(out)
    }

    /// The text in at most `cells` cells, with `…` in the middle where something was cut: its
    /// beginning and its last third stay.
    #[must_use]
    pub fn within(&self, cells: usize) -> Self {
        if self.width() <= cells {
            return self.clone();
        }
        let tail = cells / 3;
        let mut used = 0;
        let mut from = self.0.len();
        for (at, cluster) in self.0.grapheme_indices(true).rev() {
            used += cluster.width();
            if used > tail {
                break;
            }
            from = at;
        }
        let tail = self.0.get(from..).unwrap_or_default();
        let head = self.elided(cells.saturating_sub(tail.width()));
        Self(format!("{head}{tail}"))
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a text is nothing but printable ASCII: every byte is a cluster of one cell.
fn is_typed(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The grapheme clusters of a text, in order. Most of what is shown is plain ASCII, and is drawn
/// at every stroke: that is cut byte by byte, without the tables of Unicode.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let (mut typed, others) = if is_typed(text) {
        (text, "")
    } else {
        ("", text)
    };
    let mut others = others.graphemes(true);
    std::iter::from_fn(move || match typed.split_at_checked(1) {
        Some((first, rest)) => {
            typed = rest;
            Some(first)
        }
        None => others.next(),
    })
}

/// What a grapheme cluster looks like on screen, and how many cells it takes (0, 1 or 2; a
/// cluster without width that is not shown takes 0).
pub fn cell(cluster: &str) -> (Cow<'_, str>, usize) {
    let bytes = cluster.as_bytes();
    if let [byte] = bytes
        && (0x20..0x7f).contains(byte)
    {
        return (Cow::Borrowed(cluster), 1);
    }
    if matches!(
        cluster,
        "\n" | "\r\n" | "\r" | "\t" | "\u{2028}" | "\u{2029}" | "\u{85}"
    ) {
        return (Cow::Borrowed(" "), 1);
    }
    let clean = cluster.chars().all(is_plain) && cluster.chars().count() <= MARKS;
    let text: Cow<'_, str> = if clean {
        Cow::Borrowed(cluster)
    } else {
        Cow::Owned(cluster.chars().filter_map(stand_in).take(MARKS).collect())
    };
    let width = text.width();
    match width {
        0 if text.is_empty() => (text, 0),
        // A combining mark with nothing to stand on gets a base of its own.
        0 => (Cow::Owned(format!("◌{text}")), 1),
        1 | 2 => (text, width),
        // A cluster that the tables make wider than two cells is shown by its first character.
        _ => {
            let first: String = text.chars().take(1).map(narrow).collect();
            let width = first.width().max(1);
            (Cow::Owned(first), width)
        }
    }
}

/// A character, or what stands for it where the tables make it alone wider than two cells: terminals
/// give such a one anything between one cell and three.
fn narrow(c: char) -> char {
    if c.width().is_some_and(|wide| wide > 2) {
        '\u{fffd}'
    } else {
        c
    }
}

/// Whether a character reaches the terminal as it is.
fn is_plain(c: char) -> bool {
    stand_in(c) == Some(c)
}

/// The visible stand-in of a character; None for what has neither width nor meaning on screen.
fn stand_in(c: char) -> Option<char> {
    match c {
        // C0 controls and DEL have pictures of their own.
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls, noncharacters, tag characters (they can smuggle text), Hangul fillers (they
        // look like blanks and are none).
        '\u{80}'..='\u{9f}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{e0000}'..='\u{e007f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{ffa0}' => Some('\u{fffd}'),
        // Directional controls can reorder what is around them.
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{206a}'..='\u{206f}' => Some('⟐'),
        '\u{2028}' | '\u{2029}' => Some(' '),
        // Soft hyphen, zero-width space, word joiner, byte order mark: no width.
        '\u{ad}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{180e}'
        | '\u{fff9}'..='\u{fffb}' => None,
        other if other as u32 & 0xfffe == 0xfffe => Some('\u{fffd}'),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_character_takes_more_than_two_cells() {
        let mut room = [0; 4];
        for c in '\0'..=char::MAX {
            let (text, width) = cell(c.encode_utf8(&mut room));
            assert!(
                width <= 2 && text.width() == width,
                "{c:?} is shown as {text:?}"
            );
        }
        assert_eq!(Shown::new("\u{17d8}").as_str(), "\u{fffd}");
    }

    #[test]
    fn escape_sequences_become_symbols() {
        assert_eq!(Shown::new("\u{1b}]0;title\u{7}").as_str(), "␛]0;title␇");
        assert_eq!(Shown::new("a\u{9b}31m").as_str(), "a\u{fffd}31m");
        assert_eq!(Shown::new("pay\u{202e}dap").as_str(), "pay⟐dap");
    }

    #[test]
    fn joined_and_combining_text_stays() {
        assert_eq!(Shown::new("e\u{301}").as_str(), "e\u{301}");
        assert_eq!(Shown::new("日本").width(), 4);
    }

    #[test]
    fn eliding_never_exceeds() {
        assert_eq!(Shown::new("日本語").elided(5).as_str(), "日本…");
        assert_eq!(Shown::new("abc").elided(3).as_str(), "abc");
        assert_eq!(Shown::new("abc").elided(0).as_str(), "");
    }

    #[test]
    fn what_is_cut_in_the_middle_keeps_both_ends() {
        let shown = Shown::new("saved: merge a very long tag into another");
        assert_eq!(shown.within(24).as_str(), "saved: merge a … another");
        assert_eq!(Shown::new("日本語日本語").within(9).as_str(), "日本語…語");
    }

    proptest! {
        #[test]
        fn nothing_that_drives_a_terminal_passes(text in any::<String>()) {
            let shown = Shown::new(&text);
            prop_assert!(shown.as_str().chars().all(|c| !c.is_control()));
            let hidden = ['\u{202e}', '\u{2066}', '\u{200b}'];
            prop_assert!(!shown.as_str().contains(hidden));
        }

        #[test]
        fn clusters_are_those_of_unicode(text in "[ -~]{0,20}|(a|e\u{301}|日|\r\n|🇯🇵| ){0,8}") {
            let meant: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), meant);
        }

        #[test]
        fn elided_text_fits(text in any::<String>(), cells in 0usize..40) {
            prop_assert!(Shown::new(&text).elided(cells).width() <= cells);
            prop_assert!(Shown::new(&text).within(cells).width() <= cells);
        }
    }
}
