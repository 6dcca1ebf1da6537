//! The page of a tag: its dossier, as rows.
//!
//! Knows what stands on the page and in which order: what the tag means, its forms, what waits for a
//! decision, the company it keeps, and the confirmed mentions by document or by date with the notes
//! and links on them. The mentions themselves are found in the background.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::{Body, Order, Row, Token};
use crate::app::ground::Ground;
use crate::app::mentions::Tally;
use crate::app::update::follow::Goal;
use crate::corpus::DocumentId;
use crate::library::placing::Part;
use crate::library::tag::form_shown;
use crate::library::{RecordId, Tag, relation};
use crate::search::MentionState;
use crate::search::tables::Collocate;

/// How the mentions of one document spread over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The document's title.
    pub name: String,
    /// Bytes where mentions begin, rising.
    pub places: Vec<usize>,
    /// Bytes of the document's text.
    pub length: usize,
    /// The mention that the reader has walked to.
    pub walked: Option<usize>,
}

/// What is known of a tag's mentions.
#[derive(Debug, Clone, Default)]
pub struct Dossier {
    /// All of its mentions, in the order of the corpus. Shared with work in the background.
    pub mentions: Arc<Vec<Row>>,
    /// The words that stand near the confirmed ones, the most telling first.
    pub company: Vec<Collocate>,
    /// Which mention the reader has walked to on the strip of a document.
    pub walked: BTreeMap<usize, usize>,
    /// Whether the rows of the page may be others than they were made.
    pub(in crate::app) due: bool,
    /// The number of the question what its rows are, while they are made in the background.
    pub(in crate::app) asked: Option<u64>,
}

/// How many words of company are named.
const NAMED: usize = 12;
/// From this score on company is chance in less than one case of a thousand.
const TELLING: f64 = 10.83;

impl Dossier {
    /// How many mentions are in each state.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for spoken in self.mentions.iter().filter_map(Row::spoken) {
            tally.add(spoken.state);
        }
        tally
    }

    /// The confirmed mentions, in the order of the corpus.
    pub fn confirmed(&self) -> impl Iterator<Item = &Row> {
        let is = |row: &&Row| {
            let spoken = row.spoken();
            spoken.is_some_and(|it| it.state == MentionState::Confirmed)
        };
        self.mentions.iter().filter(is)
    }

    /// Where the confirmed mentions stand, by document.
    pub fn places(&self) -> BTreeMap<usize, Vec<Range<usize>>> {
        let mut places: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        for row in self.confirmed() {
            if let Some(Goal::Passage(index, range)) = &row.goal {
                places.entry(*index).or_default().push(range.clone());
            }
        }
        places
    }
}

/// The rows of a tag's page.
pub fn page(ground: &Ground, tag: RecordId, dossier: &Dossier, order: Order) -> Vec<Row> {
    let Some(tag) = ground.library.tag(tag) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for line in tag.description.lines().filter(|it| !it.trim().is_empty()) {
        rows.push(plain(' ', line));
    }
    forms(tag, dossier, &mut rows);
    waiting(dossier.tally(), &mut rows);
    company(dossier, &mut rows);
    let beside = Beside::of(ground, tag, dossier);
    match order {
        Order::Date => by_date(dossier, &beside, &mut rows),
        _ => by_document(ground, dossier, &beside, &mut rows),
    }
    rows
}

fn plain(sign: char, text: &str) -> Row {
    Row {
        sign,
        at: String::new(),
        right: String::new(),
        body: Body::Plain(text.to_owned()),
        goal: None,
        token: Token::None,
        dim: false,
        was: None,
    }
}

fn heading(text: String) -> Row {
    Row {
        body: Body::Heading(text),
        ..plain(' ', "")
    }
}

fn forms(tag: &Tag, dossier: &Dossier, rows: &mut Vec<Row>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for spoken in dossier.mentions.iter().filter_map(Row::spoken) {
        *counts.entry(&spoken.form).or_default() += 1;
    }
    rows.push(heading(format!("Forms {}", tag.forms.len())));
    if tag.forms.is_empty() {
        rows.push(plain(' ', "none yet: f gives one"));
    }
    for (index, form) in tag.forms.iter().enumerate() {
        let count = counts.get(form.pattern.as_str()).copied().unwrap_or(0);
        rows.push(Row {
            right: count.to_string(),
            token: Token::Form(tag.id, index),
            ..plain('“', &form_shown(form))
        });
    }
}

fn waiting(tally: Tally, rows: &mut Vec<Row>) {
    let (undecided, possible) = (
        tally.of(MentionState::Undecided),
        tally.of(MentionState::Possible),
    );
    if undecided + possible > 0 {
        rows.push(Row {
            token: Token::Waiting,
            ..plain(
                '?',
                &format!("{undecided} undecided, {possible} possible: Enter shows them"),
            )
        });
    }
}

fn company(dossier: &Dossier, rows: &mut Vec<Row>) {
    let words: Vec<String> = dossier
        .company
        .iter()
        .filter(|it| it.score >= TELLING)
        .take(NAMED)
        .map(|it| format!("{} ({})", it.word, it.before + it.after))
        .collect();
    if !words.is_empty() {
        rows.push(heading("In the company of".to_owned()));
        rows.push(plain(' ', &words.join("  ")));
    }
}

