//! Org mode: the same passages for Emacs, with properties and tags.
//!
//! Knows how words are kept from being taken for markup there, and what a heading's tags may be.
//! Org has no hidden comments within a line; the marks of own blocks are comment lines.

use std::fmt::Write as _;

use super::markdown::file_name;
use super::material::{Material, Passage, Place, Sheet, Tie};
use super::sync::{Block, Front, Marks, Page};
use crate::library::End;
use crate::passage::Address;

/// All passages as one page, one heading for each document.
pub fn page(material: &Material) -> Page {
    let mut blocks = vec![Block::new("page", HEAD)];
    for sheet in &material.sheets {
        section(sheet, &mut blocks);
    }
    of(blocks)
}

/// One page for each document, by file name, after one that leads to them.
pub fn folder(material: &Material) -> Vec<(String, Page)> {
    let mut list = HEAD.to_owned();
    let mut files = Vec::new();
    for sheet in &material.sheets {
        let name = file_name(sheet.id.as_str()).replace(".md", ".org");
        let count = match sheet.passages.len() {
            1 => "1 passage".to_owned(),
            count => format!("{count} passages"),
        };
        let title = bracket(title(sheet));
        let _ = write!(list, "\n- [[file:{name}][{title}]]: {count}");
        let head = format!(
            "#+title: {}\n#+options: ^:nil\n#+glossator: 1\n",
            one_line(self::title(sheet))
        );
        let mut blocks = vec![Block::new("page", &head)];
        section(sheet, &mut blocks);
        files.push((name, of(blocks)));
    }
    let index = of(vec![Block::new("page", &list)]);
    files.insert(0, ("index.org".into(), index));
    files
}

/// What an Org page begins with; `^:nil` keeps what follows a `_` or `^` from being set low or high.
const HEAD: &str = "#+title: Passages and notes\n#+options: ^:nil\n#+glossator: 1\n";

fn of(blocks: Vec<Block>) -> Page {
    Page {
        marks: Marks::Org,
        front: Front::default(),
        blocks,
    }
}

/// The blocks of one document.
fn section(sheet: &Sheet, blocks: &mut Vec<Block>) {
    blocks.push(Block::new(format!("d={}", sheet.id), &document(sheet)));
    for passage in &sheet.passages {
        blocks.push(Block::new(passage.key(), &passage_text(passage)));
    }
}

fn title(sheet: &Sheet) -> &str {
    let document = sheet.document.as_ref();
    document.map_or(sheet.id.as_str(), |document| document.title())
}

// Writing to a String cannot fail, so the results are let go throughout.

/// A document's heading with its properties.
fn document(sheet: &Sheet) -> String {
    let mut out = format!(
        "* {}\n:PROPERTIES:\n:CUSTOM_ID: {}\n",
        one_line(title(sheet)),
        sheet.id
    );
    if let Some(document) = &sheet.document {
        let meta = &document.meta;
        let date = meta.date.as_ref().map(ToString::to_string);
        let facts = [
            ("DATE", date),
            ("ORIGIN", meta.origin.clone()),
            ("REFERENCE", meta.reference.clone()),
            ("TEXT", Some(format!("sha256:{}", document.hash.as_str()))),
        ];
        for (name, value) in facts {
            if let Some(value) = value {
                let _ = writeln!(out, ":{name}: {}", one_line(&value));
            }
        }
    }
    out.push_str(":END:\n");
    out
}

