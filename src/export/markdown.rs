//! Markdown: every quotation with its reference, what the reader attached to it, and the way back.
//!
//! Knows the dialects, and how pages are put together of headings and passages. What a passage says is
//! in `markdown/passage.rs`. A page is front matter and own blocks; how these are kept in step with a
//! file in which the reader writes too is [`sync`](super::sync)'s part.

pub mod anew;
pub mod back;
mod front;
mod note;
mod passage;
mod text;

use std::fmt::Write as _;

use super::grouping::{self, Chapter, Group};
use super::material::{Material, Passage, Scope, Sheet};
use super::sync::{Block, Marks, Page};
use crate::corpus::Document;
use crate::library::RecordId;
pub(super) use front::citation;
pub(super) use note::safe as safe_note;
use passage::obsidian_tag;
pub(super) use text::{inline, quotation};

/// The dialects of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// `CommonMark`, which every tool reads.
    CommonMark,
    /// Obsidian: tags, block ids, callouts and links within the vault.
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
