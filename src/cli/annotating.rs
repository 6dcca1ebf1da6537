//! Commands on annotations: `annotate`, `unannotate`, `annotations`.

use clap::Args;

use super::failure::Failure;
use super::opened::{Desk, Study, follow, to_do};
use super::output::Output;
use super::reading::opening;
use super::view::Viewer;
use crate::export::{Place, Scope};
use crate::library::acts::{self, Act};
use crate::library::{Annotation, Record, RecordId, TagPath};
use crate::passage::Anchor;

/// Opening words shown of a passage or note, in characters.
pub(super) const OPENING: usize = 76;

/// Annotates a passage: tags, a note, or both, as one act.
///
/// Prints the annotation's id. Tags that are new are made.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  glossator annotate '06TOKYO5712:\"Joint Declaration\"' \
    --tag treaty/1956-declaration --note 'The embassy calls it a promise.'"
)]
pub(super) struct Annotate {
    /// The passage.
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// A tag; may be given several times.
    #[arg(long = "tag", short = 't', value_name = "T")]
    tags: Vec<String>,
    /// The note, in Markdown.
    #[arg(long, short = 'n', value_name = "TEXT")]
    note: Option<String>,
}

impl Annotate {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        if self.tags.is_empty() && self.note.is_none() {
            return Err(Failure::Usage(
                "nothing to attach; give --tag T, --note TEXT, or both".into(),
            ));
        }
        let tags: Vec<TagPath> = self
            .tags
            .iter()
            .map(|tag| TagPath::parse(tag).map_err(Failure::usage))
            .collect::<Result<_, _>>()?;
        let mut study = desk.writing(out)?;
        let anchor = anchor(&study, &self.address, out)?;
        let note = self.note.unwrap_or_default();
        let act = acts::annotate(&study.library, &study.by, &anchor, &tags, &note);
        let Some(act) = to_do(act, out)? else {
            let there = study
                .library
                .annotations_in(&anchor.document)
                .find(|it| same_words(it, &anchor))
                .map(|it| it.id);
            return there.map_or(Ok(()), |id| tell(&study, id, out));
        };
        let id = annotation_of(&act);
        let title = act.title.clone();
        study.perform(act, out)?;
        out.say(&title);
        id.map_or(Ok(()), |id| tell(&study, id, out))
    }
}

/// Whether an annotation is on exactly the passage of an anchor.
fn same_words(annotation: &Annotation, anchor: &Anchor) -> bool {
    let there = annotation.target.anchor();
    (there.start, there.end) == (anchor.start, anchor.end)
}

/// The anchor of the passage at an address.
pub(super) fn anchor(study: &Study, address: &str, out: &mut Output) -> Result<Anchor, Failure> {
    let found = follow(&study.corpus, &|| study.past(), address, out)?;
    Anchor::of(&found.document, &found.range)
        .filter(|anchor| !anchor.quote.exact.trim().is_empty())
        .ok_or_else(|| Failure::NotFound(format!("{address} holds no words to annotate")))
}

/// The annotation that an act makes or changes.
fn annotation_of(act: &Act) -> Option<RecordId> {
    act.changes.iter().find_map(|change| match &change.after {
        Some(Record::Annotation(it)) => Some(it.id),
        _ => None,
    })
}

/// Prints an annotation just made: its id, or as JSON all of it.
fn tell(study: &Study, id: RecordId, out: &mut Output) -> Result<(), Failure> {
    let Some(annotation) = study.library.annotation(id) else {
        return Ok(());
    };
    if !out.is_json() {
        return out.line(&id.to_string());
    }
    study.places(|placing| {
        let mut viewer = Viewer::new(study, placing);
        let place = viewer.place(&annotation.target);
        out.json(&viewer.annotation(annotation, &place))
    })
}

/// Removes annotations, with their tags and notes.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  glossator unannotate 0199e2c4-5b7a")]
pub(super) struct Unannotate {
    /// The annotation's id, or its beginning.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

impl Unannotate {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = desk.writing(out)?;
        let ids = study.ids(&self.ids)?;
        let act = acts::remove(&study.library, &ids);
        done(&mut study, act, out)
    }
}

