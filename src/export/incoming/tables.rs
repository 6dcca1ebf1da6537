//! Annotations in tables: what Readwise, Hypothesis and Taguette give as CSV, and Glossator's own.
//!
//! Knows which columns mean what, whatever their order. Positions are not in them, so that every
//! passage is found by its words.

use super::{Incoming, Remark, Signed, Spot};
use crate::library::{RecordId, Timestamp};
use crate::passage::Quote;

/// Reads a table; None if it has no column of quotations.
pub fn read(text: &str) -> Option<Incoming> {
    let text = text.trim_start_matches('\u{feff}');
    let divider = if text.lines().next()?.contains('\t') {
        '\t'
    } else {
        ','
    };
    let mut rows = rows(text, divider).into_iter();
    let head: Vec<String> = rows
        .next()?
        .iter()
        .map(|it| it.trim().to_lowercase())
        .collect();
    let column = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| head.iter().position(|it| it == name))
    };
    let quote = column(&["highlight", "quote", "content", "text", "annotation text"])?;
    let (before, after) = (column(&["before"]), column(&["after"]));
    let title = column(&["title", "book title", "document"]);
    let place = column(&["document", "url", "source"]);
    let note = column(&["note", "body", "comment"]);
    let tags = column(&["tags", "tag"]);
    let date = column(&["date", "created", "creation date", "highlighted at"]);
    let user = column(&["author", "user"]).filter(|_| column(&["highlight"]).is_none());
    let id = column(&["id"]);
    let kind = column(&["annotation/reply type"]);
    let mut incoming = Incoming::default();
    for row in rows {
        let cell = |at: Option<usize>| {
            let cell = at.and_then(|at| row.get(at)).map_or("", String::as_str);
            // An apostrophe keeps a spreadsheet from taking a cell for a formula.
            cell.strip_prefix('\'')
                .filter(|it| it.starts_with(['=', '+', '-', '@']))
                .unwrap_or(cell)
        };
        let words = cell(Some(quote));
        if words.trim().is_empty() {
            if row.iter().any(|it| !it.trim().is_empty()) {
                let what = match cell(kind) {
                    "Reply" => "an answer",
                    _ => "a row without words of a passage",
                };
                incoming.left_out.push(format!("{what}: “{}”", cell(note)));
            }
            continue;
        }
        let source = incoming.source(vec![cell(place).to_owned(), cell(title).to_owned()]);
        let (note, own_tags) = readwise_tags(cell(note));
        let divided = cell(tags).split([';', ',']).map(str::trim);
        let divided = divided.filter(|it| !it.is_empty()).map(str::to_owned);
        let all: Vec<String> = divided.chain(own_tags).collect();
        let id = name(cell(id), [cell(place), cell(title), words, cell(date)]);
        // One row for each tag of a passage.
        if let Some(same) = incoming.notes.last_mut().filter(|it| it.id == id) {
            same.tags.extend(all);
            continue;
        }
        incoming.notes.push(Remark {
            id,
            spot: Spot {
                source,
                quote: Quote {
                    before: cell(before).to_owned(),
                    exact: words.to_owned(),
                    after: cell(after).to_owned(),
                },
                ..Spot::default()
            },
            tags: all,
            note,
            colour: None,
            signed: Signed {
                creator: Some(cell(user).to_owned()).filter(|it| !it.is_empty()),
                created: Timestamp::parse(cell(date)),
                updated: None,
            },
        });
    }
    Some(incoming)
}

/// The name of a row: that which it has, if it is one of Glossator's, else one that follows from what it
/// says.
fn name(id: &str, [place, title, words, date]: [&str; 4]) -> RecordId {
    if let Ok(id) = uuid::Uuid::try_parse(id) {
        return RecordId(id);
    }
    let mut parts = vec!["table", place, title, words, date];
    // Taguette counts its passages; elsewhere what is no id of Glossator's may be anything.
    let counted = !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit());
    parts.extend(counted.then_some(id));
    RecordId::derived(&parts)
}

/// Readwise writes tags as words that begin with a full stop, at the beginning of a note.
fn readwise_tags(note: &str) -> (String, Vec<String>) {
    let mut rest = note;
    let mut tags = Vec::new();
    while let Some(word) = rest.strip_prefix('.') {
        let end = word.find(char::is_whitespace).unwrap_or(word.len());
        let (tag, after) = word.split_at(end);
        if tag.is_empty() || tag.starts_with('.') {
            break;
        }
        tags.push(tag.to_owned());
        rest = after.trim_start();
    }
    (rest.to_owned(), tags)
}

/// The rows of a table; a cell in quotation marks may hold line ends, and its marks are doubled
/// (RFC 4180). In a table divided by tabs `\t` and `\n` stand for these.
pub(super) fn rows(text: &str, divider: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() && divider == ',' => quoted = true,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == divider && !quoted => row.push(std::mem::take(&mut cell)),
            '\\' if divider == '\t' && matches!(chars.peek(), Some('n' | 't')) => {
                cell.push(if chars.next() == Some('n') {
                    '\n'
                } else {
                    '\t'
                });
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}
