//! The index: which documents of a corpus hold which words, and where.
//!
//! It answers what looking through every document answers, only sooner: what it cannot tell for
//! certain it leaves to looking. It is a cache, in segments of some thousand documents each: every
//! file can be deleted at any time, is checked before it is trusted, and is of one corpus and one
//! version of the program. A document is known in it by its version, so that one that changed is
//! looked at until it is indexed anew. Does not know what a query means beyond which words it needs.

mod ask;
mod builder;
mod chain;
mod count;
mod documents;
mod expression;
mod growing;
mod segment;
mod words;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::across::in_order;
use super::query::Query;
use super::terms::Term;
use crate::corpus::{Corpus, Edition, make_folder, share};
use builder::Builder;
use count::{Question, Told};
use documents::Documents;
use segment::Segment;

/// The folder of the index in that of the cache.
const FOLDER: &str = "words";
/// The end of the name of a file that is being written.
const NEW: &str = "new";
/// So many documents are worth an index.
pub const WORTH: usize = 200;
/// A segment of fewer documents is a small one.
const SMALL: usize = 1_000;
/// When there are more small ones, they are made one.
const FEW: usize = 8;
/// No document of the corpus is this version of one.
const GONE: u32 = u32::MAX;

/// What an index knows of a corpus; the one made by default knows nothing, so that everything is
/// looked at.
#[derive(Debug, Default)]
pub struct Index {
    parts: Vec<Part>,
    /// Documents that are in no segment, by index, rising.
    loose: Vec<usize>,
    /// Of which corpus it is.
    edition: Option<Edition>,
}

/// A segment, and where its documents are in the corpus.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    segment: Segment,
    homes: Vec<u32>,
    /// Those that are in the corpus.
    here: Documents,
}

/// What an index tells about a query.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// Hits in the documents that need not be looked at to count them.
    pub(super) total: usize,
    /// These documents, by index, rising.
    pub(super) certain: Vec<usize>,
    /// Documents that must be looked at, by index, rising.
    pub(super) open: Vec<usize>,
}

impl Answer {
    /// Every document that may have hits, rising.
    pub(super) fn all(&self) -> Vec<usize> {
        let mut all = self.certain.clone();
        all.extend(&self.open);
        all.sort_unstable();
        all
    }
}

impl Index {
    /// The index in a folder of the cache, as far as it is of these versions of the documents.
    pub fn open(cache: &Path, corpus: &Corpus) -> Self {
        let Some(sign) = corpus.sign() else {
            return Self::default();
        };
        Self::of(files(cache), sign, &corpus.versions(), corpus.edition())
    }

    fn of(files: Vec<PathBuf>, sign: [u8; 24], versions: &[u64], edition: Edition) -> Self {
        let mut wanted: HashMap<u64, usize> = (versions.iter().enumerate())
            .filter(|(_, version)| **version != 0)
            .map(|(index, version)| (*version, index))
            .collect();
        let mut parts = Vec::new();
        for path in files {
            let Some(segment) = Segment::open(&path, sign) else {
                continue;
            };
            let mut here = Documents::none(segment.documents());
            let homes = (0..segment.documents()).map(|document| {
                let index = wanted.remove(&segment.version(document));
                let home = index.and_then(|index| u32::try_from(index).ok());
                if home.is_some() {
                    here.put(document);
                }
                home.unwrap_or(GONE)
            });
            let homes = homes.collect();
            parts.push(Part {
                path,
                segment,
                homes,
                here,
            });
        }
        let mut held = vec![false; versions.len()];
        for home in parts.iter().flat_map(|part| &part.homes) {
            if let Some(held) = held.get_mut(*home as usize) {
                *held = true;
            }
        }
        let loose = (0..versions.len()).filter(|index| held.get(*index) == Some(&false));
        Self {
            loose: loose.collect(),
            parts,
            edition: Some(edition),
        }
    }

    /// Whether it is of this corpus, whatever was corrected in it.
    pub fn is_of(&self, corpus: &Corpus) -> bool {
        self.edition == Some(corpus.edition())
    }

    /// How many documents it does not know.
    pub fn unknown(&self) -> usize {
        self.loose.len()
    }

