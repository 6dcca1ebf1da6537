//! What every theme must keep, and what a wrong one is told.

use std::fs;

use ratatui::style::{Color, Modifier};

use super::*;
use crate::settings::Fault;

fn all() -> Vec<Theme> {
    let shelf = Shelf::default();
    let names = shelf.names();
    let found = names.iter().map(|name| {
        let (theme, faults) = shelf.find(name);
        assert_eq!(faults, [], "{name}");
        theme.expect(name)
    });
    found.collect()
}

/// The colours of text and ground where `roles` lie over one another, lowest first.
fn over(theme: &Theme, styles: &[Style]) -> (Color, Color) {
    let style = styles
        .iter()
        .fold(theme.style(Role::Text), |under, over| under.patch(*over));
    (style.fg.unwrap_or_default(), style.bg.unwrap_or_default())
}

#[test]
fn there_are_enough_and_of_every_kind() {
    let themes = all();
    assert!(themes.len() >= 8);
    let light = themes.iter().filter(|it| it.is_light() == Some(true));
    assert!(light.count() >= 2);
    assert!(themes.iter().all(|it| !it.about.is_empty()));
}

#[test]
fn painted_themes_can_be_read() {
    use Role as R;
    // What lies beneath text, and how strong the contrast to it must be.
    let grounds = [
        &[][..],
        &[R::Cursor],
        &[R::Selection],
        &[R::Found],
        &[R::Popup],
    ];
    let texts = [
        R::Text,
        R::Heading,
        R::Strong,
        R::Quote,
        R::Code,
        R::Label,
        R::Reference,
    ];
    let alone = [R::FoundHere, R::ChosenFocus, R::Status, R::Popup];
    let mut failures = Vec::new();
    for theme in all().iter().filter(|it| it.is_painted()) {
        let mut check = |what: String, styles: &[Style], least: f64| {
            let (fg, bg) = over(theme, styles);
            let contrast = colour::contrast(fg, bg).expect("a painted theme sets both");
            if contrast < least {
                failures.push(format!("{}: {what}: {contrast:.2} < {least}", theme.name));
            }
        };
        for ground in grounds {
            let ground: Vec<Style> = ground.iter().map(|role| theme.style(*role)).collect();
            for text in texts {
                // The washes of passages lie over the text's own style, not under it.
                let mut styles = vec![theme.style(text)];
                styles.extend(&ground);
                check(format!("{text:?} on {ground:?}"), &styles, 4.5);
            }
            for text in [R::Dim, R::Hint, R::Doubt, R::Warning, R::Note, R::Key] {
                let mut styles = ground.clone();
                styles.push(theme.style(text));
                check(format!("{text:?} on {ground:?}"), &styles, 3.0);
            }
        }
        for role in alone {
            check(format!("{role:?}"), &[theme.style(role)], 4.5);
        }
        for role in [R::Message, R::Warning] {
            let styles = [theme.style(R::Status), theme.style(role)];
            check(format!("{role:?} in the status line"), &styles, 3.0);
        }
        for tag in TagColour::ALL {
            check(format!("{tag:?}"), &[theme.tag(tag)], 4.5);
            check(format!("text on {tag:?}"), &[theme.tagged(tag)], 4.5);
            let styles = [theme.style(R::Popup), theme.tag(tag)];
            check(format!("{tag:?} in a pop-up"), &styles, 4.5);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn high_contrast_is_high() {
    for theme in all().iter().filter(|it| it.name.starts_with("high-")) {
        for role in [Role::Text, Role::Dim, Role::Label, Role::Warning, Role::Key] {
            let (fg, bg) = over(theme, &[theme.style(role)]);
            let contrast = colour::contrast(fg, bg).expect("painted");
            assert!(contrast >= 7.0, "{} {role:?} {contrast:.2}", theme.name);
        }
    }
}

#[test]
fn without_colour_everything_is_told_apart() {
    for name in ["none", "sixteen"] {
        let theme = Shelf::default().get(name);
        let weight = |role: Role| theme.style(role).add_modifier;
        for role in [
            Role::Heading,
            Role::Emphasis,
            Role::Strong,
            Role::Reference,
            Role::Cursor,
            Role::Selection,
            Role::Found,
            Role::FoundHere,
            Role::Annotation,
            Role::Link,
            Role::Mention,
            Role::Doubt,
            Role::TitleFocus,
            Role::ChosenFocus,
            Role::Status,
            Role::Warning,
            Role::Key,
        ] {
            assert_ne!(weight(role), Modifier::empty(), "{name}: {role:?}");
        }
        assert_ne!(weight(Role::Chosen), weight(Role::ChosenFocus));
        assert_ne!(weight(Role::Cursor), weight(Role::Selection));
        assert_ne!(weight(Role::Found), weight(Role::FoundHere));
    }
}

#[test]
fn the_theme_without_colour_has_none_and_sixteen_never_writes_black_or_white() {
    let shelf = Shelf::default();
    for role in Role::ALL {
        let none = shelf.get("none").style(*role);
        assert_eq!((none.fg, none.bg), (None, None), "{role:?}");
        let sixteen = shelf.get("sixteen").style(*role);
        for colour in [sixteen.fg, sixteen.bg].into_iter().flatten() {
            let forbidden = [Color::Black, Color::White, Color::Gray];
            assert!(!forbidden.contains(&colour), "{role:?}");
        }
    }
    for tag in TagColour::ALL {
        assert_eq!(shelf.get("none").tag(tag).fg, None);
    }
}

#[test]
fn fewer_colours_give_a_theme_that_fits() {
    let shelf = Shelf::default();
    let dark = shelf.get("dark");
    assert_eq!(dark.clone().shown_at(Depth::True, &shelf), dark);
    assert_eq!(dark.clone().shown_at(Depth::None, &shelf).name, "none");
    assert_eq!(
        dark.clone().shown_at(Depth::Sixteen, &shelf).name,
        "sixteen"
    );
    let indexed = dark.shown_at(Depth::Indexed, &shelf);
    assert_eq!(indexed.name, "dark");
    let ground = indexed.style(Role::Text).bg;
    assert!(matches!(ground, Some(Color::Indexed(16..))), "{ground:?}");
}

/// The faults of a user's theme, without the folder in their names.
fn faults_of(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mine.toml"), text).expect("written");
    let shelf = Shelf::new(Some(folder.path().to_path_buf()));
    let bare = |mut fault: Fault| {
        if let Some((_, name)) = fault.file.rsplit_once('/') {
            fault.file = name.to_owned();
        }
        fault.to_string()
    };
    shelf.find("mine").1.into_iter().map(bare).collect()
}

#[test]
fn all_faults_are_told_with_lines_and_near_names() {
    let faults = faults_of(
        r##"inherits = "dark"
colour = "x"
[palette]
sand = "#c2b280"
mud = "brownish"
[roles]
headng = "sand"
heading = "snad"
label = { fg = "sand", blod = true }
quote = { italic = "yes" }
[tags]
gren = "sand"
"##,
    );
    assert_eq!(
        faults,
        [
            "mine.toml:2: there is no part of a theme “colour”",
            "mine.toml:5: “brownish” is no colour; write #rrggbb, a number from 0 to 255, or a name \
             of the terminal's such as bright-blue or default",
            "mine.toml:7: there is no role “headng”; did you mean “heading”?",
            "mine.toml:8: there is no colour “snad”; did you mean “sand”?",
            "mine.toml:9: there is no property of a role “blod”; did you mean “bold”?",
            "mine.toml:10: “italic” takes true or false, not this string",
            "mine.toml:12: there is no tag colour “gren”; did you mean “green”?",
        ]
    );
}

#[test]
fn a_theme_repaints_the_one_it_inherits_and_may_have_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "inherits = \"dark\"\n[palette]\npaper = \"#000\"\n";
    fs::write(folder.path().join("dark.toml"), text).expect("written");
    let shelf = Shelf::new(Some(folder.path().to_path_buf()));
    let (theme, faults) = shelf.find("dark");
    assert_eq!(faults, []);
    let text = theme.expect("found").style(Role::Text);
    assert_eq!(text.bg, Some(Color::Rgb(0, 0, 0)));
    assert_eq!(text.fg, Shelf::default().get("dark").style(Role::Text).fg);
}

#[test]
fn circles_and_unknown_parents_are_faults() {
    assert!(faults_of("inherits = \"mine\"\n").len() <= 1);
    let faults = faults_of("inherits = \"darc\"\n");
    assert_eq!(
        faults,
        ["mine.toml: there is no theme to inherit “darc”; did you mean “dark”?"]
    );
    let (theme, faults) = Shelf::default().find("ligt");
    assert_eq!(theme, None);
    assert!(faults[0].message.contains("did you mean “light”?"));
    assert_eq!(Shelf::default().find("../dark").0, None);
}
