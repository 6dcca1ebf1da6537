//! Who issues a document: the house, the journal, the number above the title.
//!
//! Knows the names of houses and journals by their words, and lines of volumes and numbers. Such a
//! line is no title where another one stands below it.

use super::super::shape;

/// Words with which the name of a house or of a series begins.
const BEGINS: [&str; 30] = [
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
    "library of congress",
    "report for congress",
    "house of commons library",
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
    // A series is no house.
    let series = first.to_lowercase().contains("report for ");
    (is_house(first) && !series).then(|| words.join(" "))
}

fn is_house(line: &str) -> bool {
    let line = line.trim();
    if shape::word_count(line) > 12
        || shape::word_count(line) > 9 && !line.contains("COURT")
        || shape::is_closed(line)
        || line.contains(':')
    {
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
        // "CRS Report for Congress", "Research Service"
        || small.ends_with("report for congress")
        || small.ends_with("research service")
}

/// Whether a text is a line of volume, number and pages: "Vol. 12, No. 3, September 1998".
pub(super) fn is_number(text: &str) -> bool {
    if shape::word_count(text) > 16 {
        return false;
    }
    let small = text.to_lowercase();
    if is_code(&small) || citation_year(text).is_some() {
        return true;
    }
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

/// Whether a line is the code under which a house files a report: "Order Code RL33123".
fn is_code(small: &str) -> bool {
    const NAMES: [&str; 8] = [
        "order code",
        "report no.",
        "report number",
        "document no.",
        "doc. no.",
        "paper no.",
        "publication no.",
        "file no.",
    ];
    shape::word_count(small) <= 5 && NAMES.iter().any(|name| small.starts_with(name))
}

/// The code in such a line: its last word, if there is a digit in it.
pub(super) fn code(text: &str) -> Option<&str> {
    let last = text.split_whitespace().next_back()?;
    (is_code(&text.to_lowercase()) && last.chars().any(|c| c.is_ascii_digit())).then_some(last)
}

/// The neutral citation of a judgment: "[2011] EWCA Civ 27".
pub(super) fn neutral_citation(text: &str) -> Option<&str> {
    text.match_indices('[').find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let year = rest.get(1..5)?;
        let court = rest.get(5..)?.strip_prefix("] ")?;
        let named = court.starts_with(|c: char| c.is_ascii_uppercase());
        let mut end = start + 7;
        for (index, word) in court.split(' ').take(4).enumerate() {
            let number: &str = word
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap_or("");
            if index > 0 && !number.is_empty() {
                end += number.len();
                let digits = year.bytes().all(|b| b.is_ascii_digit());
                return text.get(start..end).filter(|_| digits && named);
            }
            end += word.len() + 1;
        }
        None
    })
}

/// The year of a line that cites where a paper appeared: "Journal of Geese 14, no. 2 (2009):
/// 201–204" has a year in brackets and pages behind it.
pub(super) fn citation_year(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('(')?;
    let (inside, pages) = rest.split_once(')')?;
    let year = inside.split_whitespace().next_back()?;
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let pages = pages.trim_start_matches([':', ',', ' ', 'p', '.']);
    let paged = pages.starts_with(|c: char| c.is_ascii_digit()) && pages.contains(['-', '–']);
    (is_year && paged && shape::word_count(text) <= 16).then_some(year)
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
    fn neutral_citations() {
        for (text, found) in [
            (
                "Neutral Citation Number: [2011] EWCA Civ 27",
                Some("[2011] EWCA Civ 27"),
            ),
            ("[2019] UKSC 41, 24 September", Some("[2019] UKSC 41")),
            ("[2011] no court", None),
            ("see [1] and [2]", None),
        ] {
            assert_eq!(neutral_citation(text), found, "{text}");
        }
    }

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
