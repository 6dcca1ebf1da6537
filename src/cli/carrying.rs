//! The command `export`: the library for other programs, and pages kept in step.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::annotating::scope;
use super::failure::Failure;
use super::finding::{hits, kept};
use super::mentions::chapters;
use super::opened::{Desk, Study};
use super::output::Output;
use crate::export::context::{Context, Order};
use crate::export::dossier::Dossier;
use crate::export::edition::{self, Content, Edition};
use crate::export::grouping::Group;
use crate::export::markdown::Job;
use crate::export::sync::changed_lines;
use crate::export::table::Divider;
use crate::export::template::Template;
use crate::export::{Flavour, Material, Scope};
use crate::run::files::{FileError, Outcome, Wanted, left_over};

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
    /// A table of annotations for spreadsheets; a folder gets those of links, tags and mentions too.
    Csv,
    /// The same, divided by tabs.
    Tsv,
    /// A W3C Web Annotation collection (JSON-LD).
    W3c,
    /// A REFI-QDA project for NVivo, ATLAS.ti, MAXQDA, QualCoder: texts, codes, codings, notes, links.
    Qdpx,
    /// A REFI-QDA codebook: the tags alone.
    Qdc,
    /// The documents as a bibliography, in CSL-JSON.
    Csl,
    /// The same for LaTeX, Zotero and the rest, as `BibTeX`.
    Bibtex,
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

/// What the passages of a page are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupBy {
    /// Their documents.
    Document,
    /// Their tags.
    Tag,
    /// Years.
    Year,
}

impl From<GroupBy> for Group {
    fn from(group: GroupBy) -> Self {
        match group {
            GroupBy::Document => Self::Document,
            GroupBy::Tag => Self::Tag,
            GroupBy::Year => Self::Year,
        }
    }
}

impl From<Format> for edition::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Markdown => Self::Markdown(Flavour::CommonMark),
            Format::Obsidian => Self::Markdown(Flavour::Obsidian),
            Format::Pandoc => Self::Markdown(Flavour::Pandoc),
            Format::Org => Self::Org,
            Format::Html => Self::Html,
            Format::Jsonl => Self::Lines,
            Format::Csv => Self::Table(Divider::Comma),
            Format::Tsv => Self::Table(Divider::Tab),
            Format::W3c => Self::W3c,
            Format::Qdpx => Self::Project,
            Format::Qdc => Self::Codebook,
            Format::Csl => Self::Csl,
            Format::Bibtex => Self::Bibtex,
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
    glossator export --query '\"article 9\" NEAR/10 return*' --out article-9.md\n  \
    glossator export --group tag --order date --out by-tag.md\n  \
    glossator export --template mine.md.j2 --tag treaty\n  \
    glossator export --out notes.md --check"
)]
pub(super) struct Export {
    /// The form.
    #[arg(long, short = 'f', value_name = "F", default_value = "markdown")]
    format: Format,
    /// The file or folder; without it, standard output.
    #[arg(long, short = 'o', value_name = "PATH")]
    out: Option<PathBuf>,
    /// Your own template instead of a form; docs/templates.md says what it may name.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "group"])]
    template: Option<PathBuf>,
    #[command(flatten)]
    chosen: Chosen,
    /// What stands around each passage: none, sentence, paragraph, or a number of paragraphs before
    /// and after its own. Without it, the sentence where --tag or --query is given, else none.
    #[arg(long, value_name = "C")]
    context: Option<Context>,
    /// The order: as the texts go, documents by date, or passages by their first tag.
    #[arg(long, value_name = "O", default_value = "text")]
    order: OrderBy,
    /// What the passages of a Markdown page are grouped by.
    #[arg(long, value_name = "G", default_value = "document")]
    group: GroupBy,
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

/// What is taken; nothing named is everything.
#[derive(Debug, Args)]
struct Chosen {
    /// Only passages with this tag or one below it.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only passages in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// What this query finds, each with its words and what is attached to them.
    #[arg(long, value_name = "Q", conflicts_with = "saved")]
    query: Option<String>,
    /// What the query that was kept under this name finds.
    #[arg(long, value_name = "NAME")]
    saved: Option<String>,
    /// Only passages at which links begin or end, after a table of what ties which documents.
    #[arg(long)]
    linked: bool,
}

impl Export {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let (scope, material) = self.gathered(&study, out)?;
        if let Some(path) = &self.template {
            let content = templated(path, &study, &scope, &material)?;
            return self.alone(content, out);
        }
        let dossiers = self.dossiers(&study, &scope, out);
        let edition = Edition {
            format: self.format.into(),
            material: &material,
            library: &study.library,
            scope: &scope,
            group: self.group.into(),
            dossiers: &dossiers,
        };
        let Some(path) = &self.out else {
            return out.bytes(&edition.one().bytes());
        };
        let wanted = if is_folder(path) {
            if self.group != GroupBy::Document {
                return Err(Failure::usage(
                    "a folder has a page for each document; --group takes one page: --out FILE",
                ));
            }
            let files = edition.several().into_iter();
            let mut wanted: Vec<Wanted> = files
                .map(|(name, content)| Wanted {
                    path: path.join(name),
                    content,
                })
                .collect();
            wanted.extend(left_over(path, &wanted));
            wanted
        } else {
            vec![Wanted {
                path: path.clone(),
                content: edition.one(),
            }]
        };
        self.carry_out(&wanted, out)
    }