/// Does an act if there is something to do, and says what was done.
pub(super) fn done(
    study: &mut Study,
    act: Result<Act, acts::ActError>,
    out: &mut Output,
) -> Result<(), Failure> {
    let act = to_do(act, out)?;
    let title = act.as_ref().map(|act| act.title.clone());
    let effect = act.as_ref().map(Act::effect);
    if let Some(act) = act {
        study.perform(act, out)?;
    }
    if out.is_json() {
        return out.json(&serde_json::json!({ "done": title, "effect": effect }));
    }
    if let Some(title) = title {
        out.say(&title);
    }
    Ok(())
}

/// Lists annotations in the order of their texts, orphans included.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  glossator annotations --tag treaty --json\n  \
    glossator annotations --state orphaned"
)]
pub(super) struct Annotations {
    /// Only with this tag or one below it.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Only in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Only those whose passage was found so in the present text.
    #[arg(long, value_name = "S", value_parser = ["exact", "moved", "uncertain", "orphaned"])]
    state: Option<String>,
}

impl Annotations {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let study = desk.reading(out)?;
        let scope = scope(&study, &self.tag, &self.doc, out)?;
        study.places(|placing| {
            let mut viewer = Viewer::new(&study, placing);
            let mut rows: Vec<_> = study
                .library
                .annotations()
                .filter(|it| {
                    let tags = study.library.tag_paths(it);
                    scope.takes(&it.target.anchor().document, &tags)
                })
                .map(|it| (viewer.place(&it.target), it))
                .filter(|(place, _)| {
                    self.state
                        .as_ref()
                        .is_none_or(|state| place.standing.name() == state)
                })
                .collect();
            rows.sort_by_key(|(place, it)| order(&study, place, it.id));
            if out.is_json() {
                let rows: Vec<_> = rows
                    .iter()
                    .map(|(place, it)| viewer.annotation(it, place))
                    .collect();
                return out.json(&rows);
            }
            for (place, it) in &rows {
                out.text(&paragraph(&study, place, it))?;
            }
            Ok(())
        })
    }
}

/// The order of annotations in a list: documents as in the corpus, then the order of the text.
fn order(study: &Study, place: &Place, id: RecordId) -> (usize, bool, usize, usize, RecordId) {
    let document = study.corpus.index_of(&place.document);
    let range = place.standing.range.clone();
    (
        document.unwrap_or(usize::MAX),
        range.is_none(),
        range.as_ref().map_or(0, |range| range.start),
        range.as_ref().map_or(0, |range| range.end),
        id,
    )
}

/// The scope that `--tag` and `--doc` name.
pub(super) fn scope(
    study: &Study,
    tags: &[String],
    documents: &[String],
    out: &mut Output,
) -> Result<Scope, Failure> {
    Ok(Scope {
        tags: tags
            .iter()
            .map(|path| study.known_tag(path))
            .collect::<Result<_, _>>()?,
        documents: documents
            .iter()
            .map(|name| study.document_id(name, out))
            .collect::<Result<_, _>>()?,
        ..Scope::default()
    })
}

/// What is said of an annotation to people.
fn paragraph(study: &Study, place: &Place, annotation: &Annotation) -> String {
    let mut lines = vec![format!("{}  {}", annotation.id, place_name(place))];
    lines.push(format!("    “{}”", opening(&place.words, OPENING)));
    if let Some(now) = &place.now {
        lines.push(format!("    now “{}”", opening(now, OPENING)));
    }
    let tags = study.library.tag_paths(annotation);
    if !tags.is_empty() {
        lines.push(format!("    tags: {}", tags.join(", ")));
    }
    if !annotation.note.trim().is_empty() {
        lines.push(format!("    note: {}", opening(&annotation.note, OPENING)));
    }
    format!("{}\n", lines.join("\n"))
}

/// The place with its state, where it is not the one it was made at.
pub(super) fn place_name(place: &Place) -> String {
    match place.standing.name() {
        "exact" => place.name(),
        state => format!("{} ({state})", place.name()),
    }
}
