//! Taking away: the Markdown of the whole library, written from the screen.
//!
//! Knows the file and that what stands in it between Glossator's blocks is the reader's. What the
//! page says is the business of `export`.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::app::{Event, State, mentions};
use crate::export::dossier::{self, Chapter};
use crate::export::grouping::Group;
use crate::export::markdown::{Flavour, Job};
use crate::export::material::{Material, Scope, Standing};
use crate::export::sync::Block;
use crate::library::Target;
use crate::library::whereabouts::{Finder, KeptText};
use crate::search::{Dossiers, Folded};
use crate::store::KeptTexts;

/// The name of the file.
const NAME: &str = "glossator.md";

/// A tag and the documents that speak of it, by index.
type OfTag<'a> = (&'a str, &'a [usize]);

/// Writes the page, of one tag or of everything, and tells where, or why not.
pub(super) fn markdown(
    state: &State,
    texts: &KeptTexts,
    kept: &[KeptText],
    library: &Path,
    tag: Option<OfTag<'_>>,
) -> Event {
    let name = tag.map_or_else(|| NAME.to_owned(), |(path, _)| name_of(path));
    let path = place(state.corpus.root(), library, &name);
    match written(state, texts, kept, &path, tag) {
        Ok(0) => Event::Done(format!("exported to {}", path.display())),
        Ok(edited) => Event::Done(format!(
            "exported to {}; {edited} blocks edited by hand were left as they are",
            path.display()
        )),
        Err(why) => Event::Failed(format!("not exported: {}: {why}", path.display())),
    }
}

/// Beside where the reader was called, or with the annotations where that is inside the corpus: an
/// export is no document.
fn place(root: &Path, library: &Path, name: &str) -> PathBuf {
    let here = std::env::current_dir().and_then(fs::canonicalize).ok();
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    match here {
        Some(here) if !here.starts_with(&root) => here.join(name),
        _ => library.join(name),
    }
}

/// The name of the file of a tag: its path, what a file name cannot hold left out.
fn name_of(path: &str) -> String {
    let good = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = path.chars().take(80).map(good).collect();
    format!("glossator-{name}.md")
}

/// The dossier of a tag.
fn dossier_of(state: &State, path: &str, documents: &[usize]) -> Option<Block> {
    let tag = state.library.tag_at(path)?;
    let (dossiers, _) = Dossiers::of([tag.as_ref()]);
    let chapters: Vec<Chapter> = documents
        .iter()
        .filter_map(|index| {
            let document = state.corpus.document(*index)?;
            let mentions = mentions::found(
                *index,
                &document,
                &Folded::of(&document),
                &dossiers,
                &state.library,
                &state.standings,
            );
            Some(Chapter { document, mentions })
        })
        .collect();
    Some(dossier::block(tag, &chapters, Flavour::CommonMark))
}

/// Brings the file up to date; gives how many blocks in it were edited by hand.
fn written(
    state: &State,
    texts: &KeptTexts,
    kept: &[KeptText],
    path: &Path,
    tag: Option<OfTag<'_>>,
) -> Result<usize, String> {
    let version = |hash: &_| texts.text(hash);
    let former = state.standings.former().clone();
    let finder = RefCell::new(Finder::new(&state.corpus, kept, former, &version));
    let placing = |target: &Target| Standing::from(finder.borrow_mut().find(target));
    let scope = Scope {
        tags: tag.map(|(path, _)| path.to_owned()).into_iter().collect(),
        ..Scope::default()
    };
    let material = Material::gather(&state.corpus, &state.library, &placing, &scope);
    let job = Job {
        material: &material,
        scope: &scope,
        flavour: Flavour::CommonMark,
        group: Group::Document,
    };
    let mut page = job.page();
    let dossier = tag.and_then(|(path, documents)| dossier_of(state, path, documents));
    page.blocks.splice(0..0, dossier);
    let (text, edited) = match fs::read_to_string(path) {
        Ok(old) => {
            let merged = page
                .merged_into(&old, false)
                .map_err(|error| error.to_string())?;
            if merged.text == old {
                return Ok(merged.edited.len());
            }
            (merged.text, merged.edited.len())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (page.written(), 0),
        Err(error) => return Err(error.to_string()),
    };
    // Whole or not at all.
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(|error| error.to_string())?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|error| error.to_string())?;
    file.persist(path).map_err(|error| error.to_string())?;
    Ok(edited)
}
