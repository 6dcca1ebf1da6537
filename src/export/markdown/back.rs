//! The way back: what the reader changed inside the blocks of a page, in notes and tags.
//!
//! Knows how a block says tags and notes, and what each of them was when the block was written (the
//! `n=` of its begin marker), so that it can tell whose change a difference is: the page's, the
//! library's, or both, which is a conflict. The quotation, the reference and the links are not taken
//! back: they say what the document and the library say.

use std::collections::HashMap;

use super::note::{disarmed, lowered, safe};
use super::obsidian_tag;
use crate::corpus::TextHash;
use crate::export::sync::{Marks, SyncError, own_blocks};
use crate::export::template::BASE;
use crate::library::{Annotation, Library, RecordId};

/// What the page says of one annotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The annotation, where the page names it; the first one of a block is named by the block.
    pub(super) id: Option<RecordId>,
    /// Its tags as they are written.
    pub(super) tags: Vec<String>,
    /// Its note as it is written.
    pub(super) note: String,
    has_note: bool,
}

/// A change to take in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The annotation.
    pub annotation: RecordId,
    /// Its tags, if they changed.
    pub tags: Option<Vec<String>>,
    /// Its note, if that changed.
    pub note: Option<String>,
}

/// Something that was changed on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The annotation.
    pub annotation: RecordId,
    /// What differs: `note` or `tags`.
    pub what: &'static str,
    /// What the page says.
    pub page: String,
    /// What the library says.
    pub library: String,
    /// What taking the page's side would change.
    pub edit: Edit,
}

/// What comes back from a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Back {
    /// Changes made in the page alone.
    pub edits: Vec<Edit>,
    /// Changes made on both sides.
    pub conflicts: Vec<Conflict>,
    /// What cannot be taken in, in sentences.
    pub left_out: Vec<String>,
}

/// What a block's begin marker keeps of the tags and notes in it: twelve digits for each annotation.
pub(super) fn base<'a>(
    annotations: impl IntoIterator<Item = (&'a Annotation, &'a [String])>,
) -> String {
    let all: Vec<String> = annotations
        .into_iter()
        .map(|(it, tags)| format!("{}{}", of_tags(tags), of_note(&safe(&it.note))))
        .collect();
    all.join(".")
}

fn of_tags(tags: &[String]) -> String {
    let mut tags: Vec<String> = tags.iter().map(|tag| obsidian_tag(tag)).collect();
    tags.sort();
    digits(&tags.join(" "))
}

fn of_note(note: &str) -> String {
    digits(note.replace("\r\n", "\n").trim())
}

fn digits(text: &str) -> String {
    TextHash::of(text).as_str().chars().take(6).collect()
}

/// What a block says of tags and notes, in the form of [`base`], and everything else in it. Two blocks
/// of which both are equal differ only in how a note is made safe.
pub(in crate::export) fn said(body: &str) -> (String, String) {
    let mut rest = String::new();
    let all: Vec<String> = parts_and_rest(body, &mut rest)
        .iter()
        .map(|part| {
            let note = safe(&as_written(&part.note, ""));
            format!("{}{}", of_tags(&part.tags), of_note(&note))
        })
        .collect();
    (all.join("."), rest)
}

/// Reads a page of any flavour of Markdown against the library as it is now.
///
/// # Errors
/// [`SyncError`], if the page's markers are damaged.
pub fn read(text: &str, library: &Library) -> Result<Back, SyncError> {
    let mut back = Back::default();
    for block in own_blocks(text, Marks::Html)? {
        if !block.is_edited() {
            continue;
        }
        if block.base == BASE {
            back.left_out.push(format!(
                "{}: a template wrote it, so that its notes and tags cannot be told from the rest",
                block.key
            ));
            continue;
        }
        let parts = parts(block.body);
        let Some(first) = block.key.strip_prefix("a=") else {
            let says = parts.iter().any(|it| it.has_note || !it.tags.is_empty());
            if says && block.key.starts_with("l=") {
                back.left_out.push(format!(
                    "{}: a note or tags on a passage that has a link only; annotate it in Glossator",
                    block.key
                ));
            }
            continue;
        };
        let bases: Vec<&str> = block.base.split('.').collect();
        for (index, part) in parts.iter().enumerate() {
            let id = match index {
                0 => first.parse().ok().map(RecordId),
                _ => part.id,
            };
            let found = id.and_then(|id| library.annotation(id));
            match found {
                Some(annotation) => {
                    let base = bases.get(index).copied().unwrap_or("");
                    compare(annotation, part, base, library, &mut back);
                }
                None => back.left_out.push(format!(
                    "{}: the annotation is not in the library any more",
                    block.key
                )),
            }
        }
    }
    Ok(back)
}

