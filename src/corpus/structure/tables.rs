//! Tables in plain text: bars, tabs, or columns that stand below one another.
//!
//! Knows how rows are told from prose. A table's text is rows of cells with tabs between.

use super::line::Page;
use super::shape;
use crate::corpus::block::BlockKind;

/// Recognises tables and tables of contents.
pub(crate) fn recognise(page: &mut Page<'_>) {
    contents(page);
    let mut at = 0;
    while at < page.lines.len() {
        let end = page.run_end(at);
        if page.lines.get(at).is_some_and(|line| line.given.is_none()) {
            run(page, at, end);
        }
        at = end;
    }
}

/// Below a heading that says so, the lines that end in the number of a page behind a gap are the
/// table of contents, also where blank lines part them.
fn contents(page: &mut Page<'_>) {
    let named = (0..page.lines.len().min(400)).find(|at| {
        page.is_free(*at)
            && page.begins_run(*at)
            && page.ends_run(*at)
            && super::front::is_contents(page.words(*at))
    });
    let Some(heading) = named else { return };
    let entry = |at: usize| {
        let line = page.lines.get(at).map_or("", |line| line.text.trim_end());
        is_leader(line) || is_behind_gap(line)
    };
    let loose =
        |at: usize| page.is_free(at) && page.lines.get(at).is_some_and(|line| line.given.is_none());
    let mut end = heading + 1;
    let mut entries = 0;
    for at in heading + 1..page.lines.len().min(heading + 400) {
        if !loose(at) {
            break;
        }
        if entry(at) {
            entries += 1;
            end = at + 1;
        } else if at > end + 2 {
            break;
        }
    }
    if entries >= 2 {
        page.gather(heading + 1..end, BlockKind::Boilerplate, true);
    }
}

/// A title, a gap, and a number or the word over the numbers: `II. The Geese      17`.
fn is_behind_gap(line: &str) -> bool {
    if line.len() > 160 {
        return false;
    }
    let Some((title, last)) = line.rsplit_once("   ") else {
        return false;
    };
    let last = last.trim();
    let number = !last.is_empty()
        && last.len() <= 7
        && (last.bytes().all(|byte| byte.is_ascii_digit())
            || last.bytes().all(|byte| b"ivxlc".contains(&byte)));
    !title.trim().is_empty()
        && (number || matches!(last.to_lowercase().as_str(), "page" | "стр." | "seite"))
}

fn run(page: &mut Page<'_>, at: usize, end: usize) {
    let mut from = at;
    while from < end {
        let found = [
            (
                stretch(page, from, end, is_leader),
                BlockKind::Boilerplate,
                2,
            ),
            (stretch(page, from, end, is_barred), BlockKind::Table, 2),
            (stretch(page, from, end, is_tabbed), BlockKind::Table, 2),
            (columns(page, from, end), BlockKind::Table, 3),
            (even(page, from, end), BlockKind::Table, 3),
        ]
        .into_iter()
        .find(|(to, _, least)| *to >= from + least);
        match found {
            Some((to, kind, _)) => {
                // The line over the columns names them.
                let head = from > at
                    && kind == BlockKind::Table
                    && page.is_free(from - 1)
                    && page
                        .words(from - 1)
                        .split("   ")
                        .filter(|cell| !cell.trim().is_empty())
                        .count()
                        >= 2;
                page.gather(from - usize::from(head)..to, kind, true);
                from = to;
            }
            None => from += 1,
        }
    }
}

/// The end of the lines from `from` on that have a property.
fn stretch(page: &Page<'_>, from: usize, end: usize, has: fn(&str) -> bool) -> usize {
    (from..end)
        .find(|at| !(page.is_free(*at) && page.lines.get(*at).is_some_and(|line| has(line.text))))
        .unwrap_or(end)
}

/// A row between bars, or with at least two of them.
fn is_barred(line: &str) -> bool {
    let words = line.trim();
    if words.len() > 2000 {
        return false;
    }
    let bars = words.matches(['|', '│', '┃']).count();
    let border = words.starts_with(['+', '├', '┌', '└', '╔', '╚', '╠'])
        && words.chars().all(|c| {
            matches!(c, '+' | '-' | '=' | '─' | '═' | '|') || ('\u{2500}'..='\u{257F}').contains(&c)
        });
    border || bars >= 2 || (bars == 1 && words.contains(" | ") && !words.starts_with('|'))
}

/// A row with tabs between its cells.
fn is_tabbed(line: &str) -> bool {
    let words = line.trim();
    words.len() <= 2000
        && words.contains('\t')
        && words
            .split('\t')
            .filter(|cell| !cell.trim().is_empty())
            .count()
            >= 2
}

