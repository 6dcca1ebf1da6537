//! Finding the block of a correction again.
//!
//! Knows names of blocks and their words. Corrections change the white space between words and
//! nothing else, so words are looked for without it, over the borders of blocks; of several such
//! places, the one in the likest surroundings. Where that does not decide, there is none: a
//! correction never slides onto other words.

use crate::corpus::correction::BlockPlace;
use crate::corpus::structure::draft::Draft;

/// Letters of the surroundings that must agree where the words stand several times.
const ENOUGH: usize = 12;

/// The index of the draft in which the words of a correction begin, and the byte in it.
pub(super) fn find(drafts: &[Draft], names: &[String], at: &BlockPlace) -> Option<(usize, usize)> {
    named(drafts, names, at).or_else(|| by_words(drafts, at))
}

/// By the name of the block, where the words stand in it once.
fn named(drafts: &[Draft], names: &[String], at: &BlockPlace) -> Option<(usize, usize)> {
    let id = at.id.as_ref()?.as_str();
    let index = names.iter().position(|name| name == id)?;
    let text = &drafts.get(index)?.text;
    let words = at.words.trim();
    if words.is_empty() || text == words {
        return Some((index, 0));
    }
    let mut places = text.match_indices(words);
    let (byte, _) = places.next()?;
    places.next().is_none().then_some((index, byte))
}

fn by_words(drafts: &[Draft], at: &BlockPlace) -> Option<(usize, usize)> {
    let wanted = solid(&at.words);
    if wanted.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut starts = Vec::with_capacity(drafts.len());
    for draft in drafts {
        starts.push(text.len());
        text.extend(draft.text.chars().filter(|c| !c.is_whitespace()));
    }
    let (before, after) = (solid(&at.before), solid(&at.after));
    let likeness = |start: usize| {
        let (left, right) = text.split_at(start);
        let right = right.get(wanted.len()..).unwrap_or("");
        same(left.chars().rev(), before.chars().rev()) + same(right.chars(), after.chars())
    };
    let start = match places(&text, &wanted).as_slice() {
        [] => return None,
        [one] => *one,
        several => {
            let mut likest: Vec<(usize, usize)> =
                several.iter().map(|it| (likeness(*it), *it)).collect();
            likest.sort_by(|a, b| b.cmp(a));
            let enough = ENOUGH.min((before.chars().count() + after.chars().count()).max(1));
            match likest.as_slice() {
                [(best, place), (next, _), ..] if best > next && *best >= enough => *place,
                _ => return whole(drafts, at),
            }
        }
    };
    // Blocks without words begin where the next one does: the last that begins there is meant.
    let index = starts.partition_point(|it| *it <= start).checked_sub(1)?;
    let letters = start - starts.get(index)?;
    Some((index, byte_of(&drafts.get(index)?.text, letters)))
}

/// Of words that stand several times, the one block that consists of them.
fn whole(drafts: &[Draft], at: &BlockPlace) -> Option<(usize, usize)> {
    let words = at.words.trim();
    let mut blocks = (0usize..)
        .zip(drafts)
        .filter(|(_, draft)| draft.text == words);
    let (index, _) = blocks.next()?;
    blocks.next().is_none().then_some((index, 0))
}

/// A text without its white space.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every place where the words begin, those that overlap included.
fn places(text: &str, words: &str) -> Vec<usize> {
    let first = words.chars().next().map_or(1, char::len_utf8);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(words)) {
        found.push(from + at);
        from += at + first;
    }
    found
}

/// How many characters agree from the beginning on.
fn same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

/// The byte of a text before which that many bytes stand that are not white space.
fn byte_of(text: &str, letters: usize) -> usize {
    let mut count = 0;
    for (byte, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if count >= letters {
            return byte;
        }
        count += c.len_utf8();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(texts: &[&str]) -> Vec<Draft> {
        let draft = |text: &&str| Draft {
            text: (*text).to_owned(),
            ..Draft::default()
        };
        texts.iter().map(draft).collect()
    }

    fn place(before: &str, words: &str, after: &str) -> BlockPlace {
        BlockPlace {
            before: before.into(),
            after: after.into(),
            ..BlockPlace::of_words(words)
        }
    }

    #[test]
    fn words_are_found_over_blanks_and_borders() {
        let drafts = drafts(&["It was a bright", "cold day."]);
        let found = find(&drafts, &[], &place("", "a bright cold day", ""));
        assert_eq!(found, Some((0, 7)));
        let found = find(&drafts, &[], &place("", "cold\nday.", ""));
        assert_eq!(found, Some((1, 0)));
    }

    #[test]
    fn surroundings_decide_between_like_words() {
        let drafts = drafts(&[
            "The first speaker answered.",
            "Yes.",
            "The second speaker asked.",
            "Yes.",
        ]);
        let at = place("The second speaker asked.\n\n", "Yes.", "");
        assert_eq!(find(&drafts, &[], &at), Some((3, 0)));
        let at = place("", "Yes.", "");
        assert_eq!(find(&drafts, &[], &at), None, "nothing decides");
    }
}
