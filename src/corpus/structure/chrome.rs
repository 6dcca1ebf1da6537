//! Site chrome: what belongs to the page that a text was copied from.
//!
//! Knows the wording of comment forms, share buttons, cookie notes and navigation. Such matter is
//! folded, never deleted. What names where a text was first published is no chrome.

use super::draft::Draft;
use super::line::{Page, Start};
use super::shape;
use crate::corpus::block::BlockKind;

/// Wordings after which everything to the end belongs to the page: comment forms.
const TAIL: &[&str] = &[
    "this discussion is now closed",
    "comments are now closed",
    "most viewed",
    "most read",
    "most popular",
    "sort comments",
    "комментарии",
    "leave a reply",
    "leave a comment",
    "post a comment",
    "post comment",
    "add a comment",
    "add comment",
    "write a comment",
    "comments are closed",
    "no comments yet",
    "join the conversation",
    "be the first to comment",
    "you can be first to comment",
    "related articles",
    "related posts",
    "you may also like",
    "more from this author",
    "share this:",
    "like this:",
    "оставить комментарий",
    "добавить комментарий",
    "コメントを残す",
    "関連記事",
];

/// Wordings of single lines that belong to the page wherever they stand.
const LINES: &[&str] = &[
    "share",
    "share this",
    "share this article",
    "share this page",
    "share on facebook",
    "tweet",
    "tweet this",
    "print",
    "print this page",
    "email",
    "e-mail",
    "email this",
    "facebook",
    "twitter",
    "linkedin",
    "whatsapp",
    "subscribe",
    "sign up",
    "log in",
    "login",
    "sign in",
    "menu",
    "search",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "home",
    "back to top",
    "read more",
    "continue reading",
    "advertisement",
    "loading...",
    "previous post",
    "next post",
    "previous",
    "next",
    "editor review",
    "search for",
    "поделиться",
    "печать",
    "версия для печати",
    "シェア",
    "ツイート",
];

/// Parts the lines of chrome from what stands with them without a blank line.
pub(crate) fn in_lines(page: &mut Page<'_>) {
    menus(page);
    bars(page);
    for at in 0..page.lines.len() {
        let line = page.words(at);
        let chrome = line.len() <= 60
            && page.lines.get(at).is_none_or(|line| line.given.is_none())
            && (is_chrome_line(line) || is_kicker(line) && page.begins_run(at) && at < 24);
        if !chrome {
            continue;
        }
        for place in [at, at + 1] {
            if page.is_free(place)
                && (place == at || !page.begins_run(place))
                && let Some(line) = page.lines.get_mut(place)
            {
                line.start = Start::Anew;
            }
        }
    }
}

/// A run of short lines, several of which are certainly chrome, is a menu of the site with its name,
/// or a row of buttons with what they count.
fn menus(page: &mut Page<'_>) {
    let mut at = 0;
    while at < page.lines.len() {
        let end = page.run_end(at);
        let lines: Vec<&str> = (at..end).map(|line| page.words(line)).collect();
        let short = lines
            .iter()
            .all(|line| shape::word_count(line) <= 6 && !shape::is_closed(line));
        let certain = lines.iter().filter(|line| is_chrome_line(line)).count();
        let free = (at..end).all(|line| page.is_plain(line));
        if free && short && lines.len() >= 3 && certain >= 2 {
            page.gather(at..end, BlockKind::Boilerplate, true);
        }
        at = end;
    }
}

/// The bars of a site at the head of a page: its sections side by side, and the way from its home
/// page to this one.
fn bars(page: &mut Page<'_>) {
    if page.cable {
        return;
    }
    for at in 0..page.lines.len().min(30) {
        let free = page.lines.get(at).is_some_and(|line| {
            line.given.is_none()
                && line.group.is_none()
                && matches!(line.start, Start::Unknown | Start::Anew)
        });
        if free && is_bar(page.words(at)) {
            page.gather(at..at + 1, BlockKind::Boilerplate, false);
        }
    }
}

/// Whether a line is a row of short names with wide blanks or signs between them.
fn is_bar(line: &str) -> bool {
    let path = ["›", "»", " > "].iter().any(|sign| line.contains(sign));
    let sign = ["›", "»", " > ", "|", "·", "•", "  "]
        .into_iter()
        .find(|sign| line.matches(sign).count() >= if path { 2 } else { 3 });
    sign.is_some_and(|sign| {
        let names: Vec<&str> = line
            .split(sign)
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        names.len() >= if path { 3 } else { 4 }
            && names.iter().all(|name| {
                shape::word_count(name) <= 3
                    && shape::starts_large(name)
                    && !name.chars().any(|c| c.is_ascii_digit())
                    && !name.contains(':')
            })
    })
}

