//! Under which headings the passages of one page stand: documents, tags or years.
//!
//! Knows which passages belong together and in which order. How a heading is written is the page's.
//! A passage with several tags stands whole under the first of them, and is named under the others, so
//! that a page has each block once.

use std::collections::BTreeMap;

use super::material::{Material, Passage, Sheet};

/// What passages are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// The document they stand in.
    #[default]
    Document,
    /// Their tags.
    Tag,
    /// The year of their chronology entry, else of their document.
    Year,
}

/// Passages under one heading.
#[derive(Debug, Clone)]
pub struct Chapter<'a> {
    /// The tag or the year; None for passages that have none.
    pub name: Option<String>,
    /// The passages.
    pub passages: Vec<&'a Passage>,
    /// Those that belong here too and stand under another heading.
    pub elsewhere: Vec<&'a Passage>,
}

impl Chapter<'_> {
    fn named(name: Option<String>) -> Self {
        Self {
            name,
            passages: Vec::new(),
            elsewhere: Vec::new(),
        }
    }
}

/// The passages by their tags, in the order of paths; within each in the order of the material. With
/// `wanted` only tags it takes make a heading.
pub fn by_tag(material: &Material, wanted: impl Fn(&str) -> bool) -> Vec<Chapter<'_>> {
    let mut chapters: BTreeMap<&str, Chapter> = BTreeMap::new();
    let mut without = Chapter::named(None);
    for passage in material.passages() {
        let mut tags: Vec<&str> = passage
            .notes
            .iter()
            .flat_map(|note| note.tags.iter().map(String::as_str))
            .filter(|tag| wanted(tag))
            .collect();
        tags.sort_unstable();
        tags.dedup();
        let Some((first, others)) = tags.split_first() else {
            without.passages.push(passage);
            continue;
        };
        let chapter = |tag: &str| Chapter::named(Some(tag.to_owned()));
        let home = chapters.entry(first).or_insert_with(|| chapter(first));
        home.passages.push(passage);
        for tag in others {
            let other = chapters.entry(tag).or_insert_with(|| chapter(tag));
            other.elsewhere.push(passage);
        }
    }
    finished(chapters.into_values(), without)
}

/// The passages by year, the earliest first; within each in the order of the material.
pub fn by_year(material: &Material) -> Vec<Chapter<'_>> {
    let mut chapters: BTreeMap<String, Chapter> = BTreeMap::new();
    let mut without = Chapter::named(None);
    for sheet in &material.sheets {
        for passage in &sheet.passages {
            match year(sheet, passage) {
                Some(year) => chapters
                    .entry(year.clone())
                    .or_insert_with(|| Chapter::named(Some(year)))
                    .passages
                    .push(passage),
                None => without.passages.push(passage),
            }
        }
    }
    finished(chapters.into_values(), without)
}

fn finished<'a>(
    chapters: impl Iterator<Item = Chapter<'a>>,
    last: Chapter<'a>,
) -> Vec<Chapter<'a>> {
    let mut chapters: Vec<Chapter> = chapters.collect();
    if !last.passages.is_empty() {
        chapters.push(last);
    }
    chapters
}

/// The year of a passage: what stands before the first hyphen of its date.
fn year(sheet: &Sheet, passage: &Passage) -> Option<String> {
    let document = sheet.document.as_ref()?;
    let number = passage
        .place
        .block
        .and_then(|it| (it as usize).checked_sub(1));
    let entry = number.and_then(|at| document.blocks.get(at)?.date.as_ref());
    let date = entry.or(document.meta.date.as_ref())?;
    let digits: String = date.iso.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}
