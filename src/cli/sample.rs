//! The sample corpus that the program carries inside itself.
//!
//! Knows the files and writes them into a folder of the reader's; writes over nothing.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::output::Output;

/// One file of the sample corpus: its name and its text.
macro_rules! file {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/sample-corpus/",
                $name
            )),
        )
    };
}

/// Every file of the sample corpus. A test compares this table with the folder.
pub(super) const FILES: &[(&str, &str)] = &[
    file!("06MOSCOW11844.txt"),
    file!("06TOKYO5712.txt"),
    file!("correction-2018.txt"),
    file!("digest-1956.md"),
    file!("legal-note-2001.txt"),
    file!("memcon-1956-08-19.txt"),
    file!("names.md"),
    file!("nenpyo-1956.txt"),
    file!("oped-two-islands.html"),
    file!("press-note-2006-ru.txt"),
    file!("quarterly-1956.txt"),
    file!("report-article-nine.md"),
];

/// Writes the sample corpus into a folder.
///
/// Twelve short documents about the Soviet–Japanese Joint Declaration of 1956, made for trying
/// things out. The folder is made; files that are there already are left alone.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator sample 1956 && glossator 1956")]
pub(super) struct Sample {
    /// The folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Sample {
    pub(super) fn run(self, out: &mut Output) -> Result<(), Failure> {
        let folder = &self.folder;
        write(folder)?;
        if out.is_json() {
            let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
            return out.json(&json!({ "folder": folder, "files": names }));
        }
        out.say(&format!(
            "{} documents written; open them with: glossator {}",
            FILES.len(),
            folder.display()
        ));
        Ok(())
    }
}

/// Writes the sample corpus into a folder; files of the same names that are different stay.
pub(super) fn write(folder: &Path) -> Result<(), Failure> {
    let fault = |error: std::io::Error| {
        Failure::Unusable(format!(
            "the sample corpus cannot be written to {}: {error}",
            folder.display()
        ))
    };
    let different: Vec<&str> = FILES
        .iter()
        .filter(|(name, text)| {
            fs::read(folder.join(name)).is_ok_and(|there| there != text.as_bytes())
        })
        .map(|(name, _)| *name)
        .collect();
    if !different.is_empty() {
        return Err(Failure::Usage(format!(
            "{} holds other files of the same names ({}); name another folder",
            folder.display(),
            different.join(", ")
        )));
    }
    fs::create_dir_all(folder).map_err(fault)?;
    for (name, text) in FILES {
        fs::write(folder.join(name), text).map_err(fault)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-corpus");
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_file())
            .map(|entry| entry.file_name().into_string().unwrap())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        let table: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, table);
    }
}
