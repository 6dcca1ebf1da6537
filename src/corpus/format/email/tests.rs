//! Messages made for the purpose: headers, flow, quotation, signatures, parts, damage.

use proptest::prelude::*;

use super::*;
use crate::corpus::format::made::{check, damaged, drawn};

fn message(headers: &str, body: &str) -> String {
    format!(
        "From: =?utf-8?Q?An_=C3=89crivain?= <a@example.org>\r\nTo: Clerk <c@example.org>, d@example.org\r\n\
         Subject: Two\r\n islands\r\nDate: Fri, 19 Oct 2018 09:30:00 +0000\r\nMessage-ID: <1@example.org>\r\n{headers}\r\n{body}"
    )
}

#[test]
fn headers_are_metadata() {
    let meta = read(message("", "Text").as_bytes()).unwrap().meta;
    assert_eq!(meta.title.as_deref(), Some("Two islands"));
    assert_eq!(meta.authors, ["An Écrivain"]);
    assert_eq!(
        meta.date.as_ref().map(|date| date.iso.as_str()),
        Some("2018-10-19T09:30Z")
    );
    assert_eq!(
        meta.field("to"),
        Some("Clerk <c@example.org>; d@example.org")
    );
    assert_eq!(meta.field("message_id"), Some("1@example.org"));
}

#[test]
fn quotations_and_signatures() {
    let body = "An answer.\r\n\r\nOn Friday, Clerk wrote:\r\n> A question that was asked before and is long enough to wrap,\r\n\
        > and wraps.\r\n>\r\n>> An older one.\r\n\r\nMore.\r\n-- \r\nA. Writer\r\nPress\r\n";
    assert_eq!(
        drawn(&read(message("", body).as_bytes()).unwrap()),
        "-: An answer.\n-: On Friday, Clerk wrote:\nquote 1: A question that was asked before and is long enough to wrap, and wraps.\n\
         quote 2: An older one.\n-: More.\n▸ boilerplate: --⏎A. Writer⏎Press\n"
    );
}

#[test]
fn lines_that_flow_are_joined() {
    let headers = "Content-Type: text/plain; charset=utf-8; format=flowed\r\n";
    let body = "A line that \r\nflows on.\r\nA fixed line.\r\n> quoted and \r\n> flowing\r\n";
    assert_eq!(
        drawn(&read(message(headers, body).as_bytes()).unwrap()),
        "-: A line that flows on.⏎A fixed line.\nquote 1: quoted and flowing\n"
    );
}

#[test]
fn parts_and_encodings() {
    let headers = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n";
    let body = "--x\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n8NLJ18XUIQ==\r\n\
        --x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"../../a.pdf\"\r\n\r\nx\r\n--x--\r\n";
    let document = read(message(headers, body).as_bytes()).unwrap();
    assert_eq!(drawn(&document), "-: Привет!\n");
    assert!(document.warnings[0].contains("a.pdf"));
    assert_eq!(document.encoding, "koi8-r");
}

#[test]
fn a_body_in_html_is_walked() {
    let headers = "Content-Type: text/html; charset=utf-8\r\n";
    let body =
        "<h1>Head</h1><p>Some <b>words</b><script>no()</script><blockquote>Said.</blockquote>";
    assert_eq!(
        drawn(&read(message(headers, body).as_bytes()).unwrap()),
        "heading 1: Head\n-: Some words\nquote: Said.\n"
    );
}

#[test]
fn nested_parts_end() {
    let mut body = String::new();
    for level in 0..2000 {
        body.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        ));
    }
    let _ = read(format!("Subject: x\r\n{body}text").as_bytes());
    assert!(read(b"").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damage_is_survived(faults in proptest::collection::vec((0usize..600, any::<u8>()), 0..8), keep in 0usize..600) {
        let bytes = message("Content-Type: multipart/mixed; boundary=x\r\n", "--x\r\nContent-Type: text/html\r\n\r\n<p>a\r\n--x--");
        if let Ok(document) = read(&damaged(bytes.as_bytes(), &faults, keep)) {
            check(&document);
        }
    }

    #[test]
    fn any_body_is_read(body in "[ >a-z\r\n.-]{0,200}") {
        check(&read(message("Content-Type: text/plain; format=flowed\r\n", &body).as_bytes()).unwrap());
    }
}
