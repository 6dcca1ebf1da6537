//! The command `export`: the library for other programs, and pages kept in step.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::annotating::scope;
use super::failure::Failure;
use super::files::{Content, Outcome, Wanted};
use super::mentions::chapters;
use super::opened::{Desk, Study};
use super::output::Output;
use crate::export::context::{Context, Order};
use crate::export::markdown::Job;
use crate::export::sync::{Block, Page, changed_lines, is_own};
use crate::export::table::Divider;
use crate::export::{Flavour, Material, Scope, dossier, html, lines, org, qda, table, w3c};

/// The forms in which a library can leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown that every tool reads (`CommonMark`).
    Markdown,
    /// Markdown for Obsidian: tags, block ids, links within the vault.
    Obsidian,
    /// Markdown for Pandoc: citations that it resolves.
    Pandoc,
    /// Org mode, for Emacs.
    Org,
    /// The documents as one web page, passages marked and notes beside them.
    Html,
    /// Every record as it is kept, one a line: nothing is lost.
    Jsonl,
    /// A table of annotations for spreadsheets; a folder gets one of links too.
    Csv,
    /// The same, divided by tabs.
    Tsv,
    /// A W3C Web Annotation collection (JSON-LD).
    W3c,
    /// A REFI-QDA project for NVivo, ATLAS.ti, MAXQDA, QualCoder: texts, codes, codings, notes, links.
    Qdpx,
    /// A REFI-QDA codebook: the tags alone.
    Qdc,
}

/// In which order passages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OrderBy {
    /// As the texts go.
    Text,
    /// Documents by date.
    Date,
    /// Passages of a document by their first tag.
    Tag,
}

impl From<OrderBy> for Order {
    fn from(order: OrderBy) -> Self {
        match order {
            OrderBy::Text => Self::Text,
            OrderBy::Date => Self::Date,
            OrderBy::Tag => Self::Tag,
        }
    }
}

impl Format {
    /// The dialect of Markdown, where it is one.
    fn flavour(self) -> Option<Flavour> {
        match self {
            Self::Markdown => Some(Flavour::CommonMark),
            Self::Obsidian => Some(Flavour::Obsidian),
            Self::Pandoc => Some(Flavour::Pandoc),
            Self::Org
            | Self::Html
            | Self::Jsonl
            | Self::Csv
            | Self::Tsv
            | Self::W3c
            | Self::Qdpx
            | Self::Qdc => None,
        }
    }
}

/// Writes passages with their notes, tags and links for other programs.
///
/// Markdown is kept in step: what Glossator writes stands between `<!-- gl:begin … -->` and
/// `<!-- gl:end … -->`, and everything around is yours and stays. A block that you edited by hand
/// is left alone. Without --out the export is printed; with a folder (a name that ends in `/`, or
/// one that is there) each document gets a file.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator export --format markdown --out notes.md\n  \
    glossator export --format obsidian --out vault/sources/ --tag treaty\n  \
    glossator export --out notes.md --check"
)]
pub(super) struct Export {
    /// The form.
    #[arg(long, short = 'f', value_name = "F", default_value = "markdown")]
    format: Format,
    /// The file or folder; without it, standard output.
    #[arg(long, short = 'o', value_name = "PATH")]
    out: Option<PathBuf>,
    /// Only passages with this tag or one below it.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only passages in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// What stands around each passage in Markdown: none, sentence, paragraph, or a number of
    /// paragraphs before and after its own.
    #[arg(long, value_name = "C", default_value = "none")]
    context: Context,
    /// The order: as the texts go, documents by date, or passages by their first tag.
    #[arg(long, value_name = "O", default_value = "text")]
    order: OrderBy,
    /// Write nothing; end with code 1 if something would change.
    #[arg(long, requires = "out")]
    check: bool,
    /// Print what changes, line by line.
    #[arg(long, requires = "out")]
    diff: bool,
    /// Replace files that Glossator did not write, and blocks edited by hand.
    #[arg(long, requires = "out")]
    force: bool,
}

