//! By-lines, datelines, captions; notes on the author and on first publication.
//!
//! Knows the wordings with which these begin, in several languages.

use super::super::draft::Draft;
use super::super::{printed_date, shape};
use super::is_line;
use crate::corpus::block::BlockKind;
use crate::corpus::document::Meta;

/// Whether a text is a by-line: "by Joseph Ferguson, Fulbright Fellow …".
pub(super) fn is_byline(text: &str) -> bool {
    let Some(rest) = after_by(text) else {
        return false;
    };
    // A house compiles; "by the" alone begins no by-line.
    let made = ["ompiled by ", "repared by ", "dited by "]
        .iter()
        .any(|verb| text.contains(verb));
    let rest = rest.strip_prefix("the ").filter(|_| made).unwrap_or(rest);
    let name: Vec<&str> = rest.split_whitespace().take(2).collect();
    is_line(text)
        && !name.is_empty()
        && name.iter().take(1).all(|word| {
            word.chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || !c.is_ascii())
        })
        && (!shape::is_closed(text) || shape::word_count(text) <= 12)
        && !rest.starts_with("The ")
}

/// The words behind "by", if a text begins so.
fn after_by(text: &str) -> Option<&str> {
    [
        "by ",
        "By ",
        "compiled by ",
        "Compiled by ",
        "Prepared by ",
        "Written by ",
        "Edited by ",
        "Text: ",
        "BY ",
        "By\n",
        "by\n",
        "Автор: ",
        "Von ",
        "Par ",
        "Por ",
        "文＝",
        "文：",
    ]
    .iter()
    .find_map(|begin| text.strip_prefix(begin))
    .map(str::trim_start)
}

/// Whether a block is the word "By" alone.
pub(super) fn is_lone_by(text: &str) -> bool {
    matches!(
        text.trim().trim_end_matches(':'),
        "By" | "by" | "BY" | "Written by" | "Автор"
    )
}

/// Takes author, role and affiliation out of a by-line.
pub(super) fn read(text: &str, meta: &mut Meta) {
    let Some(rest) = after_by(text) else {
        return;
    };
    let rest = rest.replace('\n', " ");
    // A by-line may go on with a date behind a dot or a bar.
    let rest = rest
        .split(['·', '|', '•'])
        .next()
        .unwrap_or("")
        .trim()
        .to_owned();
    // A house that compiles is where the text comes from.
    if let Some(house) = rest.strip_prefix("the ") {
        meta.origin.get_or_insert_with(|| house.to_owned());
        return;
    }
    let mut parts = rest.split(',').map(str::trim);
    let Some(name) = parts.next().filter(|name| !name.is_empty()) else {
        return;
    };
    if meta.authors.is_empty() {
        let name = name.trim_end_matches(['*', '†', '‡', '¹']);
        meta.authors.extend(super::super::fields::names(name));
    }
    let others: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let is_house = |part: &str| {
        [
            "Institut",
            "Universit",
            "Academy",
            "Center",
            "Centre",
            "Council",
            "Ministry",
            "College",
            "School",
            "Foundation",
            "Department",
            "Library",
            "Press",
            "Society",
            "Association",
            "Embassy",
            "Laborator",
            "Forum",
            "News",
            "Times",
        ]
        .iter()
        .any(|word| part.contains(word))
    };
    let house = others.iter().position(|part| is_house(part));
    if let Some((role, affiliation)) = house.and_then(|at| others.split_at_checked(at)) {
        if !role.is_empty() {
            meta.fields
                .push(("author_role".to_owned(), role.join(", ")));
        }
        meta.origin.get_or_insert_with(|| affiliation.join(", "));
    } else if let Some(role) = others.first()
        && printed_date::leading(role, None).is_none()
    {
        meta.fields
            .push(("author_role".to_owned(), (*role).to_owned()));
    }
}

