//! Running heads, page numbers and other lines that come back on page after page.
//!
//! Knows repetition at the edges of pages. Does not know the words.

use std::collections::{HashMap, HashSet};

use super::{Page, PageLine};

/// Lines at the top and at the bottom of a page that may be furniture.
const EDGE: usize = 3;

/// For every page, for every line, whether it is furniture of the page.
pub(super) fn find(pages: &[Page]) -> Vec<Vec<bool>> {
    let mut seen: HashMap<(bool, i32, String), usize> = HashMap::new();
    for page in pages {
        let once: HashSet<_> = edges(page)
            .into_iter()
            .map(|(index, top)| key(top, &page.lines[index]))
            .collect();
        for key in once {
            *seen.entry(key).or_default() += 1;
        }
    }
    let often = 3.max(pages.len() / 8);
    pages
        .iter()
        .map(|page| {
            let mut found = vec![false; page.lines.len()];
            let order = edges(page);
            for top in [true, false] {
                // From the edge inwards, as long as each line is furniture.
                let mut lines: Vec<usize> = order
                    .iter()
                    .filter(|edge| edge.1 == top)
                    .map(|edge| edge.0)
                    .collect();
                lines.sort_by(|a, b| {
                    let order = page.lines[*a].base.total_cmp(&page.lines[*b].base);
                    if top { order } else { order.reverse() }
                });
                for (place, index) in lines.into_iter().enumerate() {
                    let line = &page.lines[index];
                    let key = key(top, line);
                    let repeated = seen.get(&key).is_some_and(|count| *count >= often);
                    let outside = place == 0 || is_outside(line, page.height);
                    if repeated && key.2.chars().any(char::is_alphabetic)
                        || outside && is_page_number(&line.text)
                    {
                        found[index] = true;
                    } else {
                        break;
                    }
                }
            }
            if found.iter().all(|furniture| *furniture) {
                // What comes back is all there is on this page, so it is its text.
                found.fill(false);
            }
            found
        })
        .collect()
}

/// What makes two lines the same piece of furniture. The size belongs to it: a title that comes
/// back as a running head is larger.
#[expect(
    clippy::cast_possible_truncation,
    reason = "sizes are small numbers of points"
)]
fn key(top: bool, line: &PageLine) -> (bool, i32, String) {
    (top, line.size.round() as i32, folded(&line.text))
}

/// The lines nearest to the edges, each with whether it stands at the top.
fn edges(page: &Page) -> Vec<(usize, bool)> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|a, b| page.lines[*a].base.total_cmp(&page.lines[*b].base));
    let mut edges = Vec::new();
    for (place, index) in order.iter().enumerate() {
        let base = page.lines[*index].base;
        if place < EDGE && base < page.height * 0.2 {
            edges.push((*index, true));
        } else if place + EDGE >= order.len() && base > page.height * 0.8 {
            edges.push((*index, false));
        }
    }
    edges
}

/// Whether a line stands in the outer eighth of the page.
fn is_outside(line: &PageLine, height: f32) -> bool {
    line.base < height * 0.125 || line.base > height * 0.875
}

/// A line with its numbers made alike, so that page numbers do not tell pages apart.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut digits = false;
    for character in text.chars().take(200) {
        if character.is_numeric() {
            if !digits {
                out.push('0');
            }
            digits = true;
        } else {
            digits = false;
            out.extend(character.to_lowercase());
        }
    }
    // A page number may be Roman in one part of a book.
    let words: Vec<&str> = out
        .split_whitespace()
        .map(|word| if is_roman(word) { "0" } else { word })
        .collect();
    words.join(" ")
}

fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 7
        && word
            .bytes()
            .all(|byte| b"ivxlc".contains(&byte.to_ascii_lowercase()))
}

/// Whether a line is only a page number: `12`, `- 12 -`, `Page 3 of 9`, `xii`.
fn is_page_number(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = inner.split_whitespace().collect();
    let number = |word: &str| {
        word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit()) || is_roman(word)
    };
    match words.as_slice() {
        [one] => number(one),
        [page, one] if page.eq_ignore_ascii_case("page") => number(one),
        [one, of, all] if matches!(*of, "of" | "/") => number(one) && number(all),
        [page, one, of, all] if page.eq_ignore_ascii_case("page") && matches!(*of, "of" | "/") => {
            number(one) && number(all)
        }
        _ => false,
    }
}