impl Export {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let scope = scope(&study, &self.tag, &self.doc, out)?;
        let material = study
            .places(|placing| Material::gather(&study.corpus, &study.library, placing, &scope))
            .with_context(self.context)
            .ordered(self.order.into());
        let dossiers = self.dossiers(&study, &scope, out);
        let Some(path) = &self.out else {
            return match self.one(&study, &material, &scope).led_by(dossiers) {
                Content::Binary { bytes, .. } => out.bytes(&bytes),
                content => out.text(&content.text()),
            };
        };
        let wanted = if is_folder(path) {
            let mut wanted = self.several(&study, &material, &scope, path);
            // The dossiers stand on the page that leads to the others.
            if let Some(first) = wanted.first_mut() {
                let content = std::mem::replace(&mut first.content, Content::Page(Page::default()));
                first.content = content.led_by(dossiers);
            }
            wanted
        } else {
            vec![Wanted {
                path: path.clone(),
                content: self.one(&study, &material, &scope).led_by(dossiers),
            }]
        };
        self.carry_out(&wanted, out)
    }

    /// The dossiers of the tags that the export is narrowed to, for pages.
    fn dossiers(&self, study: &Study, scope: &Scope, out: &mut Output) -> Vec<Block> {
        let Some(flavour) = self.format.flavour() else {
            return Vec::new();
        };
        if scope.tags.is_empty() {
            return Vec::new();
        }
        let tags = study.library.tags();
        let tags: Vec<_> = tags.filter(|it| scope.takes_tag(&it.path)).collect();
        tags.into_iter()
            .map(|tag| dossier::block(tag, &chapters(study, tag, scope, out), flavour))
            .collect()
    }

    /// The export as one file.
    fn one(&self, study: &Study, material: &Material, scope: &Scope) -> Content {
        let job = |flavour| Job {
            material,
            scope,
            flavour,
        };
        match self.format {
            Format::Markdown => Content::Page(job(Flavour::CommonMark).page()),
            Format::Obsidian => Content::Page(job(Flavour::Obsidian).page()),
            Format::Pandoc => Content::Page(job(Flavour::Pandoc).page()),
            Format::Org => Content::Page(org::page(material)),
            Format::Html => Content::Whole {
                text: html::written(material),
                own: html::is_own,
            },
            Format::W3c => Content::Whole {
                text: w3c::written(material),
                own: w3c::is_own,
            },
            Format::Jsonl => Content::Whole {
                text: lines::written(&study.library, scope),
                own: lines::is_own,
            },
            Format::Qdc => Content::Whole {
                text: qda::codebook(&study.library),
                own: qda::is_own_codebook,
            },
            Format::Qdpx => Content::Binary {
                bytes: qda::project(material, &study.library).bytes,
                own: qda::is_own_project,
            },
            Format::Csv => whole_table(table::annotations(material, Divider::Comma)),
            Format::Tsv => whole_table(table::annotations(material, Divider::Tab)),
        }
    }

    /// The export as the files of a folder. Files of an earlier export whose documents have no
    /// passages any more are emptied of Glossator's blocks.
    fn several(
        &self,
        study: &Study,
        material: &Material,
        scope: &Scope,
        folder: &Path,
    ) -> Vec<Wanted> {
        let Some(flavour) = self.format.flavour() else {
            return self.tables(study, material, scope, folder);
        };
        let files = Job {
            material,
            scope,
            flavour,
        }
        .folder();
        let mut wanted: Vec<Wanted> = files
            .into_iter()
            .map(|file| Wanted {
                path: folder.join(file.name),
                content: Content::Page(file.page),
            })
            .collect();
        for path in left_over(folder, &wanted) {
            wanted.push(Wanted {
                path,
                content: Content::Page(Page::default()),
            });
        }
        wanted
    }

    /// The files of a form that has no page for each document.
    fn tables(
        &self,
        study: &Study,
        material: &Material,
        scope: &Scope,
        folder: &Path,
    ) -> Vec<Wanted> {
        let (name, links) = match self.format {
            Format::Csv => ("annotations.csv", Some(("links.csv", Divider::Comma))),
            Format::Tsv => ("annotations.tsv", Some(("links.tsv", Divider::Tab))),
            Format::Org => ("passages.org", None),
            Format::Html => ("reading.html", None),
            Format::W3c => ("annotations.jsonld", None),
            Format::Qdpx => ("project.qdpx", None),
            Format::Qdc => ("tags.qdc", None),
            _ => ("library.jsonl", None),
        };
        let mut wanted = vec![Wanted {
            path: folder.join(name),
            content: self.one(study, material, scope),
        }];
        wanted.extend(links.map(|(name, divider)| Wanted {
            path: folder.join(name),
            content: whole_table(table::links(material, divider)),
        }));
        wanted
    }

    /// Writes the files, or says what would be written.
    fn carry_out(&self, wanted: &[Wanted], out: &mut Output) -> Result<(), Failure> {
        // All are worked out before the first is written, so that a refusal leaves none half done.
        let prepared: Vec<_> = wanted
            .iter()
            .map(|file| file.prepare(self.force))
            .collect::<Result<_, _>>()?;
        let mut stale = Vec::new();
        let mut rows = Vec::new();
        for file in &prepared {
            let name = file.path.display();
            for key in &file.edited {
                out.say(&format!(
                    "{name}: the block {key} was edited by hand and is left as it is; --force replaces it"
                ));
            }
            if file.outcome != Outcome::Same {
                stale.push(name.to_string());
                if self.diff && !out.is_json() {
                    out.line(&format!("{name}:"))?;
                    out.text(&changed_lines(&file.old, &file.new))?;
                }
            }
            rows.push(json!({
                "path": file.path.to_string_lossy(),
                "outcome": match file.outcome {
                    Outcome::New => "new",
                    Outcome::Changed => "changed",
                    Outcome::Same => "same",
                },
                "edited": file.edited,
            }));
        }
        if !self.check {
            for file in &prepared {
                file.write()?;
            }
        }
        if out.is_json() {
            out.json(&json!({ "files": rows, "written": !self.check }))?;
        }
        match (self.check, stale.as_slice()) {
            (true, []) => out.say("everything is up to date"),
            (true, stale) => {
                return Err(Failure::NotFound(format!(
                    "not up to date: {}",
                    stale.join(", ")
                )));
            }
            (false, []) => out.say("everything was up to date; nothing was written"),
            (false, stale) => out.say(&format!("written: {}", stale.join(", "))),
        }
        Ok(())
    }
}

/// A table as the content of a file.
fn whole_table(text: String) -> Content {
    Content::Whole {
        text,
        own: table::is_own,
    }
}

impl Content {
    /// The text of a new file.
    fn text(&self) -> String {
        match self {
            Self::Page(page) => page.written(),
            Self::Whole { text, .. } => text.clone(),
            Self::Binary { .. } => String::new(),
        }
    }
}

/// Whether a path names a folder: one that is there, or one to be made.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}

/// Markdown files of an earlier export in a folder that this one does not write.
fn left_over(folder: &Path, wanted: &[Wanted]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .filter(|path| wanted.iter().all(|file| file.path != *path))
        .filter(|path| {
            std::fs::read_to_string(path).is_ok_and(|text| !text.trim().is_empty() && is_own(&text))
        })
        .collect();
    paths.sort();
    paths
}
