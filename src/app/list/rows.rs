//! The rows of each kind of list.
//!
//! Knows how a record, a hit or an entry is said in one row. Does not know keys or drawing.

use std::sync::Arc;

use super::{Body, Kind, Row, Token};
use crate::app::cursor::Cursor;
use crate::app::ground::Ground;
use crate::app::many;
use crate::app::state::State;
use crate::app::update::follow::Goal;
use crate::corpus::timeline::{self as chronicle, Item, Source};
use crate::corpus::{Corpus, Document, DocumentId};
use crate::library::placing::Part;
use crate::library::{Annotation, End, Link, RecordId, relation};
use crate::passage::Anchor;
use crate::passage::place::PlacedState;
use crate::search::Hit;

/// Code points of context on each side of a hit.
const CONTEXT: usize = 60;

/// The rows of a list as the state stands. A search and the timeline have none but those that
/// their jobs bring.
pub fn rows(state: &State, kind: Kind) -> Vec<Row> {
    match kind {
        Kind::Annotations | Kind::Links | Kind::Differences => {
            of_library(&state.ground(), kind, &|_| ())
        }
        Kind::History => history(state),
        Kind::Tags => super::tags::tags(state),
        Kind::Problems => problems(state),
        Kind::Review => review(state),
        Kind::Search
        | Kind::Timeline
        | Kind::Documents
        | Kind::Mentions
        | Kind::Dossier
        | Kind::Suggestions => Vec::new(),
    }
}

/// So many rows of a long list are told before all are made.
const FIRST: usize = 500;

/// The rows of all annotations, links or differences; what grows with the library can be made in the
/// background. Of very many annotations `first` is given those that are seen first, before the others
/// are made.
pub fn of_library(ground: &Ground, kind: Kind, first: &dyn Fn(Vec<Row>)) -> Vec<Row> {
    match kind {
        Kind::Annotations => annotations(ground, first),
        Kind::Links => sorted(ground.library.links().map(|it| link(ground, it)).collect()),
        Kind::Differences => super::differences::differences(ground),
        _ => Vec::new(),
    }
}

/// The rows of all annotations. They are made document after document, so that each is read once.
fn annotations(ground: &Ground, first: &dyn Fn(Vec<Row>)) -> Vec<Row> {
    let mut all: Vec<&Arc<Annotation>> = ground.library.annotations().collect();
    all.sort_by(|a, b| {
        let (a, b) = (a.target.anchor(), b.target.anchor());
        a.document.cmp(&b.document).then(a.start.cmp(&b.start))
    });
    let mut groups: Vec<(usize, &[&Arc<Annotation>])> = all
        .chunk_by(|a, b| a.target.anchor().document == b.target.anchor().document)
        .map(|own| {
            let id = own.first().map(|it| &it.target.anchor().document);
            let index = id.and_then(|id| ground.corpus.index_of(id));
            (index.unwrap_or(usize::MAX), own)
        })
        .collect();
    groups.sort_by_key(|(index, _)| *index);
    let of = |groups: &[(usize, &[&Arc<Annotation>])]| -> Vec<Row> {
        let all = groups.iter().flat_map(|(_, own)| own.iter());
        all.map(|it| annotation(ground, it)).collect()
    };
    let mut count = 0;
    let begin = groups.iter().position(|(_, own)| {
        count += own.len();
        count >= FIRST
    });
    let (begin, rest) = groups
        .split_at_checked(begin.map_or(groups.len(), |at| at + 1))
        .unwrap_or_default();
    let mut rows = of(begin);
    if !rest.is_empty() {
        first(sorted(rows.clone()));
    }
    rows.extend(many::each(rest, |_, groups| of(groups)));
    sorted(rows)
}

/// Rows in the order of the corpus; what stands nowhere comes last.
fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| match &row.goal {
        Some(Goal::Passage(document, range)) => (*document, range.start),
        _ => (usize::MAX, 0),
    });
    rows
}

/// The date of a goal's document.
fn date_of(corpus: &Corpus, goal: &Goal) -> String {
    let Goal::Passage(index, _) = goal else {
        return String::new();
    };
    let listing = corpus.listing(*index);
    let date = listing.and_then(|it| it.date);
    date.map_or_else(String::new, |date| date.iso.chars().take(10).collect())
}

fn annotation(ground: &Ground, it: &Annotation) -> Row {
    let anchor = it.target.anchor();
    let (goal, at) = ground.told(it.id, Part::Annotation, anchor);
    let mut text = ground
        .library
        .tag_paths(it)
        .iter()
        .map(|path| format!("[{path}]"))
        .collect::<Vec<_>>()
        .join(" ");
    if !it.note.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&it.note);
    }
    text.push_str(&format!(" “{}”", anchor.quote.exact));
    Row {
        sign: if it.note.is_empty() { '●' } else { '✎' },
        at,
        right: date_of(&ground.corpus, &goal),
        body: Body::Plain(text.trim().to_owned()),
        dim: matches!(goal, Goal::Absent(_)),
        was: None,
        goal: Some(goal),
        token: Token::Record(it.id),
    }
}

