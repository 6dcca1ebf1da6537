//! The canvas: the only hand that writes cells.
//!
//! Knows cells and styles. Takes only [`Shown`] text or clusters that went through
//! [`shown::cell`], and clips everything to the screen, so that no document can write outside of
//! its place or drive the terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::{Role, Theme};
use crate::app::page::cells;
use crate::shown::{self, Shown};

/// A buffer to draw in, with the theme to draw by.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { buffer, theme }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// The theme.
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// Makes the whole screen empty text.
    pub fn clear(&mut self) {
        self.fill(self.buffer.area, Role::Text);
    }

    /// Makes an area empty, in the style of a role over that of text.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(Role::Text).patch(self.theme.style(role));
        for y in area.top()..area.bottom() {
            self.halve(area.left(), y);
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Takes away a wide cluster of which the second half is to be written over.
    fn halve(&mut self, x: u16, y: u16) {
        let before = x.checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)));
        if let Some(cell) = before.filter(|cell| cell.symbol().len() > 1)
            && cells(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }

    /// Lays a style over an area without changing its text.
    pub fn tint(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, style);
    }

    /// Writes text in the style of a role, over at most `width` cells. Gives the cells used.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &Shown, role: Role) -> u16 {
        let mut style = self.theme.style(role);
        if role == Role::Text {
            // Plain words take the ground that they stand on: the page's, a list's, a pop-up's.
            style.bg = None;
        }
        self.styled(x, y, width, text, style)
    }

    /// Writes text in a style, over at most `width` cells. Gives the cells used.
    pub fn styled(&mut self, x: u16, y: u16, width: u16, text: &Shown, style: Style) -> u16 {
        let mut used = 0;
        for cluster in shown::clusters(text.as_str()) {
            let wide = self.cluster(x + used, y, width - used, cluster, style);
            if wide == 0 && shown::cell(cluster).1 > 0 {
                break;
            }
            used += wide;
        }
        used
    }

    /// Writes one cluster of any text, made fit for the terminal, if `width` cells suffice. Gives
    /// the cells used.
    pub fn cluster(&mut self, x: u16, y: u16, width: u16, cluster: &str, style: Style) -> u16 {
        let (symbol, wide) = shown::cell(cluster);
        let wide = wide as u16;
        if wide == 0 || wide > width || x + wide > self.buffer.area.right() {
            return 0;
        }
        self.halve(x, y);
        let Some(cell) = self.buffer.cell_mut((x, y)) else {
            return 0;
        };
        cell.set_symbol(&symbol);
        cell.set_style(style);
        for next in 1..wide {
            if let Some(cell) = self.buffer.cell_mut((x + next, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        wide
    }
}
