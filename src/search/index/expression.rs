//! What an expression asks of a document, in words of the index.
//!
//! Knows which parts of an expression stand for letters of one word, so that they can be looked for
//! among the words instead of in the texts. Never asks for what a document with a hit may lack; a
//! document may have all that is asked for and no hit. Knows no segments.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

use super::ask::Ask;
use super::words::words;
use crate::search::fold::{Case, fold};
use crate::search::words::{is_unspaced, is_word};

/// A class of not more letters of ASCII tells words apart.
const FEW: usize = 12;
/// The most memory that an expression for words may take, in bytes.
const SIZE_LIMIT: usize = 4 << 20;

/// An expression that is looked for among words.
#[derive(Debug, Clone)]
pub(super) struct Like(pub(super) Regex);

impl PartialEq for Like {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Like {}

/// What an expression asks for; `exact` is one over texts as they stand.
pub(super) fn asks(hir: &Hir, exact: bool) -> Ask {
    let mut gathered = Gathered {
        exact,
        all: Vec::new(),
        letters: String::new(),
        run: Run::default(),
    };
    gathered.part(hir);
    gathered.end();
    Ask::Every(gathered.all)
}

/// Whether in a text of ASCII whatever an expression over folded text finds lies in one word, and
/// depends on that word alone.
pub(super) fn is_of_one_word(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Literal(literal) => literal.0.iter().all(|byte| is_word_byte(*byte)),
        HirKind::Class(class) => ascii_of(class).into_iter().all(is_word),
        HirKind::Look(look) => is_about_words(*look),
        HirKind::Repetition(repetition) => is_of_one_word(&repetition.sub),
        HirKind::Capture(capture) => is_of_one_word(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_of_one_word),
    }
}

/// Whether what is asked of the place is only which letters stand beside it.
fn is_about_words(look: Look) -> bool {
    !matches!(
        look,
        Look::Start | Look::End | Look::StartLF | Look::EndLF | Look::StartCRLF | Look::EndCRLF
    )
}

/// Whether a byte is of a word of ASCII, or of no text of ASCII.
fn is_word_byte(byte: u8) -> bool {
    !byte.is_ascii() || is_word(char::from(byte))
}

/// The characters of ASCII in a class.
fn ascii_of(class: &Class) -> Vec<char> {
    let holds = |c: &char| match class {
        Class::Unicode(class) => {
            let mut ranges = class.ranges().iter();
            ranges.any(|range| (range.start()..=range.end()).contains(c))
        }
        Class::Bytes(class) => {
            let mut ranges = class.ranges().iter();
            ranges.any(|range| (range.start()..=range.end()).contains(&(*c as u8)))
        }
    };
    ('\0'..='\x7f').filter(holds).collect()
}

/// Goes through an expression from left to right.
struct Gathered {
    exact: bool,
    all: Vec<Ask>,
    /// Letters that stand side by side, and what stands between words of them.
    letters: String,
    run: Run,
}

/// Parts side by side that stand for letters of one word.
#[derive(Default)]
struct Run {
    parts: Vec<Hir>,
    /// Whether a part stands for more than one letter; else the letters tell as much.
    open: bool,
    /// Whether some part tells words apart.
    telling: bool,
    others: Others,
    /// How much was asked for when it began, if no letters stood right before it.
    from: Option<usize>,
}

/// Characters of no word of several letters that the parts of a run may stand for, too.
#[derive(Default)]
struct Others {
    /// Those that are words by themselves.
    unspaced: Option<ClassUnicode>,
    /// Whether there are letters by the rules of expressions that are none by those of the index.
    strange: bool,
    /// Whether there are any others that are not of ASCII.
    odd: bool,
}

