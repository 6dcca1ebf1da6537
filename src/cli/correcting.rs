//! Commands on corrections of structure and metadata: `correct`, `corrections`, `uncorrect`.

use clap::Args;
use serde_json::json;

use super::annotating::done;
use super::failure::Failure;
use super::opened::{Desk, Study, follow};
use super::output::Output;
use crate::corpus::encoding;
use crate::corpus::open::is_id;
use crate::corpus::{BlockKind, DateValue, Document, DocumentId};
use crate::library::acts::{self, Act};
use crate::library::{Fix, Record, RecordId, correction};
use crate::passage::Anchor;
use crate::passage::address::Found;

/// Corrects what was found by rule, without touching the source.
///
/// A correction is kept in the library and can be undone. Say one thing at a time; an empty text
/// takes a label, title, date or origin away.
#[derive(Debug, Args)]
#[command(
    group = clap::ArgGroup::new("what").required(true).multiple(false),
    after_help = "Examples:\n  glossator correct 06TOKYO5712#p3 --kind heading\n  \
        glossator correct '06TOKYO5712:\"the second thought\"' --split\n  \
        glossator correct 06TOKYO5712 --date 2006-10-06"
)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one switch for each thing that can be said without a value"
)]
pub(super) struct Correct {
    /// The block, by any passage in it, or the document.
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// The block is of this kind: heading, paragraph, `list_item`, quote, table, entry,
    /// footnote, header, boilerplate, rule or code.
    #[arg(long, value_name = "K", group = "what")]
    kind: Option<String>,
    /// How deep a heading or list item stands.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "kind")]
    level: u8,
    /// The block has this label, such as `¶7` or `Article 9`.
    #[arg(long, value_name = "L", group = "what")]
    label: Option<String>,
    /// The block continues the one before it.
    #[arg(long, group = "what")]
    join: bool,
    /// A new block begins with the words of the address.
    #[arg(long, group = "what")]
    split: bool,
    /// The block is folded away.
    #[arg(long, group = "what")]
    fold: bool,
    /// The block is not folded away.
    #[arg(long, group = "what")]
    unfold: bool,
    /// The document has this title.
    #[arg(long, value_name = "T", group = "what")]
    title: Option<String>,
    /// The document has this date: `2006-10-06`, `2006-10`, or in words.
    #[arg(long, value_name = "D", group = "what")]
    date: Option<String>,
    /// The document comes from there.
    #[arg(long, value_name = "O", group = "what")]
    origin: Option<String>,
    /// The document is in this character encoding, such as `windows-1251`.
    #[arg(long, value_name = "E", group = "what")]
    encoding: Option<String>,
    /// The document has this id.
    #[arg(long, value_name = "ID", group = "what")]
    id: Option<String>,
}

impl Correct {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let found = follow(&study.corpus, &|| study.past(), &self.address, out)?;
        let fix = self.fix(&study, &found)?;
        let index = study.corpus.index_of(&found.document.id).unwrap_or(0);
        // Corrections are kept under the id that the document has without them.
        let source = study.source.listing(index);
        let id = source.map_or_else(|| found.document.id.clone(), |it| it.id);
        let act = acts::correct(&study.by, &id, fix);
        let made = act.changes.first().and_then(|it| it.after.as_ref());
        let made = made.map(Record::id);
        try_out(&study, index, &act)?;
        done(&mut study, Ok(act), out)?;
        if let Some(id) = made.filter(|_| !out.is_json()) {
            out.line(&id.to_string())?;
        }
        Ok(())
    }

    /// What the arguments say.
    fn fix(&self, study: &Study, found: &Found) -> Result<Fix, Failure> {
        let said = |text: &String| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        if let Some(title) = &self.title {
            return Ok(Fix::Title { title: said(title) });
        }
        if let Some(origin) = &self.origin {
            return Ok(Fix::Origin {
                origin: said(origin),
            });
        }
        if let Some(date) = &self.date {
            let date = match said(date) {
                None => None,
                Some(date) => Some(DateValue::read(&date).ok_or_else(|| {
                    Failure::Usage(format!(
                        "“{date}” is no date; write 2006-10-06, 2006-10 or 2006"
                    ))
                })?),
            };
            return Ok(Fix::Date { date });
        }
        if let Some(name) = &self.encoding {
            encoding::decode_as(b"", name).map_err(Failure::usage)?;
            return Ok(Fix::Encoding {
                encoding: name.clone(),
            });
        }
        if let Some(id) = &self.id {
            return new_id(study, id);
        }
        if self.split {
            return Ok(Fix::Split {
                at: anchor(&found.document, &found.range)?,
            });
        }
        let at = block(found)?;
        if let Some(name) = &self.kind {
            let kind = BlockKind::from_name(name).ok_or_else(|| {
                let known: Vec<&str> = BlockKind::ALL.iter().map(|kind| kind.name()).collect();
                Failure::Usage(format!(
                    "“{name}” is no kind of block: {}",
                    known.join(", ")
                ))
            })?;
            return Ok(Fix::Kind {
                at,
                kind,
                level: self.level,
            });
        }
        if let Some(label) = &self.label {
            return Ok(Fix::Label {
                at,
                label: said(label),
            });
        }
        Ok(if self.join {
            Fix::Join { at }
        } else {
            Fix::Folded {
                at,
                folded: self.fold,
            }
        })
    }
}