/// Whether a line gives a date, and perhaps a place or the sections of a site: "June 14, 2018
/// Asia , Europe", "Moscow, 19 October 1956".
pub(super) fn is_dateline(text: &str) -> bool {
    if !is_line(text) || shape::is_closed(text) && shape::word_count(text) > 8 {
        return false;
    }
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = [
        "First published ",
        "Last revised ",
        "Last modified ",
        "Last update ",
        "Revised ",
        "Published ",
        "Posted on ",
        "Posted ",
        "Updated ",
        "Published on ",
        "Last updated ",
        "Submitted on ",
        "of ",
        "Опубликовано ",
        "Judgment of ",
        "Judgment delivered ",
        "Decision of ",
        "Opinion of ",
        "Decided ",
        "Dated ",
        "Signed ",
        "Signed on ",
        "Signed at ",
    ]
    .iter()
    .find_map(|begin| text.strip_prefix(begin))
    .unwrap_or(text);
    let text = after_weekday(text);
    if printed_date::leading(text, None).is_some_and(|printed| printed.value.iso.len() >= 7) {
        return shape::word_count(text) <= 25;
    }
    // A place before the date.
    text.split_once(", ").is_some_and(|(place, rest)| {
        shape::word_count(place) <= 3
            && shape::starts_large(place)
            && printed_date::whole(rest)
                .is_some_and(|date| date.iso.len() >= 7 && !date.iso.contains('/'))
    })
}

/// A date without the day of the week before it: "Mon 19 Nov 2018", "Wednesday, 3 August".
fn after_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let Some((day, rest)) = text.split_once(' ') else {
        return text;
    };
    let day = day.trim_end_matches([',', '.']).to_lowercase();
    let named = day.len() >= 3 && DAYS.iter().any(|name| name.starts_with(&day));
    if named { rest.trim_start() } else { text }
}

/// Whether a line names a case by its parties: "HARBOUR BOARD v. OLSEN".
pub(super) fn is_case(text: &str) -> bool {
    let small = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    is_line(text)
        && [" v. ", " v ", " vs. ", " against "]
            .iter()
            .any(|mark| text.contains(mark))
        && !shape::is_closed(text)
        && text.split_whitespace().filter(small).count() <= 3
}

/// Whether a line greets the one to whom a letter is written.
pub(super) fn is_salutation(text: &str) -> bool {
    let small = text.to_lowercase();
    let greets = [
        "dear ",
        "sir,",
        "sirs,",
        "sir:",
        "madam,",
        "my dear ",
        "gentlemen,",
        "gentlemen:",
        "excellency,",
        "уважаем",
        "многоуважаем",
        "дорог",
        "sehr geehrte",
        "lieber ",
        "liebe ",
        "monsieur,",
        "monsieur le ",
        "madame,",
        "拝啓",
    ]
    .iter()
    .any(|begin| small.starts_with(begin));
    greets
        && shape::word_count(text) <= 8
        && (text.ends_with([',', ':', '!', '、']) || small.starts_with("拝啓"))
}

/// Whether a line by the title is a remark on the document: in brackets, on its release, on its
/// distribution.
pub(super) fn is_remark(text: &str) -> bool {
    if !is_line(text) || text.contains('\n') {
        return false;
    }
    let bracketed = text.starts_with(['(', '[']) && text.ends_with([')', ']']);
    let small = text.to_lowercase();
    bracketed
        || super::issuer::is_number(text)
        || small.starts_with("no. ") && (small.contains("argued ") || small.contains("decided "))
        || [
            "for immediate release",
            "embargoed",
            "not for distribution",
            "distr.:",
            "distr. ",
            "original: ",
            "translated from ",
            "translated by ",
            "translation by ",
            "unofficial translation",
            "reports prepared for members",
            "prepared for members",
            "neutral citation",
            "case no",
            "hearing date",
            "order code",
            "doi:",
            "https://doi.org",
            "issn",
            "received ",
            "accepted ",
            "для служебного пользования",
        ]
        .iter()
        .any(|begin| small.starts_with(begin))
}

/// Whether a line is the class of a library: "УДК 327".
pub(super) fn is_class(text: &str) -> bool {
    shape::word_count(text) <= 4
        && ["УДК ", "ББК ", "UDC ", "DOI "]
            .iter()
            .any(|begin| text.starts_with(begin))
}

/// Whether a line is a name with initials and nothing else: "И. И. Иванов", "J. K. Moe".
pub(super) fn is_bare_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let initial = |word: &&str| {
        word.ends_with('.')
            && word.split('.').all(|part| part.chars().count() <= 1)
            && word.chars().next().is_some_and(char::is_uppercase)
    };
    let surname = |word: &&str| {
        word.chars().count() >= 3
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let initials = words.iter().filter(|word| initial(word)).count();
    let surnames = words.iter().filter(|word| surname(word)).count();
    (2..=4).contains(&words.len())
        && surnames == 1
        && initials + 1 == words.len()
        && !text.contains('\n')
}

