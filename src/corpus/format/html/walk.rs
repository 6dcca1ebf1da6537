//! The walk through a page's tree that gathers its blocks.
//!
//! Knows which elements make which blocks, how deep lists lie, and where notes are called. Does
//! not judge what belongs to the document and what to the site: that is `main_text`.
//!
//! Readings above ruby characters are left out: set among the characters they would cut words.

use std::collections::HashSet;
use std::rc::Rc;

use super::elements::{Place, heading, place};
use super::notes::Notes;
use super::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::corpus::block::BlockKind;
use crate::corpus::document::Style;
use crate::corpus::format::line::{Gathered, Line};
use crate::corpus::raw::RawBlock;

/// A block and the element its first words stand in.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The block.
    pub(crate) raw: RawBlock,
    /// The text node its first words come from.
    pub(crate) node: NodeId,
}

/// What the elements around a place say about the text there.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about a place"
)]
struct Around {
    heading: Option<u8>,
    lists: u8,
    in_item: bool,
    quote: bool,
    exact: bool,
    code: bool,
    table: bool,
    caption: bool,
    note: Option<Rc<str>>,
}

/// A list that is open: its next number, if it has numbers, and how they are written.
struct List {
    next: i64,
    step: i64,
    style: ListStyle,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ListStyle {
    Bullet,
    Number,
    Letter(bool),
    Roman(bool),
    Unmarked,
}

/// Gathers the blocks of a page.
pub(crate) fn blocks(tree: &Tree, notes: &Notes, tables: &HashSet<NodeId>) -> Vec<Piece> {
    let mut walk = Walk {
        tree,
        notes,
        tables,
        around: vec![Around::default()],
        lists: Vec::new(),
        line: Line::default(),
        first: ROOT,
        marker: None,
        row_begun: false,
        page: None,
        pending_note: None,
        out: Vec::new(),
    };
    let mut step = Step::Enter(ROOT);
    loop {
        let next = match step {
            Step::Enter(id) => walk.enter(id),
            Step::Leave(id) => {
                walk.leave(id);
                tree.after(step)
            }
        };
        match next {
            Some(next) => step = next,
            None => break,
        }
    }
    walk.flush();
    walk.out
}

struct Walk<'t> {
    tree: &'t Tree,
    notes: &'t Notes,
    tables: &'t HashSet<NodeId>,
    around: Vec<Around>,
    lists: Vec<List>,
    line: Line,
    /// The text node in which the block being gathered begins.
    first: NodeId,
    marker: Option<String>,
    row_begun: bool,
    page: Option<u32>,
    /// The label of a note whose first block is still to come.
    pending_note: Option<Rc<str>>,
    out: Vec<Piece>,
}

