//! Reports of the program's own faults.
//!
//! Knows what a developer needs to find one: message, place, backtrace, version, system. Is kept in
//! the user's folder of state and sent nowhere.

use std::backtrace::Backtrace;
use std::fs;
use std::io;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::thread;

use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config;
use crate::shown::Shown;

/// Writes a report of a panic and gives what is said to the user.
pub(super) fn on_panic(info: &PanicHookInfo<'_>) -> String {
    let message = info
        .payload_as_str()
        .unwrap_or("something that has no words");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let thread = thread::current().name().unwrap_or("unnamed").to_owned();
    let now = UtcDateTime::now().format(&Rfc3339).unwrap_or_default();
    let report = format!(
        "glossator {} on {} {}\n{now}, thread {thread}\n\n{place}\n{message}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture(),
    );
    let written = config::state_folder()
        .ok_or_else(|| io::Error::other("there is no home"))
        .and_then(|folder| keep(&folder, &now, &report));
    sentence(message, &place, &written)
}

/// Puts the report into the folder, under a name of its own.
fn keep(folder: &Path, now: &str, report: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let moment: String = now.chars().filter(char::is_ascii_digit).take(14).collect();
    let path = folder.join(format!("fault-{moment}-{}.txt", std::process::id()));
    fs::write(&path, report)?;
    Ok(path)
}

fn sentence(message: &str, place: &str, written: &io::Result<PathBuf>) -> String {
    let mut text = format!(
        "glossator: a fault of the program's own has ended it. What the screen had confirmed as \
         saved is saved.\n  {} ({place})\n",
        Shown::new(message)
    );
    match written {
        Ok(path) => text.push_str(&format!(
            "  A report is in {}; read it before you pass it on: it may hold words of your \
             documents.",
            path.display()
        )),
        Err(error) => text.push_str(&format!("  No report could be written: {error}.")),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_kept_under_a_name_of_its_own_and_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("state");
        let path = keep(&below, "2026-01-02T03:04:05.6Z", "words").expect("written");
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("fault-20260102030405-"), "{name}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "words");
        let said = sentence("went \u{1b}[31m wrong", "a.rs:1:2", &Ok(path.clone()));
        assert!(said.contains(&path.display().to_string()));
        assert!(!said.contains('\u{1b}'));
    }

    #[test]
    fn a_report_that_cannot_be_written_is_said_too() {
        let said = sentence("x", "y", &Err(io::Error::other("disk full")));
        assert!(said.contains("disk full"));
    }
}
