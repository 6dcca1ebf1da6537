//! Templates by the reader: pages of a form that Glossator does not know.
//!
//! Knows the language of templates (Jinja's, by `minijinja`), which names a template may use
//! ([`values`]), and how a fault is told: with its line and the nearest name. A template that defines
//! a macro `passage` says how one passage stands, and its page is kept in step like any other; every
//! other template is a whole text. Reads no file and no clock, so that the same library gives the same
//! bytes.

pub mod values;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Captured, Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::bibliography::latex;
use super::colour;
use super::harmless;
use super::markdown::{Flavour, Job, inline, quotation, safe_note};
use super::material::{Material, Passage};
use super::sync::{Block, Page};
use crate::library::Library;

/// The macro that makes a template one of passages, and the one for headings of documents.
const PASSAGE: &str = "passage";
const DOCUMENT: &str = "document";

/// What a block keeps instead of tags and notes where a template wrote it: they cannot be told from
/// the rest of it, so that changes to them do not come back.
pub const BASE: &str = "template";

/// The filters besides Jinja's own, with what each does.
pub const FILTERS: [(&str, &str); 6] = [
    (
        "blockquote",
        "a text as a block quotation in Markdown, to the letter",
    ),
    ("markdown", "a text in which nothing is markup for Markdown"),
    (
        "demote",
        "a note in Markdown made safe for a page: headings put down, HTML that would swallow the rest disarmed",
    ),
    ("latex", "a text in which nothing is a sign of LaTeX"),
    ("oneline", "a text on one line"),
    ("rgb", "the name of a colour as `#RRGGBB`"),
];

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {why}{}", line.map(|it| format!(":{it}")).unwrap_or_default(),
    excerpt.as_ref().map(|it| format!("\n    {it}")).unwrap_or_default())]
pub struct TemplateError {
    /// The template, as it is shown to a person.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what to write instead.
    pub why: String,
    /// That line.
    pub excerpt: Option<String>,
}

/// A template, read.
#[derive(Debug)]
pub struct Template {
    file: String,
    source: String,
    environment: Environment<'static>,
}

impl Template {
    /// Reads a template; `file` names it in messages, and by its end (`.html`, `.html.j2`) says whether
    /// what is put in is escaped for HTML.
    ///
    /// # Errors
    /// [`TemplateError`], where it cannot be read.
    pub fn read(file: &str, source: &str) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| {
            let name = name.to_ascii_lowercase();
            let bare = name.strip_suffix(".j2").or(name.strip_suffix(".jinja"));
            match bare.unwrap_or(&name).rsplit('.').next() {
                Some("html" | "htm" | "xml") => AutoEscape::Html,
                _ => AutoEscape::None,
            }
        });
        // A line that only steers leaves no line.
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .expect("the usual signs of the language are none that clash");
        environment.set_syntax(syntax);
        filters(&mut environment);
        let template = Self {
            file: file.to_owned(),
            source: source.replace("\r\n", "\n"),
            environment,
        };
        template
            .environment
            .template_from_named_str(&template.file, &template.source)
            .map_err(|error| template.fault(&error))?;
        Ok(template)
    }

    /// Whether it says how a passage stands, so that its page can be kept in step.
    pub fn is_of_passages(&self) -> bool {
        self.defines(PASSAGE)
    }

    /// Whether it defines a macro at its top; what is written in comments does not count.
    fn defines(&self, name: &str) -> bool {
        let tokens: Vec<&str> = self.source.split_whitespace().collect();
        let begins = |it: &str| it == "{%" || it == "{%-";
        tokens.windows(3).any(|it| {
            begins(it[0])
                && it[1] == "macro"
                && it[2]
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('('))
        })
    }

    /// The whole text that it makes of what was gathered.
    ///
    /// # Errors
    /// [`TemplateError`], with the line.
    pub fn whole(
        &self,
        title: &str,
        material: &Material,
        library: &Library,
    ) -> Result<String, TemplateError> {
        let rendered = self.captured(values::everything(title, material, library))?;
        Ok(harmless::plain(rendered.output()).into_owned())
    }

    /// The page that it makes: a block for each document and each passage.
    ///
    /// # Errors
    /// [`TemplateError`], with the line.
    pub fn page(&self, job: &Job, library: &Library) -> Result<Page, TemplateError> {
        let title = job.scope.title();
        // Whatever stands outside the macros leads the page.
        let mut rendered =
            self.captured(values::everything(&title, &job.material.bare(), library))?;
        let mut page = job.frame();
        let lead = rendered.output().trim().to_owned();
        if !lead.is_empty() {
            page.blocks.push(Block::new("page", &lead));
        }
        let headed = self.defines(DOCUMENT);
        for sheet in &job.material.sheets {
            let body = if headed {
                self.called(&mut rendered, DOCUMENT, values::document(sheet))?
            } else {
                job.head(sheet, 2)
            };
            page.blocks
                .push(Block::new(format!("d={}", sheet.id), &body));
            for passage in &sheet.passages {
                let value = values::passage(sheet, passage);
                let body = self.called(&mut rendered, PASSAGE, value)?;
                page.blocks.push(block(passage, &body));
            }
        }
        Ok(page)
    }

    fn captured(&self, context: Value) -> Result<Captured<'_>, TemplateError> {
        self.environment
            .template_from_named_str(&self.file, &self.source)
            .and_then(|template| template.render_captured(context))
            .map_err(|error| self.fault(&error))
    }

    fn called(
        &self,
        rendered: &mut Captured,
        name: &str,
        value: Value,
    ) -> Result<String, TemplateError> {
        let body = rendered.with_state_mut(|state| state.call_macro(name, &[value]));
        body.map_err(|error| self.fault(&error))
    }

    /// A fault in a sentence: what minijinja says, the line, and the nearest name for one that is not
    /// known.
    fn fault(&self, error: &Error) -> TemplateError {
        let line = error.line().filter(|line| *line > 0);
        let text = line.and_then(|line| self.source.lines().nth(line - 1));
        let detail = error.detail().unwrap_or_default();
        let at = error.range().and_then(|range| self.source.get(range));
        let why = match error.kind() {
            ErrorKind::UndefinedError => {
                let near = slip(text.unwrap_or(""), &values::names());
                let what = at.filter(|at| !at.contains('\n')).unwrap_or("this");
                near.map_or_else(
                    || format!("there is no “{}”; {LISTED}", what.trim()),
                    |(word, name)| format!("there is no “{word}”; did you mean “{name}”?"),
                )
            }
            ErrorKind::UnknownFilter => match slip(detail, &FILTERS.map(|(name, _)| name)) {
                Some((_, name)) => format!("{detail}; did you mean “{name}”?"),
                None => format!("{detail}; {LISTED}"),
            },
            kind if detail.is_empty() => kind.to_string(),
            _ => detail.to_owned(),
        };
        TemplateError {
            file: self.file.clone(),
            line,
            why,
            excerpt: text
                .map(|text| text.trim().to_owned())
                .filter(|it| !it.is_empty()),
        }
    }
}

