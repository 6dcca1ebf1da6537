//! The front of a document: its title, who wrote it, when and where it appeared.
//!
//! Knows the shapes of by-lines, datelines, captions, imprints and title pages, and the notes on
//! authors and first publication at the end. All of it stays in the text as header blocks.

mod byline;
mod imprint;
mod issuer;

use super::draft::Draft;
use super::line::{Page, Start};
use super::{headings, printed_date, shape};
use crate::corpus::block::BlockKind;
use crate::corpus::document::{Meta, Style};

pub(crate) use imprint::is_contents;

/// Blocks at the head that may still belong to the front.
const REACH: usize = 24;

/// Recognises the front matter, the by-line and the title; returns the title's block.
pub(crate) fn recognise(drafts: &mut [Draft], meta: &mut Meta, cable: bool) -> Option<usize> {
    if cable {
        return None;
    }
    if let Some(title) = imprint::title_page(drafts, meta) {
        return title;
    }
    if letter(drafts, meta) {
        return None;
    }
    issuers(drafts, meta);
    let title = title(drafts, meta);
    let title = case_name(drafts, title, meta);
    kickers(drafts, title, meta);
    heads(drafts, title, meta);
    captions(drafts);
    authors_below(drafts, title, meta);
    folded_bylines(drafts, title, meta);
    publishers(drafts, title, meta);
    head_date(drafts, meta);
    if meta.reference.is_none() {
        // A judgment is known by its neutral citation, which may stand in its title.
        let head = drafts.iter().take(8);
        let mut cited = head
            .filter(|draft| matches!(draft.kind, Some(BlockKind::Header | BlockKind::Heading)))
            .filter_map(|draft| issuer::neutral_citation(&draft.text));
        meta.reference = cited.next().map(str::to_owned);
    }
    press_date(drafts, meta);
    signed_at_end(drafts, meta);
    byline::at_end(drafts, meta);
    byline::first_publisher(drafts, meta);
    title
}

/// The name of a paper's section above the title is header matter.
fn kickers(drafts: &mut [Draft], title: Option<usize>, meta: &mut Meta) {
    for draft in drafts.iter_mut().take(title.unwrap_or(0)) {
        let loose = draft.is_prose() || draft.kind == Some(BlockKind::Heading) && draft.level == 0;
        if loose && byline::is_bare_name(&draft.text) {
            byline::read(&format!("by {}", draft.text), meta);
            draft.kind = Some(BlockKind::Header);
        }
        if loose && (super::chrome::is_kicker(&draft.text) || byline::is_class(&draft.text)) {
            draft.kind = Some(BlockKind::Header);
        }
    }
}

/// Captions of pictures and tables within the text, and the words by which it is to be found.
fn captions(drafts: &mut [Draft]) {
    for (at, draft) in drafts.iter_mut().enumerate() {
        let caption = byline::is_caption(&draft.text) && draft.text.contains([':', '['])
            || byline::is_numbered_caption(&draft.text)
            || at < REACH && byline::is_keywords(&draft.text);
        if is_loose(draft) && caption {
            draft.kind = Some(BlockKind::Header);
        }
    }
}

