//! How many hits a query has, told from the index alone as far as that goes.
//!
//! Knows which queries can be answered so, and for which documents. Everything that decides whether
//! something is a hit is the same code as for a text ([`holds`]); only the places are counted in
//! words. What cannot be answered is left to whoever looks at the documents.

use regex::Regex;

use super::ask::{Ask, MANY};
use super::chain::{Chain, Stand};
use super::documents::Documents;
use super::expression::is_of_one_word;
use super::segment::{Segment, nature};
use crate::search::find::{Ground, holds, holds_empty, in_block};
use crate::search::query::{FilterKind, Node, Query, Reach};
use crate::search::terms::{Occurrence, Term, one_term_at_a_time, order};

/// A query as the index understands it.
#[derive(Debug)]
pub(super) struct Question {
    /// What a document must hold.
    ask: Ask,
    /// The query as chains of words, where it can be answered so.
    told: Option<(Node, Vec<Vec<Chain>>)>,
    /// An expression that finds only what lies in one word, where the query is no more than that. It can
    /// be answered for texts of ASCII.
    words: Option<Regex>,
    /// Whether only texts of ASCII can be answered: distances are counted in words.
    plain: bool,
}

/// What a segment tells.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// How many hits there are.
    pub(super) total: usize,
    /// The documents with hits, by their number in the segment.
    pub(super) documents: Vec<usize>,
    /// Those that must be looked at.
    pub(super) open: Vec<usize>,
}

impl Question {
    pub(super) fn of(query: &Query) -> Self {
        let terms = query.terms.list();
        let Some(node) = &query.node else {
            return Self {
                ask: Ask::Everything,
                told: None,
                words: None,
                plain: false,
            };
        };
        let asks: Vec<Ask> = terms.iter().map(Ask::of_term).collect();
        let named =
            |kind: &FilterKind| matches!(kind, FilterKind::Document(_) | FilterKind::This(_));
        let tellable = query.filters.iter().all(|filter| named(&filter.kind))
            && !reaches(node, &|reach| reach == Reach::Sentence);
        let words = match (node, terms) {
            (Node::Term(0), [Term::Regex { regex, exact }]) if tellable && !exact => {
                let parsed = regex_syntax::parse(regex.as_str());
                parsed
                    .is_ok_and(|hir| is_of_one_word(&hir))
                    .then(|| regex.clone())
            }
            _ => None,
        };
        let chains = tellable.then(|| terms.iter().map(Chain::all).collect::<Option<_>>());
        Self {
            ask: Ask::of_node(node, &asks),
            told: chains.flatten().map(|chains| (node.clone(), chains)),
            words,
            plain: reaches(node, &|reach| matches!(reach, Reach::Words(_))),
        }
    }

    /// The demand of any of several terms.
    pub(super) fn any(terms: &[Term]) -> Self {
        Self {
            ask: Ask::Any(terms.iter().map(Ask::of_term).collect()),
            told: None,
            words: None,
            plain: false,
        }
    }

    /// Whether hits can be counted without looking at most of the documents.
    pub(super) fn is_tellable(&self) -> bool {
        self.told.is_some() || self.words.is_some()
    }

    /// The documents of a segment among `wanted` that may have hits, by their number in it.
    pub(super) fn candidates(&self, segment: &Segment, wanted: &Documents) -> Vec<usize> {
        let Some(mut found) = self.ask.met(segment) else {
            return wanted.iter().collect();
        };
        for document in 0..segment.documents() {
            if segment.nature(document) & nature::UNREAD != 0 {
                found.put(document);
            }
        }
        found.keep(wanted);
        found.iter().collect()
    }

    /// What a segment tells of the documents among `wanted`.
    pub(super) fn tell(&self, segment: &Segment, wanted: &Documents) -> Told {
        if let Some(regex) = &self.words {
            let told = self.tell_words(segment, regex, wanted);
            return told.unwrap_or_else(|| Told {
                open: wanted.iter().collect(),
                ..Told::default()
            });
        }
        let Some((node, chains)) = &self.told else {
            return Told {
                open: self.candidates(segment, wanted),
                ..Told::default()
            };
        };
        let mut read = wanted.clone();
        let mut told = Told::default();
        let mut doubtful = Documents::none(segment.documents());
        for document in wanted.iter() {
            let nature = segment.nature(document);
            if nature & nature::UNREAD != 0 {
                read.drop(document);
                told.open.push(document);
            } else if self.plain && nature & nature::PLAIN == 0 {
                doubtful.put(document);
            }
        }
        let answered = match (node, chains.as_slice()) {
            (Node::Term(0), [chains]) if chains.iter().all(Chain::is_single) => {
                singles(segment, chains, &read, &mut told)
            }
            _ => self.answer(segment, (node, chains), (&read, &doubtful), &mut told),
        };
        if answered.is_none() {
            // Something is damaged: nothing that was counted is trusted.
            told = Told {
                open: wanted.iter().collect(),
                ..Told::default()
            };
        }
        told
    }

    /// What a segment tells of an expression that finds only what lies in one word. None where something
    /// is damaged, or where it finds something in so many words that it is looked for in the texts.
    fn tell_words(&self, segment: &Segment, regex: &Regex, wanted: &Documents) -> Option<Told> {
        let words = segment.like(regex, MANY + 1)?;
        if words.len() > MANY {
            return None;
        }
        let mut told = Told::default();
        let (mut plain, mut others) = (wanted.clone(), wanted.clone());
        for document in wanted.iter() {
            match segment.nature(document) & (nature::PLAIN | nature::UNREAD) {
                nature::PLAIN => others.drop(document),
                _ => plain.drop(document),
            }
        }
        occurring(segment, &words, &plain, &mut told)?;
        if !others.is_empty() {
            told.open = self.candidates(segment, &others);
        }
        Some(told)
    }

