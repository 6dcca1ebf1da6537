//! The command `suggest`: passages that quote, cite or paraphrase one another, and links made of them.
//!
//! Knows how a suggestion is named and said, and which links are there already. Why two passages may
//! belong together is `search`'s part.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::annotating::scope;
use super::failure::Failure;
use super::mentions::chapters;
use super::opened::{Desk, Study, to_do};
use super::output::Output;
use crate::corpus::{Corpus, Document};
use crate::export::{Offsets, Scope};
use crate::library::acts;
use crate::library::{Act, End};
use crate::passage::Anchor;
use crate::passage::address::Addresser;
use crate::search::suggest::{self, Reason, Suggestion};
use crate::search::{Hit, Mention};

/// Finds passages of different documents that belong together, and ties them where you say so.
///
/// Quotations of twelve words or more are found with up to 15 per cent of the words changed; the words
/// that differ are marked. References by id, and paragraphs that speak of one tag's thing in like
/// words, are told too. What is tied already is left out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  glossator suggest --by quotation\n  \
    glossator suggest --doc 07MOSCOW601 --json\n  \
    glossator suggest --accept 4f09a1c2")]
pub(super) struct Suggest {
    /// Only for this reason.
    #[arg(long, value_name = "R")]
    by: Vec<By>,
    /// Only with an end in this document.
    #[arg(long, value_name = "D")]
    doc: Vec<String>,
    /// Likeness is looked for among mentions of these tags only.
    #[arg(long, value_name = "T")]
    tag: Vec<String>,
    /// Make links of these: ids, their beginnings, or `all`.
    #[arg(long, value_name = "all|ID", num_args = 1..)]
    accept: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// They have the same words, or nearly.
    Quotation,
    /// One names the other.
    Reference,
    /// They speak of the same thing in like words.
    Mention,
}

impl By {
    fn of(reason: &Reason) -> Self {
        match reason {
            Reason::Quotation { .. } => Self::Quotation,
            Reason::Reference => Self::Reference,
            Reason::Mention { .. } => Self::Mention,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Reference => "reference",
            Self::Mention => "mention",
        }
    }
}

impl Suggest {
    pub(super) fn run(self, desk: &Desk, out: &mut Output) -> Result<(), Failure> {
        let mut study = if self.accept.is_empty() {
            desk.reading(out)?
        } else {
            desk.writing(out)?
        };
        let scope = scope(&study, &self.tag, &self.doc, out)?;
        let found: Vec<(String, Suggestion)> = found(&study, &scope, out)
            .into_iter()
            .filter(|it| self.by.is_empty() || self.by.contains(&By::of(&it.reason)))
            .filter(|it| {
                scope.takes_document(&it.from.document) || scope.takes_document(&it.to.document)
            })
            .map(|it| (id(&it), it))
            .collect();
        if !self.accept.is_empty() {
            let chosen = chosen(&found, &self.accept)?;
            let Some(act) = tied(&study, &chosen, out)? else {
                return Ok(());
            };
            let title = act.title.clone();
            study.perform(act, out)?;
            out.say(&title);
            return Ok(());
        }
        if out.is_json() {
            let rows: Vec<Value> = found
                .iter()
                .filter_map(|(id, it)| row(&study.corpus, id, it))
                .collect();
            return out.json(&json!({ "total": rows.len(), "suggestions": rows }));
        }
        for (id, it) in &found {
            if let Some(lines) = lines(&study.corpus, id, it) {
                out.line(&lines)?;
            }
        }
        if found.is_empty() {
            return Err(Failure::NotFound("nothing is suggested".into()));
        }
        Ok(())
    }
}

/// Everything that may be tied and is not yet.
fn found(study: &Study, scope: &Scope, out: &mut Output) -> Vec<Suggestion> {
    let documents: Vec<Arc<Document>> = (0..study.corpus.len())
        .filter_map(|index| study.corpus.document(index))
        .collect();
    let documents: Vec<&Document> = documents.iter().map(AsRef::as_ref).collect();
    let everywhere = Scope::default();
    let tags: Vec<_> = study
        .library
        .tags()
        .filter(|tag| scope.takes_tag(&tag.path))
        .collect();
    let mentions: Vec<Mention> = tags
        .into_iter()
        .flat_map(|tag| chapters(study, tag, &everywhere, out))
        .flat_map(|chapter| chapter.mentions)
        .collect();
    let ties = study.places(|placing| {
        let end = |target| placing(target).range;
        let links = study.library.links();
        links
            .filter_map(|it| {
                let of = |side| (it.end(side).anchor().document.clone(), end(it.end(side)));
                match (of(End::From), of(End::To)) {
                    ((from, Some(a)), (to, Some(b))) => Some(((from, a), (to, b))),
                    _ => None,
                }
            })
            .collect::<Vec<_>>()
    });
    let meets = |hit: &Hit, (document, range): &(_, Range<usize>)| {
        hit.document == *document && hit.range.start < range.end && range.start < hit.range.end
    };
    suggest::all(&documents, &mentions, &AtomicBool::new(false), |a, b| {
        ties.iter()
            .any(|(from, to)| meets(a, from) && meets(b, to) || meets(a, to) && meets(b, from))
    })
}

