//! Code points and bytes: the program counts bytes of a text, everything outside counts code points.

use std::sync::Arc;

use crate::corpus::Document;

/// Bytes between two marks.
const STEP: usize = 512;

/// Turns byte offsets of one text into code point offsets, many times over, without counting from
/// the beginning each time.
#[derive(Debug)]
pub struct Offsets<T> {
    text: T,
    /// The code points before byte 0, `STEP`, 2 × `STEP` …
    marks: Vec<usize>,
}

/// The text of a document, shared.
#[derive(Debug)]
pub struct Whole(pub Arc<Document>);

impl AsRef<str> for Whole {
    fn as_ref(&self) -> &str {
        &self.0.text
    }
}

impl<T: AsRef<str>> Offsets<T> {
    /// Looks through a text once.
    pub fn new(text: T) -> Self {
        let mut marks = Vec::with_capacity(text.as_ref().len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_ref().as_bytes().chunks(STEP) {
            marks.push(count);
            count += starts(chunk);
        }
        Self { text, marks }
    }

    /// The code points before a byte; past the end, all of them.
    pub fn code_point(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.as_ref().len());
        let index = (byte / STEP).min(self.marks.len().saturating_sub(1));
        let mark = self.marks.get(index).copied().unwrap_or(0);
        let rest = self.text.as_ref().as_bytes().get(index * STEP..byte);
        mark + rest.map_or(0, starts)
    }
}

/// How many code points begin in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passage::code_point_of;

    #[test]
    fn counts_as_counting_from_the_beginning_does() {
        for text in [
            "",
            "plain",
            &"日ソ共同宣言 ".repeat(200),
            &"é👩‍👩‍👧x".repeat(STEP),
        ] {
            let offsets = Offsets::new(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(offsets.code_point(byte), code_point_of(text, byte));
            }
        }
    }
}