impl Walk<'_> {
    fn here(&self) -> &Around {
        self.around.last().expect("the walk never leaves its root")
    }

    /// Enters a node; gives the step to go on with.
    fn enter(&mut self, id: NodeId) -> Option<Step> {
        match &self.tree.node(id).kind {
            NodeKind::Text(text) => {
                self.text(id, text);
                return self.tree.after(Step::Enter(id));
            }
            NodeKind::Comment(_) => return self.tree.after(Step::Enter(id)),
            NodeKind::Element(..) => {}
        }
        if let Some(label) = self.notes.calls.get(&id) {
            self.note_first(id);
            self.line.call(label);
            return Some(self.tree.skip(id));
        }
        if self.notes.returns.contains(&id) {
            return Some(self.tree.skip(id));
        }
        let name = self.tree.name(id);
        if place(name) == Place::Absent || is_control(self.tree, id) {
            return Some(self.tree.skip(id));
        }
        let mut around = self.here().clone();
        self.begin_note(id, &mut around);
        if place(name) == Place::Block {
            self.enter_block(id, name, &mut around);
        } else {
            self.enter_inline(id, name);
        }
        self.around.push(around);
        self.tree.after(Step::Enter(id))
    }

    fn begin_note(&mut self, id: NodeId, around: &mut Around) {
        let Some(label) = self.notes.bodies.get(&id) else {
            return;
        };
        let label: Rc<str> = label.as_str().into();
        if place(self.tree.name(id)) == Place::Block {
            self.flush();
        }
        around.note = Some(label.clone());
        self.pending_note = Some(label);
    }

    fn enter_block(&mut self, id: NodeId, name: &str, around: &mut Around) {
        if self.enter_table(id, name, around) {
            return;
        }
        self.flush();
        around.heading = heading(name).or(around.heading);
        match name {
            "ul" | "ol" | "menu" | "dir" | "dl" => {
                around.lists = around.lists.saturating_add(1);
                self.lists.push(List::of(self.tree, id, name));
            }
            "li" => {
                around.in_item = true;
                self.marker = self.next_marker(id);
            }
            "dd" => around.in_item = true,
            "blockquote" => around.quote = true,
            "pre" | "listing" | "xmp" | "plaintext" | "textarea" => {
                around.exact = true;
                around.code = is_code(self.tree, id);
            }
            "figcaption" | "caption" => around.caption = true,
            "hr" => self.rule(id),
            _ => {}
        }
    }

    /// Handles the parts of a table whose rows mean something; tells whether `id` was one.
    fn enter_table(&mut self, id: NodeId, name: &str, around: &mut Around) -> bool {
        if name == "table" && self.tables.contains(&id) && !around.table {
            self.flush();
            around.table = true;
            self.row_begun = false;
            return true;
        }
        if !around.table {
            return false;
        }
        match name {
            "caption" => return false,
            "tr" => {
                if !self.line.text().is_empty() && !self.line.text().ends_with('\n') {
                    self.line.separate('\n');
                }
                self.row_begun = false;
            }
            "td" | "th" => {
                if self.row_begun {
                    self.line.separate('\t');
                }
                self.row_begun = true;
            }
            _ => self.line.space(),
        }
        true
    }

    fn enter_inline(&mut self, id: NodeId, name: &str) {
        match name {
            "br" if self.here().table => self.line.space(),
            "br" => self.break_line(),
            "q" => self.line.push_exact("“"),
            _ => {}
        }
        if let Some(page) = page_begun(self.tree, id) {
            self.page = Some(page);
        }
        if let Some(style) = style_of(self.tree, id, name) {
            self.line.open(style);
        }
    }

    fn leave(&mut self, id: NodeId) {
        let NodeKind::Element(..) = &self.tree.node(id).kind else {
            return;
        };
        let name = self.tree.name(id);
        if id == ROOT {
            return;
        }
        if place(name) == Place::Block {
            let inside = self.here().table && !self.tables.contains(&id) && name != "caption";
            if inside {
                self.line.space();
            } else {
                self.flush();
            }
            match name {
                "ul" | "ol" | "menu" | "dir" | "dl" => {
                    self.lists.pop();
                }
                "li" => self.marker = None,
                _ => {}
            }
        } else {
            if name == "q" {
                self.line.push_exact("”");
            }
            if style_of(self.tree, id, name).is_some() {
                self.line.close();
            }
        }
        if self.around.len() > 1 {
            self.around.pop();
        }
    }

    fn text(&mut self, id: NodeId, text: &str) {
        if self.here().exact && !self.here().table {
            // A line end right after the tag is not part of preformatted text.
            let text = if self.line.is_empty() {
                text.strip_prefix('\n').unwrap_or(text)
            } else {
                text
            };
            if !text.trim().is_empty() {
                self.note_first(id);
            }
            self.line.push_exact(text);
            return;
        }
        if !text
            .trim_matches([' ', '\t', '\n', '\r', '\u{C}'])
            .is_empty()
        {
            self.note_first(id);
        }
        self.line.push_folded(text);
    }

    fn note_first(&mut self, id: NodeId) {
        if self.line.is_empty() {
            self.first = id;
        }
    }

    fn break_line(&mut self) {
        if self.line.text().ends_with('\n') && !self.here().exact {
            // Two breaks make a paragraph.
            self.flush();
        } else {
            self.line.break_line();
        }
    }

    fn rule(&mut self, id: NodeId) {
        self.out.push(Piece {
            raw: RawBlock {
                kind: Some(BlockKind::Rule),
                page: self.page,
                ..RawBlock::default()
            },
            node: id,
        });
    }

    /// Ends the block being gathered.
    fn flush(&mut self) {
        let gathered = self.line.take();
        if gathered.text.trim().is_empty() {
            return;
        }
        let around = self.here().clone();
        if around.exact && !around.code && around.note.is_none() {
            self.flush_lines(&gathered);
            return;
        }
        let mut raw = RawBlock {
            kind: self.kind(&around),
            level: level(&around),
            marker: self.marker.take(),
            inlines: gathered.inlines.clone(),
            calls: gathered.calls.clone(),
            text: gathered.text.clone(),
            page: self.page,
            ..RawBlock::default()
        };
        if raw.kind == Some(BlockKind::Footnote) {
            raw = self.note_block(&around, gathered, raw);
        }
        settle_lines(&mut raw);
        self.out.push(Piece {
            raw,
            node: self.first,
        });
    }

    /// The block of a note, without the mark that is printed before it.
    fn note_block(
        &mut self,
        around: &Around,
        mut gathered: Gathered,
        mut raw: RawBlock,
    ) -> RawBlock {
        let label = self.pending_note.take();
        if let Some(label) = &label {
            let mark = mark_length(&gathered.text, label);
            gathered.cut_start(mark);
            // What is left of a mark whose number was a link back.
            let rest = gathered
                .text
                .trim_start_matches(['.', ')', ']', ':', '\u{A0}', ' ']);
            let left = gathered.text.len() - rest.len();
            if left <= 4 && !rest.is_empty() && !gathered.text.starts_with("..") {
                gathered.cut_start(left);
            }
        }
        raw.text = gathered.text;
        raw.inlines = gathered.inlines;
        raw.calls = gathered.calls;
        raw.note = label
            .or_else(|| around.note.clone())
            .map(|label| label.to_string());
        raw.level = 0;
        raw.marker = None;
        raw
    }

    /// Preformatted prose is plain text: its blocks are runs of lines between blank lines.
    fn flush_lines(&mut self, gathered: &Gathered) {
        let mut run = String::new();
        let lines = gathered.text.lines().chain(std::iter::once(""));
        for line in lines {
            if !line.trim().is_empty() {
                if !run.is_empty() {
                    run.push('\n');
                }
                run.push_str(line.trim_end());
            } else if !run.is_empty() {
                self.out.push(Piece {
                    raw: RawBlock {
                        page: self.page,
                        ..RawBlock::of(std::mem::take(&mut run))
                    },
                    node: self.first,
                });
            }
        }
    }

    fn kind(&self, around: &Around) -> Option<BlockKind> {
        if around.note.is_some() || self.pending_note.is_some() {
            Some(BlockKind::Footnote)
        } else if around.caption {
            Some(BlockKind::Header)
        } else if around.table {
            Some(BlockKind::Table)
        } else if around.exact {
            Some(BlockKind::Code)
        } else if around.heading.is_some() {
            Some(BlockKind::Heading)
        } else if around.lists > 0 && around.in_item {
            Some(BlockKind::ListItem)
        } else if around.quote {
            Some(BlockKind::Quote)
        } else {
            None
        }
    }

    fn next_marker(&mut self, id: NodeId) -> Option<String> {
        let value = self
            .tree
            .attribute(id, "value")
            .and_then(|value| value.parse::<i64>().ok());
        let Some(list) = self.lists.last_mut() else {
            return Some("•".to_owned());
        };
        if let Some(value) = value {
            list.next = value;
        }
        let number = list.next;
        list.next = list.next.saturating_add(list.step);
        match list.style {
            ListStyle::Unmarked => None,
            ListStyle::Bullet => Some("•".to_owned()),
            ListStyle::Number => Some(format!("{number}.")),
            ListStyle::Letter(upper) => Some(letters(number, upper)),
            ListStyle::Roman(upper) => Some(roman(number, upper)),
        }
    }
}

