//! The dossier of a tag as a block of Markdown: what it means, how texts call it, and where they speak
//! of it, document by document and in order of date.
//!
//! Knows how the facts are set on the page. The mentions are found by whoever asks; this counts and
//! sets them.

use std::fmt::Write as _;
use std::sync::Arc;

use super::markdown::{Flavour, inline};
use super::sync::Block;
use crate::corpus::{DateValue, Document};
use crate::library::Tag;
use crate::library::tag::form_shown;
use crate::passage::address::Addresser;
use crate::search::tables::{collocates, dispersion};
use crate::search::{Hit, Mention, MentionState};

/// Cells of the strip that shows how mentions spread over a document.
const STRIP: usize = 24;
/// Characters of context on each side of a mention.
const CONTEXT: usize = 60;
/// Words to each side of a mention that are its company, and how many of them are told.
const SPAN: usize = 5;
const TOLD: usize = 12;
/// From this score on company is chance in less than one case of a thousand.
const TELLING: f64 = 10.83;

/// A tag with what speaks of its thing.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The tag.
    pub tag: Arc<Tag>,
    /// The documents that speak of it, in the order of the corpus.
    pub chapters: Vec<Chapter>,
}

/// The mentions of one document.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The document.
    pub document: Arc<Document>,
    /// Its mentions, by place.
    pub mentions: Vec<Mention>,
}

impl Chapter {
    fn count(&self, state: MentionState) -> usize {
        self.mentions.iter().filter(|it| it.state == state).count()
    }

    fn confirmed(&self) -> impl Iterator<Item = &Mention> {
        let is = |it: &&Mention| it.state == MentionState::Confirmed;
        self.mentions.iter().filter(is)
    }
}

/// The block of a tag's dossier. `chapters` are in the order of the corpus.
pub fn block(tag: &Tag, chapters: &[Chapter], flavour: Flavour) -> Block {
    let mut out = format!("# {}\n", inline(&tag.path, flavour));
    if !tag.description.trim().is_empty() {
        let _ = write!(out, "\n{}\n", tag.description.trim());
    }
    if !tag.forms.is_empty() {
        let forms: Vec<String> = tag
            .forms
            .iter()
            .map(|form| format!("“{}”", inline(&form_shown(form), flavour)))
            .collect();
        let _ = write!(out, "\nCalled: {}\n", forms.join(", "));
    }
    let count = |state| chapters.iter().map(|it| it.count(state)).sum::<usize>();
    let spoken: Vec<&Chapter> = chapters
        .iter()
        .filter(|it| it.confirmed().next().is_some())
        .collect();
    let _ = write!(
        out,
        "\nMentions: {} confirmed in {} documents, {} undecided, {} possible, {} rejected\n",
        count(MentionState::Confirmed),
        spoken.len(),
        count(MentionState::Undecided),
        count(MentionState::Possible),
        count(MentionState::Rejected),
    );
    by_document(&mut out, chapters, flavour);
    by_date(&mut out, &spoken, flavour);
    company(&mut out, &spoken, flavour);
    Block::new(format!("tag={}", tag.id), out.trim_end())
}

/// A table of the documents.
fn by_document(out: &mut String, chapters: &[Chapter], flavour: Flavour) {
    let told: Vec<&Chapter> = chapters
        .iter()
        .filter(|it| it.count(MentionState::Confirmed) + it.count(MentionState::Undecided) > 0)
        .collect();
    if told.is_empty() {
        return;
    }
    out.push_str("\n| document | date | confirmed | undecided | where |\n");
    out.push_str("| --- | --- | ---: | ---: | --- |\n");
    for chapter in told {
        let document = &chapter.document;
        let date = document.meta.date.as_ref();
        let places: Vec<_> = chapter.confirmed().map(|it| it.hit.range.clone()).collect();
        let strip: String = dispersion(&places, document.text.len(), STRIP)
            .into_iter()
            .map(|count| match count {
                0 => '·',
                1 => '▪',
                _ => '■',
            })
            .collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {strip} |",
            inline(document.title(), flavour).replace('|', "\\|"),
            date.map_or("", |date| date.iso.as_str()),
            chapter.count(MentionState::Confirmed),
            chapter.count(MentionState::Undecided),
        );
    }
}

