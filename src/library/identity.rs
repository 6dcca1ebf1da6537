//! Identity: which document of the corpus is the one that records were made in.
//!
//! Knows the rule by which a document is recognised after its file was renamed, moved, edited or
//! got another id, and how alike two texts are. Does not read files: it asks for texts.
//!
//! The rule, for the document that records call `X`, with the texts of it that are kept:
//!
//! 1. *Path.* The file in which it was is there: it is that document, if it is still called `X`
//!    or if its text is the kept one or like it. (Another document may have taken the name.)
//! 2. *Text.* Some document has exactly a kept text: the file was renamed or moved.
//! 3. *Id.* Some document is called `X`: it was moved and edited, and carries its own reference.
//! 4. *Likeness.* One document's text is like a kept one and no other's nearly so much: it was
//!    renamed and edited.
//!
//! Otherwise it is not in the corpus; its records are kept and listed, and wait.

mod pieces;

use std::collections::BTreeMap;
use std::path::Path;

use crate::corpus::{DocumentId, TextHash};
pub(super) use pieces::Pieces;

/// A text that was kept: which document it was, and in which file.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The document's id then.
    pub document: &'a DocumentId,
    /// Its file then, as the corpus names it.
    pub path: &'a Path,
    /// The version of its text.
    pub version: &'a TextHash,
}

/// A document of the corpus now.
#[derive(Debug, Clone, Copy)]
pub struct Present<'a> {
    /// Its id.
    pub id: &'a DocumentId,
    /// Its file.
    pub path: &'a Path,
}

/// By what a document was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Its file.
    Path,
    /// Its text, to the letter.
    Text,
    /// Its text, which is like the kept one.
    Likeness,
}

/// Where texts come from when [`recognise`] has to compare them.
pub trait Texts {
    /// The text of a document of the corpus now.
    fn present(&mut self, id: &DocumentId) -> Option<String>;
    /// The text of a version that was kept.
    fn kept(&mut self, version: &TextHash) -> Option<String>;
}

/// From this share of its pieces a text is like another.
const ALIKE: f32 = 0.25;
/// The next best must not have more than this share of the best one's likeness.
const NEARLY: f32 = 0.5;

