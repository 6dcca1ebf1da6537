//! The body of a text document: paragraphs, lists, tables, notes.
//!
//! Knows the elements that carry text. Walks without recursion, so nesting costs no stack. The
//! words of notes stand inside paragraphs in the source; they are gathered apart and come last.

use super::styles::{Role, Styles};
use crate::corpus::block::BlockKind;
use crate::corpus::document::Style;
use crate::corpus::format::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::corpus::format::line::Line;
use crate::corpus::format::table::Cells;
use crate::corpus::raw::RawBlock;

/// Blanks, cells or rows that one element may stand for.
const MAX_REPEATED: usize = 200;

/// A paragraph being gathered.
#[derive(Default)]
struct Paragraph {
    line: Line,
    kind: Option<BlockKind>,
    level: u8,
    marker: Option<String>,
    folded: bool,
    /// Styles opened by the spans and links that are open, how many each opened.
    spans: Vec<usize>,
}

/// A list that is open.
struct List {
    style: String,
    number: i64,
    /// Whether the item that is open has had its first paragraph.
    marked: bool,
}

/// A note being gathered: its label and where its lists and tables begin.
struct Note {
    label: String,
    lists: Vec<List>,
    tables: Vec<Cells>,
    blocks: Vec<RawBlock>,
}

/// A reader of a body.
pub(super) struct Body<'d> {
    styles: &'d Styles,
    paragraphs: Vec<Paragraph>,
    lists: Vec<List>,
    tables: Vec<Cells>,
    notes: Vec<Note>,
    contents: usize,
    page: Option<u32>,
    comments: usize,
    finished_notes: Vec<RawBlock>,
    /// The blocks read.
    pub(super) blocks: Vec<RawBlock>,
}

impl<'d> Body<'d> {
    /// A reader with nothing read yet.
    pub(super) fn new(styles: &'d Styles) -> Self {
        Self {
            styles,
            paragraphs: Vec::new(),
            lists: Vec::new(),
            tables: Vec::new(),
            notes: Vec::new(),
            contents: 0,
            page: None,
            comments: 0,
            finished_notes: Vec::new(),
            blocks: Vec::new(),
        }
    }

    /// Reads the content of a document.
    pub(super) fn read(&mut self, tree: &Tree) {
        if (0..tree.len()).any(|id| tree.name(id) == "text:soft-page-break") {
            self.page = Some(1);
        }
        let top = (0..tree.len())
            .find(|id| tree.name(*id) == "office:text")
            .unwrap_or(ROOT);
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
        self.blocks.append(&mut self.finished_notes);
    }

    /// Enters an element; tells whether what is in it is to be read.
    fn enter(&mut self, tree: &Tree, id: NodeId) -> bool {
        if let NodeKind::Text(text) = &tree.node(id).kind {
            if let Some(paragraph) = self.paragraphs.last_mut()
                && holds_text(tree.name(tree.node(id).parent))
            {
                paragraph.line.push_folded(text);
            }
            return true;
        }
        match tree.name(id) {
            "text:tracked-changes"
            | "office:forms"
            | "text:sequence-decls"
            | "text:variable-decls"
            | "text:ruby-text"
            | "svg:title"
            | "svg:desc"
            | "office:event-listeners"
            | "text:table-of-content-source"
            | "text:note-citation"
            | "text:user-field-decls" => return false,
            "text:p" | "text:h" => self.begin_paragraph(tree, id),
            "text:list" => self.begin_list(tree, id),
            "text:list-item" | "text:list-header" => self.begin_item(tree, id),
            "text:table-of-content" | "text:alphabetical-index" | "text:illustration-index" => {
                self.contents += 1;
            }
            "table:table" => self.tables.push(Cells::default()),
            "table:table-row" => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row();
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.begin_cells(tree, id),
            "text:note" => self.begin_note(tree, id),
            "office:annotation" => self.begin_comment(),
            "dc:creator" | "dc:date" | "meta:date-string" | "meta:creator-initials" => {
                return false;
            }
            "text:soft-page-break" => self.page = self.page.map(|page| page.saturating_add(1)),
            name => self.enter_inline(tree, id, name),
        }
        true
    }

    fn enter_inline(&mut self, tree: &Tree, id: NodeId, name: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match name {
            "text:s" => {
                let count = repeated(tree, id, "text:c");
                paragraph.line.push_exact(&" ".repeat(count));
            }
            "text:tab" => paragraph.line.space(),
            "text:line-break" => paragraph.line.break_line(),
            "text:span" => {
                let (bold, italic) = tree
                    .attribute(id, "text:style-name")
                    .map_or((false, false), |style| self.styles.look(style));
                let mut opened = 0;
                for style in [
                    bold.then_some(Style::Strong),
                    italic.then_some(Style::Emphasis),
                ]
                .into_iter()
                .flatten()
                {
                    paragraph.line.open(style);
                    opened += 1;
                }
                paragraph.spans.push(opened);
            }
            "text:a" => {
                let target = tree.attribute(id, "xlink:href").unwrap_or("").to_owned();
                let opened = usize::from(!target.is_empty());
                if opened > 0 {
                    paragraph.line.open(Style::Link(target));
                }
                paragraph.spans.push(opened);
            }
            _ => {}
        }
    }

