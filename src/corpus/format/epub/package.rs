//! The package of a book: which parts are chapters, in which order, and what the book is.
//!
//! Knows `container.xml` and the package document (OPF) of EPUB 2 and 3. Does not read chapters.

use std::collections::{HashMap, HashSet};

use crate::corpus::document::Meta;
use crate::corpus::format::ReadError;
use crate::corpus::format::archive::{Archive, resolve};
use crate::corpus::format::html::tree::{Markup, NodeId, Tree};
use crate::corpus::format::iso;

/// A book's order and description.
pub(super) struct Package {
    /// The names of the chapters' parts, in reading order, each once.
    pub(super) chapters: Vec<String>,
    /// The part that is the table of contents.
    pub(super) contents: Option<String>,
    /// What the book says about itself.
    pub(super) meta: Meta,
}

impl Package {
    /// Finds and reads the package of a book.
    pub(super) fn find(archive: &mut Archive<'_>) -> Result<Self, ReadError> {
        let name = named_in_container(archive)
            .filter(|name| archive.has(name))
            .or_else(|| {
                archive
                    .names()
                    .into_iter()
                    .find(|name| has_extension(name, &["opf"]))
            });
        let text = name.as_deref().and_then(|name| archive.text(name));
        let mut package = match (&name, &text) {
            (Some(name), Some(text)) => Self::of(&Tree::read(text, Markup::Xml), name),
            _ => Self {
                chapters: Vec::new(),
                contents: None,
                meta: Meta::default(),
            },
        };
        if package.chapters.is_empty() {
            // Without a package the chapters are taken in the order of their names.
            package.chapters = archive
                .names()
                .into_iter()
                .filter(|name| has_extension(name, &["xhtml", "html", "htm"]))
                .collect();
            package.chapters.sort();
        }
        if package.chapters.is_empty() {
            return Err(ReadError::Damaged(
                "the file is no EPUB book: no chapters are in it".to_owned(),
            ));
        }
        Ok(package)
    }

    fn of(tree: &Tree, base: &str) -> Self {
        let mut parts: HashMap<&str, String> = HashMap::new();
        let mut contents = None;
        let mut chapters = Vec::new();
        let mut seen = HashSet::new();
        for id in 0..tree.len() {
            match tree.local(id) {
                "item" => {
                    let part = tree
                        .local_attribute(id, "href")
                        .and_then(|href| resolve(base, href));
                    let (Some(name), Some(part)) = (tree.local_attribute(id, "id"), part) else {
                        continue;
                    };
                    let media = tree.local_attribute(id, "media-type").unwrap_or("");
                    if tree
                        .local_attribute(id, "properties")
                        .is_some_and(|all| all.split(' ').any(|one| one == "nav"))
                    {
                        contents = Some(part.clone());
                    }
                    if media.contains("html") || media.contains("xml") || media.is_empty() {
                        parts.insert(name, part);
                    }
                }
                "itemref" => {
                    let part = tree
                        .local_attribute(id, "idref")
                        .and_then(|name| parts.get(name));
                    if let Some(part) = part
                        && seen.insert(part.clone())
                    {
                        chapters.push(part.clone());
                    }
                }
                _ => {}
            }
        }
        Self {
            chapters,
            contents,
            meta: meta(tree),
        }
    }
}

fn has_extension(name: &str, wanted: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        wanted
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn named_in_container(archive: &mut Archive<'_>) -> Option<String> {
    let text = archive.text("META-INF/container.xml")?;
    let tree = Tree::read(&text, Markup::Xml);
    (0..tree.len())
        .find(|id| tree.local(*id) == "rootfile")
        .and_then(|id| tree.local_attribute(id, "full-path"))
        .and_then(|path| resolve("", path))
}

fn meta(tree: &Tree) -> Meta {
    let mut meta = Meta::default();
    let text = |id: NodeId| tree.text_of(id, 2000);
    for id in 0..tree.len() {
        if !tree.name(id).starts_with("dc:") && !tree.name(id).starts_with("opf:") {
            continue;
        }
        let value = text(id);
        if value.is_empty() {
            continue;
        }
        match tree.local(id) {
            "title" if meta.title.is_none() => meta.title = Some(value),
            "creator" if !meta.authors.contains(&value) => meta.authors.push(value),
            "date" if meta.date.is_none() => meta.date = iso::date(&value),
            "publisher" if meta.origin.is_none() => meta.origin = Some(value),
            name @ ("language" | "identifier" | "source" | "rights" | "subject" | "description"
            | "contributor")
                if meta.fields.len() < 100 =>
            {
                meta.fields.push((name.to_owned(), value));
            }
            _ => {}
        }
    }
    meta
}