/// Whether a text is a person's name with where the person works: on a line of its own below, or
/// in brackets.
pub(super) fn is_name_with_house(text: &str) -> bool {
    if let Some((name, rest)) = text.split_once('（') {
        let works = [
            "大学",
            "教授",
            "研究",
            "記者",
            "大使",
            "所長",
            "編集",
            "弁護士",
        ];
        return (2..=10).contains(&name.trim().chars().count())
            && rest.ends_with('）')
            && rest.chars().count() <= 24
            && works.iter().any(|word| rest.contains(word));
    }
    let Some((name, house)) = text.split_once('\n') else {
        return false;
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let named = (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\''))
        });
    named
        && shape::word_count(house) <= 14
        && [
            "University",
            "Institute",
            "Academy",
            "College",
            "School",
            "Center",
            "Centre",
            "Foundation",
            "Ministry",
            "Council",
            "университет",
            "институт",
            "Universität",
            "Université",
        ]
        .iter()
        .any(|word| house.contains(word))
        || named && is_office(house)
}

/// Whether lines below a name say what that person is: short, no sentence, with the word for an
/// office among them.
fn is_office(lines: &str) -> bool {
    const OFFICES: [&str; 22] = [
        "Specialist",
        "Analyst",
        "Professor",
        "Lecturer",
        "Fellow",
        "Attorney",
        "Director",
        "Correspondent",
        "Editor",
        "Coordinator",
        "Ambassador",
        "Librarian",
        "Researcher",
        "Research Associate",
        "Research Assistant",
        "Adviser",
        "Advisor",
        "Historian",
        "Archivist",
        "Economist",
        "Counsel",
        "Secretary",
    ];
    lines.lines().count() <= 3
        && lines
            .lines()
            .all(|line| shape::word_count(line) <= 9 && !shape::is_closed(line))
        && lines
            .lines()
            .next()
            .is_some_and(|line| OFFICES.iter().any(|office| line.contains(office)))
}

/// Takes the name, and the house where there is one, out of such a text.
pub(super) fn read_bare(text: &str, meta: &mut Meta) {
    let (name, house) = match (text.split_once('（'), text.split_once('\n')) {
        (Some((name, rest)), _) => (name.trim(), Some(rest.trim_end_matches('）'))),
        (None, Some((name, house))) => (name.trim(), Some(house.trim())),
        (None, None) => (text.trim(), None),
    };
    if !meta.authors.iter().any(|known| known == name) {
        meta.authors.push(name.to_owned());
    }
    match house {
        Some(office) if is_office(office) => meta
            .fields
            .push(("author_role".to_owned(), office.replace('\n', ", "))),
        Some(house) if !text.contains('（') => {
            meta.origin.get_or_insert_with(|| house.replace('\n', ", "));
        }
        Some(role) => meta
            .fields
            .push(("author_role".to_owned(), role.to_owned())),
        None => {}
    }
}

/// Whether a line lists the words by which a paper is to be found.
pub(super) fn is_keywords(text: &str) -> bool {
    let small: String = text.chars().take(20).flat_map(char::to_lowercase).collect();
    [
        "keywords:",
        "keywords —",
        "key words:",
        "jel ",
        "ключевые слова",
        "schlagwörter:",
        "mots-clés",
        "キーワード",
    ]
    .iter()
    .any(|begin| small.starts_with(begin))
}

/// Whether a line names a numbered table or figure: "Table 1. Rounds of negotiation".
pub(super) fn is_numbered_caption(text: &str) -> bool {
    if shape::word_count(text) > 24 || text.contains('\n') {
        return false;
    }
    let rest = [
        "Table ",
        "TABLE ",
        "Figure ",
        "FIGURE ",
        "Fig. ",
        "Chart ",
        "Map ",
        "Box ",
        "Plate ",
        "Таблица ",
        "Рисунок ",
        "Рис. ",
        "Tabelle ",
        "Abbildung ",
        "Abb. ",
        "Tableau ",
        "表",
        "図",
    ]
    .iter()
    .find_map(|word| text.strip_prefix(word));
    let Some(rest) = rest else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or("");
    digits > 0
        && digits <= 3
        && (behind.is_empty()
            || behind.starts_with(['.', ':', '–', '—', '\u{3000}', '：'])
            || behind.starts_with(" –")
            || behind.starts_with(" —")
            || behind.starts_with(" -"))
}

