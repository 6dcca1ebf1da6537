//! The session and the drafts: what is convenient to find again and harmless to lose.
//!
//! Knows reading places, marks, recent things and notes that were being written. None of it is
//! an entry, none of it can be undone, and a file that cannot be read counts as none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::{make_private, replace};
use crate::corpus::{DocumentId, TextHash};

/// A place in a document: its id and a code point of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingPlace {
    /// The document.
    pub document: DocumentId,
    /// Code points before the place.
    pub at: usize,
}

/// How a document was left, in code points of its text and indexes of its blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, from = "Written")]
pub struct DocumentPlace {
    /// Where the current passage began.
    pub from: usize,
    /// Where it ended.
    pub to: usize,
    /// The first code point on the screen.
    pub top: usize,
    /// Whether the space before it was on the screen too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub spaced: bool,
    /// Blocks folded or unfolded against what the document proposes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub folds: Vec<usize>,
    /// Blocks that were read, in runs: first and last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<(u32, u32)>,
    /// The version of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<TextHash>,
}

/// A place as it may stand in a file: once it was only where the passage began.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    From(usize),
    Whole {
        from: usize,
        to: usize,
        top: usize,
        #[serde(default)]
        spaced: bool,
        #[serde(default)]
        folds: Vec<usize>,
        #[serde(default)]
        read: Vec<(u32, u32)>,
        #[serde(default)]
        version: Option<TextHash>,
    },
}

impl From<Written> for DocumentPlace {
    fn from(written: Written) -> Self {
        match written {
            Written::From(from) => Self {
                from,
                ..Self::default()
            },
            Written::Whole {
                from,
                to,
                top,
                spaced,
                folds,
                read,
                version,
            } => Self {
                from,
                to,
                top,
                spaced,
                folds,
                read,
                version,
            },
        }
    }
}

/// What a session leaves for the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The document that was open.
    pub open: Option<DocumentId>,
    /// How each document was left.
    pub places: BTreeMap<DocumentId, DocumentPlace>,
    /// Marks by letter.
    pub marks: BTreeMap<char, ReadingPlace>,
    /// Tags, relations, queries and the like used lately, newest first, by what they are.
    pub recent: BTreeMap<String, Vec<String>>,
    /// Settings made while reading, such as the theme.
    pub settings: BTreeMap<String, String>,
}

/// The file of the session, which can be written also while the rest of the store is busy.
#[derive(Debug, Clone)]
pub struct SessionFile {
    path: PathBuf,
    /// The folder without which nothing is written; None where nothing may be.
    folder: Option<PathBuf>,
}

impl SessionFile {
    /// The file at `path`, written if `folder` is there.
    pub(super) fn new(path: PathBuf, folder: Option<PathBuf>) -> Self {
        Self { path, folder }
    }

    /// Leaves a session for the next one. Nothing is written where there is no library yet, or
    /// where it is only read.
    pub fn save(&self, session: &Session) -> std::io::Result<()> {
        match &self.folder {
            Some(folder) if folder.is_dir() => save(&self.path, session),
            _ => Ok(()),
        }
    }
}

/// Reads a session; one that is missing or damaged is an empty one.
pub(super) fn load(path: &Path) -> Session {
    let text = fs::read(path).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Writes a session whole or not at all.
pub(super) fn save(path: &Path, session: &Session) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(session).map_err(std::io::Error::other)?;
    replace(path, &text)
}

/// Writes a draft under a name of the caller's choosing.
pub(super) fn save_draft(dir: &Path, name: &str, text: &str) -> std::io::Result<()> {
    make_private(dir)?;
    let file = serde_json::to_vec(&Draft {
        name: name.to_owned(),
        text: text.to_owned(),
    })
    .map_err(std::io::Error::other)?;
    replace(&dir.join(file_name(name)), &file)
}

/// The drafts left behind: name and text.
pub(super) fn drafts(dir: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(dir).into_iter().flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|it| it == "json"))
        .filter_map(|file| serde_json::from_slice::<Draft>(&fs::read(file.path()).ok()?).ok())
        .map(|draft| (draft.name, draft.text))
        .collect()
}

/// Removes a draft, if it is there.
pub(super) fn drop_draft(dir: &Path, name: &str) {
    // One that stays is offered again: a nuisance, not a loss.
    let _ = fs::remove_file(dir.join(file_name(name)));
}

#[derive(Serialize, Deserialize)]
struct Draft {
    name: String,
    text: String,
}

/// A file's name for any name: its hash, since it may hold anything.
fn file_name(name: &str) -> String {
    let hash = TextHash::of(name);
    format!("{}.json", hash.as_str().get(..16).unwrap_or_default())
}
