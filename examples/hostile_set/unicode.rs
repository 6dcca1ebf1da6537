//! Characters that deceive the eye or break a layout, and bytes that are not what they say.

use super::{Item, PLAIN};

const FAMILY: &str = "unicode";

#[expect(clippy::too_many_lines, reason = "a table: one line for each item")]
pub(super) fn items() -> Vec<Item> {
    let texts: [(&str, String); 21] = [
        (
            "bidi-override",
            "access granted to \u{202e}resu lamron\u{202c} now".into(),
        ),
        (
            "bidi-isolates",
            "\u{2066}\u{2067}\u{2068}never closed".into(),
        ),
        ("bidi-deep", "\u{202b}".repeat(500) + "deep"),
        (
            "bidi-marks",
            "a\u{200e}b\u{200f}c\u{61c}d\u{206a}e\u{206f}".into(),
        ),
        (
            "arabic-and-numbers",
            "اتفاق 1956 (المادة 9) – «بيان»".into(),
        ),
        (
            "zero-width",
            "pay\u{200b}pal\u{200c}.\u{200d}com\u{2060}\u{feff}\u{180e}".into(),
        ),
        ("tag-characters", "x\u{e0041}\u{e0042}\u{e007f}y".into()),
        (
            "combining-thousands",
            format!("a{}b", "\u{301}\u{489}".repeat(5000)),
        ),
        (
            "combining-at-the-start",
            "\u{301}\u{302} starts without a base".into(),
        ),
        ("joined-thousands", "👩\u{200d}".repeat(3000) + "end"),
        ("flags-odd", "🇯🇵🇷🇺🇯 flags and a half".into()),
        (
            "variation-selectors",
            "a\u{fe0f}\u{fe0e}☃\u{fe0f}\u{e0100}".repeat(200),
        ),
        (
            "fillers",
            "\u{115f}\u{1160}\u{3164}\u{ffa0} blanks that are none".into(),
        ),
        ("private-use", "\u{e000}\u{f8ff}\u{f0000}\u{10fffd}".into()),
        (
            "noncharacters",
            "\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1ffff}\u{10ffff}".into(),
        ),
        (
            "annotation-marks",
            "\u{fff9}base\u{fffa}ruby\u{fffb}".into(),
        ),
        (
            "separators",
            "one\u{2028}two\u{2029}three\u{85}four\u{b}five\u{c}six".into(),
        ),
        (
            "wide-and-narrow",
            "﷽𒐫⸻ ꧅ 日本\u{3099}語 \u{1f468}\u{1f3ff}".into(),
        ),
        ("jamo", "\u{1100}\u{1161}\u{11a8}".repeat(2000)),
        ("confusables", "раураl.com is not paypal.com".into()),
        (
            "spaces",
            "a\u{a0}b\u{2003}c\u{3000}d\u{202f}e\u{1680}f\u{205f}g".into(),
        ),
    ];
    let mut items: Vec<Item> = texts
        .into_iter()
        .map(|(name, text)| {
            let text = format!("{PLAIN}\n\n{text}\n\nMore {text} and more.\n");
            Item::file(FAMILY, format!("{name}.txt"), text)
        })
        .collect();
    let bytes: [(&str, Vec<u8>); 17] = [
        ("overlong.txt", with(b"\xc0\x9b[2J \xe0\x80\x9b \xf0\x80\x80\x9b]0;evil")),
        ("surrogates.txt", with(b"\xed\xa0\x80\xed\xb0\x80 lone halves")),
        ("beyond.txt", with(b"\xf4\x90\x80\x80 \xf8\x88\x80\x80\x80 \xff\xfe")),
        ("cut-in-a-letter.txt", with(b"ends in the middle \xe6\x97")),
        ("nul.txt", with(b"nul \0 in \0\0 words")),
        ("bom-twice.txt", [b"\xef\xbb\xbf\xef\xbb\xbf".as_slice(), PLAIN.as_bytes()].concat()),
        ("utf-16-le.txt", wide(&format!("{PLAIN}\u{1b}]0;evil\u{7}"), u16::to_le_bytes, b"\xff\xfe")),
        ("utf-16-be.txt", wide(&format!("{PLAIN}\u{1b}]0;evil\u{7}"), u16::to_be_bytes, b"\xfe\xff")),
        ("utf-16-odd.txt", [wide(PLAIN, u16::to_le_bytes, b"\xff\xfe"), vec![0x41]].concat()),
        ("utf-32.txt", PLAIN.chars().flat_map(|c| (c as u32).to_le_bytes()).collect()),
        ("utf-7.txt", with(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-")),
        ("iso-2022-jp.txt", with(b"\x1b$B@k8@\x1b(B and \x1b$B never closed")),
        ("hz.txt", with(b"~{<:Ky2;VJ)~} and ~{")),
        ("shift-jis.txt", with(b"\x93\xfa\x83\\\x8b\xa4\x93\xaf\x90\xe9\x8c\xbe \x1b]0;evil\x07")),
        ("koi8.txt", with(b"\xf3\xcf\xd7\xcd\xc5\xd3\xd4\xce\xc1\xd1 \xc4\xc5\xcb\xcc\xc1\xd2\xc1\xc3\xc9\xd1 \x9b66;6H")),
        ("says-latin-is-utf-8.html", b"<meta charset=utf-16><p>A plain sentence about the harbour. \x9b66;6H caf\xe9".to_vec()),
        ("random.txt", noise(40_000)),
    ];
    items.extend(
        bytes
            .into_iter()
            .map(|(name, bytes)| Item::file(FAMILY, name, bytes)),
    );
    items
}

/// A text whose second paragraph is these bytes.
fn with(bytes: &[u8]) -> Vec<u8> {
    [PLAIN.as_bytes(), b"\n\n", bytes, b"\n"].concat()
}

fn wide(text: &str, unit: impl Fn(u16) -> [u8; 2], mark: &[u8]) -> Vec<u8> {
    let mut bytes = mark.to_vec();
    bytes.extend(text.encode_utf16().flat_map(unit));
    bytes
}

/// Bytes without any order, the same each time (a linear congruential generator; Knuth's MMIX
/// constants).
pub(super) fn noise(count: usize) -> Vec<u8> {
    let mut state: u64 = 1956;
    (0..count)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        })
        .collect()
}
