//! The title page of a report or a book: publisher, title, editors, imprint.
//!
//! Knows that a title page is a run of short blocks with an imprint among them (ISBN, place and
//! year, editors), and that its largest block is the title, not the publisher's name.

use super::super::draft::Draft;
use super::super::{headings, printed_date, shape};
use crate::corpus::block::BlockKind;
use crate::corpus::document::Meta;

/// Blocks that a title page may have at most.
const BLOCKS: usize = 40;

/// Recognises a title page. None if the document has none; else its title's block, if any.
#[expect(
    clippy::option_option,
    reason = "no title page, and a title page without a title, differ"
)]
pub(super) fn title_page(drafts: &mut [Draft], meta: &mut Meta) -> Option<Option<usize>> {
    let end = end(drafts)?;
    let zone = drafts.get(..end)?;
    let evidence = zone.iter().filter(|draft| is_imprint(&draft.text)).count();
    if evidence < 2 {
        return None;
    }
    let publisher = publisher(zone);
    let title = title(zone, publisher.as_deref());
    read(zone, meta);
    if let Some(publisher) = publisher {
        meta.origin.get_or_insert(publisher);
    }
    for (at, draft) in drafts.iter_mut().enumerate().take(end) {
        if draft.kind == Some(BlockKind::Rule) || draft.kind == Some(BlockKind::Boilerplate) {
            continue;
        }
        draft.text = draft.text.replace('\n', " ");
        if Some(at) == title {
            draft.kind = Some(BlockKind::Heading);
            draft.level = 1;
            meta.title.get_or_insert_with(|| draft.text.clone());
        } else {
            draft.kind = Some(BlockKind::Header);
            draft.level = 0;
        }
    }
    Some(title)
}

/// Where the title page ends: before the contents, or before the first heading with text below it
/// that stands behind the last line of an imprint.
fn end(drafts: &[Draft]) -> Option<usize> {
    let reach = drafts.len().min(BLOCKS);
    let last = drafts
        .iter()
        .take(reach)
        .rposition(|draft| is_imprint(&draft.text))?;
    (last + 1..drafts.len().min(last + 6)).find(|at| {
        drafts.get(*at).is_some_and(|draft| {
            draft.kind == Some(BlockKind::Heading)
                || headings::looks_like_heading(&draft.text) && shape::is_capitals(&draft.text)
                || is_contents(&draft.text)
        })
    })
}

/// Whether a heading is that of a table of contents.
pub(crate) fn is_contents(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "contents"
            | "table of contents"
            | "содержание"
            | "оглавление"
            | "inhalt"
            | "目次"
            | "sommaire"
            | "índice"
    )
}

/// Whether a block is a line of an imprint.
fn is_imprint(text: &str) -> bool {
    if text.len() > 700 {
        return false;
    }
    let small = text.to_lowercase();
    let wordings = [
        "isbn",
        "issn",
        "editor-in-chief",
        "editorial board",
        "copy editor",
        "all rights reserved",
        "©",
        "printed in",
        "library of congress",
        "cataloguing",
        "главный редактор",
        "редакционная коллегия",
        "удк",
        "ббк",
        "first published",
    ];
    wordings.iter().any(|wording| small.contains(wording))
        || matches!(
            small.trim_end_matches(':'),
            "authors" | "editors" | "editor" | "авторы" | "contributors"
        )
        || place_and_year(text).is_some()
}

/// `Moscow 2012`, `London, 1998`: the year.
fn place_and_year(text: &str) -> Option<&str> {
    let (place, year) = text.trim().rsplit_once(' ')?;
    let is_year = year.len() == 4
        && year.starts_with(['1', '2'])
        && year.bytes().all(|byte| byte.is_ascii_digit());
    let place = place.trim_end_matches([',', ':', '–', '-', ' ']);
    (is_year
        && shape::word_count(place) <= 2
        && shape::starts_large(place)
        && place
            .chars()
            .all(|c| c.is_alphabetic() || c == ' ' || c == '-'))
    .then_some(year)
}

