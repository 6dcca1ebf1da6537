use std::sync::Arc;

use proptest::prelude::*;

use super::{find, find_in};
use crate::corpus::{DateValue, Document};
use crate::search::fold::Folded;
use crate::search::query::{Options, Query};
use crate::search::sample::document;
use crate::search::scope::{Mark, MarkState};

fn hits_with(text: &str, query: &str, options: Options) -> Vec<String> {
    let document = document("D", text);
    let query = Query::read(query, options).unwrap();
    find_in(&document, &query)
        .into_iter()
        .map(|hit| document.slice(&hit.range).to_owned())
        .collect()
}

fn hits(text: &str, query: &str) -> Vec<String> {
    hits_with(text, query, Options::default())
}

const LITERAL: Options = Options {
    exact: false,
    literal: true,
    regex: false,
};
const EXACT: Options = Options {
    exact: true,
    literal: false,
    regex: false,
};
const REGEX: Options = Options {
    exact: false,
    literal: false,
    regex: true,
};

#[test]
fn words_match_whole_and_beginnings_by_star() {
    let text = "Kunashir, the Kunashirites and kunashirian; KUNASHIR's coast.";
    assert_eq!(hits(text, "kunashir"), ["Kunashir", "KUNASHIR"]);
    assert_eq!(hits(text, "kunashir*").len(), 4);
    assert_eq!(hits(text, "kunashir* and"), ["Kunashirites and"]);
    assert_eq!(hits_with(text, "unashir", LITERAL).len(), 4);
    assert_eq!(
        hits(
            "joint Soviet declaration, joint declaration",
            "joint * declaration"
        )
        .len(),
        1
    );
}

#[test]
fn a_phrase_runs_over_line_ends_but_not_into_the_next_block() {
    assert_eq!(
        hits("the peace\n  treaty", "peace treaty"),
        ["peace\n  treaty"]
    );
    assert_eq!(hits("the peace\n\ntreaty", "peace treaty"), [""; 0]);
    assert_eq!(
        hits_with("the peace\n\ntreaty", "peace\\s+treaty", REGEX),
        [""; 0]
    );
}

#[test]
fn folding_is_the_rule_and_exact_switches_it_off() {
    let text = "Müller, Mu\u{308}ller, MULLER and “no—one”";
    assert_eq!(hits(text, "muller").len(), 3);
    assert_eq!(hits_with(text, "Müller", EXACT), ["Müller"]);
    assert_eq!(hits(text, "no-one"), ["no—one"]);
    assert_eq!(hits_with(text, "\"no-one\"", LITERAL), ["“no—one”"]);
    assert_eq!(hits_with(text, "m[uü]ller", REGEX).len(), 3);
    assert_eq!(
        hits_with(
            text,
            "[A-Z]+LLER",
            Options {
                exact: true,
                ..REGEX
            }
        ),
        ["MULLER"]
    );
    assert_eq!(
        hits("a \"\"non-existent\"\" dispute", "/\"non.existent\"/").len(),
        1
    );
}

#[test]
fn scripts_without_blanks_match_inside_running_text() {
    let text = "日ソ共同宣言は1956年に調印された。かがみ";
    assert_eq!(hits(text, "共同宣言"), ["共同宣言"]);
    assert_eq!(hits(text, "1956"), ["1956"]);
    assert_eq!(hits(text, "か"), ["か"]);
    assert_eq!(hits("ภาษาไทย", "ไทย"), ["ไทย"]);
    assert_eq!(
        hits("Совместная декларация 1956 года", "декларация 1956"),
        ["декларация 1956"]
    );
    assert_eq!(
        hits("Η Κοινή Δήλωση του 1956", "κοινη δηλωση"),
        ["Κοινή Δήλωση"]
    );
    assert_eq!(hits("الإعلان المُشتَرَك", "الاعلان المشترك"), ["الإعلان المُشتَرَك"]);
}

#[test]
fn and_or_and_not_look_at_one_block() {
    let text = "treaty and islands\n\ntreaty alone\n\nislands alone, islands";
    assert_eq!(hits(text, "treaty AND islands"), ["treaty", "islands"]);
    assert_eq!(hits(text, "treaty OR islands").len(), 5);
    assert_eq!(hits(text, "treaty NOT islands"), ["treaty"]);
    assert_eq!(hits(text, "NOT treaty"), ["islands alone, islands"]);
    assert_eq!(
        hits(
            "the Joint Declaration",
            "declaration OR \"joint declaration\""
        )
        .len(),
        1
    );
}

