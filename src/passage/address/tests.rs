use std::path::PathBuf;

use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};
use proptest::sample::Index;

use super::resolve::range_in;
use super::*;
use crate::corpus::{
    Block, BlockId, BlockKind, Corpus, Document, DocumentId, Format, Label, Meta, TextHash,
};

/// A document of paragraphs, each with a label or none.
fn document(id: &str, blocks: &[(&str, &str)]) -> Document {
    let mut text = String::new();
    let mut made = Vec::new();
    for (index, (label, words)) in blocks.iter().enumerate() {
        if index > 0 {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        made.push(Block {
            number: u32::try_from(index + 1).unwrap(),
            id: BlockId::new(format!("b{index}")),
            kind: BlockKind::Paragraph,
            range: start..text.len(),
            label: (!label.is_empty()).then(|| Label::new(*label)),
            level: 0,
            date: None,
            folded: false,
            marker: None,
            calls: Vec::new(),
            joins: Vec::new(),
            doubt: None,
        });
    }
    Document {
        id: DocumentId::new(id),
        path: PathBuf::from(format!("{id}.txt")),
        format: Format::Text,
        encoding: "UTF-8".into(),
        meta: Meta::default(),
        hash: TextHash::of(&text),
        text,
        blocks: made,
        inlines: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
        corrected: Vec::new(),
    }
}

fn corpus() -> Corpus {
    let cable = document(
        "07MOSCOW601",
        &[
            ("", "Relations remain cold."),
            (
                "¶1",
                "The declaration was signed; the declaration was ratified.",
            ),
            (
                "¶2",
                "Tokyo “regrets” this \u{2014} it said so in the note.",
            ),
            ("¶2", "A second block with the same number."),
            (
                "Article 9",
                "The USSR and Japan agree to continue negotiations.",
            ),
            ("§ 3", "Of other matters."),
            ("fn 12", "See the note above."),
            ("第九条", "両国は交渉を継続する。"),
        ],
    );
    let report = document("report.v2-日本", &[("", "One block only.")]);
    Corpus::of(PathBuf::from("/corpus"), vec![cable, report], Vec::new())
}

fn words(address: &str) -> Result<(String, Option<String>), String> {
    resolve(&corpus(), address)
        .map(|found| (found.document.slice(&found.range).to_owned(), found.note))
        .map_err(|error| error.to_string())
}

#[test]
fn each_way_to_write_a_place_leads_to_it() {
    for (address, expected) in [
        (
            "07MOSCOW601¶1",
            "The declaration was signed; the declaration was ratified.",
        ),
        (
            "07moscow¶ 1",
            "The declaration was signed; the declaration was ratified.",
        ),
        ("07MOSCOW601#p1", "Relations remain cold."),
        (
            "07MOSCOW601:Article 9",
            "The USSR and Japan agree to continue negotiations.",
        ),
        (
            "07MOSCOW601:article9",
            "The USSR and Japan agree to continue negotiations.",
        ),
        ("07MOSCOW601§3", "Of other matters."),
        ("07MOSCOW601:fn 12", "See the note above."),
        ("07MOSCOW601:第九条", "両国は交渉を継続する。"),
        ("07MOSCOW601:第九条:「交渉を継続」", "交渉を継続"),
        ("report.v2-日本", "One block only."),
        ("report.v2-日本.txt", "One block only."),
        (
            "07MOSCOW601:\"\"regrets\" this - it said\"",
            "“regrets” this \u{2014} it said",
        ),
        ("07MOSCOW601:“agree to continue”", "agree to continue"),
        (
            "07MOSCOW601:Article 9:«Japan … negotiations»",
            "Japan agree to continue negotiations",
        ),
        (
            "07MOSCOW601¶1:\"the declaration … ratified\"",
            "the declaration was ratified",
        ),
        ("07MOSCOW601¶1:\"was\"#2", "was"),
        (
            "glossator:07MOSCOW601:%22agree%20to%20continue%22",
            "agree to continue",
        ),
    ] {
        assert_eq!(words(address), Ok((expected.to_owned(), None)), "{address}");
    }
}

#[test]
fn several_places_are_said_and_the_first_is_taken() {
    let (text, note) = words("07MOSCOW601¶1:\"declaration was\"").unwrap();
    assert_eq!(text, "declaration was");
    assert!(note.unwrap().contains("2 times"));
    let (text, note) = words("07MOSCOW601¶2").unwrap();
    assert!(text.starts_with("Tokyo"));
    assert!(note.unwrap().contains("#p3, #p4"));
}

#[test]
fn what_is_not_there_is_said_with_what_is_near() {
    for (address, expected) in [
        (
            "07MOSCOW601¶17",
            "07MOSCOW601 has no ¶17; the nearest are ¶1, ¶2",
        ),
        ("07MOSCOW601#p90", "07MOSCOW601 has no block #p90: it has 8"),
        (
            "07MOSCOW602¶1",
            "no document “07MOSCOW602” in this corpus; did you mean 07MOSCOW601?",
        ),
        (
            "zzz",
            "no document “zzz” in this corpus; `glossator documents` lists them",
        ),
        (
            "07MOSCOW601¶1:\"Tokyo\"",
            "the words “Tokyo” do not stand in 07MOSCOW601¶1; they stand in ¶2",
        ),
        (
            "07MOSCOW601¶1:\"was\"#9",
            "the words “was” stand in 07MOSCOW601¶1 only 2 times",
        ),
        (
            "07MOSCOW601¶1:\"was",
            "the quotation in “07MOSCOW601¶1:\"was” has no closing quotation mark",
        ),
        (
            "07MOSCOW601:\"\"",
            "the quotation in “07MOSCOW601:\"\"” is empty",
        ),
        (
            "07MOSCOW601#41",
            "“#41” is not a block number; write #p41 for the 41st block",
        ),
        (
            "07MOSCOW601¶",
            "no label follows the document in “07MOSCOW601¶”",
        ),
        (
            "report.v2-日本¶1",
            "report.v2-日本 has no ¶1; it numbers no blocks, so write #p1 … or quote the words",
        ),
    ] {
        assert_eq!(words(address), Err(expected.to_owned()), "{address}");
    }
    assert!(
        words("¶7")
            .unwrap_err()
            .contains("does not begin with a document")
    );
}

#[test]
fn the_address_given_is_the_shortest() {
    let corpus = corpus();
    let cable = corpus.document(0).unwrap();
    let given = |words: &str| {
        let start = cable.text.find(words).unwrap();
        of(&cable, &(start..start + words.len())).to_string()
    };
    assert_eq!(given("Of other matters."), "07MOSCOW601§3");
    assert_eq!(given("See the note above."), "07MOSCOW601:fn 12");
    assert_eq!(given("Relations remain cold."), "07MOSCOW601#p1");
    assert_eq!(
        given("A second block with the same number."),
        "07MOSCOW601#p4"
    );
    assert_eq!(given("agree to"), "07MOSCOW601:Article 9:\"agree to\"");
    assert_eq!(given("was ratified"), "07MOSCOW601¶1:\"was ratified\"");
    let was = cable.text.rfind("was ratified").unwrap();
    assert_eq!(
        of(&cable, &(was..was + 3)).to_string(),
        "07MOSCOW601¶1:\"was\"#2"
    );
    assert_eq!(
        of(&cable, &(0..cable.text.len())).to_string(),
        "07MOSCOW601"
    );
}

#[test]
fn a_long_passage_is_quoted_by_its_ends() {
    let long = "The two sides met in the morning and spoke of the islands. \
                The two sides met in the evening and spoke of the weather, then parted.";
    let document = document(
        "memo",
        &[("¶1", long), ("¶2", "Nothing more was said that day.")],
    );
    let end = document.text.find(" said that").unwrap();
    let address = of(&document, &(4..end));
    assert_eq!(
        address.to_string(),
        "memo¶1:\"two sides met in the morning … parted. Nothing more was\""
    );
    assert_eq!(range_in(&document, &address).unwrap().0, 4..end);
}

#[test]
fn a_link_holds_nothing_that_would_end_it() {
    let address: Address = "07MOSCOW601¶7:\"the (1956) Joint…\"#2".parse().unwrap();
    assert_eq!(
        address.link(),
        "glossator:07MOSCOW601¶7:%22the%20%281956%29%20Joint…%22#2"
    );
    assert_eq!(address.link().parse::<Address>(), Ok(address));
}

/// Texts in which words come again, with marks and scripts that folding touches.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = proptest::sample::select(vec![
        "the",
        "treaty",
        "the",
        "other",
        "a",
        "“declared”",
        "\"so\"",
        "—",
        "…",
        "...",
        "1956",
        "signé",
        "signe\u{301}",
        "日ソ共同宣言",
        "宣言",
        ":\"",
        "#2",
        "[…]",
        "e",
        "Декларация",
        "👩‍👩‍👧",
    ]);
    proptest::collection::vec(
        proptest::collection::vec(word, 1..40).prop_map(|words| words.join(" ")),
        1..5,
    )
}

