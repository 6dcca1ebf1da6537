use std::sync::atomic::AtomicBool;

use super::{Quotation, quotations};
use crate::corpus::Document;
use crate::search::sample::document;

fn found(documents: &[&Document]) -> Vec<Quotation> {
    quotations(documents, &AtomicBool::new(false))
}

const QUOTED: &str = "the two islands will be handed over to Japan only after the conclusion of a peace treaty between both states";

#[test]
fn a_passage_quoted_word_for_word_is_found_whole() {
    let a = document(
        "A",
        &format!("He began. Then he said: “{QUOTED}.” He left the room at once."),
    );
    let b = document(
        "B",
        &format!("Another day.\n\nWe read that {QUOTED}, which is well known."),
    );
    let quotations = found(&[&a, &b]);
    assert_eq!(quotations.len(), 1);
    assert_eq!(a.slice(&quotations[0].left.range), QUOTED);
    assert_eq!(b.slice(&quotations[0].right.range), QUOTED);
    assert_eq!((quotations[0].words, quotations[0].changed), (20, 0));
    assert_eq!(quotations[0].right.block, 2);
}

#[test]
fn changed_added_and_missing_words_are_shown() {
    let changed = QUOTED
        .replace("handed", "given")
        .replace("only after", "after")
        .replace("both", "the two");
    let a = document("A", QUOTED);
    let b = document("B", &format!("Somebody wrote: {changed}."));
    let quotations = found(&[&a, &b]);
    assert_eq!(quotations.len(), 1);
    let differing: Vec<(&str, &str)> = quotations[0]
        .differences
        .iter()
        .map(|difference| (a.slice(&difference.left), b.slice(&difference.right)))
        .collect();
    assert_eq!(differing[..2], [("handed", "given"), ("only", "")]);
    assert!(quotations[0].changed <= 4);
}

#[test]
fn a_change_near_the_end_of_a_short_quotation_does_not_hide_it() {
    let a = document(
        "A",
        "one two three four five six seven eight nine ten eleven twelve",
    );
    for (old, new) in [("two", "zwei"), ("eleven", "elf"), ("six", "sechs")] {
        let b = document("B", &a.text.replace(old, new));
        assert_eq!(found(&[&a, &b]).len(), 1, "{old}");
    }
}

#[test]
fn short_and_much_changed_passages_are_not_quotations() {
    let a = document(
        "A",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
    );
    let short = document(
        "B",
        "one two three four five six seven eight nine ten eleven",
    );
    assert_eq!(found(&[&a, &short]), []);
    let changed = document(
        "C",
        "one two three four FIVE six seven eight NINE ten eleven TWELVE thirteen",
    );
    assert_eq!(found(&[&a, &changed]).len(), 1);
    let much = document(
        "D",
        "one two three four x six y eight z ten w twelve thirteen",
    );
    assert_eq!(found(&[&a, &much]), []);
}

#[test]
fn scripts_without_blanks_quote_one_another_too() {
    let quoted = "ソ連は歯舞群島及び色丹島を平和条約の締結後に日本国に引き渡すことに同意する";
    let a = document("A", &format!("第九条によれば、{quoted}。"));
    let b = document("B", &format!("新聞は「{quoted}」と報じた。"));
    let quotations = found(&[&a, &b]);
    assert_eq!(quotations.len(), 1);
    assert_eq!(a.slice(&quotations[0].left.range), quoted);
}
