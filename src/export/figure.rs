//! Figures: counts in rows and columns, as text, as a table for spreadsheets, and drawn as SVG.
//!
//! Knows how numbers are set and drawn so that they can be read without colour: every cell that is
//! not empty has its number beside it or in it. Counts nothing itself.

use std::fmt::Write as _;

use super::harmless;
use super::table::{Divider, row};

/// How the rows of a figure are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A cell for each number, darker the higher it is.
    Grid,
    /// A bar for the first number of each row.
    Bars,
    /// The numbers of a row side by side, each as high as it is: how something spreads over a text.
    Strips,
}

/// Counts with their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted, for the head of the first column and the title of the drawing.
    pub title: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows: name and a number for each column.
    pub rows: Vec<(String, Vec<usize>)>,
    /// How it is drawn.
    pub look: Look,
}

/// The signs of a strip in text, by height.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

impl Figure {
    /// The highest number.
    fn most(&self) -> usize {
        let all = self.rows.iter().flat_map(|(_, counts)| counts);
        all.copied().max().unwrap_or(0)
    }

    /// Rows of cells for a page of text.
    pub fn text(&self) -> Vec<Vec<String>> {
        let mut lines = Vec::with_capacity(self.rows.len() + 1);
        if self.look != Look::Strips {
            let mut head = vec![self.title.clone()];
            head.extend(self.columns.iter().cloned());
            lines.push(head);
        }
        for (name, counts) in &self.rows {
            let mut line = vec![name.clone()];
            match self.look {
                Look::Grid | Look::Bars => {
                    line.extend(counts.iter().map(|count| match count {
                        0 => "·".to_owned(),
                        some => some.to_string(),
                    }));
                }
                Look::Strips => {
                    let total: usize = counts.iter().sum();
                    line.push(strip(counts));
                    line.push(total.to_string());
                }
            }
            lines.push(line);
        }
        lines
    }

    /// The same for spreadsheets, with a line of heads.
    pub fn table(&self, divider: Divider) -> String {
        let mut head = vec![self.title.clone()];
        head.extend(self.columns.iter().cloned());
        let mut out = row(&head, divider);
        for (name, counts) in &self.rows {
            let mut cells = vec![name.clone()];
            cells.extend(counts.iter().map(ToString::to_string));
            out.push_str(&row(&cells, divider));
        }
        out
    }

    /// The same, drawn. Numbers stand in the drawing, too.
    pub fn svg(&self) -> String {
        match self.look {
            Look::Grid => self.grid(),
            Look::Bars => self.bars(),
            Look::Strips => self.strips(),
        }
    }

    fn begun(&self, width: usize, height: usize) -> String {
        let title = escaped(&self.title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<title>{title}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
        )
    }

