//! Records: the things a library is made of.
//!
//! Knows what each record holds. Does not know how records are indexed, stored or shown. Every
//! record has an id that never changes; records refer to one another by id, so that renaming a
//! tag is a change to one record.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::corpus::{BlockKind, DateValue, DocumentId, TextHash};
use crate::passage::Anchor;

/// The name of a record: a version 7 UUID (RFC 9562), so that names sort by the time of making.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub Uuid);

impl RecordId {
    /// A new name.
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// The name that is written so; None where it is none.
    pub fn read(written: &str) -> Option<Self> {
        Uuid::parse_str(written).ok().map(Self)
    }

    /// The name of something that comes from elsewhere with a name of another kind: always the
    /// same for the same parts, so that what is brought in twice is there once (version 8).
    pub fn derived(parts: &[&str]) -> Self {
        let hash = TextHash::of(&parts.join("\u{0}"));
        let digits = hash.as_str().get(..32).unwrap_or_default();
        let number = u128::from_str_radix(digits, 16).unwrap_or_default();
        Self(uuid::Builder::from_custom_bytes(number.to_be_bytes()).into_uuid())
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// A moment in UTC as RFC 3339 with milliseconds: `2026-03-01T09:30:00.123Z`. Sorts by time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub String);

impl Timestamp {
    /// This moment, by the machine's clock.
    pub fn now() -> Self {
        let now = time::OffsetDateTime::now_utc();
        Self(format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            now.year(),
            u8::from(now.month()),
            now.day(),
            now.hour(),
            now.minute(),
            now.second(),
            now.millisecond()
        ))
    }

    /// A moment as other programs write it: RFC 3339, or a date with a time or without; None where
    /// it is none of these. Without a zone it counts as UTC.
    pub fn parse(text: &str) -> Option<Self> {
        use time::format_description::well_known::Rfc3339;
        let text = text.trim();
        let own = text.len() == 24 && text.ends_with('Z') && text.as_bytes().get(19) == Some(&b'.');
        let whole = match text.len() {
            10 => format!("{text}T00:00:00Z"),
            16 => format!("{}:00Z", text.replace(' ', "T")),
            19 => format!("{}Z", text.replace(' ', "T")),
            _ => text.replacen(' ', "T", 1),
        };
        let moment = time::OffsetDateTime::parse(&whole, &Rfc3339).ok()?;
        if own {
            return Some(Self(text.to_owned()));
        }
        let utc = moment.to_offset(time::UtcOffset::UTC);
        Some(Self(format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            utc.year(),
            u8::from(utc.month()),
            utc.day(),
            utc.hour(),
            utc.minute(),
            utc.second(),
            utc.millisecond()
        )))
    }
}

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Author(pub String);

impl Author {
    /// The person at this machine: the user's login name, or `reader` where it is not known.
    pub fn here() -> Self {
        let name = ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|key| std::env::var(key).ok().filter(|name| !name.is_empty()));
        Self(name.unwrap_or_else(|| "reader".to_owned()))
    }
}

/// A passage that a record is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The passage as the reader made it.
    pub made: Anchor,
    /// Where the reader last said it stands, after the text had changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Anchor>,
    /// The version of the text in which the reader said that it does not stand any more; an
    /// orphan kept on purpose, which is not put up for review again in that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<TextHash>,
}

impl Target {
    /// A passage just made.
    pub fn new(made: Anchor) -> Self {
        Self {
            made,
            confirmed: None,
            absent: None,
        }
    }

    /// The anchor to start from when the passage is looked for.
    pub fn anchor(&self) -> &Anchor {
        self.confirmed.as_ref().unwrap_or(&self.made)
    }
}

/// What the reader attached to a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its name.
    pub id: RecordId,
    /// The passage.
    pub target: Target,
    /// Ids of its tags.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<RecordId>,
    /// The note, Markdown; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A colour of its own, by name; else its first tag's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Who made it.
    pub creator: Author,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// A directed, typed tie from passage to passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its name.
    pub id: RecordId,
    /// The passage that cites, answers, contradicts …
    pub from: Target,
    /// The passage that is cited, answered, contradicted …
    pub to: Target,
    /// The relation read from `from` to `to`: `cites`, `contradicts`, or a word of the reader's own.
    pub relation: String,
    /// The link's own note, Markdown; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who made it.
    pub creator: Author,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// How a form's pattern is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// Words in a row, in the query language's phrase syntax.
    Phrase,
    /// A regular expression.
    Regex,
    /// Words that are *not* the thing, though a form would match in them.
    Exclude,
}