/// Which documents the records' documents are now, for those that go by another id: what they
/// were called, what they are called, and why. Texts are asked for only where a document is not
/// found by its id at its old place.
pub fn recognise(
    kept: &[Kept<'_>],
    present: &[Present<'_>],
    texts: &mut dyn Texts,
) -> Vec<(DocumentId, DocumentId, Because)> {
    let mut by_document: BTreeMap<&DocumentId, Vec<Kept<'_>>> = BTreeMap::new();
    for it in kept {
        by_document.entry(it.document).or_default().push(*it);
    }
    let mut found = Vec::new();
    for (was, versions) in by_document {
        let named = present.iter().find(|it| it.id == was);
        let at_its_place = |it: &&Present<'_>| versions.iter().any(|kept| kept.path == it.path);
        if named.is_some_and(|it| at_its_place(&it)) {
            continue;
        }
        let Some((now, because)) = search(&versions, present, named.is_some(), texts) else {
            continue;
        };
        if now != was {
            found.push((was.clone(), now.clone(), because));
        }
    }
    found
}

fn search<'a>(
    versions: &[Kept<'_>],
    present: &[Present<'a>],
    named: bool,
    texts: &mut dyn Texts,
) -> Option<(&'a DocumentId, Because)> {
    let pieces: Vec<Pieces> = versions
        .iter()
        .filter_map(|it| Some(Pieces::of(&texts.kept(it.version)?)))
        .collect();
    let same = |text: &str| versions.iter().any(|it| *it.version == TextHash::of(text));
    let alike = |text: &str| {
        let there = Pieces::of(text);
        pieces
            .iter()
            .map(|it| it.share_in(&there))
            .fold(0.0, f32::max)
    };
    for it in present {
        if versions.iter().any(|kept| kept.path == it.path)
            && let Some(text) = texts.present(it.id)
            && (same(&text) || alike(&text) >= ALIKE)
        {
            return Some((it.id, Because::Path));
        }
    }
    let mut best: Option<(&DocumentId, f32)> = None;
    let mut next = 0.0_f32;
    for it in present {
        let Some(text) = texts.present(it.id) else {
            continue;
        };
        if same(&text) {
            return Some((it.id, Because::Text));
        }
        if named {
            // Called by its id it is found, unless its very text is elsewhere.
            continue;
        }
        let likeness = alike(&text);
        match best {
            Some((_, most)) if likeness <= most => next = next.max(likeness),
            _ => {
                next = best.map_or(0.0, |(_, most)| most);
                best = Some((it.id, likeness));
            }
        }
    }
    let (id, likeness) = best?;
    (likeness >= ALIKE && next <= likeness * NEARLY).then_some((id, Because::Likeness))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CABLE: &str = "The Ambassador said that the 1956 Joint Declaration remained the only \
        treaty between the two countries, and that Article 9 spoke of two islands.";
    const REPORT: &str = "Fishing quotas in the northern waters were discussed at length, \
        without result, by both delegations during the autumn.";

    /// Documents now (id, file, text) and texts kept (id, file, text).
    struct Case {
        present: Vec<(&'static str, &'static str, String)>,
        kept: Vec<(&'static str, &'static str, String)>,
    }

    impl Texts for Case {
        fn present(&mut self, id: &DocumentId) -> Option<String> {
            let found = self.present.iter().find(|it| it.0 == id.as_str())?;
            Some(found.2.clone())
        }

        fn kept(&mut self, version: &TextHash) -> Option<String> {
            let found = self
                .kept
                .iter()
                .find(|it| TextHash::of(&it.2) == *version)?;
            Some(found.2.clone())
        }
    }

    fn found(
        kept: &[(&'static str, &'static str, &str)],
        present: &[(&'static str, &'static str, &str)],
    ) -> Vec<String> {
        let owned = |all: &[(&'static str, &'static str, &str)]| {
            all.iter()
                .map(|it| (it.0, it.1, it.2.to_owned()))
                .collect::<Vec<_>>()
        };
        let mut case = Case {
            present: owned(present),
            kept: owned(kept),
        };
        let ids = |all: &[(&str, &str, &str)]| -> Vec<(DocumentId, TextHash)> {
            all.iter()
                .map(|it| (DocumentId::new(it.0), TextHash::of(it.2)))
                .collect()
        };
        let (kept_ids, present_ids) = (ids(kept), ids(present));
        let kept: Vec<Kept<'_>> = kept_ids
            .iter()
            .zip(kept)
            .map(|((document, version), it)| Kept {
                document,
                path: Path::new(it.1),
                version,
            })
            .collect();
        let present: Vec<Present<'_>> = present_ids
            .iter()
            .zip(present)
            .map(|((id, _), it)| Present {
                id,
                path: Path::new(it.1),
            })
            .collect();
        recognise(&kept, &present, &mut case)
            .into_iter()
            .map(|(was, now, because)| format!("{was} is {now} by {because:?}"))
            .collect()
    }

    #[test]
    fn by_path_where_the_text_is_still_like_it() {
        let edited = CABLE.replace("only", "sole");
        assert_eq!(
            found(
                &[("a", "a.txt", CABLE)],
                &[("601", "a.txt", &edited), ("b", "b.txt", CABLE)]
            ),
            ["a is 601 by Path"]
        );
        // Another document under the old name is not it.
        assert_eq!(
            found(
                &[("a", "a.txt", CABLE)],
                &[("x", "a.txt", REPORT), ("b", "b.txt", CABLE)]
            ),
            ["a is b by Text"]
        );
    }

    #[test]
    fn by_text_then_by_id_then_by_likeness() {
        assert_eq!(
            found(&[("a", "a.txt", CABLE)], &[("b", "c/b.txt", CABLE)]),
            ["a is b by Text"]
        );
        // It goes by its own id, moved and edited: nothing to say.
        let edited = CABLE.replace("two islands", "the smaller islands");
        assert_eq!(
            found(
                &[("a", "a.txt", CABLE)],
                &[("a", "c/a.txt", &edited), ("b", "b.txt", REPORT)]
            ),
            [""; 0]
        );
        assert_eq!(
            found(
                &[("a", "a.txt", CABLE)],
                &[("b", "b.txt", &edited), ("c", "c.txt", REPORT)]
            ),
            ["a is b by Likeness"]
        );
    }

    #[test]
    fn not_at_all_where_nothing_or_too_much_is_like_it() {
        assert_eq!(
            found(&[("a", "a.txt", CABLE)], &[("c", "c.txt", REPORT)]),
            [""; 0]
        );
        let (one, two) = (CABLE.replace("only", "sole"), CABLE.replace("only", "last"));
        assert_eq!(
            found(
                &[("a", "a.txt", CABLE)],
                &[("b", "b.txt", &one), ("c", "c.txt", &two)]
            ),
            [""; 0]
        );
        assert_eq!(found(&[("a", "a.txt", CABLE)], &[]), [""; 0]);
    }
}
