//! The body of a document, and of its notes: paragraphs, runs, tables.
//!
//! Knows the elements of `WordprocessingML` that carry text. Walks without recursion, so nesting
//! costs no stack. Text boxes come before the paragraph they hang on.

use std::collections::HashMap;

use super::numbering::{Counts, Numbering, written};
use super::styles::{Role, Styles, is_on};
use crate::corpus::block::BlockKind;
use crate::corpus::document::Style;
use crate::corpus::format::html::tree::{NodeId, NodeKind, Step, Tree};
use crate::corpus::format::line::Line;
use crate::corpus::format::table::Cells;
use crate::corpus::raw::RawBlock;

/// Which notes were called, in which order, and by which labels.
#[derive(Debug, Default)]
pub(super) struct Marks {
    called: HashMap<(&'static str, String), (usize, String)>,
    counts: HashMap<&'static str, i64>,
    /// Whether endnotes are the only notes, so that their numbers cannot be mistaken.
    pub(super) endnotes_only: bool,
}

impl Marks {
    /// The order and label of a note that was called.
    pub(super) fn of(&self, kind: &str, id: &str) -> Option<(usize, String)> {
        let kind = ["footnote", "endnote", "comment"]
            .into_iter()
            .find(|known| *known == kind)?;
        self.called.get(&(kind, id.to_owned())).cloned()
    }

    /// The label of a note called here.
    fn call(&mut self, kind: &'static str, id: &str, custom: Option<String>) -> String {
        if let Some((_, label)) = self.called.get(&(kind, id.to_owned())) {
            return label.clone();
        }
        let label = custom.unwrap_or_else(|| {
            let count = self.counts.entry(kind).or_insert(0);
            *count += 1;
            match kind {
                "endnote" if !self.endnotes_only => written(*count, "lowerRoman"),
                "comment" => format!("c{count}"),
                _ => count.to_string(),
            }
        });
        let order = self.called.len();
        self.called
            .insert((kind, id.to_owned()), (order, label.clone()));
        label
    }
}

/// A paragraph being gathered.
#[derive(Default)]
struct Paragraph {
    line: Line,
    style: Option<String>,
    list: Option<(String, u8)>,
    outline: Option<u8>,
}

/// A run: how it looks, and whether it is hidden.
#[derive(Default, Clone)]
struct Run {
    bold: bool,
    italic: bool,
    hidden: bool,
    link: Option<String>,
}

/// A reader of one body.
pub(super) struct Body<'d> {
    styles: &'d Styles,
    numbering: &'d Numbering,
    links: &'d HashMap<String, String>,
    marks: &'d mut Marks,
    counts: Counts,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Cells>,
    run: Run,
    link: Option<String>,
    /// Fields that are open: their codes, and whether their result has begun.
    fields: Vec<(String, bool)>,
    page: Option<u32>,
    /// The blocks read.
    pub(super) blocks: Vec<RawBlock>,
    /// Characters of hidden text.
    pub(super) hidden: usize,
}

