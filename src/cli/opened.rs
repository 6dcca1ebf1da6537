//! What a command works on: the corpus and, beside it, the library.
//!
//! Knows where they are, from the arguments or from where the command was given, and opens them
//! when asked. Turns their faults into what the command line says and the code it ends with.

use std::cell::RefCell;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Common;
use super::failure::Failure;
use super::output::Output;
use crate::config;
use crate::corpus::{Corpus, CorpusError, Document, DocumentId, Problem};
use crate::export::Standing;
use crate::library::acts::{Act, ActError, By};
use crate::library::correction::{self, Former};
use crate::library::placing::found::FoundPlaces;
use crate::library::whereabouts::{Finder, KeptText, find_ahead};
use crate::library::{
    Author, Entry, History, IdError, Library, Record, RecordId, Target, Timestamp,
};
use crate::passage::address::{Address, AddressError, Found, Place, resolve_among};
use crate::run::Renewal;
use crate::search::Index;
use crate::search::index::WORTH;
use crate::store::{self, Access, Opened, Store, StoreError};

/// The folder in which a library lies inside its corpus.
pub(super) const LIBRARY: &str = ".glossator";

/// The folder inside the library's that can be deleted at any time.
pub(super) const CACHE: &str = "cache";

/// Where the corpus and the library are.
#[derive(Debug)]
pub(super) struct Desk {
    common: Common,
}

impl Desk {
    /// A desk for these arguments; nothing is opened yet.
    pub(super) fn new(common: Common) -> Self {
        Self { common }
    }

    /// A desk over another corpus, with its own library.
    pub(super) fn elsewhere(&self, corpus: PathBuf) -> Self {
        Self {
            common: Common {
                folder: vec![corpus],
                library: None,
                ..self.common.clone()
            },
        }
    }

    /// The folders and files that make the corpus.
    pub(super) fn corpus_paths(&self) -> Result<Vec<PathBuf>, Failure> {
        if !self.common.folder.is_empty() {
            return Ok(self.common.folder.clone());
        }
        let here = env::current_dir().map_err(|error| {
            Failure::Unusable(format!(
                "the current folder cannot be read: {error}; name the corpus with -C DIR"
            ))
        })?;
        Ok(vec![nearest(&here)])
    }

    /// Opens the corpus as the reader corrected it; files that could not be read are said.
    pub(super) fn corpus(&self, out: &mut Output) -> Result<Corpus, Failure> {
        let source = self.source(out)?;
        self.corrected(source, out)
    }

    /// A corpus as it was read, with the corrections of its library.
    pub(super) fn corrected(&self, source: Corpus, out: &mut Output) -> Result<Corpus, Failure> {
        let folder = self.library_folder(&source);
        if !folder.is_dir() {
            return Ok(source);
        }
        let opened = Store::open(&folder, Access::Read).map_err(|error| store_fault(&error))?;
        if opened.library.corrections().next().is_none() {
            return Ok(source);
        }
        let former = opened.store.former_ids(&source);
        Ok(corrected(&source, &opened.library, &former, out))
    }

    /// What the documents of a corpus were before, where there is a library that knows.
    pub(super) fn past(&self, corpus: &Corpus) -> Past {
        let folder = self.library_folder(corpus);
        if !folder.is_dir() {
            return Past::default();
        }
        // A library that cannot be read is no reason not to read a document.
        Store::open(&folder, Access::Read)
            .map(|opened| Past::of(&opened.store, corpus))
            .unwrap_or_default()
    }

    /// The folder of the cache. A command leaves no trace in a folder in which nothing was ever annotated
    /// or read: then there is none.
    pub(super) fn cache(&self) -> Result<Option<PathBuf>, Failure> {
        let library = self.library_place()?;
        Ok(library.is_dir().then(|| library.join(CACHE)))
    }

    /// Opens the corpus as its files are; files that could not be read are said.
    pub(super) fn source(&self, out: &mut Output) -> Result<Corpus, Failure> {
        let paths = self.corpus_paths()?;
        let cache = self.cache()?;
        let corpus = Corpus::open_with(&paths, cache.as_deref()).map_err(Failure::unusable)?;
        for problem in corpus.problems() {
            out.say(&format!("{}: {}", problem.path.display(), problem.message));
        }
        Ok(corpus)
    }

    /// Opens the corpus for the first picture, with what is to be done to it afterwards.
    pub(super) fn first_picture(&self) -> Result<(Corpus, Option<Renewal>), Failure> {
        let paths = self.corpus_paths()?;
        let cache = self.library_place()?.join(CACHE);
        let corpus = Corpus::begin(&paths, Some(&cache)).map_err(Failure::unusable)?;
        let renewal = Renewal {
            paths,
            cache: Some(cache),
        };
        Ok((corpus, Some(renewal)))
    }

