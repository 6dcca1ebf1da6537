//! Heads and feet that count: "CRO-2", "-2- #511, October 9", "202  JOURNAL OF ECONOMY".
//!
//! Knows that a number that goes up by one from page to page makes a line furniture only where the
//! text goes on in mid-sentence below it: numbered headings go up by one too, but no sentence runs
//! through a heading.

use std::collections::{HashMap, HashSet};

use crate::corpus::structure::line::Page;
use crate::corpus::structure::numbering::keyword::roman;
use crate::corpus::structure::shape;

/// Sequences looked for: Roman and Arabic numbers, and one of each appendix.
const ROUNDS: usize = 4;

/// A line that may be the head or foot of a page.
struct Candidate {
    at: usize,
    /// The numbers at its ends.
    numbers: Vec<u32>,
    /// Its other words.
    key: String,
}

/// The lines with the numbers of pages.
pub(super) fn heads(page: &Page<'_>) -> Vec<usize> {
    let candidates: Vec<Candidate> = (1..page.lines.len())
        .filter(|at| page.is_plain(*at))
        .filter_map(|at| candidate(page, at))
        // A head with words may stand in one run with the text of its page.
        .filter(|it| {
            let edge = page.begins_run(it.at) || page.ends_run(it.at);
            stands_alone(page, it.at) || edge && it.key.len() >= 12
        })
        .collect();
    let mut used: HashSet<usize> = HashSet::new();
    let mut keys: HashSet<&str> = HashSet::new();
    for _ in 0..ROUNDS {
        let chain = longest(&candidates, &used);
        if chain.len() < 2 {
            break;
        }
        let mut often: HashMap<&str, u32> = HashMap::new();
        for at in chain.iter().filter_map(|index| candidates.get(*index)) {
            *often.entry(&at.key).or_default() += 1;
        }
        let broken: HashSet<&str> = chain
            .iter()
            .filter_map(|index| candidates.get(*index))
            .filter(|it| resumes(page, it.at))
            .map(|it| it.key.as_str())
            .collect();
        used.extend(chain.iter().copied());
        let one_key = often.len() == 1;
        if broken.is_empty() || chain.len() < 3 && !one_key {
            continue;
        }
        // Heads of left and right pages differ; each comes twice, or is broken over itself.
        keys.extend(
            often
                .iter()
                .filter(|(key, count)| **count >= 2 || broken.contains(*key) || key.is_empty())
                .map(|(key, _)| *key),
        );
    }
    candidates
        .iter()
        .filter(|it| keys.contains(it.key.as_str()))
        .filter(|it| !it.key.is_empty() || it.numbers.len() == 1)
        .map(|it| it.at)
        .collect()
}

/// Whether a line stands in a run of its own, or in one that is but two or three short lines, as
/// heads are.
fn stands_alone(page: &Page<'_>, at: usize) -> bool {
    let begin = (0..=at).rev().take(3).find(|line| page.begins_run(*line));
    begin.is_some_and(|begin| {
        page.run_end(begin) - begin <= 3
            && (begin..page.run_end(begin)).all(|line| {
                let words = page.words(line);
                words.len() <= 120 && !shape::is_closed(words)
            })
    })
}

fn candidate(page: &Page<'_>, at: usize) -> Option<Candidate> {
    let words = page.words(at);
    let tokens: Vec<&str> = words.split_whitespace().collect();
    if words.len() > 120 || tokens.len() > 14 {
        return None;
    }
    let mut numbers = Vec::new();
    let mut rest: &[&str] = &tokens;
    if let Some((first, after)) = tokens.split_first()
        && let Some(number) = number_of(first)
    {
        numbers.push(number);
        rest = after;
    }
    if let Some((last, before)) = rest.split_last()
        && let Some((prefix, number)) = last_number(last)
        && (numbers.is_empty() || !before.is_empty())
    {
        // One number or the other counts; the key is without both.
        numbers.push(number);
        let mut key = fold(before);
        key.push_str(&prefix.to_lowercase());
        return Some(Candidate { at, numbers, key });
    }
    (!numbers.is_empty()).then(|| Candidate {
        at,
        numbers,
        key: fold(rest),
    })
}

/// The words in small letters, digits as one sign.
fn fold(words: &[&str]) -> String {
    super::folded(&words.join(" "))
}

/// The number that a word is, hyphens and brackets about it set aside; no year, and none that ends
/// in a stop as those of headings do.
fn number_of(word: &str) -> Option<u32> {
    let inner = word.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '[' | ']' | '|' | '~'));
    let digits = !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
    if digits {
        return inner.parse().ok().filter(|it| !(1500..2200).contains(it));
    }
    let small = (1..=7).contains(&inner.len()) && inner.bytes().all(|b| b"ivxl".contains(&b));
    small.then(|| roman(&inner.to_uppercase())).flatten()
}

/// The number at the end of a last word, and what stands before it: `CRO-12`.
fn last_number(word: &str) -> Option<(&str, u32)> {
    if let Some(number) = number_of(word) {
        return Some(("", number));
    }
    let (prefix, number) = word.rsplit_once('-')?;
    let letters = (1..=6).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase());
    number_of(number)
        .filter(|_| letters)
        .map(|number| (prefix, number))
}

/// The longest row of candidates whose numbers go up by one, in the order of the text.
fn longest(candidates: &[Candidate], used: &HashSet<usize>) -> Vec<usize> {
    // By the number of a row's last line: its length, the line, and what the row was before.
    let mut ends: HashMap<u32, (usize, usize)> = HashMap::new();
    let mut before: Vec<HashMap<u32, Option<(usize, u32)>>> = Vec::with_capacity(candidates.len());
    let mut best: Option<(usize, usize, u32)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        let mut came = HashMap::new();
        if !used.contains(&index) {
            for number in &candidate.numbers {
                let from = [1, 2].into_iter().find_map(|step| {
                    let number = number.checked_sub(step)?;
                    ends.get(&number).map(|(length, at)| (*length, *at, number))
                });
                let length = from.map_or(1, |(length, ..)| length + 1);
                came.insert(*number, from.map(|(_, at, number)| (at, number)));
                if best.is_none_or(|(most, ..)| length > most) {
                    best = Some((length, index, *number));
                }
            }
            for number in &candidate.numbers {
                let length = match came.get(number) {
                    Some(Some((_, earlier))) => ends.get(earlier).map_or(1, |it| it.0 + 1),
                    _ => 1,
                };
                ends.insert(*number, (length, index));
            }
        }
        before.push(came);
    }
    let mut chain = Vec::new();
    let mut next = best.map(|(_, index, number)| (index, number));
    while let Some((index, number)) = next {
        chain.push(index);
        next = before
            .get(index)
            .and_then(|came| came.get(&number).copied().flatten());
    }
    chain.reverse();
    chain
}

/// Whether the text goes on in mid-sentence below a line, other short lines set aside.
pub(super) fn resumes(page: &Page<'_>, at: usize) -> bool {
    (at + 1..page.lines.len().min(at + 5))
        .find(|line| !stands_alone(page, *line) || shape::starts_small(page.words(*line)))
        .is_some_and(|line| {
            let words = page.words(line);
            let first = words.split_whitespace().next().unwrap_or("");
            let first = first.trim_end_matches([',', ';', '.', ':', ')']);
            let word = first.chars().count() >= 2 && first.chars().all(char::is_alphabetic);
            page.begins_run(line) && shape::starts_small(words) && (word || first == "a")
        })
}

#[cfg(test)]
mod tests;