impl<'d> Body<'d> {
    /// A reader with nothing read yet.
    pub(super) fn new(
        styles: &'d Styles,
        numbering: &'d Numbering,
        links: &'d HashMap<String, String>,
        marks: &'d mut Marks,
    ) -> Self {
        Self {
            styles,
            numbering,
            links,
            marks,
            counts: Counts::default(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            run: Run::default(),
            link: None,
            fields: Vec::new(),
            page: None,
            blocks: Vec::new(),
            hidden: 0,
        }
    }

    /// Reads all that is in an element.
    pub(super) fn read(&mut self, tree: &Tree, top: NodeId) {
        if (0..tree.len()).any(|id| tree.local(id) == "lastrenderedpagebreak") {
            self.page = Some(1);
        }
        let mut step = Step::Enter(top);
        loop {
            let next = match step {
                Step::Enter(id) if self.enter(tree, id) => tree.after(step),
                Step::Enter(id) => Some(tree.skip(id)),
                Step::Leave(id) => {
                    self.leave(tree, id);
                    if id == top { None } else { tree.after(step) }
                }
            };
            match next {
                Some(next) => step = next,
                None => break,
            }
        }
        while !self.paragraphs.is_empty() {
            self.end_paragraph();
        }
    }

    /// Enters an element; tells whether what is in it is to be read.
    fn enter(&mut self, tree: &Tree, id: NodeId) -> bool {
        if let NodeKind::Text(text) = &tree.node(id).kind {
            self.text(tree, id, text);
            return true;
        }
        match tree.local(id) {
            "del" | "movefrom" | "fallback" | "rpr" | "sectpr" | "deltext" | "pprchange"
            | "rprchange" | "rt" => {
                if tree.local(id) == "rpr" && tree.local(tree.node(id).parent) == "r" {
                    self.run_properties(tree, id);
                }
                return false;
            }
            "ppr" => {
                self.paragraph_properties(tree, id);
                return false;
            }
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => {
                self.run = Run {
                    link: self.link.clone().or_else(|| self.field_link()),
                    ..Run::default()
                };
            }
            "tbl" => self.tables.push(Cells::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row();
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell();
                }
            }
            "hyperlink" => {
                self.link = tree
                    .local_attribute(id, "id")
                    .and_then(|id| self.links.get(id).cloned())
                    .or_else(|| {
                        tree.local_attribute(id, "anchor")
                            .map(|anchor| format!("#{anchor}"))
                    });
            }
            name => self.enter_character(tree, id, name),
        }
        true
    }