    /// Whether the folder is there and holds no document.
    pub(super) fn holds_nothing(&self) -> bool {
        let paths = self.corpus_paths().unwrap_or_default();
        matches!(Corpus::open(&paths), Err(CorpusError::Empty { .. }))
    }

    /// The folder of the library.
    pub(super) fn library_folder(&self, corpus: &Corpus) -> PathBuf {
        self.common
            .library
            .clone()
            .unwrap_or_else(|| corpus.root().join(LIBRARY))
    }

    /// The folder of the library, found without opening the corpus.
    pub(super) fn library_place(&self) -> Result<PathBuf, Failure> {
        if let Some(named) = self.named_library() {
            return Ok(named);
        }
        let paths = self.corpus_paths()?;
        let first = paths.first().cloned().unwrap_or_default();
        if !first.exists() {
            return Err(Failure::Unusable(format!(
                "there is no file or folder {}; check the spelling",
                first.display()
            )));
        }
        let folder = if first.is_dir() {
            first.as_path()
        } else {
            first.parent().unwrap_or(Path::new(""))
        };
        Ok(folder.join(LIBRARY))
    }

    /// The folder of the library, where one is named.
    pub(super) fn named_library(&self) -> Option<PathBuf> {
        self.common.library.clone()
    }

    /// Who acts: whoever is named here, else in the user's configuration, else by the computer.
    pub(super) fn author(&self) -> Author {
        match &self.common.author {
            Some(_) => self.author_with(None),
            None => self.author_with(config::read().settings.author.as_deref()),
        }
    }

    /// Who makes the annotations, where the settings are read already.
    pub(super) fn author_with(&self, in_settings: Option<&str>) -> Author {
        let named = self.common.author.as_deref().or(in_settings);
        Author(config::person::name(named))
    }

    /// Opens the corpus and its library for reading.
    pub(super) fn reading(&self, out: &mut Output) -> Result<Study, Failure> {
        self.study(Access::Read, out)
    }

    /// Opens the corpus and its library for writing.
    pub(super) fn writing(&self, out: &mut Output) -> Result<Study, Failure> {
        self.study(Access::Write, out)
    }

    fn study(&self, access: Access, out: &mut Output) -> Result<Study, Failure> {
        let source = self.source(out)?;
        self.study_of(source, access, out)
    }

    /// Opens the library of a corpus that is open, for reading.
    pub(super) fn reading_of(&self, source: Corpus, out: &mut Output) -> Result<Study, Failure> {
        self.study_of(source, Access::Read, out)
    }

    fn study_of(&self, source: Corpus, access: Access, out: &mut Output) -> Result<Study, Failure> {
        let folder = self.library_folder(&source);
        if Store::is_long(&folder) {
            out.step("reading the library");
        }
        let Opened {
            store,
            library,
            history,
            report,
            ..
        } = Store::open(&folder, access).map_err(|error| store_fault(&error))?;
        for note in &report.notes {
            out.say(note);
        }
        let former = store.former_ids(&source);
        let corpus = corrected(&source, &library, &former, out);
        let former = store.former_ids(&corpus);
        let author = self.author();
        Ok(Study {
            cache: self.cache()?,
            source,
            former,
            corpus,
            library,
            history,
            store,
            by: By {
                author,
                time: Timestamp::now(),
            },
        })
    }
}

/// The nearest folder upward that has annotations, else the folder itself.
fn nearest(here: &Path) -> PathBuf {
    here.ancestors()
        .find(|folder| holds_library(&folder.join(LIBRARY)))
        .unwrap_or(here)
        .to_path_buf()
}

/// A corpus with the corrections of a library; those that cannot be carried out are said.
fn corrected(source: &Corpus, library: &Library, former: &Former, out: &mut Output) -> Corpus {
    let mut documents = Vec::new();
    let mut problems = source.problems().to_vec();
    for (index, done) in correction::all(source, library, former) {
        if let Some(message) = done.problem() {
            out.say(&format!("{}: {message}", done.document.id));
            let path = done.document.path.clone();
            problems.push(Problem { path, message });
        }
        documents.push((index, done.document));
    }
    source.replaced(documents, problems)
}

/// Whether a folder holds more than a cache, which any reading leaves.
fn holds_library(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name() != CACHE)
}

/// A corpus with its library, opened.
pub(super) struct Study {
    /// The folder of the cache, if there may be one.
    cache: Option<PathBuf>,
    /// The corpus as its files are.
    pub(super) source: Corpus,
    /// Documents that records know by another id.
    pub(super) former: Former,
    /// The corpus as the reader corrected it.
    pub(super) corpus: Corpus,
    pub(super) library: Library,
    pub(super) history: History,
    pub(super) store: Store,
    /// Who acts.
    pub(super) by: By,
}

