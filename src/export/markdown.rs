//! Markdown: every quotation with its reference, what the reader attached to it, and the way back.
//!
//! Knows how a passage becomes a block of a page, and the few tokens in which the dialects differ.
//! A page is front matter and own blocks; how these are kept in step with a file in which the
//! reader writes too is [`sync`](super::sync)'s part.

pub mod back;
mod front;
mod note;
mod text;

use std::fmt::Write as _;

use super::grouping::{self, Chapter, Group};
use super::material::{Material, Passage, Place, Scope, Sheet, Tie};
use super::sync::{Block, Marks, Page};
use crate::corpus::Document;
use crate::library::RecordId;
use crate::passage::place::PlacedState;
pub(super) use front::citation;
pub(super) use note::safe as safe_note;
pub(super) use text::{inline, quotation};

/// Stand for the beginning and the end of the marked words until these are written. A text that has
/// these private characters itself gets others for them.
const BEGIN: char = '\u{f8f0}';
const END: char = '\u{f8f1}';

/// The dialects of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// `CommonMark`, which every tool reads.
    CommonMark,
    /// Obsidian: tags, block ids and links within the vault.
    Obsidian,
    /// Pandoc: citations that are resolved, spans with attributes.
    Pandoc,
}

impl Flavour {
    /// The name in `--format` and in front matter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommonMark => "markdown",
            Self::Obsidian => "obsidian",
            Self::Pandoc => "pandoc",
        }
    }
}

/// What a set of pages is made from.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The passages.
    pub material: &'a Material,
    /// What they were chosen by; said in the front matter.
    pub scope: &'a Scope,
    /// The dialect.
    pub flavour: Flavour,
    /// What the passages of one page are grouped by.
    pub group: Group,
}

/// How pages of one export lie to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Everything is on one page.
    Page,
    /// Each document has a file.
    Folder,
}

/// A file of a folder export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, which follows from the document's id alone.
    pub name: String,
    /// What it holds.
    pub page: Page,
}

