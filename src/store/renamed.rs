//! Documents that go by another id than when they were kept.
//!
//! Knows which texts the store keeps and under which names, and hands them to the recognition of
//! documents (`library::identity`). Only texts that are not at their old place are read for it.

use super::Store;
use crate::corpus::Corpus;
use crate::library::correction::Former;
use crate::library::whereabouts::former;

impl Store {
    /// Which documents of a corpus the records know by another id: by the old one.
    pub fn former_ids(&self, corpus: &Corpus) -> Former {
        let text = |hash: &_| self.version_text(hash);
        former(corpus, &self.kept_texts(), &text)
    }
}