/// A short name that follows from both ends.
fn id(it: &Suggestion) -> String {
    let mut hash = Sha256::new();
    for hit in [&it.from, &it.to] {
        hash.update(hit.document.as_str().as_bytes());
        hash.update([0]);
        hash.update(hit.range.start.to_le_bytes());
        hash.update(hit.range.end.to_le_bytes());
    }
    let mut id = String::new();
    for byte in hash.finalize().iter().take(5) {
        // Writing to a String cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}

fn chosen<'a>(
    found: &'a [(String, Suggestion)],
    names: &[String],
) -> Result<Vec<&'a Suggestion>, Failure> {
    let mut all = Vec::new();
    for name in names {
        let fits = |id: &str| name == "all" || id.starts_with(name.as_str());
        let fitting: Vec<&Suggestion> = found
            .iter()
            .filter(|(id, _)| fits(id))
            .map(|(_, it)| it)
            .collect();
        match fitting.as_slice() {
            [] => {
                return Err(Failure::NotFound(format!(
                    "no suggestion has an id that begins with “{name}”"
                )));
            }
            [_, _, ..] if name != "all" => {
                return Err(Failure::Usage(format!(
                    "“{name}” could be {} suggestions; write more of the id",
                    fitting.len()
                )));
            }
            _ => all.extend(fitting),
        }
    }
    Ok(all)
}

/// One act that makes links of suggestions.
fn tied(study: &Study, chosen: &[&Suggestion], out: &mut Output) -> Result<Option<Act>, Failure> {
    let mut whole: Option<Act> = None;
    let mut count = 0;
    for it in chosen {
        let anchor = |hit: &Hit| {
            let document = study.corpus.get(&hit.document)?;
            Anchor::of(&document, &hit.range)
        };
        let (Some(from), Some(to)) = (anchor(&it.from), anchor(&it.to)) else {
            continue;
        };
        let act = acts::link(&study.library, &study.by, (&from, &to), it.relation, "");
        if let Some(act) = to_do(act, out)? {
            count += 1;
            whole = Some(match whole {
                None => act,
                Some(mut both) => {
                    both.changes.extend(act.changes);
                    both.title = format!("make {count} suggested links");
                    both
                }
            });
        }
    }
    Ok(whole)
}

/// Why two passages may belong together, in words.
fn reason(it: &Suggestion) -> String {
    match &it.reason {
        Reason::Quotation { words, changed, .. } => format!("{words} words, {changed} changed"),
        Reason::Reference => "named there".to_owned(),
        Reason::Mention { shared, .. } => format!("both speak of it: {}", shared.join(", ")),
    }
}

/// A passage with the words that differ marked, on one line.
fn marked(
    document: &Document,
    hit: &Hit,
    parts: &[Range<usize>],
    (open, close): (&str, &str),
) -> String {
    let mut text = String::new();
    let mut at = hit.range.start;
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if part.start < at || part.end > hit.range.end {
            continue;
        }
        text.push_str(document.slice(&(at..part.start)));
        text.push_str(open);
        text.push_str(document.slice(part));
        text.push_str(close);
        at = part.end;
    }
    text.push_str(document.slice(&(at..hit.range.end)));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words that differ in both passages.
fn parts(it: &Suggestion) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    match &it.reason {
        Reason::Quotation { differences, .. } => differences.iter().cloned().unzip(),
        _ => Default::default(),
    }
}

/// A suggestion for people.
fn lines(corpus: &Corpus, id: &str, it: &Suggestion) -> Option<String> {
    let (from, to) = (corpus.get(&it.from.document)?, corpus.get(&it.to.document)?);
    let place = |document: &Document, hit: &Hit| {
        let block = document.blocks.get((hit.block as usize).wrapping_sub(1));
        block.map_or_else(
            || document.id.to_string(),
            |block| Addresser::new(document).block(block).to_string(),
        )
    };
    let (there, here) = parts(it);
    Some(format!(
        "{id}  {} ({})\n    {}: “{}”\n  → {}: “{}”",
        it.relation,
        reason(it),
        place(&from, &it.from),
        marked(&from, &it.from, &there, ("[+", "+]")),
        place(&to, &it.to),
        marked(&to, &it.to, &here, ("[-", "-]")),
    ))
}

/// A suggestion for programs.
fn row(corpus: &Corpus, id: &str, it: &Suggestion) -> Option<Value> {
    let end = |hit: &Hit| {
        let document = corpus.get(&hit.document)?;
        let offsets = Offsets::new(&document.text);
        let block = document.blocks.get((hit.block as usize).wrapping_sub(1));
        Some(json!({
            "doc": hit.document,
            "block": hit.block,
            "label": block.and_then(|block| block.label()),
            "start": offsets.code_point(hit.range.start),
            "end": offsets.code_point(hit.range.end),
            "text": document.slice(&hit.range),
        }))
    };
    let spans = |hit: &Hit, parts: &[Range<usize>]| {
        let document = corpus.get(&hit.document)?;
        let offsets = Offsets::new(&document.text);
        let spans = parts.iter().map(|part| {
            json!({
                "start": offsets.code_point(part.start),
                "end": offsets.code_point(part.end),
                "text": document.slice(part),
            })
        });
        Some(spans.collect::<Vec<_>>())
    };
    let (there, here) = parts(it);
    let differences: Vec<Value> = spans(&it.from, &there)?
        .into_iter()
        .zip(spans(&it.to, &here)?)
        .map(|(from, to)| json!({ "from": from, "to": to }))
        .collect();
    let (words, changed) = match &it.reason {
        Reason::Quotation { words, changed, .. } => (Some(*words), Some(*changed)),
        _ => (None, None),
    };
    let (alike, shared) = match &it.reason {
        Reason::Mention { alike, shared, .. } => (Some(*alike), Some(shared.clone())),
        _ => (None, None),
    };
    Some(json!({
        "id": id,
        "reason": By::of(&it.reason).name(),
        "relation": it.relation,
        "words": words,
        "changed": changed,
        "alike": alike,
        "shared": shared,
        "from": end(&it.from)?,
        "to": end(&it.to)?,
        "differences": differences,
    }))
}