proptest! {
    #[test]
    fn an_address_leads_back_to_exactly_its_passage(
        texts in texts(),
        ends in any::<(Index, Index)>(),
        labels in proptest::collection::vec(0_usize..6, 5),
    ) {
        let names = ["", "¶1", "¶2", "Article 9", "§ 3", "fn 1"];
        let blocks: Vec<(&str, &str)> = texts
            .iter()
            .zip(&labels)
            .map(|(text, label)| (names[*label], text.as_str()))
            .collect();
        let document = document("doc", &blocks);
        let borders: Vec<usize> = document
            .text
            .char_indices()
            .filter(|(_, c)| !unicode_normalization::char::is_combining_mark(*c))
            .map(|(at, _)| at)
            .chain([document.text.len()])
            .collect();
        let (a, b) = (*ends.0.get(&borders), *ends.1.get(&borders));
        let range = a.min(b)..a.max(b);
        let words = &document.text[range.clone()];
        if !words.trim().is_empty() {
            let start = range.start + words.len() - words.trim_start().len();
            let wanted = start..start + words.trim().len();
            let address = of(&document, &range);
            let read: Address = address.to_string().parse().unwrap();
            prop_assert_eq!(&range_in(&document, &read).unwrap().0, &wanted, "{}", &address);
            let linked: Address = address.link().parse().unwrap();
            prop_assert_eq!(&range_in(&document, &linked).unwrap().0, &wanted);
        }
    }
}

#[test]
fn a_document_that_is_called_as_the_scheme_can_be_cited() {
    let article = Address {
        document: "glossator".to_owned(),
        place: Place::Label("Article 9".to_owned()),
        quotation: None,
        occurrence: None,
    };
    assert_eq!(article.to_string(), "glossator:glossator:Article%209");
    assert_eq!(article.to_string().parse(), Ok(article));
    let numbered: Address = "glossator¶7".parse().unwrap();
    assert_eq!(numbered.to_string(), "glossator¶7");
}
