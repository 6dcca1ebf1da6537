//! Regular expressions over folded text.
//!
//! Knows how an expression is folded so that it means the same over folded text: its literal
//! letters, quotes and dashes fold as the text does, its syntax stays; and how it is made to be
//! looked for in all blocks of a text at once. Errors are found in the expression as typed, so that
//! their place is true.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind,
    Look, Repetition,
};
use regex_syntax::{Error as Syntax, ParserBuilder};
use unicode_normalization::char::is_combining_mark;

use crate::search::fold::{Case, fold};
use crate::search::phrase::PhraseError;

/// Of a class of so many characters each is looked at.
const FEW: usize = 16;
/// How deep an expression may be; one that was read already is never much deeper when it is written.
const NEST_LIMIT: u32 = 2_000;
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
        Some(pattern.to_owned())
    } else {
        over_folded(&folded(pattern), case)
    };
    let regex = text.and_then(|text| {
        let mut builder = RegexBuilder::new(&text);
        builder.size_limit(SIZE_LIMIT).nest_limit(NEST_LIMIT);
        builder.build().ok()
    });
    regex.ok_or_else(|| PhraseError {
        at: 0,
        message: "the regular expression is too large; make its repetitions smaller".into(),
    })
}

/// A folded expression as it is looked for in the folded text of a whole document at once, with a line
/// end after each block.
fn over_folded(pattern: &str, case: bool) -> Option<String> {
    let mut parser = ParserBuilder::new();
    let parsed = parser.case_insensitive(!case).build().parse(pattern);
    Some(over_blocks(&parsed.ok()?).to_string())
}

/// The same expression, in which nothing runs over a line end, the beginning and end of a line stand for
/// those of a text, and what folded text never holds is left out: where one letter is left of a class,
/// it is found as quickly as a word.
fn over_blocks(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0.clone()),
        HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Unicode(there_is(class))),
        HirKind::Class(Class::Bytes(class)) => {
            let mut class = class.clone();
            let never = NEVER.map(|(from, to)| ClassBytesRange::new(from as u8, to as u8));
            class.difference(&ClassBytes::new(never));
            Hir::class(Class::Bytes(class))
        }
        HirKind::Look(look) => Hir::look(match look {
            Look::Start | Look::StartCRLF => Look::StartLF,
            Look::End | Look::EndCRLF => Look::EndLF,
            other => *other,
        }),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            sub: Box::new(over_blocks(&repetition.sub)),
            ..repetition.clone()
        }),
        HirKind::Capture(capture) => Hir::capture(Capture {
            sub: Box::new(over_blocks(&capture.sub)),
            ..capture.clone()
        }),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(over_blocks).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(over_blocks).collect()),
    }
}

/// Characters that folding makes others of.
const NEVER: [(char, char); 4] = [('\t', '\r'), ('"', '"'), ('A', 'Z'), ('`', '`')];

/// The characters of a class that folded text may hold.
fn there_is(class: &ClassUnicode) -> ClassUnicode {
    let mut class = class.clone();
    let never = NEVER.map(|(from, to)| ClassUnicodeRange::new(from, to));
    class.difference(&ClassUnicode::new(never));
    let all = class.iter().flat_map(|range| range.start()..=range.end());
    let few: Vec<char> = all.take(FEW + 1).collect();
    if few.len() > FEW {
        return class;
    }
    let stays = |c: &char| {
        let mut bytes = [0; 4];
        let one: &str = c.encode_utf8(&mut bytes);
        // What becomes of a mark depends on what stands before it.
        is_combining_mark(*c) || fold(one, Case::Folded) == one
    };
    let few = few.into_iter().filter(stays);
    ClassUnicode::new(few.map(|c| ClassUnicodeRange::new(c, c)))
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
    fn nothing_runs_over_a_line_end_and_what_is_never_there_is_left_out() {
        let regex = compile("^j[^,]+", false, false).unwrap();
        let found: Vec<&str> = regex
            .find_iter("a j\njo in\nt, j")
            .map(|it| it.as_str())
            .collect();
        assert_eq!(found, ["jo in"]);
        let plain = |pattern: &str| compile(pattern, false, false).unwrap().as_str().to_owned();
        assert_eq!(plain("Joint-K"), "(?:joint\\-k)");
        assert!(compile("a$", false, false).unwrap().is_match("ba\nb"));
        assert!(compile("\\s", false, false).unwrap().find("a\nb").is_none());
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
