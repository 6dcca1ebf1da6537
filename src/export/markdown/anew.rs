//! What a page brings into a library that never had its annotations: the passages to which its references
//! lead, with tags and notes.
//!
//! Knows where a block says its reference, its tags and its notes, in any flavour. Which annotations are
//! wanted is told by whoever asks. Links between passages have no name on a page by which they could be
//! known again, and stay behind, as do makers and times.

use super::back::{Part, as_written, parts};
use crate::corpus::Corpus;
use crate::export::incoming::{Incoming, Remark, Signed, Spot};
use crate::export::sync::{Marks, OwnBlock, SyncError, own_blocks};
use crate::export::template::BASE;
use crate::library::RecordId;
use crate::passage::Anchor;
use crate::passage::address::{SCHEME, resolve};

/// The annotations of a page of which `wanted` says that they are to be made.
///
/// # Errors
/// [`SyncError`], if the page's markers are damaged.
pub fn brought(
    text: &str,
    corpus: &Corpus,
    wanted: impl Fn(RecordId) -> bool,
) -> Result<Incoming, SyncError> {
    let mut incoming = Incoming::default();
    let mut links = 0;
    for block in own_blocks(text, Marks::Html)? {
        if block.base == BASE {
            continue;
        }
        let (Some(first), parts) = (block.record(), parts(block.body)) else {
            continue;
        };
        if block.key.starts_with("l=") {
            links += usize::from(wanted(first));
            continue;
        }
        for (index, part) in parts.into_iter().enumerate() {
            let id = match index {
                0 => Some(first),
                _ => part.id,
            };
            if let Some(id) = id.filter(|id| wanted(*id)) {
                take(&mut incoming, corpus, (&block, id), &part);
            }
        }
    }
    if links > 0 {
        incoming.left_out.push(format!(
            "links at {links} passages: a page does not say them whole (JSON Lines does)"
        ));
    }
    Ok(incoming)
}

/// Takes in one annotation of a block.
fn take(incoming: &mut Incoming, corpus: &Corpus, (block, id): (&OwnBlock, RecordId), part: &Part) {
    let Some(link) = reference(block.body) else {
        let why = "its passage was not in the text when the page was written";
        incoming.left_out.push(format!("{}: {why}", block.key));
        return;
    };
    let anchor = resolve(corpus, link)
        .map_err(|error| error.to_string())
        .and_then(|found| {
            Anchor::of(&found.document, &found.range).ok_or_else(|| "there are no words".to_owned())
        });
    let anchor = match anchor {
        Ok(anchor) => anchor,
        Err(why) => {
            incoming.left_out.push(format!("{}: {why}", block.key));
            return;
        }
    };
    let source = incoming.source(vec![anchor.document.to_string()]);
    incoming.notes.push(Remark {
        id,
        spot: Spot {
            source,
            quote: anchor.quote,
            at: Some(anchor.start..anchor.end),
            ..Spot::default()
        },
        tags: part.tags.iter().map(|tag| own_tag(tag)).collect(),
        note: as_written(&part.note, ""),
        colour: None,
        signed: Signed::default(),
    });
}

/// A tag as it is called here: in Obsidian one of digits alone stands behind a `_`.
fn own_tag(tag: &str) -> String {
    let digits = |text: &str| text.chars().all(|c| c.is_numeric() || c == '/');
    match tag.strip_prefix('_') {
        Some(rest) if digits(rest) => rest.to_owned(),
        _ => tag.to_owned(),
    }
}

/// The link of a block's reference: the first that leads back into Glossator. Quoted words have none,
/// since a bracket that could begin one is escaped in them.
fn reference(body: &str) -> Option<&str> {
    let mut rest = body;
    loop {
        let at = rest.find("](")?;
        let (before, link) = (rest.get(..at)?, rest.get(at + 2..)?);
        let (link, after) = link.split_once(')')?;
        if link.starts_with(SCHEME) && !before.ends_with('\\') {
            return Some(link);
        }
        rest = if before.ends_with('\\') {
            rest.get(at + 2..)?
        } else {
            after
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_found_and_not_what_is_quoted() {
        let body = "> see \\[this\\](glossator:other) and [that\\](x)\n\n— a [¶1](glossator:a¶1)\n\n\
            - **Note**\n\n  [b](glossator:b)\n";
        assert_eq!(reference(body), Some("glossator:a¶1"));
        assert_eq!(reference("> nothing ](\n"), None);
    }
}
