//! Text of the reader's own set in rows: notes, descriptions, pop-ups.
//!
//! Knows soft wrapping. The document's own text is laid out by `app::page`.

use crate::app::page::cells;
use crate::shown::{self, Shown};

/// Text in rows of at most `width` cells. Line ends stay; blanks at the ends of rows go.
pub fn wrap(text: &str, width: usize) -> Vec<Shown> {
    let width = width.max(1);
    let mut rows = Vec::new();
    for line in text.split('\n') {
        let mut row = String::new();
        let mut used = 0;
        let mut from = 0;
        for (to, _) in unicode_linebreak::linebreaks(line) {
            let word = line.get(from..to).unwrap_or("");
            let wide = cells(word.trim_end());
            if used > 0 && used + wide > width {
                rows.push(Shown::new(row.trim_end()));
                row.clear();
                used = 0;
            }
            for cluster in shown::clusters(word) {
                let one = shown::cell(cluster).1;
                if used + one > width && !cluster.trim().is_empty() {
                    rows.push(Shown::new(row.trim_end()));
                    row.clear();
                    used = 0;
                }
                row.push_str(cluster);
                used += one;
            }
            from = to;
        }
        rows.push(Shown::new(row.trim_end()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        let rows = wrap("a bright cold day\nin April", 10);
        let rows: Vec<&str> = rows.iter().map(Shown::as_str).collect();
        assert_eq!(rows, ["a bright", "cold day", "in April"]);
    }

    proptest! {
        #[test]
        fn rows_fit(text in "[ a-z日本\n\u{301}]{0,80}", width in 2usize..20) {
            for row in wrap(&text, width) {
                prop_assert!(row.width() <= width);
            }
        }
    }
}
