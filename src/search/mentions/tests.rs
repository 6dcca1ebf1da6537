use std::ops::Range;

use uuid::Uuid;

use super::{Decided, Dossiers, Mention, MentionState, mentions};
use crate::corpus::Document;
use crate::library::{Form, FormKind, RecordId, Tag, Timestamp};
use crate::search::fold::Folded;
use crate::search::sample::document;

fn form(pattern: &str, kind: FormKind) -> Form {
    Form {
        pattern: pattern.into(),
        kind,
        case: false,
    }
}

fn tag(forms: &[Form]) -> Tag {
    Tag {
        id: RecordId(Uuid::nil()),
        path: "treaty/1956".into(),
        description: String::new(),
        colour: None,
        forms: forms.to_vec(),
        created: Timestamp(String::new()),
        updated: Timestamp(String::new()),
    }
}

fn phrases(patterns: &[&str]) -> Tag {
    let forms: Vec<Form> = patterns.iter().map(|p| form(p, FormKind::Phrase)).collect();
    tag(&forms)
}

fn found(document: &Document, tag: &Tag, decided: &Decided) -> Vec<Mention> {
    let (dossiers, errors) = Dossiers::of([tag]);
    assert_eq!(errors, []);
    mentions(document, &Folded::of(document), &dossiers, |_| {
        decided.clone()
    })
}

/// Confirms every explicit mention, and shows each with the first letter of its state.
fn shown(text: &str, tag: &Tag) -> Vec<String> {
    let document = document("D", text);
    let explicit = found(&document, tag, &Decided::default());
    let decided = Decided {
        confirmed: explicit.into_iter().map(|m| m.hit.range).collect(),
        rejected: Vec::new(),
    };
    found(&document, tag, &decided)
        .iter()
        .map(|m| format!("{} {}", &m.state.name()[..1], document.slice(&m.hit.range)))
        .collect()
}

fn range(document: &Document, words: &str) -> Range<usize> {
    let start = document.text.find(words).unwrap();
    start..start + words.len()
}

#[test]
fn the_longest_form_is_the_mention_and_exclusions_take_it_away() {
    let mut tag = phrases(&[
        "Joint Declaration",
        "{1956|Soviet-Japanese} Joint Declaration [of 1956]",
    ]);
    tag.forms
        .push(form("Tokyo Joint Declaration", FormKind::Exclude));
    tag.forms.push(form(
        "/joint declaration of (199\\d|2001)/",
        FormKind::Exclude,
    ));
    assert_eq!(
        shown(
            "The Soviet–Japanese Joint Declaration of 1956. A joint declaration.\n\n\
             The Tokyo Joint Declaration, Joint Declaration of 1998.",
            &tag
        ),
        [
            "c Soviet–Japanese Joint Declaration of 1956",
            "c joint declaration"
        ]
    );
}

#[test]
fn case_and_expressions_are_obeyed() {
    let mut cased = form("Declaration", FormKind::Phrase);
    cased.case = true;
    let mut numbered = form("No\\. \\d+", FormKind::Regex);
    numbered.case = true;
    let tag = tag(&[cased, numbered, form("r[ée]solution \\d+", FormKind::Regex)]);
    assert_eq!(
        shown(
            "a Declaration, a declaration, No. 12, no. 13, Résolution 9",
            &tag
        ),
        ["c Declaration", "c No. 12", "c Résolution 9"]
    );
}

#[test]
fn definite_nouns_and_articles_after_a_mention_are_possible() {
    let tag = phrases(&["1956 Joint Declaration", "Joint Declaration of 1956"]);
    assert_eq!(
        shown(
            "The Declaration comes before. He cited the 1956 Joint Declaration. The Declaration \
             gives two islands; that agreement, the Joint Declaration and Article 9 stand. \
             An agreement fell; Declaration Day.",
            &tag
        ),
        [
            "c 1956 Joint Declaration",
            "p The Declaration",
            "p that agreement",
            "p the Joint Declaration",
            "p Article 9"
        ]
    );
}

#[test]
fn names_of_other_things_are_not_offered_and_end_the_offer() {
    let tag = phrases(&["1956 Joint Declaration"]);
    assert_eq!(
        shown(
            "The 1956 Joint Declaration. Then the Declaration of 1998 and Article 26 of the \
             treaty. After that the Declaration meant another.",
            &tag
        ),
        ["c 1956 Joint Declaration"]
    );
    assert_eq!(
        shown(
            "The 1956 Joint Declaration. The Tokyo Declaration. The Declaration.",
            &tag
        ),
        ["c 1956 Joint Declaration"]
    );
    let far = format!(
        "The 1956 Joint Declaration.{} The Declaration.",
        "\n\nx".repeat(5)
    );
    assert_eq!(shown(&far, &tag), ["c 1956 Joint Declaration"]);
    assert_eq!(shown(&format!("# {far}"), &tag).len(), 2);
}

