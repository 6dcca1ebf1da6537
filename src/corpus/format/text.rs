//! Plain text: runs of lines between blank lines, pages between form feeds.
//!
//! Knows only where lines, blank lines and page breaks are. What a run of lines is (a paragraph
//! wrapped by hand, a list, a header) is left to `structure`.

use crate::corpus::document::{Format, Meta};
use crate::corpus::encoding::Decoded;
use crate::corpus::raw::{RawBlock, RawDocument};

/// A plain text as runs of lines. Line ends stay in the blocks; blanks at line ends go.
pub fn read(decoded: Decoded) -> RawDocument {
    let paged = memchr::memchr(0x0C, decoded.text.as_bytes()).is_some();
    let mut blocks = Vec::new();
    for (page, text) in (1u32..).zip(decoded.text.split('\u{C}')) {
        let page = paged.then_some(page);
        let mut run = String::new();
        for line in text.split('\n') {
            let line = line.trim_end();
            if line.is_empty() {
                finish(&mut run, page, &mut blocks);
            } else {
                if !run.is_empty() {
                    run.push('\n');
                }
                run.push_str(line);
            }
        }
        finish(&mut run, page, &mut blocks);
    }
    RawDocument {
        format: Format::Text,
        encoding: decoded.encoding.to_owned(),
        meta: Meta::default(),
        blocks,
        warnings: decoded.warning.into_iter().collect(),
    }
}

/// Ends a run, if one has begun.
fn finish(run: &mut String, page: Option<u32>, blocks: &mut Vec<RawBlock>) {
    if !run.is_empty() {
        blocks.push(RawBlock {
            page,
            ..RawBlock::of(std::mem::take(run))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<(String, Option<u32>)> {
        let decoded = Decoded {
            text: text.into(),
            encoding: "UTF-8",
            warning: None,
        };
        read(decoded)
            .blocks
            .into_iter()
            .map(|block| (block.text, block.page))
            .collect()
    }

    #[test]
    fn blank_lines_part_runs() {
        assert_eq!(
            runs("\n one \n  two\n \t\nthree\n"),
            [(" one\n  two".into(), None), ("three".into(), None)]
        );
    }

    #[test]
    fn form_feeds_count_pages() {
        assert_eq!(
            runs("one\u{C}two\n"),
            [("one".into(), Some(1)), ("two".into(), Some(2))]
        );
    }
}
