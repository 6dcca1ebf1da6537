//! One frame as bytes: what differs between two screens, and nothing else.
//!
//! Knows cells, styles and the sequences that set them. Terminals disagree about the width of
//! joined emoji, flags, variation selectors and the like. So after every cluster that is not plainly
//! one or two cells wide the cursor is put where the next one belongs, and a row that holds such a
//! cluster is written whole when anything in it changes: then no width that a terminal may think of
//! shifts or leaves behind a single cell.

use std::io::Write as _;

use crate::ui::Hyperlink;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Cells that are rather written again than passed over.
const GAP: usize = 4;

/// The bytes that turn one screen into the next; all of it where nothing is known of the first, and
/// no byte where nothing differs. The cursor was shown at the first of the `carets`, if it was, and
/// is to be shown at the second, or hidden. `fills` tells that the terminal erases in the colour of
/// the pen: then a whole screen begins with the commonest ground, and its blanks are not written.
pub(super) fn write(
    before: Option<Shown<'_>>,
    next: Shown<'_>,
    (caret_before, caret): (Caret, Caret),
    fills: bool,
) -> Vec<u8> {
    let mut pen = Pen::default();
    if before.is_none() {
        pen.bytes.extend_from_slice(b"\x1b[0m");
        pen.ground = if fills { ground(next.0) } else { Cell::EMPTY };
        let ground = pen.ground.clone();
        pen.dress(&ground);
        pen.bytes.extend_from_slice(b"\x1b[2J");
    }
    for y in 0..next.0.area.height {
        row(before, next, y, &mut pen);
    }
    pen.lead_nowhere();
    let drawn = !pen.bytes.is_empty();
    if drawn {
        pen.plain();
    }
    match caret {
        Some((x, y)) if drawn || caret != caret_before => {
            pen.go(x, y);
            pen.bytes.extend_from_slice(b"\x1b[?25h");
        }
        None if caret_before.is_some() => pen.bytes.extend_from_slice(b"\x1b[?25l"),
        _ => {}
    }
    if pen.bytes.is_empty() {
        return pen.bytes;
    }
    // All of it appears at once on terminals that can wait; others take no notice.
    let mut bytes = b"\x1b[?2026h".to_vec();
    if drawn && caret_before.is_some() {
        bytes.extend_from_slice(b"\x1b[?25l");
    }
    bytes.append(&mut pen.bytes);
    bytes.extend_from_slice(b"\x1b[?2026l");
    bytes
}

/// Where the terminal's cursor is shown, if it is.
pub(super) type Caret = Option<(u16, u16)>;

/// A screen and the cells of it that are links.
pub(super) type Shown<'a> = (&'a Buffer, &'a [Hyperlink]);

/// Writes what differs in a row.
fn row(before: Option<Shown<'_>>, next: Shown<'_>, y: u16, pen: &mut Pen) {
    let cells = cells(next.0, y);
    let old = before.map(|before| self::cells(before.0, y));
    let in_row = |links: &[Hyperlink]| -> Vec<Hyperlink> {
        links.iter().filter(|it| it.y == y).cloned().collect()
    };
    let links = in_row(next.1);
    let led = before.map_or_else(Vec::new, |before| in_row(before.1));
    if let Some(old) = old
        && old == cells
        && led == links
    {
        return;
    }
    let odd = |cells: &[Cell]| cells.iter().any(|cell| !is_plain(cell.symbol()));
    let whole = odd(cells) || old.is_some_and(odd) || (old.is_some() && led != links);
    let mut x = 0;
    // Cells to the right that the first screen's wide cluster covered.
    let mut uncovered = 0;
    while let Some(cell) = cells.get(x) {
        let wide = width(cell.symbol()).min(cells.len() - x);
        let was = old.and_then(|old| old.get(x..x + wide));
        let same = !whole && uncovered == 0 && was == cells.get(x..x + wide);
        // An erased screen needs no blanks.
        let blank = old.is_none() && *cell == pen.ground;
        if !same && !blank {
            let link = links
                .iter()
                .find(|it| it.x <= x as u16 && (x as u16) < it.x + it.width);
            if pen.lead(link) {
                // The cells between are not of this link, or of another one.
            } else if let Some(gap) = gap(cells, x, y, pen) {
                // To write some cells again takes fewer bytes than to go past them.
                for (at, cell) in (x - gap.len()..).zip(gap) {
                    pen.put(at as u16, y, cell, 1);
                }
            }
            pen.put(x as u16, y, cell, wide);
        }
        let covered = was
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, cell)| at + width(cell.symbol()))
            .max()
            .unwrap_or(0);
        uncovered = covered.max(uncovered).saturating_sub(wide);
        x += wide;
    }
}

/// The cells between the pen and a place further on in its row, if they are few, narrow and in the
/// pen's style already.
fn gap<'a>(cells: &'a [Cell], x: usize, y: u16, pen: &Pen) -> Option<&'a [Cell]> {
    let (at, row) = pen.at?;
    let between = cells.get(usize::from(at)..x)?;
    let cheap = |cell: &Cell| cell.symbol().is_ascii() && cell.style() == pen.style;
    (row == y && between.len() <= GAP && between.iter().all(cheap)).then_some(between)
}

/// The cells of a row.
fn cells(buffer: &Buffer, y: u16) -> &[Cell] {
    let columns = usize::from(buffer.area.width);
    let from = usize::from(y) * columns;
    buffer.content.get(from..from + columns).unwrap_or_default()
}

/// One cell of so many is asked for the ground; widths of terminals are seldom multiples of it.
const STRIDE: usize = 7;

