//! Documents that go by another id than when they were kept.
//!
//! Knows which texts the store keeps and under which names, and hands them to the recognition of
//! documents (`library::identity`). Only texts that are not at their old place are read for it.

use std::path::Path;

use super::Store;
use crate::corpus::{Corpus, DocumentId, TextHash};
use crate::library::correction::Former;
use crate::library::identity::{Kept, Present, Texts, recognise};

impl Store {
    /// Which documents of a corpus the records know by another id: by the old one.
    pub fn former_ids(&self, corpus: &Corpus) -> Former {
        let versions: Vec<_> = self.versions().collect();
        let kept: Vec<Kept<'_>> = versions
            .iter()
            .map(|it| Kept {
                document: &it.document,
                path: Path::new(&it.path),
                version: &it.hash,
            })
            .collect();
        let listings = corpus.listings();
        let present: Vec<Present<'_>> = listings
            .iter()
            .map(|it| Present {
                id: &it.id,
                path: &it.path,
            })
            .collect();
        let mut texts = Both {
            corpus,
            store: self,
        };
        let found = recognise(&kept, &present, &mut texts);
        found.into_iter().map(|(was, now, _)| (was, now)).collect()
    }
}

/// The texts of now and of before.
struct Both<'a> {
    corpus: &'a Corpus,
    store: &'a Store,
}

impl Texts for Both<'_> {
    fn present(&mut self, id: &DocumentId) -> Option<String> {
        Some(self.corpus.get(id)?.text.clone())
    }

    fn kept(&mut self, version: &TextHash) -> Option<String> {
        self.store.version_text(version)
    }
}
