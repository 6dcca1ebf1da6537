//! From the tokens of RTF to blocks.
//!
//! Knows which control words matter to a reader: characters and their encodings, paragraphs and
//! their styles, notes, tables, links, and the destinations whose text is no text.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::tokens::Token;
use crate::corpus::block::BlockKind;
use crate::corpus::document::{Format, Meta, Style};
use crate::corpus::format::line::Line;
use crate::corpus::format::table::Cells;
use crate::corpus::raw::{RawBlock, RawDocument};

/// Groups whose state is kept; deeper ones share that of the last.
const MAX_GROUPS: usize = 512;

/// What the text of a group is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Body,
    /// No text at all.
    Nothing,
    /// Names of fonts.
    Fonts,
    /// Names of styles.
    Styles,
    /// A field of the information about the document.
    Info(&'static str),
    /// The code of a field.
    Code,
    /// The number or bullet before a list item.
    Marker,
}

/// What a group inherits from the one around it.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Debug, Clone, Default)]
struct State {
    place: Place,
    bold: bool,
    italic: bool,
    hidden: bool,
    /// Whether text that a tracked change deleted is being read.
    deleted: bool,
    font: i32,
    /// Bytes that stand for a Unicode character where a reader knows none.
    fallback: Option<usize>,
    link: bool,
    /// Whether this group is a note of its own.
    note: bool,
}

/// A paragraph's own properties.
#[derive(Debug, Clone, Default)]
struct Paragraph {
    style: i32,
    outline: Option<u8>,
    list: bool,
    depth: u8,
    in_table: bool,
    marker: String,
}

/// A text being gathered: the body, or a note inside it.
#[derive(Default)]
struct Flow {
    line: Line,
    paragraph: Paragraph,
    table: Option<Cells>,
    cell: Vec<RawBlock>,
    row_open: bool,
    blocks: Vec<RawBlock>,
    label: Option<String>,
}

