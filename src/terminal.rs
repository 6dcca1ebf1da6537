//! The terminal: entering it, leaving it as it was, and putting frames on it.
//!
//! Knows escape sequences and nothing of what is drawn. Whatever ends the program, a way out, a
//! panic, a signal or a closed window, goes through one function, `guard::leave`, so that the
//! shell finds its terminal as it was.

mod ask;
mod clipboard;
mod colours;
mod editor;
mod frame;
mod guard;
mod report;
#[cfg(unix)]
mod signals;

use std::io::{self, Write as _};
use std::sync::atomic::Ordering;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::config::Clipboard;
use crate::ui::Hyperlink;

pub use ask::{Answer, Ground, Late};
pub use colours::{depth, is_dumb};

/// Wakes the loop that waits for keys: it goes round once, as if the window had changed.
pub fn wake() {
    #[cfg(unix)]
    signals::wake();
}

/// The terminal while the reader has it.
#[derive(Debug)]
pub struct Terminal {
    /// What the terminal shows; None when that is not known.
    shown: Option<Buffer>,
    /// The picture before that, whose room the next one takes.
    spare: Option<Buffer>,
    /// The links that it shows.
    links: Vec<Hyperlink>,
    /// Where its cursor is shown, if it is.
    caret: Option<(u16, u16)>,
    /// Questions to it that are not answered yet.
    asked: Option<ask::Asked>,
    /// Whether it erases in the colour of the pen.
    fills: bool,
}

impl Terminal {
    /// Takes the terminal: alternate screen, raw mode, bracketed paste and, if wanted, the mouse.
    /// Asks it for its background and for the keyboard protocol; see [`Terminal::answer`].
    pub fn enter(mouse: bool, contained: fn() -> bool) -> io::Result<Self> {
        guard::install_hook(contained);
        guard::MOUSE.store(mouse, Ordering::SeqCst);
        guard::enter()?;
        // From here on the terminal is given back, whatever fails.
        let mut terminal = Self {
            shown: None,
            spare: None,
            links: Vec::new(),
            caret: None,
            asked: None,
            fills: colours::fills(),
        };
        #[cfg(unix)]
        signals::watch()?;
        // Listening begins with the first look for events: from here on no change of size is missed.
        crossterm::event::poll(Duration::ZERO)?;
        terminal.asked = ask::ask()?;
        Ok(terminal)
    }

    /// What the terminal says of itself: waits for it for a tenth of a second at most, counted from
    /// when it was asked. To be called once.
    pub fn answer(&mut self) -> io::Result<Answer> {
        let Some(asked) = self.asked.take() else {
            return Ok(Answer::default());
        };
        let answer = ask::hear(&asked)?;
        if answer.enhanced_keys {
            guard::KEYS.store(true, Ordering::SeqCst);
            guard::write(guard::PUSH_KEYS)?;
        }
        Ok(answer)
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Forgets what the terminal shows, so that the next frame is drawn whole.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws a frame: only what differs from what is shown is written, all at once. `paint` fills
    /// the buffer and says where the cursor of the terminal is to be seen, if anywhere; `links` are
    /// cells that lead out.
    pub fn draw(
        &mut self,
        links: Vec<Hyperlink>,
        paint: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        let (columns, rows) = self.size()?;
        let area = Rect::new(0, 0, columns, rows);
        if area.is_empty() {
            // A terminal that is going away, or is not there yet.
            return Ok(());
        }
        if guard::STALE.swap(false, Ordering::SeqCst) {
            self.shown = None;
        }
        let mut next = match self.spare.take() {
            Some(mut spare) if spare.area == area => {
                spare.reset();
                spare
            }
            _ => Buffer::empty(area),
        };
        let caret = paint(&mut next);
        let before = self.shown.take().filter(|shown| shown.area == area);
        let bytes = frame::write(
            before.as_ref().map(|shown| (shown, self.links.as_slice())),
            (&next, &links),
            (self.caret, caret),
            self.fills,
        );
        if !bytes.is_empty() {
            guard::write(&bytes)?;
        }
        self.shown = Some(next);
        self.spare = before;
        self.links = links;
        self.caret = caret;
        Ok(())
    }

    /// Gives the terminal to another program while `work` runs, and takes it back.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let lent = guard::Lent::give();
        let result = work();
        drop(lent);
        guard::enter()?;
        self.forget();
        result
    }

    /// Lets the reader edit a text in an editor of the reader's: `command` if there is one, else
    /// `$VISUAL`, `$EDITOR` or `vi`. None if the text was not changed. `keep` gets what was saved in
    /// the editor where the process ends before it does.
    pub fn edit(
        &mut self,
        command: Option<&str>,
        text: &str,
        keep: impl FnOnce(&str) + Send + 'static,
    ) -> Result<Option<String>, String> {
        editor::edit(self, command, text, keep)
    }

    /// Copies a text. Gives what can be said of it to the reader: most terminals do not tell
    /// whether they took it.
    pub fn copy(&mut self, how: &Clipboard, text: &str) -> Result<String, String> {
        clipboard::copy(how, text)
    }

    /// Switches the mouse on or off; off, the terminal's own selection works.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        guard::MOUSE.store(on, Ordering::SeqCst);
        guard::write(if on {
            guard::MOUSE_ON
        } else {
            guard::MOUSE_OFF
        })
    }

    /// Stops the program until the shell brings it back, as Ctrl-Z does elsewhere.
    pub fn suspend(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        {
            self.forget();
            signals::suspend()?;
        }
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Answers that are still to come would be typed into the shell.
        if let Some(asked) = self.asked.take() {
            let _ = ask::hear(&asked);
        }
        guard::leave();
    }
}

/// What is done last when a signal, a lost terminal or a panic ends the program: once, and only
/// what cannot hang.
pub fn at_the_end(work: impl FnOnce() + Send + 'static) {
    guard::at_the_end(Box::new(work));
}

/// Says something on the normal screen; there is nobody to tell if that fails.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
