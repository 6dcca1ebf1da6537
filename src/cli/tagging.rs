//! Commands on tags: `tags`, and `tag` with its acts.

use clap::{Args, Subcommand};

use super::annotating::done;
use super::failure::Failure;
use super::mentions;
use super::opened::{Desk, Study};
use super::output::Output;
use super::reading::opening;
use super::view::TagRow;
use crate::library::acts::{self, TagLook};
use crate::library::{Form, FormKind, Tag, TagPath, counted};

/// Lists the tags with how often each is used.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator tags --json")]
pub(super) struct Tags {}

impl Tags {
    pub(super) fn run(desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let counts = mentions::counts(&study);
        if out.is_json() {
            let rows: Vec<TagRow> = study
                .library
                .tags()
                .map(|tag| {
                    let mentions = counts.get(&tag.id).copied().unwrap_or(0);
                    TagRow::of(tag, study.library.tagged_count(tag.id), mentions)
                })
                .collect();
            return out.json(&rows);
        }
        let rows: Vec<Vec<String>> = study
            .library
            .tags()
            .map(|tag| tag_line(&study, tag, counts.get(&tag.id).copied()))
            .collect();
        out.table(&rows)
    }
}

/// What is said of a tag to people.
fn tag_line(study: &Study, tag: &Tag, mentions: Option<usize>) -> Vec<String> {
    let mentions = mentions.map_or_else(String::new, |count| counted(count, "mention"));
    vec![
        tag.path.clone(),
        format!("{} annotated", study.library.tagged_count(tag.id)),
        mentions,
        opening(&tag.description, 60),
    ]
}

/// Makes, renames, merges, deletes and describes tags, and gives them forms.
#[derive(Debug, Args)]
pub(super) struct TagCommand {
    #[command(subcommand)]
    act: TagAct,
}

/// What can be done to a tag.
#[derive(Debug, Subcommand)]
enum TagAct {
    /// Makes a tag.
    #[command(
        after_help = "Example:\n  glossator tag add treaty/1956-declaration --colour blue \
        --form '1956 Joint Declaration' --form 'Joint Declaration of 1956'"
    )]
    Add {
        /// The tag's path.
        path: String,
        /// Its colour, by name.
        #[arg(long, alias = "color", value_name = "C")]
        colour: Option<String>,
        /// What it means, in Markdown.
        #[arg(long, value_name = "D", default_value = "")]
        description: String,
        /// A wording by which texts name the thing; may be given several times.
        #[arg(long = "form", value_name = "F")]
        forms: Vec<String>,
    },
    /// Gives a tag another path; tags below it go with it.
    #[command(after_help = "Example:\n  glossator tag rename treaty/1956 treaty/1956-declaration")]
    Rename {
        /// The path it has.
        old: String,
        /// The path it gets.
        new: String,
    },
    /// Puts everything of one tag into another and removes the first.
    #[command(after_help = "Example:\n  glossator tag merge declaration treaty/1956-declaration")]
    Merge {
        /// The tag that goes.
        from: String,
        /// The tag that stays.
        into: String,
    },
    /// Removes a tag and those below it from everything that carries them.
    #[command(after_help = "Example:\n  glossator tag delete draft")]
    Delete {
        /// The tag's path.
        path: String,
    },
    /// Says what a tag means.
    #[command(
        after_help = "Example:\n  glossator tag describe treaty/1956-declaration 'Signed 19 October 1956.'"
    )]
    Describe {
        /// The tag's path.
        path: String,
        /// The meaning, in Markdown.
        text: String,
    },
    /// Gives a tag a colour, or takes it away.
    #[command(after_help = "Example:\n  glossator tag colour treaty blue")]
    #[command(alias = "color")]
    Colour {
        /// The tag's path.
        path: String,
        /// The colour, by name; none takes it away.
        colour: Option<String>,
    },
    /// Adds wordings to a tag, or takes some away.
    #[command(
        after_help = "Examples:\n  glossator tag form treaty/1956-declaration --add 'the 1956 agreement'\n  \
        glossator tag form treaty/1956-declaration --regex --add '(?i)declaration (of|signed in) 1956'\n  \
        glossator tag form treaty/1956-declaration --exclude 'Tokyo Declaration'"
    )]
    Form {
        /// The tag's path.
        path: String,
        /// A wording by which texts name the thing.
        #[arg(long, value_name = "F")]
        add: Vec<String>,
        /// A wording to take away, as `tags --json` prints it.
        #[arg(long, value_name = "F")]
        remove: Vec<String>,
        /// Words that are not the thing, though a form would match in them.
        #[arg(long, value_name = "F")]
        exclude: Vec<String>,
        /// What is added is a regular expression.
        #[arg(long)]
        regex: bool,
        /// What is added minds upper and lower case.
        #[arg(long)]
        case: bool,
    },
}

impl TagCommand {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let (library, by) = (&study.library, &study.by);
        let act = match self.act {
            TagAct::Add {
                path,
                colour,
                description,
                forms,
            } => {
                let path = TagPath::parse(&path).map_err(Failure::usage)?;
                let look = TagLook {
                    colour,
                    description,
                    forms: forms
                        .into_iter()
                        .map(|it| form(it, FormKind::Phrase))
                        .collect(),
                };
                acts::add_tag(library, by, &path, look)
            }
            TagAct::Rename { old, new } => {
                let new = TagPath::parse(&new).map_err(Failure::usage)?;
                acts::rename_tag(library, by, &study.known_tag(&old)?, &new)
            }
            TagAct::Merge { from, into } => acts::merge_tags(
                library,
                by,
                &study.known_tag(&from)?,
                &study.known_tag(&into)?,
            ),
            TagAct::Delete { path } => acts::delete_tag(library, by, &study.known_tag(&path)?),
            TagAct::Describe { path, text } => {
                acts::describe_tag(library, by, &study.known_tag(&path)?, &text)
            }
            TagAct::Colour { path, colour } => {
                acts::recolour_tag(library, by, &study.known_tag(&path)?, colour.as_deref())
            }
            TagAct::Form {
                path,
                add,
                remove,
                exclude,
                regex,
                case,
            } => {
                if add.is_empty() && remove.is_empty() && exclude.is_empty() {
                    return Err(Failure::Usage(
                        "no form is named; give --add F, --remove F or --exclude F".into(),
                    ));
                }
                let kind = if regex {
                    FormKind::Regex
                } else {
                    FormKind::Phrase
                };
                let added: Vec<Form> = add
                    .into_iter()
                    .map(|it| form(it, kind))
                    .chain(exclude.into_iter().map(|it| form(it, FormKind::Exclude)))
                    .map(|form| Form { case, ..form })
                    .collect();
                acts::set_forms(library, by, &study.known_tag(&path)?, &added, &remove)
            }
        };
        done(&mut study, act, out)
    }
}

/// A wording as it is kept.
fn form(pattern: String, kind: FormKind) -> Form {
    Form {
        pattern,
        kind,
        case: false,
    }
}