impl Gathered {
    fn part(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Look(_) => self.end(),
            HirKind::Capture(capture) => self.part(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.part(part)),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => text.chars().for_each(|c| self.letter(c)),
                Err(_) => self.end(),
            },
            HirKind::Class(class) => match one_letter(class, self.exact) {
                Some(letter) => self.letter(letter),
                None => self.wide(hir),
            },
            HirKind::Repetition(_) | HirKind::Alternation(_) => self.wide(hir),
        }
    }

    fn letter(&mut self, letter: char) {
        if self.exact && !letter.is_ascii() {
            self.end();
            return;
        }
        if self.exact || !is_word(letter) || is_unspaced(letter) {
            self.end_run();
        } else {
            self.begin_run();
            self.run.telling = true;
            let part = Hir::literal(letter.to_string().into_bytes());
            self.run.parts.push(part);
        }
        self.letters.push(letter);
    }

    /// A part that stands for more than one text.
    fn wide(&mut self, hir: &Hir) {
        let mut others = Others::default();
        if !self.exact && is_within_words(hir, &mut others) {
            self.begin_run();
            self.end_letters();
            self.run.parts.push(hir.clone());
            self.run.open = true;
            self.run.telling |= is_telling(hir);
            self.run.others.join(others);
            return;
        }
        self.end();
        match hir.kind() {
            HirKind::Repetition(repetition) if repetition.min > 0 => {
                self.all.push(asks(&repetition.sub, self.exact));
            }
            HirKind::Alternation(parts) => {
                let parts = parts.iter().map(|it| asks(it, self.exact));
                self.all.push(Ask::Any(parts.collect()));
            }
            _ => {}
        }
    }

    fn begin_run(&mut self) {
        if self.run.parts.is_empty() {
            self.run.from = self.letters.is_empty().then_some(self.all.len());
        }
    }

    /// Ends what stands side by side.
    fn end(&mut self) {
        self.end_letters();
        self.end_run();
    }

    fn end_letters(&mut self) {
        Ask::holding(&fold(&self.letters, Case::Folded), &mut self.all);
        self.letters.clear();
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.open || !run.telling {
            return;
        }
        let mut parts = vec![Hir::concat(run.parts)];
        if let Some(class) = run.others.unspaced {
            parts.push(Hir::class(Class::Unicode(class)));
        }
        let expression = Hir::alternation(parts).to_string();
        let mut builder = RegexBuilder::new(&expression);
        let Ok(regex) = builder.size_limit(SIZE_LIMIT).nest_limit(2_000).build() else {
            return;
        };
        if let Some(from) = run.from {
            // It asks for these letters, too.
            self.all.truncate(from);
        }
        let mut any = vec![Ask::Like(Like(regex))];
        any.extend(run.others.strange.then_some(Ask::Strange));
        any.extend(run.others.odd.then_some(Ask::Mixed));
        self.all.push(Ask::Any(any));
    }
}

/// Whether all that an expression stands for are letters of one word, but for the others.
fn is_within_words(hir: &Hir, others: &mut Others) -> bool {
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or(" ");
            text.chars().all(|c| is_word(c) && !is_unspaced(c))
        }
        HirKind::Class(Class::Unicode(class)) => {
            others.add(class);
            ascii_of(&Class::Unicode(class.clone()))
                .into_iter()
                .all(is_word)
        }
        HirKind::Repetition(repetition) => is_within_words(&repetition.sub, others),
        HirKind::Capture(capture) => is_within_words(&capture.sub, others),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().all(|part| is_within_words(part, others))
        }
    }
}

/// Whether words are told apart by an expression: not every word has what it stands for.
fn is_telling(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(_) => true,
        HirKind::Class(class) => ascii_of(class).len() <= FEW,
        HirKind::Repetition(repetition) => repetition.min > 0 && is_telling(&repetition.sub),
        HirKind::Capture(capture) => is_telling(&capture.sub),
        HirKind::Concat(parts) => parts.iter().any(is_telling),
        HirKind::Alternation(parts) => parts.iter().all(is_telling),
    }
}

/// Characters as the index sees them.
struct Letters {
    /// Those that are of words, and of ASCII.
    known: ClassUnicode,
    /// Those that are words by themselves.
    unspaced: ClassUnicode,
    /// Those that are letters by the rules of expressions and of no word.
    strange: ClassUnicode,
}

/// Where letters are in Unicode: nowhere else is anything of a word.
const LETTERS_IN: [RangeInclusive<char>; 2] = ['\0'..='\u{3ffff}', '\u{e0000}'..='\u{e0fff}'];

fn letters() -> &'static Letters {
    static LETTERS: OnceLock<Letters> = OnceLock::new();
    LETTERS.get_or_init(|| {
        let class = |takes: &dyn Fn(char) -> bool| {
            let all = LETTERS_IN.into_iter().flatten().filter(|c| takes(*c));
            ClassUnicode::new(all.map(|c| ClassUnicodeRange::new(c, c)))
        };
        let known = class(&|c| c.is_ascii() || is_word(c) && !is_unspaced(c));
        let unspaced = class(&|c| is_word(c) && is_unspaced(c));
        let letters = regex_syntax::parse(r"\w");
        let mut strange = match letters.as_ref().map(Hir::kind) {
            Ok(HirKind::Class(Class::Unicode(class))) => class.clone(),
            _ => ClassUnicode::empty(),
        };
        strange.difference(&known);
        strange.difference(&unspaced);
        Letters {
            known,
            unspaced,
            strange,
        }
    })
}