/// A wording by which texts name what a tag stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Form {
    /// The words or the expression.
    pub pattern: String,
    /// How it is read.
    pub kind: FormKind,
    /// Whether upper and lower case are told apart.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub case: bool,
}

/// A tag: a path such as `treaty/1956-declaration`, and with forms the dossier of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its name for other records; the path may change.
    pub id: RecordId,
    /// Its path: segments joined by `/`, each without white space at its ends.
    pub path: String,
    /// What it means, Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its colour, by name in the theme's palette.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// The wordings by which texts name the thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// The reader's word that a place where a form occurs is not a mention of the tag. (A confirmed
/// mention needs no record of its own: it is an annotation that carries the tag.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Its name.
    pub id: RecordId,
    /// The tag.
    pub tag: RecordId,
    /// The place.
    pub target: Target,
    /// Who said so.
    pub creator: Author,
    /// When.
    pub created: Timestamp,
}

/// What a correction of structure or metadata says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fix", rename_all = "snake_case")]
pub enum Fix {
    /// The block at this place is of another kind.
    Kind {
        /// The block's text.
        at: Anchor,
        /// What it is. (`kind` is the record's own in the journal.)
        #[serde(rename = "block_kind")]
        kind: BlockKind,
        /// Its depth, for headings and list items.
        level: u8,
    },
    /// The block at this place has another label, or none.
    Label {
        /// The block's text.
        at: Anchor,
        /// The label.
        label: Option<String>,
    },
    /// The block at this place is folded away, or is not.
    Folded {
        /// The block's text.
        at: Anchor,
        /// Whether it is folded.
        folded: bool,
    },
    /// The block that begins at this place continues the one before it.
    Join {
        /// The second block's text.
        at: Anchor,
    },
    /// A new block begins where this passage begins.
    Split {
        /// The words with which it begins.
        at: Anchor,
    },
    /// The document has another title, or none.
    Title {
        /// The title.
        title: Option<String>,
    },
    /// The document has another date, or none.
    Date {
        /// The date.
        date: Option<DateValue>,
    },
    /// The document has another origin, or none.
    Origin {
        /// The origin.
        origin: Option<String>,
    },
    /// The document has another id.
    Id {
        /// The id. (`id` is the record's own in the journal.)
        #[serde(rename = "document_id")]
        id: DocumentId,
    },
    /// The document is in another character encoding than was guessed.
    Encoding {
        /// Its name (WHATWG Encoding Standard).
        encoding: String,
    },
}

/// A correction by the reader of what was found by rule. The source is not touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Its name.
    pub id: RecordId,
    /// The document, by the id it had.
    pub document: DocumentId,
    /// What is corrected.
    #[serde(flatten)]
    pub fix: Fix,
    /// Who said so.
    pub creator: Author,
    /// When.
    pub created: Timestamp,
}

/// A query kept under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// Its name for the history.
    pub id: RecordId,
    /// What the reader calls it.
    pub name: String,
    /// The query as typed.
    pub query: String,
}

/// Any record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// An annotation.
    Annotation(Box<Annotation>),
    /// A link.
    Link(Box<Link>),
    /// A tag.
    Tag(Box<Tag>),
    /// A rejected mention.
    Rejection(Box<Rejection>),
    /// A correction.
    Correction(Box<Correction>),
    /// A saved query.
    Query(SavedQuery),
}

impl Record {
    /// The record's name.
    pub fn id(&self) -> RecordId {
        match self {
            Self::Annotation(record) => record.id,
            Self::Link(record) => record.id,
            Self::Tag(record) => record.id,
            Self::Rejection(record) => record.id,
            Self::Correction(record) => record.id,
            Self::Query(record) => record.id,
        }
    }
}
