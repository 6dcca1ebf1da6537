//! `config.toml`, read and printed.
//!
//! Knows every setting: its name, what it takes and the words that explain it. One table serves
//! reading, the nearest name for a mistaken one, and the printed file.

use std::fmt::Write as _;

use super::{Clipboard, Settings, Wanted};
use crate::settings::{Fault, Page, Value};
use crate::ui::theme::Shelf;

/// Every setting with what is said of it.
const SETTINGS: [(&str, &str); 10] = [
    (
        "theme",
        "The theme, or \"auto\": one for the ground of your terminal.\n\
         `glossator themes` lists them.",
    ),
    ("dark-theme", "With \"auto\", the theme on a dark ground."),
    ("light-theme", "With \"auto\", the theme on a light ground."),
    ("measure", "The widest line of text, in cells."),
    (
        "panels",
        "Whether the panels beside the text are shown at first.",
    ),
    (
        "mouse",
        "Whether the mouse works; if not, your terminal's own selection does.",
    ),
    (
        "clipboard",
        "How text is copied: \"auto\" or \"osc52\" through the terminal, \"command\" by the\n\
         command below, \"off\" not at all.",
    ),
    (
        "copy-command",
        "A command that takes the text to copy on its input, such as \"wl-copy\".",
    ),
    (
        "editor",
        "The editor for long notes; without it, that of $VISUAL or $EDITOR.",
    ),
    (
        "author",
        "Who makes the annotations; without it, your name on this computer.",
    ),
];

/// The measures that can be set, in cells.
const MEASURES: std::ops::Range<usize> = 20..241;

/// Reads a file. What is wrong is left out and told.
pub(super) fn read(file: &str, text: &str, themes: &Shelf) -> (Settings, Vec<Fault>) {
    let (mut page, table) = Page::parse(file, text);
    let mut settings = Settings::default();
    let (mut theme, mut dark, mut light) = (None, None, None);
    let (mut way, mut command) = (None, None);
    for (name, value) in &table {
        let id: &str = name.get_ref();
        match id {
            "theme" => theme = theme_named(&mut page, id, value, themes, true),
            "dark-theme" => dark = theme_named(&mut page, id, value, themes, false),
            "light-theme" => light = theme_named(&mut page, id, value, themes, false),
            "measure" => {
                if let Some(cells) = page.number(id, value, MEASURES) {
                    settings.measure = u16::try_from(cells).unwrap_or(u16::MAX);
                }
            }
            "panels" => settings.panels = page.boolean(id, value).unwrap_or(settings.panels),
            "mouse" => settings.mouse = page.boolean(id, value).unwrap_or(settings.mouse),
            "clipboard" => way = page.string(id, value).map(|it| (it, value)),
            "copy-command" => command = page.string(id, value).map(str::to_owned),
            "editor" => settings.editor = page.string(id, value).map(str::to_owned),
            "author" => settings.author = page.string(id, value).map(str::to_owned),
            other => {
                let known = SETTINGS.iter().map(|(name, _)| *name);
                page.unknown(&name.span(), "setting", other, known);
            }
        }
    }
    settings.theme = match (theme.filter(|it| it != "auto"), Wanted::default()) {
        (Some(name), _) => Wanted::Named(name),
        (None, Wanted::ByGround { dark: d, light: l }) => Wanted::ByGround {
            dark: dark.unwrap_or(d),
            light: light.unwrap_or(l),
        },
        (None, named @ Wanted::Named(_)) => named,
    };
    settings.clipboard = clipboard(&mut page, way, command);
    (settings, page.into_faults())
}

/// The name of a theme that there is.
fn theme_named(
    page: &mut Page<'_>,
    id: &str,
    value: &Value<'_>,
    themes: &Shelf,
    auto: bool,
) -> Option<String> {
    let name = page.string(id, value)?.to_owned();
    if auto && name == "auto" {
        return Some(name);
    }
    let known = themes.names();
    if known.contains(&name) {
        // Its faults belong to the theme's own file and are told with it.
        return Some(name);
    }
    page.unknown(
        &value.span(),
        "theme",
        &name,
        known.iter().map(String::as_str),
    );
    None
}

