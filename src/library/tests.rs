//! Tests of the library: what acts do, what finds what, ids by their beginning.

use super::random::{anchor, by};
use super::*;

/// Does an act and says its title.
fn did(library: &mut Library, act: Result<Act, ActError>) -> String {
    let act = act.unwrap();
    library.apply(&act.changes);
    assert_eq!(*library, Library::of(library.records()));
    act.title
}

fn path(text: &str) -> TagPath {
    TagPath::parse(text).unwrap()
}

/// A library with one passage tagged so.
fn tagged(tags: &[&str]) -> Library {
    let mut library = Library::default();
    let tags: Vec<TagPath> = tags.iter().map(|tag| path(tag)).collect();
    let passage = anchor("601", 10, "no later than");
    let act = acts::tag(&library, &by(), &[passage], &tags);
    did(&mut library, act);
    library
}

fn paths(library: &Library) -> Vec<&str> {
    library.tags().map(|tag| tag.path.as_str()).collect()
}

#[test]
fn tagging_makes_new_tags_once_and_gathers_on_one_annotation() {
    let mut library = Library::default();
    let passage = anchor("601", 10, "no later than");
    let both = [path("deadline"), path("treaty/1956"), path("deadline")];
    let act = acts::tag(&library, &by(), std::slice::from_ref(&passage), &both);
    assert_eq!(
        did(&mut library, act),
        "tag deadline, treaty/1956 on “no later than”"
    );
    assert_eq!(paths(&library), ["deadline", "treaty/1956"]);
    let act = acts::tag(
        &library,
        &by(),
        std::slice::from_ref(&passage),
        &[path("x")],
    );
    did(&mut library, act);
    assert_eq!(library.annotations().count(), 1);
    let only = library.annotations().next().unwrap();
    assert_eq!(library.tag_paths(only), ["deadline", "treaty/1956", "x"]);
    let again = acts::tag(&library, &by(), &[passage], &[path("x")]);
    assert!(matches!(again, Err(ActError::Nothing(_))));
}

#[test]
fn a_document_gives_its_annotations_in_order() {
    let mut library = Library::default();
    for start in [300, 20, 100] {
        let act = acts::note(&library, &by(), &anchor("601", start, "words"), "note");
        did(&mut library, act);
    }
    let document = DocumentId::new("601");
    let starts: Vec<usize> = library
        .annotations_in(&document)
        .map(|it| it.target.made.start)
        .collect();
    assert_eq!(starts, [20, 100, 300]);
    assert_eq!(library.documents(), [document]);
}

#[test]
fn a_tag_takes_those_below_it_along() {
    let mut library = tagged(&[
        "treaty",
        "treaty/1956",
        "treaty/1956/article 9",
        "treaty-law",
    ]);
    let act = acts::rename_tag(&library, &by(), "treaty", &path("agreements/treaty"));
    assert_eq!(
        did(&mut library, act),
        "rename the tag treaty to agreements/treaty, with 2 tags below it"
    );
    assert_eq!(
        paths(&library),
        [
            "agreements/treaty",
            "agreements/treaty/1956",
            "agreements/treaty/1956/article 9",
            "treaty-law"
        ]
    );
    let clash = acts::rename_tag(&library, &by(), "treaty-law", &path("agreements/treaty"));
    assert!(matches!(clash, Err(ActError::TagExists(_))));
}

#[test]
fn a_tag_may_be_put_below_itself_by_renaming() {
    let mut library = tagged(&["treaty", "treaty/1956"]);
    let act = acts::rename_tag(&library, &by(), "treaty", &path("treaty/1956"));
    did(&mut library, act);
    assert_eq!(paths(&library), ["treaty/1956", "treaty/1956/1956"]);
}

#[test]
fn merging_moves_everything_and_says_how_much() {
    let mut library = tagged(&[
        "soviet",
        "soviet/declaration",
        "treaty",
        "treaty/declaration",
    ]);
    let reject = acts::reject(&library, &by(), "soviet", &[anchor("601", 90, "soviet")]);
    did(&mut library, reject);
    let act = acts::merge_tags(&library, &by(), "soviet", "treaty").unwrap();
    assert_eq!(
        act.effect(),
        "1 annotation changed, 1 rejected mention changed, 2 tags removed"
    );
    assert_eq!(
        did(&mut library, Ok(act)),
        "merge the tag soviet into treaty: 2 records"
    );
    assert_eq!(paths(&library), ["treaty", "treaty/declaration"]);
    let treaty = library.tag_at("treaty").unwrap().id;
    assert_eq!(library.tagged_count(treaty), 1);
    assert_eq!(library.rejections_of(treaty).count(), 1);
    let within = acts::merge_tags(&library, &by(), "treaty", "treaty/declaration");
    assert!(matches!(within, Err(ActError::Within { .. })));
}

