//! Keeping a Markdown file in step: Glossator's own blocks are replaced, the reader's prose stays.
//!
//! Knows the markers between which its own stands, and which file it may write at all. A block's
//! begin marker carries a checksum of the block as it was written, so that a block edited by hand
//! is known and not overwritten unasked. Touches no file: it turns one text into another.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::harmless;
use super::markdown::back::said;
use crate::corpus::TextHash;
use crate::library::RecordId;

/// How own blocks are marked: as comments of the page's language, one a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marks {
    /// `<!-- gl:begin … -->`
    #[default]
    Html,
    /// `# gl:begin …`
    Org,
}

impl Marks {
    /// What an own block begins with.
    const fn begin(self) -> &'static str {
        match self {
            Self::Html => "<!-- gl:begin ",
            Self::Org => "# gl:begin ",
        }
    }

    /// What an own block ends with.
    const fn end(self) -> &'static str {
        match self {
            Self::Html => "<!-- gl:end ",
            Self::Org => "# gl:end ",
        }
    }

    /// What closes the comment.
    const fn close(self) -> &'static str {
        match self {
            Self::Html => " -->",
            Self::Org => "",
        }
    }
}

/// A page: front matter and own blocks in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// How its blocks are marked.
    pub marks: Marks,
    /// The front matter; an empty one is not written.
    pub front: Front,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// Front matter: what is written once, and the keys that are kept up to date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    /// Lines for a new file; afterwards they are the reader's.
    pub first: String,
    /// Key and lines of each part that Glossator owns.
    pub own: Vec<(String, String)>,
}

/// A block of Glossator's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its name, the same in every export: `a=` and the annotation's id.
    pub key: String,
    /// Its Markdown, without the markers.
    pub body: String,
    /// What it keeps of the tags and notes that it says, for the way back; empty where it says none.
    pub base: String,
}

impl Block {
    /// A block; the body ends with one line end.
    pub fn new(key: impl Into<String>, body: &str) -> Self {
        // Two hyphens end a comment in some readers' eyes.
        let key = key.into().replace("--", "-%2D");
        let body = format!(
            "{}
",
            harmless::plain(body.trim_end())
        );
        Self {
            key,
            body,
            base: String::new(),
        }
    }

    /// Whether a body in a file says what this block says: to the letter, or but for how a note is
    /// kept from breaking the page.
    fn says_the_same(&self, body: &str) -> bool {
        checksum(body) == checksum(&self.body)
            || !self.base.is_empty() && said(body) == said(&self.body)
    }

    /// The block between its markers.
    fn written(&self, marks: Marks) -> String {
        format!(
            "{begin}{key} h={hash}{base}{close}\n\n{body}\n{end}{key}{close}\n",
            begin = marks.begin(),
            end = marks.end(),
            close = marks.close(),
            key = self.key,
            base = if self.base.is_empty() {
                String::new()
            } else {
                format!(" n={}", self.base)
            },
            hash = checksum(&self.body),
            body = self.body
        )
    }
}

/// Eight digits that change when a block's text does; line ends of either custom are equal.
fn checksum(body: &str) -> String {
    let plain = body.replace("\r\n", "\n");
    let hash = TextHash::of(plain.trim());
    hash.as_str().chars().take(8).collect()
}

/// Why a file cannot be kept in step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// The file was not written by Glossator.
    #[error("it was not written by Glossator")]
    Foreign,
    /// A block has no end.
    #[error(
        "the block that begins in line {line} has no end marker; put `gl:end {key}` back after it \
         as the other blocks have it"
    )]
    Unclosed {
        /// The line of the begin marker, from 1.
        line: usize,
        /// The block.
        key: String,
    },
}

/// A file brought up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The new text.
    pub text: String,
    /// Blocks that were edited by hand and therefore left as they are.
    pub edited: Vec<String>,
}

/// A piece of an existing file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    /// The reader's own writing.
    Prose(&'a str),
    /// A block between markers.
    Own {
        key: &'a str,
        hash: &'a str,
        body: &'a str,
        /// The block with its markers.
        whole: &'a str,
    },
}

