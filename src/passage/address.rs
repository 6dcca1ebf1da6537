//! Addresses: how a person writes a place, such as `07MOSCOW601¶7:"quoted words"`.
//!
//! Knows the notation: how an address is read and printed, alone and as a `glossator:` link. Where
//! an address leads in a corpus is [`resolve()`]'s part, and how a passage is addressed is
//! [`Addresser`]'s; both rest on [`quotation`], which finds quoted words in a text.

pub mod give;
pub mod quotation;
pub mod resolve;

use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use give::{Addresser, of};
pub use resolve::{AddressError, Found, resolve, resolve_among};

use quotation::is_double_quote;

/// What a link that leads back into Glossator begins with.
pub const SCHEME: &str = "glossator:";

/// Which block of a document an address names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// The document as a whole.
    Whole,
    /// The block with this label, as the document numbers it: `¶7`, `§ 3`, `Article 9`, `fn 12`.
    Label(String),
    /// The block with this number, written `#p41`.
    Block(u32),
}

/// A place as a person writes it: a document, a place in it, and perhaps the words.
///
/// ```
/// use glossator::passage::Address;
/// let address: Address = r#"07MOSCOW601¶7:"the 1956 Joint Declaration""#.parse()?;
/// assert_eq!(address.document, "07MOSCOW601");
/// assert_eq!(address.quotation.as_deref(), Some("the 1956 Joint Declaration"));
/// # Ok::<(), glossator::passage::address::NotationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The document as written: its id, a beginning of it, or a path.
    pub document: String,
    /// The block.
    pub place: Place,
    /// The quoted words, if the address has them. ` … ` between two groups of words stands for
    /// whatever comes between them.
    pub quotation: Option<String>,
    /// Which of the places where the words stand is meant, from 1; None is the first.
    pub occurrence: Option<u32>,
}

impl Address {
    /// The address of a document as a whole.
    pub fn whole(document: impl Into<String>) -> Self {
        Self {
            document: document.into(),
            place: Place::Whole,
            quotation: None,
            occurrence: None,
        }
    }

    /// The address without the document: `¶7`, `Article 9`, `#p41`, each perhaps with words.
    pub fn within(&self) -> String {
        let mut text = match &self.place {
            Place::Whole => String::new(),
            Place::Label(label) if label.starts_with(['¶', '§']) => {
                label.chars().filter(|c| !c.is_whitespace()).collect()
            }
            Place::Label(label) => label.clone(),
            Place::Block(number) => format!("#p{number}"),
        };
        text.push_str(&self.words());
        text
    }

    /// The address as a link that `glossator open` takes: the scheme, then the address with every
    /// character percent-encoded that would end a link in Markdown, HTML or plain text.
    pub fn link(&self) -> String {
        let mut link = String::from(SCHEME);
        for c in self.plain().chars() {
            if c.is_whitespace() || c.is_control() || "\"<>()[]{}\\^`|%*_'".contains(c) {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(link, "%{byte:02X}");
                }
            } else {
                link.push(c);
            }
        }
        link
    }

    /// The address as it is printed where it could not be taken for a link.
    fn plain(&self) -> String {
        match &self.place {
            Place::Label(label) if !label.starts_with(['¶', '§']) => {
                format!("{}:{label}{}", self.document, self.words())
            }
            _ => format!("{}{}", self.document, self.within()),
        }
    }

    /// The quotation and its count as printed; empty where there is none.
    fn words(&self) -> String {
        match (&self.quotation, self.occurrence) {
            (Some(words), Some(count)) => format!(":\"{words}\"#{count}"),
            (Some(words), None) => format!(":\"{words}\""),
            (None, _) => String::new(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        // A part of a document that is called as the scheme: `glossator:Article 9` alone would be
        // a link to a document “Article 9”.
        if plain.starts_with(SCHEME) {
            return f.write_str(&self.link());
        }
        f.write_str(&plain)
    }
}

/// Why a text is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotationError {
    /// Nothing names a document.
    #[error(
        "“{0}” does not begin with a document; write DOC, DOC¶7, DOC#p41 or DOC:\"quoted words\""
    )]
    NoDocument(String),
    /// `#` is followed by something else than a block number.
    #[error("“{0}” is not a block number; write #p41 for the 41st block")]
    BlockNumber(String),
    /// A quotation has no end.
    #[error("the quotation in “{0}” has no closing quotation mark")]
    Unclosed(String),
    /// A quotation has no words.
    #[error("the quotation in “{0}” is empty")]
    NoWords(String),
    /// Nothing follows the `:`, `¶` or `§`.
    #[error("no label follows the document in “{0}”")]
    NoLabel(String),
}