/// Whether a line credits a picture.
pub(super) fn is_caption(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    // The one who took a picture is named behind what it shows.
    let credited = ["photograph: ", "photo: ", "фото: "]
        .iter()
        .filter_map(|word| small.rfind(word))
        .any(|at| shape::word_count(small.get(at..).unwrap_or("")) <= 7);
    if credited && shape::word_count(text) <= 45 {
        return true;
    }
    shape::word_count(text) <= 12
        && ([
            "photo:",
            "photo by",
            "image:",
            "photo credit",
            "picture:",
            "фото:",
            "photograph by",
            "photo courtesy",
            "source: ap",
            "credit:",
            "[illustration",
        ]
        .iter()
        .any(|begin| small.starts_with(begin))
            || [
                "photo",
                "photos",
                "/getty images",
                "getty images",
                "/reuters",
                "/ap",
            ]
            .iter()
            .any(|end| small.ends_with(end) && shape::word_count(text) <= 6))
}

/// Notes at the end: where the text first appeared, who its author is.
pub(super) fn at_end(drafts: &mut [Draft], meta: &Meta) {
    let total = drafts.len();
    let from = total - total.min(24);
    let mut author = false;
    for at in from..total {
        let Some(draft) = drafts.get_mut(at) else {
            return;
        };
        let loose = (draft.is_prose()
            || draft.kind == Some(BlockKind::Heading) && draft.level == 0)
            && draft.label.is_none()
            && draft.note.is_none();
        if draft.kind == Some(BlockKind::Boilerplate) || draft.kind == Some(BlockKind::Rule) {
            continue;
        }
        if !loose {
            author = false;
            continue;
        }
        let is_name = meta.authors.iter().any(|name| draft.text.trim() == name);
        let about = is_name
            || meta.authors.iter().any(|name| {
                draft.text.strip_prefix(name.as_str()).is_some_and(|rest| {
                    rest.starts_with(" is ") || rest.starts_with(" was ") || rest.starts_with(", ")
                })
            })
            || starts_about_author(&draft.text);
        if is_provenance(&draft.text) || (about && at > 2) {
            draft.kind = Some(BlockKind::Header);
            author =
                is_name || starts_about_author(&draft.text) && shape::word_count(&draft.text) <= 5;
        } else if author {
            draft.kind = Some(BlockKind::Header);
            author = false;
        }
    }
}

fn starts_about_author(text: &str) -> bool {
    let small: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    [
        "about the author",
        "the author is ",
        "the writer is ",
        "об авторе",
        "автор — ",
    ]
    .iter()
    .any(|begin| small.starts_with(begin))
}

/// Whether a short text says where the document was first published.
fn is_provenance(text: &str) -> bool {
    let small = text.to_lowercase();
    shape::word_count(text) <= 45
        && [
            "originally published",
            "originally appeared",
            "first published",
            "first appeared",
            "reprinted with",
            "reproduced with",
            "republished with",
            "впервые опубликован",
            "перепечат",
        ]
        .iter()
        .any(|wording| small.contains(wording))
}

/// The publisher that a note on first publication names, where nothing else gives an origin.
pub(super) fn first_publisher(drafts: &[Draft], meta: &mut Meta) {
    if meta.origin.is_some() {
        return;
    }
    let noted = drafts
        .iter()
        .rev()
        .take(30)
        .filter(|draft| draft.kind == Some(BlockKind::Header) && is_provenance(&draft.text))
        .find_map(|draft| {
            let (_, rest) = draft
                .text
                .split_once("published by ")
                .or_else(|| draft.text.split_once("published in "))?;
            let rest = rest.strip_prefix("the ").unwrap_or(rest);
            let end = [" and ", ",", ".", ";", " on ", " under ", " in "]
                .iter()
                .filter_map(|mark| rest.find(mark))
                .min()
                .unwrap_or(rest.len());
            let name = rest.get(..end)?.trim();
            (shape::starts_large(name) && shape::word_count(name) <= 8).then(|| name.to_owned())
        });
    meta.origin = noted;
}