/// A passage as a heading with its words and what is attached to it.
fn passage_text(passage: &Passage) -> String {
    let mut out = String::new();
    let place = &passage.place;
    let mut tags: Vec<String> = passage
        .notes
        .iter()
        .flat_map(|note| &note.tags)
        .map(|path| org_tag(path))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let tags = if tags.is_empty() {
        String::new()
    } else {
        format!("    :{}:", tags.join(":"))
    };
    let name = place
        .block_address
        .as_ref()
        .map_or_else(String::new, Address::within);
    let _ = writeln!(
        out,
        "** {} {}{tags}",
        one_line(&name),
        one_line(&place.opening())
    );
    out.push_str(":PROPERTIES:\n");
    if let Some(address) = &place.address {
        let _ = writeln!(out, ":ADDRESS: {}", one_line(&address.to_string()));
    }
    if let Some(note) = passage.notes.first() {
        let _ = writeln!(out, ":GLOSSATOR_ID: {}", note.annotation.id);
    }
    if place.standing.name() != "exact" {
        let _ = writeln!(out, ":STATE: {}", place.standing.name());
    }
    let paths: Vec<&str> = passage
        .notes
        .iter()
        .flat_map(|note| note.tags.iter().map(String::as_str))
        .collect();
    if !paths.is_empty() {
        let _ = writeln!(out, ":TAG_PATHS: {}", paths.join("; "));
    }
    out.push_str(":END:\n");
    let _ = writeln!(out, "#+begin_quote\n{}\n#+end_quote", quoted(place));
    let _ = writeln!(out, "{}", reference(place));
    for (label, text) in &place.footnotes {
        let words = text.as_deref().unwrap_or("its text is not in the document");
        let _ = writeln!(out, "\nFootnote {}: {}", one_line(label), one_line(words));
    }
    for note in passage
        .notes
        .iter()
        .filter(|note| !note.annotation.note.trim().is_empty())
    {
        // A note is Markdown, which Org shows as it is written.
        let _ = writeln!(
            out,
            "\n#+begin_src markdown\n{}\n#+end_src",
            in_block(note.annotation.note.trim_end())
        );
    }
    for tie in &passage.ties {
        write_tie(&mut out, tie);
    }
    out
}

/// The words; in their surroundings, where these are asked for, the words themselves underlined. Words
/// in which Org would not see its own mark stand without it.
fn quoted(place: &Place) -> String {
    let Some((before, after)) = &place.context else {
        return kept(&place.words);
    };
    let words = place.now.as_ref().unwrap_or(&place.words);
    let alone = words.trim() == words && !words.contains(['_', '\n']);
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let parted = free(before.chars().next_back()) && free(after.chars().next());
    let in_line = !before.ends_with('\n') && !after.starts_with('\n');
    if alone && parted && in_line {
        // Org sees the mark only beside a blank or a sign that it knows; a space of no width is one.
        let marked = format!("\u{200b}_{}_\u{200b}", signs_parted(words));
        return format!("{}{marked}{}", kept(before), kept(after));
    }
    kept(&format!("{before}{words}{after}"))
}

fn reference(place: &Place) -> String {
    match &place.address {
        Some(address) => format!("[[{}][{}]]", address.link(), bracket(&place.name())),
        None => one_line(&place.name()),
    }
}

fn write_tie(out: &mut String, tie: &Tie) {
    let arrow = match tie.end {
        End::From => "→",
        End::To => "←",
    };
    let _ = writeln!(
        out,
        "\n- {arrow} {} {}: “{}”",
        one_line(&tie.relation),
        reference(&tie.other),
        one_line(&tie.other.opening())
    );
    if !tie.link.note.trim().is_empty() {
        let note = in_block(tie.link.note.trim_end()).replace('\n', "\n  ");
        let _ = writeln!(out, "  #+begin_src markdown\n  {note}\n  #+end_src");
    }
}

/// Words that Org must not take for markup: an invisible space parts a sign from its word, and no
/// line begins a heading, keyword or block.
fn kept(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let line = line.trim_end_matches('\r');
            let bare = line.trim_start();
            let starts = bare.starts_with(['*', '#', '|', ':', '-', '+', ','])
                || bare.chars().next().is_some_and(|c| c.is_ascii_digit());
            let words = signs_parted(line);
            if starts {
                format!("\u{200b}{words}")
            } else {
                words
            }
        })
        .collect();
    lines.join("\n")
}

/// Signs of emphasis and brackets of links, parted from what follows by a space of no width, as
/// Org's manual recommends.
fn signs_parted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        let opens = "*/_=~+".contains(c) && !before.is_alphanumeric();
        let link = matches!((before, c), ('[', '[') | ('<', '<'));
        if opens || link {
            out.push('\u{200b}');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Text within a block: lines that Org would read as headings or keywords get its comma.
fn in_block(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let bare = line.trim_start_matches(',');
            if bare.starts_with('*') || bare.to_ascii_lowercase().starts_with("#+") {
                format!(",{line}")
            } else {
                line.to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

/// A text on one line that is no markup.
fn one_line(text: &str) -> String {
    signs_parted(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The description of a link, which may hold no bracket.
fn bracket(text: &str) -> String {
    text.replace('[', "(").replace(']', ")")
}

/// A tag as Org takes it: letters, digits, `_`, `@`, `#`, `%`.
fn org_tag(path: &str) -> String {
    path.chars()
        .map(|c| {
            if c.is_alphanumeric() || "_@#%".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect()
}
