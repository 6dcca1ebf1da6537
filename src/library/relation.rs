//! Relations: the words by which one passage is tied to another.
//!
//! Knows the common ones with their inverses, and how a word of the reader's own is read. A link
//! is kept with the word as read from its first passage; the inverse is only said, never kept.

/// A relation and how it reads from the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// Read from the passage where the link begins: `cites`.
    pub forward: &'static str,
    /// Read from the passage where it ends: `is cited by`.
    pub inverse: &'static str,
}

/// The relations that are offered, the most used ones first.
pub const COMMON: [Relation; 14] = [
    relation("cites", "is cited by"),
    relation("answers", "is answered by"),
    relation("contradicts", "is contradicted by"),
    relation("supports", "is supported by"),
    relation("repeats", "is repeated by"),
    relation("quotes", "is quoted by"),
    relation("explains", "is explained by"),
    relation("translates", "is translated by"),
    relation("corrects", "is corrected by"),
    relation("continues", "is continued by"),
    relation("precedes", "follows"),
    relation("causes", "is caused by"),
    relation("exemplifies", "is exemplified by"),
    relation("relates to", "relates to"),
];

/// The relation taken where the reader names none.
pub const PLAIN: &str = "relates to";

const fn relation(forward: &'static str, inverse: &'static str) -> Relation {
    Relation { forward, inverse }
}

/// What the reader means by a word typed, and whether the link runs the other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The relation in its kept form.
    pub relation: String,
    /// Whether the word was an inverse (`is cited by`), so that the ends change places.
    pub turned: bool,
}

/// Reads a relation as typed: one of [`COMMON`] from either end, or a word of the reader's own.
/// Nothing typed is [`PLAIN`]. Hyphens and case do not matter for the common ones.
pub fn read(typed: &str) -> Reading {
    let words: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let plain = words.join(" ");
    let found = |known: &str| known == plain.replace(['-', '_'], " ").to_lowercase();
    for known in COMMON {
        if found(known.forward) {
            return reading(known.forward, false);
        }
        if found(known.inverse) {
            return reading(known.forward, true);
        }
    }
    if plain.is_empty() {
        return reading(PLAIN, false);
    }
    reading(&plain, false)
}

fn reading(relation: &str, turned: bool) -> Reading {
    Reading {
        relation: relation.to_owned(),
        turned,
    }
}

/// How a relation reads from the passage where the link ends.
pub fn inverse(relation: &str) -> String {
    COMMON
        .iter()
        .find(|known| known.forward == relation)
        .map_or_else(|| format!("← {relation}"), |known| known.inverse.to_owned())
}

/// How a relation reads from either end where an arrow of its own, [`arrow`], stands before it.
pub fn words(relation: &str, end: super::End) -> String {
    let words = from_end(relation, end);
    words
        .strip_prefix("← ")
        .map_or(words.clone(), str::to_owned)
}

/// Whether a link leads from a passage or to it.
pub const fn arrow(end: super::End) -> char {
    match end {
        super::End::From => '→',
        super::End::To => '←',
    }
}

/// How a relation reads from either end, by itself.
pub fn from_end(relation: &str, end: super::End) -> String {
    match end {
        super::End::From => relation.to_owned(),
        super::End::To => inverse(relation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_end_may_be_typed() {
        assert_eq!(read("cites"), reading("cites", false));
        assert_eq!(read("Is-cited-by"), reading("cites", true));
        assert_eq!(read("follows"), reading("precedes", true));
        assert_eq!(read(" "), reading(PLAIN, false));
        assert_eq!(read("is a draft\nof"), reading("is a draft of", false));
    }

    #[test]
    fn every_relation_reads_both_ways() {
        for known in COMMON {
            assert_eq!(inverse(known.forward), known.inverse);
            assert_eq!(read(known.inverse).relation, known.forward);
        }
        assert_eq!(inverse("is a draft of"), "← is a draft of");
    }

    #[test]
    fn an_arrow_is_never_doubled() {
        for (relation, words_there) in
            [("is a draft of", "is a draft of"), ("cites", "is cited by")]
        {
            assert_eq!(words(relation, crate::library::End::To), words_there);
        }
        assert_eq!(words("cites", crate::library::End::From), "cites");
    }
}
