//! Naming: addresses in few cells, for lists, the margin, prompts and the status line.
//!
//! Knows that of an address the part within the document (¶7, Article 9) must be seen whatever the
//! room, and that a long id says less to a person than the document's title. What is written here
//! is for the eye; the full address is given by `passage::address`.

use crate::corpus::{Corpus, DocumentId};
use crate::shown::Shown;

/// Ids up to so many cells are shown as they are; longer ones make room for the title.
const ID: usize = 18;
/// Cells for an address in running words, such as the head of a way.
pub const HEAD: usize = 40;
/// Cells that the name of a document keeps at least.
const LEAST: usize = 4;

/// An address cut where it can be read on its own.
struct Parts<'a> {
    /// The document's id, or its title where the id is long.
    name: String,
    /// Whether `name` is a title.
    titled: bool,
    /// What names the part of the document: `¶7`, `#p41`, `:Article 9`; may be empty.
    part: &'a str,
    /// The quotation in its marks, if there is one.
    words: &'a str,
}

/// Cuts an address into document, part and words; None where no document of the corpus is named.
fn parts<'a>(corpus: &Corpus, address: &'a str) -> Option<Parts<'a>> {
    let borders = address
        .char_indices()
        .filter(|(_, c)| matches!(c, '¶' | '§' | '#' | ':'))
        .map(|(at, _)| at)
        .chain([address.len()]);
    // The longest beginning that is an id: ids may hold such signs themselves.
    let (listing, rest) = borders.rev().find_map(|at| {
        let (id, rest) = address.split_at_checked(at)?;
        let index = corpus.index_of(&DocumentId::new(id))?;
        Some((corpus.listings().get(index)?, rest))
    })?;
    let (part, words) = match rest.find(":\"") {
        Some(at) => (rest.get(..at)?, rest.get(at + 1..)?),
        None => (rest, ""),
    };
    let id = listing.id.as_str();
    let titled = Shown::new(id).width() > ID && !listing.title.trim().is_empty();
    Some(Parts {
        name: if titled { listing.title } else { id.to_owned() },
        titled,
        part: part.trim_start_matches(':'),
        words,
    })
}

/// An address in at most `room` cells. The document's name is cut before anything else but the
/// quoted words, and the part of the document is seen whole as long as it fits at all.
pub fn short(corpus: &Corpus, address: &str, room: usize) -> Shown {
    let Some(parts) = parts(corpus, address) else {
        return Shown::new(address).elided(room);
    };
    let part = Shown::new(parts.part);
    let joint = match parts.part.chars().next() {
        None => "",
        Some('¶' | '§' | '#') if !parts.titled => "",
        Some(_) => " ",
    };
    let taken = part.width() + joint.len();
    let name = Shown::new(&parts.name);
    let left = room.saturating_sub(taken);
    if left < LEAST.min(name.width()) {
        return part.elided(room);
    }
    let head = format!("{}{joint}{part}", name.elided(left));
    if parts.words.is_empty() {
        return Shown::new(&head).elided(room);
    }
    // Words are worth their place only where some of them can be read.
    let head = Shown::new(&head);
    let left = room.saturating_sub(head.width() + 1);
    if left < 8 {
        return head;
    }
    let words = Shown::new(parts.words.trim_matches('"')).elided(left - 2);
    Shown::new(&format!("{head} “{words}”"))
}

/// An address with the title of its document, as a heading of `room` cells.
pub fn heading(corpus: &Corpus, address: &str, room: usize) -> Shown {
    let title = parts(corpus, address).and_then(|parts| {
        let index = corpus.index_of(&DocumentId::new(parts.name))?;
        let title = corpus.listing(index)?.title;
        (!title.trim().is_empty()).then_some(title)
    });
    match title {
        Some(title) => {
            let place = short(corpus, address, room);
            Shown::new(&format!("{place} · {title}")).elided(room)
        }
        // The name is the title already.
        None => short(corpus, address, room),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::corpus::raw::RawDocument;
    use crate::corpus::structure::recognise;
    use crate::corpus::{BlockKind, Document};

    fn document(name: &str, title: &str) -> Document {
        let raw = RawDocument::made(&[(BlockKind::Heading, title)]);
        recognise(raw, &PathBuf::from(format!("{name}.md")))
    }

    fn corpus() -> Corpus {
        let documents = vec![
            document("06TOKYO5712", "A cable"),
            document("002_aa380f36981fbd90", "Current state of relations"),
        ];
        Corpus::of(PathBuf::new(), documents, Vec::new())
    }

    fn said(address: &str, room: usize) -> String {
        short(&corpus(), address, room).to_string()
    }

    #[test]
    fn the_part_is_seen_whatever_the_room() {
        assert_eq!(said("06TOKYO5712¶7", 20), "06TOKYO5712¶7");
        assert_eq!(said("06TOKYO5712¶7", 8), "06TOK…¶7");
        assert_eq!(said("06TOKYO5712¶7", 3), "¶7");
        assert_eq!(said("06TOKYO5712:Article 9", 17), "06TOKY… Article 9");
    }

    #[test]
    fn a_long_id_makes_room_for_the_title() {
        assert_eq!(said("002_aa380f36981fbd90¶7", 20), "Current state of… ¶7");
        assert_eq!(
            said("002_aa380f36981fbd90#p12", 40),
            "Current state of relations #p12"
        );
        assert_eq!(
            said("002_aa380f36981fbd90", 40),
            "Current state of relations"
        );
    }

    #[test]
    fn words_come_where_there_is_room_for_them() {
        let address = "06TOKYO5712¶7:\"the two islands\"";
        assert_eq!(said(address, 40), "06TOKYO5712¶7 “the two islands”");
        assert_eq!(said(address, 26), "06TOKYO5712¶7 “the two i…”");
        assert_eq!(said(address, 16), "06TOKYO5712¶7");
    }

    #[test]
    fn what_is_not_in_the_corpus_is_shown_as_it_is() {
        assert_eq!(said("https://example.org/a", 40), "https://example.org/a");
    }
}