/// Where the names are told.
const LISTED: &str = "docs/templates.md lists the names";

/// The word of a line that is likeliest a slip of the pen: of those that are no names themselves, the
/// one nearest to a name; with that name.
fn slip<'a>(line: &'a str, known: &[&'static str]) -> Option<(&'a str, &'static str)> {
    let sign = |c: char| !c.is_alphanumeric() && c != '_';
    let words = line
        .split(sign)
        .filter(|it| it.len() > 2 && !known.contains(it));
    let near = words.filter_map(|word| {
        let far = known.iter().map(|name| (distance(word, name), *name));
        let (far, name) = far.min()?;
        (far <= name.len().min(word.len()) / 2).then_some((far, word, name))
    });
    near.min().map(|(_, word, name)| (word, name))
}

/// How many letters must be changed, added or left out to make one word of another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut before = i;
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let cost = before + usize::from(c != *d);
            before = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

/// A passage as a block, of which nothing comes back.
fn block(passage: &Passage, body: &str) -> Block {
    Block {
        base: BASE.to_owned(),
        ..Block::new(passage.key(), body.trim_matches('\n'))
    }
}

fn filters(environment: &mut Environment<'static>) {
    let plain = Flavour::CommonMark;
    environment.add_filter("blockquote", move |text: &str| {
        quotation(text, plain).trim_end().to_owned()
    });
    environment.add_filter("markdown", move |text: &str| inline(text, plain));
    environment.add_filter("demote", |text: &str| safe_note(text));
    environment.add_filter("latex", |text: &str| latex(text));
    environment.add_filter("oneline", |text: &str| {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    environment.add_filter("rgb", |name: &str| colour::rgb(name).unwrap_or_default());
}

/// What the page about templates says, with its tables of names.
pub fn documentation() -> String {
    let mut tables = String::new();
    for (title, about, rows) in values::TABLES {
        tables.push_str(&format!(
            "### {title}\n\n{about}\n\n| name | what it is |\n| --- | --- |\n"
        ));
        for (name, meaning) in *rows {
            tables.push_str(&format!("| `{name}` | {meaning} |\n"));
        }
        tables.push('\n');
    }
    let mut filters = String::from("| filter | what it does |\n| --- | --- |\n");
    for (name, meaning) in FILTERS {
        filters.push_str(&format!("| `{name}` | {meaning} |\n"));
    }
    include_str!("template/page.md")
        .replace("{names}\n", &tables)
        .replace("{filters}\n", &filters)
}

#[cfg(test)]
mod tests;
