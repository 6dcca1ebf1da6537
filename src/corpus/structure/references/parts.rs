//! Numbered parts of a document: `paragraph 7`, `¶7`, `Article 9`, `§ 12`, `fn 12`.
//!
//! Knows how parts are named in English and Russian, and the label that the block has. Does not
//! know whether the document has such a part.

use super::{PieceKind, Pieces, Reference, ReferenceKind};

/// A part named at a piece, and what follows it.
pub(super) fn at(pieces: &Pieces<'_>, index: usize) -> Option<(Reference, usize)> {
    let (prefix, number_at) = prefix(pieces, index)?;
    let (number, mut next) = number(pieces, number_at)?;
    if !pieces.is_whole(index, next) || goes_on(pieces, next) {
        return None;
    }
    // "Article 9(2)" is a part of Article 9.
    if pieces.is_sign(next, '(')
        && pieces.is_tight(next)
        && pieces.is_sign(next + 2, ')')
        && pieces.text(next + 1).len() <= 3
    {
        next += 3;
    }
    let reference = Reference {
        range: pieces.range(index, next),
        kind: ReferenceKind::Part,
        target: None,
        paragraph: Some(format!("{prefix}{number}")),
    };
    Some((reference, next))
}

/// How labels of the kind named at an index begin, and where the number stands.
fn prefix(pieces: &Pieces<'_>, index: usize) -> Option<(&'static str, usize)> {
    let sign = pieces.text(index);
    if sign == "¶" || sign == "§" {
        // "¶¶ 7 and 8" names the first.
        let doubled = usize::from(pieces.text(index + 1) == sign);
        return Some((if sign == "¶" { "¶" } else { "§ " }, index + 1 + doubled));
    }
    let word = pieces.letters(index);
    if word.is_empty() || word.len() > 24 {
        return None;
    }
    // Most words have no number after them: asked first, since it is asked of every word.
    let numbered = (index + 1..index + 3).any(|at| number(pieces, at).is_some());
    if !numbered {
        return None;
    }
    let dotted = usize::from(pieces.is_sign(index + 1, '.') && pieces.is_tight(index + 1));
    let led = index > 0 && pieces.is_any(index - 1, &["see", "cf", "in", "supra", "above"]);
    let abbreviated = dotted == 1;
    let (label, at) = match word.to_lowercase().as_str() {
        "paragraph" | "paragraphs" | "para" | "paras" | "пункт" | "пункте" | "пункта"
        | "параграф" => ("¶", index + 1 + dotted),
        "article" | "articles" | "статья" | "статье" | "статьи" | "статьёй" => {
            ("Article ", index + 1)
        }
        "art" | "arts" | "ст" if abbreviated => ("Article ", index + 2),
        "recital" | "recitals" => ("Recital ", index + 1),
        "fn" | "footnote" | "footnotes" | "endnote" | "сноска" | "сноску" => {
            ("fn ", index + 1 + dotted)
        }
        // "note 12 ships": a verb, unless the words before show a note.
        "note" | "notes" | "n" if led || (word == "n" && abbreviated) => {
            ("fn ", index + 1 + dotted)
        }
        _ => return None,
    };
    (!pieces.is_tight(at) || dotted == 1 || word.len() <= 2).then_some((label, at))
}

/// The number of a part as its label shows it: `7`, `12`, `IV`, `7a`.
fn number(pieces: &Pieces<'_>, index: usize) -> Option<(String, usize)> {
    if let Some(digits) = pieces.digits(index).filter(|digits| digits.len() <= 4) {
        let mut chars = pieces.letters(index + 1).chars();
        if pieces.is_tight(index + 1)
            && let (Some(letter), None) = (chars.next(), chars.next())
            && letter.is_ascii_lowercase()
        {
            return Some((format!("{digits}{letter}"), index + 2));
        }
        return Some((digits.to_owned(), index + 1));
    }
    let word = pieces.letters(index);
    let numeral =
        !word.is_empty() && word.len() <= 7 && word.bytes().all(|byte| b"IVXLC".contains(&byte));
    numeral.then(|| (word.to_owned(), index + 1))
}

/// Whether the number goes on, so that it is another: `paragraph 2.5`, `¶ 1,956`.
fn goes_on(pieces: &Pieces<'_>, next: usize) -> bool {
    pieces.is_tight(next)
        && pieces.is_tight(next + 1)
        && matches!(pieces.text(next), "." | "," | "%" | "/")
        && pieces
            .get(next + 1)
            .is_some_and(|piece| piece.kind == PieceKind::Digits)
}
