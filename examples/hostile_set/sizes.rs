//! Sizes and counts that nobody expects.

use super::{Item, PLAIN, Scale};

const FAMILY: &str = "sizes";

pub(super) fn items(scale: Scale) -> Vec<Item> {
    let many = scale.of(1_000_000);
    let long = scale.of(50_000_000);
    let text = |name: &str, bytes: String| Item::file(FAMILY, name, bytes);
    vec![
        text("plain.txt", PLAIN.into()),
        text("empty.txt", String::new()),
        text("one-byte.txt", "x".into()),
        text("only-blanks.txt", " \n\t\n".repeat(1000)),
        text("only-line-ends.txt", "\n".repeat(many)),
        text("returns.txt", "\r".repeat(many)),
        text("one-line.txt", "harbour ".repeat(long / 8)),
        text("one-word.txt", "x".repeat(long / 4)),
        text("one-line.md", "*harbour* ".repeat(long / 20)),
        text(
            "one-line.html",
            format!("<p>{}", "harbour ".repeat(long / 16)),
        ),
        text("many-paragraphs.txt", "Short.\n\n".repeat(many / 4)),
        text("many-headings.md", "# H\n\n".repeat(many / 8)),
        text(
            "many-numbers.txt",
            (0..many / 40).fold(String::new(), |out, n| out + &format!("{n}. (C) P.\n\n")),
        ),
        text(
            "many-dates.txt",
            "On 19 October 1956 and 1956-10-19 and October 7. ".repeat(many / 80),
        ),
        text(
            "many-notes.md",
            (0..many / 80).fold(String::new(), |out, n| {
                out + &format!("a[^{n}]\n\n[^{n}]: b\n\n")
            }),
        ),
        text(
            "many-references.txt",
            "07TOKYO2690 08 MOSCOW 3177 ".repeat(many / 40),
        ),
        text(
            "big-numbers.txt",
            format!(
                "99999999999999999999. (C) {PLAIN}\n\n4294967296. x\n\n-1. y\n\n0000000001. z\n\nOn 99 October 99999999 and 9999999-99-99.\n"
            ),
        ),
    ]
}