#[test]
fn other_languages_point_back_in_their_own_ways() {
    assert_eq!(
        shown(
            "Совместная декларация 1956 года подписана. Декларация предусматривает передачу; \
             в статье 9 этой декларации. Токийская декларация другая. Декларация.",
            &phrases(&["Совместн* деклараци* 1956"])
        ),
        [
            "c Совместная декларация 1956",
            "p Декларация",
            "p статье 9",
            "p этой декларации"
        ]
    );
    assert_eq!(
        shown(
            "日ソ共同宣言が調印された。同宣言の第9条によれば、共同宣言は有効。東京宣言は別。",
            &phrases(&["日ソ共同宣言"])
        ),
        ["c 日ソ共同宣言", "p 同宣言", "p 第9条", "p 共同宣言"]
    );
    assert_eq!(
        shown(
            "La déclaration commune de 1956 est signée. La Déclaration prévoit. L'article 9.",
            &phrases(&["déclaration commune de 1956"])
        ),
        [
            "c déclaration commune de 1956",
            "p La Déclaration",
            "p article 9"
        ]
    );
}

#[test]
fn states_follow_from_annotations_and_rejections() {
    let document = document(
        "D",
        "The 1956 agreement. The agreement holds. A 1956 agreement again.\n\nThat understanding.",
    );
    let tag = phrases(&["1956 agreement"]);
    let mut decided = Decided {
        confirmed: vec![
            range(&document, "1956 agreement"),
            range(&document, "That understanding"),
        ],
        rejected: vec![range(&document, "agreement again")],
    };
    let states = |decided: &Decided| -> Vec<(String, MentionState)> {
        found(&document, &tag, decided)
            .iter()
            .map(|m| (document.slice(&m.hit.range).to_owned(), m.state))
            .collect()
    };
    assert_eq!(
        states(&decided),
        [
            ("1956 agreement".into(), MentionState::Confirmed),
            ("The agreement".into(), MentionState::Possible),
            ("1956 agreement".into(), MentionState::Rejected),
            ("That understanding".into(), MentionState::Confirmed),
        ]
    );
    decided.rejected.push(range(&document, "The agreement"));
    assert_eq!(states(&decided)[1].1, MentionState::Rejected);
    decided.rejected.pop();
    decided
        .confirmed
        .push(range(&document, "The agreement holds"));
    assert_eq!(
        states(&decided)[1],
        ("The agreement holds".into(), MentionState::Confirmed)
    );
    // A whole paragraph with the tag confirms what is said by name in it, and leaves the rest open.
    decided.confirmed = vec![document.blocks[0].range.clone()];
    assert_eq!(states(&decided)[1].1, MentionState::Possible);
    // A rejection of the very words counts inside a tagged paragraph, and not against a tag on them.
    decided.rejected = vec![range(&document, "1956 agreement")];
    assert_eq!(states(&decided)[0].1, MentionState::Rejected);
    decided.rejected = vec![range(&document, "The 1956")];
    decided.confirmed.push(range(&document, "1956 agreement"));
    assert_eq!(states(&decided)[0].1, MentionState::Confirmed);
}

#[test]
fn names_of_mentions_outlive_changes_elsewhere() {
    let tag = phrases(&["peace treaty"]);
    let ids = |text: &str| -> Vec<String> {
        found(&document("D", text), &tag, &Decided::default())
            .into_iter()
            .map(|m| m.id)
            .collect()
    };
    let before = ids("One peace treaty.\n\nA peace treaty.\n\nA peace treaty.");
    let after = ids("Something new.\n\nOne peace treaty.\n\nA peace treaty.\n\nA peace treaty.");
    assert_eq!(before, after);
    assert_eq!(before[2], format!("{}-2", before[1]));
}

#[test]
fn forms_that_cannot_be_read_are_told_and_left_out() {
    let bad = tag(&[
        form("(the", FormKind::Phrase),
        form("a(", FormKind::Regex),
        form("treaty", FormKind::Phrase),
    ]);
    let (dossiers, errors) = Dossiers::of([&bad]);
    assert_eq!(errors.len(), 2);
    assert!(errors[0].to_string().contains("treaty/1956, at column 1"));
    let document = document("D", "a treaty");
    let found = mentions(&document, &Folded::of(&document), &dossiers, |_| {
        Decided::default()
    });
    assert_eq!(found.len(), 1);
}
