//! The names of forms, orders and groups on the command line.
//!
//! Knows which there are and what `--help` says of each; what they mean is known to `export`.

use clap::ValueEnum;

use crate::export::Flavour;
use crate::export::context::Order;
use crate::export::edition;
use crate::export::grouping::Group;
use crate::export::table::Divider;

/// The forms in which a library can leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Markdown that every tool reads (`CommonMark`).
    Markdown,
    /// Markdown for Obsidian: tags, block ids, links within the vault.
    Obsidian,
    /// Markdown for Pandoc: citations that it resolves.
    Pandoc,
    /// Org mode, for Emacs.
    Org,
    /// The documents as one web page, passages marked and notes beside them.
    Html,
    /// Every record as it is kept, one a line: nothing is lost.
    Jsonl,
    /// A table of annotations for spreadsheets; a folder gets those of links, tags and mentions too.
    Csv,
    /// The same, divided by tabs.
    Tsv,
    /// A W3C Web Annotation collection (JSON-LD).
    W3c,
    /// A REFI-QDA project for NVivo, ATLAS.ti, MAXQDA, QualCoder: texts, codes, codings, notes, links.
    Qdpx,
    /// A REFI-QDA codebook: the tags alone.
    Qdc,
    /// The documents as a bibliography, in CSL-JSON.
    Csl,
    /// The same for LaTeX, Zotero and the rest, as `BibTeX`.
    Bibtex,
}

/// In which order passages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OrderBy {
    /// As the texts go.
    Text,
    /// Documents by date.
    Date,
    /// Passages of a document by their first tag.
    Tag,
}

impl From<OrderBy> for Order {
    fn from(order: OrderBy) -> Self {
        match order {
            OrderBy::Text => Self::Text,
            OrderBy::Date => Self::Date,
            OrderBy::Tag => Self::Tag,
        }
    }
}

/// What the passages of a page are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupBy {
    /// Their documents.
    Document,
    /// Their tags.
    Tag,
    /// Years.
    Year,
}

impl From<GroupBy> for Group {
    fn from(group: GroupBy) -> Self {
        match group {
            GroupBy::Document => Self::Document,
            GroupBy::Tag => Self::Tag,
            GroupBy::Year => Self::Year,
        }
    }
}

impl From<Format> for edition::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Markdown => Self::Markdown(Flavour::CommonMark),
            Format::Obsidian => Self::Markdown(Flavour::Obsidian),
            Format::Pandoc => Self::Markdown(Flavour::Pandoc),
            Format::Org => Self::Org,
            Format::Html => Self::Html,
            Format::Jsonl => Self::Lines,
            Format::Csv => Self::Table(Divider::Comma),
            Format::Tsv => Self::Table(Divider::Tab),
            Format::W3c => Self::W3c,
            Format::Qdpx => Self::Project,
            Format::Qdc => Self::Codebook,
            Format::Csl => Self::Csl,
            Format::Bibtex => Self::Bibtex,
        }
    }
}