/// Another id for a document, if it can be one and is free.
fn new_id(study: &Study, text: &str) -> Result<Fix, Failure> {
    if !is_id(text) {
        return Err(Failure::Usage(format!(
            "“{text}” cannot be an id: it must not have blanks nor any of # ¶ § : \" / \\"
        )));
    }
    let id = DocumentId::new(text);
    if study.corpus.index_of(&id).is_some() || study.source.index_of(&id).is_some() {
        return Err(Failure::Usage(format!(
            "{id} is already the id of a document; choose another"
        )));
    }
    Ok(Fix::Id { id })
}

/// The block that a passage begins in.
fn block(found: &Found) -> Result<Anchor, Failure> {
    let document = &found.document;
    let block = document.block_at(found.range.start);
    let block = block.and_then(|index| document.blocks.get(index));
    let range = block.map_or(0..0, |block| block.range.clone());
    anchor(document, &range)
}

fn anchor(document: &Document, range: &std::ops::Range<usize>) -> Result<Anchor, Failure> {
    Anchor::of(document, range)
        .ok_or_else(|| Failure::NotFound(format!("{} has no such passage", document.id)))
}

/// Refuses a correction that cannot be carried out, before it is kept.
fn try_out(study: &Study, index: usize, act: &Act) -> Result<(), Failure> {
    let mut library = study.library.clone();
    library.apply(&act.changes);
    let made = act.changes.iter().filter_map(|it| it.after.as_ref());
    let made: Vec<RecordId> = made.map(Record::id).collect();
    let failed = correction::one(&study.source, index, &library, &study.former)
        .is_some_and(|done| done.failed.iter().any(|id| made.contains(id)));
    if failed {
        return Err(Failure::Usage(
            "this cannot be done here: a join needs a block before it, a split needs words on both \
             sides, an encoding a file that does not name its own"
                .into(),
        ));
    }
    Ok(())
}

/// Lists the corrections, the oldest first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator corrections --json")]
pub(super) struct Corrections {}

impl Corrections {
    pub(super) fn run(desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        if out.is_json() {
            let rows: Vec<_> = study
                .library
                .corrections()
                .map(|it| {
                    json!({
                        "id": it.id,
                        "doc": it.document,
                        "what": acts::said_of(&it.document, &it.fix),
                        "correction": **it,
                        "created": it.created,
                    })
                })
                .collect();
            return out.json(&rows);
        }
        let rows: Vec<Vec<String>> = study
            .library
            .corrections()
            .map(|it| vec![it.id.to_string(), acts::said_of(&it.document, &it.fix)])
            .collect();
        out.table(&rows)
    }
}

/// Takes corrections back.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator uncorrect 0199e2c4-5b7a")]
pub(super) struct Uncorrect {
    /// The correction's id, or its beginning.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

impl Uncorrect {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let ids = study.ids(&self.ids)?;
        let act = acts::uncorrect(&study.library, &ids);
        done(&mut study, act, out)
    }
}
