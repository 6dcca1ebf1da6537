//! How many colours the terminal shows, as far as its surroundings tell.
//!
//! Knows the variables and their order: `NO_COLOR` before everything, then `COLORTERM`, then the
//! name of the terminal.

use std::env;

use crate::ui::theme::Depth;

/// How many colours may be used here.
pub fn depth() -> Depth {
    let set = |name: &str| env::var(name).ok();
    depth_of(
        set("NO_COLOR").as_deref(),
        set("COLORTERM").as_deref(),
        set("TERM").as_deref(),
    )
}

/// Whether the terminal cannot place text on a screen at all.
pub fn is_dumb() -> bool {
    env::var("TERM").is_ok_and(|term| term == "dumb")
}

/// Whether erasing leaves the colour of the pen, so that a painted ground need not be written cell
/// by cell. Of most terminals that is known (`bce` in their descriptions); `screen` and those
/// that are not known leave their own ground.
pub(super) fn fills() -> bool {
    env::var("TERM").is_ok_and(|term| fills_when_erasing(&term))
}

fn fills_when_erasing(term: &str) -> bool {
    let kind = term.split(['-', '.']).next().unwrap_or_default();
    matches!(
        kind,
        "xterm"
            | "tmux"
            | "alacritty"
            | "foot"
            | "kitty"
            | "wezterm"
            | "ghostty"
            | "rxvt"
            | "konsole"
            | "vte"
            | "gnome"
            | "st"
            | "stterm"
            | "contour"
            | "linux"
            | "iterm"
            | "iterm2"
            | "mintty"
            | "ms"
    )
}

fn depth_of(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Depth {
    if no_color.is_some_and(|value| !value.is_empty()) {
        return Depth::None;
    }
    let term = term.unwrap_or_default();
    if matches!(colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct") {
        return Depth::True;
    }
    if term.contains("256color") {
        return Depth::Indexed;
    }
    // Terminals of one colour say so in their names.
    if term.starts_with("vt") || term.ends_with("-m") || term.ends_with("-mono") {
        return Depth::None;
    }
    Depth::Sixteen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_that_erase_in_colour_are_known_by_name() {
        for fills in [
            "xterm-256color",
            "xterm-kitty",
            "tmux-256color",
            "foot",
            "st-256color",
        ] {
            assert!(fills_when_erasing(fills), "{fills}");
        }
        for leaves in [
            "screen-256color",
            "screen",
            "vt220",
            "dumb",
            "",
            "sun",
            "stranger",
        ] {
            assert!(!fills_when_erasing(leaves), "{leaves}");
        }
    }

    #[test]
    fn the_order_of_decision() {
        let of = depth_of;
        assert_eq!(of(Some("1"), Some("truecolor"), Some("xterm")), Depth::None);
        assert_eq!(of(Some(""), Some("24bit"), Some("xterm")), Depth::True);
        assert_eq!(of(None, None, Some("tmux-256color")), Depth::Indexed);
        assert_eq!(of(None, None, Some("xterm-direct")), Depth::True);
        assert_eq!(of(None, Some("yes"), Some("xterm")), Depth::Sixteen);
        assert_eq!(of(None, None, Some("vt220")), Depth::None);
        assert_eq!(of(None, None, None), Depth::Sixteen);
    }
}
