//! What is taken away from the screen, and how: the choices of an export.
//!
//! Knows which choices there are, their names on the screen and in the session, and how the file is called.
//! Knows nothing of what an export holds.

use std::path::PathBuf;

/// A choice with its names.
macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$meta:meta])* $choice:ident $id:literal $shown:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name {
            $($(#[$meta])* $choice,)+
        }

        impl $name {
            /// Every choice, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$choice),+];

            /// Its name in the session.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$choice => $id),+ }
            }

            /// What the screen says.
            pub const fn shown(self) -> &'static str {
                match self { $(Self::$choice => $shown),+ }
            }

            /// The choice of that name.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.id() == id)
            }
        }
    };
}

choices! {
    /// The forms in which passages leave.
    Form {
        /// Markdown.
        #[default] Markdown "markdown" "Markdown, which every tool reads",
        /// Obsidian.
        Obsidian "obsidian" "Markdown for Obsidian",
        /// Pandoc.
        Pandoc "pandoc" "Markdown for Pandoc, with citations",
        /// Org.
        Org "org" "Org mode",
        /// A reading edition.
        Html "html" "a web page: texts and notes side by side",
        /// A table.
        Csv "csv" "a table for spreadsheets",
        /// JSON Lines.
        Lines "jsonl" "JSON Lines: every record, nothing lost",
        /// W3C.
        W3c "w3c" "W3C Web Annotations",
        /// REFI-QDA.
        Project "qdpx" "a project for NVivo, ATLAS.ti, MAXQDA",
    }
}

choices! {
    /// What stands around each passage.
    Around {
        /// The sentence for a tag or a search, nothing else.
        #[default] Fitting "fitting" "the sentence, for a tag or a search",
        /// Nothing.
        Nothing "none" "nothing",
        /// The sentence.
        Sentence "sentence" "the sentence",
        /// The paragraph.
        Paragraph "paragraph" "the paragraph",
    }
}

choices! {
    /// In which order passages stand.
    Order {
        /// As the texts go.
        #[default] Text "text" "as the texts go",
        /// By date.
        Date "date" "documents by date",
        /// By tag.
        Tag "tag" "passages by their tags",
    }
}

/// Which passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// All.
    Everything,
    /// Those of a document, by its id.
    Document(String),
    /// Those with a tag, by its path, and its dossier.
    Tag(String),
    /// What a query finds.
    Query(String),
}

impl What {
    /// Its kind in the session.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Document(_) => "document",
            Self::Tag(_) => "tag",
            Self::Query(_) => "query",
        }
    }

    /// What the screen says.
    pub fn shown(&self) -> String {
        match self {
            Self::Everything => "everything".to_owned(),
            Self::Document(id) => format!("this document, {id}"),
            Self::Tag(path) => format!("the tag {path}"),
            Self::Query(query) => format!("what {query} finds"),
        }
    }
}

/// An export that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// The form.
    pub form: Form,
    /// Which passages.
    pub what: What,
    /// What stands around them.
    pub around: Around,
    /// Their order.
    pub order: Order,
    /// The file.
    pub place: PathBuf,
}

/// What was chosen last, kept from session to session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Habit {
    /// The form.
    pub form: Form,
    /// The kind of what was taken; empty at first.
    pub what: String,
    /// What stands around passages.
    pub around: Around,
    /// Their order.
    pub order: Order,
    /// The folder, where it is not the usual one; with a stroke at its end where pages of their own are
    /// wanted in it.
    pub folder: Option<PathBuf>,
}

impl Habit {
    /// Names and values for the session.
    pub fn written(&self) -> Vec<(&'static str, String)> {
        let folder = self
            .folder
            .as_ref()
            .map(|it| it.to_string_lossy().into_owned());
        vec![
            ("form", self.form.id().to_owned()),
            ("what", self.what.clone()),
            ("around", self.around.id().to_owned()),
            ("order", self.order.id().to_owned()),
            ("folder", folder.unwrap_or_default()),
        ]
    }

    /// Takes in what a session kept; a value that is not known is passed over.
    pub fn read<'a>(values: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut habit = Self::default();
        for (name, value) in values {
            match name {
                "form" => habit.form = Form::from_id(value).unwrap_or_default(),
                "what" => value.clone_into(&mut habit.what),
                "around" => habit.around = Around::from_id(value).unwrap_or_default(),
                "order" => habit.order = Order::from_id(value).unwrap_or_default(),
                "folder" => {
                    habit.folder = Some(value).filter(|it| !it.is_empty()).map(PathBuf::from);
                }
                _ => {}
            }
        }
        habit
    }
}

/// Where exports go if the reader says nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// The folder.
    pub folder: PathBuf,
    /// What the corpus is called: its exports have names of their own, so that those of another corpus
    /// can lie beside them.
    pub corpus: String,
}

/// A name with what file systems and links do not take replaced, behind a hyphen; nothing for no name.
fn joined(name: &str) -> String {
    let good = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = name.chars().take(80).map(good).collect();
    match name.trim_matches('-') {
        "" => String::new(),
        name => format!("-{name}"),
    }
}

/// Where an export goes if nothing else is said.
pub fn place(home: &Home, form: Form, what: &What) -> PathBuf {
    let corpus = joined(&home.corpus);
    let about = match what {
        What::Everything => String::new(),
        What::Document(it) | What::Tag(it) | What::Query(it) => joined(it),
    };
    let end = match form {
        Form::Markdown | Form::Obsidian | Form::Pandoc => "md",
        Form::Org => "org",
        Form::Html => "html",
        Form::Csv => "csv",
        Form::Lines => "jsonl",
        Form::W3c => "jsonld",
        Form::Project => "qdpx",
    };
    home.folder.join(format!("glossator{corpus}{about}.{end}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_habit_comes_back_from_the_session() {
        let habit = Habit {
            form: Form::Obsidian,
            what: "tag".into(),
            around: Around::Paragraph,
            order: Order::Date,
            folder: Some("/vault".into()),
        };
        let written = habit.written();
        let read = Habit::read(written.iter().map(|(name, value)| (*name, value.as_str())));
        assert_eq!(read, habit);
        assert_eq!(
            Habit::read([("form", "papyrus")].into_iter()),
            Habit::default()
        );
    }

    #[test]
    fn a_file_is_called_by_what_is_in_it() {
        let home = |corpus: &str| Home {
            folder: "/f".into(),
            corpus: corpus.into(),
        };
        let tag = What::Tag("treaty/1956".into());
        assert_eq!(
            place(&home("cables"), Form::Html, &tag),
            Path::new("/f/glossator-cables-treaty-1956.html")
        );
        assert_eq!(
            place(&home("my letters"), Form::Markdown, &What::Everything),
            Path::new("/f/glossator-my-letters.md")
        );
        assert_eq!(
            place(&home("/"), Form::Markdown, &What::Everything),
            Path::new("/f/glossator.md")
        );
    }
}
