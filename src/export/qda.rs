//! REFI-QDA: codebooks (`.qdc`) and projects (`.qdpx`) for NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette.
//!
//! Knows how tags become codes, passages selections with codings, notes descriptions, and links links;
//! the order of elements that the schema of 2019 wants; and that positions are code points, the end not
//! included. Orphans have no position, and forms, decisions and surroundings no place: they stay behind.
//! Colours go out by [`colour`]'s values. The reading of such files is [`incoming::qda`](super::incoming::qda)'s part.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::colour;
use super::harmless;
use super::material::{Material, Passage, Sheet};
use super::offsets::Offsets;
use crate::library::{Author, End, Library, RecordId, Tag, Timestamp};

/// Who wrote a file, in its `origin`.
const ORIGIN: &str = "Glossator";
/// The names of the two schemas.
const PROJECT: &str = "urn:QDA-XML:project:1.0";
const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
/// The project's own name inside its file.
const INSIDE: &str = "project.qde";

/// The tags as a codebook. With `paths` only these and the branches they stand on.
pub fn codebook(library: &Library) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = writeln!(out, "<CodeBook xmlns=\"{CODEBOOK}\" origin=\"{ORIGIN}\">");
    codes(&mut out, &tree(library.tags().map(AsRef::as_ref)), 1);
    out.push_str("</CodeBook>\n");
    out
}

/// Whether a text is a codebook of this module.
pub fn is_own_codebook(text: &str) -> bool {
    text.contains(CODEBOOK) && text.contains(&format!("origin=\"{ORIGIN}\""))
}

/// A code: the tag at a path, or only a branch that tags stand on, and what is below it.
#[derive(Default)]
struct Code<'a> {
    tag: Option<&'a Tag>,
    below: BTreeMap<&'a str, Code<'a>>,
}

fn tree<'a>(tags: impl Iterator<Item = &'a Tag>) -> Code<'a> {
    let mut root = Code::default();
    for tag in tags {
        let mut at = &mut root;
        for name in tag.path.split('/') {
            at = at.below.entry(name).or_default();
        }
        at.tag = Some(tag);
    }
    root
}

/// Writes the codes below one; the schema wants at least one.
fn codes(out: &mut String, root: &Code, depth: usize) {
    let pad = "  ".repeat(depth);
    let _ = writeln!(out, "{pad}<Codes>");
    if root.below.is_empty() {
        let id = guid(RecordId::derived(&["code", ""]));
        let _ = writeln!(
            out,
            "{pad}  <Code guid=\"{id}\" name=\"no tags yet\" isCodable=\"false\"/>"
        );
    }
    for (name, code) in &root.below {
        code_into(out, name, name, code, depth + 1);
    }
    let _ = writeln!(out, "{pad}</Codes>");
}

fn code_into(out: &mut String, path: &str, name: &str, code: &Code, depth: usize) {
    let pad = "  ".repeat(depth);
    let id = match code.tag {
        Some(tag) => tag.id,
        None => RecordId::derived(&["code", path]),
    };
    let codable = code.tag.is_some();
    let _ = write!(
        out,
        "{pad}<Code guid=\"{}\" name=\"{}\" isCodable=\"{codable}\"",
        guid(id),
        escaped(name)
    );
    let colour = code.tag.and_then(|tag| tag.colour.as_deref());
    if let Some(rgb) = colour.and_then(colour::rgb) {
        let _ = write!(out, " color=\"{rgb}\"");
    }
    let description = code.tag.map_or("", |tag| tag.description.as_str());
    if description.is_empty() && code.below.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    if !description.is_empty() {
        let _ = writeln!(
            out,
            "{pad}  <Description>{}</Description>",
            escaped(description)
        );
    }
    for (name, below) in &code.below {
        code_into(out, &format!("{path}/{name}"), name, below, depth + 1);
    }
    let _ = writeln!(out, "{pad}</Code>");
}

/// A project, and what it cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The file.
    pub bytes: Vec<u8>,
    /// Passages without a place in the present texts, which stay behind.
    pub orphans: usize,
}

