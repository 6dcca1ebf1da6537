use super::*;

#[test]
fn the_definition_holds_together() {
    definition().debug_assert();
}

#[test]
fn the_short_way_to_the_reader_is_what_clap_makes_of_the_line() {
    let line = |words: &[&str]| -> Vec<OsString> { words.iter().map(OsString::from).collect() };
    for words in [&["glossator"][..], &["glossator", "sample-corpus"]] {
        let short = plain(&line(words)).expect("a plain line");
        let whole = Cli::try_parse_from(words).expect("a good line");
        assert_eq!(format!("{short:?}"), format!("{whole:?}"));
    }
    for words in [
        &["glossator", "-h"][..],
        &["glossator", ""],
        &["glossator", "a", "b"],
        &["glossator", "documents"],
    ] {
        assert!(plain(&line(words)).is_none(), "{words:?}");
    }
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    let definition = definition();
    let called = |it: &clap::Command| -> Vec<String> {
        let aliases = it.get_all_aliases().map(str::to_owned);
        aliases.chain([it.get_name().to_owned()]).collect()
    };
    let mut meant: Vec<String> = definition.get_subcommands().flat_map(called).collect();
    meant.sort_unstable();
    assert_eq!(names, meant);
}

#[test]
fn every_command_has_an_example() {
    fn look(command: &clap::Command, path: &str) {
        for below in command.get_subcommands() {
            let name = format!("{path} {}", below.get_name());
            let example = below.get_after_help().map(ToString::to_string);
            let inner = below.has_subcommands();
            assert!(
                inner || example.is_some_and(|text| text.contains(&name)),
                "{name} has no example"
            );
            look(below, &name);
        }
    }
    look(&definition(), "glossator");
}

/// Compares a generated page with the one in the repository.
fn is_fresh(name: &str, page: &str) {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).is_ok_and(|there| there == page),
        "docs/{name} is stale: run `UPDATE_DOCS=1 cargo test --lib fresh`"
    );
}

#[test]
fn the_page_of_commands_is_fresh() {
    is_fresh("commands.md", &packaging::commands_page());
}

#[test]
fn the_page_of_keys_is_fresh() {
    is_fresh("keys.md", &crate::app::keymap::file::page());
}

#[test]
fn the_page_about_templates_is_fresh() {
    is_fresh("templates.md", &crate::export::template::documentation());
}

#[test]
fn the_page_about_themes_is_fresh() {
    is_fresh("themes.md", &looks::themes_page());
}