impl FromStr for Address {
    type Err = NotationError;

    /// Reads an address, or a `glossator:` link.
    fn from_str(written: &str) -> Result<Self, NotationError> {
        let decoded = written.trim().strip_prefix(SCHEME).map(percent_decoded);
        let text = decoded.as_deref().unwrap_or(written).trim();
        let end = text.find(['#', '¶', '§', ':']).unwrap_or(text.len());
        let (document, rest) = text.split_at(end);
        let document = document.trim();
        if document.is_empty() {
            return Err(NotationError::NoDocument(text.to_owned()));
        }
        let (place, words) = split_words(rest);
        let (quotation, occurrence) = match words {
            Some(words) => read_words(words, text)?,
            None => (None, None),
        };
        Ok(Self {
            document: document.to_owned(),
            place: read_place(place.trim(), quotation.is_some(), text)?,
            quotation,
            occurrence,
        })
    }
}

/// Divides what follows the document at the `:` that a quotation mark follows.
fn split_words(rest: &str) -> (&str, Option<&str>) {
    for (at, _) in rest.match_indices(':') {
        let (place, words) = rest.split_at(at);
        let words = words.get(1..).unwrap_or("").trim_start();
        if words.starts_with(is_double_quote) {
            return (place, Some(words));
        }
    }
    (rest, None)
}

/// The block part: `¶7`, `§3`, `:Article 9`, `#p41`, or nothing.
fn read_place(place: &str, quoted: bool, text: &str) -> Result<Place, NotationError> {
    if let Some(number) = place.strip_prefix('#') {
        return number
            .trim()
            .strip_prefix(['p', 'P'])
            .and_then(|digits| digits.parse().ok())
            .map(Place::Block)
            .ok_or_else(|| NotationError::BlockNumber(place.to_owned()));
    }
    let label = place.strip_prefix(':').unwrap_or(place).trim();
    match label {
        "" if quoted || place.is_empty() => Ok(Place::Whole),
        "" | "¶" | "§" => Err(NotationError::NoLabel(text.to_owned())),
        label => Ok(Place::Label(label.to_owned())),
    }
}

/// The quotation with its marks, and its count: `"the"#3`.
fn read_words(words: &str, text: &str) -> Result<(Option<String>, Option<u32>), NotationError> {
    let words = words.trim_end();
    let counted = words.rsplit_once('#').and_then(|(before, digits)| {
        let count = digits.parse().ok().filter(|count| *count > 0)?;
        before.ends_with(is_double_quote).then_some((before, count))
    });
    let (words, occurrence) = match counted {
        Some((words, count)) => (words, Some(count)),
        None => (words, None),
    };
    let mut inner = words.chars();
    inner.next();
    if !inner.next_back().is_some_and(is_double_quote) {
        return Err(NotationError::Unclosed(text.to_owned()));
    }
    let inner = inner.as_str();
    if inner.trim().is_empty() {
        return Err(NotationError::NoWords(text.to_owned()));
    }
    Ok((Some(inner.to_owned()), occurrence))
}

/// A link's text with its percent escapes undone; escapes that are not UTF-8 stay as they are.
fn percent_decoded(link: &str) -> String {
    let mut bytes = Vec::with_capacity(link.len());
    let mut rest = link.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let escaped = (byte == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(byte));
        rest = match escaped {
            Some(_) => tail.get(2..).unwrap_or_default(),
            None => tail,
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| link.to_owned())
}

#[cfg(test)]
mod tests;
