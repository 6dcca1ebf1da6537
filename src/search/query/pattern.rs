//! Regular expressions over folded text.
//!
//! Knows how an expression is folded so that it means the same over folded text: its literal
//! letters, quotes and dashes fold as the text does, its syntax stays. Errors are found in the
//! expression as typed, so that their place is true.

use regex::{Regex, RegexBuilder};
use regex_syntax::Error as Syntax;

use crate::search::fold::{Case, fold};
use crate::search::phrase::PhraseError;

/// The most memory that a compiled expression may take, in bytes.
const SIZE_LIMIT: usize = 8 << 20;

/// Compiles an expression; `exact` for text as it stands, `case` to tell upper from lower case
/// (which needs text as it stands, too).
pub(crate) fn compile(pattern: &str, exact: bool, case: bool) -> Result<Regex, PhraseError> {
    if pattern.is_empty() {
        return Err(PhraseError {
            at: 0,
            message: "the regular expression is empty".into(),
        });
    }
    if let Err(error) = regex_syntax::Parser::new().parse(pattern) {
        return Err(explained(pattern, &error));
    }
    let text = if exact {
        pattern.to_owned()
    } else {
        folded(pattern)
    };
    RegexBuilder::new(&text)
        .case_insensitive(!exact && !case)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|_| PhraseError {
            at: 0,
            message: "the regular expression is too large; make its repetitions smaller".into(),
        })
}

fn explained(pattern: &str, error: &Syntax) -> PhraseError {
    let (offset, message) = match error {
        Syntax::Parse(error) => (error.span().start.offset, error.kind().to_string()),
        Syntax::Translate(error) => (error.span().start.offset, error.kind().to_string()),
        _ => (0, "not a regular expression".to_owned()),
    };
    PhraseError {
        at: pattern.get(..offset).map_or(0, |head| head.chars().count()),
        message: format!(
            "the regular expression has a fault here: {message}; a sign meant as itself is written with “\\” before it"
        ),
    }
}

/// The expression with its literal characters folded.
fn folded(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut literal = String::new();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            literal.push(c);
            continue;
        }
        flush(&mut literal, in_class, &mut out);
        match c {
            '\\' => {
                let next = chars.next();
                match next {
                    Some('n' | 't' | 'r') => out.push(' '),
                    Some(quote @ ('"' | '\'' | '`')) => {
                        literal.push(quote);
                        flush(&mut literal, in_class, &mut out);
                    }
                    Some(next) => {
                        out.push('\\');
                        out.push(next);
                        if matches!(next, 'p' | 'P' | 'x' | 'u' | 'U') && chars.peek() == Some(&'{')
                        {
                            for c in chars.by_ref() {
                                out.push(c);
                                if c == '}' {
                                    break;
                                }
                            }
                        }
                    }
                    None => out.push('\\'),
                }
            }
            '"' | '\'' | '`' => out.push('\''),
            '\n' | '\t' | '\r' => out.push(' '),
            c => {
                match c {
                    '[' => in_class = true,
                    ']' => in_class = false,
                    _ => {}
                }
                out.push(c);
            }
        }
    }
    flush(&mut literal, in_class, &mut out);
    out
}

fn flush(literal: &mut String, in_class: bool, out: &mut String) {
    if literal.is_empty() {
        return;
    }
    if in_class {
        // One character at a time: a class has no room for two.
        for c in literal.chars() {
            let one = fold(c.encode_utf8(&mut [0; 4]), Case::Folded);
            let mut folded = one.chars();
            match (folded.next(), folded.next()) {
                (Some('-'), None) => out.push_str("\\-"),
                (Some(single), None) => out.push(single),
                _ => out.push(c),
            }
        }
    } else {
        out.push_str(&regex::escape(&fold(literal, Case::Folded)));
    }
    literal.clear();
}

#[cfg(test)]
mod tests {
    use super::{compile, folded};

    #[test]
    fn literal_letters_fold_and_syntax_stays() {
        assert_eq!(folded("M[üÜ]ller\\s+“no”"), "M[uu]ller\\s+'no'");
        assert_eq!(folded("\\p{Lu}—\\d{4}"), "\\p{Lu}\\-\\d{4}");
        assert_eq!(folded("Ёлк[а–я]"), "елк[а\\-я]");
    }

    #[test]
    fn faults_are_placed_in_the_expression_as_typed() {
        let error = compile("ü(", false, false).unwrap_err();
        assert_eq!(error.at, 1);
        assert!(compile("", false, false).is_err());
        assert!(compile("\\p{Nonsense}", false, false).is_err());
        assert!(compile("(a{900}){900}", false, false).is_err());
    }
}