/// What is noted and linked at mentions: rows by document and place.
struct Beside {
    rows: BTreeMap<usize, Vec<(Range<usize>, Row)>>,
}

impl Beside {
    fn of(ground: &Ground, tag: &Tag, dossier: &Dossier) -> Self {
        let mut rows: BTreeMap<usize, Vec<(Range<usize>, Row)>> = BTreeMap::new();
        let mut seen = None;
        for index in dossier.confirmed().filter_map(Row::document) {
            if seen.replace(index) == Some(index) {
                continue;
            }
            let Some(id) = ground.corpus.listing(index).map(|it| it.id) else {
                continue;
            };
            let own = rows.entry(index).or_default();
            notes(ground, tag, (index, &id), own);
            links(ground, &id, own);
        }
        Self { rows }
    }

    /// The rows at a mention.
    fn at<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = Row> + 'a {
        let (index, range) = match &row.goal {
            Some(Goal::Passage(index, range)) => (*index, range.clone()),
            _ => (usize::MAX, 0..0),
        };
        let own = self.rows.get(&index).into_iter().flatten();
        own.filter(move |(place, _)| place.start < range.end && range.start < place.end)
            .map(|(_, row)| row.clone())
    }
}

/// The notes on passages with a tag that stand in a document.
fn notes(
    ground: &Ground,
    tag: &Tag,
    (index, id): (usize, &DocumentId),
    rows: &mut Vec<(Range<usize>, Row)>,
) {
    let (library, standings) = (&ground.library, ground.standings());
    let ids = std::iter::once(id).chain(standings.former_ids(id));
    let own = ids.flat_map(|id| library.annotations_in(id));
    let guests = standings.guests_of(index);
    let guests = guests.filter_map(|(record, _)| library.annotation(record));
    for it in own.chain(guests) {
        if it.note.trim().is_empty() || !it.tags.contains(&tag.id) {
            continue;
        }
        let goal = ground.place_of(it.id, Part::Annotation, it.target.anchor());
        if let Goal::Passage(there, range) = goal
            && there == index
        {
            let note: Vec<&str> = it.note.split_whitespace().collect();
            let row = Row {
                goal: Some(Goal::Passage(index, range.clone())),
                token: Token::Record(it.id),
                ..plain('✎', &note.join(" "))
            };
            rows.push((range, row));
        }
    }
}

/// The links that begin or end in a document.
fn links(ground: &Ground, id: &DocumentId, rows: &mut Vec<(Range<usize>, Row)>) {
    for (end, it) in ground.library.links_in(id) {
        let own = ground.place_of(it.id, Part::Link(end), it.end(end).anchor());
        let Goal::Passage(_, range) = own else {
            continue;
        };
        let other = it.end(end.other()).anchor();
        let part = Part::Link(end.other());
        let text = format!(
            "{} {} “{}”",
            relation::words(&it.relation, end),
            ground.goal_of(it.id, part, other),
            other.quote.exact
        );
        let row = Row {
            goal: Some(ground.place_of(it.id, part, other)),
            token: Token::Record(it.id),
            ..plain(relation::arrow(end), &text)
        };
        rows.push((range, row));
    }
}

fn by_document(ground: &Ground, dossier: &Dossier, beside: &Beside, rows: &mut Vec<Row>) {
    let confirmed: Vec<&Row> = dossier.confirmed().collect();
    for group in confirmed.chunk_by(|a, b| a.document() == b.document()) {
        let Some(index) = group.first().and_then(|row| row.document()) else {
            continue;
        };
        let Some(listing) = ground.corpus.listings().get(index) else {
            continue;
        };
        let document = ground.corpus.document(index);
        let places: Vec<usize> = group
            .iter()
            .filter_map(|row| match &row.goal {
                Some(Goal::Passage(_, range)) => Some(range.start),
                _ => None,
            })
            .collect();
        let date = listing.date.as_ref();
        rows.push(Row {
            at: listing.id.to_string(),
            right: date.map_or_else(String::new, |it| it.iso.chars().take(10).collect()),
            goal: group.first().and_then(|row| row.goal.clone()),
            token: Token::Strip(index),
            body: Body::Strip(Box::new(Strip {
                name: document
                    .as_ref()
                    .map_or_else(String::new, |it| it.title().to_owned()),
                length: document.as_ref().map_or(1, |it| it.text.len()),
                walked: dossier.walked.get(&index).copied(),
                places,
            })),
            ..plain('▪', "")
        });
        for row in group {
            rows.push((*row).clone());
            rows.extend(beside.at(row));
        }
    }
}

fn by_date(dossier: &Dossier, beside: &Beside, rows: &mut Vec<Row>) {
    let mut confirmed: Vec<&Row> = dossier.confirmed().collect();
    confirmed.sort_by(|a, b| {
        let undated = |row: &Row| row.right.is_empty();
        (undated(a), &a.right).cmp(&(undated(b), &b.right))
    });
    let year = |row: &Row| row.right.get(..4).unwrap_or("").to_owned();
    for group in confirmed.chunk_by(|a, b| year(a) == year(b)) {
        let first = group.first().map_or_else(String::new, |row| year(row));
        let name = if first.is_empty() { "no date" } else { &first };
        rows.push(heading(format!("{name}  {}", group.len())));
        for row in group {
            rows.push((*row).clone());
            rows.extend(beside.at(row));
        }
    }
}
