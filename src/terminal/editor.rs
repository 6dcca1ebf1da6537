//! Editing in a program of the reader's.
//!
//! Knows how the program is named, and hands it a private file that is gone afterwards. No shell is
//! between: a name with blanks in it is written in quotation marks.

use std::env;
use std::fs;
use std::io::Write as _;
use std::process::Command;

use super::{Terminal, guard};

/// What is used when nothing else is said: every system with a terminal has it.
const LAST_RESORT: &str = "vi";

/// Lets the reader edit a text. None if it was not changed. On failure the message names the
/// command; the text is then as it was. Where the process ends while the editor has the file,
/// `keep` gets what was saved in it, and the file is removed.
pub(super) fn edit(
    terminal: &mut Terminal,
    command: Option<&str>,
    text: &str,
    keep: impl FnOnce(&str) + Send + 'static,
) -> Result<Option<String>, String> {
    let command = command.map_or_else(from_environment, str::to_owned);
    let words = words(&command)?;
    let (program, arguments) = words.split_first().ok_or("no editor is named")?;
    let unfit = |error: std::io::Error| format!("the text cannot be handed over: {error}");
    // Only the user may read it; it is removed when it goes out of scope.
    let mut file = tempfile::Builder::new()
        .prefix("glossator-note-")
        .suffix(".md")
        .tempfile()
        .map_err(unfit)?;
    file.write_all(text.as_bytes()).map_err(unfit)?;
    file.flush().map_err(unfit)?;
    let path = file.into_temp_path();
    let lost = {
        let (path, before) = (path.to_path_buf(), text.to_owned());
        move || {
            if let Ok(left) = fs::read_to_string(&path)
                && let Some(text) = changed(&before, left)
            {
                keep(&text);
            }
            // Nobody is left to be told.
            let _ = fs::remove_file(&path);
        }
    };
    let start = || Command::new(program).args(arguments).arg(&path).status();
    let status = guard::abroad(Box::new(lost), || terminal.lend(start)).map_err(|error| {
        format!(
            "the editor “{command}” does not start: {error}; set $EDITOR, or editor in config.toml"
        )
    })?;
    if !status.success() {
        return Err(format!(
            "“{command}” ended with {status}; nothing was changed"
        ));
    }
    let edited = fs::read_to_string(&path)
        .map_err(|error| format!("what “{command}” left cannot be read: {error}"))?;
    Ok(changed(text, edited))
}

/// The command that the user's surroundings name.
fn from_environment() -> String {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|command| !command.trim().is_empty())
        .unwrap_or_else(|| LAST_RESORT.to_owned())
}

/// The words of a command, as a shell would take them apart, without being one.
fn words(command: &str) -> Result<Vec<String>, String> {
    shlex::split(command)
        .filter(|words| !words.is_empty())
        .ok_or_else(|| format!("the editor “{command}” is no command: check its quotation marks"))
}

/// The edited text, if it differs. Editors end a file with a line end; a note has none.
fn changed(before: &str, mut after: String) -> Option<String> {
    if after.ends_with('\n') && !before.ends_with('\n') {
        after.truncate(after.trim_end_matches(['\n', '\r']).len());
    }
    (after != before).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_apart_without_a_shell() {
        assert_eq!(words("code --wait").unwrap(), ["code", "--wait"]);
        assert_eq!(
            words("'/opt/my editor/e' -n").unwrap()[0],
            "/opt/my editor/e"
        );
        assert_eq!(words("vi; rm x").unwrap(), ["vi;", "rm", "x"]);
        assert!(words("'vi").is_err());
        assert!(words("  ").is_err());
    }

    #[test]
    fn only_a_changed_text_is_given() {
        assert_eq!(changed("a", "a\n".into()), None);
        assert_eq!(changed("a\n", "a\n".into()), None);
        assert_eq!(changed("a", "a\nb\n".into()), Some("a\nb".into()));
        assert_eq!(changed("a", String::new()), Some(String::new()));
    }
}
