//! The reading edition: documents as one web page that stands alone, with passages marked and notes
//! beside them, and the passages once more by their tags and by their years.
//!
//! Knows how a document's blocks become elements and how marks that overlap are cut into pieces.
//! The page holds no script and asks for nothing from outside. Notes are shown as they are written:
//! nothing in them, and nothing in a document, is obeyed as HTML.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::grouping;
use super::harmless::markup as escaped;
use super::material::{Material, Passage, Sheet, Tie};
use crate::corpus::{Block, BlockKind, Document};
use crate::library::End;

/// The look of the page: light and dark, narrow and wide, on paper.
const STYLE: &str = include_str!("html/style.css");

/// What names the program that wrote the page.
const GENERATOR: &str = "<meta name=\"generator\" content=\"Glossator\">";

/// Whether a text is a page of this module.
pub fn is_own(text: &str) -> bool {
    text.lines().take(12).any(|line| line.trim() == GENERATOR)
}

// Writing to a String cannot fail, so the results are let go throughout.

/// The documents that have passages, whole, with everything attached to them.
pub fn written(material: &Material) -> String {
    let targets: HashSet<String> = material.passages().map(Passage::key).collect();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"und\">\n<head>\n<meta charset=\"utf-8\">\n{GENERATOR}\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Passages and notes</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <nav aria-label=\"Documents\">\n<h1>Passages and notes</h1>\n<ul>\n"
    );
    for (index, sheet) in material.sheets.iter().enumerate() {
        let count = sheet.passages.len();
        let _ = writeln!(
            out,
            "<li><a href=\"#d{index}\">{}</a> ({count})</li>",
            escaped(title(sheet))
        );
    }
    let (tags, dates) = (by_tag(material), by_date(material));
    for (id, name, there) in [("tags", "Tags", &tags), ("timeline", "Timeline", &dates)] {
        if !there.is_empty() {
            let _ = writeln!(out, "<li><a href=\"#{id}\">{name}</a></li>");
        }
    }
    out.push_str("</ul>\n</nav>\n<main>\n");
    for (index, sheet) in material.sheets.iter().enumerate() {
        article(&mut out, index, sheet, &targets);
    }
    for (id, name, there) in [("tags", "Tags", tags), ("timeline", "Timeline", dates)] {
        if !there.is_empty() {
            let _ = writeln!(
                out,
                "<section id=\"{id}\">\n<h2>{name}</h2>\n{there}</section>"
            );
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Every tag with its passages, for which one looks by what they say.
fn by_tag(material: &Material) -> String {
    let mut out = String::new();
    for chapter in grouping::by_tag(material, |_| true) {
        let Some(name) = chapter.name else { continue };
        let count = chapter.passages.len() + chapter.elsewhere.len();
        let _ = writeln!(out, "<h3>{} ({count})</h3>\n<ul>", escaped(&name));
        for passage in chapter.passages.iter().chain(&chapter.elsewhere) {
            let _ = writeln!(out, "<li>{}</li>", reference(passage));
        }
        out.push_str("</ul>\n");
    }
    out
}

/// The passages in the order of their dates, under their years; without those that have none.
fn by_date(material: &Material) -> String {
    let mut out = String::new();
    for chapter in grouping::by_year(material) {
        let Some(year) = chapter.name else { continue };
        let _ = writeln!(out, "<h3>{}</h3>\n<ul>", escaped(&year));
        for passage in chapter.passages {
            let _ = writeln!(out, "<li>{}</li>", reference(passage));
        }
        out.push_str("</ul>\n");
    }
    out
}

/// A link to a passage on the page, with its opening words.
fn reference(passage: &Passage) -> String {
    format!(
        "<a href=\"#{}\">{}</a> “{}”",
        escaped(&passage.key()),
        escaped(&passage.place.name()),
        escaped(&passage.place.opening())
    )
}

/// One document.
fn article(out: &mut String, index: usize, sheet: &Sheet, targets: &HashSet<String>) {
    let _ = writeln!(
        out,
        "<article id=\"d{index}\">\n<h2>{}</h2>",
        escaped(title(sheet))
    );
    let standing = |passage: &&Passage| passage.place.standing.range.is_some();
    if let Some(document) = &sheet.document {
        let meta = &document.meta;
        let date = meta.date.as_ref().map(ToString::to_string);
        let facts: Vec<String> = [Some(sheet.id.to_string()), date, meta.origin.clone()]
            .into_iter()
            .flatten()
            .map(|fact| escaped(&fact))
            .collect();
        let _ = writeln!(out, "<p class=\"facts\">{}</p>", facts.join(" · "));
        // What the reader folds away is folded here too, unless something in it is marked; what lies
        // side by side, as one.
        let touched = |block: &Block| {
            let ranges = sheet.passages.iter();
            let mut ranges = ranges.filter_map(|it| it.place.standing.range.as_ref());
            ranges.any(|range| range.start < block.range.end && block.range.start < range.end)
        };
        let mut open = None;
        for block in &document.blocks {
            let folded = (block.folded && !touched(block)).then_some(block.kind);
            if open != folded {
                if open.is_some() {
                    out.push_str("</details>\n");
                }
                if let Some(kind) = folded {
                    let _ = writeln!(out, "<details><summary>{}</summary>", kind.name());
                }
                open = folded;
            }
            row(out, document, block, &sheet.passages, targets);
        }
        if open.is_some() {
            out.push_str("</details>\n");
        }
    }
    let lost: Vec<&Passage> = sheet.passages.iter().filter(|it| !standing(it)).collect();
    if !lost.is_empty() {
        out.push_str("<section class=\"lost\">\n<h3>No longer found in the text</h3>\n");
        for passage in lost {
            let _ = writeln!(
                out,
                "<blockquote id=\"{}\">{}</blockquote>",
                escaped(&passage.key()),
                escaped(&passage.place.words)
            );
            aside(out, passage, targets);
        }
        out.push_str("</section>\n");
    }
    out.push_str("</article>\n");
}

/// A block with the notes on the passages that begin in it.
fn row(
    out: &mut String,
    document: &Document,
    block: &Block,
    passages: &[Passage],
    targets: &HashSet<String>,
) {
    let touching: Vec<(&Passage, Range<usize>)> = passages
        .iter()
        .filter_map(|passage| Some((passage, passage.place.standing.range.clone()?)))
        .filter(|(_, range)| range.start < block.range.end && block.range.start < range.end)
        .collect();
    let text = marked(document, block, &touching);
    let label = block.label().or(block.marker.as_deref());
    let label = label.map_or_else(String::new, |label| {
        format!("<span class=\"label\">{}</span> ", escaped(label))
    });
    let element = match block.kind {
        BlockKind::Heading => "h3",
        BlockKind::Quote => "blockquote",
        BlockKind::Code | BlockKind::Table | BlockKind::Header => "pre",
        _ => "p",
    };
    out.push_str("<div class=\"row\">\n");
    let _ = writeln!(out, "<{element}>{label}{text}</{element}>");
    for (passage, range) in &touching {
        if range.start >= block.range.start {
            aside(out, passage, targets);
        }
    }
    out.push_str("</div>\n");
}

/// A block's text with its marked passages. Where marks overlap the text is cut at each of their
/// ends, and a piece says how many lie over it.
fn marked(document: &Document, block: &Block, touching: &[(&Passage, Range<usize>)]) -> String {
    let mut cuts: Vec<usize> = vec![block.range.start, block.range.end];
    for (_, range) in touching {
        cuts.push(range.start.clamp(block.range.start, block.range.end));
        cuts.push(range.end.clamp(block.range.start, block.range.end));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    for piece in cuts.windows(2) {
        let (start, end) = (piece[0], piece[1]);
        for (passage, range) in touching {
            if range.start == start {
                let _ = write!(out, "<a id=\"{}\"></a>", escaped(&passage.key()));
            }
        }
        let over = touching
            .iter()
            .filter(|(_, range)| range.start <= start && end <= range.end)
            .count();
        let words = escaped(document.slice(&(start..end)));
        match over {
            0 => out.push_str(&words),
            1 => {
                let _ = write!(out, "<mark>{words}</mark>");
            }
            _ => {
                let _ = write!(out, "<mark class=\"several\">{words}</mark>");
            }
        }
    }
    out
}

/// What is attached to a passage, in the margin.
fn aside(out: &mut String, passage: &Passage, targets: &HashSet<String>) {
    let place = &passage.place;
    out.push_str("<aside>\n");
    let _ = writeln!(
        out,
        "<p class=\"place\"><a href=\"#{}\">{}</a></p>",
        escaped(&passage.key()),
        escaped(&place.name())
    );
    if place.standing.name() != "exact" {
        let why = place.standing.why.map(|why| format!(": {why}"));
        let _ = writeln!(
            out,
            "<p class=\"state\">{}{}</p>",
            place.standing.name(),
            escaped(&why.unwrap_or_default())
        );
    }
    for note in &passage.notes {
        if !note.tags.is_empty() {
            let tags: Vec<String> = note
                .tags
                .iter()
                .map(|tag| format!("<span class=\"tag\">{}</span>", escaped(tag)))
                .collect();
            let _ = writeln!(out, "<p>{}</p>", tags.join(" "));
        }
        if !note.annotation.note.trim().is_empty() {
            let text = escaped(note.annotation.note.trim_end());
            let _ = writeln!(out, "<p class=\"note\">{text}</p>");
        }
    }
    for tie in &passage.ties {
        tied(out, tie, targets);
    }
    out.push_str("</aside>\n");
}

/// A link, which jumps to its other end where that is on the page.
fn tied(out: &mut String, tie: &Tie, targets: &HashSet<String>) {
    let arrow = match tie.end {
        End::From => "→",
        End::To => "←",
    };
    let name = escaped(&tie.other.name());
    let name = match tie.other_key.as_ref().filter(|key| targets.contains(*key)) {
        Some(id) => format!("<a href=\"#{}\">{name}</a>", escaped(id)),
        None => name,
    };
    let _ = writeln!(
        out,
        "<p class=\"tie\">{arrow} <b>{}</b> {name}: “{}”</p>",
        escaped(&tie.relation),
        escaped(&tie.other.opening())
    );
    if !tie.link.note.trim().is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"note\">{}</p>",
            escaped(tie.link.note.trim_end())
        );
    }
}

fn title(sheet: &Sheet) -> &str {
    sheet
        .document
        .as_ref()
        .map_or(sheet.id.as_str(), |document| document.title())
}
