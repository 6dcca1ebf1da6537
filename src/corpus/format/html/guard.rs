//! What is cut from a page before any parser sees it.
//!
//! Knows that a tag of unlimited size or with very many attributes makes tokenizers slow. Does not
//! judge the page otherwise.

use std::borrow::Cow;

/// Bytes a tag may have; saved pages carry whole pictures in tags, which nobody reads.
const MAX_TAG: usize = 64 * 1024;
/// Attributes a tag may have: each is compared with all before it.
const MAX_ATTRIBUTES: usize = 500;

/// The page without the attributes of oversized tags.
pub(crate) fn shorten_tags<'p>(page: &'p str, warnings: &mut Vec<String>) -> Cow<'p, str> {
    let bytes = page.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(offset) = page[at..].find('<') {
        at += offset + 1;
        if bytes[at..].starts_with(b"!--") {
            at += page[at..].find("-->").unwrap_or(page.len() - at);
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = measure(&bytes[at..]);
        if tag.length > MAX_TAG || tag.attributes > MAX_ATTRIBUTES {
            let name_end = at + tag.name;
            out.push_str(&page[copied..name_end]);
            out.push('>');
            copied = at + tag.length;
            if !tag.picture {
                warnings.push(format!(
                    "the attributes of an oversized <{}> were left out",
                    page[at..name_end].chars().take(20).collect::<String>()
                ));
            }
        }
        let name = &page[at..at + tag.name];
        let raw = ["script", "style"]
            .into_iter()
            .find(|raw| name.eq_ignore_ascii_case(raw));
        at += tag.length;
        if let Some(raw) = raw {
            // What looks like tags in there is none.
            at += end_of_raw(&bytes[at..], raw.as_bytes());
        }
    }
    warnings.truncate(8);
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    out.push_str(&page[copied..]);
    Cow::Owned(out)
}

struct Measure {
    /// Bytes from the name to behind the `>`, on a character border.
    length: usize,
    /// Bytes of the name, at most 64.
    name: usize,
    attributes: usize,
    picture: bool,
}

/// Measures a tag from its name on.
fn measure(bytes: &[u8]) -> Measure {
    let name = bytes
        .iter()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_'))
        .count();
    let mut quote = None;
    let mut attributes = 0;
    let mut length = bytes.len();
    for (index, &byte) in bytes.iter().enumerate().skip(name) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') if index > 0 && bytes[index - 1] == b'=' => quote = Some(byte),
            (None, b'>') => {
                length = index + 1;
                break;
            }
            (None, b' ' | b'\n' | b'\t' | b'\r' | b'/' | b'\x0c') => attributes += 1,
            _ => {}
        }
    }
    Measure {
        length,
        name,
        attributes,
        picture: bytes.starts_with(b"img") || bytes.starts_with(b"source"),
    }
}

/// Where the end tag of a script or style stands, in bytes from here.
fn end_of_raw(bytes: &[u8], name: &[u8]) -> usize {
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'<', &bytes[at..]) {
        at += offset;
        let rest = &bytes[at + 1..];
        if rest.first() == Some(&b'/')
            && rest
                .get(1..=name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return at;
        }
        at += 1;
    }
    bytes.len()
}
