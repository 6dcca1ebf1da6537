//! EPUB 2 and 3: books as archives of chapters in XHTML.
//!
//! Knows the container, the package with its spine, and notes that stand in another chapter than
//! their marks. Chapters are read by the walker of HTML. Chapters are read twice, first for the
//! places notes are at, so that only one chapter is in memory at a time.

mod package;

use std::collections::{HashMap, HashSet};

use super::ReadError;
use super::archive::{Archive, Bounds, resolve};
use super::html::blocks_of;
use super::html::notes::{Places, decoded, marks, own_ids};
use super::html::tree::{Markup, Tree};
use crate::corpus::block::BlockKind;
use crate::corpus::document::Format;
use crate::corpus::raw::{RawBlock, RawDocument};
use package::Package;

/// Chapters that are read of one book.
const MAX_CHAPTERS: usize = 20_000;

/// Reads a book.
pub(crate) fn read(bytes: &[u8], bounds: Bounds) -> Result<RawDocument, ReadError> {
    let mut archive = Archive::open(bytes, bounds)?;
    let mut warnings = Vec::new();
    let mut package = Package::find(&mut archive)?;
    if package.chapters.len() > MAX_CHAPTERS {
        package.chapters.truncate(MAX_CHAPTERS);
        warnings.push(format!("the book was cut after {MAX_CHAPTERS} chapters"));
    }
    let mut links = Links::default();
    for chapter in &package.chapters {
        if let Some(tree) = chapter_tree(&mut archive, chapter) {
            links.learn(&tree, chapter);
        }
    }
    // The second reading takes the same bytes out again; they are counted once.
    let mut again = Archive::open(bytes, bounds)?;
    let mut blocks: Vec<RawBlock> = Vec::new();
    let mut missing = 0;
    for chapter in &package.chapters {
        let Some(tree) = chapter_tree(&mut again, chapter) else {
            missing += 1;
            continue;
        };
        let places = Chapter {
            name: chapter,
            links: &links,
        };
        let page = blocks.last().and_then(|block| block.page);
        let is_contents = package.contents.as_deref() == Some(chapter);
        for piece in blocks_of(&tree, &places) {
            let mut raw = piece.raw;
            raw.page = raw.page.or(page);
            if is_contents {
                raw.kind = Some(BlockKind::Boilerplate);
                raw.folded = Some(true);
            }
            blocks.push(raw);
        }
        warnings.extend(
            tree.warnings
                .into_iter()
                .map(|warning| format!("{chapter}: {warning}")),
        );
    }
    if missing > 0 {
        warnings.push(format!(
            "{missing} chapters of the book are missing from the file"
        ));
    }
    warnings.extend(again.warnings);
    if archive.has("META-INF/encryption.xml") && blocks.iter().all(|block| block.text.is_empty()) {
        return Err(ReadError::Damaged(
            "the book is protected against reading by other programs; ask for an unprotected copy"
                .to_owned(),
        ));
    }
    Ok(RawDocument {
        format: Format::Epub,
        encoding: "UTF-8".to_owned(),
        meta: package.meta,
        blocks,
        warnings,
    })
}

fn chapter_tree(archive: &mut Archive<'_>, name: &str) -> Option<Tree> {
    let text = archive.text(name)?;
    Some(Tree::read(&text, Markup::Xhtml))
}

/// What is known of links between the chapters of a book. A place is `chapter#id`; the place of a
/// whole chapter has an empty id.
#[derive(Default)]
struct Links {
    ids: HashSet<String>,
    /// Places of notes, with the labels they are called by; whether the target exists is only
    /// known at the end.
    called: HashMap<String, String>,
    call_sites: HashSet<String>,
}

impl Links {
    fn learn(&mut self, tree: &Tree, chapter: &str) {
        self.ids.insert(format!("{chapter}#"));
        for id in 0..tree.len() {
            if let Some(value) = tree.attribute(id, "id") {
                self.ids.insert(format!("{chapter}#{value}"));
            }
        }
        for (link, label) in marks(tree) {
            let place = tree
                .attribute(link, "href")
                .and_then(|href| place_of(chapter, href));
            let Some(place) = place else { continue };
            if self.call_sites.contains(&place) {
                continue;
            }
            for id in own_ids(tree, link) {
                self.call_sites.insert(format!("{chapter}#{id}"));
            }
            self.called.entry(place).or_insert(label);
        }
    }
}

fn place_of(chapter: &str, href: &str) -> Option<String> {
    let part = resolve(chapter, href)?;
    let fragment = href.split_once('#').map_or("", |(_, fragment)| fragment);
    Some(format!("{part}#{}", decoded(fragment)))
}

/// The places as one chapter sees them.
struct Chapter<'b> {
    name: &'b str,
    links: &'b Links,
}

impl Places for Chapter<'_> {
    fn of_link(&self, href: &str) -> Option<String> {
        place_of(self.name, href)
    }

    fn of_id(&self, id: &str) -> String {
        format!("{}#{id}", self.name)
    }

    fn of_page(&self) -> Option<String> {
        Some(format!("{}#", self.name))
    }

    fn called_elsewhere(&self, place: &str) -> Option<String> {
        self.links.called.get(place).cloned()
    }

    fn exists_elsewhere(&self, place: &str) -> bool {
        self.links.ids.contains(place)
    }

    fn is_call_site(&self, place: &str) -> bool {
        self.links.call_sites.contains(place)
    }
}

#[cfg(test)]
mod tests;