    /// The place that the longest name takes, in units of the drawing.
    fn margin<'a>(names: impl Iterator<Item = &'a str>) -> usize {
        let longest = names.map(|name| name.chars().count()).max().unwrap_or(0);
        (longest.min(LONGEST) * 7 + 16).max(60)
    }

    fn grid(&self) -> String {
        const CELL: usize = 34;
        let left = Self::margin(self.rows.iter().map(|(name, _)| name.as_str()));
        let top = Self::margin(self.columns.iter().map(String::as_str));
        let width = left + self.columns.len() * CELL + 60;
        let height = top + self.rows.len() * CELL + 16;
        let mut out = self.begun(width, height);
        for (index, name) in self.columns.iter().enumerate() {
            let x = left + index * CELL + CELL / 2;
            let y = top - 8;
            let name = escaped(&short(name));
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "<text transform=\"translate({x},{y}) rotate(-60)\">{name}</text>"
            );
        }
        let most = self.most().max(1);
        for (line, (name, counts)) in self.rows.iter().enumerate() {
            let y = top + line * CELL;
            label(&mut out, left - 8, y + CELL / 2 + 4, name);
            for (index, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let x = left + index * CELL;
                let strength = 15 + count * 65 / most;
                let ink = if strength > 50 { "#ffffff" } else { "#000000" };
                let _ = writeln!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"#1f4e79\" \
                     fill-opacity=\"0.{strength:02}\"/><text x=\"{}\" y=\"{}\" \
                     text-anchor=\"middle\" fill=\"{ink}\">{count}</text>",
                    CELL - 2,
                    CELL - 2,
                    x + CELL / 2 - 1,
                    y + CELL / 2 + 3,
                );
            }
        }
        out.push_str("</svg>\n");
        out
    }

    fn bars(&self) -> String {
        const ROW: usize = 22;
        const LONG: usize = 360;
        let left = Self::margin(self.rows.iter().map(|(name, _)| name.as_str()));
        let mut out = self.begun(left + LONG + 60, self.rows.len() * ROW + 24);
        let first = |counts: &[usize]| counts.first().copied().unwrap_or(0);
        let counts = self.rows.iter().map(|(_, counts)| first(counts));
        let most = counts.max().unwrap_or(1).max(1);
        for (line, (name, counts)) in self.rows.iter().enumerate() {
            let y = 12 + line * ROW;
            let count = first(counts);
            let long = count * LONG / most;
            label(&mut out, left - 8, y + 14, name);
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{long}\" height=\"{}\" fill=\"#1f4e79\"/>\
                 <text x=\"{}\" y=\"{}\">{count}</text>",
                ROW - 6,
                left + long + 6,
                y + 14
            );
        }
        out.push_str("</svg>\n");
        out
    }

    fn strips(&self) -> String {
        const ROW: usize = 34;
        const CELL: usize = 9;
        let left = Self::margin(self.rows.iter().map(|(name, _)| name.as_str()));
        let long = self.columns.len() * CELL;
        let mut out = self.begun(left + long + 60, self.rows.len() * ROW + 16);
        let most = self.most().max(1);
        for (line, (name, counts)) in self.rows.iter().enumerate() {
            let base = 8 + line * ROW + ROW - 8;
            label(&mut out, left - 8, base - 4, name);
            let end = left + long;
            let _ = writeln!(
                out,
                "<line x1=\"{left}\" y1=\"{base}\" x2=\"{end}\" y2=\"{base}\" stroke=\"#888888\"/>"
            );
            for (index, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let high = (count * (ROW - 10)).div_ceil(most).max(3);
                let _ = writeln!(
                    out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{high}\" fill=\"#1f4e79\"/>",
                    left + index * CELL,
                    base - high,
                    CELL - 1
                );
            }
            let total: usize = counts.iter().sum();
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{}\">{total}</text>",
                end + 6,
                base - 4
            );
        }
        out.push_str("</svg>\n");
        out
    }
}

/// The longest name that is written out, in characters.
const LONGEST: usize = 36;

fn short(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(LONGEST - 1).collect();
    format!("{cut}…")
}

/// A name that ends at a place.
fn label(out: &mut String, x: usize, y: usize, name: &str) {
    let name = escaped(&short(name));
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"end\">{name}</text>"
    );
}

/// How something spreads, a sign for each count; the highest is full.
pub fn strip(counts: &[usize]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    counts
        .iter()
        .map(|count| match count {
            0 => '·',
            some => {
                let height = (some * HEIGHTS.len()).div_ceil(most);
                HEIGHTS.get(height - 1).copied().unwrap_or('█')
            }
        })
        .collect()
}

/// Text for one line of a picture.
fn escaped(text: &str) -> String {
    harmless::markup(text).replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(look: Look) -> Figure {
        Figure {
            title: "tag".into(),
            columns: vec!["A<b>".into(), "=B".into()],
            rows: vec![
                ("law & order".into(), vec![4, 0]),
                ("fish".into(), vec![1, 2]),
            ],
            look,
        }
    }

    #[test]
    fn a_figure_is_text_table_and_drawing() {
        let grid = figure(Look::Grid);
        assert_eq!(grid.text()[1], ["law & order", "4", "·"]);
        assert_eq!(figure(Look::Strips).text()[1], ["fish", "▄█", "3"]);
        assert!(grid.table(Divider::Comma).starts_with("tag,A<b>,'=B\r\n"));
        for look in [Look::Grid, Look::Bars, Look::Strips] {
            let svg = figure(look).svg();
            assert!(svg.contains("law &amp; order"), "{svg}");
            assert!(!svg.contains("A<b>"));
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        }
    }
}