/// The block that is the document's title: the first heading-like block at its head, before any
/// text. It sets the metadata's title where the document gives none by other means.
fn title(drafts: &mut [Draft], meta: &mut Meta) -> Option<usize> {
    let mut found = by_metadata(drafts, meta);
    let search = if found.is_some() { 0 } else { REACH };
    for (at, draft) in drafts.iter().enumerate().take(search) {
        match draft.kind {
            Some(BlockKind::Header | BlockKind::Boilerplate | BlockKind::Rule) => {}
            Some(BlockKind::Heading) if draft.label.is_none() => {
                let kicker = super::chrome::is_kicker(&draft.text)
                    || byline::is_class(&draft.text)
                    || byline::is_bare_name(&draft.text);
                if draft.level == 0 && (byline::is_dateline(&draft.text) || kicker) {
                    continue;
                }
                found = Some(at);
                break;
            }
            None | Some(BlockKind::Paragraph) if draft.label.is_none() => {
                if byline::is_dateline(&draft.text)
                    || byline::is_byline(&draft.text)
                    || super::chrome::is_kicker(&draft.text)
                    || byline::is_bare_name(&draft.text)
                    || byline::is_class(&draft.text)
                {
                    continue;
                }
                let text = draft.text.replace('\n', " ");
                let lead = headings::looks_like_title(&text) || headings::is_bold(draft);
                if lead && has_text_below(drafts, at) {
                    found = Some(at);
                }
                break;
            }
            _ => break,
        }
    }
    let at = found?;
    let level = drafts.get(at).map_or(0, |draft| draft.level);
    let section = drafts.iter().enumerate().any(|(other, draft)| {
        other > at && draft.kind == Some(BlockKind::Heading) && level > 0 && draft.level == level
    });
    let draft = drafts.get_mut(at)?;
    let text = draft.text.replace('\n', " ");
    let known = meta.title.clone();
    let same = known.as_deref().is_none_or(|known| alike(known, &text));
    // Several headings of one depth, the first among them: a text without a title, unless the
    // metadata says that this is it.
    if section && (known.is_none() || !same) && byline_below(drafts, at).is_none() {
        return None;
    }
    let draft = drafts.get_mut(at)?;
    draft.kind = Some(BlockKind::Heading);
    draft.text = text;
    meta.title.get_or_insert_with(|| draft.text.clone());
    Some(at)
}

/// The first block of the text itself: long, or a closed sentence, or one that is numbered or
/// dated.
fn body(drafts: &[Draft]) -> usize {
    let is_body = |draft: &Draft| {
        let words = shape::word_count(&draft.text);
        let text = draft.is_prose()
            && (words >= 26 || shape::is_closed(&draft.text) && words >= 9)
            && !byline::is_dateline(&draft.text)
            && !byline::is_byline(&draft.text);
        text || draft.label.is_some()
            || matches!(
                draft.kind,
                Some(
                    BlockKind::Entry
                        | BlockKind::ListItem
                        | BlockKind::Quote
                        | BlockKind::Footnote
                        | BlockKind::Table
                        | BlockKind::Code
                )
            )
    };
    drafts
        .iter()
        .take(REACH)
        .position(is_body)
        .unwrap_or(drafts.len().min(REACH))
}

/// Whether a block is loose: text, or a heading by its shape only.
fn is_loose(draft: &Draft) -> bool {
    draft.label.is_none()
        && draft.note.is_none()
        && (draft.is_prose() || draft.kind == Some(BlockKind::Heading) && draft.level == 0)
}

/// A letter begins with addresses and a date; what is above its salutation is header matter, and it
/// has no title.
fn letter(drafts: &mut [Draft], meta: &mut Meta) -> bool {
    let Some(salutation) = drafts
        .iter()
        .take(REACH)
        .position(|draft| is_loose(draft) && byline::is_salutation(&draft.text))
    else {
        return false;
    };
    let above = drafts.get(..salutation).unwrap_or_default();
    let short = above.iter().all(|draft| {
        matches!(
            draft.kind,
            Some(BlockKind::Header | BlockKind::Boilerplate | BlockKind::Rule)
        ) || is_loose(draft) && is_line(&draft.text) && !shape::is_closed(&draft.text)
    });
    if !short || meta.title.is_some() {
        return false;
    }
    for draft in drafts.iter_mut().take(salutation + 1) {
        if !is_loose(draft) {
            continue;
        }
        if byline::is_salutation(&draft.text) {
            draft.kind = Some(BlockKind::Paragraph);
            break;
        }
        if meta.date.is_none() && byline::is_dateline(&draft.text) {
            meta.date = date_in(&draft.text);
        }
        draft.kind = Some(BlockKind::Header);
    }
    true
}

