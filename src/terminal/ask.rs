//! What the terminal says of itself: its background, and whether it has the enhanced keyboard
//! protocol.
//!
//! Knows the questions and the answers. All are asked at once, and the last is one that nearly every
//! terminal answers, so that silence about the others is known at once. A terminal that answers
//! nothing costs a tenth of a second; what it says later is not taken for typing.

use std::io;

#[cfg(unix)]
use crate::app::key::Named;
use crate::app::key::{Code, Key};
use crate::ui::theme::colour;
use ratatui::style::Color;

/// Whether a terminal's ground is light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the terminal said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Its ground, if it said.
    pub ground: Option<Ground>,
    /// It has the enhanced keyboard protocol.
    pub enhanced_keys: bool,
    /// It said nothing in time, and may still.
    pub late: bool,
    /// Keys that were typed meanwhile.
    pub typed: Vec<Key>,
}

/// Questions that were asked; the answers are on their way while other things are done.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Asked {
    /// Until when the answers are waited for.
    deadline: std::time::Instant,
}

/// Asks. None where there is nobody to ask.
#[cfg(unix)]
pub(super) fn ask() -> io::Result<Option<Asked>> {
    use std::io::IsTerminal as _;
    use std::time::{Duration, Instant};

    /// The longest wait for the answers.
    const PATIENCE: Duration = Duration::from_millis(90);

    // The console of Linux prints what it does not know.
    let quiet = std::env::var("TERM").is_ok_and(|term| term == "linux");
    if quiet || !io::stdin().is_terminal() {
        return Ok(None);
    }
    // Ground, keyboard protocol, kind of terminal.
    super::guard::write(b"\x1b]11;?\x1b\\\x1b[?u\x1b[c")?;
    let deadline = Instant::now() + PATIENCE;
    Ok(Some(Asked { deadline }))
}

/// Waits for the answers.
#[cfg(unix)]
pub(super) fn hear(asked: &Asked) -> io::Result<Answer> {
    use std::io::Read as _;
    use std::os::fd::AsFd as _;
    use std::time::Instant;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let deadline = asked.deadline;
    let mut heard = Vec::new();
    // Not through `io::stdin()`: what is read there ahead would be lost for the loop.
    let tty = std::fs::File::from(io::stdin().as_fd().try_clone_to_owned()?);
    while !is_whole(&heard) {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok(wait) = Timespec::try_from(left) else {
            break;
        };
        let mut fds = [PollFd::new(&tty, PollFlags::IN)];
        match poll(&mut fds, Some(&wait)) {
            Ok(0) => break,
            Ok(_) => {
                let mut chunk = [0; 512];
                let read = (&tty).read(&mut chunk)?;
                if read == 0 {
                    break;
                }
                heard.extend_from_slice(&chunk[..read]);
            }
            Err(error) if error == rustix::io::Errno::INTR => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(understand(&heard))
}

/// Elsewhere nothing is asked.
#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Asked {}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on systems that can fail")]
pub(super) fn ask() -> io::Result<Option<Asked>> {
    Ok(None)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on systems that can fail")]
pub(super) fn hear(_: &Asked) -> io::Result<Answer> {
    Ok(Answer::default())
}

/// Whether the last answer has come.
#[cfg(unix)]
fn is_whole(heard: &[u8]) -> bool {
    pieces(heard).any(|piece| matches!(piece, Piece::Kind))
}

/// One thing heard.
#[cfg(unix)]
enum Piece<'a> {
    Ground(&'a str),
    Keys,
    Kind,
    Typed(Key),
}

/// Takes what was heard apart.
#[cfg(unix)]
fn pieces(heard: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = heard;
    std::iter::from_fn(move || {
        loop {
            let (piece, used) = next_piece(rest)?;
            rest = rest.get(used..).unwrap_or_default();
            if piece.is_some() {
                return piece;
            }
        }
    })
}

/// The first thing heard, if it is one that matters, and its bytes. None at the end.
#[cfg(unix)]
fn next_piece(bytes: &[u8]) -> Option<(Option<Piece<'_>>, usize)> {
    match bytes {
        [] => None,
        [0x1b, b']', rest @ ..] => {
            let end = rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b))?;
            let body = std::str::from_utf8(rest.get(..end)?).unwrap_or_default();
            let closing = if rest.get(end) == Some(&0x07) { 1 } else { 2 };
            Some((
                body.strip_prefix("11;").map(Piece::Ground),
                2 + end + closing,
            ))
        }
        [0x1b, b'[', rest @ ..] => {
            let end = rest.iter().position(|byte| (0x40..0x7f).contains(byte))?;
            let asked = rest.first() == Some(&b'?');
            let piece = match rest.get(end) {
                Some(b'u') if asked => Some(Piece::Keys),
                Some(b'c') if asked => Some(Piece::Kind),
                // A key with a sequence, typed within this moment, is not worth a second parser.
                _ => None,
            };
            Some((piece, 3 + end))
        }
        [0x1b, ..] => Some((None, 1)),
        [b'\r', ..] => Some((Some(Piece::Typed(Key::named(Named::Enter))), 1)),
        _ => {
            let text = match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
            };
            let Some(c) = text.chars().next() else {
                return Some((None, 1));
            };
            let typed = (!c.is_control()).then(|| Piece::Typed(Key::char(c)));
            Some((typed, c.len_utf8()))
        }
    }
}

