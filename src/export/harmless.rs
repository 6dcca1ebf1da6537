//! Foreign text made harmless for the form it leaves in.
//!
//! A quotation carries whatever its document holds, also characters that drive the terminal of
//! whoever prints the exported file, or that turn the direction of the lines after it. In JSON (and
//! in YAML's quoted strings, which take JSON's escapes) these stand as escapes and mean the same;
//! in forms without escapes they become the symbols that the reader shows for them. Knows no form
//! beyond that; quoting is each form's own matter.

use std::borrow::Cow;

/// A JSON text in which characters that could drive a terminal stand as escapes. They occur in
/// strings only, where an escape means the same; line ends are left, which stand between values.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_harmful(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if c != '\n' && is_harmful(c) {
            out.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                let digit = (u32::from(c) >> shift) & 0xf;
                out.push(char::from_digit(digit, 16).unwrap_or('0'));
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A text in which such characters are symbols (U+2400 and following for the controls of ASCII);
/// line ends and tabs stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| is_harmful(c) && !matches!(c, '\n' | '\r' | '\t');
    if !text.chars().any(harmful) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| if harmful(c) { symbol(c) } else { c });
    Cow::Owned(shown.collect())
}

/// A text in which nothing is markup, in elements and in attributes of HTML and XML. Harmful
/// characters are symbols, and the two that XML cannot hold at all are replaced; line ends and tabs
/// stay.
pub fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// What stands for a harmful character.
fn symbol(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ if c.is_control() => '\u{fffd}',
        _ => '⟐',
    }
}

/// Controls of either set, and the characters that turn the direction of what follows. Marks that
/// only give a character its direction (U+200E, U+200F, U+061C) are part of good Arabic and Hebrew.
fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_json_means_the_same() {
        let text = serde_json::to_string(&"\u{1b}\u{7f}\u{9b}\u{202e}é宣\n").unwrap();
        let escaped = json(&text);
        assert!(escaped.chars().all(|c| !is_harmful(c)));
        assert_eq!(
            serde_json::from_str::<String>(&escaped).unwrap(),
            "\u{1b}\u{7f}\u{9b}\u{202e}é宣\n"
        );
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(
            markup("a<b> & \"c\"\u{1b}\u{ffff}\nd"),
            "a&lt;b&gt; &amp; &quot;c&quot;␛\u{fffd}\nd"
        );
    }

    #[test]
    fn plain_text_shows_symbols_of_the_same_number() {
        let text = "a\u{1b}]0;x\u{7}\u{7f}\u{9b}\u{202e}b\tc\n";
        assert_eq!(plain(text), "a␛]0;x␇␡\u{fffd}⟐b\tc\n");
        assert_eq!(plain(text).chars().count(), text.chars().count());
        assert!(matches!(plain("as it is\n"), Cow::Borrowed(_)));
    }
}
