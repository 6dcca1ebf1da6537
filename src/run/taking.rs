//! Taking away: an export written from the screen.
//!
//! Knows the file and that what stands in it between Glossator's blocks is the reader's. What the
//! page says is the business of `export`.

use std::cell::RefCell;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::files::{FileError, Memory, Outcome, Refusal, Wanted, left_over};
use crate::app::ground::Ground;
use crate::app::taking::{self, Around, Form, Home, Taking, What};
use crate::app::{Event, mentions};
use crate::corpus::DocumentId;
use crate::export::context::{Context, Order};
use crate::export::dossier::{Chapter, Dossier};
use crate::export::edition::{Edition, Format};
use crate::export::grouping::Group;
use crate::export::markdown::Flavour;
use crate::export::material::{Findings, Material, Scope, Standing};
use crate::export::sync::SyncError;
use crate::export::table::Divider;
use crate::library::placing::found::FoundPlaces;
use crate::library::whereabouts::{Finder, KeptText};
use crate::library::{Target, counted};
use crate::search::index::Index;
use crate::search::{Dossiers, FoldCache, Folded, Options, Query, across};
use crate::shown::Shown;
use crate::store::{Ever, KeptTexts};

/// All that an export is made from, for a job: what was there when it was asked for.
pub(super) struct Sources {
    /// The documents, the library, and where its passages stand.
    pub(super) ground: Ground,
    /// The texts in which passages were made.
    pub(super) texts: KeptTexts,
    pub(super) kept: Vec<KeptText>,
    /// What was ever in the library.
    pub(super) ever: Ever,
}

/// Where exports go if the reader says nothing else: beside where the reader was called, or with the
/// annotations where that is inside the corpus, since an export is no document.
pub(super) fn home(root: &Path, library: &Path) -> Home {
    let here = env::current_dir().and_then(fs::canonicalize).ok();
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let corpus = root.file_name().map(|it| it.to_string_lossy().into_owned());
    Home {
        folder: match here {
            Some(here) if !here.starts_with(&root) => here,
            _ => library.to_owned(),
        },
        corpus: corpus.unwrap_or_default(),
    }
}

/// Writes what was chosen, and tells where, or why not. Of a tag, these documents speak, or any.
pub(super) fn take(
    sources: &Sources,
    found: &FoundPlaces,
    taking: &Taking,
    documents: Option<Vec<usize>>,
) -> Event {
    let all = || (0..sources.ground.corpus.len()).collect();
    let documents = documents.unwrap_or_else(all);
    match taken(sources, found, taking, &documents) {
        Ok(told) => Event::Done(told),
        Err(why) => Event::Failed(format!("not exported: {why}")),
    }
}

fn taken(
    sources: &Sources,
    known: &FoundPlaces,
    taking: &Taking,
    documents: &[usize],
) -> Result<String, String> {
    let ground = &sources.ground;
    let scope = scope(&taking.what);
    let version = |hash: &_| sources.texts.text(hash);
    let former = ground.standings().former().clone();
    let finder = Finder::new(&ground.corpus, &sources.kept, former, &version).recalling(known);
    let finder = RefCell::new(finder);
    let placing = |target: &Target| Standing::from(finder.borrow_mut().find(target));
    let mut material = Material::gather(&ground.corpus, &ground.library, &placing, &scope);
    if let Some(query) = &scope.query {
        material = material.found(&ground.corpus, &found(ground, query)?);
    }
    let material = material
        .with_context(context(taking))
        .ordered(order(taking.order));
    let dossiers: Vec<Dossier> = match &taking.what {
        What::Tag(path) => dossier(ground, path, documents).into_iter().collect(),
        _ => Vec::new(),
    };
    let edition = Edition {
        format: format(taking.form),
        material: &material,
        library: &ground.library,
        scope: &scope,
        group: Group::Document,
        dossiers: &dossiers,
    };
    let place = at_home(&taking.place);
    let ever = || sources.ever.records();
    let memory = Memory::of(&ground.library, &ever);
    let wanted: Vec<Wanted> = if is_folder(&place) {
        let files = edition.several().into_iter();
        let mut wanted: Vec<Wanted> = files
            .map(|(name, content)| Wanted {
                path: place.join(name),
                content,
            })
            .collect();
        let left = left_over(&place, &wanted, &memory, false);
        wanted.extend(left.map_err(|error| refused(&error))?);
        wanted
    } else {
        vec![Wanted {
            path: place.clone(),
            content: edition.one(),
        }]
    };
    written(&wanted, &memory, &place)
}

