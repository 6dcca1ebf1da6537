//! A passage on a page: its words, its reference, what is attached to it, and its links.
//!
//! Knows the few tokens in which the dialects differ. Where the passage stands on the page, and which
//! heading is above it, is the page's part.

use std::fmt::Write as _;

use super::text::{inline, quotation};
use super::{Flavour, Job, Layout, back, citation, file_name, note};
use crate::export::material::{Passage, Place, Tie};
use crate::export::sync::Block;
use crate::library::End;
use crate::passage::Address;
use crate::passage::place::PlacedState;

/// Stand for the beginning and the end of the marked words until these are written. A text that has
/// these private characters itself gets others for them.
const BEGIN: char = '\u{f8f0}';
const END: char = '\u{f8f1}';

impl Job<'_> {
    /// A passage as a block of the page.
    pub(super) fn block(&self, passage: &Passage, layout: Layout) -> Block {
        let notes = passage.notes.iter();
        let base = back::base(notes.map(|it| (it.annotation.as_ref(), it.tags.as_slice())));
        Block {
            base,
            ..Block::new(passage.key(), &self.passage(passage, layout))
        }
    }

    /// A passage with everything attached to it.
    fn passage(&self, passage: &Passage, layout: Layout) -> String {
        let place = &passage.place;
        let mut body = self.quoted(place);
        let reference = self.reference(place);
        if self.flavour == Flavour::Obsidian {
            // The title of a callout is the rest of its first line. A block id stands alone between
            // blank lines and belongs to what is above it.
            body = format!(
                "> [!quote] {reference}\n{body}\n^{}\n",
                anchor(&passage.key())
            );
        }
        // Only what a link of the page leads to needs a name to be found by.
        let target = match self.flavour {
            _ if passage.ties.is_empty() => String::new(),
            // It has a block id.
            Flavour::Obsidian => String::new(),
            Flavour::CommonMark => format!("<a id=\"{}\"></a>", anchor(&passage.key())),
            Flavour::Pandoc => format!("[]{{#{}}}", anchor(&passage.key())),
        };
        if self.flavour != Flavour::Obsidian {
            let _ = write!(body, "\n{target}— {reference}\n");
        }
        for footnote in &place.footnotes {
            let _ = write!(body, "\n{}\n", self.footnote(footnote));
        }
        if let Some(state) = self.state(place) {
            let _ = write!(body, "\n{state}\n");
        }
        for (index, note) in passage.notes.iter().enumerate() {
            if index > 0 {
                let _ = write!(body, "\n{}\n", back::also_line(note.annotation.id));
            }
            if !note.tags.is_empty() {
                let tags: Vec<String> = note.tags.iter().map(|path| self.tag(path)).collect();
                let _ = write!(body, "\nTags: {}\n", tags.join(" "));
            }
            if !note.annotation.note.trim().is_empty() {
                let text = note::in_item(&note.annotation.note);
                let _ = write!(body, "\n- **Note**\n\n{text}\n");
            }
        }
        for tie in &passage.ties {
            let _ = write!(body, "\n{}\n", self.tie(tie, layout));
        }
        body
    }

    /// The words as a block quotation; with what stands around them, where that is asked for, the words
    /// themselves marked.
    fn quoted(&self, place: &Place) -> String {
        let Some((before, after)) = &place.context else {
            return quotation(&place.words, self.flavour);
        };
        let words = place.now.as_ref().unwrap_or(&place.words);
        let words = words.replace([BEGIN, END], "\u{fffd}");
        let marked: Vec<String> = words
            .split('\n')
            .map(|line| match line.trim() {
                "" => line.to_owned(),
                bare => format!("{BEGIN}{bare}{END}"),
            })
            .collect();
        let plain = |text: &str| text.replace([BEGIN, END], "\u{fffd}");
        let text = format!("{}{}{}", plain(before), marked.join("\n"), plain(after));
        let (begin, end) = match self.flavour {
            Flavour::Pandoc => ("[", "]{.mark}"),
            _ => ("<mark>", "</mark>"),
        };
        let quoted = quotation(&text, self.flavour);
        let mut out = String::with_capacity(quoted.len() + 16);
        let (mut inside, mut escaped) = (false, false);
        for c in quoted.chars() {
            match c {
                BEGIN => out.push_str(begin),
                END => out.push_str(end),
                // A bracket in the words must not end the span that marks them.
                ']' if inside && !escaped && self.flavour == Flavour::Pandoc => out.push_str("\\]"),
                c => out.push(c),
            }
            inside = c == BEGIN || inside && c != END;
            escaped = c == '\\' && !escaped;
        }
        out
    }

    /// The line that says where a quotation stands, with the link that leads back to it.
    fn reference(&self, place: &Place) -> String {
        let document = inline(place.document.as_str(), self.flavour);
        let Some(address) = &place.address else {
            return document;
        };
        let within = place
            .block_address
            .as_ref()
            .map(Address::within)
            .filter(|within| !within.is_empty())
            .map_or_else(|| document.clone(), |within| inline(&within, self.flavour));
        let link = format!("[{within}]({})", address.link());
        let cited = match self.flavour {
            Flavour::Pandoc => format!("{} · {link}", citation(place)),
            _ => format!("{document} {link}"),
        };
        match &place.section {
            Some(section) => format!("{cited} · {}", inline(section, self.flavour)),
            None => cited,
        }
    }

    /// A footnote that the quoted words call. Its mark is no part of the words, so that the quotation is
    /// theirs to the letter; the note stands below it, opening with its mark.
    fn footnote(&self, (label, text): &(String, Option<String>)) -> String {
        let label = inline(label, self.flavour);
        match text {
            Some(text) => {
                let words: Vec<&str> = text.split_whitespace().collect();
                format!(
                    "Footnote {label}: “{}”",
                    inline(&words.join(" "), self.flavour)
                )
            }
            None => format!("Footnote {label}: its text is not in the document"),
        }
    }

    /// What must be known of a passage that is not where and what it was when it was marked.
    fn state(&self, place: &Place) -> Option<String> {
        let standing = &place.standing;
        let name = match standing.state {
            PlacedState::Exact => return None,
            PlacedState::Moved => "moved".to_owned(),
            PlacedState::Uncertain => format!("uncertain, {:.2}", standing.score),
            PlacedState::Orphaned => "orphaned".to_owned(),
        };
        let why = standing
            .why
            .map(|why| format!(" ({why})"))
            .unwrap_or_default();
        let now = place.now.as_ref().map(|now| {
            let words = now.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("; the text now reads “{}”", inline(&words, self.flavour))
        });
        let callout = match self.flavour {
            Flavour::Obsidian => "> [!warning] ",
            _ => "",
        };
        Some(format!(
            "{callout}State: {name}{why}{}",
            now.unwrap_or_default()
        ))
    }

    /// A tag.
    fn tag(&self, path: &str) -> String {
        match self.flavour {
            Flavour::Obsidian => format!("#{}", obsidian_tag(path)),
            Flavour::Pandoc => format!("[{}]{{.tag}}", inline(path, self.flavour)),
            Flavour::CommonMark => {
                // A code span may not hold its own mark.
                format!("`{}`", path.replace('`', "'"))
            }
        }
    }

    /// A link with its relation and its other end.
    fn tie(&self, tie: &Tie, layout: Layout) -> String {
        let other = &tie.other;
        let name = inline(&other.name(), self.flavour);
        let end = match (&tie.other_key, &other.address) {
            (Some(key), _) => self.within(&name, other, &anchor(key), layout),
            (None, Some(address)) => format!("[{name}]({})", address.link()),
            (None, None) => name,
        };
        let arrow = match tie.end {
            End::From => "→",
            End::To => "←",
        };
        let relation = inline(&tie.relation, self.flavour);
        let words = inline(&other.opening(), self.flavour);
        let mut item = format!("- {arrow} **{relation}** {end}: “{words}”");
        if other.standing.state == PlacedState::Orphaned {
            item.push_str(" (orphaned)");
        }
        if !tie.link.note.trim().is_empty() {
            let _ = write!(item, "\n\n{}", note::in_item(&tie.link.note));
        }
        item
    }

    /// A link to a passage of the same export.
    fn within(&self, name: &str, place: &Place, anchor: &str, layout: Layout) -> String {
        let file = match layout {
            Layout::Page => String::new(),
            Layout::Folder => file_name(place.document.as_str()),
        };
        match self.flavour {
            Flavour::Obsidian => {
                // In a wikilink nothing is escaped, and two characters would end its name.
                let name = place.name().replace(['|', '[', ']'], " ");
                format!("[[{}#^{anchor}|{name}]]", file.trim_end_matches(".md"))
            }
            _ => format!("[{name}](<{file}#{anchor}>)"),
        }
    }
}

/// The name of a passage as a target: letters, digits and hyphens only.
fn anchor(key: &str) -> String {
    key.replace(['=', ':'], "-")
}

/// A tag path as Obsidian takes it: letters, digits, `_`, `-` and `/`, and not digits alone.
pub(super) fn obsidian_tag(path: &str) -> String {
    let tag: String = path
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "_-/".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if tag.chars().all(|c| c.is_numeric() || c == '/') {
        return format!("_{tag}");
    }
    tag
}