impl Page {
    /// The page as a new file.
    pub fn written(&self) -> String {
        let mut out = String::new();
        if self.front != Front::default() {
            out.push_str("---\n");
            out.push_str(&self.front.first);
            for (_, lines) in &self.front.own {
                out.push_str(lines);
            }
            out.push_str("---\n\n");
        }
        for (index, block) in self.blocks.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            out.push_str(&block.written(self.marks));
        }
        out
    }

    /// The page put into an existing file: own blocks in their new order, the prose that followed
    /// a block still following it. Blocks that were edited by hand are left as they are, unless
    /// `force`.
    ///
    /// # Errors
    /// [`SyncError`], if the file is not one of Glossator's or its markers are damaged.
    pub fn merged_into(&self, old: &str, force: bool) -> Result<Merged, SyncError> {
        if !is_own(old) {
            return Err(SyncError::Foreign);
        }
        let (front, body) = split_front(old);
        let pieces = pieces(body, line_count(front), self.marks)?;
        let known: HashMap<&str, &Block> = self
            .blocks
            .iter()
            .map(|block| (block.key.as_str(), block))
            .collect();
        let mut head = String::new();
        let mut after: HashMap<&str, String> = HashMap::new();
        let mut there: HashMap<&str, Piece> = HashMap::new();
        let mut last: Option<&str> = None;
        for piece in pieces {
            match piece {
                Piece::Own { key, .. } if known.contains_key(key) => {
                    there.insert(key, piece);
                    after.insert(key, String::new());
                    last = Some(key);
                }
                // A block that is not wanted any more goes; the prose after it joins the prose before.
                Piece::Own { .. } => {}
                Piece::Prose(prose) => match last.and_then(|key| after.get_mut(key)) {
                    Some(kept) => join_prose(kept, prose),
                    None => join_prose(&mut head, prose),
                },
            }
        }
        let mut text = self.front_into(front);
        text.push_str(if head.is_empty() && !text.is_empty() {
            "\n"
        } else {
            &head
        });
        let mut edited = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            let next = self.blocks.get(index + 1).map(|it| it.key.as_str());
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            match there.get(block.key.as_str()) {
                Some(Piece::Own {
                    hash, body, whole, ..
                }) if !force && checksum(body) != *hash && !block.says_the_same(body) => {
                    text.push_str(whole);
                    edited.push(block.key.clone());
                }
                // A block that says the same is not rewritten, line ends included.
                Some(Piece::Own {
                    hash, body, whole, ..
                }) if checksum(body) == *hash && *hash == checksum(&block.body) => {
                    text.push_str(whole);
                }
                _ => text.push_str(&block.written(self.marks)),
            }
            match after.get(block.key.as_str()) {
                Some(prose) if !prose.is_empty() => text.push_str(prose),
                // The reader may have put two blocks close together; a new one comes with a blank line.
                Some(_) if next.is_none_or(|next| there.contains_key(next)) => {}
                _ if next.is_some() => text.push('\n'),
                _ => {}
            }
        }
        Ok(Merged { text, edited })
    }

    /// The front matter of an existing file with the own keys brought up to date.
    fn front_into(&self, old: &str) -> String {
        if old.is_empty() {
            // The reader took the front matter out; without it the page is still Glossator's.
            return String::new();
        }
        let mut out = String::new();
        let mut written: HashSet<&str> = HashSet::new();
        let mut skipping = false;
        let lines: Vec<&str> = old.split_inclusive('\n').collect();
        for (index, line) in lines.iter().enumerate() {
            let own = self.front.own.iter().find(|(key, _)| {
                line.strip_prefix(key.as_str())
                    .is_some_and(|rest| rest.starts_with(':'))
            });
            if let Some((key, text)) = own {
                if written.insert(key) {
                    out.push_str(text);
                }
                skipping = true;
            } else if skipping && line.starts_with([' ', '\t', '-']) && index + 1 < lines.len() {
                // What belongs to the key just replaced is indented under it.
            } else {
                skipping = false;
                if index + 1 == lines.len() {
                    for (key, text) in &self.front.own {
                        if written.insert(key) {
                            out.push_str(text);
                        }
                    }
                }
                out.push_str(line);
            }
        }
        out
    }
}

/// A block as it stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnBlock<'a> {
    /// Its name.
    pub key: &'a str,
    /// What it kept of tags and notes when it was written.
    pub base: &'a str,
    /// What stands between its markers.
    pub body: &'a str,
    hash: &'a str,
}

impl OwnBlock<'_> {
    /// The annotation or link after which it is named, where it is.
    pub fn record(&self) -> Option<RecordId> {
        let id = match self.key.split_once('=')? {
            ("a", id) => id,
            ("l", id) => id.split_once(':').map_or(id, |(id, _)| id),
            _ => return None,
        };
        RecordId::read(id)
    }

    /// Whether it is not as Glossator wrote it.
    pub fn is_edited(&self) -> bool {
        checksum(self.body) != self.hash
    }
}

/// The blocks of a file, in order.
///
/// # Errors
/// [`SyncError`], if a block has no end.
pub fn own_blocks(text: &str, marks: Marks) -> Result<Vec<OwnBlock<'_>>, SyncError> {
    let (front, body) = split_front(text);
    let pieces = pieces(body, line_count(front), marks)?;
    Ok(pieces
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Own {
                key,
                hash,
                body,
                whole,
            } => Some(OwnBlock {
                key,
                base: whole
                    .lines()
                    .next()
                    .map_or("", |line| marked(line, marks, "n=")),
                body,
                hash,
            }),
            Piece::Prose(_) => None,
        })
        .collect())
}