fn link(ground: &Ground, it: &Link) -> Row {
    let (from, to) = (it.from.anchor(), it.to.anchor());
    let (goal, at) = ground.told(it.id, Part::Link(End::From), from);
    let relation = relation::from_end(&it.relation, End::From);
    let note = if it.note.is_empty() {
        String::new()
    } else {
        format!(" — {}", it.note)
    };
    let words = format!(
        "“{}” → “{}”{note}",
        short(&from.quote.exact),
        short(&to.quote.exact)
    );
    Row {
        sign: '→',
        at,
        right: date_of(&ground.corpus, &goal),
        body: Body::Link {
            relation,
            to: ground.goal_of(it.id, Part::Link(End::To), to),
            words,
        },
        dim: matches!(goal, Goal::Absent(_)),
        was: None,
        goal: Some(goal),
        token: Token::Record(it.id),
    }
}

/// The first words of a passage.
fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(9).collect();
    let all = text.split_whitespace().count() <= 9;
    format!("{}{}", words.join(" "), if all { "" } else { " …" })
}

fn history(state: &State) -> Vec<Row> {
    let mut rows = vec![Row {
        sign: if state.history.head().is_none() {
            '▸'
        } else {
            ' '
        },
        at: String::new(),
        right: String::new(),
        body: Body::Plain("the beginning".to_owned()),
        goal: None,
        token: Token::Entry(None),
        dim: false,
        was: None,
    }];
    rows.extend(state.history.rows().into_iter().map(|row| {
        let time = &row.node.time.0;
        let time = time.get(..16).unwrap_or(time).replace('T', " ");
        Row {
            sign: match (row.head, row.branches) {
                (true, _) => '▸',
                (false, true) => '┬',
                (false, false) => ' ',
            },
            at: String::new(),
            right: time,
            body: Body::Plain(row.node.title.clone()),
            goal: None,
            token: Token::Entry(Some(row.node.id)),
            dim: !row.done,
            was: None,
        }
    }));
    // The newest first: what was done last is what is looked for.
    rows.reverse();
    rows
}

fn problems(state: &State) -> Vec<Row> {
    state
        .corpus
        .problems()
        .iter()
        .map(|problem| Row {
            sign: '!',
            at: problem.path.display().to_string(),
            right: String::new(),
            body: Body::Plain(problem.message.clone()),
            goal: None,
            token: Token::None,
            dim: false,
            was: None,
        })
        .collect()
}

/// Code points of the words of a dated passage.
const WORDS: usize = 160;

/// The rows of everything dated in a corpus, in order of time; None where `given_up` says so.
pub fn timeline(corpus: &Corpus, given_up: impl Fn() -> bool) -> Option<Vec<Row>> {
    let mut items: Vec<(usize, Item, Body)> = Vec::new();
    for index in 0..corpus.len() {
        if given_up() {
            return None;
        }
        if let Some(document) = corpus.document(index) {
            let dated = chronicle::of_document(&document);
            items.extend(dated.into_iter().map(|item| {
                let body = told(&document, &item);
                (index, item, body)
            }));
        }
    }
    items.sort_by(|(_, one, _), (_, other, _)| chronicle::by_time(&one.date, &other.date));
    Some(
        items
            .into_iter()
            .filter_map(|(index, item, body)| dated(corpus, index, item, body))
            .collect(),
    )
}

/// The rows of the documents of a corpus, in its order.
pub fn documents(corpus: &Corpus) -> Vec<Row> {
    let listings = (0..corpus.len()).filter_map(|index| Some((index, corpus.listing(index)?)));
    listings
        .map(|(index, listing)| {
            let origin = listing.origin.unwrap_or_default();
            let words = if origin.is_empty() {
                listing.title
            } else {
                format!("{}  ·  {origin}", listing.title)
            };
            let words: Vec<&str> = words.split_whitespace().collect();
            Row {
                sign: ' ',
                at: listing.id.to_string(),
                right: listing.date.map_or_else(String::new, |date| date.iso),
                body: Body::Plain(words.join(" ")),
                goal: Some(Goal::Passage(index, 0..0)),
                token: Token::None,
                dim: false,
                was: None,
            }
        })
        .collect()
}

