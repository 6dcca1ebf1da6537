//! Phrases: words in a row, with a small syntax for wordings that differ a little.
//!
//! Knows the syntax and what it stands for. Does not search. It is used by queries and by the
//! forms of a tag alike:
//!
//! | written | stands for |
//! | --- | --- |
//! | `peace treaty` | these words, one after the other |
//! | `declar*` | any word that begins so; `*` alone is any one word |
//! | `{Joint\|Soviet-Japanese} Declaration`, `(1956 \| the) Declaration` | one of these |
//! | `[1956] Joint Declaration` | with or without it |
//! | `\[sic\]` | the next character as it stands |
//!
//! A phrase is unfolded into every wording it stands for; each is then plain text, and all are
//! found together in one pass. That is why their number is bounded ([`MOST_WORDINGS`]).

use super::fold::{Case, fold};

/// How many wordings one phrase may stand for.
pub const MOST_WORDINGS: usize = 2000;

/// What stands for the rest of a word while wordings are being put together: a character that no
/// text holds.
const STAR: char = '\u{10ffff}';

/// Why a phrase cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PhraseError {
    /// Where in the pattern: characters before the place.
    pub at: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// A part of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that must stand there.
    Text(String),
    /// The rest of the word, however long; between blanks, a whole word.
    Star,
}

/// One wording that a phrase stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wording {
    /// As it is compared; never empty, and begins with text.
    pub(crate) pieces: Vec<Piece>,
    /// The same with its case kept, where case matters.
    pub(crate) cased: Option<Vec<Piece>>,
}

impl Wording {
    /// The text with which it begins.
    pub(crate) fn head(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }
}

/// Text with every sign of the syntax escaped, so that a phrase stands for the text itself.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '{' | '}' | '[' | ']' | '(' | ')' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A phrase, ready to be searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub(crate) wordings: Vec<Wording>,
    /// Whether its ends must be ends of words.
    pub(crate) whole: bool,
    /// Whether it is compared with the text as it stands, nothing folded.
    pub(crate) exact: bool,
}

/// How a phrase's text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Manner {
    /// Nothing is folded.
    pub exact: bool,
    /// Upper and lower case are told apart (implied by `exact`).
    pub case: bool,
}

impl Phrase {
    /// Reads a phrase.
    pub fn read(pattern: &str, manner: Manner) -> Result<Self, PhraseError> {
        let raw = unfold(pattern)?;
        let mut wordings: Vec<Wording> = Vec::with_capacity(raw.len());
        for text in raw {
            let wording = wording(text.trim(), manner);
            match wording.pieces.first() {
                Some(Piece::Text(_)) => {}
                Some(Piece::Star) => {
                    return Err(PhraseError {
                        at: 0,
                        message: "a phrase cannot begin with “*”; begin it with letters".into(),
                    });
                }
                None => {
                    return Err(PhraseError {
                        at: 0,
                        message: "no words to look for; write at least one".into(),
                    });
                }
            }
            if !wordings.contains(&wording) {
                wordings.push(wording);
            }
        }
        Ok(Self {
            wordings,
            whole: true,
            exact: manner.exact,
        })
    }

    /// The text as it stands, without syntax, also inside words.
    pub fn literal(text: &str, manner: Manner) -> Result<Self, PhraseError> {
        let plain: String = text.chars().filter(|c| *c != STAR).collect();
        let wording = wording(&plain, manner);
        if wording.pieces.is_empty() {
            return Err(PhraseError {
                at: 0,
                message: "no text to look for; write at least one letter".into(),
            });
        }
        Ok(Self {
            wordings: vec![wording],
            whole: false,
            exact: manner.exact,
        })
    }

    /// The wordings it stands for, folded, `*` for the rest of a word.
    pub fn wordings(&self) -> impl Iterator<Item = String> + '_ {
        self.wordings.iter().map(|wording| {
            wording
                .pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.as_str(),
                    Piece::Star => "*",
                })
                .collect()
        })
    }
}

fn wording(raw: &str, manner: Manner) -> Wording {
    let pieces = |compared: &dyn Fn(&str) -> String| -> Vec<Piece> {
        let compared = compared(raw);
        let mut pieces = Vec::new();
        for (index, text) in compared.split(STAR).enumerate() {
            if index > 0 && pieces.last() != Some(&Piece::Star) {
                pieces.push(Piece::Star);
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
        }
        pieces
    };
    if manner.exact {
        return Wording {
            pieces: pieces(&str::to_owned),
            cased: None,
        };
    }
    Wording {
        pieces: pieces(&|text| fold(text, Case::Folded)),
        cased: manner.case.then(|| pieces(&|text| fold(text, Case::Kept))),
    }
}

/// Every wording that a pattern stands for, as raw text with [`STAR`]s.
fn unfold(pattern: &str) -> Result<Vec<String>, PhraseError> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        at: 0,
    };
    let wordings = reader.choices(None)?;
    Ok(wordings
        .into_iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect())
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

