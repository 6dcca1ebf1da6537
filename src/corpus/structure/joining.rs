//! Joining over pages: sentences that a page break, its furniture or its notes cut in two.
//!
//! Knows when two blocks are one: the first breaks off in mid-sentence and the second goes on.
//! Where a text breaks off and nothing goes on, it says so.

use super::draft::Draft;
use super::shape;
use super::words::is_unspaced;
use crate::corpus::block::{BlockKind, JoinCause};

/// Bytes from which a block counts as body text, so that a capital may stand in the middle of a
/// sentence ("while meeting | President Putin").
const BODY: usize = 120;

/// Joins what pages cut; marks what breaks off.
pub(crate) fn over_pages(drafts: &mut Vec<Draft>) {
    let mut joined: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        match receiver(&joined, &draft) {
            Some((at, how)) => {
                if let Some(first) = joined.get_mut(at) {
                    glue(first, draft, how);
                }
            }
            None => joined.push(draft),
        }
    }
    *drafts = joined;
    doubts(drafts);
}

/// How two halves go together.
#[derive(Debug, Clone, Copy)]
enum How {
    Words,
    /// A hyphen at the end of the first half, inside a word.
    Word,
}

/// The block that a draft continues, if it does: looked for backwards over rules, notes and
/// folded matter.
fn receiver(before: &[Draft], draft: &Draft) -> Option<(usize, How)> {
    if !may_continue(draft) {
        return None;
    }
    let mut between = 0;
    let mut crossed_page = false;
    let mut page = draft.page;
    for (at, first) in before.iter().enumerate().rev().take(60) {
        let page_before = first.page.or(page);
        crossed_page = crossed_page || page_before != page;
        page = page_before;
        let skipped = match first.kind {
            Some(BlockKind::Rule | BlockKind::Footnote) => true,
            Some(BlockKind::Boilerplate) => first.text.len() < 400,
            _ => false,
        };
        if skipped {
            between += 1;
            continue;
        }
        if !may_break(first) {
            return None;
        }
        return evidence(first, draft, between > 0 || crossed_page).map(|how| (at, how));
    }
    None
}

/// Whether a block can be the second half of a sentence.
fn may_continue(draft: &Draft) -> bool {
    draft.is_prose()
        && draft.label.is_none()
        && draft.marker.is_none()
        && draft.note.is_none()
        && !super::quotes::defines(&draft.text)
        && !super::headings::is_bold(draft)
}

/// Whether a block can break off and go on: text, an item, an entry, a quotation.
fn may_break(draft: &Draft) -> bool {
    matches!(
        draft.kind,
        None | Some(
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Entry | BlockKind::Quote
        )
    ) && shape::is_open(&draft.text)
}

/// Whether the second block goes on with the first, and how.
fn evidence(first: &Draft, second: &Draft, parted: bool) -> Option<How> {
    let hyphen = first.text.ends_with(['-', '\u{AD}', '‐']) && !first.text.ends_with(" -");
    // What stands in quotation marks from its first word to its last was set apart on purpose.
    let quoted = second.text.starts_with(['"', '“', '«', '„'])
        && second.text.ends_with(['"', '”', '»', '“']);
    if quoted && !parted {
        return None;
    }
    // The preamble of a resolution: each of its paragraphs ends in a comma, and the next begins
    // with a participle.
    if !parted && first.text.ends_with(',') && is_participle(&second.text) {
        return None;
    }
    if shape::starts_small(&second.text) {
        let last = first
            .text
            .trim_end_matches(['-', '\u{AD}', '‐'])
            .chars()
            .next_back()?;
        return Some(if hyphen && last.is_alphabetic() {
            How::Word
        } else {
            How::Words
        });
    }
    // Scripts without small letters: an open end after a page break is evidence enough.
    let first_letter = second.text.chars().next()?;
    if is_unspaced(first_letter) {
        let open = first.text.chars().next_back().is_some_and(is_unspaced);
        return (parted && open && first.text.chars().count() > 20).then_some(How::Words);
    }
    let uncased = first_letter.is_alphabetic() && !first_letter.is_uppercase();
    if uncased {
        return (parted && first.text.len() > BODY).then_some(How::Words);
    }
    let body =
        first.text.len() > BODY && (second.text.len() > BODY || shape::is_closed(&second.text));
    let broken = parted
        && first.text.len() > BODY / 2
        && shape::ends_in_connective(&first.text)
        && shape::is_closed(&second.text);
    // A long text that stops in a word at the end of a page, before a text of some length.
    let stops = parted
        && first.text.len() > BODY * 2 / 3
        && first.text.ends_with(char::is_alphabetic)
        && shape::word_count(&second.text) >= 8;
    let heading =
        !shape::is_closed(&second.text) && super::headings::looks_like_heading(&second.text);
    let begins = shape::starts_large(&second.text);
    let cut = (body || broken || stops)
        && begins
        && !heading
        && (parted || shape::ends_in_connective(&first.text))
        && !first.text.ends_with(['-', '–', '—']);
    cut.then_some(How::Words)
}

/// Whether a text begins with a participle, in capitals or not: "Bearing in mind", "Convinced that".
fn is_participle(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    let small = word.to_lowercase();
    word.starts_with(char::is_uppercase)
        && small.len() >= 6
        && (small.ends_with("ing") || small.ends_with("ed"))
}

/// Puts the second half behind the first.
fn glue(first: &mut Draft, second: Draft, how: How) {
    match how {
        How::Word => {
            let end = first.text.trim_end_matches(['-', '\u{AD}', '‐']).len();
            first.text.truncate(end);
            first.append(second, "", Some(JoinCause::SplitWord));
        }
        How::Words => {
            let bare = match (first.text.chars().next_back(), second.text.chars().next()) {
                (Some(before), Some(after)) => is_unspaced(before) && is_unspaced(after),
                _ => true,
            };
            let glue = if bare { "" } else { " " };
            first.append(second, glue, Some(JoinCause::PageBreak));
        }
    }
}

/// Says of a long text that ends without a stop, where another block follows, that it breaks off.
fn doubts(drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        let recital = draft
            .label
            .as_ref()
            .is_some_and(|label| label.shown.starts_with("Recital"));
        // A recital ends in a comma, and the enacting words follow.
        let comma = draft.text.ends_with(',');
        let body = draft.is_prose()
            && draft.text.len() > BODY
            && !draft.text.contains('\n')
            && !(recital && comma);
        if body && draft.doubt.is_none() && shape::is_open(&draft.text) {
            draft.doubt = Some("the text breaks off here in the source".to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