    /// One content as one file, or printed.
    fn alone(&self, content: Content, out: &mut Output) -> Result<(), Failure> {
        match &self.out {
            None => out.bytes(&content.bytes()),
            Some(path) if is_folder(path) => Err(Failure::usage(
                "a template makes one file, not a folder; name it: --out FILE",
            )),
            Some(path) => self.carry_out(
                &[Wanted {
                    path: path.clone(),
                    content,
                }],
                out,
            ),
        }
    }

    /// What is asked for, and the passages of it.
    fn gathered(&self, study: &Study, out: &mut Output) -> Result<(Scope, Material), Failure> {
        let query = match &self.chosen.saved {
            Some(name) => Some(kept(study, name)?),
            None => self.chosen.query.clone(),
        };
        let scope = Scope {
            query,
            linked: self.chosen.linked,
            ..scope(study, &self.chosen.tag, &self.chosen.doc, out)?
        };
        let mut material = study
            .places(|placing| Material::gather(&study.corpus, &study.library, placing, &scope));
        if scope.linked {
            material = material.linked();
        }
        if let Some(query) = &scope.query {
            let found = hits(study, query, &scope)?;
            if found.is_empty() {
                return Err(Failure::not_found(format!("nothing found for {query}")));
            }
            // What narrows by tag or link leaves no place for words to which nothing is attached.
            material = if scope.tags.is_empty() && !scope.linked {
                material.found(&study.corpus, &found)
            } else {
                material.touching(&found)
            };
        }
        let narrowed = scope.query.is_some() || !scope.tags.is_empty();
        let usual = if narrowed {
            Context::Sentence
        } else {
            Context::None
        };
        let material = material
            .with_context(self.context.unwrap_or(usual))
            .ordered(self.order.into());
        Ok((scope, material))
    }

    /// The dossiers of the tags that the export is narrowed to, for pages; those of all tags for the
    /// table of mentions.
    fn dossiers(&self, study: &Study, scope: &Scope, out: &mut Output) -> Vec<Dossier> {
        let wanted = match edition::Format::from(self.format) {
            edition::Format::Markdown(_) => !scope.tags.is_empty(),
            edition::Format::Table(_) => self.out.as_deref().is_some_and(is_folder),
            _ => false,
        };
        if !wanted {
            return Vec::new();
        }
        let tags = study.library.tags();
        let tags: Vec<_> = tags.filter(|it| scope.takes_tag(&it.path)).collect();
        tags.into_iter()
            .map(|tag| Dossier {
                tag: tag.clone(),
                chapters: chapters(study, tag, scope, out),
            })
            .collect()
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

/// Whether a path names a folder: one that is there, or one to be made.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}

/// What a template makes of what was gathered.
fn templated(
    path: &Path,
    study: &Study,
    scope: &Scope,
    material: &Material,
) -> Result<Content, Failure> {
    let name = path.display().to_string();
    let source = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{name} cannot be read: {error}")))?;
    let template = Template::read(&name, &source).map_err(Failure::usage)?;
    if template.is_of_passages() {
        let job = Job {
            material,
            scope,
            flavour: Flavour::CommonMark,
            group: Group::Document,
        };
        let page = template.page(&job, &study.library);
        return page.map(Content::Page).map_err(Failure::usage);
    }
    let text = template.whole(&scope.title(), material, &study.library);
    Ok(Content::Whole {
        text: text.map_err(Failure::usage)?,
        // It has no marks by which it would be known.
        own: |_| false,
    })
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Refused { .. } => Self::usage(error),
            FileError::System { .. } => Self::unusable(error),
        }
    }
}
