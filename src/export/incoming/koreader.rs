//! Highlights that KOReader keeps beside a book: `metadata.epub.lua`.
//!
//! Knows the literal of a Lua table as KOReader writes it, and no more of Lua: nothing is run. Places
//! in it count in KOReader's own page tree, so that every passage is found by its words.

use super::{Incoming, Remark, Signed, Spot};
use crate::library::{RecordId, Timestamp};
use crate::passage::Quote;

/// A value of the file.
#[derive(Debug, Clone, PartialEq)]
enum Lua {
    Text(String),
    /// A number, `true`, `false`, `nil`: nothing that is needed here.
    Other,
    Table(Vec<(String, Lua)>),
}

impl Lua {
    fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Table(fields) => fields.iter().find(|(key, _)| key == name).map(|(_, it)| it),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }

    fn values(&self) -> impl Iterator<Item = &Self> {
        match self {
            Self::Table(fields) => fields.as_slice(),
            _ => &[],
        }
        .iter()
        .map(|(_, value)| value)
    }
}

/// Reads a file; None if it is not of this form. `name` is the file's, which names the book.
pub fn read(text: &str, name: &str) -> Option<Incoming> {
    let start = text.find("return")? + "return".len();
    let mut reader = Reader {
        rest: text.get(start..)?,
    };
    let book = reader.value(0)?;
    let notes = book.get("annotations").or_else(|| book.get("highlight"))?;
    let mut incoming = Incoming::default();
    let title = book.get("doc_props").map_or("", |it| it.text("title"));
    let path = book.text("doc_path");
    let source = incoming.source(vec![path.to_owned(), title.to_owned(), name.to_owned()]);
    // Older files keep a list of highlights for each page.
    let flat: Vec<&Lua> = notes
        .values()
        .flat_map(|it| match it.get("text") {
            Some(_) => vec![it],
            None => it.values().collect(),
        })
        .collect();
    for it in flat {
        let words = it.text("text").replace("\\\n", "\n");
        if words.trim().is_empty() {
            incoming.left_out.push(format!(
                "a bookmark without words at {}",
                it.text("datetime")
            ));
            continue;
        }
        let time = it.text("datetime");
        let colour = Some(it.text("color").to_owned()).filter(|it| !it.is_empty());
        incoming.notes.push(Remark {
            id: RecordId::derived(&["koreader", title, time, it.text("pos0"), &words]),
            spot: Spot {
                source,
                quote: Quote {
                    exact: words,
                    ..Quote::default()
                },
                ..Spot::default()
            },
            tags: Vec::new(),
            note: it.text("note").to_owned(),
            colour,
            signed: Signed {
                creator: None,
                created: Timestamp::parse(time),
                updated: Timestamp::parse(it.text("datetime_updated")),
            },
        });
    }
    Some(incoming)
}

struct Reader<'a> {
    rest: &'a str,
}

/// Tables in tables deeper than this are nobody's highlights.
const DEEPEST: usize = 32;

impl Reader<'_> {
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.strip_prefix("--") {
                Some(comment) => self.rest = comment.split_once('\n').map_or("", |(_, rest)| rest),
                None => return,
            }
        }
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Lua> {
        self.skip();
        match self.rest.chars().next()? {
            '{' if depth < DEEPEST => self.table(depth),
            quote @ ('"' | '\'') => self.text(quote).map(Lua::Text),
            _ => {
                let end = self
                    .rest
                    .find([',', '}', ']', '=', '\n'])
                    .unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                (!word.trim().is_empty()).then_some(Lua::Other)
            }
        }
    }

    fn table(&mut self, depth: usize) -> Option<Lua> {
        self.take('{');
        let mut fields = Vec::new();
        loop {
            if self.take('}') {
                return Some(Lua::Table(fields));
            }
            let key = self.key();
            if key.is_some() && !self.take('=') {
                return None;
            }
            let value = self.value(depth + 1)?;
            fields.push((key.unwrap_or_default(), value));
            if !self.take(',') {
                self.take(';');
            }
        }
    }

    /// `["name"] =`, `[1] =` or `name =`; None before a value without a name.
    fn key(&mut self) -> Option<String> {
        self.skip();
        if let Some(inner) = self.rest.strip_prefix('[') {
            self.rest = inner;
            self.skip();
            let key = if let quote @ ('"' | '\'') = self.rest.chars().next()? {
                self.text(quote)?
            } else {
                let end = self.rest.find(']')?;
                let (number, rest) = self.rest.split_at(end);
                self.rest = rest;
                number.trim().to_owned()
            };
            return self.take(']').then_some(key);
        }
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let (name, rest) = self.rest.split_at(end);
        let named = !name.is_empty() && rest.trim_start().starts_with('=');
        named.then(|| {
            self.rest = rest;
            name.to_owned()
        })
    }

    fn text(&mut self, quote: char) -> Option<String> {
        let mut out = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if c == quote {
                self.rest = self.rest.get(at + 1..)?;
                return Some(out);
            }
            if c != '\\' {
                out.push(c);
                continue;
            }
            match chars.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                // A line end, a quotation mark, a backslash.
                other => out.push(other),
            }
        }
        None
    }
}
