//! The reader's own editor, for a while.
//!
//! Knows which program that is and the private file that passes between. Runs no shell.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::process::Command;

/// Gives a text to `$VISUAL` or `$EDITOR` and takes it back; None where the editor ended with a
/// fault. The terminal must have been given back before.
pub(super) fn edit(text: &str) -> io::Result<Option<String>> {
    let command = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|it| !it.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_owned());
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let path = std::env::temp_dir().join(format!("glossator-note-{}.md", uuid::Uuid::now_v7()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(&path)?.write_all(text.as_bytes())?;
    let ended = Command::new(program).args(words).arg(&path).status();
    let back = fs::read_to_string(&path);
    fs::remove_file(&path)?;
    match ended {
        Ok(status) if status.success() => back.map(Some),
        Ok(_) => Ok(None),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("the editor “{command}” could not be started: {error}; set $EDITOR"),
        )),
    }
}
