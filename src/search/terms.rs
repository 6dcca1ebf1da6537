//! Terms: phrases and regular expressions, all found in one pass over a text.
//!
//! Knows matching and nothing else: which wordings occur where, at word borders or anywhere. One
//! wording is found by a substring search, several by one automaton (Aho–Corasick), so that two
//! hundred forms cost about as much as a few.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use memchr::memmem;
use regex::Regex;

use super::fold::{Case, Folded, fold};
use super::phrase::{Phrase, Piece, Wording};
use super::words::{is_letter_border, is_word_border, word_end};
use crate::corpus::{Document, Skim};

/// Something looked for.
#[derive(Debug, Clone)]
pub(crate) enum Term {
    /// A phrase.
    Phrase(Phrase),
    /// A regular expression, over folded text with a line end after each block, or (`exact`) over a block
    /// as it stands.
    Regex {
        /// The expression.
        regex: Regex,
        /// Whether it is compared with the text as it stands.
        exact: bool,
    },
}

impl Term {
    fn is_exact(&self) -> bool {
        match self {
            Self::Phrase(phrase) => phrase.exact,
            Self::Regex { exact, .. } => *exact,
        }
    }
}

/// Where a term occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// Which term.
    pub(crate) term: usize,
    /// The index of the block.
    pub(crate) block: usize,
    /// Bytes in the document's text.
    pub(crate) range: Range<usize>,
}

/// Terms compiled to be found together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    list: Vec<Term>,
    folded: Finder,
    exact: Finder,
}

/// The heads of wordings: which wording of which term begins with which text.
#[derive(Debug, Clone, Default)]
struct Finder {
    engine: Engine,
    /// For each distinct head, the term and wording that begin so.
    wordings: Vec<Vec<(usize, usize)>>,
}

#[derive(Debug, Clone, Default)]
enum Engine {
    #[default]
    Nothing,
    One(Arc<memmem::Finder<'static>>),
    Many(AhoCorasick),
}

/// A text of which it is known where its blocks stand.
pub(crate) trait Paged {
    /// The text.
    fn text(&self) -> &str;
    /// How many blocks it has.
    fn blocks(&self) -> usize;
    /// The bytes of the block at an index.
    fn block(&self, index: usize) -> Option<Range<usize>>;

    /// The words of a stretch; empty where the range is not valid.
    fn words(&self, range: &Range<usize>) -> &str {
        self.text().get(range.clone()).unwrap_or("")
    }
}

impl Paged for Document {
    fn text(&self) -> &str {
        &self.text
    }

    fn blocks(&self) -> usize {
        self.blocks.len()
    }

    fn block(&self, index: usize) -> Option<Range<usize>> {
        Some(self.blocks.get(index)?.range.clone())
    }
}

impl Paged for Skim {
    fn text(&self) -> &str {
        &self.text
    }

    fn blocks(&self) -> usize {
        self.blocks.len()
    }

    fn block(&self, index: usize) -> Option<Range<usize>> {
        self.blocks.get(index).cloned()
    }
}

/// A text that is searched: folded, or as it stands.
struct Matter<'a> {
    text: &'a str,
    blocks: Cow<'a, [Range<usize>]>,
    folded: Option<&'a Folded>,
}

impl Terms {
    /// Compiles terms. None only where together they are too large for an automaton.
    pub(crate) fn new(terms: Vec<Term>) -> Option<Self> {
        Some(Self {
            folded: Finder::new(&terms, false)?,
            exact: Finder::new(&terms, true)?,
            list: terms,
        })
    }