    fn begin_paragraph(&mut self, tree: &Tree, id: NodeId) {
        let style = tree.attribute(id, "text:style-name").unwrap_or("");
        let mut paragraph = Paragraph {
            folded: self.contents > 0,
            ..Paragraph::default()
        };
        let role = self.styles.role(style);
        if tree.name(id) == "text:h" {
            let level = tree
                .attribute(id, "text:outline-level")
                .and_then(|level| level.parse().ok())
                .unwrap_or(1);
            paragraph.kind = Some(BlockKind::Heading);
            paragraph.level = level;
        } else if role == Some(Role::Title) {
            paragraph.kind = Some(BlockKind::Heading);
            paragraph.level = 1;
        } else if !self.lists.is_empty() {
            paragraph.kind = Some(BlockKind::ListItem);
            paragraph.level = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
            let numbers: Vec<i64> = self.lists.iter().map(|list| list.number).collect();
            if let Some(list) = self.lists.last_mut()
                && !list.marked
            {
                list.marked = true;
                paragraph.marker = self.styles.marker(&list.style, &numbers);
            }
        } else {
            paragraph.kind = match role {
                Some(Role::Quote) => Some(BlockKind::Quote),
                Some(Role::Code) => Some(BlockKind::Code),
                Some(Role::Header) => Some(BlockKind::Header),
                Some(Role::Title) | None => None,
            };
        }
        self.paragraphs.push(paragraph);
    }

    fn begin_list(&mut self, tree: &Tree, id: NodeId) {
        let style = tree
            .attribute(id, "text:style-name")
            .map(str::to_owned)
            .or_else(|| self.lists.last().map(|list| list.style.clone()))
            .unwrap_or_default();
        let start = self.styles.start(&style, self.lists.len() + 1);
        self.lists.push(List {
            style,
            number: start.saturating_sub(1),
            marked: false,
        });
    }

    fn begin_item(&mut self, tree: &Tree, id: NodeId) {
        let start = tree
            .attribute(id, "text:start-value")
            .and_then(|value| value.parse::<i64>().ok());
        if let Some(list) = self.lists.last_mut() {
            if tree.name(id) == "text:list-item" {
                list.number = start.unwrap_or(list.number.saturating_add(1));
                list.marked = false;
            } else {
                list.marked = true;
            }
        }
    }

    fn begin_cells(&mut self, tree: &Tree, id: NodeId) {
        // Empty cells repeated to the edge of the sheet say nothing.
        let empty = tree.node(id).first.is_none();
        let count = if empty {
            1
        } else {
            repeated(tree, id, "table:number-columns-repeated")
        };
        if let Some(table) = self.tables.last_mut() {
            for _ in 0..count.min(64) {
                table.begin_cell();
            }
        }
    }

    fn begin_note(&mut self, tree: &Tree, id: NodeId) {
        let label = tree
            .steps(id)
            .find_map(|step| match step {
                Step::Enter(node) if tree.name(node) == "text:note-citation" => {
                    Some(tree.text_of(node, 16))
                }
                Step::Enter(_) | Step::Leave(_) => None,
            })
            .filter(|label| !label.is_empty())
            .unwrap_or_else(|| "*".to_owned());
        self.open_note(label);
    }

    fn begin_comment(&mut self) {
        self.comments += 1;
        self.open_note(format!("c{}", self.comments));
    }

    fn open_note(&mut self, label: String) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.line.call(&label);
        }
        // Lists and tables around a note do not hold its paragraphs.
        self.notes.push(Note {
            label,
            lists: std::mem::take(&mut self.lists),
            tables: std::mem::take(&mut self.tables),
            blocks: Vec::new(),
        });
    }

    fn end_note(&mut self) {
        let Some(note) = self.notes.pop() else { return };
        self.lists = note.lists;
        self.tables = note.tables;
        for mut block in note.blocks {
            block.kind = Some(BlockKind::Footnote);
            block.note = Some(note.label.clone());
            block.level = 0;
            self.finished_notes.push(block);
        }
    }

    fn leave(&mut self, tree: &Tree, id: NodeId) {
        match tree.name(id) {
            "text:p" | "text:h" => self.end_paragraph(),
            "text:list" => {
                self.lists.pop();
            }
            "text:table-of-content" | "text:alphabetical-index" | "text:illustration-index" => {
                self.contents = self.contents.saturating_sub(1);
            }
            "table:table" => {
                if let Some(table) = self.tables.pop() {
                    let blocks = table.finish();
                    self.place(blocks);
                }
            }
            "text:note" | "office:annotation" => self.end_note(),
            "text:span" | "text:a" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    for _ in 0..paragraph.spans.pop().unwrap_or(0) {
                        paragraph.line.close();
                    }
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        let gathered = paragraph.line.take();
        if gathered.text.is_empty() && gathered.calls.is_empty() {
            return;
        }
        let mut block = RawBlock {
            text: gathered.text,
            kind: paragraph.kind,
            level: paragraph.level,
            marker: paragraph.marker,
            inlines: gathered.inlines,
            calls: gathered.calls,
            page: self.page,
            ..RawBlock::default()
        };
        if paragraph.folded {
            block.kind = Some(BlockKind::Boilerplate);
            block.folded = Some(true);
        }
        self.place(vec![block]);
    }

    /// Puts blocks where they belong: into the cell or note that is open, or into the document.
    fn place(&mut self, blocks: Vec<RawBlock>) {
        if let Some(table) = self.tables.last_mut() {
            table.add(blocks);
        } else if let Some(note) = self.notes.last_mut() {
            note.blocks.extend(blocks);
        } else {
            self.blocks.extend(blocks);
        }
    }
}

fn repeated(tree: &Tree, id: NodeId, name: &str) -> usize {
    tree.attribute(id, name)
        .and_then(|count| count.parse::<usize>().ok())
        .unwrap_or(1)
        .clamp(1, MAX_REPEATED)
}

/// Whether the text right inside an element is text of the document.
fn holds_text(parent: &str) -> bool {
    parent.starts_with("text:") && !parent.starts_with("text:list")
}
