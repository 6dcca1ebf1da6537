//! Copying: through the terminal, or by a command of the user's.
//!
//! Knows that a terminal never confirms what it was sent, and how much most of them take.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use super::guard;
use crate::config::Clipboard;

/// More than this many bytes are cut off or dropped by most terminals.
const MOST: usize = 74_000;

/// Copies a text and gives what can be said of it.
pub(super) fn copy(how: &Clipboard, text: &str) -> Result<String, String> {
    match how {
        Clipboard::Off => Err("copying is switched off in config.toml".into()),
        Clipboard::Terminal => {
            if text.len() > MOST {
                return Err(format!(
                    "{} kB are more than terminals take; write it to a file with :export",
                    text.len() / 1000
                ));
            }
            let mut sequence = String::new();
            CopyToClipboard::to_clipboard_from(text)
                .write_ansi(&mut sequence)
                .and_then(|()| guard::write(sequence.as_bytes()).map_err(|_| std::fmt::Error))
                .map_err(|_| "the terminal is gone".to_owned())?;
            Ok("sent to the terminal's clipboard".into())
        }
        Clipboard::Command(command) => {
            by_command(command, text).map_err(|error| format!("{command}: {error}"))?;
            Ok(format!("copied by {command}"))
        }
    }
}

fn by_command(command: &str, text: &str) -> Result<(), String> {
    let words = shlex::split(command).unwrap_or_default();
    let (program, arguments) = words
        .split_first()
        .ok_or("this is no command: its quotation marks do not match")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let written = match child.stdin.take() {
        Some(mut stdin) => stdin.write_all(text.as_bytes()),
        None => Ok(()),
    };
    let status = child.wait().map_err(|error| error.to_string())?;
    if !status.success() {
        // A command that failed often did not read either; why it failed matters more.
        return Err(format!("it failed with {status}"));
    }
    written.map_err(|error| error.to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_takes_the_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("it");
        let command = format!("sh -c 'cat > {}'", file.display());
        let how = Clipboard::Command(command);
        assert!(copy(&how, "words — Wörter").is_ok());
        assert_eq!(std::fs::read_to_string(file).unwrap(), "words — Wörter");
    }

    #[test]
    fn what_cannot_be_copied_says_why() {
        let failed = |command: &str| copy(&Clipboard::Command(command.into()), "x").unwrap_err();
        assert!(failed("/no/such/program").contains("/no/such/program"));
        assert!(failed("'open").contains("quotation marks"));
        assert!(failed("false").contains("it failed"));
        assert!(
            copy(&Clipboard::Off, "x")
                .unwrap_err()
                .contains("config.toml")
        );
        let long = "x".repeat(MOST + 1);
        assert!(
            copy(&Clipboard::Terminal, &long)
                .unwrap_err()
                .contains("74 kB")
        );
    }
}