#[cfg(unix)]
fn understand(heard: &[u8]) -> Answer {
    let mut answer = Answer {
        late: true,
        ..Answer::default()
    };
    for piece in pieces(heard) {
        match piece {
            Piece::Ground(colour) => answer.ground = ground(colour),
            Piece::Keys => answer.enhanced_keys = true,
            Piece::Kind => answer.late = false,
            Piece::Typed(key) => answer.typed.push(key),
        }
    }
    answer
}

/// The ground that a colour in the terminal's notation makes: `rgb:1b1b/1b1b/1d1d`, `#1b1b1d`.
fn ground(text: &str) -> Option<Ground> {
    let colour = if let Some((_, channels)) = text.split_once(':') {
        let mut channels = channels.split('/').map(|hex| {
            // One to four digits each, of which the first two say enough.
            let value = u32::from_str_radix(hex, 16).ok()?;
            let most = 16_u32.checked_pow(u32::try_from(hex.len()).ok()?)? - 1;
            u8::try_from(value * 255 / most.max(1)).ok()
        });
        let mut channel = || channels.next().flatten();
        Color::Rgb(channel()?, channel()?, channel()?)
    } else {
        colour::parse(text)?
    };
    // Half of the lightness that the eye sees is less than a fifth of the light.
    Some(if colour::luminance(colour)? > 0.18 {
        Ground::Light
    } else {
        Ground::Dark
    })
}

/// Takes the answers that come late out of what is typed. The strokes that they seem to be are
/// held back until it is clear what they are.
#[derive(Debug, Default)]
pub struct Late {
    expected: bool,
    held: Vec<Key>,
    found: Option<Ground>,
}

impl Late {
    /// Expects answers, if the terminal may still give them.
    pub fn new(expected: bool) -> Self {
        Self {
            expected,
            held: Vec::new(),
            found: None,
        }
    }

    /// The ground, once, if it was answered.
    pub fn take(&mut self) -> Option<Ground> {
        self.found.take()
    }

    /// Whether there is an answer to take.
    pub fn has_answer(&self) -> bool {
        self.found.is_some()
    }

    /// Takes a stroke in; gives the strokes that were typed after all. `more` tells whether other strokes are waiting already: an answer comes in
    /// one piece.
    pub fn sift(&mut self, key: Key, more: bool) -> Vec<Key> {
        const OPENING: &str = "]11;";
        let begins = key.alt && key.code == Code::Char(']');
        if !self.expected || (self.held.is_empty() && !begins) {
            return vec![key];
        }
        self.held.push(key);
        let chars = self.held.iter().map(|key| match key.code {
            Code::Char(c) => c,
            _ => '\0',
        });
        let text: String = chars.collect();
        let ends =
            (key.alt && key.code == Code::Char('\\')) || (key.ctrl && key.code == Code::Char('g'));
        if ends && let Some(body) = text.strip_prefix(OPENING) {
            self.held.clear();
            self.expected = false;
            let mut body = body.to_owned();
            body.pop();
            self.found = ground(&body);
            return Vec::new();
        }
        let still = text.starts_with(OPENING) || OPENING.starts_with(&text);
        if still && more && text.len() < 64 {
            return Vec::new();
        }
        std::mem::take(&mut self.held)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_from_typing() {
        let answer = understand(b"j\x1b]11;rgb:ffff/ffff/e5e5\x1b\\k\x1b[?1u\x1b[?62;22c\r");
        assert_eq!(answer.ground, Some(Ground::Light));
        assert!(answer.enhanced_keys && !answer.late);
        let typed: Vec<String> = answer.typed.iter().map(ToString::to_string).collect();
        assert_eq!(typed, ["j", "k", "Enter"]);
    }

    #[test]
    fn silence_may_still_end() {
        assert!(understand(b"").late);
        assert!(understand(b"\x1b]11;rgb:00").late);
    }

    #[test]
    fn grounds_are_read_in_every_notation() {
        assert_eq!(ground("rgb:1b/1b/1d"), Some(Ground::Dark));
        assert_eq!(ground("rgba:f/f/f/f"), Some(Ground::Light));
        assert_eq!(ground("#fbfbf8"), Some(Ground::Light));
        assert_eq!(ground("rgb:zz/0/0"), None);
        assert_eq!(ground(""), None);
    }

    fn strokes(text: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        let mut alt = false;
        for c in text.chars() {
            match c {
                '\u{1b}' => alt = true,
                c => {
                    keys.push(Key {
                        alt: std::mem::take(&mut alt),
                        ..Key::char(c)
                    });
                }
            }
        }
        keys
    }

    fn sifted(text: &str) -> (String, Option<Ground>) {
        let mut late = Late::new(true);
        let keys = strokes(text);
        let mut typed = String::new();
        for (at, key) in keys.iter().enumerate() {
            let keys = late.sift(*key, at + 1 < keys.len());
            typed.extend(keys.iter().map(ToString::to_string));
        }
        (typed, late.take())
    }

    #[test]
    fn late_answers_are_not_typed() {
        let (typed, ground) = sifted("\u{1b}]11;rgb:0000/0000/0000\u{1b}\\j");
        assert_eq!((typed.as_str(), ground), ("j", Some(Ground::Dark)));
    }

    #[test]
    fn what_only_begins_like_an_answer_is_typed() {
        assert_eq!(sifted("\u{1b}]1j").0, "Alt-]1j");
        assert_eq!(sifted("\u{1b}]").0, "Alt-]");
        assert_eq!(sifted("jk").0, "jk");
    }
}