fn clipboard(
    page: &mut Page<'_>,
    way: Option<(&str, &Value<'_>)>,
    command: Option<String>,
) -> Clipboard {
    let Some((way, value)) = way else {
        return command.map_or(Clipboard::Terminal, Clipboard::Command);
    };
    match (way, command) {
        ("auto" | "command", Some(command)) => Clipboard::Command(command),
        ("auto" | "osc52", _) => Clipboard::Terminal,
        ("off", _) => Clipboard::Off,
        ("command", None) => {
            page.fault(
                &value.span(),
                "“command” needs a line copy-command = \"…\", such as copy-command = \"wl-copy\"",
            );
            Clipboard::Terminal
        }
        (other, _) => {
            let known = ["auto", "osc52", "command", "off"];
            page.unknown(&value.span(), "way to copy", other, known);
            Clipboard::Terminal
        }
    }
}

/// The settings as a file that says them all, with what each means. Those that are not set stand in
/// comments.
pub(super) fn print(settings: &Settings) -> String {
    let text = |text: &str| toml::Value::from(text).to_string();
    let maybe = |value: Option<&str>| value.map(text);
    let (theme, dark, light) = match (&settings.theme, Wanted::default()) {
        (Wanted::ByGround { dark, light }, _) => ("auto", dark.clone(), light.clone()),
        (Wanted::Named(name), Wanted::ByGround { dark, light }) => (name.as_str(), dark, light),
        (Wanted::Named(name), Wanted::Named(_)) => (name.as_str(), String::new(), String::new()),
    };
    let (way, command) = match &settings.clipboard {
        Clipboard::Terminal => ("auto", None),
        Clipboard::Command(command) => ("command", Some(command.as_str())),
        Clipboard::Off => ("off", None),
    };
    let mut out = String::from(
        "# The settings of Glossator, as they are now. To change some, put their lines into config.toml\n\
         # in your folder of configuration.\n",
    );
    for (name, help) in SETTINGS {
        let value = match name {
            "theme" => Some(text(theme)),
            "dark-theme" => Some(text(&dark)),
            "light-theme" => Some(text(&light)),
            "measure" => Some(settings.measure.to_string()),
            "panels" => Some(settings.panels.to_string()),
            "mouse" => Some(settings.mouse.to_string()),
            "clipboard" => Some(text(way)),
            "copy-command" => maybe(command),
            "editor" => maybe(settings.editor.as_deref()),
            _ => maybe(settings.author.as_deref()),
        };
        out.push('\n');
        for line in help.lines() {
            let _ = writeln!(out, "# {line}");
        }
        let _ = match value {
            Some(value) => writeln!(out, "{name} = {value}"),
            None => writeln!(out, "# {name} = \"…\""),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Settings, Vec<String>) {
        let (settings, faults) = read("config.toml", text, &Shelf::default());
        (settings, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_is_printed_is_read_back_as_it_was() {
        for text in [
            "",
            "theme = \"sepia\"\nmeasure = 60\nmouse = false\nauthor = \"A. Reader\"\n",
            "light-theme = \"sepia\"\nclipboard = \"off\"\neditor = \"code --wait\"\n",
            "copy-command = \"wl-copy\"\npanels = false\n",
        ] {
            let (settings, faults) = read_text(text);
            assert_eq!(faults, [""; 0]);
            let (again, faults) = read_text(&print(&settings));
            assert_eq!(faults, [""; 0]);
            assert_eq!(again, settings);
        }
    }

    #[test]
    fn everything_is_in_the_printed_file() {
        let printed = print(&Settings::default());
        for (name, _) in SETTINGS {
            assert!(printed.contains(&format!("{name} = ")), "{name}");
        }
    }

    #[test]
    fn all_faults_are_told_and_what_is_good_is_used() {
        let (settings, faults) = read_text(
            "theme = \"sepya\"\nmeasure = 5\nmous = true\nclipboard = \"osc\"\npanels = false\n",
        );
        assert!(!settings.panels);
        assert_eq!(settings.measure, 72);
        assert_eq!(
            faults,
            [
                "config.toml:1: there is no theme “sepya”; did you mean “sepia”?",
                "config.toml:2: “measure” takes a whole number from 20 to 240, not this integer",
                "config.toml:3: there is no setting “mous”; did you mean “mouse”?",
                "config.toml:4: there is no way to copy “osc”; did you mean “osc52”?",
            ]
        );
    }

    #[test]
    fn a_way_to_copy_needs_its_command() {
        let (settings, faults) = read_text("clipboard = \"command\"\n");
        assert_eq!(settings.clipboard, Clipboard::Terminal);
        assert!(faults[0].contains("copy-command"));
    }
}
