//! Sequences that drive a terminal: every family of them, in texts and in the places where markup
//! hides text (titles, links, headers, entities).
//!
//! Parameters are odd on purpose (66, 6, 6), so that a sequence which comes through can be told
//! from one of the reader's own.

use super::{Item, PLAIN};

/// A name and the bytes. `ESC` is `\x1b`, `BEL` `\x07`, `ST` `\x1b\\`.
const SEQUENCES: [(&str, &str); 62] = [
    ("osc-0-title", "\x1b]0;evil title\x07"),
    ("osc-2-title-st", "\x1b]2;evil title\x1b\\"),
    ("osc-1-icon", "\x1b]1;evil icon\x07"),
    ("osc-4-palette", "\x1b]4;66;rgb:66/06/06\x07"),
    ("osc-7-folder", "\x1b]7;file://evil/etc\x07"),
    (
        "osc-8-link",
        "\x1b]8;;http://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    ),
    ("osc-9-notify", "\x1b]9;evil\x07"),
    ("osc-9-4-progress", "\x1b]9;4;1;66\x07"),
    ("osc-10-colour", "\x1b]10;#660606\x07"),
    ("osc-11-colour", "\x1b]11;#660606\x07"),
    ("osc-11-question", "\x1b]11;?\x07"),
    ("osc-12-cursor", "\x1b]12;#660606\x07"),
    ("osc-50-font", "\x1b]50;evil\x07"),
    ("osc-52-clipboard", "\x1b]52;c;ZXZpbA==\x07"),
    ("osc-52-question", "\x1b]52;c;?\x07"),
    ("osc-104-reset", "\x1b]104;66\x07"),
    ("osc-133-prompt", "\x1b]133;A\x07evil$ "),
    ("osc-777-notify", "\x1b]777;notify;evil;evil\x07"),
    (
        "osc-1337-file",
        "\x1b]1337;File=name=ZXZpbA==;inline=1:ZXZpbA==\x07",
    ),
    ("osc-unended", "\x1b]0;evil title that never ends"),
    ("dcs-decrqss", "\x1bP$qm\x1b\\"),
    ("dcs-xtgettcap", "\x1bP+q544e\x1b\\"),
    ("dcs-sixel", "\x1bPq#0;2;66;6;6#0~~@@\x1b\\"),
    ("dcs-tmux", "\x1bPtmux;\x1b\x1b]0;evil\x07\x1b\\"),
    ("dcs-macro", "\x1bP66;0;0!zevil\x1b\\"),
    ("dcs-unended", "\x1bP66;6$evil"),
    ("apc-kitty-picture", "\x1b_Ga=T,f=24,s=1,v=1;AAAA\x1b\\"),
    ("pm", "\x1b^evil\x1b\\"),
    ("sos", "\x1bXevil\x1b\\"),
    ("csi-clear", "\x1b[2J\x1b[3J"),
    ("csi-home", "\x1b[66;6H"),
    ("csi-up-and-overwrite", "\x1b[66A\x1b[2Kevil"),
    ("csi-alternate-off", "\x1b[?1049l"),
    ("csi-alternate-on", "\x1b[?1047h"),
    ("csi-cursor-off", "\x1b[?25l"),
    ("csi-mouse-on", "\x1b[?1003h\x1b[?1016h"),
    ("csi-paste-off", "\x1b[?2004l"),
    ("csi-sync-begin", "\x1b[?2026h"),
    ("csi-where", "\x1b[6n"),
    ("csi-status", "\x1b[5n"),
    ("csi-who", "\x1b[c\x1b[>c\x1b[=c"),
    ("csi-version", "\x1b[>0q"),
    ("csi-mode-question", "\x1b[?66$p"),
    ("csi-window-size", "\x1b[8;66;66t"),
    ("csi-title-report", "\x1b[21t"),
    ("csi-icon", "\x1b[2t"),
    ("csi-region", "\x1b[6;6r"),
    ("csi-colour", "\x1b[38;2;66;6;6mevil\x1b[8mhidden"),
    ("csi-soft-reset", "\x1b[!p"),
    ("csi-kitty-keys", "\x1b[>31u"),
    ("csi-modify-keys", "\x1b[>4;2m"),
    ("csi-printer", "\x1b[5i evil \x1b[4i"),
    (
        "csi-long",
        "\x1b[66666666666666666666666666666;6;6;6;6;6;6;6;6;6;6;6;6;6;6;6m",
    ),
    ("esc-reset", "\x1bc"),
    ("esc-align", "\x1b#8"),
    ("esc-charset", "\x1b(0evil\x1b(B\x0e evil \x0f"),
    ("esc-save-restore", "\x1b7evil\x1b8"),
    ("esc-keypad", "\x1b="),
    ("esc-language", "\x1b%@"),
    ("c0-overwrite", "harmless\rgotcha!!\x08\x08\x08\x0b\x0c"),
    ("c0-bells", "\x07\x07\x07\x05\x00\x7f\x11\x13\x18\x1a"),
    (
        "c1-in-utf-8",
        "\u{9b}66;6H\u{9d}0;evil\u{9c}\u{90}q\u{9c}\u{9f}G\u{9c}\u{85}\u{8e}",
    ),
];

/// The name of the family.
const FAMILY: &str = "terminal";

pub(super) fn items() -> Vec<Item> {
    let mut items: Vec<Item> = SEQUENCES
        .iter()
        .map(|(name, bytes)| {
            let text = format!("{PLAIN}\n\nIn the middle {bytes} of a sentence.\n\n{bytes}\n");
            Item::file(FAMILY, format!("{name}.txt"), text)
        })
        .collect();
    let all: String = SEQUENCES.iter().map(|(_, bytes)| *bytes).collect();
    // An 8-bit terminal takes these bytes for CSI and OSC; they are not UTF-8.
    let mut raw = format!("{PLAIN}\n\n").into_bytes();
    raw.extend(b"eight bits \x9b66;6H \x9d0;evil\x9c \x90q\x9c and more\n");
    items.push(Item::file(FAMILY, "c1-bytes.txt", raw));
    items.push(Item::file(
        FAMILY,
        "at-the-end.txt",
        format!("{PLAIN}\n\nThe last thing is an escape \x1b"),
    ));
    items.push(Item::file(
        FAMILY,
        "split-by-a-line.txt",
        format!("{PLAIN}\n\nSplit \x1b\n]0;evil\x07 over \x1b[\n66;6H lines.\n"),
    ));
    items.push(Item::file(FAMILY, "header.txt", cable(&all)));
    items.push(Item::file(FAMILY, "markdown.md", markdown(&all)));
    items.push(Item::file(FAMILY, "page.html", page(&all)));
    items.push(Item::file(FAMILY, "entities.html", entities(&all)));
    items.push(Item::file(FAMILY, "letter.eml", letter(&all)));
    items
}

/// A cable whose header fields hold everything.
fn cable(all: &str) -> String {
    let one = all.replace(['\n', '\r'], " ");
    format!(
        "FM EMBASSY {one}\nTO SECSTATE {one}\nTAGS: {one}\nSUBJECT: {one}\n\n1. (C) {PLAIN} {one}\n\n2. (C) End {one}\n"
    )
}

fn markdown(all: &str) -> String {
    let one = all.replace(['\n', '\r', '"'], " ");
    format!(
        "---\ntitle: \"{one}\"\ndate: 1956-10-19\norigin: '{one}'\n---\n\n# Heading {one}\n\n{PLAIN} \
         [link {one}](http://evil.example/{one} \"{one}\") ![picture {one}](x)[^{one}]\n\n\
         ```{one}\n{all}\n```\n\n| a {one} | b |\n| --- | --- |\n| {one} | c |\n\n[^1]: {one}\n"
    )
}

fn page(all: &str) -> String {
    format!(
        "<html><head><title>{all}</title><meta name=author content=\"{all}\"></head><body><h1>{all}</h1>\
         <p>{PLAIN} <a href=\"http://evil.example/{all}\">{all}</a><img alt=\"{all}\"></p></body></html>"
    )
}

/// Every byte of the sequences as a numeric entity, which no filter of the file's bytes would see.
fn entities(all: &str) -> String {
    let hidden = all
        .chars()
        .fold(String::new(), |out, c| out + &format!("&#{};", c as u32));
    format!(
        "<html><head><title>{hidden}</title></head><body><p>{PLAIN}</p><p>{hidden}</p>\
         <a title=\"{hidden}\" href=\"x\">{hidden}</a></body></html>"
    )
}

fn letter(all: &str) -> String {
    let one = all.replace(['\n', '\r'], " ");
    format!(
        "From: \"{one}\" <a@b.example>\nTo: c@d.example\nSubject: =?utf-8?q?=1B]0;evil=07?= {one}\n\
         Date: Fri, 19 Oct 1956 12:00:00 +0900\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: quoted-printable\n\n{PLAIN}\n=1B]0;evil=07 =9B66;6H\n"
    )
}