    fn answer(
        &self,
        segment: &Segment,
        (node, chains): (&Node, &[Vec<Chain>]),
        (read, doubtful): (&Documents, &Documents),
        told: &mut Told,
    ) -> Option<()> {
        let mut within = self.ask.met(segment)?;
        within.keep(read);
        let mut stands: Vec<Vec<Stand>> = Vec::with_capacity(chains.len());
        for chains in chains {
            let mut all = Vec::new();
            for chain in chains {
                all.extend(chain.stands(segment, &within)?);
            }
            if chains.len() > 1 {
                all.sort_unstable_by_key(|it: &Stand| (it.document, it.start));
            }
            stands.push(all);
        }
        let mut rests: Vec<&[Stand]> = stands.iter().map(Vec::as_slice).collect();
        let mut starts = Vec::new();
        let empty = !chains.is_empty() && holds_empty(node);
        let denies = denies(node);
        for document in within.iter() {
            let found = occurrences(&mut rests, document);
            let hits = if let (Node::Term(0), [_]) = (node, chains) {
                found.len()
            } else {
                segment.blocks(document, &mut starts);
                if doubtful.has(document) {
                    if denies || hits(node, &Block, &starts, found, empty) > 0 {
                        told.open.push(document);
                    }
                    continue;
                }
                hits(node, &Words, &starts, found, empty)
            };
            if hits > 0 {
                told.total += hits;
                told.documents.push(document);
            }
        }
        Some(())
    }
}

/// Counts a term whose wordings are single words: nothing overlaps, so that counting is enough.
fn singles(segment: &Segment, chains: &[Chain], read: &Documents, told: &mut Told) -> Option<()> {
    let mut words = Vec::new();
    for chain in chains {
        words.append(&mut chain.singles(segment)?);
    }
    words.sort_unstable();
    words.dedup();
    let words: Vec<(u32, u32)> = words.into_iter().map(|word| (word, 1)).collect();
    occurring(segment, &words, read, told)
}

/// Counts words, each so many times as is told with it. Those that rise are asked for.
fn occurring(
    segment: &Segment,
    words: &[(u32, u32)],
    read: &Documents,
    told: &mut Told,
) -> Option<()> {
    let mut found = Documents::none(segment.documents());
    let numbers: Vec<u32> = words.iter().map(|(word, _)| *word).collect();
    segment.lists(&numbers, |place, list| {
        let times = words.get(place).map_or(0, |(_, times)| *times as usize);
        for (document, places) in list.documents() {
            if read.has(document as usize) {
                told.total += places.number() * times;
                found.put(document as usize);
            }
        }
    })?;
    told.documents.extend(found.iter());
    Some(())
}

/// The occurrences in a document, as a text would give them; takes them off the rests.
fn occurrences(rests: &mut [&[Stand]], document: usize) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for (term, rest) in rests.iter_mut().enumerate() {
        let skip = rest.iter().position(|it| it.document as usize >= document);
        let after = skip.and_then(|at| rest.get(at..)).unwrap_or_default();
        let own = after
            .iter()
            .take_while(|it| it.document as usize == document);
        let count = own.clone().count();
        found.extend(own.map(|it| Occurrence {
            term,
            block: 0,
            range: it.start as usize..it.end as usize,
        }));
        *rest = after.get(count..).unwrap_or_default();
    }
    found.sort_by(|a, b| order(&a.range, &b.range).then(a.term.cmp(&b.term)));
    one_term_at_a_time(found, rests.len())
}

/// How many hits a node has in a document whose blocks begin at `starts`.
fn hits(
    node: &Node,
    ground: &impl Ground,
    starts: &[u32],
    mut found: Vec<Occurrence>,
    empty: bool,
) -> usize {
    for it in &mut found {
        let after = starts.partition_point(|start| *start as usize <= it.range.start);
        it.block = after.saturating_sub(1);
    }
    let mut blocks: Vec<usize> = if empty {
        (0..starts.len()).collect()
    } else {
        found.iter().map(|it| it.block).collect()
    };
    blocks.dedup();
    let hits = |block: usize| match holds(node, ground, in_block(&found, block)) {
        Some(ranges) => ranges.len().max(1),
        None => 0,
    };
    blocks.into_iter().map(hits).sum()
}

/// A block of which only words are known; offsets are words.
struct Words;

impl Ground for Words {
    fn is_near(&self, _: usize, from: usize, to: usize, reach: Reach) -> bool {
        match reach {
            Reach::Words(most) => to.saturating_sub(from) < most,
            // Sentences are never asked for here.
            Reach::Block | Reach::Sentence => true,
        }
    }
}

/// A block in which everything counts as near: where that gives no hit, nothing does.
struct Block;

impl Ground for Block {
    fn is_near(&self, _: usize, _: usize, _: usize, _: Reach) -> bool {
        true
    }
}

/// Whether some part of a node is denied.
fn denies(node: &Node) -> bool {
    match node {
        Node::Term(_) => false,
        Node::Not(_) => true,
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(denies),
        Node::Near(left, right, _) => denies(left) || denies(right),
    }
}

/// Whether some part of a node reaches so.
fn reaches(node: &Node, which: &dyn Fn(Reach) -> bool) -> bool {
    match node {
        Node::Term(_) => false,
        Node::Not(inner) => reaches(inner, which),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(|it| reaches(it, which)),
        Node::Near(left, right, reach) => {
            which(*reach) || reaches(left, which) || reaches(right, which)
        }
    }
}
