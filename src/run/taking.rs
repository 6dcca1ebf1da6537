//! Taking away: an export written from the screen.
//!
//! Knows the file and that what stands in it between Glossator's blocks is the reader's. What the
//! page says is the business of `export`.

use std::cell::RefCell;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::files::{Outcome, Wanted};
use crate::app::taking::{self, Around, Form, Taking, What};
use crate::app::{Event, State, mentions};
use crate::corpus::DocumentId;
use crate::export::context::{Context, Order};
use crate::export::dossier::{Chapter, Dossier};
use crate::export::edition::{Edition, Format};
use crate::export::grouping::Group;
use crate::export::markdown::Flavour;
use crate::export::material::{Findings, Material, Scope, Standing};
use crate::export::table::Divider;
use crate::library::Target;
use crate::library::whereabouts::{Finder, KeptText};
use crate::search::index::Index;
use crate::search::{Dossiers, FoldCache, Folded, Options, Query, across};
use crate::store::KeptTexts;

/// Where exports go if the reader says nothing else: beside where the reader was called, or with the
/// annotations where that is inside the corpus, since an export is no document.
pub(super) fn folder(root: &Path, library: &Path) -> PathBuf {
    let here = env::current_dir().and_then(fs::canonicalize).ok();
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    match here {
        Some(here) if !here.starts_with(&root) => here,
        _ => library.to_owned(),
    }
}

/// Writes the page of a tag to Markdown, of which these documents speak, and tells where, or why not.
pub(super) fn page_of_tag(
    state: &State,
    texts: &KeptTexts,
    kept: &[KeptText],
    tag: &str,
    documents: &[usize],
) -> Event {
    let what = What::Tag(tag.to_owned());
    let taking = Taking {
        form: Form::Markdown,
        around: Around::Fitting,
        order: taking::Order::Text,
        place: taking::place(&state.taking_folder, Form::Markdown, &what),
        what,
    };
    told(taken(state, texts, kept, &taking, documents))
}

/// Writes what was chosen, and tells where, or why not.
pub(super) fn take(state: &State, texts: &KeptTexts, kept: &[KeptText], taking: &Taking) -> Event {
    let all: Vec<usize> = (0..state.corpus.len()).collect();
    told(taken(state, texts, kept, taking, &all))
}

fn told(done: Result<String, String>) -> Event {
    match done {
        Ok(told) => Event::Done(told),
        Err(why) => Event::Failed(format!("not exported: {why}")),
    }
}

fn taken(
    state: &State,
    texts: &KeptTexts,
    kept: &[KeptText],
    taking: &Taking,
    documents: &[usize],
) -> Result<String, String> {
    let scope = scope(&taking.what);
    let version = |hash: &_| texts.text(hash);
    let former = state.standings.former().clone();
    let finder = RefCell::new(Finder::new(&state.corpus, kept, former, &version));
    let placing = |target: &Target| Standing::from(finder.borrow_mut().find(target));
    let mut material = Material::gather(&state.corpus, &state.library, &placing, &scope);
    if let Some(query) = &scope.query {
        material = material.found(&state.corpus, &found(state, query)?);
    }
    let material = material
        .with_context(context(taking))
        .ordered(order(taking.order));
    let dossiers: Vec<Dossier> = match &taking.what {
        What::Tag(path) => dossier(state, path, documents).into_iter().collect(),
        _ => Vec::new(),
    };
    let edition = Edition {
        format: format(taking.form),
        material: &material,
        library: &state.library,
        scope: &scope,
        group: Group::Document,
        dossiers: &dossiers,
    };
    let place = at_home(&taking.place);
    let wanted: Vec<Wanted> = if is_folder(&place) {
        let files = edition.several().into_iter();
        files
            .map(|(name, content)| Wanted {
                path: place.join(name),
                content,
            })
            .collect()
    } else {
        vec![Wanted {
            path: place.clone(),
            content: edition.one(),
        }]
    };
    written(&wanted, &place)
}

/// Writes the files, all or none where one may not be written.
fn written(wanted: &[Wanted], place: &Path) -> Result<String, String> {
    let prepared: Vec<_> = wanted
        .iter()
        .map(|file| file.prepare(false))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    for file in &prepared {
        file.write().map_err(|error| error.to_string())?;
    }
    let edited: usize = prepared.iter().map(|file| file.edited.len()).sum();
    let place = place.display();
    if edited > 0 {
        return Ok(format!(
            "exported to {place}; {edited} blocks edited by hand were left as they are"
        ));
    }
    if prepared.iter().all(|file| file.outcome == Outcome::Same) {
        return Ok(format!("exported to {place}; it was up to date"));
    }
    Ok(format!("exported to {place}"))
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
fn dossier(state: &State, path: &str, documents: &[usize]) -> Option<Dossier> {
    let tag = state.library.tag_at(path)?;
    let (dossiers, _) = Dossiers::of([tag.as_ref()]);
    let chapters = documents.iter().filter_map(|index| {
        let document = state.corpus.document(*index)?;
        let mentions = mentions::found(
            *index,
            &document,
            &Folded::of(&document),
            &dossiers,
            &state.library,
            &state.standings,
        );
        (!mentions.is_empty()).then_some(Chapter { document, mentions })
    });
    Some(Dossier {
        tag: tag.clone(),
        chapters: chapters.collect(),
    })
}

/// What a query finds.
fn found(state: &State, query: &str) -> Result<Findings, String> {
    let query = Query::read(query, Options::default()).map_err(|error| error.to_string())?;
    let mut all = Findings::new();
    across(
        &state.corpus,
        &query,
        &state.ground().search_marks(),
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
