//! Which part of a library is taken: documents, tags, a query, links.
//!
//! Knows what a scope takes and what a page of it is called. Looks for nothing itself.

use super::standing::Standing;
use crate::corpus::DocumentId;
use crate::library::Target;
use crate::library::tag::is_within;

/// Which part of a library is taken. Nothing named is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only passages in these documents.
    pub documents: Vec<DocumentId>,
    /// Only passages with one of these tags or a tag below one.
    pub tags: Vec<String>,
    /// Only what this query finds, and the passages that touch it: see [`super::Material::found`].
    pub query: Option<String>,
    /// Only passages at which links begin or end.
    pub linked: bool,
}

impl Scope {
    /// Whether it takes everything.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// What a page of it is called.
    pub fn title(&self) -> String {
        let about = match (self.query.as_deref(), self.tags.as_slice()) {
            (Some(query), _) => format!("Passages for {query}"),
            (None, [_, ..]) => format!("Passages on {}", self.tags.join(", ")),
            (None, []) if self.linked => "Linked passages".to_owned(),
            (None, []) => "Passages and notes".to_owned(),
        };
        about.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a place in that document is in the scope, where it carries no tags.
    pub fn takes_place(&self, id: &DocumentId) -> bool {
        self.tags.is_empty() && self.takes_document(id)
    }

    /// Whether a tag of that path is in the scope.
    pub fn takes_tag(&self, path: &str) -> bool {
        self.tags.is_empty() || self.tags.iter().any(|above| is_within(path, above))
    }

    /// Whether a document is in the scope, whatever is tagged in it.
    pub fn takes_document(&self, id: &DocumentId) -> bool {
        self.documents.is_empty() || self.documents.contains(id)
    }

    pub(super) fn takes_tags(&self, tags: &[&str]) -> bool {
        self.tags.is_empty()
            || tags
                .iter()
                .any(|path| self.tags.iter().any(|above| is_within(path, above)))
    }

    /// Whether an annotation with these tag paths in that document is in the scope.
    pub fn takes(&self, id: &DocumentId, tags: &[&str]) -> bool {
        self.takes_document(id) && self.takes_tags(tags)
    }

    /// Whether a passage that stands there and is recorded so is in the documents of the scope.
    pub(super) fn takes_standing(&self, standing: &Standing, target: &Target) -> bool {
        self.takes_document(&standing.document) || self.takes_document(&target.anchor().document)
    }
}