/// An act of so many changes makes a long line.
const MANY: usize = 1_000;

impl Study {
    /// Does an act: signs it, puts it on the disk, and only then into the library. What the store
    /// has to tell is said.
    pub(super) fn perform(&mut self, act: Act, out: &mut Output) -> Result<(), Failure> {
        let entry = self.history.sign(act, &self.by);
        self.keep_texts(&entry)
            .map_err(|error| store_fault(&error))?;
        self.store
            .commit(&entry)
            .map_err(|error| store_fault(&error))?;
        self.library.apply(&entry.changes);
        let changed = entry.changes.len();
        self.history.push(Arc::new(entry));
        if changed >= MANY {
            self.prepare_opening();
        }
        for note in self.store.settle() {
            out.say(&note);
        }
        Ok(())
    }

    /// Leaves what the reader's next first picture needs, after an act whose line in the journal is so long
    /// that it would have to be read for that. Its loss is a nuisance, so a fault is not said.
    fn prepare_opening(&self) {
        let first = || Some(self.corpus.listing(0)?.id);
        let left = self.store.session().open;
        let left = left.filter(|id| self.corpus.index_of(id).is_some());
        if let Some(document) = left.or_else(first) {
            let _ = self
                .store
                .prepare_opening(&self.library, &self.history, &document);
        }
    }

    /// Keeps the texts in which the passages of an entry were made.
    fn keep_texts(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let records = entry.changes.iter().filter_map(|it| it.after.as_ref());
        for record in records.clone() {
            // By its text a document is known again whose file is called otherwise one day.
            if let Record::Correction(it) = record
                && let Some(index) = self.source.index_of(&it.document)
                && let Some(document) = self.corpus.document(index)
            {
                self.store.keep(&document)?;
            }
        }
        for target in records.flat_map(targets) {
            if let Some(document) = self.corpus.get(&target.made.document) {
                self.store.keep(&document)?;
            }
        }
        Ok(())
    }

    /// The index of the corpus; what is missing in it is indexed now.
    pub(super) fn index(&self) -> Index {
        let cache = self.cache.as_deref().filter(|_| self.corpus.len() >= WORTH);
        let Some(cache) = cache else {
            return Index::default();
        };
        let index = Index::open(cache, &self.corpus);
        if index.unknown() >= WORTH && index.build(cache, &self.corpus, usize::MAX, &|_, _| true) {
            return Index::open(cache, &self.corpus);
        }
        index
    }

    /// What documents were before.
    pub(super) fn past(&self) -> Past {
        Past {
            former: self.former.clone(),
            kept: self.store.kept_texts(),
        }
    }

    /// The same where all passages are going to be asked for: those of changed texts are looked for on
    /// all cores first.
    pub(super) fn places_of_all<T>(
        &self,
        work: impl FnOnce(&dyn Fn(&Target) -> Standing) -> T,
    ) -> T {
        self.placed(true, work)
    }

    /// Tells where kept passages stand now; each document is compared with its old text once.
    pub(super) fn places<T>(&self, work: impl FnOnce(&dyn Fn(&Target) -> Standing) -> T) -> T {
        self.placed(false, work)
    }

    fn placed<T>(&self, all: bool, work: impl FnOnce(&dyn Fn(&Target) -> Standing) -> T) -> T {
        let version_text = |hash: &_| self.store.version_text(hash);
        let kept = self.store.kept_texts();
        let cache = self.cache.as_deref().zip(self.corpus.sign());
        let found = cache.map_or_else(FoundPlaces::default, |(cache, sign)| {
            store::found(cache, sign)
        });
        if all {
            let texts = self.store.texts();
            let text = |hash: &_| texts.text(hash);
            let sources = (kept.as_slice(), &self.former);
            find_ahead(&self.corpus, &self.library, sources, &text, &found);
        }
        let finder = Finder::new(&self.corpus, &kept, self.former.clone(), &version_text);
        let finder = RefCell::new(finder.recalling(&found));
        let done = work(&|target: &Target| finder.borrow_mut().find(target).into());
        if let Some((cache, sign)) = cache {
            store::keep_found(cache, sign, &found);
        }
        done
    }

    /// The id that a person means by its beginning.
    pub(super) fn id(&self, prefix: &str) -> Result<RecordId, Failure> {
        self.library.find(prefix).map_err(|error| match error {
            IdError::Unknown(_) => Failure::not_found(error),
            IdError::Several { .. } => Failure::usage(error),
        })
    }

    /// The ids that a person means by their beginnings.
    pub(super) fn ids(&self, prefixes: &[String]) -> Result<Vec<RecordId>, Failure> {
        prefixes.iter().map(|prefix| self.id(prefix)).collect()
    }