#[test]
fn near_counts_words_in_either_order() {
    let text = "Habomai one two three four Shikotan";
    assert_eq!(hits(text, "habomai NEAR/5 shikotan").len(), 1);
    assert_eq!(hits(text, "shikotan NEAR habomai").len(), 1);
    assert_eq!(hits(text, "habomai NEAR/4 shikotan").len(), 0);
    assert_eq!(hits("a b a c", "a NEAR/1 c"), ["a c"]);
    assert_eq!(
        hits("Habomai\n\nShikotan", "habomai NEAR/9 shikotan").len(),
        0
    );
}

#[test]
fn sentences_and_paragraphs_hold_parts_together() {
    let text = "The treaty failed. The islands stayed. Islands and treaty came up.";
    assert_eq!(
        hits(text, "treaty SENTENCE islands"),
        ["Islands and treaty"]
    );
    assert_eq!(
        hits(text, "failed PARAGRAPH stayed"),
        ["failed. The islands stayed"]
    );
}

fn marked() -> (Document, Vec<Mark>) {
    let mut document = document(
        "07MOSCOW601",
        "# The treaty\n\nthe treaty of Shimoda\n\nno treaty",
    );
    document.meta.date = Some(DateValue::day(2007, 2, 9));
    document.blocks[1].date = Some(DateValue::day(1855, 2, 7));
    let start = document.text.find("the treaty of").unwrap();
    let mark = Mark {
        range: start..start + 10,
        tags: vec![Arc::from("treaty/1855")],
        relations: vec![Arc::from("contradicts")],
        state: MarkState::Moved,
    };
    (document, vec![mark])
}

#[test]
fn filters_narrow_by_document_block_and_marks() {
    let (document, marks) = marked();
    let folded = Folded::of(&document);
    let count = |query: &str| {
        find(
            &document,
            &folded,
            &Query::read(query, Options::default()).unwrap(),
            &marks,
        )
        .len()
    };
    assert_eq!(count("treaty"), 3);
    assert_eq!(count("treaty kind:heading"), 1);
    assert_eq!(count("treaty NOT kind:heading"), 2);
    assert_eq!(count("treaty kind:heading kind:paragraph"), 3);
    assert_eq!(count("treaty date:..1900"), 1);
    assert_eq!(count("treaty date:2007-02"), 2);
    assert_eq!(count("treaty doc:07mosc"), 3);
    assert_eq!(count("treaty doc:08"), 0);
    assert_eq!(count("treaty tag:treaty"), 1);
    assert_eq!(count("treaty NOT tag:treaty/1855"), 2);
    assert_eq!(count("treaty tag:treat"), 0);
    assert_eq!(count("link:contradicts state:moved"), 1);
    assert_eq!(count("kind:heading"), 1);
}

#[test]
fn context_stays_within_the_block() {
    let document = document("D", "before\n\nleft words hit right words\n\nafter");
    let hit = find_in(&document, &Query::read("hit", Options::default()).unwrap()).remove(0);
    let context = hit.context(&document, 8);
    assert_eq!(
        (context.before.as_str(), context.after.as_str()),
        ("t words ", " right w")
    );
    assert_eq!(hit.context(&document, 0).before, "");
    assert_eq!(hit.context(&document, 99).before, "left words ");
}

proptest! {
    #[test]
    fn nothing_typed_panics_and_every_hit_is_in_the_text(
        query in "[a-b \"()/|*\\[\\]{}?:\\\\]{0,12}|(a|b|AND|OR|NOT|NEAR/2|SENTENCE|\\(|\\)| |\"|\\*|/a/|tag:x){0,8}",
        text in "[ab éßかが “”\n\u{308}]{0,30}",
    ) {
        let document = document("D", &text);
        if let Ok(query) = Query::read(&query, Options::default()) {
            for hit in find_in(&document, &query) {
                prop_assert!(document.text.get(hit.range).is_some());
            }
        }
    }
}
