//! Frames are read back by a terminal emulator: what it shows must be what was meant.

use proptest::prelude::*;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;

const COLUMNS: u16 = 12;
const ROWS: u16 = 3;

/// The bytes between two screens without links.
fn write(
    before: Option<&Buffer>,
    next: &Buffer,
    caret_before: Option<(u16, u16)>,
    caret: Option<(u16, u16)>,
) -> Vec<u8> {
    super::write(
        before.map(|it| (it, &[][..])),
        (next, &[]),
        (caret_before, caret),
        false,
    )
}

#[test]
fn a_link_is_opened_and_closed_around_its_cells() {
    let one = screen(&["see here now"]);
    let link = Hyperlink {
        x: 4,
        y: 0,
        width: 4,
        id: 7,
        target: "https://example.org/".into(),
    };
    let links = [link];
    let bytes = super::write(None, (&one, &links), (None, None), false);
    let bytes = text(&bytes);
    assert!(
        bytes.contains("␛]8;id=g7;https://example.org/␛\\"),
        "{bytes}"
    );
    let (inside, after) = bytes.split_once("here").expect("the words");
    assert!(
        !inside.contains("]8;;") && after.starts_with("␛]8;;␛\\"),
        "{bytes}"
    );
    // The same again writes nothing; without the link the row is written anew.
    let same = super::write(Some((&one, &links)), (&one, &links), (None, None), false);
    assert_eq!(same, b"");
    let gone = text(&super::write(
        Some((&one, &links)),
        (&one, &[]),
        (None, None),
        false,
    ));
    assert!(
        gone.contains("see here now") && !gone.contains("]8;id"),
        "{gone}"
    );
}

/// A screen with these lines.
fn screen(lines: &[&str]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    for (y, line) in lines.iter().enumerate() {
        let mut x = 0;
        for cluster in line.graphemes(true) {
            let wide = width(cluster) as u16;
            if x + wide > COLUMNS {
                break;
            }
            if let Some(cell) = buffer.cell_mut((x, y as u16)) {
                cell.set_symbol(cluster);
            }
            x += wide;
        }
    }
    buffer
}

fn emulator() -> vt100::Parser {
    let size = |cells| std::num::NonZeroU16::new(cells).expect("not zero");
    vt100::Parser::new(size(ROWS), size(COLUMNS), 0)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{1b}', "␛")
}

#[test]
fn nothing_changed_writes_nothing() {
    let one = screen(&["hello", "world"]);
    assert_eq!(write(Some(&one), &one, None, None), b"");
}

#[test]
fn only_what_differs_is_written() {
    let (one, two) = (screen(&["hello", "world"]), screen(&["hello", "word"]));
    let bytes = write(Some(&one), &two, None, None);
    assert_eq!(text(&bytes), "␛[?2026h␛[2;4Hd ␛[0m␛[?2026l");
}

#[test]
fn the_cursor_is_put_where_it_belongs() {
    let (one, two) = (screen(&["a"]), screen(&["b"]));
    let bytes = write(Some(&one), &two, None, Some((3, 1)));
    assert_eq!(text(&bytes), "␛[?2026h␛[1;1Hb␛[0m␛[2;4H␛[?25h␛[?2026l");
    let bytes = write(Some(&two), &two, Some((3, 1)), None);
    assert_eq!(text(&bytes), "␛[?2026h␛[?25l␛[?2026l");
}

#[test]
fn what_follows_an_odd_cluster_is_placed_anew() {
    let bytes = write(None, &screen(&["a✈\u{fe0f}b"]), None, None);
    let text = text(&bytes);
    assert!(text.contains("␛[1;2H✈\u{fe0f}␛[1;4Hb"), "{text}");
}

#[test]
fn styles_are_taken_on_and_off() {
    let mut one = screen(&[""]);
    one.set_style(
        Rect::new(0, 0, 1, 1),
        Style::new().fg(Color::Red).bg(Color::Rgb(1, 2, 3)).bold(),
    );
    one.set_style(Rect::new(1, 0, 1, 1), Style::new().fg(Color::Indexed(99)));
    let bytes = write(Some(&screen(&[""])), &one, None, None);
    assert_eq!(
        text(&bytes),
        "␛[?2026h␛[1;1H␛[1;31;48;2;1;2;3m ␛[22;38;5;99;49m ␛[0m␛[?2026l"
    );
}

/// A screen on a painted ground, with a bar of another colour.
fn painted(lines: &[&str]) -> Buffer {
    let mut painted = screen(lines);
    painted.set_style(painted.area, Style::new().bg(Color::Rgb(1, 2, 3)));
    let bar = Rect::new(0, ROWS - 1, COLUMNS, 1);
    painted.set_style(bar, Style::new().bg(Color::Indexed(4)).underlined());
    painted
}

#[test]
fn a_painted_ground_is_erased_and_not_written() {
    let next = painted(&["ab"]);
    let bytes = super::write(None, (&next, &[]), (None, None), true);
    assert_eq!(
        text(&bytes),
        "␛[?2026h␛[0m␛[48;2;1;2;3m␛[2J␛[1;1Hab␛[3;1H␛[4;48;5;4m            ␛[0m␛[?2026l"
    );
}