impl Job<'_> {
    /// Everything on one page, one section for each document.
    pub fn page(&self) -> Page {
        let mut blocks = Vec::new();
        match self.group {
            Group::Document => {
                let mut level = 1;
                if self.material.sheets.len() != 1 {
                    blocks.push(self.title());
                    level = 2;
                }
                for sheet in &self.material.sheets {
                    self.section(sheet, level, Layout::Page, &mut blocks);
                }
            }
            Group::Tag => {
                let wanted = |tag: &str| self.scope.takes_tag(tag);
                self.chapters(
                    &grouping::by_tag(self.material, wanted),
                    "no tag",
                    &mut blocks,
                );
            }
            Group::Year => {
                self.chapters(&grouping::by_year(self.material), "no date", &mut blocks);
            }
        }
        Page {
            blocks,
            ..self.frame()
        }
    }

    /// One page for each document, and an index of them.
    pub fn folder(&self) -> Vec<File> {
        let mut files = vec![File {
            name: "index.md".into(),
            page: self.index(),
        }];
        for sheet in &self.material.sheets {
            let mut blocks = Vec::new();
            self.section(sheet, 1, Layout::Folder, &mut blocks);
            files.push(File {
                name: file_name(sheet.id.as_str()),
                page: Page {
                    marks: Marks::Html,
                    front: front::of(self, std::slice::from_ref(sheet)),
                    blocks,
                },
            });
        }
        files
    }

    /// A page of the same sources on which nothing stands yet.
    pub(super) fn frame(&self) -> Page {
        Page {
            marks: Marks::Html,
            front: front::of(self, &self.material.sheets),
            blocks: Vec::new(),
        }
    }

    /// The heading of a page of several documents.
    fn title(&self) -> Block {
        let title = inline(&self.scope.title(), self.flavour);
        Block::new("page", &format!("# {title}"))
    }

    /// The page that leads to the others.
    fn index(&self) -> Page {
        let mut list = format!("# {}\n\n", inline(&self.scope.title(), self.flavour));
        for sheet in &self.material.sheets {
            let title = inline(sheet_title(sheet), self.flavour);
            let file = file_name(sheet.id.as_str());
            let link = match self.flavour {
                Flavour::Obsidian => format!("[[{}]]", file.trim_end_matches(".md")),
                _ => format!("[{title}](<{file}>)"),
            };
            let passages = counted(sheet.passages.len(), "passage");
            // Writing to a String cannot fail.
            let _ = writeln!(list, "- {link}: {passages}");
        }
        Page {
            marks: Marks::Html,
            front: front::of_index(self),
            blocks: vec![Block::new("page", &list)],
        }
    }

    /// The blocks of one document.
    fn section(&self, sheet: &Sheet, level: usize, layout: Layout, blocks: &mut Vec<Block>) {
        blocks.push(Block::new(
            format!("d={}", sheet.id),
            &self.head(sheet, level),
        ));
        for passage in &sheet.passages {
            blocks.push(self.block(passage, layout));
        }
    }

    /// The blocks of passages under headings that are no documents.
    fn chapters(&self, chapters: &[Chapter], without: &str, blocks: &mut Vec<Block>) {
        blocks.push(self.title());
        for chapter in chapters {
            let name = chapter.name.as_deref();
            let mut head = format!("## {}\n", inline(name.unwrap_or(without), self.flavour));
            if !chapter.elsewhere.is_empty() {
                let also: Vec<String> = chapter.elsewhere.iter().map(|it| self.named(it)).collect();
                let _ = write!(
                    head,
                    "\nAlso, under another heading: {}\n",
                    also.join(" · ")
                );
            }
            // A name of one word, the same whatever else is on the page.
            let key = RecordId::derived(&["heading", name.unwrap_or("")]);
            blocks.push(Block::new(format!("g={key}"), &head));
            let passages = chapter.passages.iter();
            blocks.extend(passages.map(|it| self.block(it, Layout::Page)));
        }
    }

    /// A passage by its place alone, with a link to it.
    fn named(&self, passage: &Passage) -> String {
        let place = &passage.place;
        let name = inline(&place.name(), self.flavour);
        match &place.address {
            Some(address) => format!("[{name}]({})", address.link()),
            None => name,
        }
    }

    /// A passage as a block of the page.
    fn block(&self, passage: &Passage, layout: Layout) -> Block {
        let notes = passage.notes.iter();
        let base = back::base(notes.map(|it| (it.annotation.as_ref(), it.tags.as_slice())));
        Block {
            base,
            ..Block::new(passage.key(), &self.passage(passage, layout))
        }
    }

    /// A document's heading with what is known of it.
    pub(super) fn head(&self, sheet: &Sheet, level: usize) -> String {
        let title = inline(sheet_title(sheet), self.flavour);
        let mut head = format!("{} {title}\n\n", "#".repeat(level));
        let Some(document) = &sheet.document else {
            let _ = writeln!(
                head,
                "This document is not in the corpus any more; its passages are kept."
            );
            return head;
        };
        let address = crate::passage::Address::whole(sheet.id.as_str());
        let mut facts = vec![format!(
            "[{}]({})",
            inline(sheet.id.as_str(), self.flavour),
            address.link()
        )];
        facts.extend(
            source_facts(document)
                .iter()
                .map(|fact| inline(fact, self.flavour)),
        );
        let _ = writeln!(head, "{}", facts.join(" · "));
        head
    }

    /// A passage with everything attached to it.
    fn passage(&self, passage: &Passage, layout: Layout) -> String {
        let place = &passage.place;
        let mut body = self.quoted(place);
        if self.flavour == Flavour::Obsidian {
            // A block id stands alone between blank lines and belongs to what is above it.
            let _ = write!(body, "\n^{}\n", anchor(&passage.key()));
        }
        // Only what a link of the page leads to needs a name to be found by.
        let target = match self.flavour {
            _ if passage.ties.is_empty() => String::new(),
            Flavour::Obsidian => String::new(),
            Flavour::CommonMark => format!("<a id=\"{}\"></a>", anchor(&passage.key())),
            Flavour::Pandoc => format!("[]{{#{}}}", anchor(&passage.key())),
        };
        let _ = write!(body, "\n{target}{}\n", self.reference(place));
        for footnote in &place.footnotes {
            let _ = write!(body, "\n{}\n", self.footnote(footnote));
        }
        if let Some(state) = self.state(place) {
            let _ = write!(body, "\n{state}\n");
        }
        for (index, note) in passage.notes.iter().enumerate() {
            if index > 0 {
                let _ = write!(body, "\n{}\n", back::also_line(note.annotation.id));
            }
            if !note.tags.is_empty() {
                let tags: Vec<String> = note.tags.iter().map(|path| self.tag(path)).collect();
                let _ = write!(body, "\nTags: {}\n", tags.join(" "));
            }
            if !note.annotation.note.trim().is_empty() {
                let text = note::in_item(&note.annotation.note);
                let _ = write!(body, "\n- **Note**\n\n{text}\n");
            }
        }
        for tie in &passage.ties {
            let _ = write!(body, "\n{}\n", self.tie(tie, layout));
        }
        body
    }

    /// The words as a block quotation; with what stands around them, where that is asked for, the words
    /// themselves marked.
    fn quoted(&self, place: &Place) -> String {
        let Some((before, after)) = &place.context else {
            return quotation(&place.words, self.flavour);
        };
        let words = place.now.as_ref().unwrap_or(&place.words);
        let words = words.replace([BEGIN, END], "\u{fffd}");
        let marked: Vec<String> = words
            .split('\n')
            .map(|line| match line.trim() {
                "" => line.to_owned(),
                bare => format!("{BEGIN}{bare}{END}"),
            })
            .collect();
        let plain = |text: &str| text.replace([BEGIN, END], "\u{fffd}");
        let text = format!("{}{}{}", plain(before), marked.join("\n"), plain(after));
        let (begin, end) = match self.flavour {
            Flavour::Pandoc => ("[", "]{.mark}"),
            _ => ("<mark>", "</mark>"),
        };
        let quoted = quotation(&text, self.flavour);
        let mut out = String::with_capacity(quoted.len() + 16);
        let (mut inside, mut escaped) = (false, false);
        for c in quoted.chars() {
            match c {
                BEGIN => out.push_str(begin),
                END => out.push_str(end),
                // A bracket in the words must not end the span that marks them.
                ']' if inside && !escaped && self.flavour == Flavour::Pandoc => out.push_str("\\]"),
                c => out.push(c),
            }
            inside = c == BEGIN || inside && c != END;
            escaped = c == '\\' && !escaped;
        }
        out
    }

    /// The line that says where a quotation stands, with the link that leads back to it.
    fn reference(&self, place: &Place) -> String {
        let document = inline(place.document.as_str(), self.flavour);
        let Some(address) = &place.address else {
            return format!("— {document}");
        };
        let within = place
            .block_address
            .as_ref()
            .map(crate::passage::Address::within)
            .filter(|within| !within.is_empty())
            .map_or_else(|| document.clone(), |within| inline(&within, self.flavour));
        let link = format!("[{within}]({})", address.link());
        let cited = match self.flavour {
            Flavour::Pandoc => format!("{} · {link}", citation(place)),
            _ => format!("{document} {link}"),
        };
        match &place.section {
            Some(section) => format!("— {cited} · {}", inline(section, self.flavour)),
            None => format!("— {cited}"),
        }
    }

    /// A footnote that the quoted words call. Its mark is no part of the words, so that the quotation is
    /// theirs to the letter; the note stands below it, opening with its mark.
    fn footnote(&self, (label, text): &(String, Option<String>)) -> String {
        let label = inline(label, self.flavour);
        match text {
            Some(text) => {
                let words: Vec<&str> = text.split_whitespace().collect();
                format!(
                    "Footnote {label}: “{}”",
                    inline(&words.join(" "), self.flavour)
                )
            }
            None => format!("Footnote {label}: its text is not in the document"),
        }
    }

    /// What must be known of a passage that is not where and what it was when it was marked.
    fn state(&self, place: &Place) -> Option<String> {
        let standing = &place.standing;
        let name = match standing.state {
            PlacedState::Exact => return None,
            PlacedState::Moved => "moved".to_owned(),
            PlacedState::Uncertain => format!("uncertain, {:.2}", standing.score),
            PlacedState::Orphaned => "orphaned".to_owned(),
        };
        let why = standing
            .why
            .map(|why| format!(" ({why})"))
            .unwrap_or_default();
        let now = place.now.as_ref().map(|now| {
            let words = now.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("; the text now reads “{}”", inline(&words, self.flavour))
        });
        Some(format!("State: {name}{why}{}", now.unwrap_or_default()))
    }

    /// A tag.
    fn tag(&self, path: &str) -> String {
        match self.flavour {
            Flavour::Obsidian => format!("#{}", obsidian_tag(path)),
            Flavour::Pandoc => format!("[{}]{{.tag}}", inline(path, self.flavour)),
            Flavour::CommonMark => {
                // A code span may not hold its own mark.
                format!("`{}`", path.replace('`', "'"))
            }
        }
    }

    /// A link with its relation and its other end.
    fn tie(&self, tie: &Tie, layout: Layout) -> String {
        let other = &tie.other;
        let name = inline(&other.name(), self.flavour);
        let end = match (&tie.other_key, &other.address) {
            (Some(key), _) => self.within(&name, other, &anchor(key), layout),
            (None, Some(address)) => format!("[{name}]({})", address.link()),
            (None, None) => name,
        };
        let arrow = match tie.end {
            crate::library::End::From => "→",
            crate::library::End::To => "←",
        };
        let relation = inline(&tie.relation, self.flavour);
        let words = inline(&other.opening(), self.flavour);
        let mut item = format!("- {arrow} **{relation}** {end}: “{words}”");
        if other.standing.state == PlacedState::Orphaned {
            item.push_str(" (orphaned)");
        }
        if !tie.link.note.trim().is_empty() {
            let _ = write!(item, "\n\n{}", note::in_item(&tie.link.note));
        }
        item
    }
}

