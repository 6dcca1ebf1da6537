//! An edition: what was gathered, in one of the forms in which it leaves, as one file or as the files
//! of a folder.
//!
//! Knows the forms, how their files are called and what each holds. Knows no disk: which file is
//! there already, and whether it may be replaced, is the concern of whoever writes.

use super::dossier::{self, Dossier};
use super::grouping::Group;
use super::markdown::{Flavour, Job};
use super::material::{Material, Scope};
use super::sync::{Block, Page};
use super::table::{self, Divider};
use super::{bibliography, graph, html, lines, org, qda, w3c};
use crate::library::Library;

/// The forms in which a library can leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown in one of its dialects.
    Markdown(Flavour),
    /// Org mode.
    Org,
    /// A reading edition as one web page.
    Html,
    /// Every record, one a line.
    Lines,
    /// Tables for spreadsheets.
    Table(Divider),
    /// A W3C Web Annotation collection.
    W3c,
    /// A REFI-QDA project.
    Project,
    /// A REFI-QDA codebook.
    Codebook,
    /// The documents as a bibliography in CSL-JSON.
    Csl,
    /// The same in the form of BibTeX.
    Bibtex,
}

/// What a file would hold.
#[derive(Debug, Clone)]
pub enum Content {
    /// A page that is kept in step with the reader's prose.
    Page(Page),
    /// A text that is written as a whole; `own` tells whether a file there is one of its kind.
    Whole {
        /// The text.
        text: String,
        /// Whether a text is one that this program wrote in this form.
        own: fn(&str) -> bool,
    },
    /// The same for what is no text.
    Binary {
        /// The file.
        bytes: Vec<u8>,
        /// Whether a file is one that this program wrote in this form.
        own: fn(&[u8]) -> bool,
    },
}

impl Content {
    /// The same with blocks before all others, where it is a page.
    #[must_use]
    pub fn led_by(mut self, blocks: Vec<Block>) -> Self {
        if let Self::Page(page) = &mut self {
            page.blocks.splice(0..0, blocks);
        }
        self
    }

    /// The bytes of a new file.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Page(page) => page.written().into_bytes(),
            Self::Whole { text, .. } => text.clone().into_bytes(),
            Self::Binary { bytes, .. } => bytes.clone(),
        }
    }
}

/// What an edition is made from.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The form.
    pub format: Format,
    /// The passages.
    pub material: &'a Material,
    /// The library they are from.
    pub library: &'a Library,
    /// What they were chosen by.
    pub scope: &'a Scope,
    /// What the passages of a page are grouped by.
    pub group: Group,
    /// The dossiers of the tags it is narrowed to, which lead a page; in tables those of all tags.
    pub dossiers: &'a [Dossier],
}

impl Edition<'_> {
    /// Everything as one file.
    pub fn one(&self) -> Content {
        let material = self.material;
        match self.format {
            Format::Markdown(flavour) => {
                Content::Page(self.job(flavour).page()).led_by(self.leading(flavour))
            }
            Format::Org => Content::Page(org::page(material)),
            Format::Html => whole(html::written(material), html::is_own),
            Format::W3c => whole(w3c::written(material), w3c::is_own),
            Format::Lines if self.scope.query.is_some() || self.scope.linked => {
                whole(lines::gathered(self.library, material), lines::is_own)
            }
            Format::Lines => whole(lines::written(self.library, self.scope), lines::is_own),
            Format::Codebook => whole(qda::codebook(self.library), qda::is_own_codebook),
            Format::Project => Content::Binary {
                bytes: qda::project(material, self.library).bytes,
                own: qda::is_own_project,
            },
            Format::Table(divider) => whole(table::annotations(material, divider), table::is_own),
            Format::Csl => whole(bibliography::csl(material), bibliography::is_own_csl),
            Format::Bibtex => whole(bibliography::bibtex(material), bibliography::is_own_bibtex),
        }
    }

    /// The same as the files of a folder, by name: a page for each document and one that leads to
    /// them, or the one or several files of a form that has no pages.
    pub fn several(&self) -> Vec<(String, Content)> {
        match self.format {
            Format::Markdown(flavour) => {
                let files = self.job(flavour).folder().into_iter();
                let mut files: Vec<(String, Content)> = files
                    .map(|file| (file.name, Content::Page(file.page)))
                    .collect();
                // What leads a page stands on the one that leads to the others.
                if let Some((_, content)) = files.first_mut() {
                    let index = std::mem::replace(content, Content::Page(Page::default()));
                    *content = index.led_by(self.leading(flavour));
                }
                if flavour == Flavour::Pandoc {
                    let bibliography = whole(
                        bibliography::bibtex(self.material),
                        bibliography::is_own_bibtex,
                    );
                    files.push(("references.bib".into(), bibliography));
                }
                files
            }
            Format::Org => {
                let files = org::folder(self.material).into_iter();
                files
                    .map(|(name, page)| (name, Content::Page(page)))
                    .collect()
            }
            Format::Table(divider) => self.tables(divider),
            _ => vec![(self.file_name().to_owned(), self.one())],
        }
    }

    /// How a single file of the form is called where nobody says otherwise.
    pub fn file_name(&self) -> &'static str {
        file_name(self.format)
    }

    fn tables(&self, divider: Divider) -> Vec<(String, Content)> {
        let end = match divider {
            Divider::Comma => "csv",
            Divider::Tab => "tsv",
        };
        let tables = [
            ("annotations", table::annotations(self.material, divider)),
            ("links", table::links(self.material, divider)),
            ("tags", table::tags(self.library, self.material, divider)),
            ("mentions", table::mentions(self.dossiers, divider)),
        ];
        tables
            .into_iter()
            .map(|(name, text)| (format!("{name}.{end}"), whole(text, table::is_own)))
            .collect()
    }

    /// What stands before the passages: dossiers of tags, or the links at a glance.
    fn leading(&self, flavour: Flavour) -> Vec<Block> {
        let dossiers = self.dossiers.iter();
        let mut blocks: Vec<Block> = dossiers
            .map(|it| dossier::block(&it.tag, &it.chapters, flavour))
            .collect();
        if self.scope.linked {
            blocks.push(graph::block(self.material, flavour));
        }
        blocks
    }

    fn job(&self, flavour: Flavour) -> Job<'_> {
        Job {
            material: self.material,
            scope: self.scope,
            flavour,
            group: self.group,
        }
    }
}

/// How a single file of a form is called where nobody says otherwise.
pub fn file_name(format: Format) -> &'static str {
    match format {
        Format::Markdown(_) => "glossator.md",
        Format::Org => "passages.org",
        Format::Html => "reading.html",
        Format::Lines => "library.jsonl",
        Format::Table(Divider::Comma) => "annotations.csv",
        Format::Table(Divider::Tab) => "annotations.tsv",
        Format::W3c => "annotations.jsonld",
        Format::Project => "project.qdpx",
        Format::Codebook => "tags.qdc",
        Format::Csl => "references.json",
        Format::Bibtex => "references.bib",
    }
}

fn whole(text: String, own: fn(&str) -> bool) -> Content {
    Content::Whole { text, own }
}
