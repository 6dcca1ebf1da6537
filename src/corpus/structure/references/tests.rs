//! References in sentences, each as `words → target`.

use proptest::prelude::*;

use super::*;

fn known() -> Known {
    Known::new([
        "06TOKYO5712",
        "07MOSCOW601",
        "08MOSCOW3177",
        "d104",
        "UNTS-263",
        "E-CN.4-21",
        "MEMCON-1956-08-19",
        "digest-1956",
        "names",
    ])
    .in_year(Some(2008))
}

/// The references of a text, written `words → target¶part`.
fn found(text: &str, known: &Known) -> Vec<String> {
    find(text, known)
        .into_iter()
        .map(|reference| {
            let target = reference.target.unwrap_or_default();
            let part = reference.paragraph.unwrap_or_default();
            format!(
                "{} → {}",
                &text[reference.range],
                [target, part].join(" ").trim()
            )
        })
        .collect()
}

#[test]
fn numbers_of_what_was_sent_to_a_post_are_no_cables() {
    for text in [
        "INFO RUEHKO/AMEMBASSY TOKYO 3672",
        "RUEHVK/AMCONSUL VLADIVOSTOK 2017",
    ] {
        assert_eq!(found(text, &known()), [""; 0], "in {text}");
    }
    let listed = "REF: A. AMEMBASSY TOKYO 3672";
    assert_eq!(found(listed, &known()), ["TOKYO 3672 → 08TOKYO3672"]);
}

#[test]
fn cables_in_all_spellings() {
    for (text, expected) in [
        ("as in 07MOSCOW601.", "07MOSCOW601 → 07MOSCOW601"),
        ("as in 07 MOSCOW 601,", "07 MOSCOW 601 → 07MOSCOW601"),
        ("as in #07MOSCOW601)", "#07MOSCOW601 → 07MOSCOW601"),
        (
            "MOSCOW 00003177  002 OF 002",
            "MOSCOW 00003177 → 08MOSCOW3177",
        ),
        ("see TOKYO 1234 too", "TOKYO 1234 → 08TOKYO1234"),
        ("the cable 09 BEIJING 22", "09 BEIJING 22 → 09BEIJING22"),
        ("the cable 09ANYTOWN22", "09ANYTOWN22 → 09ANYTOWN22"),
        ("(MOSCOW 601)", "MOSCOW 601 → 07MOSCOW601"),
        (
            "USUN NEW YORK 77 says",
            "USUN NEW YORK 77 → 08USUNNEWYORK77",
        ),
    ] {
        assert_eq!(found(text, &known()), [expected], "in {text}");
    }
}

#[test]
fn ids_of_any_style() {
    for (text, expected) in [
        ("document d104 says", "d104 → d104"),
        ("in UNTS 263, p. 112", "UNTS 263 → UNTS-263"),
        ("E/CN.4/21 of that day", "E/CN.4/21 → E-CN.4-21"),
        (
            "see MEMCON-1956-08-19.",
            "MEMCON-1956-08-19 → MEMCON-1956-08-19",
        ),
        ("the digest-1956 has it", "digest-1956 → digest-1956"),
    ] {
        assert_eq!(found(text, &known()), [expected], "in {text}");
    }
}

#[test]
fn parts_of_documents() {
    for (text, expected) in [
        ("see paragraph 7 above", "paragraph 7 → ¶7"),
        ("see ¶7 and", "¶7 → ¶7"),
        ("in para. 12 of it", "para. 12 → ¶12"),
        ("Article 9(2) says", "Article 9(2) → Article 9"),
        ("Article IV says", "Article IV → Article IV"),
        ("under § 12 of it", "§ 12 → § 12"),
        ("see fn 12.", "fn 12 → fn 12"),
        ("see note 3", "note 3 → fn 3"),
        ("Recital 65 says", "Recital 65 → Recital 65"),
        ("в статье 9 сказано", "статье 9 → Article 9"),
        (
            "06TOKYO5712, paragraph 3, says",
            "06TOKYO5712, paragraph 3 → 06TOKYO5712 ¶3",
        ),
        (
            "paragraph 3 of 06 TOKYO 5712 says",
            "paragraph 3 of 06 TOKYO 5712 → 06TOKYO5712 ¶3",
        ),
    ] {
        assert_eq!(found(text, &known()), [expected], "in {text}");
    }
}

