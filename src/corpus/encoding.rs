//! Bytes to text: which character encoding a file is in, and what is not text at all.
//!
//! Knows the order in which evidence is weighed: a byte order mark, the pattern of UTF-16, the
//! escapes of ISO-2022-JP, well-formed UTF-8, what the format declares, and last a guess from the
//! frequency of letters. Line ends become `\n`; nothing else of the text is changed.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes looked at when the question is whether a file is text.
const SAMPLE: usize = 4096;

/// A text and how it was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, line ends as `\n`, without a byte order mark.
    pub text: String,
    /// The name of the encoding in the WHATWG Encoding Standard, such as `windows-1251`.
    pub encoding: &'static str,
    /// What the reader should know: bytes that could not be decoded.
    pub warning: Option<String>,
}

/// Why bytes are not a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    /// The bytes are not text in any encoding.
    #[error(
        "this is not text: it holds control bytes as programs and pictures do; open it in the program it belongs to, or convert it to text"
    )]
    NotText,
    /// The reader asked for an encoding that does not exist.
    #[error(
        "no character encoding is called “{name}”; names such as windows-1251, Shift_JIS or UTF-16LE are understood"
    )]
    Unknown {
        /// The name asked for.
        name: String,
    },
}

/// Decodes a file. `declared` is the encoding that the format itself names (HTML, XML, MIME); it
/// is believed when the bytes are not UTF-8 and it decodes them without an error.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, EncodingError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decode_with(encoding, bytes.get(mark..).unwrap_or_default()));
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if memchr::memchr(0, sample).is_some()
        && !is_utf_8_with_a_few_nuls(sample)
        && let Some(encoding) = utf_16_without_mark(bytes)
    {
        return Ok(decode_with(encoding, bytes));
    }
    if is_binary(sample) {
        return Err(EncodingError::NotText);
    }
    if has_japanese_escapes(bytes) {
        let (_, failed) = ISO_2022_JP.decode_without_bom_handling(bytes);
        if !failed {
            return Ok(decode_with(ISO_2022_JP, bytes));
        }
    }
    if std::str::from_utf8(bytes).is_ok() || mostly_utf_8(bytes) {
        return Ok(decode_with(UTF_8, bytes));
    }
    if let Some(encoding) = declared.and_then(|name| Encoding::for_label(name.as_bytes())) {
        let (_, failed) = encoding.decode_without_bom_handling(bytes);
        if !failed {
            return Ok(decode_with(encoding, bytes));
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    Ok(decode_with(guess, bytes))
}

/// Decodes a file in the encoding that the reader names.
pub fn decode_as(bytes: &[u8], name: &str) -> Result<Decoded, EncodingError> {
    let encoding = Encoding::for_label(name.trim().as_bytes())
        .ok_or_else(|| EncodingError::Unknown { name: name.into() })?;
    let skip = match Encoding::for_bom(bytes) {
        Some((marked, mark)) if marked == encoding => mark,
        _ => 0,
    };
    Ok(decode_with(encoding, bytes.get(skip..).unwrap_or_default()))
}

/// Decodes without further question; what cannot be decoded becomes U+FFFD and is reported.
fn decode_with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: with_plain_line_ends(text),
        encoding: encoding.name(),
        warning: failed.then(|| {
            format!(
                "some bytes are not valid {}; each stands as \u{FFFD} in the text",
                encoding.name()
            )
        }),
    }
}

/// Whether the beginning of a file is well-formed UTF-8 with fewer NUL bytes than UTF-16 has
/// where only blanks and stops give them: one in twenty-five.
fn is_utf_8_with_a_few_nuls(sample: &[u8]) -> bool {
    let nuls = memchr::memchr_iter(0, sample).count();
    let valid = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    valid && nuls * 25 < sample.len()
}

/// CR LF and CR alone become LF.
fn with_plain_line_ends(text: Cow<'_, str>) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.into_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((line, after)) = rest.split_once('\r') {
        plain.push_str(line);
        plain.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    plain.push_str(rest);
    plain
}