/// Above the title: the house, the journal, volume and number. They are header matter where a title
/// stands below them.
fn issuers(drafts: &mut [Draft], meta: &mut Meta) {
    let body = body(drafts);
    let is_title = |draft: &Draft| {
        let text = draft.text.replace('\n', " ");
        (draft.kind == Some(BlockKind::Heading) || is_loose(draft))
            && headings::looks_like_title(&text)
            && !issuer::is_issuer(&draft.text)
            && !byline::is_dateline(&text)
            && !byline::is_byline(&text)
            && !byline::is_remark(&text)
    };
    let begin = drafts.iter().take(body).position(|draft| {
        !matches!(
            draft.kind,
            Some(BlockKind::Header | BlockKind::Boilerplate | BlockKind::Rule)
        )
    });
    let Some(begin) = begin else { return };
    let court = drafts
        .iter()
        .take(body)
        .any(|draft| draft.text.to_lowercase().contains("court"));
    let case = (begin..body).find(|at| {
        court
            && drafts
                .get(*at)
                .is_some_and(|draft| is_loose(draft) && byline::is_case(&draft.text))
    });
    let issued = drafts
        .get(begin)
        .is_some_and(|draft| is_loose(draft) && issuer::is_issuer(&draft.text));
    if !issued && case.is_none() {
        return;
    }
    let Some(title) =
        case.or_else(|| (begin..body).find(|at| drafts.get(*at).is_some_and(is_title)))
    else {
        return;
    };
    for draft in drafts.iter_mut().take(title).skip(begin) {
        if !is_loose(draft) {
            continue;
        }
        if meta.date.is_none() {
            meta.date = date_in(&draft.text)
                .or_else(|| issuer::citation_year(&draft.text).and_then(printed_date::whole));
        }
        if let Some(code) =
            issuer::code(&draft.text).or_else(|| issuer::neutral_citation(&draft.text))
            && meta.reference.is_none()
        {
            meta.reference = Some(code.to_owned());
        }
        if let Some(house) = issuer::house(&draft.text) {
            let name = house.strip_prefix("IN THE ").unwrap_or(&house);
            meta.origin.get_or_insert_with(|| name.to_owned());
        }
        draft.kind = Some(BlockKind::Header);
    }
}

/// The date in a running head above the title: "ISSUE BRIEF      No. 14 | June 2011".
fn head_date(drafts: &[Draft], meta: &mut Meta) {
    if meta.date.is_some() {
        return;
    }
    meta.date = drafts
        .iter()
        .take(3)
        .filter(|draft| draft.kind == Some(BlockKind::Header) && is_line(&draft.text))
        .find_map(|draft| date_in(&draft.text));
}

/// The date under a treaty or an act: "Done at Havn on 15 September 2010".
fn signed_at_end(drafts: &[Draft], meta: &mut Meta) {
    if meta.date.is_some() {
        return;
    }
    meta.date = drafts.iter().rev().take(REACH).find_map(|draft| {
        let small: String = draft
            .text
            .chars()
            .take(16)
            .flat_map(char::to_lowercase)
            .collect();
        let signed = [
            "done at ",
            "done in ",
            "done this ",
            "совершено ",
            "fait à ",
            "geschehen ",
        ]
        .iter()
        .any(|begin| small.starts_with(begin));
        (signed && draft.is_prose())
            .then(|| date_in(&draft.text))
            .flatten()
    });
}

/// In a judgment the case is the title, and the court above it is where the text comes from.
fn case_name(drafts: &mut [Draft], title: Option<usize>, meta: &mut Meta) -> Option<usize> {
    let above = title?;
    let court = drafts
        .get(above)
        .is_some_and(|draft| draft.text.to_lowercase().contains("court"));
    let at = above + 1;
    let is_case = drafts.get(at).is_some_and(|draft| {
        (draft.is_prose() || draft.kind == Some(BlockKind::Heading)) && byline::is_case(&draft.text)
    });
    if !court || !is_case {
        return title;
    }
    if let Some(draft) = drafts.get_mut(above) {
        draft.kind = Some(BlockKind::Header);
        let name = draft.text.strip_prefix("IN THE ").unwrap_or(&draft.text);
        meta.origin.get_or_insert_with(|| name.to_owned());
    }
    let draft = drafts.get_mut(at)?;
    draft.kind = Some(BlockKind::Heading);
    meta.title = Some(draft.text.clone());
    Some(at)
}

/// The heading of the format that is the title by the metadata; what stands loose above it, short,
/// is the section of the paper.
fn by_metadata(drafts: &mut [Draft], meta: &Meta) -> Option<usize> {
    let known = meta.title.as_deref()?;
    let at = drafts.iter().take(REACH).position(|draft| {
        draft.kind == Some(BlockKind::Heading)
            && draft.level > 0
            && draft.label.is_none()
            && alike(known, &draft.text)
    })?;
    for draft in drafts.iter_mut().take(at) {
        let short = shape::word_count(&draft.text) <= 5 && !shape::is_closed(&draft.text);
        if is_loose(draft) && short {
            draft.kind = Some(if all_links(draft) {
                BlockKind::Boilerplate
            } else {
                BlockKind::Header
            });
        }
    }
    Some(at)
}