/// The confirmed mentions in order of date, undated ones last.
fn by_date(out: &mut String, spoken: &[&Chapter], flavour: Flavour) {
    let mut lines: Vec<(bool, String, String)> = Vec::new();
    for chapter in spoken {
        let document = &chapter.document;
        let addresser = Addresser::new(document.as_ref());
        for mention in chapter.confirmed() {
            let block = document
                .blocks
                .get((mention.hit.block as usize).wrapping_sub(1));
            let date = block.and_then(|it| it.date.as_ref());
            let date = date.or(document.meta.date.as_ref());
            let date = date.map_or_else(String::new, |it: &DateValue| it.iso.clone());
            let context = mention.hit.context(document, CONTEXT);
            let words: Vec<&str> = context.text.split_whitespace().collect();
            let address = addresser.of(&mention.hit.range);
            let place = block.map_or_else(
                || document.id.to_string(),
                |block| addresser.block(block).to_string(),
            );
            let line = format!(
                "- {} [{}]({}): … {}**{}**{} …",
                if date.is_empty() { "no date" } else { &date },
                inline(&place, flavour),
                address.link(),
                inline(whole_words(&context.before, true), flavour),
                inline(&words.join(" "), flavour),
                inline(whole_words(&context.after, false), flavour),
            );
            lines.push((date.is_empty(), date, line));
        }
    }
    if lines.is_empty() {
        return;
    }
    lines.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    out.push('\n');
    for (_, _, line) in lines {
        let _ = writeln!(out, "{line}");
    }
}

/// A context without the word that is cut at its outer end.
fn whole_words(context: &str, before: bool) -> &str {
    if context.chars().count() < CONTEXT {
        return context;
    }
    let blank = |c: char| c.is_whitespace();
    let cut = if before {
        context.split_once(blank).map(|(_, rest)| rest)
    } else {
        context.rsplit_once(blank).map(|(rest, _)| rest)
    };
    cut.unwrap_or(context)
}

/// The words that stand near more often than by chance.
fn company(out: &mut String, spoken: &[&Chapter], flavour: Flavour) {
    let hits: Vec<Vec<Hit>> = spoken
        .iter()
        .map(|chapter| chapter.confirmed().map(|it| it.hit.clone()).collect())
        .collect();
    let near: Vec<(&Document, &[Hit])> = spoken
        .iter()
        .zip(&hits)
        .map(|(chapter, hits)| (chapter.document.as_ref(), hits.as_slice()))
        .collect();
    let words: Vec<String> = collocates(&near, SPAN)
        .into_iter()
        .filter(|it| it.score >= TELLING)
        .take(TOLD)
        .map(|it| format!("{} ({})", inline(&it.word, flavour), it.before + it.after))
        .collect();
    if !words.is_empty() {
        let _ = write!(out, "\nIn the company of: {}\n", words.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Form, FormKind, RecordId, Timestamp};
    use crate::search::sample::document;
    use crate::search::{Decided, Dossiers, Folded, mentions};

    #[test]
    fn a_dossier_says_what_waits_and_where_it_is_spoken_of() {
        let mut older = document("B", "The accord of spring | was signed.");
        older.meta.date = Some(DateValue::day(1956, 1, 2));
        let newer = document("A", "Nothing.\n\nThe accord held; the accord *broke*.");
        let never = Timestamp(String::new());
        let tag = Tag {
            id: RecordId(uuid::Uuid::nil()),
            path: "law/accord".into(),
            description: "A paper.".into(),
            colour: None,
            forms: vec![Form {
                pattern: "accord".into(),
                kind: FormKind::Phrase,
                case: false,
            }],
            created: never.clone(),
            updated: never,
        };
        let (dossiers, _) = Dossiers::of([&tag]);
        let chapters: Vec<Chapter> = [newer, older]
            .into_iter()
            .map(|it| {
                let all = mentions(&it, &Folded::of(&it), &dossiers, |_| Decided::default());
                let decided = Decided {
                    confirmed: all.iter().take(1).map(|it| it.hit.range.clone()).collect(),
                    rejected: Vec::new(),
                };
                Chapter {
                    mentions: mentions(&it, &Folded::of(&it), &dossiers, |_| decided.clone()),
                    document: Arc::new(it),
                }
            })
            .collect();
        insta::assert_snapshot!(block(&tag, &chapters, Flavour::CommonMark).body);
    }
}