/// Writes the files, all or none where one may not be written.
fn written(wanted: &[Wanted], memory: &Memory, place: &Path) -> Result<String, String> {
    let prepared: Vec<_> = wanted
        .iter()
        .map(|file| file.prepare(memory, false))
        .collect::<Result<_, _>>()
        .map_err(|error| refused(&error))?;
    for file in &prepared {
        file.write().map_err(|error| error.to_string())?;
    }
    let edited: usize = prepared.iter().map(|file| file.edited.len()).sum();
    let place = place.display();
    if edited > 0 {
        let blocks = counted(edited, "block");
        return Ok(format!(
            "exported, but {blocks} edited by hand left alone: {place}"
        ));
    }
    if prepared.iter().all(|file| file.outcome == Outcome::Same) {
        return Ok(format!("it was up to date: {place}"));
    }
    Ok(format!("exported to {place}"))
}

/// Why nothing was written, and what to do on the screen, on one line of 80 columns together with what
/// stands before it.
fn refused(error: &FileError) -> String {
    let FileError::Refused { path, why } = error else {
        return error.to_string();
    };
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = Shown::new(&name.to_string_lossy()).elided(20);
    let name = name.as_str();
    match why {
        Refusal::NotInStep(SyncError::Foreign) => {
            format!("{name} is not Glossator's; choose another place")
        }
        Refusal::NotInStep(SyncError::Unclosed { line, .. }) => {
            format!("{name}, line {line}: a block without its end; mend it first")
        }
        Refusal::OtherLibrary(_) => {
            format!("{name} is of another library; choose another place")
        }
    }
}

fn scope(what: &What) -> Scope {
    let mut scope = Scope::default();
    match what {
        What::Everything => {}
        What::Document(id) => scope.documents.push(DocumentId::new(id.as_str())),
        What::Tag(path) => scope.tags.push(path.clone()),
        What::Query(query) => scope.query = Some(query.clone()),
    }
    scope
}

fn context(taking: &Taking) -> Context {
    match (taking.around, &taking.what) {
        (Around::Fitting, What::Tag(_) | What::Query(_)) | (Around::Sentence, _) => {
            Context::Sentence
        }
        (Around::Fitting | Around::Nothing, _) => Context::None,
        (Around::Paragraph, _) => Context::Paragraph,
    }
}

fn order(order: taking::Order) -> Order {
    match order {
        taking::Order::Text => Order::Text,
        taking::Order::Date => Order::Date,
        taking::Order::Tag => Order::Tag,
    }
}

fn format(form: Form) -> Format {
    match form {
        Form::Markdown => Format::Markdown(Flavour::CommonMark),
        Form::Obsidian => Format::Markdown(Flavour::Obsidian),
        Form::Pandoc => Format::Markdown(Flavour::Pandoc),
        Form::Org => Format::Org,
        Form::Html => Format::Html,
        Form::Csv => Format::Table(Divider::Comma),
        Form::Lines => Format::Lines,
        Form::W3c => Format::W3c,
        Form::Project => Format::Project,
    }
}

/// The dossier of a tag, from these documents.
fn dossier(ground: &Ground, path: &str, documents: &[usize]) -> Option<Dossier> {
    let tag = ground.library.tag_at(path)?;
    let (dossiers, _) = Dossiers::of([tag.as_ref()]);
    let chapters = documents.iter().filter_map(|index| {
        let document = ground.corpus.document(*index)?;
        let mentions = mentions::found(
            *index,
            &document,
            &Folded::of(&document),
            &dossiers,
            &ground.library,
            ground.standings(),
        );
        (!mentions.is_empty()).then_some(Chapter { document, mentions })
    });
    Some(Dossier {
        tag: tag.clone(),
        chapters: chapters.collect(),
    })
}

/// What a query finds.
fn found(ground: &Ground, query: &str) -> Result<Findings, String> {
    let query = Query::read(query, Options::default()).map_err(|error| error.to_string())?;
    let mut all = Findings::new();
    across(
        &ground.corpus,
        &query,
        &ground.search_marks(),
        (&FoldCache::default(), &Index::default()),
        &AtomicBool::new(false),
        |document, hits| {
            let ranges = hits.into_iter().map(|hit| hit.range).collect();
            all.push((document.id.clone(), ranges));
        },
    );
    Ok(all)
}

/// A path in which `~` stands for the user's folder.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), env::var_os("HOME")) {
        (Ok(rest), Some(home)) => Path::new(&home).join(rest),
        _ => path.to_owned(),
    }
}

/// Whether a path names a folder: one that is there, or one to be made.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}