impl List {
    fn of(tree: &Tree, id: NodeId, name: &str) -> Self {
        let start = tree
            .attribute(id, "start")
            .and_then(|value| value.parse().ok());
        let numbered = match tree.attribute(id, "type") {
            Some("a") => ListStyle::Letter(false),
            Some("A") => ListStyle::Letter(true),
            Some("i") => ListStyle::Roman(false),
            Some("I") => ListStyle::Roman(true),
            _ => ListStyle::Number,
        };
        let style = match name {
            "ol" => numbered,
            "dl" => ListStyle::Unmarked,
            _ => ListStyle::Bullet,
        };
        let step = if tree.attribute(id, "reversed").is_some() {
            -1
        } else {
            1
        };
        Self {
            next: start.unwrap_or(1),
            step,
            style,
        }
    }
}

/// Whether an element is a control that pages hang on headings and notes: "[edit]", "¶", "↑". It is
/// no word of the text.
fn is_control(tree: &Tree, id: NodeId) -> bool {
    let Some(class) = tree.attribute(id, "class") else {
        return false;
    };
    let named = class.split_ascii_whitespace().take(12).any(|word| {
        matches!(
            word,
            "mw-editsection"
                | "mw-cite-backlink"
                | "headerlink"
                | "header-anchor"
                | "heading-anchor"
                | "anchor-link"
                | "anchorjs-link"
                | "permalink"
        )
    });
    named && tree.text_of(id, 24).trim().chars().count() <= 16
}

