//! What the reader decided on mentions outlives changes of the sources: a thousand decisions, and
//! then a paragraph put in before each.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use glossator::corpus::{Corpus, Document};
use glossator::library::placing::Placements;
use glossator::library::{
    Author, By, Form, FormKind, Library, Record, RecordId, Tag, Timestamp, acts,
};
use glossator::passage::Anchor;
use glossator::search::{Decided, Dossiers, Folded, Mention, MentionState, mentions};

const COUNT: usize = 1000;

fn text(inserted: bool) -> String {
    let mut text = String::new();
    for number in 0..COUNT {
        if inserted {
            let _ = write!(
                text,
                "Something new stands here, for the {number}th time.\n\n"
            );
        }
        let _ = write!(
            text,
            "In talk {number} the guests spoke of the Joint Declaration and then of {} boats.\n\n",
            number * 7919 % 1009
        );
    }
    text
}

fn opened(folder: &Path, text: &str) -> Arc<Document> {
    fs::write(folder.join("talks.txt"), text).unwrap();
    let corpus = Corpus::open(&[folder.to_owned()]).unwrap();
    corpus.document(0).unwrap()
}

fn found(
    document: &Document,
    library: &Library,
    old: Option<&Document>,
    tag: &Tag,
) -> Vec<Mention> {
    let (dossiers, errors) = Dossiers::of([tag]);
    assert_eq!(errors, []);
    let placements = Placements::of(document, library, &[], &|version| {
        old.filter(|old| old.hash == *version)
            .map(|old| old.text.clone())
    });
    mentions(document, &Folded::of(document), &dossiers, |tag| {
        Decided::of(library, &placements, tag)
    })
}

#[test]
fn a_thousand_decisions_survive_paragraphs_inserted_before_each() {
    let folder = tempfile::tempdir().unwrap();
    let before = opened(folder.path(), &text(false));
    let time = Timestamp("2026-01-01T00:00:00.000Z".into());
    let tag = Tag {
        id: RecordId::fresh(),
        path: "treaty/1956".into(),
        description: String::new(),
        colour: None,
        forms: vec![Form {
            pattern: "Joint Declaration".into(),
            kind: FormKind::Phrase,
            case: false,
        }],
        created: time.clone(),
        updated: time.clone(),
    };
    let mut library = Library::of([Record::Tag(Box::new(tag.clone()))]);
    let by = By {
        author: Author("reader".into()),
        time,
    };
    let first = found(&before, &library, None, &tag);
    assert_eq!(first.len(), COUNT);
    assert!(
        first
            .iter()
            .all(|mention| mention.state == MentionState::Undecided)
    );
    let (yes, no): (Vec<_>, Vec<_>) = first
        .iter()
        .enumerate()
        .partition(|(index, _)| index % 3 > 0);
    let anchors = |mentions: Vec<(usize, &Mention)>| -> Vec<Anchor> {
        mentions
            .iter()
            .filter_map(|(_, mention)| Anchor::of(&before, &mention.hit.range))
            .collect()
    };
    let act = acts::confirm(&library, &by, &tag.path, &anchors(yes)).unwrap();
    library.apply(&act.changes);
    let act = acts::reject(&library, &by, &tag.path, &anchors(no)).unwrap();
    library.apply(&act.changes);
    let expected: Vec<MentionState> = (0..COUNT)
        .map(|index| {
            if index % 3 > 0 {
                MentionState::Confirmed
            } else {
                MentionState::Rejected
            }
        })
        .collect();
    let states = |mentions: &[Mention]| -> Vec<MentionState> {
        mentions.iter().map(|mention| mention.state).collect()
    };
    assert_eq!(states(&found(&before, &library, None, &tag)), expected);
    let after = opened(folder.path(), &text(true));
    assert_ne!(before.hash, after.hash);
    assert_eq!(
        states(&found(&after, &library, Some(&before), &tag)),
        expected
    );
}