/// What a begin marker says under a name.
fn marked<'a>(line: &'a str, marks: Marks, name: &str) -> &'a str {
    let inner = line.strip_prefix(marks.begin()).unwrap_or("");
    let mut words = inner.split_whitespace();
    words.find_map(|word| word.strip_prefix(name)).unwrap_or("")
}

/// Puts a piece of prose after another. Not a byte of the reader's is left out: only the one line end that
/// stands between two blocks where nothing was written is Glossator's, and goes with a block.
fn join_prose(kept: &mut String, prose: &str) {
    let between = |text: &str| text == "\n" || text == "\r\n";
    if !kept.is_empty() && between(prose) {
        return;
    }
    if between(kept) {
        kept.clear();
    }
    if !kept.is_empty() && !kept.ends_with('\n') {
        kept.push('\n');
    }
    kept.push_str(prose);
}

/// The records after which blocks of a file are named: annotations and links, in the order of the file.
/// A file that cannot be taken apart names none.
pub fn records(text: &str, marks: Marks) -> Vec<RecordId> {
    let blocks = own_blocks(text, marks).unwrap_or_default();
    blocks.iter().filter_map(OwnBlock::record).collect()
}

/// Whether a file is one that Glossator wrote: it has an own block or `glossator:` in its front
/// matter. An empty file belongs to nobody and may be taken.
pub fn is_own(text: &str) -> bool {
    text.trim().is_empty()
        || text.lines().any(|line| {
            [Marks::Html, Marks::Org]
                .iter()
                .any(|marks| begin_marker(line, *marks).is_some_and(|(_, hash)| !hash.is_empty()))
        })
        || split_front(text)
            .0
            .lines()
            .any(|line| line.starts_with("glossator:"))
}

/// A text divided after its front matter, which may be missing.
fn split_front(text: &str) -> (&str, &str) {
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        if index == 0 && bare.trim_start_matches('\u{feff}') != "---" {
            return ("", text);
        }
        at += line.len();
        if index > 0 && (bare == "---" || bare == "...") {
            return text.split_at(at);
        }
    }
    ("", text)
}

/// How many lines a text has.
fn line_count(text: &str) -> usize {
    text.split_inclusive('\n').count()
}

/// The pieces of a file's body. A second block of the same name is a copy that the reader made,
/// and counts as prose.
fn pieces(body: &str, lines_before: usize, marks: Marks) -> Result<Vec<Piece<'_>>, SyncError> {
    let mut pieces = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut prose = 0;
    let mut at = 0;
    let mut open: Option<(usize, usize, usize, &str, &str)> = None;
    for (index, line) in body.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        if let Some((key, hash)) = begin_marker(line, marks) {
            if let Some((_, _, line, key, _)) = open {
                return Err(unclosed(lines_before + line, key));
            }
            open = Some((start, at, index + 1, key, hash));
        } else if let (Some((begin, inner, _, key, hash)), Some(ended)) =
            (open, end_marker(line, marks))
            && ended == key
        {
            open = None;
            if !seen.insert(key) {
                continue;
            }
            if let Some(text) = body.get(prose..begin).filter(|text| !text.is_empty()) {
                pieces.push(Piece::Prose(text));
            }
            pieces.push(Piece::Own {
                key,
                hash,
                body: body.get(inner..start).unwrap_or(""),
                whole: body.get(begin..at).unwrap_or(""),
            });
            prose = at;
        }
    }
    if let Some((_, _, line, key, _)) = open {
        return Err(unclosed(lines_before + line, key));
    }
    if let Some(text) = body.get(prose..).filter(|text| !text.is_empty()) {
        pieces.push(Piece::Prose(text));
    }
    Ok(pieces)
}

fn unclosed(line: usize, key: &str) -> SyncError {
    SyncError::Unclosed {
        line,
        key: key.to_owned(),
    }
}

/// The name and checksum in a begin marker.
fn begin_marker(line: &str, marks: Marks) -> Option<(&str, &str)> {
    let inner = line.strip_prefix(marks.begin())?;
    let inner = inner.trim_end().strip_suffix(marks.close())?;
    let mut words = inner.split_whitespace();
    let key = words.next()?;
    Some((
        key,
        words.find_map(|word| word.strip_prefix("h=")).unwrap_or(""),
    ))
}

/// The name in an end marker.
fn end_marker(line: &str, marks: Marks) -> Option<&str> {
    let inner = line.strip_prefix(marks.end())?;
    inner.trim_end().strip_suffix(marks.close()).map(str::trim)
}

/// What changes between two texts, line by line, in the form of a unified listing without context.
pub fn changed_lines(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[same_start..], &new[same_start..]);
    let same_end = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = String::new();
    for line in &old_rest[..old_rest.len() - same_end] {
        let _ = writeln!(out, "-{line}");
    }
    for line in &new_rest[..new_rest.len() - same_end] {
        let _ = writeln!(out, "+{line}");
    }
    out
}

#[cfg(test)]
mod tests;