/// Reads tokens into blocks.
#[derive(Default)]
pub(super) struct Reader {
    states: Vec<State>,
    state: State,
    /// Groups opened beyond [`MAX_GROUPS`].
    beyond: usize,
    /// The next word decides what the group is; `\*` said that it may be stepped over.
    optional: bool,
    pending: Vec<u8>,
    /// The first half of a character outside the basic plane.
    surrogate: Option<u16>,
    skip: usize,
    code_page: Option<&'static Encoding>,
    fonts: HashMap<i32, &'static Encoding>,
    styles: HashMap<i32, String>,
    style: i32,
    name: String,
    code: String,
    link: Option<String>,
    info: Vec<(&'static str, String)>,
    flows: Vec<Flow>,
    flow: Flow,
    notes: usize,
    finished_notes: Vec<RawBlock>,
    hidden: usize,
    deep: bool,
}

impl Reader {
    /// Takes in a token.
    pub(super) fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Byte(byte) => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.pending.push(byte);
                }
                return;
            }
            Token::Word(b"u", number) => {
                self.settle();
                self.unicode(number.unwrap_or(0));
                return;
            }
            Token::Open | Token::Close | Token::Word(..) | Token::Symbol(_) => self.settle(),
        }
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => {
                let optional = std::mem::take(&mut self.optional);
                if !self.destination(word) {
                    if optional && !is_known(word) {
                        self.state.place = Place::Nothing;
                    }
                    self.word(word, number);
                }
            }
            Token::Byte(_) => {}
        }
    }

    fn open(&mut self) {
        self.skip = 0;
        if self.states.len() >= MAX_GROUPS {
            self.beyond += 1;
            self.deep = true;
            return;
        }
        let mut inner = self.state.clone();
        inner.note = false;
        self.states.push(std::mem::replace(&mut self.state, inner));
    }

    fn close(&mut self) {
        self.skip = 0;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.state.note {
            self.end_note();
        }
        match self.state.place {
            Place::Styles if !self.name.is_empty() => {
                let name = std::mem::take(&mut self.name);
                self.styles
                    .insert(self.style, name.trim_end_matches(';').trim().to_owned());
            }
            Place::Code => {
                let code = std::mem::take(&mut self.code);
                self.link = link_in_code(&code).or_else(|| self.link.take());
            }
            _ => {}
        }
        if let Some(outer) = self.states.pop() {
            if self.state.link && !outer.link {
                self.link = None;
            }
            self.state = outer;
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.optional = true,
            b'~' => self.text("\u{A0}"),
            b'_' => self.text("\u{2011}"),
            b'-' => self.text("\u{AD}"),
            _ => {}
        }
    }

    /// Words that say what a group is; tells whether this was one.
    fn destination(&mut self, word: &[u8]) -> bool {
        let place = match word {
            b"fonttbl" => Place::Fonts,
            b"stylesheet" => Place::Styles,
            b"title" if self.in_info() => Place::Info("title"),
            b"author" if self.in_info() => Place::Info("author"),
            b"subject" if self.in_info() => Place::Info("subject"),
            b"keywords" if self.in_info() => Place::Info("keywords"),
            b"info" => Place::Info(""),
            b"fldinst" => Place::Code,
            b"listtext" | b"pntext" => Place::Marker,
            b"footnote" => {
                self.begin_note();
                return true;
            }
            b"fldrslt" => {
                self.state.link = self.link.is_some();
                return true;
            }
            b"colortbl" | b"pict" | b"object" | b"header" | b"footer" | b"headerl" | b"headerr"
            | b"headerf" | b"footerl" | b"footerr" | b"footerf" | b"ftnsep" | b"ftnsepc"
            | b"aftnsep" | b"aftnsepc" | b"nonshppict" | b"xe" | b"tc" | b"rxe" | b"listtable"
            | b"listoverridetable" | b"revtbl" | b"rsidtbl" | b"generator" | b"themedata"
            | b"datastore" | b"latentstyles" | b"bkmkstart" | b"bkmkend" | b"atnid"
            | b"atnauthor" | b"annotation" | b"pnseclvl" | b"creatim" | b"revtim" | b"printim"
            | b"operator" | b"company" | b"comment" | b"doccomm" | b"filetbl" | b"template" => {
                Place::Nothing
            }
            _ => return false,
        };
        if self.state.place != Place::Nothing {
            self.state.place = place;
        }
        true
    }

    fn in_info(&self) -> bool {
        matches!(self.state.place, Place::Info(_))
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let on = number != Some(0);
        match word {
            b"ansicpg" => self.code_page = encoding_of_page(number.unwrap_or(1252)),
            b"mac" => self.code_page = Some(encoding_rs::MACINTOSH),
            b"f" => self.state.font = number.unwrap_or(0),
            b"fcharset" => {
                if let Some(encoding) = encoding_of_set(number.unwrap_or(0)) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            b"s" if self.state.place == Place::Styles => self.style = number.unwrap_or(0),
            b"s" => self.flow.paragraph.style = number.unwrap_or(0),
            b"uc" => {
                self.state.fallback = number
                    .and_then(|count| usize::try_from(count).ok())
                    .map(|count| count.min(16));
            }
            b"b" => self.state.bold = on,
            b"i" => self.state.italic = on,
            b"v" => self.state.hidden = on,
            b"deleted" => self.state.deleted = on,
            b"plain" => {
                self.state.bold = false;
                self.state.italic = false;
                self.state.hidden = false;
                self.state.deleted = false;
            }
            b"pard" => self.flow.paragraph = Paragraph::default(),
            b"outlinelevel" => {
                self.flow.paragraph.outline = number
                    .and_then(|level| u8::try_from(level).ok())
                    .filter(|level| *level < 9);
            }
            b"ls" => self.flow.paragraph.list = true,
            b"ilvl" => {
                self.flow.paragraph.depth = number
                    .and_then(|depth| u8::try_from(depth).ok())
                    .unwrap_or(0)
                    .min(20);
            }
            b"intbl" => self.flow.paragraph.in_table = true,
            _ => self.character(word),
        }
    }

    /// Words that stand for characters or end something.
    fn character(&mut self, word: &[u8]) {
        if self.state.place == Place::Nothing {
            return;
        }
        match word {
            b"par" | b"sect" | b"page" => self.end_paragraph(),
            b"line" => self.flow.line.break_line(),
            b"tab" if self.state.place == Place::Marker => self.text(" "),
            b"tab" => self.flow.line.space(),
            b"cell" | b"nestcell" => self.end_cell(),
            b"row" | b"nestrow" => self.end_row(),
            b"emdash" => self.text("—"),
            b"endash" => self.text("–"),
            b"lquote" => self.text("‘"),
            b"rquote" => self.text("’"),
            b"ldblquote" => self.text("“"),
            b"rdblquote" => self.text("”"),
            b"bullet" => self.text("•"),
            b"emspace" | b"enspace" | b"qmspace" => self.text(" "),
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.skip = self.state.fallback.unwrap_or(1);
        // Characters above 32767 are written as negative numbers.
        let unit = u16::try_from(number & 0xFFFF).unwrap_or(0xFFFD);
        let units = match self.surrogate.take() {
            Some(high) => vec![high, unit],
            None if (0xD800..0xDC00).contains(&unit) => {
                self.surrogate = Some(unit);
                return;
            }
            None => vec![unit],
        };
        let text = String::from_utf16_lossy(&units);
        self.text(&text);
    }

    /// Decodes the bytes that came one after the other.
    fn settle(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let encoding = self
            .fonts
            .get(&self.state.font)
            .copied()
            .or(self.code_page)
            .unwrap_or(encoding_rs::WINDOWS_1252);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        let text = text.into_owned();
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        match self.state.place {
            Place::Styles if self.name.len() < 200 => self.name.push_str(text),
            Place::Code if self.code.len() < 4096 => self.code.push_str(text),
            Place::Marker if self.flow.paragraph.marker.len() < 40 => {
                self.flow.paragraph.marker.push_str(text);
            }
            Place::Info(name) if !name.is_empty() => match self.info.last_mut() {
                Some((last, value)) if *last == name => value.push_str(text),
                _ => self.info.push((name, text.to_owned())),
            },
            Place::Styles
            | Place::Code
            | Place::Marker
            | Place::Nothing
            | Place::Fonts
            | Place::Info(_) => {}
            Place::Body if self.state.deleted => {}
            Place::Body if self.state.hidden => {
                self.hidden += text.chars().filter(|c| !c.is_whitespace()).count();
            }
            Place::Body => {
                let styles = [
                    self.link
                        .clone()
                        .filter(|_| self.state.link)
                        .map(Style::Link),
                    self.state.bold.then_some(Style::Strong),
                    self.state.italic.then_some(Style::Emphasis),
                ];
                self.flow
                    .line
                    .push_styled(text, styles.into_iter().flatten());
            }
        }
    }

    fn begin_note(&mut self) {
        if self.state.place != Place::Body || self.flows.len() > 8 {
            self.state.place = Place::Nothing;
            return;
        }
        self.notes += 1;
        let label = self.notes.to_string();
        self.flow.line.call(&label);
        let note = Flow {
            label: Some(label),
            ..Flow::default()
        };
        self.flows.push(std::mem::replace(&mut self.flow, note));
        self.state.note = true;
        self.state.bold = false;
        self.state.italic = false;
        self.state.hidden = false;
    }

    fn end_note(&mut self) {
        self.end_paragraph();
        self.end_table();
        let Some(outer) = self.flows.pop() else {
            return;
        };
        let note = std::mem::replace(&mut self.flow, outer);
        for mut block in note.blocks {
            block.kind = Some(BlockKind::Footnote);
            block.note.clone_from(&note.label);
            block.level = 0;
            block.marker = None;
            self.finished_notes.push(block);
        }
    }

    fn end_paragraph(&mut self) {
        let gathered = self.flow.line.take();
        let marker = std::mem::take(&mut self.flow.paragraph.marker);
        if gathered.text.is_empty() && gathered.calls.is_empty() {
            return;
        }
        let paragraph = &self.flow.paragraph;
        let role = self
            .styles
            .get(&paragraph.style)
            .and_then(|name| role_of(name));
        let outline = paragraph.outline.map(|level| level + 1);
        let mut block = RawBlock {
            text: gathered.text,
            inlines: gathered.inlines,
            calls: gathered.calls,
            ..RawBlock::default()
        };
        if let Some(level) = outline.or(role.and_then(|role| role.1)) {
            block.kind = Some(BlockKind::Heading);
            block.level = level;
        } else if paragraph.list || !marker.trim().is_empty() {
            block.kind = Some(BlockKind::ListItem);
            block.level = paragraph.depth + 1;
            let marker = marker.trim();
            let is_sign = !marker.is_empty() && !marker.chars().any(char::is_alphanumeric);
            block.marker = Some(if marker.is_empty() || is_sign {
                "•".to_owned()
            } else {
                marker.to_owned()
            });
        } else if let Some((kind, None)) = role {
            block.kind = Some(kind);
        }
        if paragraph.in_table {
            self.flow.cell.push(block);
        } else {
            self.end_table();
            self.flow.blocks.push(block);
        }
    }

    fn end_cell(&mut self) {
        self.flow.paragraph.in_table = true;
        self.end_paragraph();
        let blocks = std::mem::take(&mut self.flow.cell);
        let table = self.flow.table.get_or_insert_with(Cells::default);
        if !self.flow.row_open {
            table.begin_row();
            self.flow.row_open = true;
        }
        table.begin_cell();
        table.add(blocks);
    }

    fn end_row(&mut self) {
        self.flow.row_open = false;
    }

    fn end_table(&mut self) {
        self.flow.row_open = false;
        if let Some(mut table) = self.flow.table.take() {
            let rest = std::mem::take(&mut self.flow.cell);
            if !rest.is_empty() {
                table.add(rest);
            }
            self.flow.blocks.extend(table.finish());
        } else {
            let cell = std::mem::take(&mut self.flow.cell);
            self.flow.blocks.extend(cell);
        }
    }

    /// The document, when all tokens were taken in.
    pub(super) fn finish(mut self, format: Format) -> RawDocument {
        self.settle();
        while !self.flows.is_empty() {
            self.end_note();
        }
        self.end_paragraph();
        self.end_table();
        let mut blocks = self.flow.blocks;
        blocks.append(&mut self.finished_notes);
        let mut warnings = Vec::new();
        if self.hidden > 0 {
            warnings.push(format!(
                "{} characters of hidden text were left out",
                self.hidden
            ));
        }
        if self.deep {
            warnings.push(format!(
                "groups nested more than {MAX_GROUPS} deep were read as if they were not nested"
            ));
        }
        let mut meta = Meta::default();
        for (name, value) in self.info {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            match name {
                _ if value.is_empty() => {}
                "title" => meta.title = Some(value),
                "author" => meta.authors = crate::corpus::format::odt::names(&value),
                name => meta.fields.push((name.to_owned(), value)),
            }
        }
        RawDocument {
            format,
            encoding: self
                .code_page
                .unwrap_or(encoding_rs::WINDOWS_1252)
                .name()
                .to_owned(),
            meta,
            blocks,
            warnings,
        }
    }
}

/// Optional destinations whose text is text all the same.
fn is_known(word: &[u8]) -> bool {
    matches!(
        word,
        b"shptxt" | b"nesttableprops" | b"footnote" | b"field" | b"fldinst" | b"shppict"
    )
}

/// What a style of that name is: a kind, and the level of a heading.
fn role_of(name: &str) -> Option<(BlockKind, Option<u8>)> {
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    if let Some(level) = name
        .strip_prefix("heading")
        .and_then(|level| level.parse::<u8>().ok())
    {
        return (1..=9)
            .contains(&level)
            .then_some((BlockKind::Heading, Some(level)));
    }
    match name.as_str() {
        "title" => Some((BlockKind::Heading, Some(1))),
        "quote" | "intensequote" | "blocktext" | "quotations" => Some((BlockKind::Quote, None)),
        "subtitle" | "caption" => Some((BlockKind::Header, None)),
        "preformattedtext" | "sourcecode" | "htmlpreformatted" => Some((BlockKind::Code, None)),
        _ => None,
    }
}

/// The target in the code of a field such as `HYPERLINK "http://…"`.
fn link_in_code(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?;
    let target = rest.split('"').nth(1)?;
    (!target.is_empty()).then(|| target.to_owned())
}

/// The encoding of a code page of Windows.
fn encoding_of_page(page: i32) -> Option<&'static Encoding> {
    let label = match page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a character set of a font.
fn encoding_of_set(set: i32) -> Option<&'static Encoding> {
    encoding_of_page(match set {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
