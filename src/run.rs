//! The shell around the reader: it waits, updates, carries effects out and draws once.
//!
//! Knows the terminal and the files. Decides nothing about what the reader sees.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use crossterm::event::{self, KeyEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::keymap::Keymap;
use crate::app::{Effect, Event, Key, State};
use crate::corpus::Corpus;
use crate::passage::Span;
use crate::terminal::Terminal;
use crate::ui;
use crate::ui::theme::{Shelf, Theme};

/// What the reader is opened with.
#[derive(Debug)]
pub struct Options {
    /// The documents.
    pub corpus: Corpus,
    /// The look at first.
    pub theme: Theme,
    /// The looks that can be chosen.
    pub themes: Shelf,
    /// The keys.
    pub keymap: Keymap,
    /// The passage to open at.
    pub at: Option<Span>,
}

/// Opens the reader in this terminal, until the reader leaves it.
pub fn reader(options: Options) -> Result<()> {
    let mut terminal = Terminal::enter()?;
    let size = terminal.size()?;
    let mut state = State::new(Arc::new(options.corpus), Arc::new(options.keymap), size);
    let mut theme = options.theme;
    state.theme.clone_from(&theme.name);
    state.themes = options.themes.names().into();
    if let Some(span) = options.at
        && let Some(index) = state.corpus.index_of(&span.document)
    {
        state.jump(index, span.range);
        state.lay_out(false);
    }
    terminal.draw(|buffer| ui::draw(&state, &theme, buffer))?;
    loop {
        let events = wait()?;
        for event in events {
            for effect in state.update(&event) {
                match effect {
                    Effect::Quit => return Ok(()),
                    Effect::Redraw => terminal.forget(),
                }
            }
        }
        if state.theme != theme.name {
            theme = options.themes.get(&state.theme);
        }
        terminal.draw(|buffer| ui::draw(&state, &theme, buffer))?;
    }
}

/// Blocks until something happens, then takes everything that is waiting, so that many strokes
/// at once are drawn once.
fn wait() -> Result<Vec<Event>> {
    let mut events = Vec::new();
    loop {
        let event = match event::read()? {
            event::Event::Key(key) if key.kind != KeyEventKind::Release => {
                Key::from_event(key).map(Event::Key)
            }
            event::Event::Paste(text) => Some(Event::Paste(text)),
            event::Event::Resize(columns, rows) => Some(Event::Resize(columns, rows)),
            _ => None,
        };
        events.extend(event);
        if !event::poll(Duration::ZERO)? && !events.is_empty() {
            return Ok(events);
        }
    }
}

/// Replays strokes without a terminal and gives the screen as text, row by row, blanks at the
/// ends of rows left out.
pub fn replay(options: Options, keys: &[Key], size: (u16, u16)) -> String {
    let mut state = State::new(Arc::new(options.corpus), Arc::new(options.keymap), size);
    for key in keys {
        if state.update(&Event::Key(*key)).contains(&Effect::Quit) {
            break;
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    ui::draw(&state, &options.theme, &mut buffer);
    print(&buffer)
}

/// A buffer as text.
pub fn print(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut skip = 0;
        for x in buffer.area.left()..buffer.area.right() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            line.push_str(symbol);
            skip = crate::app::page::cells(symbol).saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Writes text to standard output; a closed pipe is no fault.
pub fn put(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
