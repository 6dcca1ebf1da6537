//! Markdown: CommonMark with tables and footnotes, and a front matter.
//!
//! Knows what the notation says: headings, lists, quotations, notes, emphasis, links. Paragraphs
//! stay open for the recogniser, which knows numbered paragraphs and dated entries. Raw HTML is
//! not interpreted beyond superscript note marks and line breaks; its words stay in the text.

mod front;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::corpus::block::{BlockKind, NoteCall};
use crate::corpus::document::{Format, Inline, Style};
use crate::corpus::encoding::Decoded;
use crate::corpus::raw::{RawBlock, RawDocument};
use crate::corpus::structure::words::push_joined;

/// A Markdown text as blocks.
pub fn read(decoded: Decoded) -> RawDocument {
    let (meta, head, body) = front::split(&decoded.text);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut walk = Walk::default();
    if !head.trim().is_empty() {
        walk.blocks.push(RawBlock {
            kind: Some(BlockKind::Header),
            folded: Some(true),
            ..RawBlock::of(head.trim())
        });
    }
    for event in Parser::new_ext(body, options) {
        walk.take(event);
    }
    walk.close();
    RawDocument {
        format: Format::Markdown,
        encoding: decoded.encoding.to_owned(),
        meta,
        blocks: walk.blocks,
        warnings: decoded.warning.into_iter().collect(),
    }
}

/// A list that is open: the number of its next item, or none where it has bullets.
struct List {
    next: Option<u64>,
}

/// The walk over the events of the parser, with what is open at the moment.
#[derive(Default)]
struct Walk {
    blocks: Vec<RawBlock>,
    open: Option<RawBlock>,
    lists: Vec<List>,
    /// The marker of an item whose first block has not come yet.
    marker: Option<String>,
    quotes: usize,
    /// The label of the footnote whose text is being read.
    note: Option<String>,
    /// Whether the footnote has no block yet.
    note_begins: bool,
    /// Styles that are open, with the byte where each began.
    styles: Vec<(Style, usize)>,
    /// Where a superscript began, in bytes of the open block.
    raised: Option<usize>,
    /// A soft line break waits for the word after it.
    broken: bool,
    /// Cells so far in the table row that is open.
    cells: usize,
}

impl Walk {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::Code(code) => {
                let from = self.block().text.len();
                self.text(&code);
                self.style(Style::Code, from);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::FootnoteReference(label) => self.call(&label),
            Event::SoftBreak => self.broken = true,
            Event::HardBreak => self.text("\n"),
            Event::Rule => {
                self.close();
                self.blocks.push(RawBlock {
                    kind: Some(BlockKind::Rule),
                    ..RawBlock::default()
                });
            }
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.close(),
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading, depth(level)),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.begin(BlockKind::Code, 0);
                if let CodeBlockKind::Fenced(language) = kind {
                    self.block().marker = Some(language.to_string()).filter(|l| !l.is_empty());
                }
            }
            Tag::List(next) => {
                self.close();
                self.lists.push(List { next });
            }
            Tag::Item => {
                self.close();
                self.marker = Some(self.next_marker());
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                self.note = Some(label.to_string());
                self.note_begins = true;
            }
            Tag::Table(_) => self.begin(BlockKind::Table, 0),
            Tag::TableHead | Tag::TableRow => {
                self.cells = 0;
                if !self.block().text.is_empty() {
                    self.block().text.push('\n');
                }
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.block().text.push('\t');
                }
                self.cells += 1;
            }
            Tag::Emphasis => self.open_style(Style::Emphasis),
            Tag::Strong => self.open_style(Style::Strong),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.open_style(Style::Link(dest_url.to_string()));
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::HtmlBlock => self.close(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                if self.marker.is_some() {
                    self.block();
                }
                self.close();
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                self.note = None;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                if let Some((style, from)) = self.styles.pop() {
                    self.style(style, from);
                }
            }
            _ => {}
        }
    }

    /// The block that is open, or a new one as the surroundings make it.
    fn block(&mut self) -> &mut RawBlock {
        if self.open.is_none() {
            let mut block = RawBlock::default();
            if self.note.is_some() {
                block.kind = Some(BlockKind::Footnote);
                if std::mem::take(&mut self.note_begins) {
                    block.note.clone_from(&self.note);
                }
            } else if let Some(marker) = self.marker.take() {
                block.kind = Some(BlockKind::ListItem);
                block.level = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
                block.marker = Some(marker);
            } else if self.quotes > 0 {
                block.kind = Some(BlockKind::Quote);
            }
            self.open = Some(block);
        }
        self.open.get_or_insert_default()
    }

    fn begin(&mut self, kind: BlockKind, level: u8) {
        self.close();
        let marker = self.marker.take();
        self.open = Some(RawBlock {
            kind: Some(kind),
            level,
            marker,
            ..RawBlock::default()
        });
    }

    fn close(&mut self) {
        self.broken = false;
        self.raised = None;
        self.styles.clear();
        if let Some(block) = self.open.take() {
            let bare = block.text.trim().is_empty() && block.marker.is_none();
            if !bare {
                self.blocks.push(block);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if std::mem::take(&mut self.broken) {
            push_joined(&mut self.block().text, text);
        } else {
            self.block().text.push_str(text);
        }
    }

    fn next_marker(&mut self) -> String {
        match self.lists.last_mut() {
            Some(List { next: Some(number) }) => {
                let marker = format!("{number}.");
                *number += 1;
                marker
            }
            _ => "•".to_owned(),
        }
    }

    fn open_style(&mut self, style: Style) {
        if std::mem::take(&mut self.broken) {
            // The blank belongs before the styled words, not into them.
            self.block().text.push(' ');
        }
        let from = self.block().text.len();
        self.styles.push((style, from));
    }

    fn style(&mut self, style: Style, from: usize) {
        let block = self.block();
        let to = block.text.len();
        if from < to {
            block.inlines.push(Inline {
                range: from..to,
                style,
            });
        }
    }

    fn call(&mut self, label: &str) {
        self.broken = false;
        let block = self.block();
        let at = block.text.trim_end().len();
        block.text.truncate(at);
        block.calls.push(NoteCall {
            label: label.to_owned(),
            at,
        });
    }

    /// Raw HTML: a superscript may be a note's mark, a break is a blank, other tags go.
    fn html(&mut self, html: &str) {
        let tag = html.trim();
        match tag.to_ascii_lowercase().as_str() {
            "<sup>" => self.raised = Some(self.block().text.len()),
            "</sup>" => self.lower(),
            "<br>" | "<br/>" | "<br />" => self.text("\n"),
            _ => {
                let words = without_tags(html);
                if !words.trim().is_empty() {
                    self.text(&words);
                }
            }
        }
    }

    /// Ends a superscript: a mark at the beginning of a block is the label of a note, elsewhere
    /// the call of one; longer superscripts stay in the text.
    fn lower(&mut self) {
        let Some(from) = self.raised.take() else {
            return;
        };
        let block = self.block();
        let Some(mark) = block.text.get(from..).map(str::trim).map(str::to_owned) else {
            return;
        };
        if !crate::corpus::structure::notes::is_mark(&mark) {
            return;
        }
        block.text.truncate(from);
        if block.text.trim().is_empty() && block.note.is_none() {
            block.text.clear();
            block.note = Some(mark);
            block.kind = Some(BlockKind::Footnote);
        } else {
            self.call(&mark);
        }
    }
}

/// The depth of a heading: 1 to 6.
fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// The words of a piece of HTML, comments and tags taken out.
fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        match tag.split_once(end) {
            Some((_, after)) => rest = after,
            None => return words,
        }
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests;
