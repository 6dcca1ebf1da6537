//! The rows of the list of passages that several people tagged otherwise.
//!
//! Knows how a difference is said in one row. How answers are compared is `search`'s part; what settles
//! one is in `update/differences.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{Body, Row, Token, place};
use crate::app::ground::Ground;
use crate::app::update::follow::Goal;
use crate::library::placing::Part;
use crate::search::agreement::{Difference, Judgement, Unit, agreement};

/// A paragraph to which some gave a tag and others not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The tag, by its path.
    pub tag: String,
    /// Who gave it.
    pub with: Vec<String>,
    /// Who read the document and did not.
    pub without: Vec<String>,
    /// The words of the paragraph.
    pub words: String,
}

impl Apart {
    /// What tells the difference: the tag, and who says what.
    pub fn said(&self) -> String {
        format!(
            "[{}] {} yes, {} no",
            self.tag,
            self.with.join(", "),
            self.without.join(", ")
        )
    }
}

/// The rows of all differences, in the order of the corpus.
pub(super) fn differences(ground: &Ground) -> Vec<Row> {
    let mut judgements = Vec::new();
    let mut readers: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for it in ground.library.annotations() {
        let goal = ground.place_of(it.id, Part::Annotation, it.target.anchor());
        let Goal::Passage(index, range) = goal else {
            continue;
        };
        let Some(listing) = ground.corpus.listing(index) else {
            continue;
        };
        readers.entry(index).or_default().insert(&it.creator.0);
        let tags = ground.library.tag_paths(it);
        judgements.push(Judgement {
            by: it.creator.0.clone(),
            document: listing.id,
            range,
            tags: tags.into_iter().map(str::to_owned).collect(),
        });
    }
    // A document that only one person read is not looked into.
    let shared = readers.iter().filter(|(_, people)| people.len() > 1);
    let documents = shared.filter_map(|(index, _)| ground.corpus.document(*index));
    let all = |tag: &str| Some(tag.to_owned());
    let found = agreement(documents, &judgements, Unit::Paragraph, all);
    let rows = found.differences.into_iter();
    rows.filter_map(|it| row(ground, it)).collect()
}

fn row(ground: &Ground, it: Difference) -> Option<Row> {
    let index = ground.corpus.index_of(&it.document)?;
    let document = ground.corpus.document(index)?;
    let block = document
        .block_at(it.range.start)
        .and_then(|at| document.blocks.get(at))?;
    // The same difference has the same number, whatever else is settled.
    let mut number = DefaultHasher::new();
    (&it.tag, index, it.range.start).hash(&mut number);
    Some(Row {
        sign: '≠',
        at: place(&document.id, block.number, block.label()),
        right: String::new(),
        dim: false,
        was: None,
        token: Token::Difference(number.finish()),
        body: Body::Apart(Box::new(Apart {
            tag: it.tag,
            with: it.with,
            without: it.without,
            words: document.slice(&it.range).to_owned(),
        })),
        goal: Some(Goal::Passage(index, it.range)),
    })
}