#[test]
fn a_list_gives_letters() {
    let list = "REF: A. TOKYO 2690 B. 06 TOKYO 5712 C. MEMCON-1956-08-19 D. SMALLTOWN 12";
    assert_eq!(
        found(list, &known()),
        [
            "TOKYO 2690 → 08TOKYO2690",
            "06 TOKYO 5712 → 06TOKYO5712",
            "MEMCON-1956-08-19 → MEMCON-1956-08-19",
            "SMALLTOWN 12 → 08SMALLTOWN12",
        ]
    );
    let known = known().with_list(list);
    assert_eq!(
        found("Ref B says, and reftel (A) too; para 3 of Ref C.", &known),
        [
            "Ref B → 06TOKYO5712",
            "reftel (A) → 08TOKYO2690",
            "para 3 of Ref C → MEMCON-1956-08-19 ¶3",
        ]
    );
    let single = Known::new([])
        .in_year(Some(2007))
        .with_list("REF: TOKYO 2690");
    assert_eq!(
        found("As reftel said, it ends.", &single),
        ["reftel → 07TOKYO2690"]
    );
}

#[test]
fn ordinary_numbers_are_no_references() {
    for text in [
        "On 08 MAY 2008 and 12 OCT 56 at 1554Z, USD 11 billion, 2,690 men.",
        "The names of 12 islands; digest 1956 of it; d1045 and xd104.",
        "PAGE 2 OF 3, SECTION 01 OF 02, E.O. 12958: DECL: 02/06/2017.",
        "NUMBER 5 and VOLUME 12; note 12 ships; paragraph 2.5.",
        "The U-2690 and TOKYO 2.5 percent; MOSCOW, 1956.",
        "He had articles of 9 kinds.",
    ] {
        assert_eq!(found(text, &known()), [""; 0], "in {text}");
    }
}

#[test]
fn ids_are_normalised() {
    let hint = Some(2008);
    for (text, normal) in [
        ("07MOSCOW601", Some("07MOSCOW601")),
        ("#07MOSCOW601", Some("07MOSCOW601")),
        ("08 MOSCOW 3177", Some("08MOSCOW3177")),
        ("MOSCOW 003177", Some("08MOSCOW3177")),
        ("MOSCOW 00003177", Some("08MOSCOW3177")),
        (
            "C O N F I D E N T I A L MOSCOW 003177",
            Some("08MOSCOW3177"),
        ),
        (
            "UNCLAS SECTION 01 OF 02 HONG KONG 000012",
            Some("08HONGKONG12"),
        ),
        ("2007MOSCOW601", Some("07MOSCOW601")),
        ("ARTICLE 9", None),
        ("d104", None),
        ("1956", None),
        ("", None),
    ] {
        assert_eq!(
            normalise_reference_id(text, hint).as_deref(),
            normal,
            "of {text}"
        );
    }
    assert_eq!(normalise_reference_id("MOSCOW 3177", None), None);
}

proptest! {
    #[test]
    fn any_text_gives_valid_ranges(text in r"([0-9]{1,4}|[ #.,()/§¶-]|MOSCOW|REF|Ref|A|para|Article|fn|IV|\PC){0,40}") {
        let known = known().with_list(&text);
        let mut at = 0;
        for reference in find(&text, &known) {
            prop_assert!(reference.range.start >= at && reference.range.end > reference.range.start);
            prop_assert!(text.get(reference.range.clone()).is_some());
            at = reference.range.end;
        }
        let _ = normalise_reference_id(&text, Some(2008));
    }
}
