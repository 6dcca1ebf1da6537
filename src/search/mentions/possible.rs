//! Indirect mentions: "the Declaration", "Article 9", "that agreement", «Декларация», 同宣言.
//!
//! Knows which words point back to a thing whose forms are known, and when they may. They are
//! offered, never decided. The rules:
//!
//! - what points back is the head noun of a tag's own forms, made definite by an article or a
//!   demonstrative (in languages with articles) or standing bare (in those without); or a general
//!   noun of the same kind after a demonstrative; or a numbered article, for what has articles;
//! - it stands after a confirmed mention in the same document, or after another indirect one, at
//!   most [`BLOCKS`] blocks and [`WORDS`] words on: further away readers are told the name again.
//!   Where a heading or the title names the thing, the document is about it and the distance does
//!   not matter;
//! - no other thing of that name stands between, in its own block or the one before ("the Tokyo
//!   Declaration", "a new agreement"): it would be the nearer one to point to;
//! - it goes on in no way that says which one is meant ("the Declaration of 1998").

use std::collections::BTreeSet;
use std::ops::Range;

use super::nouns::{
    Kind, is_cyrillic_adjective, is_demonstrative, is_determiner, is_follower, kind_of,
    unspaced_head,
};
use crate::corpus::{Block, BlockKind, Document};
use crate::search::fold::{Case, Folded, fold};
use crate::search::phrase::{Manner, Phrase};
use crate::search::query::compile_regex;
use crate::search::scope::Stretches;
use crate::search::terms::{Term, Terms};
use crate::search::words::{self, is_unspaced, is_word};

/// How many blocks after the mention's own an indirect one may stand.
const BLOCKS: usize = 4;
/// How many words after a mention an indirect one may stand.
const WORDS: usize = 400;

/// The nouns that may point back to a tag's thing.
#[derive(Debug, Default)]
pub(super) struct Heads {
    terms: Terms,
    kinds: Vec<Head>,
    /// The words of the tag's forms, which may stand before the head: "the *Joint* Declaration".
    vocabulary: BTreeSet<String>,
}

/// How a head points back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// A noun of the forms themselves, in a script with blanks.
    Own,
    /// The end of a form in a script without blanks.
    Unspaced,
    /// A general noun of the kind, after a demonstrative only.
    General,
    /// A numbered article.
    Article,
}

/// Where another thing of the same name is spoken of.
struct Rival {
    at: usize,
    block: usize,
    term: usize,
    /// Whether its noun is one of the forms' own.
    own: bool,
}

/// What a head noun is where it stands.
enum Role {
    /// It may point back.
    Points(Range<usize>),
    /// It names another thing.
    Rival,
    /// Neither.
    Nothing,
}

impl Heads {
    /// The heads of folded wordings.
    pub(super) fn of(wordings: &[String]) -> Self {
        let mut nouns: BTreeSet<(String, bool)> = BTreeSet::new();
        let mut kinds: Vec<&'static Kind> = Vec::new();
        let mut vocabulary = BTreeSet::new();
        for wording in wordings {
            if wording.chars().next_back().is_some_and(is_unspaced) {
                if let Some((kind, noun)) = unspaced_head(wording) {
                    kinds.push(kind);
                    nouns.extend(unspaced_ends(wording, noun).map(|end| (end, true)));
                }
                continue;
            }
            let spoken: Vec<&str> = wording
                .split(|c: char| !is_word(c) && c != '*')
                .filter(|word| !word.is_empty())
                .collect();
            let Some((head, kind)) = head_of(&spoken) else {
                continue;
            };
            kinds.extend(kind);
            vocabulary.extend(
                spoken
                    .iter()
                    .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
                    .map(|word| (*word).to_owned()),
            );
            nouns.insert((head, false));
        }
        let mut heads: Vec<(Term, Head)> = Vec::new();
        let mut add = |pattern: &str, head: Head| {
            if let Ok(mut phrase) = Phrase::read(pattern, Manner::default()) {
                phrase.whole = head != Head::Unspaced;
                heads.push((Term::Phrase(phrase), head));
            }
        };
        for (noun, unspaced) in &nouns {
            add(noun, if *unspaced { Head::Unspaced } else { Head::Own });
        }
        let general: BTreeSet<&str> = kinds
            .iter()
            .flat_map(|kind| kind.general)
            .copied()
            .collect();
        for noun in general {
            let own = nouns.iter().any(|(own, _)| own == noun);
            if !own && !noun.chars().all(is_unspaced) {
                add(noun, Head::General);
            }
        }
        if kinds.iter().any(|kind| kind.has_articles)
            && let Ok(regex) = compile_regex(ARTICLE, false, false)
        {
            heads.push((
                Term::Regex {
                    regex,
                    exact: false,
                },
                Head::Article,
            ));
        }
        let (terms, kinds) = heads.into_iter().unzip();
        Self {
            terms: Terms::new(terms).unwrap_or_default(),
            kinds,
            vocabulary,
        }
    }