/// Whether a line names the section of a paper above a title.
pub(crate) fn is_kicker(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "analysis"
            | "opinion"
            | "commentary"
            | "editorial"
            | "essay"
            | "news"
            | "review"
            | "report"
            | "interview"
            | "world"
            | "politics"
            | "мнение"
            | "аналитика"
            | "новости"
            | "社説"
            | "論説"
    )
}

/// Folds the chrome at the head, within, and at the tail of a text.
pub(crate) fn recognise(drafts: &mut Vec<Draft>) {
    if let Some(at) = tail(drafts) {
        for draft in drafts.iter_mut().skip(at) {
            if draft.folded != Some(false) {
                fold(draft);
            }
        }
    }
    for draft in drafts.iter_mut() {
        if free(draft) && is_chrome_line(&draft.text) {
            fold(draft);
        }
    }
    masthead(drafts);
    between(drafts);
    blank_pages(drafts);
    colophon(drafts);
    merge(drafts);
}

/// Whether a draft may still be found to be chrome.
fn free(draft: &Draft) -> bool {
    // A format that judged the page by its markup knows better than a wording.
    draft.folded != Some(false)
        && draft.label.is_none()
        && draft.note.is_none()
        && !matches!(
            draft.kind,
            Some(BlockKind::Entry | BlockKind::Table | BlockKind::Code | BlockKind::Rule)
        )
}

fn fold(draft: &mut Draft) {
    draft.kind = Some(BlockKind::Boilerplate);
    draft.folded = Some(true);
    draft.level = 0;
}

/// Where the tail begins: the first comment form in the latter part of a text behind which no
/// text of the document's own follows (numbered paragraphs, notes, entries).
fn tail(drafts: &[Draft]) -> Option<usize> {
    let total: usize = drafts.iter().map(|draft| draft.text.len() + 1).sum();
    let mut before = 0;
    let mut at = drafts.iter().enumerate().find_map(|(at, draft)| {
        let here = before;
        before += draft.text.len() + 1;
        (here * 3 >= total && free(draft) && is_tail(&draft.text)).then_some(at)
    })?;
    let own = drafts.iter().skip(at).any(|draft| {
        draft.label.is_some() || draft.note.is_some() || draft.kind == Some(BlockKind::Entry)
    });
    if own {
        return None;
    }
    while at > 0
        && drafts
            .get(at - 1)
            .is_some_and(|draft| free(draft) && is_chrome_line(&draft.text))
    {
        at -= 1;
    }
    Some(at)
}

fn is_tail(text: &str) -> bool {
    let head: String = text.chars().take(60).flat_map(char::to_lowercase).collect();
    let head = head.trim();
    TAIL.iter().any(|wording| head.starts_with(wording))
        && (text.len() < 160 || head.starts_with("post a comment"))
        || is_comment_count(head)
}

/// `0 Comments`, `No comments`, `12 комментариев`.
fn is_comment_count(head: &str) -> bool {
    let head = head.lines().next().unwrap_or("");
    let mut words = head.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        // "Comments (4)", "Comments 4"
        (Some("comments" | "комментарии"), Some(count), None) => {
            let count = count.trim_matches(['(', ')', '[', ']']);
            !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit())
        }
        (Some(count), Some(word), None | Some("sort")) => {
            (count == "no" || count.bytes().all(|byte| byte.is_ascii_digit()))
                && ["comment", "response", "repl", "комментари"]
                    .iter()
                    .any(|begin| word.starts_with(begin))
        }
        _ => false,
    }
}

/// Whether a block is nothing but a button or a line of the page's own.
fn is_chrome_line(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let small = text.trim().trim_end_matches(':').to_lowercase();
    LINES.contains(&small.as_str())
        || is_comment_count(&small)
        || shape::word_count(&small) <= 8
            && [
                "share on ",
                "share via ",
                "share by ",
                "follow us",
                "sign up to ",
                "sign up for ",
                "subscribe to ",
                "related topics",
                "more on this story",
                "recommended for you",
            ]
            .iter()
            .any(|begin| small.starts_with(begin))
            && !shape::is_closed(&small)
        || small.starts_with("this site uses akismet")
        || small.starts_with("this website uses cookies")
        || small.starts_with("we use cookies")
        || small.starts_with("read more:")
        || small.starts_with("read also:")
        || small.starts_with("see also:")
        || small.starts_with("читайте также")
        || small.starts_with("this page intentionally left blank")
        || small.starts_with("this page left blank")
        || small.starts_with("© crown copyright")
        || small.starts_with("crown copyright")
        || (small.starts_with("© ")
            || small.starts_with("copyright ©")
            || small.ends_with("all rights reserved."))
            && small.len() < 120
}