/// Whether every word of a block is a link.
fn all_links(draft: &Draft) -> bool {
    let linked: usize = draft
        .inlines
        .iter()
        .filter(|inline| matches!(inline.style, Style::Link(_)))
        .map(|inline| inline.range.len())
        .sum();
    let blanks = draft.text.chars().filter(|c| c.is_whitespace()).count();
    linked > 0 && linked + blanks >= draft.text.len()
}

/// Whether two titles are one but for case, marks and a site's name behind it.
fn alike(one: &str, other: &str) -> bool {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (one, other) = (fold(one), fold(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Whether text stands below a block near the head.
fn has_text_below(drafts: &[Draft], at: usize) -> bool {
    drafts.iter().skip(at + 1).take(REACH * 2).any(|draft| {
        !matches!(
            draft.kind,
            Some(BlockKind::Rule | BlockKind::Boilerplate | BlockKind::Header)
        )
    })
}

fn byline_below(drafts: &[Draft], at: usize) -> Option<usize> {
    (at + 1..drafts.len().min(at + 4)).find(|index| {
        drafts
            .get(*index)
            .is_some_and(|draft| byline::is_byline(&draft.text))
    })
}

/// By-lines, datelines and captions between the title and the text.
fn heads(drafts: &mut [Draft], title: Option<usize>, meta: &mut Meta) {
    let begin = title.map_or(0, |at| at + 1);
    let mut lone_by = false;
    for at in begin..drafts.len().min(begin + REACH) {
        let above_date = leads_to_date(drafts, at);
        if at <= begin + 2 && title.is_some() && is_standfirst(drafts, at) {
            continue;
        }
        let Some(draft) = drafts.get_mut(at) else {
            return;
        };
        match draft.kind {
            Some(BlockKind::Boilerplate)
                if at < begin + 5 && title.is_some() && byline::is_byline(&draft.text) =>
            {
                byline::read(&draft.text, meta);
                draft.kind = Some(BlockKind::Header);
                continue;
            }
            Some(BlockKind::Header) if byline::is_name_with_house(&draft.text) => {
                byline::read_bare(&draft.text, meta);
                continue;
            }
            Some(BlockKind::Header | BlockKind::Boilerplate | BlockKind::Rule) => continue,
            None | Some(BlockKind::Paragraph) if draft.label.is_none() => {}
            Some(BlockKind::Heading) if draft.level == 0 && draft.label.is_none() => {}
            _ => return,
        }
        let named = meta.authors.iter().any(|name| alike(name, &draft.text));
        if named && is_line(&draft.text) && !draft.text.is_empty() {
            draft.kind = Some(BlockKind::Header);
        } else if lone_by {
            // The name behind a "By" that stood alone.
            for name in super::fields::names(&draft.text) {
                if !meta.authors.iter().any(|known| alike(known, &name)) {
                    meta.authors.push(name);
                }
            }
            draft.kind = Some(BlockKind::Header);
            lone_by = false;
        } else if byline::is_bare_name(&draft.text) || byline::is_name_with_house(&draft.text) {
            byline::read_bare(&draft.text, meta);
            draft.kind = Some(BlockKind::Header);
        } else if byline::is_lone_by(&draft.text) {
            draft.kind = Some(BlockKind::Header);
            lone_by = true;
        } else if byline::is_byline(&draft.text) {
            byline::read(&draft.text, meta);
            draft.text = draft.text.replace('\n', " ");
            draft.kind = Some(BlockKind::Header);
        } else if byline::is_remark(&draft.text) || above_date {
            if meta.date.is_none()
                && let Some((_, day)) = draft.text.split_once("Decided ")
            {
                meta.date = date_in(day);
            }
            draft.kind = Some(BlockKind::Header);
        } else if byline::is_dateline(&draft.text) {
            if let Some((_, name)) = draft.text.split_once(" by ")
                && meta.authors.is_empty()
            {
                byline::read(&format!("by {name}"), meta);
            }
            if let Some(printed) = date_in(&draft.text)
                && meta.date.is_none()
            {
                meta.date = Some(printed);
            }
            draft.kind = Some(BlockKind::Header);
        } else if byline::is_caption(&draft.text) {
            draft.kind = Some(BlockKind::Header);
        } else {
            return;
        }
    }
}

/// Whether a block right below the title is the sentence with which papers sum an article up: the
/// by-line or the date stands below it.
fn is_standfirst(drafts: &[Draft], at: usize) -> bool {
    let told = drafts.get(at).is_some_and(|draft| {
        draft.is_prose()
            && draft.label.is_none()
            && (6..=60).contains(&shape::word_count(&draft.text))
            && !byline::is_byline(&draft.text)
            && !byline::is_dateline(&draft.text)
            && !shape::is_capitals(&draft.text)
    });
    let named = drafts.iter().skip(at + 1).take(3).any(|draft| {
        is_loose(draft)
            && (byline::is_byline(&draft.text) || byline::is_dateline(&draft.text))
            && shape::word_count(&draft.text) <= 14
    });
    told && named
}

/// Whether a short line in capitals stands above the date of a document: "JUDGMENT", "STRASBOURG".
fn leads_to_date(drafts: &[Draft], at: usize) -> bool {
    let capitals = |draft: &Draft| {
        is_loose(draft) && shape::is_capitals(&draft.text) && shape::word_count(&draft.text) <= 14
    };
    let dated = |draft: &Draft| {
        is_loose(draft) && (byline::is_dateline(&draft.text) || draft.text.contains("Decided "))
    };
    if !drafts.get(at).is_some_and(capitals) {
        return false;
    }
    drafts
        .iter()
        .skip(at + 1)
        .take(3)
        .find(|draft| dated(draft) || !capitals(draft))
        .is_some_and(dated)
}

/// A by-line that the judgement on a page folded with what stands around it.
fn folded_bylines(drafts: &mut [Draft], title: Option<usize>, meta: &mut Meta) {
    let Some(title) = title else { return };
    for draft in drafts.iter_mut().skip(title + 1).take(5) {
        if draft.kind == Some(BlockKind::Boilerplate) && byline::is_byline(&draft.text) {
            byline::read(&draft.text, meta);
            draft.kind = Some(BlockKind::Header);
        }
    }
}

/// On a title page: the place, the publisher and the year, each on a line of its own.
fn publishers(drafts: &mut [Draft], title: Option<usize>, meta: &mut Meta) {
    let Some(title) = title else { return };
    for draft in drafts.iter_mut().skip(title + 1).take(6) {
        let last = draft.text.split_whitespace().next_back().unwrap_or("");
        let year = printed_date::whole(last).filter(|date| date.iso.len() == 4 && last.len() == 4);
        let capitals = shape::is_capitals(&draft.text) && shape::word_count(&draft.text) <= 12;
        if is_loose(draft) && capitals && year.is_some() && shape::word_count(&draft.text) >= 2 {
            draft.kind = Some(BlockKind::Header);
            if meta.date.is_none() {
                meta.date = year;
            }
            return;
        }
    }
}

/// The names of authors right below the title, where a note at the end says who they are.
fn authors_below(drafts: &mut [Draft], title: Option<usize>, meta: &mut Meta) {
    let Some(at) = title.map(|at| at + 1).filter(|_| meta.authors.is_empty()) else {
        return;
    };
    let Some(names) = drafts
        .get(at)
        .filter(|draft| is_loose(draft) && shape::word_count(&draft.text) <= 9)
        .map(|draft| super::fields::names(&draft.text.replace('\n', " ")))
    else {
        return;
    };
    let told = names.iter().all(|name| {
        let full = name.split_whitespace().count() >= 2
            && name
                .split_whitespace()
                .all(|word| word.starts_with(char::is_uppercase));
        let capitals = name.to_uppercase();
        full && drafts.iter().skip(at + 1).any(|draft| {
            let places = draft.text.match_indices(name.as_str());
            places
                .chain(draft.text.match_indices(&capitals))
                .any(|(place, found)| {
                    let rest = draft.text.get(place + found.len()..).unwrap_or("");
                    [" is ", " was ", " teaches ", " works ", ", "]
                        .iter()
                        .any(|verb| rest.starts_with(verb))
                })
        })
    });
    if told
        && !names.is_empty()
        && let Some(draft) = drafts.get_mut(at)
    {
        draft.kind = Some(BlockKind::Header);
        meta.authors = names;
    }
}

/// The place and day with which a report of the press begins: "Havn, 15 September 2010 – The".
fn press_date(drafts: &[Draft], meta: &mut Meta) {
    if meta.date.is_some() {
        return;
    }
    let first = drafts
        .iter()
        .take(REACH)
        .find(|draft| draft.is_prose() && shape::word_count(&draft.text) >= 8);
    meta.date = first.and_then(|draft| {
        let near = draft.text.get(..draft.text.floor_char_boundary(70))?;
        let head = [" – ", " — ", " -- ", " - "]
            .iter()
            .find_map(|dash| near.split_once(dash))?
            .0;
        let head = head.trim_matches(['(', ')', ' ']);
        byline::is_dateline(head).then(|| date_in(head)).flatten()
    });
}

/// The date that a dateline holds.
fn date_in(text: &str) -> Option<crate::corpus::date::DateValue> {
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        if let Some(printed) = printed_date::leading(rest, None)
            && printed.value.iso.len() >= 7
        {
            return Some(printed.value);
        }
        let word = rest.find(char::is_whitespace)?;
        let blank = rest.get(word..)?;
        from += word + (blank.len() - blank.trim_start().len());
    }
    None
}

/// Parts a title from the by-line and the date that stand below it without a blank line.
pub(crate) fn in_lines(page: &mut Page<'_>) {
    spread(page);
    wrapped_title(page);
    names_with_offices(page);
    let mut at = 0;
    for _ in 0..4 {
        if at >= page.lines.len() {
            return;
        }
        let end = page.run_end(at);
        let titled = end - at <= 6
            && (headings::looks_like_title(page.words(at)) || byline::is_byline(page.words(at)))
            && (at..end).all(|line| page.is_free(line) && page.words(line).len() <= 90);
        let dateline = (at + 1..end).find(|line| byline::is_dateline(page.words(*line)));
        if let Some(dateline) = dateline.filter(|line| titled && *line > at + 1) {
            // A name with a function, and a place, between the title and the date.
            let between = (at + 1..dateline).all(|line| {
                let words = page.words(line);
                words.contains(", ") && shape::word_count(words) <= 8 && !byline::is_byline(words)
            });
            if between {
                page.gather(at + 1..dateline, BlockKind::Header, true);
            }
        }
        let mut dated = false;
        for line in at + 1..end {
            let words = page.words(line);
            let begins = byline::is_byline(words) || byline::is_dateline(words) || dated;
            if titled
                && begins
                && let Some(line) = page.lines.get_mut(line)
            {
                line.start = Start::Anew;
            }
            dated = byline::is_dateline(words);
        }
        at = end;
    }
}

/// The names of authors at the head, each with the office on the lines below it.
fn names_with_offices(page: &mut Page<'_>) {
    let mut at = 0;
    for _ in 0..12 {
        let end = page.run_end(at).min(page.lines.len());
        if at >= end {
            return;
        }
        let lines: Vec<&str> = (at..end).map(|line| page.words(line)).collect();
        let free = (at..end).all(|line| page.is_plain(line));
        if free && (2..=4).contains(&lines.len()) && byline::is_name_with_house(&lines.join("\n")) {
            page.gather(at..end, BlockKind::Header, true);
        }
        at = end;
    }
}

/// A title set over two or three lines: a short run at the head whose lines are full, or end in a
/// colon, or go on small.
fn wrapped_title(page: &mut Page<'_>) {
    if page.cable {
        return;
    }
    let mut at = 0;
    for _ in 0..8 {
        if at >= page.lines.len() {
            return;
        }
        let end = page.run_end(at);
        let free = (at..end).all(|line| page.is_plain(line));
        let lines: Vec<&str> = (at..end).map(|line| page.words(line)).collect();
        let all = lines.join(" ");
        let labelled = lines
            .first()
            .and_then(|line| line.split_once(": "))
            .is_some_and(|(name, _)| !name.contains(' '));
        if free && (all.len() > 240 || labelled || shape::is_closed(&all) || all.ends_with(',')) {
            return;
        }
        let own = lines.iter().any(|line| {
            byline::is_byline(line)
                || byline::is_dateline(line)
                || issuer::is_issuer(line)
                || byline::is_salutation(line)
                || line.contains("     ")
        });
        let goes_on = (at..end.saturating_sub(1)).all(|line| {
            let words = page.words(line);
            if words.ends_with(',') {
                return false;
            }
            words.ends_with(':')
                || !page.is_short(line) && !shape::is_closed(words)
                || shape::ends_in_connective(words)
                || shape::starts_small(page.words(line + 1))
        });
        let titled = free
            && (2..=3).contains(&lines.len())
            && !own
            && goes_on
            && headings::looks_like_title(&all);
        if titled {
            page.gather(at..end, BlockKind::Heading, false);
        }
        // Below another title, or text, stands none.
        let alone = lines.len() == 1 && !headings::looks_like_title(&all) || own || !free;
        if titled || !alone && lines.len() != 1 {
            return;
        }
        at = end;
    }
}

/// The lines that an archive of free books puts before and after a text are none of it.
pub(crate) fn licence(page: &mut Page<'_>) {
    let mark = |page: &Page<'_>, at: usize, word: &str| {
        let words = page.words(at);
        words.starts_with("***")
            && words.contains(word)
            && words.to_uppercase().contains("PROJECT GUTENBERG")
    };
    let start = (0..page.lines.len().min(400)).find(|at| mark(page, *at, "START OF"));
    let end = (0..page.lines.len())
        .rev()
        .find(|at| mark(page, *at, "END OF"));
    let (Some(start), Some(end)) = (start, end) else {
        return;
    };
    let all = [0..start + 1, end..page.lines.len()];
    for range in all {
        let mut from = range.start;
        while from < range.end {
            let free = |at: usize| page.lines.get(at).is_some_and(|line| line.group.is_none());
            let to = (from..range.end).find(|at| !free(*at)).unwrap_or(range.end);
            if to > from {
                page.gather(from..to, BlockKind::Boilerplate, true);
            }
            from = to.max(from + 1);
        }
    }
}

/// Lines at the head that are set to both margins, with a gap between, are running heads and
/// symbols: "United Nations            S/RES/242".
fn spread(page: &mut Page<'_>) {
    if page.cable {
        return;
    }
    let first = page.lines.first().map(|line| line.page);
    for at in 0..page.lines.len().min(10) {
        if page.lines.get(at).map(|line| line.page) != first {
            return;
        }
        let words = page.words(at);
        let gap = words.contains("     ") && words.len() <= 120;
        let tabled = page.lines.get(at).is_some_and(|line| line.given.is_some());
        if gap && !tabled && page.is_free(at) && !page.words(at + 1).contains("     ") {
            // With the number of a page at the left margin it is the head of that page.
            let paged = words.split_whitespace().next().is_some_and(|cell| {
                cell.len() <= 4 && cell.bytes().all(|b| b.is_ascii_digit()) && at == 0
            });
            let kind = if paged {
                BlockKind::Boilerplate
            } else {
                BlockKind::Header
            };
            page.gather(at..at + 1, kind, false);
        }
    }
}

/// A by-line cut in two by a blank line ("By", then the name) becomes one block.
pub(crate) fn merge_bylines(drafts: &mut Vec<Draft>) {
    let mut at = 0;
    while at + 1 < drafts.len() {
        let lone = drafts.get(at).is_some_and(|draft| {
            draft.kind == Some(BlockKind::Header) && byline::is_lone_by(&draft.text)
        });
        if lone
            && drafts
                .get(at + 1)
                .is_some_and(|next| next.kind == Some(BlockKind::Header))
        {
            let next = drafts.remove(at + 1);
            if let Some(first) = drafts.get_mut(at) {
                first.append(next, " ", None);
            }
        }
        at += 1;
        if at > REACH * 2 {
            return;
        }
    }
}

/// Whether a text is short enough to be a line of front matter.
fn is_line(text: &str) -> bool {
    shape::word_count(text) <= 30
}

#[cfg(test)]
mod tests;
