//! Reading a query: signs, words, operators, and what they bind.
//!
//! Knows the grammar. Every error says in which column and what to write instead.

use super::{Filter, FilterKind, Node, Options, QueryError, Reach};
use crate::search::phrase::{Manner, Phrase};
use crate::search::terms::Term;

/// What `NEAR` without a number means.
const NEAR: usize = 5;

/// A token with the characters it stands on.
#[derive(Debug, Clone, PartialEq)]
struct Token {
    start: usize,
    end: usize,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Open,
    Close,
    /// A word, or a quoted phrase.
    Words,
    Regex(String),
    And,
    Or,
    Not,
    Near(Reach),
    Filter(FilterKind),
}

type Read = (Option<Node>, Vec<Term>, Vec<Filter>);

pub(super) fn read(source: &str, options: Options) -> Result<Read, QueryError> {
    let chars: Vec<char> = source.chars().collect();
    let (tokens, filters) = without_filters(Lexer { chars: &chars }.tokens()?)?;
    if tokens.is_empty() {
        if filters.is_empty() {
            return Err(QueryError::new(0, "nothing to look for; write a word"));
        }
        return Ok((None, Vec::new(), filters));
    }
    let mut parser = Parser {
        chars: &chars,
        tokens: &tokens,
        at: 0,
        terms: Vec::new(),
        options,
    };
    let node = parser.either()?;
    if let Some(token) = parser.peek() {
        return Err(QueryError::new(
            token.start,
            match token.what {
                What::Close => "“)” closes nothing; write “\\)” for the sign itself",
                _ => "two parts stand side by side; put AND, OR, NOT or NEAR between them",
            },
        ));
    }
    Ok((Some(node), parser.terms, filters))
}

struct Lexer<'a> {
    chars: &'a [char],
}

fn closing_quote(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '“' | '„' | '‟' => Some(&['”', '“', '"']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        _ => None,
    }
}