/// Short lines above a site's bar or menu are its name and the day of the copy.
fn masthead(drafts: &mut [Draft]) {
    let short = |draft: &Draft| {
        draft.kind == Some(BlockKind::Boilerplate)
            || free(draft)
                && matches!(
                    draft.kind,
                    None | Some(BlockKind::Paragraph | BlockKind::Heading | BlockKind::Header)
                )
                && draft.level == 0
                && shape::word_count(&draft.text) <= 5
                && !shape::is_closed(&draft.text)
                && !draft.text.contains([':', '@'])
    };
    let above = drafts
        .iter()
        .take(10)
        .take_while(|draft| short(draft))
        .count();
    let Some(last) = drafts
        .iter()
        .take(above)
        .rposition(|draft| draft.kind == Some(BlockKind::Boilerplate))
    else {
        return;
    };
    let site = drafts.iter().take(last).any(|draft| {
        draft.kind == Some(BlockKind::Boilerplate) && draft.text.lines().any(is_chrome_line)
    });
    if site {
        for draft in drafts.iter_mut().take(last) {
            fold(draft);
        }
    }
}

/// At the head of a page, what stands between pieces of chrome is the site's name or a section.
fn between(drafts: &mut [Draft]) {
    let is_chrome = |draft: Option<&Draft>| {
        draft.is_some_and(|draft| draft.kind == Some(BlockKind::Boilerplate))
    };
    for at in 1..drafts.len().min(10) {
        let short = drafts.get(at).is_some_and(|draft| {
            draft.is_prose()
                && free(draft)
                && shape::word_count(&draft.text) <= 6
                && !shape::is_closed(&draft.text)
                && !draft.text.ends_with(':')
        });
        if short
            && is_chrome(drafts.get(at - 1))
            && is_chrome(drafts.get(at + 1))
            && let Some(draft) = drafts.get_mut(at)
        {
            fold(draft);
        }
    }
}

/// Pages left for the reader's own notes.
fn blank_pages(drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        if free(draft) && draft.text.len() <= 60 {
            let plain: String = draft
                .text
                .chars()
                .filter(|c| c.is_alphanumeric() || *c == ' ')
                .flat_map(char::to_lowercase)
                .collect();
            let plain = plain.trim();
            if matches!(
                plain,
                "for notes"
                    | "for entries"
                    | "for your notes"
                    | "для записей"
                    | "для заметок"
                    | "メモ"
            ) {
                fold(draft);
            }
        }
    }
}

/// The colophon at the end: who printed, with the publisher's name before it.
fn colophon(drafts: &mut [Draft]) {
    let Some(last) = drafts
        .iter()
        .rposition(|draft| draft.kind != Some(BlockKind::Rule))
    else {
        return;
    };
    let is_imprint = |draft: &Draft| {
        let small = draft.text.to_lowercase();
        free(draft)
            && draft.text.len() <= 120
            && [
                "printed in ",
                "printed by ",
                "отпечатано",
                "printed and bound",
                "typeset ",
            ]
            .iter()
            .any(|begin| small.starts_with(begin))
    };
    if !drafts.get(last).is_some_and(is_imprint) {
        return;
    }
    if let Some(draft) = drafts.get_mut(last) {
        fold(draft);
    }
    let Some(name) = last.checked_sub(1).and_then(|at| drafts.get_mut(at)) else {
        return;
    };
    let short = name.text.len() <= 120 && !shape::is_closed(&name.text);
    if free(name) && short {
        fold(name);
    }
}

/// Neighbouring pieces of chrome become one block, unless the page says that they are two things.
fn merge(drafts: &mut Vec<Draft>) {
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let joins = draft.kind == Some(BlockKind::Boilerplate)
            && !draft.whole
            && merged.last().is_some_and(|last| {
                let one = last.part == draft.part || last.part.is_none() || draft.part.is_none();
                last.kind == Some(BlockKind::Boilerplate) && !last.whole && one
            });
        match merged.last_mut() {
            Some(last) if joins => {
                // What stood before a list item has no place of its own in one block.
                let glue = match &draft.marker {
                    Some(marker) => format!("\n{marker} "),
                    None => "\n".to_owned(),
                };
                last.append(draft, &glue, None);
            }
            _ => merged.push(draft),
        }
    }
    *drafts = merged;
}