/// Whether control bytes stand where text has none: more than one in fifty.
fn is_binary(sample: &[u8]) -> bool {
    let controls = sample
        .iter()
        .filter(|byte| matches!(byte, 0..=6 | 14..=26 | 28..=31))
        .count();
    controls * 50 > sample.len()
}

/// Whether the escapes of ISO-2022-JP occur (such a file is also valid UTF-8).
fn has_japanese_escapes(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0x1B, bytes)
        .any(|at| matches!(bytes.get(at + 1..at + 3), Some(b"$B" | b"$@" | b"(J")))
}

/// Whether nineteen of twenty bytes beyond ASCII stand in well-formed UTF-8 sequences: then the
/// file is UTF-8 with damage rather than something else.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0x80).count();
        bad += chunk.invalid().len();
    }
    good >= 19 * bad && good > 0
}

/// UTF-16 without a mark: of the byte orders in which the text is free of control, unassigned and
/// private characters, the one whose high bytes vary less.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE * 4).unwrap_or(bytes);
    let even = sample.get(..sample.len() & !1).unwrap_or_default();
    if even.is_empty() {
        return None;
    }
    let candidates = [(UTF_16LE, 1), (UTF_16BE, 0)];
    candidates
        .into_iter()
        .filter(|(encoding, _)| {
            let (text, failed) = encoding.decode_without_bom_handling(even);
            !failed && text.chars().all(is_plausible)
        })
        .min_by_key(|(_, high)| {
            let mut seen = [false; 256];
            for byte in even.iter().skip(*high).step_by(2) {
                seen[usize::from(*byte)] = true;
            }
            seen.iter().filter(|used| **used).count()
        })
        .map(|(encoding, _)| encoding)
}

/// Whether a character may stand in a text.
fn is_plausible(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{C}' => true,
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FFFE}'
        | '\u{FFFF}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str, name: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(name.as_bytes()).unwrap();
        encoding.encode(text).0.into_owned()
    }

    fn utf_16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    }

    const RUSSIAN: &str = "Советский Союз и Япония согласились продолжить переговоры о заключении \
        мирного договора после восстановления нормальных отношений между двумя странами.";

    #[test]
    fn a_mark_decides() {
        let decoded = decode(b"\xEF\xBB\xBFline\r\nnext\rlast", None).unwrap();
        assert_eq!(decoded.text, "line\nnext\nlast");
        assert_eq!(decoded.encoding, "UTF-8");
    }

    #[test]
    fn utf_16_needs_no_mark() {
        for little in [true, false] {
            for text in [RUSSIAN, "Plain English words.\nAnd a second line of them."] {
                let decoded = decode(&utf_16(text, little), None).unwrap();
                if text == RUSSIAN {
                    // Cyrillic has a NUL byte only where blanks and stops stand: enough here.
                    assert_eq!(decoded.text, text);
                } else {
                    assert_eq!(decoded.text, text, "little endian: {little}");
                }
            }
        }
    }

    #[test]
    fn legacy_encodings_are_guessed() {
        for name in ["windows-1251", "koi8-r"] {
            assert_eq!(decode(&encoded(RUSSIAN, name), None).unwrap().text, RUSSIAN);
        }
        let japanese = "日本国とソヴィエト社会主義共和国連邦は、平和条約の締結に関する交渉を継続することに同意する。";
        for name in ["shift_jis", "euc-jp", "iso-2022-jp"] {
            let decoded = decode(&encoded(japanese, name), None).unwrap();
            assert_eq!(decoded.text, japanese, "{name}");
        }
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let mut bytes = RUSSIAN.as_bytes().to_vec();
        bytes.push(0xD0);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.warning.is_some());
        assert!(decoded.text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn pictures_are_refused() {
        let picture: Vec<u8> = (0..2000u32).map(|n| (n * 7 % 256) as u8).collect();
        assert_eq!(decode(&picture, None), Err(EncodingError::NotText));
    }

    #[test]
    fn the_reader_has_the_last_word() {
        let bytes = encoded("été", "windows-1252");
        assert_eq!(decode_as(&bytes, "latin1").unwrap().text, "été");
        assert!(decode_as(&bytes, "no such").is_err());
    }
}