#[test]
fn deleting_a_tag_removes_what_it_alone_held() {
    let mut library = tagged(&["treaty"]);
    let act = acts::note(&library, &by(), &anchor("601", 50, "Article 9"), "mine");
    did(&mut library, act);
    let passage = anchor("601", 50, "Article 9");
    let act = acts::tag(&library, &by(), &[passage], &[path("treaty")]);
    did(&mut library, act);
    let act = acts::delete_tag(&library, &by(), "treaty");
    assert_eq!(
        did(&mut library, act),
        "delete the tag treaty, from 2 annotations"
    );
    let left: Vec<&str> = library.annotations().map(|it| it.note.as_str()).collect();
    assert_eq!(left, ["mine"]);
}

#[test]
fn links_are_seen_from_both_ends() {
    let mut library = Library::default();
    let (here, there) = (
        anchor("601", 10, "Article 9"),
        anchor("riac", 70, "the Declaration"),
    );
    let act = acts::link(&library, &by(), (&here, &there), "is answered by", "");
    assert_eq!(
        did(&mut library, act),
        "link, answers: “the Declaration” → “Article 9”"
    );
    let seen = |name: &str| -> Vec<End> {
        let document = DocumentId::new(name);
        library.links_in(&document).map(|(end, _)| end).collect()
    };
    assert_eq!(seen("601"), [End::To]);
    assert_eq!(seen("riac"), [End::From]);
    let twice = acts::link(&library, &by(), (&there, &here), "answers", "");
    assert!(matches!(twice, Err(ActError::Nothing(_))));
}

#[test]
fn confirming_takes_a_rejection_back() {
    let mut library = tagged(&["treaty"]);
    let place = [anchor("601", 90, "the treaty")];
    let act = acts::reject(&library, &by(), "treaty", &place);
    did(&mut library, act);
    let act = acts::confirm(&library, &by(), "treaty", &place);
    assert_eq!(
        did(&mut library, act),
        "confirm “the treaty” as a mention of treaty"
    );
    assert_eq!(library.rejections().count(), 0);
    assert_eq!(library.annotations().count(), 2);
}

#[test]
fn ids_are_found_by_their_beginning() {
    let library = tagged(&["treaty"]);
    let id = library.annotations().next().unwrap().id;
    let whole = id.to_string();
    assert_eq!(library.find(&whole), Ok(id));
    assert_eq!(library.find(&whole.replace('-', "").to_uppercase()), Ok(id));
    // A version 7 id begins with the time, so the two records made here share their beginning.
    assert!(matches!(
        library.find(&whole[..4]),
        Err(IdError::Several { count: 2, .. })
    ));
    for wrong in ["", "zz", "ffffffff", "é"] {
        assert!(matches!(library.find(wrong), Err(IdError::Unknown(_))));
    }
}

#[test]
fn a_bad_expression_is_no_form() {
    let library = tagged(&["treaty"]);
    let bad = Form {
        pattern: "(".into(),
        kind: FormKind::Regex,
        case: false,
    };
    let act = acts::set_forms(&library, &by(), "treaty", &[bad], &[]);
    assert!(matches!(act, Err(ActError::Form { .. })));
}

#[test]
fn moments_are_written_to_the_millisecond_and_sort() {
    let (a, b) = (Timestamp::now(), Timestamp::now());
    assert_eq!(a.0.len(), "2026-03-01T09:30:00.123Z".len());
    assert!(a <= b);
}

#[test]
fn every_correction_is_read_back_as_it_was_written() {
    let at = anchor("601", 10, "no later than");
    let fixes = [
        Fix::Kind {
            at: at.clone(),
            kind: crate::corpus::BlockKind::Quote,
            level: 0,
        },
        Fix::Label {
            at: at.clone(),
            label: Some("¶7".into()),
        },
        Fix::Folded {
            at: at.clone(),
            folded: true,
        },
        Fix::Join { at: at.clone() },
        Fix::Split { at },
        Fix::Title { title: None },
        Fix::Date { date: None },
        Fix::Origin { origin: None },
        Fix::Id {
            id: DocumentId::new("07MOSCOW601"),
        },
        Fix::Encoding {
            encoding: "windows-1251".into(),
        },
    ];
    for fix in fixes {
        let act = acts::correct(&by(), &DocumentId::new("601"), fix);
        let text = serde_json::to_string(&act.changes).unwrap();
        let back: Vec<Change> = serde_json::from_str(&text).unwrap();
        assert_eq!(back, act.changes, "{text}");
    }
}
