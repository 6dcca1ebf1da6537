//! The greeting: what can be opened, where there is nothing to read.
//!
//! Knows the corpora that were opened lately, the sample and the lesson, and asks which is wanted.
//! The list of corpora is a convenience: where it cannot be kept, nothing is said.

use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use crate::config;
use crate::shown::Shown;

/// Corpora that are remembered.
const KEPT: usize = 12;
/// Those that are offered: one digit chooses.
const OFFERED: usize = 9;

/// What is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// This corpus.
    Corpus(PathBuf),
    /// The sample corpus, written into this folder.
    Sample(PathBuf),
    /// The lesson.
    Lesson,
    /// Nothing.
    Nothing,
}

/// The file in which corpora are remembered.
fn file() -> Option<PathBuf> {
    Some(config::state_folder()?.join("recent.json"))
}

/// Remembers a corpus that was opened.
pub(super) fn remember(root: &Path) {
    let (Some(file), Ok(root)) = (file(), fs::canonicalize(root)) else {
        return;
    };
    let mut recent = read(&file);
    if recent.first() == Some(&root) {
        return;
    }
    recent.retain(|path| *path != root);
    recent.insert(0, root);
    recent.truncate(KEPT);
    let folder = file.parent().unwrap_or(Path::new("."));
    if let Ok(text) = serde_json::to_vec_pretty(&recent) {
        // Not to be remembered is no fault that a reader could mend here.
        let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&file, text));
    }
}

fn read(file: &Path) -> Vec<PathBuf> {
    let text = fs::read(file).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// The corpora that were opened lately and are still there, the newest first.
pub(super) fn recent() -> Vec<PathBuf> {
    let all = file().map_or_else(Vec::new, |file| read(&file));
    let there = all.into_iter().filter(|path| path.exists());
    there.take(OFFERED).collect()
}

/// Says that nothing can be read at `here`, what can be opened instead, and asks which.
pub(super) fn ask(
    here: &Path,
    recent: &[PathBuf],
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> std::io::Result<Wanted> {
    let name = |path: &Path| Shown::new(&path.display().to_string());
    writeln!(
        out,
        "There is no document that can be read in {}.\n",
        name(here)
    )?;
    writeln!(
        out,
        "Glossator reads folders of text, Markdown, web pages, EPUB, DOCX, ODT and PDF:\n"
    )?;
    writeln!(out, "    glossator FOLDER\n")?;
    for (index, path) in recent.iter().enumerate() {
        let ago = if index == 0 { "   opened last" } else { "" };
        writeln!(out, "  {}  {}{ago}", index + 1, name(path))?;
    }
    let sample = here.join("glossator-sample");
    writeln!(
        out,
        "  s  the sample, twelve short documents: {}",
        name(&sample)
    )?;
    writeln!(out, "  t  the lesson: five minutes, step by step")?;
    writeln!(out, "  Enter  nothing\n")?;
    write!(out, "Open which? ")?;
    out.flush()?;
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(match line.trim() {
        "s" => Wanted::Sample(sample),
        "t" => Wanted::Lesson,
        digit => digit
            .parse::<usize>()
            .ok()
            .and_then(|number| recent.get(number.checked_sub(1)?))
            .map_or(Wanted::Nothing, |path| Wanted::Corpus(path.clone())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(typed: &str) -> (Wanted, String) {
        let recent = [PathBuf::from("/a"), PathBuf::from("/b\u{1b}[31m")];
        let mut out = Vec::new();
        let wanted = ask(Path::new("/here"), &recent, &mut typed.as_bytes(), &mut out);
        (
            wanted.expect("an answer"),
            String::from_utf8_lossy(&out).into_owned(),
        )
    }

    #[test]
    fn a_digit_opens_what_stands_there() {
        let (wanted, said) = answer("2\n");
        assert_eq!(wanted, Wanted::Corpus("/b\u{1b}[31m".into()));
        assert!(said.contains("1  /a   opened last"), "{said}");
        assert!(!said.contains('\u{1b}'), "a name drives no terminal");
    }

    #[test]
    fn anything_else_opens_nothing() {
        for typed in ["\n", "", "0\n", "9\n", "what\n"] {
            assert_eq!(answer(typed).0, Wanted::Nothing, "{typed:?}");
        }
        assert_eq!(answer("t\n").0, Wanted::Lesson);
        assert_eq!(
            answer("s\n").0,
            Wanted::Sample("/here/glossator-sample".into())
        );
    }
}