/// Lines that a page broke by hand are a wrap if they are long, and meant if they are short.
fn settle_lines(raw: &mut RawBlock) {
    let keeps_lines = matches!(raw.kind, Some(BlockKind::Table | BlockKind::Code));
    if keeps_lines || !raw.text.contains('\n') {
        return;
    }
    let lines = raw.text.lines().count();
    let long = raw
        .text
        .lines()
        .take(lines - 1)
        .all(|line| line.chars().count() >= 55);
    if long || raw.kind == Some(BlockKind::Heading) {
        // A blank is as long as a line end, so styles and calls stay where they are.
        raw.text = raw.text.replace('\n', " ");
    } else if raw.kind.is_none() {
        raw.kind = Some(BlockKind::Paragraph);
    }
}

/// The depth of a block: of its heading, or of the list it stands in.
fn level(around: &Around) -> u8 {
    match around.heading {
        Some(level) => level,
        None if around.in_item => around.lists,
        None => 0,
    }
}

/// How many bytes of a note's text are only its printed mark: `3. `, `[3] `, `* `.
pub(crate) fn mark_length(text: &str, label: &str) -> usize {
    let bracketed = text.trim_start_matches(['[', '(', '^', ' ']);
    let Some(rest) = bracketed.strip_prefix(label) else {
        return 0;
    };
    let after =
        rest.trim_start_matches([']', ')', '.', ':', '-', '–', '—', '\u{A0}', ' ', '\t', '\n']);
    let sets_off = after.len() < rest.len() || bracketed.len() < text.len();
    // "3rd Division" is not the mark 3.
    if after.is_empty() || !sets_off {
        return 0;
    }
    text.len() - after.len()
}

/// The style an inline element gives its text.
fn style_of(tree: &Tree, id: NodeId, name: &str) -> Option<Style> {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Some(Style::Emphasis),
        "strong" | "b" => Some(Style::Strong),
        "code" | "kbd" | "samp" | "tt" => Some(Style::Code),
        "a" => {
            let href = tree.attribute(id, "href")?;
            let scheme = href
                .trim_start()
                .get(..11)
                .unwrap_or(href)
                .to_ascii_lowercase();
            (!href.is_empty() && href != "#" && !scheme.starts_with("javascript:"))
                .then(|| Style::Link(href.to_owned()))
        }
        _ => None,
    }
}

/// The printed page that begins at an element, in books that say so.
fn page_begun(tree: &Tree, id: NodeId) -> Option<u32> {
    let says = |name: &str| {
        tree.attribute(id, name)
            .is_some_and(|value| value.contains("pagebreak"))
    };
    if !says("epub:type") && !says("role") {
        return None;
    }
    let name = tree
        .attribute(id, "title")
        .or_else(|| tree.attribute(id, "aria-label"))
        .or_else(|| tree.attribute(id, "id"))?;
    let digits: String = name.chars().filter(char::is_ascii_digit).take(9).collect();
    digits.parse().ok()
}

/// Whether preformatted text is code rather than prose that someone wrapped by hand.
fn is_code(tree: &Tree, id: NodeId) -> bool {
    let names = tree
        .attribute(id, "class")
        .unwrap_or("")
        .to_ascii_lowercase();
    let holds_code = tree.steps(id).take(8).any(
        |step| matches!(step, Step::Enter(node) if matches!(tree.name(node), "code" | "kbd" | "samp")),
    );
    if holds_code
        || ["lang", "code", "highlight", "syntax", "src"]
            .iter()
            .any(|w| names.contains(w))
    {
        return true;
    }
    let text = tree.text_of(id, 20_000);
    let words = text.split(' ').count();
    let prose_words = text
        .split(' ')
        .filter(|word| {
            let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_alphanumeric() || "'’-/.,".contains(c))
        })
        .count();
    // Prose is words: at least thirty, and nineteen of twenty are nothing else.
    words < 30 || prose_words * 20 < words * 19
}

/// A number as a letter of an alphabetic list: a, b, … z, aa.
pub(crate) fn letters(number: i64, upper: bool) -> String {
    let mut rest = u64::try_from(number).unwrap_or(0).min(1_000_000);
    if rest == 0 {
        return format!("{number}.");
    }
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(char::from(if upper { b'A' } else { b'a' } + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().chain(&['.']).collect()
}

/// A number as a Roman numeral.
pub(crate) fn roman(number: i64, upper: bool) -> String {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return format!("{number}.");
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out.push('.');
    if upper { out.to_uppercase() } else { out }
}