    /// A path as the library has it: of a tag, or of a branch with tags below it.
    pub(super) fn known_tag(&self, path: &str) -> Result<String, Failure> {
        let path = path.trim_matches('/');
        if self.library.tags_under(path).next().is_some() {
            return Ok(path.to_owned());
        }
        let folded = path.to_lowercase();
        let like: Vec<&str> = self
            .library
            .tags()
            .map(|tag| tag.path.as_str())
            .filter(|other| other.to_lowercase().contains(&folded))
            .take(3)
            .collect();
        let advice = match like.as_slice() {
            [] => "`glossator tags` lists them".to_owned(),
            like => format!("did you mean {}?", like.join(" or ")),
        };
        Err(Failure::NotFound(format!(
            "there is no tag “{path}”; {advice}"
        )))
    }

    /// The document that a person names: one of the corpus, or one of which only passages are left.
    pub(super) fn document_id(&self, name: &str, out: &mut Output) -> Result<DocumentId, Failure> {
        let id = DocumentId::new(name);
        if self.corpus.index_of(&id).is_none() && self.library.documents().contains(&id) {
            return Ok(id);
        }
        Ok(document(&self.corpus, &|| self.past(), name, out)?
            .id
            .clone())
    }
}

/// The passages that a record is about.
fn targets(record: &Record) -> Vec<&Target> {
    match record {
        Record::Annotation(it) => vec![&it.target],
        Record::Link(it) => vec![&it.from, &it.to],
        Record::Rejection(it) => vec![&it.target],
        Record::Tag(_) | Record::Correction(_) | Record::Query(_) => Vec::new(),
    }
}

/// A fault of the store with what can be done about it.
pub(super) fn store_fault(error: &StoreError) -> Failure {
    Failure::Unusable(match error.advice() {
        Some(advice) => format!("{error}; {advice}"),
        None => error.to_string(),
    })
}

/// An act or None where there is nothing to do, which is said and is no fault.
pub(super) fn to_do(act: Result<Act, ActError>, out: &mut Output) -> Result<Option<Act>, Failure> {
    match act {
        Ok(act) => Ok(Some(act)),
        Err(error @ ActError::Nothing(_)) => {
            out.say(&error.to_string());
            Ok(None)
        }
        Err(error @ (ActError::NoTag(_) | ActError::Gone { .. } | ActError::TagExists(_))) => {
            Err(Failure::not_found(error))
        }
        Err(error) => Err(Failure::usage(error)),
    }
}

/// Follows an address; what a person should know of it is said.
pub(super) fn follow(
    corpus: &Corpus,
    past: &dyn Fn() -> Past,
    address: &str,
    out: &mut Output,
) -> Result<Found, Failure> {
    let renamed = RefCell::new(None);
    let formerly = |name: &str| {
        let id = past().former.get(&DocumentId::new(name)).cloned()?;
        *renamed.borrow_mut() = Some(format!("{name} is called {id} now"));
        Some(id)
    };
    let found = resolve_among(corpus, address, &formerly).map_err(|error| match error {
        AddressError::Notation(_) => Failure::usage(error),
        AddressError::Unreadable(_) => Failure::unusable(error),
        _ => Failure::not_found(error),
    })?;
    for note in renamed.take().iter().chain(&found.note) {
        out.say(note);
    }
    if let Ok(Address {
        place: Place::Block(number),
        quotation: None,
        ..
    }) = address.parse()
        && past().has_changed(&found.document)
    {
        out.say(&format!(
            "{} has changed since it was annotated: #p{number} may be another paragraph than when this was written down",
            found.document.id
        ));
    }
    Ok(found)
}

/// What documents were before: their names and their texts.
#[derive(Debug, Default)]
pub(super) struct Past {
    former: Former,
    kept: Vec<KeptText>,
}

impl Past {
    /// What a store keeps of a corpus.
    pub(super) fn of(store: &Store, corpus: &Corpus) -> Self {
        Self {
            former: store.former_ids(corpus),
            kept: store.kept_texts(),
        }
    }

    /// Whether a document was annotated in another version of its text, and not in this one.
    fn has_changed(&self, document: &Document) -> bool {
        let now = |id: &DocumentId| *self.former.get(id).unwrap_or(id) == document.id;
        let mut versions = self.kept.iter().filter(|it| now(&it.document)).peekable();
        versions.peek().is_some() && versions.all(|it| it.version != document.hash)
    }
}

/// The document of that name: an id, an unambiguous beginning of one, or a path.
pub(super) fn document(
    corpus: &Corpus,
    past: &dyn Fn() -> Past,
    name: &str,
    out: &mut Output,
) -> Result<Arc<Document>, Failure> {
    Ok(follow(corpus, past, name, out)?.document)
}
