use super::*;

#[test]
fn the_definition_holds_together() {
    definition().debug_assert();
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

#[test]
fn the_page_of_commands_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md");
    let page = packaging::commands_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).is_ok_and(|there| there == page),
        "docs/commands.md is stale: run `UPDATE_DOCS=1 cargo test --lib page_of_commands`"
    );
}