    /// Each of them.
    pub(crate) fn list(&self) -> &[Term] {
        &self.list
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// All occurrences of all terms, by start, then longest first. Occurrences of one term do not
    /// overlap one another.
    pub(crate) fn occurrences(&self, source: &impl Paged, folded: &Folded) -> Vec<Occurrence> {
        let mut found = Vec::new();
        if self.list.iter().any(|term| !term.is_exact()) {
            let matter = Matter {
                text: folded.text(),
                blocks: Cow::Borrowed(folded.blocks()),
                folded: Some(folded),
            };
            self.scan(&self.folded, &matter, source, &mut found);
        }
        if self.list.iter().any(Term::is_exact) {
            let matter = Matter {
                text: source.text(),
                blocks: (0..source.blocks())
                    .filter_map(|at| source.block(at))
                    .collect(),
                folded: None,
            };
            self.scan(&self.exact, &matter, source, &mut found);
        }
        found.sort_by(|a, b| order(&a.range, &b.range).then(a.term.cmp(&b.term)));
        one_term_at_a_time(found, self.list.len())
    }

    fn scan(
        &self,
        finder: &Finder,
        matter: &Matter,
        source: &impl Paged,
        out: &mut Vec<Occurrence>,
    ) {
        let mut block = 0;
        let mut push = |term: usize, range: Range<usize>| {
            // Phrases come by rising start; a new term's matches begin again from the top.
            if matter
                .blocks
                .get(block)
                .is_none_or(|b| b.start > range.start)
            {
                block = 0;
            }
            while matter.blocks.get(block).is_some_and(|b| b.end < range.end) {
                block += 1;
            }
            let range = match matter.folded {
                Some(folded) => folded.source(&range),
                None => range,
            };
            out.push(Occurrence { term, block, range });
        };
        finder.each(matter.text, |at, term, wording| {
            let Some(Term::Phrase(phrase)) = self.list.get(term) else {
                return;
            };
            if let Some(wording) = phrase.wordings.get(wording)
                && let Some(end) = matched(matter.text, at, wording, phrase.whole)
                && cased(source, matter, &(at..end), wording)
            {
                push(term, at..end);
            }
        });
        for (index, term) in self.list.iter().enumerate() {
            if let Term::Regex { regex, exact } = term
                && *exact == matter.folded.is_none()
            {
                if matter.folded.is_some() {
                    // It was made so that nothing in it runs over a block's border.
                    let all = regex.find_iter(matter.text);
                    for found in all.filter(|found| !found.is_empty()) {
                        push(index, found.range());
                    }
                    continue;
                }
                for block in matter.blocks.iter() {
                    let text = matter.text.get(block.clone()).unwrap_or("");
                    for found in regex.find_iter(text).filter(|found| !found.is_empty()) {
                        push(
                            index,
                            block.start + found.start()..block.start + found.end(),
                        );
                    }
                }
            }
        }
    }
}

/// By start, the longer first.
pub(crate) fn order(a: &Range<usize>, b: &Range<usize>) -> std::cmp::Ordering {
    a.start.cmp(&b.start).then(b.end.cmp(&a.end))
}

/// Those that do not begin inside an earlier one of the same term.
pub(crate) fn one_term_at_a_time(found: Vec<Occurrence>, terms: usize) -> Vec<Occurrence> {
    let mut ends = vec![0; terms];
    found
        .into_iter()
        .filter(|occurrence| {
            let Some(end) = ends.get_mut(occurrence.term) else {
                return false;
            };
            let free = occurrence.range.start >= *end;
            if free {
                *end = occurrence.range.end;
            }
            free
        })
        .collect()
}

impl Finder {
    fn new(terms: &[Term], exact: bool) -> Option<Self> {
        let mut heads: Vec<&str> = Vec::new();
        let mut wordings: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut known = std::collections::HashMap::new();
        for (index, term) in terms.iter().enumerate() {
            let Term::Phrase(phrase) = term else { continue };
            if phrase.exact != exact {
                continue;
            }
            for (number, wording) in phrase.wordings.iter().enumerate() {
                let place = *known.entry(wording.head()).or_insert_with(|| {
                    heads.push(wording.head());
                    wordings.push(Vec::new());
                    heads.len() - 1
                });
                if let Some(list) = wordings.get_mut(place) {
                    list.push((index, number));
                }
            }
        }
        let engine = match heads.as_slice() {
            [] => Engine::Nothing,
            [one] => Engine::One(Arc::new(memmem::Finder::new(one.as_bytes()).into_owned())),
            many => Engine::Many(AhoCorasick::new(many).ok()?),
        };
        Some(Self { engine, wordings })
    }

    /// Calls `found(at, term, wording)` for every place where a wording's head stands.
    fn each(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        let mut report = |head: usize, at: usize| {
            for (term, wording) in self.wordings.get(head).into_iter().flatten() {
                found(at, *term, *wording);
            }
        };
        match &self.engine {
            Engine::Nothing => {}
            Engine::One(finder) => {
                let mut from = 0;
                while let Some(at) = text
                    .as_bytes()
                    .get(from..)
                    .and_then(|rest| finder.find(rest))
                {
                    report(0, from + at);
                    from += at + 1;
                }
            }
            Engine::Many(automaton) => {
                for hit in automaton.find_overlapping_iter(text) {
                    report(hit.pattern().as_usize(), hit.start());
                }
            }
        }
    }
}

/// Where a wording that may begin at `at` ends, if it stands there.
fn matched(text: &str, at: usize, wording: &Wording, whole: bool) -> Option<usize> {
    let begins = if whole {
        is_word_border(text, at)
    } else {
        is_letter_border(text, at)
    };
    if !begins {
        return None;
    }
    let end = ends(text, at, &wording.pieces)?;
    let closed = if whole {
        is_word_border(text, end)
    } else {
        is_letter_border(text, end)
    };
    closed.then_some(end)
}

fn ends(text: &str, at: usize, pieces: &[Piece]) -> Option<usize> {
    let mut end = at;
    let mut blank_before = false;
    for piece in pieces {
        match piece {
            Piece::Text(words) => {
                if !text.get(end..)?.starts_with(words.as_str()) {
                    return None;
                }
                end += words.len();
                blank_before = words.ends_with(' ');
            }
            Piece::Star => {
                let after = word_end(text, end);
                if blank_before && after == end {
                    return None;
                }
                end = after;
            }
        }
    }
    Some(end)
}

/// Whether the text's case is the wording's, where case matters.
fn cased(source: &impl Paged, matter: &Matter, range: &Range<usize>, wording: &Wording) -> bool {
    let (Some(pieces), Some(folded)) = (&wording.cased, matter.folded) else {
        return true;
    };
    let words = fold(source.words(&folded.source(range)), Case::Kept);
    ends(&words, 0, pieces).is_some()
}
