//! What comes in: strokes, pastes, the mouse, sizes, answers of the terminal, reports of jobs.
//!
//! Knows how the terminal's events become the reader's. Sleeps until something comes; everything
//! that is waiting is taken at once, so that many strokes are drawn once.

use std::time::Duration;

use anyhow::Result;
use crossterm::event::{self, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};

use crate::app::event::Mouse;
use crate::app::{Event, Key};
use crate::terminal::{Answer, Ground, Late};

/// How long a stroke is waited for while jobs have reports to make.
const REPORTS: Duration = Duration::from_millis(15);

/// What comes from the terminal and from jobs.
pub(super) struct Input {
    /// Answers that may still come.
    late: Late,
    /// What was typed before anybody listened.
    waiting: Vec<Event>,
}

impl Input {
    /// Listens from now on; what was typed while the terminal was asked comes first.
    pub(super) fn new(answer: Answer) -> Self {
        Self {
            late: Late::new(answer.late),
            waiting: answer.typed.into_iter().map(Event::Key).collect(),
        }
    }

    /// Blocks until something happens, then gives everything that is waiting. `reports` gives what
    /// goes on in the background, and whether more may come. Gives nothing when nothing happened for
    /// as long as `rest` says.
    pub(super) fn next(
        &mut self,
        rest: Option<Duration>,
        mut reports: impl FnMut() -> (Vec<Event>, bool),
    ) -> Result<Vec<Event>> {
        let mut events = std::mem::take(&mut self.waiting);
        loop {
            let (reported, busy) = reports();
            events.extend(reported);
            let patience = if !events.is_empty() || self.late.has_answer() {
                Some(Duration::ZERO)
            } else {
                busy.then_some(REPORTS).or(rest)
            };
            match patience {
                Some(patience) if !event::poll(patience)? => {
                    if !events.is_empty() || self.late.has_answer() || !busy {
                        return Ok(events);
                    }
                }
                _ => self.take(event::read()?, &mut events)?,
            }
        }
    }

    /// The ground of the terminal, once, if it was told late.
    pub(super) fn ground(&mut self) -> Option<Ground> {
        self.late.take()
    }

    fn take(&mut self, event: event::Event, events: &mut Vec<Event>) -> Result<()> {
        match event {
            event::Event::Key(key) if key.kind != KeyEventKind::Release => {
                if let Some(key) = Key::from_event(key) {
                    let more = event::poll(Duration::ZERO)?;
                    let typed = self.late.sift(key, more);
                    events.extend(typed.into_iter().map(Event::Key));
                }
            }
            event::Event::Mouse(mouse) => events.extend(from_mouse(mouse)),
            event::Event::Paste(text) => events.push(Event::Paste(text)),
            event::Event::Resize(columns, rows) => events.push(Event::Resize(columns, rows)),
            _ => {}
        }
        Ok(())
    }
}

/// The event that a movement of the mouse makes; None for what has no meaning here.
fn from_mouse(event: MouseEvent) -> Option<Event> {
    let mouse = match event.kind {
        MouseEventKind::ScrollDown => Mouse::Wheel(true),
        MouseEventKind::ScrollUp => Mouse::Wheel(false),
        MouseEventKind::Down(MouseButton::Left) => Mouse::Press,
        MouseEventKind::Drag(MouseButton::Left) => Mouse::Drag,
        _ => return None,
    };
    Some(Event::Mouse(mouse, event.column, event.row))
}
