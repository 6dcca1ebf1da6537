//! Colours: how they are written, how far apart they are, and how they are shown on terminals
//! that have fewer of them.
//!
//! Knows numbers only; which role has which colour is the theme's.

use ratatui::style::Color;

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: only bold, italic, underlined, reversed.
    None,
    /// The sixteen that the user of the terminal chose.
    Sixteen,
    /// Those, a cube of 6 × 6 × 6 and 24 greys.
    Indexed,
    /// All 24 bits.
    True,
}

/// The names of the terminal's own sixteen colours, and of its default.
pub const NAMES: [(&str, Color); 18] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
    ("grey", Color::DarkGray),
];

/// Reads a colour: `#rrggbb`, `#rgb`, one of [`NAMES`], or the number of one of 256.
pub fn parse(text: &str) -> Option<Color> {
    if let Some(hex) = text.strip_prefix('#') {
        let digit = |at: usize| {
            hex.get(at..=at)
                .and_then(|d| u8::from_str_radix(d, 16).ok())
        };
        let pair = |at: usize| {
            let (high, low) = (digit(at)?, digit(at + 1)?);
            Some(high * 16 + low)
        };
        return match hex.len() {
            3 => Some(Color::Rgb(digit(0)? * 17, digit(1)? * 17, digit(2)? * 17)),
            6 => Some(Color::Rgb(pair(0)?, pair(2)?, pair(4)?)),
            _ => None,
        };
    }
    if let Ok(index) = text.parse::<u8>() {
        return Some(Color::Indexed(index));
    }
    NAMES
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, colour)| *colour)
}

/// Red, green and blue of a colour, where they are known: the first sixteen are the user's and are
/// not.
pub fn rgb(colour: Color) -> Option<(u8, u8, u8)> {
    match colour {
        Color::Rgb(r, g, b) => Some((r, g, b)),
        Color::Indexed(index @ 16..=231) => {
            let index = index - 16;
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            Some((level(index / 36), level(index / 6 % 6), level(index % 6)))
        }
        Color::Indexed(index @ 232..) => {
            let grey = 8 + 10 * (index - 232);
            Some((grey, grey, grey))
        }
        _ => None,
    }
}

/// The colour as a terminal of that depth can show it.
///
/// To 256 colours, the nearest of cube and greys. Colours of 24 bits have no honest equal among
/// sixteen that the user chose, so that they become the default there; themes for such terminals
/// name the sixteen themselves.
pub fn shown_at(colour: Color, depth: Depth) -> Color {
    match (depth, colour) {
        (Depth::None, _) | (Depth::Sixteen, Color::Rgb(..) | Color::Indexed(16..)) => Color::Reset,
        (Depth::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(indexed(r, g, b)),
        (_, colour) => colour,
    }
}

/// The nearest of the 240 colours that are the same on every terminal.
fn indexed(r: u8, g: u8, b: u8) -> u8 {
    let mut best = (u32::MAX, 16);
    for index in 16..=255 {
        if let Some(candidate) = rgb(Color::Indexed(index)) {
            let away = distance((r, g, b), candidate);
            if away < best.0 {
                best = (away, index);
            }
        }
    }
    best.1
}

/// How different two colours look: squares of the differences, weighted as the eye weighs them.
fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let mean = u32::midpoint(u32::from(a.0), u32::from(b.0));
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    ((512 + mean) * square(a.0, b.0)) / 256
        + 4 * square(a.1, b.1)
        + ((767 - mean) * square(a.2, b.2)) / 256
}

/// The contrast of two colours as WCAG 2 counts it, from 1 to 21; None where one is the user's.
pub fn contrast(a: Color, b: Color) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// The relative luminance as WCAG 2 counts it, from 0 (black) to 1 (white).
pub fn luminance(colour: Color) -> Option<f64> {
    let (r, g, b) = rgb(colour)?;
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    Some(0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        assert_eq!(parse("#fff"), Some(Color::Rgb(255, 255, 255)));
        assert_eq!(parse("#1b2c3d"), Some(Color::Rgb(0x1b, 0x2c, 0x3d)));
        assert_eq!(parse("bright-red"), Some(Color::LightRed));
        assert_eq!(parse("208"), Some(Color::Indexed(208)));
        assert_eq!(parse("default"), Some(Color::Reset));
        for bad in ["#12345", "#ggg", "256", "sand", "", "#é1"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn fewer_colours_are_near_ones() {
        assert_eq!(indexed(0, 0, 0), 16);
        assert_eq!(indexed(255, 255, 255), 231);
        assert_eq!(indexed(0x30, 0x31, 0x30), 236);
        assert_eq!(indexed(250, 5, 5), 196);
        assert_eq!(shown_at(Color::Rgb(1, 2, 3), Depth::Sixteen), Color::Reset);
        assert_eq!(shown_at(Color::Red, Depth::Sixteen), Color::Red);
        assert_eq!(shown_at(Color::Red, Depth::None), Color::Reset);
    }

    #[test]
    fn contrast_is_counted_as_wcag_counts_it() {
        let of = |a: &str, b: &str| contrast(parse(a).unwrap(), parse(b).unwrap()).unwrap();
        assert!((of("#000", "#fff") - 21.0).abs() < 0.01);
        assert!((of("#767676", "#fff") - 4.54).abs() < 0.01);
        assert_eq!(contrast(Color::Red, Color::Reset), None);
    }
}
