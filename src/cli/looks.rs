//! Commands about the look: which themes there are.

use std::fmt::Write as _;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::output::Output;
use crate::config;
use crate::ui::theme::{Role, Shelf, TagColour, Theme};

/// Lists the themes, built in and your own.
///
/// Faults in the files of your own themes are said, all at once.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator themes")]
pub(super) struct Themes {
    /// Print the page about themes: `docs/themes.md`.
    #[arg(long, hide = true)]
    markdown: bool,
}

impl Themes {
    pub(super) fn run(self, out: &mut Output) -> Result<(), Failure> {
        if self.markdown {
            return out.text(&themes_page());
        }
        let themes = shelf();
        let mut rows = Vec::new();
        let mut list = Vec::new();
        for name in themes.names() {
            let (theme, faults) = themes.find(&name);
            for fault in &faults {
                out.say(&fault.to_string());
            }
            let Some(theme) = theme else { continue };
            let path = themes.path(&name).map(|it| it.display().to_string());
            rows.push(vec![
                name.clone(),
                ground(&theme).to_owned(),
                theme.about.clone(),
                path.clone().unwrap_or_default(),
            ]);
            list.push(json!({
                "name": name,
                "ground": ground(&theme),
                "about": theme.about,
                "path": path,
            }));
        }
        if out.is_json() {
            return out.json(&list);
        }
        out.table(&rows)
    }
}

/// All themes that this user can choose.
pub(super) fn shelf() -> Shelf {
    Shelf::new(config::folder().map(|folder| folder.join("themes")))
}

/// On what a theme writes.
fn ground(theme: &Theme) -> &'static str {
    match theme.is_light() {
        Some(true) => "light",
        Some(false) => "dark",
        None => "terminal",
    }
}

/// The page about themes of the user guide.
pub(super) fn themes_page() -> String {
    let mut page = String::from(include_str!("looks/themes.md"));
    let shelf = Shelf::default();
    page.push_str(
        "\n## The themes that come with Glossator\n\n| name | ground | |\n| --- | --- | --- |\n",
    );
    for name in shelf.names() {
        let theme = shelf.get(&name);
        let _ = writeln!(page, "| `{name}` | {} | {} |", ground(&theme), theme.about);
    }
    page.push_str("\n## Roles\n\n| role | what it is |\n| --- | --- |\n");
    for role in Role::ALL {
        let _ = writeln!(page, "| `{}` | {} |", role.id(), role.help());
    }
    let colours: Vec<String> = TagColour::ALL
        .iter()
        .map(|tag| format!("`{}`", tag.id()))
        .collect();
    let _ = writeln!(
        page,
        "\n## Tag colours\n\n{}. In each, `fg` is the colour of the tag's name and `bg` the ground of \
         a passage that has the tag; a theme without `bg` colours the passage's text instead.",
        colours.join(", ")
    );
    page
}