impl Lexer<'_> {
    fn tokens(&self) -> Result<Vec<Token>, QueryError> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(c) = self.chars.get(at).copied() {
            if c.is_whitespace() {
                at += 1;
                continue;
            }
            let (end, what) = match c {
                '(' if !self.is_choice(at) => (at + 1, What::Open),
                ')' => (at + 1, What::Close),
                '/' => self.regex(at)?,
                c if closing_quote(c).is_some() => (self.quoted(at)?, What::Words),
                _ => self.word(at)?,
            };
            tokens.push(Token {
                start: at,
                end,
                what,
            });
            at = end;
        }
        Ok(tokens)
    }

    /// Whether the parenthesis at `at` holds choices of a phrase (`(1956 | the)`).
    fn is_choice(&self, at: usize) -> bool {
        let mut depth = 0;
        for (index, c) in self.chars.iter().enumerate().skip(at) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '|' if depth == 1 => return true,
                _ => {}
            }
            if depth == 0 && index > at {
                // `(the)?` may be left out: a part of a phrase, too.
                return self.chars.get(index + 1) == Some(&'?');
            }
        }
        false
    }

    fn regex(&self, at: usize) -> Result<(usize, What), QueryError> {
        let mut pattern = String::new();
        let mut index = at + 1;
        while let Some(c) = self.chars.get(index).copied() {
            match c {
                '/' => return Ok((index + 1, What::Regex(pattern))),
                '\\' if self.chars.get(index + 1) == Some(&'/') => {
                    pattern.push('/');
                    index += 1;
                }
                '\\' => {
                    pattern.push(c);
                    pattern.extend(self.chars.get(index + 1));
                    index += 1;
                }
                c => pattern.push(c),
            }
            index += 1;
        }
        Err(QueryError::new(
            at,
            "the regular expression is never closed; add “/”, or write “\\/” for the sign itself",
        ))
    }

    fn quoted(&self, at: usize) -> Result<usize, QueryError> {
        let close = self
            .chars
            .get(at)
            .and_then(|open| closing_quote(*open))
            .unwrap_or(&['"']);
        self.chars
            .iter()
            .enumerate()
            .skip(at + 1)
            .find(|(_, c)| close.contains(c))
            .map(|(index, _)| index + 1)
            .ok_or_else(|| QueryError::new(at, "the quotation is never closed; add “\"”"))
    }

    /// A word with its groups: `{a b|c}`, `[a b]`, `(a | b)` hold blanks.
    fn word(&self, at: usize) -> Result<(usize, What), QueryError> {
        let mut index = at;
        let mut open: Vec<usize> = Vec::new();
        while let Some(c) = self.chars.get(index).copied() {
            match c {
                '\\' => index += 1,
                '{' | '[' => open.push(index),
                '(' if self.is_choice(index) => open.push(index),
                '(' | ')' if open.is_empty() => break,
                '}' | ']' | ')' => {
                    open.pop();
                }
                c if open.is_empty() && (c.is_whitespace() || closing_quote(c).is_some()) => break,
                _ => {}
            }
            index += 1;
        }
        if let Some(start) = open.first() {
            return Err(QueryError::new(
                *start,
                "this group is never closed; close it, or write “\\” before the sign if it is meant itself",
            ));
        }
        let end = index.min(self.chars.len()).max(at + 1);
        let word: String = self.chars.get(at..end).unwrap_or(&[]).iter().collect();
        self.named(&word, at, end)
    }

    /// Tells operators and filters from plain words.
    fn named(&self, word: &str, at: usize, end: usize) -> Result<(usize, What), QueryError> {
        let what = match word {
            "AND" => What::And,
            "OR" => What::Or,
            "NOT" => What::Not,
            "NEAR" => What::Near(Reach::Words(NEAR)),
            "SENTENCE" => What::Near(Reach::Sentence),
            "PARAGRAPH" => What::Near(Reach::Block),
            _ => {
                if let Some(number) = word.strip_prefix("NEAR/") {
                    let words = number.parse().ok().filter(|words| *words > 0);
                    let words = words.ok_or_else(|| {
                        QueryError::new(at, "NEAR/ wants a number of words, such as NEAR/5")
                    })?;
                    return Ok((end, What::Near(Reach::Words(words))));
                }
                return self.filter(word, at, end);
            }
        };
        Ok((end, what))
    }

    fn filter(&self, word: &str, at: usize, end: usize) -> Result<(usize, What), QueryError> {
        let Some((name, value)) = word.split_once(':') else {
            return Ok((end, What::Words));
        };
        if !FilterKind::NAMES.contains(&name) {
            return Ok((end, What::Words));
        }
        let quoted = self
            .chars
            .get(end)
            .is_some_and(|c| value.is_empty() && closing_quote(*c).is_some());
        let (end, value) = if quoted {
            let close = self.quoted(end)?;
            let inside = self.chars.get(end + 1..close - 1).unwrap_or(&[]);
            (close, inside.iter().collect())
        } else {
            (end, value.to_owned())
        };
        let kind =
            FilterKind::read(name, &value).map_err(|message| QueryError::new(at, message))?;
        Ok((end, What::Filter(kind)))
    }
}

/// Takes the filters out, with the `AND` or `NOT` that ties them to the rest.
fn without_filters(tokens: Vec<Token>) -> Result<(Vec<Token>, Vec<Filter>), QueryError> {
    let mut rest: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut filters = Vec::new();
    let mut depth = 0_usize;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token.what {
            What::Filter(kind) => {
                let last = rest.last().map(|token| &token.what);
                let negated = last == Some(&What::Not);
                if negated {
                    rest.pop();
                }
                let before = rest.last().map(|token| token.what.clone());
                let after = tokens.peek().map(|token| token.what.clone());
                let bound = |what: &Option<What>| matches!(what, Some(What::Or | What::Near(_)));
                if depth > 0 || bound(&before) || bound(&after) {
                    return Err(QueryError::new(
                        token.start,
                        "this narrows the whole query; write it outside parentheses, not beside OR or NEAR",
                    ));
                }
                if before == Some(What::And) {
                    rest.pop();
                } else if after == Some(What::And) {
                    tokens.next();
                }
                filters.push(Filter { kind, negated });
                continue;
            }
            What::Open => depth += 1,
            What::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest.push(token);
    }
    Ok((rest, filters))
}

