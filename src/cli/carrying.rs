//! The command `export`: the library for other programs, and pages kept in step.
//!
//! Knows what is asked for and when it need not be made. The names of forms are in `carrying/forms.rs`,
//! what is told in `carrying/telling.rs`.

mod forms;
mod telling;

use std::path::{Path, PathBuf};

use clap::Args;

use super::annotating::scope;
use super::failure::Failure;
use super::finding::{hits, kept};
use super::mentions::chapters;
use super::opened::{Desk, Study};
use super::output::Output;
use crate::corpus::Corpus;
use crate::export::context::Context;
use crate::export::dossier::Dossier;
use crate::export::edition::{self, Content, Edition};
use crate::export::grouping::Group;
use crate::export::markdown::Job;
use crate::export::sync::changed_lines;
use crate::export::template::Template;
use crate::export::{Flavour, Material, Scope};
use crate::run::exported::{Asked, Exported};
use crate::run::files::{Memory, Prepared, Wanted, left_over};
use forms::{Format, GroupBy, OrderBy};
use telling::Told;

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
        let source = desk.source(out)?;
        let exported = self.exported(desk, &source)?;
        if let Some(left) = exported.as_ref().and_then(Exported::unchanged) {
            return self.tell(&left.into_iter().map(Told::from).collect::<Vec<_>>(), out);
        }
        let said = out.said();
        let study = desk.reading_of(source, out)?;
        let (scope, material) = self.gathered(&study, out)?;
        let ever = || study.store.ever().records();
        let memory = Memory::of(&study.library, &ever);
        let wanted = match self.wanted(&study, &scope, &material, &memory, out)? {
            Made::Files(wanted) => wanted,
            Made::Printed(content) => return out.bytes(&content.bytes()),
        };
        // What was said is to be said again, so an export with which something was is made each time.
        let exported = exported.filter(|_| out.said() == said);
        self.carry_out(&wanted, &memory, exported.as_ref(), out)
    }

    /// What an export of this kind is remembered by; nothing where it is printed, or to be made whatever
    /// is remembered.
    fn exported(&self, desk: &Desk, source: &Corpus) -> Result<Option<Exported>, Failure> {
        let (Some(place), Some(cache), false) = (&self.out, desk.cache()?, self.force) else {
            return Ok(None);
        };
        let template = self.template.as_ref().map(|path| {
            // One that cannot be read is told when it is wanted.
            let text = std::fs::read_to_string(path).unwrap_or_default();
            (path, text)
        });
        let chosen = (&self.chosen, self.context, self.order, self.group);
        let choice = format!("{:?}", (self.format, template, chosen));
        Ok(Exported::of(Asked {
            cache: &cache,
            library: &desk.library_place()?,
            corpus: source,
            place,
            choice: &choice,
        }))
    }

    /// The files that are asked for, with what they would hold; or what is printed.
    fn wanted(
        &self,
        study: &Study,
        scope: &Scope,
        material: &Material,
        memory: &Memory,
        out: &mut Output,
    ) -> Result<Made, Failure> {
        if let Some(path) = &self.template {
            return self.alone(templated(path, study, scope, material)?);
        }
        let dossiers = self.dossiers(study, scope, out);
        let edition = Edition {
            format: self.format.into(),
            material,
            library: &study.library,
            scope,
            group: self.group.into(),
            dossiers: &dossiers,
        };
        let Some(path) = &self.out else {
            return Ok(Made::Printed(edition.one()));
        };
        Ok(Made::Files(if is_folder(path) {
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
            wanted.extend(left_over(path, &wanted, memory, self.force)?);
            wanted
        } else {
            vec![Wanted {
                path: path.clone(),
                content: edition.one(),
            }]
        }))
    }

    /// One content as one file, or printed.
    fn alone(&self, content: Content) -> Result<Made, Failure> {
        match &self.out {
            None => Ok(Made::Printed(content)),
            Some(path) if is_folder(path) => Err(Failure::usage(
                "a template makes one file, not a folder; name it: --out FILE",
            )),
            Some(path) => Ok(Made::Files(vec![Wanted {
                path: path.clone(),
                content,
            }])),
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
        out.step("gathering the passages");
        let mut material = study.places_of_all(|placing| {
            Material::gather(&study.corpus, &study.library, placing, &scope)
        });
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
    fn carry_out(
        &self,
        wanted: &[Wanted],
        memory: &Memory,
        exported: Option<&Exported>,
        out: &mut Output,
    ) -> Result<(), Failure> {
        out.step("comparing with what is there");
        // All are worked out before the first is written, so that a refusal leaves none half done.
        let prepared: Vec<_> = wanted
            .iter()
            .map(|file| file.prepare(memory, self.force))
            .collect::<Result<_, _>>()?;
        if self.diff && !out.is_json() {
            for file in prepared.iter().filter(|it| !it.is_same()) {
                out.line(&format!("{}:", file.path.display()))?;
                out.text(&changed_lines(&file.old, &file.new))?;
            }
        }
        if !self.check {
            for (number, file) in prepared.iter().enumerate() {
                if number % TOLD == 0 {
                    out.step(&format!("writing: {number} of {} files", prepared.len()));
                }
                file.write()?;
            }
        }
        if let Some(exported) = exported
            && (!self.check || prepared.iter().all(Prepared::is_same))
        {
            exported.keep(&prepared);
        }
        self.tell(
            &prepared.into_iter().map(Told::from).collect::<Vec<_>>(),
            out,
        )
    }
}

/// After so many files it is told how many are written.
const TOLD: usize = 100;

/// What an export comes to.
enum Made {
    /// Files to be written.
    Files(Vec<Wanted>),
    /// What goes to standard output.
    Printed(Content),
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
