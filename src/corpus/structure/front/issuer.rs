//! Who issues a document: the house, the journal, the number above the title.
//!
//! Knows the names of houses and journals by their words, and lines of volumes and numbers. Such a
//! line is no title where another one stands below it.

use super::super::shape;

/// Words with which the name of a house or of a series begins.
const BEGINS: [&str; 27] = [
    "ministry of",
    "the ministry of",
    "department of",
    "u.s. department of",
    "university of",
    "institute ",
    "embassy of",
    "office of",
    "government of",
    "united nations",
    "council of",
    "congressional research service",
    "press release",
    "news release",
    "media release",
    "working paper",
    "policy brief",
    "discussion paper",
    "research paper",
    "occasional paper",
    "issue brief",
    "newsletter",
    "bulletin",
    "министерство",
    "пресс-релиз",
    "外務省",
    "報道発表",
];

/// Words with which it ends.
const ENDS: [&str; 24] = [
    "review",
    "journal",
    "quarterly",
    "bulletin",
    "times",
    "herald",
    "tribune",
    "gazette",
    "affairs",
    "studies",
    "institute",
    "university",
    "council",
    "centre",
    "center",
    "foundation",
    "ministry",
    "society",
    "association",
    "department",
    "court",
    "parliament",
    "commission",
    "rights",
];

/// Whether a short text names a house, a journal, or a volume and number.
pub(super) fn is_issuer(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    is_house(first) || is_number(text)
}

/// The house or journal that a text names in its first line.
pub(super) fn house(text: &str) -> Option<String> {
    let first = text.lines().next()?.trim();
    let words: Vec<&str> = first
        .split_whitespace()
        .take_while(|word| !is_symbol(word))
        .collect();
    is_house(first).then(|| words.join(" "))
}

fn is_house(line: &str) -> bool {
    let line = line.trim();
    if shape::word_count(line) > 9 || shape::is_closed(line) || line.contains(':') {
        return false;
    }
    let small = line.to_lowercase();
    // What is done by, at or with a house is no house.
    let acts = [
        " by ",
        " on ",
        " with ",
        " in ",
        " at ",
        " to ",
        " from ",
        " between ",
        " as ",
    ];
    if acts.iter().any(|word| small.contains(word)) {
        return false;
    }
    BEGINS.iter().any(|begin| small.starts_with(begin))
        || ENDS.iter().any(|end| {
            small
                .strip_suffix(end)
                .is_some_and(|before| before.is_empty() || before.ends_with(' '))
        })
        || small.contains("court of ") && shape::is_capitals(line)
}

/// Whether a text is a line of volume, number and pages: "Vol. 12, No. 3, September 1998".
pub(super) fn is_number(text: &str) -> bool {
    if shape::word_count(text) > 16 {
        return false;
    }
    let small = text.to_lowercase();
    let numbered = |mark: &str| {
        small.match_indices(mark).any(|(at, _)| {
            let begins = at == 0
                || small
                    .get(..at)
                    .and_then(|before| before.chars().next_back())
                    .is_some_and(|c| !c.is_alphanumeric());
            begins
                && small
                    .get(at + mark.len()..)
                    .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        })
    };
    [
        "vol.",
        "volume",
        "issue",
        "serial no.",
        "issn",
        "том",
        "выпуск",
    ]
    .iter()
    .any(|mark| numbered(mark))
        || (numbered("no.") || numbered("№")) && shape::word_count(text) <= 8
        || small.starts_with("第") && small.contains('号')
        || small.split_whitespace().any(is_symbol)
}

/// Whether a word is the symbol of a document of an organisation: `S/RES/242`, `A/C.1/73/L.5`.
fn is_symbol(word: &str) -> bool {
    word.matches('/').count() >= 2
        && word.len() <= 24
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '(' | ')'))
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn houses_and_numbers_are_no_titles() {
        for text in [
            "The Northern Fisheries Review",
            "Ministry of Foreign Affairs of Norland",
            "Vol. 12, No. 3, September 1998, pp. 211–229",
            "United Nations S/RES/2999 (2031)",
            "EUROPEAN COURT OF HUMAN RIGHTS",
            "Serial No. 109–31",
        ] {
            assert!(is_issuer(text), "{text}");
        }
        for text in [
            "Salmon, Sovereignty and the Sea: The 1998 Framework Agreement",
            "Why Tokyo Waits",
            "The state of the north quay",
            "No Way Back",
        ] {
            assert!(!is_issuer(text), "{text}");
        }
    }
}