struct Parser<'a> {
    chars: &'a [char],
    tokens: &'a [Token],
    at: usize,
    terms: Vec<Term>,
    options: Options,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, what: &What) -> bool {
        let found = self.peek().is_some_and(|token| token.what == *what);
        if found {
            self.at += 1;
        }
        found
    }

    fn either(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.both()?];
        while self.take(&What::Or) {
            nodes.push(self.both()?);
        }
        Ok(single(nodes, Node::Or))
    }

    fn both(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.not()?];
        loop {
            let binds = self.peek().map(|token| &token.what);
            if binds == Some(&What::And) {
                self.at += 1;
            } else if binds != Some(&What::Not) {
                break;
            }
            nodes.push(self.not()?);
        }
        Ok(single(nodes, Node::And))
    }

    fn not(&mut self) -> Result<Node, QueryError> {
        if self.take(&What::Not) {
            return Ok(Node::Not(Box::new(self.not()?)));
        }
        self.near()
    }

    fn near(&mut self) -> Result<Node, QueryError> {
        let mut left = self.atom()?;
        while let Some(Token {
            start,
            what: What::Near(reach),
            ..
        }) = self.peek()
        {
            self.at += 1;
            let right = self.atom()?;
            if denies(&left) || denies(&right) {
                return Err(QueryError::new(
                    *start,
                    "NEAR, SENTENCE and PARAGRAPH need words on both sides; put NOT after them: a NEAR b NOT c",
                ));
            }
            left = Node::Near(Box::new(left), Box::new(right), *reach);
        }
        Ok(left)
    }

    fn atom(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.peek() else {
            return Err(QueryError::new(
                self.chars.len(),
                "the query ends where a word is wanted; write one",
            ));
        };
        match &token.what {
            What::Open => {
                self.at += 1;
                let node = self.either()?;
                if self.take(&What::Close) {
                    Ok(node)
                } else {
                    Err(QueryError::new(token.start, "“(” is never closed; add “)”"))
                }
            }
            What::Words => self.phrase(),
            What::Regex(pattern) => {
                self.at += 1;
                let exact = self.options.exact;
                let regex = super::pattern::compile(pattern, exact, false)
                    .map_err(|error| QueryError::new(token.start + 1 + error.at, error.message))?;
                self.terms.push(Term::Regex { regex, exact });
                Ok(Node::Term(self.terms.len() - 1))
            }
            _ => Err(QueryError::new(
                token.start,
                "a word is wanted here; operators such as OR are words only inside quotation marks",
            )),
        }
    }

    /// Words and quoted phrases that follow one another are one phrase.
    fn phrase(&mut self) -> Result<Node, QueryError> {
        let start = self.peek().map_or(0, |token| token.start);
        let mut pattern: Vec<char> = Vec::new();
        while let Some(token) = self.peek().filter(|token| token.what == What::Words) {
            // What lies between was blank or a filter; blanks keep the columns true.
            pattern.resize(token.start - start, ' ');
            let text = self.chars.get(token.start..token.end).unwrap_or(&[]);
            if text.first().is_some_and(|c| closing_quote(*c).is_some()) {
                pattern.push(' ');
                pattern.extend(text.get(1..text.len() - 1).unwrap_or(&[]));
                pattern.push(' ');
            } else {
                pattern.extend(text);
            }
            self.at += 1;
        }
        let manner = Manner {
            exact: self.options.exact,
            case: false,
        };
        let pattern: String = pattern.into_iter().collect();
        let phrase = Phrase::read(&pattern, manner)
            .map_err(|error| QueryError::new(start + error.at, error.message))?;
        self.terms.push(Term::Phrase(phrase));
        Ok(Node::Term(self.terms.len() - 1))
    }
}

fn single(mut nodes: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Node {
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        many(nodes)
    }
}

/// Whether a node can hold without anything standing there.
fn denies(node: &Node) -> bool {
    match node {
        Node::Term(_) => false,
        Node::Not(_) => true,
        Node::And(nodes) => nodes.iter().all(denies),
        Node::Or(nodes) => nodes.iter().any(denies),
        Node::Near(left, right, _) => denies(left) || denies(right),
    }
}

#[cfg(test)]
mod tests;