/// What is told of a dated thing: the words of its date in their place, an entry's or a title's
/// words.
fn told(document: &Document, item: &Item) -> Body {
    if let (Source::Text, Some(range), Some(block)) = (item.source, &item.range, item.block) {
        let hit = Hit {
            document: item.document.clone(),
            block,
            range: range.clone(),
        };
        let context = hit.context(document, CONTEXT);
        return Body::Kwic {
            before: context.before,
            text: context.text,
            after: context.after,
        };
    }
    let mut words = item.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(WORDS) {
        words.truncate(cut);
        words.push('…');
    }
    Body::Plain(words)
}

/// One dated thing as a row.
fn dated(corpus: &Corpus, index: usize, item: Item, body: Body) -> Option<Row> {
    let at = match (item.block, item.label.as_deref()) {
        (Some(number), label) => place(&item.document, number, label),
        (None, _) => item.document.to_string(),
    };
    let right = item.written();
    let range = match item.range {
        Some(range) => range,
        None => Cursor::start(&*corpus.document(index)?).range,
    };
    Some(Row {
        sign: match item.source {
            Source::Document => '▪',
            Source::Entry => '◆',
            Source::Text => ' ',
        },
        at,
        right,
        body,
        goal: Some(Goal::Passage(index, range)),
        token: Token::None,
        dim: false,
        was: None,
    })
}

/// The address of a block.
pub(in crate::app) fn place(document: &DocumentId, number: u32, label: Option<&str>) -> String {
    match label {
        Some(label) if label.starts_with(['¶', '§']) => format!("{document}{label}"),
        Some(label) => format!("{document}:{label}"),
        None => format!("{document}#p{number}"),
    }
}

/// The rows of hits in one document.
pub fn hits(index: usize, document: &Document, hits: &[Hit]) -> Vec<Row> {
    let date = document.meta.date.as_ref();
    let date: String = date.map_or_else(String::new, |date| date.iso.chars().take(10).collect());
    hits.iter()
        .map(|hit| {
            let context = hit.context(document, CONTEXT);
            let block = (hit.block as usize)
                .checked_sub(1)
                .and_then(|at| document.blocks.get(at));
            let label = block.and_then(|block| block.label());
            Row {
                sign: ' ',
                at: place(&document.id, hit.block, label),
                right: date.clone(),
                body: Body::Kwic {
                    before: context.before,
                    text: context.text,
                    after: context.after,
                },
                goal: Some(Goal::Passage(index, hit.range.clone())),
                token: Token::None,
                dim: false,
                was: None,
            }
        })
        .collect()
}

/// The passages that the reader is asked about: those found with doubt, then those not found.
fn review(state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, placements) in state.standings.all() {
        let Some(document) = state.corpus.document(index) else {
            continue;
        };
        let date = document.meta.date.as_ref();
        let date: String = date.map_or_else(String::new, |it| it.iso.chars().take(10).collect());
        // Those found with changed words are shown too, after those that are asked about.
        let changed = placements
            .standing()
            .filter(|it| it.state == PlacedState::Uncertain && !it.review);
        for placement in placements.to_review().chain(changed) {
            let Some(anchor) = anchor_of(state, placement.record, placement.part) else {
                continue;
            };
            // What was settled or made anew since the placing was worked out is not asked again.
            if anchor.version == document.hash {
                continue;
            }
            let stands = placement.stands();
            let place = placement.range.clone().unwrap_or(0..0);
            let goal = Goal::Passage(index, place.clone());
            let words = stands.map_or("not found", |range| document.slice(range));
            rows.push(Row {
                sign: match (stands.is_some(), placement.review) {
                    (false, _) => '✗',
                    (true, true) => '?',
                    (true, false) => '≈',
                },
                at: block_address(&document, place.start),
                right: date.clone(),
                body: Body::Plain(format!("{} — {words}", placement.why)),
                goal: Some(goal),
                token: Token::Passage(placement.record, placement.part),
                dim: stands.is_none(),
                was: Some(anchor.quote.exact.clone()),
            });
        }
    }
    rows
}

/// The anchor of one passage of a record.
pub(in crate::app) fn anchor_of(state: &State, record: RecordId, part: Part) -> Option<&Anchor> {
    let target = match part {
        Part::Annotation => &state.library.annotation(record)?.target,
        Part::Link(end) => state.library.link(record)?.end(end),
        Part::Rejection => &state.library.rejection(record)?.target,
    };
    Some(target.anchor())
}

/// The address of the block at a byte, shortly.
fn block_address(document: &Document, at: usize) -> String {
    let block = document.block_at(at).and_then(|it| document.blocks.get(it));
    match block {
        Some(block) => match block.label() {
            Some(label) if label.starts_with(['¶', '§']) => format!("{}{label}", document.id),
            _ => format!("{}#p{}", document.id, block.number),
        },
        None => document.id.to_string(),
    }
}