fn compare(annotation: &Annotation, part: &Part, base: &str, library: &Library, back: &mut Back) {
    let paths: Vec<String> = library
        .tag_paths(annotation)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let (base_tags, base_note) = base.split_at_checked(6).unwrap_or(("", ""));
    let mut edit = Edit {
        annotation: annotation.id,
        tags: None,
        note: None,
    };
    let empty = edit.clone();
    let tags = known_tags(&part.tags, &paths, library);
    if of_tags(&tags) != of_tags(&paths) {
        if of_tags(&tags) == base_tags {
            // The library went on, the page did not.
        } else if of_tags(&paths) == base_tags {
            edit.tags = Some(tags);
        } else {
            back.conflicts.push(Conflict {
                annotation: annotation.id,
                what: "tags",
                page: tags.join(" "),
                library: paths.join(" "),
                edit: Edit {
                    tags: Some(tags),
                    ..empty.clone()
                },
            });
        }
    }
    let now = safe(&annotation.note);
    if of_note(&part.note) != of_note(&now) {
        let note = as_written(&part.note, &annotation.note);
        if of_note(&part.note) == base_note {
            // As above.
        } else if of_note(&now) == base_note {
            edit.note = Some(note);
        } else {
            back.conflicts.push(Conflict {
                annotation: annotation.id,
                what: "note",
                page: part.note.clone(),
                library: now,
                edit: Edit {
                    note: Some(note),
                    ..empty.clone()
                },
            });
        }
    }
    if edit != empty {
        back.edits.push(edit);
    }
}

/// Tags by their paths: Obsidian's notation leaves some characters out, so that a tag is recognised
/// by what it looks like there, the annotation's own first.
fn known_tags(written: &[String], own: &[String], library: &Library) -> Vec<String> {
    written
        .iter()
        .map(|tag| {
            let alike = |path: &&str| *path == tag || obsidian_tag(path) == *tag;
            let own = own.iter().map(String::as_str).find(alike);
            let any = || library.tags().map(|it| it.path.as_str()).find(alike);
            own.or_else(any).unwrap_or(tag).to_owned()
        })
        .collect()
}

/// The parts of a block's body, one for each annotation.
pub(super) fn parts(body: &str) -> Vec<Part> {
    parts_and_rest(body, &mut String::new())
}

