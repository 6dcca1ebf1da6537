//! The terminal: entering it, leaving it as it was, and putting frames on it.
//!
//! Knows escape sequences and nothing of what is drawn.

use std::io::{self, BufWriter, Stdout, Write};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The terminal while the reader has it.
pub struct Terminal {
    backend: CrosstermBackend<BufWriter<Stdout>>,
    /// What the terminal shows; None when that is not known.
    shown: Option<Buffer>,
    /// Where the caret is shown, if it is.
    caret: Option<(u16, u16)>,
}

impl Terminal {
    /// Takes the terminal: alternate screen, raw mode, bracketed paste.
    pub fn enter() -> io::Result<Self> {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            leave();
            hook(info);
        }));
        take()?;
        Ok(Self {
            backend: CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, io::stdout())),
            shown: None,
            caret: None,
        })
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Gives the terminal to another program for a while.
    pub fn give_back(&mut self) {
        leave();
    }

    /// Takes the terminal again after [`Terminal::give_back`]; the next frame is drawn whole.
    pub fn take_again(&mut self) -> io::Result<()> {
        self.forget();
        take()
    }

    /// Puts text on the terminal's clipboard (OSC 52). There is no answer that tells whether the
    /// terminal took it.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.backend, CopyToClipboard::to_clipboard_from(text))
    }

    /// Forgets what the terminal shows, so that the next frame is drawn whole.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws a frame: only what differs from what is shown is written. `paint` gives the cell of the
    /// caret, if there is one.
    pub fn draw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        let (columns, rows) = self.size()?;
        let area = Rect::new(0, 0, columns, rows);
        let mut next = Buffer::empty(area);
        let caret = paint(&mut next);
        let before = match self.shown.take() {
            Some(shown) if shown.area == area => shown,
            _ => {
                self.backend.clear()?;
                Buffer::empty(area)
            }
        };
        let changes = before.diff(&next);
        let moved = caret != self.caret;
        if !changes.is_empty() || moved {
            queue!(self.backend, BeginSynchronizedUpdate)?;
            self.backend.draw(changes.into_iter())?;
            match caret {
                Some((x, y)) => queue!(self.backend, MoveTo(x, y), Show)?,
                None if self.caret.is_some() => queue!(self.backend, Hide)?,
                None => {}
            }
            queue!(self.backend, EndSynchronizedUpdate)?;
            self.caret = caret;
        }
        Write::flush(&mut self.backend)?;
        self.shown = Some(next);
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes the terminal: alternate screen, raw mode, bracketed paste.
fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableBracketedPaste,
        Hide
    )
}

/// Gives the terminal back as it was. Harmless when done twice.
fn leave() {
    let mut out = io::stdout();
    // Nothing can be done about a terminal that is gone.
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}