    /// Indexes documents of a corpus that no segment holds, `most` at a time, on all cores. Says whether anything was
    /// written: then the index is to be opened again. `step` is told how many of how many documents
    /// are done, and gives false to end it; what is whole until then stays.
    pub fn build(
        &self,
        cache: &Path,
        corpus: &Corpus,
        most: usize,
        step: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> bool {
        let Some(sign) = corpus.sign().filter(|_| self.is_of(corpus)) else {
            return false;
        };
        let folder = cache.join(FOLDER);
        self.tidy(cache, &folder);
        let versions = corpus.versions();
        let (small, again) = self.small();
        let mut wanted: Vec<(usize, u64)> = (self.loose.iter().chain(&again))
            .filter_map(|index| Some((*index, *versions.get(*index)?)))
            .filter(|(_, version)| *version != 0)
            .collect();
        wanted.sort_unstable();
        let part = wanted.len() > most;
        wanted.truncate(most);
        if wanted.is_empty() || make_folder(&folder).is_err() {
            return false;
        }
        let written = AtomicBool::new(false);
        let whole = build(corpus, &wanted, step, &|builder, version| {
            let path = folder.join(format!("{version:016x}"));
            let new = path.with_extension(NEW);
            let done = builder
                .write(&new, sign)
                .and_then(|()| fs::rename(&new, &path));
            if done.is_err() {
                // What cannot be written is looked at, as before.
                let _ = fs::remove_file(&new);
                *builder = Builder::default();
            }
            written.fetch_or(done.is_ok(), Ordering::Relaxed);
        });
        if whole && !part && written.load(Ordering::Relaxed) {
            for path in small {
                // One that stays holds no document that another does not.
                let _ = fs::remove_file(path);
            }
        }
        written.load(Ordering::Relaxed)
    }

    /// Takes away files that are of no use any more.
    fn tidy(&self, cache: &Path, folder: &Path) {
        let used = |path: &PathBuf| {
            let mut parts = self.parts.iter();
            parts.any(|part| part.path == *path && !part.here.is_empty())
        };
        for path in files(cache).iter().filter(|path| !used(path)) {
            // One that stays is looked at again another time.
            let _ = fs::remove_file(path);
        }
        let left = fs::read_dir(folder).into_iter().flatten().flatten();
        for path in left.map(|entry| entry.path()) {
            let new = path.extension().is_some_and(|it| it == NEW);
            let age = path.metadata().and_then(|it| it.modified()).ok();
            let age = age.and_then(|time| time.elapsed().ok());
            // Another process may be writing a younger one.
            if new && age.is_some_and(|age| age.as_secs() > 3600) {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// The small segments, if there are many of them, and the documents in them.
    fn small(&self) -> (Vec<PathBuf>, Vec<usize>) {
        let live = |part: &&Part| part.here.iter().count() < SMALL;
        let small: Vec<&Part> = self.parts.iter().filter(live).collect();
        if small.len() <= FEW {
            return Default::default();
        }
        let homes = small.iter().flat_map(|part| part.homes.iter());
        let homes = homes.filter(|home| **home != GONE);
        (
            small.iter().map(|part| part.path.clone()).collect(),
            homes.map(|home| *home as usize).collect(),
        )
    }

    /// What it tells about a query; `wanted` are the documents that come into question, all without.
    pub(super) fn answer(
        &self,
        corpus: &Corpus,
        query: &Query,
        wanted: Option<&[usize]>,
        cancel: &AtomicBool,
    ) -> Answer {
        self.asked(corpus, &Question::of(query), wanted, cancel)
    }

    /// Whether it can count the hits of a query in a corpus without looking at most documents.
    pub fn can_count(&self, corpus: &Corpus, query: &Query) -> bool {
        self.is_of(corpus) && Question::of(query).is_tellable()
    }

    /// The documents in which one of several terms may stand, by index, rising.
    pub(super) fn candidates(
        &self,
        corpus: &Corpus,
        terms: &[Term],
        cancel: &AtomicBool,
    ) -> Vec<usize> {
        self.asked(corpus, &Question::any(terms), None, cancel).open
    }

    fn asked(
        &self,
        corpus: &Corpus,
        question: &Question,
        wanted: Option<&[usize]>,
        cancel: &AtomicBool,
    ) -> Answer {
        let mut answer = Answer::default();
        if !self.is_of(corpus) {
            answer.open = wanted.map_or_else(|| (0..corpus.len()).collect(), <[usize]>::to_vec);
            return answer;
        }
        // What was corrected is not as it was indexed.
        let apart = corpus.apart();
        let asked = |index: usize| wanted.is_none_or(|it| it.binary_search(&index).is_ok());
        let takes = |index: usize| asked(index) && apart.binary_search(&index).is_err();
        let parts: Vec<&Part> = self.parts.iter().collect();
        in_order(
            &parts,
            cancel,
            |part| {
                let told = if wanted.is_some() || !apart.is_empty() {
                    let mut some = Documents::none(part.homes.len());
                    for (document, home) in part.homes.iter().enumerate() {
                        if *home != GONE && takes(*home as usize) {
                            some.put(document);
                        }
                    }
                    question.tell(&part.segment, &some)
                } else {
                    question.tell(&part.segment, &part.here)
                };
                Some((part, told))
            },
            |(part, told): (&Part, Told)| {
                let home = |document: &usize| part.homes.get(*document).map(|it| *it as usize);
                answer.total += told.total;
                answer
                    .certain
                    .extend(told.documents.iter().filter_map(home));
                answer.open.extend(told.open.iter().filter_map(home));
            },
        );
        let loose = self.loose.iter().copied().filter(|index| takes(*index));
        answer.open.extend(loose);
        answer
            .open
            .extend(apart.iter().filter(|index| asked(**index)));
        answer.certain.sort_unstable();
        answer.open.sort_unstable();
        answer
    }
}

/// The files of the index in a folder of the cache, by name.
fn files(cache: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache.join(FOLDER)).into_iter().flatten();
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_none()).collect();
    files.sort();
    files
}

/// Reads documents and adds them to segments, one growing on each thread; `write` takes one that is
/// full, or the last, with a version that only it has. Says whether it came to the end.
fn build(
    corpus: &Corpus,
    wanted: &[(usize, u64)],
    step: &(dyn Fn(usize, usize) -> bool + Sync),
    write: &(dyn Fn(&mut Builder, u64) + Sync),
) -> bool {
    share(wanted, step, |lots| {
        let mut builder = Builder::default();
        let mut first = 0;
        for (index, version) in lots.flatten() {
            if builder.is_empty() {
                first = *version;
            }
            // One that cannot be read any more is seen to when the files are looked at again.
            if let Some(document) = corpus.read(*index) {
                builder.add(&document, *version);
            }
            if builder.is_full() {
                write(&mut builder, first);
            }
        }
        if !builder.is_empty() {
            write(&mut builder, first);
        }
    })
}

#[cfg(test)]
mod tests;