/// The same, and the lines that say neither tags nor notes, without blank ones.
fn parts_and_rest(body: &str, rest: &mut String) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let mut note: Option<Vec<&str>> = None;
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let bare = line.trim();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| bare.starts_with(mark));
        let in_fence = fence.is_some();
        match (fence, mark) {
            (None, Some(mark)) if note.is_some() => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let structural = !in_fence && mark.is_none() && is_structural(line);
        if !structural {
            if let Some(lines) = &mut note {
                lines.push(line);
            } else if !bare.is_empty() {
                rest.push_str(line);
                rest.push('\n');
            }
            continue;
        }
        end_note(&mut parts, &mut note);
        let last = parts.len() - 1;
        if let Some(id) = also(line) {
            parts.push(Part {
                id: Some(id),
                ..Part::default()
            });
        } else if let Some(tags) = line.strip_prefix("Tags:") {
            parts[last].tags.extend(tags_in(tags));
        } else if bare == "- **Note**" {
            note = Some(Vec::new());
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    end_note(&mut parts, &mut note);
    parts
}

fn end_note(parts: &mut [Part], note: &mut Option<Vec<&str>>) {
    let (Some(lines), Some(part)) = (note.take(), parts.last_mut()) else {
        return;
    };
    let lines: Vec<&str> = lines
        .into_iter()
        .map(|line| {
            line.strip_prefix("  ")
                .unwrap_or(line.trim_start_matches(' '))
        })
        .collect();
    let text = lines.join("\n");
    let text = text.trim_matches('\n').trim_end();
    if !part.note.is_empty() {
        part.note.push_str("\n\n");
    }
    part.note.push_str(text);
    part.has_note = true;
}

/// Whether a line is one of Glossator's own in a block: what ends a note.
fn is_structural(line: &str) -> bool {
    line.starts_with("Tags:")
        || line.trim_end() == "- **Note**"
        || line.starts_with("- → **")
        || line.starts_with("- ← **")
        || also(line).is_some()
}

/// The annotation that a line says begins here.
fn also(line: &str) -> Option<RecordId> {
    let inner = line.trim_end().strip_prefix("<!-- gl:also a=")?;
    inner
        .strip_suffix(" -->")?
        .trim()
        .parse()
        .ok()
        .map(RecordId)
}

/// The line before what belongs to a further annotation of a passage.
pub(super) fn also_line(id: RecordId) -> String {
    format!("<!-- gl:also a={id} -->")
}

/// The tags in a line, in the notation of any flavour: `` `tag` ``, `#tag`, `[tag]{.tag}`.
fn tags_in(line: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let taken = if let Some(inner) = rest.strip_prefix('`') {
            inner.split_once('`')
        } else if let Some(inner) = rest.strip_prefix('[') {
            inner.split_once("]{.tag}")
        } else {
            let plain = rest.strip_prefix('#').unwrap_or(rest);
            let end = plain
                .find(|c: char| c.is_whitespace() || c == ',')
                .unwrap_or(plain.len());
            Some(plain.split_at(end))
        };
        let Some((tag, after)) = taken else {
            break;
        };
        let tag = unescaped(tag);
        if !tag.trim().is_empty() {
            tags.push(tag.trim().to_owned());
        }
        rest = after.trim_start_matches([' ', ',', '\t']);
    }
    tags
}

/// Without the backslashes that keep punctuation from meaning something.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(c);
    }
    out
}

/// A note as the reader would have written it: lines that are as they were made safe for the page get
/// back what was taken from them, and headings rise again.
pub(super) fn as_written(page: &str, before: &str) -> String {
    let mut known: HashMap<String, &str> = HashMap::new();
    for line in before.lines() {
        known.insert(disarmed(&lowered(line)), line);
        if line.starts_with('=') {
            known.insert(format!("\\{line}"), line);
        }
    }
    let lines: Vec<String> = page
        .lines()
        .map(|line| match known.get(line) {
            Some(line) => (*line).to_owned(),
            None => match line.strip_prefix("###") {
                Some(rest) if rest.starts_with('#') => rest.to_owned(),
                _ => line.to_owned(),
            },
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_says_tags_and_notes_of_each_annotation() {
        let body = "> words\n\n— a [#p1](glossator:a#p1)\n\nTags: `treaty/1956` `a b`\n\n- **Note**\n\n  One.\n\n  \
            ```\n  Tags: no\n  ```\n\n<!-- gl:also a=0199e2c4-5b7a-7000-8000-000000000001 -->\n\nTags: #x [y\\_z]{.tag}\n\n\
            - → **cites** [b](glossator:b): “w”\n\n  its note\n";
        let found = parts(body);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].tags, ["treaty/1956", "a b"]);
        assert_eq!(found[0].note, "One.\n\n```\nTags: no\n```");
        assert_eq!(found[1].tags, ["x", "y_z"]);
        assert!(!found[1].has_note);
        assert!(found[1].id.is_some());
    }

    #[test]
    fn a_note_gets_back_what_was_taken_from_it() {
        let before = "# Big\n\na <!-- b\n\n#### deep";
        let page = safe(before).replace("a &lt;", "an &lt;") + "\n\n#### New\n\n# Own";
        assert_eq!(
            as_written(&page, before),
            "# Big\n\nan &lt;!-- b\n\n#### deep\n\n# New\n\n# Own"
        );
        assert_eq!(as_written(&safe(before), before), before);
    }
}