    /// The stretches, with the index of their block, that may point back to one of the mentions in
    /// `near`. None of them touches a stretch in `taken`. `near` is sorted by place.
    pub(super) fn pointing(
        &self,
        document: &Document,
        folded: &Folded,
        near: &[Range<usize>],
        taken: &Stretches,
    ) -> Vec<(usize, Range<usize>)> {
        if near.is_empty() || self.kinds.is_empty() {
            return Vec::new();
        }
        let subject = near
            .iter()
            .find(|range| is_titled(document, range))
            .map(|range| range.start);
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        let mut rivals: Vec<Rival> = Vec::new();
        for occurrence in self.terms.occurrences(document, folded) {
            let (Some(head), Some(block)) = (
                self.kinds.get(occurrence.term),
                document.blocks.get(occurrence.block),
            ) else {
                continue;
            };
            if taken.touch(&occurrence.range) {
                continue;
            }
            match self.role(*head, document, block, &occurrence.range) {
                Role::Rival => rivals.push(Rival {
                    at: occurrence.range.start,
                    block: occurrence.block,
                    term: occurrence.term,
                    own: matches!(head, Head::Own | Head::Unspaced),
                }),
                Role::Points(range) => {
                    let last = found.last().map(|(_, last)| last);
                    if last.is_some_and(|last| last.end > range.start) {
                        continue;
                    }
                    let Some(mention) = last_before(near, range.start) else {
                        continue;
                    };
                    let last = last.filter(|last| last.start > mention.start);
                    let rivalled = rivals.iter().rev().any(|rival| {
                        rival.at >= mention.end
                            && rival.block + 1 >= occurrence.block
                            && (rival.term == occurrence.term || *head != Head::Own && rival.own)
                    });
                    let here = occurrence.block;
                    let close = subject.is_some_and(|at| at < range.start)
                        || is_near(document, last.unwrap_or(mention), here, &range);
                    if close && !rivalled {
                        found.push((here, range));
                    }
                }
                Role::Nothing => {}
            }
        }
        found
    }

    fn role(&self, head: Head, document: &Document, block: &Block, range: &Range<usize>) -> Role {
        let before = document.slice(&(block.range.start..range.start));
        let after = document.slice(&(range.end..block.range.end));
        match head {
            Head::Unspaced => unspaced_role(before, range),
            Head::Article => article_role(after, range),
            Head::General => match word_before(before) {
                Some((at, word)) if is_demonstrative(&word) && !goes_on(after) => {
                    Role::Points(block.range.start + at..range.end)
                }
                _ => Role::Rival,
            },
            Head::Own => {
                let noun = document.slice(range);
                let cyrillic = noun.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c));
                match self.before(before, cyrillic) {
                    Before::Points(_) | Before::Rival if goes_on(after) => Role::Rival,
                    Before::Points(at) => Role::Points(block.range.start + at..range.end),
                    Before::Rival => Role::Rival,
                    Before::Nothing => Role::Nothing,
                }
            }
        }
    }

    /// What the words before one of the forms' own nouns make of it; `at` is where the noun stands
    /// in its block.
    fn before(&self, before: &str, cyrillic: bool) -> Before {
        let mut start = before.len();
        for _ in 0..3 {
            let Some((at, word)) = before.get(..start).and_then(word_before) else {
                return if cyrillic {
                    Before::Points(start)
                } else {
                    Before::Nothing
                };
            };
            if is_determiner(&word) {
                return Before::Points(at);
            }
            if self
                .vocabulary
                .iter()
                .any(|known| alike(known, &word, cyrillic))
            {
                start = at;
            } else if cyrillic && !is_cyrillic_adjective(&word) {
                return Before::Points(start);
            } else {
                break;
            }
        }
        Before::Rival
    }
}

/// What stands before a noun makes it …
enum Before {
    /// … point back; the words that do so begin here.
    Points(usize),
    /// … another thing's name.
    Rival,
    /// … neither.
    Nothing,
}

/// A numbered article as treaties and laws have them, in folded text.
const ARTICLE: &str = r"\b(?:articles?|art\.|artikel|articulo|articolo) \d+\b|\bстать\pL{1,3} \d+\b|第[0-9一二三四五六七八九十百]+条";