/// The publisher: the name that stands on the title page more than once.
fn publisher(zone: &[Draft]) -> Option<String> {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let folded: Vec<String> = zone
        .iter()
        .map(|draft| fold(draft.text.split('\n').next().unwrap_or("")))
        .collect();
    let whole: Vec<String> = zone.iter().map(|draft| fold(&draft.text)).collect();
    zone.iter().enumerate().find_map(|(at, draft)| {
        let own = whole.get(at)?;
        let twice = (0..zone.len()).any(|other| {
            other != at && (whole.get(other) == Some(own) || folded.get(other) == Some(own))
        });
        let short = shape::word_count(&draft.text) <= 12 && own.len() > 3;
        // The print in small letters, where there is one.
        let printed = (0..zone.len())
            .filter(|other| whole.get(*other) == Some(own))
            .filter_map(|other| zone.get(other))
            .map(|draft| draft.text.replace('\n', " "))
            .find(|text| !shape::is_capitals(text));
        (twice && short).then(|| printed.unwrap_or_else(|| draft.text.replace('\n', " ")))
    })
}

/// The title: the first bold or capital block, or heading, that is not the publisher.
fn title(zone: &[Draft], publisher: Option<&str>) -> Option<usize> {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let publisher = publisher.map(fold);
    let fits = |draft: &Draft| {
        let text = draft.text.replace('\n', " ");
        Some(fold(&text)) != publisher
            && !is_imprint(&text)
            && headings::looks_like_title(&text)
            && shape::word_count(&text) >= 2
    };
    let strong = |draft: &Draft| {
        headings::is_bold(draft)
            || shape::is_capitals(&draft.text)
            || draft.kind == Some(BlockKind::Heading)
            || draft.text.contains('\n')
    };
    zone.iter()
        .position(|draft| fits(draft) && strong(draft))
        .or_else(|| zone.iter().position(fits))
}

/// Authors, editors, date and number out of a title page.
fn read(zone: &[Draft], meta: &mut Meta) {
    let mut role: Option<&'static str> = None;
    for draft in zone {
        let text = draft.text.replace('\n', " ");
        let small = text.trim().trim_end_matches(':').to_lowercase();
        let named = match small.as_str() {
            "authors" | "author" | "авторы" | "автор" | "contributors" => {
                Some("authors")
            }
            "editor-in-chief" | "editor" | "editors" | "главный редактор" => {
                Some("editors")
            }
            "copy editors" | "copy editor" => Some("copy_editors"),
            "editorial board" | "редакционная коллегия" => {
                Some("editorial_board")
            }
            _ => None,
        };
        if named.is_some() {
            role = named;
            continue;
        }
        if let Some(of) = role.take() {
            let people: Vec<String> = text
                .split(';')
                .map(person)
                .filter(|name| !name.is_empty())
                .collect();
            if of == "authors" {
                if meta.authors.is_empty() {
                    meta.authors = people;
                }
            } else {
                meta.fields.push((of.to_owned(), people.join("; ")));
            }
            continue;
        }
        if let Some(year) = place_and_year(&text) {
            let place = text
                .trim()
                .trim_end_matches(year)
                .trim_end_matches([',', ' ']);
            meta.fields.push(("place".to_owned(), place.to_owned()));
            if meta.date.is_none() {
                meta.date = printed_date::whole(year);
            }
        }
        if let Some(isbn) = isbn(&text) {
            if meta.reference.is_none() {
                meta.reference = Some(format!("ISBN {isbn}"));
            }
            meta.fields.push(("isbn".to_owned(), isbn));
        }
    }
}

/// A name without degree and function: "A.N. Panov (Coordinator), Dr. of Political Science".
fn person(text: &str) -> String {
    let end = text.find([',', '(']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim().to_owned()
}

/// The number behind "ISBN".
fn isbn(text: &str) -> Option<String> {
    let rest = text.split("ISBN").nth(1)?;
    let number: String = rest
        .trim_start_matches([' ', ':', '-'])
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | 'X'))
        .collect();
    (number.len() >= 10).then_some(number)
}
