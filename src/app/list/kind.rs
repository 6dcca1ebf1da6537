//! Which lists there are, and in which orders and groups their rows can stand.
//!
//! Knows names and words, no rows.

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// All annotations.
    Annotations,
    /// All links.
    Links,
    /// Hits of a search in the corpus.
    Search,
    /// The concordance of a tag.
    Mentions,
    /// The tree of tags.
    Tags,
    /// The page of a tag.
    Dossier,
    /// Links that may be made.
    Suggestions,
    /// Everything that was done.
    History,
    /// Passages to be looked at again after a text changed.
    Review,
    /// Paragraphs that several people tagged otherwise.
    Differences,
    /// Documents, entries and dated passages in order of time.
    Timeline,
    /// Files that could not be read.
    Problems,
    /// The documents of the corpus.
    Documents,
}

impl Kind {
    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Annotations => "Annotations",
            Self::Links => "Links",
            Self::Search => "Search",
            Self::Mentions => "Mentions",
            Self::Tags => "Tags",
            Self::Dossier => "Tag",
            Self::Suggestions => "Suggested links",
            Self::History => "History",
            Self::Review => "To look at again",
            Self::Differences => "Where people differ",
            Self::Timeline => "Timeline",
            Self::Problems => "Files that could not be read",
            Self::Documents => "Documents",
        }
    }

    /// What an empty list says.
    pub const fn empty(self) -> &'static str {
        match self {
            Self::Annotations => "nothing is annotated yet: t tags and n notes a passage",
            Self::Links => "nothing is linked yet: L starts a link, L again ties it",
            Self::Search => {
                "type words, \"a phrase\", word*, a AND b, a NEAR/5 b, tag:x, date:1956"
            }
            Self::Mentions => "no form of this tag stands anywhere: f on selected words adds one",
            Self::Tags => "no tags yet: a makes one; in the text t tags a passage",
            Self::Suggestions => {
                "no passages of different documents quote, cite or resemble one another"
            }
            Self::Dossier => "there is no such tag any more",
            Self::History => "nothing was done yet",
            Self::Review => "every passage stands where it was made",
            Self::Differences => {
                "nobody differs: no two people tagged the same document, or they did so alike"
            }
            Self::Timeline => "nothing in this corpus is dated",
            Self::Problems => "every file could be read",
            Self::Documents => "there is no document here",
        }
    }
}

/// How the rows are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// As they stand in the corpus.
    Place,
    /// By what stands before the keyword, read backwards from it.
    Left,
    /// By what stands after the keyword.
    Right,
    /// By date.
    Date,
    /// By the form that stands there.
    Form,
}

impl Order {
    /// The next order in the round; by form only where rows have forms.
    #[must_use]
    pub const fn next(self, kind: Kind) -> Self {
        match self {
            Self::Place => Self::Right,
            Self::Right => Self::Left,
            Self::Left => Self::Date,
            Self::Date if matches!(kind, Kind::Mentions) => Self::Form,
            Self::Date | Self::Form => Self::Place,
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Place => "by place",
            Self::Left => "by left context",
            Self::Right => "by right context",
            Self::Date => "by date",
            Self::Form => "by form",
        }
    }
}

/// By what the rows of a list stand together, each group under its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// They do not.
    None,
    /// By document.
    Document,
    /// By the form that stands there.
    Form,
    /// By the year of their date.
    Year,
}

impl Group {
    /// The next one in the round of a list; None for a list whose rows do not stand in groups.
    #[must_use]
    pub const fn next(self, kind: Kind) -> Option<Self> {
        let grouped = matches!(
            kind,
            Kind::Mentions | Kind::Search | Kind::Timeline | Kind::Annotations | Kind::Links
        );
        if !grouped {
            return None;
        }
        Some(match self {
            Self::None => Self::Document,
            Self::Document if matches!(kind, Kind::Mentions) => Self::Form,
            Self::Document | Self::Form => Self::Year,
            Self::Year => Self::None,
        })
    }

    /// What is said of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not in groups",
            Self::Document => "in groups by document",
            Self::Form => "in groups by form",
            Self::Year => "in groups by year",
        }
    }
}