    /// Elements that stand for characters, breaks, marks and fields.
    fn enter_character(&mut self, tree: &Tree, id: NodeId, name: &str) {
        match name {
            "tab" | "ptab" if tree.local(tree.node(id).parent) == "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.line.space();
                }
            }
            "br" | "cr" if tree.local_attribute(id, "type") == Some("page") => {}
            "br" | "cr" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.line.break_line();
                }
            }
            "nobreakhyphen" => self.push("\u{2011}"),
            "softhyphen" => self.push("\u{AD}"),
            "sym" => {
                let code = tree
                    .local_attribute(id, "char")
                    .and_then(|code| u32::from_str_radix(code, 16).ok())
                    // Symbol fonts are mapped to private characters, which say nothing here.
                    .filter(|code| !(0xF000..=0xF0FF).contains(code))
                    .and_then(char::from_u32);
                self.push(&code.unwrap_or('\u{FFFD}').to_string());
            }
            "lastrenderedpagebreak" => self.page = self.page.map(|page| page.saturating_add(1)),
            "footnotereference" => self.call(tree, id, "footnote"),
            "endnotereference" => self.call(tree, id, "endnote"),
            "commentreference" => self.call(tree, id, "comment"),
            "fldchar" => match tree.local_attribute(id, "fldchartype") {
                Some("begin") if self.fields.len() < 64 => self.fields.push((String::new(), false)),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.1 = true;
                    }
                }
                Some("end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            "fldsimple" => {
                let code = tree.local_attribute(id, "instr").unwrap_or("");
                self.link = link_in_code(code);
            }
            _ => {}
        }
    }

    fn leave(&mut self, tree: &Tree, id: NodeId) {
        match tree.local(id) {
            "p" => self.end_paragraph(),
            "r" => self.run = Run::default(),
            "hyperlink" | "fldsimple" => self.link = None,
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    let blocks = table.finish();
                    self.place(blocks);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, tree: &Tree, id: NodeId, text: &str) {
        match tree.local(tree.node(id).parent) {
            "instrtext" => {
                if let Some(field) = self.fields.last_mut()
                    && !field.1
                    && field.0.len() < 4096
                {
                    field.0.push_str(text);
                }
            }
            "t" => {
                let in_code = self.fields.iter().any(|(_, result)| !result);
                if !in_code {
                    self.push(text);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.run.hidden {
            self.hidden += text.chars().filter(|c| !c.is_whitespace()).count();
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let run = self.run.clone();
        let styles = [
            run.link.map(Style::Link),
            run.bold.then_some(Style::Strong),
            run.italic.then_some(Style::Emphasis),
        ];
        paragraph
            .line
            .push_styled(text, styles.into_iter().flatten());
    }

    fn call(&mut self, tree: &Tree, id: NodeId, kind: &'static str) {
        let name = tree.local_attribute(id, "id").unwrap_or("");
        // A mark of the writer's own stands as text behind the reference.
        let custom = tree
            .local_attribute(id, "custommarkfollows")
            .filter(|value| is_on(value))
            .map(|_| tree.text_of(tree.node(id).parent, 16))
            .filter(|mark| !mark.is_empty());
        let own_mark = custom.is_some();
        let label = self.marks.call(kind, name, custom);
        if own_mark {
            self.run.hidden = true;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.line.call(&label);
        }
    }

    fn run_properties(&mut self, tree: &Tree, id: NodeId) {
        for step in tree.steps(id) {
            let Step::Enter(node) = step else { continue };
            let value = tree.local_attribute(node, "val").unwrap_or("");
            match tree.local(node) {
                "b" => self.run.bold = is_on(value),
                "i" => self.run.italic = is_on(value),
                "vanish" => self.run.hidden = is_on(value),
                "rstyle" => {
                    let (bold, italic) = self.styles.look(value);
                    self.run.bold |= bold;
                    self.run.italic |= italic;
                }
                _ => {}
            }
        }
    }

    fn paragraph_properties(&mut self, tree: &Tree, id: NodeId) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let mut list = None;
        let mut depth = 0;
        let mut inner = tree.node(id).first;
        while let Some(node) = inner {
            let value = tree.local_attribute(node, "val").unwrap_or("");
            match tree.local(node) {
                "pstyle" => paragraph.style = Some(value.to_owned()),
                "outlinelvl" => paragraph.outline = value.parse().ok().filter(|level| *level < 9),
                "numpr" => {
                    for step in tree.steps(node) {
                        let Step::Enter(part) = step else { continue };
                        let value = tree.local_attribute(part, "val").unwrap_or("");
                        match tree.local(part) {
                            "numid" => list = Some(value.to_owned()),
                            "ilvl" => depth = value.parse().unwrap_or(0),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            inner = tree.node(node).next;
        }
        paragraph.list = list.map(|list| (list, depth));
    }

    /// The target of the link that an open field makes.
    fn field_link(&self) -> Option<String> {
        self.fields
            .iter()
            .rev()
            .filter(|(_, result)| *result)
            .find_map(|(code, _)| link_in_code(code))
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        let gathered = paragraph.line.take();
        let style = paragraph.style.as_deref();
        let role = paragraph
            .outline
            .map(|level| Role::Heading(level + 1))
            .or_else(|| style.and_then(|style| self.styles.role(style)));
        let list = paragraph
            .list
            .or_else(|| style.and_then(|style| self.styles.list(style)))
            .filter(|(list, _)| list != "0");
        if gathered.text.is_empty() && gathered.calls.is_empty() {
            return;
        }
        let marker = list
            .as_ref()
            .and_then(|(list, depth)| self.numbering.next(&mut self.counts, list, *depth));
        let mut block = RawBlock {
            text: gathered.text,
            inlines: gathered.inlines,
            calls: gathered.calls,
            marker,
            page: self.page,
            ..RawBlock::default()
        };
        match (role, &list) {
            (Some(Role::Heading(level)), _) => {
                block.kind = Some(BlockKind::Heading);
                block.level = level;
            }
            (Some(Role::Contents), _) => {
                block.kind = Some(BlockKind::Boilerplate);
                block.folded = Some(true);
            }
            (_, Some((_, depth))) => {
                block.kind = Some(BlockKind::ListItem);
                block.level = depth.saturating_add(1);
            }
            (Some(Role::Quote), None) => block.kind = Some(BlockKind::Quote),
            (Some(Role::Code), None) => block.kind = Some(BlockKind::Code),
            (Some(Role::Header), None) => block.kind = Some(BlockKind::Header),
            (None, None) => {}
        }
        self.place(vec![block]);
    }

    /// Puts blocks where they belong: into the cell that is open, or into the document.
    fn place(&mut self, blocks: Vec<RawBlock>) {
        match self.tables.last_mut() {
            Some(table) => table.add(blocks),
            None => self.blocks.extend(blocks),
        }
    }
}

/// The target in the code of a field such as `HYPERLINK "http://…"`.
fn link_in_code(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?.trim();
    let local = rest.starts_with("\\l");
    let target = rest.split('"').nth(1)?.to_owned();
    (!target.is_empty()).then(|| if local { format!("#{target}") } else { target })
}
