//! Titles, by-lines, datelines and the notes at the end.

use super::super::seen::{document, seen};

#[test]
fn a_page_of_a_paper() {
    let text = "Skip to content\nMenu\nThe Northern Courier\nSubscribe\n\nAnalysis\nThe island that nobody wants back\n\n\
        By Mette Lund, Correspondent\nPublished 4 March 2016, 10:15\n\nNobody has asked for the island since 1911. It has a well.\n\n\
        A ferry too far\n\nThe ferry was discontinued. Nobody came.\n\nPhoto: Mette Lund\n\nThere have been no bids.\n\nShare this article\nFacebook\n\n3 Comments\n\nOld Salt says:\nI was born there.\n";
    assert_eq!(
        seen(text),
        [
            "boilerplate: Skip to content / Menu / The Northern Courier / Subscribe",
            "header: Analysis",
            "heading: The island that nobody wants back",
            "header: By Mette Lund, Correspondent",
            "header: Published 4 March 2016, 10:15",
            "paragraph: Nobody has asked for the island since 1911. It has a well.",
            "heading: A ferry too far",
            "paragraph: The ferry was discontinued. Nobody came.",
            "header: Photo: Mette Lund",
            "paragraph: There have been no bids.",
            "boilerplate: Share this article / Facebook / 3 Comments / Old Salt says: / I was born there.",
        ]
    );
    let meta = document(text).meta;
    assert_eq!(
        meta.title.as_deref(),
        Some("The island that nobody wants back")
    );
    assert_eq!(meta.authors, ["Mette Lund"]);
    assert_eq!(
        meta.date.map(|date| date.iso),
        Some("2016-03-04".to_owned())
    );
}