/// A line of a table of contents: dots that lead to a number.
fn is_leader(line: &str) -> bool {
    let words = line.trim_end();
    let head = words.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    if head.len() == words.len() || words.len() > 300 {
        return false;
    }
    let head = head.trim_end();
    let dots = head.len() - head.trim_end_matches(['.', '…', ' ', '·', '_']).len();
    let marks = head
        .chars()
        .rev()
        .take_while(|c| matches!(c, '.' | '…' | ' ' | '·' | '_'))
        .filter(|c| *c != ' ')
        .count();
    dots >= 3 && (marks >= 3 || head.ends_with('…'))
}

/// The end of lines whose cells stand below one another: at least one column, after a gap of two
/// or more blanks, begins at the same place in every line.
fn columns(page: &Page<'_>, from: usize, end: usize) -> usize {
    let mut shared: Option<Vec<usize>> = None;
    let mut at = from;
    while at < end && page.is_free(at) {
        let Some(line) = page.lines.get(at) else {
            break;
        };
        // The text behind the numbers of a Japanese list stands below itself as well.
        let words = line.text.trim_start();
        let listed = words.contains('\u{3000}')
            && (words.starts_with('（')
                || super::numbering::candidate::of(words).is_some()
                || super::numbering::letters::is_kana_item(words));
        if listed {
            break;
        }
        let own = starts(line.text);
        if own.is_empty() {
            break;
        }
        let both: Vec<usize> = match &shared {
            None => own,
            Some(before) => before
                .iter()
                .copied()
                .filter(|column| own.contains(column))
                .collect(),
        };
        if both.is_empty() {
            break;
        }
        shared = Some(both);
        at += 1;
    }
    at
}

/// The end of lines that have the same number of cells, three at least, with wide gaps between: the
/// numbers in columns stand to the right, so that their beginnings differ.
fn even(page: &Page<'_>, from: usize, end: usize) -> usize {
    let count = |at: usize| {
        let words = page.words(at);
        let cells = words
            .split("   ")
            .filter(|cell| !cell.trim().is_empty())
            .count();
        (page.is_free(at) && words.len() <= 300 && cells >= 3).then_some(cells)
    };
    let Some(cells) = count(from) else {
        return from;
    };
    (from..end)
        .find(|at| count(*at) != Some(cells))
        .unwrap_or(end)
}

/// The columns at which cells begin after a gap; a gap after a stop is only a typist's blank.
fn starts(line: &str) -> Vec<usize> {
    if line.len() > 300 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut gap = 0;
    let mut column = 0;
    let mut seen = false;
    let mut last = ' ';
    for character in line.chars() {
        if character == ' ' {
            gap += 1;
        } else if character == '\u{3000}' {
            gap += 2;
        } else {
            if seen
                && (gap >= 3
                    || (gap == 2 && !shape::is_stop(last) && !matches!(last, ':' | ';' | '-')))
            {
                found.push(column);
            }
            seen = true;
            gap = 0;
            last = character;
        }
        column += if super::words::is_unspaced(character) {
            2
        } else {
            1
        };
    }
    found
}

/// The rows of a table's lines: cells with tabs between; borders go.
pub(crate) fn rows(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let cells = cells(line);
        if cells.iter().all(|cell| {
            cell.is_empty()
                || cell
                    .chars()
                    .all(|c| matches!(c, '-' | ':' | '=' | '+' | '─' | '═'))
        }) {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&cells.join("\t"));
    }
    text
}

fn cells(line: &str) -> Vec<&str> {
    let words = line.trim();
    if words.contains(['|', '│', '┃']) {
        return words
            .trim_matches(['|', '│', '┃'])
            .split(['|', '│', '┃'])
            .map(str::trim)
            .collect();
    }
    if words.contains('\t') {
        return words.split('\t').map(str::trim).collect();
    }
    let mut cells = Vec::new();
    let mut rest = words;
    // An ideographic blank is as wide as two; within a word it spreads the letters.
    while let Some(at) = rest.find("  ").or_else(|| rest.find('\u{3000}')) {
        cells.push(rest.get(..at).unwrap_or("").trim());
        rest = rest.get(at..).unwrap_or("").trim_start();
    }
    cells.push(rest);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_are_rows_of_contents() {
        assert!(is_leader("SUMMARY ..... 26"));
        assert!(is_leader("CONCLUSION.....29"));
        assert!(is_leader("Preface . . . . . vii"));
        assert!(!is_leader("It was so... 26 men"));
        assert!(!is_leader("signed on 26"));
    }

    #[test]
    fn rows_lose_their_borders() {
        assert_eq!(rows(&["| a | b |", "|---|---|", "| 1 | 2 |"]), "a\tb\n1\t2");
        assert_eq!(
            rows(&["Year   Ships", "1955   12"]),
            "Year\tShips\n1955\t12"
        );
    }
}