/// The blank cell that a screen has most of, as far as a part of its cells tells, and as long as
/// nothing but its colours can be seen of it.
fn ground(screen: &Buffer) -> Cell {
    let fits = |cell: &&Cell| cell.symbol() == " " && cell.modifier.is_empty();
    let mut kinds: Vec<(&Cell, usize)> = Vec::new();
    for cell in screen.content.iter().step_by(STRIDE).filter(fits) {
        match kinds.iter_mut().find(|(kind, _)| *kind == cell) {
            Some((_, count)) => *count += 1,
            None => kinds.push((cell, 1)),
        }
    }
    let most = kinds.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(Cell::EMPTY, |(cell, _)| cell.clone())
}

/// Cells that a symbol takes; an empty one is a blank.
fn width(symbol: &str) -> usize {
    if let [_] = symbol.as_bytes() {
        return 1;
    }
    symbol.width().clamp(1, 2)
}

/// Whether every terminal agrees on the symbol's width: one character that is no emoji, with
/// nothing but accents upon it.
fn is_plain(symbol: &str) -> bool {
    if symbol.is_ascii() {
        return symbol.len() <= 1;
    }
    let mut chars = symbol.chars();
    let first = chars.next();
    first.is_none_or(|c| u32::from(c) < 0x1_f000 && c.width().is_some_and(|wide| wide > 0))
        && chars.all(|c| {
            c.width() == Some(0) && !matches!(u32::from(c), 0x200d | 0xfe00..=0xfe0f | 0x20e3)
        })
}

/// What writes: its place, its style and its link are those that the terminal is in.
#[derive(Default)]
struct Pen {
    link: Option<usize>,
    bytes: Vec<u8>,
    at: Option<(u16, u16)>,
    style: Style,
    /// What an erased screen shows in every cell.
    ground: Cell,
}

impl Pen {
    /// Writes a cell.
    fn put(&mut self, x: u16, y: u16, cell: &Cell, wide: usize) {
        self.go(x, y);
        self.dress(cell);
        let symbol = match cell.symbol() {
            "" => " ",
            symbol => symbol,
        };
        let plain = is_plain(symbol);
        if !plain {
            // A terminal that takes the cluster to be narrower leaves blanks, not old text.
            self.bytes.extend(std::iter::repeat_n(b' ', wide));
            self.at = None;
            self.go(x, y);
        }
        self.bytes.extend_from_slice(symbol.as_bytes());
        self.at = plain.then_some((x + wide as u16, y));
    }

    /// Takes a link on, or takes it off; tells whether that changed anything.
    fn lead(&mut self, link: Option<&Hyperlink>) -> bool {
        let id = link.map(|link| link.id);
        if id == self.link {
            return false;
        }
        match link {
            Some(link) => {
                // Writing to memory does not fail.
                let _ = write!(self.bytes, "\x1b]8;id=g{};{}\x1b\\", link.id, link.target);
            }
            None => self.bytes.extend_from_slice(b"\x1b]8;;\x1b\\"),
        }
        self.link = id;
        true
    }

    /// Takes any link off.
    fn lead_nowhere(&mut self) {
        self.lead(None);
    }

    /// Goes to a place, if it is not there.
    fn go(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        // Writing to memory does not fail.
        let _ = match self.at {
            Some((at, row)) if row == y && at < x => write!(self.bytes, "\x1b[{}C", x - at),
            _ => write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1),
        };
        self.at = Some((x, y));
    }

    /// Takes a cell's style on.
    fn dress(&mut self, cell: &Cell) {
        let style = cell.style();
        if style == self.style {
            return;
        }
        let wanted = style.add_modifier;
        let mut codes: Vec<String> = Vec::new();
        let mut under = self.style;
        // Each is taken off by itself: to begin anew would cost the colours again.
        for (modifier, code) in [
            (Modifier::BOLD.union(Modifier::DIM), "22"),
            (Modifier::ITALIC, "23"),
            (Modifier::UNDERLINED, "24"),
            (Modifier::REVERSED, "27"),
            (Modifier::CROSSED_OUT, "29"),
        ] {
            if under.add_modifier.difference(wanted).intersects(modifier) {
                codes.push(code.into());
                under.add_modifier = under.add_modifier.difference(modifier);
            }
        }
        for (modifier, code) in [
            (Modifier::BOLD, "1"),
            (Modifier::DIM, "2"),
            (Modifier::ITALIC, "3"),
            (Modifier::UNDERLINED, "4"),
            (Modifier::REVERSED, "7"),
            (Modifier::CROSSED_OUT, "9"),
        ] {
            if wanted.contains(modifier) && !under.add_modifier.contains(modifier) {
                codes.push(code.into());
            }
        }
        let (fg, bg) = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
        if fg != under.fg.unwrap_or_default() {
            codes.push(code(fg, 30));
        }
        if bg != under.bg.unwrap_or_default() {
            codes.push(code(bg, 40));
        }
        if !codes.is_empty() {
            let _ = write!(self.bytes, "\x1b[{}m", codes.join(";"));
        }
        self.style = style;
    }

    /// Takes every style off.
    fn plain(&mut self) {
        self.bytes.extend_from_slice(b"\x1b[0m");
        self.style = Style::new();
    }
}

/// The code of a colour, for text (30) or ground (40). The first sixteen are written in the oldest
/// way, which every terminal knows.
fn code(colour: Color, base: u16) -> String {
    let named = match colour {
        Color::Reset => return (base + 9).to_string(),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + named).to_string()
}

#[cfg(test)]
mod tests;