/// The head noun of a wording: the last word before anything that says which one is meant, or
/// the word that stands in the lists. A wording of one word has none: it would be a mention itself.
fn head_of(spoken: &[&str]) -> Option<(String, Option<&'static Kind>)> {
    let content = spoken.iter().filter(|word| !is_determiner(word)).count();
    if content < 2 {
        return None;
    }
    if let Some((kind, noun)) = spoken.iter().rev().find_map(|word| kind_of(word)) {
        return Some((noun.to_owned(), Some(kind)));
    }
    let end = spoken
        .iter()
        .skip(1)
        .position(|word| is_follower(word))
        .map_or(spoken.len(), |at| at + 1);
    let head = spoken.get(..end)?.last()?;
    let latin = head.chars().all(|c| c.is_ascii_alphabetic()) && head.len() > 3;
    latin.then(|| ((*head).to_owned(), None))
}

/// The ends of a wording that hold its noun: 共同宣言 and 宣言 of 日ソ共同宣言, not the whole.
fn unspaced_ends<'a>(wording: &'a str, noun: &'a str) -> impl Iterator<Item = String> + 'a {
    wording
        .char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .take_while(move |at| at + noun.len() <= wording.len())
        .filter_map(|at| wording.get(at..).map(ToOwned::to_owned))
}

/// Whether a word is one of the forms' words, in an inflected language up to its ending.
fn alike(known: &str, word: &str, inflected: bool) -> bool {
    if known == word {
        return true;
    }
    let shared = known
        .chars()
        .zip(word.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let longer = known.chars().count().max(word.chars().count());
    inflected && shared >= 4 && longer - shared <= 3
}

/// The word that ends the text, with nothing but one run of blanks after it, folded; and where it
/// begins. An elided article (`l'`) is a word, too.
fn word_before(before: &str) -> Option<(usize, String)> {
    let trimmed = before.trim_end_matches([' ', '\n', '\u{a0}']);
    let elided = trimmed.strip_suffix(['\'', '’']);
    if trimmed.len() == before.len() && elided.is_none() {
        return None;
    }
    let text = elided.unwrap_or(trimmed);
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c) || *c == '-')
        .last()
        .map(|(at, _)| at)?;
    Some((start, fold(text.get(start..)?, Case::Folded)))
}

/// Whether what follows a noun says which one is meant.
fn goes_on(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\n', '\u{a0}']);
    if rest.len() == after.len() {
        return false;
    }
    let end = rest
        .char_indices()
        .find(|(_, c)| !is_word(*c))
        .map_or(rest.len(), |(at, _)| at);
    is_follower(&fold(rest.get(..end).unwrap_or(""), Case::Folded))
}

fn unspaced_role(before: &str, range: &Range<usize>) -> Role {
    let is_name = |c: char| is_unspaced(c) && !('\u{3040}'..='\u{309f}').contains(&c);
    let mut chars = before.chars().rev();
    match chars.next() {
        // 同宣言, 本宣言: "the same, this declaration" — unless 同 ends another word (共同宣言).
        Some(c @ ('同' | '本' | '当' | '该' | '该')) if !chars.next().is_some_and(is_name) => {
            Role::Points(range.start - c.len_utf8()..range.end)
        }
        Some(c) if is_name(c) => Role::Rival,
        _ => Role::Points(range.clone()),
    }
}

fn article_role(after: &str, range: &Range<usize>) -> Role {
    let rest = after.trim_start();
    let named = rest.split(|c: char| !is_word(c)).next().unwrap_or("");
    // "Article 9 of the …": what follows is either a mention itself or another thing's name.
    if is_follower(&fold(named, Case::Folded)) || rest.starts_with('の') {
        return Role::Nothing;
    }
    Role::Points(range.clone())
}

fn last_before(near: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let until = near.partition_point(|range| range.start < at);
    near.get(until.checked_sub(1)?)
}

/// Whether a mention stands in a heading, or its words in the document's title.
fn is_titled(document: &Document, range: &Range<usize>) -> bool {
    let block = document
        .block_at(range.start)
        .and_then(|index| document.blocks.get(index));
    if block.is_some_and(|block| block.kind == BlockKind::Heading) {
        return true;
    }
    let words = fold(document.slice(range), Case::Folded);
    let title = document.meta.title.as_deref().unwrap_or("");
    fold(title, Case::Folded).contains(&words)
}

fn is_near(
    document: &Document,
    mention: &Range<usize>,
    block: usize,
    range: &Range<usize>,
) -> bool {
    let from = document.block_at(mention.start).unwrap_or(0);
    block.saturating_sub(from) <= BLOCKS
        && words::count(document.slice(&(mention.end.min(range.start)..range.start))) <= WORDS
}