/// Whether a character is a letter by the rules of expressions and of no word of the index.
pub(super) fn is_strange(c: char) -> bool {
    let holds = |range: &ClassUnicodeRange| (range.start()..=range.end()).contains(&c);
    !c.is_ascii() && !is_word(c) && letters().strange.ranges().iter().any(holds)
}

impl Others {
    fn unite(&mut self, class: ClassUnicode) {
        match &mut self.unspaced {
            Some(all) => all.union(&class),
            None => self.unspaced = Some(class),
        }
    }

    /// Adds others.
    fn join(&mut self, others: Self) {
        if let Some(class) = others.unspaced {
            self.unite(class);
        }
        self.strange |= others.strange;
        self.odd |= others.odd;
    }

    /// Adds the characters of a class that are of no word of several letters.
    fn add(&mut self, class: &ClassUnicode) {
        let letters = letters();
        let mut rest = class.clone();
        rest.difference(&letters.known);
        let mut unspaced = rest.clone();
        unspaced.intersect(&letters.unspaced);
        if !unspaced.ranges().is_empty() {
            self.unite(unspaced);
        }
        rest.difference(&letters.unspaced);
        let mut strange = rest.clone();
        strange.intersect(&letters.strange);
        self.strange |= !strange.ranges().is_empty();
        rest.difference(&letters.strange);
        self.odd |= !rest.ranges().is_empty();
    }
}

impl Ask {
    /// That the words of a stretch of text stand there, its ends perhaps in the middle of words.
    pub(super) fn holding(text: &str, all: &mut Vec<Self>) {
        words(text, |word| {
            // A single letter stands nearly everywhere.
            if word.text.len() > 1 {
                all.push(Self::Holding(word.text.to_owned()));
            }
        });
    }
}

/// The letter that a class of characters stands for, if it is one in two cases.
fn one_letter(class: &Class, exact: bool) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let mut letters = class
        .ranges()
        .iter()
        .flat_map(|range| range.start()..=range.end());
    let few: Vec<char> = letters.by_ref().take(4).collect();
    if letters.next().is_some() {
        return None;
    }
    if exact {
        return few
            .first()
            .copied()
            .filter(|c| few.len() == 1 && c.is_ascii());
    }
    let folded = |c: &char| {
        let one = fold(c.encode_utf8(&mut [0; 4]), Case::Folded);
        let mut chars = one.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let first = folded(few.first()?)?;
    few.iter()
        .all(|c| folded(c) == Some(first))
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(expression: &str) -> Vec<Ask> {
        match asks(&regex_syntax::parse(expression).unwrap(), false) {
            Ask::Every(all) => all,
            other => vec![other],
        }
    }

    fn like(expression: &str) -> Option<Regex> {
        asked(expression).into_iter().find_map(|ask| match ask {
            Ask::Any(any) => any.into_iter().find_map(|ask| match ask {
                Ask::Like(like) => Some(like.0),
                _ => None,
            }),
            _ => None,
        })
    }

    #[test]
    fn parts_of_one_word_are_looked_for_among_words() {
        let regex = like(r"the decla\w+ of").unwrap();
        assert!(regex.is_match("declares") && !regex.is_match("decla") && !regex.is_match("clar"));
        assert!(asked(r"the decla\w+ of").contains(&Ask::Holding("the".to_owned())));
        let regex = like(r"\b[a-z]{2}\d{4}\b").unwrap();
        assert!(regex.is_match("us1956") && !regex.is_match("1956"));
        // What could be any word is not asked for.
        assert!(like(r"\w+ \w{5}").is_none());
        assert!(like(r"decla.+").is_none());
        assert_eq!(asked("decla."), [Ask::Holding("decla".to_owned())]);
        assert!(like("treaties").is_none());
    }

    #[test]
    fn what_lies_in_one_word_is_told_from_what_may_not() {
        let one = |expression: &str| is_of_one_word(&regex_syntax::parse(expression).unwrap());
        for expression in [r"\b[a-z]{2}\d{4}\b", r"decla\w+", "treat(?:y|ies)", "é+x"] {
            assert!(one(expression), "{expression}");
        }
        for expression in ["a b", "a.b", "^a", r"\W", "[^x]", "a-b", r"a\s?b"] {
            assert!(!one(expression), "{expression}");
        }
    }

    #[test]
    fn connecting_signs_are_strange() {
        assert!(is_strange('\u{203f}') && !is_strange('é') && !is_strange('_') && !is_strange('—'));
    }
}