/// The passages with their texts as a project, with all tags of the library.
pub fn project(material: &Material, library: &Library) -> Project {
    let mut writing = Writing::default();
    let mut sources = String::new();
    let mut texts = Vec::new();
    for sheet in &material.sheets {
        let Some(document) = &sheet.document else {
            writing.orphans += sheet
                .passages
                .iter()
                .map(|it| it.notes.len())
                .sum::<usize>();
            continue;
        };
        let id = guid(RecordId::derived(&["source", sheet.id.as_str()]));
        let name = escaped(&document.path.to_string_lossy());
        let _ = writeln!(
            sources,
            "    <TextSource guid=\"{id}\" name=\"{name}\" plainTextPath=\"internal://{id}.txt\">"
        );
        writing.sheet(&mut sources, sheet, &document.text);
        sources.push_str("    </TextSource>\n");
        texts.push((format!("sources/{id}.txt"), document.text.clone()));
    }
    let links = writing.links(material);
    let xml = writing.project(library, &sources, &links);
    let bytes = packed(&xml, texts).expect("an archive can be written into memory");
    Project {
        bytes,
        orphans: writing.orphans,
    }
}

/// The archive of a project and its texts.
fn packed(xml: &str, texts: Vec<(String, String)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // Every moment would do, if it is always the same.
        .last_modified_time(DateTime::default());
    archive.start_file(INSIDE, options)?;
    archive.write_all(xml.as_bytes())?;
    for (name, text) in texts {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Whether a file is a project of this module.
pub fn is_own_project(bytes: &[u8]) -> bool {
    let read = || {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut text = String::new();
        let project = archive.by_name(INSIDE).ok()?;
        project.take(4096).read_to_string(&mut text).ok()?;
        Some(text)
    };
    read().is_some_and(|text| text.contains(&format!("origin=\"{ORIGIN}\"")))
}

/// What is gathered while sources are written.
#[derive(Default)]
struct Writing {
    users: BTreeSet<String>,
    notes: String,
    orphans: usize,
    /// The selections at the ends of links.
    ends: BTreeMap<(RecordId, End), String>,
}

impl Writing {
    fn project(&self, library: &Library, sources: &str, links: &str) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        let _ = writeln!(
            out,
            "<Project xmlns=\"{PROJECT}\" name=\"Passages and notes\" origin=\"{ORIGIN}\">"
        );
        if !self.users.is_empty() {
            out.push_str("  <Users>\n");
            for name in &self.users {
                let _ = writeln!(
                    out,
                    "    <User guid=\"{}\" name=\"{}\"/>",
                    user(name),
                    escaped(name)
                );
            }
            out.push_str("  </Users>\n");
        }
        if library.tags().next().is_some() {
            out.push_str("  <CodeBook>\n");
            codes(&mut out, &tree(library.tags().map(AsRef::as_ref)), 2);
            out.push_str("  </CodeBook>\n");
        }
        if !sources.is_empty() {
            let _ = write!(out, "  <Sources>\n{sources}  </Sources>\n");
        }
        if !self.notes.is_empty() {
            let _ = write!(out, "  <Notes>\n{}  </Notes>\n", self.notes);
        }
        if !links.is_empty() {
            let _ = write!(out, "  <Links>\n{links}  </Links>\n");
        }
        out.push_str("</Project>\n");
        out
    }

    fn sheet(&mut self, out: &mut String, sheet: &Sheet, text: &str) {
        let offsets = Offsets::new(text);
        for passage in &sheet.passages {
            let Some(range) = &passage.place.standing.range else {
                self.orphans += passage.notes.len();
                continue;
            };
            let (start, end) = (
                offsets.code_point(range.start),
                offsets.code_point(range.end),
            );
            let place = format!(
                "name=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\"",
                escaped(&passage.place.opening()),
            );
            let name = selection(passage, sheet, start, end);
            for tie in &passage.ties {
                self.ends.insert((tie.link.id, tie.end), name.clone());
            }
            self.passage(out, passage, &name, &place);
        }
    }

    fn passage(&mut self, out: &mut String, passage: &Passage, name: &str, place: &str) {
        for note in &passage.notes {
            let it = &note.annotation;
            self.users.insert(it.creator.0.clone());
            let by = user(&it.creator.0);
            let _ = writeln!(
                out,
                "      <PlainTextSelection guid=\"{}\" {place} creatingUser=\"{by}\" creationDateTime=\"{}\" \
                 modifiedDateTime=\"{}\">",
                guid(it.id),
                it.created.0,
                it.updated.0
            );
            if !it.note.trim().is_empty() {
                let _ = writeln!(
                    out,
                    "        <Description>{}</Description>",
                    escaped(&it.note)
                );
            }
            for tag in &it.tags {
                let coding = RecordId::derived(&["coding", &it.id.to_string(), &tag.to_string()]);
                let _ = writeln!(
                    out,
                    "        <Coding guid=\"{}\" creatingUser=\"{by}\" creationDateTime=\"{}\"><CodeRef \
                     targetGUID=\"{}\"/></Coding>",
                    guid(coding),
                    it.created.0,
                    guid(*tag)
                );
            }
            if !it.note.trim().is_empty() {
                let reference = self.note(it.id, &it.note, (&it.creator, &it.created));
                let _ = writeln!(out, "        {reference}");
            }
            out.push_str("      </PlainTextSelection>\n");
        }
        if passage.notes.is_empty() {
            let _ = writeln!(out, "      <PlainTextSelection guid=\"{name}\" {place}/>");
        }
    }

    /// Enters a note, which some programs show and others not; gives the reference to it.
    /// Its time is wanted by programs that take it in, though the schema does not ask for it.
    fn note(&mut self, of: RecordId, text: &str, (by, at): (&Author, &Timestamp)) -> String {
        let id = guid(RecordId::derived(&["note", &of.to_string()]));
        let _ = writeln!(
            self.notes,
            "    <Note guid=\"{id}\" name=\"\" creatingUser=\"{}\" creationDateTime=\"{}\"><PlainTextContent>{}</PlainTextContent></Note>",
            user(&by.0),
            at.0,
            escaped(text)
        );
        format!("<NoteRef targetGUID=\"{id}\"/>")
    }

    /// The links of which both ends have a place.
    fn links(&mut self, material: &Material) -> String {
        let mut out = String::new();
        for (link, _, _) in material.links_with_ends() {
            let end = |end| self.ends.get(&(link.id, end)).cloned();
            let (Some(from), Some(to)) = (end(End::From), end(End::To)) else {
                continue;
            };
            self.users.insert(link.creator.0.clone());
            let _ = write!(
                out,
                "    <Link guid=\"{}\" name=\"{}\" direction=\"OneWay\" originGUID=\"{}\" targetGUID=\"{}\"",
                guid(link.id),
                escaped(&link.relation),
                from,
                to
            );
            if link.note.trim().is_empty() {
                out.push_str("/>\n");
            } else {
                let reference = self.note(link.id, &link.note, (&link.creator, &link.created));
                let _ = writeln!(out, ">{reference}</Link>");
            }
        }
        out
    }
}

/// The name of the selection to which links at a passage lead: that of an annotation on it, else one for
/// all of them, since some programs take only one selection without a code for each place.
fn selection(passage: &Passage, sheet: &Sheet, start: usize, end: usize) -> String {
    guid(match passage.notes.first() {
        Some(note) => note.annotation.id,
        None => RecordId::derived(&[
            "place",
            sheet.id.as_str(),
            &start.to_string(),
            &end.to_string(),
        ]),
    })
}

fn user(name: &str) -> String {
    guid(RecordId::derived(&["user", name]))
}

/// A name as the older of these programs want it: upper case.
fn guid(id: RecordId) -> String {
    id.to_string().to_uppercase()
}

/// Text for XML, in attributes too, where line ends are read as blanks unless they are written so.
fn escaped(text: &str) -> String {
    harmless::markup(text)
        .replace('\n', "&#10;")
        .replace('\r', "&#13;")
        .replace('\t', "&#9;")
}
