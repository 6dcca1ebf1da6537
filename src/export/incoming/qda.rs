//! REFI-QDA, taken in: codebooks (`.qdc`) and projects (`.qdpx`), whoever wrote them.
//!
//! Knows codes and their hierarchy (nested, or in names with `::`), texts with their selections,
//! codings, notes and links, also the text that a PDF is represented by. Pictures, sound, film, cases,
//! variables, sets and graphs are counted and left out.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read};
use std::sync::Arc;

use roxmltree::{Document, Node};
use zip::ZipArchive;

use super::{Bond, Incoming, Remark, Signed, Source, Spot, TagCard};
use crate::export::colour;
use crate::library::{RecordId, Timestamp};

/// No text and no project is taken in that is larger, in bytes: an archive can promise anything.
const LARGEST: u64 = 256 << 20;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum QdaError {
    /// It is no archive, or a damaged one.
    #[error("it is no readable archive: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// There is no project in it.
    #[error("there is no project in it (project.qde)")]
    NoProject,
    /// A part of it cannot be read.
    #[error("a part of it cannot be read: {0}")]
    Part(#[from] std::io::Error),
    /// It is not well-formed.
    #[error("it is not well-formed XML: {0}")]
    Xml(#[from] roxmltree::Error),
}

/// Whether bytes are an archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a text is a codebook.
pub fn is_codebook(text: &str) -> bool {
    let start: String = text.chars().take(4096).collect();
    start.contains("<CodeBook")
}

/// Reads a codebook.
///
/// # Errors
/// [`QdaError`], with the place in the file.
pub fn codebook(text: &str) -> Result<Incoming, QdaError> {
    let document = Document::parse(text.trim_start_matches('\u{feff}'))?;
    let mut incoming = Incoming::default();
    codes(
        document.root_element(),
        "",
        &mut incoming,
        &mut HashMap::new(),
    );
    Ok(incoming)
}

/// Reads a project.
///
/// # Errors
/// [`QdaError`]; a text that is missing is no reason to leave out the others.
pub fn project(bytes: &[u8]) -> Result<Incoming, QdaError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    let inside = names
        .iter()
        .find(|name| name.eq_ignore_ascii_case("project.qde"))
        .or_else(|| {
            names
                .iter()
                .find(|name| name.to_lowercase().ends_with(".qde"))
        })
        .ok_or(QdaError::NoProject)?;
    let xml = part(&mut archive, inside)?;
    let document = Document::parse(xml.trim_start_matches('\u{feff}'))?;
    let mut texts: HashMap<String, Arc<str>> = HashMap::new();
    for name in names
        .iter()
        .filter(|name| name.to_lowercase().ends_with(".txt"))
    {
        if let Ok(text) = part(&mut archive, name) {
            let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            texts.insert(file, text.into());
        }
    }
    let mut reading = Reading {
        incoming: Incoming::default(),
        texts,
        codes: HashMap::new(),
        users: HashMap::new(),
        notes: HashMap::new(),
        writers: HashMap::new(),
        ends: BTreeMap::new(),
        spots: HashMap::new(),
    };
    reading.project(document.root_element());
    Ok(reading.incoming)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, QdaError> {
    let mut bytes = Vec::new();
    archive
        .by_name(name)?
        .take(LARGEST)
        .read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Takes in the codes below an element: paths of their names.
fn codes(
    node: Node<'_, '_>,
    above: &str,
    incoming: &mut Incoming,
    known: &mut HashMap<String, String>,
) {
    for child in node.children().filter(Node::is_element) {
        if child.tag_name().name() != "Code" {
            if matches!(child.tag_name().name(), "Codes" | "CodeBook") {
                codes(child, above, incoming, known);
            }
            continue;
        }
        let name = child
            .attribute("name")
            .unwrap_or("unnamed")
            .replace("::", "/");
        let name: Vec<&str> = name
            .split('/')
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        let name = name.join("/");
        let path = match above {
            "" => name,
            above => format!("{above}/{name}"),
        };
        let id = name_of(&child);
        if let Some(id) = id {
            known.insert(id.to_string(), path.clone());
        }
        // What only holds others is no tag.
        if child.attribute("isCodable") != Some("false") {
            incoming.tags.push(TagCard {
                id,
                path: path.clone(),
                description: text_of(&child, "Description"),
                colour: child
                    .attribute("color")
                    .and_then(colour::name)
                    .map(str::to_owned),
            });
        }
        codes(child, &path, incoming, known);
    }
}

struct Reading {
    incoming: Incoming,
    texts: HashMap<String, Arc<str>>,
    /// Paths of codes by their names.
    codes: HashMap<String, String>,
    users: HashMap<String, String>,
    notes: HashMap<String, String>,
    /// Who wrote each note, and when.
    writers: HashMap<String, Signed>,
    /// What may be the end of a link: selections, with the annotation made of each.
    ends: BTreeMap<String, Option<usize>>,
    spots: HashMap<String, Spot>,
}

impl Reading {
    fn project(&mut self, root: Node<'_, '_>) {
        let child = |name: &str| {
            root.children()
                .filter(Node::is_element)
                .find(move |it| it.tag_name().name() == name)
        };
        for it in child("Users").iter().flat_map(Node::children) {
            if let (Some(id), Some(name)) = (name_of(&it), it.attribute("name")) {
                self.users.insert(id.to_string(), name.to_owned());
            }
        }
        if let Some(book) = child("CodeBook") {
            codes(book, "", &mut self.incoming, &mut self.codes);
        }
        for it in child("Notes").iter().flat_map(Node::children) {
            if let Some(id) = name_of(&it) {
                let text = self.content(&it).unwrap_or_else(|| "".into());
                self.notes.insert(id.to_string(), text.to_string());
                let signed = self.signed(&it);
                self.writers.insert(id.to_string(), signed);
            }
        }
        let mut linked: Vec<String> = Vec::new();
        for it in child("Links").iter().flat_map(Node::children) {
            linked.extend(reference(&it, "originGUID"));
            linked.extend(reference(&it, "targetGUID"));
        }
        for it in child("Sources").iter().flat_map(Node::children) {
            self.source(&it, &linked);
        }
        for it in child("Links").iter().flat_map(Node::children) {
            self.link(&it);
        }
        for (name, what) in [
            ("Variables", "variables"),
            ("Cases", "cases"),
            ("Sets", "sets"),
            ("Graphs", "graphs"),
        ] {
            let count = child(name).map_or(0, |it| it.children().filter(Node::is_element).count());
            if count > 0 {
                self.incoming.left_out.push(format!("{count} {what}"));
            }
        }
    }

    fn source(&mut self, node: &Node<'_, '_>, linked: &[String]) {
        let name = node.attribute("name").unwrap_or("").to_owned();
        match node.tag_name().name() {
            "TextSource" => self.text_source(node, &name, linked),
            "PDFSource" => {
                let count = |name: &str| {
                    node.children()
                        .filter(|it| it.tag_name().name() == name)
                        .count()
                };
                if count("PDFSelection") > 0 {
                    self.incoming.left_out.push(format!(
                        "{} selections on pages of {name}; those of its text are taken",
                        count("PDFSelection")
                    ));
                }
                for it in node
                    .children()
                    .filter(|it| it.tag_name().name() == "Representation")
                {
                    self.text_source(&it, &name, linked);
                }
            }
            "" => {}
            other => self.incoming.left_out.push(format!(
                "{name} ({})",
                other.trim_end_matches("Source").to_lowercase()
            )),
        }
    }

    fn text_source(&mut self, node: &Node<'_, '_>, name: &str, linked: &[String]) {
        let text = self.content(node);
        let count = node
            .children()
            .filter(|it| it.tag_name().name() == "PlainTextSelection")
            .count();
        if text.is_none() && count > 0 {
            self.incoming.left_out.push(format!(
                "{count} passages of {name}: its text is not in the file"
            ));
            return;
        }
        self.incoming.sources.push(Source {
            names: vec![name.to_owned()],
            text,
        });
        let source = self.incoming.sources.len() - 1;
        let whole = node
            .children()
            .filter(|it| it.tag_name().name() == "Coding")
            .count();
        if whole > 0 {
            self.incoming
                .left_out
                .push(format!("{whole} codings of the whole of {name}"));
        }
        for it in node
            .children()
            .filter(|it| it.tag_name().name() == "PlainTextSelection")
        {
            self.selection(&it, source, linked);
        }
    }

    fn selection(&mut self, node: &Node<'_, '_>, source: usize, linked: &[String]) {
        let offset = |name: &str| node.attribute(name)?.parse::<usize>().ok();
        let at = offset("startPosition").zip(offset("endPosition"));
        let spot = Spot {
            source,
            at: at.map(|(start, end)| start..end.max(start)),
            ..Spot::default()
        };
        let id = name_of(node).unwrap_or_else(|| {
            RecordId::derived(&["selection", &source.to_string(), &format!("{at:?}")])
        });
        let key = id.to_string();
        self.spots.insert(key.clone(), spot.clone());
        let tags: Vec<String> = node
            .children()
            .filter(|it| it.tag_name().name() == "Coding")
            .filter_map(|coding| {
                coding
                    .children()
                    .find(|it| it.tag_name().name() == "CodeRef")
            })
            .filter_map(|code| self.codes.get(&reference(&code, "targetGUID")?).cloned())
            .collect();
        let note = self.note_of(node);
        if tags.is_empty() && note.is_empty() && linked.contains(&key) {
            // A passage that only a link needs.
            self.ends.insert(key, None);
            return;
        }
        self.ends.insert(key, Some(self.incoming.notes.len()));
        let signed = self.signed(node);
        self.incoming.notes.push(Remark {
            id,
            spot,
            tags,
            note,
            colour: None,
            signed,
        });
    }

    /// Description and notes of an element; one that says the same as another is said once.
    fn note_of(&self, node: &Node<'_, '_>) -> String {
        let mut said = vec![text_of(node, "Description")];
        for it in node
            .children()
            .filter(|it| it.tag_name().name() == "NoteRef")
        {
            let note = reference(&it, "targetGUID").and_then(|id| self.notes.get(&id).cloned());
            said.extend(note.filter(|note| !said.contains(note)));
        }
        said.retain(|it| !it.trim().is_empty());
        said.join("\n\n")
    }

    fn signed(&self, node: &Node<'_, '_>) -> Signed {
        let user = reference(node, "creatingUser").or_else(|| reference(node, "modifyingUser"));
        let time = |name: &str| node.attribute(name).and_then(Timestamp::parse);
        Signed {
            creator: user.and_then(|id| self.users.get(&id).cloned()),
            created: time("creationDateTime"),
            updated: time("modifiedDateTime"),
        }
    }

    fn link(&mut self, node: &Node<'_, '_>) {
        let Some((from, to)) = reference(node, "originGUID").zip(reference(node, "targetGUID"))
        else {
            return;
        };
        let name = node.attribute("name").unwrap_or("");
        let (Some(begin), Some(end)) = (self.spots.get(&from), self.spots.get(&to)) else {
            // From or to a memo or a code.
            self.incoming.left_out.push(format!(
                "a link “{name}” that does not go from passage to passage"
            ));
            return;
        };
        let id = name_of(node).unwrap_or_else(|| RecordId::derived(&["link", &from, &to, name]));
        let (from, to) = (begin.clone(), end.clone());
        let note = self.note_of(node);
        // The form has no place for the maker of a link; that of its note is who made it.
        let written = node
            .children()
            .find(|it| it.tag_name().name() == "NoteRef")
            .and_then(|it| reference(&it, "targetGUID"))
            .and_then(|id| self.writers.get(&id).cloned());
        let signed = match self.signed(node) {
            Signed {
                creator: None,
                created: None,
                updated: None,
            } => written.unwrap_or_default(),
            signed => signed,
        };
        self.incoming.links.push(Bond {
            id,
            from,
            to,
            relation: if name.is_empty() { "see" } else { name }.to_owned(),
            note,
            signed,
        });
    }

    /// The text of a source or note: in the file, or in a part of the archive that it names.
    fn content(&self, node: &Node<'_, '_>) -> Option<Arc<str>> {
        if let Some(inside) = node
            .children()
            .find(|it| it.tag_name().name() == "PlainTextContent")
        {
            return Some(inside.text().unwrap_or("").into());
        }
        let path = node.attribute("plainTextPath")?;
        let file = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        self.texts.get(&file).cloned()
    }
}

/// The name of an element.
fn name_of(node: &Node<'_, '_>) -> Option<RecordId> {
    parsed(node.attribute("guid")?)
}

/// The element that an attribute names, in the one form in which names are compared.
fn reference(node: &Node<'_, '_>, attribute: &str) -> Option<String> {
    parsed(node.attribute(attribute)?).map(|id| id.to_string())
}

fn parsed(guid: &str) -> Option<RecordId> {
    uuid::Uuid::try_parse(guid.trim().trim_matches(['{', '}']))
        .ok()
        .map(RecordId)
}

fn text_of(node: &Node<'_, '_>, name: &str) -> String {
    node.children()
        .find(|it| it.tag_name().name() == name)
        .and_then(|it| it.text())
        .unwrap_or("")
        .to_owned()
}
