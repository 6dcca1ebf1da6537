//! Roles: what a stretch of the screen means.
//!
//! Knows the roles' names in theme files and what each stands for; the page about themes is made
//! from this list. Knows no colours.

/// Expands the list to the enum, the list of all, the names and the meanings.
macro_rules! roles {
    ($($name:ident $id:literal $help:literal;)*) => {
        /// What a stretch of the screen means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $help] $name,)*
        }

        impl Role {
            /// Every role, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in theme files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What it stands for.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }
        }
    };
}

roles! {
    Text "text" "Running text, and the background of everything.";
    Dim "dim" "Text of lesser weight: folded lines, opening words, positions.";
    Heading "heading" "Headings of the document.";
    Label "label" "Labels of paragraphs and markers of list items.";
    Quote "quote" "Quotations set apart.";
    Code "code" "Code.";
    Emphasis "emphasis" "Emphasised text.";
    Strong "strong" "Strongly emphasised text.";
    Reference "reference" "Links of the source, footnote marks.";
    Cursor "cursor" "The current passage.";
    CursorBar "cursor-bar" "The bar beside the current passage.";
    Selection "selection" "A passage while it is extended.";
    Found "found" "A match of the search.";
    FoundHere "found-here" "The match that the reader stands on.";
    Annotation "annotation" "An annotated passage without a colour of its own.";
    Link "link" "A passage with a link.";
    Note "note" "A passage with a note.";
    Mention "mention" "A mention that is undecided.";
    Doubt "doubt" "A passage that asks to be looked at again.";
    Border "border" "Lines between panels.";
    Title "title" "The heading of a panel.";
    TitleFocus "title-focus" "The heading of the panel that has the keys.";
    Chosen "chosen" "The chosen row of a list.";
    ChosenFocus "chosen-focus" "The chosen row of the list that has the keys.";
    Status "status" "The status line.";
    Message "message" "A message in the status line.";
    Warning "warning" "A warning.";
    Key "key" "A key, where keys are explained.";
    Hint "hint" "Words that explain a key.";
    Popup "popup" "Pop-ups: prompts, menus, help.";
}

/// The colours that tags and annotations can have. Every theme gives each of them a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TagColour {
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Cyan.
    Cyan,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Pink.
    Pink,
}

impl TagColour {
    /// Every colour, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Red,
        Self::Orange,
        Self::Yellow,
        Self::Green,
        Self::Cyan,
        Self::Blue,
        Self::Purple,
        Self::Pink,
    ];

    /// Its name, as it is stored with a tag and written in theme files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Cyan => "cyan",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Pink => "pink",
        }
    }

    /// The colour of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.id() == id)
    }

    /// A colour for something that has none of its own: the same for the same name, always.
    pub fn for_name(name: &str) -> Self {
        let sum = name.bytes().fold(0_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        Self::ALL[sum % Self::ALL.len()]
    }
}
