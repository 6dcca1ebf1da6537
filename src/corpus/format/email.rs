//! E-mail: one message, its headers as metadata and its body as blocks.
//!
//! Knows MIME by `mail-parser`, lines that flow, depths of quotation, and signatures. Attachments
//! are named, not read. The plain body is preferred to the one in HTML, which says the same.

use mail_parser::{Addr, Address, Message, MessageParser, MimeHeaders as _, PartType};

use super::ReadError;
use super::html;
use super::iso;
use crate::corpus::block::BlockKind;
use crate::corpus::document::{Format, Meta};
use crate::corpus::raw::{RawBlock, RawDocument};

/// Reads a message.
pub(crate) fn read(bytes: &[u8]) -> Result<RawDocument, ReadError> {
    let message = MessageParser::default()
        .parse(bytes)
        .filter(|message| !message.headers().is_empty())
        .ok_or_else(|| {
            ReadError::Damaged("the file is no e-mail message: it has no headers".to_owned())
        })?;
    let mut warnings = Vec::new();
    let mut blocks = Vec::new();
    body(&message, &mut blocks, &mut warnings);
    let attached: Vec<String> = message
        .attachments()
        .filter(|part| !is_inline_picture(part))
        .map(|part| {
            part.attachment_name()
                .unwrap_or("without a name")
                .to_owned()
        })
        .collect();
    if !attached.is_empty() {
        warnings.push(format!(
            "attachments, which are not read: {}",
            attached.join(", ")
        ));
    }
    Ok(RawDocument {
        format: Format::Email,
        encoding: charset(&message).unwrap_or_else(|| "UTF-8".to_owned()),
        meta: meta(&message),
        blocks,
        warnings,
    })
}

/// Pictures that the body in HTML shows have a name for it to call them by.
fn is_inline_picture(part: &mail_parser::MessagePart<'_>) -> bool {
    part.content_id().is_some()
        && part
            .content_type()
            .is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"))
}

fn charset(message: &Message<'_>) -> Option<String> {
    message
        .text_bodies()
        .next()
        .and_then(|part| part.content_type())
        .and_then(|kind| kind.attribute("charset"))
        .map(str::to_owned)
}

fn body(message: &Message<'_>, blocks: &mut Vec<RawBlock>, warnings: &mut Vec<String>) {
    for part in message.text_bodies() {
        match &part.body {
            PartType::Text(text) => {
                let parameter = |name: &str| {
                    part.content_type()
                        .and_then(|kind| kind.attribute(name))
                        .unwrap_or("")
                        .to_ascii_lowercase()
                };
                let flows = parameter("format") == "flowed";
                plain(text, flows, parameter("delsp") == "yes", blocks);
            }
            PartType::Html(page) => blocks.extend(html::fragment(page, warnings)),
            PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Message(_)
            | PartType::Multipart(_) => {}
        }
    }
}

/// A line of a plain body, without its marks of quotation.
struct Line<'t> {
    depth: usize,
    text: &'t str,
}

fn line(whole: &str) -> Line<'_> {
    let mut depth = 0;
    let mut text = whole;
    while let Some(rest) = text.strip_prefix('>') {
        depth += 1;
        // `> > text` and `>> text` are both of depth two.
        text = match rest.strip_prefix(' ') {
            Some(after) if after.starts_with('>') => after,
            _ => rest,
        };
    }
    let text = if depth > 0 {
        text.strip_prefix(' ').unwrap_or(text)
    } else {
        text
    };
    Line { depth, text }
}

/// The blocks of a plain body: runs of lines of one depth.
fn plain(text: &str, flows: bool, join: bool, blocks: &mut Vec<RawBlock>) {
    let mut run = Run::default();
    let mut signature = false;
    for whole in text.lines() {
        let line = line(whole.trim_end_matches('\r'));
        if line.depth == 0 && matches!(line.text, "-- " | "--") {
            run.end(signature, blocks);
            signature = true;
        }
        if line.depth > 0 && signature {
            run.end(signature, blocks);
            signature = false;
        }
        if line.text.trim().is_empty() || line.depth != run.depth {
            run.end(signature, blocks);
            run.depth = line.depth;
        }
        // The line that leads to the letter being answered stands by itself.
        if is_lead(line.text) {
            run.end(signature, blocks);
            signature = false;
        }
        if !line.text.trim().is_empty() {
            run.add(&line, flows, join);
        }
    }
    run.end(signature, blocks);
}