impl Reader<'_> {
    /// Reads sequences separated by `|` up to `close` or the end.
    fn choices(&mut self, close: Option<char>) -> Result<Vec<String>, PhraseError> {
        let opened = self.at.saturating_sub(1);
        let mut all = Vec::new();
        loop {
            all.extend(self.sequence(close)?);
            match self.chars.get(self.at).copied() {
                Some('|') if close.is_some() => self.at += 1,
                Some(c) if Some(c) == close => {
                    self.at += 1;
                    return Ok(all);
                }
                _ => break,
            }
        }
        match close {
            Some(close) => Err(PhraseError {
                at: opened,
                message: format!(
                    "“{}” is never closed; add “{close}”, or write “\\{}” for the sign itself",
                    self.chars.get(opened).unwrap_or(&'('),
                    self.chars.get(opened).unwrap_or(&'(')
                ),
            }),
            None => Ok(all),
        }
    }

    fn sequence(&mut self, close: Option<char>) -> Result<Vec<String>, PhraseError> {
        let mut wordings = vec![String::new()];
        while let Some(c) = self.chars.get(self.at).copied() {
            if Some(c) == close || (c == '|' && close.is_some()) {
                break;
            }
            let start = self.at;
            self.at += 1;
            let choices = match c {
                '{' => self.group('}')?,
                '(' => self.group(')')?,
                '[' => {
                    let mut choices = self.choices(Some(']'))?;
                    choices.push(String::new());
                    choices
                }
                '*' => vec![STAR.to_string()],
                '\\' => {
                    let next = self.chars.get(self.at).copied();
                    self.at += 1;
                    vec![next.unwrap_or('\\').to_string()]
                }
                ')' | '}' | ']' => {
                    return Err(PhraseError {
                        at: start,
                        message: format!("“{c}” closes nothing; write “\\{c}” for the sign itself"),
                    });
                }
                STAR => Vec::new(),
                c => {
                    for wording in &mut wordings {
                        wording.push(c);
                    }
                    continue;
                }
            };
            wordings = join(&wordings, &choices, start)?;
        }
        Ok(wordings)
    }

    /// The choices of a group, which a `?` after it makes one that may be left out.
    fn group(&mut self, close: char) -> Result<Vec<String>, PhraseError> {
        let mut choices = self.choices(Some(close))?;
        if self.chars.get(self.at) == Some(&'?') {
            self.at += 1;
            choices.push(String::new());
        }
        Ok(choices)
    }
}

fn join(left: &[String], right: &[String], at: usize) -> Result<Vec<String>, PhraseError> {
    if right.is_empty() {
        return Ok(left.to_vec());
    }
    if left.len().saturating_mul(right.len()) > MOST_WORDINGS {
        return Err(PhraseError {
            at,
            message: format!(
                "this stands for more than {MOST_WORDINGS} wordings; make it two phrases"
            ),
        });
    }
    Ok(left
        .iter()
        .flat_map(|head| right.iter().map(move |tail| format!("{head}{tail}")))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{Manner, Phrase};

    fn wordings(pattern: &str) -> Vec<String> {
        Phrase::read(pattern, Manner::default())
            .unwrap()
            .wordings()
            .collect()
    }

    #[test]
    fn groups_and_options_unfold_into_wordings() {
        assert_eq!(
            wordings("(1956 | the) Joint Declaration"),
            ["1956 joint declaration", "the joint declaration"]
        );
        assert_eq!(
            wordings("[1956] {Joint|Soviet–Japanese} Declar*"),
            [
                "1956 joint declar*",
                "1956 soviet-japanese declar*",
                "joint declar*",
                "soviet-japanese declar*"
            ]
        );
        assert_eq!(wordings("(the)? \\[sic\\]"), ["the [sic]", "[sic]"]);
        assert_eq!(wordings("joint * of 1956"), ["joint * of 1956"]);
    }

    #[test]
    fn what_cannot_be_read_says_where_and_what_to_write() {
        let error = Phrase::read("the (joint Declaration", Manner::default()).unwrap_err();
        assert_eq!(error.at, 4);
        assert!(error.message.contains("add “)”"));
        assert!(Phrase::read("*ation", Manner::default()).is_err());
        assert!(Phrase::read("  ", Manner::default()).is_err());
        assert!(Phrase::read("a) b", Manner::default()).is_err());
        let many = "{a|b|c|d|e|f|g|h}".repeat(4);
        assert!(Phrase::read(&many, Manner::default()).is_err());
    }
}
