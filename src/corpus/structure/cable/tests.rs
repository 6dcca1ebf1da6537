//! Headers of cables of several posts and times.

use super::super::seen::{document, seen};

const CABLE: &str = "\
DE RUEHNY #0912/01 1231410
P 031409Z MAY 06
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC PRIORITY 3310

S E C R E T OSLO 000912

SIPDIS

E.O. 12958: DECL: 05/03/2016
TAGS: PREL, NO
SUBJECT: A LIGHTHOUSE AND ITS KEEPER IN THE
NORTHERN ISLES

Classified By: DCM Ann Other, reasons 1.4 (b) and (d).

1. (C) The keeper called on us. He stayed for tea.

2. (S) He has left the lamp burning.
";

#[test]
fn the_header_becomes_metadata() {
    let meta = document(CABLE).meta;
    assert_eq!(meta.reference.as_deref(), Some("06OSLO912"));
    assert_eq!(
        meta.date.as_ref().map(|date| date.iso.as_str()),
        Some("2006-05-03")
    );
    assert_eq!(meta.origin.as_deref(), Some("Embassy Oslo"));
    assert_eq!(
        meta.title.as_deref(),
        Some("A LIGHTHOUSE AND ITS KEEPER IN THE NORTHERN ISLES")
    );
    for (name, value) in [
        ("classification", "SECRET"),
        ("declassify_on", "2016-05-03"),
        ("precedence", "PRIORITY (P)"),
        ("classified_by", "DCM Ann Other"),
        ("tags", "PREL, NO"),
    ] {
        assert_eq!(meta.field(name), Some(value), "{name}");
    }
}

#[test]
fn each_part_of_the_header_is_a_block() {
    let blocks = seen(CABLE);
    assert_eq!(
        blocks
            .iter()
            .filter(|block| block.starts_with("header"))
            .count(),
        7
    );
    assert_eq!(
        blocks.last().unwrap(),
        "paragraph ¶2: (S) He has left the lamp burning."
    );
}

#[test]
fn pages_of_old_cables_are_furniture() {
    let blocks = seen(
        "PAGE 01        OSLO  02211  171522Z\n\nR 171510Z MAY 73\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC 6718\n\n\
         C O N F I D E N T I A L OSLO 2211\n\nE.O. 11652: GDS\nTAGS: PFOR, NO\nSUBJECT: A LINE\n\n\
         1. THE POSITION REMAINS THAT THE LINE FOLLOWS THE SECTOR AND THAT NOTHING ELSE WILL BE SAID OF IT. THERE IS AN AREA OF\n\n\
         CONFIDENTIAL\n\nPAGE 02        OSLO  02211  171522Z\n\n\
         SOME 155,000 SQUARE KILOMETERS BETWEEN THE TWO.\n\n2. COMMENT: HE IS FORTHCOMING.\n\nNNN\n",
    );
    assert!(
        blocks.iter().any(|block| block.starts_with("paragraph ¶1")
            && block.ends_with("AREA OF SOME 155,000 SQUARE KILOMETERS BETWEEN THE TWO.")),
        "{blocks:#?}"
    );
    assert!(
        blocks.contains(&"boilerplate: CONFIDENTIAL".to_owned()),
        "{blocks:#?}"
    );
}

#[test]
fn a_letter_about_secrets_is_no_cable() {
    let blocks = seen("Dear Sir,\n\nSECRET papers were found. They were dull.\n\nYours, A.\n");
    assert!(
        blocks.iter().all(|block| !block.starts_with("header")),
        "{blocks:#?}"
    );
}