/// Whether a line leads to a quoted letter: "On Mon, 14 Jan 2019, A. wrote:".
fn is_lead(text: &str) -> bool {
    let text = text.trim();
    let begins = ["On ", "Am ", "Le ", "El ", "Il ", "Em "]
        .iter()
        .any(|word| text.starts_with(word));
    let ends = [
        "wrote:",
        "schrieb:",
        "écrit :",
        "écrit:",
        "escribió:",
        "ha scritto:",
        "escreveu:",
    ]
    .iter()
    .any(|word| text.ends_with(word));
    begins && ends || text.ends_with("пишет:") || text.starts_with("-----Original Message")
}

/// Lines of one depth without a blank line between them.
#[derive(Default)]
struct Run {
    depth: usize,
    text: String,
    /// The last line goes on in the next one.
    open: bool,
}

impl Run {
    fn add(&mut self, line: &Line<'_>, flows: bool, join: bool) {
        // A blank that was put before a line so that it is not taken for something else.
        let text = if flows {
            line.text.strip_prefix(' ').unwrap_or(line.text)
        } else {
            line.text
        };
        if !self.text.is_empty() && !self.open {
            self.text.push('\n');
        }
        self.open = flows && text.ends_with(' ') && text != "-- ";
        let text = if self.open && join {
            text.trim_end()
        } else {
            text
        };
        self.text
            .push_str(if self.open { text } else { text.trim_end() });
    }

    fn end(&mut self, signature: bool, blocks: &mut Vec<RawBlock>) {
        self.open = false;
        let text = std::mem::take(&mut self.text);
        let text = text.trim_end();
        if text.trim().is_empty() {
            return;
        }
        let mut block = RawBlock::of(text);
        if signature {
            block.kind = Some(BlockKind::Boilerplate);
            block.folded = Some(true);
        } else if self.depth > 0 {
            block.kind = Some(BlockKind::Quote);
            block.level = u8::try_from(self.depth).unwrap_or(u8::MAX);
            block.text = unwrapped(text);
        }
        blocks.push(block);
    }
}

/// Lines of a quotation as running text, unless they are short by intention.
fn unwrapped(text: &str) -> String {
    let count = text.lines().count();
    let long = text
        .lines()
        .take(count.saturating_sub(1))
        .filter(|line| line.chars().count() >= 50)
        .count();
    if long * 2 >= count.saturating_sub(1) {
        text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

fn meta(message: &Message<'_>) -> Meta {
    let mut meta = Meta {
        title: message
            .subject()
            .map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|subject| !subject.is_empty()),
        authors: message.from().map(|from| names(from)).unwrap_or_default(),
        date: message
            .date()
            .and_then(|date| iso::date(&date.to_rfc3339())),
        ..Meta::default()
    };
    let lists = [
        ("from", message.from()),
        ("to", message.to()),
        ("cc", message.cc()),
    ];
    for (name, addresses) in lists {
        if let Some(addresses) = addresses {
            let all: Vec<String> = addresses.iter().take(200).map(written).collect();
            if !all.is_empty() {
                meta.fields.push((name.to_owned(), all.join("; ")));
            }
        }
    }
    if let Some(id) = message.message_id() {
        meta.fields.push(("message_id".to_owned(), id.to_owned()));
    }
    let before = message.in_reply_to();
    if let Some(id) = before.as_text() {
        meta.fields.push(("in_reply_to".to_owned(), id.to_owned()));
    }
    meta
}

fn names(addresses: &Address<'_>) -> Vec<String> {
    addresses
        .iter()
        .take(50)
        .filter_map(|address| address.name().or_else(|| address.address()))
        .map(str::to_owned)
        .collect()
}

fn written(address: &Addr<'_>) -> String {
    match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests;