impl Job<'_> {
    /// A link to a passage of the same export.
    fn within(&self, name: &str, place: &Place, anchor: &str, layout: Layout) -> String {
        let file = match layout {
            Layout::Page => String::new(),
            Layout::Folder => file_name(place.document.as_str()),
        };
        match self.flavour {
            Flavour::Obsidian => {
                // In a wikilink nothing is escaped, and two characters would end its name.
                let name = place.name().replace(['|', '[', ']'], " ");
                format!("[[{}#^{anchor}|{name}]]", file.trim_end_matches(".md"))
            }
            _ => format!("[{name}](<{file}#{anchor}>)"),
        }
    }
}

/// The name of a passage as a target: letters, digits and hyphens only.
fn anchor(key: &str) -> String {
    key.replace(['=', ':'], "-")
}

/// A document's title, or its id where it is not in the corpus.
fn sheet_title(sheet: &Sheet) -> &str {
    sheet
        .document
        .as_ref()
        .map_or(sheet.id.as_str(), |document| document.title())
}

/// Date, origin and authors of a document, where known.
fn source_facts(document: &Document) -> Vec<String> {
    let meta = &document.meta;
    let mut facts = Vec::new();
    facts.extend(meta.date.as_ref().map(ToString::to_string));
    facts.extend(meta.origin.clone());
    if !meta.authors.is_empty() {
        facts.push(meta.authors.join(", "));
    }
    facts
        .iter()
        .map(|fact| fact.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// A tag path as Obsidian takes it: letters, digits, `_`, `-` and `/`, and not digits alone.
fn obsidian_tag(path: &str) -> String {
    let tag: String = path
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "_-/".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if tag.chars().all(|c| c.is_numeric() || c == '/') {
        return format!("_{tag}");
    }
    tag
}

/// The file of a document: its id, with what file systems do not take replaced.
pub fn file_name(id: &str) -> String {
    let stem: String = id
        .chars()
        .map(|c| {
            let bad = c.is_control() || c.is_whitespace() || "/\\:*?\"<>|#^[]%".contains(c);
            if bad { '-' } else { c }
        })
        .collect();
    // A name of dots alone is a folder, and a leading dot hides a file.
    let stem = stem.trim_start_matches('.');
    let stem = if stem.is_empty() { "document" } else { stem };
    // The index of a folder export has a name of its own.
    if stem.eq_ignore_ascii_case("index") {
        return "index-document.md".into();
    }
    format!("{stem}.md")
}

/// A count with its noun: `1 passage`, `3 passages`.
fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Every line that is not empty, moved to the right.
fn indented(text: &str, by: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.trim().is_empty() {
                String::new()
            } else {
                format!("{by}{line}")
            }
        })
        .collect();
    lines.join("\n")
}