#[test]
fn an_erased_ground_looks_as_a_written_one() {
    let next = painted(&["a 日 b", "", "x"]);
    let mut screens = [false, true].map(|fills| {
        let mut terminal = emulator();
        terminal.process(b"\x1b[41mold words of before\x1b[0m");
        terminal.process(&super::write(None, (&next, &[]), (None, None), fills));
        terminal
    });
    let cells = |terminal: &mut vt100::Parser| {
        let mut cells = Vec::new();
        for (y, x) in (0..ROWS).flat_map(|y| (0..COLUMNS).map(move |x| (y, x))) {
            let cell = terminal.screen().cell(y, x).expect("on the screen");
            // An erased cell is empty, a written one holds a space: both are seen as a blank.
            cells.push((cell.contents().trim().to_owned(), cell.bgcolor()));
        }
        cells
    };
    let [written, erased] = &mut screens;
    assert_eq!(cells(written), cells(erased));
}

#[test]
fn accents_are_plain_and_joined_emoji_are_not() {
    for plain in ["a", "é", "e\u{301}", "日", "ש\u{5b8}", " ", ""] {
        assert!(is_plain(plain), "{plain:?}");
    }
    for odd in ["👩\u{200d}🔬", "✈\u{fe0f}", "🇯🇵", "1\u{20e3}", "👍🏽", "🙂"] {
        assert!(!is_plain(odd), "{odd:?}");
    }
}

/// What an emulator shows after these bytes.
fn shown(parser: &vt100::Parser) -> Vec<String> {
    let rows = parser.screen().rows(0, COLUMNS);
    rows.map(|row| row.trim_end().to_owned()).collect()
}

proptest! {
    /// However one screen follows another, the emulator shows the last as if it were drawn alone.
    /// The emulator measures code point by code point, as older terminals do.
    #[test]
    fn a_screen_never_shows_what_was_there_before(
        screens in prop::collection::vec(
            prop::collection::vec("(a|b| |é|日|本|e\u{301}|ש\u{5b8}){0,14}", 3), 1..6)
    ) {
        let mut running = emulator();
        let mut before = None;
        for lines in &screens {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let next = screen(&lines);
            running.process(&write(before.as_ref(), &next, None, None));
            let mut fresh = emulator();
            fresh.process(&write(None, &next, None, None));
            prop_assert_eq!(shown(&running), shown(&fresh));
            before = Some(next);
        }
    }

    /// However styles follow one another, each cell has its own and nothing of another's.
    #[test]
    fn a_style_leaves_nothing_behind(
        screens in prop::collection::vec(
            prop::collection::vec((0_u16..512, 0_u8..4, 0_u8..4), usize::from(COLUMNS)), 1..5)
    ) {
        let mut running = emulator();
        let mut before = None;
        for styles in &screens {
            let mut next = screen(&["abcdefghijkl"]);
            for (x, (modifiers, fg, bg)) in styles.iter().enumerate() {
                let mut modifiers = Modifier::from_bits_truncate(*modifiers);
                if modifiers.contains(Modifier::BOLD) {
                    // The emulator knows one weight at a time.
                    modifiers.remove(Modifier::DIM);
                }
                let style = Style::new()
                    .add_modifier(modifiers)
                    .fg(Color::Indexed(*fg))
                    .bg(if *bg == 0 { Color::Reset } else { Color::Indexed(*bg) });
                next.set_style(Rect::new(x as u16, 0, 1, 1), style);
            }
            running.process(&write(before.as_ref(), &next, None, None));
            let mut fresh = emulator();
            fresh.process(&write(None, &next, None, None));
            for x in 0..COLUMNS {
                let meant = next.cell((x, 0)).expect("on the screen");
                for terminal in [&running, &fresh] {
                    let there = terminal.screen().cell(0, x).expect("on the screen");
                    let has = |modifier| meant.modifier.contains(modifier);
                    prop_assert_eq!(there.bold(), has(Modifier::BOLD));
                    prop_assert_eq!(there.dim(), has(Modifier::DIM));
                    prop_assert_eq!(there.italic(), has(Modifier::ITALIC));
                    prop_assert_eq!(there.underline(), has(Modifier::UNDERLINED));
                    prop_assert_eq!(there.inverse(), has(Modifier::REVERSED));
                }
                let (one, other) = (running.screen().cell(0, x), fresh.screen().cell(0, x));
                prop_assert_eq!(one.map(vt100::Cell::bgcolor), other.map(vt100::Cell::bgcolor));
                prop_assert_eq!(one.map(vt100::Cell::fgcolor), other.map(vt100::Cell::fgcolor));
            }
            before = Some(next);
        }
    }

    /// The same with clusters about whose width terminals disagree: what stands beside them is
    /// where it belongs.
    #[test]
    fn odd_clusters_shift_nothing(
        screens in prop::collection::vec("(ab|✈\u{fe0f}|👩\u{200d}🔬|🇯🇵|x){0,8}", 1..6)
    ) {
        let mut running = emulator();
        let mut before = None;
        for line in &screens {
            let next = screen(&[line]);
            running.process(&write(before.as_ref(), &next, None, None));
            for x in 0..COLUMNS {
                let meant = next.cell((x, 0)).map_or(" ", |cell| cell.symbol());
                if meant.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                    let there = running.screen().cell(0, x).map(vt100::Cell::contents);
                    prop_assert_eq!(there, Some(meant));
                }
            }
            before = Some(next);
        }
    }
}
